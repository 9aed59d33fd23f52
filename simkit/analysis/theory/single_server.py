"""One server, Poisson arrivals, first come first served: M/M/1, M/D/1 and M/G/1."""

from math import exp, isfinite, log1p

from simkit.analysis.theory.domain import require_not_negative, require_share, require_station
from simkit.analysis.theory.steady import SteadyState, steady_state


def m_m_1(*, arrival_rate: float, service_time: float) -> SteadyState:
    """The steady state of M/M/1.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.

    Returns:
        Its means.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kleinrock (1975), Queueing Systems I, section 3.2.

    Stops holding with any other law of service (`m_g_1`), and before the queue has forgotten
    its start: at 80 % that takes some hundred messages, at 99 % some ten thousand.

    >>> round(m_m_1(arrival_rate=8, service_time=0.1).mean_sojourn, 6)
    0.5
    """
    utilisation = require_station(arrival_rate, service_time)
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=utilisation,
        waiting_probability=utilisation,
        mean_wait=service_time * utilisation / (1 - utilisation),
    )


def m_m_1_sojourn_exceeds(*, time: float, arrival_rate: float, service_time: float) -> float:
    """The share of the sojourns in M/M/1 that are longer than a time: they are exponential.

    Args:
        time: s, ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.

    Returns:
        0 to 1.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kleinrock (1975), Queueing Systems I, equation 5.119.

    Stops holding where `m_m_1` does, and in any other order of service.

    >>> round(m_m_1_sojourn_exceeds(time=1.0, arrival_rate=8, service_time=0.1), 4)
    0.1353
    """
    require_not_negative("time", time, " s")
    utilisation = require_station(arrival_rate, service_time)
    return exp(-time / service_time * (1 - utilisation))


def m_m_1_sojourn_percentile(*, share: float, arrival_rate: float, service_time: float) -> float:
    """The time that this share of the sojourns in M/M/1 is within.

    Args:
        share: 0 to below 1; 0.99 for the 99th percentile.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.

    Returns:
        Seconds.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kleinrock (1975), Queueing Systems I, equation 5.119.

    Stops holding where `m_m_1` does, and in any other order of service.

    >>> round(m_m_1_sojourn_percentile(share=0.99, arrival_rate=8, service_time=0.1), 3)
    2.303
    """
    require_share(share)
    utilisation = require_station(arrival_rate, service_time)
    return -log1p(-share) * service_time / (1 - utilisation)


def m_d_1(*, arrival_rate: float, service_time: float) -> SteadyState:
    """The steady state of M/D/1: every message takes the same time.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Of every message, s, > 0.

    Returns:
        Its means.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Erlang (1909); Kleinrock (1975), Queueing Systems I, section 5.5.

    Stops holding as soon as the service varies, or arrivals are not Poisson: paced arrivals
    never wait here.

    >>> round(m_d_1(arrival_rate=8, service_time=0.1).mean_wait, 6)
    0.2
    """
    return m_g_1(arrival_rate=arrival_rate, service_time=service_time, service_cv=0.0)


def m_g_1(*, arrival_rate: float, service_time: float, service_cv: float) -> SteadyState:
    """The steady state of M/G/1: two moments of the service are enough for the means.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0; 1 for exponential.

    Returns:
        Its means. They hold for any order of service that does not look at the work.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Pollaczek (1930), Khinchine (1932); Kleinrock (1975), Queueing Systems I, section
    5.5.

    Stops holding where the variance is infinite (a Pareto with a shape of 2 or less): then so is
    the mean wait, which a run of any length only hints at. A heavy tail needs long runs.

    >>> round(m_g_1(arrival_rate=8, service_time=0.1, service_cv=5.5**0.5).mean_wait, 6)
    1.3
    """
    utilisation = require_station(arrival_rate, service_time)
    require_not_negative("service_cv", service_cv)
    leftover = service_time * (1 + service_cv**2) / 2
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=utilisation,
        waiting_probability=utilisation,
        mean_wait=utilisation / (1 - utilisation) * leftover,
    )


def m_g_1_wait_variance(
    *, arrival_rate: float, service_time: float, service_cv: float, service_skewness: float
) -> float:
    """The variance of the wait in M/G/1, first come first served.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0; 1 for exponential.
        service_skewness: Third central moment over the cube of the standard deviation; 2 for
            exponential, 2/√k for Erlang's with k stages, twice the cv for a gamma law, and of no
            matter where the cv is 0.

    Returns:
        Square seconds.

    Raises:
        ValueError: If an argument is outside its range, no time that is never negative has such
            moments, or the utilisation is 1 or more.

    Source: Takács (1962); Kleinrock (1975), Queueing Systems I, section 5.7.

    Stops holding in any other order of service, and where the third moment is infinite.

    >>> found = m_g_1_wait_variance(
    ...     arrival_rate=8, service_time=0.1, service_cv=1, service_skewness=2
    ... )
    >>> round(found, 6)
    0.24
    """
    waits = m_g_1(arrival_rate=arrival_rate, service_time=service_time, service_cv=service_cv)
    if not isfinite(service_skewness):
        raise ValueError(f"service_skewness must be finite; got {service_skewness}")
    second = 1 + service_cv**2
    third = 1 + 3 * service_cv**2 + service_skewness * service_cv**3
    # Cauchy and Schwarz; a law of two values, one of them 0, meets the bound but for rounding.
    if third < second**2 * (1 - 1e-12):
        raise ValueError(
            f"no service time has cv {service_cv} and skewness {service_skewness}: "
            f"it would be negative at times"
        )
    # The third moment of the service is third × service_time³.
    spread = arrival_rate * third * service_time**3 / (3 * (1 - waits.utilisation))
    return waits.mean_wait**2 + spread
