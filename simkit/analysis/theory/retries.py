"""Trying again: what it gains, and what it makes of the load."""

from dataclasses import dataclass
from math import expm1, inf, log
from typing import Literal

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_probability,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryLoad:
    """Requests that are tried again when they fail.

    Attributes:
        mean_attempts: Of a request, the first included.
        success: Share of the requests of which one attempt succeeds, 0 to 1.
        attempt_rate: Effective load: attempts per second.
        goodput: Requests that succeed, per second.
    """

    mean_attempts: float
    success: float
    attempt_rate: float
    goodput: float


def retry_load(
    *,
    arrival_rate: float,
    failure: float,
    attempts: int,
    budget: float = inf,
    funded_by: Literal["requests", "successes"] = "requests",
) -> RetryLoad:
    """At most so many attempts for a request, and at most so many retries for all.

    Args:
        arrival_rate: Requests per second, ≥ 0.
        failure: Chance that an attempt fails, 0 to 1, whatever happened before.
        attempts: At most, for one request, the first included, ≥ 1.
        budget: Retries allowed for each request or success, on average, ≥ 0; inf: no budget.
        funded_by: Whether the budget grows with requests or with successes.

    Returns:
        The effective load, and what it gains.

    Raises:
        ValueError: If an argument is outside its range.

    Source: attempts are geometric, cut off (Feller 1968, section VI.8). A budget that is used up
    is a ceiling of the mean: what succeeds is attempts times the chance of one.

    Stops holding where failures come together, as in an outage (then every retry fails), and
    where the load makes attempts fail (`retry_storm`): there the chance is not given, it is
    to be found. With a budget it is the long run: a full bucket lets a burst through.

    >>> found = retry_load(arrival_rate=100, failure=0.3, attempts=3)
    >>> round(found.mean_attempts, 6), round(found.success, 6), round(found.attempt_rate, 6)
    (1.39, 0.973, 139.0)
    """
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_probability("failure", failure)
    require_whole("attempts", attempts)
    if budget != inf:
        require_not_negative("budget", budget)
    if funded_by not in ("requests", "successes"):
        raise ValueError(f"funded_by must be 'requests' or 'successes'; got {funded_by!r}")
    wanted = _attempts(failure, attempts)
    mean = min(wanted, _ceiling(budget, failure, funded_by))
    success = mean * (1 - failure)
    return RetryLoad(
        mean_attempts=mean,
        success=success,
        attempt_rate=arrival_rate * mean,
        goodput=arrival_rate * success,
    )


def layered_attempts(*, attempts: int, layers: int) -> int:
    """Attempts at the last layer for one request at the first, when all of them fail.

    Args:
        attempts: Of each layer, the first included, ≥ 1.
        layers: That try again, ≥ 0.

    Returns:
        The product.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Brooker (2019), Timeouts, retries and backoff with jitter, Amazon Builders' Library.
    Stops holding where a failure is told as final, so that the layer above does not try again.

    >>> layered_attempts(attempts=3, layers=5)
    243
    """
    require_whole("attempts", attempts)
    require_whole("layers", layers, 0)
    return int(attempts**layers)


def hidden_capacity(*, capacity: float, retries: int) -> float:
    """The highest arrival rate that a station gets over an overload with, by itself.

    Args:
        capacity: Messages per second, > 0.
        retries: Of a request that timed out, after its first attempt, ≥ 0.

    Returns:
        Requests per second.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Bronson et al. (2021), Metastable Failures in Distributed Systems, section 2.

    Stops holding where who timed out is taken out of the queue, or retries have a budget.

    >>> hidden_capacity(capacity=300, retries=1)
    150.0
    """
    require_positive("capacity", capacity, " /s")
    require_whole("retries", retries, 0)
    return capacity / (1 + retries)


def recovery_time(
    *, backlog: float, arrival_rate: float, capacity: float, timeout: float, retries: int
) -> float:
    """How long a backlog keeps all requests timing out, and trying again, first come first served.

    Args:
        backlog: Attempts that wait, ≥ 0.
        arrival_rate: Requests per second, ≥ 0.
        capacity: Attempts per second, > 0.
        timeout: s, ≥ 0.
        retries: Of a request that timed out, after its first attempt, ≥ 0.

    Returns:
        Seconds until the wait is shorter than the timeout; inf if it never is; 0 if it is now.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Bronson et al. (2021), section 2, as a fluid: every request brings 1 + retries attempts.

    Stops holding where who timed out is taken out of the queue, and gradually near the end: some
    requests are in time before it, so that it is a little too long.

    >>> recovery_time(backlog=2660, arrival_rate=140, capacity=300, timeout=1, retries=1)
    118.0
    """
    require_not_negative("backlog", backlog, " attempts")
    require_not_negative("arrival_rate", arrival_rate, " /s")
    require_positive("capacity", capacity, " /s")
    require_not_negative("timeout", timeout, " s")
    require_whole("retries", retries, 0)
    above = backlog - capacity * timeout
    headroom = capacity - (1 + retries) * arrival_rate
    if above <= 0:
        return 0.0
    return above / headroom if headroom > 0 else inf


def _attempts(failure: float, attempts: int) -> float:
    """The mean of a geometric number, cut off."""
    if failure == 1:
        return float(attempts)
    if failure == 0:
        return 1.0
    return -expm1(attempts * log(failure)) / (1 - failure)


def _ceiling(budget: float, failure: float, funded_by: str) -> float:
    """The most attempts a request can have on average, with its budget."""
    if budget == inf:
        return inf
    if funded_by == "requests":
        return 1 + budget
    earned = budget * (1 - failure)
    return 1 / (1 - earned) if earned < 1 else inf
