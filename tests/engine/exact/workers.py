"""Exact cases: workers held, given back and queued for."""

from tests.engine.exact.notation import Case

WORKERS = (
    Case(
        name="one worker serves those who wait in order of arrival",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 5 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 10 10 10 10 | ok well
            2 | 0 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 5 10 10 10 | 5 0 0 well
            2 0 A.Ask - | 0 0 10 15 15 15 | 5 0 0 well
        """,
    ),
    Case(
        name="two workers serve two at once",
        text="""
            participants: {A: {workers: 2}}
            messages: {Ask: {work: 5 ms}}
            load: at 0 s 3
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
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            2 0 A.Ask - | 0 0 5 10 10 10 | 5 0 0 well
        """,
    ),
    Case(
        name="an unlimited pool keeps nobody waiting",
        text="""
            participants: {A: {workers: unlimited}}
            messages: {Ask: {work: 5 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 5 5 5 5 | ok well
            2 | 0 5 5 5 5 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            2 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
        """,
    ),
    Case(
        name="a worker is held while its execution waits for an answer",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Get: {work: 10 ms}, Got: {work: 1 ms}}
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
            0 | 0 13 13 13 13 | ok well
            1 | 0 26 26 26 26 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 13 13 13 | 3 10 0 well
            0 1 B.Get 0 | 2 2 2 12 12 12 | 10 0 0 well
            1 0 A.Ask - | 0 0 13 26 26 26 | 3 10 0 well
            1 1 B.Get 0 | 15 15 15 25 25 25 | 10 0 0 well
        """,
    ),
    Case(
        name="with waiting: releases another has the worker meanwhile",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 2 ms}, Get: {work: 10 ms}, Got: {work: 1 ms}}
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
            0 | 0 13 13 13 13 | ok well
            1 | 0 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 13 13 13 | 3 10 0 well
            0 1 B.Get 0 | 2 2 2 12 12 12 | 10 0 0 well
            1 0 A.Ask - | 0 0 2 15 15 15 | 3 10 0 well
            1 1 B.Get 0 | 4 4 4 14 14 14 | 10 0 0 well
        """,
    ),
    Case(
        name="whoever released its worker queues for one again",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 2 ms}, Get: {work: 1 ms}, Got: {work: 3 ms}}
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
            0 | 0 7 7 7 7 | ok well
            1 | 0 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 5 1 1 well    # 0-2, waits 2-3, queues 3-4, 4-7
            0 1 B.Get 0 | 2 2 2 3 3 3 | 1 0 0 well
            1 0 A.Ask - | 0 0 2 10 10 10 | 5 1 2 well    # 2-4, waits 4-5, queues 5-7, 7-10
            1 1 B.Get 0 | 4 4 4 5 5 5 | 1 0 0 well
        """,
    ),
    Case(
        name="a pause in the midst of an execution uses no worker",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Pause: {wait: 10 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>A: Pause
                A-->>C: Tell
        """,
        requests="""
            0 | 0 12 12 12 12 | ok well
            1 | 0 14 14 14 14 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 12 12 12 | 2 0 0 well
            1 0 A.Ask - | 0 0 2 14 14 14 | 2 0 0 well
        """,
    ),
    Case(
        name="after a pause an execution queues for a worker again",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Pause: {wait: 3 ms}, Write: {work: 3 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>A: Pause
                A->>A: Write
                A-->>C: Tell
        """,
        requests="""
            0 | 0 8 8 8 8 | ok well
            1 | 0 11 11 11 11 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 5 0 0 well    # 0-2, pause 2-5, 5-8
            1 0 A.Ask - | 0 0 2 11 11 11 | 5 0 1 well    # 2-4, pause 4-7, queues 7-8, 8-11
        """,
    ),
    Case(
        name="a message that only waits keeps no worker",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {wait: 5 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 5 5 5 5 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 0 0 0 well
        """,
    ),
    Case(
        name="an answer may be waited with, too: held for the answer, not for the wait",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Get: {work: 2 ms}, Got: {wait: 4 ms}}
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
            0 | 0 7 7 7 7 | ok well
            1 | 0 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 1 2 0 well    # 0-1, waits 1-3 and holds, pause 3-7
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 well
            1 0 A.Ask - | 0 0 3 10 10 10 | 1 2 0 well    # 3-4, waits 4-6 and holds, pause 6-10
            1 1 B.Get 0 | 4 4 4 6 6 6 | 2 0 0 well
        """,
    ),
    Case(
        name="a callee may call back a caller that has a second worker",
        text="""
            participants: {A: {workers: 2}}
            messages: {Ask: {work: 1 ms}, Do: {work: 2 ms}, Fetch: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B->>A: Fetch
                A-->>B: Data
                B-->>A: Done
                A-->>C: Tell
        """,
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 11 12 11 | 1 9 0 well    # waits 2-11
            0 1 B.Do 0 | 2 3 3 10 11 10 | 2 5 0 well     # waits 5-10
            0 2 A.Fetch 1 | 5 6 6 9 10 9 | 3 0 0 well
        """,
    ),
    Case(
        name="a callee may call back a caller that has released its only worker",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 1 ms}, Do: {work: 2 ms}, Fetch: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B->>A: Fetch
                A-->>B: Data
                B-->>A: Done
                A-->>C: Tell
        """,
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 11 12 11 | 1 9 0 well
            0 1 B.Do 0 | 2 3 3 10 11 10 | 2 5 0 well
            0 2 A.Fetch 1 | 5 6 6 9 10 9 | 3 0 0 well
        """,
    ),
    Case(
        name="a callee that calls back a caller without a second worker locks up",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Do: {work: 2 ms}, Fetch: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 20 ms, warm-up: 0 s, patience: 30 ms}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B->>A: Fetch
                A-->>B: Data
                B-->>A: Done
                A-->>C: Tell
        """,
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="""
            0 0 A.Ask - | 0 1 1 ? ? ? | 1 48 0 open    # waits from 2 to the end at 50
            0 1 B.Do 0 | 2 3 3 ? ? ? | 2 45 0 open     # waits from 5
            0 2 A.Fetch 1 | 5 6 ? ? ? ? | 0 0 0 open
        """,
    ),
)
