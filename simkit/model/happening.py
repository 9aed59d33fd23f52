"""What of a drawing happens: whoever is told no stops there, and tells no to who waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from simkit.model.causality import StepNode, lost_without, order_of_steps
from simkit.model.script import LineKind, Script, Step, StepKind, flat

_LEAVES = (StepKind.SEND, StepKind.ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """The steps of a script that happen in every run, where no queue is too short.

    Attributes:
        steps: Each of them by its place.
        order: Their places, with an edge from each to those that must come later; ``line`` of
            an edge is the message that is under way on it, or -1.
        in_doubt: Executions that are told no in one branch of several. How far the other
            branches get depends on who is first; here they get to their ends.
    """

    steps: Mapping[StepNode, Step]
    order: "nx.DiGraph[StepNode]"
    in_doubt: frozenset[int]

    def before(self, node: StepNode) -> dict[StepNode, int]:
        """The steps that one follows at once, and the message under way from each, or -1."""
        return {one: edge["line"] for one, edge in self.order.pred[node].items()}


def happening(script: Script, brokers: frozenset[str]) -> Happening:
    r"""What happens for each request.

    Args:
        script: Any script.
        brokers: Ids of the lifelines that store messages. They wait for nobody.

    >>> from simkit.formats.mermaid import read_sequence
    >>> from simkit.model.projection import project
    >>> drawing = "sequenceDiagram\n C->>A: Ask\n A--xC: No\n C->>B: Instead"
    >>> sorted(happening(project(read_sequence(drawing)), frozenset()).steps)
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    steps = {
        (execution.index, number): step
        for execution in script.executions
        for number, step in enumerate(flat(execution.steps))
    }
    order = order_of_steps(script)
    for before, after in list(order.edges):
        crosses = before[0] != after[0]
        keeper = script.executions[after[0]].lifeline in brokers
        if crosses and keeper and steps[after].kind is StepKind.AWAIT:
            order.remove_edge(before, after)
        else:
            order.edges[before, after]["line"] = steps[before].line if crosses else -1
    refusals = _Refusals(script, steps, order)
    in_doubt = refusals.cut()
    left = {node: step for node, step in steps.items() if node in order}
    return Happening(steps=left, order=order, in_doubt=in_doubt)


class _Refusals:
    """Who stops where, and what does not happen therefore.

    Attributes:
        stops: For each execution that is told no, the wait at which it stops.
        missing: For each answer that is therefore never given, the wait whose end tells its
            asker so.
        unbegun: Executions that never begin.
    """

    def __init__(
        self, script: Script, steps: Mapping[StepNode, Step], order: "nx.DiGraph[StepNode]"
    ) -> None:
        self.script, self.steps, self.order = script, steps, order
        self.without = lost_without(script)
        self.stops: dict[int, StepNode] = {}
        self.missing: dict[int, StepNode] = {}
        self.unbegun: set[int] = set()
        # Each who is told no may tell no to others, and these to others again.
        while (found := self._told()) != self.stops:
            self.stops = found
            self._spread()

    def _told(self) -> dict[int, StepNode]:
        """The first wait of each execution that is told no, as far as that is known."""
        found: dict[int, StepNode] = {}
        for node, step in self.steps.items():
            no = self.script.lines[step.line].kind is LineKind.REFUSAL or step.line in self.missing
            if step.kind is StepKind.AWAIT and no and node[0] not in self.unbegun:
                found.setdefault(node[0], node)
        return found

    def _spread(self) -> None:
        """What does not happen because of who stops."""
        unsent = [
            (self.without[self.steps[later].line], stop)
            for execution, stop in self.stops.items()
            for later in nx.descendants(self._own(execution), stop)
            if self.steps[later].kind in _LEAVES
        ]
        self.unbegun = {number for (_, never), _ in unsent for number in never}
        self.missing = {line: stop for (answers, _), stop in unsent for line in answers}

    def _own(self, execution: int) -> "nx.DiGraph[StepNode]":
        return self.order.subgraph([node for node in self.order if node[0] == execution])

    def cut(self) -> frozenset[int]:
        """Take what does not happen out of the order; the executions that are in doubt."""
        in_doubt = set()
        for execution, stop in self.stops.items():
            own = self._own(execution)
            later = nx.descendants(own, stop)
            if len(nx.ancestors(own, stop)) + 1 + len(later) < len(own):
                in_doubt.add(execution)
            self.order.remove_nodes_from(later)
        self.order.remove_nodes_from([node for node in self.order if node[0] in self.unbegun])
        for stop in self.stops.values():
            line = self.steps[stop].line
            if line in self.missing:
                self.order.add_edge(self.missing[line], stop, line=line)
        return frozenset(in_doubt)
