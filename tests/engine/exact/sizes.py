"""Exact cases: pools whose number of workers changes, at given times or with the work."""

from tests.engine.exact.notation import Case

SIZES = (
    Case(
        name="a worker more is there for who waits, and one that is to go finishes first",
        text="""
            participants:
              A: {workers: 1, changes: [{at: 4 ms, workers: 2}, {at: 12 ms, workers: 1}]}
            messages: {Ask: {work: 10 ms}}
            load: at 0 s 4
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # 0-10, 4-14, 10-20. At 12 two are held; the worker that is free at 14 goes.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 0 - 14 14 - | nothing well
            2 | 0 - 20 20 - | nothing well
            3 | 0 - 30 30 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 10 | 10 0 0 well
            1 0 A.Ask - | 0 0 4 - - 14 | 10 0 0 well
            2 0 A.Ask - | 0 0 10 - - 20 | 10 0 0 well
            3 0 A.Ask - | 0 0 20 - - 30 | 10 0 0 well
        """,
    ),
    Case(
        name="an instance more is there for who waits, and one that is to go finishes first",
        text="""
            participants:
              A: {workers: 1, changes: [{at: 4 ms, instances: 2}, {at: 12 ms, instances: 1}]}
            messages: {Ask: {work: 10 ms}}
            load: at 0 s 4
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 0 - 14 14 - | nothing well
            2 | 0 - 20 20 - | nothing well
            3 | 0 - 30 30 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 10 | 10 0 0 well
            1 0 A@2.Ask - | 0 0 4 - - 14 | 10 0 0 well
            2 0 A.Ask - | 0 0 10 - - 20 | 10 0 0 well
            3 0 A.Ask - | 0 0 20 - - 30 | 10 0 0 well
        """,
    ),
    Case(
        name="more processors are shared from an instant on",
        text="""
            participants:
              A: {workers: 1, discipline: shared, changes: [{at: 4 ms, workers: 2}]}
            messages: {Ask: {work: 6 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # Each has done 2 ms at 4, and has a processor for itself then.
        requests="""
            0 | 0 - 8 8 - | nothing well
            1 | 0 - 8 8 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 8 | 6 0 0 well
            1 0 A.Ask - | 0 0 0 - - 8 | 6 0 0 well
        """,
    ),
    Case(
        name="an instance starts when too many wait, and is kept as long as it cools down",
        text="""
            participants:
              A:
                workers: 1
                autoscale: {to: 3, on: backlog 2, every: 10 ms, start-up: 5 ms, cool-down: 1 s}
            messages: {Ask: {work: 20 ms}}
            load: [at 0 s 5, at 80 ms 2]
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # At 10 four wait: two instances. The second is there at 15. It works 15-35, 35-55; the
        # first one 0-20, 20-40, 40-60. Both are there at 80.
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 35 35 - | nothing well
            2 | 0 - 40 40 - | nothing well
            3 | 0 - 55 55 - | nothing well
            4 | 0 - 60 60 - | nothing well
            5 | 80 - 100 100 - | nothing well
            6 | 80 - 100 100 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 20 | 20 0 0 well
            1 0 A@2.Ask - | 0 0 15 - - 35 | 20 0 0 well
            2 0 A.Ask - | 0 0 20 - - 40 | 20 0 0 well
            3 0 A@2.Ask - | 0 0 35 - - 55 | 20 0 0 well
            4 0 A.Ask - | 0 0 40 - - 60 | 20 0 0 well
            5 0 A@2.Ask - | 80 80 80 - - 100 | 20 0 0 well
            6 0 A.Ask - | 80 80 80 - - 100 | 20 0 0 well
        """,
    ),
    Case(
        name="an instance that is to go takes nothing more and finishes what it has",
        text="""
            participants:
              A:
                workers: 1
                autoscale: {to: 3, on: backlog 2, every: 10 ms, start-up: 5 ms, cool-down: 0 s}
            messages: {Ask: {work: 20 ms}}
            load: [at 0 s 5, at 80 ms 2]
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # At 20 two wait, for which one instance is enough: the second goes at 35. At 80 one works
        # and one waits.
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 35 35 - | nothing well
            2 | 0 - 40 40 - | nothing well
            3 | 0 - 60 60 - | nothing well
            4 | 0 - 80 80 - | nothing well
            5 | 80 - 100 100 - | nothing well
            6 | 80 - 120 120 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 20 | 20 0 0 well
            1 0 A@2.Ask - | 0 0 15 - - 35 | 20 0 0 well
            2 0 A.Ask - | 0 0 20 - - 40 | 20 0 0 well
            3 0 A.Ask - | 0 0 40 - - 60 | 20 0 0 well
            4 0 A.Ask - | 0 0 60 - - 80 | 20 0 0 well
            5 0 A.Ask - | 80 80 80 - - 100 | 20 0 0 well
            6 0 A.Ask - | 80 80 100 - - 120 | 20 0 0 well
        """,
    ),
    Case(
        name="an instance that is no longer wanted when it would start does not come",
        text="""
            participants:
              A:
                workers: 1
                autoscale: {to: 3, on: backlog 1, every: 10 ms, start-up: 25 ms, cool-down: 0 s}
            messages: {Ask: {work: 12 ms}}
            load: [at 0 s 3, at 34 ms 2]
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # At 10 two wait: a second instance starts, for 35. At 20 one waits: it is called off.
        requests="""
            0 | 0 - 12 12 - | nothing well
            1 | 0 - 24 24 - | nothing well
            2 | 0 - 36 36 - | nothing well
            3 | 34 - 48 48 - | nothing well
            4 | 34 - 60 60 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 12 | 12 0 0 well
            1 0 A.Ask - | 0 0 12 - - 24 | 12 0 0 well
            2 0 A.Ask - | 0 0 24 - - 36 | 12 0 0 well
            3 0 A.Ask - | 34 34 36 - - 48 | 12 0 0 well
            4 0 A.Ask - | 34 34 48 - - 60 | 12 0 0 well
        """,
    ),
    Case(
        name="from nothing, the first that waits starts an instance, and the last goes when idle",
        text="""
            participants:
              A:
                workers: 1
                autoscale: {from: 0, to: 2, on: backlog 9, every: 1 s, start-up: 5 ms, idle: 3 ms}
            messages: {Ask: {work: 2 ms}}
            load: [at 0 s 1, at 9 ms 1, at 12 ms 1, at 20 ms 2]
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # There at 5, works 5-7 and 9-11, after 2 ms; 12-14; gone at 17; there again at 25.
        requests="""
            0 | 0 - 7 7 - | nothing well
            1 | 9 - 11 11 - | nothing well
            2 | 12 - 14 14 - | nothing well
            3 | 20 - 27 27 - | nothing well
            4 | 20 - 29 29 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 5 - - 7 | 2 0 0 well
            1 0 A.Ask - | 9 9 9 - - 11 | 2 0 0 well
            2 0 A.Ask - | 12 12 12 - - 14 | 2 0 0 well
            3 0 A.Ask - | 20 20 25 - - 27 | 2 0 0 well
            4 0 A.Ask - | 20 20 27 - - 29 | 2 0 0 well
        """,
    ),
    Case(
        name="utilisation since the last look says how many instances there should be",
        text="""
            participants:
              A:
                workers: 2
                autoscale: {to: 4, on: utilisation 50 %, every: 10 ms, start-up: 0 s}
            messages: {Ask: {work: 20 ms}}
            load: [at 20 ms 1, at 24 ms 1, at 31 ms 3]
            run: {horizon: 80 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # Nothing is held until 20. At 30 the workers have been held for 10 + 6 of 20 ms:
        # ⌈0.8 / 0.5⌉ = 2 instances. At 40 for 20 + 9 × 2 of 40: ⌈2 × 0.95 / 0.5⌉ = 4.
        requests="""
            0 | 20 - 40 40 - | nothing well
            1 | 24 - 44 44 - | nothing well
            2 | 31 - 51 51 - | nothing well
            3 | 31 - 51 51 - | nothing well
            4 | 31 - 60 60 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 20 20 20 - - 40 | 20 0 0 well
            1 0 A.Ask - | 24 24 24 - - 44 | 20 0 0 well
            2 0 A@2.Ask - | 31 31 31 - - 51 | 20 0 0 well
            3 0 A@2.Ask - | 31 31 31 - - 51 | 20 0 0 well
            4 0 A.Ask - | 31 31 40 - - 60 | 20 0 0 well
        """,
    ),
    Case(
        name="what waits in a broker counts, and its age does",
        text="""
            participants:
              Q: {kind: broker}
              A: {workers: 1, autoscale: {to: 3, on: age 4 ms, every: 10 ms, start-up: 2 ms}}
            messages: {A.Job: {work: 20 ms}}
            load: [at 0 s 1, at 5 ms 2]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>A: Job
        """,
        # At 10 the oldest has waited for 5 ms: ⌈5 / 4⌉ = 2 instances, the second there at 12. At 20
        # the third has waited for 15 ms, but the first instance takes it just before the look.
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 5 - 32 32 - | nothing well
            2 | 5 - 40 40 - | nothing well
        """,
        visits="""
            0 0 Q.Job - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 A.Job 0 | 0 0 0 - - 20 | 20 0 0 well acknowledged
            1 0 Q.Job - | 5 5 5 - - 32 | 0 0 0 well acknowledged
            1 1 A@2.Job 0 | 12 12 12 - - 32 | 20 0 0 well acknowledged
            2 0 Q.Job - | 5 5 5 - - 40 | 0 0 0 well acknowledged
            2 1 A.Job 0 | 20 20 20 - - 40 | 20 0 0 well acknowledged
        """,
    ),
    Case(
        name="an instance that is pushed to has deliveries when it comes, and none when it goes",
        text="""
            participants:
              Q: {kind: broker, prefetch: 1}
              A: {workers: 1, changes: [{at: 4 ms, instances: 2}, {at: 12 ms, instances: 1}]}
            messages: {A.Job: {work: 10 ms}}
            load: at 0 s 4
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>A: Job
        """,
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 0 - 14 14 - | nothing well
            2 | 0 - 20 20 - | nothing well
            3 | 0 - 30 30 - | nothing well
        """,
        visits="""
            0 0 Q.Job - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 A.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Job - | 0 0 0 - - 14 | 0 0 0 well acknowledged
            1 1 A@2.Job 0 | 4 4 4 - - 14 | 10 0 0 well acknowledged
            2 0 Q.Job - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            2 1 A.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            3 0 Q.Job - | 0 0 0 - - 30 | 0 0 0 well acknowledged
            3 1 A.Job 0 | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
)
