"""How many of something there are over time, from when each comes and goes."""

import numpy as np
from numpy.typing import NDArray


def total(durations: NDArray[np.integer]) -> int:
    """The sum of whole nanoseconds as a Python integer; int64 would overflow at 292 years.

    Args:
        durations: int64, any shape, ns, not negative.

    >>> total(np.array([2**62, 2**62, 2**62])) == 3 * 2**62
    True
    """
    return (int((durations >> 32).sum()) << 32) + int((durations & 0xFFFFFFFF).sum())


def steps(
    begins: NDArray[np.integer], ends: NDArray[np.integer]
) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """The level of a count over time.

    Args:
        begins: int64, (things,), ns.
        ends: int64, (things,), ns; `NEVER` and `OPEN` are later than any instant.

    Returns:
        Instants at which the level changes, ascending, and the level from each on. What ends
        at an instant goes before what begins then; what takes no time is never counted.
    """
    lasts = ends > begins
    instants = np.concatenate([ends[lasts], begins[lasts]])
    change = np.repeat(np.array([-1, 1], dtype=np.int64), np.count_nonzero(lasts))
    order = np.argsort(instants, kind="stable")
    return instants[order], np.cumsum(change[order])


def peak(begins: NDArray[np.integer], ends: NDArray[np.integer], first: int, last: int) -> int:
    """The highest level in ``[first, last)`` ns."""
    instants, levels = steps(begins, ends)
    before = np.searchsorted(instants, first, side="right")
    at_start = levels[before - 1] if before else 0
    inside = levels[before : np.searchsorted(instants, last, side="left")]
    return int(max(at_start, inside.max(initial=0)))


def mean(begins: NDArray[np.integer], ends: NDArray[np.integer], first: int, last: int) -> float:
    """The mean level over ``[first, last)`` ns."""
    inside = np.minimum(ends, last) - np.maximum(begins, first)
    return total(inside[inside > 0]) / (last - first)


def at(
    begins: NDArray[np.integer], ends: NDArray[np.integer], instants: NDArray[np.integer]
) -> NDArray[np.integer]:
    """The level just before each instant; int64, (instants,)."""
    come = np.searchsorted(np.sort(begins), instants, side="left")
    gone = np.searchsorted(np.sort(ends), instants, side="left")
    return come - gone
