"""The families met first: constant, exponential and its sums and blends, uniform."""

from dataclasses import dataclass, replace
from math import sqrt
from typing import ClassVar

from simkit.model.distribution.ranges import ENDLESS, check_number, check_time
from simkit.units import BadValue, number_text, time_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """Always the same.

    Attributes:
        value: In ns, from 0; `ENDLESS` for what never comes.

    >>> str(Constant(value=5_000_000))
    '5 ms'
    """

    value: int

    def __post_init__(self) -> None:
        if self.value != ENDLESS:
            check_time("constant", self.value, minimum=0)

    def __str__(self) -> str:
        return "never" if self.value == ENDLESS else time_text(self.value)

    @property
    def mean(self) -> float:
        """In ns."""
        return float(self.value)

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        return 0.0

    @property
    def is_zero(self) -> bool:
        """Whether nothing but 0 s can be drawn."""
        return self.value == 0

    def scaled_to(self, mean_ns: int) -> "Constant":
        """The same shape around another mean, in ns."""
        return Constant(value=mean_ns)


NEVER = Constant(value=ENDLESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential:
    """Without memory: how much is done says nothing about how much is left.

    Attributes:
        mean: In ns, > 0.

    >>> str(Exponential(mean=5_000_000))
    'exponential 5 ms'
    """

    mean: int
    cv: ClassVar[float] = 1.0
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)

    def __str__(self) -> str:
        return f"exponential {time_text(self.mean)}"

    def scaled_to(self, mean_ns: int) -> "Exponential":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erlang:
    """The sum of ``k`` independent exponential stages of equal mean (Erlang 1917).

    Attributes:
        mean: Of the sum, in ns, > 0.
        k: Number of stages, 1 to 1,000,000.

    >>> Erlang(mean=5_000_000, k=4).cv
    0.5
    """

    mean: int
    k: int
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)
        if not isinstance(self.k, int):
            raise BadValue(f"found a k of {self.k!r}", "a whole number of stages")
        check_number("k", self.k, 1, 1_000_000)

    def __str__(self) -> str:
        return f"erlang {time_text(self.mean)} k {self.k}"

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        return 1 / sqrt(self.k)

    def scaled_to(self, mean_ns: int) -> "Erlang":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gamma:
    """Erlang with any number of stages, also less than one: shape 1/cv², scale mean·cv².

    Attributes:
        mean: In ns, > 0.
        cv: Coefficient of variation, 0.001 to 100.

    >>> str(Gamma(mean=5_000_000, cv=2.0))
    'gamma 5 ms cv 2'
    """

    mean: int
    cv: float
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)
        check_number("cv", self.cv, 0.001, 100)

    def __str__(self) -> str:
        return f"gamma {time_text(self.mean)} cv {number_text(self.cv)}"

    def scaled_to(self, mean_ns: int) -> "Gamma":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperexponential:
    """One of two exponentials, seldom the long one; both bring half of the mean.

    With these *balanced means*, the short one has the share (1 + √((cv² - 1) / (cv² + 1))) / 2
    (Morse, Queues, Inventories and Maintenance, 1958; Whitt, Operations Research 30, 1982).

    Attributes:
        mean: In ns, > 0.
        cv: Coefficient of variation, 1 to 100.

    >>> str(Hyperexponential(mean=5_000_000, cv=3.0))
    'hyperexponential 5 ms cv 3'
    """

    mean: int
    cv: float
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)
        check_number("cv", self.cv, 1, 100)

    def __str__(self) -> str:
        return f"hyperexponential {time_text(self.mean)} cv {number_text(self.cv)}"

    @property
    def long_share(self) -> float:
        """Share of the exponential with the longer mean, 0 to 0.5."""
        square = self.cv**2
        # (1 - root) / 2, without the cancellation when cv is large
        return 1 / ((square + 1) * (1 + sqrt((square - 1) / (square + 1))))

    def scaled_to(self, mean_ns: int) -> "Hyperexponential":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Anything between two bounds, equally likely.

    Attributes:
        low: In ns, from 0.
        high: In ns, > ``low``.

    >>> Uniform(low=5_000_000, high=9_000_000).mean
    7000000.0
    """

    low: int
    high: int
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("lower bound", self.low, minimum=0)
        check_time("upper bound", self.high)
        if self.high <= self.low:
            found = f"found an upper bound of {time_text(self.high)}"
            raise BadValue(found, f"one above the lower bound, {time_text(self.low)}")

    def __str__(self) -> str:
        return f"uniform {time_text(self.low)} to {time_text(self.high)}"

    @property
    def mean(self) -> float:
        """In ns."""
        return (self.low + self.high) / 2

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        return (self.high - self.low) / sqrt(12) / self.mean

    def scaled_to(self, mean_ns: int) -> "Uniform":
        """Both bounds scaled by the same factor, rounded to whole ns."""
        factor = mean_ns / self.mean
        return Uniform(low=round(self.low * factor), high=round(self.high * factor))
