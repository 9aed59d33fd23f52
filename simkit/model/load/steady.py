"""Requests that come for ever in the same way: by chance, at equal distances, from users."""

from dataclasses import dataclass
from typing import ClassVar

from simkit.model.distribution import Distribution
from simkit.model.distribution.ranges import check_number, check_time
from simkit.units import (
    GREATEST_RATE,
    LEAST_RATE,
    SECOND,
    BadValue,
    parse_count,
    parse_rate,
    parse_time,
    rate_text,
    time_text,
)

Rates = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poisson:
    """Many clients that know nothing of each other: gaps are exponential and independent.

    Attributes:
        rate: Requests per second, 1e-12 to 1e12.

    >>> str(Poisson(rate=80.0)), str(Poisson(rate=80.0).with_quantity("40/s"))
    ('poisson 80/s', 'poisson 40/s')
    """

    rate: float
    by_chance: ClassVar[bool] = True
    settles: ClassVar[bool] = True
    dispersion: ClassVar[float] = 1.0

    def __post_init__(self) -> None:
        check_number("rate", self.rate, LEAST_RATE, GREATEST_RATE)

    def __str__(self) -> str:
        return f"poisson {rate_text(self.rate)}"

    def with_quantity(self, text: str) -> "Poisson":
        """The same load at another rate."""
        return Poisson(rate=parse_rate(text))

    @property
    def peak(self) -> float:
        """Requests per second."""
        return self.rate

    def expected(self, until: int) -> float:
        """How many requests to expect before an instant, ns."""
        return self.rate * until / SECOND

    def rates(self, until: int) -> Rates:
        """One rate from the beginning on."""
        return ((0, self.rate),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """One request each ``interval``, the first at 0 s (in a list: at the start of its phase).

    Attributes:
        interval: In ns, > 0.

    >>> str(Every(interval=10_000_000).with_quantity("20/s"))
    'every 50 ms'
    """

    interval: int
    by_chance: ClassVar[bool] = False
    settles: ClassVar[bool] = True
    dispersion: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        check_time("interval", self.interval)

    def __str__(self) -> str:
        return f"every {time_text(self.interval)}"

    def with_quantity(self, text: str) -> "Every":
        """The same load at another interval, or at a rate: the interval in whole ns nearest it."""
        if "/" in text:
            return Every(interval=round(SECOND / parse_rate(text)))
        return Every(interval=parse_time(text))

    @property
    def peak(self) -> float:
        """Requests per second."""
        return SECOND / self.interval

    def expected(self, until: int) -> float:
        """How many requests come before an instant, ns."""
        return -(-until // self.interval)

    def rates(self, until: int) -> Rates:
        """One rate from the beginning on."""
        return ((0, self.peak),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """A closed load: each user thinks first, then asks, and thinks again when answered.

    Answered means that its journey has answered, well or not. A slower system therefore gets
    fewer requests, which an open load never grants it.

    Attributes:
        count: Number of users, from 1.
        think: How long one thinks before each request.

    >>> from simkit.model.distribution import Exponential
    >>> str(Users(count=50, think=Exponential(mean=2_000_000_000)).with_quantity("100"))
    'users 100 think exponential 2 s'
    """

    count: int
    think: Distribution
    settles: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not isinstance(self.count, int) or not 1 <= self.count < 10**15:
            raise BadValue(f"found {self.count!r} users", "a whole number of users from 1")

    def __str__(self) -> str:
        return f"users {self.count} think {self.think}"

    def with_quantity(self, text: str) -> "Users":
        """Another number of the same users."""
        return Users(count=parse_count(text, minimum=1), think=self.think)

    @property
    def by_chance(self) -> bool:
        """Whether their thinking is drawn."""
        return self.think.cv > 0

    @property
    def dispersion(self) -> float:
        """About that of chance; what the system does to it is not known here."""
        return float(self.by_chance)

    @property
    def peak(self) -> float:
        """Requests per second if every answer came at once."""
        return self.rates(0)[0][1]

    def expected(self, until: int) -> float:
        """At least so many, if each asks once."""
        return self.count

    def rates(self, until: int, gone: float = 0.0) -> Rates:
        """One rate: of users who are gone for so long, ns, with each request."""
        # Nobody asks more than once in a nanosecond.
        return ((0, self.count / max(self.think.mean + gone, 1.0) * SECOND),)
