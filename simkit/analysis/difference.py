"""The difference of two numbers, replication by replication, and where it surely lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf, isinf, isnan, nan

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
        reason: Why it is not known well, or "".
    """

    value: float
    low: float
    high: float
    replications: int
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

    Source: Law (2015), Simulation Modeling and Analysis, section 10.2.1 (paired-t).

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
            return Difference(value=0.0, low=0.0, high=0.0, replications=count)
        half = half_width(pairs, confidence) if count > 1 else 0.0
        low, high = value - half, value + half
    return Difference(
        value=value,
        low=-inf if right_grows else low,
        high=inf if left_grows else high,
        replications=count,
        reason=OPEN if left_grows or right_grows else "",
    )
