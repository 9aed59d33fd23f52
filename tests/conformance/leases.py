"""Promises: how long a delivery may take, and what a settlement that comes too late is worth."""

from tests.engine.exact.notation import Case

_BUFFERED = """
    participants:
      Q: {{kind: broker, prefetch: 2, lease: {lease}, late-ack: {late}}}
      W: {{workers: 1}}
    messages: {{Job: {{work: 20 ms}}}}
    load: at 0 s 2
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""
_BUSY_AT_FIRST = """
    participants:
      Q: {{kind: broker, lease: 6 ms, late-ack: {late}}}
      W: {{workers: 1}}
      D: {{workers: 1}}
    messages: {{Long: {{work: 8 ms}}, Get: {{work: 2 ms}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)D: Long
        C-)Q: Put
        Q->>W: Job
        W->>D: Get
        D-->>W: Got
        {below}
"""

LEASES = (
    Case(  # D14, D15
        name="a lease redelivers on time what a receiver had whose death nobody notices",
        text="""
            participants:
              Q: {kind: broker, lease: 12 ms}
              W: {workers: 1, instances: 2, detect-after: never}
            messages: {Job: {work: 10 ms, network: 1 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Counted from the instant it left, 0, not from its arrival.
        requests="0 | 0 - 23 23 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 23 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 1 1 - - 4 | 3 0 0 died lapsed
            0 1/1 W@2.Job 0 (12) | 12 13 13 - - 23 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="whichever comes first, the lease or the notice of a death",
        text="""
            participants:
              Q: {kind: broker, lease: 12 ms}
              W: {workers: 1, instances: 2, detect-after: 3 ms}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 17 17 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 17 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died cut_off
            0 1/1 W@2.Job 0 (7) | 7 7 7 - - 17 | 10 0 0 well acknowledged
        """,
    ),
    Case(  # D15
        name="a lease counts from delivery: who waits in a buffer is delivered twice",
        text=_BUFFERED.format(lease="30 ms", late="honoured"),
        # Both leave at 0. The second begins at 20, and its lease ends at 30 though 20 < 30. Its
        # other delivery waits in the same buffer, and runs though the first was honoured at 40.
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 40 40 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 0 0 20 - - 40 | 20 0 0 well lapsed
            1 1/1 W.Job 0 (30) | 30 30 40 - - 60 | 20 0 0 well acknowledged
        """,
    ),
    Case(  # D34
        name="what ends as its lease ends is in time",
        text=_BUFFERED.format(lease="40 ms", late="rejected"),
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 40 40 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 0 0 20 - - 40 | 20 0 0 well acknowledged
        """,
    ),
    Case(
        name="a settlement after the lease counts if it is honoured; the other is a duplicate",
        text="""
            participants: {Q: {kind: broker, lease: 6 ms}, W: {workers: 2}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Settled at 10. The lease of the second would end at 12: it has no meaning any more.
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well lapsed
            0 1/1 W.Job 0 (6) | 6 6 6 - - 16 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a settlement after the lease is worth nothing if it is rejected",
        text=_BUFFERED.format(lease="35 ms", late="rejected"),
        # The second runs 20-40, too late for 35; its other delivery runs 40-60, in time for 70.
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 60 60 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 60 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 0 0 20 - - 40 | 20 0 0 well lapsed
            1 1/1 W.Job 0 (35) | 35 35 40 - - 60 | 20 0 0 well acknowledged
        """,
    ),
    Case(
        name="a late settlement that is honoured withdraws a message that waits",
        text=_BUSY_AT_FIRST.format(
            late="honoured", below="W-->>Q: Ack\n        W->>D: Get\n        D-->>W: Got"
        ),
        # D is busy until 8, so that Got comes at 10. The lease ended at 6, and the message waits
        # for W, who keeps its worker until 12.
        requests="0 | 0 - 12 12 - | nothing well",
        visits="""
            0 0 D.Long - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 12 | 0 12 0 well lapsed
            0 2/1 W.Job 1 (6) | - - - - - 10 | 0 0 0 withdrawn acknowledged
            0 3 D.Get 2 | 0 0 8 10 10 10 | 2 0 0 well
            0 6 D.Get 2 | 10 10 10 12 12 12 | 2 0 0 well
        """,
    ),
    Case(
        name="a late settlement withdraws the message that waits for the very worker it frees",
        text=_BUSY_AT_FIRST.format(late="honoured", below=""),
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 D.Long - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 10 | 0 10 0 well lapsed
            0 2/1 W.Job 1 (6) | - - - - - 10 | 0 0 0 withdrawn acknowledged
            0 3 D.Get 2 | 0 0 8 10 10 10 | 2 0 0 well
        """,
    ),
    Case(
        name="a late settlement that is rejected leaves a message that waits where it is",
        text=_BUSY_AT_FIRST.format(late="rejected", below=""),
        # The second attempt finds D free.
        requests="0 | 0 - 12 12 - | nothing well",
        visits="""
            0 0 D.Long - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Put - | 0 0 0 - - 12 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 10 | 0 10 0 well lapsed
            0 2/1 W.Job 1 (6) | 10 10 10 - - 12 | 0 2 0 well acknowledged
            0 3 D.Get 2 | 0 0 8 10 10 10 | 2 0 0 well
            0 3/1 D.Get 2/1 | 10 10 10 12 12 12 | 2 0 0 well
        """,
    ),
    Case(
        name="a lease that ends frees no place in the window of its receiver",
        text="""
            participants: {Q: {kind: broker, prefetch: 1, lease: 6 ms}, W: {workers: 2}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # There is a second worker, but no place for a second delivery until 10.
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well lapsed
            0 1/1 W.Job 0 (6) | - - - - - 10 | 0 0 0 withdrawn acknowledged
        """,
    ),
    Case(
        name="a lease that a living receiver extends does not end",
        text="""
            participants: {Q: {kind: broker, lease: 8 ms, extend-every: 5 ms}, W: {workers: 2}}
            messages: {Job: {work: 22 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 22 22 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 22 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 22 | 22 0 0 well acknowledged
        """,
    ),
    Case(
        name="the dead extend nothing: a lease ends after its last extension",
        text="""
            participants:
              Q: {kind: broker, lease: 8 ms, extend-every: 5 ms}
              W: {workers: 1, instances: 2, detect-after: never}
            messages: {Job: {work: 22 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 12 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Extended at 5 and at 10: it ends at 18.
        requests="0 | 0 - 40 40 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 12 | 12 0 0 died lapsed
            0 1/1 W@2.Job 0 (18) | 18 18 18 - - 40 | 22 0 0 well acknowledged
        """,
    ),
    Case(
        name="a lease that ends is a delivery that came to nothing: the last makes a dead letter",
        text="""
            participants:
              Q: {kind: broker, lease: 8 ms, max-deliveries: 2}
              W: {workers: 1, instances: 3, detect-after: never}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults:
              - {crash: W, instance: 1, at: 4 ms, for: 80 ms}
              - {crash: W, instance: 2, at: 10 ms, for: 80 ms}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 16 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 16 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died lapsed
            0 1/1 W@2.Job 0 (8) | 8 8 8 - - 10 | 2 0 0 died lapsed
        """,
    ),
)
