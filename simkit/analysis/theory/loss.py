"""Servers without a queue: who finds all of them busy is refused."""

from dataclasses import dataclass

from simkit.analysis.theory.domain import require_not_negative, require_positive, require_whole
from simkit.analysis.theory.erlang import erlang_b


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A station without a queue, in the steady state.

    Attributes:
        blocking: Share of the messages that is refused, 0 to 1.
        throughput: Messages served per second.
        utilisation: Share of the servers' time spent busy, 0 to 1.
        mean_in_service: Servers busy on average.
    """

    blocking: float
    throughput: float
    utilisation: float
    mean_in_service: float


def m_g_c_c(*, arrival_rate: float, service_time: float, servers: int) -> Loss:
    """M/G/c/c: so many servers, and no place to wait.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0; its law does not matter.
        servers: ≥ 1.

    Returns:
        Its steady state; there is one at any load.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Erlang (1917); any law of service: Sevastyanov (1957).

    Stops holding where the refused try again, or arrivals are bursty: then more are refused.

    >>> found = m_g_c_c(arrival_rate=100, service_time=2, servers=200)
    >>> round(found.blocking, 5), round(found.throughput, 2)
    (0.05435, 94.56)
    """
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("service_time", service_time, " s")
    require_whole("servers", servers)
    load = arrival_rate * service_time
    # With one server fewer: in an overload, 1 - blocking would leave nothing but rounding.
    before = erlang_b(servers=servers - 1, load=load) if servers > 1 else 1.0
    carried = load * servers / (servers + load * before)
    return Loss(
        blocking=load * before / (servers + load * before),
        throughput=carried / service_time,
        utilisation=carried / servers,
        mean_in_service=carried,
    )
