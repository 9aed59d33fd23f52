"""A design as engines take it: lines and executions by number, laws and streams by line.

Nothing here is drawn or timed yet. Both engines read this one form.
"""

from dataclasses import dataclass

from simkit.engine.order import MOST_LINES
from simkit.model.causality import lost_without
from simkit.model.distribution import Distribution
from simkit.model.kinds import Kind
from simkit.model.load import Load
from simkit.model.scenario import Design, Participant, Scenario
from simkit.model.script import Execution, Line, LineKind, Step, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """A participant.

    Attributes:
        name: For the tables.
        broker: Whether it stores messages instead of working.
        workers: How many; 0: unlimited.
        queue: How many messages can wait for a worker; -1: unlimited.
        releases: Whether an execution that waits for an answer gives its worker to others.
    """

    name: str
    broker: bool
    workers: int
    queue: int
    releases: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlan:
    """A line of the drawing.

    Attributes:
        label: Its text.
        receiver: Number of the participant it goes to.
        starts: Number of the execution it starts, or -1.
        lost: Whether it never arrives.
        delivered: Whether it waits in a broker until its receiver has a worker for it.
        carries: The broker's execution whose message it hands on, or -1.
        stored: Whether a broker keeps its message until it is dealt with.
        copies: How often the message that it puts into a broker is handed on.
        settles: For a settlement, the execution whose delivery is dealt with, else -1.
        settled: Whether the delivery is settled by a line of the drawing.
        asked: For an answer, the execution that was asked, else -1.
        to: For an answer, the execution that waits for it, else -1.
        good: False for an answer that says no.
        acknowledges: Whether its arrival acknowledges the request.
        notices: Whether its arrival tells a client that all is done.
        final: Whether by the drawing it comes after all the work.
        time: Law of what handling it takes.
        works: Whether that time needs a worker.
        network: Law of the time under way.
        stream: Name of its draws.
        path: Tells apart the draws of lines that share receiver and label.
        root: Number of its journey.
        missing: The answers and settlements that never come if it never leaves.
        unbegun: The executions that never begin then.
    """

    label: str
    receiver: int
    starts: int
    lost: bool
    delivered: bool
    carries: int
    stored: bool
    copies: int
    settles: int
    settled: bool
    asked: int
    to: int
    good: bool
    acknowledges: bool
    notices: bool
    final: bool
    time: Distribution
    works: bool
    network: Distribution
    stream: str
    path: str
    root: int
    missing: frozenset[int]
    unbegun: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionPlan:
    """What one line sets in motion.

    Attributes:
        number: Its own.
        participant: Number of the participant on which it runs.
        line: The line that starts it; -1 for a client's own.
        steps: Kind and line of each step, and the branches of a fork.
    """

    number: int
    participant: int
    line: int
    steps: "tuple[PlanStep, ...]"


