"""How a simulated number is held against a known one, and how often that fails by bad luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from scipy.special import stdtrit

PRECISION = 0.02  # the largest half-width, as a share of the known value, if not said otherwise
LONG = 0.03  # likewise, of what takes a queue tens of thousands of messages
FALSE_ALARM = 0.01  # the largest chance that a correct engine fails one of the comparisons

# Student's interval is exact for normal replications; ours are a little skewed to the right.
# At the level of some 75 comparisons the interval of 64 replications of a gamma law missed 1.1
# times as often as it should at a skewness of 0.3, 1.7 times at 0.5, 2.4 at 0.7, 4.2 at 1.0 and
# 6.7 at 1.3 (in 1.5 million experiments each). In trial runs with another seed four in five of our
# quantities are below 0.6, and only a few, of rare things in short runs, above 1: on average over
# all comparisons they miss less than twice as often.
SKEWNESS = 2.0


def confidence(comparisons: int) -> float:
    """Of each interval, so that all of them together keep to ``FALSE_ALARM``.

    Bonferroni's inequality: it holds however the comparisons depend on each other, and ours
    do, because equal addresses draw equal luck in different scenarios.

    >>> round(confidence(10), 6)
    0.9995
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
        precision: The largest half-width that is enough, as a share of the known value.
        error: By how much an approximation may be off, as a share of the true value; 0 to
            below 1, and 0 for what is exact.
    """

    name: str
    theory: float
    mean: float
    half_width: float
    standard_error: float
    precision: float = PRECISION
    error: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether the interval holds the known value, or one so near that its formula allows it."""
        least, most = self.theory / (1 + self.error), self.theory / (1 - self.error)
        return least - self.half_width <= self.mean <= most + self.half_width

    @property
    def is_precise(self) -> bool:
        """Whether an agreement says enough."""
        return self.half_width <= self.precision * self.theory

    def __str__(self) -> str:
        deviation = self.mean - self.theory
        return (
            f"{self.name:<50} theory {self.theory:9.5f}  mean {self.mean:9.5f}"
            f"  ± {100 * self.half_width / self.theory:4.2f} %"
            f"  off {100 * deviation / self.theory:+5.2f} %"
            f" = {deviation / self.standard_error:+5.2f} standard errors"
        )


def compare(
    name: str,
    theory: float,
    values: Sequence[float],
    level: float,
    *,
    precision: float = PRECISION,
    error: float = 0.0,
) -> Comparison:
    """Hold independent replications against a known value.

    Args:
        name: Of the quantity.
        theory: Its known value, > 0.
        values: One number of each replication, at least 2.
        level: Confidence of the interval, 0 to 1.
        precision: The largest half-width that is enough, as a share of the known value.
        error: By how much an approximation may be off, as a share of the true value.

    >>> found = compare("waiting time", 2.0, [1.0, 2.0, 3.0], 0.95)
    >>> found.mean, round(found.half_width, 3), found.agrees, found.is_precise
    (2.0, 2.484, True, False)
    >>> [compare("", 2.0, [2.19, 2.21], 0.5, error=share).agrees for share in (0.08, 0.09, 0.1)]
    [False, True, True]
    """
    standard_error = stdev(values) / sqrt(len(values))
    quantile = float(stdtrit(len(values) - 1, (1 + level) / 2))
    return Comparison(
        name=name,
        theory=theory,
        mean=mean(values),
        half_width=quantile * standard_error,
        standard_error=standard_error,
        precision=precision,
        error=error,
    )
