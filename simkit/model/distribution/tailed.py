"""Families with a shape of tail to choose: lognormal, Weibull, Pareto."""

from dataclasses import dataclass, replace
from math import exp, expm1, gamma, inf, log, log1p, sqrt
from statistics import NormalDist
from typing import ClassVar

from simkit.model.distribution.ranges import check_number, check_time
from simkit.units import LONGEST, BadValue, number_text, time_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal:
    """The product of many small factors; fits measured service times well.

    Given by mean and cv: σ² = ln(1 + cv²), μ = ln(mean) - σ²/2, of the logarithm.

    Attributes:
        mean: In ns, > 0; the median is mean / √(1 + cv²).
        cv: Coefficient of variation, 0.001 to 100.

    >>> str(Lognormal(mean=100_000_000, cv=1.0))
    'lognormal 100 ms cv 1'
    """

    mean: int
    cv: float
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)
        check_number("cv", self.cv, 0.001, 100)

    def __str__(self) -> str:
        return f"lognormal {time_text(self.mean)} cv {number_text(self.cv)}"

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return sqrt(log1p(self.cv**2))

    @property
    def mu(self) -> float:
        """Mean of the logarithm of the time in ns."""
        return log(self.mean) - self.sigma**2 / 2

    def scaled_to(self, mean_ns: int) -> "Lognormal":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """The lognormal that goes through two known percentiles.

    With z the standard normal quantile: σ = ln(high / low) / (z_high - z_low),
    μ = ln(low) - z_low·σ. The mean follows from both, and may be far above the percentiles.

    Attributes:
        low_percent: Percentage of values below ``low``, 0.001 to 99.999.
        low: In ns, > 0.
        high_percent: Percentage of values below ``high``, > ``low_percent``.
        high: In ns, > ``low``.

    >>> str(Percentiles(low_percent=50, low=1_700_000, high_percent=99, high=3_400_000))
    'percentiles p50 1.7 ms p99 3.4 ms'
    """

    low_percent: float
    low: int
    high_percent: float
    high: int
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        for percent, value in ((self.low_percent, self.low), (self.high_percent, self.high)):
            check_number("percentile", percent, 0.001, 99.999)
            check_time(f"p{number_text(percent)}", value)
        if not (self.low_percent < self.high_percent and self.low < self.high):
            expected = "the lower percentile first, and the higher one with the longer time"
            raise BadValue(f"found '{self}'", expected)
        # ln(mean) is compared, since the mean itself may be beyond a float.
        if self.mu + self.sigma**2 / 2 > log(LONGEST):
            expected = "percentiles whose lognormal has a mean up to 36500 d"
            raise BadValue(f"found '{self}'", expected)

    def __str__(self) -> str:
        low, high = number_text(self.low_percent), number_text(self.high_percent)
        return f"percentiles p{low} {time_text(self.low)} p{high} {time_text(self.high)}"

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return log(self.high / self.low) / (_z(self.high_percent) - _z(self.low_percent))

    @property
    def mu(self) -> float:
        """Mean of the logarithm of the time in ns."""
        return log(self.low) - _z(self.low_percent) * self.sigma

    @property
    def mean(self) -> float:
        """In ns."""
        return exp(self.mu + self.sigma**2 / 2)

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        return sqrt(expm1(self.sigma**2))

    def scaled_to(self, mean_ns: int) -> "Percentiles":
        """Both times scaled by the same factor, rounded to whole ns."""
        factor = mean_ns / self.mean
        return replace(self, low=round(self.low * factor), high=round(self.high * factor))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weibull:
    """Stretched (shape < 1) or tightened (shape > 1) exponential; scale mean / Γ(1 + 1/shape).

    Attributes:
        mean: In ns, > 0.
        shape: 0.1 to 100; 1 is the exponential (Weibull, J. Applied Mechanics 18, 1951).

    >>> Weibull(mean=5_000_000, shape=1.0).cv
    1.0
    """

    mean: int
    shape: float
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)
        check_number("shape", self.shape, 0.1, 100)

    def __str__(self) -> str:
        return f"weibull {time_text(self.mean)} shape {number_text(self.shape)}"

    @property
    def scale(self) -> float:
        """The value that a share of 1/e exceeds, in ns."""
        return self.mean / gamma(1 + 1 / self.shape)

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        return sqrt(gamma(1 + 2 / self.shape) / gamma(1 + 1 / self.shape) ** 2 - 1)

    def scaled_to(self, mean_ns: int) -> "Weibull":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pareto:
    """Few requests with most of the work (type I): P(X > x) = (smallest / x)^shape.

    Attributes:
        mean: In ns, > 0; the smallest value is mean·(shape - 1) / shape.
        shape: 1.001 to 100; up to 2 the variance is infinite, and near 1 no run is long enough
            for its average to come near the mean (Arnold, Pareto Distributions, 2015).

    >>> Pareto(mean=5_000_000, shape=2.0).cv
    inf
    """

    mean: int
    shape: float
    is_zero: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_time("mean", self.mean)
        check_number("shape", self.shape, 1.001, 100)

    def __str__(self) -> str:
        return f"pareto {time_text(self.mean)} shape {number_text(self.shape)}"

    @property
    def smallest(self) -> float:
        """In ns."""
        return self.mean * (self.shape - 1) / self.shape

    @property
    def cv(self) -> float:
        """Coefficient of variation; infinite up to shape 2."""
        return 1 / sqrt(self.shape * (self.shape - 2)) if self.shape > 2 else inf

    def scaled_to(self, mean_ns: int) -> "Pareto":
        """The same shape around another mean, in ns."""
        return replace(self, mean=mean_ns)


def _z(percent: float) -> float:
    return NormalDist().inv_cdf(percent / 100)
