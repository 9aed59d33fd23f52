"""Exact cases: several journeys, several clients, and lifelines that nobody calls."""

from tests.engine.exact.notation import Case

JOURNEYS = (
    Case(
        name="a lifeline that nobody calls starts when the line above has happened",
        text="""
            messages: {Ask: {work: 2 ms}, Go: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                B->>D: Go
        """,
        # The client has its answer at 4; B sets out then, and nothing of that is under way.
        requests="0 | 0 4 8 8 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 B. - | 4 4 4 - - 4 | 0 0 0 well
            0 3 D.Go 2 | 4 5 5 - - 8 | 3 0 0 well
        """,
    ),
    Case(
        name="after a message a lifeline that nobody calls starts when its work is done",
        text="""
            participants: {B: {workers: 1}}
            messages: {In: {work: 3 ms}, Go: {work: 2 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: In
                B->>D: Go
                D-->>B: Gone
        """,
        # Both set out at 3; B has one worker, which the first keeps until D has answered.
        requests="""
            0 | 0 - 5 5 - | nothing well
            1 | 0 - 7 7 - | nothing well
        """,
        visits="""
            0 0 A.In - | 0 0 0 - - 3 | 3 0 0 well
            0 1 B. 0 | 3 3 3 - - 5 | 0 2 0 well
            0 2 D.Go 1 | 3 3 3 5 5 5 | 2 0 0 well
            1 0 A.In - | 0 0 0 - - 3 | 3 0 0 well
            1 1 B. 0 | 3 3 5 - - 7 | 0 2 0 well
            1 2 D.Go 1 | 5 5 5 7 7 7 | 2 0 0 well
        """,
    ),
    Case(
        name="a second client has a load, clocks and a journey of its own",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 5 ms}, Look: {work: 2 ms}}
            load: {C: at 0 s 1, U: at 3 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                U->>A: Look
                A-->>U: Seen
        """,
        requests="""
            0.0.0 | 0 5 5 5 5 | ok well
            1.1.0 | 3 7 7 7 7 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 2 A.Look - | 3 3 5 7 7 7 | 2 0 0 well
        """,
    ),
    Case(
        name="a no to one client is none to the other",
        text="""
            messages: {Ask: {work: 5 ms}, Look: {work: 2 ms}}
            load: {C: at 0 s 1, U: at 0 s 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                U->>B: Look
                B--xU: No
        """,
        requests="""
            0.0.0 | 0 5 5 5 5 | ok well
            1.1.0 | 0 - 2 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 2 B.Look - | 0 0 0 2 2 2 | 2 0 0 well
        """,
    ),
    Case(
        name="two journeys share a pool",
        text="""
            participants: {A: {workers: 1}}
            messages: {Order: {work: 4 ms}, Report: {work: 2 ms}}
            run: {horizon: 100 ms, warm-up: 0 s}
            designs:
              one:
                journeys:
                  orders:
                    load: at 0 s 2
                    diagram: |
                      sequenceDiagram
                        C->>A: Order
                        A-->>C: Done
                  reports:
                    load: at 1 ms 1
                    diagram: |
                      sequenceDiagram
                        C->>A: Report
                        A-->>C: Made
        """,
        # The report has waited since 1, the second order since 0.
        requests="""
            0.0.0 | 0 4 4 4 4 | ok well
            0.0.1 | 0 8 8 8 8 | ok well
            0.1.0 | 1 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Order - | 0 0 0 4 4 4 | 4 0 0 well
            1 0 A.Order - | 0 0 4 8 8 8 | 4 0 0 well
            2 2 A.Report - | 1 1 8 10 10 10 | 2 0 0 well
        """,
    ),
    Case(
        name="at one instant requests of two journeys come by their number, then by their journey",
        text="""
            participants: {A: {workers: 1}}
            messages: {Order: {work: 4 ms}, Report: {work: 1 ms}}
            run: {horizon: 100 ms, warm-up: 0 s}
            designs:
              one:
                journeys:
                  orders:
                    load: at 0 s 2
                    diagram: |
                      sequenceDiagram
                        C->>A: Order
                        A-->>C: Done
                  reports:
                    load: at 0 s 2
                    diagram: |
                      sequenceDiagram
                        C->>A: Report
                        A-->>C: Made
        """,
        # First order, first report, second order, second report.
        requests="""
            0.0.0 | 0 4 4 4 4 | ok well
            0.0.1 | 0 9 9 9 9 | ok well
            0.1.0 | 0 5 5 5 5 | ok well
            0.1.1 | 0 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Order - | 0 0 0 4 4 4 | 4 0 0 well
            1 0 A.Order - | 0 0 5 9 9 9 | 4 0 0 well
            2 2 A.Report - | 0 0 4 5 5 5 | 1 0 0 well
            3 2 A.Report - | 0 0 9 10 10 10 | 1 0 0 well
        """,
    ),
    Case(
        name="users of two journeys ask again when their own request is over",
        text="""
            participants: {A: {workers: 1}}
            messages: {Order: {work: 4 ms}, Report: {work: 5 ms}}
            run: {horizon: 10 ms, warm-up: 0 s}
            designs:
              one:
                journeys:
                  orders:
                    load: users 1 think 2 ms
                    diagram: |
                      sequenceDiagram
                        C->>A: Order
                        A-->>C: Done
                  reports:
                    load: users 1 think 3 ms
                    diagram: |
                      sequenceDiagram
                        C->>A: Report
                        A-->>C: Made
        """,
        # Order 2-6, report (there at 3) 6-11, order (there at 8) 11-15; the report of 14 has the
        # worker as the run ends.
        requests="""
            0.0.0 | 2 6 6 6 6 | ok well
            0.1.0 | 3 11 11 11 11 | ok well
            0.0.1 | 8 15 15 15 15 | ok well
            0.1.1 | 14 ? ? ? ? | nothing open
        """,
        visits="""
            0 0 A.Order - | 2 2 2 6 6 6 | 4 0 0 well
            1 2 A.Report - | 3 3 6 11 11 11 | 5 0 0 well
            2 0 A.Order - | 8 8 11 15 15 15 | 4 0 0 well
            3 2 A.Report - | 14 14 15 ? ? ? | 0 0 0 open
        """,
    ),
    Case(
        name="messages of two journeys leave one broker in the order in which they came",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {W.Order: {work: 4 ms}, W.Report: {work: 2 ms}}
            run: {horizon: 100 ms, warm-up: 0 s}
            designs:
              one:
                journeys:
                  orders:
                    load: [at 0 s 1, at 2 ms 1]
                    diagram: |
                      sequenceDiagram
                        C-)Q: Order
                        Q->>W: Order
                  reports:
                    load: at 1 ms 1
                    diagram: |
                      sequenceDiagram
                        C-)Q: Report
                        Q->>W: Report
        """,
        requests="""
            0.0.0 | 0 - 4 4 - | nothing well
            0.1.0 | 1 - 6 6 - | nothing well
            0.0.1 | 2 - 10 10 - | nothing well
        """,
        visits="""
            0 0 Q.Order - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Order 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 2 Q.Report - | 1 1 1 - - 6 | 0 0 0 well acknowledged
            1 3 W.Report 2 | 4 4 4 - - 6 | 2 0 0 well acknowledged
            2 0 Q.Order - | 2 2 2 - - 10 | 0 0 0 well acknowledged
            2 1 W.Order 0 | 6 6 6 - - 10 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="two clients, two journeys: who turns away whom is a matter of the pool alone",
        text="""
            participants: {A: {workers: 1, queue: 0}}
            messages: {Order: {work: 4 ms}, Look: {work: 2 ms}}
            run: {horizon: 100 ms, warm-up: 0 s}
            designs:
              one:
                journeys:
                  orders:
                    load: at 0 s 1
                    diagram: |
                      sequenceDiagram
                        C->>A: Order
                        A-->>C: Done
                  looks:
                    load: {U: [at 1 ms 1, at 4 ms 1]}
                    diagram: |
                      sequenceDiagram
                        U->>A: Look
                        A-->>U: Seen
        """,
        requests="""
            0.0.0 | 0 4 4 4 4 | ok well
            1.1.0 | 1 - 1 - - | refused refused
            1.1.1 | 4 6 6 6 6 | ok well
        """,
        visits="""
            0 0 A.Order - | 0 0 0 4 4 4 | 4 0 0 well
            1 2 A.Look - | 1 1 - 1 1 - | 0 0 0 refused
            2 2 A.Look - | 4 4 4 6 6 6 | 2 0 0 well
        """,
    ),
)
