"""The reading: what a scenario means, in plain words, before anything runs."""

from collections.abc import Iterator
from textwrap import fill

from simkit.model.defaults import TABLE
from simkit.model.distribution import Constant
from simkit.model.kinds import Kind
from simkit.model.load.assumed import shortly
from simkit.model.pairing import shared_luck, unpaired
from simkit.model.policy import Policy
from simkit.model.scenario import Cost, Design, Participant, Scenario, Source
from simkit.model.script import Execution, Line, LineKind, Step, StepKind
from simkit.units import share_text, time_text
from simkit.views.reading_blocks import block_text, branch_text
from simkit.views.reading_calling import calling_lines
from simkit.views.reading_policy import fault_lines, handling_lines, label_of, policy_lines
from simkit.views.reading_serving import capacity_text, serving_lines

WIDTH = 80


def reading(scenario: Scenario) -> str:
    """A scenario in words: each lifeline's script, every assumption and warning, its capacity."""
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
    # Theory loads where it is used: `import simkit` stays light.
    from simkit.views.capacity import capacity_lines  # noqa: PLC0415

    yield ""
    yield from capacity_lines(scenario)


def design_reading(design: Design) -> Iterator[str]:
    """One design in words."""
    yield f"design {design.name}"
    for source in design.sources:
        yield from _shares(design, source)
    for participant in design.participants:
        executions = [e for e in design.script.executions if e.lifeline == participant.id]
        for execution in executions:
            yield f"  {_heading(design, participant, execution)}"
            yield from (f"    {line}" for line in steps(design, execution))
        if not executions:
            yield f"  {participant.id}: nothing is sent to it"
        elif participant.kind is Kind.BROKER:
            yield from (f"  {line}" for line in policy_lines(design, participant))
        elif participant.kind is Kind.POOL:
            yield from (f"  {line}" for line in serving_lines(participant))
    for number, root in enumerate(design.script.roots):
        own = frozenset(n for n, of in enumerate(design.script.root_of) if of == number)
        several = len(design.script.roots) > 1
        lead = f"{root.journey or root.client}, " if several else ""
        yield f"  {lead}acknowledged: {_clock(design, design.acknowledged_by & own)}"
        yield f"  {lead}noticed: {_noticed(design, design.noticed_by & own, number)}"
    yield from (f"  {line}" for line in (*handling_lines(design), *calling_lines(design)))
    yield from (f"  {line}" for line in fault_lines(design))
    yield from _list("assumed", design.assumptions)
    yield from _list("note", design.warnings)


def _heading(design: Design, participant: Participant, execution: Execution) -> str:
    name = participant.id
    if participant.label != name:
        name += f" ({participant.label})"
    if execution.started_by < 0:
        root = design.script.roots[execution.root]
        load = next(source.load for source in design.sources if execution.root in source.roots)
        journey = f", {root.journey}" if root.journey else ""
        return f"{name}, client, {shortly(load)}{journey}:"
    line = design.script.lines[execution.started_by]
    if line.kind is LineKind.START:
        return f"{name}, {capacity_text(participant)}, sets out by itself:"
    return f"{name}, {capacity_text(participant)}, on {label_of(line)}:"


def _shares(design: Design, source: Source) -> Iterator[str]:
    """How the requests of a client are shared out, if there is a choice."""
    if len(source.roots) > 1:
        names = [design.script.roots[root].journey for root in source.roots]
        shares = [share_text(float(f"{share:.6g}")) for share in source.shares]
        said = [f"{name} ({share})" for name, share in zip(names, shares, strict=False)]
        yield (
            f"  {source.client}, client, {shortly(source.load)}: each request is one of "
            f"{', '.join(said or names)}{'' if said else ', equally likely'}"
        )


def steps(design: Design, execution: Execution) -> Iterator[str]:
    """The numbered steps of an execution, in words."""
    yield from _numbered(design, execution, execution.steps, "")
    yield _end(design, execution)


