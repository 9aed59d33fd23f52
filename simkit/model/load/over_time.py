"""Rates that change over time, as steps: what can be looked at before a run."""

from collections.abc import Sequence

MOST_STEPS = 480  # ten days of half hours; what is looked at before a run takes no longer


def over_periods(
    once: Sequence[tuple[int, float]], period: int, until: int, mean: float
) -> tuple[tuple[int, float], ...]:
    """The steps of a rate that repeats, as long as these are not too many, then its mean.

    Args:
        once: From when on, in ns from the beginning of a period, which rate; from 0 on.
        period: How long it takes, ns.
        until: What comes later does not matter, ns.
        mean: Requests per second over a whole period.

    >>> over_periods([(0, 2.0), (5, 0.0)], 10, 25, 1.0)
    ((0, 2.0), (5, 0.0), (10, 2.0), (15, 0.0), (20, 2.0), (25, 0.0))
    """
    periods = max(1, -(-until // period))
    shown = min(periods, max(1, MOST_STEPS // len(once)))
    steps = [(number * period + begin, rate) for number in range(shown) for begin, rate in once]
    return tuple(steps if shown == periods else [*steps, (shown * period, mean)])
