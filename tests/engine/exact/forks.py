"""Exact cases: an execution with branches (`par`)."""

from tests.engine.exact.notation import Case

FORKS = (
    Case(
        name="two calls side by side take as long as the longer one",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Left: {work: 4 ms}, Right: {work: 7 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Left
                  B-->>A: L
                and
                  A->>D: Right
                  D-->>A: R
                end
                A-->>C: Tell
        """,
        # Both leave at 2; B works 3-7, D 3-10, whose answer is there at 11.
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 11 12 11 | 1 9 0 well
            0 1 B.Left 0 | 2 3 3 7 8 7 | 4 0 0 well
            0 3 D.Right 0 | 2 3 3 10 11 10 | 7 0 0 well
        """,
    ),
    Case(
        name="the answers of three branches are worked on one after the other, as they come",
        text="""
            participants: {A: {workers: 1}}
            messages:
              Left: {work: 3 ms}
              Mid: {work: 3 ms}
              Right: {work: 4 ms}
              L: {work: 2 ms}
              M: {work: 2 ms}
              R: {work: 2 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Left
                  B-->>A: L
                and
                  A->>D: Mid
                  D-->>A: M
                and
                  A->>E: Right
                  E-->>A: R
                end
                A-->>C: Tell
        """,
        # L and M come at 3 and R at 4; the one worker has L 3-5, M 5-7, R 7-9.
        requests="0 | 0 9 9 9 9 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 6 3 0 well
            0 1 B.Left 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 D.Mid 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 5 E.Right 0 | 0 0 0 4 4 4 | 4 0 0 well
        """,
    ),
    Case(
        name="steps of two branches share the one worker, and it is kept until the last line",
        text="""
            participants: {A: {workers: 1}}
            messages: {one: {work: 3 ms}, two: {work: 4 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>A: one
                and
                  A->>A: two
                end
                A-->>C: Tell
        """,
        # 0-3 and 3-7 for the first request, who answers before the second has the worker.
        requests="""
            0 | 0 7 7 7 7 | ok well
            1 | 0 14 14 14 14 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 7 0 0 well
            1 0 A.Ask - | 0 0 7 14 14 14 | 7 0 0 well
        """,
    ),
    Case(
        name="a branch that works again waits its turn behind the other",
        text="""
            participants: {A: {workers: 1}}
            messages:
              one: {work: 3 ms}
              three: {work: 2 ms}
              two: {work: 4 ms}
              First: {work: 1 ms}
              Second: {work: 1 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>A: one
                  A->>A: three
                  A-)B: First
                and
                  A->>A: two
                  A-)D: Second
                end
                A-->>C: Tell
        """,
        # The worker has one 0-3, two (which has waited since 0) 3-7, three 7-9.
        requests="0 | 0 9 10 10 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 9 0 0 well
            0 3 B.First 0 | 9 9 9 - - 10 | 1 0 0 well
            0 5 D.Second 0 | 7 7 7 - - 8 | 1 0 0 well
        """,
    ),
    Case(
        name="a branch that goes on working keeps the worker from other requests",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Get: {work: 20 ms}, one: {work: 3 ms}, two: {work: 4 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>A: one
                  A->>A: two
                end
                A-->>C: Tell
        """,
        # The first request works 0-7 without a break; only then has the second the worker, 7-14.
        requests="""
            0 | 0 20 20 20 20 | ok well
            1 | 0 27 27 27 27 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 20 20 20 | 7 13 0 well
            0 1 B.Get 0 | 0 0 0 20 20 20 | 20 0 0 well
            1 0 A.Ask - | 0 0 7 27 27 27 | 7 13 0 well
            1 1 B.Get 0 | 7 7 7 27 27 27 | 20 0 0 well
        """,
    ),
    Case(
        name="with waiting: releases a fork gives its worker back when no branch needs it",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Get: {work: 10 ms}, Step: {work: 4 ms}}
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
        # The worker: 0-4 for Step of the first request, 4-8 for that of the second.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 0 14 14 14 14 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 4 6 0 well
            0 1 B.Get 0 | 0 0 0 10 10 10 | 10 0 0 well
            1 0 A.Ask - | 0 0 4 14 14 14 | 4 6 0 well
            1 1 B.Get 0 | 4 4 4 14 14 14 | 10 0 0 well
        """,
    ),
    Case(
        name="with waiting: releases a fork keeps its worker while a branch needs it",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Get: {work: 10 ms}, Step: {work: 12 ms}}
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
        # The answer comes at 10 while the execution works on Step, 0-12; it goes on with that
        # worker.
        requests="""
            0 | 0 12 12 12 12 | ok well
            1 | 0 24 24 24 24 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 12 12 12 | 12 0 0 well
            0 1 B.Get 0 | 0 0 0 10 10 10 | 10 0 0 well
            1 0 A.Ask - | 0 0 12 24 24 24 | 12 0 0 well
            1 1 B.Get 0 | 12 12 12 22 22 22 | 10 0 0 well
        """,
    ),
    Case(
        name="a fork that has released its worker queues once for all its branches",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages:
              Ask: {work: 1 ms}
              Get: {work: 5 ms}
              Look: {work: 6 ms}
              Got: {work: 2 ms}
              Seen: {work: 2 ms}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Look
                  D-->>A: Seen
                end
                A-->>C: Tell
        """,
        # The worker: 0-1 and 1-2 for Ask, 6-8 and 8-10 for the first request's answers. Those of
        # the second come at 7 and 8: it queues 7-10 and works on both, 10-14.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 0 14 14 14 14 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 5 5 0 well
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            0 3 D.Look 0 | 1 1 1 7 7 7 | 6 0 0 well
            1 0 A.Ask - | 0 0 1 14 14 14 | 5 5 3 well
            1 1 B.Get 0 | 2 2 2 7 7 7 | 5 0 0 well
            1 3 D.Look 0 | 2 2 2 8 8 8 | 6 0 0 well
        """,
    ),
    Case(
        name="a pause in a branch uses no worker, and another branch works meanwhile",
        text="""
            participants: {A: {workers: 1}}
            messages: {Pause: {wait: 5 ms}, Step: {work: 3 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>A: Pause
                and
                  A->>A: Step
                end
                A-->>C: Tell
        """,
        # The worker: 0-3 for Step, 3-6 for that of the second request. The first is back from its
        # pause at 5 and queues 5-6; the second is back at 8.
        requests="""
            0 | 0 6 6 6 6 | ok well
            1 | 0 8 8 8 8 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 3 0 1 well
            1 0 A.Ask - | 0 0 3 8 8 8 | 3 0 0 well
        """,
    ),
    Case(
        name="a fork in a branch joins there, and its branch goes on",
        text="""
            participants: {A: {workers: 1}}
            messages:
              One: {work: 4 ms}
              Two: {work: 6 ms}
              Three: {work: 8 ms}
              Step: {work: 2 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: One
                  B-->>A: r1
                and
                  par
                    A->>D: Two
                    D-->>A: r2
                  and
                    A->>E: Three
                    E-->>A: r3
                  end
                  A->>A: Step
                end
                A-->>C: Tell
        """,
        requests="0 | 0 10 10 10 10 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 2 8 0 well
            0 1 B.One 0 | 0 0 0 4 4 4 | 4 0 0 well
            0 3 D.Two 0 | 0 0 0 6 6 6 | 6 0 0 well
            0 5 E.Three 0 | 0 0 0 8 8 8 | 8 0 0 well
        """,
    ),
    Case(
        name="a branch that is told no stops the others, one that works too",
        text="""
            participants: {A: {workers: 1}}
            messages: {Try: {work: 3 ms}, Step: {work: 10 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Try
                  B--xA: No
                and
                  A->>A: Step
                  A-)D: Late
                end
                A-->>C: Tell
        """,
        # Step would last 0-10; the no of 3 ends it, and the worker is the second request's.
        requests="""
            0 | 0 - 3 - - | failed failed
            1 | 0 - 6 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 3 0 0 failed
            0 1 B.Try 0 | 0 0 0 3 3 3 | 3 0 0 well
            1 0 A.Ask - | 0 0 3 6 6 6 | 3 0 0 failed
            1 1 B.Try 0 | 3 3 3 6 6 6 | 3 0 0 well
        """,
    ),
    Case(
        name="what another branch has called goes on when one is told no, and nobody hears it",
        text="""
            participants: {A: {workers: 1}}
            messages: {Try: {work: 3 ms}, Go: {work: 9 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Try
                  B--xA: No
                and
                  A->>D: Go
                  D-->>A: Gone
                  A-)D: Late
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 9 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 failed
            0 1 B.Try 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 D.Go 0 | 0 0 0 9 9 9 | 9 0 0 well
        """,
    ),
    Case(
        name="told no while another branch queues for the worker, it frees none",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Long: {work: 9 ms, network: 1 ms}, One: {work: 2 ms}, Try: {work: 3 ms}}
            load: [at 0 s 1, at 5 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Long
                C->>A: Ask
                par
                  A->>B: One
                  B-->>A: r1
                and
                  A->>D: Try
                  D--xA: No
                end
                A-->>C: Tell
        """,
        # Ask gives its worker back at 0, Long has it 1-10. Ask has an answer at 2, queues, and
        # fails at 3. The second Ask, there at 5, has the worker at 10 and gives it back to its
        # Long, 10-19.
        requests="""
            0 | 0 - 10 - - | failed failed
            1 | 5 - 19 - - | failed failed
        """,
        visits="""
            0 0 A.Long - | 0 1 1 - - 10 | 9 0 0 well
            0 1 A.Ask - | 0 0 0 3 3 3 | 0 2 1 failed
            0 2 B.One 1 | 0 0 0 2 2 2 | 2 0 0 well
            0 4 D.Try 1 | 0 0 0 3 3 3 | 3 0 0 well
            1 0 A.Long - | 5 6 10 - - 19 | 9 0 0 well
            1 1 A.Ask - | 5 5 10 13 13 13 | 0 2 1 failed
            1 2 B.One 1 | 10 10 10 12 12 12 | 2 0 0 well
            1 4 D.Try 1 | 10 10 10 13 13 13 | 3 0 0 well
        """,
    ),
    Case(
        name="what a branch has sent before the other is told no still leads to an answer",
        text="""
            participants: {A: {workers: 1}}
            messages: {Try: {work: 3 ms}, Note: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Try
                  B--xA: No
                and
                  A-)D: Note
                end
                D-)A: Done
                A-->>C: Tell
        """,
        # The first execution of A fails at 3; that which Done starts at 5 answers the client.
        requests="0 | 0 5 5 - - | accepted failed",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 3 | 0 3 0 failed
            0 1 B.Try 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 D.Note 0 | 0 0 0 - - 5 | 5 0 0 well
            0 4 A.Done 3 | 5 5 5 - - 5 | 0 0 0 well
        """,
    ),
    Case(
        name="a no that is there before the fork fails it before any branch has begun to work",
        text="""
            participants: {A: {workers: 1}}
            messages: {Try: {work: 1 ms}, Before: {work: 4 ms}, Step: {work: 6 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Try
                A->>A: Before
                par
                  B--xA: No
                and
                  A->>A: Step
                  A-)D: Late
                end
                A-->>C: Tell
        """,
        # B says no at 1; A works until 4 and finds it there.
        requests="0 | 0 - 4 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            0 1 B.Try 0 | 0 0 0 1 1 1 | 1 0 0 well
        """,
    ),
    Case(
        name="who has no line in a branch does not fork",
        text="""
            messages: {Left: {work: 4 ms}, Other: {work: 9 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Left
                  B-->>A: L
                and
                  C->>D: Other
                  D-->>C: Yes
                end
                A-->>C: Tell
        """,
        # A has lines in one branch, the client in the other: both go straight on. Tell is there
        # at 4.
        requests="0 | 0 4 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 0 4 0 well
            0 1 B.Left 0 | 0 0 0 4 4 4 | 4 0 0 well
            0 3 D.Other - | 0 0 0 9 9 9 | 9 0 0 well
        """,
    ),
    Case(
        name="branches that only send take no time",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, x: {work: 3 ms}, y: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A-)B: x
                and
                  A-)D: y
                end
                A-->>C: Tell
        """,
        requests="0 | 0 1 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            0 1 B.x 0 | 1 1 1 - - 4 | 3 0 0 well
            0 2 D.y 0 | 1 1 1 - - 5 | 4 0 0 well
        """,
    ),
    Case(
        name="lines below the branches come after the last of them",
        text="""
            participants: {A: {workers: 1}}
            messages: {One: {work: 2 ms}, Two: {work: 5 ms}, After: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: One
                  B-->>A: r1
                and
                  A->>D: Two
                  D-->>A: r2
                end
                A-)E: After
                A-->>C: Tell
        """,
        requests="0 | 0 5 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.One 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 3 D.Two 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 5 E.After 0 | 5 5 5 - - 6 | 1 0 0 well
        """,
    ),
    Case(
        name="a branch can wait for the answer to a call from before the fork",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 6 ms}, Step: {work: 2 ms}, Then: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                par
                  B-->>A: Got
                  A-)D: Then
                and
                  A->>A: Step
                end
                A-->>C: Tell
        """,
        # Step 0-2; the answer is there at 6, and Then leaves.
        requests="0 | 0 6 7 7 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 2 4 0 well
            0 1 B.Get 0 | 0 0 0 6 6 6 | 6 0 0 well
            0 3 D.Then 0 | 6 6 6 - - 7 | 1 0 0 well
        """,
    ),
    Case(
        name="a branch that is answered sends on at once though the worker is busy with another",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Step: {work: 5 ms}, Then: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                  A-)D: Then
                and
                  A->>A: Step
                end
                A-->>C: Tell
        """,
        requests="0 | 0 5 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 3 D.Then 0 | 2 2 2 - - 3 | 1 0 0 well
        """,
    ),
    Case(
        name="a client can ask two at once; the first answer acknowledges",
        text="""
            messages: {One: {work: 3 ms}, Two: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                par
                  C->>A: One
                  A-->>C: r1
                and
                  C->>B: Two
                  B-->>C: r2
                end
        """,
        requests="0 | 0 3 5 5 - | accepted well",
        visits="""
            0 0 A.One - | 0 0 0 3 3 3 | 3 0 0 well
            0 2 B.Two - | 0 0 0 5 5 5 | 5 0 0 well
        """,
    ),
    Case(
        name="a consumer told no in a branch rejects its message",
        text="""
            participants: {Q: {kind: broker, on-failure: drop}, W: {workers: 1}}
            messages: {Try: {work: 2 ms}, Step: {work: 9 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                par
                  W->>D: Try
                  D--xW: No
                and
                  W->>W: Step
                end
        """,
        # The second message leaves the broker when the first has failed, at 2.
        requests="""
            0 | 0 - 2 - - | nothing lost
            1 | 0 - 4 - - | nothing lost
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 2 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 2 | 2 0 0 failed rejected
            0 2 D.Try 1 | 0 0 0 2 2 2 | 2 0 0 well
            1 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well dropped
            1 1 W.Job 0 | 2 2 2 - - 4 | 2 0 0 failed rejected
            1 2 D.Try 1 | 2 2 2 4 4 4 | 2 0 0 well
        """,
    ),
)
