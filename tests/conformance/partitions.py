"""Promises: a partitioned queue has one owner for each partition, who takes it in order."""

from tests.engine.exact.notation import Case

PARTITIONS = (
    Case(  # D09, D19
        name="one partition has one owner: the other instance is idle, and all is done in order",
        text="""
            participants: {Q: {kind: broker, partitions: 1}, W: {workers: 1, instances: 2}}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 0 - 8 8 - | nothing well
            2 | 0 - 12 12 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 12 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 8 8 8 - - 12 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="one partition is one at a time, however many workers its owner has",
        text="""
            participants: {Q: {kind: broker, partitions: 1}, W: {workers: 3}}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 0 - 8 8 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a partition whose owner has died rests until that is noticed and it has another",
        text="""
            participants:
              Q: {kind: broker, partitions: 1, rebalance-pause: 3 ms}
              W: {workers: 1, instances: 2, detect-after: 2 ms}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 3
            faults: [{crash: W, instance: 1, at: 6 ms, for: 90 ms}]
            run: {horizon: 80 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # The second is in work when its receiver dies at 6; noticed at 8, and from 11 on the
        # second instance begins where the first has stopped.
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 0 - 15 15 - | nothing well
            2 | 0 - 19 19 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 15 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 6 | 2 0 0 died cut_off
            1 1/1 W@2.Job 0 (8) | 11 11 11 - - 15 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 19 | 0 0 0 well acknowledged
            2 1 W@2.Job 0 | 15 15 15 - - 19 | 4 0 0 well acknowledged
        """,
    ),
    Case(  # C31
        name="a log that is committed at intervals is done again from its last commit",
        text="""
            participants:
              Q: {kind: broker, partitions: 1, ack: every 10 ms}
              W: {workers: 1, instances: 2}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 4
            faults: [{crash: W, instance: 1, at: 17 ms, for: 90 ms}]
            run: {horizon: 80 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Done at 4, 8, 12, 16. The first two are committed at 10; the others are not when W dies
        # at 17, are done again 17-21 and 21-25, and committed at 30.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 0 - 10 10 - | nothing well
            2 | 0 - 30 30 - | nothing well
            3 | 0 - 30 30 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 30 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 8 8 8 - - 12 | 4 0 0 well cut_off
            2 1/1 W@2.Job 0 (17) | 17 17 17 - - 21 | 4 0 0 well acknowledged
            3 0 Q.Put - | 0 0 0 - - 30 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 12 12 12 - - 16 | 4 0 0 well cut_off
            3 1/1 W@2.Job 0 (17) | 21 21 21 - - 25 | 4 0 0 well acknowledged
        """,
    ),
)
