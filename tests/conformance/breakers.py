"""Promises: senders that stop calling who fails too often, and when they begin again."""

from collections import Counter

from tests.engine.exact.notation import Case

_BREAKER = """
    messages: {{Ask: {{work: {work} ms, {calling}}}}}
    load: {load}
    faults: [{{fail: A, at: {at}, for: {lasts}}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_FOUR = "breaker: {failures: 50 %, of: 4, rest: 20 ms, probes: 1}"
_ONE = "breaker: {{failures: 100 %, of: 1, rest: {rest} ms, probes: {probes}}}"


def asked(*instants: int, work: int = 1, calling: str, at: str = "0 s", lasts: str) -> str:
    """A client that calls A at some instants, in ms; A fails for a while."""
    counted = Counter(instants).items()
    load = f"[{', '.join(f'at {instant} ms {count}' for instant, count in counted)}]"
    return _BREAKER.format(work=work, calling=calling, load=load, at=at, lasts=lasts)


def one(rest: int, probes: int = 1) -> str:
    """A breaker that opens at the first failure."""
    return _ONE.format(rest=rest, probes=probes)


_OPENS = """
    0 | 0 1 1 1 1 | ok well
    1 | 10 - 11 - - | failed failed
    2 | 20 - 21 - - | failed failed
    3 | 30 - 31 - - | failed failed
    4 | 40 - 40 - - | refused refused
    5 | 50 - 50 - - | refused refused
"""
_OPENED = """
    0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
    1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 failed
    2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
    3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 failed
    4 0 A.Ask - | 40 - - - - - | 0 0 0 refused
    5 0 A.Ask - | 50 - - - - - | 0 0 0 refused
