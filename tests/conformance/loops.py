"""Promises: what is drawn in a loop is done turn after turn, each as if for itself."""

from tests.engine.exact.notation import Case

LOOPS = (
    Case(
        name="the lines of a loop are done as often as it says, one turn after the other",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, sort: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 3 times
                  A->>B: Get
                  B-->>A: Got
                  A->>A: sort
                end
                A-->>C: Tell
        """,
        # A turn is 1 + 2 + 1 under way and at B, and 1 of sorting.
        requests="0 | 0 17 17 17 17 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 16 17 16 | 3 12 0 well
            0 1 B.Get 0 | 1 2 2 4 5 4 | 2 0 0 well
            0 1/1 B.Get 0 | 6 7 7 9 10 9 | 2 0 0 well
            0 1/2 B.Get 0 | 11 12 12 14 15 14 | 2 0 0 well
        """,
    ),
    Case(
        name="a loop of one turn is as if it were not drawn",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 1 times
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        requests="0 | 0 2 2 2 2 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
        """,
    ),
    Case(
        name="the pause is before each turn, the first one too, and needs no worker",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Get: {work: 2 ms}}
            load: [at 0 s 1, at 1 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop every 5 ms, 2 times
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # The second asks while the first rests, and is served in its pauses. Back at 6, it finds
        # A taken by the first until that rests again, at 7; and B is free by then. In the other
        # pauses nobody is in the way: the first has A 5-7 and 12-14, the second 7-9 and 14-16.
        requests="""
            0 | 0 14 14 14 14 | ok well
            1 | 1 16 16 16 16 | ok well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 14 14 14 | 0 4 0 well
            0 1 B.Get 0 | 5 5 5 7 7 7 | 2 0 0 well
            0 1/1 B.Get 0 | 12 12 12 14 14 14 | 2 0 0 well
            1 0 A.Ask - | 1 1 1 16 16 16 | 0 4 1 well
            1 1 B.Get 0 | 7 7 7 9 9 9 | 2 0 0 well
            1 1/1 B.Get 0 | 14 14 14 16 16 16 | 2 0 0 well
        """,
    ),
    Case(
        name="each further pause is longer by the factor, until it is as long as can be",
        text="""
            participants: {A: {workers: 1}}
            messages: {look: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop every 2 ms growing by 3 to 10 ms, 4 times
                  A->>A: look
                  A-)B: Seen
                end
                A-->>C: Tell
        """,
        # Pauses of 2, 6, 10 and 10, a look of 1 after each.
        requests="0 | 0 32 32 32 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 32 32 32 | 4 0 0 well
            0 2 B.Seen 0 | 3 3 3 - - 3 | 0 0 0 well
            0 2/1 B.Seen 0 | 10 10 10 - - 10 | 0 0 0 well
            0 2/2 B.Seen 0 | 21 21 21 - - 21 | 0 0 0 well
            0 2/3 B.Seen 0 | 32 32 32 - - 32 | 0 0 0 well
        """,
    ),
    Case(
        name="a loop in a loop: every inner turn has a path of its own",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 1 ms}, Put: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 2 times
                  loop 2 times
                    A->>B: Get
                    B-->>A: Got
                  end
                  A->>D: Put
                  D-->>A: Done
                end
                A-->>C: Tell
        """,
        # Paths are numbered as they are opened: the second inner turn of the first outer one is
        # 1, the second outer turn 2, and the second inner one in it 3.
        requests="0 | 0 8 8 8 8 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 8 8 8 | 0 8 0 well
            0 1 B.Get 0 | 0 0 0 1 1 1 | 1 0 0 well
            0 1/1 B.Get 0 | 1 1 1 2 2 2 | 1 0 0 well
            0 1/2 B.Get 0 | 4 4 4 5 5 5 | 1 0 0 well
            0 1/3 B.Get 0 | 5 5 5 6 6 6 | 1 0 0 well
            0 3 D.Put 0 | 2 2 2 4 4 4 | 2 0 0 well
            0 3/2 D.Put 0 | 6 6 6 8 8 8 | 2 0 0 well
        """,
    ),
    Case(
        name="loops in the branches of a par go on side by side",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Put: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                par
                  loop 3 times
                    A->>B: Get
                    B-->>A: Got
                  end
                and
                  loop 2 times
                    A->>D: Put
                    D-->>A: Done
                  end
                end
                A-->>C: Tell
        """,
        # Second turns begin at 2 (path 1) and 3 (path 2), the third one at 4 (path 3).
        requests="0 | 0 6 6 6 6 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 0 6 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 1/1 B.Get 0 | 2 2 2 4 4 4 | 2 0 0 well
            0 1/3 B.Get 0 | 4 4 4 6 6 6 | 2 0 0 well
            0 3 D.Put 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3/2 D.Put 0 | 3 3 3 6 6 6 | 3 0 0 well
        """,
    ),
    Case(
        name="branches side by side in a loop: the next turn begins when all are over",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, Put: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 2 times
                  par
                    A->>B: Get
                    B-->>A: Got
                  and
                    A->>D: Put
                    D-->>A: Done
                  end
                end
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 0 6 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 1/1 B.Get 0 | 3 3 3 5 5 5 | 2 0 0 well
            0 3 D.Put 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3/1 D.Put 0 | 3 3 3 6 6 6 | 3 0 0 well
        """,
    ),
    Case(
        name="the client loops, and each of its calls is answered in its own turn",
        text="""
            participants: {A: {workers: 1}}
            messages: {Page: {work: 2 ms}, Read: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                loop 2 times
                  C->>A: Page
                  A-->>C: Read
                end
        """,
        # 1 + 2 + 1, and 3 to read; the first answer that reaches the client acknowledges.
        requests="0 | 0 4 14 14 - | accepted well",
        visits="""
            0 0 A.Page - | 0 1 1 3 4 3 | 2 0 0 well
            0 0/1 A.Page - | 7 8 8 10 11 10 | 2 0 0 well
        """,
    ),
    Case(
        name="an execution that is called in a turn may answer and go on into the next",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Get: {work: 1 ms}, tidy: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 2 times
                  A->>B: Get
                  B-->>A: Got
                  B->>B: tidy
                end
                A-->>C: Tell
        """,
        # The second Get comes at 1 and waits until B has tidied up at 4.
        requests="0 | 0 5 8 8 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 1 B.Get 0 | 0 0 0 1 1 4 | 4 0 0 well
            0 1/1 B.Get 0 | 1 1 4 5 5 8 | 4 0 0 well
        """,
    ),
    Case(
        name="someone from before the loop takes part in each turn, as it hears of it",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}}
            messages: {Open: {work: 1 ms}, think: {work: 2 ms}, Row: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Open
                B-->>A: Opened
                loop 2 times
                  A->>A: think
                  A-)D: Seen
                  B-)D: Row
                end
                A-->>C: Tell
        """,
        # Nobody tells B when a turn begins: it knows how many there are, and goes ahead.
        requests="0 | 0 9 9 9 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 8 9 8 | 4 3 0 well
            0 1 B.Open 0 | 1 2 2 3 4 3 | 1 0 0 well
            0 4 D.Seen 0 | 6 7 7 - - 7 | 0 0 0 well
            0 4/1 D.Seen 0 | 8 9 9 - - 9 | 0 0 0 well
            0 5 D.Row 1 | 3 4 4 - - 5 | 1 0 0 well
            0 5/1 D.Row 1 | 3 4 4 - - 5 | 1 0 0 well
        """,
    ),
    Case(
        name="a turn that fails ends the loop and its execution",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1, queue: 0}}
            messages: {Get: {work: 2 ms}, tidy: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 3 times
                  A->>B: Get
                  B-->>A: Got
                  B->>B: tidy
                end
                A-->>C: Tell
        """,
        # At 2 B tidies up and has no room: the second Get is refused.
        requests="0 | 0 - 7 - - | failed refused",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 0 2 0 failed
            0 1 B.Get 0 | 0 0 0 2 2 7 | 7 0 0 well
            0 1/1 B.Get 0 | 2 2 - 2 2 - | 0 0 0 refused
        """,
    ),
    Case(
        name="who dies in a turn has no further one",
        text="""
            participants: {A: {workers: 1, detect-after: 2 ms}, B: {workers: 1}}
            messages: {Get: {work: 2 ms}}
            load: at 0 s 1
            faults: [{crash: A, at: 3 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 3 times
                  A->>B: Get
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # The second Get is with B when A dies, and is done for nobody.
        requests="0 | 0 - 5 - - | failed lost",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 3 | 0 3 0 died
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
            0 1/1 B.Get 0 | 2 2 2 4 4 4 | 2 0 0 well
        """,
    ),
)
