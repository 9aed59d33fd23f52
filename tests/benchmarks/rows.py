"""What the handwritten programs keep of a run: the columns of simkit's tables, as Python objects.

An object a request, one a visit, from their beginning on, so that those still open at the end
are there too; times are float seconds, and None is what did not happen. Both programs of a
workload keep the same:

* `requests`: all but `journey` (there is one) and `noticed` (never, in these drawings);
* `visits`: all but `participant` (it follows from the message), `instance` (each part has one)
  and `requeued` (nobody queues again); `parent` and `request` are objects, and `path` is the
  number of the attempt or delivery;
* `paths`: the request and that number; `given_up`: the request, the attempt, and when;
* `changes`: nothing changes here.

What they cannot keep, as a handwritten program has nothing to keep it with: the second witness
(what each part counted itself); rows in the order of their requests; arrays of whole nanoseconds
(these are objects, and turning them into arrays is not timed). Luck is Python's own generator,
drawn in order and not by address, and what happens at one instant happens in the order in which
it was planned. The length of a queue every 100 ms (PEERS.md) follows from the rows, for all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from simkit.record.tables import Done, Outcome, Settlement, Told


@dataclass(slots=True, eq=False)
class Request:
    """A row of `requests`."""

    number: int
    meant: float
    acknowledged: float | None = None
    settled: float | None = None
    completed: float | None = None
    told: Told = Told.NOTHING
    done: Done = Done.OPEN
    attempts: int = 1


@dataclass(slots=True, eq=False)
class Visit:
    """A row of `visits`; its parent is the object, not a number."""

    request: Request
    message: int
    parent: "Visit | None" = None
    sent: float | None = None
    stored: float | None = None
    again: int = 0  # which attempt, or delivery
    arrived: float | None = None
    started: float | None = None
    answered: float | None = None
    answer_arrived: float | None = None
    ended: float | None = None
    worked: float = 0.0
    blocked: float = 0.0
    outcome: Outcome = Outcome.OPEN
    settlement: Settlement = Settlement.NONE


@dataclass(slots=True, eq=False)
class Rows:
    """What is kept of a run.

    Attributes:
        requests: In the order in which they came.
        visits: In the order in which they began.
        paths: Of what is done again, which request and which attempt or delivery.
        given_up: Of attempts that were given up, request, attempt and when.
        events: How many events there were, if they were counted.
    """

    requests: list[Request] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    paths: list[tuple[int, int]] = field(default_factory=list)
    given_up: list[tuple[int, int, float]] = field(default_factory=list)
    events: int = 0


Program = Callable[[int, float], Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One thing to simulate, told three times.

    Attributes:
        name: For people.
        text: A scenario with one design, for both engines.
        rate: Requests per simulated second.
        by_simpy: The same as one writes it in SimPy; takes a seed and a horizon in s.
        by_heapq: The same as a loop around a heap.
    """

    name: str
    text: str
    rate: float
    by_simpy: Program
    by_heapq: Program
