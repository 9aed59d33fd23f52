"""The ratio of two numbers, and where it surely lies."""

from collections.abc import Sequence
from math import fsum, isfinite, nan, sqrt
from statistics import covariance

from simkit.analysis.estimate import CONFIDENCE, Estimate


def ratio(
    left: Sequence[float], right: Sequence[float], *, confidence: float = CONFIDENCE
) -> Estimate:
    """The mean of left over the mean of right, with Fieller's interval over the pairs.

    Args:
        left: One number a replication.
        right: Likewise, under the same luck; above 0 on average.
        confidence: Of the interval, 0 to 1.

    Returns:
        The ratio; NaN where a side is not finite or the right one is not above 0; without an
        interval for one pair, or where the right mean may as well be 0.

    Source: Fieller (1954), Some problems in interval estimation, with the covariance of the pairs.
    Exact where both means are normal.

    >>> found = ratio([2.0, 3.0, 4.0], [1.0, 1.5, 2.0])
    >>> found.value, found.low, found.high
    (2.0, 2.0, 2.0)
    """
    count = len(left)
    above, below = fsum(left) / count, fsum(right) / count
    if not (isfinite(above) and isfinite(below)) or below <= 0:
        return no_ratio(count)
    value = above / below
    half, centre = _half_width(left, right, value, confidence) if count > 1 else (nan, value)
    return Estimate(
        value=value,
        low=centre - half,
        high=centre + half,
        confidence=confidence,
        replications=count,
    )


def no_ratio(replications: int) -> Estimate:
    """Where two numbers have none."""
    return Estimate(value=nan, low=nan, high=nan, replications=replications)


def _half_width(
    left: Sequence[float], right: Sequence[float], value: float, confidence: float
) -> tuple[float, float]:
    """Half of the interval, and its middle."""
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to load, and a check needs none

    count, below = len(left), fsum(right) / len(right)
    left_spread, together, right_spread = (
        covariance(one, other) / count
        for one, other in ((left, left), (left, right), (right, right))
    )
    quantile = float(stdtrit(count - 1, (1 + confidence) / 2))
    open_end = quantile**2 * right_spread / below**2
    if open_end >= 1:
        return nan, value  # the right mean may be 0: every ratio is possible
    if not right_spread:
        return quantile * sqrt(left_spread) / below, value
    of_pairs = left_spread - 2 * value * together + value**2 * right_spread
    of_left = left_spread - together**2 / right_spread
    spread = max(0.0, of_pairs - open_end * of_left)
    middle = (value - open_end * together / right_spread) / (1 - open_end)
    return quantile * sqrt(spread) / below / (1 - open_end), middle
