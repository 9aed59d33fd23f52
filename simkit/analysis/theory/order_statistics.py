"""The slowest, the fastest, and the k-th of several times."""

from collections.abc import Callable
from math import expm1, fsum, log, log1p

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_probability,
    require_share,
    require_whole,
)


def harmonic(number: int) -> float:
    """1 + 1/2 + … + 1/n: by how much the slowest of n exponential times is longer than one.

    Args:
        number: n, ≥ 0.

    Returns:
        The harmonic number; 0 for none.

    Raises:
        ValueError: If the number is not whole, or negative.

    >>> round(harmonic(10), 4)
    2.929
    """
    require_whole("number", number, 0)
    return fsum(1 / term for term in range(1, number + 1))


def mean_of_kth(*, mean: float, branches: int, needed: int) -> float:
    """The mean time until so many of several branches are done.

    Args:
        mean: Of each branch, exponential, independent, s, > 0.
        branches: Begun together, ≥ 1.
        needed: 1 for the fastest, to ``branches`` for all.

    Returns:
        Seconds.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Rényi (1953); David and Nagaraja (2003), Order Statistics, section 2.5.

    Stops holding where branches queue (`fork_join_two`), share what slows them, or are not
    exponential: with fixed times nothing is gained or lost.

    >>> round(mean_of_kth(mean=0.1, branches=10, needed=10), 4)
    0.2929
    >>> round(mean_of_kth(mean=0.1, branches=10, needed=7), 5)
    0.10956
    """
    _require_branches(mean, branches, needed)
    return mean * fsum(1 / left for left in range(branches - needed + 1, branches + 1))


def variance_of_kth(*, mean: float, branches: int, needed: int) -> float:
    """The variance of the time until so many of several branches are done.

    Args:
        mean: Of each branch, exponential, independent, s, > 0.
        branches: Begun together, ≥ 1.
        needed: 1 for the fastest, to ``branches`` for all.

    Returns:
        Square seconds.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Rényi (1953): the gaps between ends are independent exponentials. It stops holding
    where `mean_of_kth` does.

    >>> round(variance_of_kth(mean=0.1, branches=10, needed=10), 5)
    0.0155
    """
    _require_branches(mean, branches, needed)
    return mean**2 * fsum(1 / left**2 for left in range(branches - needed + 1, branches + 1))


def slowest_percentile(*, share: float, mean: float, branches: int) -> float:
    """The time within which all branches are done, in this share of the cases.

    Args:
        share: 0 to below 1; 0.99 for the 99th percentile.
        mean: Of each branch, exponential, independent, s, > 0.
        branches: Begun together, ≥ 1.

    Returns:
        Seconds.

    Raises:
        ValueError: If an argument is outside its range.

    Source: David and Nagaraja (2003), section 2.1: the product of the shares. It stops holding
    where `mean_of_kth` does.

    >>> round(slowest_percentile(share=0.99, mean=0.1, branches=10), 4)
    0.6903
    """
    require_share(share)
    _require_branches(mean, branches, 1)
    if share == 0:
        return 0.0
    return -mean * log(-expm1(log(share) / branches))


def any_slow(*, slow: float, branches: int) -> float:
    """The chance that at least one of several branches is slow.

    Args:
        slow: Chance of each to be slow, 0 to 1.
        branches: ≥ 1.

    Returns:
        0 to 1.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Dean and Barroso (2013), The Tail at Scale. Stops holding where the branches are slow
    together: then it is less.

    >>> round(any_slow(slow=0.01, branches=100), 4)
    0.634
    """
    require_probability("slow", slow)
    require_whole("branches", branches)
    return 1.0 if slow == 1 else -expm1(branches * log1p(-slow))


def hedged_exceeds(*, time: float, delay: float, exceeds: Callable[[float], float]) -> float:
    """The share slower than a time, if a second request is sent after a delay without an answer.

    Args:
        time: s, ≥ 0.
        delay: Until the second request, s, ≥ 0. The share ``exceeds(delay)`` sends one.
        exceeds: The share of single requests slower than a time in seconds, 1 below 0.

    Returns:
        0 to 1.

    Raises:
        ValueError: If a time is outside its range.

    Source: Dean and Barroso (2013): both have to be slow.

    Stops holding where both are slow for the same reason, and where the extra requests are a
    load that makes all of them slower.

    >>> from math import exp
    >>> single = lambda time: 0.99 * exp(-time / 0.01) + (0.01 if time < 1 else 0.0)
    >>> round(hedged_exceeds(time=0.046, delay=0.032, exceeds=single), 4)
    0.0051
    """
    require_not_negative("time", time, " s")
    require_not_negative("delay", delay, " s")
    return exceeds(time) * (exceeds(time - delay) if time >= delay else 1.0)


def _require_branches(mean: float, branches: int, needed: int) -> None:
    require_positive("mean", mean, " s")
    require_whole("branches", branches)
    require_whole("needed", needed)
    if needed > branches:
        raise ValueError(f"needed must be at most branches ({branches}); got {needed}")
