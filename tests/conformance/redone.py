"""Promises: what is delivered or tried again takes its blocks anew, each time by itself."""

from tests.engine.exact.notation import Case

REDELIVERED = (
    Case(
        name="a message that is delivered again begins its loop anew",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 2}}
            messages: {Save: {work: 3 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                loop 2 times
                  W->>D: Save
                  D-->>W: Saved
                end
        """,
        # The first W dies in its second turn (path 1), which D does all the same, until 6. The
        # second delivery is path 2, and its second turn 3.
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 0 4 0 died cut_off
            0 1/2 W@2.Job 0 (4) | 4 4 4 - - 10 | 0 6 0 well acknowledged
            0 2 D.Save 1 | 0 0 0 3 3 3 | 3 0 0 well
            0 2/1 D.Save 1 | 3 3 3 6 6 6 | 3 0 0 well
            0 2/2 D.Save 1/2 | 4 4 4 7 7 7 | 3 0 0 well
            0 2/3 D.Save 1/2 | 7 7 7 10 10 10 | 3 0 0 well
        """,
        paths="""
            0 1 0 turn 0 1
            0 2 0 delivery 1 1
            0 3 2 turn 0 1
        """,
    ),
    Case(
        name="what happened in a delivery has not happened in the next",
        text="""
            participants:
              Q: {kind: broker}
              W: {workers: 1, instances: 2}
              D: {workers: 1, queue: 0}
            messages: {Save: {work: 3 ms}, sort: {work: 9 ms}, Look: {work: 4 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 5 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)D: Look
                C-)Q: Job
                Q->>W: Job
                W->>D: Save
                D-->>W: Saved
                opt Save refused
                  W->>W: sort
                end
        """,
        # D is busy with Look when the first W asks; the second finds it free and does not sort.
        requests="0 | 0 - 8 8 - | nothing well",
        visits="""
            0 0 D.Look - | 0 0 0 - - 4 | 4 0 0 well
            0 1 Q.Job - | 0 0 0 - - 8 | 0 0 0 well acknowledged
            0 2 W.Job 1 | 0 0 0 - - 5 | 5 0 0 died cut_off
            0 2/1 W@2.Job 1 (5) | 5 5 5 - - 8 | 0 3 0 well acknowledged
            0 3 D.Save 2 | 0 0 - 0 0 - | 0 0 0 refused
            0 3/1 D.Save 2/1 | 5 5 5 8 8 8 | 3 0 0 well
        """,
    ),
    Case(
        name="what was decided in a delivery is not known in the next",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 2}, B: {workers: 2}}
            messages: {think: {work: 5 ms}, sort: {work: 5 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 7 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                W->>B: Open
                B-->>W: Opened
                W->>W: think
                opt 100 %
                  W-)D: Note
                  B-)D: Log
                end
                W->>W: sort
        """,
        # Decided at 5; W dies at 7, and the next thinks until 12: so long B waits.
        requests="0 | 0 - 17 17 - | nothing well",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 17 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 7 | 7 0 0 died cut_off
            0 1/1 W@2.Job 0 (7) | 7 7 7 - - 17 | 10 0 0 well acknowledged
            0 2 B.Open 1 | 0 0 0 0 0 5 | 0 5 0 well
            0 2/1 B.Open 1/1 | 7 7 7 7 7 12 | 0 5 0 well
            0 5 D.Note 1 | 5 5 5 - - 5 | 0 0 0 well
            0 5/1 D.Note 1/1 | 12 12 12 - - 12 | 0 0 0 well
            0 6 D.Log 2 | 5 5 5 - - 5 | 0 0 0 well
            0 6/1 D.Log 2/1 | 12 12 12 - - 12 | 0 0 0 well
        """,
    ),
    Case(
        name="a failure that is handled in a delivery settles it well",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Save: {work: 3 ms, fails: 100 %}, Log: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                critical
                  W->>D: Save
                  D-->>W: Saved
                option failure
                  W->>E: Log
                  E-->>W: Logged
                end
        """,
        requests="0 | 0 - 5 5 - | nothing well",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 5 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 0 5 0 well acknowledged
            0 2 D.Save 1 | 0 0 0 3 3 3 | 3 0 0 failed
            0 4 E.Log 1 | 3 3 3 5 5 5 | 2 0 0 well
        """,
    ),
    Case(
        name="a break in a delivery rejects it, and the next one breaks again",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 2}, W: {workers: 1}}
            messages: {W.Job: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                break 100 %
                  W-)D: Log
                end
                W-)D: Done
        """,
        requests="0 | 0 - 6 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 6 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 3 | 3 0 0 failed rejected
            0 1/1 W.Job 0 (3) | 3 3 3 - - 6 | 3 0 0 failed rejected
            0 2 D.Log 1 | 3 3 3 - - 3 | 0 0 0 well
            0 2/1 D.Log 1/1 | 6 6 6 - - 6 | 0 0 0 well
        """,
    ),
    Case(
        name="an acknowledgement in a branch settles there; on the other path it comes at the end",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 2}}
            messages: {W.Job: {work: 1 ms}, sort: {work: 8 ms}, last: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                alt 0 %
                  W-->>Q: Ack
                  W->>W: sort
                else
                  W->>W: sort
                end
                W->>W: last
        """,
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 10 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 10 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="an early acknowledgement in a branch that is taken forgets the message",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, instances: 2}}
            messages: {W.Job: {work: 1 ms}, sort: {work: 8 ms}, last: {work: 1 ms}}
            load: at 0 s 1
            faults: [{crash: W, instance: 1, at: 4 ms, for: 80 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Job
                Q->>W: Job
                alt 100 %
                  W-->>Q: Ack
                  W->>W: sort
                else
                  W->>W: sort
                end
                W->>W: last
        """,
        requests="0 | 0 - 4 - - | nothing lost",
        visits="""
            0 0 Q.Job - | 0 0 0 - - 1 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 died acknowledged
        """,
    ),
    Case(
        name="a message that is put in each turn is delivered once for each",
        text="""
            participants: {A: {workers: 1}, Q: {kind: broker}, W: {workers: 1}}
            messages: {sort: {work: 2 ms}, W.Job: {work: 5 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                loop 3 times
                  A->>A: sort
                  A-)Q: Job
                end
                Q->>W: Job
                A-->>C: Tell
        """,
        # Stored at 2, 4 and 6; W has them 2-7, 7-12 and 12-17.
        requests="0 | 0 6 17 17 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 6 0 0 well
            0 2 Q.Job 0 | 2 2 2 - - 7 | 0 0 0 well acknowledged
            0 2/1 Q.Job 0 | 4 4 4 - - 12 | 0 0 0 well acknowledged
            0 2/2 Q.Job 0 | 6 6 6 - - 17 | 0 0 0 well acknowledged
            0 3 W.Job 2 | 2 2 2 - - 7 | 5 0 0 well acknowledged
            0 3/1 W.Job 2/1 | 7 7 7 - - 12 | 5 0 0 well acknowledged
            0 3/2 W.Job 2/2 | 12 12 12 - - 17 | 5 0 0 well acknowledged
        """,
    ),
)

TRIED_AGAIN = (
    Case(
        name="each attempt of a call has its own loop, and its own turn to fail in",
        text="""
            participants: {A: {workers: 1}, B: {workers: 1}, D: {workers: 1, queue: 0}}
            messages: {Get: {work: 1 ms, retry: 2}, Save: {work: 2 ms}, tidy: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>B: Get
                loop 2 times
                  B->>D: Save
                  D-->>B: Saved
                  D->>D: tidy
                end
                B-->>A: Got
                A-->>C: Tell
        """,
        # B saves 1-3; at 3 D tidies up, so that the second turn finds no room and B fails. Tried
        # again at once, at 3, B works until 4, when D has tidied up: saved 4-6, and no room at 6.
        requests="0 | 0 - 7 - - | failed refused",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 0 6 0 failed
            0 1 B.Get 0 | 0 0 0 3 3 3 | 1 2 0 failed
            0 1/2 B.Get 0 | 3 3 3 6 6 6 | 1 2 0 failed
            0 2 D.Save 1 | 1 1 1 3 3 4 | 3 0 0 well
            0 2/1 D.Save 1 | 3 3 - 3 3 - | 0 0 0 refused
            0 2/2 D.Save 1/2 | 4 4 4 6 6 7 | 3 0 0 well
            0 2/3 D.Save 1/2 | 6 6 - 6 6 - | 0 0 0 refused
        """,
        paths="""
            0 1 0 turn 0 1
            0 2 0 attempt 1 1
            0 3 2 turn 0 1
        """,
    ),
    Case(
        name="an attempt that is told no in one branch is made again, and takes its own way",
        text="""
            participants: {A: {workers: 1}, B: {workers: 2}, D: {workers: 1, queue: 0}}
            messages:
              Get: {retry: {attempts: 3, backoff: 2 ms}}
              Save: {work: 1 ms}
              Look: {work: 3 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)D: Look
                C->>A: Ask
                A->>B: Get
                B->>D: Save
                D-->>B: Saved
                alt Save refused
                  B--xA: Not now
                else
                  B-->>A: Got
                end
                A-->>C: Tell
        """,
        # D looks until 3: no at 0 and at 2, yes at 4.
        requests="0 | 0 5 5 5 - | accepted well",
        visits="""
            0 0 D.Look - | 0 0 0 - - 3 | 3 0 0 well
            0 1 A.Ask - | 0 0 0 5 5 5 | 0 5 0 well
            0 2 B.Get 1 | 0 0 0 0 0 0 | 0 0 0 well
            0 2/1 B.Get 1 | 2 2 2 2 2 2 | 0 0 0 well
            0 2/2 B.Get 1 | 4 4 4 5 5 5 | 0 1 0 well
            0 3 D.Save 2 | 0 0 - 0 0 - | 0 0 0 refused
            0 3/1 D.Save 2/1 | 2 2 - 2 2 - | 0 0 0 refused
            0 3/2 D.Save 2/2 | 4 4 4 5 5 5 | 1 0 0 well
        """,
    ),
)
