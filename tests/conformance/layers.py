"""Promises: calls in calls, in branches and in deliveries, and those who die at it."""

from tests.engine.exact.notation import Case

_DIRECT = """
    messages: {{Ask: {{work: 1 ms}}, Get: {{work: 2 ms, retry: 2}}}}
    load: at 0 s 1
    faults: [{{fail: B, at: 0 s, for: {failing} ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        B-->>C: Direct
"""

LAYERS = (
    Case(
        name="attempts of layers multiply: two of two are four calls of the last",
        text="""
            messages: {Ask: {work: 1 ms, retry: 2}, Get: {work: 2 ms, fails: 100 %, retry: 2}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 - 10 - - | failed failed 2",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 1 4 0 failed
            0 0/2 A.Ask - | 5 5 5 10 10 10 | 1 4 0 failed
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 1/1 B.Get 0 | 3 3 3 5 5 5 | 2 0 0 failed
            0 1/2 B.Get 0/2 | 6 6 6 8 8 8 | 2 0 0 failed
            0 1/3 B.Get 0/2 | 8 8 8 10 10 10 | 2 0 0 failed
        """,
        paths="""
            0 1 0 attempt 1 1
            0 2 0 attempt 0 1
            0 3 2 attempt 1 1
        """,
        given_up="",
    ),
    Case(
        name="whoever was given up tries again below all the same, for nobody",
        text="""
            messages:
              Ask: {work: 1 ms, timeout: 4 ms}
              Get: {work: 3 ms, fails: 100 %, retry: 3}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 - 10 - - | timed_out failed",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 10 | 1 9 0 failed
            0 1 B.Get 0 | 1 1 1 4 4 4 | 3 0 0 failed
            0 1/1 B.Get 0 | 4 4 4 7 7 7 | 3 0 0 failed
            0 1/2 B.Get 0 | 7 7 7 10 10 10 | 3 0 0 failed
        """,
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="a caller that was interrupted tries nothing again below",
        text="""
            messages:
              Ask: {work: 1 ms, timeout: 5 ms, cancel: running}
              Get: {work: 9 ms, timeout: 3 ms, retry: {attempts: 3, backoff: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # The first Get is given up at 4 and would be sent again at 6; all is over at 5.
        requests="0 | 0 - 5 - - | timed_out failed",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 5 | 1 4 0 cancelled
            0 1 B.Get 0 | 1 1 1 - - 5 | 4 0 0 cancelled
        """,
        paths="",
        given_up="""
            0 0 | 5 timed_out
            0 1 | 5 timed_out
        """,
    ),
    Case(
        name="a call goes on being tried while its caller does something else",
        text="""
            messages:
              Ask: {work: 1 ms}
              Get: {work: 5 ms, timeout: 3 ms, retry: 2}
              Step: {work: 10 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                A->>A: Step
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 11 11 11 11 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 11 11 11 | 11 0 0 well
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            0 1/1 B.Get 0 | 4 4 4 9 9 9 | 5 0 0 well
        """,
        given_up="0 1/1 | 6 beaten",
    ),
    Case(
        name="calls in branches are tried again each by itself",
        text="""
            messages:
              Ask: {work: 1 ms}
              Get: {work: 2 ms, retry: 2}
              Read: {work: 4 ms, timeout: 3 ms, retry: 2}
            load: at 0 s 1
            faults: [{fail: B, at: 0 s, for: 4 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Read
                  D-->>A: Row
                end
                A-->>C: Tell
        """,
        # Get fails at 3 and is done at 5; Read is sent again at 4, and answered late at 5.
        requests="0 | 0 5 5 5 5 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 1 4 0 well
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 1/1 B.Get 0 | 3 3 3 5 5 5 | 2 0 0 well
            0 3 D.Read 0 | 1 1 1 5 5 5 | 4 0 0 well
            0 3/2 D.Read 0 | 4 4 4 8 8 8 | 4 0 0 well
        """,
        paths="""
            0 1 0 attempt 1 1
            0 2 0 attempt 3 1
        """,
        given_up="0 3/2 | 5 beaten",
    ),
    Case(
        name="a call in a branch that comes to nothing stops the others, and their attempts",
        text="""
            messages:
              Ask: {work: 1 ms}
              Get: {work: 2 ms, fails: 100 %}
              Read: {work: 9 ms, timeout: 3 ms, retry: 3}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Read
                  D-->>A: Row
                end
                A-->>C: Tell
        """,
        requests="0 | 0 - 10 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 1 2 0 failed
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 3 D.Read 0 | 1 1 1 10 10 10 | 9 0 0 well
        """,
        paths="",
        given_up="0 3 | 3 left",
    ),
    Case(
        name="a caller that dies tries nothing again; what it has set in motion goes on",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 10 ms, timeout: 2 ms, retry: 9}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 10 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 - 13 - - | failed lost",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 1 3 0 died
            0 1 B.Get 0 | 1 1 1 11 11 11 | 10 0 0 well
            0 1/1 B.Get 0 | 3 3 3 13 13 13 | 10 0 0 well
        """,
        paths="0 1 0 attempt 1 1",
        given_up="""
            0 1 | 4 timed_out
            0 1/1 | 4 left
        """,
    ),
    Case(
        name="a receiver that dies is noticed later, and then its call is tried again",
        text="""
            participants: {A: {workers: 1, detect-after: 3 ms}}
            messages: {Ask: {work: 10 ms, retry: 2}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 1 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 17 17 17 17 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 4 | 4 0 0 died
            0 0/1 A.Ask - | 7 7 7 17 17 17 | 10 0 0 well
        """,
        paths="0 1 0 attempt 0 1",
        given_up="",
    ),
    Case(
        name="who waits for the dead without a timeout waits; with one he tries again sooner",
        text="""
            participants: {A: {workers: 1, detect-after: never}}
            messages: {Ask: {work: 10 ms, timeout: 12 ms, retry: 2}}
            load: at 0 s 1
            faults: [{crash: A, at: 4 ms, for: 1 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 22 22 22 22 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 4 | 4 0 0 died
            0 0/1 A.Ask - | 12 12 12 22 22 22 | 10 0 0 well
        """,
        given_up="0 0 | 22 timed_out",
    ),
    Case(
        name="who waits outside for what an attempt gives is told no only with the last attempt",
        text=_DIRECT.format(failing=90),
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 1 4 0 failed
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 1/1 B.Get 0 | 3 3 3 5 5 5 | 2 0 0 failed
        """,
    ),
    Case(
        name="and yes by the attempt that goes well",
        text=_DIRECT.format(failing=4),
        requests="0 | 0 5 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 1 4 0 well
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 1/1 B.Get 0 | 3 3 3 5 5 5 | 2 0 0 well
        """,
    ),
    Case(
        name="what an attempt does not give outside is told when it has won, not before",
        text="""
            messages:
              Get: {work: 1 ms, retry: 2}
              Do: {work: 2 ms, fails: 100 %}
              Step: {work: 4 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-)D: Do
                B->>B: Step
                B-->>A: Got
                D-->>C: Direct
        """,
        # Do fails at 3, while B works until 5; a second attempt could still give the answer.
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Get 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 2 D.Do 1 | 1 1 1 - - 3 | 2 0 0 failed
        """,
        paths="",
    ),
    Case(
        name="calls of what is delivered are tried again in each delivery anew",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 2}, W: {workers: 1}}
            messages: {W.Job: {work: 1 ms}, Save: {work: 1 ms, fails: 100 %, retry: 2}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                W->>D: Save
                D-->>W: Saved
        """,
        requests="0 | 0 - 6 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 6 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 3 | 1 2 0 failed rejected
            0 1/2 W.Job 0 (3) | 3 3 3 - - 6 | 1 2 0 failed rejected
            0 2 D.Save 1 | 1 1 1 2 2 2 | 1 0 0 failed
            0 2/1 D.Save 1 | 2 2 2 3 3 3 | 1 0 0 failed
            0 2/2 D.Save 1/2 | 4 4 4 5 5 5 | 1 0 0 failed
            0 2/3 D.Save 1/2 | 5 5 5 6 6 6 | 1 0 0 failed
        """,
        paths="""
            0 1 0 attempt 2 1
            0 2 0 delivery 1 1
            0 3 2 attempt 2 1
        """,
    ),
    Case(
        name="a call in a delivery that is given up makes a dead letter, though all is done well",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 1}, W: {workers: 1}}
            messages: {W.Job: {work: 1 ms}, Save: {work: 9 ms, timeout: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                W->>D: Save
                D-->>W: Saved
        """,
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 4 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 4 | 1 3 0 failed rejected
            0 2 D.Save 1 | 1 1 1 10 10 10 | 9 0 0 well
        """,
        given_up="0 2 | 4 timed_out",
    ),
    Case(
        name="a run that ends in the midst of attempts says so of each",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 8 ms, timeout: 4 ms, retry: {attempts: 9, backoff: 1 ms}}}
            load: at 0 s 1
            faults: [{lose: Tell, at: 0 s, for: 90 ms}]
            run: {horizon: 12 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # Sent at 0, 5 and 10; A works on the second when it ends.
        requests="0 | 0 ? ? ? ? | nothing open 3",
        visits="""
            0 0 A.Ask - | 0 0 0 8 - 8 | 8 0 0 well
            0 0/1 A.Ask - | 5 5 8 ? ? ? | 4 0 0 open
            0 0/2 A.Ask - | 10 10 ? ? ? ? | 0 0 0 open
        """,
        paths="""
            0 1 0 attempt 0 1
            0 2 0 attempt 0 2
        """,
        given_up="",
    ),
)
