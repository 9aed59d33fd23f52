"""How long a request holds a worker of each pool if nobody queues, and how many requests come.

All of this is read off a drawing with mean times, before any run: a request goes through it
alone, so that no queue ever forms. Whoever waits for a busy pool holds its own worker longer.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import networkx as nx

from simkit.model.causality import StepNode
from simkit.model.elapsed import Elapsed
from simkit.model.happening import Happening, happening
from simkit.model.kinds import Kind
from simkit.model.load import Load, Users
from simkit.model.repeats import Repeats, repeats
from simkit.model.scenario import Design, Source
from simkit.model.script import Execution, Line, LineKind, Step, StepKind, flat
from simkit.units import LONGEST, SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How one execution on a pool holds a worker, if nobody queues.

    Attributes:
        execution: Its number in the script.
        pool: Id of the pool.
        root: Number of the journey that it belongs to.
        times: How often there is one for each request of its journey; it is more where what
            failed is delivered again, and less where something before it fails.
        held: Mean time that it holds a worker, waits included, ns.
        reserved: Mean time that a worker is kept for it before that, while its delivery by a
            broker is under way, ns.
        at_least: Whether ``held`` can be more on average even without queues: the longest of
            several random times is longer than the longest of their means, and branches that
            share one worker take turns.
        waits_for: Pools of limited workers that it holds its own worker for: their queues come
            on top of ``held``.
    """

    execution: int
    pool: str
    root: int
    times: float
    held: float
    reserved: float
    at_least: bool
    waits_for: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One request of each kind, alone in the design, with mean times; in ns from its start.

    Attributes:
        design: What is timed.
        happening: The steps that happen, and their order.
        repeats: How often each of them is done.
        times: Mean time that handling each line takes.
        networks: Mean time under way of each line.
        starts: When each step begins; a wait, when its execution has got there.
        ends: When each step ends.
    """

    design: Design
    happening: Happening
    repeats: Repeats
    times: tuple[float, ...]
    networks: tuple[float, ...]
    starts: dict[StepNode, float]
    ends: dict[StepNode, float]

    def steps(self, execution: Execution) -> Iterator[tuple[StepNode, Step]]:
        """The steps of an execution that happen, in drawn order."""
        for number, step in enumerate(flat(execution.steps)):
            if (execution.index, number) in self.happening.steps:
                yield (execution.index, number), step

    def over(self, root: int) -> float:
        """When the client's own execution of a journey ends, and its user thinks again, ns."""
        own = self.design.script.executions[self.design.script.roots[root].execution]
        return max((self.ends[node] for node, _ in self.steps(own)), default=0.0)

    def settled(self, root: int) -> float:
        """When all of a journey is over but messages that nobody takes, ns."""
        script, last = self.design.script, 0.0
        for node, step in self.happening.steps.items():
            line = script.lines[step.line]
            if script.executions[node[0]].root == root:
                settles = step.kind is StepKind.SEND and line.kind is LineKind.SETTLEMENT
                under_way = self.networks[line.index] if settles else 0.0
                last = max(last, self.ends[node] + under_way)
        return last


def timeline_of(design: Design) -> Timeline:
    """When each step of a design begins and ends, with mean times and no queues.

    Args:
        design: Complete but for workers, which are not looked at.

    Branches of one execution are taken to work side by side, though they share its worker. What
    follows a choice begins when its branches are over on average.
    """
    brokers = frozenset(p.id for p in design.participants if p.kind is Kind.BROKER)
    found = happening(design.script, brokers, design.rules)
    times = tuple(cost.time.mean for cost in design.costs)
    networks = tuple(cost.network.mean for cost in design.costs)
    often = repeats(design, found)
    starts: dict[StepNode, float] = {}
    ends: dict[StepNode, float] = {}
    followed: dict[int, Elapsed] = {}
    for node in found.in_turn:
        across = max(
            (
                ends[before] + (networks[line] if line >= 0 else 0.0)
                for before, line in found.before(node).items()
                if before[0] != node[0] or line >= 0
            ),
            default=0.0,
        )
        if node[0] not in followed:
            followed[node[0]] = Elapsed(design.rules, across, _over(ends, node[0]), often.chances)
        own = followed[node[0]].of(found.flows[node[0]].entries[node[1]]) or 0.0
        ready, step = max(own, across), found.steps[node]
        starts[node] = own if step.kind is StepKind.AWAIT else ready
        ends[node] = ready + (times[step.line] if step.kind is StepKind.WORK else 0.0)
    return Timeline(
        design=design,
        happening=found,
        repeats=often,
        times=times,
        networks=networks,
        starts=starts,
        ends=ends,
    )


