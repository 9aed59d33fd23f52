"""The traffic of a design: how much work each request brings to each pool, and how many come.

The traffic equations of a queueing network (Jackson 1957, equation 1) solve themselves here: a
drawing is walked from above, so that messages per second are requests per second times messages a
request. How many these are on average, with choices, loops, and what comes to nothing and is tried
or delivered again, has been counted before (`simkit.model.repeats`); how often a loop asks that
waits for something follows from mean times (`simkit.analysis.asking`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import inf

from simkit.analysis.asking import asked
from simkit.model.holding import (
    Holding,
    Timeline,
    awaited,
    cycle,
    holdings,
    rates_over_time,
    timeline_of,
)
from simkit.model.kinds import Kind
from simkit.model.load import Burst, Bursts, Users
from simkit.model.scenario import Design, Participant, Source
from simkit.units import SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one request of a client brings to a pool on average, if nobody queues.

    Attributes:
        messages: Executions there.
        time: Worker time of all of them, waits and what is reserved included, s.
        reserved: Of that, while deliveries are under way to workers kept for them, s.
    """

    messages: float
    time: float
    reserved: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time during which requests come at the same rates.

    Attributes:
        begins: ns.
        ends: ns.
        rates: Requests per second of each source of the design; of users, at most.
    """

    begins: int
    ends: int
    rates: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Requests per second of all clients together."""
        return sum(self.rates)

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.ends - self.begins) / SECOND


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """What comes to the pools of a design until an instant, with mean times and no queues.

    Attributes:
        design: A resolved design.
        until: The instant, ns.
        timeline: Of one request of each kind.
        holdings: How its executions hold workers.
        asked: How often executions are begun in loops that wait for something, each time that
            one is entered; of those alone.
    """

    design: Design
    until: int
    timeline: Timeline
    holdings: tuple[Holding, ...]
    asked: Mapping[int, float] = field(default_factory=dict)

    @cached_property
    def pools(self) -> tuple[Participant, ...]:
        """The pools, in drawn order."""
        return tuple(p for p in self.design.participants if p.kind is Kind.POOL)

    @cached_property
    def demands(self) -> dict[str, tuple[Demand, ...]]:
        """What a request of each source brings to each pool."""
        return {
            pool.id: tuple(self._demand(pool.id, source) for source in self.design.sources)
            for pool in self.pools
        }

    def _demand(self, pool: str, source: Source) -> Demand:
        here = [one for one in self.holdings if one.pool == pool and one.root in source.roots]
        share = dict(zip(source.roots, source.weights, strict=True))
        messages = sum(share[one.root] * one.times for one in here)
        reserved = sum(share[one.root] * one.times * one.reserved for one in here) / SECOND
        held = sum(share[one.root] * one.times * one.held for one in here) / SECOND
        return Demand(messages=messages, time=held + reserved, reserved=reserved)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The times of different rates, one after the other."""
        loads = [
            rates_over_time(source.load, cycle(self.timeline, source), self.until)
            for source in self.design.sources
        ]
        begins = sorted({begin for load in loads for begin, _ in load if begin < self.until})
        found = []
        for begin, end in pairwise([*begins, self.until]):
            rates = [next(rate for at, rate in reversed(load) if at <= begin) for load in loads]
            found.append(Stretch(begins=begin, ends=end, rates=self._slowed(tuple(rates))))
        return tuple(found)

    def _slowed(self, rates: tuple[float, ...]) -> tuple[float, ...]:
        """The rates, where users ask no faster than what others leave of a pool answers them.

        Whoever waits for an answer does not ask again, so that users slow down before a pool
        that they wait for can be overloaded by them (Muntz and Wong 1974).
        """
        users = [isinstance(source.load, Users) for source in self.design.sources]

        def room(pool: str, number: int) -> float:
            demands = self.demands[pool]
            if not demands[number].time:
                return inf
            others = zip(demands, rates, users, strict=True)
            taken = sum(demand.time * rate for demand, rate, waits in others if not waits)
            return max(self.workers(pool) - taken, 0.0) / demands[number].time

        return tuple(
            min([rate, *(room(pool, number) for pool in self.awaited[number])])
            if users[number]
            else rate
            for number, rate in enumerate(rates)
        )

    def workers(self, pool: str) -> float:
        """How many workers all instances of a pool have; infinity where they are unlimited."""
        return self._workers[pool]

    @cached_property
    def _workers(self) -> dict[str, float]:
        return {p.id: inf if p.all_workers is None else p.all_workers for p in self.pools}

    @cached_property
    def awaited(self) -> tuple[frozenset[str], ...]:
        """For each source, the pools that its clients wait for before they are through."""
        pools = frozenset(pool.id for pool in self.pools)
        return tuple(awaited(self.timeline, source) & pools for source in self.design.sources)

    def closed(self, pool: str) -> bool:
        """Whether all that comes to a pool comes from users who wait for it."""
        return all(
            pool in waits and isinstance(source.load, Users)
            for source, waits, demand in zip(
                self.design.sources, self.awaited, self.demands[pool], strict=True
            )
            if demand.messages
        )

    def load(self, pool: str, stretch: Stretch) -> float:
        """How many workers of a pool are needed on average: the offered load in erlangs."""
        return self.weighed(pool, stretch.rates).time

    def messages(self, pool: str, stretch: Stretch) -> float:
        """How many messages come to a pool each second."""
        return self.weighed(pool, stretch.rates).messages

    def busiest(self, pool: str) -> Stretch:
        """The first stretch in which most is to be done at a pool, or comes at all."""
        return max(
            self.stretches,
            key=lambda stretch: (self.load(pool, stretch), self.messages(pool, stretch)),
        )

    def mix(self, pool: str) -> tuple[float, ...]:
        """What the requests of a design are made up of when most is to be done at a pool.

        Returns:
            Of each source, its requests per second; where there are none, how many come in
            bursts.
        """
        stretch = self.busiest(pool)
        if stretch.rate:
            return stretch.rates
        counts = [0.0] * len(self.design.sources)
        for burst, number in self.bursts():
            counts[number] += burst.count
        return tuple(counts)

    def weighed(self, pool: str, mix: tuple[float, ...]) -> Demand:
        """What so many requests of each source bring to a pool together."""
        pairs = list(zip(self.demands[pool], mix, strict=True))
        return Demand(
            messages=sum(demand.messages * weight for demand, weight in pairs),
            time=sum(demand.time * weight for demand, weight in pairs),
            reserved=sum(demand.reserved * weight for demand, weight in pairs),
        )

    def bursts(self) -> Iterator[tuple[Burst, int]]:
        """What comes all at once, and the number of its source."""
        for number, source in enumerate(self.design.sources):
            if isinstance(source.load, Burst | Bursts):
                yield from ((burst, number) for burst in source.load.singly(self.until))


def traffic_of(design: Design, until: int) -> Traffic:
    r"""The traffic of a design.

    Args:
        design: A resolved design.
        until: Nothing that comes later is looked at, ns, > 0.

    >>> import simkit as sk
    >>> drawing = "sequenceDiagram\n C->>A: Ask\n A-->>C: Answer"
    >>> one = sk.scenario(drawing, work={"Ask": "5 ms"}, load="poisson 80/s").designs[0]
    >>> found = traffic_of(one, 60 * SECOND)
    >>> round(found.load("A", found.stretches[0]), 6)
    0.4
    """
    timeline = timeline_of(design)
    often = asked(timeline)
    held = holdings(timeline)
    if often:
        held = tuple(replace(one, times=one.times * often.get(one.execution, 1.0)) for one in held)
    return Traffic(design=design, until=until, timeline=timeline, holdings=held, asked=often)
