"""Graphs: the journeys that they stand for."""

CASES = """
=== a call, an event
graph LR
  C --> A
  A -.-> B
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 answers C: 'answer of A'
  2 sends 'B' to B, not waited for
  worker free
B, unlimited workers, on 'B':
  worker free
acknowledged: when 'answer of A' arrives, before all work is done
noticed: never
assumed: line 3 of the diagram: the dotted edge from A to B is an event that
    nobody waits for
note: nothing tells C that all is done: completion is never noticed

=== a chain
graph LR
  C --> A --> B --> D
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 sends 'B' to B
  2 waits for 'answer of B'
  3 answers C: 'answer of A'
  worker free
B, unlimited workers, on 'B':
  1 sends 'D' to D
  2 waits for 'answer of D'
  3 answers A: 'answer of B'
  worker free
D, unlimited workers, on 'D':
  1 answers B: 'answer of D'
  worker free
acknowledged: when 'answer of A' arrives, after all work is done
noticed: when 'answer of A' arrives, after all work is done

=== a diamond: a node is reached once for each path to it
graph LR
  C --> A
  A --> B
  A --> D
  B --> E
  D --> E
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 sends 'B' to B
  2 waits for 'answer of B'
  3 sends 'D' to D
  4 waits for 'answer of D'
  5 answers C: 'answer of A'
  worker free
B, unlimited workers, on 'B':
  1 sends 'E' to E
  2 waits for 'answer of E'
  3 answers A: 'answer of B'
  worker free
E, unlimited workers, on 'E':
  1 answers B: 'answer of E'
  worker free
E, unlimited workers, on 'E':
  1 answers D: 'answer of E'
  worker free
D, unlimited workers, on 'D':
  1 sends 'E' to E
  2 waits for 'answer of E'
  3 answers A: 'answer of D'
  worker free
acknowledged: when 'answer of A' arrives, after all work is done
noticed: when 'answer of A' arrives, after all work is done

=== an edge back to a node on the path is a message
graph LR
  C --> A
  A --> B
  B --> A
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 sends 'B' to B
  2 waits for 'answer of B'
  3 answers C: 'answer of A'
  worker free
A, unlimited workers, on 'A':
  worker free
B, unlimited workers, on 'B':
  1 sends 'A' to A, not waited for
  2 answers A: 'answer of B'
  worker free
acknowledged: when 'answer of A' arrives, before all work is done
noticed: never
assumed: line 4 of the diagram: the edge from B back to A is a message that
    nobody waits for
note: nothing tells C that all is done: completion is never noticed

=== an edge to itself is work
graph LR
  C --> A
  A --> A
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 works 0 s ('A')
  2 answers C: 'answer of A'
  worker free
acknowledged: when 'answer of A' arrives, after all work is done
noticed: when 'answer of A' arrives, after all work is done

=== a broker in the middle
graph LR
  C --> A --> Queue --> W --> DB
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 puts 'Queue' into Queue
  2 waits for 'confirmation of Queue'
  3 answers C: 'answer of A'
  worker free
Queue, broker, on 'Queue':
  1 confirms to A that it is durable: 'confirmation of Queue'
  2 delivers 'W' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'W':
  1 sends 'DB' to DB
  2 waits for 'answer of DB'
  worker free, and 'W' settled
DB, unlimited workers, on 'DB':
  1 answers W: 'answer of DB'
  worker free
acknowledged: when 'answer of A' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a broker with two receivers, and nobody who waits for it
graph LR
  C --> A -. placed .-> Topic
  Topic --> Billing
  Topic --> Shipping
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 answers C: 'answer of A'
  2 puts 'Topic' into Topic
  worker free
Topic, broker, on 'Topic':
  1 delivers 'Billing' to Billing, when it has a worker
  2 delivers 'Shipping' to Shipping, when it has a worker
  kept until every receiver has settled it
Billing, unlimited workers, on 'Billing':
  worker free, and 'Billing' settled
Shipping, unlimited workers, on 'Shipping':
  worker free, and 'Shipping' settled
acknowledged: when 'answer of A' arrives, before all work is done
noticed: never
assumed: line 2 of the diagram: the dotted edge 'placed' from A to Topic is an
    event that nobody waits for
assumed: Topic: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== the edges of a client share its requests
graph LR
  C --> A
  C --> B
---
C, client, every 1 s: each request is one of A, B, equally likely
C, client, every 1 s, A:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
C, client, every 1 s, B:
  1 sends 'B' to B
  2 waits for 'answer of B'
  over
A, unlimited workers, on 'A':
  1 answers C: 'answer of A'
  worker free
B, unlimited workers, on 'B':
  1 answers C: 'answer of B'
  worker free
A, acknowledged: when 'answer of A' arrives, after all work is done
A, noticed: when 'answer of A' arrives, after all work is done
B, acknowledged: when 'answer of B' arrives, after all work is done
B, noticed: when 'answer of B' arrives, after all work is done

=== two clients of a graph
graph LR
  App --> API
  Web --> API
---
load: {App: every 1 s, Web: every 2 s}
---
App, client, every 1 s, App to API:
  1 sends 'API' to API
  2 waits for 'answer of API'
  over
API, unlimited workers, on 'API':
  1 answers App: 'answer of API'
  worker free
API, unlimited workers, on 'API':
  1 answers Web: 'answer of API'
  worker free
Web, client, every 2 s, Web to API:
  1 sends 'API' to API
  2 waits for 'answer of API'
  over
App to API, acknowledged: when 'answer of API' arrives, after all work is done
App to API, noticed: when 'answer of API' arrives, after all work is done
Web to API, acknowledged: when 'answer of API' arrives, after all work is done
Web to API, noticed: when 'answer of API' arrives, after all work is done
assumed: API: a pool of workers, by its name

=== a ring begins where it is drawn first
graph LR
  A --> B
  B --> A
---
A, client, every 1 s:
  1 sends 'B' to B
  2 waits for 'answer of B'
  over
A, client, on 'A':
  over
B, unlimited workers, on 'B':
  1 sends 'A' to A, not waited for
  2 answers A: 'answer of B'
  worker free
acknowledged: when 'answer of B' arrives, before all work is done
noticed: when 'A' arrives, after all work is done
assumed: line 3 of the diagram: the edge from B back to A is a message that
    nobody waits for

=== a cylinder is a store, whatever is in it
graph LR
  C --> A --> D[(Orders)]
---
C, client, every 1 s:
  1 sends 'A' to A
  2 waits for 'answer of A'
  over
A, unlimited workers, on 'A':
  1 sends 'D' to D
  2 waits for 'answer of D'
  3 answers C: 'answer of A'
  worker free
D (Orders), unlimited workers, on 'D':
  1 answers A: 'answer of D'
  worker free
acknowledged: when 'answer of A' arrives, after all work is done
noticed: when 'answer of A' arrives, after all work is done
assumed: D: a pool of workers, by its type, database
"""
