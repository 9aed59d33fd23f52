"""Promises: what is sent again, when, how often, and why not."""

from tests.engine.exact.notation import Case

_FAILS = """
    messages: {{Ask: {{work: 2 ms, fails: 100 %, retry: {{{retry}}}}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_FAILING = """
    participants: {{A: {{workers: 1}}}}
    messages: {{Ask: {{work: 2 ms, retry: {retry}}}}}
    load: at 0 s 1
    faults: [{{fail: A, at: 0 s, for: 5 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_FULL = """
    participants: {{A: {{workers: 1, queue: 0}}}}
    messages: {{Ask: {{work: 5 ms, retry: {retry}}}}}
    load: at 0 s 2
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_SLOW = """
    messages: {{Ask: {{work: 10 ms, timeout: 4 ms, retry: {retry}}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_WAITS = """
    participants: {{A: {{workers: 1, waiting: {waiting}}}}}
    messages:
      Ask: {{work: 1 ms}}
      Get: {{work: 2 ms, retry: {{attempts: 2, backoff: 4 ms}}}}
    load: [at 0 s 1, at 1 ms 1]
    faults: [{{fail: B, at: 0 s, for: 4 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
"""
_FIRST = """
    0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
"""

BACKOFF = (  # P29
    Case(
        name="a constant backoff is let pass before each further attempt, and not before the first",
        text=_FAILS.format(retry="attempts: 3, backoff: 5 ms"),
        requests="0 | 0 - 16 - - | failed failed 3",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 0/1 A.Ask - | 7 7 7 9 9 9 | 2 0 0 failed
            0 0/2 A.Ask - | 14 14 14 16 16 16 | 2 0 0 failed
        """,
        paths="""
            0 1 0 attempt 0 1
            0 2 0 attempt 0 2
        """,
        given_up="",
    ),
    Case(
        name="an exponential backoff doubles each time, up to its cap",
        text=_FAILS.format(retry="attempts: 5, backoff: 5 ms, factor: 2, cap: 12 ms"),
        # 5, 10, 12 and 12.
        requests="0 | 0 - 49 - - | failed failed 5",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 0/1 A.Ask - | 7 7 7 9 9 9 | 2 0 0 failed
            0 0/2 A.Ask - | 19 19 19 21 21 21 | 2 0 0 failed
            0 0/3 A.Ask - | 33 33 33 35 35 35 | 2 0 0 failed
            0 0/4 A.Ask - | 47 47 47 49 49 49 | 2 0 0 failed
        """,
    ),
    Case(
        name="a backoff need not grow by whole numbers, and its first pause has a cap too",
        text=_FAILS.format(retry="attempts: 3, backoff: 6 ms, factor: 1.5, cap: 5 ms"),
        requests="0 | 0 - 16 - - | failed failed 3",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 0/1 A.Ask - | 7 7 7 9 9 9 | 2 0 0 failed
            0 0/2 A.Ask - | 14 14 14 16 16 16 | 2 0 0 failed
        """,
    ),
    Case(
        name="without a backoff the next attempt leaves at once",
        text=_FAILS.format(retry="attempts: 3"),
        requests="0 | 0 - 6 - - | failed failed 3",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 0/1 A.Ask - | 2 2 2 4 4 4 | 2 0 0 failed
            0 0/2 A.Ask - | 4 4 4 6 6 6 | 2 0 0 failed
        """,
    ),
)

RETRIES = (  # D25
    Case(
        name="what has failed is tried again; done well in the end, it is done well",
        text=_FAILING.format(retry="{attempts: 4, backoff: 4 ms}"),
        requests="0 | 0 8 8 8 8 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed
            0 0/1 A.Ask - | 6 6 6 8 8 8 | 2 0 0 well
        """,
        paths="0 1 0 attempt 0 1",
        given_up="",
    ),
    Case(
        name="one attempt is none more than the first",
        text=_FAILING.format(retry="1"),
        requests="0 | 0 - 2 - - | failed failed",
        visits="0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed",
        paths="",
        given_up="",
    ),
    Case(
        name="a further attempt stands at the end of the queue like any other call",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 4 ms, retry: 2}}
            load: [at 0 s 2, at 3 ms 1]
            faults: [{fail: A, at: 0 s, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # The first fails at 4, and then stands behind those that came at 0 and 3.
        requests="""
            0 | 0 16 16 16 16 | ok well 2
            1 | 0 8 8 8 8 | ok well
            2 | 3 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            0 0/1 A.Ask - | 4 4 12 16 16 16 | 4 0 0 well
            1 0 A.Ask - | 0 0 4 8 8 8 | 4 0 0 well
            2 0 A.Ask - | 3 3 8 12 12 12 | 4 0 0 well
        """,
    ),
    Case(
        name="what a full queue has refused is tried again until there is room",
        text=_FULL.format(retry="{attempts: 5, backoff: 3 ms}"),
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 11 11 11 11 | ok well 3
        """,
        visits=_FIRST
        + """
            1 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            1 0/1 A.Ask - | 3 3 - 3 3 - | 0 0 0 refused
            1 0/2 A.Ask - | 6 6 6 11 11 11 | 5 0 0 well
        """,
        paths="""
            1 1 0 attempt 0 1
            1 2 0 attempt 0 2
        """,
        given_up="",
    ),
    Case(
        name="whoever is refused each time is told so",
        text=_FULL.format(retry="{attempts: 2, backoff: 3 ms}"),
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 - 3 - - | refused refused 2
        """,
        visits=_FIRST
        + """
            1 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            1 0/1 A.Ask - | 3 3 - 3 3 - | 0 0 0 refused
        """,
    ),
    Case(
        name="a refusal is not tried again where only failures and timeouts are",
        text=_FULL.format(retry="{attempts: 5, on: [failure, timeout]}"),
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 - 0 - - | refused refused
        """,
        visits=_FIRST
        + """
            1 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
        """,
        paths="",
    ),
    Case(
        name="a failure is not tried again where only refusals and timeouts are",
        text=_FAILING.format(retry="{attempts: 4, on: [refused, timeout]}"),
        requests="0 | 0 - 2 - - | failed failed",
        visits="0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 failed",
        paths="",
    ),
    Case(
        name="a timeout is not tried again where only refusals and failures are",
        text=_SLOW.format(retry="{attempts: 4, on: [refused, failure]}"),
        requests="0 | 0 - 10 10 - | timed_out well",
        visits="0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well",
        paths="",
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="a timeout is tried again where only that is",
        text=_SLOW.format(retry="{attempts: 2, on: timeout}"),
        # The second attempt is given up at 8; both are done well.
        requests="0 | 0 - 14 14 - | timed_out well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 4 4 4 14 14 14 | 10 0 0 well
        """,
        paths="0 1 0 attempt 0 1",
        given_up="""
            0 0 | 8 timed_out
            0 0/1 | 8 timed_out
        """,
    ),
    Case(
        name="an answer that says no is tried again like any failure",
        text="""
            messages: {Ask: {work: 2 ms, retry: {attempts: 2, backoff: 3 ms}}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A--xC: Sorry
        """,
        requests="0 | 0 - 11 - - | failed failed 2",
        visits="""
            0 0 A.Ask - | 0 1 1 3 4 3 | 2 0 0 well
            0 0/1 A.Ask - | 7 8 8 10 11 10 | 2 0 0 well
        """,
    ),
    Case(
        name="a call that was lost is sent again when it was not answered in time",
        text="""
            messages: {Ask: {work: 2 ms, timeout: 4 ms, retry: 2}}
            load: at 0 s 1
            faults: [{lose: Ask, at: 0 s, for: 1 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 - - - - - | 0 0 0 lost
            0 0/1 A.Ask - | 4 4 4 6 6 6 | 2 0 0 well
        """,
        paths="0 1 0 attempt 0 1",
        given_up="0 0 | 6 timed_out",
    ),
    Case(
        name="a caller that waits for further attempts holds its worker, backoff and all",
        text=_WAITS.format(waiting="holds"),
        # The first Get fails at 3, and leaves again at 7; A is free at 9.
        requests="""
            0 | 0 9 9 9 9 | ok well
            1 | 1 12 12 12 12 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 1 8 0 well
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 1/1 B.Get 0 | 7 7 7 9 9 9 | 2 0 0 well
            1 0 A.Ask - | 1 1 9 12 12 12 | 1 2 0 well
            1 1 B.Get 0 | 10 10 10 12 12 12 | 2 0 0 well
        """,
        paths="0 1 0 attempt 1 1",
    ),
    Case(
        name="a caller that releases its worker does so for all its attempts",
        text=_WAITS.format(waiting="releases"),
        # Both Gets fail, at 3 and 4.
        requests="""
            0 | 0 9 9 9 9 | ok well
            1 | 1 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 9 9 9 | 1 8 0 well
            0 1 B.Get 0 | 1 1 1 3 3 3 | 2 0 0 failed
            0 1/1 B.Get 0 | 7 7 7 9 9 9 | 2 0 0 well
            1 0 A.Ask - | 1 1 1 10 10 10 | 1 8 0 well
            1 1 B.Get 0 | 2 2 2 4 4 4 | 2 0 0 failed
            1 1/1 B.Get 0 | 8 8 8 10 10 10 | 2 0 0 well
        """,
    ),
)
