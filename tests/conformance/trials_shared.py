"""Promises: critical blocks in which several take part."""

from tests.engine.exact.notation import Case

SHARED = (
    Case(
        name="others in the block leave it too, and take the lines of the option",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages:
              Charge: {work: 5 ms, fails: 100 %}
              Read: {work: 9 ms}
              tidy: {work: 1 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                critical charge
                  A->>D: Charge
                  D-->>A: Charged
                  B->>E: Read
                  E-->>B: Row
                  B-)F: Log
                option failure
                  A-)G: Undo
                  B-)G: Close
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        # B waits for E when A hears the no, at 5; what E does until 9 is for nobody.
        requests="0 | 0 5 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Open 0 | 0 0 0 0 0 6 | 1 5 0 well
            0 3 D.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 5 E.Read 1 | 0 0 0 9 9 9 | 9 0 0 well
            0 8 G.Undo 0 | 5 5 5 - - 5 | 0 0 0 well
            0 9 G.Close 1 | 5 5 5 - - 5 | 0 0 0 well
        """,
        given_up="0 5 | 5 left",
    ),
    Case(
        name="whoever is ready with the block waits until it is clear that no option is taken",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Charge: {work: 5 ms}, tidy: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                critical charge
                  A->>D: Charge
                  D-->>A: Charged
                  B-)F: Log
                option failure
                  A-)G: Undo
                  B-)G: Close
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        requests="0 | 0 5 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Open 0 | 0 0 0 0 0 6 | 1 5 0 well
            0 3 D.Charge 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 5 F.Log 1 | 0 0 0 - - 0 | 0 0 0 well
        """,
    ),
    Case(
        name="whoever has nothing to do in an option does not wait for it",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Charge: {work: 5 ms, fails: 100 %}, tidy: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                critical charge
                  A->>D: Charge
                  D-->>A: Charged
                  B-)F: Log
                option failure
                  A-)G: Undo
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        requests="0 | 0 5 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Open 0 | 0 0 0 0 0 1 | 1 0 0 well
            0 3 D.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 5 F.Log 1 | 0 0 0 - - 0 | 0 0 0 well
            0 6 G.Undo 0 | 5 5 5 - - 5 | 0 0 0 well
        """,
    ),
    Case(
        name="whoever works in the block leaves it when that piece of work is over",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages:
              Charge: {work: 5 ms, fails: 100 %}
              sort: {work: 7 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                critical charge
                  A->>D: Charge
                  D-->>A: Charged
                  B->>B: sort
                  B-)F: Sorted
                option failure
                  B-)G: Close
                end
                A-->>C: Tell
        """,
        # The first to leave is A, at 5; B sorts until 7, and then closes.
        requests="0 | 0 5 7 7 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Open 0 | 0 0 0 0 0 7 | 7 0 0 well
            0 3 D.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 7 G.Close 1 | 7 7 7 - - 7 | 0 0 0 well
        """,
    ),
    Case(
        name="a failure of somebody else in the block takes all of them out of it",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages:
              Charge: {work: 9 ms}
              Read: {work: 3 ms, fails: 100 %}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                critical charge
                  A->>D: Charge
                  D-->>A: Charged
                  B->>E: Read
                  E-->>B: Row
                option failure
                  A-)G: Undo
                  B-)G: Close
                end
                A-->>C: Tell
        """,
        # B fails at 3, A goes on then too, and Charge is for nobody.
        requests="0 | 0 3 3 3 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 well
            0 1 B.Open 0 | 0 0 0 0 0 3 | 0 3 0 well
            0 3 D.Charge 0 | 0 0 0 9 9 9 | 9 0 0 well
            0 5 E.Read 1 | 0 0 0 3 3 3 | 3 0 0 failed
            0 7 G.Undo 0 | 3 3 3 - - 3 | 0 0 0 well
            0 8 G.Close 1 | 3 3 3 - - 3 | 0 0 0 well
        """,
        given_up="0 3 | 3 left",
    ),
    Case(
        name="if the one who decides dies in the block, the others go on below it",
        text="""
            participants: {A: {workers: 1, detect-after: 2 ms}, B: {workers: 1}}
            messages: {Charge: {work: 9 ms}, tidy: {work: 1 ms}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                critical charge
                  A->>D: Charge
                  D-->>A: Charged
                  B-)F: Log
                option failure
                  A-)G: Undo
                  B-)G: Close
                end
                B->>B: tidy
                A-->>C: Tell
        """,
        requests="0 | 0 - 9 - - | failed lost",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 4 | 0 4 0 died
            0 1 B.Open 0 | 0 0 0 0 0 7 | 1 6 0 well
            0 3 D.Charge 0 | 0 0 0 9 9 9 | 9 0 0 well
            0 5 F.Log 1 | 0 0 0 - - 0 | 0 0 0 well
        """,
    ),
)
