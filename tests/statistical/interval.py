"""How a simulated number is held against a known one, and how often that fails by bad luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from scipy.special import stdtrit

PRECISION = 0.02  # the largest half-width, as a share of the known value
FALSE_ALARM = 0.01  # the largest chance that a correct engine fails one of the comparisons

# Student's interval is exact for normal replications; ours are a little skewed to the right.
# With 64 replications of the M/M/1 and M/D/1 cases (skewness 0.27 and 0.21 in 20,000
# replications of Lindley's recursion) it missed 1.08 and 1.10 times as often as it should.
SKEWNESS = 1.25


def confidence(comparisons: int) -> float:
    """Of each interval, so that all of them together keep to ``FALSE_ALARM``.

    Bonferroni's inequality: it holds however the comparisons depend on each other, and ours
    do, because equal addresses draw equal luck in different scenarios.

    >>> round(confidence(10), 6)
    0.9992
    """
    return 1 - FALSE_ALARM / SKEWNESS / comparisons


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A known value, and what the replications gave.

    Attributes:
        name: Of the quantity.
        theory: Its known value, > 0.
        mean: Over the replications, in the same unit.
        half_width: Of Student's interval for the mean.
        standard_error: Of the mean.
    """

    name: str
    theory: float
    mean: float
    half_width: float
    standard_error: float

    @property
    def agrees(self) -> bool:
        """Whether the interval holds the known value."""
        return abs(self.mean - self.theory) <= self.half_width

    @property
    def is_precise(self) -> bool:
        """Whether an agreement says enough."""
        return self.half_width <= PRECISION * self.theory

    def __str__(self) -> str:
        deviation = self.mean - self.theory
        return (
            f"{self.name:<50} theory {self.theory:9.5f}  mean {self.mean:9.5f}"
            f"  ± {100 * self.half_width / self.theory:4.2f} %"
            f"  off {100 * deviation / self.theory:+5.2f} %"
            f" = {deviation / self.standard_error:+5.2f} standard errors"
        )


def compare(name: str, theory: float, values: Sequence[float], level: float) -> Comparison:
    """Hold independent replications against a known value.

    Args:
        name: Of the quantity.
        theory: Its known value, > 0.
        values: One number of each replication, at least 2.
        level: Confidence of the interval, 0 to 1.

    >>> found = compare("waiting time", 2.0, [1.0, 2.0, 3.0], 0.95)
    >>> found.mean, round(found.half_width, 3), found.agrees, found.is_precise
    (2.0, 2.484, True, False)
    """
    standard_error = stdev(values) / sqrt(len(values))
    quantile = float(stdtrit(len(values) - 1, (1 + level) / 2))
    return Comparison(
        name=name,
        theory=theory,
        mean=mean(values),
        half_width=quantile * standard_error,
        standard_error=standard_error,
    )
