"""Scenarios with luck in them, for what is true of every engine whatever the numbers are."""

# Few different values: many things happen at one instant. Pools that hold, release and wait,
# a refusal in the background, a lost message, a repeated label, and a call back.
BUSY = """
    participants: {A: {workers: 3}, B: {workers: 2, waiting: releases}, D: {workers: 2}}
    messages:
      Ask: {work: empirical values 1 ms 2 ms 3 ms}
      Get: {work: empirical values 1 ms 2 ms}
      Read: {work: empirical values 1 ms 1 ms 3 ms}
      Row: {work: empirical values 0 ms 1 ms}
      Pause: {wait: empirical values 0 ms 2 ms}
      Job: {work: empirical values 1 ms 2 ms, network: 0 ms}
    network: empirical values 0 ms 0 ms 1 ms
    load: every 3 ms
    run: {horizon: 300 ms, warm-up: 30 ms, seed: 7}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B->>D: Read
        D-->>B: Row
        B-->>A: Got
        A->>A: Pause
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
        A-)D: Job
        D-)C: Ready
        D-xE: Event
        A->>B: Store
        B--xA: Sorry
"""

# Brokers, subscribers, replies and a consumer that fails; branches; a limited queue; a second
# client.
BUSY_QUEUES = """
    participants:
      Q: {kind: broker, consumer: {name: Off, workers: 1, work: 1 ms}}
      R: {kind: broker}
      A: {workers: 2, queue: 1}
      B: {workers: 1, waiting: releases}
      D: {workers: 2, queue: 1}
    messages:
      Ask: {work: empirical values 1 ms 2 ms 3 ms}
      Q.Note: {work: empirical values 0 ms 1 ms}
      Get: {work: empirical values 1 ms 2 ms, network: 1 ms}
      Got: {work: empirical values 0 ms 1 ms}
      Step: {work: empirical values 1 ms 3 ms}
      Pause: {wait: empirical values 0 ms 2 ms}
      B.Job: {work: empirical values 1 ms 2 ms 4 ms}
      Check: {work: empirical values 1 ms 2 ms}
      Ack: {network: empirical values 0 ms 1 ms}
      Log: {work: empirical values 1 ms 2 ms}
      Look: {work: empirical values 1 ms 4 ms}
    network: empirical values 0 ms 0 ms 1 ms
    load: {C: every 3 ms, U: every 4 ms}
    run: {horizon: 300 ms, warm-up: 30 ms, seed: 7}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        par
          A->>D: Get
          D-->>A: Got
        and
          A->>A: Step
          A-)Q: Note
        and
          A->>A: Pause
        end
        A->>R: Put
        R-->>A: Stored
        A-->>C: Tell
        R->>B: Job
        B->>D: Check
        D-->>B: Fine
        B->>R: Asked
        R->>D: Log
        D->>R: Reply
        R-->>B: Reply
        B-->>R: Ack
        R->>C: Job
        U->>D: Look
        D-->>U: Seen
"""

# Executions that work on their message only, so that what they worked is one draw.
DRAWS = """
    participants: {A: {workers: 4}, B: {workers: 4}}
    messages:
      Ask: {work: exponential 5 ms}
      Get: {work: lognormal 4 ms cv 2, network: exponential 1 ms}
      Job: {work: exponential 5 ms, luck: Shared}
      Log: {work: exponential 5 ms, luck: Shared}
    network: exponential 2 ms
    load: poisson 200/s
    run: {horizon: 2 s, warm-up: 0 s, seed: 11}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B-->>A: Got
        A->>B: Get
        B-->>A: Got
        A-->>C: Tell
        A-)B: Job
        A-)D: Log
"""

PAIR = """
    participants: {API: {workers: 60}, Task: {workers: 50}}
    messages: {Request: {work: exponential 5 ms}, Trigger: {work: exponential 500 ms}}
    network: 0.5 ms
    load: poisson 80/s
    run: {horizon: 5 s, warm-up: 0 s, seed: 3}
    designs:
      blocking: |
        sequenceDiagram
          Client->>API: Request
          API->>Task: Trigger
          Task-->>API: Completion
          API-->>Client: Result
      accepted: |
        sequenceDiagram
          Client->>API: Request
          API-->>Client: Accepted
          API->>Task: Trigger
          Task->>API: Completion
"""
