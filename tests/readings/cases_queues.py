"""Request and reply over brokers, brokers behind brokers, receivers that are not drawn."""

CASES = """
=== request and reply over one bus
C->>A: ask
A->>Bus: request
Bus->>W: request
W->>Bus: reply
Bus-->>A: reply
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 puts 'request' into Bus
  2 waits for 'reply'
  3 answers C: 'yes'
  worker free
Bus, broker, on 'request':
  1 delivers 'request' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'reply':
  1 hands it to A, which waits since 'request': 'reply'
  kept until every receiver has settled it
W, unlimited workers, on 'request':
  1 puts 'reply' into Bus
  worker free, and 'request' settled
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: Bus: a broker, by its name

=== request and reply, the reply put dashed
C->>A: ask
A->>Bus: request
Bus->>W: request
W-->>Bus: reply
Bus-->>A: reply
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 puts 'request' into Bus
  2 waits for 'reply'
  3 answers C: 'yes'
  worker free
Bus, broker, on 'request':
  1 delivers 'request' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'reply':
  1 hands it to A, which waits since 'request': 'reply'
  kept until every receiver has settled it
W, unlimited workers, on 'request':
  1 puts 'reply' into Bus
  worker free, and 'request' settled
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: line 5 of the diagram: 'reply' is a message into Bus, which hands it
    on, and settles nothing
assumed: Bus: a broker, by its name

=== the reply of another label is handed to whoever waits
C->>A: ask
A->>Bus: request
Bus->>W: request
W->>Bus: result
Bus-->>A: response
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 puts 'request' into Bus
  2 waits for 'response'
  3 answers C: 'yes'
  worker free
Bus, broker, on 'request':
  1 delivers 'request' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'result':
  1 hands it to A, which waits since 'request': 'response'
  kept until every receiver has settled it
W, unlimited workers, on 'request':
  1 puts 'result' into Bus
  worker free, and 'request' settled
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: Bus: a broker, by its name

=== two requests in a row over one bus
C->>Bus: one
Bus->>W: one
W->>Bus: first
Bus-->>C: first
C->>Bus: two
Bus->>W: two
W->>Bus: second
Bus-->>C: second
---
C, client, every 1 s:
  1 puts 'one' into Bus
  2 waits for 'first'
  3 puts 'two' into Bus
  4 waits for 'second'
  over
Bus, broker, on 'one':
  1 delivers 'one' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'first':
  1 hands it to C, which waits since 'one': 'first'
  kept until every receiver has settled it
Bus, broker, on 'two':
  1 delivers 'two' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'second':
  1 hands it to C, which waits since 'two': 'second'
  kept until every receiver has settled it
W, unlimited workers, on 'one':
  1 puts 'first' into Bus
  worker free, and 'one' settled
W, unlimited workers, on 'two':
  1 puts 'second' into Bus
  worker free, and 'two' settled
acknowledged: when 'first' or 'second' arrives, before all work is done
noticed: when 'second' arrives, after all work is done
assumed: Bus: a broker, by its name

=== two askers over one bus
C->>A: a
C->>B: b
A->>Bus: ask a
B->>Bus: ask b
Bus->>W: ask a
W->>Bus: told a
Bus->>W: ask b
W->>Bus: told b
Bus-->>A: told a
Bus-->>B: told b
A-->>C: yes a
B-->>C: yes b
---
C, client, every 1 s:
  1 sends 'a' to A
  2 sends 'b' to B
  3 waits for 'yes a'
  4 waits for 'yes b'
  over
A, unlimited workers, on 'a':
  1 puts 'ask a' into Bus
  2 waits for 'told a'
  3 answers C: 'yes a'
  worker free
B, unlimited workers, on 'b':
  1 puts 'ask b' into Bus
  2 waits for 'told b'
  3 answers C: 'yes b'
  worker free
Bus, broker, on 'ask a':
  1 delivers 'ask a' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'ask b':
  1 delivers 'ask b' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'told a':
  1 hands it to A, which waits since 'ask a': 'told a'
  kept until every receiver has settled it
Bus, broker, on 'told b':
  1 hands it to B, which waits since 'ask b': 'told b'
  kept until every receiver has settled it
W, unlimited workers, on 'ask a':
  1 puts 'told a' into Bus
  worker free, and 'ask a' settled
W, unlimited workers, on 'ask b':
  1 puts 'told b' into Bus
  worker free, and 'ask b' settled
acknowledged: when 'yes a' or 'yes b' arrives, before all work is done
noticed: never
assumed: Bus: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== request and reply, and the put confirmed in between
C->>A: ask
A->>Bus: request
Bus-->>A: stored
Bus->>W: request
W->>Replies: reply
Replies->>A: reply
A-->>C: yes
---
participants: {Replies: {kind: broker}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 puts 'request' into Bus
  2 waits for 'stored'
  worker free
A, unlimited workers, on 'reply':
  1 answers C: 'yes', which asked 'ask'
  worker free, and 'reply' settled
Bus, broker, on 'request':
  1 confirms to A that it is durable: 'stored'
  2 delivers 'request' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'request':
  1 puts 'reply' into Replies
  worker free, and 'request' settled
Replies, broker, on 'reply':
  1 delivers 'reply' to A, when it has a worker
  kept until every receiver has settled it
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: Bus: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a pool that waits for a message which needs one of its workers
C->>A: ask
A->>Bus: request
Bus->>W: request
W->>A: check
A-->>W: checked
W->>Bus: reply
Bus-->>A: reply
A-->>C: yes
---
participants: {A: {workers: 1}, W: {workers: 1}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 1 worker, held while waiting, on 'ask':
  1 puts 'request' into Bus
  2 waits for 'reply'
  3 answers C: 'yes'
  worker free
A, 1 worker, held while waiting, on 'check':
  1 answers W: 'checked'
  worker free
Bus, broker, on 'request':
  1 delivers 'request' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'reply':
  1 hands it to A, which waits since 'request': 'reply'
  kept until every receiver has settled it
W, 1 worker, held while waiting, on 'request':
  1 sends 'check' to A
  2 waits for 'checked'
  3 puts 'reply' into Bus
  worker free, and 'request' settled
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: Bus: a broker, by its name
note: A waits for W waits for A: with every worker waiting, this can lock up
    for ever

=== a broker that works on a message has done so before it delivers it
C->>Queue: job
Queue->>W: job
Queue->>Queue: replicate
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 writes 0 s ('replicate')
  2 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
