"""Blocks that are refused, with the place and the repair."""

CASES = """
=== blocks of which nothing says how likely their branches are
C->>A: ask
alt found
  A-->>C: yes
else
  A-->>C: no
end
opt
  C-)A: thanks
end
break given up
  C-)A: enough
end
---
line 3: found 'alt found' and nothing that says how likely 'found' is; expected
    a share, as in 'found (50 %)', or 'choices: {"found": 50 %}'
line 8: found 'opt' and nothing that says how likely it is; expected a share, as
    in 'opt 50 %'
line 11: found 'break given up' and nothing that says how likely 'given up' is;
    expected a share, as in 'given up (50 %)', or 'choices: {"given up": 50 %}'

=== shares that are none
C->>A: ask
alt 60 %
  A-->>C: yes
else 50 %
  A-->>C: no
end
opt 20 % or 30 %
  C-)A: thanks
end
opt 120 %
  C-)A: again
end
---
line 3: found 110 % in all in 'alt 60 %'; expected at most 100 %
line 8: found '20 % or 30 %'; expected one share, as in '90 %'
line 11: found '120 %'; expected a share from 0 % to 100 %

=== what has happened, of messages that are not drawn or not known in time
C->>A: ask
A->>B: Charge
alt "Chagre" failed
  B-->>A: charged
else
  A->>B: more
end
alt "Charge" failed
  B-->>A: charged too
else "ask" happened
  A-->>C: yes
else 10 %
  A-->>C: no
end
opt "late"
  A->>D: now
end
A->>D: late
---
line 4: no message named 'Chagre' is drawn; expected one of 'Charge', 'ask',
    'charged', 'charged too', 'late', 'more', 'no', 'now', 'yes'
line 9: found shares beside what has happened in 'alt "Charge" failed'; expected
    one or the other for all branches
line 16: found 'late happened', which is not known when it is decided; expected
    a share such as '50 %', or something that happens before

=== loops that do not say how often
C->>A: ask
loop until "sure"
  C->>A: sure
end
loop every 5 ms
  C->>A: again
end
loop for each item
  C->>A: item
end
loop until "suer", at most 3 times
  C->>A: more
end
loop
  C->>A: less
end
loop every 5 parsecs, 3 times
  C->>A: far
end
---
line 3: found 'loop until "sure"' without a number of turns; expected one behind
    it, as in 'loop until "sure", at most 60 times'
line 6: found 'loop every 5 ms' without a number of turns; expected one behind
    it, as in 'loop every 5 ms, 10 times'
line 9: found 'for each item'; expected turns, as in '3 times', 'every 500 ms,
    10 times' or 'every 500 ms until "Done", at most 60 times'
line 12: no message named 'suer' is drawn; expected one of 'again', 'ask',
    'far', 'item', 'less', 'more', 'sure'
line 15: found nothing; expected turns, as in '3 times', 'every 500 ms, 10
    times' or 'every 500 ms until "Done", at most 60 times'
line 18: found '5 parsecs', whose unit 'parsecs' is unknown; expected a time in
    ns, µs, ms, s, min, h or d, such as '5 ms'

=== options that say nothing, and gatherings that cannot be
C->>A: ask
critical
  C->>A: now
option on a bad day
  C->>A: later
end
par first of 3
  A-)B: one
and
  A-)D: two
end
par 3 of 2
  A-)B: three
end
par until soon
  A-)B: four
end
par first
  A-)B: five
end
par first come, first served
  A-)B: six
end
---
line 8: found 'par first of 3' with 2 branches; expected 3 branches, or one that
    is copied
line 13: found 'par 3 of 2'; expected at most 2 of 2
line 16: found 'soon'; expected a time such as '5 ms'
line 19: found 'par first' with one branch; expected several, or 'par 1 of 3'
    for copies
line 22: found 'par first come, first served'; expected 'par first', 'par 2 of
    3', 'par until 200 ms', or a name that begins otherwise

=== choices of what is not drawn, or that are none
C->>A: ask
opt maybe
  C-)A: thanks
end
opt perhaps
  C-)A: no thanks
end
---
choices: {mybe: 20 %, perhaps: 20, maybe: often}
---
choices.perhaps: found 20, a number without a unit; expected a share such as '50
    %', or what has happened, such as 'Charge failed'
choices.maybe: no message named 'often' is drawn; expected one of 'ask', 'no
    thanks', 'thanks'
choices.mybe: no block named 'mybe' is drawn; expected one of 'maybe', 'perhaps'

=== an answer by somebody who is there in some turns alone
C->>A: ask
loop 2 times
  alt 50 %
    A->>Queue: job
  else
    A->>B: log
  end
end
Queue->>W: job
W-->>C: yes
---
line 11: found an answer by W, which is not there each time; expected an answer
    inside the block in which W is called

=== an answer below branches of which none may be taken
C->>A: ask
alt 30 %
  A->>B: one
else 30 %
  A->>B: two
end
B-->>A: done
A-->>C: yes
---
line 3: found 'alt 30 %' of which no branch may be taken, and 'done' below,
    which B then does not send; expected branches of which one is always taken

=== a block in which two clients have lines
C->>A: ask
A-->>C: yes
opt 50 %
  C->>A: more
  User->>A: and I
end
---
load: {C: every 1 s, User: every 1 s}
---
line 4: found lines of a request of User in a block that a request of C decides;
    expected a block within one journey

=== an answer in one branch to a call of the other
C->>A: ask
A-->>C: yes
alt 50 %
  C->>A: one
else
  A-->>C: two
end
---
line 7: found '-->>' with nothing to answer: C has no unanswered call that
    reached A; expected 'A->>C' for a call, 'A-)C' for a message, or a call
    'C->>A' above

=== what is done again with what is there once
C->>Queue: job
loop 2 times
  Queue->>W: job
end
C->>A: ask
par 2 of 3
  A-->>C: yes
end
---
line 4: found 'job' inside a block that is done again, of a message put outside
    of it; expected the message put inside the block, or no block around what is
    delivered once
line 8: found 'yes' in branches that are not all waited for, to a call from
    outside; expected an answer below the block
"""
