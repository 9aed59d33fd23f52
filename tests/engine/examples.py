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
