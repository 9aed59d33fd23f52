"""What is done again together: the regions of a script.

A delivery, an attempt of a guarded call, a turn of a loop and a copy of a gathering each have all
that is drawn in them happen again. Each such part of a drawing is a region; in a run every
repetition of it is a scope.
"""

from simkit.engine.order import MOST_LINES, line_key
from simkit.engine.plan import SectionPlan
from simkit.model.causality import OUTCOMES, looked_at
from simkit.model.rule import Conditions, Gathering, Handlers, Rule, Turns, When
from simkit.model.scenario import Design
from simkit.model.script import BLOCKS, Line, LineKind, Section, Step

_AGAIN = (Turns, Gathering)


class Regions:
    """The regions of one design.

    Attributes:
        answers: By line, the lines that answer it.
        watched: Lines of which some section asks what has become of them.
        guarded: Calls of which each attempt is a region of its own.
        of_execution: By execution, its region.
    """

    def __init__(self, design: Design) -> None:
        self.design, self.script = design, design.script
        lines = self.script.lines
        found: list[list[int]] = [[] for _ in lines]
        for line in lines:
            if line.asks >= 0 and line.to >= 0:
                found[line.asks].append(line.index)
        self.answers = [tuple(own) for own in found]
        self.watched, outcomes = self._watched()
        self.tolerated = looked_at(self.script, design.rules)
        self.guarded = frozenset(
            line.index
            for line in lines
            if line.starts >= 0
            and self.answers[line.index]
            and (self._is_guarded(line) or line.index in outcomes)
        )
        self.of_execution: list[int] = []
        for execution in self.script.executions:
            self.of_execution.append(self._of(execution.role, execution.started_by))

    def _watched(self) -> tuple[frozenset[int], frozenset[int]]:
        """Lines that sections ask for, and those of which the outcome is looked at."""
        watched: set[int] = set()
        outcomes: set[int] = set()
        for rule in self.design.rules:
            for when in _whens(rule):
                if when is not None:
                    watched |= when.lines
                    outcomes |= when.lines if when.how in OUTCOMES else frozenset()
        return frozenset(watched), frozenset(outcomes)

    def _is_guarded(self, line: Line) -> bool:
        calling = self.design.costs[line.index].calling
        paced = calling.pace is not None and calling.pace.at_once is not None
        drawn_at = (line, *(self.script.lines[one] for one in self.answers[line.index]))
        tried = any(
            branch == 0 and isinstance(self.design.rules[section], Handlers)
            for one in drawn_at
            for section, branch in one.within
        )
        return calling.guards or paced or tried

    def _of(self, role: int, started_by: int) -> int:
        if role < len(self.of_execution):
            return self.of_execution[role]
        line = self.script.lines[started_by] if started_by >= 0 else None
        if line is None or line.kind is LineKind.DELIVERY or line.index in self.guarded:
            return role
        inside = self._repeated(line, self.script.executions[line.by].started_by)
        if inside:
            return self.of_section(inside[-1])
        return self.of_execution[line.by]

    def of_section(self, section: int) -> int:
        """The region of a section that is done again."""
        return len(self.script.executions) + section

    def _repeated(self, line: Line | Section, began: int) -> tuple[int, ...]:
        """The repeated sections around a line, without those in which an execution began."""
        known = {number for number, _ in self.script.lines[began].within} if began >= 0 else set()
        return tuple(
            number
            for number, _ in line.within
            if number not in known and isinstance(self.design.rules[number], _AGAIN)
        )

    def descent(self, line: Line) -> tuple[int, ...]:
        """The repeated sections in which an answer is awaited, seen from who waits for it."""
        if line.to < 0:
            return ()
        return self._repeated(line, self.script.executions[line.to].started_by)

    def around(self, role: int) -> tuple[int, ...]:
        """The regions that an execution is in, outermost first."""
        execution = self.script.executions[role]
        if execution.started_by < 0:
            return (role,)
        line = self.script.lines[execution.started_by]
        own = (role,) if self.of_execution[role] == role else ()
        return (*self.around_line(line), *own)

    def around_line(self, line: Line) -> tuple[int, ...]:
        """The regions in which a line is sent, outermost first."""
        sender = self.script.executions[line.by]
        turns = self._repeated(line, sender.started_by)
        return (*self.around(sender.role), *(self.of_section(one) for one in turns))

    def looks(self, section: Section) -> dict[int, int]:
        """Of the lines that a section asks for, the innermost region around both of them."""
        began = self.script.executions[section.decider].started_by
        turns = self._repeated(section, began)
        own = (*self.around(section.decider), *(self.of_section(one) for one in turns))
        found = {}
        for when in _whens(self.design.rules[section.index]):
            for number in when.lines if when is not None else ():
                other = self.around_line(self.script.lines[number])
                same = [a for a, b in zip(own, other, strict=False) if a == b]
                found[number] = same[-1] if same else own[0]
        return found

    def reach(self, section: Section, role: int) -> int:
        """How far one who takes part in a section looks for what was decided."""
        bound = self.bound(section)
        both = zip(self.around(section.decider), self.around(role), strict=False)
        same = [one for one, other in both if one == other]
        return same[-1] if same and bound < 0 else bound

    def bound(self, section: Section) -> int:
        """The region around a section that is done again; -1: the journey."""
        around = [n for n, _ in section.within if isinstance(self.design.rules[n], _AGAIN)]
        return self.of_section(around[-1]) if around else -1


def _whens(rule: Rule) -> tuple[When | None, ...]:
    """What a rule asks for."""
    if isinstance(rule, Conditions):
        return rule.whens
    return rule.until if isinstance(rule, Turns) else ()


def _sections_in(steps: tuple[Step, ...]) -> frozenset[int]:
    """The sections that some steps take part in."""
    own = {step.line for step in steps if step.kind in BLOCKS}
    inner = (_sections_in(branch) for step in steps for branch in step.branches)
    return frozenset(own).union(*inner)


def sections_of(design: Design, regions: Regions) -> tuple[SectionPlan, ...]:
    """The blocks of a design, for engines."""
    script = design.script
    taken = len(script.lines)
    named: dict[tuple[str, int], int] = {}
    found = []
    for section, rule in zip(script.sections, design.rules, strict=True):
        name = (f"{section.kind.value} {section.labels[0]}".strip(), section.root)
        repetition = named[name] = named.get(name, -1) + 1
        roles = sorted(
            {one.role for one in script.executions if section.index in _sections_in(one.steps)}
        )
        wakes = {role: line_key(taken + n) for n, role in enumerate(roles)}
        taken += len(roles) + 1
        found.append(
            SectionPlan(
                rule=rule,
                decider=section.decider,
                region=regions.of_section(section.index),
                bound=regions.bound(section),
                reach={role: regions.reach(section, role) for role in roles},
                within=section.within,
                stream=name[0],
                path=str(repetition) if repetition else "",
                root=section.root,
                looks=regions.looks(section),
                polls=design.polls(section.index),
                notices=section.index in design.noticed_in,
                wakes=wakes,
                key=line_key(taken - 1),
            )
        )
    assert taken <= MOST_LINES
    return tuple(found)
