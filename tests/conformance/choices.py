"""Promises: one branch of a choice is taken, and no other."""

from tests.engine.exact.notation import Case

CHANCES = (
    Case(
        name="a branch of 100 % is always taken, one of 0 % and what is left of it never",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Load: {work: 4 ms}, Read: {work: 8 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt hit (100 %)
                  A->>B: Get
                  B-->>A: Got
                else miss
                  A->>B: Load
                  B-->>A: Loaded
                end
                alt 0 %
                  A->>B: Get
                  B-->>A: Got
                else
                  A->>B: Read
                  B-->>A: Row
                end
                A-->>C: Tell
        """,
        requests="0 | 0 10 10 10 10 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 10 10 10 | 0 10 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 7 B.Read 0 | 2 2 2 10 10 10 | 8 0 0 well
        """,
    ),
    Case(
        name="whoever is begun in the second branch is told what it asked for",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {W.One: {work: 2 ms}, W.Two: {work: 2 ms}, Price: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 0 %
                  A-)Q: One
                  Q->>W: One
                else
                  A-)Q: Two
                  Q->>W: Two
                  W->>F: Price
                  F-->>W: Priced
                end
                A-->>C: Tell
        """,
        # Either message would begin what W does; its answer is that one's, whichever it was.
        requests="0 | 0 0 6 6 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 3 Q.Two 0 | 0 0 0 - - 6 | 0 0 0 well acknowledged
            0 4 W.Two 3 | 0 0 0 - - 6 | 2 4 0 well acknowledged
            0 5 F.Price 4 | 2 2 2 6 6 6 | 4 0 0 well
        """,
    ),
    Case(
        name="what is optional may not happen, and what is drawn below it does",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Log: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                opt 0 %
                  A->>B: Get
                  B-->>A: Got
                end
                opt 100 %
                  A->>B: Get
                  B-->>A: Got
                end
                A-)D: Log
                A-->>C: Tell
        """,
        # The second Get is line 3, of the same label: draws of its own, but constant here.
        requests="0 | 0 2 5 5 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 well
            0 3 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 5 D.Log 0 | 2 2 2 - - 5 | 3 0 0 well
        """,
    ),
    Case(
        name="of three branches one is taken, and no other leaves a trace",
        text="""
            participants: {A: {workers: 1}}
            messages: {one: {work: 1 ms}, two: {work: 2 ms}, three: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 0 %
                  A->>A: one
                else 100 %
                  A->>A: two
                else 0 %
                  A->>A: three
                end
                A-->>C: Tell
        """,
        requests="0 | 0 2 2 2 2 | ok well",
        visits="0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 well",
    ),
    Case(
        name="a choice in a branch of another is made when it is come to",
        text="""
            participants: {A: {workers: 1}}
            messages:
              one: {work: 1 ms}
              two: {work: 2 ms}
              three: {work: 4 ms}
              wrong: {work: 9 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                alt 100 %
                  A->>A: one
                  alt 0 %
                    A->>A: wrong
                  else
                    A->>A: two
                    opt 100 %
                      A->>A: three
                    end
                  end
                else
                  opt 100 %
                    A->>A: wrong
                  end
                end
                A-->>C: Tell
        """,
        requests="0 | 0 7 7 7 7 | ok well",
        visits="0 0 A.Ask - | 0 0 0 7 7 7 | 7 0 0 well",
    ),
    Case(
        name="each branch of a par makes its own choices",
        text="""
            participants: {A: {workers: 1}}
            messages: {B.Get: {work: 2 ms}, Load: {work: 4 ms}, Read: {work: 8 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  alt 100 %
                    A->>B: Get
                    B-->>A: Got
                  else
                    A->>B: Load
                    B-->>A: Loaded
                  end
                and
                  alt 0 %
                    A->>D: Get
                    D-->>A: Got
                  else
                    A->>D: Read
                    D-->>A: Row
                  end
                end
                A-->>C: Tell
        """,
        requests="0 | 0 8 8 8 8 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 0 8 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 7 D.Read 0 | 0 0 0 8 8 8 | 8 0 0 well
        """,
    ),
)
