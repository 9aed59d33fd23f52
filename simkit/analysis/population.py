"""Pools whose workers wait for others: how much their number lets through.

A caller that holds a worker while it waits lets at most as many requests into the pools behind
it as it has workers. At full load each of these workers goes round and round: what it does
itself, then what it waits for, and again. That is a closed network, and its throughput is the
highest rate that the caller can sustain.
"""

from simkit.analysis.theory import machine_repairman, mean_value_analysis
from simkit.analysis.traffic import Traffic
from simkit.model.calling import PLAIN_CALL
from simkit.model.distribution import Exponential
from simkit.model.holding import Holding
from simkit.model.script import StepKind
from simkit.units import SECOND

MOST_WORKERS = 100_000  # the recursions go through their numbers one by one


def population_limits(traffic: Traffic) -> dict[str, float]:
    """The highest rates that callers can sustain, in messages per second that come to them.

    Returns:
        For each caller to which theory applies: a pool of limited workers, with one execution for
        each request, which calls pools one after the other that serve nobody else, in order of
        arrival, for one exponential time each, and wait for nobody; either one such pool,
        or several of one worker each.

    The closed network has as many users as the caller has workers; what they think is all that
    needs no other pool. Stability of the open system below its throughput: Lavenberg and Reiser
    (1980); the throughput itself: `machine_repairman` and `mean_value_analysis`, and the laws
    that they allow: Baskett, Chandy, Muntz and Palacios (1975).
    """
    found = {}
    for caller in traffic.holdings:
        callees = [one for one in traffic.holdings if one.pool in caller.waits_for]
        if _covered(traffic, caller, callees):
            found[caller.pool] = _closed_throughput(traffic, caller, callees)
    return found


def _closed_throughput(traffic: Traffic, caller: Holding, callees: list[Holding]) -> float:
    users = int(traffic.workers(caller.pool))
    works = [one.held / SECOND for one in callees]
    think = max(caller.held / SECOND - sum(works), 0.0)
    if len(callees) > 1:
        return mean_value_analysis(users=users, think_time=think, demands=works).throughput
    servers = int(traffic.workers(callees[0].pool))
    return machine_repairman(
        users=users, think_time=think, service_time=works[0], servers=servers
    ).throughput


def _covered(traffic: Traffic, caller: Holding, callees: list[Holding]) -> bool:
    """Whether theory covers what a caller waits for."""
    pool = traffic.design.participant(caller.pool)
    pools = [one.pool for one in callees]
    return (
        bool(callees)
        and len(set(pools)) == len(pools)
        and (len(pools) == 1 or all(traffic.workers(one) == 1 for one in pools))
        and all(_simple(traffic, caller, one) for one in callees)
        and [one.pool for one in traffic.holdings].count(caller.pool) == 1
        and not (caller.at_least or caller.reserved or _pauses(traffic, caller))
        and all(one.times == 1 and _is_plain(traffic, one) for one in (caller, *callees))
        and pool.queue is None
        and 0 < (pool.all_workers or 0) <= MOST_WORKERS
    )


def _simple(traffic: Traffic, caller: Holding, one: Holding) -> bool:
    """Whether an execution does one exponential work for its caller, and nothing else."""
    design, script = traffic.design, traffic.design.script
    execution, pool = script.executions[one.execution], design.participant(one.pool)
    steps = [step for _, step in traffic.timeline.steps(execution)]
    works = [design.costs[step.line] for step in steps if step.kind is StepKind.WORK]
    streams = [cost.stream for cost in design.costs]
    answers = [step for step in steps if step.kind is StepKind.ANSWER]
    return (
        [script.lines[step.line].to for step in answers] == [caller.execution]
        and len(works) == 1  # whoever waits for an answer has its work to do as well
        and works[0].works
        and isinstance(works[0].time, Exponential)
        # Work that something else draws too is not independent of it.
        and streams.count(works[0].stream) == 1
        and pool.queue is None
        and (pool.all_workers or 0) <= MOST_WORKERS
    )


def _is_plain(traffic: Traffic, one: Holding) -> bool:
    """Whether an execution is waited for until it is over, and served first come, first served."""
    design = traffic.design
    line = design.script.executions[one.execution].started_by
    return (
        design.costs[line].calling == PLAIN_CALL and design.participant(one.pool).serving.is_plain
    )


def _pauses(traffic: Traffic, caller: Holding) -> bool:
    """Whether a caller gives its worker back for a while."""
    costs = traffic.design.costs
    execution = traffic.design.script.executions[caller.execution]
    steps = (step for _, step in traffic.timeline.steps(execution))
    return any(step.kind is StepKind.WORK and not costs[step.line].works for step in steps)
