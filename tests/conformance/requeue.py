"""Promises: where a message goes that is to be delivered again."""

from tests.engine.exact.notation import Case

_TWO_DEAD = """
    participants:
      Q: {{kind: broker, requeue: {requeue}}}
      W: {{workers: 1, instances: 2}}
    messages: {{Job: {{work: 10 ms}}}}
    load: [at 0 s 1, at 1 ms 1, at 2 ms 1]
    faults:
      - {{crash: W, instance: 1, at: 5 ms, for: 15 ms}}
      - {{crash: W, instance: 2, at: 6 ms, for: 90 ms}}
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""

# The first message is back at 5, the second at 6; the third has waited since 2. From 20 on the
# first instance takes what stands in front.
REQUEUE = (
    Case(
        name="what is delivered again has its old place in the queue",
        text=_TWO_DEAD.format(requeue="original"),
        requests="""
            0 | 0 - 30 30 - | nothing well
            1 | 1 - 40 40 - | nothing well
            2 | 2 - 50 50 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 30 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died cut_off
            0 1/1 W.Job 0 (5) | 20 20 20 - - 30 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 40 | 0 0 0 well acknowledged
            1 1 W@2.Job 0 | 1 1 1 - - 6 | 5 0 0 died cut_off
            1 1/1 W.Job 0 (6) | 30 30 30 - - 40 | 10 0 0 well acknowledged
            2 0 Q.Put - | 2 2 2 - - 50 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 40 40 40 - - 50 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="what is delivered again has the first place in the queue if it says head",
        text=_TWO_DEAD.format(requeue="head"),
        requests="""
            0 | 0 - 40 40 - | nothing well
            1 | 1 - 30 30 - | nothing well
            2 | 2 - 50 50 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died cut_off
            0 1/1 W.Job 0 (5) | 30 30 30 - - 40 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 30 | 0 0 0 well acknowledged
            1 1 W@2.Job 0 | 1 1 1 - - 6 | 5 0 0 died cut_off
            1 1/1 W.Job 0 (6) | 20 20 20 - - 30 | 10 0 0 well acknowledged
            2 0 Q.Put - | 2 2 2 - - 50 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 40 40 40 - - 50 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="what is delivered again has the last place in the queue if it says tail",
        text=_TWO_DEAD.format(requeue="tail"),
        requests="""
            0 | 0 - 40 40 - | nothing well
            1 | 1 - 50 50 - | nothing well
            2 | 2 - 30 30 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 40 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 5 0 0 died cut_off
            0 1/1 W.Job 0 (5) | 30 30 30 - - 40 | 10 0 0 well acknowledged
            1 0 Q.Put - | 1 1 1 - - 50 | 0 0 0 well acknowledged
            1 1 W@2.Job 0 | 1 1 1 - - 6 | 5 0 0 died cut_off
            1 1/1 W.Job 0 (6) | 40 40 40 - - 50 | 10 0 0 well acknowledged
            2 0 Q.Put - | 2 2 2 - - 30 | 0 0 0 well acknowledged
            2 1 W.Job 0 | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
)
