"""One request: its clocks, its executions, and how much of it is still open."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS, journey_key, line_key
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
    lost: tuple[tuple[int, int, int], ...] = ()  # line, its sender's line, when
    open = 0  # executions, messages and answers that are not over
    early: Mapping[int, tuple[int, int]] = MappingProxyType({})  # answers to what was not asked yet

    def __init__(self, run: "Run", request: int) -> None:
        self.run, self.clock, self.request = run, run.clock, request
        self.key = journey_key(request)
        self.meant = self.clock._now
        self.executions: list[Execution | None] = [None] * len(run.plan.executions)
        self.heard: dict[int, bool] = {}  # answers that came, and whether they said yes

    def begin(self) -> None:
        """The client begins."""
        self.execution(0, None).go()

    def execution(self, number: int, parent: Execution | None) -> Execution:
        """A new execution of this journey."""
        run = self.run
        execution = Execution(self, run.plan.executions[number], run.pool_of[number], parent)
        self.executions[number] = execution
        if number in self.early:
            execution.answered, execution.answer_arrived = self.early[number]
        self.open += 1
        return execution

    # ---------------------------------------------------------------- what is under way

    def send(self, sender: Execution, line: int) -> None:
        """A message leaves; it arrives after the time of the network, or never."""
        plan = self.run.lines[line]
        if plan.lost:
            self.lost += ((line, sender.plan.line, self.clock._now),)
            return
        receiver = self.execution(plan.starts, sender)
        delay = self.run.network[line](self.request)
        After(self.clock, delay, ARRIVALS + receiver.key, receiver.arrive)

    def answer(self, line: int, good: bool) -> None:
        """An answer leaves; one that says no has nobody to go to if nobody waits for it."""
        plan = self.run.lines[line]
        asker, asked = self.executions[plan.to], self.executions[plan.asked]
        if not good and asker is not None and asker.ended != NEVER:
            return
        good = good and plan.good
        if asked is not None:
            asked.answered = self.clock._now
        else:
            self.early = {**self.early, plan.asked: (self.clock._now, NEVER)}
        self.open += 1
        delay = self.run.network[line](self.request)
        After(self.clock, delay, ENDS + self.key + line_key(line), self.hear, (line, good))

    def hear(self, event: Any) -> None:
        """An answer arrives."""
        line, good = event.value
        plan = self.run.lines[line]
        asker, asked = self.executions[plan.to], self.executions[plan.asked]
        if asked is not None:
            asked.answer_arrived = self.clock._now
        else:
            self.early = {**self.early, plan.asked: (self.early[plan.asked][0], self.clock._now)}
        if good:
            self.reached(line)
        # Whoever does not wait for it yet finds it here when the time comes.
        self.heard[line] = good
        if asker is not None and asker.awaited == line:
            asker.go()
        self.settle()

    def reached(self, line: int) -> None:
        """A message or a positive answer arrives: the clocks of the client look at it."""
        plan, client = self.run.lines[line], self.executions[0]
        assert client is not None
        if client.failed:
            return  # it was told no, and listens no more
        if plan.acknowledges and self.acknowledged == NEVER:
            self.acknowledged, self.final = self.clock._now, plan.final
        if plan.notices and self.noticed == NEVER:
            self.noticed = self.clock._now

    # ---------------------------------------------------------------- its end

    def closed(self, execution: Execution) -> None:
        """An execution is over."""
        if execution.parent is None:
            self.run.source.answered(self.request)
        self.settle()

    def settle(self) -> None:
        """One thing less is open; with the last of them the journey is settled."""
        self.open -= 1
        if not self.open:
            self.settled = self.clock._now
            self.run.settled(self)
