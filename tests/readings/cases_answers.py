"""Answers that are deferred, skip hops or cross each other; work inside a lifeline."""

CASES = """
=== a deferred answer
Client->>API: Order
API-)Worker: Do
Worker-)API: Done
API-->>Client: Result
---
Client, client, every 1 s:
  1 sends 'Order' to API
  2 waits for 'Result'
  over
API, unlimited workers, on 'Order':
  1 sends 'Do' to Worker, not waited for
  worker free
API, unlimited workers, on 'Done':
  1 answers Client: 'Result', which asked 'Order'
  worker free
Worker, unlimited workers, on 'Do':
  1 sends 'Done' to API, not waited for
  worker free
acknowledged: when 'Result' arrives, after all work is done
noticed: when 'Result' arrives, after all work is done
assumed: API: a pool of workers, by its name
assumed: Worker: a pool of workers, by its name

=== an answer that nothing makes wait for its question
C->>A: ask
C->>B: hint
B->>A: tell
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 sends 'hint' to B, not waited for
  3 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  worker free
A, unlimited workers, on 'tell':
  1 answers C: 'yes', which asked 'ask'
  worker free
B, unlimited workers, on 'hint':
  1 sends 'tell' to A, not waited for
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nobody answers 'hint' (C->>B, line 3 of the diagram): C does not wait
    for it
note: nobody answers 'tell' (B->>A, line 4 of the diagram): B does not wait
    for it
note: nothing makes 'yes' (A-->>C, line 5 of the diagram) wait for the call
    that it answers: it can come first
note: nothing tells C that all is done: completion is never noticed

=== an answer that skips two hops
C->>A: one
A->>B: two
B->>D: three
D-->>C: yes
---
C, client, every 1 s:
  1 sends 'one' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'one':
  1 sends 'two' to B, not waited for
  worker free
B, unlimited workers, on 'two':
  1 sends 'three' to D, not waited for
  worker free
D, unlimited workers, on 'three':
  1 answers C: 'yes', which asked 'one'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done
note: nobody answers 'two' (A->>B, line 3 of the diagram): A does not wait for
    it
note: nobody answers 'three' (B->>D, line 4 of the diagram): B does not wait
    for it

=== an answer that skips a hop below the answer of the one between
C->>A: one
A->>B: two
B-->>A: done
B-->>C: yes
---
C, client, every 1 s:
  1 sends 'one' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'one':
  1 sends 'two' to B
  2 waits for 'done'
  worker free
B, unlimited workers, on 'two':
  1 answers A: 'done'
  2 answers C: 'yes', which asked 'one'
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nothing tells C that all is done: completion is never noticed

=== two calls to one lifeline are answered the latest first
C->>A: one
C->>A: two
A-->>C: of two
A-->>C: of one
---
C, client, every 1 s:
  1 sends 'one' to A
  2 sends 'two' to A
  3 waits for 'of two'
  4 waits for 'of one'
  over
A, unlimited workers, on 'one':
  worker free
A, unlimited workers, on 'two':
  1 answers C: 'of two'
  2 answers C: 'of one', which asked 'one'
  worker free
acknowledged: when 'of two' or 'of one' arrives, before all work is done
noticed: never
note: nothing makes 'of one' (A-->>C, line 5 of the diagram) wait for the call
    that it answers: it can come first
note: nothing tells C that all is done: completion is never noticed

=== a call and its answer with both heads, dashed
C<<-->>A: ask
C<<->>B: more
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for the arrow of line 2
  3 sends 'more' to B
  4 waits for the arrow of line 3
  over
A, unlimited workers, on 'ask':
  1 answers C: the arrow of line 2
  worker free
B, unlimited workers, on 'more':
  1 answers C: the arrow of line 3
  worker free
acknowledged: when the arrow of line 2 or the arrow of line 3 arrives, before
    all work is done
noticed: when the arrow of line 3 arrives, after all work is done

=== work inside a client and inside a pool
C->>C: prepare
C->>A: ask
A->>A: think
A-->>C: yes
A->>A: tidy up
---
C, client, every 1 s:
  1 works 0 s ('prepare')
  2 sends 'ask' to A
  3 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 works 0 s ('think')
  2 answers C: 'yes'
  3 works 0 s ('tidy up')
  worker free
acknowledged: when 'yes' arrives, before all work is done
noticed: never
note: nothing tells C that all is done: completion is never noticed

=== an open arrow to oneself is work too
C->>A: ask
A-)A: think
A-->>C: yes
---
C, client, every 1 s:
  1 sends 'ask' to A
  2 waits for 'yes'
  over
A, unlimited workers, on 'ask':
  1 works 0 s ('think')
  2 answers C: 'yes'
  worker free
acknowledged: when 'yes' arrives, after all work is done
noticed: when 'yes' arrives, after all work is done

=== only told, both strokes, without a word
C-)A:
C--)A:
---
C, client, every 1 s:
  1 sends the arrow of line 2 to A, not waited for
  2 sends the arrow of line 3 to A, not waited for
  over
A, unlimited workers, on the arrow of line 2:
  worker free
A, unlimited workers, on the arrow of line 3:
  worker free
acknowledged: never
noticed: never
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed

=== solid answers: whoever never answers its own asker was told, not answered
C->>A: ask
A->>B: work
B->>A: done
---
answers: solid
---
C, client, every 1 s:
  1 sends 'ask' to A, not waited for
  over
A, unlimited workers, on 'ask':
  1 sends 'work' to B, not waited for
  worker free
A, unlimited workers, on 'done':
  worker free
B, unlimited workers, on 'work':
  1 sends 'done' to A, not waited for
  worker free
acknowledged: never
noticed: never
note: nobody answers 'ask' (C->>A, line 2 of the diagram): C does not wait for
    it
note: nobody answers 'work' (A->>B, line 3 of the diagram): A does not wait
    for it
note: nobody answers 'done' (B->>A, line 4 of the diagram): B does not wait
    for it
note: no answer reaches C: no request is ever acknowledged
note: nothing tells C that all is done: completion is never noticed
"""
