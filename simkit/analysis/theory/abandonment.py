"""Messages with limited patience: who waits too long leaves unserved."""

from dataclasses import dataclass
from math import exp, expm1, factorial

from simkit.analysis.theory.birth_death import level_shares
from simkit.analysis.theory.domain import (
    require_positive,
    require_whole,
)
from simkit.analysis.theory.erlang import erlang_b
from simkit.analysis.theory.loss import m_g_c_c


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandonment:
    """A station whose messages have limited patience, in the steady state.

    Attributes:
        waiting_probability: Share of the messages that finds all servers busy, 0 to 1.
        abandonment: Share of the messages that leaves unserved, 0 to 1.
        throughput: Messages served per second.
        utilisation: Share of the servers' time spent busy, 0 to 1.
        mean_wait: In the queue, of all messages, served or not, s.
        mean_queue_length: Messages that wait, on average over time.
        mean_in_system: Messages that wait or are served.
    """

    waiting_probability: float
    abandonment: float
    throughput: float
    utilisation: float
    mean_wait: float
    mean_queue_length: float
    mean_in_system: float


def erlang_a(
    *, arrival_rate: float, service_time: float, servers: int, patience: float
) -> Abandonment:
    """M/M/c+M, Erlang A: exponential work, exponential patience, at any load.

    Args:
        arrival_rate: Messages per second, Poisson, > 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.
        patience: Mean time a message waits before it leaves unserved, exponential, s, > 0.

    Returns:
        Its steady state; there is one at any load.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Palm (1957); Mandelbaum and Zeltyn (2007), section 3.

    Stops holding where patience has another law (for a fixed one: `fixed_patience`), where
    a message in service gives up too, and where who left comes back.

    >>> found = erlang_a(arrival_rate=48, service_time=0.1, servers=4, patience=0.5)
    >>> round(found.waiting_probability, 5), round(found.abandonment, 5)
    (0.89047, 0.20488)
    """
    _require(arrival_rate, service_time, servers, patience)
    busy_rate = servers / service_time
    first, shares = level_shares(lambda waiting: arrival_rate / (busy_rate + waiting / patience))
    # Given that all servers are busy: how often nobody waits, and how many wait.
    nobody = shares[0] if first == 0 else 0.0
    queue = sum((first + place) * share for place, share in enumerate(shares))
    blocked = erlang_b(servers=servers, load=arrival_rate * service_time)
    waits = blocked / (nobody + (1 - nobody) * blocked)
    return _completed(
        arrival_rate=arrival_rate,
        service_time=service_time,
        servers=servers,
        waits=waits,
        lost=waits * queue / (patience * arrival_rate),
        queue=waits * queue,
    )


def fixed_patience(
    *, arrival_rate: float, service_time: float, servers: int, patience: float
) -> Abandonment:
    """M/M/c+D: exponential work; whoever has not started after a fixed time leaves, at any load.

    It is a queue whose messages expire, such as one with a time to live.

    Args:
        arrival_rate: Messages per second, Poisson, > 0.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.
        patience: The longest wait, s, > 0.

    Returns:
        Its steady state; there is one at any load. Its waiting probability counts those
        who leave.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Barrer (1957); Boots and Tijms (1999), section 2.

    Stops holding where the service is interrupted at the deadline, out of order of arrival, and
    with another law of service.

    >>> found = fixed_patience(arrival_rate=12, service_time=0.1, servers=1, patience=1)
    >>> round(found.abandonment, 4)
    0.184
    """
    _require(arrival_rate, service_time, servers, patience)
    load, busy_rate = arrival_rate * service_time, servers / service_time
    # While all servers are busy, the density of the wait that an arrival would have is that of
    # no wait times e^(drift × wait), up to the patience. Shares are counted in units of the time
    # with a server free, and over e^(longest) where that grows: so nothing overflows.
    longest = (arrival_rate - busy_rate) * patience
    shrink, end = exp(-max(longest, 0.0)), exp(min(longest, 0.0))
    within, moment = _growth(longest)
    one_left = erlang_b(servers=servers - 1, load=load) if servers > 1 else 1.0
    in_time = one_left * arrival_rate * patience * within
    too_late = one_left * arrival_rate * end / busy_rate
    total = shrink + in_time + too_late
    wait = patience * (one_left * arrival_rate * patience * moment + too_late) / total
    return _completed(
        arrival_rate=arrival_rate,
        service_time=service_time,
        servers=servers,
        waits=(in_time + too_late) / total,
        lost=too_late / total,
        queue=arrival_rate * wait,
    )


def _growth(rate: float) -> tuple[float, float]:
    """The integrals of e^(rate×u) and of u×e^(rate×u) over u from 0 to 1.

    Both are divided by e^rate where the rate is above 0.

    >>> [round(value, 6) for value in _growth(0.0)]
    [1.0, 0.5]
    """
    if abs(rate) < 1:
        # What is subtracted below would be nearly equal; the series loses nothing.
        scale = exp(-max(rate, 0.0))
        terms = [rate**power / factorial(power) for power in range(20)]
        whole = sum(term / (power + 1) for power, term in enumerate(terms))
        moment = sum(term / (power + 2) for power, term in enumerate(terms))
        return scale * whole, scale * moment
    if rate > 0:
        return -expm1(-rate) / rate, (rate + expm1(-rate)) / rate**2
    return expm1(rate) / rate, (1 - exp(rate) * (1 - rate)) / rate**2


def _require(arrival_rate: float, service_time: float, servers: int, patience: float) -> None:
    require_positive("arrival_rate", arrival_rate, " /s")
    require_positive("service_time", service_time, " s")
    require_whole("servers", servers)
    require_positive("patience", patience, " s")


def _completed(
    *,
    arrival_rate: float,
    service_time: float,
    servers: int,
    waits: float,
    lost: float,
    queue: float,
) -> Abandonment:
    """The other means, by Little's law."""
    # Not from 1 - lost, of which an overload leaves nothing but rounding: while a server is free,
    # the others are as busy as those of a station with one server fewer and no queue.
    below = (
        m_g_c_c(
            arrival_rate=arrival_rate, service_time=service_time, servers=servers - 1
        ).mean_in_service
        if servers > 1
        else 0.0
    )
    in_service = waits * servers + (1 - waits) * below
    return Abandonment(
        waiting_probability=waits,
        abandonment=lost,
        throughput=in_service / service_time,
        utilisation=in_service / servers,
        mean_wait=queue / arrival_rate,
        mean_queue_length=queue,
        mean_in_system=queue + in_service,
    )
