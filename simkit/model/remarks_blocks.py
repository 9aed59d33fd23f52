"""What a careful reader would point out about blocks: what never ends, or never happens."""

from collections.abc import Iterator

import networkx as nx

from simkit.model.causality import order_of_steps
from simkit.model.flow import flow_of, over
from simkit.model.rule import Conditions, Handlers, Turns, When
from simkit.model.scenario import Design
from simkit.model.script import Execution, Line, LineKind, Section, StepKind, flat


def block_warnings(design: Design) -> Iterator[str]:
    """Loops that nothing ends, and branches that are never taken."""
    for execution in design.script.executions:
        yield from _below_failure(design, execution)
    for section, rule in zip(design.script.sections, design.rules, strict=True):
        match rule:
            case Turns() if rule.until:
                yield from _until(design, section, rule)
            case Conditions():
                for when in rule.whens:
                    yield from _condition(design, section, when)
            case Handlers():
                yield from _options(design, section, rule)


def _below_failure(design: Design, execution: Execution) -> Iterator[str]:
    """What is drawn below a break that is always one."""
    flow = flow_of(execution.steps)
    rest = len(flow.entries) - len(flow.possible(()))
    if rest:
        told = "1 later step of it never happens"
        if rest != 1:
            told = f"{rest} later steps of it never happen"
        yield f"{execution.lifeline} always breaks off: {told}"


def _until(design: Design, section: Section, rule: Turns) -> Iterator[str]:
    names = _names(design, frozenset().union(*(when.lines for when in rule.until)))
    decider = design.script.executions[section.decider].lifeline
    if not any(_can_come(design, section, when) for when in rule.until):
        turns = f"{rule.most} turn{'s' * (rule.most != 1)}"
        yield (
            f"nothing brings {names} while {_block(section)} waits for it: after {turns} in vain "
            f"{decider} fails each time"
        )
        return
    yield (
        f"how often {_block(section)} goes round follows from mean times in what is known before "
        f"a run; whatever queues makes it more"
    )


def _can_come(design: Design, section: Section, when: When) -> bool:
    """Whether it can happen before the loop is over."""
    script = design.script
    order = order_of_steps(script)
    below = set(_below(design, section))
    later = below.union(*(nx.descendants(order, node) for node in below))
    for line in when.lines:
        if script.lines[line].kind is LineKind.LOST:
            continue
        nodes = [
            (execution.index, number)
            for execution in script.executions
            for number, step in enumerate(flat(execution.steps))
            if step.line == line and step.kind is not StepKind.AWAIT
        ]
        if any(node not in later for node in nodes):
            return True
    return False


def _below(design: Design, section: Section) -> Iterator[tuple[int, int]]:
    """What whoever decides a loop does first when it is over."""
    for execution in design.script.executions:
        if execution.role == section.decider:
            for number, entry in enumerate(flow_of(execution.steps).entries):
                if section.index in over(entry):
                    yield execution.index, number


def _condition(design: Design, section: Section, when: When | None) -> Iterator[str]:
    if when is None or when.how != "timed out":
        return
    callings = [design.costs[line].calling for line in when.lines]
    if all(calling.timeout is None and calling.deadline is None for calling in callings):
        names = _names(design, when.lines)
        yield f"{names} has no timeout: it never times out, as {_block(section)} asks"


def _options(design: Design, section: Section, rule: Handlers) -> Iterator[str]:
    inside = [
        line
        for line in design.script.lines
        if (section.index, 0) in line.within and line.starts >= 0
    ]
    callings = [design.costs[line.index].calling for line in inside]
    if any(calling.timeout is not None or calling.deadline is not None for calling in callings):
        return
    for number, reasons in enumerate(rule.reasons, 1):
        if reasons == {"timeout"}:
            label = section.labels[number]
            yield f"no call in {_block(section)} has a timeout: 'option {label}' is never taken"


def _block(section: Section) -> str:
    return f"'{section.kind.value} {section.labels[0]}".rstrip() + "'"


def _names(design: Design, lines: frozenset[int]) -> str:
    named = (_line(design.script.lines[line]) for line in sorted(lines))
    return " or ".join(dict.fromkeys(named))


def _line(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"