PlanStep = tuple[StepKind, int, "tuple[tuple[PlanStep, ...], ...]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RootPlan:
    """A journey.

    Attributes:
        execution: The client's own.
        client: Number of the client among the clients.
        name: Its name where there are several, else "".
    """

    execution: int
    client: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """Where requests come from.

    Attributes:
        client: Number of the client among the clients.
        load: When requests come.
        roots: The journeys that they begin, each as likely as the others.
        journey: Part of the address of its draws.
    """

    client: int
    load: Load
    roots: tuple[int, ...]
    journey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A design and how long to run it; times in ns.

    Attributes:
        design: Its name.
        clients: Names of the clients.
        sources: Where requests come from.
        roots: The journeys.
        pools: The participants.
        lines: The lines of the drawing.
        executions: The executions.
        seed: Of all draws.
        warm_up: Start of the measured window.
        horizon: Its end.
        latest: When the run ends at the latest.
    """

    design: str
    clients: tuple[str, ...]
    sources: tuple[SourcePlan, ...]
    roots: tuple[RootPlan, ...]
    pools: tuple[PoolPlan, ...]
    lines: tuple[LinePlan, ...]
    executions: tuple[ExecutionPlan, ...]
    seed: int
    warm_up: int
    horizon: int
    latest: int


def make_plan(scenario: Scenario, design: Design) -> Plan:
    """The plan of one design of a scenario."""
    script, run = design.script, scenario.run
    assert len(script.lines) <= MOST_LINES
    number = {participant.id: n for n, participant in enumerate(design.participants)}
    client = {name: n for n, name in enumerate(script.clients)}
    return Plan(
        design=design.name,
        clients=script.clients,
        sources=_sources(design, client),
        roots=tuple(
            RootPlan(execution=root.execution, client=client[root.client], name=root.journey)
            for root in script.roots
        ),
        pools=tuple(_pool(participant) for participant in design.participants),
        lines=_lines(design, number),
        executions=_executions(design, number),
        seed=run.seed,
        warm_up=run.warm_up,
        horizon=run.horizon,
        latest=run.horizon + run.patience,
    )


def _pool(participant: Participant) -> PoolPlan:
    return PoolPlan(
        name=participant.id,
        broker=participant.kind is Kind.BROKER,
        workers=participant.workers or 0,
        queue=-1 if participant.queue is None else participant.queue,
        releases=participant.releases,
    )


def _sources(design: Design, client: dict[str, int]) -> tuple[SourcePlan, ...]:
    roots = design.script.roots
    return tuple(
        SourcePlan(
            client=client[source.client],
            load=source.load,
            roots=source.roots,
            journey=roots[source.roots[0]].journey if len(source.roots) == 1 else "",
        )
        for source in design.sources
    )


def _executions(design: Design, number: dict[str, int]) -> tuple[ExecutionPlan, ...]:
    brokers = {
        participant.id for participant in design.participants if participant.kind is Kind.BROKER
    }
    return tuple(
        ExecutionPlan(
            number=execution.index,
            participant=number[execution.lifeline],
            line=execution.started_by,
            steps=_steps(
                _unwaiting(execution) if execution.lifeline in brokers else execution.steps
            ),
        )
        for execution in design.script.executions
    )


def _unwaiting(message: Execution) -> tuple[Step, ...]:
    """The steps of a message in a broker: what is sent of it leaves, whatever is confirmed."""
    return tuple(step for step in message.steps if step.kind is not StepKind.AWAIT)


def _steps(steps: tuple[Step, ...]) -> tuple[PlanStep, ...]:
    return tuple(
        (step.kind, step.line, tuple(_steps(branch) for branch in step.branches)) for step in steps
    )


def flat_lines(steps: tuple[PlanStep, ...]) -> list[int]:
    """The lines that some steps send, those in branches too."""
    found: list[int] = []
    for kind, line, branches in steps:
        if kind in (StepKind.SEND, StepKind.ANSWER):
            found.append(line)
        for branch in branches:
            found += flat_lines(branch)
    return found


def _lines(design: Design, number: dict[str, int]) -> tuple[LinePlan, ...]:
    script = design.script
    settled = {line.settles for line in script.lines}
    without = lost_without(script)
    return tuple(
        _line(design, line, number[line.receiver], line.index in settled, without[line.index])
        for line in script.lines
    )


def _line(
    design: Design,
    line: Line,
    receiver: int,
    settled: bool,
    without: tuple[frozenset[int], frozenset[int]],
) -> LinePlan:
    script, cost = design.script, design.costs[line.index]
    gone = frozenset(
        one.index
        for one in script.lines
        if one.settles >= 0 and (one.index == line.index or one.by in without[1])
    )

    def begun_by(other: int) -> int:
        return script.lines[other].starts if other >= 0 else -1

    return LinePlan(
        label=line.label,
        receiver=receiver,
        starts=line.starts,
        lost=line.kind is LineKind.LOST,
        delivered=line.kind is LineKind.DELIVERY,
        carries=begun_by(line.carries),
        stored=line in script.stored,
        copies=sum(one.carries == line.index for one in script.lines),
        settles=begun_by(line.settles),
        settled=settled,
        asked=begun_by(line.asks),
        to=line.to,
        good=line.kind is not LineKind.REFUSAL,
        acknowledges=line.index in design.acknowledged_by,
        notices=line.index in design.noticed_by,
        final=line.index in design.after_all_work,
        time=cost.time,
        works=cost.works or design.participant(line.receiver).kind is Kind.BROKER,
        network=cost.network,
        stream=cost.stream,
        path=str(line.repetition) if line.repetition else "",
        root=script.root_of[line.index],
        missing=without[0] | gone,
        unbegun=without[1],
    )
