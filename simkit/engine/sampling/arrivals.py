"""When requests arrive, and how long users think."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import accumulate, chain, count, pairwise
from math import inf
from typing import assert_never

import numpy as np

from simkit.engine.sampling.inverse import ENDLESS
from simkit.engine.sampling.stream import BLOCK, Stream
from simkit.engine.sampling.uniform import Address, uniforms
from simkit.engine.sampling.unit_rate import Instants, Passing, Slope, UnitRate, swinging
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

FIRST = 64  # requests that are computed at once at the beginning, where that is not for free
Where = partial[Address]  # an address without its stream


def arrivals(
    load: Load,
    *,
    seed: int,
    replication: int,
    client: str,
    journey: str = "",
    until: int = ENDLESS,
) -> Iterator[int]:
    """The instants of the requests in ns, one by one; see `arrival_blocks`.

    >>> list(arrivals(Burst(at=5, count=3), seed=1, replication=0, client="Client"))
    [5, 5, 5]
    """
    blocks = arrival_blocks(
        load, seed=seed, replication=replication, client=client, journey=journey, until=until
    )
    return chain.from_iterable(block.tolist() for block in blocks)


def arrival_blocks(
    load: Load,
    *,
    seed: int,
    replication: int,
    client: str,
    journey: str = "",
    until: int = ENDLESS,
) -> Iterator[Instants]:
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
        until: When the run ends at the latest, ns; what comes later is left out.

    Returns:
        int64 arrays of 1 to `BLOCK` instants, computed when they are asked for.

    Raises:
        TypeError: For `Users`, who wait for answers; see `thinking`.

    >>> every = arrival_blocks(Every(interval=10), seed=1, replication=0, client="Client")
    >>> len(next(every)), next(every)[:3].tolist()
    (64, [640, 650, 660])
    """
    where = partial(Address, seed=seed, replication=replication, client=client, journey=journey)
    return _blocks(_pieces(load, where, until), until)


def thinking(load: Users, *, seed: int, replication: int, client: str, journey: str = "") -> Stream:
    """How long users think: before turn t, from 0, user u, from 0, takes draw t · count + u."""
    address = Address(
        seed=seed, replication=replication, stream="thinking", client=client, journey=journey
    )
    return Stream(address, load.think)


def _blocks(pieces: Iterator[Instants], until: int) -> Iterator[Instants]:
    """The same in blocks of a good size, first small, then `BLOCK`, up to an instant."""
    few: list[Instants] = []
    size, wanted = 0, 1
    for piece in pieces:
        few.append(piece[: np.searchsorted(piece, until, "right")])
        size += len(few[-1])
        over = len(few[-1]) < len(piece)
        if size >= wanted or over:
            whole = np.concatenate(few)
            yield from (whole[first : first + BLOCK] for first in range(0, size, BLOCK))
            few, size, wanted = [], 0, min(2 * wanted, BLOCK)
        if over:
            return
    if size:
        yield np.concatenate(few)


def _pieces(load: Load, where: Where, until: int) -> Iterator[Instants]:
    """The instants of a load as they are found: many at once, few, or none."""
    match load:
        case Users():
            raise TypeError("users ask when they were answered; only an engine knows when")
        case Every():
            return _evenly(0, load.interval, until)
        case Burst():
            return _burst(load, until)
        case Bursts():
            return _merged([_burst(part, until) for part in load.parts])
        case Trace():
            coming = load.coming
            return iter([np.array(coming[: bisect_right(coming, until)], dtype=np.int64)])
        case Counts():
            return _counted(load, where(stream="arrivals"), until)
        case _:
            return _by_rate(load, where, until)


# ---------------------------------------------------------------------- without luck


