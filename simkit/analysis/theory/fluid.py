"""Backlogs as a fluid: what comes faster than it is served piles up, and drains later."""

from dataclasses import dataclass
from math import inf

from simkit.analysis.theory.domain import require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """What a time of too many arrivals, or of too little capacity, leaves behind.

    Attributes:
        peak: Backlog when it ends, messages.
        drain_time: From its end until the backlog is gone, s; inf: never.
        total_time: From its beginning until the backlog is gone, s; inf: never.
        longest_wait: Of a message that arrived meanwhile, first come first served, s.
    """

    peak: float
    drain_time: float
    total_time: float
    longest_wait: float


def overload(
    *,
    duration: float,
    arrival_rate: float,
    capacity: float,
    arrival_rate_after: float,
    capacity_after: float,
) -> Overload:
    """A burst or an outage, and how long it takes to get over it.

    Args:
        duration: Of the burst or the outage, s, > 0.
        arrival_rate: Meanwhile, messages per second, > 0.
        capacity: Meanwhile, messages per second, ≥ 0; 0 in an outage.
        arrival_rate_after: Messages per second, ≥ 0.
        capacity_after: Messages per second, > 0.

    Returns:
        The backlog and its end; all 0 if the capacity is enough meanwhile.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Newell (1982), Applications of Queueing Theory, chapter 2: a deterministic fluid.

    Stops holding where chance matters: with capacity near the arrival rate, or a short burst, the
    backlog is of the order of the root of the number of arrivals, and not 0.

    >>> found = overload(
    ...     duration=60, arrival_rate=200, capacity=100, arrival_rate_after=80, capacity_after=100
    ... )
    >>> found.peak, found.drain_time, found.total_time, found.longest_wait
    (6000.0, 300.0, 360.0, 60.0)
    """
    require_positive("duration", duration, " s")
    require_positive("arrival_rate", arrival_rate, " /s")
    require_not_negative("capacity", capacity, " /s")
    require_not_negative("arrival_rate_after", arrival_rate_after, " /s")
    require_positive("capacity_after", capacity_after, " /s")
    if capacity >= arrival_rate:
        return Overload(peak=0.0, drain_time=0.0, total_time=0.0, longest_wait=0.0)
    peak = float((arrival_rate - capacity) * duration)
    drains = drain_time(backlog=peak, arrival_rate=arrival_rate_after, capacity=capacity_after)
    # The longest wait is that of the last to come, or of the first that is not served in time.
    waits = max(peak / capacity_after, duration * (1 - capacity / arrival_rate))
    return Overload(peak=peak, drain_time=drains, total_time=duration + drains, longest_wait=waits)


def drain_time(*, backlog: float, arrival_rate: float, capacity: float) -> float:
    """How long a backlog takes to drain while messages go on arriving.

    Args:
        backlog: Messages, ≥ 0.
        arrival_rate: Messages per second, ≥ 0.
        capacity: Messages per second, > 0.

    Returns:
        Seconds; inf if there is no headroom.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Newell (1982), chapter 2. It stops holding where `overload` does; the deviation
    of the time is in `m_g_1_drain`.

    >>> drain_time(backlog=576_000, arrival_rate=800, capacity=1000)
    2880.0
    """
    require_not_negative("backlog", backlog, " messages")
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("capacity", capacity, " /s")
    if backlog == 0:
        return 0.0
    return backlog / (capacity - arrival_rate) if capacity > arrival_rate else inf


def capacity_to_drain(*, backlog: float, arrival_rate: float, time: float) -> float:
    """The capacity that drains a backlog in a given time while messages go on arriving.

    Args:
        backlog: Messages, ≥ 0.
        arrival_rate: Messages per second, ≥ 0.
        time: s, > 0.

    Returns:
        Messages per second.

    Raises:
        ValueError: If an argument is outside its range.

    Source: `drain_time`, solved for the capacity. It stops holding where that does.

    >>> capacity_to_drain(backlog=576_000, arrival_rate=800, time=600)
    1760.0
    """
    require_not_negative("backlog", backlog, " messages")
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("time", time, " s")
    return arrival_rate + backlog / time


def time_until_late(*, deadline: float, arrival_rate: float, capacity: float) -> float:
    """How long a first-come-first-served overload still answers in time, from an empty queue.

    Args:
        deadline: Longest wait that is of use, s, > 0.
        arrival_rate: Messages per second, > 0.
        capacity: Messages per second, > 0.

    Returns:
        Seconds after its beginning from which on whoever arrives starts late, though all servers
        are busy; inf if the capacity is enough.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Newell (1982), chapter 2.

    Stops holding where who is late leaves the queue (`fixed_patience`), and where the last come
    is served first.

    >>> time_until_late(deadline=1, arrival_rate=330, capacity=300)
    10.0
    """
    require_positive("deadline", deadline, " s")
    require_positive("arrival_rate", arrival_rate, " /s")
    require_positive("capacity", capacity, " /s")
    if arrival_rate <= capacity:
        return inf
    return deadline * capacity / (arrival_rate - capacity)
