"""What of a drawing can happen: who is told no stops there, and tells no to who waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from simkit.model.causality import StepNode, looked_at, lost_without, order_of_steps
from simkit.model.flow import Flow, flow_of
from simkit.model.rule import Rule
from simkit.model.script import LineKind, Script, Step, StepKind, flat

_LEAVES = (StepKind.SEND, StepKind.ANSWER)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """The steps of a script that happen, where no queue is too short, if their branch is taken.

    Attributes:
        steps: Each of them by its place.
        order: Their places, with an edge from each to those that must come later; ``line`` of
            an edge is the message that is under way on it, or -1.
        flows: For each execution, what each of its steps follows.
        in_doubt: Executions that are told no in one branch of several. How far the other
            branches get depends on who is first; here they get to their ends.
    """

    steps: Mapping[StepNode, Step]
    order: "nx.DiGraph[StepNode]"
    flows: tuple[Flow, ...]
    in_doubt: frozenset[int]

    @cached_property
    def in_turn(self) -> tuple[StepNode, ...]:
        """The steps in an order in which each comes after all that decides whether it happens."""
        order: nx.DiGraph[StepNode] = nx.DiGraph(self.order.edges)
        order.add_nodes_from(self.order)
        for number, flow in enumerate(self.flows):
            pairs = (((number, last), (number, first)) for last, first in flow.handles())
            order.add_edges_from(pair for pair in pairs if all(node in order for node in pair))
        return tuple(nx.topological_sort(order))

    def before(self, node: StepNode) -> dict[StepNode, int]:
        """The steps that one follows at once, and the message under way from each, or -1."""
        return {one: edge["line"] for one, edge in self.order.pred[node].items()}


def happening(script: Script, brokers: frozenset[str], rules: tuple[Rule, ...] = ()) -> Happening:
    r"""What happens for each request.

    Args:
        script: Any script.
        brokers: Ids of the lifelines that store messages. They wait for nobody.
        rules: What its blocks do, as far as it is known.

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
    order = order_of_steps(script, rules)
    for before, after in list(order.edges):
        crosses = before[0] != after[0]
        keeper = script.executions[after[0]].lifeline in brokers
        if crosses and keeper and steps[after].kind is StepKind.AWAIT:
            order.remove_edge(before, after)
        else:
            order.edges[before, after]["line"] = steps[before].line if crosses else -1
    flows = tuple(flow_of(execution.steps) for execution in script.executions)
    refusals = _Refusals(script, steps, flows, looked_at(script, rules))
    in_doubt = refusals.cut(order)
    left = {node: step for node, step in steps.items() if node in order}
    return Happening(steps=left, order=order, flows=flows, in_doubt=in_doubt)


class _Refusals:
    """Who stops where, and what does not happen therefore.

    Attributes:
        stops: The waits at which executions that are told no stop.
        missing: For each answer that is therefore never given, the wait whose end tells its
            asker so.
        possible: The steps that can happen.
    """

    def __init__(
        self,
        script: Script,
        steps: Mapping[StepNode, Step],
        flows: tuple[Flow, ...],
        tolerated: frozenset[int],
    ) -> None:
        self.script, self.steps, self.flows = script, steps, flows
        self.tolerated = tolerated
        self.without = lost_without(script)
        self.stops: list[StepNode] = []
        self.missing: dict[int, StepNode] = {}
        self._look()
        # Each who is told no may tell no to others, and these to others again.
        while (found := self._told()) != self.stops:
            self.stops = found
            self._look()
            self._spread()

    def _told(self) -> list[StepNode]:
        """The waits of executions that are told no, as far as that is known."""
        return [
            node
            for node, step in self.steps.items()
            if step.kind is StepKind.AWAIT
            and node in self.possible
            and step.line not in self.tolerated
            and (self.script.lines[step.line].kind is LineKind.REFUSAL or step.line in self.missing)
        ]

    def _look(self) -> None:
        """What can happen, as far as it is known who stops."""
        begun = [root.execution for root in self.script.roots]
        known = set(begun)
        self.possible: set[StepNode] = set()
        while begun:
            number = begun.pop()
            stops = {step for execution, step in self.stops if execution == number}
            for own in self.flows[number].possible(stops):
                node = (number, own)
                self.possible.add(node)
                starts = self.script.lines[self.steps[node].line].starts
                sends = self.steps[node].kind is StepKind.SEND
                if sends and starts >= 0 and starts not in known:
                    known.add(starts)
                    begun.append(starts)

    def _spread(self) -> None:
        """The answers that nobody gives because of who stops."""
        given = {
            self.steps[node].line
            for node in self.possible
            if self.steps[node].kind is StepKind.ANSWER
        }
        self.missing = {}
        for stop in self.stops:
            for node, step in self.steps.items():
                if node[0] == stop[0] and step.kind in _LEAVES and node not in self.possible:
                    for line in self.without[step.line][0] - given:
                        self.missing.setdefault(line, stop)

    def cut(self, order: "nx.DiGraph[StepNode]") -> frozenset[int]:
        """Take what does not happen out of the order; the executions that are in doubt."""
        order.remove_nodes_from([node for node in self.steps if node not in self.possible])
        for stop in self.stops:
            line = self.steps[stop].line
            if line in self.missing:
                order.add_edge(self.missing[line], stop, line=line)
        return frozenset(stop[0] for stop in self.stops if self._has_siblings(stop))

    def _has_siblings(self, stop: StepNode) -> bool:
        """Whether an execution has steps in other branches of a fork."""
        forks = self.flows[stop[0]].forks
        own = dict(forks[stop[1]])
        return any(own.get(fork, branch) != branch for other in forks for fork, branch in other)
