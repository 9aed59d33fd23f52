"""A design as engines take it: lines and executions by number, laws and streams by line.

Nothing here is drawn or timed yet. Both engines read this one form.
"""

from dataclasses import dataclass

from simkit.engine.order import MOST_LINES
from simkit.model.causality import broken_by
from simkit.model.distribution import Distribution
from simkit.model.kinds import Kind
from simkit.model.load import Load
from simkit.model.scenario import Design, Scenario
from simkit.model.script import Line, LineKind, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """A participant.

    Attributes:
        name: For the tables.
        workers: How many; 0: unlimited.
        releases: Whether an execution that waits for an answer gives its worker to others.
    """

    name: str
    workers: int
    releases: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlan:
    """A line of the drawing.

    Attributes:
        label: Its text.
        receiver: Number of the participant it goes to.
        starts: Number of the execution it starts, or -1.
        lost: Whether it never arrives.
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
    """

    label: str
    receiver: int
    starts: int
    lost: bool
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionPlan:
    """What one line sets in motion.

    Attributes:
        participant: Number of the participant on which it runs.
        line: The line that starts it; -1 for the client's own.
        steps: Kind and line of each step.
        broken: For each step, the answers that can never come if it fails there.
    """

    participant: int
    line: int
    steps: tuple[tuple[StepKind, int], ...]
    broken: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A design and how long to run it; times in ns.

    Attributes:
        design: Its name.
        client: Name of the client.
        load: How its requests come.
        pools: The participants.
        lines: The lines of the drawing.
        executions: 0 is the client's own.
        seed: Of all draws.
        warm_up: Start of the measured window.
        horizon: Its end.
        latest: When the run ends at the latest.
    """

    design: str
    client: str
    load: Load
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
    pools = tuple(
        PoolPlan(
            name=participant.id,
            workers=participant.workers or 0 if participant.kind is Kind.POOL else 0,
            releases=participant.releases,
        )
        for participant in design.participants
    )
    executions = tuple(
        ExecutionPlan(
            participant=number[execution.lifeline],
            line=execution.started_by,
            steps=tuple((step.kind, step.line) for step in execution.steps),
            broken=broken,
        )
        for execution, broken in zip(script.executions, broken_by(script), strict=True)
    )
    return Plan(
        design=design.name,
        client=script.client,
        load=design.load,
        pools=pools,
        lines=tuple(_line(design, line, number) for line in script.lines),
        executions=executions,
        seed=run.seed,
        warm_up=run.warm_up,
        horizon=run.horizon,
        latest=run.horizon + run.patience,
    )


def _line(design: Design, line: Line, number: dict[str, int]) -> LinePlan:
    cost = design.costs[line.index]
    return LinePlan(
        label=line.label,
        receiver=number[line.receiver],
        starts=line.starts,
        lost=line.kind is LineKind.LOST,
        asked=design.script.lines[line.asks].starts if line.asks >= 0 else -1,
        to=line.to,
        good=line.kind is not LineKind.REFUSAL,
        acknowledges=line.index in design.acknowledged_by,
        notices=line.index in design.noticed_by,
        final=line.index in design.after_all_work,
        time=cost.time,
        works=cost.works,
        network=cost.network,
        stream=cost.stream,
        path=str(line.repetition) if line.repetition else "",
    )
