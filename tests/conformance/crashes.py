"""Promises: what dies in a crash, what outlives it, and who is told."""

from tests.engine.exact.notation import Case

_DOWN_TWICE = """
    participants: {{A: {{workers: 1}}}}
    messages: {{Ask: {{work: 2 ms}}}}
    load: [at 9 ms 1, at 12 ms 1, at 16 ms 1, at 24 ms 1, at 27 ms 1, at 31 ms 1]
    faults: [{{crash: A, {law}, for: 5 ms}}]
    run: {{horizon: 35 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""

# Down 10-15 and 25-30.
_TOLD_TWICE = """
    0 | 9 - 10 - - | failed lost
    1 | 12 - 12 - - | refused refused
    2 | 16 18 18 18 18 | ok well
    3 | 24 - 25 - - | failed lost
    4 | 27 - 27 - - | refused refused
    5 | 31 33 33 33 33 | ok well
"""
_DONE_TWICE = """
    0 0 A.Ask - | 9 9 9 10 10 10 | 1 0 0 died
    1 0 A.Ask - | 12 12 - 12 12 - | 0 0 0 refused
    2 0 A.Ask - | 16 16 16 18 18 18 | 2 0 0 well
    3 0 A.Ask - | 24 24 24 25 25 25 | 1 0 0 died
    4 0 A.Ask - | 27 27 - 27 27 - | 0 0 0 refused
    5 0 A.Ask - | 31 31 31 33 33 33 | 2 0 0 well
"""

CRASHES = (
    Case(  # D14, D30
        name="whoever waits for the dead is told no when that is noticed; the queue dies too",
        text="""
            participants: {A: {workers: 1, detect-after: 2 ms}}
            messages: {Ask: {work: 10 ms}}
            network: 1 ms
            load: [at 0 s 2, at 5 ms 1, at 9 ms 1]
            faults: [{crash: A, at: 4 ms, for: 6 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # One works, one waits; both die at 4, and the no leaves at 6. The third is there at 6,
        # while A is down, the fourth at 10, as it is back: faults come before arrivals.
        requests="""
            0 | 0 - 7 - - | failed lost
            1 | 0 - 7 - - | failed lost
            2 | 5 - 7 - - | refused refused
            3 | 9 21 21 21 21 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 4 | 3 0 0 died
            1 0 A.Ask - | 0 1 - 6 7 4 | 0 0 0 died
            2 0 A.Ask - | 5 6 - 6 7 - | 0 0 0 refused
            3 0 A.Ask - | 9 10 10 20 21 20 | 10 0 0 well
        """,
    ),
    Case(
        name="while another instance is up those who wait, wait for that",
        text="""
            participants: {A: {workers: 1, instances: 2}}
            messages: {Ask: {work: 10 ms}}
            load: at 0 s 3
            faults: [{crash: A, instance: 1, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 - 4 - - | failed lost
            1 | 0 10 10 10 10 | ok well
            2 | 0 20 20 20 20 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 died
            1 0 A@2.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            2 0 A@2.Ask - | 0 0 10 20 20 20 | 10 0 0 well
        """,
    ),
    Case(  # D30
        name="what the dead have sent still arrives",
        text="""
            messages: {Ask: {work: 2 ms}, Note: {work: 1 ms, network: 5 ms}, Step: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 1 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Note
                A->>A: Step
                A-->>C: Tell
        """,
        requests="0 | 0 - 8 - - | failed lost",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 died
            0 1 B.Note 0 | 2 7 7 - - 8 | 1 0 0 well
        """,
    ),
    Case(  # D31
        name="a crash can come again and again, so long after the last one was over",
        text=_DOWN_TWICE.format(law="every: 10 ms"),
        requests=_TOLD_TWICE,
        visits=_DONE_TWICE,
    ),
    Case(
        name="a crash can come at fixed times",
        text=_DOWN_TWICE.format(law="at: [10 ms, 25 ms]"),
        requests=_TOLD_TWICE,
        visits=_DONE_TWICE,
    ),
    Case(
        name="crashes that overlap are over when the last of them is",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 2 ms}}
            load: [at 6 ms 1, at 7 ms 1, at 11 ms 1]
            faults:
              - {crash: A, at: 1 ms, for: 4 ms}
              - {crash: A, at: [2 ms, 5 ms], for: 3 ms}
              - {crash: A, at: 5 ms, for: 6 ms}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # Down 1-5, 2-5, 5-8 and 5-11: from 1 to 11.
        requests="""
            0 | 6 - 6 - - | refused refused
            1 | 7 - 7 - - | refused refused
            2 | 11 13 13 13 13 | ok well
        """,
        visits="""
            0 0 A.Ask - | 6 6 - 6 6 - | 0 0 0 refused
            1 0 A.Ask - | 7 7 - 7 7 - | 0 0 0 refused
            2 0 A.Ask - | 11 11 11 13 13 13 | 2 0 0 well
        """,
    ),
    Case(
        name="an execution can be killed by so much work; its worker is free again at once",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 10 ms}}
            load: at 0 s 2
            faults: [{kill: A, every-busy: 3 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 - 3 - - | failed lost
            1 | 0 - 6 - - | failed lost
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 3 0 0 died
            1 0 A.Ask - | 0 0 3 6 6 6 | 3 0 0 died
        """,
    ),
    Case(
        name="less work than it takes to kill goes well, however long it waits",
        text="""
            messages: {Ask: {work: 2 ms}, Get: {work: 10 ms}}
            load: at 0 s 1
            faults: [{kill: A, every-busy: 3 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 12 12 12 12 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 12 12 12 | 2 10 0 well
            0 1 B.Get 0 | 2 2 2 12 12 12 | 10 0 0 well
        """,
    ),
)

