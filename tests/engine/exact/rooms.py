"""Exact cases: limited queues, and who is turned away from them."""

from tests.engine.exact.notation import Case

ROOMS = (
    Case(
        name="without a queue whoever finds no worker is told no, over the network of its answer",
        text="""
            participants: {A: {workers: 1, queue: 0}}
            messages: {Ask: {work: 5 ms}}
            network: 1 ms
            load: [at 0 s 2, at 5 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # A works 1-6. The second is there at 1 and refused; the third is there at 6, as work
        # ends.
        requests="""
            0 | 0 7 7 7 7 | ok well
            1 | 0 - 2 - - | refused refused
            2 | 5 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 5 0 0 well
            1 0 A.Ask - | 0 1 - 1 2 - | 0 0 0 refused
            2 0 A.Ask - | 5 6 6 11 12 11 | 5 0 0 well
        """,
    ),
    Case(
        name="a queue of one is free again when whoever waited has a worker",
        text="""
            participants: {A: {workers: 1, queue: 1}}
            messages: {Ask: {work: 5 ms}}
            load: [at 0 s 3, at 5 ms 2]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # At 0: one works, one waits, one is refused. At 5 the one that waited works, one waits
        # anew.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 10 10 10 10 | ok well
            2 | 0 - 0 - - | refused refused
            3 | 5 15 15 15 15 | ok well
            4 | 5 - 5 - - | refused refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 5 10 10 10 | 5 0 0 well
            2 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            3 0 A.Ask - | 5 5 10 15 15 15 | 5 0 0 well
            4 0 A.Ask - | 5 5 - 5 5 - | 0 0 0 refused
        """,
    ),
    Case(
        name="two workers and a queue of one hold three",
        text="""
            participants: {A: {workers: 2, queue: 1}}
            messages: {Ask: {work: 5 ms}}
            load: at 0 s 4
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 5 5 5 5 | ok well
            2 | 0 10 10 10 10 | ok well
            3 | 0 - 0 - - | refused refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            2 0 A.Ask - | 0 0 5 10 10 10 | 5 0 0 well
            3 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
        """,
    ),
    Case(
        name="a caller whose call is refused fails, and its client is told that it failed",
        text="""
            participants: {B: {workers: 1, queue: 0}}
            messages: {Ask: {work: 1 ms}, Get: {work: 5 ms}}
            network: 1 ms
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # The second Get is refused at 3; its caller knows at 4, its client at 5.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 0 - 5 - - | failed refused
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 9 10 9 | 1 7 0 well
            0 1 B.Get 0 | 2 3 3 8 9 8 | 5 0 0 well
            1 0 A.Ask - | 0 1 1 4 5 4 | 1 2 0 failed
            1 1 B.Get 0 | 2 3 - 3 4 - | 0 0 0 refused
        """,
    ),
    Case(
        name="a refused message that nobody waits for is told to nobody",
        text="""
            participants: {B: {workers: 1, queue: 0}}
            messages: {Ask: {work: 1 ms}, Log: {work: 5 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                A-)B: Log
                B-)D: Note
        """,
        requests="""
            0 | 0 1 6 6 - | accepted well
            1 | 0 1 1 - - | accepted refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            0 2 B.Log 0 | 1 1 1 - - 6 | 5 0 0 well
            0 3 D.Note 2 | 6 6 6 - - 6 | 0 0 0 well
            1 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            1 2 B.Log 0 | 1 1 - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="a client is told refused only of a call that was refused",
        text="""
            participants: {A: {workers: 1, queue: 0}}
            messages: {Note: {work: 5 ms}, Ask: {work: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Note
                C->>B: Ask
                B--xC: No
        """,
        # The second Note is refused, which nobody tells the client; B's no is another matter.
        requests="""
            0 | 0 - 5 - - | failed failed
            1 | 0 - 1 - - | failed refused
        """,
        visits="""
            0 0 A.Note - | 0 0 0 - - 5 | 5 0 0 well
            0 1 B.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            1 0 A.Note - | 0 0 - - - - | 0 0 0 refused
            1 1 B.Ask - | 0 0 0 1 1 1 | 1 0 0 well
        """,
    ),
    Case(
        name="deliveries wait in their broker and are never refused",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, queue: 0}}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 0 - 8 8 - | nothing well
            2 | 0 - 12 12 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 12 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 8 8 8 - - 12 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="deliveries that wait in their broker take no room in the queue",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, queue: 1}}
            messages: {Job: {work: 4 ms}, Direct: {work: 2 ms, network: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                C-)W: Direct
        """,
        # W has the first Job 0-4, the second 4-8. The first Direct waits from 1 on; the second is
        # refused.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 0 - 8 - - | nothing refused
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            0 2 W.Direct - | 0 1 8 - - 10 | 2 0 0 well
            1 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            1 2 W.Direct - | 0 1 - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="who queues again after a wait is not refused",
        text="""
            participants: {A: {workers: 1, waiting: releases, queue: 0}}
            messages: {Ask: {work: 4 ms}, Get: {work: 3 ms}, Got: {work: 1 ms}}
            load: [at 0 s 1, at 5 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # The first request has its answer at 7, when the second has the worker, 5-9.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 5 13 13 13 13 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 5 3 2 well
            0 1 B.Get 0 | 4 4 4 7 7 7 | 3 0 0 well
            1 0 A.Ask - | 5 5 5 13 13 13 | 5 3 0 well
            1 1 B.Get 0 | 9 9 9 12 12 12 | 3 0 0 well
        """,
    ),
    Case(
        name="who queues again after a wait takes no room from those who come",
        text="""
            participants: {A: {workers: 1, waiting: releases, queue: 1}}
            messages: {Ask: {work: 4 ms}, Get: {work: 3 ms}, Got: {work: 1 ms}}
            load: [at 0 s 1, at 5 ms 1, at 8 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # The worker: 0-4, 5-9, 9-10 for the first answer (it has waited since 7), 10-14 for the
        # third request (since 8), 14-15 for the second answer (since 12), 17-18.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 5 15 15 15 15 | ok well
            2 | 8 18 18 18 18 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 5 3 2 well
            0 1 B.Get 0 | 4 4 4 7 7 7 | 3 0 0 well
            1 0 A.Ask - | 5 5 5 15 15 15 | 5 3 2 well
            1 1 B.Get 0 | 9 9 9 12 12 12 | 3 0 0 well
            2 0 A.Ask - | 8 8 10 18 18 18 | 5 3 0 well
            2 1 B.Get 0 | 14 14 14 17 17 17 | 3 0 0 well
        """,
    ),
    Case(
        name="a consumer whose call is refused rejects its message, and calls again with the next",
        text="""
            participants: {Q: {kind: broker, retry-delay: 6 ms}, D: {workers: 1, queue: 0}}
            messages: {Job: {work: 1 ms}, Store: {work: 5 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Store
                D-->>W: Ok
        """,
        # D is free again at 6; the second message is ready again at 7.
        requests="""
            0 | 0 - 6 6 - | nothing well
            1 | 0 - 13 13 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 6 | 1 5 0 well acknowledged
            0 2 D.Store 1 | 1 1 1 6 6 6 | 5 0 0 well
            1 0 Q.Put - | 0 0 0 - - 13 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 0 0 0 - - 1 | 1 0 0 failed rejected
            1 1/1 W.Job 0 (7) | 7 7 7 - - 13 | 1 5 0 well acknowledged
            1 2 D.Store 1 | 1 1 - 1 1 - | 0 0 0 refused
            1 2/1 D.Store 1/1 | 8 8 8 13 13 13 | 5 0 0 well
        """,
    ),
    Case(
        name="a call refused in one branch stops the other",
        text="""
            participants: {B: {workers: 1, queue: 0}}
            messages: {Get: {work: 6 ms}, Got: {network: 1 ms}, Step: {work: 4 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>A: Step
                end
                A-->>C: Tell
        """,
        requests="""
            0 | 0 7 7 7 7 | ok well
            1 | 0 - 1 - - | failed refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 4 3 0 well
            0 1 B.Get 0 | 0 0 0 6 7 6 | 6 0 0 well
            1 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            1 1 B.Get 0 | 0 0 - 0 1 - | 0 0 0 refused
        """,
    ),
    Case(
        name="nothing that a refused message would have asked for is waited for",
        text="""
            participants: {A: {workers: 1, queue: 0}}
            messages: {Ask: {work: 1 ms}, Get: {work: 2 ms}, Got: {network: 5 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="""
            0 | 0 8 8 8 8 | ok well
            1 | 0 - 0 - - | refused refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 1 7 0 well
            0 1 B.Get 0 | 1 1 1 3 8 3 | 2 0 0 well
            1 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
        """,
    ),
    Case(
        name="what was refused in a journey that is open at the end was refused",
        text="""
            participants: {B: {workers: 1, queue: 0}}
            messages: {Long: {work: 20 ms}, Log: {work: 3 ms}}
            load: at 0 s 2
            run: {horizon: 5 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Long
                C-)B: Log
        """,
        requests="""
            0 | 0 - ? ? - | nothing open
            1 | 0 - ? - - | nothing open
        """,
        visits="""
            0 0 A.Long - | 0 0 0 - - ? | 5 0 0 open
            0 1 B.Log - | 0 0 0 - - 3 | 3 0 0 well
            1 0 A.Long - | 0 0 0 - - ? | 5 0 0 open
            1 1 B.Log - | 0 0 - - - - | 0 0 0 refused
        """,
    ),
)
