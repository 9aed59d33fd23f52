"""One request: its clocks, its executions, and how much of it is still open."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS, journey_key, line_key
from simkit.engine.reference.broker import Broker, Delivery, Message
from simkit.engine.reference.events import After
from simkit.engine.reference.execution import Execution
from simkit.record.tables import NEVER

if TYPE_CHECKING:
    from simkit.engine.reference.run import Run


class Journey:
    """What happens for one request of the client."""

    acknowledged = NEVER
    noticed = NEVER
    settled = NEVER
    final = False  # whether what acknowledged it comes after all the work
    failed = False
    refused = False
    client: Execution
    lost: tuple[tuple[int, int, int], ...] = ()  # line, its sender's line, when
    open = 0  # executions, messages and answers that are not over
    early: Mapping[int, tuple[int, int]] = MappingProxyType({})  # answers to what was not asked yet

    def __init__(self, run: "Run", request: int, root: int) -> None:
        self.run, self.clock, self.request = run, run.clock, request
        self.root, self.plan = root, run.plan.roots[root]
        self.number = request * len(run.plan.roots) + root
        self.key = journey_key(self.number)
        self.meant = self.clock._now
        self.executions: list[Execution | None] = [None] * len(run.plan.executions)
        self.heard: dict[int, bool] = {}  # answers that came, and whether they said yes

    def begin(self) -> None:
        """The client begins."""
        self.client = self.execution(self.plan.execution, None)
        self.client.go()

    def execution(self, number: int, parent: Execution | None) -> Execution:
        """A new execution of this journey."""
        run = self.run
        kind = run.kind_of[number]
        execution = kind(self, run.plan.executions[number], run.pool_of[number], parent)
        self.executions[number] = execution
        if number in self.early:
            execution.answered, execution.answer_arrived = self.early[number]
        self.open += 1
        return execution

    # ---------------------------------------------------------------- what is under way

    def send(self, sender: Execution, line: int) -> None:
        """A message leaves; it arrives after the time of the network, or never."""
        plan = self.run.lines[line]
        if plan.starts >= 0:
            receiver = self.execution(plan.starts, sender)
            if plan.delivered:
                assert isinstance(sender.pool, Broker)
                sender.pool.offer(receiver)
            else:
                receiver.travel()
        elif plan.lost:
            self.lost += ((line, sender.plan.line, self.clock._now),)
        else:
            self.open += 1
            delay = self.run.network[line](self.request)
            After(self.clock, delay, ARRIVALS + self.key + line_key(line), self.settled_by, line)

    def answer(self, line: int, good: bool) -> None:
        """An answer leaves; one that says no has nobody to go to if nobody waits for it."""
        plan = self.run.lines[line]
        asker = self.executions[plan.to]
        if not good and asker is not None and asker.ended != NEVER:
            return
        good = good and plan.good
        if plan.asked >= 0:
            asked = self.executions[plan.asked]
            if asked is not None:
                asked.answered = self.clock._now
            else:
                self.early = {**self.early, plan.asked: (self.clock._now, NEVER)}
        self.open += 1
        delay = self.run.network[line](self.request)
        After(self.clock, delay, ENDS + self.key + line_key(line), self.hear, (line, good))

    def never_leave(self, execution: Execution, lines: Iterable[int]) -> None:
        """An execution has stopped before it could send some lines: what follows never comes."""
        plans = [self.run.lines[line] for line in lines]
        missing = frozenset[int]().union(*(plan.missing for plan in plans))
        nobody = frozenset({execution.plan.number}).union(*(plan.unbegun for plan in plans))
        for line in sorted(missing):
            plan = self.run.lines[line]
            if plan.to >= 0 and plan.to not in nobody:
                self.answer(line, good=False)
            elif plan.settles >= 0:
                delivery = self.executions[plan.settles]
                if isinstance(delivery, Delivery):
                    delivery.settle(good=False)

    def hear(self, event: Any) -> None:
        """An answer arrives."""
        line, good = event.value
        plan = self.run.lines[line]
        asker = self.executions[plan.to]
        if plan.asked >= 0:
            asked = self.executions[plan.asked]
            if asked is not None:
                asked.answer_arrived = self.clock._now
            else:
                left = self.early[plan.asked][0]
                self.early = {**self.early, plan.asked: (left, self.clock._now)}
        if good:
            self.reached(line)
        # Whoever does not wait for it yet finds it here when the time comes.
        self.heard[line] = good
        if asker is not None:
            if asker.awaited == line:
                asker.go()
            elif asker.fork and line in asker.strands:
                asker.strands.pop(line).go()
        if plan.carries >= 0:
            self.settle_copy(plan.carries, good=True)
        self.settle()

    def reached(self, line: int) -> None:
        """A message or a positive answer arrives: the clocks of the client look at it."""
        plan = self.run.lines[line]
        if self.client.failed:
            return  # it was told no, and listens no more
        if plan.acknowledges and self.acknowledged == NEVER:
            self.acknowledged, self.final = self.clock._now, plan.final
        if plan.notices and self.noticed == NEVER:
            self.noticed = self.clock._now

    def settled_by(self, event: Any) -> None:
        """A line that settles a delivery reaches the broker."""
        delivery = self.executions[self.run.lines[event.value].settles]
        assert isinstance(delivery, Delivery)
        delivery.settle(good=True)
        self.settle()

    def settle_copy(self, number: int, good: bool) -> None:
        """A copy of a message that a broker keeps is dealt with, well or not."""
        message = self.executions[number]
        if isinstance(message, Message):
            message.settle(good)

    # ---------------------------------------------------------------- its end

    def closed(self, execution: Execution) -> None:
        """An execution is over."""
        if execution.parent is None:
            self.run.source_of[self.root].answered(self.request)
        self.settle()

    def settle(self) -> None:
        """One thing less is open; with the last of them the journey is settled."""
        self.open -= 1
        if not self.open:
            self.settled = self.clock._now
            self.run.settled(self)
