"""What no drawing shows: how brokers deal with messages, and what goes wrong."""

CASES = """
=== a delivery that is rejected
C->>Queue: job
Queue->>W: job
W->>W: work
W--xQueue: nack
---
participants: {Queue: {on-reject: requeue}}
full: true
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: any number of messages; for any time; what is written outlives a
      crash of it; no deduplication
  delivers: one to each worker that is free; no partitions
  settled: where drawn; no lease
  failed: delivered again at once; rejected: delivered again
  delivered again: at its old place; 5 deliveries at most, then it is a dead
      letter
  dead letters: kept for ever
W, unlimited workers, on 'job':
  1 works 0 s ('work')
  2 rejects the delivery with Queue: 'nack'
  worker free
acknowledged: never
noticed: never
assumed: C: the client, because it sends first
assumed: Queue: a broker, by its name
assumed: W: a pool of workers, as nothing says otherwise
assumed: W: unlimited workers (not stated)
assumed: job, work: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: W says no to 'job': no request is ever completed
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a log with keys, and what goes wrong
C->>Queue: job
Queue->>W: job
---
participants:
  Queue:
    partitions: 12
    rebalance-pause: 3 s
    ack: every 5 s
    max-deliveries: 1
    on-failure: drop
  W: {instances: 3, workers: 2, detect-after: never}
messages: {Queue.job: {key: "100 keys, 20 % hot"}, W.job: {idempotent: 2 min}}
faults:
  - {crash: W, chance: 1 %}
  - {crash: W, every-busy: exponential 100 s, for: 5 s}
  - {kill: W, chance: 1 %}
  - {lose: W.job, at: [1 s, 2 s, 3 s], for: 1 s}
  - {lose: W.job, every: 1 min, for: 1 s}
  - {slow: W, by: 1.5, every: 1 min, for: 1 s}
  - {fail: W, instance: 1, at: 1 min, for: 1 s}
full: true
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: any number of messages; for any time; what is written outlives a
      crash of it; no deduplication
  delivers: 12 partitions, each to the one instance that owns it, one after
      the other; they rest for 3 s when their owners change
  settled: every 5 s, what is done by then; no lease
  failed: dropped
  delivered again: at its old place; 1 delivery at most, then it is a dead
      letter
  dead letters: kept for ever
W, 3 instances of 2 workers, held while waiting, on 'job':
  worker free
acknowledged: never
noticed: never
'job' to Queue: 100 keys with 20 % hot
'job' to W: what is done is not done again within 2 min; 100 keys with 20 %
    hot
fault: 1 % of the executions of W crash its instance, at any moment of their
    first work, back at once
fault: an instance of W crashes after exponential 100 s of work on one
    message, back after 5 s
fault: 1 % of the executions of W die, at any moment of their first work
fault: 'job' to W gets lost on the way at 1 s, 2 s and 3 s, for 1 s
fault: 'job' to W gets lost on the way every 1 min, for 1 s
fault: work in each instance of W takes 1.5 times as long every 1 min, for 1 s
fault: work in instance 1 of W fails at 1 min, for 1 s
W: when one dies, it is never noticed
assumed: C: the client, because it sends first
assumed: Queue: a broker, by its name
assumed: W: a pool of workers, as nothing says otherwise
assumed: job: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== messages that are polled for
C->>Queue: job
Queue->>W: job
---
participants:
  Queue:
    poll: 1 s
    ack: before-work
    retry-delay: 3 s
    redrive-after: 10 min
    dedupe: 2 min
    durable: never
    capacity: 1
    when-full: drop-oldest
    requeue: tail
  W: {instances: 3}
full: true
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it asks
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: at most 1 that wait in a queue; one more drops the oldest; for any
      time; nothing outlives a crash of it; what comes again within 2 min is
      not stored again
  delivers: to each instance as many as it has workers; who asks in vain asks
      again after 1 s; no partitions
  settled: when a worker takes it up; no lease
  failed: delivered again after 3 s
  delivered again: after all others; 5 deliveries at most, then it is a dead
      letter
  dead letters: stored anew after 10 min, once
W, 3 instances of unlimited workers, on 'job':
  worker free
acknowledged: never
noticed: never
assumed: C: the client, because it sends first
assumed: Queue: a broker, by its name
assumed: W: a pool of workers, as nothing says otherwise
assumed: W: unlimited workers (not stated)
assumed: job: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== messages ahead of their workers, under a lease
C->>Queue: job
Queue->>W: job
---
participants:
  Queue:
    prefetch: 10
    dispatch: least-loaded
    lease: 30 s
    extend-every: 10 s
    ack: every 10
    capacity: 10
    when-full: block
    ttl: 1 min
    max-deliveries: unlimited
    retry-delay: [1 s, exponential 2 s]
    on-failure: requeue
    dead-letter: drop
    requeue: head
  W: {instances: 4, workers: 1}
messages: {Queue.job: {priority: 3}, W.job: {fails: 1 %, poison: 0.1 %, idempotent: unlimited}}
faults:
  - {crash: W, at: 30 s, for: 10 s}
  - {crash: W, instance: 2, at: [30 s, 60 s], for: 10 s}
  - {crash: W, every: exponential 100 s, for: 5 s}
  - {kill: W, every-busy: exponential 100 s}
  - {kill: W, instance: 3, after: job, chance: 0.01 %}
  - {crash: W, instance: 3, every-busy: 100 s}
  - {crash: Queue, at: 60 s, for: 5 s}
  - {lose: W.job, chance: 1 %}
  - {slow: W, by: 10, at: 60 s, for: 30 s}
full: true
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, ahead of its workers
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: at most 10 that wait in a queue; one more waits outside; for 1 min
      at most; what is written outlives a crash of it; no deduplication
  delivers: up to 10 ahead to each instance; one more for each that is dealt
      with; to the instance that has the fewest; no partitions
  settled: after every 10 executions of an instance; a lease of 30 s from the
      delivery on, begun anew every 10 s; a late one is honoured
  failed: delivered again after 1 s, then exponential 2 s each time
  delivered again: before all others; as often as it takes
  dead letters: dropped
W, 4 instances of 1 worker, held while waiting, on 'job':
  worker free
acknowledged: never
noticed: never
'job' to Queue: priority 3
'job' to W: 1 % fail, drawn anew each time; 0.1 % fail every time; priority 3;
    what is done is not done again
fault: all 4 instances of W crash at 30 s, back after 10 s
fault: instance 2 of W crashes at 30 s and 1 min, back after 10 s
fault: each instance of W crashes every exponential 100 s, back after 5 s
fault: an execution of W dies after exponential 100 s of its work
fault: 0.01 % of the executions in instance 3 of W die right after 'job' to W
fault: instance 3 of W crashes after 100 s of work on one message, back at
    once
fault: Queue crashes at 1 min, back after 5 s
fault: 1 % of 'job' to W get lost on the way
fault: work in all 4 instances of W takes 10 times as long at 1 min, for 30 s
W: when one dies, it is noticed at once
assumed: C: the client, because it sends first
assumed: Queue: a broker, by its name
assumed: W: a pool of workers, as nothing says otherwise
assumed: job: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a batch at a time, and late settlements that count for nothing
C->>Queue: job
C->>Queue: note
Queue->>W: job
Queue->>W: note
W-->>Queue: Ack
---
participants:
  Queue:
    prefetch: 10
    fetch: batch
    poll: 2 s
    lease: 30 s
    late-ack: rejected
    ack: on-delivery
    on-failure: settle
    capacity: 10
    when-full: dead-letter
full: true
---
C, client, every 1 s:
  1 puts 'job' into Queue
  2 puts 'note' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it asks
  kept until every receiver has settled it
Queue, broker, on 'note':
  1 delivers 'note' to W, when it asks
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: at most 10 that wait in a queue; one more is a dead letter; for any
      time; what is written outlives a crash of it; no deduplication
  delivers: up to 10 ahead to each instance; the next when all are dealt with;
      who asks in vain asks again after 2 s; no partitions
  settled: where drawn, else when it leaves; a lease of 30 s from the delivery
      on, not extended; a late one is rejected
  failed: settled all the same
  delivered again: at its old place; 5 deliveries at most, then it is a dead
      letter
  dead letters: kept for ever
W, unlimited workers, on 'job':
  worker free
W, unlimited workers, on 'note':
  1 settles the delivery with Queue: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: C: the client, because it sends first
assumed: Queue: a broker, by its name
assumed: W: a pool of workers, as nothing says otherwise
assumed: W: unlimited workers (not stated)
assumed: job, note: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== several at a time, and room for so much a second
C->>Queue: job
Queue->>W: job
---
participants: {Queue: {batch: 10, linger: 5 ms, bandwidth: 1 MB/s, redrive-after: 10 min}}
messages: {Queue.job: {size: 20 kB}}
full: true
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, whatever it stores:
  stores: any number of messages; for any time; 1 MB come in each second, one
      message after the other; what is written outlives a crash of it; no
      deduplication
  delivers: one to each worker that is free; those that are ready leave
      together, 10 at a time or 5 ms after the first of them; no partitions
  settled: at the end of the execution; no lease
  failed: delivered again at once
  delivered again: at its old place; 5 deliveries at most, then it is a dead
      letter
  dead letters: stored anew after 10 min, once
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
'job' to Queue: 20 kB in size
assumed: C: the client, because it sends first
assumed: Queue: a broker, by its name
assumed: W: a pool of workers, as nothing says otherwise
assumed: W: unlimited workers (not stated)
assumed: job: no work (not stated)
assumed: network: no time (not stated)
assumed: C: its first request comes at 0 s
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
