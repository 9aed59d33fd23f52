"""The rate up to which a design gets over an overload by itself, though it tries again.

While all that is slow is tried again, every request brings more work than it does on a good day,
and a pool that has fallen behind catches up only where it can do all of that. That is less than
what it can do while nothing is late: its capacity is partly hidden.
"""

from math import inf

from simkit.analysis.traffic import Traffic
from simkit.model.calling import Calling
from simkit.units import SECOND


def most_attempts(calling: Calling) -> float:
    """How often a call is sent, on average, while none of its attempts is answered in time.

    A budget that successes pay for is used up by then; one that requests pay for is a ceiling of
    the mean (Brooker 2022, Fixing retries with token buckets and circuit breakers). Nor is much
    sent through a breaker that is open.

    >>> from simkit.model.calling import Budget
    >>> from simkit.model.distribution import Constant
    >>> second, tenth = Constant(value=SECOND), Budget(share=0.1, of="requests")
    >>> most_attempts(Calling(timeout=second, attempts=3))
    3.0
    >>> most_attempts(Calling(timeout=second, attempts=3, budget=tenth))
    1.1
    >>> most_attempts(Calling(attempts=3))
    1.0
    """
    late = calling.timeout is not None and "timeout" in calling.retry_on
    if not late or calling.breaker is not None:
        return 1.0
    if calling.budget is None:
        return float(calling.attempts)
    earned = calling.budget.share if calling.budget.of == "requests" else 0.0
    return min(float(calling.attempts), 1 + earned)


def multiplied(traffic: Traffic) -> dict[int, float]:
    """By how much each execution on a pool is begun more often while all is late.

    Attempts of one layer multiply with those of the layers above it: whoever is called by who is
    called again.

    Returns:
        By the number of the execution, ≥ 1.
    """
    script, costs = traffic.design.script, traffic.design.costs
    found: dict[int, float] = {}
    for execution in script.executions:
        if execution.started_by < 0:
            found[execution.index] = 1.0
            continue
        line = script.lines[execution.started_by]
        own = most_attempts(costs[line.index].calling)
        found[execution.index] = own * found.get(line.by, 1.0)
    return found


def hidden_rates(traffic: Traffic) -> dict[str, float]:
    """Requests per second up to which each limited pool gets over an overload by itself.

    Returns:
        Of each pool to which something comes again where it is late, below the rate that would hold
        all its workers on a good day.

    Source: Bronson et al. (2021), Metastable failures in distributed systems, section 2: capacity
    over attempts, here in worker time, as pools do not serve attempts alone.

    Stops holding where who timed out is taken out of the queue or interrupted (``cancel``): then
    less is done in vain, and the true rate is higher.
    """
    often = multiplied(traffic)
    found: dict[str, float] = {}
    for pool in traffic.pools:
        mix = traffic.mix(pool.id)
        usual = traffic.weighed(pool.id, mix).time
        shares = _shares(traffic, mix)
        late = sum(
            shares.get(one.root, 0.0) * often[one.execution] * one.times * (one.held + one.reserved)
            for one in traffic.holdings
            if one.pool == pool.id
        )
        late /= SECOND
        if late > usual * (1 + 1e-9) and traffic.workers(pool.id) < inf:
            found[pool.id] = traffic.workers(pool.id) * sum(mix) / late
    return found


def _shares(traffic: Traffic, mix: tuple[float, ...]) -> dict[int, float]:
    """How many requests of each journey such a mix has."""
    return {
        root: weight * share
        for source, weight in zip(traffic.design.sources, mix, strict=True)
        for root, share in zip(source.roots, source.weights, strict=True)
    }
