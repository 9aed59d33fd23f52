"""Promises: what is in the midst of a block when the run ends is open, and counted."""

from tests.engine.exact.notation import Case

HEAD = """
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: MESSAGES
            load: at 0 s 1
            run: {horizon: 10 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
"""


def cut(messages: str, drawing: str) -> str:
    """A journey that is open when the run ends, at 10 ms."""
    return HEAD.replace("MESSAGES", messages) + drawing


UNFINISHED = (
    Case(
        name="who waits for a decision when the run ends waits",
        text=cut(
            "{think: {work: 20 ms}}",
            """
                A-)B: Note
                A->>A: think
                opt 100 %
                  A-)D: Log
                  B-)D: Log
                end
                A-->>C: Tell
            """,
        ),
        requests="0 | 0 ? ? ? - | nothing open",
        visits="""
            0 0 A.Ask - | 0 0 0 ? ? ? | 10 0 0 open
            0 1 B.Note 0 | 0 0 0 - - ? | 0 10 0 open
        """,
    ),
    Case(
        name="a turn that is open when the run ends is the last",
        text=cut(
            "{Get: {work: 4 ms}}",
            """
                loop 5 times
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
            """,
        ),
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="""
            0 0 A.Ask - | 0 0 0 ? ? ? | 0 10 0 open
            0 1 B.Get 0 | 0 0 0 4 4 4 | 4 0 0 well
            0 1/1 B.Get 0 | 4 4 4 8 8 8 | 4 0 0 well
            0 1/2 B.Get 0 | 8 8 8 ? ? ? | 2 0 0 open
        """,
    ),
    Case(
        name="a pause that is not over when the run ends leaves no trace of its turn",
        text=cut(
            "{look: {work: 1 ms}}",
            """
                A-)B: Note
                loop every 4 ms, 5 times
                  A->>A: look
                end
                A-->>C: Tell
            """,
        ),
        # The third pause is from 10 to 14.
        requests="0 | 0 ? ? ? - | nothing open",
        visits="""
            0 0 A.Ask - | 0 0 0 ? ? ? | 2 0 0 open
            0 1 B.Note 0 | 0 0 0 - - 0 | 0 0 0 well
        """,
    ),
    Case(
        name="a poll that is open when the run ends does not keep open what is settled",
        text=cut(
            "{Job: {work: 7 ms}, Status: {work: 2 ms}}",
            """
                A-->>C: Accepted
                A-)B: Job
                B-)D: Ready
                loop every 3 ms until "Ready", at most 9 times
                  C->>E: Status
                  E-->>C: State
                end
            """,
        ),
        # The second poll is under way from 8 to 10; the end comes first.
        requests="0 | 0 0 7 7 ? | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 2 B.Job 0 | 0 0 0 - - 7 | 7 0 0 well
            0 3 D.Ready 2 | 7 7 7 - - 7 | 0 0 0 well
            0 4 E.Status - | 3 3 3 5 5 5 | 2 0 0 well
            0 4/1 E.Status - | 8 8 8 ? ? ? | 2 0 0 open
        """,
    ),
    Case(
        name="a gathering that is open when the run ends waits for all that are left",
        text=cut(
            "{B.Get: {work: 3 ms}, D.Get: {work: 20 ms}, E.Get: {work: 30 ms}}",
            """
                par 2 of 3
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                and
                  A->>E: Get
                  E-->>A: Got
                end
                A-->>C: Tell
            """,
        ),
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="""
            0 0 A.Ask - | 0 0 0 ? ? ? | 0 10 0 open
            0 1/1 B.Get 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3/2 D.Get 0 | 0 0 0 ? ? ? | 10 0 0 open
            0 5/3 E.Get 0 | 0 0 0 ? ? ? | 10 0 0 open
        """,
        given_up="",
    ),
    Case(
        name="a losing copy that is open when the run ends is open in a settled journey",
        text=cut(
            "{B.Get: {work: 3 ms}, D.Get: {work: 20 ms}}",
            """
                par first
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                end
                A-->>C: Tell
            """,
        ),
        requests="0 | 0 3 3 3 3 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 well
            0 1/1 B.Get 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3/2 D.Get 0 | 0 0 0 ? ? ? | 10 0 0 open
        """,
        given_up="0 -1/2 | 3 beaten",
    ),
    Case(
        name="an option that is open when the run ends has been taken",
        text=cut(
            "{Charge: {work: 3 ms, fails: 100 %}, Undo: {work: 20 ms}}",
            """
                critical
                  A->>B: Charge
                  B-->>A: Charged
                option failure
                  A->>D: Undo
                  D-->>A: Undone
                end
                A-->>C: Tell
            """,
        ),
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="""
            0 0 A.Ask - | 0 0 0 ? ? ? | 0 10 0 open
            0 1 B.Charge 0 | 0 0 0 3 3 3 | 3 0 0 failed
            0 3 D.Undo 0 | 3 3 3 ? ? ? | 7 0 0 open
        """,
    ),
)

