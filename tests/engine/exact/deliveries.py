"""Exact cases: deliveries that fail, expire or are dropped; see also `tests.conformance`."""

from tests.engine.exact.notation import Case

_WINDOW = """
    participants: {{Q: {{kind: broker, prefetch: 1, requeue: {requeue}}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 5 ms}}}}
    load: [at 0 s 1, at 1 ms 1, at 2 ms 1]
    faults: [{{fail: W, at: 0 s, for: 6 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""

DELIVERIES = (
    Case(
        name="a settlement that somebody else would have sent is rejected when that fails",
        text="""
            participants: {Q: {kind: broker, on-failure: drop}}
            messages: {Job: {work: 3 ms}, Write: {work: 1 ms}, Try: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W-)V: Write
                V->>D: Try
                D--xV: No
                V-->>Q: Ack
        """,
        # W is done well at 3; V, who would acknowledge what W took, is told no at 6.
        requests="0 | 0 - 6 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 3 | 3 0 0 well rejected
            0 2 V.Write 1 | 3 3 3 - - 6 | 1 2 0 failed
            0 3 D.Try 2 | 4 4 4 6 6 6 | 2 0 0 well
        """,
    ),
    Case(
        name="of several that wait in a full queue the oldest is dropped",
        text="""
            participants: {Q: {kind: broker, capacity: 2, when-full: drop-oldest}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 1, at 2 ms 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 1 - 3 - - | nothing lost
            2 | 2 - 20 20 - | nothing well
            3 | 3 - 30 30 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 3 | 0 0 0 well dropped
            1 1 W.Job 0 | - - - - - 3 | 0 0 0 withdrawn dropped
            2 0 Q.Put - | 2 2 2 - - 20 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            3 0 Q.Put - | 3 3 3 - - 30 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="what a window asks for again has its old place before those that wait",
        text=_WINDOW.format(requeue="original"),
        # The first fails at 5 and again stands before the second; from 6 on nothing fails.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 1 - 15 15 - | nothing well
            2 | 2 - 20 20 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 failed rejected
            0 1/1 W.Job 0 (5) | 5 5 5 - - 10 | 5 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 15 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 10 10 10 - - 15 | 5 0 0 well acknowledged
            2 0 Q.Put - | 2 2 2 - - 20 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 15 15 15 - - 20 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="what a window asks for again has the last place if it says tail",
        text=_WINDOW.format(requeue="tail"),
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 1 - 10 10 - | nothing well
            2 | 2 - 15 15 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 failed rejected
            0 1/1 W.Job 0 (5) | 15 15 15 - - 20 | 5 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 10 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 5 5 5 - - 10 | 5 0 0 well acknowledged
            2 0 Q.Put - | 2 2 2 - - 15 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 10 10 10 - - 15 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a lease that is extended ends when its receiver has been dead for long enough",
        text="""
            participants:
              Q: {kind: broker, lease: 6 ms, extend-every: 4 ms}
              W: {workers: 1, instances: 2, detect-after: never}
            messages: {Job: {work: 20 ms, network: 1 ms}}
            load: at 0 s 1
            faults: [{kill: W, every-busy: 4 ms}]
            run: {horizon: 12 ms, warm-up: 0 s, patience: 8 ms}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Killed at 5, extended at 4: the lease ends at 10. The second begins at 11, is extended at
        # 14 and killed at 15: its lease ends at 20, where the run ends, and what would happen then
        # is not run.
        requests="0 | 0 - ? ? - | nothing open",
        visits="""
            0 0 Q.Put - | 0 0 0 - - ? | 0 0 0 open
            0 1 W.Job 0 | 0 1 1 - - 5 | 4 0 0 died lapsed
            0 1/1 W@2.Job 0 (10) | 10 11 11 - - 15 | 4 0 0 died
        """,
    ),
)