def _numbered(
    design: Design, execution: Execution, steps: tuple[Step, ...], lead: str
) -> Iterator[str]:
    told: list[list[str]] = []
    decided: set[int] = set()
    for step in steps:
        if step.branches:
            again = step.kind is StepKind.CHOOSE and step.line in decided
            decided.add(step.line)
            own = f"{lead}{len(told) + 1}"
            told.append([block_text(design, execution, step, again=again)])
            told[-1] += [f"  {text}" for text in _branches(design, execution, step, own)]
            continue
        if step.kind is StepKind.FAIL:
            told.append(["fails here"])
            break
        text = _step(design, execution, step)
        if text and _is_of_an_answer(design, step):
            told[-1][0] += f", then {text}"
        elif text:
            told.append([text])
    for number, texts in enumerate(told, 1):
        yield f"{lead}{number} {texts[0]}"
        yield from texts[1:]


def _branches(design: Design, execution: Execution, step: Step, own: str) -> Iterator[str]:
    """The branches of a block, each with its steps."""
    letters = "abcdefghijklmnopqrstuvwxyz" * 20
    for number, (letter, inner) in enumerate(zip(letters, step.branches, strict=False)):
        head = branch_text(design, step, number)
        below = list(_numbered(design, execution, inner, f"{own}{letter}"))
        if head:
            yield f"{own}{letter} {head}{':' if below else ': nothing'}"
        yield from (f"  {text}" for text in below) if head else below


def _is_of_an_answer(design: Design, step: Step) -> bool:
    return step.kind is StepKind.WORK and design.script.lines[step.line].to >= 0


def _end(design: Design, execution: Execution) -> str:
    """What follows the last step."""
    script, kind = design.script, design.participant(execution.lifeline).kind
    if kind is Kind.BROKER:
        put = script.executions[execution.role].started_by
        carried = [line for line in script.lines if line.carries == put]
        if execution.started_by not in {line.index for line in script.stored}:
            return "not kept"
        return "kept until every receiver has settled it" if carried else "kept: nobody takes it"
    end = "worker free" if kind is Kind.POOL else "over"
    line = script.lines[execution.started_by] if execution.started_by >= 0 else None
    settled = {one.settles for one in script.lines}
    if line and line.kind is LineKind.DELIVERY and line.index not in settled:
        policy = design.participant(line.sender).policy
        if policy is None or policy.ack == "after-work":
            return f"{end}, and {label_of(line)} settled"
    return end


def _step(design: Design, execution: Execution, step: Step) -> str:
    line = design.script.lines[step.line]
    cost = design.costs[step.line]
    if step.kind is StepKind.WORK:
        inside = f" ({label_of(line)})" if line.kind is LineKind.STEP else ""
        keeps = design.participant(line.receiver).kind is Kind.BROKER
        if cost.time == Constant(value=0) and not inside:
            return ""
        return (f"writes {cost.time}" if keeps else _time(cost)) + inside
    if step.kind is StepKind.SEND:
        return _send(design, line) + _network(cost)
    if step.kind is StepKind.ANSWER:
        return _answer(design, execution, line) + _network(cost)
    return _await(design, execution, line)


def _await(design: Design, execution: Execution, line: Line) -> str:
    if design.participant(execution.lifeline).kind is Kind.BROKER:
        return ""  # it confirms and delivers whether it has been told or not
    if line.kind is LineKind.REFUSAL:
        return f"waits for {label_of(line)}, which says no: it fails here"
    return f"waits for {label_of(line)}"


def _answer(design: Design, execution: Execution, line: Line) -> str:
    keeper = design.participant(execution.lifeline).kind is Kind.BROKER
    asked = design.script.lines[line.asks] if line.asks >= 0 else None
    if line.carries >= 0 and asked:
        return f"hands it to {line.receiver}, which waits since {label_of(asked)}: {label_of(line)}"
    if keeper and line.kind is LineKind.ANSWER:
        return f"confirms to {line.receiver} that it is durable: {label_of(line)}"
    no = "answers no to" if line.kind is LineKind.REFUSAL else "answers"
    if asked is None:
        return f"tells {line.receiver}, which waits for it: {label_of(line)}"
    own = design.script.executions[asked.starts].role == execution.role
    late = "" if own else f", which asked {label_of(asked)}"
    return f"{no} {line.receiver}: {label_of(line)}{late}"


