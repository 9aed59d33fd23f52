"""Promises: of branches side by side it can be enough that some are over."""

from tests.engine.exact.notation import Case

GATHERS = (
    Case(
        name="of several branches the first is enough; what the others have set off goes on",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 4 ms}, D.Get: {work: 7 ms}}
            network: 1 ms
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
        # Each branch has a path. B's answer is there at 7; that of D, given at 9, is for nobody.
        requests="0 | 0 8 8 8 8 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 7 8 7 | 0 6 0 well
            0 1/1 B.Get 0 | 1 2 2 6 7 6 | 4 0 0 well
            0 3/2 D.Get 0 | 1 2 2 9 10 9 | 7 0 0 well
        """,
        paths="""
            0 1 0 copy 0 0
            0 2 0 copy 0 1
        """,
        given_up="0 -1/2 | 7 beaten",
    ),
    Case(
        name="two of three: the last one is left behind",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 4 ms}, D.Get: {work: 2 ms}, E.Get: {work: 9 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par 2 of 3
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                and
                  A->>E: Get
                  E-->>A: Got
                end
                A-->>C: Tell
        """,
        requests="0 | 0 4 4 4 4 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 0 4 0 well
            0 1/1 B.Get 0 | 0 0 0 4 4 4 | 4 0 0 well
            0 3/2 D.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 5/3 E.Get 0 | 0 0 0 9 9 9 | 9 0 0 well
        """,
        given_up="0 -1/3 | 4 beaten",
    ),
    Case(
        name="what a branch that is left would still have done does not happen",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 3 ms}, D.Get: {work: 2 ms}, sort: {work: 2 ms}}
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
                  A->>A: sort
                  A-)E: Sorted
                end
                A-->>C: Tell
        """,
        # D is sooner, but at 3, when B is over too, A has sorted for 1 of 2 only.
        requests="0 | 0 3 3 3 3 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 1 2 0 well
            0 1/1 B.Get 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3/2 D.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
        """,
    ),
    Case(
        name="copies of the only branch: each instance works on one, and two are enough",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Get: {work: 2 ms}}
            load: at 0 s 1
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
        # One worker serves all three, one after the other; the first copy has the path 1.
        requests="0 | 0 4 4 4 4 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 4 4 4 | 0 4 0 well
            0 1/1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 1/2 B.Get 0 | 0 0 2 4 4 4 | 2 0 0 well
            0 1/3 B.Get 0 | 0 0 4 6 6 6 | 2 0 0 well
        """,
        paths="""
            0 1 0 copy 0 0
            0 2 0 copy 0 1
            0 3 0 copy 0 2
        """,
        given_up="0 -1/3 | 4 beaten",
    ),
    Case(
        name="what is left behind does not keep the journey from being settled, but its worker",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Get: {work: 5 ms}}
            load: [at 0 s 1, at 6 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par 1 of 2
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # The losing copies have B 5-10 and 15-20.
        requests="""
            0 | 0 5 5 5 5 | ok well
            1 | 6 15 15 15 15 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1/1 B.Get 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 1/2 B.Get 0 | 0 0 5 10 10 10 | 5 0 0 well
            1 0 A.Ask - | 6 6 6 15 15 15 | 0 9 0 well
            1 1/1 B.Get 0 | 6 6 10 15 15 15 | 5 0 0 well
            1 1/2 B.Get 0 | 6 6 15 20 20 20 | 5 0 0 well
        """,
        given_up="""
            0 -1/2 | 5 beaten
            1 -1/2 | 15 beaten
        """,
    ),
    Case(
        name="until the deadline: it goes on with what there is",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 4 ms}, D.Get: {work: 9 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par until 8 ms
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                end
                A-->>C: Tell
        """,
        # From 1 to 9.
        requests="0 | 0 10 10 10 10 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 9 10 9 | 0 8 0 well
            0 1/1 B.Get 0 | 1 2 2 6 7 6 | 4 0 0 well
            0 3/2 D.Get 0 | 1 2 2 11 12 11 | 9 0 0 well
        """,
        given_up="0 -1/2 | 9 timed_out",
    ),
    Case(
        name="if all are over before the deadline it goes on at once",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 4 ms}, D.Get: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par until 20 ms
                  A->>B: Get
                  B-->>A: Got
                and
                  A->>D: Get
                  D-->>A: Got
                end
                A-->>C: Tell
        """,
        requests="0 | 0 5 5 5 5 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1/1 B.Get 0 | 0 0 0 4 4 4 | 4 0 0 well
            0 3/2 D.Get 0 | 0 0 0 5 5 5 | 5 0 0 well
        """,
        given_up="",
    ),
    Case(
        name="enough or the deadline, whichever is sooner",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Get: {work: 5 ms}}
            load: [at 0 s 1, at 9 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par 2 of 3 until 12 ms
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # The first has two at 10. The second has to wait for B until 15, and at 21 has one.
        requests="""
            0 | 0 10 10 10 10 | ok well
            1 | 9 22 22 22 22 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 0 10 0 well
            0 1/1 B.Get 0 | 0 0 0 5 5 5 | 5 0 0 well
            0 1/2 B.Get 0 | 0 0 5 10 10 10 | 5 0 0 well
            0 1/3 B.Get 0 | 0 0 10 15 15 15 | 5 0 0 well
            1 0 A.Ask - | 9 9 10 22 22 22 | 0 12 0 well
            1 1/1 B.Get 0 | 10 10 15 20 20 20 | 5 0 0 well
            1 1/2 B.Get 0 | 10 10 20 25 25 25 | 5 0 0 well
            1 1/3 B.Get 0 | 10 10 25 30 30 30 | 5 0 0 well
        """,
        given_up="""
            0 -1/3 | 10 beaten
            1 -1/2 | 22 timed_out
            1 -1/3 | 22 timed_out
        """,
    ),
)
