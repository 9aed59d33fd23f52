"""How a pool serves: who is next, how work shares its processors, and how many workers there are.

A drawing shows none of it. The values here are those of a scenario that says nothing: first in,
first out, every worker with a processor of its own, and as many of them all the time.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from simkit.model.distribution import Constant, Distribution
from simkit.units import SECOND

FIFO = "first-in-first-out"
LIFO = "last-in-first-out"
PREEMPTIVE = "preemptive"
SHARED = "shared"
DISCIPLINES = (FIFO, LIFO, PREEMPTIVE, SHARED)
MINUTE = Constant(value=60 * SECOND)
SIGNALS = ("backlog", "utilisation", "age")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contention:
    """How much those who are at work at once hinder each other: the universal scalability law.

    With n at work in an instance each of them takes ``1 + serial (n - 1) + coherence n (n - 1)``
    times as long as alone, so that together they do ``C(n) = n / (that)`` times as much as one.
    Source: Gunther (2007), Guerrilla Capacity Planning, chapter 4.

    Attributes:
        serial: Share of the work that only one can do at a time, 0 to 1.
        coherence: Share that each pair of them spends on keeping up with each other, 0 to 1.

    >>> round(10 / Contention(serial=0.05, coherence=0.001).slowed(10), 2)
    6.49
    """

    serial: float
    coherence: float = 0.0

    def slowed(self, busy: int) -> float:
        """How many times as long work takes while so many are at work, from 1."""
        return 1 + self.serial * (busy - 1) + self.coherence * busy * (busy - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What an autoscaler looks at.

    Attributes:
        what: ``backlog`` (messages that wait, for each instance), ``utilisation`` (the share of
            the workers that has been held since the last look) or ``age`` (of the message that
            has waited longest).
        target: What it is to be: a number, a share, or ns.
    """

    what: str
    target: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Autoscale:
    """Instances that come and go with the work; times in ns.

    Attributes:
        least: How many instances are kept, from 0.
        most: How many there are at most, those that finish what they have among them.
        on: What is looked at; the one that asks for most counts.
        every: How long from look to look.
        start_up: How long a new instance takes until it is there.
        cool_down: No instance is taken away that any look so long ago or less asked for.
        idle: With ``least`` 0: the last instances go when nothing has been there for so long.
        step: How many instances come or go at one look at most; None: any number.
        step_share: Likewise as a share of those that are there, rounded up.
    """

    least: int
    most: int
    on: tuple[Signal, ...]
    every: int = 30 * SECOND
    start_up: Distribution = MINUTE
    cool_down: int = 300 * SECOND
    idle: int = 300 * SECOND
    step: int | None = None
    step_share: float | None = None

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn."""
        return self.start_up.cv > 0

    def paces(self, now: int) -> int:
        """How many instances may come or go at one look, of so many that are there."""
        if self.step is not None:
            return self.step
        if self.step_share is not None:
            return max(1, ceil(now * self.step_share - 1e-9))
        return self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Resize:
    """From an instant on a pool has another size.

    Attributes:
        at: When, ns.
        workers: Of each instance, from then on; None: as before.
        instances: How many of them, from then on; None: as before.
    """

    at: int
    workers: int | None = None
    instances: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How a pool serves; times in ns.

    Attributes:
        discipline: Who is next. ``first-in-first-out``, or ``last-in-first-out``, both among those
            of the highest priority that wait; ``preemptive``: likewise first in, first out, and who
            has a higher priority interrupts the lowest that is at work, which goes on later where
            it stopped; ``shared``: nobody waits, all who work share the workers evenly
            (processor sharing).
        shed: How long a message waits for a worker at most before it is refused; None: for ever.
        contention: How much those who are at work at once slow each other; None: not at all.
        cpus: How many of an instance can work at once, of those that have a worker; None: all.
        autoscale: How instances come and go with the work; None: they do not.
        resizes: How the pool changes at given times, in their order.
    """

    discipline: str = FIFO
    shed: int | None = None
    contention: Contention | None = None
    cpus: int | None = None
    autoscale: Autoscale | None = None
    resizes: tuple[Resize, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether its number of workers changes."""
        return self.autoscale is not None or bool(self.resizes)

    @property
    def is_plain(self) -> bool:
        """Whether it serves in order of arrival, with the same workers all the time."""
        return self == PLAIN_SERVING

    def most_instances(self, first: int) -> int:
        """How many instances there can be, of a pool that begins with so many."""
        if self.autoscale is not None:
            return max(first, self.autoscale.most)
        return max([first, *(one.instances for one in self.resizes if one.instances)])

    def most_workers(self, first: int, workers: int) -> int:
        """How many workers there can be at one time, of a pool that begins with so many each."""
        if self.autoscale is not None:
            return workers * self.most_instances(first)
        sizes = [(first, workers)]
        for one in self.resizes:
            before = sizes[-1]
            sizes.append(
                (
                    before[0] if one.instances is None else one.instances,
                    before[1] if one.workers is None else one.workers,
                )
            )
        return max(instances * each for instances, each in sizes)

    def mean_workers(self, first: int, workers: int, until: int) -> float:
        """How many workers there are on average until an instant, by what is known before a run.

        An autoscaled pool can have its most.

        Args:
            first: Instances that it begins with.
            workers: Of each of them then.
            until: ns, > 0.
        """
        if not self.resizes:
            return float(self.most_workers(first, workers))
        instants = [0, *(min(one.at, until) for one in self.resizes), until]
        total, size = 0, (first, workers)
        for (begin, end), change in zip(pairwise(instants), (*self.resizes, None), strict=True):
            total += (end - begin) * size[0] * size[1]
            if change is not None:
                size = (
                    size[0] if change.instances is None else change.instances,
                    size[1] if change.workers is None else change.workers,
                )
        return total / until


PLAIN_SERVING = Serving()
