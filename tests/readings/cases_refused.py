"""What has no meaning, or two, and the repairs that are shown."""

CASES = """
=== a solid way back in a scenario file
C->>A: ask
A->>B: work
B->>A: worked
A-->>C: yes
---
line 4: found a solid arrow back from B to A, which called it; expected 'B-->>A'
    if this is the answer (or 'answers: solid' for the whole scenario), 'B-)A'
    if it is a message that nobody waits for

=== a dashed arrow that answers nothing
C-->>A: ask
A-->>B: event
---
line 2: found '-->>' with nothing to answer: A has no unanswered call that
    reached C; expected 'C->>A' for a call, 'C-)A' for a message, or a call
    'A->>C' above
line 3: found '-->>' with nothing to answer: B has no unanswered call that
    reached A; expected 'A->>B' for a call, 'A-)B' for a message, or a call
    'B->>A' above

=== a no to somebody who asked nothing
C->>A: ask
A--xB: no
A-->>C: yes
---
line 3: found '--x' with nothing to answer: B has no unanswered call that
    reached A; expected 'A->>B' for a call, 'A-)B' for a message, or a call
    'B->>A' above

=== a no to somebody who asked nothing, in a bare document
C->>A: ask
A--xB: no
A-->>C: yes
---
reading: document
---
line 3: found '--x' with nothing to answer: B has no unanswered call that
    reached A; expected 'A->>B' for a call, 'A-)B' for a message, or a call
    'B->>A' above

=== arrows to oneself that are no work
C->>A: ask
A-->>A: think
A-xA: forget
A<<->>A: talk
A-->>C: yes
---
line 3: found '-->>' from A to itself; expected 'A->>A' for work inside A
line 4: found '-x' from A to itself; expected 'A->>A' for work inside A
line 5: found '<<->>' from A to itself; expected 'A->>A' for work inside A

=== an answer to a request of another client
C->>A: ask
U->>A: tell
A-->>C: yes
---
load: {C: every 1 s, U: every 1 s}
---
line 4: found an answer of a request of U to a request of C; expected an answer
    within one journey

=== a rejection of nothing
C->>W: ask
W--xQueue: nack
---
line 3: found '--x' with nothing to reject: no delivery from Queue led to it, or
    that is settled already; expected a delivery 'Queue->>W' above

=== a second rejection of the same delivery
C->>Queue: job
Queue->>W: job
W--xQueue: nack
W--xQueue: nack
---
line 5: found '--x' with nothing to reject: no delivery from Queue led to it, or
    that is settled already; expected a delivery 'Queue->>W' above

=== a delivery that is refused by the next broker
C->>Bus: job
Bus->>Queue: job
Queue--xBus: nack
---
line 4: found '--x' with nothing to reject: no delivery from Bus led to it, or
    that is settled already; expected 'Queue-->>Bus', as a broker takes what it
    is handed

=== a broker that refuses what nobody has put
C->>A: ask
A-->>C: yes
Queue--xC: no
---
line 4: found '--x' with nothing to refuse: C has no unconfirmed message in
    Queue; expected a message 'C->>Queue' above

=== a confirmation of nothing
C->>Queue: job
Queue-->>C: stored
Queue-->>C: stored again
---
line 4: found '-->>' with nothing to confirm: C has no unconfirmed message in
    Queue; expected 'Queue->>C' for a delivery, or a message 'C->>Queue' above

=== a confirmation between brokers of nothing
C->>Bus: job
Bus-->>Queue: job
---
line 3: found '-->>' with nothing to confirm: Queue has no unconfirmed message
    in Bus; expected 'Bus->>Queue' for a delivery, or a message 'Queue->>Bus'
    above

=== a settlement of nothing
C->>A: ask
A-->>Queue: job
A-->>C: yes
---
line 3: found '-->>' with nothing to settle: no delivery from Queue led to it,
    or that is settled already; expected 'A->>Queue' for a message, or a
    delivery 'Queue->>A' above

=== a dashed arrow into a broker is no message, also if that is handed on
C->>A: ask
A-->>Queue: job
Queue->>W: job
A-->>C: yes
---
line 3: found '-->>' with nothing to settle: no delivery from Queue led to it,
    or that is settled already; expected 'A->>Queue' for a message, or a
    delivery 'Queue->>A' above

=== a delivery that is settled twice
C->>Queue: job
Queue->>W: job
W-->>Queue: Ack
W-->>Queue: Ack
---
line 5: found '-->>' with nothing to settle: no delivery from Queue led to it,
    or that is settled already; expected 'W->>Queue' for a message, or a
    delivery 'Queue->>W' above

=== a consumer that is drawn
C->>Queue: job
C->>W: wake up
---
participants: {Queue: {consumer: {name: W}}}
---
participants.Queue.consumer.name: found 'W', which is drawn; expected a name
    that is not drawn

=== a consumer of what is taken
C->>Queue: job
Queue->>W: job
---
participants: {Queue: {consumer: {name: Rest}}}
---
participants.Queue.consumer: found a consumer of Queue; expected none: whatever
    Queue stores is taken by somebody drawn

=== a consumer of a pool, and workers of a broker
C->>A: ask
A->>Queue: job
Queue->>W: job
---
participants: {A: {consumer: {name: Rest}}, Queue: {workers: 3}}
---
participants.A.consumer: found 'consumer' for A; expected none: only a broker
    has consumers
participants.Queue.workers: found 'workers' for the broker Queue; expected none:
    a broker has no workers

=== a load of a lifeline that is called before it sends
C->>A: ask
A-->>C: yes
---
load: {C: every 1 s, A: every 1 s}
---
load.A: found a load of A; expected a load of C, or of a lifeline that sends
    before anything reaches it

=== a second client without a load, in a graph
graph LR
  App --> API
  Web --> API
---
load: {App: every 1 s}
---
load: found no load of Web; expected one, such as 'load: {Web: poisson 80/s}'

=== edges of a graph without a direction or out of reach
graph LR
  C --> A
  B --> D
  D --> B
  A --- D
---
line 5: found 'A --- D', which has no direction; expected an arrow, such as A
    --> D

=== a poll that is answered twice
C->>Queue: job
W->>Queue: poll
Queue->>W: job
Queue-->>W: another
---
line 5: found '-->>' with nothing to confirm: W has no unconfirmed message in
    Queue; expected 'Queue->>W' for a delivery, or a message 'W->>Queue' above
"""
