"""What of a drawing can come to nothing, and all be well: where the audit cannot be strict.

The tables say what became of each execution, and not how whoever had called for it took that.
"""

from collections.abc import Iterator

import numpy as np

from simkit.analysis.copies import Bools
from simkit.model.rule import Conditions, Gathering, Handlers, Turns, When
from simkit.model.scenario import Design
from simkit.model.script import Step, StepKind
from simkit.record.recording import Recording
from simkit.record.tables import Outcome


def lines_in_doubt(design: Design) -> list[int]:
    """The lines whose coming to nothing may have been dealt with.

    They are drawn where an option handles it, or in a branch that need not be over; or some block
    asks what has become of them.
    """
    asked = {
        line for when in _asked(design) if when.how != "happened" for line in when.lines
    } | _calls_of(design, _asked(design))
    drawn = {line.index for line in design.script.lines if _is_handled(design, line.within)}
    return sorted(asked | drawn)


def _asked(design: Design) -> list[When]:
    return [when for rule in design.rules for when in _whens(rule) if when is not None]


def _whens(rule: object) -> Iterator[When | None]:
    if isinstance(rule, Conditions):
        yield from rule.whens
    elif isinstance(rule, Turns):
        yield from rule.until


def _calls_of(design: Design, whens: list[When]) -> set[int]:
    """The calls whose answers are asked for."""
    named = {line for when in whens for line in when.lines}
    return {design.script.lines[line].asks for line in named} - {-1}


def _is_handled(design: Design, within: tuple[tuple[int, int], ...]) -> bool:
    for section, branch in within:
        rule = design.rules[section]
        if isinstance(rule, Gathering) or design.polls(section):
            return True
        if isinstance(rule, Handlers) and branch == 0:
            return True
    return False


def polling_lines(design: Design) -> list[int]:
    """The lines of loops that only look whether something has happened."""
    polls = {number for number in range(len(design.rules)) if design.polls(number)}
    return [
        line.index
        for line in design.script.lines
        if any(section in polls for section, _ in line.within)
    ]


def failures_in_doubt(recording: Recording, design: Design) -> Bools:
    """Which visits failed, and have perhaps done all their work; bool, (visits,).

    Whoever fails as it has waited in vain, for an answer or for what ends a loop, and has nothing
    left to do but to answer, has done its own work; and so have those that it then tells no.
    """
    outcome, script = recording.visits["outcome"], design.script
    impatient = {
        script.root_of[line.index]
        for line, cost in zip(script.lines, design.costs, strict=True)
        if cost.calling.timeout is not None or cost.calling.deadline is not None
    }
    loops = zip(script.sections, design.rules, strict=True)
    impatient |= {one.root for one, rule in loops if isinstance(rule, Turns) and rule.until}
    if not impatient:
        return np.zeros(len(outcome), dtype=bool)
    waiting = [
        execution.started_by
        for execution in script.executions
        if execution.root in impatient and _waits(execution.steps)
    ]
    found: Bools = (outcome == Outcome.FAILED) & np.isin(recording.visits["message"], waiting)
    return found


def _waits(steps: tuple[Step, ...]) -> bool:
    """Whether somebody waits for an answer, or goes round until something has happened."""
    inner = (one for step in steps for one in step.branches)
    here = any(step.kind in (StepKind.AWAIT, StepKind.REPEAT) for step in steps)
    return here or any(_waits(one) for one in inner)
