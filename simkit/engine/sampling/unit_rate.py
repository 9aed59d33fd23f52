"""A Poisson process of rate 1, and how a rate that changes maps it to instants.

The n-th request comes when the integral of the rate reaches the n-th instant of the process of
rate 1 (Çınlar, Introduction to Stochastic Processes, 1975, chapter 4, proposition 7.4). Twice the
rate brings the same requests when half as much of it is over, so that a sweep compares like with
like.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from simkit.engine.sampling.inverse import ENDLESS, exponential, whole_nanoseconds
from simkit.engine.sampling.stream import BLOCK
from simkit.engine.sampling.uniform import Address, uniforms

Floats = NDArray[np.float64]
Instants = NDArray[np.int64]
HALVINGS = 64  # of a period of at most 2**62 ns, after which less than 1 ns is left


class UnitRate:
    """Instants of a Poisson process of rate 1, handed out once each, in order."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._drawn = 0
        self._last = 0.0
        self._pending: Floats = np.empty(0)

    def before(self, end: float) -> Iterator[Floats]:
        """Those before ``end``, block by block; the rest waits for the next call."""
        while True:
            ended = int(np.searchsorted(self._pending, end))
            yield self._pending[:ended]
            self._pending = self._pending[ended:]
            if len(self._pending):
                return
            self._draw()

    @property
    def next(self) -> float:
        """The first that has not been handed out."""
        if not len(self._pending):
            self._draw()
        return float(self._pending[0])

    def _draw(self) -> None:
        gaps = exponential(uniforms(self._address, self._drawn, BLOCK))
        gaps[0] += self._last  # so that the sums are those of one long cumsum, to the last bit
        self._pending = np.cumsum(gaps)
        self._drawn += BLOCK
        self._last = float(self._pending[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """A stretch of time in which a rate goes in a straight line.

    Attributes:
        lasts: In ns; infinity for the last one that goes on to the end.
        begins: The rate at its beginning, requests per ns.
        rises: What the rate gains each ns.
    """

    lasts: float
    begins: float
    rises: float = 0.0

    @property
    def expected(self) -> float:
        """How many requests to expect in it: the integral of the rate."""
        if self.rises:
            return self.lasts * (self.begins + self.rises * self.lasts / 2)
        return self.lasts * self.begins if self.begins else 0.0

    def reached(self, expected: Floats) -> Floats:
        """How long after its beginning so many requests are to be expected, ns."""
        if not self.rises:
            since = expected / self.begins
        else:
            # The root of rises/2 · t² + begins · t = expected that takes no difference of two
            # large numbers.
            under = self.begins**2 + 2 * self.rises * expected
            twice = self.begins + np.sqrt(np.maximum(under, 0.0))
            since = np.divide(2 * expected, twice, out=np.zeros(len(twice)), where=twice > 0)
        # A last bit of rounding must not carry a request out of its stretch.
        return np.clip(since, 0.0, self.lasts)


class Passing:
    """The process of rate 1 while stretches of time pass.

    Attributes:
        start: Where the next stretch begins, ns.
    """

    def __init__(self, unit: UnitRate) -> None:
        self.unit = unit
        self.start, self.passed = 0, 0.0  # the instant, and the requests expected before

    def over(self, slope: Slope) -> Iterator[Instants]:
        """The instants of the requests in a stretch, ns, block by block."""
        ahead = slope.expected
        if ahead:
            for times in self.unit.before(self.passed + ahead):
                yield self.start + whole_nanoseconds(slope.reached(times - self.passed))
        self.passed += ahead
        self.start += 0 if slope.lasts == inf else int(slope.lasts)

    def skip(self, slopes: Iterable[Slope], period: int) -> bool:
        """Let the periods pass in which no request comes; whether any does in any run."""
        each = sum(slope.expected for slope in slopes)
        periods = int((self.unit.next - self.passed) / each) if each else ENDLESS
        if periods > 0:
            self.start += periods * period
            self.passed += periods * each
        return self.start < ENDLESS


def swinging(
    unit: UnitRate, rate: float, share: float, period: int, peak: float
) -> Iterator[Instants]:
    """The instants of the requests of a rate that goes up and down as a sine, ns, block by block.

    Args:
        unit: The process of rate 1.
        rate: Mean, requests per ns.
        share: How far the rate goes from its mean, as a share of it.
        period: From one peak to the next, ns.
        peak: When one is, ns.

    The integral is Kepler's equation, which has no closed inverse: the instant is found by
    halving, in as many steps for every request, so that later ones never come before earlier ones.
    """
    turn = 2 * np.pi / period
    swing = share / turn

    def integral(since: Floats) -> Floats:
        """Of the rate over its mean from the beginning of a period, in ns."""
        reached: Floats = since + swing * (np.sin(turn * (since - peak)) + np.sin(turn * peak))
        return reached

    each = rate * period
    for times in unit.before(inf):
        periods = np.floor(times / each)
        wanted = (times - periods * each) / rate
        low, high = np.zeros(len(times)), np.full(len(times), float(period))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            early = integral(middle) < wanted
            low, high = np.where(early, middle, low), np.where(early, high, middle)
        # Exactly: floats of a year are no whole nanoseconds.
        number = whole_nanoseconds(periods)
        come = number < -(-ENDLESS // period)
        yield number[come] * period + whole_nanoseconds(high)[come]
        if not come.all():
            return
