"""Exact cases: who is next, who is interrupted, and how work shares its processors."""

from tests.engine.exact.notation import Case

DISCIPLINES = (
    Case(
        name="last in, first out: whoever came last is next",
        text="""
            participants: {A: {workers: 1, discipline: last-in-first-out}}
            messages: {Ask: {work: 5 ms}}
            load: [at 0 s 1, at 1 ms 1, at 2 ms 1, at 6 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 1 20 20 20 20 | ok well
            2 | 2 10 10 10 10 | ok well
            3 | 6 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 1 1 15 20 20 20 | 5 0 0 well
            2 0 A.Ask - | 2 2 5 10 10 10 | 5 0 0 well
            3 0 A.Ask - | 6 6 10 15 15 15 | 5 0 0 well
        """,
    ),
    Case(
        name="last in, first out holds among those of the highest priority",
        text="""
            participants: {A: {workers: 1, discipline: last-in-first-out}}
            messages: {Low: {work: 5 ms}, High: {work: 5 ms, priority: 1}}
            load: {C: [at 0 s 1, at 3 ms 1], D: [at 1 ms 1, at 2 ms 1]}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Low
                D-)A: High
        """,
        requests="""
            0.0.0 | 0 - 5 5 - | nothing well
            1.1.0 | 1 - 15 15 - | nothing well
            1.1.1 | 2 - 10 10 - | nothing well
            0.0.1 | 3 - 20 20 - | nothing well
        """,
        visits="""
            0 0 A.Low - | 0 0 0 - - 5 | 5 0 0 well
            1 1 A.High - | 1 1 10 - - 15 | 5 0 0 well
            2 1 A.High - | 2 2 5 - - 10 | 5 0 0 well
            3 0 A.Low - | 3 3 15 - - 20 | 5 0 0 well
        """,
    ),
    Case(
        name="a higher priority interrupts, and who was interrupted goes on first of its own",
        text="""
            participants: {A: {workers: 1, discipline: preemptive}}
            messages: {Low: {work: 10 ms}, High: {work: 3 ms, priority: 1}}
            load: {C: [at 0 s 1, at 1 ms 1], D: at 4 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Low
                D-)A: High
        """,
        requests="""
            0.0.0 | 0 - 13 13 - | nothing well
            0.0.1 | 1 - 23 23 - | nothing well
            1.1.0 | 4 - 7 7 - | nothing well
        """,
        visits="""
            0 0 A.Low - | 0 0 0 - - 13 | 10 0 3 well    # 0-4 and 7-13
            1 0 A.Low - | 1 1 13 - - 23 | 10 0 0 well
            2 1 A.High - | 4 4 4 - - 7 | 3 0 0 well
        """,
    ),
    Case(
        name="the same priority does not interrupt",
        text="""
            participants: {A: {workers: 1, discipline: preemptive}}
            messages: {One: {work: 10 ms, priority: 1}, Other: {work: 3 ms, priority: 1}}
            load: {C: at 0 s 1, D: at 4 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: One
                D-)A: Other
        """,
        requests="""
            0.0.0 | 0 - 10 10 - | nothing well
            1.1.0 | 4 - 13 13 - | nothing well
        """,
        visits="""
            0 0 A.One - | 0 0 0 - - 10 | 10 0 0 well
            1 1 A.Other - | 4 4 10 - - 13 | 3 0 0 well
        """,
    ),
    Case(
        name="of two at work the lowest is interrupted, and of two alike the one that came later",
        text="""
            participants: {A: {workers: 3, discipline: preemptive}}
            messages:
              Low: {work: 10 ms}
              Middle: {work: 10 ms, priority: 1}
              High: {work: 2 ms, priority: 2}
            load: {C: [at 1 ms 1, at 2 ms 1], D: at 0 s 1, E: [at 4 ms 1, at 5 ms 1]}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Low
                D-)A: Middle
                E-)A: High
        """,
        # At 4 the later Low stops (2 of 10 ms done), at 5 the other (4 done). At 6 the worker of
        # the first High is free: the earlier Low goes on 6-12, the later one 7-15.
        requests="""
            1.1.0 | 0 - 10 10 - | nothing well
            0.0.0 | 1 - 12 12 - | nothing well
            0.0.1 | 2 - 15 15 - | nothing well
            2.2.0 | 4 - 6 6 - | nothing well
            2.2.1 | 5 - 7 7 - | nothing well
        """,
        visits="""
            0 1 A.Middle - | 0 0 0 - - 10 | 10 0 0 well
            1 0 A.Low - | 1 1 1 - - 12 | 10 0 1 well
            2 0 A.Low - | 2 2 2 - - 15 | 10 0 3 well
            3 2 A.High - | 4 4 4 - - 6 | 2 0 0 well
            4 2 A.High - | 5 5 5 - - 7 | 2 0 0 well
        """,
    ),
    Case(
        name="who waits for an answer with its worker is interrupted when it works again",
        text="""
            participants: {A: {workers: 1, discipline: preemptive}}
            messages:
              Low: {work: 2 ms}
              Get: {work: 5 ms}
              Sum: {work: 4 ms}
              High: {work: 3 ms, priority: 1}
            load: {C: at 0 s 1, D: at 3 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Low
                A->>B: Get
                B-->>A: Got
                A->>A: Sum
                D-)A: High
        """,
        # Works 0-2, has the answer at 7; High, there since 3, works 7-10, before the Sum, 10-14.
        requests="""
            0.0.0 | 0 - 14 14 - | nothing well
            1.1.0 | 3 - 10 10 - | nothing well
        """,
        visits="""
            0 0 A.Low - | 0 0 0 - - 14 | 6 5 3 well
            0 1 B.Get 0 | 2 2 2 7 7 7 | 5 0 0 well
            1 4 A.High - | 3 3 7 - - 10 | 3 0 0 well
        """,
    ),
    Case(
        name="who was interrupted itself interrupts nobody, and may be interrupted again",
        text="""
            participants: {A: {workers: 1, discipline: preemptive}}
            messages:
              Low: {work: 10 ms}
              High: {work: 3 ms, priority: 1}
              Top: {work: 1 ms, priority: 2}
            load: {C: at 0 s 1, D: [at 2 ms 1, at 8 ms 1], E: at 3 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Low
                D-)A: High
                E-)A: Top
        """,
        # Low 0-2, High 2-3, Top 3-4, High 4-6, Low 6-8, High 8-11, Low 11-17.
        requests="""
            0.0.0 | 0 - 17 17 - | nothing well
            1.1.0 | 2 - 6 6 - | nothing well
            2.2.0 | 3 - 4 4 - | nothing well
            1.1.1 | 8 - 11 11 - | nothing well
        """,
        visits="""
            0 0 A.Low - | 0 0 0 - - 17 | 10 0 7 well
            1 1 A.High - | 2 2 2 - - 6 | 3 0 1 well
            2 2 A.Top - | 3 3 3 - - 4 | 1 0 0 well
            3 1 A.High - | 8 8 8 - - 11 | 3 0 0 well
        """,
    ),
    Case(
        name="one processor is shared evenly by all that are there",
        text="""
            participants: {A: {workers: 1, discipline: shared}}
            messages: {Ask: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # At 2 there are 8.5, 9.5 and 10 ms left. The first is over after 3 × 8.5 ms, the second
        # after 2 × 1 ms more, the third after 0.5 ms more.
        requests="""
            0 | 0 27.5 27.5 27.5 27.5 | ok well
            1 | 1 29.5 29.5 29.5 29.5 | ok well
            2 | 2 30 30 30 30 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 27.5 27.5 27.5 | 10 0 0 well
            1 0 A.Ask - | 1 1 1 29.5 29.5 29.5 | 10 0 0 well
            2 0 A.Ask - | 2 2 2 30 30 30 | 10 0 0 well
        """,
    ),
    Case(
        name="two processors are shared only by more than two",
        text="""
            participants: {A: {workers: 2, discipline: shared}}
            messages: {Ask: {work: 6 ms}}
            load: [at 0 s 2, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # From 3 on each has ⅔ of a processor: 3 ms more take 4.5 ms; the last has 3 ms left then.
        requests="""
            0 | 0 7.5 7.5 7.5 7.5 | ok well
            1 | 0 7.5 7.5 7.5 7.5 | ok well
            2 | 3 10.5 10.5 10.5 10.5 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7.5 7.5 7.5 | 6 0 0 well
            1 0 A.Ask - | 0 0 0 7.5 7.5 7.5 | 6 0 0 well
            2 0 A.Ask - | 3 3 3 10.5 10.5 10.5 | 6 0 0 well
        """,
    ),
    Case(
        name="who waits for an answer uses no shared processor",
        text="""
            participants: {A: {workers: 1, discipline: shared}}
            messages: {Ask: {work: 4 ms}, Get: {work: 6 ms}, Got: {work: 2 ms}}
            load: [at 0 s 1, at 4 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="""
            0 | 0 12 12 12 12 | ok well
            1 | 4 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 12 12 12 | 6 6 0 well
            0 1 B.Get 0 | 4 4 4 10 10 10 | 6 0 0 well
            1 0 A.Ask - | 4 4 4 16 16 16 | 6 6 0 well
            1 1 B.Get 0 | 8 8 8 14 14 14 | 6 0 0 well
        """,
    ),
    Case(
        name="what a division leaves over is no longer than a nanosecond for each change",
        text="""
            participants: {A: {workers: 1, discipline: shared}}
            messages: {Ask: {work: 10 ns}}
            load: [at 0 s 3, at 10 ns 1]
            run: {horizon: 1 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # At 10 ns each of three has done 3 ns, of 3⅓. With four of them, 7 ns take 28 ns: 38; the
        # last has 3 ns left then.
        requests="""
            0 | 0 - 0.000038 0.000038 - | nothing well
            1 | 0 - 0.000038 0.000038 - | nothing well
            2 | 0 - 0.000038 0.000038 - | nothing well
            3 | 0.000010 - 0.000041 0.000041 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 0.000038 | 0.000010 0 0 well
            1 0 A.Ask - | 0 0 0 - - 0.000038 | 0.000010 0 0 well
            2 0 A.Ask - | 0 0 0 - - 0.000038 | 0.000010 0 0 well
            3 0 A.Ask - | 0.000010 0.000010 0.000010 - - 0.000041 | 0.000010 0 0 well
        """,
    ),
    Case(
        name="who waits longer than what is shed is told no then, and just as long is served",
        text="""
            participants: {A: {workers: 1, shed: 5 ms}}
            messages: {Ask: {work: 5 ms}}
            network: 1 ms
            load: [at 0 s 3, at 6 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # All three are there at 1. At 6 the second has the worker, and the third has waited for
        # 5 ms; the fourth, there at 7, has the worker at 11.
        requests="""
            0 | 0 7 7 7 7 | ok well
            1 | 0 12 12 12 12 | ok well
            2 | 0 - 7 - - | refused refused
            3 | 6 17 17 17 17 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 5 0 0 well
            1 0 A.Ask - | 0 1 6 11 12 11 | 5 0 0 well
            2 0 A.Ask - | 0 1 - 6 7 6 | 0 0 0 refused
            3 0 A.Ask - | 6 7 11 16 17 16 | 5 0 0 well
        """,
    ),
    Case(
        name="who is shed has freed its place in the queue",
        text="""
            participants: {A: {workers: 1, queue: 1, shed: 2 ms}}
            messages: {Ask: {work: 9 ms}}
            load: [at 0 s 2, at 1 ms 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # At 2 the second goes before the fourth comes, which goes at 4.
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 0 - 2 - - | nothing refused
            2 | 1 - 1 - - | nothing refused
            3 | 2 - 4 - - | nothing refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 9 | 9 0 0 well
            1 0 A.Ask - | 0 0 - - - 2 | 0 0 0 refused
            2 0 A.Ask - | 1 1 - - - - | 0 0 0 refused
            3 0 A.Ask - | 2 2 - - - 4 | 0 0 0 refused
        """,
    ),
    Case(
        name="three workers and two processors: two work at a time, first come, first served",
        text="""
            participants: {A: {workers: 3, cpus: 2}}
            messages: {Ask: {work: 10 ms}}
            load: at 0 s 4
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # The third has a worker and no processor until 10; the fourth has both at 10.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 0 10 10 10 10 | ok well
            2 | 0 20 20 20 20 | ok well
            3 | 0 20 20 20 20 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            1 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            2 0 A.Ask - | 0 0 0 20 20 20 | 10 0 10 well
            3 0 A.Ask - | 0 0 10 20 20 20 | 10 0 0 well
        """,
    ),
    Case(
        name="who waits uses its worker and no processor",
        text="""
            participants: {A: {workers: 2, cpus: 1}}
            messages: {Ask: {work: 2 ms}, Get: {work: 5 ms}, Nap: {wait: 3 ms}, Got: {work: 1 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A->>A: Nap
                A-->>C: Tell
        """,
        # First: 0-2, waits 2-7, 7-8, naps 8-11. Second: processor at 2, 2-4, 4-9, 9-10, 10-13.
        # Third: worker at 11, 11-13, 13-18, 18-19, 19-22.
        requests="""
            0 | 0 11 11 11 11 | ok well
            1 | 0 13 13 13 13 | ok well
            2 | 0 22 22 22 22 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 11 11 11 | 3 5 0 well
            0 1 B.Get 0 | 2 2 2 7 7 7 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 13 13 13 | 3 5 2 well
            1 1 B.Get 0 | 4 4 4 9 9 9 | 5 0 0 well
            2 0 A.Ask - | 0 0 11 22 22 22 | 3 5 0 well
            2 1 B.Get 0 | 13 13 13 18 18 18 | 5 0 0 well
        """,
    ),
    Case(
        name="branches of one execution share its one processor",
        text="""
            participants: {A: {workers: 2, cpus: 1}}
            messages: {Ask: {work: 1 ms}, L: {work: 2 ms}, R: {work: 3 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>A: L
                and
                  A->>A: R
                end
                A-->>C: Tell
        """,
        # Ask 0-1 and 1-2; then in turn L of the first 2-4, L of the second 4-6, R 6-9, R 9-12.
        requests="""
            0 | 0 9 9 9 9 | ok well
            1 | 0 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 6 0 3 well
            1 0 A.Ask - | 0 0 0 12 12 12 | 6 0 6 well
        """,
    ),
    Case(
        name="two at work at once hinder each other, and one that is left does not",
        text="""
            participants: {A: {workers: 2, contention: 100 %}}
            messages: {Ask: {work: 10 ms}}
            load: [at 0 s 1, at 4 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # Each takes twice as long while both work: 6 ms of the first take 12 ms; then the other
        # has done 6 ms of its own, and the last 4 ms take 4 ms.
        requests="""
            0 | 0 - 16 16 - | nothing well
            1 | 4 - 20 20 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 16 | 16 0 0 well
            1 0 A.Ask - | 4 4 4 - - 20 | 16 0 0 well
        """,
    ),
    Case(
        name="coherence grows with the pairs",
        text="""
            participants: {A: {workers: 3, contention: 10 % coherence 5 %}}
            messages: {Ask: {work: 10 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
        """,
        # 1 + 0.1 × 2 + 0.05 × 3 × 2 = 1.5
        requests="""
            0 | 0 - 15 15 - | nothing well
            1 | 0 - 15 15 - | nothing well
            2 | 0 - 15 15 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 15 | 15 0 0 well
            1 0 A.Ask - | 0 0 0 - - 15 | 15 0 0 well
            2 0 A.Ask - | 0 0 0 - - 15 | 15 0 0 well
        """,
    ),
    Case(
        name="who is cancelled leaves a shared processor to the others",
        text="""
            participants: {A: {workers: 1, discipline: shared}}
            messages: {Ask: {work: 10 ms, timeout: 6 ms, cancel: running}, Tell: {work: 4 ms}}
            load: {C: at 0 s 1, D: at 0 s 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Answer
                D-)A: Tell
        """,
        # Each has done 3 ms at 6; the one that is left needs 1 ms more.
        requests="""
            0.0.0 | 0 - 6 - - | timed_out failed
            1.1.0 | 0 - 7 7 - | nothing well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 6 | 3 0 0 cancelled
            1 2 A.Tell - | 0 0 0 - - 7 | 4 0 0 well
        """,
    ),
    Case(
        name="who is cancelled while it is interrupted does not go on",
        text="""
            participants: {A: {workers: 1, discipline: preemptive}}
            messages:
              Ask: {work: 10 ms, timeout: 6 ms, cancel: running}
              High: {work: 8 ms, priority: 1}
            load: {C: [at 0 s 1, at 9 ms 1], D: at 2 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Answer
                D-)A: High
        """,
        # 0-2, interrupted, cancelled at 6. High 2-10; then the second, 10-15, whose time is over.
        requests="""
            0.0.0 | 0 - 6 - - | timed_out failed
            1.1.0 | 2 - 10 10 - | nothing well
            0.0.1 | 9 - 15 - - | timed_out failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 6 | 2 0 4 cancelled
            1 2 A.High - | 2 2 2 - - 10 | 8 0 0 well
            2 0 A.Ask - | 9 9 10 - - 15 | 5 0 0 cancelled
        """,
    ),
    Case(
        name="who is cancelled while it waits for a processor frees its worker",
        text="""
            participants: {A: {workers: 2, cpus: 1}}
            messages: {Ask: {work: 10 ms, timeout: 6 ms, cancel: running}, Tell: {work: 8 ms}}
            load: {C: at 1 ms 1, D: [at 0 s 1, at 2 ms 1]}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Answer
                D-)A: Tell
        """,
        # The second Tell has a worker at 7, when Ask is cancelled, and the processor at 8.
        requests="""
            1.1.0 | 0 - 8 8 - | nothing well
            0.0.0 | 1 - 7 - - | timed_out failed
            1.1.1 | 2 - 16 16 - | nothing well
        """,
        visits="""
            0 2 A.Tell - | 0 0 0 - - 8 | 8 0 0 well
            1 0 A.Ask - | 1 1 1 - - 7 | 0 0 6 cancelled
            2 2 A.Tell - | 2 2 7 - - 16 | 8 0 1 well
        """,
    ),
)
