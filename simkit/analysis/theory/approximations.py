"""Waits where no exact formula is known: approximations and a bound, named as such."""

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_station,
)
from simkit.analysis.theory.multi_server import m_m_c


def kingman_approximation(
    *, arrival_rate: float, arrival_cv: float, service_time: float, service_cv: float
) -> float:
    """About the mean wait in G/G/1, from two moments of the gaps and of the service.

    Args:
        arrival_rate: Messages per second, ≥ 0.
        arrival_cv: Standard deviation over mean of the gaps between arrivals, ≥ 0; 1 for Poisson.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0.

    Returns:
        Seconds: an approximation. It is exact for M/G/1.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kingman (1961), for a utilisation near 1; Kleinrock (1976), Queueing Systems II,
    section 2.1. (The bound of Kingman (1962) is `kingman_bound`.)

    Stops holding away from Poisson arrivals at a low utilisation: for arrivals steadier than
    that it is too high, by 10 % for Erlang gaps of 4 stages at 80 %, and 18 times for D/M/1 at
    20 %. Gaps that depend on each other break it at any utilisation.

    >>> wait = kingman_approximation(
    ...     arrival_rate=8, arrival_cv=0.5, service_time=0.1, service_cv=1
    ... )
    >>> round(wait, 6)
    0.25
    """
    utilisation = require_station(arrival_rate, service_time)
    variability = _variability(arrival_cv, service_cv)
    return utilisation / (1 - utilisation) * variability * service_time


def kingman_bound(
    *, arrival_rate: float, arrival_cv: float, service_time: float, service_cv: float
) -> float:
    """A time that the mean wait in G/G/1 is never above.

    Args:
        arrival_rate: Messages per second, > 0.
        arrival_cv: Standard deviation over mean of the gaps between arrivals, ≥ 0; 1 for Poisson.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0.

    Returns:
        Seconds: an upper bound, which is met as the utilisation goes to 1.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kingman (1962); Kleinrock (1976), Queueing Systems II, section 2.2.

    Stops holding where gaps depend on each other. At a low utilisation it is far too high: for
    Poisson arrivals it never falls below half the mean gap.

    >>> bound = kingman_bound(arrival_rate=8, arrival_cv=0.5, service_time=0.1, service_cv=1)
    >>> round(bound, 6)
    0.278125
    """
    require_positive("arrival_rate", arrival_rate, " /s")
    utilisation = require_station(arrival_rate, service_time)
    _variability(arrival_cv, service_cv)
    spread = (arrival_cv / arrival_rate) ** 2 + (service_cv * service_time) ** 2
    return arrival_rate * spread / (2 * (1 - utilisation))


def allen_cunneen_approximation(
    *,
    arrival_rate: float,
    arrival_cv: float,
    service_time: float,
    service_cv: float,
    servers: int,
) -> float:
    """About the mean wait in G/G/c: that of M/M/c, times how much both sides vary.

    Args:
        arrival_rate: Messages per second, ≥ 0.
        arrival_cv: Standard deviation over mean of the gaps between arrivals, ≥ 0; 1 for Poisson.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0.
        servers: ≥ 1.

    Returns:
        Seconds: an approximation. It is exact for M/M/c and M/G/1.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Allen (1990), Probability, Statistics, and Queueing Theory, section 5.4 (Allen and
    Cunneen 1978).

    Stops holding far from exponential: for M/D/8 at 80 % it is 5 % too low. With steady arrivals
    at a low utilisation it is far too high in proportion, as `kingman_approximation` is.

    >>> wait = allen_cunneen_approximation(
    ...     arrival_rate=64, arrival_cv=1, service_time=0.1, service_cv=0, servers=8
    ... )
    >>> round(wait, 5)
    0.0143
    """
    exponential = m_m_c(arrival_rate=arrival_rate, service_time=service_time, servers=servers)
    return exponential.mean_wait * _variability(arrival_cv, service_cv)


def _variability(arrival_cv: float, service_cv: float) -> float:
    require_not_negative("arrival_cv", arrival_cv)
    require_not_negative("service_cv", service_cv)
    return (arrival_cv**2 + service_cv**2) / 2
