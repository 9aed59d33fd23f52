"""Exact cases: several things at one instant."""

from tests.engine.exact.notation import Case

TIES = (
    Case(
        name="what takes no time happens at once, in the order of the journeys",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
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
            0 | 0 0 0 0 0 | ok well
            1 | 0 0 0 0 0 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 1 B.Get 0 | 0 0 0 0 0 0 | 0 0 0 well
            1 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            1 1 B.Get 0 | 0 0 0 0 0 0 | 0 0 0 well
        """,
    ),
    Case(
        name="two messages of one journey arrive in drawn order",
        text="""
            participants: {A: {workers: 1}}
            messages: {One: {work: 2 ms}, Two: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: One
                C-)A: Two
        """,
        requests="0 | 0 - 6 6 - | nothing well",
        visits="""
            0 0 A.One - | 0 1 1 - - 3 | 2 0 0 well
            0 1 A.Two - | 0 1 3 - - 6 | 3 0 0 well
        """,
    ),
    Case(
        name="of two messages at one instant that of the earlier journey arrives first",
        text="""
            participants: {B: {workers: 1}}
            messages: {Direct: {work: 1 ms, network: 3 ms}, In: {work: 6 ms}, Via: {work: 2 ms}}
            load: [at 0 s 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)B: Direct
                C-)A: In
                A-)B: Via
        """,
        # At 6, Via of request 0 (sent at 6) comes before Direct of request 1 (sent at 3). At 9,
        # the work on Direct ends and Via arrives: it finds the worker free.
        requests="""
            0 | 0 - 8 8 - | nothing well
            1 | 3 - 11 11 - | nothing well
        """,
        visits="""
            0 0 B.Direct - | 0 3 3 - - 4 | 1 0 0 well
            0 1 A.In - | 0 0 0 - - 6 | 6 0 0 well
            0 2 B.Via 1 | 6 6 6 - - 8 | 2 0 0 well
            1 0 B.Direct - | 3 6 8 - - 9 | 1 0 0 well
            1 1 A.In - | 3 3 3 - - 9 | 6 0 0 well
            1 2 B.Via 1 | 9 9 9 - - 11 | 2 0 0 well
        """,
    ),
    Case(
        name="an arrival at the end of a work finds the worker free",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 5 ms}}
            load: every 5 ms
            run: {horizon: 15 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 5 10 10 10 10 | ok well
            2 | 10 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 5 5 5 10 10 10 | 5 0 0 well
            2 0 A.Ask - | 10 10 10 15 15 15 | 5 0 0 well
        """,
    ),
    Case(
        name="the end of a pause has the worker before an arrival",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Pause: {wait: 4 ms}, Write: {work: 3 ms}}
            load: [at 0 s 1, at 5 ms 1]
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
            1 | 5 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 4 0 0 well    # 0-1, pause 1-5, 5-8
            1 0 A.Ask - | 5 5 8 16 16 16 | 4 0 0 well    # 8-9, pause 9-13, 13-16
        """,
    ),
    Case(
        name="an answer has the worker before an arrival",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 1 ms}, Get: {work: 4 ms}, Got: {work: 3 ms}}
            load: [at 0 s 1, at 5 ms 1]
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
            1 | 5 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 4 4 0 well
            0 1 B.Get 0 | 1 1 1 5 5 5 | 4 0 0 well
            1 0 A.Ask - | 5 5 8 16 16 16 | 4 4 0 well
            1 1 B.Get 0 | 9 9 9 13 13 13 | 4 0 0 well
        """,
    ),
    Case(
        name="an answer that arrives as the waiter's own work ends keeps nobody waiting",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 2 ms}, Sum: {work: 4 ms}}
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
        requests="0 | 0 7 7 7 7 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 5 0 0 well    # Sum 2-6, Got at 6
            0 1 B.Get 0 | 2 3 3 5 6 5 | 2 0 0 well
        """,
    ),
    Case(
        name="an answer as another's work ends: both journeys in turn, no time in the queue",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 2 ms}, Get: {work: 2 ms}, Got: {work: 3 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # At 4, request 0 hears Got while request 1 still has the worker, and gets it at once.
        requests="""
            0 | 0 7 7 7 7 | ok well
            1 | 0 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 5 2 0 well
            0 1 B.Get 0 | 2 2 2 4 4 4 | 2 0 0 well
            1 0 A.Ask - | 0 0 2 10 10 10 | 5 2 1 well    # 2-4, waits 4-6, queues 6-7, 7-10
            1 1 B.Get 0 | 4 4 4 6 6 6 | 2 0 0 well
        """,
    ),
    Case(
        name="work that ends in two pools at once: what follows arrives in drawn order",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}, D: {workers: 1}}
            messages: {L: {work: 4 ms}, R: {work: 4 ms}, RD: {work: 3 ms}, LD: {work: 2 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: L
                C-)B: R
                B-)D: RD
                A-)D: LD
        """,
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 0 - 14 14 - | nothing well
        """,
        visits="""
            0 0 A.L - | 0 0 0 - - 4 | 4 0 0 well
            0 1 B.R - | 0 0 0 - - 4 | 4 0 0 well
            0 2 D.RD 1 | 4 4 4 - - 7 | 3 0 0 well
            0 3 D.LD 0 | 4 4 7 - - 9 | 2 0 0 well
            1 0 A.L - | 0 0 4 - - 8 | 4 0 0 well
            1 1 B.R - | 0 0 4 - - 8 | 4 0 0 well
            1 2 D.RD 1 | 8 8 9 - - 12 | 3 0 0 well
            1 3 D.LD 0 | 8 8 12 - - 14 | 2 0 0 well
        """,
    ),
    Case(
        name="a freed worker is the longest waiter's; an arrival at that instant cannot take it",
        text="""
            participants: {A: {workers: 1}}
            messages: {One: {work: 5 ms}, Go: {work: 5 ms}, Two: {work: 3 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: One
                C-)B: Go
                B-)A: Two
        """,
        # At 5, One of request 0 ends, One of request 1 waits, Two of request 0 arrives.
        requests="""
            0 | 0 - 13 13 - | nothing well
            1 | 0 - 16 16 - | nothing well
        """,
        visits="""
            0 0 A.One - | 0 0 0 - - 5 | 5 0 0 well
            0 1 B.Go - | 0 0 0 - - 5 | 5 0 0 well
            0 2 A.Two 1 | 5 5 10 - - 13 | 3 0 0 well
            1 0 A.One - | 0 0 5 - - 10 | 5 0 0 well
            1 1 B.Go - | 0 0 0 - - 5 | 5 0 0 well
            1 2 A.Two 1 | 5 5 13 - - 16 | 3 0 0 well
        """,
    ),
    Case(
        name="nor can somebody who returns from a pause at that instant",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Pause: {wait: 6 ms}, Write: {work: 1 ms}}
            load: [at 0 s 2, at 7.5 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>A: Pause
                A->>A: Write
                A-->>C: Tell
        """,
        # At 8, request 0 ends, request 1 returns, request 2 has waited since 7.5.
        requests="""
            0 | 0 8 8 8 8 | ok well
            1 | 0 10 10 10 10 | ok well
            2 | 7.5 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 2 0 0 well    # 0-1, pause 1-7, 7-8
            1 0 A.Ask - | 0 0 1 10 10 10 | 2 0 1 well    # 1-2, pause 2-8, queues 8-9, 9-10
            2 0 A.Ask - | 7.5 7.5 8 16 16 16 | 2 0 0 well    # 8-9, pause 9-15, 15-16
        """,
    ),
    Case(
        name="both workers hand over at one instant, longest waiters first",
        text="""
            participants: {A: {workers: 2}}
            messages: {Ask: {work: 4 ms}}
            load: [at 0 s 2, at 1 ms 3]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 4 4 4 4 | ok well
            1 | 0 4 4 4 4 | ok well
            2 | 1 8 8 8 8 | ok well
            3 | 1 8 8 8 8 | ok well
            4 | 1 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well
            1 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well
            2 0 A.Ask - | 1 1 4 8 8 8 | 4 0 0 well
            3 0 A.Ask - | 1 1 4 8 8 8 | 4 0 0 well
            4 0 A.Ask - | 1 1 8 12 12 12 | 4 0 0 well
        """,
    ),
)
