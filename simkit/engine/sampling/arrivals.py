"""When requests arrive, and how long users think."""

from collections.abc import Iterator
from itertools import chain, count, repeat, takewhile
from math import inf

import numpy as np
from numpy.typing import NDArray

from simkit.engine.sampling.inverse import exponential, whole_nanoseconds
from simkit.engine.sampling.stream import BLOCK, Stream
from simkit.engine.sampling.uniform import Address, uniforms
from simkit.model.load import Burst, Bursts, Every, Load, Phase, Phases, Poisson, Users
from simkit.units import SECOND


def arrivals(
    load: Load, *, seed: int, replication: int, client: str, journey: str = ""
) -> Iterator[int]:
    """The instants of the requests in ns, never descending, as long as the load lasts.

    The requests of `Poisson` are those of a unit-rate process, mapped through the rate: twice the
    rate brings the same requests in half the time, so that a sweep compares like with like. In
    `Phases` the same process is mapped through the integral of the rates.

    Raises:
        TypeError: For `Users`, who wait for answers; see `thinking`.

    >>> list(arrivals(Burst(at=5, count=3), seed=1, replication=0, client="Client"))
    [5, 5, 5]
    """
    match load:
        case Users():
            raise TypeError("users ask when they were answered; only an engine knows when")
        case Every():
            return count(0, load.interval)
        case Burst():
            return repeat(load.at, load.count)
        case Bursts():
            return chain.from_iterable(repeat(burst.at, burst.count) for burst in load.parts)
        case Poisson():
            phases: tuple[Phase, ...] = (Phase(load=load, duration=None),)
        case Phases():
            phases = load.parts
    return _phased(
        phases,
        Address(
            seed=seed, replication=replication, stream="arrivals", client=client, journey=journey
        ),
    )


def thinking(load: Users, *, seed: int, replication: int, client: str, journey: str = "") -> Stream:
    """How long users think: before turn t, from 0, user u, from 0, takes draw t · count + u."""
    address = Address(
        seed=seed, replication=replication, stream="thinking", client=client, journey=journey
    )
    return Stream(address, load.think)


def _phased(phases: tuple[Phase, ...], address: Address) -> Iterator[int]:
    unit = _UnitRate(address)
    start, passed = 0, 0.0  # of this phase: its instant in ns, and the requests expected before
    for phase in phases:
        end = None if phase.duration is None else start + phase.duration
        if isinstance(phase.load, Every):
            instants: Iterator[int] = count(start, phase.load.interval)
            yield from instants if end is None else takewhile(end.__gt__, instants)
        else:
            rate = phase.load.rate / SECOND
            lasts = inf if end is None else float(end - start)
            for times in unit.before(passed + rate * lasts):
                # A last bit of rounding must not carry a request beyond its phase.
                since = whole_nanoseconds(np.minimum((times - passed) / rate, lasts))
                yield from (start + instant for instant in since.tolist())
            passed += rate * lasts
        start = end or start


class _UnitRate:
    """Instants of a Poisson process of rate 1, handed out once each, in order."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._drawn = 0
        self._last = 0.0
        self._pending: NDArray[np.float64] = np.empty(0)

    def before(self, end: float) -> Iterator[NDArray[np.float64]]:
        """Those before ``end``, block by block; the rest waits for the next call."""
        while True:
            ended = int(np.searchsorted(self._pending, end))
            yield self._pending[:ended]
            self._pending = self._pending[ended:]
            if len(self._pending):
                return
            self._draw()

    def _draw(self) -> None:
        gaps = exponential(uniforms(self._address, self._drawn, BLOCK))
        gaps[0] += self._last  # so that the sums are those of one long cumsum, to the last bit
        self._pending = np.cumsum(gaps)
        self._drawn += BLOCK
        self._last = float(self._pending[-1])