SEVERAL = (
    Case(
        name="each of two clients has blocks of its own over the same part",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Look: {work: 1 ms}}
            load: {C: at 0 s 1, U: at 1 ms 1}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                loop 2 times
                  C->>A: Ask
                  A-->>C: Tell
                end
                loop 3 times
                  U->>A: Look
                  A-->>U: Seen
                end
        """,
        # A has 0-2 Ask, 2-3 Look, 3-5 Ask (sent at 2), 5-6 Look (sent at 3), 6-7 Look.
        requests="""
            0.0.0 | 0 2 5 5 - | accepted well
            1.1.0 | 1 3 7 7 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 well
            0 0/1 A.Ask - | 2 2 3 5 5 5 | 2 0 0 well
            1 2 A.Look - | 1 1 2 3 3 3 | 1 0 0 well
            1 2/1 A.Look - | 3 3 5 6 6 6 | 1 0 0 well
            1 2/2 A.Look - | 6 6 6 7 7 7 | 1 0 0 well
        """,
    ),
    Case(
        name="two journeys of a client choose each for itself",
        text="""
            participants: {A: {workers: 1}}
            messages: {one: {work: 1 ms}, two: {work: 2 ms}, three: {work: 4 ms}}
            load: [at 0 s 1, at 10 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            designs:
              both:
                journeys:
                  first: |
                    sequenceDiagram
                      C->>A: Ask
                      opt 100 %
                        A->>A: one
                      end
                      A-->>C: Tell
                  second: |
                    sequenceDiagram
                      C->>A: Beg
                      alt 0 %
                        A->>A: two
                      else
                        A->>A: three
                      end
                      A-->>C: Told
        """,
        # Each arrival begins both: A has the first 0-1 and the second 1-5.
        requests="""
            0.0.0 | 0 1 1 1 1 | ok well
            0.1.0 | 0 5 5 5 5 | ok well
            0.0.1 | 10 11 11 11 11 | ok well
            0.1.1 | 10 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            1 3 A.Beg - | 0 0 1 5 5 5 | 4 0 0 well
            2 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 well
            3 3 A.Beg - | 10 10 11 15 15 15 | 4 0 0 well
        """,
    ),
    Case(
        name="users think after the last turn of their loop",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}}
            load: users 1 think 3 ms
            run: {horizon: 12 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                loop 2 times
                  C->>A: Ask
                  A-->>C: Tell
                end
        """,
        # Thinks until 3, asks until 7, thinks until 10, asks until 14.
        requests="""
            0 | 3 5 7 7 - | accepted well
            1 | 10 12 14 14 - | accepted well
        """,
        visits="""
            0 0 A.Ask - | 3 3 3 5 5 5 | 2 0 0 well
            0 0/1 A.Ask - | 5 5 5 7 7 7 | 2 0 0 well
            1 0 A.Ask - | 10 10 10 12 12 12 | 2 0 0 well
            1 0/1 A.Ask - | 12 12 12 14 14 14 | 2 0 0 well
        """,
    ),
)
