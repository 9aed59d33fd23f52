"""Promises: what comes to nothing is delivered again, when, and how often."""

from tests.engine.exact.notation import Case

REDELIVERY = (
    Case(  # D14
        name="what a dead receiver had is delivered again at its death plus detection",
        text="""
            participants:
              Q: {kind: broker}
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
        # The first instance has worked 4 of 10 when it dies; that is noticed at 7, and the
        # second begins anew: nothing of the 4 is kept (D32).
        requests="0 | 0 - 17 17 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 17 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died cut_off
            0 1/1 W@2.Job 0 (7) | 7 7 7 - - 17 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a death is noticed at once unless it is said otherwise, and an instance comes back",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 4 ms, for: 6 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Ready again at 4; nobody is there to take it until 10.
        requests="0 | 0 - 20 20 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died cut_off
            0 1/1 W.Job 0 (4) | 10 10 10 - - 20 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="an instance that is back before its death is noticed waits for the message",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, detect-after: 9 ms}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 4 ms, for: 2 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Back at 6; the broker takes the message for being dealt with until 13.
        requests="0 | 0 - 23 23 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 23 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died cut_off
            0 1/1 W.Job 0 (13) | 13 13 13 - - 23 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message whose next receiver dies too is delivered again, and again",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 3}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults:
              - {crash: W, instance: 1, at: 4 ms, for: 80 ms}
              - {crash: W, instance: 2, at: 7 ms, for: 80 ms}
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
            0 1/1 W@2.Job 0 (4) | 4 4 4 - - 7 | 3 0 0 died cut_off
            0 1/2 W@3.Job 0 (7) | 7 7 7 - - 17 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="all that is drawn below a delivery happens again; what the first set off goes on",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 2}}
            messages: {Job: {work: 2 ms}, Save: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 5 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Save
                D-->>W: Saved
        """,
        # W dies at 5 while it waits for D, which saves until 12 all the same. D saves twice.
        requests="0 | 0 - 17 17 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 17 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 2 3 0 died cut_off
            0 1/1 W@2.Job 0 (5) | 5 5 5 - - 17 | 2 10 0 well acknowledged
            0 2 D.Save 1 | 2 2 2 12 12 12 | 10 0 0 well
            0 2/1 D.Save 1/1 | 7 7 7 17 17 17 | 10 0 0 well
        """,
    ),
    Case(  # D17
        name="a message is a dead letter after exactly as many deliveries as it may have",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 3}, W: {workers: 1}}
            messages: {Job: {work: 4 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 12 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 12 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (4) | 4 4 4 - - 8 | 4 0 0 failed rejected
            0 1/2 W.Job 0 (8) | 8 8 8 - - 12 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="one delivery that comes to nothing is enough if no more may be made",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 1}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 4 ms, for: 6 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 4 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died cut_off
        """,
    ),
    Case(
        name="unless it is said otherwise a message is delivered five times, and then put aside",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 4 ms, poison: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 20 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (4) | 4 4 4 - - 8 | 4 0 0 failed rejected
            0 1/2 W.Job 0 (8) | 8 8 8 - - 12 | 4 0 0 failed rejected
            0 1/3 W.Job 0 (12) | 12 12 12 - - 16 | 4 0 0 failed rejected
            0 1/4 W.Job 0 (16) | 16 16 16 - - 20 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="a dead letter that is dropped is lost",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 1, dead-letter: drop}}
            messages: {Job: {work: 4 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 4 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="a dead letter is stored anew once, and then is one for good",
        text="""
            participants:
              Q: {kind: broker, max-deliveries: 1, redrive-after: 10 ms}
              W: {workers: 1}
            messages: {Job: {work: 4 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Put aside at 4, stored anew at 14, put aside for good at 18.
        requests="0 | 0 - 18 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 18 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (14) | 14 14 14 - - 18 | 4 0 0 failed rejected
        """,
    ),
    Case(  # D18
        name="each further delivery waits its own delay, the last for all that follow",
        text="""
            participants: {Q: {kind: broker, retry-delay: [1 ms, 2 ms, 4 ms]}, W: {workers: 1}}
            messages: {Job: {work: 4 ms, fails: 100 %}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # 4 + 1 = 5; 9 + 2 = 11; 15 + 4 = 19; 23 + 4 = 27.
        requests="0 | 0 - 31 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 31 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (5) | 5 5 5 - - 9 | 4 0 0 failed rejected
            0 1/2 W.Job 0 (11) | 11 11 11 - - 15 | 4 0 0 failed rejected
            0 1/3 W.Job 0 (19) | 19 19 19 - - 23 | 4 0 0 failed rejected
            0 1/4 W.Job 0 (27) | 27 27 27 - - 31 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="a worker whose message waits out its delay takes the next",
        text="""
            participants:
              Q: {kind: broker, retry-delay: 1 ms, max-deliveries: 2}
              W: {workers: 1}
            messages: {Job: {work: 4 ms, fails: 100 %}}
            load: [at 0 s 1, at 1 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # W: the first 0-4, the second 4-8, the first again 8-12 (ready at 5), the second 12-16
        # (ready at 9).
        requests="""
            0 | 0 - 12 - - | nothing dead_lettered
            1 | 1 - 16 - - | nothing dead_lettered
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 12 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (5) | 8 8 8 - - 12 | 4 0 0 failed rejected
            1 0 Q.Put - | 1 1 1 - - 16 | 0 0 0 well dead_lettered
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 failed rejected
            1 1/1 W.Job 0 (9) | 12 12 12 - - 16 | 4 0 0 failed rejected
        """,
    ),
    Case(  # P25, "one bad message spins my CPU"
        name="without a delay a message that fails at once stands before those behind it",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 3}, W: {workers: 1}}
            messages: {Job: {work: 4 ms}}
            load: [at 0 s 1, at 1 ms 1]
            faults: [{fail: W, at: 0 s, for: 12 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # The fault is over at 12, as the first ends its third attempt; faults come after ends.
        # The second waits for 11 and is done well: nothing is drawn for it to fail by.
        requests="""
            0 | 0 - 12 - - | nothing dead_lettered
            1 | 1 - 16 16 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 12 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (4) | 4 4 4 - - 8 | 4 0 0 failed rejected
            0 1/2 W.Job 0 (8) | 8 8 8 - - 12 | 4 0 0 failed rejected
            1 0 Q.Put - | 1 1 1 - - 16 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 12 12 12 - - 16 | 4 0 0 well acknowledged
        """,
    ),
    Case(  # P25
        name="delays outlive a fault that attempts without them burn out in",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 3, retry-delay: [5 ms, 10 ms]}}
            messages: {Job: {work: 5 ms}}
            load: at 0 s 1
            faults: [{fail: W, at: 0 s, for: 20 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Without a delay the three attempts are over at 15.
        requests="0 | 0 - 30 30 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 30 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 failed rejected
            0 1/1 W.Job 0 (10) | 10 10 10 - - 15 | 5 0 0 failed rejected
            0 1/2 W.Job 0 (25) | 25 25 25 - - 30 | 5 0 0 well acknowledged
        """,
    ),
)
