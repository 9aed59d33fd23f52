"""Engines: how a design unfolds in time. Every engine keeps this contract.

1.  A run is a pure function of (scenario, design, replication): no globals, no files, no
    clock, no environment.
2.  Time is integer nanoseconds. A step that takes 0 ns is no event: the execution goes on at
    once.
3.  Events at one instant happen in the order of `simkit.engine.order`: ends of work, workers
    handed over and answers; timeouts; faults; arrivals of messages and requests. Within a
    class by journey, then line of the drawing, then path. No two pending events share time
    and key, so the order in which events were scheduled never decides anything. Only an
    execution's own next step continues at once; whatever it sets in motion for others (a
    worker handed over, a message, an answer, even with no network time) is an event.
4.  A worker that is given back goes to the execution that has waited longest, and is its own
    from that instant; nobody who arrives at the same instant can take it.
5.  Journeys start in ``[0, end of the run)``. The run ends at the horizon if every measured
    journey has settled by then; else right after the event that settles the last of them;
    at the latest ``patience`` after the horizon. An event at exactly that latest instant is
    not run. What is in flight at the end is recorded as open.
6.  Output is the tables of `simkit.record` and the second witness: what each pool counted
    itself, apart from the recorder.
7.  A failure (`StepKind.AWAIT` of an answer that says no) ends the execution there: what it
    still had to do does not happen, its worker is freed, and whoever waits for an answer that
    can now never come is told no, over the network of that answer.
8.  A message that finds no worker free and no room in a limited queue is refused: nothing of
    its execution happens, and whoever waits for it is told no, as by a failure.
9.  A broker takes up every message at once; writing it takes its work and no worker. When it is
    durable, a copy for each receiver waits in the broker, first come, first served together
    with whoever waits at that receiver, until a worker is free. That worker is kept for it
    while it is under way, and held from its arrival. A message is over when all its copies
    are dealt with: where a line of the drawing settles them (on its arrival), or else at the
    end of the receiver's execution; one that nobody takes never is.
10. The branches of a fork (`StepKind.FORK`) share the one worker of their execution: one of them
    works at a time, the others wait their turn, first come, first served. The worker is given
    back while no branch needs it. A branch that is told no ends the execution, and with it
    the other branches at that instant.
11. The requests of a client that begin one of several journeys choose it by a draw of their
    own address, the same in every design.
12. A model error stops the run with a `SimulationError` that names the part and the time.
"""

from simkit.engine.plan import Plan, make_plan

__all__ = ["Plan", "make_plan"]
