"""Where more comes than can be done: what piles up, where, and when it is gone.

Requests are taken for a fluid, as in `simkit.analysis.theory.fluid`: chance comes on top.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from simkit.analysis.population import population_limits
from simkit.analysis.traffic import Stretch, Traffic
from simkit.model.holding import Holding
from simkit.units import SECOND

ROUNDS = 1_000  # of closing in on what goes through; each halves the logarithm of the error
SURPLUS = 1e-9  # of a load: less of it is rounding
SURPLUS = 1e-9  # of a load: less of it is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What happens at a pool while more comes than the design can carry.

    Attributes:
        rate: Messages per second by which its queue grows, or that are turned away.
        share: Of the messages that come to it.
    """

    rate: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PileUp:
    """What waits for a pool, wherever it waits, for as long as anything does.

    Attributes:
        pool: Its id.
        begins: When more comes than it can do, ns.
        peak: Messages that wait for it at most.
        ends: When they are done at the earliest, ns; infinity: not before the end of the time
            that is looked at.
    """

    pool: str
    begins: int
    peak: float
    ends: float


def growths(traffic: Traffic, stretch: Stretch) -> dict[str, Growth]:
    """How fast the queues of a design grow while a load lasts.

    Each pool lets through the share of its messages that it can do, of all kinds alike, as
    whoever comes first is served first; less of it comes to those behind it. A pool whose
    callers hold a worker each while they wait for it has no more waiting than they have workers:
    its surplus piles up at the outermost of the callers.

    Args:
        traffic: Of a design.
        stretch: The load.

    Returns:
        For each pool that is overloaded; a pool that gets no more than it can do because
        others are overloaded first is left out. Nothing for pools whose users wait for them.
    """
    callers = _callers(traffic)
    fronts = {pool.id: _fronts(traffic, pool.id, callers) for pool in traffic.pools}
    limits = population_limits(traffic)
    through = dict.fromkeys(fronts, 1.0)
    for _ in range(ROUNDS):
        before = dict(through)
        spare = _spare(traffic, _flows(traffic, stretch, through), through, limits)
        for front in through:
            least = min((spare[pool] for pool, at in fronts.items() if front in at), default=inf)
            through[front] = min(1.0, through[front] * least**0.5)
        if all(abs(through[pool] - before[pool]) < SURPLUS for pool in through):
            break
    flows = _flows(traffic, stretch, through)
    found = {}
    for pool, share in through.items():
        if share < 1 - 2 * SURPLUS:
            here = [one for one in traffic.holdings if one.pool == pool]
            coming = sum(flows[one.execution] / _attempts(traffic, one) for one in here)
            found[pool] = Growth(rate=coming * (1 - share), share=1 - share)
    return found


def _spare(
    traffic: Traffic, flows: dict[int, float], through: dict[str, float], limits: dict[str, float]
) -> dict[str, float]:
    """How many times what gets through to each pool it could do."""
    coming, load = dict.fromkeys(through, 0.0), dict.fromkeys(through, 0.0)
    for one in traffic.holdings:
        flow = through[one.pool] * flows[one.execution]
        coming[one.pool] += flow
        load[one.pool] += flow * (one.held + one.reserved) / SECOND
    return {
        pool: min(
            limits.get(pool, inf) / coming[pool] if coming[pool] else inf,
            traffic.workers(pool) / load[pool] if load[pool] else inf,
        )
        for pool in through
    }


def _flows(traffic: Traffic, stretch: Stretch, through: dict[str, float]) -> dict[int, float]:
    """Messages per second that start each execution, as pools let through what they can."""
    script = traffic.design.script
    flows: dict[int, float] = {}
    for source, rate in zip(traffic.design.sources, stretch.rates, strict=True):
        for root, share in zip(source.roots, source.weights, strict=True):
            flows[script.roots[root].execution] = rate * share
    for execution in script.executions:
        if execution.started_by >= 0:
            parent = script.executions[script.lines[execution.started_by].by]
            coming = flows.get(parent.index, 0.0) * _again(traffic, parent.index, execution.index)
            flows[execution.index] = coming * through.get(parent.lifeline, 1.0)
    return flows


