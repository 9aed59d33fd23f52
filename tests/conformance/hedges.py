"""Promises: a copy is sent to who is slow to answer, and the sooner of the two counts."""

from tests.engine.exact.notation import Case

# What begins to work in the first millisecond takes five times as long.
_HEDGE = """
    messages: {{Ask: {{work: {work} ms, {calling}}}}}
    load: at 0 s 1
    faults: [{{slow: A, by: {by}, at: 0 s, for: 1 ms}}{more}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""


def hedged(calling: str, *, work: int = 2, by: int = 5, more: str = "") -> str:
    """A client that calls A, which is slow at first."""
    return _HEDGE.format(calling=calling, work=work, by=by, more=more)


HEDGES = (  # P31
    Case(
        name="a hedge leaves after its delay, and wins if it is sooner",
        text=hedged("hedge: 3 ms"),
        # The first works 0-10, the copy 3-5.
        requests="0 | 0 5 5 5 5 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 3 3 3 5 5 5 | 2 0 0 well
        """,
        paths="0 1 0 hedge 0 1",
        given_up="0 0 | 5 beaten",
    ),
    Case(
        name="a hedge that is not sooner was in vain",
        text=hedged("hedge: 3 ms", work=4, by=1),
        requests="0 | 0 4 4 4 4 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well
            0 0/1 A.Ask - | 3 3 3 7 7 7 | 4 0 0 well
        """,
        paths="0 1 0 hedge 0 1",
        given_up="0 0/1 | 4 beaten",
    ),
    Case(
        name="whoever is answered in time is sent no hedge",
        text=hedged("hedge: 3 ms", by=1),
        requests="0 | 0 2 2 2 2 | ok well",
        visits="0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 well",
        paths="",
        given_up="",
    ),
    Case(
        name="nor is whoever is answered at that instant",
        text=hedged("hedge: 3 ms", work=3, by=1),
        requests="0 | 0 3 3 3 3 | ok well",
        visits="0 0 A.Ask - | 0 0 0 3 3 3 | 3 0 0 well",
        paths="",
        given_up="",
    ),
    Case(
        name="nor is he while his caller goes on with something else",
        text="""
            messages: {Get: {work: 2 ms, hedge: 3 ms}, Step: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                A->>A: Step
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 7 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 5 2 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
        """,
        paths="",
    ),
    Case(
        name="with cancel: running the loser is interrupted when the other has answered",
        text=hedged("hedge: 3 ms, cancel: running"),
        requests="0 | 0 5 5 5 5 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 5 | 5 0 0 cancelled
            0 0/1 A.Ask - | 3 3 3 5 5 5 | 2 0 0 well
        """,
        given_up="0 0 | 5 beaten",
    ),
    Case(
        name="with cancel: queued the loser that still waits for a worker is withdrawn",
        text="""
            participants: {A: {workers: 1}}
            messages:
              Fill: {work: 3 ms, network: 0.5 ms}
              Ask: {work: 4 ms, hedge: 1 ms, cancel: queued}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Fill
                C->>A: Ask
                A-->>C: Tell
        """,
        # A works on Ask, then on Fill; the copy stands behind that.
        requests="0 | 0 4 7 7 - | accepted well 2",
        visits="""
            0 0 A.Fill - | 0 0.5 4 - - 7 | 3 0 0 well
            0 1 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well
            0 1/1 A.Ask - | 1 1 - - - 4 | 0 0 0 cancelled
        """,
        given_up="0 1/1 | 4 beaten",
    ),
    Case(
        name="with cancel: none it is done in vain",
        text="""
            participants: {A: {workers: 1}}
            messages: {Fill: {work: 1 ms, network: 0.5 ms}, Ask: {work: 4 ms, hedge: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: Fill
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 4 5 5 - | accepted well 2",
        visits="""
            0 0 A.Fill - | 0 0.5 4 - - 5 | 1 0 0 well
            0 1 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well
            0 1/1 A.Ask - | 1 1 5 9 9 9 | 4 0 0 well
        """,
    ),
    Case(
        name="several hedges leave one after the other, as long as nobody has answered",
        text=hedged("hedge: {after: 3 ms, copies: 4}", work=10, by=1),
        requests="0 | 0 10 10 10 10 | ok well 4",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 3 3 3 13 13 13 | 10 0 0 well
            0 0/2 A.Ask - | 6 6 6 16 16 16 | 10 0 0 well
            0 0/3 A.Ask - | 9 9 9 19 19 19 | 10 0 0 well
        """,
        paths="""
            0 1 0 hedge 0 1
            0 2 0 hedge 0 2
            0 3 0 hedge 0 3
        """,
        given_up="""
            0 0/1 | 10 beaten
            0 0/2 | 10 beaten
            0 0/3 | 10 beaten
        """,
    ),
    Case(
        name="no more hedges leave than are said",
        text=hedged("hedge: {after: 3 ms, copies: 2}", work=10, by=1),
        requests="0 | 0 10 10 10 10 | ok well 3",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 3 3 3 13 13 13 | 10 0 0 well
            0 0/2 A.Ask - | 6 6 6 16 16 16 | 10 0 0 well
        """,
    ),
    Case(
        name="a hedge has a timeout of its own, and the call is given up with the last of them",
        text=hedged("hedge: 2 ms, timeout: 5 ms", work=10, by=1),
        requests="0 | 0 - 12 12 - | timed_out well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 2 2 2 12 12 12 | 10 0 0 well
        """,
        given_up="""
            0 0 | 7 timed_out
            0 0/1 | 7 timed_out
        """,
    ),
    Case(
        name="who fails while a hedge is under way has not the last word",
        text=hedged("hedge: 2 ms", work=4, by=1, more=", {fail: A, at: 0 s, for: 5 ms}"),
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            0 0/1 A.Ask - | 2 2 2 6 6 6 | 4 0 0 well
        """,
        given_up="",
    ),
    Case(
        name="a hedge that fails does no harm",
        text="""
            participants: {A: {workers: 1, queue: 0}}
            messages: {Ask: {work: 6 ms, hedge: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 0/1 A.Ask - | 2 2 - 2 2 - | 0 0 0 refused
        """,
        paths="0 1 0 hedge 0 1",
        given_up="",
    ),
    Case(
        name="a hedge is no attempt: what has failed with its hedge is tried again",
        text=hedged(
            "hedge: 2 ms, retry: {attempts: 2, backoff: 2 ms}",
            work=4,
            by=1,
            more=", {fail: A, at: 0 s, for: 7 ms}",
        ),
        # Both fail, at 4 and 6; the second attempt leaves at 8.
        requests="0 | 0 12 12 12 12 | ok well 3",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 failed
            0 0/1 A.Ask - | 2 2 2 6 6 6 | 4 0 0 failed
            0 0/2 A.Ask - | 8 8 8 12 12 12 | 4 0 0 well
        """,
        paths="""
            0 1 0 hedge 0 1
            0 2 0 attempt 0 1
        """,
        given_up="",
    ),
    Case(
        name="the hedge of an attempt that has failed does not leave; that of the next one does",
        text="""
            messages: {Ask: {work: 1 ms, hedge: 3 ms, retry: {attempts: 2, backoff: 1 ms}}}
            load: at 0 s 1
            faults: [{fail: A, at: 0 s, for: 1 ms}, {slow: A, by: 6, at: 1 ms, for: 9 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # The second leaves at 2 and takes until 8; its hedge leaves at 5, none at 3.
        requests="0 | 0 8 8 8 8 | ok well 3",
        visits="""
            0 0 A.Ask - | 0 0 0 1 1 1 | 1 0 0 failed
            0 0/2 A.Ask - | 2 2 2 8 8 8 | 6 0 0 well
            0 0/3 A.Ask - | 5 5 5 11 11 11 | 6 0 0 well
        """,
        given_up="0 0/3 | 8 beaten",
    ),
)
