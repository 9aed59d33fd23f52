"""One server that breaks down while it works, and resumes after its repair."""

from simkit.analysis.theory.domain import require_not_negative, require_positive
from simkit.analysis.theory.single_server import m_g_1
from simkit.analysis.theory.steady import SteadyState


def m_g_1_breakdowns(
    *,
    arrival_rate: float,
    service_time: float,
    service_cv: float,
    failure_rate: float,
    repair_time: float,
    repair_cv: float = 1.0,
) -> SteadyState:
    """M/G/1 whose server breaks down while it works, and goes on where it was.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean without breakdowns, s, > 0.
        service_cv: Standard deviation over mean of that, ≥ 0; 1 for exponential.
        failure_rate: Breakdowns per second of work, Poisson, ≥ 0.
        repair_time: Mean, s, > 0.
        repair_cv: Standard deviation over mean of the repair, ≥ 0; 1 for exponential.

    Returns:
        Its means; service lasts from its start to its end, repairs included, and the
        utilisation counts them.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Gaver (1962); Avi-Itzhak and Naor (1963), model B: Pollaczek and Khinchine with the
    whole time of a message.

    Stops holding where an idle server breaks down too (longer waits), and where interrupted work
    begins again from scratch (`crash_redelivery`).

    >>> found = m_g_1_breakdowns(
    ...     arrival_rate=5, service_time=0.1, service_cv=1, failure_rate=0.1, repair_time=2
    ... )
    >>> round(found.mean_wait, 6), round(found.mean_sojourn, 6)
    (0.68, 0.8)
    """
    require_positive("service_time", service_time, " s")
    require_not_negative("service_cv", service_cv)
    require_not_negative("failure_rate", failure_rate, " /s")
    require_positive("repair_time", repair_time, " s")
    require_not_negative("repair_cv", repair_cv)
    stretch = 1 + failure_rate * repair_time
    repairs = failure_rate * service_time * repair_time**2 * (1 + repair_cv**2)
    whole = service_time * stretch
    variance = (stretch * service_cv * service_time) ** 2 + repairs
    return m_g_1(arrival_rate=arrival_rate, service_time=whole, service_cv=variance**0.5 / whole)
