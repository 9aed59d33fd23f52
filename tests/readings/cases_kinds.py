"""What a lifeline is: by its type, by its name, by its place; and what is only paint."""

CASES = """
=== types decide
participant C
actor U as Clerk Service
participant D@{ "type": "database" } as Kafka Store
participant Q@{ "type": "queue" } as Jobs
participant X@{ "type": "control" } as Event Bus
C->>D: save
D-->>C: saved
C->>Q: job
Q->>X: job
X-)U: done
---
C, client, every 1 s:
  1 sends 'save' to D
  2 waits for 'saved'
  3 puts 'job' into Q
  over
U (Clerk Service), client, on 'done':
  over
D (Kafka Store), unlimited workers, on 'save':
  1 answers C: 'saved'
  worker free
Q (Jobs), broker, on 'job':
  1 delivers 'job' to X, when it has a worker
  kept until every receiver has settled it
X (Event Bus), unlimited workers, on 'job':
  1 sends 'done' to U, not waited for
  worker free, and 'job' settled
acknowledged: when 'saved' arrives, before all work is done
noticed: when 'done' arrives, after all work is done
assumed: U: a client, by its type, actor
assumed: D: a pool of workers, by its type, database
assumed: Q: a broker, by its type, queue
assumed: X: a pool of workers, by its type, control

=== names decide, by what works before what stores
C->>Queue Worker: one
C->>Order Queue: two
C->>Message Broker: three
C->>Kafka: four
C->>SQSQueue: five
C->>Message Bus: six
C->>User Service: seven
C->>User: eight
C->>User Database: nine
---
participants:
  Order Queue: {consumer: {name: R1}}
  Message Broker: {consumer: {name: R2}}
  Kafka: {consumer: {name: R3}}
  SQSQueue: {consumer: {name: R4}}
  Message Bus: {consumer: {name: R5}}
---
C, client, every 1 s:
  1 sends 'one' to Queue Worker, not waited for
  2 puts 'two' into Order Queue
  3 puts 'three' into Message Broker
  4 puts 'four' into Kafka
  5 puts 'five' into SQSQueue
  6 puts 'six' into Message Bus
  7 sends 'seven' to User Service, not waited for
  8 sends 'eight' to User, not waited for
  9 sends 'nine' to User Database, not waited for
  over
Queue Worker, unlimited workers, on 'one':
  worker free
Order Queue, broker, on 'two':
  1 delivers 'two' to R1, when it has a worker
  kept until every receiver has settled it
Message Broker, broker, on 'three':
  1 delivers 'three' to R2, when it has a worker
  kept until every receiver has settled it
Kafka, broker, on 'four':
  1 delivers 'four' to R3, when it has a worker
  kept until every receiver has settled it
SQSQueue, broker, on 'five':
  1 delivers 'five' to R4, when it has a worker
  kept until every receiver has settled it
Message Bus, broker, on 'six':
  1 delivers 'six' to R5, when it has a worker
  kept until every receiver has settled it
User Service, unlimited workers, on 'seven':
  worker free
User, client, on 'eight':
  over
User Database, unlimited workers, on 'nine':
  worker free
R1, unlimited workers, on 'two':
  worker free, and 'two' settled
R2, unlimited workers, on 'three':
  worker free, and 'three' settled
R3, unlimited workers, on 'four':
  worker free, and 'four' settled
R4, unlimited workers, on 'five':
  worker free, and 'five' settled
R5, unlimited workers, on 'six':
  worker free, and 'six' settled
acknowledged: never
noticed: never
assumed: Queue Worker: a pool of workers, by its name
assumed: Order Queue: a broker, by its name
assumed: Message Broker: a broker, by its name
assumed: Kafka: a broker, by its name
assumed: SQSQueue: a broker, by its name
assumed: Message Bus: a broker, by its name
assumed: User Service: a pool of workers, by its name
assumed: User: a client, by its name
note: nobody answers 'one' (C->>Queue Worker, line 2 of the diagram): C does
    not wait for it
note: nobody answers 'seven' (C->>User Service, line 8 of the diagram): C does
    not wait for it
note: nobody answers 'eight' (C->>User, line 9 of the diagram): C does not
    wait for it
note: nobody answers 'nine' (C->>User Database, line 10 of the diagram): C
    does not wait for it
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== what is said of a kind is stronger than its type and its name
participant Q@{ "type": "queue" }
C->>Q: one
Q->>Broker Facade: two
Broker Facade-->>Q: done
Q-->>C: yes
---
participants: {Q: {kind: api, workers: 2}, Broker Facade: {kind: store}}
---
Q, 2 workers, held while waiting, on 'one':
  1 sends 'two' to Broker Facade
  2 waits for 'done'
  3 answers C: 'yes'
  worker free
C, client, every 1 s:
  1 sends 'one' to Q
  2 waits for 'yes'
  over
Broker Facade, unlimited workers, on 'two':
  1 answers Q: 'done'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== a limited queue
C->>A: ask
A-->>C: yes
---
participants: {A: {workers: 2, queue: 5}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 2 workers, 5 can queue, held while waiting, on 'ask':
  1 answers C: 'yes'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== boxes, rectangles, notes, activation, creation and destruction are paint
autonumber
box Grey Ours
participant C
participant A
end
C->>+A: ask
Note over C,A: nothing happens here
rect rgb(0, 0, 255)
create participant B
A->>B: work
destroy B
B-->>A: worked
end
activate A
deactivate A
A-->>-C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 sends 'work' to B
  2 waits for 'worked'
  3 answers C: 'yes'
  worker free
B, unlimited workers, on 'work':
  1 answers A: 'worked'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
"""
