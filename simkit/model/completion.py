"""Which lines can leave at all, and which tell a client that all the work is done."""

from collections.abc import Collection

import networkx as nx

from simkit.model.causality import StepNode, causes, looked_at, order_of_steps
from simkit.model.diagram import BlockKind
from simkit.model.flow import Ways, flow_of
from simkit.model.rule import Chances, Gathering, Rule, Turns
from simkit.model.script import (
    BLOCKS,
    Line,
    LineKind,
    Script,
    Step,
    StepKind,
    flat,
)

_REACHES = (LineKind.ASK, LineKind.MESSAGE, LineKind.ANSWER, LineKind.DELIVERY)
_ALL = (StepKind.FORK, StepKind.REPEAT)  # of which all branches are taken


def sent(script: Script, rules: tuple[Rule, ...] = ()) -> frozenset[int]:
    """The lines that can leave at all: an execution that is told no does nothing more.

    Args:
        script: Any script.
        rules: What its blocks do, as far as it is known.
    """
    reading = _Leaving(script, rules)
    leaving: set[int] = set()
    begun = [root.execution for root in script.roots]
    known = set(begun)
    while begun:
        steps, _ = reading.until_no(script.executions[begun.pop()].steps)
        for step in steps:
            if step.kind in (StepKind.SEND, StepKind.ANSWER):
                leaving.add(step.line)
            starts = script.lines[step.line].starts if step.kind is StepKind.SEND else -1
            if starts >= 0 and starts not in known:
                known.add(starts)
                begun.append(starts)
    return frozenset(leaving)


class _Leaving:
    """How far executions can get."""

    def __init__(self, script: Script, rules: tuple[Rule, ...]) -> None:
        self.script, self.rules = script, rules
        self.tolerated = looked_at(script, rules)

    def until_no(self, steps: tuple[Step, ...]) -> tuple[list[Step], bool]:
        """The steps that can happen, and whether it is surely told no in one of them."""
        found: list[Step] = []
        for step in steps:
            if step.kind is StepKind.FAIL:
                return found, True
            if step.kind in BLOCKS:
                branches = [self.until_no(branch) for branch in step.branches]
                found += [one for inner, _ in branches for one in inner]
                ends = [no for number, (_, no) in enumerate(branches) if self._taken(step, number)]
                stops = any(ends) if step.kind in _ALL else all(ends)
            else:
                found.append(step)
                stops = step.kind is StepKind.AWAIT and self._says_no(step.line)
            if stops:
                return found, True
        return found, False

    def _taken(self, step: Step, branch: int) -> bool:
        """Whether a branch is ever taken."""
        rule = self.rules[step.line] if self.rules and step.kind is StepKind.CHOOSE else None
        return not isinstance(rule, Chances) or rule.shares[branch] > 0

    def _says_no(self, line: int) -> bool:
        return self.script.lines[line].kind is LineKind.REFUSAL and line not in self.tolerated


def after_all_work(
    script: Script, clients: frozenset[str], rules: tuple[Rule, ...] = ()
) -> frozenset[int]:
    """The lines into a client that, by the drawing, come after all work of their journey.

    Args:
        script: Any script.
        clients: Ids of the lifelines that are clients; what a client does after a line has
            reached it does not count for that line.
        rules: What its blocks do, as far as it is known.

    Returns:
        Line numbers. The first of them to arrive is how the client notices completion. None
        of a journey in which a message is lost, rejected or stays in a broker, or in which work
        can never happen because somebody is told no before it.

    What does not happen on the path of a line does not count for it, nor do the turns of a loop
    that only looks whether something has happened, and branches that need not be waited for.
    """
    reading = _After(script, clients, rules)
    return frozenset(
        step.line
        for node, step in reading.steps.items()
        if reading.says(step) and reading.is_after(node)
    )


def noticed_in(script: Script, clients: frozenset[str], rules: tuple[Rule, ...]) -> frozenset[int]:
    """The loops of a client whose end tells it that all the work is done.

    Args:
        script: Any script.
        clients: Ids of the lifelines that are clients.
        rules: What its blocks do.
    """
    reading = _After(script, clients, rules)
    return frozenset(
        section.index
        for section, rule in zip(script.sections, rules, strict=True)
        if isinstance(rule, Turns)
        and rule.until
        and script.executions[section.decider].lifeline in clients
        and reading.ends_after(section.index, rule)
    )


