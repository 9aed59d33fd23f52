"""Promises: what comes to nothing in a critical block leaves it for the option that fits."""

from tests.engine.exact.notation import Case

OPTIONS = """
                critical charge
                  A->>B: Charge
                  B-->>A: Charged
                  A->>D: Ship
                  D-->>A: Shipped
                option timeout
                  A->>E: Log
                  E-->>A: Logged
                option refused
                  A-)F: Queue
                option failure
                  A-)G: Undo
                end
                A-->>C: Tell
"""
ONE_OF_THREE = (
    Case(
        name="where nothing fails in a critical block no option is taken",
        text=f"""
            participants: {{A: {{workers: 1}}}}
            messages: {{Charge: {{work: 5 ms}}, Ship: {{work: 3 ms}}}}
            load: at 0 s 1
            run: {{horizon: 100 ms, warm-up: 0 s}}
            diagram: |
              sequenceDiagram
                C->>A: Ask{OPTIONS}""",
        requests="0 | 0 8 8 8 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 0 8 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 3 D.Ship 0 | 5 5 5 8 8 8 | 3 0 0 well
        """,
        given_up="",
    ),
    Case(
        name="a timeout takes the option for it, and the rest of the block does not happen",
        text=f"""
            participants: {{A: {{workers: 1}}}}
            messages: {{Charge: {{work: 9 ms, timeout: 3 ms}}, Log: {{work: 2 ms}}}}
            load: at 0 s 1
            run: {{horizon: 100 ms, warm-up: 0 s}}
            diagram: |
              sequenceDiagram
                C->>A: Ask{OPTIONS}""",
        # B goes on for nobody until 9; all the same the journey is not settled before.
        requests="0 | 0 5 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Charge 0 | 0 0 0 9 9 9 | 9 0 0 well
            0 5 E.Log 0 | 3 3 3 5 5 5 | 2 0 0 well
        """,
        given_up="0 1 | 3 timed_out",
    ),
    Case(
        name="a refusal takes the option for it",
        text=f"""
            participants: {{A: {{workers: 2}}, B: {{workers: 1, queue: 0}}}}
            messages: {{Charge: {{work: 5 ms}}, Queue: {{work: 4 ms}}}}
            load: [at 0 s 1, at 1 ms 1]
            run: {{horizon: 100 ms, warm-up: 0 s}}
            diagram: |
              sequenceDiagram
                C->>A: Ask{OPTIONS}""",
        requests="""
            0 | 0 5 5 5 - | accepted well
            1 | 1 1 5 5 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 3 D.Ship 0 | 5 5 5 5 5 5 | 0 0 0 well
            1 0 A.Ask - | 1 1 1 1 1 1 | 0 0 0 well
            1 1 B.Charge 0 | 1 1 - 1 1 - | 0 0 0 refused
            1 7 F.Queue 0 | 1 1 1 - - 5 | 4 0 0 well
        """,
    ),
    Case(
        name="a failure takes the option for it",
        text=f"""
            participants: {{A: {{workers: 1}}}}
            messages: {{Charge: {{work: 5 ms, fails: 100 %}}, Undo: {{work: 4 ms}}}}
            load: at 0 s 1
            run: {{horizon: 100 ms, warm-up: 0 s}}
            diagram: |
              sequenceDiagram
                C->>A: Ask{OPTIONS}""",
        requests="0 | 0 5 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
            0 8 G.Undo 0 | 5 5 5 - - 9 | 4 0 0 well
        """,
    ),
    Case(
        name="whatever comes to nothing in the block, the option is the same",
        text=f"""
            participants: {{A: {{workers: 1}}, D: {{workers: 1, detect-after: 2 ms}}}}
            messages: {{Charge: {{work: 5 ms}}, Ship: {{work: 9 ms}}, Undo: {{work: 4 ms}}}}
            load: at 0 s 1
            faults: [{{crash: D, at: 6 ms, for: 80 ms}}]
            run: {{horizon: 100 ms, warm-up: 0 s}}
            diagram: |
              sequenceDiagram
                C->>A: Ask{OPTIONS}""",
        # D dies at 6, which is noticed at 8.
        requests="0 | 0 8 12 12 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 0 8 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 3 D.Ship 0 | 5 5 5 8 8 6 | 1 0 0 died
            0 8 G.Undo 0 | 8 8 8 - - 12 | 4 0 0 well
        """,
    ),
)

