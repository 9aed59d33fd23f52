"""The reading: what a scenario means, in plain words, before anything runs."""

from collections.abc import Iterator
from textwrap import fill

from simkit.model.distribution import Constant
from simkit.model.kinds import Kind
from simkit.model.remarks import shared_luck, unpaired
from simkit.model.scenario import Cost, Design, Participant, Scenario
from simkit.model.script import Execution, Line, LineKind, Step, StepKind
from simkit.units import time_text

WIDTH = 80


def reading(scenario: Scenario) -> str:
    """A scenario in words: each lifeline's script, every assumption, every warning."""
    return "\n".join(wrapped(line) for line in _scenario(scenario))


def wrapped(line: str) -> str:
    """A line of at most 80 columns; what does not fit stands below, further in."""
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return (
        fill(
            line,
            WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
        )
        if len(line) > WIDTH
        else line
    )


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield scenario.name
    if scenario.question:
        yield f"  question: {scenario.question.strip()}"
    if scenario.source:
        yield f"  source: {' '.join(scenario.source.split())}"
    for design in scenario.designs:
        yield ""
        yield from design_reading(design)
    yield ""
    yield from _run(scenario)
    if scenario.predictions:
        yield "predicted:"
        yield from (f"  {prediction.text}" for prediction in scenario.predictions)


def design_reading(design: Design) -> Iterator[str]:
    """One design in words."""
    yield f"design {design.name}"
    for participant in design.participants:
        executions = [e for e in design.script.executions if e.lifeline == participant.id]
        for execution in executions:
            yield f"  {_heading(design, participant, execution)}"
            yield from (f"    {line}" for line in steps(design, execution))
        if not executions:
            yield f"  {participant.id}: nothing is sent to it"
    yield f"  acknowledged: {_clock(design, design.acknowledged_by)}"
    yield f"  noticed: {_clock(design, design.noticed_by)}"
    yield from _list("assumed", design.assumptions)
    yield from _list("note", design.warnings)


def _heading(design: Design, participant: Participant, execution: Execution) -> str:
    name = participant.id
    if participant.label != name:
        name += f" ({participant.label})"
    if execution.started_by < 0:
        return f"{name}, client, {design.load}:"
    line = design.script.lines[execution.started_by]
    return f"{name}, {_capacity(participant)}, on {_label(line)}:"


def _capacity(participant: Participant) -> str:
    if participant.kind is Kind.CLIENT:
        return "client"
    if participant.workers is None:
        return "unlimited workers"
    waits = "released" if participant.releases else "held"
    return f"{participant.workers} worker{'s' * (participant.workers > 1)}, {waits} while waiting"


def steps(design: Design, execution: Execution) -> Iterator[str]:
    """The numbered steps of an execution, in words."""
    told: list[str] = []
    for step in execution.steps:
        text = _step(design, execution, step)
        of_an_answer = step.kind is StepKind.WORK and design.script.lines[step.line].to >= 0
        if text and of_an_answer:
            told[-1] += f", then {text}"
        elif text:
            told.append(text)
    pool = design.participant(execution.lifeline).kind is Kind.POOL
    end = "worker free" if pool else "over"
    yield from (f"{number} {text}" for number, text in enumerate(told, 1))
    yield end


def _step(design: Design, execution: Execution, step: Step) -> str:
    line = design.script.lines[step.line]
    cost = design.costs[step.line]
    if step.kind is StepKind.WORK:
        inside = f" ({_label(line)})" if line.kind is LineKind.STEP else ""
        return _time(cost) + inside if cost.time != Constant(value=0) or inside else ""
    if step.kind is StepKind.SEND:
        return _send(line) + _network(cost)
    if step.kind is StepKind.ANSWER:
        no = "answers no to" if line.kind is LineKind.REFUSAL else "answers"
        asked = design.script.lines[line.asks]
        late = "" if asked.starts == execution.index else f", which asked {_label(asked)}"
        return f"{no} {line.receiver}: {_label(line)}{late}" + _network(cost)
    if line.kind is LineKind.REFUSAL:
        return f"waits for {_label(line)}, which says no: it fails here"
    return f"waits for {_label(line)}"


def _send(line: Line) -> str:
    if line.kind is LineKind.LOST:
        return f"sends {_label(line)} to {line.receiver}, lost on the way"
    waits = "" if line.kind is LineKind.ASK else ", not waited for"
    return f"sends {_label(line)} to {line.receiver}{waits}"


def _time(cost: Cost) -> str:
    verb = "works" if cost.works else "pauses (no worker held)"
    return f"{verb} {cost.time}"


def _network(cost: Cost) -> str:
    return "" if cost.network == Constant(value=0) else f" (network {cost.network})"


def _label(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


def _clock(design: Design, lines: frozenset[int]) -> str:
    if not lines:
        return "never"
    names = " or ".join(_label(design.script.lines[line]) for line in sorted(lines))
    work = "after" if lines <= design.after_all_work else "before"
    return f"when {names} arrives, {work} all work is done"


def _list(title: str, texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        yield f"  {title}: {text}"


def _run(scenario: Scenario) -> Iterator[str]:
    run = scenario.run
    yield (
        f"run: {run.replications} replications of {time_text(run.horizon)} "
        f"(warm-up {time_text(run.warm_up)}, patience {time_text(run.patience)}), seed {run.seed}"
    )
    yield from _list("assumed", run.assumptions)
    if len(scenario.designs) > 1:
        shared = shared_luck(scenario.designs)
        if shared:
            yield "  same luck in every design: " + ", ".join(shared)
        yield from _list("note", unpaired(scenario.designs))


class Check:
    """The reading of a scenario; shows itself as text.

    Attributes:
        scenario: What is read.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __str__(self) -> str:
        return reading(self.scenario)

    __repr__ = __str__


def assumed(scenario: Scenario, designs: tuple[str, ...]) -> Iterator[str]:
    """Everything that was assumed, once each, with the designs that it is of."""
    of: dict[str, list[str]] = {}
    for name in designs:
        for text in scenario.design(name).assumptions:
            of.setdefault(text, []).append(name)
    for text in scenario.run.assumptions:
        of[text] = list(designs)
    for text, names in of.items():
        where = f" ({', '.join(names)})" if len(names) < len(designs) else ""
        yield f"assumed: {text}{where}"
