"""Promises: how many a sender lets go at once, or in a time; one more waits with it."""

from tests.engine.exact.notation import Case

_CLIENT = """
    messages: {{Ask: {{work: 5 ms, pace: "{pace}"{more}}}}}
    load: {load}
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_CALLER = """
    participants: {{A: {{{pool}}}}}
    messages: {{Ask: {{work: 1 ms}}, Get: {{work: 5 ms, pace: 1 at once{more}}}}}
    load: {load}
    faults: [{{crash: A, at: {crash}, for: 1 ms}}]
    run: {{horizon: 90 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
"""


def client(pace: str, load: str = "at 0 s 3", more: str = "") -> str:
    """A client that calls A, not too fast."""
    return _CLIENT.format(pace=pace, load=load, more=more)


def caller(pool: str, load: str = "at 0 s 3", more: str = "", crash: str = "95 ms") -> str:
    """A service that calls B, one call at a time."""
    return _CALLER.format(pool=pool, load=load, more=more, crash=crash)


PACES = (  # P18
    Case(
        name="a sender lets so many go at once; one more leaves when one of them is over",
        text=client("1 at once"),
        # What waits with the client counts from when it was meant to leave.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 10 10 10 10 | ok well
            2 | 0 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 5 5 5 10 10 10 | 5 0 0 well
            2 0 A.Ask - | 10 10 10 15 15 15 | 5 0 0 well
        """,
        paths="",
        given_up="",
    ),
    Case(
        name="a sender lets one go each interval; nobody is refused",
        text=client("100/s"),
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 15 15 15 15 | ok well
            2 | 0 25 25 25 25 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 10 10 10 15 15 15 | 5 0 0 well
            2 0 A.Ask - | 20 20 20 25 25 25 | 5 0 0 well
        """,
    ),
    Case(
        name="a burst leaves at once",
        text=client("100/s burst 2", load="[at 0 s 3, at 35 ms 3]"),
        # The bucket is full again at 30.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 5 5 5 5 | ok well
            2 | 0 15 15 15 15 | ok well
            3 | 35 40 40 40 40 | ok well
            4 | 35 40 40 40 40 | ok well
            5 | 35 50 50 50 50 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            2 0 A.Ask - | 10 10 10 15 15 15 | 5 0 0 well
            3 0 A.Ask - | 35 35 35 40 40 40 | 5 0 0 well
            4 0 A.Ask - | 35 35 35 40 40 40 | 5 0 0 well
            5 0 A.Ask - | 45 45 45 50 50 50 | 5 0 0 well
        """,
    ),
    Case(
        name="a message that nobody waits for leaves at its pace too",
        text="""
            participants: {A: {workers: 1}}
            messages: {In: {work: 1 ms}, Log: {work: 1 ms, pace: 100/s}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: In
                A-)B: Log
                A-->>C: Fine
        """,
        # The second is with A from 1, and has to wait from 2 to 11 before it may send.
        requests="""
            0 | 0 1 2 2 - | accepted well
            1 | 0 11 12 12 - | accepted well
        """,
        visits="""
            0 0 A.In - | 0 0 0 1 1 1 | 1 0 0 well
            0 1 B.Log 0 | 1 1 1 - - 2 | 1 0 0 well
            1 0 A.In - | 0 0 1 11 11 11 | 1 9 0 well
            1 1 B.Log 0 | 11 11 11 - - 12 | 1 0 0 well
        """,
    ),
    Case(
        name="whoever waits to send holds its worker",
        text=caller("workers: 2"),
        # The third has a worker from 6 on.
        requests="""
            0 | 0 6 6 6 6 | ok well
            1 | 0 11 11 11 11 | ok well
            2 | 0 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 1 5 0 well
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 11 11 11 | 1 10 0 well
            1 1 B.Get 0 | 6 6 6 11 11 11 | 5 0 0 well
            2 0 A.Ask - | 0 0 6 16 16 16 | 1 9 0 well
            2 1 B.Get 0 | 11 11 11 16 16 16 | 5 0 0 well
        """,
    ),
    Case(
        name="whoever waits to send releases its worker where waiting does so",
        text=caller("workers: 1, waiting: releases"),
        requests="""
            0 | 0 6 6 6 6 | ok well
            1 | 0 11 11 11 11 | ok well
            2 | 0 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 1 5 0 well
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            1 0 A.Ask - | 0 0 1 11 11 11 | 1 9 0 well
            1 1 B.Get 0 | 6 6 6 11 11 11 | 5 0 0 well
            2 0 A.Ask - | 0 0 2 16 16 16 | 1 13 0 well
            2 1 B.Get 0 | 11 11 11 16 16 16 | 5 0 0 well
        """,
    ),
    Case(
        name="each instance that sends has a pace of its own",
        text=caller("workers: 1, instances: 2", load="at 0 s 2"),
        requests="""
            0 | 0 6 6 6 6 | ok well
            1 | 0 6 6 6 6 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 1 5 0 well
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            1 0 A@2.Ask - | 0 0 0 6 6 6 | 1 5 0 well
            1 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
        """,
    ),
    Case(
        name="a pace that is shared is one for all instances that send",
        text=caller("workers: 1, instances: 2", load="at 0 s 2", more=", scope: shared"),
        requests="""
            0 | 0 6 6 6 6 | ok well
            1 | 0 11 11 11 11 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 1 5 0 well
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            1 0 A@2.Ask - | 0 0 0 11 11 11 | 1 10 0 well
            1 1 B.Get 0 | 6 6 6 11 11 11 | 5 0 0 well
        """,
    ),
    Case(
        name="a call has its place until it is over, further attempts and all",
        text=client(
            "1 at once", load="at 0 s 2", more=", fails: 100 %, retry: {attempts: 2, backoff: 3 ms}"
        ),
        requests="""
            0 | 0 - 13 - - | failed failed 2
            1 | 0 - 26 - - | failed failed 2
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 failed
            0 0/1 A.Ask - | 8 8 8 13 13 13 | 5 0 0 failed
            1 0 A.Ask - | 13 13 13 18 18 18 | 5 0 0 failed
            1 0/1 A.Ask - | 21 21 21 26 26 26 | 5 0 0 failed
        """,
    ),
    Case(
        name="a call that is given up leaves its place to others, though its work goes on",
        text=client("1 at once", load="at 0 s 2", more=", timeout: 2 ms"),
        requests="""
            0 | 0 - 5 5 - | timed_out well
            1 | 0 - 7 7 - | timed_out well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 2 2 2 7 7 7 | 5 0 0 well
        """,
    ),
    Case(
        name="a timeout counts from when the call leaves, not from when it waits for that",
        text=client("1 at once", load="at 0 s 2", more=", timeout: 7 ms"),
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 5 5 5 10 10 10 | 5 0 0 well
        """,
    ),
    Case(
        name="a further attempt leaves at the pace too",
        text=client("100/s", load="at 0 s 1", more=", fails: 100 %, retry: 2"),
        requests="0 | 0 - 15 - - | failed failed 2",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 failed
            0 0/1 A.Ask - | 10 10 10 15 15 15 | 5 0 0 failed
        """,
        paths="0 1 0 attempt 0 1",
    ),
    Case(
        name="a hedge leaves at the pace too",
        text=client("250/s", load="at 0 s 1", more=", hedge: 1 ms"),
        requests="0 | 0 5 5 5 5 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            0 0/1 A.Ask - | 4 4 4 9 9 9 | 5 0 0 well
        """,
        paths="0 1 0 hedge 0 1",
    ),
    Case(
        name="what its pace would let go at the deadline or later is not sent again",
        text=client("100/s", load="at 0 s 1", more=", fails: 100 %, deadline: 8 ms, retry: 2"),
        requests="0 | 0 - 5 - - | failed failed",
        visits="0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 failed",
        paths="",
    ),
    Case(
        name="a message that is drawn twice has one pace",
        text="""
            messages: {Get: {work: 1 ms, pace: 100/s}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>B: Get
                B-->>C: Got
                C->>B: Get
                B-->>C: Got
        """,
        requests="0 | 0 1 11 11 11 | accepted well",
        visits="""
            0 0 B.Get - | 0 0 0 1 1 1 | 1 0 0 well
            0 2 B.Get - | 10 10 10 11 11 11 | 1 0 0 well
        """,
    ),
    Case(
        name="whoever dies leaves his place, or his turn, to others",
        text=caller("workers: 2", load="[at 0 s 2, at 5 ms 2]", crash="3 ms"),
        # At 3 one of them calls and one waits; both die. B works until 6 for nobody.
        requests="""
            0 | 0 - 6 - - | failed lost
            1 | 0 - 3 - - | failed lost
            2 | 5 11 11 11 11 | ok well
            3 | 5 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 1 2 0 died
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 3 3 3 | 1 2 0 died
            2 0 A.Ask - | 5 5 5 11 11 11 | 1 5 0 well
            2 1 B.Get 0 | 6 6 6 11 11 11 | 5 0 0 well
            3 0 A.Ask - | 5 5 5 16 16 16 | 1 10 0 well
            3 1 B.Get 0 | 11 11 11 16 16 16 | 5 0 0 well
        """,
    ),
)
