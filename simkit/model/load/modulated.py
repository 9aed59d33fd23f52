"""Requests that come by chance at a rate that itself changes by chance."""

from dataclasses import dataclass
from math import fsum, inf, isinf
from typing import ClassVar

from simkit.model.distribution import Distribution, Mixture
from simkit.model.load.curve import check_rate_or_none, rate_or_none
from simkit.model.load.steady import Rates
from simkit.units import LONGEST, SECOND, BadValue, parse_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One of the states that a rate goes through.

    Attributes:
        rate: Requests per second, 0 or 1e-12 to 1e12.
        lasts: How long it stays there, each time.

    >>> from simkit.model.distribution import Exponential
    >>> str(State(rate=20.0, lasts=Exponential(mean=60_000_000_000)))
    '20/s for exponential 1 min'
    """

    rate: float
    lasts: Distribution

    def __post_init__(self) -> None:
        check_rate_or_none(self.rate)
        if isinstance(self.lasts, Mixture):
            raise BadValue(f"found '{self.lasts}' in a state", "a law that is no mixture")
        if self.lasts.is_zero or not self.lasts.mean <= LONGEST:
            found = f"found a state that lasts '{self.lasts}'"
            raise BadValue(found, "a time above 0 s and up to 36500 d")

    def __str__(self) -> str:
        return f"{rate_or_none(self.rate)} for {self.lasts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Modulated:
    """A Markov-modulated Poisson process: the rate goes through states, one after the other.

    It begins in the first, and after the last comes the first again. The states are a Markov
    chain where their times are exponential, and a semi-Markov process otherwise.

    Attributes:
        states: At least two, with a rate above 0 in one of them.

    Source: Heffes and Lucantoni (1986), A Markov modulated characterization of packetized voice
    and data traffic, for two states with exponential times.

    >>> from simkit.model.distribution import Exponential
    >>> calm = State(rate=20.0, lasts=Exponential(mean=60_000_000_000))
    >>> busy = State(rate=410.0, lasts=Exponential(mean=5_000_000_000))
    >>> load = Modulated(states=(calm, busy))
    >>> print(load.with_quantity("25/s"))
    mmpp 10/s for exponential 1 min or 205/s for exponential 5 s
    >>> load.rate, load.peak
    (50.0, 410.0)
    """

    states: tuple[State, ...]
    by_chance: ClassVar[bool] = True
    settles: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if len(self.states) < 2:
            raise BadValue(f"found {len(self.states)} state", "two states or more")
        if not self.peak:
            raise BadValue("found 0/s in every state", "a rate above 0 in one of them")

    def __str__(self) -> str:
        return f"mmpp {' or '.join(str(state) for state in self.states)}"

    def with_quantity(self, text: str) -> "Modulated":
        """The same states, all rates in proportion, with another mean rate in the long run."""
        factor = parse_rate(text) / self.rate
        return Modulated(
            states=tuple(State(rate=one.rate * factor, lasts=one.lasts) for one in self.states)
        )

    @property
    def turn(self) -> float:
        """How long it takes on average to go through all states, ns."""
        return fsum(state.lasts.mean for state in self.states)

    @property
    def rate(self) -> float:
        """Requests per second in the long run."""
        return fsum(state.rate * state.lasts.mean for state in self.states) / self.turn

    @property
    def peak(self) -> float:
        """Requests per second in the busiest state."""
        return max(state.rate for state in self.states)

    @property
    def dispersion(self) -> float:
        """Variance of how many requests come in a long time, over their mean number.

        A turn through all states is a renewal, and what comes more or less in it than at the mean
        rate is its reward (Smith 1955), so that the variance grows by Σ v (λ − mean rate)² in a
        turn, v the variance of the time in each state, beyond that of a Poisson stream. With two
        exponential states it is equation 6 of Heffes and Lucantoni (1986) for long times.

        >>> from simkit.model.distribution import Exponential
        >>> second = Exponential(mean=1_000_000_000)
        >>> states = (State(rate=0.0, lasts=second), State(rate=2.0, lasts=second))
        >>> Modulated(states=states).dispersion  # 1 + 2·2²·1·1/((1 + 1)²·(0·1 + 2·1))
        2.0
        """
        if any(isinf(state.lasts.cv) for state in self.states):
            return inf
        mean = self.rate
        beyond = fsum(
            (state.lasts.cv * state.lasts.mean * (state.rate - mean)) ** 2 for state in self.states
        )
        return 1 + beyond / self.turn / mean / SECOND

    def expected(self, until: int) -> float:
        """How many requests to expect before an instant, ns, in the long run."""
        return self.rate * until / SECOND

    def changes(self, until: int) -> float:
        """How often the state changes before an instant, ns, on average and in the long run."""
        return len(self.states) * until / self.turn

    def rates(self, until: int) -> Rates:
        """The rate in the long run; when it is higher, nobody knows in advance."""
        return ((0, self.rate),)
