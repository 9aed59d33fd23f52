"""A broker, and the messages that it keeps."""

from typing import Any

from simkit.engine.reference.events import Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.pool import Pool
from simkit.record.tables import Settlement

ACKNOWLEDGED, REJECTED = int(Settlement.ACKNOWLEDGED), int(Settlement.REJECTED)


class Broker:
    """What stores messages until those who take them have dealt with them.

    Writing a message takes its time but no worker. A message that is durable waits here, a
    copy for each receiver, until that receiver has a worker for it. The books are those of a
    pool: ``waiting`` is the time that copies wait for a worker, and nobody holds anything.
    """

    releases = False

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.queue: dict[int, Execution] = {}  # what waits for a worker, or for ever
        self.inside: dict[int, Execution] = {}  # messages that are not dealt with
        self.came = self.ended = self.waiting = self.working = self.at_work = 0

    # ---------------------------------------------------------------- messages that come

    def enter(self, execution: Execution) -> bool:
        """A message arrives; there is always room."""
        self.came += 1
        self.inside[execution.key] = execution
        execution.started = self.clock._now
        return True

    def take(self, execution: Execution) -> bool:
        """Writing needs no worker."""
        return True

    def give_back(self) -> None:
        """Writing needs no worker."""

    def withdraw(self, execution: Execution) -> None:
        """Nobody queues to be written."""

    def start_work(self) -> None:
        """A message is being written."""
        self.at_work += 1
        self.working -= self.clock._now

    def stop_work(self) -> None:
        """It is durable."""
        self.at_work -= 1
        self.working += self.clock._now

    def leave(self, execution: Execution, holding: bool) -> None:
        """All copies of a message are dealt with."""
        self.ended += 1
        del self.inside[execution.key]

    # ---------------------------------------------------------------- messages that go

    def offer(self, execution: Execution) -> None:
        """A copy is there for a receiver, who has it as soon as a worker is free."""
        self.keep(execution)
        execution.broker = self
        pool = execution.pool
        if not isinstance(pool, Pool) or pool.reserve(execution):
            self.deliver(execution)

    def keep(self, execution: Execution) -> None:
        """A copy waits; nobody takes what has no receiver."""
        self.queue[execution.key] = execution
        self.waiting -= self.clock._now

    def deliver(self, execution: Execution) -> None:
        """A worker is there for a copy, which leaves."""
        del self.queue[execution.key]
        self.waiting += self.clock._now
        execution.travel()

    def release(self, event: Any) -> None:
        """The worker that a copy waited for is there."""
        self.deliver(event.value)

    def counted(self, now: int) -> tuple[int, ...]:
        """The books at this instant, in the order of ``WITNESS``."""
        waiting, inside = sum(1 for _ in self.queue), sum(1 for _ in self.inside)
        times = (self.waiting + now * waiting, 0, self.working + now * self.at_work)
        return (self.came, 0, self.came, self.ended, waiting, inside, *times)


class Message(Execution):
    """A message that a broker keeps: over when it is dealt with, not when it is written."""

    durable = False
    left = 0  # copies that are not dealt with

    def end(self, holding: bool) -> None:
        """It is durable, and all copies are offered."""
        line = self.journey.run.lines[self.plan.line]
        if line.carries >= 0:
            self.journey.settle_copy(line.carries, good=True)
        self.durable = True
        self.left += line.copies
        if line.copies or not line.stored:
            if not self.left:
                super().end(holding)
        else:
            assert isinstance(self.pool, Broker)
            self.pool.keep(self)

    def settle(self, good: bool) -> None:
        """One copy is dealt with, well or not."""
        self.settlement = ACKNOWLEDGED if good and self.settlement != REJECTED else REJECTED
        self.left -= 1
        if self.durable and not self.left:
            super().end(holding=True)


class Delivery(Execution):
    """What a delivered message sets in motion; at its end the message is dealt with."""

    def end(self, holding: bool) -> None:
        """It is over; a line of the drawing may have settled its delivery already."""
        super().end(holding)
        if not self.journey.run.lines[self.plan.line].settled:
            self.settle(good=not self.failed)

    def settle(self, good: bool) -> None:
        """The broker learns what became of it."""
        self.settlement = ACKNOWLEDGED if good else REJECTED
        self.journey.settle_copy(self.journey.run.lines[self.plan.line].carries, good)
