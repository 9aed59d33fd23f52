"""What settles a delivery, and what is a message of its own."""

CASES = """
=== an acknowledgement after the work
C->>Queue: job
Queue->>W: job
W->>W: work
W-->>Queue: Ack
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 works 0 s ('work')
  2 settles the delivery with Queue: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== an acknowledgement before the work
C->>Queue: job
Queue->>W: job
W-->>Queue: Ack
W->>W: work
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 settles the delivery with Queue: 'Ack'
  2 works 0 s ('work')
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== an acknowledgement by a lifeline that the receiver called
C->>Queue: job
Queue->>W: job
W->>DB: save
DB-->>Queue: Ack
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 sends 'save' to DB, not waited for
  worker free
DB, unlimited workers, on 'save':
  1 settles the delivery with Queue: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: nobody answers 'save' (W->>DB, line 4 of the diagram): W does not wait
    for it
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== two deliveries settled in turn
C->>Queue: one
C->>Queue: two
Queue->>W: one
W-->>Queue: Ack
Queue->>W: two
W-->>Queue: Ack
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  over
Queue, broker, on 'one':
  1 delivers 'one' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'two':
  1 delivers 'two' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'one':
  1 settles the delivery with Queue: 'Ack'
  worker free
W, unlimited workers, on 'two':
  1 settles the delivery with Queue: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== subscribers settle each its own copy
C->>Topic: placed
Topic->>Billing: placed
Topic->>Shipping: placed
Shipping-->>Topic: Ack
Billing-->>Topic: Ack
---
C, client, every 1 s:
  1 puts 'placed' into Topic
  over
Topic, broker, on 'placed':
  1 delivers 'placed' to Billing, when it has a worker
  2 delivers 'placed' to Shipping, when it has a worker
  kept until every receiver has settled it
Billing, unlimited workers, on 'placed':
  1 settles the delivery with Topic: 'Ack'
  worker free
Shipping, unlimited workers, on 'placed':
  1 settles the delivery with Topic: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: Topic: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a solid arrow back into a broker is a message
C->>Queue: job
Queue->>W: job
W->>Queue: next
Queue->>V: next
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'next':
  1 delivers 'next' to V, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 puts 'next' into Queue
  worker free, and 'job' settled
V, unlimited workers, on 'next':
  worker free, and 'next' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a solid acknowledgement in a bare document settles
C->>Queue: job
Queue->>W: job
W->>Queue: ACK
---
reading: document
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, 1 worker, held while waiting, on 'job':
  1 settles the delivery with Queue: 'ACK'
  worker free
acknowledged: never
noticed: never
assumed: line 4 of the diagram: 'ACK', drawn solid, settles the delivery to W
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a dashed arrow that the broker hands on is a message
C->>Queue: job
Queue->>W: job
W-->>Queue: result
Queue->>V: result
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'result':
  1 delivers 'result' to V, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 puts 'result' into Queue
  worker free, and 'job' settled
V, unlimited workers, on 'result':
  worker free, and 'result' settled
acknowledged: never
noticed: never
assumed: line 4 of the diagram: 'result' is a message into Queue, which hands
    it on, and settles nothing
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== news that comes after a rejection tells of no work that is done
C->>Queue: job
Queue->>W: job
W--xQueue: nack
W-)C: over
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
C, client, on 'over':
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 rejects the delivery with Queue: 'nack'
  2 sends 'over' to C, not waited for
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: W says no to 'job': no request is ever completed
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
