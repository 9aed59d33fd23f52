"""Exact cases: answers that say no, and messages that are lost."""

from tests.engine.exact.notation import Case

FAILURES = (
    Case(
        name="a client that is told no fails",
        text="""
            messages: {Ask: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A--xC: Sorry
        """,
        requests="0 | 0 - 5 - - | failed failed",
        visits="0 0 A.Ask - | 0 1 1 4 5 4 | 3 0 0 well",
    ),
    Case(
        name="what a client was still to do does not happen once it was told no",
        text="""
            messages: {Ask: {work: 3 ms}, Next: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-xC: Sorry
                C->>B: Next
                B-->>C: Fine
        """,
        requests="0 | 0 - 5 - - | failed failed",
        visits="0 0 A.Ask - | 0 1 1 4 5 4 | 3 0 0 well",
    ),
    Case(
        name="a refused caller frees its worker and tells its own caller no, over that network",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 1 ms}, Do: {work: 2 ms}, Tell: {network: 4 ms}}
            network: 1 ms
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B--xA: Sorry
                A-->>C: Tell
        """,
        requests="""
            0 | 0 - 10 - - | failed failed
            1 | 0 - 15 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 6 10 6 | 1 4 0 failed    # waits 2-6; the no takes 4
            0 1 B.Do 0 | 2 3 3 5 6 5 | 2 0 0 well
            1 0 A.Ask - | 0 1 6 11 15 11 | 1 4 0 failed    # has the worker from 6
            1 1 B.Do 0 | 7 8 8 10 11 10 | 2 0 0 well
        """,
    ),
    Case(
        name="a no climbs up a chain of callers",
        text="""
            messages: {Ask: {work: 1 ms}, Do: {work: 1 ms}, Try: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B->>D: Try
                D--xB: Sorry
                B-->>A: Done
                A-->>C: Tell
        """,
        requests="0 | 0 - 9 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 8 9 8 | 1 6 0 failed
            0 1 B.Do 0 | 2 3 3 7 8 7 | 1 3 0 failed
            0 2 D.Try 1 | 4 5 5 6 7 6 | 1 0 0 well
        """,
    ),
    Case(
        name="calls drawn below a failure are not made",
        text="""
            messages: {Ask: {work: 1 ms}, Do: {work: 1 ms}, Save: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B--xA: Sorry
                A->>D: Save
                D-->>A: Saved
                A-->>C: Tell
        """,
        requests="0 | 0 - 6 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 5 6 5 | 1 3 0 failed
            0 1 B.Do 0 | 2 3 3 4 5 4 | 1 0 0 well
        """,
    ),
    Case(
        name="whoever was to be answered by an execution that now never starts is told no",
        text="""
            messages: {Ask: {work: 1 ms}, Do: {work: 1 ms}, Go: {work: 1 ms}, Done: {network: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B--xA: Sorry
                A-)D: Go
                D-->>C: Done
        """,
        requests="0 | 0 - 8 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 5 8 5 | 1 3 0 failed    # at 5, over the 3 ms of Done
            0 1 B.Do 0 | 2 3 3 4 5 4 | 1 0 0 well
        """,
    ),
    Case(
        name="the other call of a failed caller goes on, and its answer arrives",
        text="""
            messages: {Ask: {work: 1 ms}, L: {work: 5 ms}, R: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: L
                A->>D: R
                D--xA: Sorry
                B-->>A: Lx
                A-->>C: Tell
        """,
        requests="0 | 0 - 9 - - | failed failed",  # told at 6, but B is busy until 8
        visits="""
            0 0 A.Ask - | 0 1 1 5 6 5 | 1 3 0 failed
            0 1 B.L 0 | 2 3 3 8 9 8 | 5 0 0 well
            0 2 D.R 0 | 2 3 3 4 5 4 | 1 0 0 well
        """,
    ),
    Case(
        name="a second no reaches a caller that has failed already",
        text="""
            messages: {Ask: {work: 1 ms}, L: {work: 5 ms}, R: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: L
                A->>D: R
                D--xA: Sorry
                B--xA: Sorry
                A-->>C: Tell
        """,
        requests="0 | 0 - 9 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 5 6 5 | 1 3 0 failed
            0 1 B.L 0 | 2 3 3 8 9 8 | 5 0 0 well
            0 2 D.R 0 | 2 3 3 4 5 4 | 1 0 0 well
        """,
    ),
    Case(
        name="a caller at work fails when it comes to wait for what was refused",
        text="""
            messages: {Ask: {work: 1 ms}, Do: {work: 1 ms}, Sum: {work: 10 ms}, Try: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                A->>A: Sum
                B->>D: Try
                D--xB: Sorry
                B-->>A: Done
                A-->>C: Tell
        """,
        requests="0 | 0 - 13 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 12 13 12 | 11 0 0 failed    # Sum 2-12; the no came at 8
            0 1 B.Do 0 | 2 3 3 7 8 7 | 1 3 0 failed
            0 3 D.Try 1 | 4 5 5 6 7 6 | 1 0 0 well
        """,
    ),
    Case(
        name="accepted, then refused in the background",
        text="""
            messages: {Ask: {work: 1 ms}, Job: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Accepted
                A->>B: Job
                B--xA: Sorry
        """,
        requests="0 | 0 3 6 - - | accepted failed",
        visits="""
            0 0 A.Ask - | 0 1 1 2 3 6 | 1 4 0 failed
            0 2 B.Job 0 | 2 3 3 5 6 5 | 2 0 0 well
        """,
    ),
    Case(
        name="with waiting: releases a refused caller fails, too",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 1 ms}, Do: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B--xA: Sorry
                A-->>C: Tell
        """,
        requests="""
            0 | 0 - 7 - - | failed failed
            1 | 0 - 8 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 1 4 0 failed
            0 1 B.Do 0 | 2 3 3 5 6 5 | 2 0 0 well
            1 0 A.Ask - | 0 1 2 7 8 7 | 1 4 0 failed    # the worker is free from 2 and from 3
            1 1 B.Do 0 | 3 4 4 6 7 6 | 2 0 0 well
        """,
    ),
    Case(
        name="whoever released its worker fails as soon as it is told no, worker or not",
        text="""
            participants: {A: {workers: 1, waiting: releases}}
            messages: {Ask: {work: 3 ms}, Do: {work: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Do
                B--xA: Sorry
                A-->>C: Tell
        """,
        # At 4, request 0 is told no while request 1 has the worker until 6.
        requests="""
            0 | 0 - 4 - - | failed failed
            1 | 0 - 7 - - | failed failed
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 3 1 0 failed
            0 1 B.Do 0 | 3 3 3 4 4 4 | 1 0 0 well
            1 0 A.Ask - | 0 0 3 7 7 7 | 3 1 0 failed
            1 1 B.Do 0 | 6 6 6 7 7 7 | 1 0 0 well
        """,
    ),
    Case(
        name="a lost message never arrives; the work is not done, whatever the client hears",
        text="""
            messages: {Ask: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-xB: Event
                A-->>C: Tell
        """,
        # What B was to do never happens, so that nothing comes after all the work.
        requests="0 | 0 4 4 - - | accepted lost",
        visits="""
            0 0 A.Ask - | 0 1 1 3 4 3 | 2 0 0 well
            0 1 B.Event 0 | 3 - - - - - | 0 0 0 lost
        """,
    ),
    Case(
        name="a client can lose its own request",
        text="""
            network: 1 ms
            load: at 2 ms 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-xA: Ping
        """,
        requests="0 | 2 - 2 - - | nothing lost",
        visits="0 0 A.Ping - | 2 - - - - - | 0 0 0 lost",
    ),
)
