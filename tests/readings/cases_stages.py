"""Brokers behind brokers, brokers that set out by themselves, receivers that are not drawn."""

CASES = """
=== an exchange hands a message on to a queue
C->>Exchange: job
Exchange->>Queue: job
Queue->>W: job
W-->>Queue: Ack
---
participants: {Exchange: {kind: broker}}
---
C, client, every 1 s:
  1 puts 'job' into Exchange
  over
Exchange, broker, on 'job':
  1 hands on 'job' into Queue
  kept until every receiver has settled it
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 settles the delivery with Queue: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== an exchange that is told that its message is durable, and waits for no such word
C->>Exchange: job
Exchange->>Queue: job
Queue-->>Exchange: stored
Exchange-->>C: accepted
Queue->>W: job
---
participants: {Exchange: {kind: broker}}
---
C, client, every 1 s:
  1 puts 'job' into Exchange
  2 waits for 'accepted'
  over
Exchange, broker, on 'job':
  1 hands on 'job' into Queue
  2 confirms to C that it is durable: 'accepted'
  kept until every receiver has settled it
Queue, broker, on 'job':
  1 confirms to Exchange that it is durable: 'stored'
  2 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== both heads between two brokers
C->>Exchange: job
Exchange<<->>Queue: job
Queue->>W: job
---
participants: {Exchange: {kind: broker}}
---
C, client, every 1 s:
  1 puts 'job' into Exchange
  over
Exchange, broker, on 'job':
  1 hands on 'job' into Queue
  kept until every receiver has settled it
Queue, broker, on 'job':
  1 confirms to Exchange that it is durable: the arrow of line 3
  2 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a dashed arrow between brokers that confirms nothing, in a bare document
C->>Exchange: job
Exchange-->>Queue: job
Queue->>W: job
---
participants: {Exchange: {kind: broker}}
reading: document
---
C, client, every 1 s:
  1 puts 'job' into Exchange
  over
Exchange, broker, on 'job':
  1 hands on 'job' into Queue
  kept until every receiver has settled it
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, 1 worker, held while waiting, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: line 3 of the diagram: 'job' is handed on: it confirms no message of
    Queue
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== one exchange, two queues
C->>Exchange: job
Exchange->>Fast Queue: job
Exchange->>Slow Queue: job
Fast Queue->>W: job
Slow Queue->>W: job
---
participants: {Exchange: {kind: broker}}
---
C, client, every 1 s:
  1 puts 'job' into Exchange
  over
Exchange, broker, on 'job':
  1 hands on 'job' into Fast Queue
  2 hands on 'job' into Slow Queue
  kept until every receiver has settled it
Fast Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
Slow Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: Fast Queue: a broker, by its name
assumed: Slow Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== two brokers, one behind the worker of the other
C->>Orders Queue: order
Orders Queue->>W: order
W->>Mail Topic: mail
Mail Topic->>Mailer: mail
W-->>Orders Queue: Ack
---
C, client, every 1 s:
  1 puts 'order' into Orders Queue
  over
Orders Queue, broker, on 'order':
  1 delivers 'order' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'order':
  1 puts 'mail' into Mail Topic
  2 settles the delivery with Orders Queue: 'Ack'
  worker free
Mail Topic, broker, on 'mail':
  1 delivers 'mail' to Mailer, when it has a worker
  kept until every receiver has settled it
Mailer, unlimited workers, on 'mail':
  worker free, and 'mail' settled
acknowledged: never
noticed: never
assumed: Orders Queue: a broker, by its name
assumed: Mail Topic: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== an answer that skips hops through a broker
C->>A: ask
A->>Queue: job
Queue->>W: job
W-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 puts 'job' into Queue
  worker free
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 answers C: 'yes', which asked 'ask'
  worker free, and 'job' settled
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: Queue: a broker, by its name

=== a dashed answer of the worker to whoever put the message
C->>A: ask
A->>Queue: job
Queue->>W: job
W-)A: done
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 puts 'job' into Queue
  worker free
A, unlimited workers, on 'done':
  1 answers C: 'yes', which asked 'ask'
  worker free
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 sends 'done' to A, not waited for
  worker free, and 'job' settled
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: Queue: a broker, by its name

=== a broker into which nothing is put
C->>A: ask
Bus->>A: event
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 lets Bus set out
  worker free
A, unlimited workers, on 'event':
  1 answers C: 'yes', which asked 'ask'
  worker free, and 'event' settled
Bus, broker, sets out by itself:
  1 delivers 'event' to A, when it has a worker
  kept until every receiver has settled it
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: line 3 of the diagram: Bus starts when 'ask' has happened, as nobody
    calls it
assumed: Bus: a broker, by its name
note: A takes 'event' from Bus, into which nothing is put: Bus is read as
    sending it by itself

=== whoever sends first is a client, whatever its name
Event Bus->>W: event
W-->>Event Bus: done
---
Event Bus, client, every 1 s:
  1 sends 'event' to W
  2 waits for 'done'
  over
W, unlimited workers, on 'event':
  1 answers Event Bus: 'done'
  worker free
acknowledged: when 'done' arrives, after all work is done
noticed: when 'done' arrives, after all work is done

=== nobody takes what is stored
C->>A: order
A->>Queue: put
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
  1 confirms to A that it is durable: 'stored'
  kept: nobody takes it
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: 'put' stays in Queue: nobody is drawn who takes it, so no request is
    ever completed ('participants: {Queue: {consumer: {name: …, workers: …,
    work: …}}}' adds somebody who does)
note: nothing tells C that all is done: completion is never noticed

=== a consumer that is not drawn
C->>A: order
A->>Queue: job
Queue-->>A: stored
A-->>C: accepted
---
participants: {Queue: {consumer: {name: Worker, workers: 2, work: 5 ms}}}
full: true
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'job' into Queue
  2 waits for 'stored'
  3 answers C: 'accepted'
  worker free
Queue, broker, on 'job':
  1 confirms to A that it is durable: 'stored'
  2 delivers 'job' to Worker, when it has a worker
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: any number of messages; for any time; what is written outlives a
      crash of it; no deduplication
  delivers: one to each worker that is free; no partitions
  settled: at the end of the execution; no lease
  failed: delivered again at once
  delivered again: at its old place; 5 deliveries at most, then it is a dead
      letter
  dead letters: kept for ever
Worker, 2 workers, held while waiting, on 'job':
  1 works 5 ms
  worker free, and 'job' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: C: the client, because it sends first
assumed: A: a pool of workers, as nothing says otherwise
assumed: Queue: a broker, by its name
assumed: A: unlimited workers (not stated)
assumed: order, job, stored, accepted: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: nothing tells C that all is done: completion is never noticed

=== the consumer that a bare document is given
C->>A: order
A->>Queue: job
Queue-->>A: stored
A-->>C: accepted
---
reading: document
load: poisson 100/s
full: true
---
C, client, poisson 100/s:
  1 sends 'order' to A (network 1 ms)
  2 waits for 'accepted'
  over
A, 10 workers, held while waiting, on 'order':
  1 works exponential 70 ms
  2 puts 'job' into Queue (network 1 ms)
  3 waits for 'stored'
  4 answers C: 'accepted' (network 1 ms)
  worker free
Queue, broker, on 'job':
  1 writes 1 ms
  2 confirms to A that it is durable: 'stored' (network 1 ms)
  3 delivers 'job' to Queue Consumer, when it has a worker (network 1 ms)
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: any number of messages; for any time; what is written outlives a
      crash of it; no deduplication
  delivers: one to each worker that is free; no partitions
  settled: at the end of the execution; no lease
  failed: delivered again at once
  delivered again: at its old place; 5 deliveries at most, then it is a dead
      letter
  dead letters: kept for ever
Queue Consumer, 10 workers, held while waiting, on 'job':
  1 works exponential 70 ms
  worker free, and 'job' settled
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: Queue Consumer: takes what Queue stores, as nobody is drawn who does
assumed: A.order, Queue Consumer.job: work exponential 70 ms (not stated)
assumed: Queue.job: work 1 ms (not stated)
assumed: network: 1 ms (not stated)
assumed: C: the client, because it sends first
assumed: A: a pool of workers, as nothing says otherwise
assumed: Queue: a broker, by its name
assumed: stored, accepted: no work (not stated)
assumed: A: 10 workers, to be about 73 % busy (not stated)
assumed: Queue Consumer: 10 workers, to be about 70 % busy (not stated)
note: nothing tells C that all is done: completion is never noticed

=== the consumer takes only what nobody drawn takes
C->>Queue: one
C->>Queue: two
Queue->>W: one
---
participants: {Queue: {consumer: {name: Rest}}}
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  over
Queue, broker, on 'one':
  1 delivers 'one' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'two':
  1 delivers 'two' to Rest, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'one':
  worker free, and 'one' settled
Rest, unlimited workers, on 'two':
  worker free, and 'two' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
