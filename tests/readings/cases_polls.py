"""Receivers that ask for their messages."""

CASES = """
=== a poll of a lifeline that nobody calls
C->>Queue: job
W->>Queue: Poll
Queue-->>W: job
W-->>Queue: Ack
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 settles the delivery with Queue: 'Ack'
  worker free
acknowledged: never
noticed: never
assumed: line 3 of the diagram: 'Poll' asks Queue for messages: the answer
    delivers one
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a long poll: the message is put while it waits
C->>A: order
W->>Queue: Receive messages
A->>Queue: job
Queue-->>W: job
A-->>C: accepted
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'job' into Queue
  2 answers C: 'accepted'
  worker free
W, unlimited workers, on 'job':
  worker free, and 'job' settled
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: line 3 of the diagram: 'Receive messages' asks Queue for messages:
    the answer delivers one
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a poll of a lifeline that was called
C->>A: order
A->>Queue: job
A->>W: wake up
W->>Queue: Fetch
Queue-->>W: job
W-)C: done
---
C, client, every 1 s:
  1 sends 'order' to A, not waited for
  over
C, client, on 'done':
  over
A, unlimited workers, on 'order':
  1 puts 'job' into Queue
  2 sends 'wake up' to W, not waited for
  worker free
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'wake up':
  worker free
W, unlimited workers, on 'job':
  1 sends 'done' to C, not waited for
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: line 5 of the diagram: 'Fetch' asks Queue for messages: the answer
    delivers one
assumed: Queue: a broker, by its name
note: nobody answers 'order' (C->>A, line 2 of the diagram): C does not wait
    for it
note: nobody answers 'wake up' (A->>W, line 4 of the diagram): A does not wait
    for it
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a poll that a delivery led to
C->>Queue: one
C->>Queue: two
Queue->>W: one
W->>Queue: get next
Queue-->>W: two
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
  worker free, and 'one' settled
W, unlimited workers, on 'two':
  worker free, and 'two' settled
acknowledged: never
noticed: never
assumed: line 5 of the diagram: 'get next' asks Queue for messages: the answer
    delivers one
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a request whose word is also that of a poll
C->>A: price?
A->>Bus: Get quote
Bus->>Quotes: Get quote
Quotes->>Bus: quote
Bus-->>A: quote
A-->>C: price
---
C, client, every 1 s:
  1 sends 'price?' to A
  2 waits for 'price'
  over
A, unlimited workers, on 'price?':
  1 puts 'Get quote' into Bus
  2 waits for 'quote'
  3 answers C: 'price'
  worker free
Bus, broker, on 'Get quote':
  1 delivers 'Get quote' to Quotes, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'quote':
  1 hands it to A, which waits since 'Get quote': 'quote'
  kept until every receiver has settled it
Quotes, unlimited workers, on 'Get quote':
  1 puts 'quote' into Bus
  worker free, and 'Get quote' settled
acknowledged: when 'price' arrives, after all work is done
noticed: when 'price' arrives, after all work is done
assumed: Bus: a broker, by its name

=== a poll that is answered solid
C->>Queue: job
W->>Queue: poll
Queue->>W: job
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: line 3 of the diagram: 'poll' asks Queue for messages: the answer
    delivers one
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a subscription that is drawn
C->>A: order
W->>Topic: subscribe
A->>Topic: placed
Topic-->>A: stored
Topic->>W: placed
A-->>C: accepted
---
C, client, every 1 s:
  1 sends 'order' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'order':
  1 puts 'placed' into Topic
  2 waits for 'stored'
  3 answers C: 'accepted'
  worker free
W, unlimited workers, on 'placed':
  worker free, and 'placed' settled
Topic, broker, on 'placed':
  1 confirms to A that it is durable: 'stored'
  2 delivers 'placed' to W, when it has a worker
  kept until every receiver has settled it
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
assumed: line 3 of the diagram: 'subscribe' asks Topic for messages: the
    answer delivers one
assumed: Topic: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a message with the word of a poll that the broker hands on to somebody else
C->>A: ask
U->>Bus: read request
Bus->>W: read request
Bus->>U: noted
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 lets U set out
  2 answers C: 'yes'
  worker free
U, unlimited workers, sets out by itself:
  1 puts 'read request' into Bus
  worker free
U, unlimited workers, on 'noted':
  worker free, and 'noted' settled
Bus, broker, on 'read request':
  1 delivers 'read request' to W, when it has a worker
  2 delivers 'noted' to U, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'read request':
  worker free, and 'read request' settled
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: line 3 of the diagram: U starts when 'ask' has happened, as nobody
    calls it
assumed: Bus: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a solid arrow with the word of an acknowledgement that the broker hands on
C->>Bus: order
Bus->>W: order
W->>Bus: order acknowledged
Bus->>Mailer: order acknowledged
---
reading: document
---
C, client, every 1 s:
  1 puts 'order' into Bus
  over
Bus, broker, on 'order':
  1 delivers 'order' to W, when it has a worker
  kept until every receiver has settled it
Bus, broker, on 'order acknowledged':
  1 delivers 'order acknowledged' to Mailer, when it has a worker
  kept until every receiver has settled it
W, 1 worker, held while waiting, on 'order':
  1 puts 'order acknowledged' into Bus
  worker free, and 'order' settled
Mailer, 1 worker, held while waiting, on 'order acknowledged':
  worker free, and 'order acknowledged' settled
acknowledged: never
noticed: never
assumed: Bus: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a poll in other words, whose answer names the message
C->>Queue: job
W->>Queue: next please
Queue-->>W: job
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: line 3 of the diagram: 'next please' asks Queue for messages: the
    answer delivers one
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
