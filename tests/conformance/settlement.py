"""Promises: when a delivery is settled, and what a crash in the midst of the work does then."""

from tests.engine.exact.notation import Case

_ONE = """
    participants: {{Q: {{kind: broker, ack: {ack}}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 6 ms, network: 2 ms}}}}
    load: at 0 s 1
    faults: [{{crash: W, at: 5 ms, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""
_TWO = """
    participants: {{Q: {{kind: broker, ack: {ack}}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 10 ms}}}}
    load: at 0 s 2
    faults: [{{crash: W, at: 15 ms, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""

SETTLEMENTS = (  # D12: W dies in the middle of its work, at 5
    Case(
        name="settled on delivery, a message is forgotten when it leaves: a crash loses it",
        text=_ONE.format(ack="on-delivery"),
        requests="0 | 0 - 5 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 0 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 2 2 - - 5 | 3 0 0 died acknowledged
        """,
    ),
    Case(
        name="settled before the work, a message is forgotten when it is taken up: likewise",
        text=_ONE.format(ack="before-work"),
        requests="0 | 0 - 5 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 2 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 2 2 - - 5 | 3 0 0 died acknowledged
        """,
    ),
    Case(
        name="settled after the work, a message outlives the crash of its receiver",
        text=_ONE.format(ack="after-work"),
        requests="0 | 0 - 18 18 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 18 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 2 2 - - 5 | 3 0 0 died cut_off
            0 1/1 W.Job 0 (5) | 10 12 12 - - 18 | 6 0 0 well acknowledged
        """,
    ),
    Case(
        name="settled in batches, all that was done since the last one is done again",
        text=_TWO.format(ack="every 2"),
        # The first is done at 10 and waits for a second to be settled with; at 15 both are cut
        # off. From 20 on W does both.
        requests="""
            0 | 0 - 40 40 - | nothing well
            1 | 0 - 40 40 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well cut_off
            0 1/1 W.Job 0 (15) | 20 20 20 - - 30 | 10 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 10 10 10 - - 15 | 5 0 0 died cut_off
            1 1/1 W.Job 0 (15) | 30 30 30 - - 40 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="settled at intervals, only what was done since the last one is done again",
        text=_TWO.format(ack="every 12 ms"),
        # The first is done at 10 and settled at 12; the second is done at 30, settled at 36.
        requests="""
            0 | 0 - 12 12 - | nothing well
            1 | 0 - 36 36 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 12 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 36 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 10 10 10 - - 15 | 5 0 0 died cut_off
            1 1/1 W.Job 0 (15) | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a batch that is never full is never settled",
        text="""
            participants: {Q: {kind: broker, ack: every 2}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 3
            run: {horizon: 50 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 20 20 - | nothing well
            2 | 0 - ? ? - | nothing open
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - ? | 0 0 0 open
            2 1 W.Job 0 | 20 20 20 - - 30 | 10 0 0 well
        """,
    ),
    Case(
        name="each instance fills its own batch",
        text="""
            participants: {Q: {kind: broker, ack: every 2}, W: {workers: 1, instances: 2}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 4
            run: {horizon: 50 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 20 20 - | nothing well
            2 | 0 - 20 20 - | nothing well
            3 | 0 - 20 20 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            1 1 W@2.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            3 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            3 1 W@2.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="an acknowledgement drawn before a step of work is early: a crash after it loses it",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 2 ms}, Run: {work: 6 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 5 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W-->>Q: Ack
                W->>W: Run
        """,
        requests="0 | 0 - 5 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 2 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died acknowledged
        """,
    ),
    Case(
        name="an acknowledgement that is under way when its sender dies still arrives",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, detect-after: 9 ms}}
            messages: {Job: {work: 2 ms}, Ack: {network: 6 ms}, Run: {work: 6 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 5 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W-->>Q: Ack
                W->>W: Run
        """,
        # Sent at 2, there at 8; the death at 5 would be noticed at 14.
        requests="0 | 0 - 8 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died acknowledged
        """,
    ),
)