def _over(ends: dict[StepNode, float], execution: int) -> Callable[[int], float | None]:
    """When each step of an execution is over."""
    return lambda number: ends.get((execution, number))


def holdings(timeline: Timeline) -> tuple[Holding, ...]:
    """How each execution on a pool holds a worker, in the order of the script.

    Args:
        timeline: Of a design.
    """
    by_chance = _by_chance(timeline)
    return tuple(_holding(timeline, execution, by_chance) for execution in _on_pools(timeline))


def held_workers(design: Design) -> dict[str, float]:
    """How many workers of each pool are held on average at the busiest time, if nobody queues.

    Args:
        design: Complete but for workers. Of a load that comes all at once one request a
            second is taken.
    """
    timeline = timeline_of(design)
    rates = {
        root: busiest_rate(timeline, source) * share
        for source in design.sources
        for root, share in zip(source.roots, source.weights, strict=True)
    }
    held = dict.fromkeys((p.id for p in design.participants), 0.0)
    for one in _on_pools(timeline):
        times = timeline.repeats.runs(one.index)
        held[one.lifeline] += rates[one.root] * times * _held(timeline, one) / SECOND
    return held


def cycle(timeline: Timeline, source: Source) -> float:
    """How long a user is gone for a request on average, if nobody queues, ns."""
    pairs = zip(source.roots, source.weights, strict=True)
    return sum(timeline.over(root) * share for root, share in pairs)


def awaited(timeline: Timeline, source: Source) -> frozenset[str]:
    """The lifelines that a client's own execution waits for before it is over."""
    script, order = timeline.design.script, timeline.happening.order
    own = {script.roots[root].execution for root in source.roots}
    nodes = [node for node in order if node[0] in own]
    earlier = {one for node in nodes for one in nx.ancestors(order, node)}
    return frozenset(script.executions[node[0]].lifeline for node in earlier)


def busiest_rate(timeline: Timeline, source: Source) -> float:
    """Requests per second of a client at its busiest time.

    Args:
        timeline: Of its design.
        source: How its requests come. Users ask at most this often, as queues delay them; of
            what comes all at once, one per second is taken.
    """
    if isinstance(source.load, Users):
        return rates_over_time(source.load, cycle(timeline, source))[0][1]
    return source.load.peak or 1.0


def rates_over_time(
    load: Load, lasts: float, until: int = LONGEST
) -> tuple[tuple[int, float], ...]:
    """From when on, in ns, how many requests come each second; bursts are left out.

    Args:
        load: How requests come.
        lasts: How long a user is gone for a request, ns, ≥ 0.
        until: What comes later does not matter, ns, > 0.

    >>> from simkit.model.load import Poisson
    >>> rates_over_time(Poisson(rate=80.0), 0.0)
    ((0, 80.0),)
    """
    return load.rates(until, lasts) if isinstance(load, Users) else load.rates(until)


# ---------------------------------------------------------------------- one execution


def _on_pools(timeline: Timeline) -> Iterator[Execution]:
    """The executions that need workers."""
    pools = {p.id for p in timeline.design.participants if p.kind is Kind.POOL}
    for execution in timeline.design.script.executions:
        begun = execution.started_by >= 0 and next(timeline.steps(execution), None)
        if begun and execution.lifeline in pools:
            yield execution


def _holding(timeline: Timeline, execution: Execution, by_chance: frozenset[StepNode]) -> Holding:
    design, pool = timeline.design, timeline.design.participant(execution.lifeline)
    at_least, waits_for = False, frozenset[str]()
    if not pool.releases:
        meanwhile = _meanwhile(timeline, execution)
        # It may end on one of several works that take turns, whichever is last.
        turns = any(_takes_turns(timeline, number) for number in {node[0] for node in meanwhile})
        at_least = turns or not by_chance.isdisjoint(meanwhile)
        waits_for = _limited(timeline, meanwhile - {node for node, _ in timeline.steps(execution)})
    started = design.script.lines[execution.started_by]
    kept = pool.workers is not None and _keeps_a_worker(design, started)
    return Holding(
        execution=execution.index,
        pool=pool.id,
        root=execution.root,
        times=timeline.repeats.runs(execution.index),
        held=_held(timeline, execution),
        reserved=timeline.networks[started.index] if kept else 0.0,
        at_least=at_least,
        waits_for=waits_for,
    )


