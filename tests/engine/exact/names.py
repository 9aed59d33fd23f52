"""Exact cases: answers drawn elsewhere, callbacks, overridden clocks, names of messages."""

from tests.engine.exact.notation import Case

NAMES = (
    Case(
        name="an answer drawn in a later execution leaves the connection open, not the worker",
        text="""
            participants: {A: {workers: 1}, W: {workers: 1}}
            messages: {Request: {work: 2 ms}, Job: {work: 5 ms}, Done: {work: 1 ms}}
            network: 1 ms
            load: [at 0 s 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Request
                A-)W: Job
                W-)A: Done
                A-->>C: Result
        """,
        requests="""
            0 | 0 12 12 12 12 | ok well
            1 | 3 17 17 17 17 | ok well
        """,
        visits="""
            0 0 A.Request - | 0 1 1 11 12 3 | 2 0 0 well
            0 1 W.Job 0 | 3 4 4 - - 9 | 5 0 0 well
            0 2 A.Done 1 | 9 10 10 - - 11 | 1 0 0 well
            1 0 A.Request - | 3 4 4 16 17 6 | 2 0 0 well    # A has been free since 3
            1 1 W.Job 0 | 6 7 9 - - 14 | 5 0 0 well
            1 2 A.Done 1 | 14 15 15 - - 16 | 1 0 0 well
        """,
    ),
    Case(
        name="an answer may skip a hop; whoever passed the call on does not wait",
        text="""
            messages: {Ask: {work: 2 ms}, Do: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B-->>C: Tell
        """,
        requests="0 | 0 8 8 8 8 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 7 8 3 | 2 0 0 well
            0 1 B.Do 0 | 3 4 4 - - 7 | 3 0 0 well
        """,
    ),
    Case(
        name="a message to the client that follows all the work is how it notices",
        text="""
            messages: {Order: {work: 2 ms}, Make: {work: 10 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Order
                A-->>C: Accepted
                A->>B: Make
                B-)C: Ready
        """,
        requests="0 | 0 4 15 15 15 | accepted well",
        visits="""
            0 0 A.Order - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 B.Make 0 | 3 4 4 - - 14 | 10 0 0 well
            0 3 C.Ready 2 | 14 15 15 - - 15 | 0 0 0 well
        """,
    ),
    Case(
        name="the client may be asked back; its own time is no work of the journey",
        text="""
            messages: {Ask: {work: 1 ms}, Sure: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>C: Sure
                C-->>A: Yes
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 7 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 1 4 0 well
            0 1 C.Sure 0 | 2 3 3 5 6 5 | 2 0 0 well
        """,
    ),
    Case(
        name="acknowledged: names another message",
        text="""
            acknowledged: Ready
            messages: {Order: {work: 2 ms}, Make: {work: 10 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Order
                A-->>C: Accepted
                A->>B: Make
                B-)C: Ready
        """,
        requests="0 | 0 15 15 15 15 | ok well",
        visits="""
            0 0 A.Order - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 B.Make 0 | 3 4 4 - - 14 | 10 0 0 well
            0 3 C.Ready 2 | 14 15 15 - - 15 | 0 0 0 well
        """,
    ),
    Case(
        name="noticed: names another message",
        text="""
            noticed: Accepted
            messages: {Order: {work: 2 ms}, Make: {work: 10 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Order
                A-->>C: Accepted
                A->>B: Make
                B-)C: Ready
        """,
        requests="0 | 0 4 15 15 4 | accepted well",
        visits="""
            0 0 A.Order - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 B.Make 0 | 3 4 4 - - 14 | 10 0 0 well
            0 3 C.Ready 2 | 14 15 15 - - 15 | 0 0 0 well
        """,
    ),
    Case(
        name="of two answers to the client the first acknowledges, the last is noticed",
        text="""
            messages: {Book: {work: 2 ms}, Pay: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Book
                A-->>C: Booked
                C->>B: Pay
                B-->>C: Paid
        """,
        requests="0 | 0 4 9 9 9 | accepted well",
        visits="""
            0 0 A.Book - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 B.Pay - | 4 5 5 8 9 8 | 3 0 0 well
        """,
    ),
    Case(
        name="two receivers may share a label and differ in cost",
        text="""
            messages: {A.Do: {work: 2 ms}, B.Do: {work: 5 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Do
                A->>B: Do
                B-->>A: Done
                A-->>C: Done
        """,
        requests="0 | 0 11 11 11 11 | ok well",
        visits="""
            0 0 A.Do - | 0 1 1 10 11 10 | 2 7 0 well
            0 1 B.Do 0 | 3 4 4 9 10 9 | 5 0 0 well
        """,
    ),
    Case(
        name="a label drawn twice is two messages of the same cost",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 13 13 13 13 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 12 13 12 | 1 10 0 well    # waits 2-7 and 7-12
            0 1 B.Get 0 | 2 3 3 6 7 6 | 3 0 0 well
            0 3 B.Get 0 | 7 8 8 11 12 11 | 3 0 0 well
        """,
    ),
    Case(
        name="messages that share their luck share nothing else",
        text="""
            messages: {Ask: {work: 1 ms, luck: One}, Get: {work: 3 ms, luck: One}}
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
        requests="0 | 0 8 8 8 8 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 7 8 7 | 1 5 0 well
            0 1 B.Get 0 | 2 3 3 6 7 6 | 3 0 0 well
        """,
    ),
)