def _attempts(traffic: Traffic, one: Holding) -> float:
    """How often the message that begins an execution is delivered; what comes again grew before."""
    started = traffic.design.script.executions[one.execution].started_by
    often = traffic.timeline.repeats.deliveries.get(started, 1.0)
    return 1.0 if often == inf else often


def _again(traffic: Traffic, parent: int, execution: int) -> float:
    """How often an execution is begun for each one that sends what begins it."""
    whole = _runs(traffic, parent)
    return _runs(traffic, execution) / whole if whole else 1.0


def _runs(traffic: Traffic, execution: int) -> float:
    """How often an execution is begun for each request."""
    return traffic.timeline.repeats.runs(execution) * traffic.asked.get(execution, 1.0)


Callers = Mapping[str, frozenset[str]]


def _callers(traffic: Traffic) -> Callers:
    """For each pool, the limited pools that hold their workers while they wait for it."""
    found: dict[str, set[str]] = {pool.id: set() for pool in traffic.pools}
    for one in traffic.holdings:
        if traffic.workers(one.pool) < inf:
            for pool in one.waits_for:
                found[pool].add(one.pool)
    return {pool: frozenset(waiting) for pool, waiting in found.items()}


def _fronts(traffic: Traffic, pool: str, callers: Callers) -> frozenset[str]:
    """The pools at which what is too much for one piles up: its outermost callers, or itself."""
    if not callers[pool] or traffic.design.participant(pool).queue is not None:
        return frozenset({pool})
    outermost = {one for one in callers[pool] if not callers[one] - {one}}
    own = [one for one in traffic.holdings if one.pool == pool]
    if not outermost or any(not _called(traffic, one, callers[pool]) for one in own):
        outermost.add(pool)
    return frozenset(outermost)


def _called(traffic: Traffic, one: Holding, callers: frozenset[str]) -> bool:
    """Whether an execution comes of one on a caller."""
    script = traffic.design.script
    line = script.executions[one.execution].started_by
    while line >= 0:
        parent = script.executions[script.lines[line].by]
        if parent.lifeline in callers:
            return True
        line = parent.started_by
    return False


# ---------------------------------------------------------------------- over time


def pile_ups(traffic: Traffic, pool: str) -> Iterator[PileUp]:
    """Each time in which messages wait for a limited pool.

    What waits for it is all that has come to the design and that the pool could not have done
    yet. Some of it may still be on its way, in pools before it, so that it ends no earlier than
    is said.

    Args:
        traffic: Of a design, until the instant at which to stop looking.
        pool: Id of a pool of limited workers.

    Source: Newell (1982), Applications of Queueing Theory, chapter 2.
    """
    workers, demands = traffic.workers(pool), traffic.demands[pool]
    arrivals = [
        (burst.at, burst.count * demands[number].time) for burst, number in traffic.bursts()
    ]
    marks = sorted({at for at, _ in arrivals} | {one.begins for one in traffic.stretches})
    waiting, peak, begun = 0.0, 0.0, -1  # seconds of work that wait
    for begins, ends in zip(marks, [*marks[1:], traffic.until], strict=True):
        stretch = next(one for one in reversed(traffic.stretches) if one.begins <= begins)
        came = sum(work for at, work in arrivals if at == begins)
        surplus = traffic.load(pool, stretch) - workers
        waiting += came
        if begun < 0 and (came > 0 or surplus > SURPLUS * workers):
            begun, peak = begins, 0.0
        if begun < 0:
            continue
        gone = waiting / -surplus if surplus < 0 else inf
        left = waiting + surplus * (ends - begins) / SECOND
        peak = max(peak, waiting, left)
        waiting = max(left, 0.0)
        if begins + gone * SECOND <= ends:
            yield _pile_up(traffic, pool, begun, peak, begins + gone * SECOND)
            begun = -1
    if begun >= 0:
        yield _pile_up(traffic, pool, begun, peak, inf)


def _pile_up(traffic: Traffic, pool: str, begins: int, peak: float, ends: float) -> PileUp:
    whole = traffic.weighed(pool, traffic.mix(pool))
    each = whole.time / whole.messages
    here = [one for one in traffic.holdings if one.pool == pool]
    first = sum(one.times / _attempts(traffic, one) for one in here)
    again = sum(one.times for one in here) / first if first else 1.0
    return PileUp(pool=pool, begins=begins, peak=peak / each / again, ends=ends)