HANDLING = (
    Case(
        name="a failure that no option handles fails the execution",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 5 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical charge
                  A->>B: Charge
                  B-->>A: Charged
                option timeout
                  A-)D: Log
                option refused
                  A-)D: Log
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 failed
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 failed
        """,
    ),
    Case(
        name="an option can handle two reasons, and the first that fits is taken",
        text="""
            participants: {A: {workers: 1}}
            messages: {Charge: {work: 5 ms, timeout: 2 ms}, Late: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical charge
                  A->>B: Charge
                  B-->>A: Charged
                option refused
                  A-)D: Early
                option timeout or failure
                  A->>A: Late
                option timeout
                  A-)D: Early
                end
                A-->>C: Tell
        """,
        requests="0 | 0 3 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 1 2 0 well
            0 1 B.Charge 0 | 0 0 0 5 5 5 | 5 0 0 well
        """,
    ),
    Case(
        name="who called through others is told no by them, and handles that",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}, D: {workers: 1}}
            messages: {Get: {work: 1 ms}, Save: {work: 2 ms, fails: 100 %}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical save
                  A->>B: Get
                  B->>D: Save
                  D-->>B: Saved
                  B-->>A: Got
                option failure
                  A-)E: Log
                end
                A-->>C: Tell
        """,
        # D says no at 6, B hears it at 7 and A at 8.
        requests="0 | 0 9 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 8 9 8 | 0 7 0 well
            0 1 B.Get 0 | 1 2 2 7 8 7 | 1 4 0 failed
            0 2 D.Save 1 | 3 4 4 6 7 6 | 2 0 0 failed
            0 5 E.Log 0 | 8 9 9 - - 9 | 0 0 0 well
        """,
    ),
    Case(
        name="a client can handle what it is told",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Ask: {work: 2 ms, fails: 100 %}, Other: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                critical
                  C->>A: Ask
                  A-->>C: Tell
                option failure
                  C->>B: Other
                  B-->>C: Done
                end
        """,
        requests="0 | 0 6 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 2 B.Other - | 2 2 2 6 6 6 | 4 0 0 well
        """,
    ),
    Case(
        name="a call that is made in the block and answered in it is left, wherever it is",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}, D: {workers: 1}}
            messages: {Slow: {work: 9 ms}, Quick: {work: 2 ms, fails: 100 %}, Log: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical both
                  A->>B: Slow
                  A->>D: Quick
                  D-->>A: Fast
                  B-->>A: Done
                option failure
                  A->>E: Log
                  E-->>A: Logged
                end
                A-->>C: Tell
        """,
        # Slow goes on until 9 for nobody, and does not count.
        requests="0 | 0 5 5 5 5 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Slow 0 | 0 0 0 9 9 9 | 9 0 0 well
            0 2 D.Quick 0 | 0 0 0 2 2 2 | 2 0 0 failed
            0 5 E.Log 0 | 2 2 2 5 5 5 | 3 0 0 well
        """,
        given_up="0 1 | 2 left",
    ),
    Case(
        name="work of one's own that fails in the block is handled too",
        text="""
            participants: {A: {workers: 1}}
            messages: {sort: {work: 4 ms}, Log: {work: 3 ms}}
            load: at 0 s 1
            faults: [{fail: A, at: 3 ms, for: 2 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical sorting
                  A->>A: sort
                  A-)B: Sorted
                option failure
                  A->>D: Log
                  D-->>A: Logged
                end
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 4 3 0 well
            0 3 D.Log 0 | 4 4 4 7 7 7 | 3 0 0 well
        """,
    ),
    Case(
        name="whoever dies in the block takes no option",
        text="""
            participants: {A: {workers: 1, detect-after: 3 ms}}
            messages: {Charge: {work: 5 ms, fails: 100 %}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                critical charge
                  A->>B: Charge
                  B-->>A: Charged
                option failure
                  A-)D: Undo
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 7 - - | failed lost",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 4 | 0 4 0 died
            0 1 B.Charge 0 | 0 0 0 - - 5 | 5 0 0 failed
        """,
    ),
)
