"""How often what is drawn once is done: by choices and loops, and as some of it fails.

A broker delivers what has failed again, with all that is drawn below that delivery, and a caller
calls again. Of independent attempts of which a share p comes to nothing, n at most, a message takes
(1 - pⁿ)/(1 - p) on average: a geometric number, cut off. Of a branch its share counts, of a loop
its turns; of one that ends when something has happened, one turn, as a lower bound.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from simkit.model.causality import StepNode, looked_at
from simkit.model.happening import Happening
from simkit.model.kinds import Kind
from simkit.model.policy import Policy
from simkit.model.reach import Reach, Share
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
        chances: By block, how likely each branch of a choice is.
    """

    steps: Mapping[StepNode, float]
    deliveries: Mapping[int, float]
    chances: Mapping[int, tuple[float, ...]]

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
        base = sum(steps.get(node, 0.0) for node in reading.sent[line]) if line >= 0 else 1.0
        total = 0.0
        for share, poisoned in reading.kinds(region):
            reach = reading.reach(poisoned)
            often = reading.attempts(region, reach) if line >= 0 else 1.0
            total += share * often
            often = 1.0 if often == inf else often
            for node, part in reach.begun.items():
                if reading.regions[node[0]] == region and part:
                    again = often * reach_again(reading, reach, node[0])
                    steps[node] = steps.get(node, 0.0) + base * share * again * part
        if line >= 0:
            deliveries[line] = total
    return Repeats(steps=steps, deliveries=deliveries, chances=reading.chances)


def reach_again(reading: "_Reading", reach: Reach, execution: int) -> float:
    """How often an execution is begun for each first attempt of the calls that led to it."""
    script, often = reading.script, 1.0
    while (line := script.executions[execution].started_by) >= 0:
        if script.lines[line].kind is LineKind.DELIVERY:
            break
        often *= reading.calls(line, reach)
        execution = script.lines[line].by
    return often


