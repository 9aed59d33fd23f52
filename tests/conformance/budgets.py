"""Promises: what further attempts are paid from."""

from tests.engine.exact.notation import Case

_BUDGET = """
    participants: {{A: {{workers: 1}}}}
    messages: {{Ask: {{work: 1 ms, retry: {{attempts: 3, budget: {budget}}}}}}}
    load: every 10 ms for 40 ms
    faults: [{{fail: A, at: {failing}, for: 90 ms}}]
    run: {{horizon: 40 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_WELL = """
    0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
    1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 well
"""

BUDGETS = (  # P29
    Case(
        name="a budget of requests pays from what all first attempts have earned, failed or not",
        text=_BUDGET.format(budget="50 % of requests", failing="0 s"),
        # The second request has a whole token, then the fourth.
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 12 - - | failed failed 2
            2 | 20 - 21 - - | failed failed
            3 | 30 - 32 - - | failed failed 2
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 failed
            1 0/1 A.Ask - | 11 11 11 12 12 12 | 1 0 0 failed
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 failed
            3 0/1 A.Ask - | 31 31 31 32 32 32 | 1 0 0 failed
        """,
    ),
    Case(
        name="a budget of successes pays only from what went well",
        text=_BUDGET.format(budget="50 % of successes", failing="20 ms"),
        # Two went well: that is one further attempt for all those that fail.
        requests="""
            0 | 0 1 1 1 1 | ok well
            1 | 10 11 11 11 11 | ok well
            2 | 20 - 22 - - | failed failed 2
            3 | 30 - 31 - - | failed failed
        """,
        visits=_WELL
        + """
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
            2 0/1 A.Ask - | 21 21 21 22 22 22 | 1 0 0 failed
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 failed
        """,
    ),
    Case(
        name="a budget of successes never pays where nothing goes well",
        text=_BUDGET.format(budget="100 % of successes", failing="0 s"),
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 11 - - | failed failed
            2 | 20 - 21 - - | failed failed
            3 | 30 - 31 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 failed
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 failed
        """,
        paths="",
    ),
    Case(
        name="a budget keeps no more than it can hold",
        text=_BUDGET.format(budget="100 % of successes at most 1", failing="20 ms"),
        # Two were earned and one kept: the third attempt of the third request is not paid for.
        requests="""
            0 | 0 1 1 1 1 | ok well
            1 | 10 11 11 11 11 | ok well
            2 | 20 - 22 - - | failed failed 2
            3 | 30 - 31 - - | failed failed
        """,
        visits=_WELL
        + """
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
            2 0/1 A.Ask - | 21 21 21 22 22 22 | 1 0 0 failed
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 failed
        """,
    ),
    Case(
        name="a success in the second attempt earns once",
        text="""
            messages: {Ask: {work: 1 ms, retry: {attempts: 2, budget: 100 % of successes}}}
            load: every 10 ms for 40 ms
            faults: [{fail: A, at: [10 ms, 20 ms], for: 1 ms}, {fail: A, at: 30 ms, for: 9 ms}]
            run: {horizon: 40 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # Each token is spent and earned again; the last one is spent in vain.
        requests="""
            0 | 0 1 1 1 1 | ok well
            1 | 10 12 12 12 12 | ok well 2
            2 | 20 22 22 22 22 | ok well 2
            3 | 30 - 32 - - | failed failed 2
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 failed
            1 0/1 A.Ask - | 11 11 11 12 12 12 | 1 0 0 well
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
            2 0/1 A.Ask - | 21 21 21 22 22 22 | 1 0 0 well
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 failed
            3 0/1 A.Ask - | 31 31 31 32 32 32 | 1 0 0 failed
        """,
    ),
)