def _evenly(start: int, every: int, until: int, together: int = 1) -> Iterator[Instants]:
    """So many at once, again and again, up to an instant."""
    for first, last in _parts(0, ((until - start) // every + 1) * together):
        yield start + np.arange(first, last) // together * every


def _parts(first: int, end: int) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of what is computed at once."""
    size = FIRST
    while first < end:
        last = min(first + size, end)
        yield first, last
        first, size = last, min(2 * size, BLOCK)


def _burst(load: Burst, until: int) -> Iterator[Instants]:
    if load.every is None:
        return _evenly(load.at, 1, load.at, load.count)
    return _evenly(load.at, load.every, until, load.count)


def _merged(streams: list[Iterator[Instants]]) -> Iterator[Instants]:
    """All requests of several streams in order: each time, up to where all of them are known."""
    known = [(block, stream) for stream in streams if (block := next(stream, None)) is not None]
    while known:
        bound = min(block[-1] for block, _ in known)
        ready, later = [], []
        for block, stream in known:
            cut = np.searchsorted(block, bound, "right")
            ready.append(block[:cut])
            rest = block[cut:] if cut < len(block) else next(stream, None)
            if rest is not None:
                later.append((rest, stream))
        yield np.sort(np.concatenate(ready))
        known = later


def _counted(load: Counts, address: Address, until: int) -> Iterator[Instants]:
    """As many in each interval as were counted, evenly, or anywhere in it by chance.

    Scaled, the requests of an interval are those whose number, over the factor, lies within
    what was counted up to its beginning and its end: exactly, with fractions of whole numbers.
    """
    p, q = load.factor.numerator, load.factor.denominator
    for number, (before, after) in enumerate(pairwise(accumulate(load.counts, initial=0))):
        start, first, last = number * load.interval, -(-before * p // q), -(-after * p // q)
        if start > until:
            return
        if load.by_chance:
            places = np.sort(uniforms(address, first, last - first)) * load.interval
            yield start + places.astype(np.int64)
            continue
        whole = (after - before) * p
        # Whole numbers without end where 63 bits do not hold them.
        large = max(last * q, whole) * load.interval >= ENDLESS
        for begin, end in _parts(first, last):
            requests = np.arange(begin, end).astype(object if large else np.int64)
            places = (requests * q - before * p) * load.interval // whole
            yield start + places.astype(np.int64)


# ---------------------------------------------------------------------- with a rate


def _by_rate(
    load: Poisson | Wave | Curve | Phases | Modulated, where: Where, until: int
) -> Iterator[Instants]:
    """Requests at a rate that the clock tells, or that changes by chance."""
    unit = UnitRate(where(stream="arrivals"))
    match load:
        case Poisson():
            return _phased(Phase(load=load, duration=None), Passing(unit), until)
        case Wave():
            rate = load.rate / SECOND
            return swinging(unit, rate, load.share, load.period, load.first_peak)
        case Curve():
            return _curve(load, Passing(unit), until)
        case Phases():
            return _phases(load, Passing(unit), until)
        case Modulated():
            states = [
                Stream(where(stream=f"state {number}"), state.lasts)
                for number, state in enumerate(load.states, start=1)
            ]
            return _modulated(load, states, Passing(unit), until)
        case _:
            assert_never(load)


def _phases(load: Phases, passing: Passing, until: int) -> Iterator[Instants]:
    slopes = [_slope(part) for part in load.parts]
    if not load.repeats:
        for part in load.parts:
            yield from _phased(part, passing, until)
        return
    paced = any(isinstance(part.load, Every) for part in load.parts)  # requests in every turn
    while passing.start <= until and (paced or passing.skip(slopes, load.period)):
        for part in load.parts:
            yield from _phased(part, passing, until)


def _phased(phase: Phase, passing: Passing, until: int) -> Iterator[Instants]:
    if isinstance(phase.load, Every):
        start = passing.start
        last = until if phase.duration is None else min(until, start + phase.duration - 1)
        yield from _evenly(start, phase.load.interval, last)
    yield from passing.over(_slope(phase))


def _slope(phase: Phase) -> Slope:
    rate = phase.load.rate / SECOND if isinstance(phase.load, Poisson) else 0.0
    return Slope(lasts=inf if phase.duration is None else float(phase.duration), begins=rate)


def _curve(load: Curve, passing: Passing, until: int) -> Iterator[Instants]:
    slopes = [
        Slope(
            lasts=float(end - begin),
            begins=low / SECOND,
            rises=(high - low) / (end - begin) / SECOND,
        )
        for (begin, low), (end, high) in pairwise(load.points)
    ]
    if load.repeats:
        while passing.start <= until and passing.skip(slopes, load.period):
            yield from chain.from_iterable(passing.over(slope) for slope in slopes)
        return
    yield from chain.from_iterable(passing.over(slope) for slope in slopes)
    yield from passing.over(Slope(lasts=inf, begins=load.points[-1][1] / SECOND))


def _modulated(
    load: Modulated, states: list[Stream], passing: Passing, until: int
) -> Iterator[Instants]:
    for visit in count():
        for state, lasts in zip(load.states, states, strict=True):
            if passing.start >= until:
                return
            slope = Slope(lasts=float(lasts(visit)), begins=state.rate / SECOND)
            yield from passing.over(slope)
