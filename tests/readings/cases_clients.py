"""Second clients, and lifelines that nobody calls."""

CASES = """
=== a second client
C->>A: ask
A-->>C: yes
U->>A: report
A-->>U: here
---
load: {C: every 1 s, U: every 2 s}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 answers C: 'yes'
  worker free
A, unlimited workers, on 'report':
  1 answers U: 'here'
  worker free
U, client, every 2 s:
  1 sends 'report' to A
  2 waits for 'here'
  over
C, acknowledged: when 'yes' arrives, after all work is done
C, noticed: when 'yes' arrives, after all work is done
U, acknowledged: when 'here' arrives, after all work is done
U, noticed: when 'here' arrives, after all work is done
assumed: U: a client, because it has a load

=== the same lifeline without a load starts after the line above
C->>A: ask
A-->>C: yes
U->>A: report
A-->>U: here
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  3 lets U set out
  over
A, unlimited workers, on 'ask':
  1 answers C: 'yes'
  worker free
A, unlimited workers, on 'report':
  1 answers U: 'here'
  worker free
U, unlimited workers, sets out by itself:
  1 sends 'report' to A
  2 waits for 'here'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: line 4 of the diagram: U starts when 'yes' has happened, as nobody
    calls it
note: nothing tells C that all is done: completion is never noticed

=== a second client named by its label, which the first one calls too
participant C
participant A
participant U as The User
U->>A: report
A-->>U: here
C->>A: ask
A-)U: news
A-->>C: yes
---
load: {The User: every 1 s, C: every 2 s}
---
C, client, every 2 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'report':
  1 answers U: 'here'
  worker free
A, unlimited workers, on 'ask':
  1 sends 'news' to U, not waited for
  2 answers C: 'yes'
  worker free
U (The User), client, every 1 s:
  1 sends 'report' to A
  2 waits for 'here'
  over
U (The User), client, on 'news':
  over
U, acknowledged: when 'here' arrives, after all work is done
U, noticed: when 'here' arrives, after all work is done
C, acknowledged: when 'yes' arrives, before all work is done
C, noticed: when 'news' arrives, after all work is done
assumed: C: a client, because it has a load

=== two lifelines that nobody calls, one after the other
Cron->>A: tick
Timer->>B: tock
Clock->>D: tack
---
Cron, client, every 1 s:
  1 sends 'tick' to A, not waited for
  over
A, unlimited workers, on 'tick':
  1 lets Timer set out
  worker free
Timer, unlimited workers, sets out by itself:
  1 sends 'tock' to B, not waited for
  worker free
B, unlimited workers, on 'tock':
  1 lets Clock set out
  worker free
Clock, unlimited workers, sets out by itself:
  1 sends 'tack' to D, not waited for
  worker free
D, unlimited workers, on 'tack':
  worker free
acknowledged: never
noticed: never
assumed: line 3 of the diagram: Timer starts when 'tick' has happened, as
    nobody calls it
assumed: line 4 of the diagram: Clock starts when 'tock' has happened, as
    nobody calls it
note: nobody answers 'tick' (Cron->>A, line 2 of the diagram): Cron does not
    wait for it
note: nobody answers 'tock' (Timer->>B, line 3 of the diagram): Timer does not
    wait for it
note: nobody answers 'tack' (Clock->>D, line 4 of the diagram): Clock does not
    wait for it
note: no answer reaches Cron: no request is ever acknowledged
note: nothing tells Cron that all is done: completion is never noticed

=== a lifeline that nobody calls, in a branch
C->>A: ask
par
  A->>B: one
  B-->>A: done
and
  Cron->>B: look
  B-->>Cron: seen
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
    1a2 waits for 'done'
    1b1 lets Cron set out
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'done'
  worker free
B, unlimited workers, on 'look':
  1 answers Cron: 'seen'
  worker free
Cron, unlimited workers, sets out by itself:
  1 sends 'look' to B
  2 waits for 'seen'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: line 7 of the diagram: Cron starts when 'ask' has happened, as nobody
    calls it
note: nothing tells C that all is done: completion is never noticed

=== two journeys of one design, each with its client and its load
designs:
  both:
    participants: {A: {workers: 2}}
    journeys:
      orders:
        load: every 1 s
        diagram: |
          sequenceDiagram
          C->>A: ask
          A-->>C: yes
      reports:
        load: every 2 s
        diagram: |
          sequenceDiagram
          U->>A: report
          Cron->>A: look
          A-)U: here
---
C, client, every 1 s, orders:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 2 workers, held while waiting, on 'ask':
  1 answers C: 'yes'
  worker free
A, 2 workers, held while waiting, on 'report':
  1 lets Cron set out
  worker free
A, 2 workers, held while waiting, on 'look':
  1 sends 'here' to U, not waited for
  worker free
U, client, every 2 s, reports:
  1 sends 'report' to A, not waited for
  over
U, client, on 'here':
  over
Cron, unlimited workers, sets out by itself:
  1 sends 'look' to A, not waited for
  worker free
orders, acknowledged: when 'yes' arrives, after all work is done
orders, noticed: when 'yes' arrives, after all work is done
reports, acknowledged: never
reports, noticed: when 'here' arrives, after all work is done
assumed: reports, line 3 of the diagram: Cron starts when 'report' has
    happened, as nobody calls it
note: nobody answers 'report' (U->>A, line 2 of the diagram): U does not wait
    for it
note: nobody answers 'look' (Cron->>A, line 3 of the diagram): Cron does not
    wait for it
note: no answer reaches U: no request of reports is ever acknowledged

=== two journeys of one client
designs:
  both:
    journeys:
      buy:
        load: every 1 s
        diagram: |
          sequenceDiagram
          C->>A: buy
          A-->>C: bought
      look:
        load: every 2 s
        diagram: |
          sequenceDiagram
          participant A as Shop
          C->>A: look
          A-->>C: seen
---
C, client, every 1 s, buy:
  1 sends 'buy' to A
  2 waits for 'bought'
  over
C, client, every 2 s, look:
  1 sends 'look' to A
  2 waits for 'seen'
  over
A (Shop), unlimited workers, on 'buy':
  1 answers C: 'bought'
  worker free
A (Shop), unlimited workers, on 'look':
  1 answers C: 'seen'
  worker free
buy, acknowledged: when 'bought' arrives, after all work is done
buy, noticed: when 'bought' arrives, after all work is done
look, acknowledged: when 'seen' arrives, after all work is done
look, noticed: when 'seen' arrives, after all work is done
"""
