"""Retries that make the load that makes requests time out: rates that hold themselves up."""

from collections.abc import Callable
from math import exp

from simkit.analysis.theory.domain import require_positive, require_whole


def retry_storm_approximation(
    *, arrival_rate: float, service_time: float, timeout: float, retries: int
) -> tuple[float, ...]:
    """The attempt rates at which M/M/1 with retries on timeout holds itself, about.

    Args:
        arrival_rate: Requests per second, > 0.
        service_time: Mean, exponential, s, > 0.
        timeout: Of an attempt, from its arrival, s, > 0; the attempt is served all the same.
        retries: After the first attempt, ≥ 0.

    Returns:
        Attempts per second, ascending. One rate: the station comes to it from everywhere. Three:
        the lowest and the highest stay, and the one between is the watershed. A rate above the
        capacity is a queue that grows for ever. Two touch only at the edge, `retry_storm_fold`.

    Raises:
        ValueError: If an argument is outside its range.

    Source: a mean-field approximation, as for the unstable Aloha channel (Kleinrock and Lam
    1975): attempts are taken for Poisson, and their sojourns for independent.

    Stops holding near the fold, where chance carries the station over the watershed; where who
    timed out is taken out of the queue; and where retries wait long.

    >>> rates = retry_storm_approximation(
    ...     arrival_rate=6, service_time=0.1, timeout=1, retries=3
    ... )
    >>> [round(rate, 2) for rate in rates]
    [6.13, 8.91, 24.0]
    """
    require_positive("arrival_rate", arrival_rate, " /s")
    attempts = _attempts(service_time, timeout, retries)
    capacity = 1 / service_time

    def grows(rate: float) -> bool:
        """Whether this many attempts bring more than this many."""
        return arrival_rate * attempts(rate) > rate

    worst = float(arrival_rate * (1 + retries))
    top = (worst,) if worst > capacity else ()
    # The rate brought is convex in the rate, so it meets it twice at most; between the
    # two, and nowhere else below the capacity, it is smaller.
    calm = _calmest(service_time, timeout, retries)
    if grows(calm):
        return top
    low = _edge(grows, 0.0, calm)
    if not grows(capacity):
        return (low, *top)
    return (low, _edge(lambda rate: not grows(rate), calm, capacity), *top)


def retry_storm_fold(*, service_time: float, timeout: float, retries: int) -> float:
    """The arrival rate beyond which M/M/1 with retries on timeout has no calm state, about.

    Args:
        service_time: Mean, exponential, s, > 0.
        timeout: Of an attempt, from its arrival, s, > 0.
        retries: After the first attempt, ≥ 0.

    Returns:
        Requests per second. Between `hidden_capacity` and this, both a calm and a lost state
        hold themselves.

    Raises:
        ValueError: If an argument is outside its range.

    Source: as `retry_storm_approximation`, and it stops holding where that does.

    >>> round(retry_storm_fold(service_time=0.1, timeout=1, retries=1), 2)
    7.05
    """
    calm = _calmest(service_time, timeout, retries)
    return calm / _attempts(service_time, timeout, retries)(calm)


def _attempts(service_time: float, timeout: float, retries: int) -> Callable[[float], float]:
    """Attempts of a request as a function of the rate of all attempts, up to the capacity."""
    require_positive("service_time", service_time, " s")
    require_positive("timeout", timeout, " s")
    require_whole("retries", retries, 0)

    def attempts(rate: float) -> float:
        late = exp(-(1 / service_time - rate) * timeout)
        return sum(late**number for number in range(retries + 1))

    return attempts


def _calmest(service_time: float, timeout: float, retries: int) -> float:
    """The attempt rate that stands for the most requests: where rate over attempts is highest.

    Its logarithm is concave: that of the attempts is a sum of exponentials. It is found where
    the slope of the one overtakes that of the other.
    """
    attempts = _attempts(service_time, timeout, retries)

    def rises(rate: float) -> bool:
        late = exp(-(1 / service_time - rate) * timeout)
        more = sum(number * late**number for number in range(retries + 1))
        return attempts(rate) > rate * timeout * more

    capacity = 1 / service_time
    if rises(capacity):
        return capacity
    return _edge(rises, 0.0, capacity)


def _edge(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where something that holds at the low end stops to hold."""
    while True:
        middle = low + (high - low) / 2
        if not low < middle < high:
            return high
        if holds(middle):
            low = middle
        else:
            high = middle
