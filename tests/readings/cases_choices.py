"""Blocks of which one branch is taken: alt, opt and break."""

CASES = """
=== alt: whoever sends the first arrow inside decides, the others learn it by what arrives
C->>A: ask
alt found (90 %)
  A-->>C: here
else missing
  A->>B: make
  B-->>A: made
  A-->>C: new
end
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 one of 2 branches: A decides
    2a 'found (90 %)':
      2a1 waits for 'here'
    2b 'missing' (10 %):
      2b1 waits for 'new'
  over
A, unlimited workers, on 'ask':
  1 one of 2 branches: it decides
    1a 'found (90 %)':
      1a1 answers C: 'here'
    1b 'missing' (10 %):
      1b1 sends 'make' to B
      1b2 waits for 'made'
      1b3 answers C: 'new'
  worker free
B, unlimited workers, on 'make':
  1 answers A: 'made'
  worker free
acknowledged: when 'here' or 'new' arrives, after all work is done
noticed: when 'here' or 'new' arrives, after all work is done

=== opt: one branch, or none
C->>A: ask
opt 20 %
  A->>B: log
end
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 one branch, or none: it decides
    1a '20 %':
      1a1 sends 'log' to B, not waited for
    1b none of them (80 %): nothing
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'log':
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nobody answers 'log' (A->>B, line 4 of the diagram): A does not wait for
    it
note: nothing tells C that all is done: completion is never noticed

=== a share that is not on every branch is the rest, and none may be taken
C->>A: ask
alt red 30 %
  A->>B: one
else green 30 %
  A->>B: two
end
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 one of 2 branches: it decides
    1a 'red 30 %':
      1a1 sends 'one' to B, not waited for
    1b 'green 30 %':
      1b1 sends 'two' to B, not waited for
    1c none of them (40 %): nothing
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  worker free
B, unlimited workers, on 'two':
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nobody answers 'one' (A->>B, line 4 of the diagram): A does not wait for
    it
note: nobody answers 'two' (A->>B, line 6 of the diagram): A does not wait for
    it
note: nothing tells C that all is done: completion is never noticed

=== choices say it instead of the labels
C->>A: ask
alt found
  A-->>C: here
else missing
  A-->>C: nothing
end
---
choices: {found: 75 %}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 one of 2 branches: A decides
    2a 'found' (75 %):
      2a1 waits for 'here'
    2b 'missing' (25 %):
      2b1 waits for 'nothing'
  over
A, unlimited workers, on 'ask':
  1 one of 2 branches: it decides
    1a 'found' (75 %):
      1a1 answers C: 'here'
    1b 'missing' (25 %):
      1b1 answers C: 'nothing'
  worker free
acknowledged: when 'here' or 'nothing' arrives, after all work is done
noticed: when 'here' or 'nothing' arrives, after all work is done

=== an answer below an alt in which the call was made in each branch
C->>A: ask
alt 50 %
  A->>B: one
else
  A->>B: two
end
B-->>A: done
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 one of 2 branches: it decides
    1a '50 %':
      1a1 sends 'one' to B
    1b else (50 %):
      1b1 sends 'two' to B
  2 waits for 'done'
  3 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'done'
  worker free
B, unlimited workers, on 'two':
  1 answers A: 'done'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== an answer below an opt: whoever was not called is not waited for
C->>A: ask
opt 50 %
  A->>B: one
end
B-->>A: done
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 one branch, or none: it decides
    1a '50 %':
      1a1 sends 'one' to B
    1b none of them (50 %): nothing
  2 below 'opt 50 %', as it was decided
    2a '50 %':
      2a1 waits for 'done'
    2b none of them (50 %): nothing
  3 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'done'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== what is answered in one branch alone is open in the other
C->>A: ask
opt 50 %
  A-->>C: quick
end
A->>B: look
B-->>A: found
A-->>C: slow
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 one branch, or none: A decides
    2a '50 %':
      2a1 waits for 'quick'
    2b none of them (50 %): nothing
  3 waits for 'slow'
  over
A, unlimited workers, on 'ask':
  1 one branch, or none: it decides
    1a '50 %':
      1a1 answers C: 'quick'
    1b none of them (50 %): nothing
  2 sends 'look' to B
  3 waits for 'found'
  4 answers C: 'slow'
  worker free
B, unlimited workers, on 'look':
  1 answers A: 'found'
  worker free
acknowledged: when 'quick' or 'slow' arrives, before all work is done
noticed: when 'slow' arrives, after all work is done

=== how a call has ended
C->>A: ask
A->>B: Charge
B-->>A: charged
alt Charge failed
  A-->>C: sorry
else
  A-->>C: thanks
end
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 one of 2 branches: A decides
    2a 'Charge failed' (if 'Charge' has failed):
      2a1 waits for 'sorry'
    2b otherwise:
      2b1 waits for 'thanks'
  over
A, unlimited workers, on 'ask':
  1 sends 'Charge' to B
  2 waits for 'charged'
  3 one of 2 branches: it decides
    3a 'Charge failed' (if 'Charge' has failed):
      3a1 answers C: 'sorry'
    3b otherwise:
      3b1 answers C: 'thanks'
  worker free
B, unlimited workers, on 'Charge':
  1 answers A: 'charged'
  worker free
acknowledged: when 'sorry' or 'thanks' arrives, after all work is done
noticed: when 'sorry' or 'thanks' arrives, after all work is done

=== break: whoever has lines in it fails there
C->>A: ask
break 2 %
  A->>D: note
  A-->>C: no
end
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 breaks off, or not: A decides
    2a '2 %':
      2a1 waits for 'no'
      2a2 fails here
    2b none of them (98 %): nothing
  3 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 breaks off, or not: it decides
    1a '2 %':
      1a1 sends 'note' to D, not waited for
      1a2 answers C: 'no'
      1a3 fails here
    1b none of them (98 %): nothing
  2 answers C: 'yes'
  worker free
D, unlimited workers, on 'note':
  worker free
acknowledged: when 'no' or 'yes' arrives, before all work is done
noticed: when 'yes' arrives, after all work is done
note: nobody answers 'note' (A->>D, line 4 of the diagram): A does not wait
    for it

=== break always
C->>A: ask
A->>B: work
break always
  A-->>C: no
end
A->>D: never
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'no'
  3 fails here
  over
A, unlimited workers, on 'ask':
  1 sends 'work' to B, not waited for
  2 answers C: 'no'
  3 fails here
  worker free
B, unlimited workers, on 'work':
  worker free
D, unlimited workers, on 'never':
  worker free
acknowledged: when 'no' arrives, before all work is done
noticed: never
note: nobody answers 'work' (A->>B, line 3 of the diagram): A does not wait
    for it
note: nobody answers 'never' (A->>D, line 7 of the diagram): A does not wait
    for it
note: A always breaks off: 1 later step of it never happens
note: nothing tells C that all is done: completion is never noticed

=== messages put in both branches are delivered below, whichever was put
C->>A: ask
alt 40 %
  A->>Queue: created
else
  A->>Queue: changed
end
Queue->>W: event
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 one of 2 branches: it decides
    1a '40 %':
      1a1 puts 'created' into Queue
    1b else (60 %):
      1b1 puts 'changed' into Queue
  2 answers C: 'yes'
  worker free
Queue, broker, on 'created':
  1 delivers 'event' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'changed':
  1 delivers 'event' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'event':
  worker free, and 'event' settled
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a message put in one branch is delivered there alone
C->>A: ask
alt 40 %
  A->>Queue: created
else
  A->>Queue: changed
end
Queue->>W: created
Queue->>D: changed
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 one of 2 branches: it decides
    1a '40 %':
      1a1 puts 'created' into Queue
    1b else (60 %):
      1b1 puts 'changed' into Queue
  2 answers C: 'yes'
  worker free
Queue, broker, on 'created':
  1 delivers 'created' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'changed':
  1 delivers 'changed' to D, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'created':
  worker free, and 'created' settled
D, unlimited workers, on 'changed':
  worker free, and 'changed' settled
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed

=== a delivery settled in one branch and rejected in the other
C->>Queue: job
Queue->>W: job
alt 99 %
  W-->>Queue: ack
else
  W--xQueue: nack
end
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  1 one of 2 branches: it decides
    1a '99 %':
      1a1 settles the delivery with Queue: 'ack'
    1b else (1 %):
      1b1 rejects the delivery with Queue: 'nack'
  worker free
acknowledged: never
noticed: never
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== a broker that decides
C->>Queue: job
alt 99 %
  Queue-->>C: stored
else
  Queue--xC: full
end
Queue->>W: job
---
C, client, every 1 s:
  1 puts 'job' into Queue
  2 one of 2 branches: Queue decides
    2a '99 %':
      2a1 waits for 'stored'
    2b else (1 %):
      2b1 waits for 'full', which says no: it fails here
  over
Queue, broker, on 'job':
  1 one of 2 branches: it decides
    1a '99 %':
      1a1 confirms to C that it is durable: 'stored'
    1b else (1 %):
      1b1 answers no to C: 'full'
  2 below 'alt 99 %', as it was decided
    2a '99 %':
      2a1 delivers 'job' to W, when it has a worker
    2b else (1 %): nothing
  kept until every receiver has settled it
W, unlimited workers, on 'job':
  worker free, and 'job' settled
acknowledged: when 'stored' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed
"""
