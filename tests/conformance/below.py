"""Promises: below a choice goes on what was begun in whichever branch was taken."""

from tests.engine.exact.notation import Case

HEAD = """
    participants: {A: {workers: 1}, B: {workers: 1}}
    messages: MESSAGES
    network: 1 ms
    load: at 0 s 1
    run: {horizon: 100 ms, warm-up: 0 s}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        BLOCK
"""


def with_block(messages: str, block: str) -> str:
    """The scenario with some messages, and the rest of its drawing."""
    return HEAD.replace("MESSAGES", messages).replace("        BLOCK\n", block)


BOTH = "{Quick: {work: 1 ms}, Slow: {work: 4 ms}, Log: {work: 2 ms}}"
QUICK = "{Quick: {work: 1 ms}, Log: {work: 2 ms}}"
SLOW = "{Slow: {work: 4 ms}, Log: {work: 2 ms}}"
CALLED = """\
        A->>B: Quick
        B-->>A: Fine
        else
        A->>B: Slow
        B-->>A: Good
        end
        B-)D: Log
        A-->>C: Tell
"""
ANSWERED = """\
        A->>B: Quick
        else
        A->>B: Slow
        end
        B-->>A: Done
        A-->>C: Tell
        B-)D: Log
"""
OPTIONAL = """\
        A->>B: Quick
        end
        A-)D: Log
        B-->>A: Fine
        A-->>C: Tell
"""
BEGUN = """\
        A-)B: Slow
        end
        B-)D: Log
        A-->>C: Tell
"""
ROLES = (
    Case(
        name="whoever was called in the first branch goes on below",
        text=with_block(BOTH, f"        alt 100 %\n{CALLED}"),
        requests="0 | 0 5 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 4 5 4 | 0 3 0 well
            0 1 B.Quick 0 | 1 2 2 3 4 3 | 1 0 0 well
            0 5 D.Log 1 | 3 4 4 - - 6 | 2 0 0 well
        """,
    ),
    Case(
        name="whoever was called in the second branch goes on below just so",
        text=with_block(BOTH, f"        alt 0 %\n{CALLED}"),
        requests="0 | 0 8 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 7 8 7 | 0 6 0 well
            0 3 B.Slow 0 | 1 2 2 6 7 6 | 4 0 0 well
            0 5 D.Log 3 | 6 7 7 - - 9 | 2 0 0 well
        """,
    ),
    Case(
        name="one answer below is that of whoever was called in the first branch",
        text=with_block(BOTH, f"        alt 100 %\n{ANSWERED}"),
        requests="0 | 0 5 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 4 5 4 | 0 3 0 well
            0 1 B.Quick 0 | 1 2 2 3 4 3 | 1 0 0 well
            0 5 D.Log 1 | 3 4 4 - - 6 | 2 0 0 well
        """,
    ),
    Case(
        name="one answer below is that of whoever was called in the second branch",
        text=with_block(BOTH, f"        alt 0 %\n{ANSWERED}"),
        requests="0 | 0 8 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 7 8 7 | 0 6 0 well
            0 2 B.Slow 0 | 1 2 2 6 7 6 | 4 0 0 well
            0 5 D.Log 2 | 6 7 7 - - 9 | 2 0 0 well
        """,
    ),
    Case(
        name="an answer below is waited for if its call was made in a branch",
        text=with_block(QUICK, f"        opt 100 %\n{OPTIONAL}"),
        requests="0 | 0 5 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 4 5 4 | 0 3 0 well
            0 1 B.Quick 0 | 1 2 2 3 4 3 | 1 0 0 well
            0 2 D.Log 0 | 1 2 2 - - 4 | 2 0 0 well
        """,
    ),
    Case(
        name="nobody waits for the answer to a call that was not made",
        text=with_block(QUICK, f"        opt 0 %\n{OPTIONAL}"),
        requests="0 | 0 2 4 4 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 1 2 1 | 0 0 0 well
            0 2 D.Log 0 | 1 2 2 - - 4 | 2 0 0 well
        """,
    ),
    Case(
        name="whoever was begun in a branch takes the steps below when it is ready",
        text=with_block(SLOW, f"        opt 100 %\n{BEGUN}"),
        requests="0 | 0 2 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 1 2 1 | 0 0 0 well
            0 1 B.Slow 0 | 1 2 2 - - 6 | 4 0 0 well
            0 2 D.Log 1 | 6 7 7 - - 9 | 2 0 0 well
        """,
    ),
    Case(
        name="whoever was not begun does nothing below",
        text=with_block(SLOW, f"        opt 0 %\n{BEGUN}"),
        requests="0 | 0 2 2 2 2 | ok well",
        visits="0 0 A.Ask - | 0 1 1 1 2 1 | 0 0 0 well",
    ),
)

OPEN = (
    Case(
        name="an answer in one branch leaves the call open in the others and below",
        text="""
            participants: {A: {workers: 1}}
            messages: {tidy: {work: 2 ms}, Get: {work: 1 ms}}
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
                end
                A->>A: tidy
                A-->>C: Late
        """,
        requests="0 | 0 3 3 3 3 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 2 1 0 well
            0 2 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 well
        """,
    ),
    Case(
        name="of two answers to a call on one path the first counts",
        text="""
            participants: {A: {workers: 1}}
            messages: {tidy: {work: 2 ms}, Get: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 100 %
                  A-->>C: Hit
                else
                  A->>B: Get
                  B-->>A: Got
                end
                A->>A: tidy
                A-->>C: Late
        """,
        requests="0 | 0 0 2 2 2 | accepted well",
        visits="0 0 A.Ask - | 0 0 0 0 0 2 | 2 0 0 well",
    ),
    Case(
        name="a branch can leave the answer to somebody else, and its execution ends",
        text="""
            participants: {A: {workers: 1}}
            messages: {Job: {work: 4 ms}, Ready: {work: 1 ms}}
            network: 1 ms
            load: [at 0 s 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 0 %
                  A-->>C: Cached
                else
                  A-)B: Job
                  B-)A: Ready
                  A-->>C: Result
                end
        """,
        # The connection stays open while A has no execution for it.
        requests="""
            0 | 0 9 9 9 9 | ok well
            1 | 3 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 8 9 1 | 0 0 0 well
            0 2 B.Job 0 | 1 2 2 - - 6 | 4 0 0 well
            0 3 A.Ready 2 | 6 7 7 - - 8 | 1 0 0 well
            1 0 A.Ask - | 3 4 4 11 12 4 | 0 0 0 well
            1 2 B.Job 0 | 4 5 5 - - 9 | 4 0 0 well
            1 3 A.Ready 2 | 9 10 10 - - 11 | 1 0 0 well
        """,
    ),
    Case(
        name="whoever begins in a branch can decide what is drawn below",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Quick: {work: 1 ms}, Slow: {work: 4 ms}, tidy: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 0 %
                  A->>B: Quick
                else
                  A->>B: Slow
                end
                alt 100 %
                  B->>B: tidy
                  B-->>A: Tidied
                else
                  B-->>A: Left
                end
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 0 6 0 well
            0 2 B.Slow 0 | 0 0 0 6 6 6 | 6 0 0 well
        """,
    ),
)

PUT = """
            participants: {A: {workers: 1}, Q: {kind: broker}, W: {workers: 1}}
            messages: {Small: {work: 1 ms}, Big: {work: 2 ms}, Job: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
"""
MESSAGES = (
    Case(
        name="a message that is put in the first branch is delivered below",
        text=f"""{PUT}
                alt 100 %
                  A-)Q: Small
                else
                  A-)Q: Big
                end
                A-->>C: Tell
                Q->>W: Job
        """,
        requests="0 | 0 0 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 1 Q.Small 0 | 0 0 0 - - 5 | 1 0 0 well acknowledged
            0 4 W.Job 1 | 1 1 1 - - 5 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message that is put in the second branch is delivered below",
        text=f"""{PUT}
                alt 0 %
                  A-)Q: Small
                else
                  A-)Q: Big
                end
                A-->>C: Tell
                Q->>W: Job
        """,
        requests="0 | 0 0 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 2 Q.Big 0 | 0 0 0 - - 6 | 2 0 0 well acknowledged
            0 4 W.Job 2 | 2 2 2 - - 6 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message that is not put is not delivered, and nothing waits in the broker",
        text=f"""{PUT}
                A-)Q: Big
                opt 0 %
                  A->>Q: Small
                  Q-->>A: Stored
                end
                A-->>C: Tell
                Q->>W: Job
        """,
        # What is delivered is Small, the latest one drawn above; Big is for nobody.
        requests="0 | 0 0 ? - - | accepted open",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 1 Q.Big 0 | 0 0 0 - - ? | 2 0 0 open
        """,
    ),
    Case(
        name="each branch can hand a stored message to somebody else",
        text="""
            participants: {A: {workers: 1}, Q: {kind: broker}, V: {workers: 1}, W: {workers: 1}}
            messages: {Put: {work: 2 ms}, V.Job: {work: 3 ms}, W.Job: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>Q: Put
                Q-->>A: Stored
                A-->>C: Tell
                alt 0 %
                  Q->>V: Job
                else
                  Q->>W: Job
                  W-->>Q: Ack
                end
        """,
        requests="0 | 0 2 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 well
            0 1 Q.Put 0 | 0 0 0 2 2 6 | 2 0 0 well acknowledged
            0 5 W.Job 1 | 2 2 2 - - 6 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a broker can confirm a message in one branch and refuse it in another",
        text="""
            participants: {A: {workers: 1}, Q: {kind: broker}, W: {workers: 1}}
            messages: {Put: {work: 2 ms}, Job: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>Q: Put
                alt 0 %
                  Q-->>A: Stored
                  Q->>W: Job
                else
                  Q--xA: Full
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 2 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 failed
            0 1 Q.Put 0 | 0 0 0 2 2 2 | 2 0 0 well
        """,
    ),
)
