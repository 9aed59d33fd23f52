"""Promises: a branch can depend on what has happened, to a call above all."""

from tests.engine.exact.notation import Case

HAPPENED = (
    Case(
        name="a call that fails does not stop whoever asks below whether it failed",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 2 ms, fails: 100 %}, Undo: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                alt Charge failed
                  A->>D: Undo
                  D-->>A: Undone
                else
                  A->>E: Ship
                  E-->>A: Shipped
                end
                A-->>C: Tell
        """,
        # The no of B is there at 5; all the same A goes on, and its client is told so.
        requests="0 | 0 11 11 11 11 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 10 11 10 | 0 9 0 well
            0 1 B.Charge 0 | 1 2 2 4 5 4 | 2 0 0 failed
            0 3 D.Undo 0 | 5 6 6 9 10 9 | 3 0 0 well
        """,
    ),
    Case(
        name="a call that goes well has not failed",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 2 ms}, Ship: {work: 4 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                alt Charge failed
                  A->>D: Undo
                  D-->>A: Undone
                else
                  A->>E: Ship
                  E-->>A: Shipped
                end
                A-->>C: Tell
        """,
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 11 12 11 | 0 10 0 well
            0 1 B.Charge 0 | 1 2 2 4 5 4 | 2 0 0 well
            0 5 E.Ship 0 | 5 6 6 10 11 10 | 4 0 0 well
        """,
    ),
    Case(
        name="a call that nobody asks about stops its caller when it fails",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 2 ms}, Save: {work: 3 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                A->>D: Save
                D-->>A: Saved
                opt Charge failed
                  A-)E: Undo
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 failed
            0 1 B.Charge 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 3 D.Save 0 | 2 2 2 5 5 5 | 3 0 0 failed
        """,
    ),
    Case(
        name="a call that finds no room was refused, and has failed too",
        text="""
            participants: {A: {workers: 2}, B: {workers: 1, queue: 0}}
            messages: {Charge: {work: 9 ms}, Log: {work: 2 ms}, Other: {work: 4 ms}}
            load: [at 0 s 1, at 1 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                opt Charge refused
                  A->>D: Log
                  D-->>A: Logged
                end
                opt Charge timed out
                  A-)D: Wrong
                end
                opt Charge failed
                  A->>D: Other
                  D-->>A: Done
                end
                A-->>C: Tell
        """,
        # The second finds B busy at 1, and logs, then does otherwise.
        requests="""
            0 | 0 9 9 9 - | accepted well
            1 | 1 7 7 7 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 0 9 0 well
            0 1 B.Charge 0 | 0 0 0 9 9 9 | 9 0 0 well
            1 0 A.Ask - | 1 1 1 7 7 7 | 0 6 0 well
            1 1 B.Charge 0 | 1 1 - 1 1 - | 0 0 0 refused
            1 3 D.Log 0 | 1 1 1 3 3 3 | 2 0 0 well
            1 6 D.Other 0 | 3 3 3 7 7 7 | 4 0 0 well
        """,
    ),
    Case(
        name="a call that takes too long has timed out, and goes on for nobody",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Charge: {work: 9 ms, timeout: 3 ms}, Log: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                alt Charge refused
                  A-)D: Wrong
                else Charge timed out
                  A->>D: Log
                  D-->>A: Logged
                else Charge failed
                  A-)D: Wrong
                end
                A-->>C: Tell
        """,
        # Nobody has done it instead, so that the journey is settled when B is ready with it.
        requests="0 | 0 5 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Charge 0 | 0 0 0 9 9 9 | 9 0 0 well
            0 4 D.Log 0 | 3 3 3 5 5 5 | 2 0 0 well
        """,
    ),
    Case(
        name="a call of the dead has failed when that is noticed",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1, detect-after: 3 ms}}
            messages: {Charge: {work: 9 ms}, Log: {work: 2 ms}}
            load: at 0 s 1
            faults: [{crash: B, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                alt Charge succeeded
                  A-)D: Wrong
                else Charge failed
                  A->>D: Log
                  D-->>A: Logged
                end
                A-->>C: Tell
        """,
        requests="0 | 0 9 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 0 9 0 well
            0 1 B.Charge 0 | 0 0 0 7 7 4 | 4 0 0 died
            0 4 D.Log 0 | 7 7 7 9 9 9 | 2 0 0 well
        """,
    ),
    Case(
        name="a call has succeeded when its answer is there",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 2 ms}, Log: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                opt Charge succeeded
                  A-)D: Wrong
                end
                B-->>A: Charged
                opt Charge succeeded
                  A->>D: Log
                  D-->>A: Logged
                end
                A-->>C: Tell
        """,
        requests="0 | 0 10 10 10 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 9 10 9 | 0 8 0 well
            0 1 B.Charge 0 | 1 2 2 4 5 4 | 2 0 0 well
            0 4 D.Log 0 | 5 6 6 8 9 8 | 2 0 0 well
        """,
    ),
    Case(
        name="a message has happened when it has arrived, and not before",
        text="""
            participants: {A: {workers: 1}}
            messages: {first: {work: 3 ms}, second: {work: 2 ms}, Event: {network: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Event
                A->>A: first
                opt Event
                  A-)D: Early
                end
                A->>A: second
                opt Event happened
                  A-)D: Late
                end
        """,
        # Under way until 4, looked at at 3 and at 5.
        requests="0 | 0 - 5 5 - | nothing well",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 5 | 5 0 0 well
            0 1 B.Event 0 | 0 4 4 - - 4 | 0 0 0 well
            0 5 D.Late 0 | 5 5 5 - - 5 | 0 0 0 well
        """,
    ),
    Case(
        name="a step has happened when it is done; in a branch not taken it never is",
        text="""
            participants: {A: {workers: 1}}
            messages: {sort: {work: 3 ms}, pack: {work: 9 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
                alt 100 %
                  A->>A: sort
                else
                  A->>A: pack
                end
                opt pack
                  A-)D: Packed
                end
                opt sort
                  A-)D: Sorted
                end
        """,
        requests="0 | 0 - 3 3 - | nothing well",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 3 | 3 0 0 well
            0 4 D.Sorted 0 | 3 3 3 - - 3 | 0 0 0 well
        """,
    ),
    Case(
        name="what has happened in one request has not happened in another",
        text="""
            participants: {A: {workers: 2}, B: {workers: 1, queue: 0}}
            messages: {Charge: {work: 4 ms}, Log: {work: 1 ms}}
            load: [at 0 s 1, at 1 ms 1, at 5 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                opt Charge failed
                  A->>D: Log
                  D-->>A: Logged
                end
                A-->>C: Tell
        """,
        requests="""
            0 | 0 4 4 4 4 | ok well
            1 | 1 2 2 2 2 | ok well
            2 | 5 9 9 9 9 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 0 4 0 well
            0 1 B.Charge 0 | 0 0 0 4 4 4 | 4 0 0 well
            1 0 A.Ask - | 1 1 1 2 2 2 | 0 1 0 well
            1 1 B.Charge 0 | 1 1 - 1 1 - | 0 0 0 refused
            1 3 D.Log 0 | 1 1 1 2 2 2 | 1 0 0 well
            2 0 A.Ask - | 5 5 5 9 9 9 | 0 4 0 well
            2 1 B.Charge 0 | 5 5 5 9 9 9 | 4 0 0 well
        """,
    ),
    Case(
        name="one of several calls of a label is enough",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1, queue: 0}}
            messages: {Charge: {work: 3 ms}, Log: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Charge
                  B-->>A: Charged
                and
                  A->>B: Charge
                  B-->>A: Charged
                end
                opt Charge refused
                  A->>D: Log
                  D-->>A: Logged
                end
                A-->>C: Tell
        """,
        # Both leave at 0 and the second finds no room; A waits for the first until 3.
        requests="0 | 0 5 5 5 5 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Charge 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 B.Charge 0 | 0 0 - 0 0 - | 0 0 0 refused
            0 5 D.Log 0 | 3 3 3 5 5 5 | 2 0 0 well
        """,
    ),
    Case(
        name="others learn what the one decides who has asked, by the answer that comes",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 2 ms, fails: 100 %}, Undo: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Charge
                B-->>A: Charged
                alt Charge failed
                  A->>D: Undo
                  D-->>A: Undone
                  A--xC: Sorry
                else
                  A-->>C: Tell
                  C-)A: Thanks
                end
        """,
        # A no that is drawn reaches the client at 11, and fails it; the rest is as drawn.
        requests="0 | 0 - 11 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 10 11 10 | 0 9 0 well
            0 1 B.Charge 0 | 1 2 2 4 5 4 | 2 0 0 failed
            0 3 D.Undo 0 | 5 6 6 9 10 9 | 3 0 0 well
        """,
    ),
)
