"""What each block of a script does: the words of its labels, or `choices:`, as rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from simkit.errors import Problem, nearest
from simkit.model.block_labels import (
    REASONS,
    Choice,
    Loop,
    gather_of,
    parse_choice,
    parse_loop,
    parse_reasons,
    turns_in,
)
from simkit.model.causality import order_of_steps
from simkit.model.diagram import BlockKind
from simkit.model.flow import flow_of, over
from simkit.model.resolve_messages import named_lines
from simkit.model.rule import Chances, Conditions, Handlers, Rule, Turns, When
from simkit.model.script import Line, Script, Section, StepKind, flat
from simkit.model.telling_blocks import Telling, named
from simkit.units import BadValue, quoted, share_text

TURNS = 2  # of a loop in a bare document that does not say how many
MOST_POLLS = 60
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """What the blocks of a script do.

    Attributes:
        rules: One for each.
        assumed: What had to be decided, in words.
        problems: What is wrong with their labels, at their places.
    """

    rules: tuple[Rule, ...]
    assumed: tuple[str, ...]
    problems: tuple[Problem, ...]


def rules_of(
    script: Script,
    choices: Mapping[str, tuple[Keys, str]],
    *,
    unread: frozenset[str] = frozenset(),
    lenient: bool = False,
) -> Blocks:
    """The rule of each block of a script.

    Args:
        script: Of one diagram.
        choices: By label what is said of it instead, and where.
        unread: Labels of which something is said that could not be read.
        lenient: What nothing is said of is assumed, and told.
    """
    reading = _Reading(script, choices, unread, lenient)
    rules = tuple(reading.rule(section) for section in script.sections)
    for section, rule in zip(script.sections, rules, strict=True):
        reading.look_below(section, rule)
    return Blocks(
        rules=rules,
        assumed=tuple(reading.assumed),
        problems=tuple(reading.problems),
    )


@dataclass
class _Reading(Telling):
    """The blocks of a script while they are read."""

    after: dict[int, set[tuple[int, int]]] = field(default_factory=dict)

    def rule(self, section: Section) -> Rule:
        """What one block does."""
        if section.kind is BlockKind.LOOP:
            return self.turns(section)
        if section.kind is BlockKind.CRITICAL:
            return Handlers(reasons=tuple(self.reasons(section, n) for n in _options(section)))
        if section.kind is BlockKind.PAR:
            found = gather_of(section.labels[0], len(section.labels), lenient=self.lenient)
            assert found is not None
            return found
        return self.choice(section)

    def look_below(self, section: Section, rule: Rule) -> None:
        """Somebody who goes on below each branch has to have begun in the one that is taken."""
        none = isinstance(rule, Chances) and rule.shares[-1] > 0
        none |= isinstance(rule, Conditions) and None not in rule.whens[:-1]
        if not none or section.kind is not BlockKind.ALT or len(section.labels) == 1:
            return
        for line in self.script.lines:
            if line.to >= 0 and not self._inside(section, line.index):
                giver = self.script.executions[line.by]
                if self._ways(giver.role, section) > 1 and not self._ways(line.to, section):
                    found = (
                        f"found {named(section)} of which no branch may be taken, and "
                        f"{_line(line)} below, which {line.sender} then does not send"
                    )
                    self.complain(section, found, "branches of which one is always taken")
                    return

    def _ways(self, role: int, section: Section) -> int:
        """In how many branches of a block the executions of a role begin."""
        started = [e.started_by for e in self.script.executions if e.role == role]
        within = [dict(self.script.lines[line].within) for line in started if line >= 0]
        return len({way[section.index] for way in within if section.index in way})

    # ------------------------------------------------------------------ choices

    def choice(self, section: Section) -> Rule:
        """The rule of ``alt``, ``opt`` or ``break``."""
        parts = [self._choice(section, label) for label in section.labels]
        whens = [
            self._when(section, label, part)
            for label, part in zip(section.labels, parts, strict=True)
        ]
        shares = [part.share for part in parts]
        if not any(whens):
            return self._chances(section, shares)
        silent = [n for n, when in enumerate(whens) if when is None]
        if not silent or (silent == [len(whens) - 1] and shares[-1] is None and len(whens) > 1):
            return Conditions(whens=(*whens, None))
        if self.lenient:
            return self._chances(section, shares)
        if any(share is not None for share in shares):
            found = f"found shares beside what has happened in {named(section)}"
            self.complain(section, found, "one or the other for all branches")
        else:
            self.ask(section, silent[0])
        return Conditions(whens=(*whens, None))

    def _choice(self, section: Section, label: str) -> Choice:
        try:
            found = parse_choice(self.said(label))
            if label in self.choices and re.fullmatch(r"[\d.]+", found.name):
                what = f"found '{found.name}', a number without a unit"
                raise BadValue(what, "a share such as '50 %', or what has happened")
            return found
        except BadValue as bad:
            if not self.lenient or label in self.choices:
                self.refuse(section, label, bad)
            return Choice()

    def _chances(self, section: Section, shares: list[float | None]) -> Rule:
        total = round(sum(share for share in shares if share is not None), 12)
        silent = [n for n, share in enumerate(shares) if share is None]
        if total > 1:
            found = f"found {_percent(total)} in all in {named(section)}"
            self.complain(section, found, "at most 100 %")
        elif silent and not (len(silent) == 1 and len(shares) > 1):
            if not self.lenient:
                self.ask(section, silent[0])
            else:
                self._assume_shares(section, silent, total)
        rest = max(0.0, 1 - total)
        each = (0.5 if len(shares) == 1 else rest / len(silent)) if silent else 0.0
        found_shares = tuple(round(each, 12) if share is None else share for share in shares)
        none = round(1 - sum(found_shares), 9)
        return Chances(shares=(*found_shares, max(0.0, none)))

    def _assume_shares(self, section: Section, silent: list[int], total: float) -> None:
        if len(section.labels) == 1:
            text = "happens to 50 % of the requests"
        elif len(silent) == len(section.labels):
            text = f"its {len(silent)} branches are equally likely"
        else:
            text = f"{len(silent)} branches share the other {_percent(1 - total)} evenly"
        self.assume(section, text)

    def _when(self, section: Section, label: str, part: Choice) -> When | None:
        """What a branch asks for, if that can be known when it is decided."""
        if not part.name:
            return None
        named = [line.index for line in named_lines(self.script, part.name)]
        lines = frozenset(line for line in named if self._can_ask(section, line, part.how))
        if lines:
            return When(lines=lines, how=part.how)
        if not self.lenient and (part.is_name or label in self.choices):
            self._unknown(section, label, part, drawn=bool(named))
        return None

    def _can_ask(self, section: Section, line: int, how: str) -> bool:
        """Whether it can have happened before the block is decided."""
        if how == "happened":
            return not self._inside(section, line) and not self._later(section, line)
        answers = [one.index for one in self.script.lines if one.asks == line]
        return not self._inside(section, line) and any(
            not self._inside(section, one) and not self._later(section, one) for one in answers
        )

    def _inside(self, section: Section, line: int) -> bool:
        return any(one == section.index for one, _ in self.script.lines[line].within)

    def _later(self, section: Section, line: int) -> bool:
        """Whether a line comes after the block in any case."""
        nodes = self._nodes(line)
        return bool(nodes) and all(node in self._after(section) for node in nodes)

    def _below(self, section: Section, line: int) -> bool:
        """Whether a line comes only when a loop is over."""
        later: set[tuple[int, int]] = set()
        for execution in self.script.executions:
            if execution.role == section.decider:
                for number, entry in enumerate(flow_of(execution.steps).entries):
                    if section.index in over(entry):
                        node = (execution.index, number)
                        later |= {node, *nx.descendants(self.order, node)}
        nodes = self._nodes(line)
        return bool(nodes) and all(node in later for node in nodes)

    def _nodes(self, line: int) -> list[tuple[int, int]]:
        """The steps of a line, without who waits for it."""
        return [
            (execution.index, number)
            for execution in self.script.executions
            for number, step in enumerate(flat(execution.steps))
            if step.line == line and step.kind is not StepKind.AWAIT
        ]

    def _after(self, section: Section) -> set[tuple[int, int]]:
        """The steps that come after the decision of a block, those inside it too."""
        if section.index not in self.after:
            decider = self.script.executions[section.decider]
            inside = [
                (decider.index, number)
                for number, ways in enumerate(flow_of(decider.steps).ways)
                if section.index in dict(ways)
            ]
            later = (nx.descendants(self.order, node) for node in inside)
            self.after[section.index] = set(inside).union(*later)
        return self.after[section.index]

    @cached_property
    def order(self) -> "nx.DiGraph[tuple[int, int]]":
        """The steps of the script."""
        return order_of_steps(self.script)

    def _unknown(self, section: Section, label: str, part: Choice, *, drawn: bool) -> None:
        """A name that is nobody's, or of what cannot be asked for."""
        known = sorted({line.label for line in self.script.lines if line.label})
        found = f"no message named '{part.name}' is drawn"
        expected = "one of " + ", ".join(f"'{one}'" for one in known)
        if drawn:
            found = f"found '{part.name} {part.how}', which is not known when it is decided"
            expected = "a share such as '50 %', or something that happens before"
        meant = "" if drawn else nearest(part.name, known)
        self.refuse(section, label, BadValue(found, expected, meant))

    # ------------------------------------------------------------------ loops

    def turns(self, section: Section) -> Turns:
        """The rule of a loop."""
        label = section.labels[0]
        try:
            loop = parse_loop(self.said(label))
        except BadValue as bad:
            if not self.lenient or label in self.choices:
                self.refuse(section, label, bad)
            return Turns(most=self._assumed_turns(section))
        until = tuple(when for part in loop.until if (when := self._until(section, label, part)))
        if len(until) < len(loop.until):  # prose: "until it is done"
            most = self._assumed_turns(section) if loop.count is None else loop.count
            return Turns(most=most, pause=loop.pause, growth=loop.growth, cap=loop.cap)
        return Turns(
            most=self._most(section, loop),
            pause=loop.pause,
            growth=loop.growth,
            cap=loop.cap,
            until=until,
        )

    def _until(self, section: Section, label: str, part: Choice) -> When | None:
        lines = frozenset(line.index for line in named_lines(self.script, part.name))
        if self.lenient:  # a word that is said only when the loop is over is prose
            lines = frozenset(line for line in lines if not self._below(section, line))
        if lines:
            return When(lines=lines, how=part.how)
        if not self.lenient:
            self._unknown(section, label, part, drawn=False)
        return None

    def _most(self, section: Section, loop: Loop) -> int:
        if loop.count is not None:
            return loop.count
        if not self.lenient:
            found = f"found {named(section)} without a number of turns"
            wanted = "at most 60 times" if loop.until else "10 times"
            label = section.labels[0]
            self.complain(section, found, f"one behind it, as in 'loop {label}, {wanted}'")
            return TURNS
        if loop.until:
            self.assume(section, f"at most {MOST_POLLS} times")
            return MOST_POLLS
        return self._assumed_turns(section)

    def _assumed_turns(self, section: Section) -> int:
        """How often the lines of a loop are done of which nothing is known."""
        said = turns_in(section.labels[0])
        if not self.lenient:
            return TURNS
        most = TURNS if said is None else said
        self.assume(section, "once" if most == 1 else f"{most} times")
        return most

    # ------------------------------------------------------------------ options

    def reasons(self, section: Section, branch: int) -> frozenset[str]:
        label = section.labels[branch]
        found = parse_reasons(self.said(label))
        if not found and label in self.choices:
            bad = BadValue(f"found {quoted(self.said(label))}", "timeout, refused or failure")
            self.refuse(section, label, bad)
            return found
        if not found and self.lenient:
            text = f"the option '{label}'" if label else "an option without a name"
            self.assume(section, f"{text} handles every failure")
            return frozenset(REASONS)
        if not found:
            found_text = f"found 'option {label}".rstrip() + "'"
            expected = "timeout, refused or failure, or several of them joined by 'or'"
            self.complain(section, found_text, expected, label=label)
        return found


def _options(section: Section) -> range:
    return range(1, len(section.labels))


def _line(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


def _percent(share: float) -> str:
    return share_text(round(share, 4))