def _keeps_a_worker(design: Design, line: Line) -> bool:
    """Whether a worker is kept for a message while it is under way: nothing is sent ahead."""
    policy = design.participant(line.sender).policy
    ahead = policy is not None and (policy.prefetch is not None or policy.poll is not None)
    return line.kind is LineKind.DELIVERY and not ahead


def _held(timeline: Timeline, execution: Execution) -> float:
    """How long it holds a worker; one worker does one thing at a time."""
    costs, steps = timeline.design.costs, list(timeline.steps(execution))
    runs = timeline.repeats.runs(execution.index)
    reached = [timeline.repeats.steps.get(node, 0.0) / runs if runs else 1.0 for node, _ in steps]
    works = sum(
        timeline.times[step.line] * share
        for (_, step), share in zip(steps, reached, strict=True)
        if step.kind is StepKind.WORK and costs[step.line].works
    )
    if timeline.design.participant(execution.lifeline).releases:
        return works
    pauses = [step.kind is StepKind.WORK and not costs[step.line].works for _, step in steps]
    busy = [
        (timeline.starts[node], timeline.ends[node], share)
        for (node, _), pause, share in zip(steps, pauses, reached, strict=True)
        if not pause
    ]
    if not any(timeline.happening.flows[execution.index].forks):
        return max(works, sum((end - begin) * share for begin, end, share in busy))
    return max(works, _covered(busy))


def _covered(spans: Iterable[tuple[float, float, float]]) -> float:
    """How much time lies in at least one of some spans, each of which happens in a share of all."""
    known = list(spans)
    instants = sorted({instant for begin, end, _ in known for instant in (begin, end)})
    return sum(
        (after - before) * max((s for b, e, s in known if b <= before and after <= e), default=0.0)
        for before, after in pairwise(instants)
    )


def _meanwhile(timeline: Timeline, execution: Execution) -> set[StepNode]:
    """All steps that can keep it from ending, from its first step on; its own among them."""
    order = timeline.happening.order
    own = [node for node, _ in timeline.steps(execution)]
    earlier = nx.ancestors(order, own[0])
    found = set(own)
    for node in own:
        if timeline.happening.steps[node].kind is StepKind.AWAIT:
            found |= nx.ancestors(order, node)
    return found - earlier


def _limited(timeline: Timeline, nodes: Iterable[StepNode]) -> frozenset[str]:
    """The pools of limited workers on which some steps happen."""
    names = {timeline.design.script.executions[node[0]].lifeline for node in nodes}
    return frozenset(
        p.id
        for p in timeline.design.participants
        if p.id in names and p.kind is Kind.POOL and p.workers is not None
    )


def _takes_turns(timeline: Timeline, number: int) -> bool:
    """Whether branches of an execution can need its one worker at the same time."""
    execution = timeline.design.script.executions[number]
    forks = timeline.happening.flows[number].forks
    works = [
        (node, dict(forks[node[1]]))
        for node, step in timeline.steps(execution)
        if forks[node[1]] and step.kind is StepKind.WORK and timeline.times[step.line]
    ]
    order = timeline.happening.order
    return any(
        any(own.get(fork, branch) != branch for fork, branch in others.items())
        and not nx.has_path(order, one, other)
        for (one, own), (other, others) in combinations(works, 2)
    )


def _by_chance(timeline: Timeline) -> frozenset[StepNode]:
    """The steps that wait for several things of which chance says which comes last."""
    found, costs = timeline.happening, timeline.design.costs
    work = [cost.time.cv > 0 for cost in costs]
    network = [cost.network.cv > 0 for cost in costs]
    under_way = {
        node
        for node in found.order
        if any(line >= 0 and network[line] for line in found.before(node).values())
    }
    worked = {
        n for n, step in found.steps.items() if step.kind is StepKind.WORK and work[step.line]
    }
    by_chance = set()
    for node in found.order:
        last = _undecided(timeline, node)
        if len(last) > 1:
            paths = ({*nx.ancestors(found.order, one), one} for one in last)
            chances = {frozenset(path & (worked | under_way)) for path in paths}
            if len(chances) > 1 or node in under_way:
                by_chance.add(node)
    return frozenset(by_chance)


def _undecided(timeline: Timeline, node: StepNode) -> list[StepNode]:
    """What a step follows at once, without what is there before another of them in any case."""
    order = timeline.happening.order
    before = list(order.pred[node])
    if len(before) < 2:
        return before
    # What comes before an answer is a step of one's own, with no way to go.
    return [
        one for one in before if not any(nx.has_path(order, one, n) for n in before if n != one)
    ]
