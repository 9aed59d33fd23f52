"""How long one server needs to get empty: busy periods."""

from dataclasses import dataclass
from math import sqrt

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_station,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainTime:
    """The time until the server is idle for the first time.

    Attributes:
        mean: s.
        deviation: Standard deviation, s.
    """

    mean: float
    deviation: float


def m_g_1_drain(
    *, backlog: int, arrival_rate: float, service_time: float, service_cv: float = 1.0
) -> DrainTime:
    """How long M/G/1 takes to get empty, from so many messages on.

    Args:
        backlog: Messages present, none of them begun, ≥ 0; with 1 it is a busy period.
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0; 1 for exponential.

    Returns:
        Mean and deviation; in any order of service.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kleinrock (1975), Queueing Systems I, section 5.8; the backlog's messages have a
    busy period each, one after the other.

    Stops holding for several servers: while all are busy they are one, c times as fast, but the
    last few messages take longer.

    >>> found = m_g_1_drain(backlog=100, arrival_rate=8, service_time=0.1)
    >>> round(found.mean, 6), round(found.deviation, 6)
    (50.0, 15.0)
    """
    require_whole("backlog", backlog, 0)
    utilisation = require_station(arrival_rate, service_time)
    require_not_negative("service_cv", service_cv)
    variance = service_time**2 * (service_cv**2 + utilisation) / (1 - utilisation) ** 3
    return DrainTime(
        mean=backlog * service_time / (1 - utilisation), deviation=sqrt(backlog * variance)
    )
