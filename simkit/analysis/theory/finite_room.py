"""M/M/c/K: exponential work and limited room; who finds no room is refused."""

from dataclasses import dataclass

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiniteRoom:
    """A station with limited room, in the steady state.

    Attributes:
        blocking: Share of the messages that is refused, 0 to 1.
        throughput: Effective arrival rate: messages admitted, and served, per second.
        utilisation: Share of the servers' time spent busy, 0 to 1.
        waiting_probability: Share of the admitted that cannot start at once, 0 to 1.
        mean_wait: Of the admitted, s.
        mean_sojourn: Of the admitted, s.
        mean_queue_length: Messages that wait, on average over time.
        mean_in_system: Messages that wait or are served.
    """

    blocking: float
    throughput: float
    utilisation: float
    waiting_probability: float
    mean_wait: float
    mean_sojourn: float
    mean_queue_length: float
    mean_in_system: float


def m_m_c_k(*, arrival_rate: float, service_time: float, servers: int, room: int) -> FiniteRoom:
    """The steady state of M/M/c/K, at any load.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.
        room: K, places for messages that wait or are served, ≥ ``servers``.

    Returns:
        Its means; the times are those of the admitted.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Kleinrock (1975), Queueing Systems I, section 3.6 for c = 1; here by adding one place
    after the other, as Erlang's formula is by adding servers: sums of what is positive, at any
    load and for thousands of places.

    Stops holding where the refused try again, or service is not exponential (unless room equals
    servers: `m_g_c_c`).

    >>> found = m_m_c_k(arrival_rate=12, service_time=0.1, servers=1, room=10)
    >>> round(found.blocking, 5), round(found.throughput, 3), round(found.mean_sojourn, 4)
    (0.19259, 9.689, 0.6926)
    """
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("service_time", service_time, " s")
    require_whole("servers", servers)
    require_whole("room", room, servers)
    load = arrival_rate * service_time
    full, waits, in_service, queue = 1.0, 0.0, 0.0, 0.0
    admitted_waits = 0.0
    for places in range(1, room + 1):
        # Whom a room of K admits sees what one with K - 1 holds.
        admitted_waits = waits
        full = load * full / (min(places, servers) + load * full)
        waits = waits * (1 - full) + (full if places >= servers else 0.0)
        in_service = in_service * (1 - full) + min(places, servers) * full
        queue = queue * (1 - full) + max(places - servers, 0) * full
    # In an overload, 1 - blocking would leave nothing but rounding.
    throughput = in_service / service_time
    wait = queue / throughput if throughput > 0 else 0.0
    return FiniteRoom(
        blocking=full,
        throughput=throughput,
        utilisation=in_service / servers,
        waiting_probability=admitted_waits,
        mean_wait=wait,
        mean_sojourn=wait + service_time,
        mean_queue_length=queue,
        mean_in_system=queue + in_service,
    )
