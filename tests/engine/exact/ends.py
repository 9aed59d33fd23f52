"""Exact cases: warm-up, horizon, patience, and what is open when a run ends."""

from tests.engine.exact.notation import Case

ENDS = (
    Case(
        name="load goes on after the horizon while a measured journey is open",
        text="""
            participants: {A: {workers: 1}}
            messages: {Ask: {work: 7 ms}}
            load: every 5 ms
            run: {horizon: 10 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # Request 1 settles at 14 and ends the run; by then the worker is request 2's.
        requests="""
            0 | 0 7 7 7 7 | ok well
            1 | 5 14 14 14 14 | ok well
            2 | 10 ? ? ? ? | nothing open
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 7 7 7 | 7 0 0 well
            1 0 A.Ask - | 5 5 7 14 14 14 | 7 0 0 well
            2 0 A.Ask - | 10 10 14 ? ? ? | 0 0 0 open
        """,
    ),
    Case(
        name="what comes after the horizon competes with what is measured",
        text="""
            participants: {A: {workers: 1}}
            messages: {In: {work: 3 ms}, On: {work: 4 ms}, Back: {work: 1 ms}}
            load: every 4 ms
            run: {horizon: 4 ms, warm-up: 0 s, patience: 1 s}
            diagram: |
              sequenceDiagram
                C-)A: In
                A-)B: On
                B-)A: Back
        """,
        # Request 0: A 0-3, B 3-7, back at A at 7, as A's work on request 1 (4-7) ends: 7-8.
        requests="""
            0 | 0 - 8 8 - | nothing well
            1 | 4 - ? ? - | nothing open
        """,
        visits="""
            0 0 A.In - | 0 0 0 - - 3 | 3 0 0 well
            0 1 B.On 0 | 3 3 3 - - 7 | 4 0 0 well
            0 2 A.Back 1 | 7 7 7 - - 8 | 1 0 0 well
            1 0 A.In - | 4 4 4 - - 7 | 3 0 0 well
            1 1 B.On 0 | 7 7 7 - - ? | 1 0 0 open
        """,
    ),
    Case(
        name="what comes after the horizon can delay what is measured",
        text="""
            participants: {A: {workers: 1}}
            messages: {In: {work: 3 ms}, On: {work: 4 ms}, Back: {work: 1 ms}}
            load: [at 0 s 1, at 5 ms 1]
            run: {horizon: 5 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)A: In
                A-)B: On
                B-)A: Back
        """,
        # Back at A at 7, where request 1 has the worker from 5 to 8; 8-9. B has request 1 from 8.
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 5 - ? ? - | nothing open
        """,
        visits="""
            0 0 A.In - | 0 0 0 - - 3 | 3 0 0 well
            0 1 B.On 0 | 3 3 3 - - 7 | 4 0 0 well
            0 2 A.Back 1 | 7 7 8 - - 9 | 1 0 0 well
            1 0 A.In - | 5 5 5 - - 8 | 3 0 0 well
            1 1 B.On 0 | 8 8 8 - - ? | 1 0 0 open
        """,
    ),
    Case(
        name="an event at exactly the latest end is not run",
        text="""
            messages: {Ask: {work: 30 ms}}
            load: at 0 s 1
            run: {horizon: 10 ms, warm-up: 0 s, patience: 20 ms}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="0 0 A.Ask - | 0 0 0 ? ? ? | 30 0 0 open",
    ),
    Case(
        name="an event just before the latest end is run",
        text="""
            messages: {Ask: {work: 29.999999 ms}}
            load: at 0 s 1
            run: {horizon: 10 ms, warm-up: 0 s, patience: 20 ms}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 29.999999 29.999999 29.999999 29.999999 | ok well",
        visits="0 0 A.Ask - | 0 0 0 29.999999 29.999999 29.999999 | 29.999999 0 0 well",
    ),
    Case(
        name="without stated patience a run waits as long as it has measured",
        text="""
            messages: {Ask: {work: 25 ms}}
            network: 5 ms
            load: at 0 s 1
            run: {horizon: 17 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        # The answer leaves at 30 and would arrive at 35; the run ends at 34.
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="0 0 A.Ask - | 0 5 5 30 ? 30 | 25 0 0 well",
    ),
    Case(
        name="a message under way at the end has not arrived",
        text="""
            messages: {Ask: {work: 5 ms}}
            network: 12 ms
            load: at 0 s 1
            run: {horizon: 10 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="0 0 A.Ask - | 0 ? ? ? ? ? | 0 0 0 open",
    ),
    Case(
        name="without patience a run ends at its horizon",
        text="""
            messages: {Ask: {work: 15 ms}}
            load: every 10 ms
            run: {horizon: 10 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="0 0 A.Ask - | 0 0 0 ? ? ? | 10 0 0 open",
    ),
    Case(
        name="a journey that settles at exactly the horizon ends the run before the next begins",
        text="""
            messages: {Ask: {work: 10 ms}}
            load: every 10 ms
            run: {horizon: 10 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 10 10 10 10 | ok well",
        visits="0 0 A.Ask - | 0 0 0 10 10 10 | 10 0 0 well",
    ),
    Case(
        name="a journey that begins at exactly the horizon is not waited for",
        text="""
            messages: {Ask: {work: 15 ms}}
            load: every 10 ms
            run: {horizon: 10 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 15 15 15 15 | ok well
            1 | 10 ? ? ? ? | nothing open
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 15 15 15 | 15 0 0 well
            1 0 A.Ask - | 10 10 10 ? ? ? | 5 0 0 open
        """,
    ),
    Case(
        name="a journey that begins at exactly the end of the warm-up is waited for",
        text="""
            messages: {Ask: {work: 15 ms}}
            load: every 10 ms
            run: {horizon: 20 ms, warm-up: 10 ms}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="""
            0 | 0 15 15 15 15 | ok well
            1 | 10 25 25 25 25 | ok well
            2 | 20 ? ? ? ? | nothing open
        """,
        visits="""
            0 0 A.Ask - | 0 0 0 15 15 15 | 15 0 0 well
            1 0 A.Ask - | 10 10 10 25 25 25 | 15 0 0 well
            2 0 A.Ask - | 20 20 20 ? ? ? | 5 0 0 open
        """,
    ),
    Case(
        name="a journey of the warm-up is not waited for",
        text="""
            messages: {Ask: {work: 30 ms}}
            load: at 0 s 1
            run: {horizon: 20 ms, warm-up: 10 ms}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
        """,
        requests="0 | 0 ? ? ? ? | nothing open",
        visits="0 0 A.Ask - | 0 0 0 ? ? ? | 20 0 0 open",
    ),
)
