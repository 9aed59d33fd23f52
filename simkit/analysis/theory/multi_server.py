"""M/M/c: one queue, several equal servers, exponential work, first come first served."""

from math import exp, expm1, log

from simkit.analysis.theory.domain import require_not_negative, require_share, require_station
from simkit.analysis.theory.erlang import erlang_c
from simkit.analysis.theory.quantiles import percentile
from simkit.analysis.theory.steady import SteadyState, steady_state


def m_m_c(*, arrival_rate: float, service_time: float, servers: int) -> SteadyState:
    """The steady state of M/M/c.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.

    Returns:
        Its means. They hold for any order of service that does not look at the work.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Erlang (1917); Kleinrock (1975), Queueing Systems I, section 3.5.

    Stops holding with another law of service (`allen_cunneen_approximation`), with private
    queues (`e_k_m_1`), limited room (`m_m_c_k`) or patience (`erlang_a`), and before the queue
    has forgotten its start.

    >>> found = m_m_c(arrival_rate=32, service_time=0.1, servers=4)
    >>> round(found.waiting_probability, 5), round(found.mean_wait, 5)
    (0.59643, 0.07455)
    """
    utilisation = require_station(arrival_rate, service_time, servers)
    waits = erlang_c(servers=servers, load=arrival_rate * service_time)
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=utilisation,
        waiting_probability=waits,
        mean_wait=waits / _clearing_rate(utilisation, service_time, servers),
    )


def m_m_c_wait_exceeds(
    *, time: float, arrival_rate: float, service_time: float, servers: int
) -> float:
    """The share of the messages of M/M/c that waits longer than a time.

    Args:
        time: s, ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.

    Returns:
        0 to 1; at 0 s it is the waiting probability.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Erlang (1917); Gross and Harris (1998), Fundamentals of Queueing Theory, section 2.3.

    Stops holding where `m_m_c` does, and where service is not in order of arrival: the mean
    stays, the rest does not.

    >>> round(m_m_c_wait_exceeds(time=0.1, arrival_rate=32, service_time=0.1, servers=4), 4)
    0.268
    """
    require_not_negative("time", time, " s")
    utilisation = require_station(arrival_rate, service_time, servers)
    waits = erlang_c(servers=servers, load=arrival_rate * service_time)
    return waits * exp(-_clearing_rate(utilisation, service_time, servers) * time)


def m_m_c_wait_percentile(
    *, share: float, arrival_rate: float, service_time: float, servers: int
) -> float:
    """The time that this share of the waits in M/M/c is within.

    Args:
        share: 0 to below 1; 0.99 for the 99th percentile.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.

    Returns:
        Seconds; 0 if so many do not wait at all.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: `m_m_c_wait_exceeds`, solved for the time. It stops holding where that does.

    >>> round(m_m_c_wait_percentile(share=0.99, arrival_rate=32, service_time=0.1, servers=4), 4)
    0.511
    """
    require_share(share)
    utilisation = require_station(arrival_rate, service_time, servers)
    waits = erlang_c(servers=servers, load=arrival_rate * service_time)
    if waits <= 1 - share:
        return 0.0
    return log(waits / (1 - share)) / _clearing_rate(utilisation, service_time, servers)


def m_m_c_sojourn_exceeds(
    *, time: float, arrival_rate: float, service_time: float, servers: int
) -> float:
    """The share of the sojourns in M/M/c that are longer than a time.

    Args:
        time: s, ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.

    Returns:
        0 to 1.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: wait and service are independent; Gross and Harris (1998), Fundamentals of Queueing
    Theory, section 2.3, here in a form that also holds where the two rates are equal.

    Stops holding where `m_m_c_wait_exceeds` does.

    >>> round(m_m_c_sojourn_exceeds(time=1.0, arrival_rate=8, service_time=0.1, servers=1), 4)
    0.1353
    """
    require_not_negative("time", time, " s")
    utilisation = require_station(arrival_rate, service_time, servers)
    waits = erlang_c(servers=servers, load=arrival_rate * service_time)
    clearing = _clearing_rate(utilisation, service_time, servers)
    return (1 - waits) * exp(-time / service_time) + waits * _two_phases(
        time, clearing, 1 / service_time
    )


def m_m_c_sojourn_percentile(
    *, share: float, arrival_rate: float, service_time: float, servers: int
) -> float:
    """The time that this share of the sojourns in M/M/c is within.

    Args:
        share: 0 to below 1; 0.99 for the 99th percentile.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.

    Returns:
        Seconds.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: `m_m_c_sojourn_exceeds`, solved for the time. It stops holding where that does.

    >>> round(m_m_c_sojourn_percentile(share=0.99, arrival_rate=8, service_time=0.1, servers=1), 3)
    2.303
    """
    utilisation = require_station(arrival_rate, service_time, servers)
    waits = erlang_c(servers=servers, load=arrival_rate * service_time)
    clearing = _clearing_rate(utilisation, service_time, servers)

    def exceeds(time: float) -> float:
        alone = exp(-time / service_time)
        return (1 - waits) * alone + waits * _two_phases(time, clearing, 1 / service_time)

    return percentile(exceeds, share=share, scale=service_time)


def _clearing_rate(utilisation: float, service_time: float, servers: int) -> float:
    """Completions per second while all servers are busy, less the arrivals: cμ - λ."""
    return servers / service_time * (1 - utilisation)


def _two_phases(time: float, one: float, other: float) -> float:
    """The chance that two exponential times with these rates, added, exceed a time."""
    slow, fast = sorted((one, other))
    apart = (fast - slow) * time
    # (1 - e^-x) / x, which goes to 1 where the rates meet; nothing is subtracted or overflows.
    near = -expm1(-apart) / apart if apart > 0 else 1.0
    return exp(-slow * time) * (1 + slow * time * near)