def _send(design: Design, line: Line) -> str:
    if line.kind is LineKind.LOST:
        return f"sends {label_of(line)} to {line.receiver}, lost on the way"
    if line.kind is LineKind.START:
        return f"lets {line.receiver} set out"
    if line.kind is LineKind.SETTLEMENT:
        verb = "rejects" if line.rejects else "settles"
        return f"{verb} the delivery with {line.receiver}: {label_of(line)}"
    if line.kind is LineKind.DELIVERY:
        return f"delivers {label_of(line)} to {line.receiver}{_delivered_when(design, line)}"
    if line.kind is LineKind.PUT:
        verb = "hands on" if line.carries >= 0 else "puts"
        return f"{verb} {label_of(line)} into {line.receiver}"
    waits = "" if line.kind is LineKind.ASK else ", not waited for"
    return f"sends {label_of(line)} to {line.receiver}{waits}"


def _delivered_when(design: Design, line: Line) -> str:
    if design.participant(line.receiver).kind is not Kind.POOL:
        return ""
    policy = design.participant(line.sender).policy or Policy()
    if policy.poll is not None:
        return ", when it asks"
    return ", when it has a worker" if policy.prefetch is None else ", ahead of its workers"


def _time(cost: Cost) -> str:
    verb = "works" if cost.works else "pauses (no worker held)"
    return f"{verb} {cost.time}"


def _network(cost: Cost) -> str:
    return "" if cost.network == Constant(value=0) else f" (network {cost.network})"


def _clock(design: Design, lines: frozenset[int]) -> str:
    if not lines:
        return "never"
    names = " or ".join(label_of(design.script.lines[line]) for line in sorted(lines))
    work = "after" if lines <= design.after_all_work else "before"
    return f"when {names} arrives, {work} all work is done"


def _noticed(design: Design, lines: frozenset[int], root: int) -> str:
    ends = [
        f"when the loop of line {section.at.line} has ended"
        for section in design.script.sections
        if section.index in design.noticed_in and section.root == root
    ]
    return _clock(design, lines) if lines or not ends else " or ".join(ends)


def _list(title: str, texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        yield f"  {title}: {text}"


def _run(scenario: Scenario) -> Iterator[str]:
    run = scenario.run
    warm_up = "found before the runs" if run.finds_warm_up else time_text(run.warm_up)
    yield (
        f"run: {run.replications} replications of {time_text(run.horizon)} "
        f"(warm-up {warm_up}, patience {time_text(run.patience)}), seed {run.seed}"
    )
    yield from _list("assumed", run.assumptions)
    if len(scenario.designs) > 1:
        for names, shared in shared_luck(scenario.designs):
            several = len(names) < len(scenario.designs)
            where = " and ".join(names) if several else "every design"
            yield f"  same luck in {where}: " + ", ".join(shared)
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


def table_of_defaults(scenario: Scenario) -> Iterator[str]:
    """What a bare document is run with; nothing for a scenario of another kind."""
    if scenario.document.get("reading") == "document":
        yield "a document has no numbers; where it says none:"
        width = max(len(what) for what, _ in TABLE)
        yield from (f"  {what:{width}}  {value}" for what, value in TABLE)


def assumed(scenario: Scenario, designs: tuple[str, ...]) -> Iterator[str]:
    """Everything that was assumed: of all the designs once, then what is of each alone."""
    of = {name: dict.fromkeys(scenario.design(name).assumptions) for name in designs}
    everywhere = [text for text in of[designs[0]] if all(text in own for own in of.values())]
    yield from (f"assumed: {text}" for text in (*everywhere, *scenario.run.assumptions))
    for name, texts in of.items():
        own = [text for text in texts if text not in everywhere]
        if own:
            yield f"assumed in {name}:"
            yield from (f"  {text}" for text in own)
