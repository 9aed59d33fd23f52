"""How often what is drawn once is done, as some of it fails and is delivered again.

A broker delivers what has failed again, with all that is drawn below that delivery. Of independent
attempts of which a share p comes to nothing, n at most, a message takes (1 - pⁿ)/(1 - p) on
average: a geometric number, cut off.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

import networkx as nx

from simkit.model.causality import StepNode
from simkit.model.happening import Happening
from simkit.model.kinds import Kind
from simkit.model.policy import Policy
from simkit.model.scenario import Design
from simkit.model.script import Line, LineKind, StepKind

EARLY = ("before-work", "on-delivery")  # settled before anything can fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """How often each step is begun for each request of its journey, on average.

    Attributes:
        steps: By its place; what is delivered again for ever counts once.
        deliveries: By the number of its line, how often each stored message is delivered;
            infinity: for ever.
    """

    steps: Mapping[StepNode, float]
    deliveries: Mapping[int, float]

    def runs(self, execution: int) -> float:
        """How often an execution is begun; 0 if it has no steps."""
        return self.steps.get((execution, 0), 0.0)


def attempts(comes_to_nothing: float, most: int | None) -> float:
    """Mean deliveries of a message.

    Args:
        comes_to_nothing: Share of them after which it is delivered again, 0 to 1, independent.
        most: Deliveries at most, ≥ 1; None: unlimited.

    >>> attempts(0.5, None), attempts(0.5, 2), attempts(1.0, 5), attempts(1.0, None)
    (2.0, 1.5, 5.0, inf)
    """
    if comes_to_nothing >= 1:
        return inf if most is None else float(most)
    tail = 0.0 if most is None else comes_to_nothing**most
    return (1 - tail) / (1 - comes_to_nothing)


def repeats(design: Design, found: Happening) -> Repeats:
    """How often what is drawn once is done.

    Args:
        design: Its handling of messages and its policies are looked at, its faults are not.
        found: What of its drawing happens.

    What fails in one of several branches is taken to keep nothing of the others from being done.
    """
    reading = _Reading(design, found)
    steps: dict[StepNode, float] = {}
    deliveries: dict[int, float] = {}
    for region in sorted(set(reading.regions)):
        line = design.script.executions[region].started_by
        if line >= 0 and line not in reading.sent:
            continue
        base = steps.get(reading.sent[line], 0.0) if line >= 0 else 1.0
        total = 0.0
        for share, poisoned in reading.kinds(region):
            reach = reading.reach(poisoned)
            often = reading.attempts(region, reach) if line >= 0 else 1.0
            total += share * often
            often = 1.0 if often == inf else often
            for node, part in reach.begun.items():
                if reading.regions[node[0]] == region and part:
                    steps[node] = steps.get(node, 0.0) + base * share * often * part
        if line >= 0:
            deliveries[line] = total
    return Repeats(steps=steps, deliveries=deliveries)


@dataclass(frozen=True, slots=True)
class _Reach:
    """The share of the attempts that begin each step, and that get past it."""

    begun: Mapping[StepNode, float]
    passed: Mapping[StepNode, float]


class _Reading:
    """What fails where in a design.

    Attributes:
        regions: For each execution, the delivery with which it is done again, by the number of
            the execution that this begins; or the client's own.
        sent: Where each line leaves, by its number.
    """

    def __init__(self, design: Design, found: Happening) -> None:
        self.design, self.script, self.found = design, design.script, found
        self.order = tuple(nx.topological_sort(found.order))
        self.sent = {
            step.line: node
            for node, step in found.steps.items()
            if step.kind in (StepKind.SEND, StepKind.ANSWER)
        }
        self.brokers = {p.id for p in design.participants if p.kind is Kind.BROKER}
        self.regions: list[int] = []
        for one in self.script.executions:
            line = self.script.lines[one.started_by] if one.started_by >= 0 else None
            own = line is None or line.kind is LineKind.DELIVERY
            self.regions.append(one.index if own or line is None else self.regions[line.by])

    def kinds(self, region: int) -> Iterator[tuple[float, int]]:
        """Shares of the messages, with the line that fails each time; -1: none does."""
        left = 1.0
        for node in self.order:
            step = self.found.steps[node]
            poison = self.design.costs[step.line].handling.poison
            if step.kind is StepKind.WORK and self.regions[node[0]] == region and poison:
                yield left * poison, step.line
                left *= 1 - poison
        if left:
            yield left, -1

    def reach(self, poisoned: int) -> _Reach:
        """How far attempts get of which one line fails each time; -1: none does."""
        begun: dict[StepNode, float] = {}
        passed: dict[StepNode, float] = {}
        for node in self.order:
            before = [passed[one] for one in self.found.before(node) if one[0] == node[0]]
            begun[node] = min(before) if before else self._begun(node[0], passed)
            passed[node] = begun[node] * self._goes_on(node, begun, passed, poisoned)
        return _Reach(begun, passed)

    def _begun(self, execution: int, passed: Mapping[StepNode, float]) -> float:
        line = self.script.executions[execution].started_by
        own = line >= 0 and self.script.lines[line].kind is not LineKind.DELIVERY
        return passed[self.sent[line]] if own and line in self.sent else 1.0

    def _goes_on(
        self,
        node: StepNode,
        begun: Mapping[StepNode, float],
        passed: Mapping[StepNode, float],
        poisoned: int,
    ) -> float:
        """The share of the executions that get to a step and are not ended by it."""
        step = self.found.steps[node]
        line = self.script.lines[step.line]
        if step.kind is StepKind.WORK:
            fails = self.design.costs[line.index].handling.fails
            return 0.0 if line.index == poisoned else 1 - fails
        keeper = self.script.executions[node[0]].lifeline in self.brokers
        if step.kind is not StepKind.AWAIT or keeper:  # a broker waits for nobody
            return 1.0
        if line.kind is LineKind.REFUSAL or line.index not in self.sent:
            return 0.0
        answer, call = self.sent[line.index], self.sent.get(line.asks)
        if call is None or len({self.regions[one[0]] for one in (node, answer, call)}) > 1:
            return 1.0  # it is asked, or answered, over a queue
        return passed[answer] / begun[call] if begun[call] else 1.0

    def attempts(self, region: int, reach: _Reach) -> float:
        """How often a message is delivered whose attempts get so far."""
        delivery = self.script.lines[self.script.executions[region].started_by]
        policy = self.design.participant(delivery.sender).policy or Policy()
        settling = next((one for one in self.script.lines if one.settles == delivery.index), None)
        if settling is None and policy.ack in EARLY:
            return 1.0
        well = self._settled(region, settling, reach)
        again = 1 - well if policy.on_failure == "requeue" else 0.0
        if settling is not None and settling.rejects and policy.on_reject == "requeue":
            again += well
        return attempts(again, policy.max_deliveries)

    def _settled(self, region: int, settling: Line | None, reach: _Reach) -> float:
        """The share of the attempts that are settled before anything ends them."""
        if settling is None:
            own = [node for node in self.order if node[0] == region]
            order = self.found.order
            last = (n for n in own if all(one[0] != region for one in order.succ[n]))
            return min((reach.passed[node] for node in last), default=1.0)
        node = self.sent.get(settling.index)
        if node is None:
            return 0.0
        return reach.begun[node] if self.regions[node[0]] == region else 1.0
