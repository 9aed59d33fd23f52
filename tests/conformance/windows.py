"""Promises: what is pushed ahead of the workers, to whom, and what is asked for."""

from tests.engine.exact.notation import Case

_ROUND_TRIP = """
    participants: {{Q: {{kind: broker, prefetch: {prefetch}}}, W: {{workers: 1}}}}
    messages: {{Job: {{work: 4 ms}}}}
    network: 3 ms
    load: at 0 s 4
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
        W-->>Q: Ack
"""
_SLOW_SECOND = """
    participants: {{Q: {{kind: broker{pushes}}}, W: {{workers: 1, instances: 2}}}}
    messages: {{Job: {{work: 4 ms}}}}
    load: [at 0 s 1, at 1 ms 1, at 5 ms 1, at 10 ms 1]
    faults: [{{slow: W, instance: 2, by: 10, at: 0 s, for: 90 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""
_FIRST_THREE = """
    0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
    0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
    1 0 Q.Put - | 1 1 1 - - 41 | 0 0 0 well acknowledged
    1 1 W@2.Job 0 | 1 1 1 - - 41 | 40 0 0 well acknowledged
    2 0 Q.Put - | 5 5 5 - - 9 | 0 0 0 well acknowledged
    2 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
"""

WINDOWS = (
    Case(  # D11, C33
        name="a window of one: never a second delivery before the first is acknowledged",
        text=_ROUND_TRIP.format(prefetch=1),
        # Stored at 3; 3 under way, 4 of work, 3 back: one every 10.
        requests="""
            0 | 0 - 13 13 - | nothing well
            1 | 0 - 23 23 - | nothing well
            2 | 0 - 33 33 - | nothing well
            3 | 0 - 43 43 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 3 3 - - 13 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 3 6 6 - - 10 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 3 3 - - 23 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 13 16 16 - - 20 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 3 3 - - 33 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 23 26 26 - - 30 | 4 0 0 well acknowledged
            3 0 Q.Put - | 0 3 3 - - 43 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 33 36 36 - - 40 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a window of two: two every round trip, one waiting in the buffer for the other",
        text=_ROUND_TRIP.format(prefetch=2),
        # Acknowledged at 13 and 17, which lets the next two leave.
        requests="""
            0 | 0 - 13 13 - | nothing well
            1 | 0 - 17 17 - | nothing well
            2 | 0 - 23 23 - | nothing well
            3 | 0 - 27 27 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 3 3 - - 13 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 3 6 6 - - 10 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 3 3 - - 17 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 3 6 10 - - 14 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 3 3 - - 23 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 13 16 16 - - 20 | 4 0 0 well acknowledged
            3 0 Q.Put - | 0 3 3 - - 27 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 17 20 20 - - 24 | 4 0 0 well acknowledged
        """,
    ),
    Case(  # D11: 10 + 10 = 20
        name="with an early acknowledgement the message in work takes no place in the window",
        text="""
            participants: {Q: {kind: broker, prefetch: 1, ack: before-work}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # The second leaves at 1 and waits in the buffer, the third when that is taken up.
        requests="""
            0 | 0 - 10 10 - | nothing well
            1 | 1 - 20 20 - | nothing well
            2 | 2 - 30 30 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 0 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 10 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 1 1 10 - - 20 | 10 0 0 well acknowledged
            2 0 Q.Put - | 2 2 2 - - 20 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 10 10 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(  # D10, C37
        name="round robin gives a message to the next in turn, however busy",
        text=_SLOW_SECOND.format(pushes=", prefetch: 9"),
        # The fourth waits behind the second though the first instance is idle from 9 on.
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 1 - 41 41 - | nothing well
            2 | 5 - 9 9 - | nothing well
            3 | 10 - 81 81 - | nothing well
        """,
        visits=_FIRST_THREE
        + """
            3 0 Q.Put - | 10 10 10 - - 81 | 0 0 0 well acknowledged
            3 1 W@2.Job 0 | 10 10 41 - - 81 | 40 0 0 well acknowledged
        """,
    ),
    Case(
        name="least loaded gives a message to whoever has the fewest",
        text=_SLOW_SECOND.format(pushes=", prefetch: 9, dispatch: least-loaded"),
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 1 - 41 41 - | nothing well
            2 | 5 - 9 9 - | nothing well
            3 | 10 - 14 14 - | nothing well
        """,
        visits=_FIRST_THREE
        + """
            3 0 Q.Put - | 10 10 10 - - 14 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 10 10 10 - - 14 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="unless it is said otherwise a message waits for a free worker of any instance",
        text=_SLOW_SECOND.format(pushes=""),
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 1 - 41 41 - | nothing well
            2 | 5 - 9 9 - | nothing well
            3 | 10 - 14 14 - | nothing well
        """,
        visits=_FIRST_THREE
        + """
            3 0 Q.Put - | 10 10 10 - - 14 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 10 10 10 - - 14 | 4 0 0 well acknowledged
        """,
    ),
    Case(  # D19
        name="delivered in order is not done in order",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 2}}
            messages: {Job: {work: 4 ms}}
            load: [at 0 s 1, at 1 ms 1]
            faults: [{slow: W, instance: 1, by: 2, at: 0 s, for: 90 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 8 8 - | nothing well
            1 | 1 - 5 5 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 8 | 8 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 5 | 0 0 0 well acknowledged
            1 1 W@2.Job 0 | 1 1 1 - - 5 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="who fetches in batches asks only when it has none, for as many as there are",
        text="""
            participants: {Q: {kind: broker, prefetch: 3, fetch: batch}, W: {workers: 1}}
            messages: {Job: {work: 4 ms}}
            load: [at 0 s 1, at 1 ms 4, at 6 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # The first is a batch of its own, 0-4. At 4 there are four: three leave, and are done at
        # 8, 12, 16. At 16 the last two leave.
        requests="""
            0 | 0 - 4 4 - | nothing well
            1 | 1 - 8 8 - | nothing well
            2 | 1 - 12 12 - | nothing well
            3 | 1 - 16 16 - | nothing well
            4 | 1 - 20 20 - | nothing well
            5 | 6 - 24 24 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 8 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            2 0 Q.Put - | 1 1 1 - - 12 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 4 4 8 - - 12 | 4 0 0 well acknowledged
            3 0 Q.Put - | 1 1 1 - - 16 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 4 4 12 - - 16 | 4 0 0 well acknowledged
            4 0 Q.Put - | 1 1 1 - - 20 | 0 0 0 well acknowledged
            4 1 W.Job 0 | 16 16 16 - - 20 | 4 0 0 well acknowledged
            5 0 Q.Put - | 6 6 6 - - 24 | 0 0 0 well acknowledged
            5 1 W.Job 0 | 16 16 20 - - 24 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="who polls and finds nothing sleeps, and asks again when it has dealt with one",
        text="""
            participants: {Q: {kind: broker, poll: 10 ms}, W: {workers: 1}}
            messages: {Job: {work: 4 ms}}
            load: [at 3 ms 2, at 20 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Asks at 0, in vain; at 10 and 14 it gets one each; at 18, in vain; at 28 it gets the
        # third.
        requests="""
            0 | 3 - 14 14 - | nothing well
            1 | 3 - 18 18 - | nothing well
            2 | 20 - 32 32 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 3 3 3 - - 14 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 10 10 10 - - 14 | 4 0 0 well acknowledged
            1 0 Q.Put - | 3 3 3 - - 18 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 14 14 14 - - 18 | 4 0 0 well acknowledged
            2 0 Q.Put - | 20 20 20 - - 32 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 28 28 28 - - 32 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a crash takes the buffer too; all of it is delivered again",
        text="""
            participants: {Q: {kind: broker, prefetch: 2}, W: {workers: 1, detect-after: 2 ms}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 2
            faults: [{crash: W, at: 5 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 20 20 - | nothing well
            1 | 0 - 30 30 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 20 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died cut_off
            0 1/1 W.Job 0 (7) | 10 10 10 - - 20 | 10 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 30 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 0 0 - - - 5 | 0 0 0 died cut_off
            1 1/1 W.Job 0 (7) | 10 10 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(  # P21
        name="a crash loses the buffer too if what is delivered is forgotten",
        text="""
            participants: {Q: {kind: broker, prefetch: 2, ack: on-delivery}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: [at 0 s 1, at 1 ms 3]
            faults: [{crash: W, at: 5 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # One in work, two in the buffer; only the fourth is left in the broker, until 10.
        requests="""
            0 | 0 - 5 - - | nothing lost
            1 | 1 - 5 - - | nothing lost
            2 | 1 - 5 - - | nothing lost
            3 | 1 - 20 20 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 0 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died acknowledged
            1 0 Q.Put - | 1 1 1 - - 1 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 1 1 - - - 5 | 0 0 0 died acknowledged
            2 0 Q.Put - | 1 1 1 - - 1 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 1 1 - - - 5 | 0 0 0 died acknowledged
            3 0 Q.Put - | 1 1 1 - - 10 | 0 0 0 well acknowledged
            3 1 W.Job 0 | 10 10 10 - - 20 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="a delivery under way to an instance that dies, dies with it",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, detect-after: 1 ms}}
            messages: {Job: {work: 10 ms, network: 4 ms}}
            load: at 0 s 1
            faults: [{crash: W, at: 2 ms, for: 18 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 34 34 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 34 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 - - - - 2 | 0 0 0 died cut_off
            0 1/1 W.Job 0 (3) | 20 24 24 - - 34 | 10 0 0 well acknowledged
        """,
    ),
)
