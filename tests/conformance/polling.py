"""Promises: a loop can end when something has happened; whoever asks in vain is not waited for."""

from tests.engine.exact.notation import Case

# Accepted at once, done after 20 ms; what is asked takes 1 ms.
STATUS = """
            participants: {A: {workers: 9}, W: {workers: 1}}
            messages: {Job: {work: 20 ms}, Status: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Accepted
                A-)W: Job
                W-)A: Ready
                loop LOOP
                  C->>A: Status
                  A-->>C: State
                end
"""
DONE = """
            0 0 A.Ask - | 0 0 0 0 0 0 | 0 0 0 well
            0 2 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well
            0 3 A.Ready 2 | 20 20 20 - - 20 | 0 0 0 well
"""

POLLS = (
    Case(  # C22: the first poll after one period, and each as long after the last one's answer
        name="a client that polls notices at the first poll after the end",
        text=STATUS.replace("LOOP", 'every 8 ms until "Ready", at most 60 times'),
        # Asked at 8, 17 and 26. What is asked after the end is no part of the journey.
        requests="0 | 0 0 20 20 27 | accepted well",
        visits=f"""{DONE}
            0 4 A.Status - | 8 8 8 9 9 9 | 1 0 0 well
            0 4/1 A.Status - | 17 17 17 18 18 18 | 1 0 0 well
            0 4/2 A.Status - | 26 26 26 27 27 27 | 1 0 0 well
        """,
        paths="""
            0 1 0 turn 0 1
            0 2 0 turn 0 2
        """,
        given_up="",
    ),
    Case(
        name="a client that has polled as often as it may gives up, and is told so",
        text=STATUS.replace("LOOP", 'every 8 ms until "Ready", at most 2 times'),
        # Nothing is left undone of it: the job is done at 20.
        requests="0 | 0 0 20 20 - | timed_out well",
        visits=f"""{DONE}
            0 4 A.Status - | 8 8 8 9 9 9 | 1 0 0 well
            0 4/1 A.Status - | 17 17 17 18 18 18 | 1 0 0 well
        """,
    ),
    Case(
        name="polls that grow rarer come later and later, up to the longest pause",
        text=STATUS.replace(
            "LOOP", 'every 2 ms growing by 2 to 6 ms until "Ready", at most 9 times'
        ),
        # Pauses of 2, 4, 6 and 6: asked at 2, 7, 14 and 21.
        requests="0 | 0 0 20 20 22 | accepted well",
        visits=f"""{DONE}
            0 4 A.Status - | 2 2 2 3 3 3 | 1 0 0 well
            0 4/1 A.Status - | 7 7 7 8 8 8 | 1 0 0 well
            0 4/2 A.Status - | 14 14 14 15 15 15 | 1 0 0 well
            0 4/3 A.Status - | 21 21 21 22 22 22 | 1 0 0 well
        """,
    ),
    Case(
        name="a loop without a pause does not poll: its turns are part of the journey",
        text=STATUS.replace("LOOP", 'until "Ready", at most 60 times').replace(
            "Status: {work: 1 ms}", "Status: {wait: 6 ms}"
        ),
        requests="0 | 0 0 24 24 - | accepted well",
        visits=f"""{DONE}
            0 4 A.Status - | 0 0 0 6 6 6 | 0 0 0 well
            0 4/1 A.Status - | 6 6 6 12 12 12 | 0 0 0 well
            0 4/2 A.Status - | 12 12 12 18 18 18 | 0 0 0 well
            0 4/3 A.Status - | 18 18 18 24 24 24 | 0 0 0 well
        """,
    ),
    Case(
        name="what has happened only after the look of a turn is seen after the next",
        text=STATUS.replace("LOOP", 'every 9 ms until "Ready", at most 60 times'),
        # The second turn is over at 20 too, before a message that arrives at 20.
        requests="0 | 0 0 20 20 30 | accepted well",
        visits=f"""{DONE}
            0 4 A.Status - | 9 9 9 10 10 10 | 1 0 0 well
            0 4/1 A.Status - | 19 19 19 20 20 20 | 1 0 0 well
            0 4/2 A.Status - | 29 29 29 30 30 30 | 1 0 0 well
        """,
    ),
    Case(
        name="the run goes on until the clients that poll have noticed",
        text=STATUS.replace("LOOP", 'every 8 ms until "Ready", at most 60 times').replace(
            "200 ms", "21 ms"
        ),
        requests="0 | 0 0 20 20 27 | accepted well",
        visits=f"""{DONE}
            0 4 A.Status - | 8 8 8 9 9 9 | 1 0 0 well
            0 4/1 A.Status - | 17 17 17 18 18 18 | 1 0 0 well
            0 4/2 A.Status - | 26 26 26 27 27 27 | 1 0 0 well
        """,
    ),
    Case(
        name="whether a client will notice is open where the run ends first",
        text=STATUS.replace("LOOP", 'every 8 ms until "Ready", at most 60 times').replace(
            "200 ms,", "21 ms, patience: 5 ms,"
        ),
        # At 26, when the third poll is to leave, nothing happens any more.
        requests="0 | 0 0 20 20 ? | accepted well",
        visits=f"""{DONE}
            0 4 A.Status - | 8 8 8 9 9 9 | 1 0 0 well
            0 4/1 A.Status - | 17 17 17 18 18 18 | 1 0 0 well
        """,
    ),
)

