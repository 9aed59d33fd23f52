"""From a design to the plan that engines take."""

from dataclasses import replace

from simkit.engine.order import MOST_LINES
from simkit.engine.plan import (
    ExecutionPlan,
    LinePlan,
    Plan,
    PlanStep,
    PoolPlan,
    RootPlan,
    SourcePlan,
)
from simkit.engine.regions import Regions, sections_of
from simkit.model.causality import lost_without
from simkit.model.kinds import Kind
from simkit.model.policy import Policy
from simkit.model.scenario import Design, Participant, Scenario
from simkit.model.script import Line, LineKind, Step, StepKind


def make_plan(scenario: Scenario, design: Design) -> Plan:
    """The plan of one design of a scenario."""
    script, run = design.script, scenario.run
    regions = Regions(design)
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
        pools=tuple(_pool(*one) for one in enumerate(design.participants)),
        lines=_lines(design, number, regions),
        executions=_executions(design, number, regions),
        sections=sections_of(design, regions),
        faults=design.faults,
        seed=run.seed,
        warm_up=run.warm_up,
        horizon=run.horizon,
        latest=run.horizon + run.patience,
    )


def _pool(number: int, participant: Participant) -> PoolPlan:
    return PoolPlan(
        name=participant.id,
        broker=participant.kind is Kind.BROKER,
        workers=participant.workers or 0,
        instances=participant.instances,
        queue=-1 if participant.queue is None else participant.queue,
        releases=participant.releases,
        detect_after=participant.detect_after,
        policy=participant.policy or (Policy() if participant.kind is Kind.BROKER else None),
        serving=participant.serving,
        number=number,
    )


def _sources(design: Design, client: dict[str, int]) -> tuple[SourcePlan, ...]:
    roots = design.script.roots
    return tuple(
        SourcePlan(
            client=client[source.client],
            load=source.load,
            roots=source.roots,
            journey=roots[source.roots[0]].journey if len(source.roots) == 1 else "",
            shares=source.shares,
        )
        for source in design.sources
    )


def _executions(
    design: Design, number: dict[str, int], regions: Regions
) -> tuple[ExecutionPlan, ...]:
    brokers = {
        participant.id for participant in design.participants if participant.kind is Kind.BROKER
    }
    return tuple(
        ExecutionPlan(
            number=execution.role,
            participant=number[execution.lifeline],
            line=execution.started_by,
            region=regions.of_execution[execution.role],
            steps=_steps(
                _unwaiting(execution.steps) if execution.lifeline in brokers else execution.steps
            ),
        )
        for execution in design.script.executions
    )


def _unwaiting(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of a message in a broker: what is sent of it leaves, whatever is confirmed."""
    return tuple(
        replace(step, branches=tuple(_unwaiting(branch) for branch in step.branches))
        for step in steps
        if step.kind is not StepKind.AWAIT
    )


def _steps(steps: tuple[Step, ...]) -> tuple[PlanStep, ...]:
    return tuple(
        (step.kind, step.line, tuple(_steps(branch) for branch in step.branches)) for step in steps
    )


def _lines(design: Design, number: dict[str, int], regions: Regions) -> tuple[LinePlan, ...]:
    script = design.script
    settled = {line.settles for line in script.lines}
    without = lost_without(script)
    return tuple(
        _line(
            design,
            line,
            number[line.receiver],
            line.index in settled,
            without[line.index],
            regions,
        )
        for line in script.lines
    )


def _line(
    design: Design,
    line: Line,
    receiver: int,
    settled: bool,
    without: tuple[frozenset[int], frozenset[int]],
    regions: Regions,
) -> LinePlan:
    script, cost = design.script, design.costs[line.index]
    gone = frozenset(
        one.index
        for one in script.lines
        if one.settles >= 0 and (one.index == line.index or one.by in without[1])
    )

    def role_of(execution: int) -> int:
        return script.executions[execution].role if execution >= 0 else -1

    def begun_by(other: int) -> int:
        return role_of(script.lines[other].starts) if other >= 0 else -1

    return LinePlan(
        label=line.label,
        receiver=receiver,
        starts=line.starts,
        lost=line.kind is LineKind.LOST,
        delivered=line.kind is LineKind.DELIVERY,
        carries=begun_by(line.carries),
        stored=line in script.stored,
        copies=sum(begun_by(one.carries) == begun_by(line.index) for one in script.lines)
        if line.starts >= 0
        else 0,
        settles=begun_by(line.settles),
        settled=settled,
        rejects=line.rejects,
        asked=begun_by(line.asks),
        to=role_of(line.to),
        good=line.kind is not LineKind.REFUSAL,
        acknowledges=line.index in design.acknowledged_by,
        notices=line.index in design.noticed_by,
        final=line.index in design.after_all_work,
        time=cost.time,
        works=cost.works or design.participant(line.receiver).kind is Kind.BROKER,
        network=cost.network,
        stream=cost.stream,
        path=str(line.repetition) if line.repetition else "",
        handling=cost.handling,
        key_stream=_key_stream(design, line),
        root=script.root_of[line.index],
        missing=without[0] | gone,
        unbegun=frozenset(role_of(one) for one in without[1]),
        calling=cost.calling,
        guarded=line.index in regions.guarded,
        answers=regions.answers[line.index],
        within=line.within,
        descent=regions.descent(line),
        watched=line.index in regions.watched,
        tolerated=line.index in regions.tolerated,
    )


def _key_stream(design: Design, line: Line) -> str:
    """Where the key of a delivered message is drawn: with the message that was put."""
    if line.kind is not LineKind.DELIVERY:
        return ""
    put = design.script.lines[line.carries]
    return f"{design.costs[put.index].stream} {put.repetition}"
