"""What a bare document leaves open, decided: one table, and the size of every pool.

A document has no numbers. It is run with these, each printed as assumed, so that its pools are
busy enough for queues to form and its designs can be seen at work.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import count

import networkx as nx

from simkit.model.causality import StepNode, order_of_steps
from simkit.model.distribution import Constant, Distribution, Exponential
from simkit.model.kinds import Kind
from simkit.model.load import Every, Load, Phases, Poisson, Users
from simkit.model.scenario import Cost, Design, Participant
from simkit.model.script import Execution, Line, LineKind, Script, StepKind, flat
from simkit.units import SECOND, share_text

LOAD = Poisson(rate=100.0)
NETWORK = Constant(value=1_000_000)
WORK = Exponential(mean=70_000_000)
WRITE = Constant(value=1_000_000)
BUSY = 0.7  # share of a pool's workers that is to be held
TOO_BUSY = 0.8  # above it, one worker more

TABLE = (
    ("load of each client", str(LOAD)),
    ("network, one way", str(NETWORK)),
    ("work of a call, message or step in a pool", str(WORK)),
    ("work of a message in a broker", str(WRITE)),
    ("work of an answer, or at a client", "none"),
    ("who takes what nobody drawn takes", "a consumer of the broker"),
    ("workers of a pool", f"enough to be about {share_text(BUSY)} busy"),
)


def works_of(script: Script, kinds: Mapping[str, Kind]) -> list[Distribution | None]:
    """The work of each line that says none; None where it has none.

    Work belongs to a name: an answer, or a step of a broker, called like a message of its
    receiver has the same.
    """
    own = [_work_of(line, kinds[line.receiver]) for line in script.lines]
    of = {line.stream: work for line, work in zip(script.lines, own, strict=True) if work}
    return [
        of.get(line.stream) if line.kind in (LineKind.ANSWER, LineKind.STEP) else work
        for line, work in zip(script.lines, own, strict=True)
    ]


def _work_of(line: Line, kind: Kind) -> Distribution | None:
    if line.kind in (LineKind.STEP, LineKind.ASK, LineKind.MESSAGE, LineKind.DELIVERY):
        return WORK if kind is Kind.POOL else None
    return WRITE if line.kind is LineKind.PUT else None


def consumer_of(broker: str, taken: Collection[str] = ()) -> str:
    """The name of who takes what nobody drawn takes, unlike those that are taken."""
    name = f"{broker} Consumer"
    again = (f"{name} {number}" for number in count(2))
    return name if name not in taken else next(one for one in again if one not in taken)


def sized(design: Design, unsized: frozenset[str]) -> tuple[Design, list[str]]:
    """A design in which every pool has workers.

    Args:
        design: Complete but for workers.
        unsized: Ids of the pools whose workers nobody has stated.

    Returns:
        The design, and what was assumed. The time that a request holds a worker is taken from
        the drawing with mean times and no queues, so that a pool which waits for busy ones
        is somewhat busier than it was meant to be; one that waits for several side by side
        more so, as the longest of their random times is longer than that of the means.
    """
    held = _held(design)
    participants: list[Participant] = []
    assumed: list[str] = []
    for participant in design.participants:
        if participant.id in unsized and participant.kind is Kind.POOL:
            busy = held[participant.id]
            workers = max(1, round(busy / BUSY))
            workers += busy / workers > TOO_BUSY
            participant = replace(participant, workers=workers)  # noqa: PLW2901 - the same one
            many = f"{workers} worker{'s' * (workers > 1)}"
            share = share_text(round(busy / workers, 2))
            assumed.append(f"{participant.id}: {many}, to be about {share} busy (not stated)")
        participants.append(participant)
    return replace(design, participants=tuple(participants)), assumed


def _held(design: Design) -> dict[str, float]:
    """How many workers of each pool are held on average if nobody ever queues."""
    script = design.script
    starts, ends = _timeline(design)
    rate = {
        root: _rate(source.load, ends, script, root) / len(source.roots)
        for source in design.sources
        for root in source.roots
    }
    held = dict.fromkeys((p.id for p in design.participants), 0.0)
    releases = {p.id for p in design.participants if p.releases}
    for execution in script.executions:
        if execution.started_by < 0 or not execution.steps:
            continue
        time = sum(_durations(design.costs, execution, worked=True))
        if execution.lifeline not in releases:
            last = max(ends[execution.index, n] for n in _numbers(execution))
            paused = sum(_durations(design.costs, execution, worked=False))
            time = last - starts[execution.index, 0] - paused
        held[execution.lifeline] += rate[execution.root] * time / SECOND
    return held


def _durations(costs: tuple[Cost, ...], execution: Execution, *, worked: bool) -> Iterator[float]:
    for step in flat(execution.steps):
        if step.kind is StepKind.WORK and costs[step.line].works is worked:
            yield costs[step.line].time.mean


def _numbers(execution: Execution) -> range:
    return range(sum(1 for _ in flat(execution.steps)))


def _timeline(design: Design) -> tuple[dict[StepNode, float], dict[StepNode, float]]:
    """When each step begins and ends, in ns, with mean times and no queues."""
    script, costs = design.script, design.costs
    steps = {
        (execution.index, number): step
        for execution in script.executions
        for number, step in enumerate(flat(execution.steps))
    }
    graph = order_of_steps(script)
    starts: dict[StepNode, float] = {}
    ends: dict[StepNode, float] = {}
    for node in nx.topological_sort(graph):
        starts[node] = max(
            (
                ends[before]
                + (costs[steps[before].line].network.mean if before[0] != node[0] else 0)
                for before in graph.predecessors(node)
            ),
            default=0.0,
        )
        works = steps[node].kind is StepKind.WORK
        ends[node] = starts[node] + (costs[steps[node].line].time.mean if works else 0.0)
    return starts, ends


def _rate(load: Load, ends: dict[StepNode, float], script: Script, root: int) -> float:
    """Requests per second, at the busiest time; of what comes all at once, one per second."""
    match load:
        case Poisson():
            return load.rate
        case Every():
            return SECOND / load.interval
        case Phases():
            return max(_rate(phase.load, ends, script, root) for phase in load.parts)
        case Users():
            own = script.executions[script.roots[root].execution]
            lasts = max((ends[own.index, n] for n in _numbers(own)), default=0.0)
            return load.count / max(load.think.mean + lasts, 1.0) * SECOND
        case _:
            return 1.0
