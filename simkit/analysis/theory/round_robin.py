"""E_k/M/1: what one of k private queues sees when Poisson arrivals are dealt out in turn."""

from math import expm1, log1p

from simkit.analysis.theory.domain import require_station, require_whole
from simkit.analysis.theory.steady import SteadyState, steady_state


def e_k_m_1(*, arrival_rate: float, service_time: float, stages: int) -> SteadyState:
    """The steady state of one server whose gaps between arrivals are Erlang distributed.

    With c servers that each have a queue of their own, and messages dealt out in turn, every one
    of them is such a queue: the rate over c arrives at it, and the stages are c.

    Args:
        arrival_rate: Messages per second at this one server, ≥ 0.
        service_time: Mean, exponential, s, > 0.
        stages: k, ≥ 1; 1 is Poisson.

    Returns:
        Its means. The sojourn is exponential, first come first served.

    Raises:
        ValueError: If an argument is outside its range, or the utilisation is 1 or more.

    Source: Kleinrock (1975), Queueing Systems I, section 6.4 (G/M/1), whose root σ is the
    waiting probability.

    Stops holding for another law of service, and where messages go to the shortest queue.

    >>> round(e_k_m_1(arrival_rate=8, service_time=0.1, stages=4).mean_sojourn, 5)
    0.32674
    """
    utilisation = require_station(arrival_rate, service_time)
    require_whole("stages", stages)
    free = _free(utilisation, stages) if utilisation > 0 else 1.0
    waits = (1 + free / (stages * utilisation)) ** -stages if utilisation > 0 else 0.0
    return steady_state(
        arrival_rate=arrival_rate,
        service_time=service_time,
        utilisation=utilisation,
        waiting_probability=waits,
        mean_wait=service_time * waits / free,
    )


def _free(utilisation: float, stages: int) -> float:
    """The share that finds the server free: the root above 0 of 1 - x = (1 + x/(kρ))^-k.

    With both sides taken as distances from 1 nothing cancels near a utilisation of 1; the
    difference is below 0 up to the root and above 0 beyond it, until 1.
    """
    low, high = 0.0, 1.0
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return high
        reached = -expm1(-stages * log1p(middle / (stages * utilisation)))
        if middle < reached:
            low = middle
        else:
            high = middle
