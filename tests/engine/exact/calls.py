"""Exact cases: calls, answers, messages, and what the client hears of them."""

from tests.engine.exact.notation import Case

CALLS = (
    Case(
        name="a call spends the network both ways and its work in between",
        text="""
            messages: {Ask: {work: 5 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 7 | ok well",
        visits="0 0 A.Ask - | 0 1 1 6 7 6 | 5 0 0 well",
    ),
    Case(
        name="a message and an answer may each have a network of their own",
        text="""
            messages: {Ask: {work: 5 ms, network: 3 ms}, Tell: {network: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 10 10 10 10 | ok well",
        visits="0 0 A.Ask - | 0 3 3 8 10 8 | 5 0 0 well",
    ),
    Case(
        name="nobody waits for what is sent with an open arrow",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {In: {work: 2 ms}, On: {work: 4 ms}}
            network: 1 ms
            load: [at 0 s 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: In
                A--)B: On
        """,
        requests="""
            0 | 0 - 8 8 - | nothing well
            1 | 3 - 12 12 - | nothing well
        """,
        visits="""
            0 0 A.In - | 0 1 1 - - 3 | 2 0 0 well
            0 1 B.On 0 | 3 4 4 - - 8 | 4 0 0 well
            1 0 A.In - | 3 4 4 - - 6 | 2 0 0 well
            1 1 B.On 0 | 6 7 8 - - 12 | 4 0 0 well    # B is busy until 8
        """,
    ),
    Case(
        name="a solid arrow that nobody answers is not waited for",
        text="""
            messages: {Post: {work: 4 ms}, Log: {work: 10 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Post
                A->>B: Log
                A-->>C: Posted
        """,
        requests="0 | 0 6 16 16 - | accepted well",  # Posted does not come after the Log
        visits="""
            0 0 A.Post - | 0 1 1 5 6 5 | 4 0 0 well
            0 1 B.Log 0 | 5 6 6 - - 16 | 10 0 0 well
        """,
    ),
    Case(
        name="accepted first, done in the background",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Request: {work: 2 ms}, Job: {work: 20 ms}, Completed: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Request
                A-->>C: Accepted
                A->>B: Job
                B->>A: Completed
        """,
        requests="0 | 0 4 26 26 - | accepted well",
        visits="""
            0 0 A.Request - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 B.Job 0 | 3 4 4 - - 24 | 20 0 0 well
            0 3 A.Completed 2 | 24 25 25 - - 26 | 1 0 0 well
        """,
    ),
    Case(
        name="a chain of three calls blocks every caller until the last has answered",
        text="""
            messages: {Ask: {work: 2 ms}, Get: {work: 3 ms}, Read: {work: 4 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B->>D: Read
                D-->>B: Row
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 15 15 15 15 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 14 15 14 | 2 11 0 well    # waits from 3 to 14
            0 1 B.Get 0 | 3 4 4 13 14 13 | 3 6 0 well     # waits from 7 to 13
            0 2 D.Read 1 | 7 8 8 12 13 12 | 4 0 0 well
        """,
    ),
    Case(
        name="whoever waits for an answer pays for its work, also the client",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 3 ms}, Got: {work: 2 ms}, Tell: {work: 5 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 10 15 15 10 | ok well",  # the client hears at 10 and is busy until 15
        visits="""
            0 0 A.Ask - | 0 1 1 9 10 9 | 3 5 0 well    # 1-2 Ask, waits 2-7, 7-9 Got
            0 1 B.Get 0 | 2 3 3 6 7 6 | 3 0 0 well
        """,
    ),
    Case(
        name="a step is work inside the execution",
        text="""
            messages:
              Ask: {work: 1 ms}
              Think: {work: 4 ms}
              Get: {work: 2 ms}
              Write: {work: 3 ms}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>A: Think
                A->>B: Get
                B-->>A: Got
                A->>A: Write
                A-->>C: Tell
        """,
        requests="0 | 0 14 14 14 14 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 13 14 13 | 8 4 0 well    # 1-2 Ask, 2-6 Think, 6-10, 10-13 Write
            0 2 B.Get 0 | 6 7 7 9 10 9 | 2 0 0 well
        """,
    ),
    Case(
        name="two calls under way at once are waited for in drawn order",
        text="""
            messages: {Ask: {work: 1 ms}, L: {work: 3 ms}, R: {work: 5 ms}, Rx: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: L
                A->>D: R
                B-->>A: Lx
                D-->>A: Rx
                A-->>C: Tell
        """,
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 11 12 11 | 3 7 0 well    # waits 2-7 and 7-9, works 9-11
            0 1 B.L 0 | 2 3 3 6 7 6 | 3 0 0 well
            0 2 D.R 0 | 2 3 3 8 9 8 | 5 0 0 well
        """,
    ),
    Case(
        name="an answer that comes before it is waited for is kept",
        text="""
            messages: {Ask: {work: 1 ms}, L: {work: 5 ms}, R: {work: 1 ms}, Rx: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: L
                A->>D: R
                B-->>A: Lx
                D-->>A: Rx
                A-->>C: Tell
        """,
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 11 12 11 | 3 7 0 well    # waits 2-9 for Lx; Rx came at 5
            0 1 B.L 0 | 2 3 3 8 9 8 | 5 0 0 well
            0 2 D.R 0 | 2 3 3 4 5 4 | 1 0 0 well
        """,
    ),
    Case(
        name="whoever works between a call and its answer does not wait for what has come",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 2 ms}, Sum: {work: 10 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                A->>A: Sum
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 13 13 13 13 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 12 13 12 | 11 0 0 well    # Sum 2-12; Got came at 6
            0 1 B.Get 0 | 2 3 3 5 6 5 | 2 0 0 well
        """,
    ),
    Case(
        name="an execution goes on after it has answered",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Tidy: {work: 4 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                A->>A: Tidy
        """,
        requests="""
            0 | 0 1 5 5 - | accepted well
            1 | 0 6 10 10 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 5 6 6 10 | 5 0 0 well
        """,
    ),
    Case(
        name="an arrow with two heads is a call and its answer",
        text="""
            messages: {Ask: {work: 1 ms}, Check: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A<<->>B: Check
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 7 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 1 4 0 well
            0 1 B.Check 0 | 2 3 3 5 6 5 | 2 0 0 well
        """,
    ),
    Case(
        name="with answers: solid, a solid arrow back to the caller is its answer",
        text="""
            answers: solid
            messages: {Ask: {work: 2 ms}, Get: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B->>A: Got
                A->>C: Tell
        """,
        requests="0 | 0 9 9 9 9 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 8 9 8 | 2 5 0 well
            0 1 B.Get 0 | 3 4 4 7 8 7 | 3 0 0 well
        """,
    ),
)
