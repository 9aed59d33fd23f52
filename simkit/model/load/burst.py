"""Many requests at one instant, once or again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from simkit.model.distribution.ranges import check_time
from simkit.model.load.steady import Rates
from simkit.units import SECOND, BadValue, parse_count, quoted, time_text

MOST_TOLD = 200  # bursts one by one; more of them are, from afar, a rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Many requests at one instant, or at many.

    Attributes:
        at: When, in ns, from 0; the first time if it recurs.
        count: How many, from 1.
        every: After what time as many come again, in ns, > 0; None: never.

    >>> str(Burst(at=0, count=10_000)), str(Burst(at=0, count=100, every=60_000_000_000))
    ('at 0 s 10000', 'at 0 s 100 every 1 min')
    """

    at: int
    count: int
    every: int | None = None
    by_chance: ClassVar[bool] = False
    settles: ClassVar[bool] = False
    dispersion: ClassVar[float] = 0.0
    peak: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        check_time("start", self.at, minimum=0)
        if not isinstance(self.count, int) or not 1 <= self.count < 10**15:
            raise BadValue(f"found {self.count!r} requests", "a whole number of requests from 1")
        if self.every is not None:
            check_time("time between bursts", self.every)

    def __str__(self) -> str:
        again = "" if self.every is None else f" every {time_text(self.every)}"
        return f"at {time_text(self.at)} {self.count}{again}"

    def with_quantity(self, text: str) -> "Burst":
        """Another number of requests at the same instants."""
        return replace(self, count=parse_count(text, minimum=1))

    @property
    def ends(self) -> int | None:
        """When the last request comes, ns; None if they never end."""
        return self.at if self.every is None else None

    def times(self, until: int) -> int:
        """How often it comes before an instant, ns."""
        if self.every is None or until <= self.at:
            return int(self.at < until)
        return -((self.at - until) // self.every)

    def expected(self, until: int) -> float:
        """How many requests come before an instant, ns."""
        return self.count * self.times(until)

    def rates(self, until: int) -> Rates:
        """None, as they are told one by one; a rate of those that are too many for that."""
        if self.every is None or self.times(until) <= MOST_TOLD:
            return ((0, 0.0),)
        return ((0, 0.0), (self.at, self.count / self.every * SECOND))[not self.at :]

    def singly(self, until: int) -> Iterator["Burst"]:
        """Each burst before an instant, ns; none if they are told as a rate."""
        times = self.times(until)
        for number in range(times if times <= MOST_TOLD else 0):
            yield Burst(at=self.at + number * (self.every or 0), count=self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """Several bursts.

    Attributes:
        parts: At least two, each later than the one before.

    >>> str(Bursts(parts=(Burst(at=0, count=100), Burst(at=60_000_000_000, count=300))))
    'at 0 s 100, then at 1 min 300'
    """

    parts: tuple[Burst, ...]
    by_chance: ClassVar[bool] = False
    settles: ClassVar[bool] = False
    dispersion: ClassVar[float] = 0.0
    peak: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        if len(self.parts) < 2:
            raise BadValue(f"found {len(self.parts)} in a list of bursts", "two bursts or more")
        for before, after in zip(self.parts, self.parts[1:], strict=False):
            if after.at <= before.at:
                raise BadValue(f"found '{after}' after '{before}'", "each burst later than before")

    def __str__(self) -> str:
        return ", then ".join(str(part) for part in self.parts)

    def with_quantity(self, text: str) -> "Bursts":
        """Always refused: one quantity cannot say which burst it changes."""
        raise BadValue(f"found {quoted(text)} for a list", f"the whole list, as in '{self}'")

    @property
    def ends(self) -> int | None:
        """When the last request comes, ns; None if they never end."""
        once = all(part.every is None for part in self.parts)
        return self.parts[-1].at if once else None

    def expected(self, until: int) -> float:
        """How many requests come before an instant, ns."""
        return sum(part.expected(until) for part in self.parts)

    def rates(self, until: int) -> Rates:
        """Of those bursts that are too many to be told one by one, together."""
        parts = [part.rates(until) for part in self.parts]
        begins = sorted({begin for part in parts for begin, _ in part})
        return tuple(
            (begin, sum(max((at, rate) for at, rate in part if at <= begin)[1] for part in parts))
            for begin in begins
        )

    def singly(self, until: int) -> Iterator[Burst]:
        """Each burst before an instant, ns, of those that are told one by one."""
        for part in self.parts:
            yield from part.singly(until)
