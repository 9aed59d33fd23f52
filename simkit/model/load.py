"""How many requests come, and when: what a client asks of the system.

An *open* load (`Poisson`, `Every`, `Burst`, and lists of them) sends its requests whether or not
earlier ones were answered. A *closed* load (`Users`) has people who wait.
"""

from dataclasses import dataclass

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
    quoted,
    rate_text,
    time_text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poisson:
    """Many clients that know nothing of each other: gaps are exponential and independent.

    Attributes:
        rate: Requests per second, 1e-12 to 1e12.

    >>> str(Poisson(rate=80.0)), str(Poisson(rate=80.0).with_quantity("40/s"))
    ('poisson 80/s', 'poisson 40/s')
    """

    rate: float

    def __post_init__(self) -> None:
        check_number("rate", self.rate, LEAST_RATE, GREATEST_RATE)

    def __str__(self) -> str:
        return f"poisson {rate_text(self.rate)}"

    def with_quantity(self, text: str) -> "Poisson":
        """The same load at another rate."""
        return Poisson(rate=parse_rate(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """One request each ``interval``, the first at 0 s (in a list: at the start of its phase).

    Attributes:
        interval: In ns, > 0.

    >>> str(Every(interval=10_000_000).with_quantity("20/s"))
    'every 50 ms'
    """

    interval: int

    def __post_init__(self) -> None:
        check_time("interval", self.interval)

    def __str__(self) -> str:
        return f"every {time_text(self.interval)}"

    def with_quantity(self, text: str) -> "Every":
        """The same load at another interval, or at a rate: the interval in whole ns nearest it."""
        if "/" in text:
            return Every(interval=round(SECOND / parse_rate(text)))
        return Every(interval=parse_time(text))


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

    def __post_init__(self) -> None:
        if not isinstance(self.count, int) or not 1 <= self.count < 10**15:
            raise BadValue(f"found {self.count!r} users", "a whole number of users from 1")

    def __str__(self) -> str:
        return f"users {self.count} think {self.think}"

    def with_quantity(self, text: str) -> "Users":
        """Another number of the same users."""
        return Users(count=parse_count(text, minimum=1), think=self.think)


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Many requests at one instant.

    Attributes:
        at: When, in ns, from 0.
        count: How many, from 1.

    >>> str(Burst(at=0, count=10_000))
    'at 0 s 10000'
    """

    at: int
    count: int

    def __post_init__(self) -> None:
        check_time("start", self.at, minimum=0)
        if not isinstance(self.count, int) or not 1 <= self.count < 10**15:
            raise BadValue(f"found {self.count!r} requests", "a whole number of requests from 1")

    def __str__(self) -> str:
        return f"at {time_text(self.at)} {self.count}"

    def with_quantity(self, text: str) -> "Burst":
        """Another number of requests at the same instant."""
        return Burst(at=self.at, count=parse_count(text, minimum=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One stretch of a load that changes.

    Attributes:
        load: What comes during it.
        duration: In ns, > 0; None for the last one that goes on to the end.

    >>> str(Phase(load=Poisson(rate=200.0), duration=60_000_000_000))
    'poisson 200/s for 1 min'
    """

    load: Poisson | Every
    duration: int | None

    def __post_init__(self) -> None:
        if not isinstance(self.load, Poisson | Every):
            raise BadValue(f"found '{self.load}' in a phase", "'poisson' or 'every' in a phase")
        if self.duration is not None:
            check_time("duration", self.duration)

    def __str__(self) -> str:
        end = "" if self.duration is None else f" for {time_text(self.duration)}"
        return f"{self.load}{end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """One open load after the other; after a last phase with a duration nothing more comes.

    Attributes:
        parts: At least one; only the last may go on to the end, and then it is not alone.

    >>> busy = Phase(load=Poisson(rate=200.0), duration=60_000_000_000)
    >>> str(Phases(parts=(busy, Phase(load=Poisson(rate=50.0), duration=None))))
    'poisson 200/s for 1 min, then poisson 50/s'
    """

    parts: tuple[Phase, ...]

    def __post_init__(self) -> None:
        endless = [part for part in self.parts if part.duration is None]
        if not self.parts or (endless and len(self.parts) == 1):
            raise BadValue("found no phase with a duration", "'poisson 200/s for 60 s'")
        if endless and endless != [self.parts[-1]]:
            found = f"found '{endless[0]}' without 'for' before the last phase"
            raise BadValue(found, f"a duration, as in '{endless[0]} for 60 s'")

    def __str__(self) -> str:
        return ", then ".join(str(part) for part in self.parts)

    def with_quantity(self, text: str) -> "Phases":
        """Always refused: one quantity cannot say which phase it changes."""
        raise _whole_list(text, str(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """Several bursts.

    Attributes:
        parts: At least two, each later than the one before.

    >>> str(Bursts(parts=(Burst(at=0, count=100), Burst(at=60_000_000_000, count=300))))
    'at 0 s 100, then at 1 min 300'
    """

    parts: tuple[Burst, ...]

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
        raise _whole_list(text, str(self))


Load = Poisson | Every | Users | Burst | Phases | Bursts


def _whole_list(text: str, now: str) -> BadValue:
    return BadValue(f"found {quoted(text)} for a list", f"the whole list, as in '{now}'")
