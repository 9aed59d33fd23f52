"""Priorities: the server takes the highest class that waits, and may interrupt a lower one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_stable,
    require_whole,
)
from simkit.analysis.theory.erlang import erlang_c


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityClass:
    """Messages of one priority.

    Attributes:
        arrival_rate: Per second, Poisson, ≥ 0.
        service_time: Mean, s, > 0.
        service_cv: Standard deviation over mean of the service, ≥ 0; 1 for exponential.

    Raises:
        ValueError: If a field is outside its range.

    >>> PriorityClass(arrival_rate=2, service_time=0.1).service_cv
    1.0
    """

    arrival_rate: float
    service_time: float
    service_cv: float = 1.0

    def __post_init__(self) -> None:
        require_not_negative("arrival_rate", self.arrival_rate, " /s")
        require_positive("service_time", self.service_time, " s")
        require_not_negative("service_cv", self.service_cv)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassState:
    """One class in the steady state.

    Attributes:
        utilisation: Share of the servers' time spent on this class.
        mean_wait: s.
        mean_sojourn: s.
        mean_queue_length: Messages of this class that wait, on average over time.
    """

    utilisation: float
    mean_wait: float
    mean_sojourn: float
    mean_queue_length: float


def m_g_1_priority(*, classes: Sequence[PriorityClass]) -> tuple[ClassState, ...]:
    """M/G/1 that serves the highest class first, and finishes what it has begun.

    Args:
        classes: The highest priority first; at least one.

    Returns:
        The state of each class. Utilisation times wait, added up over the classes, is what it is
        in order of arrival: priority moves waiting, and creates none away.

    Raises:
        ValueError: If there is no class, or the utilisation is 1 or more in all.

    Source: Cobham (1954); Kleinrock (1976), Queueing Systems II, chapter 3.

    Stops holding where a higher class interrupts (`m_g_1_preemptive`), where a worker prefetches
    (a message in its hands has lost its priority), and where the lowest classes alone are too
    many: then the higher ones still have a steady state, with other numbers.

    >>> high, low = m_g_1_priority(classes=[
    ...     PriorityClass(arrival_rate=2, service_time=0.1),
    ...     PriorityClass(arrival_rate=6, service_time=0.1),
    ... ])
    >>> round(high.mean_wait, 6), round(low.mean_wait, 6)
    (0.1, 0.5)
    """
    leftover = sum(
        one.arrival_rate * one.service_time**2 * (1 + one.service_cv**2) / 2 for one in classes
    )
    shares = [one.arrival_rate * one.service_time for one in classes]
    return _states(classes, shares, leftover)


def m_g_1_preemptive(*, classes: Sequence[PriorityClass]) -> tuple[ClassState, ...]:
    """M/G/1 in which a higher class interrupts, and the interrupted goes on where it stopped.

    Args:
        classes: The highest priority first; at least one.

    Returns:
        The state of each class. Its wait is all the time in which nobody works at a message,
        before its service begins or in the midst of it.

    Raises:
        ValueError: If there is no class, or the utilisation is 1 or more in all.

    Source: White and Christie (1958); Kleinrock (1976), Queueing Systems II, chapter 3.

    Stops holding where interrupted work starts anew, or is lost, or interrupting takes time, and
    for several servers.

    >>> high, low = m_g_1_preemptive(classes=[
    ...     PriorityClass(arrival_rate=2, service_time=0.1),
    ...     PriorityClass(arrival_rate=6, service_time=0.1),
    ... ])
    >>> round(high.mean_sojourn, 6), round(low.mean_sojourn, 6)
    (0.125, 0.625)
    """
    if not classes:
        raise ValueError("there must be at least one class")
    shares = [one.arrival_rate * one.service_time for one in classes]
    require_stable(sum(shares))
    up_to = list(accumulate(shares, initial=0.0))
    moments = [
        one.arrival_rate * one.service_time**2 * (1 + one.service_cv**2) / 2 for one in classes
    ]
    leftovers = list(accumulate(moments))
    found = []
    for one, share, leftover, (above, here) in zip(
        classes, shares, leftovers, pairwise(up_to), strict=True
    ):
        wait = leftover / ((1 - above) * (1 - here)) + one.service_time * above / (1 - above)
        found.append(
            ClassState(
                utilisation=share,
                mean_wait=wait,
                mean_sojourn=wait + one.service_time,
                mean_queue_length=one.arrival_rate * wait,
            )
        )
    return tuple(found)


def m_m_c_priority(
    *, arrival_rates: Sequence[float], service_time: float, servers: int
) -> tuple[ClassState, ...]:
    """M/M/c that serves the highest class first, and finishes what it has begun.

    Args:
        arrival_rates: Messages per second of each class, Poisson, ≥ 0, the highest first.
        service_time: Mean, exponential, the same for all classes, s, > 0.
        servers: ≥ 1.

    Returns:
        The state of each class; every class has to wait equally often, `erlang_c`.

    Raises:
        ValueError: If there is no class, an argument is outside its range, or the utilisation is 1
            or more in all.

    Source: Cobham (1954), his second case; Kella and Yechiali (1985).

    Stops holding where the classes differ in their mean service, or service is not exponential,
    and where `m_g_1_priority` does.

    >>> found = m_m_c_priority(arrival_rates=[8, 24], service_time=0.1, servers=4)
    >>> [round(one.mean_wait, 5) for one in found]
    [0.01864, 0.09319]
    """
    classes = [
        PriorityClass(arrival_rate=rate, service_time=service_time) for rate in arrival_rates
    ]
    require_positive("service_time", service_time, " s")
    require_whole("servers", servers)
    shares = [rate * service_time / servers for rate in arrival_rates]
    require_stable(sum(shares))
    waits = erlang_c(servers=servers, load=sum(arrival_rates) * service_time)
    return _states(classes, shares, waits * service_time / servers)


def _states(
    classes: Sequence[PriorityClass], shares: Sequence[float], leftover: float
) -> tuple[ClassState, ...]:
    """Cobham's formula.

    Args:
        classes: The highest priority first.
        shares: The utilisation by each.
        leftover: The mean time until the next completion that a message waits for, s.
    """
    if not classes:
        raise ValueError("there must be at least one class")
    require_stable(sum(shares))
    up_to = list(accumulate(shares, initial=0.0))
    waits = [leftover / ((1 - above) * (1 - here)) for above, here in pairwise(up_to)]
    return tuple(
        ClassState(
            utilisation=share,
            mean_wait=wait,
            mean_sojourn=wait + one.service_time,
            mean_queue_length=one.arrival_rate * wait,
        )
        for one, share, wait in zip(classes, shares, waits, strict=True)
    )
