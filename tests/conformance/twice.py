"""Promises: deliveries are counted apart from effects; what a lost word does."""

from tests.engine.exact.notation import Case

_LATE = """
    participants:
      Q: {{kind: broker, lease: 6 ms, late-ack: rejected}}
      W: {{workers: 1}}
      D: {{workers: 1}}
    messages: {{Long: {{work: 8 ms}}, Job: {{idempotent: {window}}}, Get: {{work: 2 ms}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)D: Long
        C-)Q: Put
        Q->>W: Job
        W->>D: Get
        D-->>W: Got
"""
_BATCH = """
    participants: {{Q: {{kind: broker, ack: every 40 ms}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 10 ms, idempotent: {window}}}}}
    load: at 0 s 1
    faults: [{{crash: W, at: 15 ms, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""
_LOST_WORD = """
    participants: {{Q: {{kind: broker, lease: 20 ms}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 4 ms{idempotent}}}}}
    load: at 0 s 1
    faults: [{{lose: Ack, at: 2 ms, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
        W-->>Q: Ack
"""
_LOST_CONFIRMATION = """
    participants:
      D: {{kind: broker, lease: 20 ms}}
      Q: {{kind: broker{dedupe}}}
      Relay: {{workers: 2}}
    messages: {{D.Row: {{work: 3 ms}}, Q.Event: {{work: 4 ms}}, W.Event: {{work: 5 ms}}}}
    load: at 0 s 1
    faults: [{{lose: Stored, at: 5 ms, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)D: Row
        D->>Relay: Row
        Relay->>Q: Event
        Q-->>Relay: Stored
        Q->>W: Event
"""

TWICE = (  # D26
    Case(
        name="a delivery of what was done well does nothing, and settles",
        text=_LATE.format(window="unlimited"),
        # D is busy until 8; W is done at 10, too late for 6, and has the message again at once.
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 D.Long - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 10 | 0 10 0 well lapsed
            0 2/1 W.Job 1 (6) | 10 10 10 - - 10 | 0 0 0 well acknowledged
            0 3 D.Get 2 | 0 0 8 10 10 10 | 2 0 0 well
        """,
    ),
    Case(
        name="a receiver knows what it has done for as long as it is said",
        text=_BATCH.format(window="10 ms"),
        # Done at 10, cut off at 15 before it was settled, taken up again at 20.
        requests="0 | 0 - 40 40 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well cut_off
            0 1/1 W.Job 0 (15) | 20 20 20 - - 20 | 0 0 0 well acknowledged
        """,
    ),
    Case(
        name="and no longer",
        text=_BATCH.format(window="9 ms"),
        requests="0 | 0 - 40 40 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well cut_off
            0 1/1 W.Job 0 (15) | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="of two attempts at once the second finds at its end that all is done",
        text="""
            participants: {Q: {kind: broker, lease: 9 ms}, W: {workers: 2}}
            messages: {Job: {work: 10 ms, idempotent: unlimited}, Save: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Save
                D-->>W: Saved
        """,
        # The second works 9-19 for nothing: the first was done well at 13. It saves nothing.
        requests="0 | 0 - 13 13 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 13 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 13 | 10 3 0 well lapsed
            0 1/1 W.Job 0 (9) | 9 9 9 - - 19 | 10 0 0 well acknowledged
            0 2 D.Save 1 | 10 10 10 13 13 13 | 3 0 0 well
        """,
    ),
    Case(
        name="what failed was not done: it is done again",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 4 ms, idempotent: unlimited}}
            load: at 0 s 1
            faults: [{fail: W, at: 1 ms, for: 4 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 8 8 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (4) | 4 4 4 - - 8 | 4 0 0 well acknowledged
        """,
    ),
)

LOST_WORDS = (  # D08
    Case(
        name="a lost acknowledgement is found out by the lease, and makes a duplicate",
        text=_LOST_WORD.format(idempotent=""),
        requests="0 | 0 - 24 24 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 24 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well lapsed
            0 1/1 W.Job 0 (20) | 20 20 20 - - 24 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a lost acknowledgement costs an idempotent receiver a delivery, and no work",
        text=_LOST_WORD.format(idempotent=", idempotent: unlimited"),
        requests="0 | 0 - 20 20 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well lapsed
            0 1/1 W.Job 0 (20) | 20 20 20 - - 20 | 0 0 0 well acknowledged
        """,
    ),
    Case(
        name="a lost confirmation makes two messages of one",
        text=_LOST_CONFIRMATION.format(dedupe=""),
        # The relay that sends at 3 never hears of 7, and waits until the run ends, at 100. Its
        # lease ends at 23; the other sends again.
        requests="0 | 0 - 32 32 - | nothing well",
        visits="""
            0 0 D.Row - | 0 0 0 - - 27 | 3 0 0 well acknowledged
            0 1 Relay.Row 0 | 3 3 3 - - ? | 0 97 0 open lapsed
            0 1/1 Relay.Row 0 (23) | 23 23 23 - - 27 | 0 4 0 well acknowledged
            0 2 Q.Event 1 | 3 3 3 7 - 12 | 4 0 0 well acknowledged
            0 2/1 Q.Event 1/1 | 23 23 23 27 27 32 | 4 0 0 well acknowledged
            0 4 W.Event 2 | 7 7 7 - - 12 | 5 0 0 well acknowledged
            0 4/1 W.Event 2/1 | 27 27 27 - - 32 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a lost confirmation makes one message where the broker knows it again",
        text=_LOST_CONFIRMATION.format(dedupe=", dedupe: 1 min"),
        requests="0 | 0 - 27 27 - | nothing well",
        visits="""
            0 0 D.Row - | 0 0 0 - - 27 | 3 0 0 well acknowledged
            0 1 Relay.Row 0 | 3 3 3 - - ? | 0 97 0 open lapsed
            0 1/1 Relay.Row 0 (23) | 23 23 23 - - 27 | 0 4 0 well acknowledged
            0 2 Q.Event 1 | 3 3 3 7 - 12 | 4 0 0 well acknowledged
            0 2/1 Q.Event 1/1 | 23 23 23 27 27 27 | 4 0 0 well acknowledged
            0 4 W.Event 2 | 7 7 7 - - 12 | 5 0 0 well acknowledged
        """,
    ),
)