_BROKER = """
    participants: {{Q: {{kind: broker, durable: {durable}}}, W: {{workers: 1}}}}
    messages: {{Long: {{work: 20 ms}}, Job: {{work: 10 ms}}}}
    load: at 0 s 1
    faults: [{{crash: Q, at: 5 ms, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)W: Long
        C->>Q: Put
        Q-->>C: Stored
        Q->>W: Job
"""

BROKERS = (
    Case(  # D06
        name="a message that is being written dies with its broker; who waits for it is told no",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Put: {work: 4 ms}, Job: {work: 1 ms}}
            load: [at 0 s 1, at 3 ms 1, at 8 ms 1]
            faults: [{crash: Q, at: 6 ms, for: 2 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
        """,
        # Written by 4; to be written by 7, dead at 6; there as Q is back.
        requests="""
            0 | 0 4 5 5 - | accepted well
            1 | 3 - 6 - - | failed lost
            2 | 8 12 13 13 - | accepted well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 4 4 5 | 4 0 0 well acknowledged
            0 2 W.Job 0 | 4 4 4 - - 5 | 1 0 0 well acknowledged
            1 0 Q.Put - | 3 3 3 6 6 6 | 3 0 0 died
            2 0 Q.Put - | 8 8 8 12 12 13 | 4 0 0 well acknowledged
            2 2 W.Job 0 | 12 12 12 - - 13 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="what was confirmed outlives a crash of a broker that writes",
        text=_BROKER.format(durable="written"),
        requests="0 | 0 0 30 30 - | accepted well",
        visits="""
            0 0 W.Long - | 0 0 0 - - 20 | 20 0 0 well
            0 1 Q.Put - | 0 0 0 0 0 30 | 0 0 0 well acknowledged
            0 3 W.Job 1 | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="what was confirmed is gone with a broker that keeps it in memory",
        text=_BROKER.format(durable="never"),
        # Accepted at 0, dropped at 5. Long goes on until 20.
        requests="0 | 0 0 20 - - | accepted lost",
        visits="""
            0 0 W.Long - | 0 0 0 - - 20 | 20 0 0 well
            0 1 Q.Put - | 0 0 0 0 0 5 | 0 0 0 well dropped
            0 3 W.Job 1 | - - - - - 5 | 0 0 0 withdrawn dropped
        """,
    ),
    Case(
        name="while a broker is down it refuses, and nothing leaves it",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Long: {work: 7 ms}, Job: {work: 10 ms}}
            faults: [{crash: Q, at: 5 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            designs:
              one:
                journeys:
                  first:
                    load: {C: at 0 s 1}
                    diagram: |
                      sequenceDiagram
                        C-)W: Long
                        C->>Q: Put
                        Q-->>C: Stored
                        Q->>W: Job
                  second:
                    load: {C: at 6 ms 1}
                    diagram: |
                      sequenceDiagram
                        C->>Q: Log
                        Q-->>C: Kept
                        Q->>V: Log
        """,
        # W is free at 7; the message leaves at 10.
        requests="""
            0.0.0 | 0 0 20 20 - | accepted well
            0.1.0 | 6 - 6 - - | refused refused
        """,
        visits="""
            0 0 W.Long - | 0 0 0 - - 7 | 7 0 0 well
            0 1 Q.Put - | 0 0 0 0 0 20 | 0 0 0 well acknowledged
            0 3 W.Job 1 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            1 4 Q.Log - | 6 6 - 6 6 - | 0 0 0 refused
        """,
    ),
    Case(
        name="what is out when its broker crashes is delivered again, and its settlement ignored",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: Q, at: 5 ms, for: 10 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # W ends at 10, while Q is down; the message leaves again at 15.
        requests="0 | 0 - 25 25 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 25 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well cut_off
            0 1/1 W.Job 0 (5) | 15 15 15 - - 25 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="what is out when a broker forgets all in a crash is done all the same",
        text="""
            participants: {Q: {kind: broker, durable: never}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: Q, at: 5 ms, for: 10 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well cut_off
        """,
    ),
)
