"""When requests arrive, and how long users think."""

from collections.abc import Iterator
from functools import partial
from heapq import merge
from itertools import accumulate, chain, count, pairwise, repeat, takewhile
from math import inf
from typing import assert_never

import numpy as np

from simkit.engine.sampling.inverse import ENDLESS
from simkit.engine.sampling.stream import Stream
from simkit.engine.sampling.uniform import Address, uniforms
from simkit.engine.sampling.unit_rate import Passing, Slope, UnitRate, swinging
from simkit.model.load import (
    Burst,
    Bursts,
    Counts,
    Curve,
    Every,
    Load,
    Modulated,
    Phase,
    Phases,
    Poisson,
    Trace,
    Users,
    Wave,
)
from simkit.units import SECOND


def arrivals(
    load: Load,
    *,
    seed: int,
    replication: int,
    client: str,
    journey: str = "",
    until: int = ENDLESS,
) -> Iterator[int]:
    """The instants of the requests in ns, never descending, as long as the load lasts.

    The requests of `Poisson`, `Wave`, `Curve`, `Phases` and `Modulated` are those of one process
    of rate 1, mapped through the integral of the rate; see `unit_rate`. The states of a
    `Modulated` load have draws of their own, and last as long whatever the rates are.

    Args:
        load: An open load.
        seed: Of the run.
        replication: From 0.
        client: Whose requests come.
        journey: Name of their journey; "" where the client has one, or they choose.
        until: When the run ends at the latest, ns; what comes later may be left out.

    Raises:
        TypeError: For `Users`, who wait for answers; see `thinking`.

    >>> list(arrivals(Burst(at=5, count=3), seed=1, replication=0, client="Client"))
    [5, 5, 5]
    """
    address = partial(Address, seed=seed, replication=replication, client=client, journey=journey)
    match load:
        case Users():
            raise TypeError("users ask when they were answered; only an engine knows when")
        case Every():
            return count(0, load.interval)
        case Burst() | Bursts():
            return _bursts(load)
        case Trace():
            return iter(load.coming)
        case Counts():
            return _counted(load, address(stream="arrivals"))
        case Modulated():
            states = [
                Stream(address(stream=f"state {number}"), state.lasts)
                for number, state in enumerate(load.states, start=1)
            ]
            return _modulated(load, states, UnitRate(address(stream="arrivals")), until)
        case _:
            return _by_the_clock(load, UnitRate(address(stream="arrivals")))


def thinking(load: Users, *, seed: int, replication: int, client: str, journey: str = "") -> Stream:
    """How long users think: before turn t, from 0, user u, from 0, takes draw t · count + u."""
    address = Address(
        seed=seed, replication=replication, stream="thinking", client=client, journey=journey
    )
    return Stream(address, load.think)


# ---------------------------------------------------------------------- without luck


def _bursts(load: Burst | Bursts) -> Iterator[int]:
    if isinstance(load, Bursts):
        return merge(*(_bursts(part) for part in load.parts))
    if load.every is None:
        return repeat(load.at, load.count)
    again = count(load.at, load.every)
    return chain.from_iterable(repeat(instant, load.count) for instant in again)


def _counted(load: Counts, address: Address) -> Iterator[int]:
    """As many in each interval as were counted, evenly, or anywhere in it by chance.

    Scaled, the requests of an interval are those whose number, over the factor, lies within
    what was counted up to its beginning and its end: exactly, with fractions of whole numbers.
    """
    p, q = load.factor.numerator, load.factor.denominator
    for number, (before, after) in enumerate(pairwise(accumulate(load.counts, initial=0))):
        start, first, last = number * load.interval, -(-before * p // q), -(-after * p // q)
        if load.by_chance:
            places = np.sort(uniforms(address, first, last - first)) * load.interval
            yield from (start + int(place) for place in places.tolist())
        else:
            whole = (after - before) * p
            each = ((request * q - before * p) * load.interval for request in range(first, last))
            yield from (start + place // whole for place in each)


# ---------------------------------------------------------------------- with a rate


def _by_the_clock(load: Poisson | Wave | Curve | Phases, unit: UnitRate) -> Iterator[int]:
    """Requests at a rate that the clock tells."""
    match load:
        case Poisson():
            return _phased(Phase(load=load, duration=None), Passing(unit))
        case Wave():
            rate = load.rate / SECOND
            return swinging(unit, rate, load.share, load.period, load.first_peak)
        case Curve():
            return _curve(load, Passing(unit))
        case Phases():
            return _phases(load, Passing(unit))
        case _:
            assert_never(load)


def _phases(load: Phases, passing: Passing) -> Iterator[int]:
    slopes = [_slope(part) for part in load.parts]
    if not load.repeats:
        yield from chain.from_iterable(_phased(part, passing) for part in load.parts)
        return
    paced = any(isinstance(part.load, Every) for part in load.parts)  # requests in every turn
    while paced or passing.skip(slopes, load.period):
        for part in load.parts:
            yield from _phased(part, passing)


def _phased(phase: Phase, passing: Passing) -> Iterator[int]:
    start = passing.start
    if isinstance(phase.load, Every):
        instants = count(start, phase.load.interval)
        end = inf if phase.duration is None else start + phase.duration
        yield from takewhile(end.__gt__, instants)
    yield from passing.over(_slope(phase))


def _slope(phase: Phase) -> Slope:
    rate = phase.load.rate / SECOND if isinstance(phase.load, Poisson) else 0.0
    return Slope(lasts=inf if phase.duration is None else float(phase.duration), begins=rate)


def _curve(load: Curve, passing: Passing) -> Iterator[int]:
    slopes = [
        Slope(
            lasts=float(end - begin),
            begins=low / SECOND,
            rises=(high - low) / (end - begin) / SECOND,
        )
        for (begin, low), (end, high) in pairwise(load.points)
    ]
    if load.repeats:
        while passing.skip(slopes, load.period):
            yield from chain.from_iterable(passing.over(slope) for slope in slopes)
        return
    yield from chain.from_iterable(passing.over(slope) for slope in slopes)
    yield from passing.over(Slope(lasts=inf, begins=load.points[-1][1] / SECOND))


def _modulated(load: Modulated, states: list[Stream], unit: UnitRate, until: int) -> Iterator[int]:
    passing = Passing(unit)
    for visit in count():
        for state, lasts in zip(load.states, states, strict=True):
            if passing.start >= until:
                return
            slope = Slope(lasts=float(lasts(visit)), begins=state.rate / SECOND)
            yield from passing.over(slope)
