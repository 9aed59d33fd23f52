"""Calls and messages, solid ways back, and pools that wait for each other."""

CASES = """
=== a solid way back is an answer where it is so agreed
C->>A: ask
A->>C: yes
---
answers: solid
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 answers C: 'yes'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== a solid way back in a bare document is an answer, and told
C->>A: ask
A->>B: work
B->>A: worked
A->>C: yes
---
reading: document
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 1 worker, held while waiting, on 'ask':
  1 sends 'work' to B
  2 waits for 'worked'
  3 answers C: 'yes'
  worker free
B, 1 worker, held while waiting, on 'work':
  1 answers A: 'worked'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
assumed: line 4 of the diagram: 'worked', drawn solid, answers 'work' of A
assumed: line 5 of the diagram: 'yes', drawn solid, answers 'ask' of C

=== solid answers leave the way back of one that has answered its asker a message
C->>A: ask
A->>C: accepted
A->>B: work
B->>A: worked
---
answers: solid
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'accepted'
  over
A, unlimited workers, on 'ask':
  1 answers C: 'accepted'
  2 sends 'work' to B, not waited for
  worker free
A, unlimited workers, on 'worked':
  worker free
B, unlimited workers, on 'work':
  1 sends 'worked' to A, not waited for
  worker free
acknowledged: when 'accepted' arrives, before all work is done
noticed: never
note: nobody answers 'work' (A->>B, line 4 of the diagram): A does not wait
    for it
note: nobody answers 'worked' (B->>A, line 5 of the diagram): B does not wait
    for it
note: nothing tells C that all is done: completion is never noticed

=== a solid way back above the dashed answer is a message
C->>A: ask
A->>C: progress
A-->>C: yes
---
answers: solid
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
C, client, on 'progress':
  over
A, unlimited workers, on 'ask':
  1 sends 'progress' to C, not waited for
  2 answers C: 'yes'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: when 'progress' arrives, after all work is done
note: nobody answers 'progress' (A->>C, line 3 of the diagram): A does not
    wait for it

=== headless arrows answer and call
C->A: ask
A-->C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 answers C: 'yes'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== an event after the answer
C->>A: Request
A-->>C: Accepted
A-)B: Event
---
C, client, every 1 s:
  1 sends 'Request' to A
  2 waits for 'Accepted'
  over
A, unlimited workers, on 'Request':
  1 answers C: 'Accepted'
  2 sends 'Event' to B, not waited for
  worker free
B, unlimited workers, on 'Event':
  worker free
acknowledged: when 'Accepted' arrives, before all work is done
noticed: never
note: nothing tells C that all is done: completion is never noticed

=== a lifeline called again while it waits has a second execution
C->>A: ask
A->>B: check
B->>A: details
A-->>B: these
B-->>A: checked
A-->>C: yes
---
participants: {A: {workers: 1}, B: {workers: 1}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 1 worker, held while waiting, on 'ask':
  1 sends 'check' to B
  2 waits for 'checked'
  3 answers C: 'yes'
  worker free
A, 1 worker, held while waiting, on 'details':
  1 answers B: 'these'
  worker free
B, 1 worker, held while waiting, on 'check':
  1 sends 'details' to A
  2 waits for 'these'
  3 answers A: 'checked'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
note: A waits for B waits for A: with every worker waiting, this can lock up
    for ever

=== pools that release their workers cannot lock up
C->>A: ask
A->>B: check
B->>A: details
A-->>B: these
B-->>A: checked
A-->>C: yes
---
participants: {A: {workers: 1, waiting: releases}, B: {workers: 1}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 1 worker, released while waiting, on 'ask':
  1 sends 'check' to B
  2 waits for 'checked'
  3 answers C: 'yes'
  worker free
A, 1 worker, released while waiting, on 'details':
  1 answers B: 'these'
  worker free
B, 1 worker, held while waiting, on 'check':
  1 sends 'details' to A
  2 waits for 'these'
  3 answers A: 'checked'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== a callback that is not waited for locks nothing up
C->>A: ask
A->>B: work
B-)A: progress
B-->>A: worked
A-->>C: yes
---
participants: {A: {workers: 1}, B: {workers: 1}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 1 worker, held while waiting, on 'ask':
  1 sends 'work' to B
  2 waits for 'worked'
  3 answers C: 'yes'
  worker free
A, 1 worker, held while waiting, on 'progress':
  worker free
B, 1 worker, held while waiting, on 'work':
  1 sends 'progress' to A, not waited for
  2 answers A: 'worked'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nothing tells C that all is done: completion is never noticed

=== a pool that calls itself by another can lock up alone
C->>A: ask
A->>B: check
B->>A: details
A-->>B: these
B-->>A: checked
A-->>C: yes
---
participants: {A: {workers: 2}}
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, 2 workers, held while waiting, on 'ask':
  1 sends 'check' to B
  2 waits for 'checked'
  3 answers C: 'yes'
  worker free
A, 2 workers, held while waiting, on 'details':
  1 answers B: 'these'
  worker free
B, unlimited workers, on 'check':
  1 sends 'details' to A
  2 waits for 'these'
  3 answers A: 'checked'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
note: A waits for B waits for A: with every worker waiting, this can lock up
    for ever
"""
