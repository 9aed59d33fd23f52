"""One server that is not always there when work comes: it sleeps, or has to start first."""

from simkit.analysis.theory.domain import require_not_negative, require_positive
from simkit.analysis.theory.single_server import m_g_1
from simkit.analysis.theory.steady import SteadyState, steady_state


def m_g_1_vacations(
    *,
    arrival_rate: float,
    service_time: float,
    service_cv: float,
    vacation: float,
    vacation_cv: float = 0.0,
) -> SteadyState:
    """M/G/1 whose server sleeps when nothing is there, looks again, and sleeps again.

    A consumer that polls, and sleeps after an empty answer, is such a server.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0; 1 for exponential.
        vacation: Mean sleep, s, > 0.
        vacation_cv: Standard deviation over mean of the sleep, ≥ 0; 0 for a fixed one.

    Returns:
        Its means; every message waits, for the server or for its return.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Fuhrmann and Cooper (1985); Doshi (1986), section 2: the wait of M/G/1 and what is left
    of a sleep, added.

    Stops holding for several pollers, and where an arrival wakes the server (long polling: there
    is no vacation at all).

    >>> found = m_g_1_vacations(arrival_rate=5, service_time=0.1, service_cv=1, vacation=1)
    >>> round(found.mean_wait, 6)
    0.6
    """
    awake = m_g_1(arrival_rate=arrival_rate, service_time=service_time, service_cv=service_cv)
    require_positive("vacation", vacation, " s")
    require_not_negative("vacation_cv", vacation_cv)
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=awake.utilisation,
        waiting_probability=1.0,
        mean_wait=awake.mean_wait + vacation * (1 + vacation_cv**2) / 2,
    )


def m_g_1_setup(
    *,
    arrival_rate: float,
    service_time: float,
    service_cv: float,
    setup: float,
    setup_cv: float = 0.0,
) -> SteadyState:
    """M/G/1 whose server goes as soon as nothing is there, and has to start when a message comes.

    A consumer that is scaled to zero, with its cold start, is such a server.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0; 1 for exponential.
        setup: Mean time from an arrival at the empty station to the start of its service, s, > 0.
        setup_cv: Standard deviation over mean of the setup, ≥ 0; 0 for a fixed one.

    Returns:
        Its means; every message waits. The utilisation counts service only.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Welch (1964); Takagi (1991), Queueing Analysis I, section 2.3.

    Stops holding where the server stays for a while before it goes, and for several servers.

    >>> found = m_g_1_setup(arrival_rate=2, service_time=0.1, service_cv=1, setup=2)
    >>> round(found.mean_wait, 6)
    1.225
    """
    ready = m_g_1(arrival_rate=arrival_rate, service_time=service_time, service_cv=service_cv)
    require_positive("setup", setup, " s")
    require_not_negative("setup_cv", setup_cv)
    second = setup**2 * (1 + setup_cv**2)
    added = (2 * setup + arrival_rate * second) / (2 * (1 + arrival_rate * setup))
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=ready.utilisation,
        waiting_probability=1.0,
        mean_wait=ready.mean_wait + added,
    )
