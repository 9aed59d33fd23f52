"""Engines: how a design unfolds in time. Every engine keeps this contract.

1.  A run is a pure function of (scenario, design, replication): no globals, no files, no
    clock, no environment.
2.  Time is integer nanoseconds. A step that takes 0 ns is no event: the execution goes on at
    once.
3.  Events at one instant happen in the order of `simkit.engine.order`: ends of work, workers
    handed over and answers; timeouts; faults; arrivals of messages and requests. Within a
    class by journey, then line of the drawing, then path; parts without a journey come after
    those with one. No two pending events share time and key, so the order in which events were
    scheduled never decides anything. Only an execution's own next step continues at once;
    whatever it sets in motion for others (a worker handed over, a message, an answer, even with
    no network time) is an event.
4.  A worker that is given back goes to the execution that has waited longest, of those with the
    highest priority, and is its own from that instant; nobody who arrives at the same instant
    can take it. Of several workers that are free, the one that has been so for longest is next.
5.  Journeys start in ``[0, end of the run)``. The run ends at the horizon if every measured
    journey has settled by then; else right after the event that settles the last of them;
    at the latest ``patience`` after the horizon. An event at exactly that latest instant is
    not run. What is in flight at the end is recorded as open. A journey is settled when nothing
    of it is left but duplicates: what was delivered again, while another delivery of the same
    message has dealt with it.
6.  Output is the tables of `simkit.record`, the second witness (what each pool and each broker
    counted itself, apart from the recorder) and the changes of parts.
7.  A failure (`StepKind.AWAIT` of an answer that says no, or work that comes to nothing) ends the
    execution there: what it still had to do does not happen, its worker is freed, and whoever
    waits for an answer that can now never come is told no, over the network of that answer. Of
    what belongs to a delivery this is told outside of it only when the message is over for
    good; of several answers to one call the first counts.
8.  A message that finds no worker free and no room in a limited queue is refused: nothing of
    its execution happens, and whoever waits for it is told no, as by a failure.
9.  A broker takes up every message at once, if there is room; writing it takes its work and no
    worker. When it is durable, a copy for each receiver waits in a queue of its own. Without a
    window the copy waits first come, first served together with whoever waits at that receiver,
    until a worker is free. That worker is kept for it while it is under way, and held from its
    arrival. With a window it leaves as soon as an instance has a place for it, and waits there.
    A copy is over when it is dealt with: where a line of the drawing settles it (on its
    arrival), or else as ``ack`` says, before the worker is free; or when it expires, is
    dropped or is a dead letter. One that nobody takes never is. Each delivery has one fate, the
    first; one that came to nothing (failed, rejected, cut off, its lease over) has the copy
    delivered again, in a scope of its own: everything that follows happens anew, with draws of
    its own (`simkit.engine.reference.scope`).
10. The branches of a fork (`StepKind.FORK`) share the one worker of their execution: one of them
    works at a time, the others wait their turn, first come, first served. The worker is given
    back while no branch needs it. A branch that is told no ends the execution, and with it
    the other branches at that instant.
11. The requests of a client that begin one of several journeys choose it by a draw of their
    own address, the same in every design.
12. Whoever dies (an execution, or an instance with all that is in its memory) does nothing more;
    its worker is free, or dead with the instance. The others notice ``detect-after`` later: whoever
    waits for it is told no, and what was delivered to it is cut off. What is under way arrives,
    but for deliveries, whose connection is gone.
13. A model error stops the run with a `SimulationError` that names the part and the time.
"""

from simkit.engine.plan import Plan
from simkit.engine.planning import make_plan

__all__ = ["Plan", "make_plan"]
