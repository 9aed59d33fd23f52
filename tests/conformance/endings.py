"""Promises: to fail, to say no and to die are different things, with policies of their own."""

from tests.engine.exact.notation import Case

_FAILS = """
    participants:
      Q: {{kind: broker, max-deliveries: 2, on-failure: {policy}}}
      W: {{workers: 1}}
    messages: {{Job: {{work: 4 ms, fails: 100 %}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
"""
_SAYS_NO = """
    participants:
      Q: {{kind: broker, max-deliveries: 2, on-failure: drop{policy}}}
      W: {{workers: 1}}
    messages: {{Job: {{work: 4 ms}}, No: {{network: 1 ms}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)Q: Put
        Q->>W: Job
        W--xQ: No
"""

ENDINGS = (  # D13
    Case(
        name="a failed delivery is made again if failures are requeued",
        text=_FAILS.format(policy="requeue"),
        requests="0 | 0 - 8 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (4) | 4 4 4 - - 8 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="a failed delivery makes a dead letter at once if failures are put aside",
        text=_FAILS.format(policy="dead-letter"),
        requests="0 | 0 - 4 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="a failed delivery loses its message if failures are dropped",
        text=_FAILS.format(policy="drop"),
        requests="0 | 0 - 4 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="a failed delivery is as good as any to a broker that settles failures",
        text=_FAILS.format(policy="settle"),
        requests="0 | 0 - 4 - - | nothing failed",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed acknowledged
        """,
    ),
    Case(
        name="a receiver that says no makes a dead letter, whatever becomes of failures",
        text=_SAYS_NO.format(policy=""),
        # The no is there at 5.
        requests="0 | 0 - 5 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well rejected
        """,
    ),
    Case(
        name="what a receiver says no to is delivered again if that is requeued",
        text=_SAYS_NO.format(policy=", on-reject: requeue"),
        requests="0 | 0 - 10 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 10 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well rejected
            0 1/1 W.Job 0 (5) | 5 5 5 - - 9 | 4 0 0 well rejected
        """,
    ),
    Case(
        name="what a receiver says no to is lost if that is dropped",
        text=_SAYS_NO.format(policy=", on-reject: drop"),
        requests="0 | 0 - 5 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well rejected
        """,
    ),
    Case(
        name="a death is no failure: its message is delivered again where failures are dropped",
        text="""
            participants:
              Q: {kind: broker, on-failure: drop}
              W: {workers: 1, instances: 2}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 3 ms, for: 50 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 7 7 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 7 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 3 | 3 0 0 died cut_off
            0 1/1 W@2.Job 0 (3) | 3 3 3 - - 7 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="the delay between attempts is for failures, not for deaths",
        text="""
            participants:
              Q: {kind: broker, retry-delay: 20 ms}
              W: {workers: 1, instances: 2}
            messages: {Job: {work: 4 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 3 ms, for: 50 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="0 | 0 - 7 7 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 7 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 3 | 3 0 0 died cut_off
            0 1/1 W@2.Job 0 (3) | 3 3 3 - - 7 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message is done as well as the best of its attempts",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 4 ms}}
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
    Case(
        name="a message is done as badly as the worst of its copies",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 1}}
            messages: {Job: {work: 4 ms, fails: 100 %}, Note: {work: 6 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                Q->>V: Note
        """,
        requests="0 | 0 - 6 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 2 V.Note 0 | 0 0 0 - - 6 | 6 0 0 well acknowledged
        """,
    ),
    Case(
        name="only the copy that failed is delivered again",
        text="""
            participants: {Q: {kind: broker}, V: {workers: 1}, W: {workers: 1}}
            messages: {Job: {work: 4 ms}, Note: {work: 6 ms}}
            load: at 0 s 1
            faults: [{fail: W, at: 1 ms, for: 4 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                Q->>V: Note
        """,
        requests="0 | 0 - 8 8 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 1/1 W.Job 0 (4) | 4 4 4 - - 8 | 4 0 0 well acknowledged
            0 2 V.Note 0 | 0 0 0 - - 6 | 6 0 0 well acknowledged
        """,
    ),
    Case(
        name="a call that fails tells its caller no, and is not made again",
        text="""
            messages: {Ask: {work: 4 ms, fails: 100 %}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 - 6 - - | failed failed",
        visits="0 0 A.Ask - | 0 1 1 5 6 5 | 4 0 0 failed",
    ),
    Case(
        name="a consumer that is told no fails, and calls again when it has its message again",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 2}}
            messages: {Job: {work: 3 ms}, Try: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
                W->>D: Try
                D--xW: No
        """,
        # W 2-5, D 6-8, no at 9; ready at 9, at W 10-13, D 14-16, no at 17.
        requests="0 | 0 2 17 - - | accepted dead_lettered",
        visits="""
            0 0 Q.Put - | 0 1 1 1 2 17 | 0 0 0 well dead_lettered
            0 2 W.Job 0 | 1 2 2 - - 9 | 3 4 0 failed rejected
            0 2/1 W.Job 0 (9) | 9 10 10 - - 17 | 3 4 0 failed rejected
            0 3 D.Try 2 | 5 6 6 8 9 8 | 2 0 0 well
            0 3/1 D.Try 2/1 | 13 14 14 16 17 16 | 2 0 0 well
        """,
    ),
)

_REPLIES = """
    participants: {{Q: {{kind: broker, max-deliveries: 2}}, W: {{workers: 1, instances: 2}}}}
    messages: {{Q.Job: {{work: 0 ms}}, W.Job: {{work: 4 ms{fails}}}{more}}}
    load: at 0 s 1
    faults: {faults}
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-)Q: Job
        Q->>W: Job
        W-->>C: Done
        {tidy}
"""

OUTSIDE = (
    Case(
        name="whoever waits outside for what fails in an attempt is told no only at the end",
        text=_REPLIES.format(fails=", fails: 100 %", faults="[]", more="", tidy=""),
        # The first attempt fails at 4, and nobody is told. The last fails at 8.
        requests="0 | 0 - 8 - - | failed dead_lettered",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 0 | 0 0 0 well
            0 1 Q.Job 0 | 0 0 0 - - 8 | 0 0 0 well dead_lettered
            0 2 W.Job 1 | 0 0 0 - - 4 | 4 0 0 failed rejected
            0 2/1 W@2.Job 1 (4) | 4 4 4 - - 8 | 4 0 0 failed rejected
        """,
    ),
    Case(
        name="whoever waits outside for what dies in an attempt hears of one that goes well",
        text=_REPLIES.format(
            fails="", faults="[{crash: W, instance: 1, at: 3 ms, for: 50 ms}]", more="", tidy=""
        ),
        requests="0 | 0 7 7 7 7 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 0 | 0 0 0 well
            0 1 Q.Job 0 | 0 0 0 - - 7 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 3 | 3 0 0 died cut_off
            0 2/1 W@2.Job 1 (3) | 3 3 3 - - 7 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="an answer that was given is not given again by a later attempt",
        text=_REPLIES.format(
            fails="",
            faults="[{crash: W, instance: 1, at: 6 ms, for: 50 ms}]",
            more=", Tidy: {work: 5 ms}",
            tidy="W->>W: Tidy",
        ),
        # Done at 4; the first dies at 6, tidying. The second works 6-10 and tidies 10-15.
        requests="0 | 0 4 15 15 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 0 | 0 0 0 well
            0 1 Q.Job 0 | 0 0 0 - - 15 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 6 | 6 0 0 died cut_off
            0 2/1 W@2.Job 1 (6) | 6 6 6 - - 15 | 9 0 0 well acknowledged
        """,
    ),
)
