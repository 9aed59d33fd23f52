"""Promises: how many a receiver takes at once, or in a time; one more is refused on arrival."""

from tests.engine.exact.notation import Case

_LIMIT = """
    participants: {{A: {{workers: {workers}}}}}
    messages: {{Ask: {{work: 5 ms, limit: "{limit}"}}}}
    load: {load}
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
# A place is taken when Ask arrives; does it come back when that comes to nothing?
_PLACE = """
    participants: {{A: {{workers: 1, queue: 0}}}}
    messages:
      Long: {{work: {long} ms}}
      Ask: {{work: 4 ms, limit: 1 at once, {calling}, retry: {{attempts: {n}, backoff: 5 ms}}}}
    load: at 0 s 1
    faults: [{{crash: A, at: {crash}, for: 1 ms}}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C-)A: Long
        C->>A: Ask
        A-->>C: Tell
"""


def limited(limit: str, load: str, workers: int = 9) -> str:
    """A client that calls A, which takes only so many."""
    return _LIMIT.format(limit=limit, load=load, workers=workers)


LIMITS = (  # P18, P19
    Case(
        name="a bulkhead takes so many at once, and refuses one more when it arrives",
        text=limited("2 at once", "[at 0 s 3, at 4 ms 1, at 5 ms 1]"),
        # A place is free at the end of its work, before anybody arrives at that instant.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 5 5 5 5 | ok well
            2 | 0 - 0 - - | refused refused
            3 | 4 - 4 - - | refused refused
            4 | 5 10 10 10 10 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            2 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            3 0 A.Ask - | 4 4 - 4 4 - | 0 0 0 refused
            4 0 A.Ask - | 5 5 5 10 10 10 | 5 0 0 well
        """,
        paths="",
        given_up="",
    ),
    Case(
        name="whoever waits for a worker has a place in the bulkhead",
        text=limited("2 at once", "[at 0 s 3, at 5 ms 1]", workers=1),
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 10 10 10 10 | ok well
            2 | 0 - 0 - - | refused refused
            3 | 5 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 5 10 10 10 | 5 0 0 well
            2 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            3 0 A.Ask - | 5 5 10 15 15 15 | 5 0 0 well
        """,
    ),
    Case(
        name="a bulkhead is for its own message: what waits for A elsewhere takes no place",
        text="""
            participants: {A: {workers: 9}}
            messages: {Get: {work: 5 ms, limit: 1 at once}, Log: {work: 5 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Log
                C->>A: Get
                A-->>C: Got
        """,
        requests="""
            0 | 0 5 5 5 - | accepted well
            1 | 0 - 5 - - | refused refused
        """,
        visits="""
            0 0 A.Log - | 0 0 0 - - 5 | 5 0 0 well
            0 1 A.Get - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Log - | 0 0 0 - - 5 | 5 0 0 well
            1 1 A.Get - | 0 0 - 0 0 - | 0 0 0 refused
        """,
    ),
    Case(
        name="a message that is drawn twice has one bulkhead",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 5 ms, limit: 1 at once}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)D: Get
                A->>D: Get
                D-->>A: Got
                A-->>C: Tell
        """,
        requests="0 | 0 - 6 - - | failed refused",
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            0 1 D.Get 0 | 1 1 1 - - 6 | 5 0 0 well
            0 2 D.Get 0 | 1 1 - 1 1 - | 0 0 0 refused
        """,
    ),
    Case(
        name="what nobody waits for is refused likewise, and nobody hears of it",
        text="""
            messages: {Log: {work: 5 ms, limit: 1 at once}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Log
        """,
        requests="""
            0 | 0 - 5 5 - | nothing well
            1 | 0 - 0 - - | nothing refused
        """,
        visits="""
            0 0 A.Log - | 0 0 0 - - 5 | 5 0 0 well
            1 0 A.Log - | 0 0 - - - - | 0 0 0 refused
        """,
    ),
    Case(
        name="a bucket has its burst at the start, then a token each interval, and keeps no more",
        text=limited(
            "100/s burst 2", "[at 0 s 3, at 9 ms 1, at 10 ms 1, at 19 ms 1, at 60 ms 3, at 70 ms 1]"
        ),
        # Two at 0; one each at 10 and 20; full again at 30.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 5 5 5 5 | ok well
            2 | 0 - 0 - - | refused refused
            3 | 9 - 9 - - | refused refused
            4 | 10 15 15 15 15 | ok well
            5 | 19 - 19 - - | refused refused
            6 | 60 65 65 65 65 | ok well
            7 | 60 65 65 65 65 | ok well
            8 | 60 - 60 - - | refused refused
            9 | 70 75 75 75 75 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            2 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            3 0 A.Ask - | 9 9 - 9 9 - | 0 0 0 refused
            4 0 A.Ask - | 10 10 10 15 15 15 | 5 0 0 well
            5 0 A.Ask - | 19 19 - 19 19 - | 0 0 0 refused
            6 0 A.Ask - | 60 60 60 65 65 65 | 5 0 0 well
            7 0 A.Ask - | 60 60 60 65 65 65 | 5 0 0 well
            8 0 A.Ask - | 60 60 - 60 60 - | 0 0 0 refused
            9 0 A.Ask - | 70 70 70 75 75 75 | 5 0 0 well
        """,
    ),
    Case(
        name="with both limits, whoever finds no place takes no token",
        text=limited("1 at once, 100/s burst 2", "[at 0 s 2, at 5 ms 1, at 10 ms 1]"),
        # The second finds no place; the third has the second token, the fourth that of 10.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 0 - 0 - - | refused refused
            2 | 5 10 10 10 10 | ok well
            3 | 10 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            1 0 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            2 0 A.Ask - | 5 5 5 10 10 10 | 5 0 0 well
            3 0 A.Ask - | 10 10 10 15 15 15 | 5 0 0 well
        """,
    ),
    Case(
        name="one that has a place and finds the queue full gives its place back",
        text=_PLACE.format(n=2, long=4, calling="priority: 1", crash="90 ms"),
        # Long works until 4. Refused at 0; again at 5.
        requests="0 | 0 9 9 9 - | accepted well 2",
        visits="""
            0 0 A.Long - | 0 0 0 - - 4 | 4 0 0 well
            0 1 A.Ask - | 0 0 - 0 0 - | 0 0 0 refused
            0 1/1 A.Ask - | 5 5 5 9 9 9 | 4 0 0 well
        """,
    ),
    Case(
        name="one that is interrupted gives its place back",
        text=_PLACE.format(n=2, long=0, calling="timeout: 3 ms, cancel: running", crash="90 ms"),
        requests="0 | 0 - 11 - - | timed_out failed 2",
        visits="""
            0 0 A.Long - | 0 0 0 - - 0 | 0 0 0 well
            0 1 A.Ask - | 0 0 0 - - 3 | 3 0 0 cancelled
            0 1/1 A.Ask - | 8 8 8 - - 11 | 3 0 0 cancelled
        """,
    ),
    Case(
        name="one that dies gives its place back",
        text=_PLACE.format(n=2, long=0, calling="priority: 1", crash="2 ms"),
        requests="0 | 0 11 11 11 - | accepted well 2",
        visits="""
            0 0 A.Long - | 0 0 0 - - 0 | 0 0 0 well
            0 1 A.Ask - | 0 0 0 2 2 2 | 2 0 0 died
            0 1/1 A.Ask - | 7 7 7 11 11 11 | 4 0 0 well
        """,
    ),
    Case(
        name="one that fails gives its place back",
        text=_PLACE.format(n=2, long=0, calling="fails: 100 %", crash="90 ms"),
        requests="0 | 0 - 13 - - | failed failed 2",
        visits="""
            0 0 A.Long - | 0 0 0 - - 0 | 0 0 0 well
            0 1 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            0 1/1 A.Ask - | 9 9 9 13 13 13 | 4 0 0 failed
        """,
    ),
    Case(
        name="one that is given up has its place until its work is over",
        text=_PLACE.format(n=3, long=0, calling="timeout: 1 ms", crash="90 ms").replace("4 ", "7 "),
        # Works 0-7, and is answered late; the second attempt comes at 6.
        requests="0 | 0 7 7 7 - | accepted well 2",
        visits="""
            0 0 A.Long - | 0 0 0 - - 0 | 0 0 0 well
            0 1 A.Ask - | 0 0 0 7 7 7 | 7 0 0 well
            0 1/1 A.Ask - | 6 6 - 6 6 - | 0 0 0 refused
        """,
        given_up="",
    ),
)
