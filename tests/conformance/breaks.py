"""Promises: a break ends what is around it, for all who take part in it."""

from tests.engine.exact.notation import Case

BREAKS = (
    Case(
        name="a break that is taken does its lines, and fails whoever has lines in it",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Log: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                break invalid (100 %)
                  A-)D: Log
                end
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # Nobody says anything to the client but that A has failed.
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 1 D.Log 0 | 2 2 2 - - 5 | 3 0 0 well
        """,
    ),
    Case(
        name="a break that is not taken does nothing",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Get: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                break invalid (0 %)
                  A--xC: Bad request
                end
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 5 5 5 5 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 2 3 0 well
            0 2 B.Get 0 | 2 2 2 5 5 5 | 3 0 0 well
        """,
    ),
    Case(
        name="an answer in a break is the only one, and its receiver does nothing more",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                break 100 %
                  A--xC: Bad request
                end
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
                C-)D: Thanks
        """,
        requests="0 | 0 - 4 - - | failed failed",
        visits="0 0 A.Ask - | 0 1 1 3 4 3 | 2 0 0 failed",
    ),
    Case(
        name="a break stops the callers too, up to the client",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Get: {work: 2 ms}, Log: {work: 4 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                break 100 %
                  B-)D: Log
                end
                B-->>A: Got
                A-)E: Note
                A-->>C: Tell
        """,
        # B breaks off at 4, A hears it at 5, the client at 6; Log is there at 5 and done at 9.
        requests="0 | 0 - 9 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 5 6 5 | 0 4 0 failed
            0 1 B.Get 0 | 1 2 2 4 5 4 | 2 0 0 failed
            0 2 D.Log 1 | 4 5 5 - - 9 | 4 0 0 well
        """,
    ),
    Case(
        name="whoever has no lines in a break goes on",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Note: {work: 1 ms}, tidy: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Note
                break 100 %
                  A->>A: check
                end
                B->>B: tidy
                A-)D: Late
                A-->>C: Tell
        """,
        requests="0 | 0 - 6 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 failed
            0 1 B.Note 0 | 0 0 0 - - 6 | 6 0 0 well
        """,
    ),
    Case(
        name="others with lines in a break fail with the one who decides, and when they hear of it",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {check: {work: 3 ms}, tidy: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Note
                A->>A: check
                break 100 %
                  A-)D: Stop
                  B-)D: Stopped
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        requests="0 | 0 - 3 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 3 0 0 failed
            0 1 B.Note 0 | 0 0 0 - - 3 | 0 3 0 failed
            0 3 D.Stop 0 | 3 3 3 - - 3 | 0 0 0 well
            0 4 D.Stopped 1 | 3 3 3 - - 3 | 0 0 0 well
        """,
    ),
    Case(
        name="what a break finds out can be what has happened",
        text="""
            participants: {A: {workers: 2}, B: {workers: 1, queue: 0}}
            messages: {Charge: {work: 4 ms}, Ship: {work: 1 ms}}
            load: [at 0 s 1, at 1 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                break Charge refused
                  A--xC: Busy
                end
                A->>D: Ship
                D-->>A: Shipped
                A-->>C: Tell
        """,
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 1 - 1 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Charge 0 | 0 0 0 4 4 4 | 4 0 0 well
            0 4 D.Ship 0 | 4 4 4 5 5 5 | 1 0 0 well
            1 0 A.Ask - | 1 1 1 1 1 1 | 0 0 0 failed
            1 1 B.Charge 0 | 1 1 - 1 1 - | 0 0 0 refused
        """,
    ),
    Case(
        name="a break that is always one is one, without being asked",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                break always
                  A-)D: Log
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 2 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 1 D.Log 0 | 2 2 2 - - 2 | 0 0 0 well
        """,
    ),
)

HANDLED = (
    Case(
        name="a break in a critical block is handled as a failure",
        text="""
            participants: {A: {workers: 1}}
            messages: {check: {work: 2 ms}, Undo: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical
                  A->>A: check
                  break 100 %
                    A-)B: Log
                  end
                  A-)B: Save
                option timeout
                  A-)B: Late
                option failure
                  A->>D: Undo
                  D-->>A: Undone
                end
                A-->>C: Tell
        """,
        requests="0 | 0 5 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 2 3 0 well
            0 2 B.Log 0 | 2 2 2 - - 2 | 0 0 0 well
            0 5 D.Undo 0 | 2 2 2 5 5 5 | 3 0 0 well
        """,
    ),
    Case(
        name="a break in a loop in a critical block ends the loop",
        text="""
            participants: {A: {workers: 1}}
            messages: {check: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical
                  loop 5 times
                    A->>A: check
                    break always
                      A-)B: Log
                    end
                  end
                  A-)B: Save
                option failure
                  A-)D: Undo
                end
                A-->>C: Tell
        """,
        requests="0 | 0 2 2 2 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 well
            0 2 B.Log 0 | 2 2 2 - - 2 | 0 0 0 well
            0 4 D.Undo 0 | 2 2 2 - - 2 | 0 0 0 well
        """,
    ),
    Case(
        name="a break in an option is for the block around it",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 2 ms, fails: 100 %}}
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
                    break always
                      A-)D: Log
                    end
                  end
                  A-)D: Ship
                option failure
                  A-)E: Undo
                end
                A-->>C: Tell
        """,
        requests="0 | 0 2 2 2 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 well
            0 1 B.Charge 0 | 0 0 0 2 2 2 | 2 0 0 failed
            0 3 D.Log 0 | 2 2 2 - - 2 | 0 0 0 well
            0 5 E.Undo 0 | 2 2 2 - - 2 | 0 0 0 well
        """,
    ),
    Case(
        name="a break in a branch of a par ends the other branch",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Put: {work: 6 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                  break always
                    A-)E: Log
                  end
                and
                  A->>D: Put
                  D-->>A: Done
                  A-)E: Event
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 6 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 failed
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 3 E.Log 0 | 2 2 2 - - 2 | 0 0 0 well
            0 4 D.Put 0 | 0 0 0 6 6 6 | 6 0 0 well
        """,
    ),
)
