"""What is known of one station in the steady state."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SteadyState:
    """Long-run means of one open station with endless room.

    Attributes:
        utilisation: Share of the servers' time spent busy, 0 to below 1.
        waiting_probability: Share of the messages that cannot start at once, 0 to 1.
        mean_wait: From arrival to the start of service, over all messages, s.
        mean_sojourn: From arrival to completion, s.
        mean_queue_length: Messages that wait, on average over time.
        mean_in_system: Messages that wait or are served.
    """

    utilisation: float
    waiting_probability: float
    mean_wait: float
    mean_sojourn: float
    mean_queue_length: float
    mean_in_system: float


def steady_state(
    *,
    arrival_rate: float,
    service_time: float,
    utilisation: float,
    waiting_probability: float,
    mean_wait: float,
) -> SteadyState:
    """Complete the means of a station by Little's law.

    Args:
        arrival_rate: Messages per second, ≥ 0.
        service_time: Mean, s, > 0.
        utilisation: 0 to below 1.
        waiting_probability: 0 to 1.
        mean_wait: s, ≥ 0.

    Returns:
        The four others, and lengths that are the arrival rate times the times.

    Source: Little (1961). Stops holding where messages are refused or leave unserved: then the
    rate is that of those who stay.

    >>> found = steady_state(
    ...     arrival_rate=8,
    ...     service_time=0.1,
    ...     utilisation=0.8,
    ...     waiting_probability=0.8,
    ...     mean_wait=0.4,
    ... )
    >>> found.mean_in_system
    4.0
    """
    sojourn = mean_wait + service_time
    return SteadyState(
        utilisation=utilisation,
        waiting_probability=waiting_probability,
        mean_wait=mean_wait,
        mean_sojourn=sojourn,
        mean_queue_length=arrival_rate * mean_wait,
        mean_in_system=arrival_rate * sojourn,
    )
