"""Promises: how long a call is waited for, what is told then, and what goes on all the same."""

from tests.engine.exact.notation import Case

_ASK = """
    participants: {{A: {{workers: {workers}}}}}
    messages: {{Ask: {{work: {work} ms, {calling}}}}}
    network: {network} ms
    load: {load}
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
_ABOVE = """
    messages: {{Ask: {{work: 1 ms}}, Get: {{work: 10 ms, timeout: 4 ms}}}}
    load: at 0 s 1
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        {last}
        A-->>C: Tell
"""


def ask(calling: str, *, work: int, workers: int = 1, load: str = "at 0 s 1", net: int = 0) -> str:
    """A client that calls A, and nothing else."""
    return _ASK.format(calling=calling, work=work, workers=workers, load=load, network=net)


TIMEOUTS = (  # D23, D24
    Case(
        name="whoever is not answered in time is told so, though all is done well",
        text=ask("timeout: 4 ms", work=10),
        requests="0 | 0 - 10 10 - | timed_out well",
        visits="0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well",
        paths="",
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="an answer at the instant of the timeout is in time",
        text=ask("timeout: 4 ms", work=4),
        requests="0 | 0 4 4 4 4 | ok well",
        visits="0 0 A.Ask - | 0 0 0 4 4 4 | 4 0 0 well",
        paths="",
        given_up="",
    ),
    Case(
        name="a timeout counts from when the call leaves, with the way there and back",
        text=ask("timeout: 4 ms", work=3, net=1),
        requests="0 | 0 - 5 5 - | timed_out well",
        visits="0 0 A.Ask - | 0 1 1 4 5 4 | 3 0 0 well",
        paths="",
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="a timeout counts the time in the queue; work that nobody waits for keeps its worker",
        text=ask("timeout: 4 ms", work=10, load="[at 0 s 1, at 1 ms 1, at 12 ms 1]"),
        # A is busy all the time, and nobody is ever answered.
        requests="""
            0 | 0 - 10 10 - | timed_out well
            1 | 1 - 20 20 - | timed_out well
            2 | 12 - 30 30 - | timed_out well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            1 0 A.Ask - | 1 1 10 20 20 20 | 10 0 0 well
            2 0 A.Ask - | 12 12 20 30 30 30 | 10 0 0 well
        """,
        paths="",
        given_up="""
            0 0 | 4 timed_out
            1 0 | 5 timed_out
            2 0 | 16 timed_out
        """,
    ),
    Case(
        name="what work that nobody waits for sets in motion happens",
        text="""
            messages: {Ask: {work: 5 ms, timeout: 2 ms}, Log: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)B: Log
                A-->>C: Tell
        """,
        requests="0 | 0 - 8 8 - | timed_out well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 5 0 0 well
            0 1 B.Log 0 | 5 5 5 - - 8 | 3 0 0 well
        """,
        given_up="0 0 | 2 timed_out",
    ),
    Case(
        name="work that nobody waits for can fail, and nobody hears of that",
        text=ask("timeout: 4 ms, fails: 100 %", work=10),
        requests="0 | 0 - 10 - - | timed_out failed",
        visits="0 0 A.Ask - | 0 0 0 - - 10 | 10 0 0 failed",
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="a deadline alone is a timeout of the whole call",
        text=ask("deadline: 3 ms", work=10),
        requests="0 | 0 - 10 10 - | timed_out well",
        visits="0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well",
        paths="",
        given_up="0 0 | 3 timed_out",
    ),
    Case(
        name="each attempt has its own timeout, and a deadline cuts the last one short",
        text=ask("timeout: 4 ms, deadline: 6 ms, retry: 3", work=10, workers=2),
        # The second leaves at 4, and is waited for until 6 instead of 8.
        requests="0 | 0 - 14 14 - | timed_out well 2",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            0 0/1 A.Ask - | 4 4 4 14 14 14 | 10 0 0 well
        """,
        paths="0 1 0 attempt 0 1",
        given_up="""
            0 0 | 6 timed_out
            0 0/1 | 6 timed_out
        """,
    ),
    Case(
        name="what would leave at the deadline or later does not: it is over at once",
        text=ask("timeout: 4 ms, deadline: 6 ms, retry: {attempts: 3, backoff: 2 ms}", work=10),
        requests="0 | 0 - 10 10 - | timed_out well",
        visits="0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well",
        paths="",
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="whoever gives up waiting fails, and tells his own caller no; all is done well",
        text=_ABOVE.format(last="Note over A: nothing else"),
        # A waits from 1 to 5 and has nothing left to do but to answer.
        requests="0 | 0 - 11 11 - | failed well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 1 4 0 failed
            0 1 B.Get 0 | 1 1 1 11 11 11 | 10 0 0 well
        """,
        paths="",
        given_up="0 1 | 5 timed_out",
    ),
    Case(
        name="whoever gives up waiting leaves undone what was drawn below",
        text=_ABOVE.format(last="A-)D: Save"),
        requests="0 | 0 - 11 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 1 4 0 failed
            0 1 B.Get 0 | 1 1 1 11 11 11 | 10 0 0 well
        """,
        given_up="0 1 | 5 timed_out",
    ),
    Case(
        name="a timeout is noticed where the answer is waited for, and not while something is done",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 10 ms, timeout: 4 ms}, Step: {work: 6 ms}}
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
        # Given up at 5; A works until 7.
        requests="0 | 0 - 11 11 - | failed well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 7 0 0 failed
            0 1 B.Get 0 | 1 1 1 11 11 11 | 10 0 0 well
        """,
        given_up="0 1 | 5 timed_out",
    ),
    Case(
        name="an answer that comes too late while something is done does not count either",
        text="""
            messages: {Ask: {work: 1 ms}, Get: {work: 5 ms, timeout: 4 ms}, Step: {work: 6 ms}}
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
        requests="0 | 0 - 7 7 - | failed well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 7 0 0 failed
            0 1 B.Get 0 | 1 1 1 6 6 6 | 5 0 0 well
        """,
        given_up="0 1 | 5 timed_out",
    ),
    Case(
        name="a confirmation can be too late; the message is stored, and delivered",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Put: {work: 10 ms, timeout: 4 ms}, Job: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
        """,
        requests="0 | 0 - 15 15 - | timed_out well",
        visits="""
            0 0 Q.Put - | 0 0 0 10 10 15 | 10 0 0 well acknowledged
            0 2 W.Job 0 | 10 10 10 - - 15 | 5 0 0 well acknowledged
        """,
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="a call that is lost on its way is given up in time",
        text="""
            messages: {Ask: {work: 2 ms, timeout: 4 ms}}
            load: at 0 s 1
            faults: [{lose: Ask, at: 0 s, for: 1 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 - 4 - - | timed_out lost",
        visits="0 0 A.Ask - | 0 - - - - - | 0 0 0 lost",
        given_up="0 0 | 4 timed_out",
    ),
)
