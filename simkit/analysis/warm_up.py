"""Where the warm-up of a run ends: the truncation rule MSER-5."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BATCH = 5  # observations
NOISE = 1e-12  # of squares: what is left of a difference that is none
FEWEST_BATCHES = 20  # with fewer, the rule has nothing to choose from


@dataclass(frozen=True, slots=True)
class Truncation:
    """Where a series settles down.

    Attributes:
        first: The first observation that is kept.
        settles: Whether that lies in the first half; if not, the series is too short to tell.
    """

    first: int
    settles: bool


def mser_5(series: NDArray[np.float64]) -> Truncation | None:
    """The observation from which on the mean of a series is known best.

    The series is cut into batches of five, and d batches are dropped so that the marginal standard
    error of the rest, S²(d) / (m - d)², is smallest: dropping a start that lies apart makes the
    rest vary less, dropping more makes it shorter.

    Args:
        series: float64, (observations,), in the order of time, all finite; best the mean of
            several independent runs, observation by observation.

    Returns:
        The truncation; None if there are fewer than 20 batches.

    Source: White (1997), An effective truncation heuristic for bias reduction in simulation
    output; Spratt (1998) for the batches of five; Hoad, Robinson and Davies (2010) for the mean of
    replications, and for refusing a truncation in the second half.

    Stops holding where the load changes over time (nothing settles), and where the series is not
    much longer than what it has to forget: then it may find a lull and call it the end.

    >>> start = np.linspace(0, 1, 100)
    >>> mser_5(np.concatenate([start, np.tile([0.9, 1.1], 450)]))
    Truncation(first=95, settles=True)
    """
    count = len(series) // BATCH
    if count < FEWEST_BATCHES:
        return None
    batches = series[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    # Of the last k batches, for every k: their mean, and the squares around it; from the end on.
    backwards = batches[::-1] - batches.mean()  # about zero, or the squares lose their digits
    kept = np.arange(1, count + 1)
    around_zero = np.cumsum(backwards**2)
    squares = around_zero - np.cumsum(backwards) ** 2 / kept
    squares[squares <= NOISE * around_zero] = 0.0
    errors = squares[::-1] / kept[::-1].astype(float) ** 2
    # The last few always seem to agree with each other.
    first = int(np.argmin(errors[: count - BATCH]))
    return Truncation(first=first * BATCH, settles=2 * first <= count)
