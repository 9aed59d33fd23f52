"""The diagrams of the document that the project began with, and dashed arrows in bare documents."""

CASES = """
=== accepted, then done in the background
sequenceDiagram
    Participant Client as Client
    Participant API as API
    Participant BackgroundTask as Background Task
    Client->>API: Request
    API-->>Client: Accepted Message
    API->>BackgroundTask: Trigger Event
    BackgroundTask->>API: Completion Message
---
reading: document
load: poisson 100/s
full: true
---
Client, client, poisson 100/s:
  1 sends 'Request' to API (network 1 ms)
  2 waits for 'Accepted Message'
  over
API, 20 workers, held while waiting, on 'Request':
  1 works exponential 70 ms
  2 answers Client: 'Accepted Message' (network 1 ms)
  3 sends 'Trigger Event' to BackgroundTask, not waited for (network 1 ms)
  worker free
API, 20 workers, held while waiting, on 'Completion Message':
  1 works exponential 70 ms
  worker free
BackgroundTask (Background Task), 10 workers, held while waiting, on 'Trigger
    Event':
  1 works exponential 70 ms
  2 sends 'Completion Message' to API, not waited for (network 1 ms)
  worker free
acknowledged: when 'Accepted Message' arrives, before all work is done
noticed: never
assumed: API.Request, BackgroundTask.Trigger Event, API.Completion Message:
    work exponential 70 ms (not stated)
assumed: network: 1 ms (not stated)
assumed: Client: the client, because it sends first
assumed: API: a pool of workers, by its name
assumed: BackgroundTask: a pool of workers, by its name
assumed: Accepted Message: no work (not stated)
assumed: API: 20 workers, to be about 70 % busy (not stated)
assumed: BackgroundTask: 10 workers, to be about 70 % busy (not stated)
note: nobody answers 'Trigger Event' (API->>BackgroundTask, line 7 of the
    diagram): API does not wait for it
note: nobody answers 'Completion Message' (BackgroundTask->>API, line 8 of the
    diagram): BackgroundTask does not wait for it
note: nothing tells Client that all is done: completion is never noticed

=== a blocking call that puts a message on a messaging system
sequenceDiagram
    Participant Client as Client
    Participant API as API
    Participant MessageSystem as Message System
    Client->>API: Blocking Call
    API->>MessageSystem: Put Message
    MessageSystem-->>API: Acknowledge Message
    API-->>Client: Service Returns
    Note over MessageSystem: Behind-the-scenes Processing
---
reading: document
---
Client, client, every 1 s:
  1 sends 'Blocking Call' to API
  2 waits for 'Service Returns'
  over
API, 1 worker, held while waiting, on 'Blocking Call':
  1 puts 'Put Message' into MessageSystem
  2 waits for 'Acknowledge Message'
  3 answers Client: 'Service Returns'
  worker free
MessageSystem (Message System), broker, on 'Put Message':
  1 confirms to API that it is durable: 'Acknowledge Message'
  2 delivers 'Put Message' to MessageSystem Consumer, when it has a worker
  kept until every receiver has settled it
MessageSystem Consumer, 1 worker, held while waiting, on 'Put Message':
  worker free, and 'Put Message' settled
acknowledged: when 'Service Returns' arrives, before all work is done
noticed: never
assumed: MessageSystem Consumer: takes what MessageSystem stores, as nobody is
    drawn who does
assumed: API: a pool of workers, by its name
assumed: MessageSystem: a broker, by its name
note: nothing tells Client that all is done: completion is never noticed

=== the same in a scenario file: nobody takes the message
participant MessageSystem as Message System
Client->>API: Blocking Call
API->>MessageSystem: Put Message
MessageSystem-->>API: Acknowledge Message
API-->>Client: Service Returns
---
MessageSystem (Message System), broker, on 'Put Message':
  1 confirms to API that it is durable: 'Acknowledge Message'
  kept: nobody takes it
Client, client, every 1 s:
  1 sends 'Blocking Call' to API
  2 waits for 'Service Returns'
  over
API, unlimited workers, on 'Blocking Call':
  1 puts 'Put Message' into MessageSystem
  2 waits for 'Acknowledge Message'
  3 answers Client: 'Service Returns'
  worker free
acknowledged: when 'Service Returns' arrives, before all work is done
noticed: never
assumed: MessageSystem: a broker, by its name
assumed: API: a pool of workers, by its name
note: 'Put Message' stays in MessageSystem: nobody is drawn who takes it, so
    no request is ever completed ('participants: {MessageSystem: {consumer:
    {name: …, workers: …, work: …}}}' adds somebody who does)
note: nothing tells Client that all is done: completion is never noticed

=== a distributed system
graph LR
    Client --> ServiceAPI1
    Client --> ServiceAPI2
    ServiceAPI1 -- Asynchronous Eventing --> BackgroundProcessing1
    ServiceAPI2 -- Asynchronous Eventing --> BackgroundProcessing2
---
reading: document
---
Client, client, every 1 s: each request is one of ServiceAPI1, ServiceAPI2,
    equally likely
Client, client, every 1 s, ServiceAPI1:
  1 sends 'ServiceAPI1' to ServiceAPI1
  2 waits for 'answer of ServiceAPI1'
  over
Client, client, every 1 s, ServiceAPI2:
  1 sends 'ServiceAPI2' to ServiceAPI2
  2 waits for 'answer of ServiceAPI2'
  over
ServiceAPI1, 1 worker, held while waiting, on 'ServiceAPI1':
  1 answers Client: 'answer of ServiceAPI1'
  2 sends 'BackgroundProcessing1' to BackgroundProcessing1, not waited for
  worker free
BackgroundProcessing1, 1 worker, held while waiting, on
    'BackgroundProcessing1':
  worker free
ServiceAPI2, 1 worker, held while waiting, on 'ServiceAPI2':
  1 answers Client: 'answer of ServiceAPI2'
  2 sends 'BackgroundProcessing2' to BackgroundProcessing2, not waited for
  worker free
BackgroundProcessing2, 1 worker, held while waiting, on
    'BackgroundProcessing2':
  worker free
ServiceAPI1, acknowledged: when 'answer of ServiceAPI1' arrives, before all
    work is done
ServiceAPI1, noticed: never
ServiceAPI2, acknowledged: when 'answer of ServiceAPI2' arrives, before all
    work is done
ServiceAPI2, noticed: never
assumed: line 4 of the diagram: 'Asynchronous Eventing' (ServiceAPI1 to
    BackgroundProcessing1) is an event that nobody waits for
assumed: line 5 of the diagram: 'Asynchronous Eventing' (ServiceAPI2 to
    BackgroundProcessing2) is an event that nobody waits for
assumed: ServiceAPI1: a pool of workers, by its name
assumed: ServiceAPI2: a pool of workers, by its name
note: nothing tells Client that all is done: completion of ServiceAPI1 is
    never noticed
note: nothing tells Client that all is done: completion of ServiceAPI2 is
    never noticed

=== dashed with nothing open: whoever can wait for it does
C->>A: ask
A-->>C: yes
A-->>C: and more
---
reading: document
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  3 waits for 'and more'
  over
A, 1 worker, held while waiting, on 'ask':
  1 answers C: 'yes'
  2 tells C, which waits for it: 'and more'
  worker free
acknowledged: when 'yes' or 'and more' arrives, after all work is done
noticed: when 'yes' or 'and more' arrives, after all work is done
assumed: line 4 of the diagram: 'and more' answers no call; C waits for it
    there

=== dashed with nothing open: to anyone else it is a message
C-->>A: ask
A-->>B: event
---
reading: document
---
C, client, every 1 s:
  1 sends 'ask' to A, not waited for
  over
A, 1 worker, held while waiting, on 'ask':
  1 sends 'event' to B, not waited for
  worker free
B, 1 worker, held while waiting, on 'event':
  worker free
acknowledged: never
noticed: never
assumed: line 2 of the diagram: 'ask' answers no call; it is a message that
    nobody waits for
assumed: line 3 of the diagram: 'event' answers no call; it is a message that
    nobody waits for
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== dashed with nothing open: into a broker and from a broker, and to oneself
C->>A: ask
A-->>A: think
A-->>Queue: job
A-->>C: yes
Queue-->>W: job
---
reading: document
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 1 worker, held while waiting, on 'ask':
  1 works 0 s ('think')
  2 puts 'job' into Queue
  3 answers C: 'yes'
  worker free
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, 1 worker, held while waiting, on 'job':
  worker free, and 'job' settled
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: line 3 of the diagram: 'think' is work inside A
assumed: line 4 of the diagram: 'job' is a message into Queue: it settles no
    delivery
assumed: line 6 of the diagram: 'job' is a delivery: it confirms no message of
    W
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed
"""
