"""Promises: messages that leave together, and messages that take time to come in."""

from tests.engine.exact.notation import Case

GATHERING = (  # P14
    Case(
        name="messages that leave in batches wait until there are enough",
        text="""
            participants: {Q: {kind: broker, batch: 3}}
            messages: {Job: {work: 4 ms}}
            load: [at 0 s 1, at 1 ms 1, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 7 7 - | nothing well
            1 | 1 - 7 7 - | nothing well
            2 | 3 - 7 7 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 7 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 3 3 3 - - 7 | 4 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 7 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 3 3 3 - - 7 | 4 0 0 well acknowledged
            2 0 Q.Put - | 3 3 3 - - 7 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 3 3 3 - - 7 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a batch that is not full leaves when its first message has waited long enough",
        text="""
            participants: {Q: {kind: broker, batch: 3, linger: 5 ms}}
            messages: {Job: {work: 4 ms}}
            load: [at 0 s 1, at 1 ms 1, at 20 ms 4]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Two leave at 5; at 20 three are enough, and the fourth begins the next, until 25.
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 1 - 9 9 - | nothing well
            2 | 20 - 24 24 - | nothing well
            3 | 20 - 24 24 - | nothing well
            4 | 20 - 24 24 - | nothing well
            5 | 20 - 29 29 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 9 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 9 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
            2 0 Q.Put - | 20 20 20 - - 24 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 20 20 20 - - 24 | 4 0 0 well acknowledged
            3 0 Q.Put - | 20 20 20 - - 24 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 20 20 20 - - 24 | 4 0 0 well acknowledged
            4 0 Q.Put - | 20 20 20 - - 24 | 0 0 0 well acknowledged
            4 1 W.Job 0 | 20 20 20 - - 24 | 4 0 0 well acknowledged
            5 0 Q.Put - | 20 20 20 - - 29 | 0 0 0 well acknowledged
            5 1 W.Job 0 | 25 25 25 - - 29 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="without a size of the batch all that came in its time leave together",
        text="""
            participants: {Q: {kind: broker, linger: 5 ms}}
            messages: {Job: {work: 4 ms}}
            load: [at 0 s 1, at 4 ms 1, at 7 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 4 - 9 9 - | nothing well
            2 | 7 - 16 16 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 9 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
            1 0 Q.Put - | 4 4 4 - - 9 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
            2 0 Q.Put - | 7 7 7 - - 16 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 12 12 12 - - 16 | 4 0 0 well acknowledged
        """,
    ),
    Case(  # P20
        name="large messages come in one after the other, and are written side by side",
        text="""
            participants: {Q: {kind: broker, bandwidth: 1 MB/s}, W: {workers: 1}}
            messages: {Put: {work: 3 ms, size: 2 kB}, Job: {work: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
        """,
        # 2 kB take 2 ms: in by 2 and by 4, written by 5 and by 7.
        requests="""
            0 | 0 5 6 6 - | accepted well
            1 | 0 7 8 8 - | accepted well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 5 5 6 | 5 0 0 well acknowledged
            0 2 W.Job 0 | 5 5 5 - - 6 | 1 0 0 well acknowledged
            1 0 Q.Put - | 0 0 2 7 7 8 | 5 0 0 well acknowledged
            1 2 W.Job 0 | 7 7 7 - - 8 | 1 0 0 well acknowledged
        """,
    ),
)
