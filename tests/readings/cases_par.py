"""Branches side by side."""

CASES = """
=== par: two calls side by side
C->>A: ask
par
  A->>B: one
  B-->>A: first
and
  A->>D: two
  D-->>A: second
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
    1a2 waits for 'first'
    1b1 sends 'two' to D
    1b2 waits for 'second'
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'first'
  worker free
D, unlimited workers, on 'two':
  1 answers A: 'second'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== par in par, with labels that are only words
C->>A: ask
par to the north
  A->>B: one
  B-->>A: first
and elsewhere
  par
    A-)D: two
  and
    A->>A: think
    A-)D: three
  end
  A->>E: four
  E-->>A: fourth
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
    1a2 waits for 'first'
    1b1 side by side, until all are over (2 branches)
      1b1a1 sends 'two' to D, not waited for
      1b1b1 works 0 s ('think')
      1b1b2 sends 'three' to D, not waited for
    1b2 sends 'four' to E
    1b3 waits for 'fourth'
  2 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 answers A: 'first'
  worker free
D, unlimited workers, on 'two':
  worker free
D, unlimited workers, on 'three':
  worker free
E, unlimited workers, on 'four':
  1 answers A: 'fourth'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nothing tells C that all is done: completion is never noticed

=== par whose branches only send
C->>A: ask
A-->>C: accepted
par
  A-)B: one
and
  A-)D: two
end
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'ask':
  1 answers C: 'accepted'
  2 side by side, until all are over (2 branches)
    2a1 sends 'one' to B, not waited for
    2b1 sends 'two' to D, not waited for
  worker free
B, unlimited workers, on 'one':
  worker free
D, unlimited workers, on 'two':
  worker free
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
note: nothing tells C that all is done: completion is never noticed

=== par of which one lifeline has lines in one branch only
C->>A: ask
par
  A->>B: one
  B->>D: deeper
  D-->>B: back
  B-->>A: first
and
  C->>C: wait and see
end
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 works 0 s ('wait and see')
  3 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 sends 'one' to B
  2 waits for 'first'
  3 answers C: 'yes'
  worker free
B, unlimited workers, on 'one':
  1 sends 'deeper' to D
  2 waits for 'back'
  3 answers A: 'first'
  worker free
D, unlimited workers, on 'deeper':
  1 answers B: 'back'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== after par the execution that forked is current again
C->>A: ask
par
  A->>B: one
  B-)A: progress
and
  A->>D: two
  D-->>A: second
end
A->>E: last
E-->>A: lasted
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 side by side, until all are over (2 branches)
    1a1 sends 'one' to B, not waited for
    1b1 sends 'two' to D
    1b2 waits for 'second'
  2 sends 'last' to E
  3 waits for 'lasted'
  4 answers C: 'yes'
  worker free
A, unlimited workers, on 'progress':
  worker free
B, unlimited workers, on 'one':
  1 sends 'progress' to A, not waited for
  worker free
D, unlimited workers, on 'two':
  1 answers A: 'second'
  worker free
E, unlimited workers, on 'last':
  1 answers A: 'lasted'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nobody answers 'one' (A->>B, line 4 of the diagram): A does not wait for
    it
note: nothing tells C that all is done: completion is never noticed

=== a second client that sends in two branches has one journey, which forks
C->>A: ask
A-->>C: yes
par
  U->>A: one
  A-->>U: first
and
  U->>B: two
  B-->>U: second
end
U->>A: last
---
load: {C: every 1 s, U: every 1 s}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 answers C: 'yes'
  worker free
A, unlimited workers, on 'one':
  1 answers U: 'first'
  worker free
A, unlimited workers, on 'last':
  worker free
U, client, every 1 s:
  1 side by side, until all are over (2 branches)
    1a1 sends 'one' to A
    1a2 waits for 'first'
    1b1 sends 'two' to B
    1b2 waits for 'second'
  2 sends 'last' to A, not waited for
  over
B, unlimited workers, on 'two':
  1 answers U: 'second'
  worker free
C, acknowledged: when 'yes' arrives, after all work is done
C, noticed: when 'yes' arrives, after all work is done
U, acknowledged: when 'first' or 'second' arrives, before all work is done
U, noticed: never
assumed: U: a client, because it has a load
note: nobody answers 'last' (U->>A, line 11 of the diagram): U does not wait
    for it
note: nothing tells U that all is done: completion is never noticed

=== par with a broker
C->>A: ask
par
  A->>Queue: one
  Queue-->>A: stored one
and
  A->>Queue: two
  Queue-->>A: stored two
end
A-->>C: yes
Queue->>W: two
Queue->>W: one
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 side by side, until all are over (2 branches)
    1a1 puts 'one' into Queue
    1a2 waits for 'stored one'
    1b1 puts 'two' into Queue
    1b2 waits for 'stored two'
  2 answers C: 'yes'
  worker free
Queue, broker, on 'one':
  1 confirms to A that it is durable: 'stored one'
  2 delivers 'one' to W, when it has a worker
  kept until every receiver has settled it
Queue, broker, on 'two':
  1 confirms to A that it is durable: 'stored two'
  2 delivers 'two' to W, when it has a worker
  kept until every receiver has settled it
W, unlimited workers, on 'two':
  worker free, and 'two' settled
W, unlimited workers, on 'one':
  worker free, and 'one' settled
acknowledged: when 'yes' arrives, before all work is done
noticed: never
assumed: Queue: a broker, by its name
note: nothing tells C that all is done: completion is never noticed
"""
