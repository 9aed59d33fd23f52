"""Several scripts that run at once, as one."""

from dataclasses import replace

from simkit.model.diagram import Diagram, Lifeline
from simkit.model.rule import Conditions, Rule, Turns, When
from simkit.model.script import Execution, Line, Root, Script, Section, Step, StepKind

_SECTIONS = (StepKind.CHOOSE, StepKind.REPEAT, StepKind.TRY, StepKind.GATHER)


def merge(scripts: tuple[tuple[str, Script], ...]) -> Script:
    """One script with the journeys of several, each under its name.

    Args:
        scripts: Names and scripts, at least one; a name may be empty if there is only one.

    Returns:
        Lifelines of the same id are one participant. Lines and executions are numbered on from
        script to script.
    """
    if len(scripts) == 1 and not scripts[0][0]:
        return scripts[0][1]
    lines: list[Line] = []
    executions: list[Execution] = []
    roots: list[Root] = []
    sections: list[Section] = []
    for name, script in scripts:
        shift = _Shift(len(lines), len(executions), len(roots), len(sections))
        sections += [shift.section(section) for section in script.sections]
        lines += [shift.line(line) for line in script.lines]
        executions += [shift.execution(execution) for execution in script.executions]
        roots += [shift.root(root, name) for root in script.roots]
    return Script(
        diagram=_together(tuple(script.diagram for _, script in scripts)),
        roots=tuple(roots),
        lines=tuple(lines),
        executions=tuple(executions),
        sections=tuple(sections),
        assumed=tuple(
            f"{name}, {text}" if name else text
            for name, script in scripts
            for text in script.assumed
        ),
    )


def merged_rules(scripts: tuple[tuple[Script, tuple[Rule, ...]], ...]) -> tuple[Rule, ...]:
    """The rules of several scripts, as those of the one that `merge` makes of them."""
    found: list[Rule] = []
    lines = 0
    for script, rules in scripts:
        found += [_moved_rule(rule, lines) for rule in rules]
        lines += len(script.lines)
    return tuple(found)


def _moved_rule(rule: Rule, lines: int) -> Rule:
    def moved(when: When) -> When:
        return replace(when, lines=frozenset(line + lines for line in when.lines))

    if isinstance(rule, Conditions):
        return replace(rule, whens=tuple(when and moved(when) for when in rule.whens))
    if isinstance(rule, Turns):
        return replace(rule, until=tuple(moved(when) for when in rule.until))
    return rule


def _together(diagrams: tuple[Diagram, ...]) -> Diagram:
    """All lifelines and statements; a shown name is better than an id."""
    lifelines: dict[str, Lifeline] = {}
    for diagram in diagrams:
        for lifeline in diagram.lifelines:
            known = lifelines.setdefault(lifeline.id, lifeline)
            if known.label == known.id != lifeline.label:
                lifelines[lifeline.id] = replace(known, label=lifeline.label)
    return Diagram(
        lifelines=tuple(lifelines.values()),
        statements=tuple(item for diagram in diagrams for item in diagram.statements),
        source="\n".join(dict.fromkeys(diagram.source for diagram in diagrams)),
    )


class _Shift:
    """Numbers of one script among those of all."""

    def __init__(self, lines: int, executions: int, roots: int, sections: int) -> None:
        self.lines, self.executions = lines, executions
        self.roots, self.sections = roots, sections

    def within(self, within: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((section + self.sections, branch) for section, branch in within)

    def section(self, section: Section) -> Section:
        return replace(
            section,
            index=section.index + self.sections,
            decider=section.decider + self.executions,
            root=section.root + self.roots,
            within=self.within(section.within),
        )

    def line(self, line: Line) -> Line:
        def moved(number: int, by: int) -> int:
            return number + by if number >= 0 else number

        return replace(
            line,
            index=line.index + self.lines,
            by=line.by + self.executions,
            starts=moved(line.starts, self.executions),
            to=moved(line.to, self.executions),
            asks=moved(line.asks, self.lines),
            carries=moved(line.carries, self.lines),
            settles=moved(line.settles, self.lines),
            within=self.within(line.within),
        )

    def execution(self, execution: Execution) -> Execution:
        started_by = execution.started_by
        return replace(
            execution,
            index=execution.index + self.executions,
            role=execution.role + self.executions,
            started_by=started_by + self.lines if started_by >= 0 else started_by,
            root=execution.root + self.roots,
            steps=tuple(self.step(step) for step in execution.steps),
        )

    def step(self, step: Step) -> Step:
        by = self.sections if step.kind in _SECTIONS else self.lines
        line = step.line + by if step.line >= 0 else step.line
        branches = tuple(tuple(self.step(one) for one in branch) for branch in step.branches)
        return Step(step.kind, line, branches)

    def root(self, root: Root, name: str) -> Root:
        return replace(root, execution=root.execution + self.executions, journey=name)
