"""Into a broker and out of it: puts, confirmations, deliveries, subscriptions."""

CASES = """
=== a put that is confirmed
C->>A: order
A->>Queue: put
Queue-->>A: stored
A-->>C: accepted
Queue->>W: put
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'put' into Queue
  2 waits for 'stored'
  3 answers C: 'accepted'
  worker free
Queue, broker, on 'put':
  1 confirms to A that it is durable: 'stored'
  2 delivers 'put' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'put':
  worker free, and 'put' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a confirmation drawn below the delivery
C->>A: order
A->>Queue: put
Queue->>W: put
Queue-->>A: stored
A-->>C: accepted
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'put' into Queue
  2 waits for 'stored'
  3 answers C: 'accepted'
  worker free
Queue, broker, on 'put':
  1 delivers 'put' to W, when it has a worker
  2 confirms to A that it is durable: 'stored'
  kept until every receiver has settled it
W, unlimited workers, on 'put':
  worker free, and 'put' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a put that nobody confirms is not waited for
C->>A: order
A->>Queue: put
A-->>C: accepted
Queue->>W: put
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'put' into Queue
  2 answers C: 'accepted'
  worker free
Queue, broker, on 'put':
  1 delivers 'put' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'put':
  worker free, and 'put' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== an open arrow into a broker that is confirmed
C-)Queue: put
Queue-->>C: stored
Queue-)W: put
---
C, client, every 1 s:
  1 puts 'put' into Queue
  2 waits for 'stored'
  over
Queue, broker, on 'put':
  1 confirms to C that it is durable: 'stored'
  2 delivers 'put' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'put':
  worker free, and 'put' settled
acknowledged: when 'stored' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== both heads into a broker: a put and its confirmation
C<<->>Queue: put
Queue->>W: put
---
C, client, every 1 s:
  1 puts 'put' into Queue
  2 waits for the arrow of line 2
  over
Queue, broker, on 'put':
  1 confirms to C that it is durable: the arrow of line 2
  2 delivers 'put' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'put':
  worker free, and 'put' settled
acknowledged: when the arrow of line 2 arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== both heads from a broker: a delivery and its settlement
C->>Queue: put
Queue<<->>W: put
W->>W: work
---
C, client, every 1 s:
  1 puts 'put' into Queue
  over
Queue, broker, on 'put':
  1 delivers 'put' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'put':
  1 settles the delivery with Queue: the arrow of line 3
  2 works 0 s ('work')
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== three messages are delivered by their labels
C->>Queue: one
C->>Queue: two
C->>Queue: three
Queue->>W: one
Queue->>W: three
Queue->>W: two
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  3 puts 'three' into Queue
  over
Queue, broker, on 'one':
  1 delivers 'one' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'two':
  1 delivers 'two' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'three':
  1 delivers 'three' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'one':
  worker free, and 'one' settled
W, unlimited workers, on 'three':
  worker free, and 'three' settled
W, unlimited workers, on 'two':
  worker free, and 'two' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a delivery without a word carries the latest message
C->>Queue: one
C->>Queue: two
Queue->>W:
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  over
Queue, broker, on 'one':
  kept: nobody takes it
Queue, broker, on 'two':
  1 delivers the arrow of line 4 to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on the arrow of line 4:
  worker free, and the arrow of line 4 settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: 'one' stays in Queue: nobody is drawn who takes it, so no request is
    ever completed ('participants: {Queue: {consumer: {name: …, workers: …,
    work: …}}}' adds somebody who does)
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a label that matches none carries the latest message
C->>Queue: one
C->>Queue: two
Queue->>W: consume
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  over
Queue, broker, on 'one':
  kept: nobody takes it
Queue, broker, on 'two':
  1 delivers 'consume' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'consume':
  worker free, and 'consume' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: 'one' stays in Queue: nobody is drawn who takes it, so no request is
    ever completed ('participants: {Queue: {consumer: {name: …, workers: …,
    work: …}}}' adds somebody who does)
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a receiver takes each message once: the second delivery carries the one before
C->>Queue: one
C->>Queue: two
Queue->>W: next
Queue->>W: next
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  over
Queue, broker, on 'one':
  1 delivers 'next' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'two':
  1 delivers 'next' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'next':
  worker free, and 'next' settled
W, unlimited workers, on 'next':
  worker free, and 'next' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== two receivers of one message have a copy each
C->>A: order
A->>Topic: placed
Topic->>Billing: placed
Topic->>Shipping: placed
A-->>C: accepted
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'placed' into Topic
  2 answers C: 'accepted'
  worker free
Topic, broker, on 'placed':
  1 delivers 'placed' to Billing, when it has a worker
  2 delivers 'placed' to Shipping, when it has a worker
  kept until every receiver has settled it
Billing, unlimited workers, on 'placed':
  worker free, and 'placed' settled
Shipping, unlimited workers, on 'placed':
  worker free, and 'placed' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Topic: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== workers of one receiver compete
C->>Queue: job
Queue->>W: job
---
participants: {W: {workers: 3}}
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, 3 workers, held while waiting, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== one message to the same receiver twice is delivered twice
C->>Queue: job
Queue->>W: job
Queue->>W: job
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  2 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== what is drawn below a delivery comes of it
C->>A: order
A->>Queue: job
A-->>C: accepted
Queue->>W: job
W->>DB: save
DB-->>W: saved
W-)C: done
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
C, client, on 'done':
  over
A, unlimited workers, on 'order':
  1 puts 'job' into Queue
  2 answers C: 'accepted'
  worker free
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 sends 'save' to DB
  2 waits for 'saved'
  3 sends 'done' to C, not waited for
  worker free, and 'job' settled
DB, unlimited workers, on 'save':
  1 answers W: 'saved'
  worker free
acknowledged: when 'accepted' arrives, before all work is done
noticed: when 'done' arrives, after all work is done
assumed: Queue: a broker, by its name

=== a delivery to the client
C->>A: order
A-->>C: accepted
A->>Queue: done
Queue->>C: done
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
C, client, on 'done':
  over, and 'done' settled
A, unlimited workers, on 'order':
  1 answers C: 'accepted'
  2 puts 'done' into Queue
  worker free
Queue, broker, on 'done':
  1 delivers 'done' to C
  kept until every receiver has settled it
acknowledged: when 'accepted' arrives, before all work is done
noticed: when 'done' arrives, after all work is done
assumed: Queue: a broker, by its name
"""
