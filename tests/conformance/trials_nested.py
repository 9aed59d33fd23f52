"""Promises: critical blocks in others, and others in them."""

from tests.engine.exact.notation import Case

NESTED = (
    Case(
        name="what the inner block does not handle the outer one does",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 5 ms, fails: 100 %}, Undo: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical outer
                  critical inner
                    A->>B: Charge
                    B-->>A: Charged
                  option timeout
                    A-)D: Log
                  end
                  A-)E: Ship
                option failure
                  A->>D: Undo
                  D-->>A: Undone
                end
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 0 7 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 5 D.Undo 0 | 5 5 5 7 7 7 | 2 0 0 well
        """,
    ),
    Case(
        name="what the inner block handles the outer one does not hear of",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 5 ms, fails: 100 %}, Ship: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical outer
                  critical inner
                    A->>B: Charge
                    B-->>A: Charged
                  option failure
                    A-)D: Log
                  end
                  A->>E: Ship
                  E-->>A: Shipped
                option failure
                  A-)D: Undo
                end
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 0 7 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 3 D.Log 0 | 5 5 5 - - 5 | 0 0 0 well
            0 4 E.Ship 0 | 5 5 5 7 7 7 | 2 0 0 well
        """,
    ),
    Case(
        name="what fails in an option is for the block around it",
        text="""
            participants: {A: {workers: 1}}
            messages:
              Charge: {work: 5 ms, fails: 100 %}
              Retry: {work: 3 ms, fails: 100 %}
              Undo: {work: 2 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical outer
                  critical inner
                    A->>B: Charge
                    B-->>A: Charged
                  option failure
                    A->>D: Retry
                    D-->>A: Charged now
                    A-)E: Ship
                  end
                  A-)E: Ship
                option failure
                  A->>F: Undo
                  F-->>A: Undone
                end
                A-->>C: Tell
        """,
        requests="0 | 0 10 10 10 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 0 10 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 3 D.Retry 0 | 5 5 5 8 8 8 | 3 0 0 failed
            0 7 F.Undo 0 | 8 8 8 10 10 10 | 2 0 0 well
        """,
    ),
    Case(
        name="what fails in an option with no block around it fails the execution",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 5 ms, fails: 100 %}, Retry: {work: 3 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical
                  A->>B: Charge
                  B-->>A: Charged
                option failure
                  A->>D: Retry
                  D-->>A: Charged now
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 8 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 0 8 0 failed
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 3 D.Retry 0 | 5 5 5 8 8 8 | 3 0 0 failed
        """,
    ),
    Case(
        name="a turn that fails leaves the loop when the block is around it",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1, queue: 0}}
            messages: {Get: {work: 2 ms}, tidy: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical
                  loop 5 times
                    A->>B: Get
                    B-->>A: Got
                    B->>B: tidy
                  end
                option refused
                  A-)D: Log
                end
                A-->>C: Tell
        """,
        requests="0 | 0 2 7 7 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 well
            0 1 B.Get 0 | 0 0 0 2 2 7 | 7 0 0 well
            0 1/1 B.Get 0 | 2 2 - 2 2 - | 0 0 0 refused
            0 4 D.Log 0 | 2 2 2 - - 2 | 0 0 0 well
        """,
    ),
    Case(
        name="a turn that fails is handled in the turn when the block is in the loop",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1, queue: 0}}
            messages: {Get: {work: 2 ms}, tidy: {work: 3 ms}, rest: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 3 times
                  critical
                    A->>B: Get
                    B-->>A: Got
                    B->>B: tidy
                  option refused
                    A->>A: rest
                  end
                end
                A-->>C: Tell
        """,
        # B tidies up 2-5; the second turn finds no room at 2 and rests until 6; the third does
        # well again.
        requests="0 | 0 8 11 11 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 4 4 0 well
            0 1 B.Get 0 | 0 0 0 2 2 5 | 5 0 0 well
            0 1/1 B.Get 0 | 2 2 - 2 2 - | 0 0 0 refused
            0 1/2 B.Get 0 | 6 6 6 8 8 11 | 5 0 0 well
        """,
    ),
    Case(
        name="a branch of a par handles its own failure, and the other goes on",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms, fails: 100 %}, Put: {work: 6 ms}, Log: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  critical
                    A->>B: Get
                    B-->>A: Got
                  option failure
                    A->>E: Log
                    E-->>A: Logged
                  end
                and
                  A->>D: Put
                  D-->>A: Done
                end
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 0 6 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 failed
            0 3 E.Log 0 | 2 2 2 3 3 3 | 1 0 0 well
            0 5 D.Put 0 | 0 0 0 6 6 6 | 6 0 0 well
        """,
    ),
    Case(
        name="a branch that fails ends the other where the block is around both",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms, fails: 100 %}, Put: {work: 6 ms}, Log: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical
                  par
                    A->>B: Get
                    B-->>A: Got
                  and
                    A->>D: Put
                    D-->>A: Done
                    A-)F: Event
                  end
                option failure
                  A->>E: Log
                  E-->>A: Logged
                end
                A-->>C: Tell
        """,
        requests="0 | 0 3 3 3 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 failed
            0 3 D.Put 0 | 0 0 0 6 6 6 | 6 0 0 well
            0 6 E.Log 0 | 2 2 2 3 3 3 | 1 0 0 well
        """,
        given_up="0 3 | 2 left",
    ),
)