"""

BREAKERS = (  # P30
    Case(
        name="a breaker opens at its share of failures, rests, half opens, and closes again",
        text=asked(0, 10, 20, 30, 40, 50, 60, 61, calling=_FOUR, at="10 ms", lasts="35 ms"),
        # Two of three have failed at 21, which are too few calls to tell; three of four at 31.
        # Open until 51, which shows with the next call: that of 60 is the probe.
        requests=_OPENS
        + """
            6 | 60 61 61 61 61 | ok well
            7 | 61 62 62 62 62 | ok well
        """,
        visits=_OPENED
        + """
            6 0 A.Ask - | 60 60 60 61 61 61 | 1 0 0 well
            7 0 A.Ask - | 61 61 61 62 62 62 | 1 0 0 well
        """,
        paths="",
        given_up="",
        changes="""
            10 | A -1 failing 1
            31 | C 0 breaker 1
            45 | A -1 failing 0
            60 | C 0 breaker 2
            61 | C 0 breaker 0
        """,
    ),
    Case(
        name="a breaker whose probe fails opens again, and rests anew",
        text=asked(0, 10, 20, 30, 40, 50, 60, 70, 81, calling=_FOUR, at="10 ms", lasts="60 ms"),
        requests=_OPENS
        + """
            6 | 60 - 61 - - | failed failed
            7 | 70 - 70 - - | refused refused
            8 | 81 82 82 82 82 | ok well
        """,
        visits=_OPENED
        + """
            6 0 A.Ask - | 60 60 60 61 61 61 | 1 0 0 failed
            7 0 A.Ask - | 70 - - - - - | 0 0 0 refused
            8 0 A.Ask - | 81 81 81 82 82 82 | 1 0 0 well
        """,
        changes="""
            10 | A -1 failing 1
            31 | C 0 breaker 1
            60 | C 0 breaker 2
            61 | C 0 breaker 1
            70 | A -1 failing 0
            81 | C 0 breaker 2
            82 | C 0 breaker 0
        """,
    ),
    Case(
        name="a breaker looks back on its last calls only",
        text=asked(
            *(0, 10, 20, 30, 40, 50, 60, 70, 80),
            calling="breaker: {failures: 75 %, of: 4, at-least: 2, rest: 15 ms, probes: 1}",
            at="[0 s, 20 ms, 40 ms, 60 ms]",
            lasts="5 ms",
        ),
        # Every other call fails: one of two, two of three, two of four … never three quarters.
        # With the last four of which two have failed, it stays closed.
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 11 11 11 11 | ok well
            2 | 20 - 21 - - | failed failed
            3 | 30 31 31 31 31 | ok well
            4 | 40 - 41 - - | failed failed
            5 | 50 51 51 51 51 | ok well
            6 | 60 - 61 - - | failed failed
            7 | 70 71 71 71 71 | ok well
            8 | 80 81 81 81 81 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 well
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 failed
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 well
            4 0 A.Ask - | 40 40 40 41 41 41 | 1 0 0 failed
            5 0 A.Ask - | 50 50 50 51 51 51 | 1 0 0 well
            6 0 A.Ask - | 60 60 60 61 61 61 | 1 0 0 failed
            7 0 A.Ask - | 70 70 70 71 71 71 | 1 0 0 well
            8 0 A.Ask - | 80 80 80 81 81 81 | 1 0 0 well
        """,
    ),
    Case(
        name="however many went well before that",
        text=asked(
            *(0, 10, 20, 30, 40, 50, 60, 70),
            calling="breaker: {failures: 75 %, of: 4, rest: 90 ms}",
            at="40 ms",
            lasts="25 ms",
        ),
        # Of all calls three of seven have failed at 61, of the last four three.
        requests="""
            0 | 0 1 1 1 1 | ok well
            1 | 10 11 11 11 11 | ok well
            2 | 20 21 21 21 21 | ok well
            3 | 30 31 31 31 31 | ok well
            4 | 40 - 41 - - | failed failed
            5 | 50 - 51 - - | failed failed
            6 | 60 - 61 - - | failed failed
            7 | 70 - 70 - - | refused refused
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 well
            1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 well
            2 0 A.Ask - | 20 20 20 21 21 21 | 1 0 0 well
            3 0 A.Ask - | 30 30 30 31 31 31 | 1 0 0 well
            4 0 A.Ask - | 40 40 40 41 41 41 | 1 0 0 failed
            5 0 A.Ask - | 50 50 50 51 51 51 | 1 0 0 failed
            6 0 A.Ask - | 60 60 60 61 61 61 | 1 0 0 failed
            7 0 A.Ask - | 70 - - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="a breaker that has closed knows nothing of before",
        text=asked(
            *(0, 10, 35, 40, 50),
            calling="breaker: {failures: 100 %, of: 2, rest: 20 ms, probes: 1}",
            at="[0 s, 40 ms]",
            lasts="15 ms",
        ),
        # Open at 11, tried at 35; the failure of 40 is then the only call but none of two.
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 11 - - | failed failed
            2 | 35 36 36 36 36 | ok well
            3 | 40 - 41 - - | failed failed
            4 | 50 - 51 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A.Ask - | 10 10 10 11 11 11 | 1 0 0 failed
            2 0 A.Ask - | 35 35 35 36 36 36 | 1 0 0 well
            3 0 A.Ask - | 40 40 40 41 41 41 | 1 0 0 failed
            4 0 A.Ask - | 50 50 50 51 51 51 | 1 0 0 failed
        """,
        changes="""
            0 | A -1 failing 1
            11 | C 0 breaker 1
            15 | A -1 failing 0
            35 | C 0 breaker 2
            36 | C 0 breaker 0
            40 | A -1 failing 1
            51 | C 0 breaker 1
            55 | A -1 failing 0
        """,
    ),
    Case(
        name="a half open breaker lets its probes through, and closes when all went well",
        text=asked(0, 10, 10, 10, 13, 15, 15, 15, work=4, calling=one(5, probes=2), lasts="5 ms"),
        # Open from 4 to 9. Two probe at 10; the third is refused, and one that comes before both
        # are well, at 13, too. Closed at 14.
        requests="""
            0 | 0 - 4 - - | failed failed
            1 | 10 14 14 14 14 | ok well
            2 | 10 14 14 14 14 | ok well
            3 | 10 - 10 - - | refused refused
            4 | 13 - 13 - - | refused refused
            5 | 15 19 19 19 19 | ok well
            6 | 15 19 19 19 19 | ok well
            7 | 15 19 19 19 19 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            1 0 A.Ask - | 10 10 10 14 14 14 | 4 0 0 well
            2 0 A.Ask - | 10 10 10 14 14 14 | 4 0 0 well
            3 0 A.Ask - | 10 - - - - - | 0 0 0 refused
            4 0 A.Ask - | 13 - - - - - | 0 0 0 refused
            5 0 A.Ask - | 15 15 15 19 19 19 | 4 0 0 well
            6 0 A.Ask - | 15 15 15 19 19 19 | 4 0 0 well
            7 0 A.Ask - | 15 15 15 19 19 19 | 4 0 0 well
        """,
        changes="""
            0 | A -1 failing 1
            4 | C 0 breaker 1
            5 | A -1 failing 0
            10 | C 0 breaker 2
            14 | C 0 breaker 0
        """,
    ),
    Case(
        name="a call that left before the breaker opened does not count when it comes back",
        text=asked(0, 1, 6, 11, work=4, calling=one(7), lasts="5 ms"),
        # Both fail, at 4 and 5; that of 5 is too late to open anything anew: 11 is the end.
        requests="""
            0 | 0 - 4 - - | failed failed
            1 | 1 - 5 - - | failed failed
            2 | 6 - 6 - - | refused refused
            3 | 11 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            1 0 A.Ask - | 1 1 1 5 5 5 | 4 0 0 failed
            2 0 A.Ask - | 6 - - - - - | 0 0 0 refused
            3 0 A.Ask - | 11 11 11 15 15 15 | 4 0 0 well
        """,
        changes="""
            0 | A -1 failing 1
            4 | C 0 breaker 1
            5 | A -1 failing 0
            11 | C 0 breaker 2
            15 | C 0 breaker 0
        """,
    ),
    Case(
        name="a rest ends at its instant",
        text=asked(0, 4, 5, calling=one(4), lasts="2 ms"),
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 4 - 4 - - | refused refused
            2 | 5 6 6 6 6 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A.Ask - | 4 - - - - - | 0 0 0 refused
            2 0 A.Ask - | 5 5 5 6 6 6 | 1 0 0 well
        """,
    ),
    Case(
        name="a timeout counts as a failure, once, whatever comes later",
        text=asked(
            *(0, 3, 8),
            work=5,
            calling="timeout: 2 ms, breaker: {failures: 50 %, of: 2, at-least: 1, rest: 4 ms}",
            at="90 ms",
            lasts="1 ms",
        ),
        # Open at 2; the answer of 5 is none to a closed breaker. At 8 it is half open.
        requests="""
            0 | 0 - 5 5 - | timed_out well
            1 | 3 - 3 - - | refused refused
            2 | 8 - 13 13 - | timed_out well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 3 - - - - - | 0 0 0 refused
            2 0 A.Ask - | 8 8 8 13 13 13 | 5 0 0 well
        """,
        changes="""
            2 | C 0 breaker 1
            8 | C 0 breaker 2
            10 | C 0 breaker 1
            90 | A -1 failing 1
            91 | A -1 failing 0
        """,
    ),
    Case(
        name="attempts that a breaker keeps back are refused, and tried again like any other",
        text=asked(0, calling=f"retry: {{attempts: 3, backoff: 2 ms}}, {one(4)}", lasts="2 ms"),
        # Open from 1 to 5: the second, of 3, is kept back, the third, of 5, probes.
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            0 0/1 A.Ask - | 3 - - - - - | 0 0 0 refused
            0 0/2 A.Ask - | 5 5 5 6 6 6 | 1 0 0 well
        """,
        paths="""
            0 1 0 attempt 0 1
            0 2 0 attempt 0 2
        """,
        given_up="",
    ),
    Case(
        name="a probe that nobody waits for any more leaves its place to another",
        text="""
            messages:
              Ask: {timeout: 5 ms, cancel: running}
              Get: {work: 1 ms, breaker: {failures: 100 %, of: 1, rest: 5 ms, probes: 1}}
            load: [at 0 s 1, at 10 ms 1, at 20 ms 1, at 40 ms 1]
            faults: [{fail: B, at: 0 s, for: 2 ms}, {slow: B, by: 20, at: 9 ms, for: 2 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A-->>C: Tell
        """,
        # The probe of 10 would take until 30; whoever waits for it is interrupted at 15.
        requests="""
            0 | 0 - 1 - - | failed failed
            1 | 10 - 15 - - | timed_out failed
            2 | 20 21 21 21 21 | ok well
            3 | 40 41 41 41 41 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 0 1 0 failed
            0 1 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 failed
            1 0 A.Ask - | 10 10 10 - - 15 | 0 5 0 cancelled
            1 1 B.Get 0 | 10 10 10 - - 15 | 5 0 0 cancelled
            2 0 A.Ask - | 20 20 20 21 21 21 | 0 1 0 well
            2 1 B.Get 0 | 20 20 20 21 21 21 | 1 0 0 well
            3 0 A.Ask - | 40 40 40 41 41 41 | 0 1 0 well
            3 1 B.Get 0 | 40 40 40 41 41 41 | 1 0 0 well
        """,
        changes="""
            0 | B -1 failing 1
            1 | A 1 breaker 1
            2 | B -1 failing 0
            9 | B -1 slow 20000
            10 | A 1 breaker 2
            11 | B -1 slow 1000
            21 | A 1 breaker 0
        """,
    ),
)
