"""Closed forms of queueing theory, written out from their sources; times in seconds."""

from math import log

import numpy as np
from scipy.stats import poisson


def sojourn_m_m_1(arrivals: float, service: float) -> float:
    """Mean sojourn time of M/M/1; it is exponential when served in order of arrival.

    Kleinrock 1975, *Queueing Systems I*, section 3.2.

    >>> round(sojourn_m_m_1(8, 10), 6)
    0.5
    """
    return 1 / (service - arrivals)


def sojourn_m_m_1_percentile(arrivals: float, service: float, share: float) -> float:
    """The time that this share of the sojourns in M/M/1, first come first served, is within.

    Kleinrock 1975, *Queueing Systems I*, equation 5.119.

    >>> round(sojourn_m_m_1_percentile(8, 10, 0.99), 3)
    2.303
    """
    return -log(1 - share) / (service - arrivals)


def waits_m_m_c(arrivals: float, service: float, workers: int) -> float:
    """Share of the messages that find all workers of M/M/c busy: Erlang's second formula.

    Erlang 1917; from his first formula by its recursion.

    >>> round(waits_m_m_c(32, 10, 4), 5)
    0.59643
    """
    offered = arrivals / service
    blocked = 1.0
    for number in range(1, workers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked / (1 - offered / workers * (1 - blocked))


def waiting_m_m_c(arrivals: float, service: float, workers: int) -> float:
    """Mean waiting time of M/M/c.

    Erlang 1917.

    >>> round(waiting_m_m_c(32, 10, 4), 5)
    0.07455
    """
    return waits_m_m_c(arrivals, service, workers) / (workers * service - arrivals)


def waiting_m_g_1(arrivals: float, mean: float, cv: float) -> float:
    """Mean waiting time of M/G/1, from the first two moments of the work.

    Pollaczek 1930, Khinchine 1932.

    Args:
        arrivals: Per second.
        mean: Of the work.
        cv: Its standard deviation over its mean; 0 for M/D/1.

    >>> round(waiting_m_g_1(8, 0.1, 0), 6), round(waiting_m_g_1(8, 0.1, 5.5**0.5), 6)
    (0.2, 1.3)
    """
    second_moment = mean**2 * (1 + cv**2)
    return arrivals * second_moment / (2 * (1 - arrivals * mean))


def waiting_m_d_c(arrivals: float, work: float, workers: int) -> float:
    """Mean waiting time of M/D/c, with work of fixed length.

    Crommelin 1932: whoever is served at an instant is gone one time of work later, and whoever
    is there then was there before or has come meanwhile. The chain of the numbers present,
    one such time apart, is solved up to a number that is never reached; then Little's law.

    >>> round(waiting_m_d_c(8, 0.1, 1), 9), round(waiting_m_d_c(64, 0.1, 8), 5)
    (0.2, 0.0152)
    """
    levels = 400
    come = poisson.pmf(np.arange(levels), arrivals * work)
    moves = np.zeros((levels, levels))
    for present in range(levels):
        left = max(present - workers, 0)
        moves[present, left:] = come[: levels - left]
    # The shares do not change from one step to the next, and add up to 1.
    balance = moves.T - np.eye(levels)
    balance[-1] = 1
    shares = np.linalg.solve(balance, np.eye(levels)[-1])
    waiting = np.maximum(np.arange(levels) - workers, 0)
    return float(waiting @ shares) / arrivals


def blocked_m_m_c_k(arrivals: float, service: float, workers: int, places: int) -> float:
    """Share of the messages that M/M/c/K turns away.

    Kleinrock 1975, *Queueing Systems I*, sections 3.6 and 3.9.

    Args:
        arrivals: Per second.
        service: Per second and worker.
        workers: c.
        places: For those that wait; K is c and these.

    >>> blocked_m_m_c_k(1, 1, 1, 4), round(blocked_m_m_c_k(15, 10, 1, 3), 5)
    (0.16666666666666666, 0.38389)
    """
    return _levels_m_m_c_k(arrivals, service, workers, places)[-1]


def sojourn_m_m_c_k(arrivals: float, service: float, workers: int, places: int) -> float:
    """Mean sojourn time in M/M/c/K of those that are let in; by Little's law.

    >>> round(sojourn_m_m_c_k(1, 1, 1, 4), 9), round(sojourn_m_m_c_k(1e-9, 2, 3, 0), 6)
    (3.0, 0.5)
    """
    levels = _levels_m_m_c_k(arrivals, service, workers, places)
    inside = sum(number * share for number, share in enumerate(levels))
    return inside / (arrivals * (1 - levels[-1]))


def _levels_m_m_c_k(arrivals: float, service: float, workers: int, places: int) -> list[float]:
    """Share of the time with 0, 1, … messages inside: births against deaths."""
    weights = [1.0]
    for number in range(1, workers + places + 1):
        weights.append(weights[-1] * arrivals / (service * min(number, workers)))
    return [weight / sum(weights) for weight in weights]


def longest_of_exponentials(count: int, mean: float) -> float:
    """Mean of the longest of some independent exponential times: the harmonic number.

    >>> round(longest_of_exponentials(3, 6.0), 9)
    11.0
    """
    return mean * sum(1 / number for number in range(1, count + 1))


def longest_of_exponentials_percentile(count: int, mean: float, share: float) -> float:
    """The time that this share of the longest of some exponential times is within.

    >>> round(longest_of_exponentials_percentile(1, 1.0, 0.99), 3)
    4.605
    """
    return -mean * log(1 - share ** (1 / count))


def mean_value_analysis(users: int, think: float, work: float) -> tuple[float, float]:
    """Throughput and mean sojourn at one exponential station with a closed load.

    Reiser and Lavenberg 1980. It is the machine-repairman model.

    >>> [round(value, 5) for value in mean_value_analysis(20, 5.0, 0.2)]
    [3.60055, 0.55471]
    """
    present = throughput = sojourn = 0.0
    for number in range(1, users + 1):
        sojourn = work * (1 + present)
        throughput = number / (think + sojourn)
        present = throughput * sojourn
    return throughput, sojourn
