"""Promises: several attempts at once; the first positive answer wins, the others are duplicates."""

from tests.engine.exact.notation import Case

_LATE = """
    participants: {{A: {{workers: {workers}}}}}
    messages: {{Ask: {{work: 6 ms, timeout: 4 ms, retry: {retry}{more}}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_KEY = """
    messages: {{Ask: {{work: {work} ms, timeout: 4 ms, retry: 2{key}}}, Log: {{work: 1 ms}}}}
    load: at 0 s 1
    faults: [{{lose: Tell, at: 0 s, for: 3 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Log
        A-->>C: Tell
"""
_LOST_CONFIRMATION = """
    participants: {{Q: {{kind: broker{dedupe}}}, W: {{workers: 2}}}}
    messages: {{Put: {{timeout: 3 ms, retry: 2}}, Job: {{{job}}}}}
    load: at 0 s 1
    faults: [{{lose: Stored, at: 0 s, for: 2 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>Q: Put
        Q-->>C: Stored
        Q->>W: Job
"""

LATE = (  # D25
    Case(
        name="a late answer to the first attempt wins while the second is under way",
        text=_LATE.format(workers=2, retry=2, more=""),
        # The second works on until 10, and nobody waits for it.
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 4 4 4 10 10 10 | 6 0 0 well
        """,
        paths="0 1 0 attempt 0 1",
        given_up="0 0/1 | 6 beaten",
    ),
    Case(
        name="an attempt that was beaten still has its worker, after those that were sooner",
        text=_LATE.format(workers=1, retry=2, more=""),
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 4 4 6 12 12 12 | 6 0 0 well
        """,
        given_up="0 0/1 | 6 beaten",
    ),
    Case(
        name="an attempt that was beaten goes on where only what waits is withdrawn",
        text=_LATE.format(workers=2, retry="{attempts: 2, on: timeout}", more=", cancel: queued"),
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 4 4 4 10 10 10 | 6 0 0 well
        """,
        given_up="0 0/1 | 6 beaten",
    ),
    Case(
        name="a late answer while the backoff is let pass wins, and nothing is sent again",
        text=_LATE.format(workers=2, retry="{attempts: 2, backoff: 3 ms}", more=""),
        requests="0 | 0 6 6 6 6 | ok well",
        visits="0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well",
        paths="",
        given_up="",
    ),
    Case(
        name="an attempt that was cancelled gives no late answer",
        text=_LATE.format(workers=1, retry=2, more=", cancel: running"),
        requests="0 | 0 - 8 - - | timed_out failed 2",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 4 | 4 0 0 cancelled
            0 0/1 A.Ask - | 4 4 4 - - 8 | 4 0 0 cancelled
        """,
        paths="0 1 0 attempt 0 1",
        given_up="""
            0 0 | 8 timed_out
            0 0/1 | 8 timed_out
        """,
    ),
    Case(
        name="what is sent in the background by an attempt that was beaten delays nothing",
        text="""
            messages: {Ask: {work: 6 ms, timeout: 4 ms, retry: 2}, Log: {work: 9 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                A-)B: Log
        """,
        # The winner's Log is over at 15, the other's at 19.
        requests="0 | 0 6 15 15 - | accepted well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 4 4 4 10 10 10 | 6 0 0 well
            0 2 B.Log 0 | 6 6 6 - - 15 | 9 0 0 well
            0 2/1 B.Log 0/1 | 10 10 10 - - 19 | 9 0 0 well
        """,
        given_up="0 0/1 | 6 beaten",
    ),
    Case(
        name="what an attempt that was beaten comes to does not count",
        text="""
            messages: {Ask: {work: 6 ms, timeout: 4 ms, retry: 2}}
            load: at 0 s 1
            faults: [{fail: A, at: 8 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 4 4 4 - - 10 | 6 0 0 failed
        """,
        given_up="0 0/1 | 6 beaten",
    ),
    Case(
        name="an attempt that fails late fails nothing while another is under way",
        text="""
            messages: {Ask: {work: 6 ms, timeout: 4 ms, retry: 2}}
            load: at 0 s 1
            faults: [{fail: A, at: 0 s, for: 7 ms}, {slow: A, by: 0.5, at: 3 ms, for: 4 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # The first fails at 6, after its timeout; the second works half as long, 4-7, and fails
        # at 7: that is the reason that is told.
        requests="0 | 0 - 7 - - | failed failed 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 failed
            0 0/1 A.Ask - | 4 4 4 7 7 7 | 3 0 0 failed
        """,
    ),
    Case(
        name="of attempts in vain the best is what became of the work",
        text="""
            messages: {Ask: {work: 6 ms, timeout: 4 ms, retry: {attempts: 2, backoff: 1 ms}}}
            network: 1 ms
            load: at 0 s 1
            faults: [{lose: Tell, at: 0 s, for: 90 ms}, {fail: A, at: 8 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # Done at 7, the answer lost; again 6-12, failed; given up at 9.
        requests="0 | 0 - 12 12 - | timed_out well 2",
        visits="""
            0 0 A.Ask - | 0 1 1 7 - 7 | 6 0 0 well
            0 0/1 A.Ask - | 5 6 6 - - 12 | 6 0 0 failed
        """,
        given_up="""
            0 0 | 9 timed_out
            0 0/1 | 9 timed_out
        """,
    ),
    Case(
        name="done well by the first attempt it is done well, though the last one was refused",
        text="""
            participants: {A: {workers: 1, queue: 0}}
            messages: {Ask: {work: 10 ms, timeout: 4 ms, retry: {attempts: 2, backoff: 1 ms}}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 - 10 10 - | refused well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 5 5 - 5 5 - | 0 0 0 refused
        """,
        given_up="0 0 | 5 timed_out",
    ),
    Case(
        name="an answer may come from somebody else; each attempt has its own",
        text="""
            messages: {Ask: {work: 1 ms, timeout: 5 ms, retry: 2}, Do: {work: 7 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Do
                B-)A: Done
                A-->>C: Tell
        """,
        requests="0 | 0 8 8 8 8 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 1 | 1 0 0 well
            0 0/1 A.Ask - | 5 5 5 13 13 6 | 1 0 0 well
            0 1 B.Do 0 | 1 1 1 - - 8 | 7 0 0 well
            0 1/1 B.Do 0/1 | 6 6 6 - - 13 | 7 0 0 well
            0 2 A.Done 1 | 8 8 8 - - 8 | 0 0 0 well
            0 2/1 A.Done 1/1 | 13 13 13 - - 13 | 0 0 0 well
        """,
        given_up="0 0/1 | 8 beaten",
    ),
)

KEYS = (  # D08, D26
    Case(
        name="a call whose answer is lost is done twice without a key",
        text=_KEY.format(work=2, key=""),
        requests="0 | 0 6 7 7 - | accepted well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 2 - 2 | 2 0 0 well
            0 0/1 A.Ask - | 4 4 4 6 6 6 | 2 0 0 well
            0 1 B.Log 0 | 2 2 2 - - 3 | 1 0 0 well
            0 1/1 B.Log 0/1 | 6 6 6 - - 7 | 1 0 0 well
        """,
        given_up="0 0 | 6 timed_out",
    ),
    Case(
        name="a call whose answer is lost is done once with a key; the second only answers",
        text=_KEY.format(work=2, key=", idempotent: unlimited"),
        requests="0 | 0 4 4 4 - | accepted well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 2 - 2 | 2 0 0 well
            0 0/1 A.Ask - | 4 4 4 4 4 4 | 0 0 0 well
            0 1 B.Log 0 | 2 2 2 - - 3 | 1 0 0 well
        """,
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="a key that has been forgotten is none",
        text=_KEY.format(work=2, key=", idempotent: 1 ms"),
        requests="0 | 0 6 7 7 - | accepted well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 2 - 2 | 2 0 0 well
            0 0/1 A.Ask - | 4 4 4 6 6 6 | 2 0 0 well
            0 1 B.Log 0 | 2 2 2 - - 3 | 1 0 0 well
            0 1/1 B.Log 0/1 | 6 6 6 - - 7 | 1 0 0 well
        """,
    ),
    Case(
        name="a key does not help while the first attempt is not over",
        text=_KEY.format(work=6, key=", idempotent: unlimited"),
        # Answered at 6; the second works 4-10, and then finds that all is done.
        requests="0 | 0 6 7 7 - | accepted well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 4 4 4 10 10 10 | 6 0 0 well
            0 1 B.Log 0 | 6 6 6 - - 7 | 1 0 0 well
        """,
        given_up="0 0/1 | 6 beaten",
    ),
    Case(
        name="a lost confirmation makes two messages where the sender tries again",
        text=_LOST_CONFIRMATION.format(dedupe="", job="work: 2 ms"),
        requests="0 | 0 3 5 5 - | accepted well 2",
        visits="""
            0 0 Q.Put - | 0 0 0 0 - 2 | 0 0 0 well acknowledged
            0 0/1 Q.Put - | 3 3 3 3 3 5 | 0 0 0 well acknowledged
            0 2 W.Job 0 | 0 0 0 - - 2 | 2 0 0 well acknowledged
            0 2/1 W.Job 0/1 | 3 3 3 - - 5 | 2 0 0 well acknowledged
        """,
        paths="0 1 0 attempt 0 1",
        given_up="0 0 | 3 timed_out",
    ),
    Case(
        name="and one where the broker knows it again",
        text=_LOST_CONFIRMATION.format(dedupe=", dedupe: 1 min", job="work: 2 ms"),
        requests="0 | 0 3 3 3 - | accepted well 2",
        visits="""
            0 0 Q.Put - | 0 0 0 0 - 2 | 0 0 0 well acknowledged
            0 0/1 Q.Put - | 3 3 3 3 3 3 | 0 0 0 well acknowledged
            0 2 W.Job 0 | 0 0 0 - - 2 | 2 0 0 well acknowledged
        """,
        given_up="0 0 | 3 timed_out",
    ),
    Case(
        name="what a broker knows again is done when what it knows is done",
        text=_LOST_CONFIRMATION.format(dedupe=", dedupe: 1 min", job="work: 9 ms"),
        requests="0 | 0 3 9 9 - | accepted well 2",
        visits="""
            0 0 Q.Put - | 0 0 0 0 - 9 | 0 0 0 well acknowledged
            0 0/1 Q.Put - | 3 3 3 3 3 3 | 0 0 0 well acknowledged
            0 2 W.Job 0 | 0 0 0 - - 9 | 9 0 0 well acknowledged
        """,
        given_up="0 0 | 3 timed_out",
    ),
    Case(
        name="and fails with that",
        text=_LOST_CONFIRMATION.format(
            dedupe=", dedupe: 1 min, max-deliveries: 1", job="work: 9 ms, fails: 100 %"
        ),
        requests="0 | 0 3 9 - - | accepted dead_lettered 2",
        visits="""
            0 0 Q.Put - | 0 0 0 0 - 9 | 0 0 0 well dead_lettered
            0 0/1 Q.Put - | 3 3 3 3 3 3 | 0 0 0 well acknowledged
            0 2 W.Job 0 | 0 0 0 - - 9 | 9 0 0 failed rejected
        """,
    ),
    Case(
        name="what a receiver knows by its key is done when what it has set in motion is",
        text=_KEY.format(work=2, key=", idempotent: unlimited").replace("1 ms}", "9 ms}"),
        # The second is told at 4; the first has sent its Log at 2.
        requests="0 | 0 4 11 11 - | accepted well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 2 - 2 | 2 0 0 well
            0 0/1 A.Ask - | 4 4 4 4 4 4 | 0 0 0 well
            0 1 B.Log 0 | 2 2 2 - - 11 | 9 0 0 well
        """,
    ),
)
