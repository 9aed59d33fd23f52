"""Promises: what each instance that calls keeps in mind by itself, and what all of them share."""

from tests.engine.exact.notation import Case

_BUDGET = """
    participants: {{A: {{workers: 1, instances: 2}}}}
    messages:
      Get: {{work: 1 ms, retry: {{attempts: 2, budget: 50 % of requests}}{scope}}}
    load: every 10 ms for 40 ms
    faults: [{{fail: B, at: 0 s, for: 90 ms}}]
    run: {{horizon: 40 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
"""
_BREAKER = """
    participants: {{A: {{workers: 1, instances: 2}}}}
    messages:
      Get: {{work: 1 ms, breaker: {{failures: 100 %, of: 1, rest: 90 ms}}{scope}}}
    load: every 10 ms for 30 ms
    faults: [{{fail: B, at: 0 s, for: 90 ms}}]
    run: {{horizon: 30 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
"""

SENDERS = (
    Case(
        name="each instance that calls has a budget of its own",
        text=_BUDGET.format(scope=""),
        # The instances call in turn: each has a token with its second request.
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 11 - - | failed failed
            2 | 20 - 22 - - | failed failed
            3 | 30 - 32 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 0 1 0 failed
            0 1 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A@2.Ask - | 10 10 10 11 11 11 | 0 1 0 failed
            1 1 B.Get 0 | 10 10 10 11 11 11 | 1 0 0 failed
            2 0 A.Ask - | 20 20 20 22 22 22 | 0 2 0 failed
            2 1 B.Get 0 | 20 20 20 21 21 21 | 1 0 0 failed
            2 1/1 B.Get 0 | 21 21 21 22 22 22 | 1 0 0 failed
            3 0 A@2.Ask - | 30 30 30 32 32 32 | 0 2 0 failed
            3 1 B.Get 0 | 30 30 30 31 31 31 | 1 0 0 failed
            3 1/1 B.Get 0 | 31 31 31 32 32 32 | 1 0 0 failed
        """,
    ),
    Case(
        name="a budget that is shared is one for all instances that call",
        text=_BUDGET.format(scope=", scope: shared"),
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 12 - - | failed failed
            2 | 20 - 21 - - | failed failed
            3 | 30 - 32 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 0 1 0 failed
            0 1 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A@2.Ask - | 10 10 10 12 12 12 | 0 2 0 failed
            1 1 B.Get 0 | 10 10 10 11 11 11 | 1 0 0 failed
            1 1/1 B.Get 0 | 11 11 11 12 12 12 | 1 0 0 failed
            2 0 A.Ask - | 20 20 20 21 21 21 | 0 1 0 failed
            2 1 B.Get 0 | 20 20 20 21 21 21 | 1 0 0 failed
            3 0 A@2.Ask - | 30 30 30 32 32 32 | 0 2 0 failed
            3 1 B.Get 0 | 30 30 30 31 31 31 | 1 0 0 failed
            3 1/1 B.Get 0 | 31 31 31 32 32 32 | 1 0 0 failed
        """,
    ),
    Case(
        name="each instance that calls has a breaker of its own",
        text=_BREAKER.format(scope=""),
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 11 - - | failed failed
            2 | 20 - 20 - - | failed refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 0 1 0 failed
            0 1 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A@2.Ask - | 10 10 10 11 11 11 | 0 1 0 failed
            1 1 B.Get 0 | 10 10 10 11 11 11 | 1 0 0 failed
            2 0 A.Ask - | 20 20 20 20 20 20 | 0 0 0 failed
            2 1 B.Get 0 | 20 - - - - - | 0 0 0 refused
        """,
        changes="""
            0 | B -1 failing 1
            1 | A 1 breaker 1
            11 | A@2 1 breaker 1
        """,
    ),
    Case(
        name="a breaker that is shared opens for all instances that call",
        text=_BREAKER.format(scope=", scope: shared"),
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 10 - - | failed refused
            2 | 20 - 20 - - | failed refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 0 1 0 failed
            0 1 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A@2.Ask - | 10 10 10 10 10 10 | 0 0 0 failed
            1 1 B.Get 0 | 10 - - - - - | 0 0 0 refused
            2 0 A.Ask - | 20 20 20 20 20 20 | 0 0 0 failed
            2 1 B.Get 0 | 20 - - - - - | 0 0 0 refused
        """,
        changes="""
            0 | B -1 failing 1
            1 | A@* 1 breaker 1
        """,
    ),
)
