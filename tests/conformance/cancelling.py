"""Promises: what whoever gives up does to what he has set in motion."""

from tests.conformance.timeouts import ask
from tests.engine.exact.notation import Case

_CHAIN = """
    participants: {{A: {{workers: 2}}, B: {{workers: 1}}}}
    messages: {{Ask: {{work: 1 ms, timeout: 4 ms, cancel: {cancel}}}, Get: {{work: 10 ms}}}}
    load: [at 0 s 1, at 1 ms 1]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
"""

CANCELLING = (  # D24
    Case(
        name="cancel: queued withdraws what waits for a worker; what works goes on",
        text=ask("timeout: 4 ms, cancel: queued", work=10, load="[at 0 s 1, at 1 ms 1]"),
        requests="""
            0 | 0 - 10 10 - | timed_out well
            1 | 1 - 5 - - | timed_out failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well
            1 0 A.Ask - | 1 1 - - - 5 | 0 0 0 cancelled
        """,
        given_up="""
            0 0 | 4 timed_out
            1 0 | 5 timed_out
        """,
    ),
    Case(
        name="what is withdrawn leaves its place in the queue to others",
        text="""
            participants: {A: {workers: 1, queue: 1}}
            messages: {Ask: {work: 8 ms, timeout: 4 ms, cancel: queued}}
            load: [at 0 s 1, at 1 ms 1, at 4 ms 1, at 5 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # The second is withdrawn at 5: a timeout comes before an arrival.
        requests="""
            0 | 0 - 8 8 - | timed_out well
            1 | 1 - 5 - - | timed_out failed
            2 | 4 - 4 - - | refused refused
            3 | 5 - 16 16 - | timed_out well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 8 0 0 well
            1 0 A.Ask - | 1 1 - - - 5 | 0 0 0 cancelled
            2 0 A.Ask - | 4 4 - 4 4 - | 0 0 0 refused
            3 0 A.Ask - | 5 5 8 16 16 16 | 8 0 0 well
        """,
    ),
    Case(
        name="cancel: running interrupts what works, and its worker is free at once",
        text=ask("timeout: 4 ms, cancel: running", work=10, load="[at 0 s 1, at 1 ms 1]"),
        # The second has the worker from 4, and is interrupted itself at 5.
        requests="""
            0 | 0 - 4 - - | timed_out failed
            1 | 1 - 5 - - | timed_out failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 4 | 4 0 0 cancelled
            1 0 A.Ask - | 1 1 4 - - 5 | 1 0 0 cancelled
        """,
        given_up="""
            0 0 | 4 timed_out
            1 0 | 5 timed_out
        """,
    ),
    Case(
        name="cancel: none leaves all alone",
        text=_CHAIN.format(cancel="none"),
        requests="""
            0 | 0 - 11 11 - | timed_out well
            1 | 1 - 21 21 - | timed_out well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 11 11 11 | 1 10 0 well
            0 1 B.Get 0 | 1 1 1 11 11 11 | 10 0 0 well
            1 0 A.Ask - | 1 1 1 21 21 21 | 1 19 0 well
            1 1 B.Get 0 | 2 2 11 21 21 21 | 10 0 0 well
        """,
    ),
    Case(
        name="cancel: running reaches what was called below, and whoever waits for that",
        text=_CHAIN.format(cancel="running"),
        # B is free at 4 for the second, which is interrupted in its turn at 5.
        requests="""
            0 | 0 - 4 - - | timed_out failed
            1 | 1 - 5 - - | timed_out failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 4 | 1 3 0 cancelled
            0 1 B.Get 0 | 1 1 1 - - 4 | 3 0 0 cancelled
            1 0 A.Ask - | 1 1 1 - - 5 | 1 3 0 cancelled
            1 1 B.Get 0 | 2 2 4 - - 5 | 1 0 0 cancelled
        """,
    ),
    Case(
        name="whoever works on and waits for what was withdrawn is told no",
        text=_CHAIN.format(cancel="queued"),
        # The second's Get waits for B and is withdrawn at 5; A, which has begun, fails there.
        requests="""
            0 | 0 - 11 11 - | timed_out well
            1 | 1 - 5 - - | timed_out failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 11 11 11 | 1 10 0 well
            0 1 B.Get 0 | 1 1 1 11 11 11 | 10 0 0 well
            1 0 A.Ask - | 1 1 1 - - 5 | 1 3 0 failed
            1 1 B.Get 0 | 2 2 - 5 5 5 | 0 0 0 cancelled
        """,
    ),
    Case(
        name="what is under way when it is cancelled never arrives",
        text=ask("timeout: 2 ms, cancel: running", work=10, net=3),
        requests="0 | 0 - 2 - - | timed_out failed",
        visits="0 0 A.Ask - | 0 - - - - 2 | 0 0 0 cancelled",
        given_up="0 0 | 2 timed_out",
    ),
    Case(
        name="what a broker has stored is not cancelled",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages:
              Ask: {work: 1 ms, timeout: 4 ms, cancel: running}
              Put: {work: 1 ms}
              Step: {work: 10 ms}
              Job: {work: 5 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>Q: Put
                Q-->>A: Stored
                Q->>W: Job
                A->>A: Step
                A-->>C: Tell
        """,
        # Stored at 2, and delivered then; A is interrupted at 4.
        requests="0 | 0 - 7 - - | timed_out failed",
        visits="""
            0 0 A.Ask - | 0 0 0 - - 4 | 3 1 0 cancelled
            0 1 Q.Put 0 | 1 1 1 2 2 7 | 1 0 0 well acknowledged
            0 3 W.Job 1 | 2 2 2 - - 7 | 5 0 0 well acknowledged
        """,
        given_up="0 0 | 4 timed_out",
    ),
    Case(
        name="who pauses without a worker and is interrupted gives none back",
        text="""
            participants: {A: {workers: 1}}
            messages:
              Ask: {work: 1 ms, timeout: 5 ms, cancel: running}
              Rest: {wait: 20 ms}
            load: [at 0 s 1, at 2 ms 2]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>A: Rest
                A-->>C: Tell
        """,
        # One worker: the second works 2-3 and the third 3-4; a worker too many would show.
        requests="""
            0 | 0 - 5 - - | timed_out failed
            1 | 2 - 7 - - | timed_out failed
            2 | 2 - 7 - - | timed_out failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 - - 5 | 1 0 0 cancelled
            1 0 A.Ask - | 2 2 2 - - 7 | 1 0 0 cancelled
            2 0 A.Ask - | 2 2 3 - - 7 | 1 0 0 cancelled
        """,
    ),
)
