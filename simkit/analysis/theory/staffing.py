"""How many servers are enough."""

from collections.abc import Iterator
from math import erfc, exp, inf, pi, sqrt

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_probability,
)


def servers_for_blocking(*, load: float, blocking: float) -> int:
    """The fewest servers without a queue that refuse at most this share.

    Args:
        load: Offered load in erlangs, ≥ 0.
        blocking: Share refused, above 0, to 1.

    Returns:
        At least 1.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Erlang (1917), his first formula, inverted by counting up. Holds and stops holding
    with `erlang_b`.

    >>> servers_for_blocking(load=9, blocking=0.01)
    17
    """
    require_not_negative("load", load, " erlang")
    _require_target("blocking", blocking)
    return next(number for number, blocked in _blocked(load) if blocked <= blocking)


def servers_for_waiting(*, load: float, waiting_probability: float) -> int:
    """The fewest servers of M/M/c where at most this share waits.

    Args:
        load: Offered load in erlangs, ≥ 0.
        waiting_probability: Share that waits, above 0, to 1.

    Returns:
        At least 1, and more than the load.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Erlang (1917), his second formula, inverted by counting up. Holds and stops holding
    with `erlang_c`.

    >>> servers_for_waiting(load=40, waiting_probability=0.1)
    50
    """
    require_not_negative("load", load, " erlang")
    _require_target("waiting_probability", waiting_probability)
    return next(
        number
        for number, blocked in _blocked(load)
        if number > load and _waits(number, load, blocked) <= waiting_probability
    )


def servers_for_mean_wait(*, arrival_rate: float, service_time: float, mean_wait: float) -> int:
    """The fewest servers of M/M/c with at most this mean wait.

    Args:
        arrival_rate: Messages per second, Poisson, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        mean_wait: s, > 0.

    Returns:
        At least 1, and more than the offered load.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Erlang (1917), inverted by counting up. Holds and stops holding with `m_m_c`.

    >>> servers_for_mean_wait(arrival_rate=80, service_time=0.5, mean_wait=0.05)
    45
    """
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("service_time", service_time, " s")
    require_positive("mean_wait", mean_wait, " s")
    load = arrival_rate * service_time
    return next(
        number
        for number, blocked in _blocked(load)
        if number > load
        and _waits(number, load, blocked) * service_time / (number - load) <= mean_wait
    )


def halfin_whitt_approximation(*, excess: float) -> float:
    """About the share that waits with a + β√a servers for a large load of a erlangs.

    Args:
        excess: β, servers above the load in units of the load's square root, > 0.

    Returns:
        The waiting probability in the limit of a large load, 0 to 1: an approximation.

    Raises:
        ValueError: If the excess is not positive.

    Source: Halfin and Whitt (1981), proposition 1.

    Stops holding for few servers: at 4 erlangs and β = 1 it gives 0.22 where `erlang_c` gives
    0.28; at 100 erlangs, 0.24. It says nothing of messages that give up.

    >>> round(halfin_whitt_approximation(excess=1.0), 4)
    0.2234
    """
    require_positive("excess", excess)
    within = erfc(-excess / sqrt(2)) / 2
    density = exp(-(excess**2) / 2) / sqrt(2 * pi)
    return density / (density + excess * within)


def _require_target(name: str, value: float) -> None:
    require_probability(name, value)
    if value == 0:
        raise ValueError(f"{name} must be above 0: no number of servers makes it 0")


def _blocked(load: float) -> Iterator[tuple[int, float]]:
    """Erlang's first formula for 1, 2, 3 … servers."""
    blocked, number = 1.0, 0
    while number < inf:
        number += 1
        blocked = load * blocked / (number + load * blocked)
        yield number, blocked


def _waits(servers: int, load: float, blocked: float) -> float:
    """Erlang's second formula from his first."""
    return blocked / (1 - load / servers * (1 - blocked))
