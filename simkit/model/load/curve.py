"""Requests that come by chance at a rate that follows the clock, as over a day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi, sin
from typing import ClassVar

from simkit.model.distribution.ranges import check_number, check_time
from simkit.model.load.over_time import over_periods
from simkit.model.load.steady import Rates
from simkit.units import (
    GREATEST_RATE,
    LEAST_RATE,
    SECOND,
    BadValue,
    parse_rate,
    rate_text,
    share_text,
    time_text,
)

PARTS = 48  # of a wave, one of them around its peak, whose mean is then within 0.1 % of it
# Where a slope is cut into steps, as shares of its length from its lower end: the last step is
# within 0.05 % of the difference.
CUTS = (*(part / 16 for part in range(16)), *(1 - 2.0**-power for power in range(5, 11)))


def rate_or_none(rate: float) -> str:
    """A rate in words, also that of nobody.

    >>> rate_or_none(80.0), rate_or_none(0.0)
    ('80/s', '0/s')
    """
    return rate_text(rate) if rate else "0/s"


def check_rate_or_none(rate: float) -> None:
    """Refuse what is no rate; 0 is one."""
    if rate:
        check_number("rate", rate, LEAST_RATE, GREATEST_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A Poisson stream whose rate goes up and down as a sine.

    Attributes:
        rate: Its mean, requests per second, 1e-12 to 1e12.
        share: How far the rate goes above and below its mean, as a share of it, above 0 to 1.
        period: From one peak to the next, ns, > 0.
        peak_at: When the rate is first at its peak, ns, from 0 and below the period; None: after
            a quarter of the period, so that it begins at its mean and rises.

    >>> day = Wave(rate=80.0, share=0.5, period=86_400_000_000_000)
    >>> print(day.with_quantity("40/s"))
    poisson 40/s wave 50 % over 1 d
    >>> day.peak
    120.0
    """

    rate: float
    share: float
    period: int
    peak_at: int | None = None
    by_chance: ClassVar[bool] = True
    settles: ClassVar[bool] = False
    dispersion: ClassVar[float] = 1.0

    def __post_init__(self) -> None:
        check_number("rate", self.rate, LEAST_RATE, GREATEST_RATE)
        check_time("period", self.period)
        if not 1e-12 <= self.share <= 1:
            expected = "a share above 0 % (from 1e-10 %) to 100 %"
            raise BadValue(f"found a wave of {share_text(self.share)}", expected)
        if self.peak_at is not None and not 0 <= self.peak_at < self.period:
            found = f"found a peak at {time_text(self.peak_at)}"
            raise BadValue(found, f"a time below the period, {time_text(self.period)}")

    def __str__(self) -> str:
        words = f"poisson {rate_text(self.rate)} wave {share_text(self.share)}"
        words += f" over {time_text(self.period)}"
        return words if self.peak_at is None else f"{words} peak at {time_text(self.peak_at)}"

    def with_quantity(self, text: str) -> "Wave":
        """The same wave around another mean rate."""
        return replace(self, rate=parse_rate(text))

    @property
    def peak(self) -> float:
        """Requests per second at its peak."""
        return self.rate * (1 + self.share)

    @property
    def first_peak(self) -> float:
        """When the rate is first at its peak, ns."""
        return self.period / 4 if self.peak_at is None else float(self.peak_at)

    def expected(self, until: int) -> float:
        """How many requests to expect before an instant, ns: the integral of the rate."""
        turns, rest = divmod(until, self.period)
        turn = 2 * pi / self.period
        swing = (sin(turn * (rest - self.first_peak)) + sin(turn * self.first_peak)) / turn
        return self.rate * (turns * self.period + rest + self.share * swing) / SECOND

    def rates(self, until: int) -> Rates:
        """Steps, each the mean of the rate over a 48th of the period."""
        first = self.first_peak + self.period / 2 / PARTS
        cuts = {round(first + part * self.period / PARTS) % self.period for part in range(PARTS)}
        marks = [*sorted({0} | cuts), self.period]
        steps = [
            (begin, (self.expected(end) - self.expected(begin)) / (end - begin) * SECOND)
            for begin, end in pairwise(marks)
        ]
        return over_periods(steps, self.period, until, self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A Poisson stream whose rate goes in straight lines from point to point.

    Attributes:
        points: Instants in ns, the first 0, each later than the one before, at least two; and
            the rate there, requests per second, 0 or 1e-12 to 1e12, not 0 in all of them.
        repeats: Whether it begins anew at the last instant; if not, the last rate stays.

    >>> day = Curve(points=((0, 20.0), (6, 80.0), (24, 20.0)), repeats=True)
    >>> print(day)
    poisson curve 0 s 20/s 6 ns 80/s 24 ns 20/s repeat
    >>> print(day.with_quantity("100/s"))
    poisson curve 0 s 40/s 6 ns 160/s 24 ns 40/s repeat
    """

    points: tuple[tuple[int, float], ...]
    repeats: bool = False
    by_chance: ClassVar[bool] = True
    settles: ClassVar[bool] = False
    dispersion: ClassVar[float] = 1.0

    def __post_init__(self) -> None:
        if len(self.points) < 2 or self.points[0][0] != 0:
            raise BadValue(
                f"found a curve {self._words}",
                "two points or more, the first at 0 s, as in 'poisson curve 0 s 20/s 6 h 80/s'",
            )
        for instant, rate in self.points:
            check_time("point", instant, minimum=0)
            check_rate_or_none(rate)
        for (before, _), (after, _) in pairwise(self.points):
            if after <= before:
                found = f"found a point at {time_text(after)} after one at {time_text(before)}"
                raise BadValue(found, "each point later than before")
        if not self.peak:
            raise BadValue("found a curve that is 0/s everywhere", "a rate above 0 somewhere")

    def __str__(self) -> str:
        return f"poisson curve {self._words}{' repeat' if self.repeats else ''}"

    @property
    def _words(self) -> str:
        return " ".join(f"{time_text(at)} {rate_or_none(rate)}" for at, rate in self.points)

    def with_quantity(self, text: str) -> "Curve":
        """The same curve, all rates in proportion, with another mean up to its last point."""
        factor = parse_rate(text) / (self._once(self.period) / self.period * SECOND)
        return replace(self, points=tuple((at, rate * factor) for at, rate in self.points))

    @property
    def period(self) -> int:
        """When its last point is, ns."""
        return self.points[-1][0]

    @property
    def peak(self) -> float:
        """Requests per second at its peak."""
        return max(rate for _, rate in self.points)

    def expected(self, until: int) -> float:
        """How many requests to expect before an instant, ns: the integral of the rate."""
        if self.repeats:
            turns, rest = divmod(until, self.period)
            return turns * self._once(self.period) + self._once(rest)
        after = max(0, until - self.period) * self.points[-1][1] / SECOND
        return self._once(min(until, self.period)) + after

    def _once(self, until: int) -> float:
        total = 0.0
        for (begin, low), (end, high) in pairwise(self.points):
            length = max(0, min(end, until) - begin)
            slope = (high - low) / (end - begin)
            total += length * (low + slope * length / 2) / SECOND
        return total

    def rates(self, until: int) -> Rates:
        """Steps, each the mean of the rate over it, the finer the nearer to the upper end."""
        steps = list(self._steps())
        if not self.repeats:
            return (*steps, (self.period, self.points[-1][1]))
        mean = self._once(self.period) / self.period * SECOND
        return over_periods(steps, self.period, until, mean)

    def _steps(self) -> Iterator[tuple[int, float]]:
        for (begin, low), (end, high) in pairwise(self.points):
            cuts = CUTS if high > low else tuple(1 - cut for cut in reversed(CUTS))
            shares = (0.0,) if high == low else (*(cut for cut in cuts if 0 <= cut < 1),)
            marks = sorted({begin, *(begin + int(share * (end - begin)) for share in shares)})
            for mark, after in pairwise([*marks, end]):
                middle = ((mark + after) / 2 - begin) / (end - begin)
                yield mark, low + (high - low) * middle
