"""The difference of two numbers, replication by replication, and where it surely lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite, isinf, isnan, nan
from statistics import variance

from simkit.analysis.estimate import CONFIDENCE, half_width

OPEN = "some requests were still open"
NOISE = 1e-12  # of the numbers: a smaller difference is what dividing has left


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A paired difference.

    Attributes:
        value: Its mean over the replications; infinite where one side never gets there; NaN
            where there is none.
        low: Lower end of its interval; -inf where what is still open leaves it so.
        high: Upper end, likewise; both are the value itself with one replication.
        replications: Pairs behind it.
        luck_factor: How many times as many replications the same interval would need if each
            side had luck of its own; below 1 if the same luck hurts. NaN where it cannot be
            told, inf where the two never differ by luck.
        reason: Why it is not known well, or "".
    """

    value: float
    low: float
    high: float
    replications: int
    luck_factor: float = nan
    reason: str = ""


def difference(
    left: Sequence[float],
    right: Sequence[float],
    *,
    left_grows: bool | None = False,
    right_grows: bool | None = False,
    confidence: float = CONFIDENCE,
) -> Difference:
    """The mean of left minus right, with Student's interval over the pairs.

    Args:
        left: One number a replication; inf: never.
        right: Likewise, under the same luck.
        left_grows: Whether the left numbers are lower bounds; None when nobody can say.
        right_grows: Whether the right numbers are.
        confidence: Of the interval, 0 to 1.

    Source: Law (2015), Simulation Modeling and Analysis, sections 10.2.1 (paired-t) and 11.2
    (common random numbers).

    >>> difference([3.0, 4.0], [1.0, 2.0]).low
    2.0
    """
    count = len(left)
    pairs = [one - other for one, other in zip(left, right, strict=True)]
    if any(isnan(pair) for pair in pairs):
        return Difference(
            value=nan, low=-inf, high=inf, replications=count, reason="never against never"
        )
    if left_grows is None or right_grows is None or (left_grows and right_grows):
        return Difference(value=nan, low=-inf, high=inf, replications=count, reason=OPEN)
    if any(isinf(pair) for pair in pairs):
        if len(set(pairs)) > 1:
            return Difference(
                value=nan,
                low=-inf,
                high=inf,
                replications=count,
                reason="never in some replications",
            )
        value = low = high = pairs[0]
    else:
        value = fsum(pairs) / count
        largest = max(map(abs, (*left, *right)), default=0.0)
        if max(map(abs, pairs)) <= NOISE * largest:
            luck = luck_factor(left, right)
            return Difference(value=0.0, low=0.0, high=0.0, replications=count, luck_factor=luck)
        half = half_width(pairs, confidence) if count > 1 else 0.0
        low, high = value - half, value + half
    return Difference(
        value=value,
        low=-inf if right_grows else low,
        high=inf if left_grows else high,
        replications=count,
        luck_factor=nan if left_grows or right_grows else luck_factor(left, right),
        reason=OPEN if left_grows or right_grows else "",
    )


def luck_factor(left: Sequence[float], right: Sequence[float]) -> float:
    """By how much the same luck on both sides cuts the replications that are needed.

    Args:
        left: One number a replication.
        right: Likewise, under the same luck.

    Returns:
        The variance that the difference would have if the two sides were independent, over the
        one that it has. Above 1 the same luck helps, below 1 it hurts; inf if the difference is
        always the same, NaN if nothing varies or there is one replication. Itself an estimate, and
        a rough one: of 10 replications it is known to within three times more or less.

    Source: Law (2015), Simulation Modeling and Analysis, section 11.2.

    >>> luck_factor([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    5.0
    """
    if len(left) < 2 or not all(map(isfinite, (*left, *right))):
        return nan
    apart = variance(left) + variance(right)
    together = variance([one - other for one, other in zip(left, right, strict=True)])
    if together <= (NOISE**2) * apart:
        return inf if apart > 0 else nan
    return apart / together
