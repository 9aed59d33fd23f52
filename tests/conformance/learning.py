"""Promises: how others learn what one of them has decided."""

from tests.engine.exact.notation import Case

LEARNING = (
    Case(
        name="whoever waits for an answer learns by it which branch was taken",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Miss: {work: 3 ms}, Thanks: {work: 4 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 0 %
                  A-->>C: Hit
                else
                  A->>B: Get
                  B-->>A: Got
                  A-->>C: Miss
                  C-)A: Thanks
                end
        """,
        # A decides at 1 and answers at 5; the client hears it at 6, handles it until 9.
        requests="0 | 0 6 14 14 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 5 6 5 | 0 4 0 well
            0 2 B.Get 0 | 1 2 2 4 5 4 | 2 0 0 well
            0 5 A.Thanks - | 9 10 10 - - 14 | 4 0 0 well
        """,
    ),
    Case(
        name="whoever has a line in a branch waits until that is decided, and holds its worker",
        text="""
            participants: {A: {workers: 2}, B: {workers: 1}}
            messages: {Get: {work: 1 ms}, Think: {work: 5 ms}}
            network: 1 ms
            load: [at 0 s 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A->>A: Think
                opt 100 %
                  A-)D: Note
                  B-)D: Log
                end
                A-->>C: Tell
        """,
        # A decides at 9 what B has waited for since 3; the second Get finds it busy until then,
        # and the second A decides at 16.
        requests="""
            0 | 0 10 10 10 - | accepted well
            1 | 2 17 17 17 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 9 10 9 | 5 3 0 well
            0 1 B.Get 0 | 1 2 2 3 4 9 | 1 6 0 well
            0 4 D.Note 0 | 9 10 10 - - 10 | 0 0 0 well
            0 5 D.Log 1 | 9 10 10 - - 10 | 0 0 0 well
            1 0 A.Ask - | 2 3 3 16 17 16 | 5 8 0 well
            1 1 B.Get 0 | 3 4 9 10 11 16 | 1 6 0 well
            1 4 D.Note 0 | 16 17 17 - - 17 | 0 0 0 well
            1 5 D.Log 1 | 16 17 17 - - 17 | 0 0 0 well
        """,
    ),
    Case(
        name="who waits for a decision gives its worker to others where waiting releases it",
        text="""
            participants: {A: {workers: 2}, B: {workers: 1, waiting: releases}}
            messages: {Get: {work: 1 ms}, Think: {work: 5 ms}, tidy: {work: 2 ms}}
            network: 1 ms
            load: [at 0 s 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A->>A: Think
                opt 0 %
                  A-)D: Note
                  B-)D: Log
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        # Decided at 9 and at 11: nobody takes the branch, and B tidies up one after the other.
        requests="""
            0 | 0 10 11 11 - | accepted well
            1 | 2 12 13 13 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 9 10 9 | 5 3 0 well
            0 1 B.Get 0 | 1 2 2 3 4 11 | 3 6 0 well
            1 0 A.Ask - | 2 3 3 11 12 11 | 5 3 0 well
            1 1 B.Get 0 | 3 4 4 5 6 13 | 3 6 0 well
        """,
    ),
    Case(
        name="whoever comes when all is decided does not wait",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Get
                opt 100 %
                  A-)D: Note
                  B-)D: Log
                end
                A-->>C: Tell
        """,
        requests="0 | 0 0 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 1 B.Get 0 | 0 0 0 - - 5 | 5 0 0 well
            0 2 D.Note 0 | 0 0 0 - - 0 | 0 0 0 well
            0 3 D.Log 1 | 5 5 5 - - 5 | 0 0 0 well
        """,
    ),
    Case(
        name="if the one who decides dies, nobody takes a branch, as soon as that is noticed",
        text="""
            participants: {A: {workers: 1, detect-after: 2 ms}, B: {workers: 1}}
            messages: {Think: {work: 5 ms}, tidy: {work: 2 ms}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
                A-)B: Get
                A->>A: Think
                opt 100 %
                  A-)D: Note
                  B-)D: Log
                end
                B->>B: tidy
        """,
        requests="0 | 0 - 8 - - | nothing lost",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 4 | 4 0 0 died
            0 1 B.Get 0 | 0 0 0 - - 8 | 2 6 0 well
        """,
    ),
    Case(
        name="if the one who decides is told no before, nobody takes a branch",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Save: {work: 3 ms}, tidy: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Get
                A->>D: Save
                D--xA: No
                alt 100 %
                  A-)E: Note
                  B-)E: Log
                else
                  B-)E: Other
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 failed
            0 1 B.Get 0 | 0 0 0 - - 5 | 2 3 0 well
            0 2 D.Save 0 | 0 0 0 3 3 3 | 3 0 0 well
        """,
    ),
    Case(
        name="if the one who decides finds no room, nobody takes a branch",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}, D: {workers: 1, queue: 0}}
            messages: {Get: {work: 2 ms}, Save: {work: 9 ms}, tidy: {work: 1 ms}}
            load: [at 0 s 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
                A-)B: Get
                A-)D: Save
                opt 100 %
                  D-)E: Note
                  B-)E: Log
                end
                B->>B: tidy
        """,
        # D is busy until 9 when the second Save comes at 3; the second B hears of it at once,
        # but has a worker only at 10, when the first is ready that waited for its decision.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 3 - 13 - - | nothing refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 0 | 0 0 0 well
            0 1 B.Get 0 | 0 0 0 - - 10 | 3 7 0 well
            0 2 D.Save 0 | 0 0 0 - - 9 | 9 0 0 well
            0 3 E.Note 2 | 9 9 9 - - 9 | 0 0 0 well
            0 4 E.Log 1 | 9 9 9 - - 9 | 0 0 0 well
            1 0 A.Ask - | 3 3 3 - - 3 | 0 0 0 well
            1 1 B.Get 0 | 3 3 10 - - 13 | 3 0 0 well
            1 2 D.Save 0 | 3 3 - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="a client that is told no before it decides leaves the branch to nobody",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {tidy: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Get
                A--xC: Sorry
                opt 100 %
                  C-)D: Note
                  B-)D: Log
                end
                B->>B: tidy
        """,
        # Sorry leaves at 1 and is there at 2; B came at 2 too and tidies up until 4.
        requests="0 | 0 - 4 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 1 2 1 | 0 0 0 well
            0 1 B.Get 0 | 1 2 2 - - 4 | 2 0 0 well
        """,
    ),
    Case(
        name="if the one who decides fails before a loop, nobody takes a branch in any turn",
        text="""
            participants: {A: {workers: 1}, E: {workers: 1}}
            messages: {Save: {work: 3 ms, fails: 100 %}, tidy: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>E: Open
                E-->>A: Opened
                A->>D: Save
                D-->>A: Saved
                loop 2 times
                  opt 100 %
                    A-)G: Note
                    E-)G: Log
                  end
                end
                E->>E: tidy
                A-->>C: Tell
        """,
        # E waits in its first turn until A fails, at 3; then it has no second one to wait in.
        requests="0 | 0 - 4 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 failed
            0 1 E.Open 0 | 0 0 0 0 0 4 | 1 3 0 well
            0 3 D.Save 0 | 0 0 0 3 3 3 | 3 0 0 failed
        """,
    ),
)
