"""Loops, polling, critical with options, gatherings, and blocks in blocks."""

CASES = """
=== a loop by count, decided by the client
loop 3 times
  C->>A: ask
  A-->>C: yes
end
C->>A: thanks
---
C, client, every 1 s:
  1 loop, 3 times: it decides
    1a1 sends 'ask' to A
    1a2 waits for 'yes'
  2 sends 'thanks' to A, not waited for
  over
A, unlimited workers, on 'ask':
  1 answers C: 'yes'
  worker free
A, unlimited workers, on 'thanks':
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nobody answers 'thanks' (C->>A, line 6 of the diagram): C does not wait
    for it
note: nothing tells C that all is done: completion is never noticed

=== polling: a loop until a message has happened
C->>A: post
A-->>C: accepted
A-)W: job
W->>W: compute
W->>A: finished
loop every 500 ms growing by 2 to 8 s until "done", at most 60 times
  C->>A: get
  alt finished
    A-->>C: done
  else
    A-->>C: pending
  end
end
---
C, client, every 1 s:
  1 sends 'post' to A
  2 waits for 'accepted'
  3 loop, every 500 ms growing by 2 to 8 s until 'done' has happened, at most
      60 times, else it fails: it decides
    3a1 sends 'get' to A
    3a2 one of 2 branches: A decides
      3a2a 'finished' (if 'finished' has happened):
        3a2a1 waits for 'done'
      3a2b otherwise:
        3a2b1 waits for 'pending'
  over
A, unlimited workers, on 'post':
  1 answers C: 'accepted'
  2 sends 'job' to W, not waited for
  worker free
A, unlimited workers, on 'finished':
  worker free
A, unlimited workers, on 'get':
  1 one of 2 branches: it decides
    1a 'finished' (if 'finished' has happened):
      1a1 answers C: 'done'
    1b otherwise:
      1b1 answers C: 'pending'
  worker free
W, unlimited workers, on 'job':
  1 works 0 s ('compute')
  2 sends 'finished' to A, not waited for
  worker free
acknowledged: when 'accepted' or 'done' or 'pending' arrives, before all work
    is done
noticed: when 'done' arrives, after all work is done
note: nobody answers 'finished' (W->>A, line 6 of the diagram): W does not
    wait for it
note: how often 'loop every 500 ms growing by 2 to 8 s until "done", at most
    60 times' goes round follows from mean times in what is known before a
    run; whatever queues makes it more

=== a lifeline that was called in a loop alone sets out anew below it
C->>A: ask
loop 2 times
  A->>B: one
  B-->>A: two
end
B->>D: three
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 loop, 2 times: it decides
    1a1 sends 'one' to B
    1a2 waits for 'two'
  2 lets B set out
  3 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'two'
  worker free
B, unlimited workers, sets out by itself:
  1 sends 'three' to D, not waited for
  worker free
D, unlimited workers, on 'three':
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: line 7 of the diagram: B starts when the block 'loop 2 times' of line
    3 is over, as nobody calls it
note: nobody answers 'three' (B->>D, line 7 of the diagram): B does not wait
    for it
note: nothing tells C that all is done: completion is never noticed

=== critical with options; without any it is paint
C->>A: ask
critical pay
  A->>B: charge
  B-->>A: charged
option timeout
  A-->>C: later
option refused or failure
  A->>D: note
end
critical nothing to handle
  A->>D: write
  D-->>A: written
end
A-->>C: yes
---
messages: {charge: {timeout: 1 s}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 tries 'pay'
    2b on timeout:
      2b1 waits for 'later'
    2c on failure or refused ('refused or failure'): nothing
  3 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 tries 'pay'
    1a1 sends 'charge' to B
    1a2 waits for 'charged'
    1b on timeout:
      1b1 answers C: 'later'
    1c on failure or refused ('refused or failure'):
      1c1 sends 'note' to D, not waited for
  2 sends 'write' to D
  3 waits for 'written'
  4 answers C: 'yes'
  worker free
B, unlimited workers, on 'charge':
  1 answers A: 'charged'
  worker free
D, unlimited workers, on 'note':
  worker free
D, unlimited workers, on 'write':
  1 answers A: 'written'
  worker free
acknowledged: when 'later' or 'yes' arrives, before all work is done
noticed: never
note: nobody answers 'note' (A->>D, line 9 of the diagram): A does not wait
    for it
note: nothing tells C that all is done: completion is never noticed

=== par first, par 2 of 3 copies, par until a deadline
C->>A: ask
par first
  A->>B: one
  B-->>A: first
and
  A->>D: two
  D-->>A: second
end
par 2 of 3
  A->>E: copy
  E-->>A: kept
end
par until 200 ms
  A->>B: three
  B-->>A: third
and
  A->>D: four
  D-->>A: fourth
end
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 side by side, until one is over (2 branches)
    1a1 sends 'one' to B
    1a2 waits for 'first'
    1b1 sends 'two' to D
    1b2 waits for 'second'
  2 3 copies side by side, until 2 are over
    2a1 sends 'copy' to E
    2a2 waits for 'kept'
  3 side by side, until all are over (2 branches), for 200 ms at most
    3a1 sends 'three' to B
    3a2 waits for 'third'
    3b1 sends 'four' to D
    3b2 waits for 'fourth'
  4 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'first'
  worker free
B, unlimited workers, on 'three':
  1 answers A: 'third'
  worker free
D, unlimited workers, on 'two':
  1 answers A: 'second'
  worker free
D, unlimited workers, on 'four':
  1 answers A: 'fourth'
  worker free
E, unlimited workers, on 'copy':
  1 answers A: 'kept'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== alt in a loop in par
C->>A: ask
par
  loop 2 times
    A->>B: try
    alt 10 %
      B-->>A: bad
    else
      B-->>A: good
    end
  end
and
  A->>D: meanwhile
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
    1a1 loop, 2 times: it decides
      1a1a1 sends 'try' to B
      1a1a2 one of 2 branches: B decides
        1a1a2a '10 %':
          1a1a2a1 waits for 'bad'
        1a1a2b else (90 %):
          1a1a2b1 waits for 'good'
    1b1 sends 'meanwhile' to D
    1b2 waits for 'done'
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'try':
  1 one of 2 branches: it decides
    1a '10 %':
      1a1 answers A: 'bad'
    1b else (90 %):
      1b1 answers A: 'good'
  worker free
D, unlimited workers, on 'meanwhile':
  1 answers A: 'done'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== a bare document: everything that is assumed
sequenceDiagram
C->>A: ask
alt found
  A-->>C: yes
else not found
  A-->>C: no
end
opt interested
  C->>A: more
end
loop every so often
  C->>A: again
end
loop until yes
  C->>A: and again
end
critical
  C->>A: save
option something else
  C->>A: log
end
break given up
  C->>A: bye
end
---
reading: document
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 one of 2 branches: A decides
    2a 'found' (50 %):
      2a1 waits for 'yes'
    2b 'not found' (50 %):
      2b1 waits for 'no'
  3 one branch, or none: it decides
    3a 'interested' (50 %):
      3a1 sends 'more' to A, not waited for
    3b none of them (50 %): nothing
  4 loop, 2 times: it decides
    4a1 sends 'again' to A, not waited for
  5 loop, until 'yes' has happened, at most 60 times, else it fails: it
      decides
    5a1 sends 'and again' to A, not waited for
  6 tries
    6a1 sends 'save' to A, not waited for
    6b on any failure ('something else'):
      6b1 sends 'log' to A, not waited for
  7 breaks off, or not: it decides
    7a 'given up' (50 %):
      7a1 sends 'bye' to A, not waited for
      7a2 fails here
    7b none of them (50 %): nothing
  over
A, 1 worker, held while waiting, on 'ask':
  1 one of 2 branches: it decides
    1a 'found' (50 %):
      1a1 answers C: 'yes'
    1b 'not found' (50 %):
      1b1 answers C: 'no'
  worker free
A, 1 worker, held while waiting, on 'more':
  worker free
A, 1 worker, held while waiting, on 'again':
  worker free
A, 1 worker, held while waiting, on 'and again':
  worker free
A, 1 worker, held while waiting, on 'save':
  worker free
A, 1 worker, held while waiting, on 'log':
  worker free
A, 1 worker, held while waiting, on 'bye':
  worker free
acknowledged: when 'yes' or 'no' arrives, before all work is done
noticed: never
assumed: line 3 of the diagram: 'alt found': its 2 branches are equally likely
assumed: line 8 of the diagram: 'opt interested': happens to 50 % of the
    requests
assumed: line 11 of the diagram: 'loop every so often': 2 times
assumed: line 14 of the diagram: 'loop until yes': at most 60 times
assumed: line 17 of the diagram: 'critical': the option 'something else'
    handles every failure
assumed: line 22 of the diagram: 'break given up': happens to 50 % of the
    requests
note: nobody answers 'more' (C->>A, line 9 of the diagram): C does not wait
    for it
note: nobody answers 'again' (C->>A, line 12 of the diagram): C does not wait
    for it
note: nobody answers 'and again' (C->>A, line 15 of the diagram): C does not
    wait for it
note: nobody answers 'save' (C->>A, line 18 of the diagram): C does not wait
    for it
note: nobody answers 'log' (C->>A, line 20 of the diagram): C does not wait
    for it
note: nobody answers 'bye' (C->>A, line 23 of the diagram): C does not wait
    for it
note: how often 'loop until yes' goes round follows from mean times in what is
    known before a run; whatever queues makes it more
note: nothing tells C that all is done: completion is never noticed

=== a bare document: a loop around what a broker delivers is once for each message
sequenceDiagram
C->>Queue: job
loop poll
  W->>Queue: poll
  Queue-->>W: job
  W-->>Queue: ack
end
---
reading: document
---
C, client, every 1 s:
  1 puts 'job' into Queue
  over
Queue, broker, on 'job':
  1 delivers 'job' to W, when it has a worker
  kept until every receiver has settled it
W, 1 worker, held while waiting, on 'job':
  1 settles the delivery with Queue: 'ack'
  worker free
acknowledged: never
noticed: never
assumed: line 3 of the diagram: 'loop poll': once for each message
assumed: line 4 of the diagram: 'poll' asks Queue for messages: the answer
    delivers one
assumed: Queue: a broker, by its name
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
