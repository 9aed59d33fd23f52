"""One kind of load after the other, once or again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from simkit.model.distribution.ranges import check_time
from simkit.model.load.over_time import over_periods
from simkit.model.load.steady import Every, Poisson, Rates
from simkit.units import SECOND, BadValue, parse_rate, quoted, time_text

ALLOWED = "'poisson', 'every' or 'nothing' in a phase"


@dataclass(frozen=True, slots=True)
class Nothing:
    """A phase in which nobody comes.

    >>> str(Phase(load=Nothing(), duration=50_000_000_000))
    'nothing for 50 s'
    """

    by_chance: ClassVar[bool] = False
    peak: ClassVar[float] = 0.0

    def __str__(self) -> str:
        return "nothing"

    def expected(self, until: int) -> float:
        """None."""
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One stretch of a load that changes.

    Attributes:
        load: What comes during it.
        duration: In ns, > 0; None for the last one that goes on to the end.

    >>> str(Phase(load=Poisson(rate=200.0), duration=60_000_000_000))
    'poisson 200/s for 1 min'
    """

    load: Poisson | Every | Nothing
    duration: int | None

    def __post_init__(self) -> None:
        if not isinstance(self.load, Poisson | Every | Nothing):
            raise BadValue(f"found '{self.load}' in a phase", ALLOWED)
        if self.duration is not None:
            check_time("duration", self.duration)

    def __str__(self) -> str:
        end = "" if self.duration is None else f" for {time_text(self.duration)}"
        return f"{self.load}{end}"

    @property
    def rate(self) -> float:
        """Requests per second in it: of an interval that does not fit in, what really comes.

        >>> Phase(load=Every(interval=400_000_000), duration=1_000_000_000).rate
        3.0
        """
        if isinstance(self.load, Every) and self.duration is not None:
            return self.load.expected(self.duration) / self.duration * SECOND
        return self.load.peak

    def scaled(self, factor: float) -> "Phase":
        """The same phase with so many times as many requests; an interval is rounded to 1 ns."""
        match self.load:
            case Poisson():
                return replace(self, load=Poisson(rate=self.load.rate * factor))
            case Every():
                return replace(self, load=Every(interval=round(self.load.interval / factor)))
            case Nothing():
                return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """One open load after the other; after a last phase with a duration nothing more comes.

    Attributes:
        parts: At least one; only the last may go on to the end, and then it is not alone.
        repeats: Whether all of them come again and again; each has a duration then.

    >>> busy = Phase(load=Poisson(rate=200.0), duration=60_000_000_000)
    >>> str(Phases(parts=(busy, Phase(load=Poisson(rate=50.0), duration=None))))
    'poisson 200/s for 1 min, then poisson 50/s'
    >>> on_off = Phases(parts=(busy, Phase(load=Nothing(), duration=60_000_000_000)), repeats=True)
    >>> print(on_off.with_quantity("10/s"))
    poisson 20/s for 1 min, then nothing for 1 min, then repeat
    """

    parts: tuple[Phase, ...]
    repeats: bool = False
    settles: ClassVar[bool] = False

    def __post_init__(self) -> None:
        endless = [part for part in self.parts if part.duration is None]
        if not self.parts or (endless and len(self.parts) == 1):
            raise BadValue("found no phase with a duration", "'poisson 200/s for 60 s'")
        if endless and (self.repeats or endless != [self.parts[-1]]):
            what = "in phases that repeat" if self.repeats else "before the last phase"
            found = f"found '{endless[0]}' without 'for' {what}"
            raise BadValue(found, f"a duration, as in '{endless[0]} for 60 s'")
        if all(isinstance(part.load, Nothing) for part in self.parts):
            raise BadValue("found phases in which nothing comes", "a phase with requests too")

    def __str__(self) -> str:
        parts = [str(part) for part in self.parts]
        return ", then ".join([*parts, "repeat"] if self.repeats else parts)

    def with_quantity(self, text: str) -> "Phases":
        """Phases that repeat, with another mean rate, all in proportion; others are refused."""
        if not self.repeats:  # one quantity cannot say which phase it changes
            raise BadValue(f"found {quoted(text)} for a list", f"the whole list, as in '{self}'")
        factor = parse_rate(text) / self._mean_rate
        return replace(self, parts=tuple(part.scaled(factor) for part in self.parts))

    @property
    def by_chance(self) -> bool:
        """Whether any of it is drawn."""
        return any(part.load.by_chance for part in self.parts)

    @property
    def dispersion(self) -> float:
        """At most that of a Poisson stream."""
        return float(self.by_chance)

    @property
    def peak(self) -> float:
        """Requests per second in the busiest phase."""
        return max(part.rate for part in self.parts)

    @property
    def period(self) -> int:
        """How long all phases with a duration take together, ns."""
        return sum(part.duration or 0 for part in self.parts)

    @property
    def ends(self) -> int | None:
        """After what instant nothing comes any more, ns; None if they never end."""
        last = self.parts[-1]
        goes_on = last.duration is None and not isinstance(last.load, Nothing)
        return None if goes_on or self.repeats else self.period

    @property
    def _mean_rate(self) -> float:
        return self._once(self.period) / self.period * SECOND

    def expected(self, until: int) -> float:
        """How many requests to expect before an instant, ns."""
        if not self.repeats:
            return self._once(until)
        turns, rest = divmod(until, self.period)
        return turns * self._once(self.period) + self._once(rest)

    def _once(self, until: int) -> float:
        """How many requests to expect before an instant, if nothing repeats."""
        total, start = 0.0, 0
        for part in self.parts:
            left = max(0, until - start)
            total += part.load.expected(min(left if part.duration is None else part.duration, left))
            start += part.duration or 0
        return total

    def rates(self, until: int) -> Rates:
        """One rate for each phase."""
        begins = tuple(self._begins())
        if self.repeats:
            return over_periods(begins, self.period, until, self._mean_rate)
        return begins if self.parts[-1].duration is None else (*begins, (self.period, 0.0))

    def _begins(self) -> Iterator[tuple[int, float]]:
        start = 0
        for part in self.parts:
            yield start, part.rate
            start += part.duration or 0