class _Reading:
    """What fails where in a design.

    Attributes:
        regions: For each execution, the delivery with which it is done again, by the number of
            the execution that this begins; or the client's own.
        sent: Where each line leaves, by its number; in several places if one of them is taken.
    """

    def __init__(self, design: Design, found: Happening) -> None:
        self.design, self.script, self.found = design, design.script, found
        self.order = found.in_turn
        self.sent: dict[int, list[StepNode]] = {}
        for node, step in found.steps.items():
            if step.kind in (StepKind.SEND, StepKind.ANSWER):
                self.sent.setdefault(step.line, []).append(node)
        self.chances: dict[int, tuple[float, ...]] = {}
        self.tolerated = looked_at(design.script, design.rules)
        self.answers: dict[int, list[int]] = {}
        for answer in design.script.lines:
            if answer.asks >= 0 and answer.kind is LineKind.ANSWER:
                self.answers.setdefault(answer.asks, []).append(answer.index)
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

    def reach(self, poisoned: int) -> Reach:
        """How far attempts get of which one line fails each time; -1: none does."""
        begun: dict[StepNode, float] = {}
        passed: dict[StepNode, float] = {}
        reach = Reach(begun, passed)
        self.chances.clear()  # what fails each time changes what is asked for
        shares: dict[int, Share] = {}
        for node in self.order:
            share = shares.get(node[0])
            if share is None:
                share = shares[node[0]] = self._share(node[0], reach)
            begun[node] = share.of(self.found.flows[node[0]].entries[node[1]])
            passed[node] = begun[node] * self._goes_on(node, reach, poisoned)
        return reach

    def _share(self, execution: int, reach: Reach) -> Share:
        return Share(
            self.design.rules,
            self._begun(execution, reach),
            lambda number: reach.passed.get((execution, number), 0.0),
            lambda lines: min((self.well(line, reach) for line in lines), default=1.0),
            self.chances,
        )

    def _begun(self, execution: int, reach: Reach) -> float:
        line = self.script.executions[execution].started_by
        own = line >= 0 and self.script.lines[line].kind is not LineKind.DELIVERY
        if not own or line not in self.sent:
            return 1.0
        return sum(reach.passed.get(node, 0.0) for node in self.sent[line])

    def _goes_on(self, node: StepNode, reach: Reach, poisoned: int) -> float:
        """The share of the executions that get to a step and are not ended by it."""
        step = self.found.steps[node]
        line = self.script.lines[step.line]
        if step.kind is StepKind.WORK:
            fails = self.design.costs[line.index].handling.fails
            return 0.0 if line.index == poisoned else 1 - fails
        keeper = self.script.executions[node[0]].lifeline in self.brokers
        # A broker waits for nobody; who asks how a call has ended goes on in any case.
        if step.kind is not StepKind.AWAIT or keeper or line.index in self.tolerated:
            return 1.0
        if line.kind is LineKind.REFUSAL or line.index not in self.sent:
            return 0.0
        if line.asks < 0 or not self._one_region(node, line):
            return 1.0  # it is asked, or answered, over a queue
        return self.well(line.asks, reach)

    def _one_region(self, node: StepNode, line: Line) -> bool:
        """Whether an answer comes in the course of what is done together."""
        places = (node, *self.sent[line.index], *self.sent.get(line.asks, ()))
        return line.asks in self.sent and len({self.regions[one[0]] for one in places}) == 1

    def well(self, call: int, reach: Reach) -> float:
        """The share of the calls of a line that are answered well in the end."""
        fails = 1 - self._first_well(call, reach)
        most = self.design.costs[call].calling.attempts
        return 1 - fails**most

    def _first_well(self, call: int, reach: Reach) -> float:
        """The share of its attempts."""
        asked = sum(reach.begun.get(node, 0.0) for node in self.sent.get(call, ()))
        answers = [node for line in self.answers.get(call, ()) for node in self.sent.get(line, ())]
        told = sum(reach.passed.get(node, 0.0) for node in answers)
        return min(told / asked, 1.0) if asked and answers else 1.0

    def calls(self, line: int, reach: Reach) -> float:
        """How often a call is made for each first attempt, as attempts fail by what is drawn."""
        calling = self.design.costs[line].calling
        if calling.attempts == 1 or "failure" not in calling.retry_on:
            return 1.0
        return attempts(1 - self._first_well(line, reach), calling.attempts)

    def attempts(self, region: int, reach: Reach) -> float:
        """How often a message is delivered whose attempts get so far."""
        delivery = self.script.lines[self.script.executions[region].started_by]
        policy = self.design.participant(delivery.sender).policy or Policy()
        settling = [one for one in self.script.lines if one.settles == delivery.index]
        if not settling and policy.ack in EARLY:
            return 1.0
        each = {one.index: self._settled(one, reach) for one in settling}
        well = sum(each.values()) if settling else self._done(region, reach)
        if policy.ack not in EARLY and well < 1:  # what is drawn in a branch alone
            well = max(well, self._unsettled_well(region, reach))
        again = 1 - min(well, 1.0) if policy.on_failure == "requeue" else 0.0
        if policy.on_reject == "requeue":
            again += sum(each[one.index] for one in settling if one.rejects)
        return attempts(min(again, 1.0), policy.max_deliveries)

    def _settled(self, settling: Line, reach: Reach) -> float:
        """The share of the attempts that a line settles before anything ends them."""
        region = self.regions[self.script.lines[settling.settles].starts]
        nodes = self.sent.get(settling.index, ())
        near = [node for node in nodes if self.regions[node[0]] == region]
        if nodes and not near:
            return 1.0
        return min(sum(reach.begun[node] for node in near), 1.0)

    def _done(self, region: int, reach: Reach) -> float:
        """The share of the attempts that get to their end."""
        return min(self._share(region, reach).of(self.found.flows[region].end), 1.0)

    def _unsettled_well(self, region: int, reach: Reach) -> float:
        """The share that is settled by line or at its end, where it is drawn in some branches."""
        drawn = [one for one in self.script.lines if self._settles(one, region)]
        if not any(one.within for one in drawn):
            return 0.0
        return self._done(region, reach)

    def _settles(self, line: Line, region: int) -> bool:
        return line.settles >= 0 and self.script.lines[line.settles].starts == region
