"""Promises: how many messages of a sender can be on their way unconfirmed."""

from tests.engine.exact.notation import Case

CONFIRMATIONS = (
    Case(  # D07: with a window of one a sender sends one message a round trip
        name="a sender with too many unconfirmed messages keeps the others until it is told",
        text="""
            participants: {Q: {kind: broker, confirm: 1}}
            messages: {Put: {work: 3 ms}, Job: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Under way 0-1, written by 4, confirmed at 5: then the next leaves.
        requests="""
            0 | 0 - 6 6 - | nothing well
            1 | 0 - 11 11 - | nothing well
            2 | 0 - 16 16 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 1 1 - - 6 | 3 0 0 well acknowledged
            0 1 W.Job 0 | 4 5 5 - - 6 | 1 0 0 well acknowledged
            1 0 Q.Put - | 5 6 6 - - 11 | 3 0 0 well acknowledged
            1 1 W.Job 0 | 9 10 10 - - 11 | 1 0 0 well acknowledged
            2 0 Q.Put - | 10 11 11 - - 16 | 3 0 0 well acknowledged
            2 1 W.Job 0 | 14 15 15 - - 16 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="two may be on their way, and a third when the first of them is confirmed",
        text="""
            participants: {Q: {kind: broker, confirm: 2}}
            messages: {Put: {work: 3 ms}, Job: {work: 1 ms}}
            network: 1 ms
            load: [at 0 s 1, at 2 ms 2]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 6 6 - | nothing well
            1 | 2 - 8 8 - | nothing well
            2 | 2 - 11 11 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 1 1 - - 6 | 3 0 0 well acknowledged
            0 1 W.Job 0 | 4 5 5 - - 6 | 1 0 0 well acknowledged
            1 0 Q.Put - | 2 3 3 - - 8 | 3 0 0 well acknowledged
            1 1 W.Job 0 | 6 7 7 - - 8 | 1 0 0 well acknowledged
            2 0 Q.Put - | 5 6 6 - - 11 | 3 0 0 well acknowledged    # confirmed: 0 at 5
            2 1 W.Job 0 | 9 10 10 - - 11 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="a broker that refuses a message confirms that too",
        text="""
            participants: {Q: {kind: broker, confirm: 1, capacity: 1}, W: {workers: 1}}
            messages: {Put: {work: 1 ms}, Job: {work: 50 ms}}
            network: 1 ms
            load: at 0 s 4
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # 0 is written by 2 and leaves; 1 leaves at 3, is written by 5 and waits; 2 leaves at 6 and
        # is refused at 7; 3 leaves at 8 and is refused at 9.
        requests="""
            0 | 0 - 53 53 - | nothing well
            1 | 0 - 104 104 - | nothing well
            2 | 0 - 7 - - | nothing refused
            3 | 0 - 9 - - | nothing refused
        """,
        visits="""
            0 0 Q.Put - | 0 1 1 - - 53 | 1 0 0 well acknowledged
            0 1 W.Job 0 | 2 3 3 - - 53 | 50 0 0 well acknowledged
            1 0 Q.Put - | 3 4 4 - - 104 | 1 0 0 well acknowledged
            1 1 W.Job 0 | 53 54 54 - - 104 | 50 0 0 well acknowledged
            2 0 Q.Put - | 6 7 - - - - | 0 0 0 refused
            3 0 Q.Put - | 8 9 - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="what waits with a sender for a confirmation dies with it",
        text="""
            participants: {Q: {kind: broker, confirm: 1}, A: {workers: 2}}
            messages: {Put: {work: 3 ms}, Job: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 2
            faults: [{crash: A, at: 4 ms, for: 1 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Ask
                A-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 7 7 - | nothing well
            1 | 0 - 4 - - | nothing lost
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 - - 1 | 0 0 0 well
            0 1 Q.Put 0 | 1 2 2 - - 7 | 3 0 0 well acknowledged
            0 2 W.Job 1 | 5 6 6 - - 7 | 1 0 0 well acknowledged
            1 0 A.Ask - | 0 1 1 - - 1 | 0 0 0 well
            1 1 Q.Put 0 | - - - - - - | 0 0 0 lost
        """,
    ),
)
