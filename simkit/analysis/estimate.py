"""A number from random runs, with what is known about its error."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, fsum, inf, isfinite, log, nan, sqrt

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of one run.

    Attributes:
        value: Seconds, per second, or plain; inf: never; NaN: there is no such number.
        bound: Whether the true value is at least this, and not known.
        reason: Why there is no number, or "".
        share: The share of the requests that it covers, 0 to 1.
    """

    value: float
    bound: bool = False
    reason: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number of many runs.

    Attributes:
        value: The mean over the replications, or less where it is a bound; inf: never; NaN:
            there is no such number.
        low: Lower end of the interval; NaN where there is none.
        high: Upper end of the interval; NaN where there is none.
        confidence: Of the interval, 0 to 1.
        replications: Independent runs behind it.
        bound: Whether the true value is at least ``value``, and not known.
        reason: Why there is no number or no interval, or "".
        share: The share of the requests that it covers, 0 to 1.
        batches: Stretches of one run behind the interval; 0: it comes from replications.
    """

    value: float
    low: float
    high: float
    confidence: float = CONFIDENCE
    replications: int
    bound: bool = False
    reason: str = ""
    share: float = 1.0
    batches: int = 0

    @property
    def half_width(self) -> float:
        """Half the length of the interval; NaN where there is none."""
        return (self.high - self.low) / 2


def estimate(readings: Sequence[Reading]) -> Estimate:
    """The mean of independent replications, with Student's interval.

    Args:
        readings: One for each replication, at least one.

    The interval takes the replications for independent and their means for normal, which the
    central limit theorem grants for many requests a replication; with one replication there
    is none. Source: Law (2015), Simulation Modeling and Analysis, section 9.4.

    Where requests were still open, each reading is at least the age of those, and its mean over
    the replications may lie above the true one by luck: the bound is the lower end of the
    interval of that mean, or 0, which no time, share or count is below.

    >>> found = estimate([Reading(value=1.0), Reading(value=2.0), Reading(value=3.0)])
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (2.0, -0.484, 4.484)
    """
    count = len(readings)
    values = [reading.value for reading in readings]
    known = [value for value in values if isfinite(value)]
    bound = any(reading.bound for reading in readings)
    share = sum(reading.share for reading in readings) / count
    unknown = Estimate(value=nan, low=nan, high=nan, replications=count, share=share)
    reason = next((reading.reason for reading in readings if reading.reason), "")
    if reason:
        return replace(unknown, reason=reason)
    if not known and not bound:
        return replace(unknown, value=inf)
    if len(known) < count:
        # Some replications reach it and some do not: it is at least what those that do give.
        reason = "never in some replications"
        return replace(unknown, value=min(values), bound=True, reason=reason)
    mean, half = fsum(values) / count, half_width(values)
    if bound:
        surely = mean if count == 1 else max(0.0, mean - half)
        return replace(unknown, value=surely, bound=True, reason="some requests were still open")
    reason = "" if count > 1 else "one replication"
    return replace(unknown, value=mean, low=mean - half, high=mean + half, reason=reason)


def half_width(values: Sequence[float], confidence: float = CONFIDENCE) -> float:
    """Half of Student's interval for the mean of independent values; NaN for one value."""
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to load, and a check needs none

    count = len(values)
    if count < 2:
        return nan
    mean = fsum(values) / count
    variance = fsum((value - mean) ** 2 for value in values) / (count - 1)
    return float(stdtrit(count - 1, (1 + confidence) / 2)) * sqrt(variance / count)


def requests_needed(percentile: float) -> int:
    """How many requests a percentile must be read from.

    With fewer, not even the largest of them lies above the true percentile with a chance of
    97.5 %, so that no interval for it has an upper end (Hahn and Meeker 1991, section 5.2).

    >>> [requests_needed(p) for p in (50, 95, 99)]
    [6, 72, 368]
    """
    return ceil(log((1 - CONFIDENCE) / 2) / log(percentile / 100))
