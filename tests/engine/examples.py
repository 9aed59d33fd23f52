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

# What comes to nothing is delivered again: windows, batches and polls, leases and time to live,
# full queues, partitions, redrives; crashes of all kinds, kills, losses, failures.
BUSY_DELIVERIES = """
    participants:
      Q: {kind: broker, prefetch: 2, lease: 7 ms, requeue: tail, retry-delay: [1 ms, 2 ms],
          capacity: 4, when-full: drop-oldest}
      R: {kind: broker, ttl: 6 ms, lease: 9 ms, max-deliveries: 3, requeue: head, capacity: 4}
      P: {kind: broker, partitions: 3, rebalance-pause: 2 ms, ack: every 5 ms, durable: never}
      T: {kind: broker, prefetch: 3, fetch: batch, poll: 2 ms, lease: 8 ms, extend-every: 3 ms,
          late-ack: rejected, capacity: 2, when-full: block, redrive-after: 6 ms, max-deliveries: 2}
      A: {workers: 1, instances: 2, queue: 1}
      W: {workers: 2, instances: 2, detect-after: 2 ms}
      V: {workers: 2, waiting: releases}
      X: {workers: 2, instances: 2}
      Y: {workers: 2, instances: 2, detect-after: never}
    messages:
      Ask: {work: empirical values 1 ms 2 ms 7 ms}
      W.Job: {work: empirical values 1 ms 3 ms 4 ms 8 ms, fails: 15 %, idempotent: 20 ms}
      Get: {work: empirical values 0 ms 1 ms}
      V.Note: {work: empirical values 1 ms 2 ms, poison: 10 %, priority: 1}
      X.Event: {work: empirical values 1 ms 2 ms, key: 5 keys, fails: 5 %}
      Y.Log: {work: empirical values 1 ms 2 ms 4 ms, fails: 20 %}
      Step: {wait: empirical values 0 ms 1 ms}
      Call: {work: empirical values 1 ms 2 ms}
    network: empirical values 0 ms 0 ms 1 ms
    load: {C: every 3 ms, U: every 4 ms}
    faults:
      - {crash: W, every: empirical values 20 ms 30 ms, for: 5 ms}
      - {crash: X, instance: 1, at: [50 ms, 150 ms, 250 ms], for: 20 ms}
      - {crash: P, at: 203 ms, for: 4 ms}
      - {crash: Q, at: [101 ms, 181 ms], for: 3 ms}
      - {crash: V, at: 120 ms, for: 6 ms}
      - {kill: Y, chance: 10 %}
      - {kill: A, after: Ask, chance: 5 %}
      - {slow: V, by: 3, at: 90 ms, for: 30 ms}
      - {fail: X, at: 70 ms, for: 5 ms}
      - {lose: R.Ack, chance: 10 %}
      - {lose: Y.Log, chance: 5 %}
    run: {horizon: 300 ms, warm-up: 30 ms, seed: 7}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>Q: Job
        Q-->>A: Stored
        A-->>C: Accepted
        A-)R: Note
        Q->>W: Job
        W->>V: Get
        V-->>W: Got
        W-)P: Event
        W-->>Q: Ack
        R->>V: Note
        V->>V: Step
        V-->>R: Ack
        R->>X: Note
        P->>X: Event
        X-)T: Log
        T->>Y: Log
        Y->>C: Log
        U->>V: Call
        V-->>U: Called
"""

# Calls that are sent again: timeouts and a deadline, backoffs, budgets, breakers, hedges, limits
# and paces, cancelled or not; in branches, below a delivery, and among those who die.
BUSY_CALLS = """
    participants:
      A: {workers: 3, instances: 2, detect-after: 1 ms}
      B: {workers: 2, instances: 2, waiting: releases, queue: 2}
      D: {workers: 1, instances: 2, queue: 3}
      E: {workers: 3}
      Q: {kind: broker, dedupe: 4 ms, max-deliveries: 2}
      W: {workers: 2}
    messages:
      Ask:
        work: empirical values 1 ms 2 ms
        timeout: 12 ms
        deadline: 25 ms
        retry: {attempts: 3, backoff: 2 ms, factor: 2, cap: 5 ms, jitter: equal,
                budget: 80 % of requests}
        limit: 6 at once, 400/s burst 3
        pace: 6 at once, 500/s burst 3
      Get:
        work: empirical values 1 ms 2 ms 4 ms
        timeout: empirical values 4 ms 6 ms
        cancel: running
        retry: {attempts: 2, backoff: 1 ms, jitter: full, on: [timeout, refused]}
        fails: 5 %
        idempotent: 10 ms
      Read: {work: empirical values 1 ms 3 ms, hedge: {after: 1 ms, copies: 2}, cancel: queued}
      Look:
        work: empirical values 0 ms 1 ms 3 ms
        fails: 10 %
        hedge: 2 ms
        cancel: running
        breaker: {failures: 75 %, of: 4, rest: 3 ms, probes: 1}
        scope: shared
        retry: {attempts: 4, budget: 50 % of successes at most 2}
      Put: {work: empirical values 0 ms 1 ms, timeout: 3 ms, retry: 2, pace: 1 at once}
      W.Job: {work: empirical values 1 ms 2 ms, fails: 30 %}
      Save: {work: 1 ms, timeout: 2 ms, cancel: queued, retry: 2, limit: 2 at once}
      Call:
        work: empirical values 1 ms 3 ms
        retry: {attempts: 3, backoff: 3 ms}
        deadline: 5 ms
        timeout: 2 ms
        breaker: {failures: 60 %, of: 3, rest: 4 ms, probes: 2}
    network: empirical values 0 ms 0 ms 1 ms
    load: {C: every 3 ms, U: every 3 ms}
    faults:
      - {crash: A, every: empirical values 30 ms 50 ms, for: 2 ms}
      - {crash: B, instance: 2, at: [90 ms, 160 ms], for: 10 ms}
      - {kill: D, chance: 10 %}
      - {slow: E, by: 3, at: 100 ms, for: 30 ms}
      - {fail: E, at: 200 ms, for: 20 ms}
      - {lose: Tell, chance: 5 %}
      - {lose: Get, chance: 10 %}
      - {lose: Stored, chance: 10 %}
    run: {horizon: 300 ms, warm-up: 30 ms, patience: 60 ms, seed: 7}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        par
          A->>B: Get
          B->>D: Read
          D-->>B: Row
          B-->>A: Got
        and
          A->>E: Look
          E-->>A: Seen
        end
        A->>Q: Put
        Q-->>A: Stored
        A-->>C: Tell
        Q->>W: Job
        W->>D: Save
        D-->>W: Saved
        U->>B: Call
        B-->>U: Called
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
