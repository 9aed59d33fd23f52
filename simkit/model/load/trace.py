"""Requests as somebody has recorded them: at which instants, or how many in each interval."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil
from typing import ClassVar

from simkit.model.distribution.ranges import check_number, check_time
from simkit.model.load.over_time import MOST_STEPS
from simkit.model.load.steady import Rates
from simkit.units import (
    GREATEST_RATE,
    LEAST_RATE,
    SECOND,
    BadValue,
    parse_rate,
    rate_text,
    time_text,
)

ENOUGH = 100  # requests in a step, of which chance makes about a tenth more or less


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Recorded requests: each comes at the instant, to the nanosecond, at which it came.

    Attributes:
        file: Where the instants come from; "" when they were given as they are.
        column: Its column; "" without a file.
        unit: Unit of that column as written ("ms"); "" when it was not stated.
        from_first: Whether time begins at its first row and not at 0.
        instants: In ns, never descending, at least one; if ``from_first``, less the first row.
        rescaled: The mean rate up to the last request, in requests per second, that replaces
            its own: all of it happens faster or more slowly; None to take it as it is.

    >>> trace = Trace(file="t.csv", column="t", instants=(0, 1_000_000_000, 4_000_000_000))
    >>> print(trace.with_quantity("1.5/s"))
    trace t.csv column t mean 1.5/s
    >>> trace.with_quantity("1.5/s").coming
    (0, 500000000, 2000000000)
    """

    file: str = ""
    column: str = ""
    unit: str = ""
    from_first: bool = False
    instants: tuple[int, ...]
    rescaled: float | None = None
    by_chance: ClassVar[bool] = False
    settles: ClassVar[bool] = False
    dispersion: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        if not self.instants:
            raise BadValue("found no requests", "at least one recorded instant")
        check_time("request time", self.instants[0], minimum=0)
        check_time("request time", self.instants[-1], minimum=0)
        for before, after in pairwise(self.instants):
            if after < before:
                found = f"found {time_text(max(after, 0))} after {time_text(before)}"
                raise BadValue(found, "instants that never descend")
        check_source(self.file, self.column)
        if self.unit and not self.file:
            raise BadValue(f"found a unit {self.unit!r} without a file", "a file with a column")
        if self.rescaled is not None:
            check_number("mean rate", self.rescaled, LEAST_RATE, GREATEST_RATE)
            if not self.instants[-1]:
                raise BadValue("found a trace that is over at 0 s", "one that lasts, to be scaled")

    def __str__(self) -> str:
        words = f"trace values {' '.join(time_text(instant) for instant in self.instants)}"
        if self.file:
            words = f"trace {file_name(self.file)} column {file_name(self.column)}"
            words += f" in {self.unit}" if self.unit else ""
            words += " from first" if self.from_first else ""
        return words if self.rescaled is None else f"{words} mean {rate_text(self.rescaled)}"

    def with_quantity(self, text: str) -> "Trace":
        """The same requests, all of it faster or more slowly, at another mean rate."""
        return replace(self, rescaled=parse_rate(text))

    def given(self) -> "Trace":
        """The same without its file, with the instants in its place."""
        return Trace(instants=self.instants, rescaled=self.rescaled)

    @property
    def coming(self) -> tuple[int, ...]:
        """The instants at which they come, in ns: as recorded, or scaled and rounded."""
        if self.rescaled is None:
            return self.instants
        slower = Fraction(len(self.instants) * SECOND, self.instants[-1]) / Fraction(self.rescaled)
        p, q = slower.numerator, slower.denominator
        return tuple((2 * instant * p + q) // (2 * q) for instant in self.instants)

    @property
    def ends(self) -> int:
        """When the last request comes, ns."""
        return self.coming[-1]

    @property
    def peak(self) -> float:
        """Requests per second where most of them come."""
        return max(rate for _, rate in self.rates(self.ends + 1))

    def expected(self, until: int) -> float:
        """How many requests come before an instant, ns."""
        return bisect_left(self.coming, until)

    def rates(self, until: int) -> Rates:
        """Steps of equal length that hold a hundred requests or more on average."""
        coming = self.coming
        last = min(coming[-1] + 1, max(until, 1))
        parts = max(1, min(MOST_STEPS, bisect_left(coming, last) // ENOUGH))
        marks = sorted({part * last // parts for part in range(parts + 1)})
        steps = [
            (begin, (bisect_left(coming, end) - bisect_left(coming, begin)) / (end - begin))
            for begin, end in pairwise(marks)
        ]
        return (*((begin, rate * SECOND) for begin, rate in steps), (marks[-1], 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Recorded numbers of requests, one for each interval of the same length.

    In each interval come as many as were counted. Where in it they come was not recorded. They
    are spread evenly, the first at its beginning, which adds no chance to what was measured; or
    each at an instant of its own by chance, independent and anywhere alike, which is what a
    Poisson stream looks like once it is known how many have come (Ross, Stochastic Processes,
    theorem 2.3.1). A Poisson number with the counted one as its mean would count chance twice:
    what was counted has been drawn already.

    Attributes:
        file: Where the numbers come from; "" when they were given as they are.
        column: Its column; "" without a file.
        counts: Requests of each interval, from 0, above 0 in one of them.
        interval: Its length, ns, > 0.
        by_chance: Whether the instants within an interval are drawn.
        rescaled: The mean rate, in requests per second, that replaces their own: in each interval
            come more or fewer, in proportion; None to take them as they are.

    >>> day = Counts(counts=(2, 0, 4), interval=1_000_000_000)
    >>> print(day.with_quantity("1/s"))
    trace values 2 0 4 every 1 s mean 1/s
    >>> [count for count in day.with_quantity("1/s").numbers()]
    [1, 0, 2]
    """

    file: str = ""
    column: str = ""
    counts: tuple[int, ...]
    interval: int
    by_chance: bool = False
    rescaled: float | None = None
    settles: ClassVar[bool] = False
    dispersion: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        if not any(self.counts):
            raise BadValue("found no requests", "at least one recorded request")
        if any(count < 0 for count in self.counts):
            raise BadValue(f"found {min(self.counts)} requests", "a whole number from 0")
        check_time("interval", self.interval)
        check_source(self.file, self.column)
        if self.rescaled is not None:
            check_number("mean rate", self.rescaled, LEAST_RATE, GREATEST_RATE)

    def __str__(self) -> str:
        words = f"trace values {' '.join(str(count) for count in self.counts)}"
        if self.file:
            words = f"trace {file_name(self.file)} counts {file_name(self.column)}"
        words += f" every {time_text(self.interval)}{' poisson' if self.by_chance else ''}"
        return words if self.rescaled is None else f"{words} mean {rate_text(self.rescaled)}"

    def with_quantity(self, text: str) -> "Counts":
        """The same intervals, all numbers in proportion, with another mean rate."""
        return replace(self, rescaled=parse_rate(text))

    def given(self) -> "Counts":
        """The same without its file, with the numbers in its place."""
        return replace(self, file="", column="")

    @property
    def factor(self) -> Fraction:
        """How many times as many requests come as were counted."""
        if self.rescaled is None:
            return Fraction(1)
        return Fraction(self.rescaled) * Fraction(self.ends, SECOND) / sum(self.counts)

    @property
    def ends(self) -> int:
        """When the last interval is over, ns."""
        return len(self.counts) * self.interval

    def numbers(self) -> Iterator[int]:
        """How many come in each interval: scaled, the whole numbers up to the scaled sum."""
        factor = self.factor
        p, q = factor.numerator, factor.denominator
        sums = (-(-total * p // q) for total in accumulate(self.counts, initial=0))
        return (after - before for before, after in pairwise(sums))

    @property
    def peak(self) -> float:
        """Requests per second in the interval in which most come."""
        return float(max(self.counts) * self.factor / self.interval * SECOND)

    def expected(self, until: int) -> float:
        """How many requests to expect before an instant, ns."""
        whole, rest = divmod(until, self.interval)
        numbers = list(self.numbers())
        within = sum(numbers[whole : whole + 1]) * rest
        return sum(numbers[:whole]) + ceil(within / self.interval)

    def rates(self, until: int) -> Rates:
        """One rate for each interval, or for several together where there are too many."""
        sums = list(accumulate(self.counts, initial=0))
        many = max(1, min(len(self.counts), -(-until // self.interval)))
        size = -(-many // MOST_STEPS)
        marks = [*range(0, many, size), many]
        steps = (
            (begin * self.interval, (sums[end] - sums[begin]) / (end - begin))
            for begin, end in pairwise(marks)
        )
        per_second = float(self.factor / self.interval * SECOND)
        over = (many * self.interval, 0.0)
        return (*((begin, count * per_second) for begin, count in steps), over)


def check_source(file: str, column: str) -> None:
    """Refuse a file without a column, and names that words cannot hold."""
    if bool(file) != bool(column) or set('"\n') & set(file + column):
        found = f"found file {file!r} with column {column!r}"
        raise BadValue(found, "both or none, without quotation marks")


def file_name(text: str) -> str:
    """A name as words can hold it: quoted unless it is plain."""
    plain = all(c.isalnum() or c in "_./-" for c in text) and text.lower() != "values"
    return text if plain and text.isascii() else f'"{text}"'
