"""Percentiles of a time from the share that is slower."""

from collections.abc import Callable

from simkit.analysis.theory.domain import require_positive, require_share


def percentile(exceeds: Callable[[float], float], *, share: float, scale: float) -> float:
    """The shortest time that this share is within.

    Args:
        exceeds: The share slower than a time in seconds; falls from at most 1 to 0.
        share: 0 to below 1; 0.99 for the 99th percentile.
        scale: Any typical time in seconds, > 0, where the search begins.

    Returns:
        Seconds; 0 if so many take no time at all. Bisection, to the last bits of a float.

    Raises:
        ValueError: If the share or the scale is outside its range.

    Stops holding where `exceeds` rises anywhere, or never falls to ``1 - share``.

    >>> from math import exp
    >>> round(percentile(lambda time: exp(-2 * time), share=0.99, scale=1.0), 6)
    2.302585
    """
    require_share(share)
    require_positive("scale", scale, " s")
    slower = 1 - share
    if exceeds(0.0) <= slower:
        return 0.0
    low, high = 0.0, scale
    while exceeds(high) > slower:
        low, high = high, 2 * high
    while True:
        middle = low + (high - low) / 2
        if not low < middle < high:
            return high
        if exceeds(middle) > slower:
            low = middle
        else:
            high = middle
