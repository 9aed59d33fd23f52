"""How often loops ask that wait for something: about as often as fits until it has happened.

It follows from mean times, as if nobody queued; what takes longer is asked for more often.
"""

from collections.abc import Iterator

from simkit.model.causality import StepNode
from simkit.model.elapsed import pauses
from simkit.model.holding import Timeline
from simkit.model.rule import Turns
from simkit.model.script import LineKind, Section, StepKind

SAYS = (StepKind.SEND, StepKind.ANSWER)


def asked(timeline: Timeline) -> dict[int, float]:
    """How often each execution is begun for each time that its loop is entered.

    Args:
        timeline: Of a design, in which such loops go round once.

    Returns:
        By the number of the execution, ≥ 1; of those that are begun in such a loop alone.
    """
    script = timeline.design.script
    turns = {section.index: rounds(timeline, section) for section in script.sections}
    found: dict[int, float] = {}
    for execution in script.executions:
        if execution.started_by >= 0:
            often = 1.0
            for section, _ in script.lines[execution.started_by].within:
                often *= turns[section]
            if often > 1:
                found[execution.index] = often
    return found


def rounds(timeline: Timeline, section: Section) -> float:
    """How many turns a loop has on average that ends when something has happened; 1 for others.

    Of turns at equal distances, what it waits for comes evenly anywhere in the last: half a turn
    more than fits before it (Feller 1968, section VI.8: exact in the limit of short turns).

    Stops holding where turns are long beside what is waited for, and where they grow: there it
    is no more than about right.
    """
    rule = timeline.design.rules[section.index]
    if not isinstance(rule, Turns) or not timeline.design.polls(section.index):
        return 1.0
    own = list(_turn(timeline, section))
    happens = [at for when in rule.until for line in when.lines for at in _comes(timeline, line)]
    if not own or not happens:
        return 1.0
    begun = min(timeline.starts[node] for node in own)
    lasts = max(timeline.ends[node] for node in own) - begun
    wait = min(happens) - (begun - pauses(rule, 1))
    return min(max(_fit(rule, lasts, wait) + 0.5, 1.0), float(rule.most))


def _turn(timeline: Timeline, section: Section) -> Iterator[StepNode]:
    """The steps of whoever decides in one turn of a loop."""
    script = timeline.design.script
    for node, step in timeline.happening.steps.items():
        inside = any(number == section.index for number, _ in script.lines[step.line].within)
        if inside and script.executions[node[0]].role == section.decider:
            yield node


def _comes(timeline: Timeline, line: int) -> Iterator[float]:
    """When a message reaches its receiver, or a step is done."""
    is_step = timeline.design.script.lines[line].kind is LineKind.STEP
    for node, step in timeline.happening.steps.items():
        if step.line == line and step.kind in SAYS:
            yield timeline.ends[node] + timeline.networks[line]
        elif step.line == line and step.kind is StepKind.WORK and is_step:
            yield timeline.ends[node]


def _fit(rule: Turns, lasts: float, wait: float) -> float:
    """How many turns fit into a time, a part of the last one included."""

    def over(turns: int) -> float:
        return pauses(rule, turns) + turns * lasts

    low, high = 0, rule.most
    if over(high) <= wait:
        return float(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if over(middle) <= wait else (low, middle)
    return low + max(wait - over(low), 0.0) / (over(high) - over(low))