class _After:
    """The work of a script, and what comes after it."""

    def __init__(self, script: Script, clients: frozenset[str], rules: tuple[Rule, ...]) -> None:
        self.script, self.clients, self.rules = script, clients, rules
        self.graph, self.leaving = order_of_steps(script, rules), sent(script, rules)
        self.steps = {
            (execution.index, number): step
            for execution in script.executions
            for number, step in enumerate(flat(execution.steps))
        }
        self.ways = ways_of(script)

    def says(self, step: Step) -> bool:
        """Whether a step tells a client something."""
        line = self.script.lines[step.line]
        into = line.receiver in self.clients and line.sender not in self.clients
        return (
            step.kind in (StepKind.SEND, StepKind.ANSWER)
            and into
            and line.kind in _REACHES
            and line.index in self.leaving
        )

    def is_after(self, node: StepNode) -> bool:
        """Whether all work of its journey is before a step, as far as it is on its path."""
        way = self.ways[node]
        if self._breaks(way) or not self._can_complete(self._root(node), way):
            return False
        if any(self._comes_again(section) for section, _ in way):
            return False
        before, after = nx.ancestors(self.graph, node), nx.descendants(self.graph, node)
        # What a client does with the news is no part of what the news is about.
        return all(
            one in before or (one in after and self._is_clients(one))
            for one in self._work(self._root(node), way)
        )

    def ends_after(self, section: int, rule: Turns) -> bool:
        """Whether all work is done when a loop ends."""
        ends = causes(self.script, rule.until[0]) if len(rule.until) == 1 else []
        own = self.script.sections[section].within
        root = self.script.sections[section].root
        if not ends or not self._can_complete(root, own):
            return False
        (end,) = ends
        before = nx.ancestors(self.graph, end) | {end}
        return all(
            one in before or self._is_clients(one) for one in self._work(root, self.ways[end])
        )

    # ------------------------------------------------------------------ work

    def _root(self, node: StepNode) -> int:
        return self.script.executions[node[0]].root

    def _is_clients(self, node: StepNode) -> bool:
        return self.script.executions[node[0]].lifeline in self.clients

    def _work(self, root: int, way: Ways) -> list[StepNode]:
        """The work of a journey that counts on a path."""
        return [
            node
            for node, step in self.steps.items()
            if step.kind is StepKind.WORK
            and self._root(node) == root
            and self.script.executions[node[0]].started_by >= 0
            and self._counts(self.ways[node], way)
        ]

    def _counts(self, work: Ways, way: Ways) -> bool:
        """Whether work can be on a path, and has to be over before the journey is."""
        taken = dict(way)
        return all(
            self._matters(section, branch, taken.get(section, -1)) for section, branch in work
        )

    def _matters(self, section: int, branch: int, taken: int) -> bool:
        """Whether what is done in a branch counts where another one, or none, is known as taken."""
        kind, rule = self.script.sections[section].kind, self._rule(section)
        if self._polls(section):
            return False
        if taken >= 0:
            return taken == branch or (kind is BlockKind.CRITICAL and branch == 0)
        never = isinstance(rule, Chances) and rule.shares[branch] == 0
        return not never and kind not in (BlockKind.BREAK, BlockKind.PAR)

    def _polls(self, section: int) -> bool:
        """Whether a block only looks whether something has happened (as `Design.polls`)."""
        rule = self._rule(section)
        if not isinstance(rule, Turns) or not rule.until or rule.pause is None:
            return False
        lines = {line for when in rule.until for line in when.lines}
        inside = any(section in dict(self.script.lines[line].within) for line in lines)
        decider = self.script.executions[self.script.sections[section].decider].lifeline
        return not inside or decider in self.clients

    def _comes_again(self, section: int) -> bool:
        """Whether what is said in a block may be said once more."""
        rule = self._rule(section)
        again = isinstance(rule, Turns) and rule.most > 1 and not self._polls(section)
        return again or isinstance(rule, Gathering)

    def _rule(self, section: int) -> Rule | None:
        return self.rules[section] if self.rules else None

    def _breaks(self, way: Ways) -> bool:
        return any(self.script.sections[number].kind is BlockKind.BREAK for number, _ in way)

    def _can_complete(self, root: int, way: Ways) -> bool:
        """Whether nothing is lost, rejected or kept for ever on a path, and all of it begins."""
        on_it = set(way)
        lines = [
            line
            for line in self.script.lines
            if self.script.root_of[line.index] == root and set(line.within) <= on_it
        ]
        outstanding = set(self.script.outstanding)
        return not any(self._prevents(line, outstanding) for line in lines)

    def _prevents(self, line: Line, outstanding: Collection[Line]) -> bool:
        never = line.starts >= 0 and line.index not in self.leaving
        return line.kind is LineKind.LOST or line.rejects or never or line in outstanding


def ways_of(script: Script) -> dict[StepNode, Ways]:
    """For each step, the branches of blocks that have to be taken for it to happen.

    Of an execution that is begun in several branches by one line, only what these have in common.
    """
    begun: dict[int, Ways] = {}
    found: dict[StepNode, Ways] = {}
    for execution in script.executions:
        own = begun.get(execution.index, ())
        flow = flow_of(execution.steps)
        for number, step in enumerate(flat(execution.steps)):
            inner = tuple(one for one in flow.ways[number] if one not in own)
            way = found[execution.index, number] = (*own, *inner)
            starts = script.lines[step.line].starts if step.kind is StepKind.SEND else -1
            if starts >= 0:
                known = begun.setdefault(starts, way)
                begun[starts] = tuple(one for one in known if one in way)
    return found
