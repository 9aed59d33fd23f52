"""M/G/1-PS: one processor, shared equally among all that are present."""

from dataclasses import dataclass

from simkit.analysis.theory.domain import require_not_negative, require_station


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A shared processor in the steady state.

    Attributes:
        utilisation: Share of the time it is busy, 0 to below 1.
        mean_sojourn: From arrival to completion, s; nobody waits, all are slow.
        mean_in_system: Messages present, on average over time.
    """

    utilisation: float
    mean_sojourn: float
    mean_in_system: float


def m_g_1_ps(*, arrival_rate: float, service_time: float) -> Sharing:
    """The steady state of M/G/1 under processor sharing.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean time a message takes when alone, s, > 0; its law does not matter.

    Returns:
        Its means.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Sakata, Noguchi and Oizumi (1971); Kleinrock (1976), Queueing Systems II, chapter 4.

    Stops holding where switching costs time, where at most so many are served at once, or
    arrivals are not Poisson.

    >>> round(m_g_1_ps(arrival_rate=8, service_time=0.1).mean_sojourn, 6)
    0.5
    """
    utilisation = require_station(arrival_rate, service_time)
    return Sharing(
        utilisation=utilisation,
        mean_sojourn=service_time / (1 - utilisation),
        mean_in_system=utilisation / (1 - utilisation),
    )


def m_g_1_ps_sojourn_of(*, work: float, arrival_rate: float, service_time: float) -> float:
    """The mean sojourn of a message with so much work under processor sharing.

    Args:
        work: Time it takes when alone, s, ≥ 0.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean time a message takes when alone, s, > 0.

    Returns:
        Seconds, in proportion to its work: it is fair.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Sakata, Noguchi and Oizumi (1971). It stops holding where `m_g_1_ps` does.

    >>> round(m_g_1_ps_sojourn_of(work=0.02, arrival_rate=8, service_time=0.1), 6)
    0.1
    """
    require_not_negative("work", work, " s")
    return work / (1 - require_station(arrival_rate, service_time))
