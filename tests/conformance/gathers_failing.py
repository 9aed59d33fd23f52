"""Promises: gatherings of which branches fail, and gatherings and workers."""

from tests.engine.exact.notation import Case

FAILING = (
    Case(
        name="a branch that fails does not count, and the next one is waited for",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 2 ms, fails: 100 %}, D.Get: {work: 7 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par first
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                end
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 7 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 0 7 0 well
            0 1/1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 failed
            0 3/2 D.Get 0 | 0 0 0 7 7 7 | 7 0 0 well
        """,
        given_up="",
    ),
    Case(
        name="when too few are left the execution fails, and waits for no other",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1, queue: 0}, D: {workers: 1}}
            messages: {B.Get: {work: 2 ms}, D.Get: {work: 7 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par 3 of 4
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                end
                A-->>C: Tell
        """,
        # Two of the three calls of B find no room, the second of them too many at 0; what B and
        # D have been given goes on for nobody.
        requests="0 | 0 - 0 - - | failed refused",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 failed
            0 1/1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 3/2 B.Get 0 | 0 0 - 0 0 - | 0 0 0 refused
            0 5/3 B.Get 0 | 0 0 - 0 0 - | 0 0 0 refused
            0 7/4 D.Get 0 | 0 0 0 7 7 7 | 7 0 0 well
        """,
        given_up="""
            0 -1/1 | 0 left
            0 -1/4 | 0 left
        """,
    ),
    Case(
        name="a deadline before anything has come: it goes on with nothing",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 9 ms}, D.Get: {work: 9 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par until 3 ms
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                end
                A-->>C: Tell
        """,
        requests="0 | 0 3 3 3 3 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 0 3 0 well
            0 1/1 B.Get 0 | 0 0 0 9 9 9 | 9 0 0 well
            0 3/2 D.Get 0 | 0 0 0 9 9 9 | 9 0 0 well
        """,
        given_up="""
            0 -1/1 | 3 timed_out
            0 -1/2 | 3 timed_out
        """,
    ),
)

WORKERS = (
    Case(
        name="where waiting releases, a gathering has its worker back only at its end",
        text="""
            participants: {A: {workers: 1, waiting: releases}, B: {workers: 9}}
            messages: {Ask: {work: 2 ms}, Get: {work: 5 ms}}
            load: [at 0 s 1, at 6 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par 2 of 3
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # All three are there at 7; A is with the second request 6-8, and then each branch of the
        # first that is to count needs it once.
        requests="""
            0 | 0 8 8 8 8 | ok well
            1 | 6 13 13 13 13 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 2 5 1 well
            0 1/1 B.Get 0 | 2 2 2 7 7 7 | 5 0 0 well
            0 1/2 B.Get 0 | 2 2 2 7 7 7 | 5 0 0 well
            0 1/3 B.Get 0 | 2 2 2 7 7 7 | 5 0 0 well
            1 0 A.Ask - | 6 6 6 13 13 13 | 2 5 0 well
            1 1/1 B.Get 0 | 8 8 8 13 13 13 | 5 0 0 well
            1 1/2 B.Get 0 | 8 8 8 13 13 13 | 5 0 0 well
            1 1/3 B.Get 0 | 8 8 8 13 13 13 | 5 0 0 well
        """,
    ),
    Case(
        name="a gathering in a branch of a par, and below it",
        text="""
            participants: {A: {workers: 1}, B: {workers: 9}}
            messages: {Get: {work: 3 ms}, Put: {work: 5 ms}, sort: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  par 1 of 2
                    A->>B: Get
                    B-->>A: Got
                  end
                  A->>A: sort
                and
                  A->>D: Put
                  D-->>A: Done
                end
                par 1 of 2
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # Sorted at 4, forked until 5, gathered again until 8.
        requests="0 | 0 8 8 8 8 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 1 7 0 well
            0 1/1 B.Get 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 1/2 B.Get 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 4 D.Put 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 6/3 B.Get 0 | 5 5 5 8 8 8 | 3 0 0 well
            0 6/4 B.Get 0 | 5 5 5 8 8 8 | 3 0 0 well
        """,
    ),
    Case(
        name="others take part in the same copies, and learn in each what was decided there",
        text="""
            participants: {A: {workers: 1}, E: {workers: 1}}
            messages: {think: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>E: Open
                E-->>A: Opened
                par 2 of 2
                  A->>A: think
                  opt 100 %
                    A-)G: Note
                    E-)G: Log
                  end
                end
                A-->>C: Tell
        """,
        # A thinks 0-3 in the first copy, 3-6 in the second.
        requests="0 | 0 6 6 6 6 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 1 E.Open 0 | 0 0 0 0 0 6 | 0 6 0 well
            0 4/1 G.Note 0 | 3 3 3 - - 3 | 0 0 0 well
            0 4/2 G.Note 0 | 6 6 6 - - 6 | 0 0 0 well
            0 5/1 G.Log 1 | 3 3 3 - - 3 | 0 0 0 well
            0 5/2 G.Log 1 | 6 6 6 - - 6 | 0 0 0 well
        """,
        paths="""
            0 1 0 copy 0 0
            0 2 0 copy 0 1
        """,
    ),
)
