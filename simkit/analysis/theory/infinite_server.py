"""M/G/∞ and M/M/∞: nobody ever waits for a server."""

from dataclasses import dataclass
from math import expm1, isfinite, sqrt

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How many are in a system without a limit: a Poisson number.

    Attributes:
        mean: Arrival rate times the mean stay.
        deviation: Standard deviation, the root of the mean.
    """

    mean: float
    deviation: float


def m_g_infinity(*, arrival_rate: float, service_time: float) -> Crowd:
    """How many messages are in M/G/∞ in the steady state, such as open connections.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean stay, s, > 0; its law does not matter.

    Returns:
        Mean and deviation of a Poisson number.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Takács (1962), chapter 3.

    Stops holding where there is a limit (`m_g_c_c`) and where arrivals are bursty: the mean stays,
    the deviation grows. Until a few of the longest stays have passed, fewer are there.

    >>> m_g_infinity(arrival_rate=50, service_time=2)
    Crowd(mean=100.0, deviation=10.0)
    """
    mean = _mean(arrival_rate, service_time)
    return Crowd(mean=mean, deviation=sqrt(mean))


def m_g_infinity_exceeds(*, count: int, arrival_rate: float, service_time: float) -> float:
    """The share of time in which more than so many messages are in M/G/∞.

    Args:
        count: ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean stay, s, > 0.

    Returns:
        0 to 1.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Takács (1962), chapter 3. It stops holding where `m_g_infinity` does.

    >>> round(m_g_infinity_exceeds(count=120, arrival_rate=50, service_time=2), 4)
    0.0227
    """
    from scipy.special import pdtrc  # noqa: PLC0415 - slow to load

    require_whole("count", count, 0)
    return float(pdtrc(count, _mean(arrival_rate, service_time)))


def m_m_infinity_mean_after(*, time: float, arrival_rate: float, service_time: float) -> float:
    """The mean number in M/M/∞ a time after it started empty.

    Args:
        time: Since the start, s, ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean stay, exponential, s, > 0.

    Returns:
        From 0 to the steady mean; the number is Poisson at every instant.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Takács (1962), chapter 3; Kleinrock (1975), Queueing Systems I, section 3.4.

    Stops holding with another law of the stay: the way there differs, its end does not.

    >>> round(m_m_infinity_mean_after(time=2, arrival_rate=50, service_time=2), 3)
    63.212
    """
    require_not_negative("time", time, " s")
    return -_mean(arrival_rate, service_time) * expm1(-time / service_time)


def _mean(arrival_rate: float, service_time: float) -> float:
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("service_time", service_time, " s")
    mean = float(arrival_rate * service_time)
    if not isfinite(mean):
        raise ValueError("arrival_rate times service_time is too large for a number")
    return mean
