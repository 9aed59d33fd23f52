"""Exact cases: how requests come."""

from tests.engine.exact.notation import Case

LOADS = (
    Case(
        name="requests at a fixed interval begin at 0 s and none begins at the horizon",
        text="""
            messages: {Ask: {work: 2 ms}}
            load: every 5 ms
            run: {horizon: 15 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 2 2 2 2 | ok well
            1 | 5 7 7 7 7 | ok well
            2 | 10 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 well
            1 0 A.Ask - | 5 5 5 7 7 7 | 2 0 0 well
            2 0 A.Ask - | 10 10 10 12 12 12 | 2 0 0 well
        """,
    ),
    Case(
        name="bursts bring several requests at one instant",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 4 ms}}
            load: [at 0 s 1, at 5 ms 2]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 4 4 4 4 | ok well
            1 | 5 9 9 9 9 | ok well
            2 | 5 13 13 13 13 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well
            1 0 A.Ask - | 5 5 5 9 9 9 | 4 0 0 well
            2 0 A.Ask - | 5 5 9 13 13 13 | 4 0 0 well
        """,
    ),
    Case(
        name="a phase ends before its end, and the next begins there",
        text="""
            messages: {Ask: {work: 1 ms}}
            load: [every 4 ms for 8 ms, every 10 ms for 20 ms]
            run: {horizon: 50 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 1 1 1 1 | ok well
            1 | 4 5 5 5 5 | ok well
            2 | 8 9 9 9 9 | ok well
            3 | 18 19 19 19 19 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            1 0 A.Ask - | 4 4 4 5 5 5 | 1 0 0 well
            2 0 A.Ask - | 8 8 8 9 9 9 | 1 0 0 well
            3 0 A.Ask - | 18 18 18 19 19 19 | 1 0 0 well
        """,
    ),
    Case(
        name="a user thinks before each request and waits for its answer",
        text="""
            messages: {Ask: {work: 2 ms}}
            network: 1 ms
            load: users 1 think 5 ms
            run: {horizon: 20 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 5 9 9 9 9 | ok well
            1 | 14 18 18 18 18 | ok well
        """,
        visits="""
            0 0 A.Ask - | 5 6 6 8 9 8 | 2 0 0 well
            1 0 A.Ask - | 14 15 15 17 18 17 | 2 0 0 well
        """,
    ),
    Case(
        name="two users take turns; the run ends before a request at its last instant",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 3 ms}}
            load: users 2 think 5 ms
            run: {horizon: 15 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # User 0 asks at 5, hears at 8, asks at 13. User 1 asks at 5, hears at 11, would ask at
        # 16: that is when request 2 settles and the run is over.
        requests="""
            0 | 5 8 8 8 8 | ok well
            1 | 5 11 11 11 11 | ok well
            2 | 13 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 5 5 5 8 8 8 | 3 0 0 well
            1 0 A.Ask - | 5 5 8 11 11 11 | 3 0 0 well
            2 0 A.Ask - | 13 13 13 16 16 16 | 3 0 0 well
        """,
    ),
    Case(
        name="a user whom nobody answers thinks again when it has sent its message",
        text="""
            participants: {A: {workers: 1}}
            messages: {Post: {work: 6 ms}}
            load: users 1 think 4 ms
            run: {horizon: 9 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Post
        """,
        # It posts at 4, 8 and 12; the run ends at 16 with the work on the second of them.
        requests="""
            0 | 4 - 10 10 - | nothing well
            1 | 8 - 16 16 - | nothing well
            2 | 12 - ? ? - | nothing open
        """,
        visits="""
            0 0 A.Post - | 4 4 4 - - 10 | 6 0 0 well
            1 0 A.Post - | 8 8 10 - - 16 | 6 0 0 well
            2 0 A.Post - | 12 12 16 - - ? | 0 0 0 open
        """,
    ),
    Case(
        name="a user who does not think asks again at once",
        text="""
            messages: {Ask: {work: 4 ms}}
            network: 1 ms
            load: users 1 think 0 s
            run: {horizon: 15 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 6 6 6 6 | ok well
            1 | 6 12 12 12 12 | ok well
            2 | 12 18 18 18 18 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 5 6 5 | 4 0 0 well
            1 0 A.Ask - | 6 7 7 11 12 11 | 4 0 0 well
            2 0 A.Ask - | 12 13 13 17 18 17 | 4 0 0 well
        """,
    ),
    Case(
        name="a user who is told no thinks again",
        text="""
            messages: {Ask: {work: 2 ms}}
            load: users 1 think 5 ms
            run: {horizon: 13 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A--xC: Sorry
        """,
        requests="""
            0 | 5 - 7 - - | failed failed
            1 | 12 - 14 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 5 5 5 7 7 7 | 2 0 0 well
            1 0 A.Ask - | 12 12 12 14 14 14 | 2 0 0 well
        """,
    ),
)