ANSWERS = (
    Case(
        name="the answer to a poll can depend on what has happened, and end the loop by coming",
        text="""
            participants: {A: {workers: 9}, W: {workers: 1}}
            messages: {Job: {work: 21 ms}, Status: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Accepted
                A-)W: Job
                W-)A: Ready
                loop every 8 ms until "Result", at most 60 times
                  C->>A: Status
                  alt Ready
                    A-->>C: Result
                  else
                    A-->>C: Pending
                  end
                end
        """,
        # Asked at 10, 21 and 32. Ready is there at 24: A does not know of it at 23, and the
        # client not at 24, although it has happened by then.
        requests="0 | 0 2 24 24 35 | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 1 2 1 | 0 0 0 well
            0 2 W.Job 0 | 1 2 2 - - 23 | 21 0 0 well
            0 3 A.Ready 2 | 23 24 24 - - 24 | 0 0 0 well
            0 4 A.Status - | 10 11 11 12 13 12 | 1 0 0 well
            0 4/1 A.Status - | 21 22 22 23 24 23 | 1 0 0 well
            0 4/2 A.Status - | 32 33 33 34 35 34 | 1 0 0 well
        """,
    ),
    Case(
        name="polls wait for a worker like everybody else",
        text="""
            participants: {A: {workers: 1}, W: {workers: 1}}
            messages: {Ask: {work: 3 ms}, Job: {work: 6 ms}, Status: {work: 2 ms}}
            load: [at 0 s 1, at 7 ms 1]
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Accepted
                A-)W: Job
                W-)D: Ready
                loop every 5 ms until "Ready", at most 60 times
                  C->>A: Status
                  A-->>C: State
                end
        """,
        # A has 0-3 Ask, 7-10 the second, then the polls of both: at 8 (10-12), at 15 (15-17).
        requests="""
            0 | 0 3 9 9 12 | accepted well
            1 | 7 10 16 16 17 | accepted well
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 3 3 3 | 3 0 0 well
            0 2 W.Job 0 | 3 3 3 - - 9 | 6 0 0 well
            0 3 D.Ready 2 | 9 9 9 - - 9 | 0 0 0 well
            0 4 A.Status - | 8 8 10 12 12 12 | 2 0 0 well
            1 0 A.Ask - | 7 7 7 10 10 10 | 3 0 0 well
            1 2 W.Job 0 | 10 10 10 - - 16 | 6 0 0 well
            1 3 D.Ready 2 | 16 16 16 - - 16 | 0 0 0 well
            1 4 A.Status - | 15 15 15 17 17 17 | 2 0 0 well
        """,
    ),
)

SERVICES = (
    Case(
        name="a service that polls answers when it has seen it; its pauses need no worker",
        text="""
            participants: {A: {workers: 1}, W: {workers: 1}}
            messages: {Job: {work: 20 ms}, Look: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)W: Job
                W-)D: Ready
                loop every 8 ms until "Ready", at most 60 times
                  A->>D: Look
                  D-->>A: Seen
                end
                A-->>C: Tell
        """,
        requests="0 | 0 27 27 27 27 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 27 27 27 | 0 3 0 well
            0 1 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well
            0 2 D.Ready 1 | 20 20 20 - - 20 | 0 0 0 well
            0 3 D.Look 0 | 8 8 8 9 9 9 | 1 0 0 well
            0 3/1 D.Look 0 | 17 17 17 18 18 18 | 1 0 0 well
            0 3/2 D.Look 0 | 26 26 26 27 27 27 | 1 0 0 well
        """,
    ),
    Case(
        name="a service that has polled in vain fails, and its caller is told no",
        text="""
            participants: {A: {workers: 1}, W: {workers: 1}}
            messages: {Job: {work: 20 ms}, Look: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)W: Job
                W-)D: Ready
                loop every 8 ms until "Ready", at most 2 times
                  A->>D: Look
                  D-->>A: Seen
                end
                A-->>C: Tell
        """,
        # Told no at 18. The work goes on, and is done at 20: only the answer is missing.
        requests="0 | 0 - 20 20 - | failed well",
        visits="""
            0 0 A.Ask - | 0 0 0 18 18 18 | 0 2 0 failed
            0 1 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well
            0 2 D.Ready 1 | 20 20 20 - - 20 | 0 0 0 well
            0 3 D.Look 0 | 8 8 8 9 9 9 | 1 0 0 well
            0 3/1 D.Look 0 | 17 17 17 18 18 18 | 1 0 0 well
        """,
    ),
    Case(
        name="there is a first turn though what ends the loop has happened before",
        text="""
            participants: {A: {workers: 1}}
            messages: {Get: {work: 2 ms}, look: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                B-->>A: Got
                loop every 3 ms until "Got", at most 5 times
                  A->>A: look
                end
                A-->>C: Tell
        """,
        requests="0 | 0 6 6 6 6 | ok well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 1 2 0 well
            0 1 B.Get 0 | 0 0 0 2 2 2 | 2 0 0 well
        """,
    ),
    Case(
        name="of two things that can end a loop the first does",
        text="""
            participants: {A: {workers: 1}, V: {workers: 1}, W: {workers: 1}}
            messages: {V.Job: {work: 12 ms}, W.Job: {work: 20 ms}, look: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)W: Job
                W-)D: Ready
                A-)V: Job
                V-)D: Broken
                loop every 8 ms until "Ready" or "Broken", at most 60 times
                  A->>A: look
                end
                A-->>C: Tell
        """,
        requests="0 | 0 18 20 20 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 18 18 18 | 2 0 0 well
            0 1 W.Job 0 | 0 0 0 - - 20 | 20 0 0 well
            0 2 D.Ready 1 | 20 20 20 - - 20 | 0 0 0 well
            0 3 V.Job 0 | 0 0 0 - - 12 | 12 0 0 well
            0 4 D.Broken 3 | 12 12 12 - - 12 | 0 0 0 well
        """,
    ),
    Case(
        name="somebody else with lines in such a loop waits for each turn to be decided",
        text="""
            participants: {A: {workers: 1}, W: {workers: 1}}
            messages: {Job: {work: 12 ms}, Look: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 200 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Accepted
                A-)W: Job
                W-)D: Ready
                loop every 8 ms until "Ready", at most 60 times
                  C->>D: Look
                  D-->>C: Seen
                  A-)E: Log
                end
        """,
        # The client decides at 0 and at 9, before its pauses, and that it is over at 18: so long
        # A has its worker. Only the client lets the pauses pass.
        requests="0 | 0 0 18 18 18 | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 0 0 18 | 0 18 0 well
            0 2 W.Job 0 | 0 0 0 - - 12 | 12 0 0 well
            0 3 D.Ready 2 | 12 12 12 - - 12 | 0 0 0 well
            0 4 D.Look - | 8 8 8 9 9 9 | 1 0 0 well
            0 4/1 D.Look - | 17 17 17 18 18 18 | 1 0 0 well
            0 6 E.Log 0 | 0 0 0 - - 0 | 0 0 0 well
            0 6/1 E.Log 0 | 9 9 9 - - 9 | 0 0 0 well
        """,
    ),
)
