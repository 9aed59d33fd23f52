"""Crosses: answers that say no, and messages that are lost on the way."""

CASES = """
=== a no that skips a hop
C->>A: ask
A->>B: forward
B--xC: no
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'no', which says no: it fails here
  over
A, unlimited workers, on 'ask':
  1 sends 'forward' to B, not waited for
  worker free
B, unlimited workers, on 'forward':
  1 answers no to C: 'no', which asked 'ask'
  worker free
acknowledged: never
noticed: never
note: nobody answers 'forward' (A->>B, line 3 of the diagram): A does not wait
    for it
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a solid cross that skips a hop back to a waiting caller says no
C->>A: ask
A->>B: forward
B-xC: no
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'no', which says no: it fails here
  over
A, unlimited workers, on 'ask':
  1 sends 'forward' to B, not waited for
  worker free
B, unlimited workers, on 'forward':
  1 answers no to C: 'no', which asked 'ask'
  worker free
acknowledged: never
noticed: never
note: nobody answers 'forward' (A->>B, line 3 of the diagram): A does not wait
    for it
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a no passed on from hop to hop
C->>A: ask
A->>B: work
B--xA: failed
A--xC: sorry
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'sorry', which says no: it fails here
  over
A, unlimited workers, on 'ask':
  1 sends 'work' to B
  2 waits for 'failed', which says no: it fails here
  3 answers no to C: 'sorry'
  worker free
B, unlimited workers, on 'work':
  1 answers no to A: 'failed'
  worker free
acknowledged: never
noticed: never
note: A is told no by 'failed' and stops: 1 later step of it never happens
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a cross to somebody who waits for no answer of it is lost
C->>A: ask
A-xB: event
A-->>C: yes
A-xC: news
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 sends 'event' to B, lost on the way
  2 answers C: 'yes'
  3 sends 'news' to C, lost on the way
  worker free
B: nothing is sent to it
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: a message is lost on the way: no request is ever completed
note: nothing tells C that all is done: completion is never noticed

=== a call that is lost
C-xA: ask
---
C, client, every 1 s:
  1 sends 'ask' to A, lost on the way
  over
A: nothing is sent to it
acknowledged: never
noticed: never
note: a message is lost on the way: no request is ever completed
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a broker that does not take a message
C->>Queue: put
Queue--xC: full
---
C, client, every 1 s:
  1 puts 'put' into Queue
  2 waits for 'full', which says no: it fails here
  over
Queue, broker, on 'put':
  1 answers no to C: 'full'
  not kept
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== what a broker has refused cannot be delivered, what it took before can
C->>Queue: one
C->>Queue: two
Queue--xC: full
Queue->>W: next
---
C, client, every 1 s:
  1 puts 'one' into Queue
  2 puts 'two' into Queue
  3 waits for 'full', which says no: it fails here
  over
Queue, broker, on 'one':
  1 delivers 'next' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'two':
  1 answers no to C: 'full'
  not kept
W, unlimited workers, on 'next':
  worker free, and 'next' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a delivery that is lost
C-)Queue: put
Queue-xW: put
---
C, client, every 1 s:
  1 puts 'put' into Queue
  over
Queue, broker, on 'put':
  1 sends 'put' to W, lost on the way
  kept: nobody takes it
W: nothing is sent to it
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: 'put' stays in Queue: nobody is drawn who takes it, so no request is
    ever completed ('participants: {Queue: {consumer: {name: …, workers: …,
    work: …}}}' adds somebody who does)
note: a message is lost on the way: no request is ever completed
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a message that never reaches a broker
C->>A: ask
A-xQueue: put
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 sends 'put' to Queue, lost on the way
  2 answers C: 'yes'
  worker free
Queue: nothing is sent to it
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: a message is lost on the way: no request is ever completed
note: nothing tells C that all is done: completion is never noticed

=== a message that is lost between two brokers
C-)Exchange: put
Exchange-xQueue: put
---
participants: {Exchange: {kind: broker}}
---
C, client, every 1 s:
  1 puts 'put' into Exchange
  over
Exchange, broker, on 'put':
  1 sends 'put' to Queue, lost on the way
  kept: nobody takes it
Queue: nothing is sent to it
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: 'put' stays in Exchange: nobody is drawn who takes it, so no request is
    ever completed ('participants: {Exchange: {consumer: {name: …, workers: …,
    work: …}}}' adds somebody who does)
note: a message is lost on the way: no request is ever completed
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a delivery with a no of its receiver to somebody who waits
C->>A: ask
A->>Queue: job
Queue->>W: job
W--xC: failed
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'failed', which says no: it fails here
  over
A, unlimited workers, on 'ask':
  1 puts 'job' into Queue
  worker free
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 answers no to C: 'failed', which asked 'ask'
  worker free, and 'job' settled
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a no in one branch stops what is drawn below the fork
C->>A: ask
par
  A->>B: one
  B--xA: failed
and
  A->>D: two
  D-->>A: done
end
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 side by side, until all are over (2 branches)
    1a1 sends 'one' to B
    1a2 waits for 'failed', which says no: it fails here
    1b1 sends 'two' to D
    1b2 waits for 'done'
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers no to A: 'failed'
  worker free
D, unlimited workers, on 'two':
  1 answers A: 'done'
  worker free
acknowledged: never
noticed: never
note: A is told no by 'failed' and stops: 1 later step of it never happens
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a lifeline that nobody calls starts when a message has been lost
C->>A: ask
A-xB: event
Cron->>B: look
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 sends 'event' to B, lost on the way
  2 lets Cron set out
  3 answers C: 'yes'
  worker free
B, unlimited workers, on 'look':
  worker free
Cron, unlimited workers, sets out by itself:
  1 sends 'look' to B, not waited for
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: line 4 of the diagram: Cron starts when 'event' has happened, as
    nobody calls it
note: nobody answers 'look' (Cron->>B, line 4 of the diagram): Cron does not
    wait for it
note: a message is lost on the way: no request is ever completed
note: nothing tells C that all is done: completion is never noticed
"""
