"""Curves with their intervals, over a set of replications: what the plots draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simkit.analysis import levels
from simkit.analysis.estimate import CONFIDENCE
from simkit.analysis.metrics import waits
from simkit.record.recording import Recording

POINTS = 240  # of a latency curve: finer than a pixel of a panel
LEAST = 1e-12  # below every share that there is
BINS = 60  # of a curve over time


@dataclass(frozen=True, slots=True)
class Band:
    """A mean curve with its 95 % interval.

    Attributes:
        x: float64, (points,).
        mean: Over the replications; float64, (points,).
        low: Lower end, float64, (points,); None with one replication.
        high: Upper end, likewise.
    """

    x: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64] | None
    high: NDArray[np.float64] | None


def band(x: NDArray[np.float64], curves: NDArray[np.float64]) -> Band:
    """The mean of curves, with Student's interval at each point.

    Args:
        x: float64, (points,).
        curves: float64, (replications, points).
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to load, and a check needs none

    count = len(curves)
    mean = curves.mean(axis=0)
    if count < 2:
        return Band(x, mean, None, None)
    factor = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) / np.sqrt(count)
    half = factor * curves.std(axis=0, ddof=1)
    return Band(x, mean, mean - half, mean + half)


def shares_slower(recordings: tuple[Recording, ...], clock: str) -> Band | None:
    """The share of the measured requests slower than each time; None if none was measured.

    A request that never gets there, or is still open, is slower than every time shown.
    """
    runs = [
        np.sort(np.nan_to_num(waits(one, clock), nan=np.inf, posinf=np.inf)) for one in recordings
    ]
    runs = [seconds for seconds in runs if len(seconds)]
    if not runs:
        return None
    known = np.concatenate(runs)
    known = known[np.isfinite(known) & (known > 0)]
    first, last = (known.min(), known.max()) if len(known) else (0.001, 1.0)
    x = np.geomspace(first * 0.9, last, POINTS)
    curves = np.array(
        [1 - np.searchsorted(seconds, x, side="right") / len(seconds) for seconds in runs]
    )
    found = band(x, curves)
    # Where no request is slower there is nothing to draw on a logarithmic axis; but if all take
    # the same time, the fall from all to none is all that there is to see.
    none = found.mean <= 0
    falls = none.any() and not ((found.mean > 0) & (found.mean < 1)).any()
    found.mean[none] = np.nan
    if falls:
        found.mean[none.argmax()] = LEAST
    return found


def rate_over_time(recordings: tuple[Recording, ...], clock: str) -> Band:
    """How often a clock strikes per second, in bins from 0 s to the horizon."""
    edges = np.linspace(0, recordings[0].horizon, BINS + 1)
    width = edges[1] / 1e9
    curves = [np.histogram(one.requests[clock], edges)[0] / width for one in recordings]
    return band((edges[:-1] + edges[1:]) / 2e9, np.array(curves))


def backlog_over_time(recordings: tuple[Recording, ...]) -> Band:
    """Journeys begun and not settled at the end of each bin."""
    edges = np.linspace(0, recordings[0].horizon, BINS + 1).astype(np.int64)[1:]
    spans = [(one.requests["meant"], one.requests["settled"]) for one in recordings]
    curves = [levels.at(begins, ends, edges).astype(float) for begins, ends in spans]
    return band(edges / 1e9, np.array(curves))
