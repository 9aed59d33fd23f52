"""Every instant of a journey as a path, before anything is known of how long the waits are.

It is read from the script as the engine unfolds it (`simkit.engine`): what an execution does in a
row, what waits for what, when a worker is taken and when it is given back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from simkit.analysis.known.path import Draw, Path, Unclear, Wait, begins, latest
from simkit.model.causality import StepNode
from simkit.model.happening import Happening, happening
from simkit.model.kinds import Kind
from simkit.model.scenario import Design, Participant
from simkit.model.script import Execution, LineKind, Step, StepKind, flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One stay of a message with a worker of a pool; an execution can have several.

    Attributes:
        pool: Id of the pool.
        execution: Number of the execution.
        number: Which of its stays, from 0.
        root: Number of the journey.
        broker: Id of the broker that keeps the message until a worker is free, or "".
        arrival: When it needs a worker.
        end: When the worker is free again.
        occupied: From when a worker is its own until that is free again; None where that hangs
            together with what was before.
        held: The same without the way of a delivery, for which a worker is only kept.
    """

    pool: str
    execution: int
    number: int
    root: int
    broker: str
    arrival: Path
    end: Path
    occupied: Path | None
    held: Path | None

    @property
    def wait(self) -> Wait:
        """Its wait for a worker."""
        return Wait(self.pool, self.execution, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The instants of all journeys of a design.

    Attributes:
        design: Whose.
        queueing: Ids of the pools at which a message may have to wait.
        visits: Of all pools.
        arrived: When each line that is sent arrives, by its number; at a pool, before any wait
            there.
        over: When each client's own execution ends, by journey.
        settled: When nothing of a journey is left, by journey.
        refusing: The journeys in which the drawing says no.
    """

    design: Design
    queueing: frozenset[str]
    visits: tuple[Visit, ...]
    arrived: Mapping[int, Path]
    over: Mapping[int, Path]
    settled: Mapping[int, Path]
    refusing: frozenset[int]

    def visits_of(self, pool: str) -> tuple[Visit, ...]:
        """The visits of one pool."""
        return tuple(visit for visit in self.visits if visit.pool == pool)


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a design does not hang on which pools have queues."""

    design: Design
    happening: Happening
    order: tuple[StepNode, ...]
    sends: Mapping[int, StepNode]

    @property
    def pools(self) -> tuple[Participant, ...]:
        """The participants with workers."""
        return tuple(one for one in self.design.participants if one.kind is Kind.POOL)


def reading(design: Design) -> Reading:
    """Read the order of a design's steps once."""
    brokers = frozenset(one.id for one in design.participants if one.kind is Kind.BROKER)
    found = happening(design.script, brokers, design.rules)
    sends = {
        step.line: node
        for node, step in found.steps.items()
        if step.kind in (StepKind.SEND, StepKind.ANSWER)
    }
    before = {node: set(found.order.predecessors(node)) for node in found.steps}
    for node in found.steps:
        started = design.script.executions[node[0]].started_by
        if started in sends:
            before[node].add(sends[started])
    return Reading(design, found, tuple(TopologicalSorter(before).static_order()), sends)


def timeline(read: Reading, queueing: Iterable[str]) -> Timeline:
    """The instants of all journeys.

    Args:
        read: The design.
        queueing: Ids of the pools at which a message may have to wait.
    """
    unfolding = _Unfolding(read, frozenset(queueing))
    for node in read.order:
        unfolding.step(node)
    return unfolding.result()


@dataclass
class _Stay:
    """A worker in use: since when, and what of that is the way of a delivery."""

    arrival: Path
    start: Path
    works: Path


@dataclass
class _Unfolding:
    """The instants found so far."""

    read: Reading
    queueing: frozenset[str]
    done: dict[StepNode, Path] = field(default_factory=dict)
    begun: dict[int, Path] = field(default_factory=dict)
    stays: dict[int, list[_Stay]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    ways: dict[int, Path] = field(default_factory=dict)

    # ---------------------------------------------------------------- one step

    def step(self, node: StepNode) -> None:
        """When a step is over, from when those before it are."""
        script, step = self.read.design.script, self.read.happening.steps[node]
        execution = script.executions[node[0]]
        own, across = self._before(node)
        ready = latest(own) if own else self._begin(execution)
        match step.kind:
            case StepKind.WORK:
                self.done[node] = self._work(execution, step, ready)
            case StepKind.AWAIT:
                self.done[node] = self._hear(execution, step, ready, across)
            case _:
                self.done[node] = ready

    def _before(self, node: StepNode) -> tuple[list[Path], list[Path]]:
        """Its own execution's steps at once before it, and what reaches it from others."""
        own: list[Path] = []
        across: list[Path] = []
        edges: Iterable[tuple[StepNode, StepNode, int]]
        edges = self.read.happening.order.in_edges(node, data="line")
        for before, _, line in edges:
            if before[0] == node[0]:
                own.append(self.done[before])
            elif self.read.happening.steps[node].kind is StepKind.AWAIT:
                across.append(self.done[before] + self._way(line))
        return own, across

    def _begin(self, execution: Execution) -> Path:
        """When an execution begins: its message is there, and a worker."""
        known = self.begun.get(execution.index)
        if known is not None:
            return known
        path: Path = ()
        if execution.started_by >= 0:
            path = self._arrive(execution)
        reason = _shares_a_worker(self.read.design, execution)
        if reason:
            path += (Unclear(reason),)
        self.begun[execution.index] = path
        return path

    def _arrive(self, execution: Execution) -> Path:
        line = self.read.design.script.lines[execution.started_by]
        sent = self.done[self.read.sends[line.index]]
        way = self._way(line.index)
        if self._kind(execution) is not Kind.POOL:
            return sent + way
        if line.kind is LineKind.DELIVERY:
            start = sent + self._wait(execution)
            self._take(execution, sent, start, start + way)
            return start + way
        start = sent + way + self._wait(execution)
        self._take(execution, sent + way, start, start)
        return start

    def _work(self, execution: Execution, step: Step, ready: Path) -> Path:
        line, cost = self.read.design.script.lines[step.line], self.read.design.costs[step.line]
        if cost.time.is_zero:
            return ready
        then = (*ready, Draw("work", line.index, cost.stream, line.repetition, cost.time))
        if cost.works or self._kind(execution) is not Kind.POOL:
            return then
        return self._again(execution, ready, then)

    def _hear(self, execution: Execution, step: Step, ready: Path, across: list[Path]) -> Path:
        """An answer, when it has come and whoever waits for it has got there."""
        if self._kind(execution) is Kind.BROKER:
            return ready
        if not across:
            name = execution.lifeline
            return (*ready, Unclear(f"{name} waits for an answer that never comes"))
        answer = latest(across)
        then = latest([ready, answer])
        own = self._kind(execution) is not Kind.POOL
        if own or not self.read.design.participant(execution.lifeline).releases:
            return then
        if begins(ready, answer):
            return self._again(execution, ready, then)
        if begins(answer, ready):
            return then  # it is there already, and the worker is kept
        return (*then, Unclear(f"chance decides whether {execution.lifeline} waits for an answer"))

    # ---------------------------------------------------------------- workers

    def _again(self, execution: Execution, ready: Path, then: Path) -> Path:
        """The worker is given back, and later another is needed."""
        self._give_back(execution, ready)
        start = then + self._wait(execution)
        self._take(execution, then, start, start)
        return start

    def _wait(self, execution: Execution) -> Path:
        if execution.lifeline not in self.queueing:
            return ()
        return (Wait(execution.lifeline, execution.index, len(self._stays(execution))),)

    def _stays(self, execution: Execution) -> list[_Stay]:
        return self.stays.setdefault(execution.index, [])

    def _take(self, execution: Execution, arrival: Path, start: Path, works: Path) -> None:
        self._stays(execution).append(_Stay(arrival, start, works))

    def _give_back(self, execution: Execution, end: Path) -> None:
        stays = self._stays(execution)
        stay, number = stays[-1], len(stays) - 1
        line = self.read.design.script.lines[execution.started_by]
        delivered = line.kind is LineKind.DELIVERY and not number
        self.visits.append(
            Visit(
                pool=execution.lifeline,
                execution=execution.index,
                number=number,
                root=execution.root,
                broker=line.sender if delivered else "",
                arrival=stay.arrival,
                end=end,
                occupied=end[len(stay.start) :] if begins(stay.start, end) else None,
                held=end[len(stay.works) :] if begins(stay.works, end) else None,
            )
        )

    # ---------------------------------------------------------------- all together

    def result(self) -> Timeline:
        """All instants."""
        design, script = self.read.design, self.read.design.script
        ends = {one.index: self._end(one) for one in script.executions if self._is_begun(one)}
        for one in script.executions:
            if one.index in ends and self.stays.get(one.index):
                self._give_back(one, ends[one.index])
        arrived = {
            line: self.done[node] + self._way(line) for line, node in self.read.sends.items()
        }
        roots = range(len(script.roots))
        last: dict[int, list[Path]] = {root: [] for root in roots}
        for number, end in ends.items():
            last[script.executions[number].root].append(end)
        for line, path in arrived.items():
            if script.lines[line].to >= 0 or script.lines[line].settles >= 0:
                last[script.root_of[line]].append(path)
        no = [line.index for line in script.lines if line.kind is LineKind.REFUSAL]
        return Timeline(
            design=design,
            queueing=self.queueing,
            visits=tuple(self.visits),
            arrived=arrived,
            over={root: ends[script.roots[root].execution] for root in roots},
            settled={root: latest(paths) for root, paths in last.items()},
            refusing=frozenset(script.root_of[line] for line in no),
        )

    def _is_begun(self, execution: Execution) -> bool:
        return execution.started_by < 0 or execution.started_by in self.read.sends

    def _end(self, execution: Execution) -> Path:
        """When its last steps are over."""
        order, number = self.read.happening.order, execution.index
        last = [
            self.done[node]
            for node in self.done
            if node[0] == number and all(after[0] != number for after in order.successors(node))
        ]
        return latest(last) if last else self._begin(execution)

    def _way(self, line: int) -> Path:
        """The time of a message under way."""
        one, cost = self.read.design.script.lines[line], self.read.design.costs[line]
        if cost.network.is_zero:
            return ()
        if line not in self.ways:  # one object a line: paths of the same objects compare fast
            law = cost.network
            self.ways[line] = (Draw("network", line, cost.stream, one.repetition, law),)
        return self.ways[line]

    def _kind(self, execution: Execution) -> Kind:
        """What it runs on; a client's own execution needs no worker, whatever its lifeline is."""
        own = execution.started_by < 0
        return Kind.CLIENT if own else self.read.design.participant(execution.lifeline).kind


# ---------------------------------------------------------------------- branches


def _shares_a_worker(design: Design, execution: Execution) -> str:
    """Why nobody can say how long the branches of an execution take; "" where that is simple.

    They share one worker. It is simple where only one of them ever needs it, and where it is not
    given back meanwhile.
    """
    name = execution.lifeline
    participant = design.participant(name)
    is_pool = participant.kind is Kind.POOL and execution.started_by >= 0
    for fork in _forks(execution.steps):
        kinds = [{_use(design, step) for step in flat(branch)} for branch in fork.branches]
        works = sum("works" in found for found in kinds)
        pauses = sum("pauses" in found for found in kinds)
        waits = any("waits" in found for found in kinds) and participant.releases
        if works > 1 or (works and pauses) or (is_pool and (pauses or waits)):
            return f"branches of {name} take turns with one worker"
    return ""


def _forks(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        if step.kind is StepKind.FORK:
            yield step
            for branch in step.branches:
                yield from _forks(branch)


def _use(design: Design, step: Step) -> str:
    """What a step does with the worker of its execution."""
    if step.kind is StepKind.AWAIT:
        return "waits"
    cost = design.costs[step.line]
    if step.kind is not StepKind.WORK or cost.time.is_zero:
        return ""
    return "works" if cost.works else "pauses"
