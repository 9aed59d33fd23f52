"""Promises: how much a queue holds, for how long, and who goes first."""

from tests.engine.exact.notation import Case

_FULL = """
    participants: {{Q: {{kind: broker, capacity: 1, when-full: {policy}}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 10 ms}}}}
    load: [at 0 s 1, at 1 ms 1, at 2 ms 1]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>Q: Put
        Q-->>C: Stored
        Q->>W: Job
"""
_FIRST = """
    0 0 Q.Put - | 0 0 0 0 0 10 | 0 0 0 well acknowledged
    0 2 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
"""
_SECOND = """
    1 0 Q.Put - | 1 1 1 1 1 20 | 0 0 0 well acknowledged
    1 2 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
"""

CAPACITY = (  # D20, D21: the first is with W and takes no room, the second waits
    Case(
        name="a full queue refuses one more, and its sender is told so",
        text=_FULL.format(policy="reject"),
        requests="""
            0 | 0 0 10 10 - | accepted well
            1 | 1 1 20 20 - | accepted well
            2 | 2 - 2 - - | refused refused
        """,
        visits=_FIRST
        + _SECOND
        + """
            2 0 Q.Put - | 2 2 - 2 2 - | 0 0 0 refused
        """,
    ),
    Case(
        name="a full queue that drops the oldest loses a message it has confirmed",
        text=_FULL.format(policy="drop-oldest"),
        requests="""
            0 | 0 0 10 10 - | accepted well
            1 | 1 1 2 - - | accepted lost
            2 | 2 2 20 20 - | accepted well
        """,
        visits=_FIRST
        + """
            1 0 Q.Put - | 1 1 1 1 1 2 | 0 0 0 well dropped
            1 2 W.Job 0 | - - - - - 2 | 0 0 0 withdrawn dropped
            2 0 Q.Put - | 2 2 2 2 2 20 | 0 0 0 well acknowledged
            2 2 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a full queue that blocks keeps a sender waiting until there is room",
        text=_FULL.format(policy="block"),
        # The second leaves at 10; then the third is taken in.
        requests="""
            0 | 0 0 10 10 - | accepted well
            1 | 1 1 20 20 - | accepted well
            2 | 2 10 30 30 - | accepted well
        """,
        visits=_FIRST
        + _SECOND
        + """
            2 0 Q.Put - | 2 2 10 10 10 30 | 0 0 0 well acknowledged
            2 2 W.Job 0 | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a full queue can put one more aside: confirmed, and never delivered",
        text=_FULL.format(policy="dead-letter"),
        requests="""
            0 | 0 0 10 10 - | accepted well
            1 | 1 1 20 20 - | accepted well
            2 | 2 2 2 - - | accepted dead_lettered
        """,
        visits=_FIRST
        + _SECOND
        + """
            2 0 Q.Put - | 2 2 2 2 2 2 | 0 0 0 well dead_lettered
            2 2 W.Job 0 | - - - - - 2 | 0 0 0 withdrawn dead_lettered
        """,
    ),
    Case(
        name="a refused message whose confirmation nobody waits for is told to nobody",
        text="""
            participants: {Q: {kind: broker, capacity: 1}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 1 - 20 20 - | nothing well
            2 | 2 - 2 - - | nothing refused
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 20 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            2 0 Q.Put - | 2 2 - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="a message that is being written takes room",
        text="""
            participants: {Q: {kind: broker, capacity: 1}, W: {workers: 1}}
            messages: {Put: {work: 5 ms}, Job: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 1, at 6 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
        """,
        # The first leaves when it is written, at 5. The third is written 6-11.
        requests="""
            0 | 0 5 15 15 - | accepted well
            1 | 1 - 1 - - | refused refused
            2 | 6 11 25 25 - | accepted well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 5 5 15 | 5 0 0 well acknowledged
            0 2 W.Job 0 | 5 5 5 - - 15 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 - 1 1 - | 0 0 0 refused
            2 0 Q.Put - | 6 6 6 11 11 25 | 5 0 0 well acknowledged
            2 2 W.Job 0 | 15 15 15 - - 25 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a full queue is full for its own messages only",
        text="""
            participants: {Q: {kind: broker, capacity: 1}, V: {workers: 1}, W: {workers: 1}}
            messages: {W.Job: {work: 10 ms}, V.Note: {work: 6 ms}}
            load: at 0 s 1, then at 1 ms 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                C-)Q: Note
                Q->>V: Note
        """,
        # One of each waits from 1 on.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 1 - 20 20 - | nothing well
        """,
        visits="""
            0 0 Q.Job - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            0 2 Q.Note - | 0 0 0 - - 6 | 0 0 0 well acknowledged
            0 3 V.Note 2 | 0 0 0 - - 6 | 6 0 0 well acknowledged
            1 0 Q.Job - | 1 1 1 - - 20 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
            1 2 Q.Note - | 1 1 1 - - 12 | 0 0 0 well acknowledged
            1 3 V.Note 2 | 6 6 6 - - 12 | 6 0 0 well acknowledged
        """,
    ),
)

EXPIRY = (  # D22
    Case(
        name="a message expires when it has waited for too long, and not while it is with W",
        text="""
            participants: {Q: {kind: broker, ttl: 5 ms}, W: {workers: 1}}
            messages: {Put: {work: 2 ms}, Job: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Counted from when it is written: the second, stored at 3, expires at 8.
        requests="""
            0 | 0 - 12 12 - | nothing well
            1 | 1 - 8 - - | nothing expired
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 12 | 2 0 0 well acknowledged
            0 1 W.Job 0 | 2 2 2 - - 12 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 8 | 2 0 0 well expired
            1 1 W.Job 0 | - - - - - 8 | 0 0 0 withdrawn expired
        """,
    ),
    Case(
        name="a message that is too old when it comes back expires at that instant",
        text="""
            participants: {Q: {kind: broker, ttl: 5 ms}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 8 ms, for: 2 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 8 - - | nothing expired",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well expired
            0 1 W.Job 0 | 0 0 0 - - 8 | 8 0 0 died cut_off
        """,
    ),
    Case(
        name="its time goes on from when it was first stored, whatever happened since",
        text="""
            participants: {Q: {kind: broker, ttl: 20 ms}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 8 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 20 - - | nothing expired",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well expired
            0 1 W.Job 0 | 0 0 0 - - 8 | 8 0 0 died cut_off
            0 1/1 W.Job 0 (8) | - - - - - 20 | 0 0 0 withdrawn expired
        """,
    ),
    Case(
        name="a message expires while it waits out the delay before its next delivery",
        text="""
            participants: {Q: {kind: broker, ttl: 6 ms, retry-delay: 9 ms}, W: {workers: 1}}
            messages: {Job: {work: 4 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # It would be ready again at 13.
        requests="0 | 0 - 6 - - | nothing expired",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 0 0 0 well expired
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (-) | - - - - - 6 | 0 0 0 withdrawn expired
        """,
    ),
    Case(
        name="a dead letter that is stored anew has its time anew",
        text="""
            participants:
              Q: {kind: broker, ttl: 6 ms, max-deliveries: 1, redrive-after: 5 ms}
              W: {workers: 1}
            messages: {Job: {work: 2 ms, fails: 100 %}, Long: {work: 20 ms, network: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                C-)W: Long
        """,
        # Put aside at 2, stored anew at 7, when W is busy with something else until 23.
        requests="0 | 0 - 23 - - | nothing expired",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 13 | 0 0 0 well expired
            0 1 W.Job 0 | 0 0 0 - - 2 | 2 0 0 failed rejected
            0 1/1 W.Job 0 (7) | - - - - - 13 | 0 0 0 withdrawn expired
            0 2 W.Long - | 0 3 3 - - 23 | 20 0 0 well
        """,
    ),
)

PRIORITIES = (
    Case(
        name="of those that wait for a worker the one with the highest priority is next",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Long: {work: 10 ms}, W.Low: {work: 4 ms}, W.High: {work: 4 ms, priority: 3}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)W: Long
                C-)Q: Low
                C-)Q: High
                Q->>W: Low
                Q->>W: High
        """,
        requests="0 | 0 - 18 18 - | nothing well",
        visits="""
            0 0 W.Long - | 0 0 0 - - 10 | 10 0 0 well
            0 1 Q.Low - | 0 0 0 - - 18 | 0 0 0 well acknowledged
            0 2 Q.High - | 0 0 0 - - 14 | 0 0 0 well acknowledged
            0 3 W.Low 1 | 14 14 14 - - 18 | 4 0 0 well acknowledged
            0 4 W.High 2 | 10 10 10 - - 14 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a call of higher priority has the worker before a message that has waited longer",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages:
              Long: {work: 10 ms}
              W.Put: {work: 4 ms}
              Urgent: {work: 2 ms, network: 1 ms, priority: 1}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)W: Long
                C-)Q: Put
                Q->>W: Put
                C-)W: Urgent
        """,
        requests="0 | 0 - 16 16 - | nothing well",
        visits="""
            0 0 W.Long - | 0 0 0 - - 10 | 10 0 0 well
            0 1 Q.Put - | 0 0 0 - - 16 | 0 0 0 well acknowledged
            0 2 W.Put 1 | 12 12 12 - - 16 | 4 0 0 well acknowledged
            0 3 W.Urgent - | 0 1 10 - - 12 | 2 0 0 well
        """,
    ),
)
