"""A broker, and the messages that it keeps."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS
from simkit.engine.plan import PoolPlan
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.publisher import Publisher
from simkit.engine.reference.reasons import Stopped
from simkit.engine.reference.stored import Delivery
from simkit.model.policy import Policy
from simkit.model.script import StepKind
from simkit.record.tables import NEVER, Done, Settlement
from simkit.units import SECOND

if TYPE_CHECKING:
    from simkit.engine.reference.queue import Queue

ACKNOWLEDGED, REJECTED = int(Settlement.ACKNOWLEDGED), int(Settlement.REJECTED)
DROPPED = int(Settlement.DROPPED)


class Broker:
    """What stores messages until those who take them have dealt with them.

    Writing a message takes its time but no worker. A message that is written goes into the queue
    of each of its receivers. The books are those of a pool: ``waiting`` is the time that copies
    wait in queues, and nobody holds anything.

    Attributes:
        queues: By the execution that a message is, the queues that it goes into.
        outstanding: Messages that nobody takes.
        door: Messages that wait outside until there is room.
        known: When each message that may come again was last stored.
    """

    releases = False
    up = True

    def __init__(self, clock: Clock, plan: PoolPlan) -> None:
        self.clock = clock
        self.policy = plan.policy or Policy()
        window = self.policy.confirm
        self.publisher = Publisher(window) if window is not None else None
        self.queues: dict[int, list[Queue]] = {}
        self.outstanding: dict[int, Message] = {}
        self.inside: dict[int, Message] = {}  # messages that are not dealt with
        self.door: deque[Message] = deque()
        self.known: dict[tuple[int, int], int] = {}
        self.gate = 0  # when the next message can come in, if they have a size
        self.at_gate: dict[int, Message] = {}  # those that wait for it
        self.came = self.refused = self.started = self.ended = self.died = 0
        self.waiting = self.working = self.at_work = 0
        self.kept = 0  # copies that wait
        self.fates = dict.fromkeys(("stored", "settled", "expired", "dropped", "dead"), 0)

    # ---------------------------------------------------------------- messages that come

    def enter(self, execution: Execution) -> bool:
        """A message arrives; True if there is room for it."""
        assert isinstance(execution, Message)
        self.came += 1
        full = self.is_full(execution)
        if not self.up or (full and self.policy.when_full == "reject"):
            self.refused += 1
            execution.refuse()
            return False
        if full and self.policy.when_full == "block":
            execution.queues = True
            self.door.append(execution)
            return False
        return self.admit(execution)

    def admit(self, message: "Message") -> bool:
        """There is room for a message; True if it comes in at once."""
        message.again = message.scope.only_repeats = self.knows(message)
        message.admitted = True
        for queue in self.queues.get(message.plan.number, ()):
            queue.coming += 1
        begins = message.pass_gate(self)
        if begins > self.clock._now:
            delay = begins - self.clock._now
            After(self.clock, delay, ENDS + message.key, self.let_in, message)
            return False
        self.begin(message)
        return True

    def let_in(self, event: Any) -> None:
        """Those before it are in."""
        message: Message = event.value
        if message.ended == NEVER:
            self.begin(message)
            message.go()

    def is_full(self, message: "Message") -> bool:
        """Whether one of the queues it is for has no room."""
        return self.policy.capacity is not None and any(
            queue.count + queue.coming >= self.policy.capacity
            for queue in self.queues.get(message.plan.number, ())
        )

    def begin(self, message: "Message") -> None:
        """A message is being written from now on."""
        self.started += 1
        self.at_gate.pop(message.key, None)
        self.inside[message.key] = message
        message.started = self.clock._now

    def room(self) -> None:
        """A copy has gone: perhaps somebody at the door can come in."""
        if self.door and self.up and not self.is_full(self.door[0]):
            message = self.door.popleft()
            message.queues = False
            if self.admit(message):
                After(self.clock, 0, ENDS + message.key, message.go)

    def knows(self, message: "Message") -> bool:
        """Whether the same message was stored not long ago; from now on it was."""
        window = self.policy.dedupe
        if window is None:
            return False
        mark = (message.journey.number, message.plan.line)
        now, last = self.clock._now, self.known.get(mark)
        if last is not None and now - last <= window:
            return True
        self.known[mark] = now
        return False

    def take(self, execution: Execution) -> bool:
        """Writing needs no worker."""
        return True

    def give_back(self, execution: Execution) -> None:
        """Writing needs no worker."""

    def withdraw(self, execution: Execution) -> None:
        """It waits outside no more."""
        assert isinstance(execution, Message)
        execution.queues = False
        self.door.remove(execution)

    def start_work(
        self, execution: Execution, duration: int, key: int, done: Callable[[Any], None]
    ) -> None:
        """A message is being written; ``done`` is called when it is."""
        self.at_work += 1
        self.working -= self.clock._now
        After(self.clock, duration, key, done)

    def stop_work(self, execution: Execution) -> None:
        """It is durable."""
        now = self.clock._now
        self.at_work -= 1
        self.working += now
        execution.worked += now - execution.since
        execution.since = now

    def threaten(
        self,
        execution: Execution,
        moment: int,
        key: int,
        happens: Callable[[Any], None],
        number: int,
    ) -> None:
        """What writes a message dies with the broker alone."""

    def leave(self, execution: Execution, holding: bool) -> None:
        """All copies of a message are dealt with."""
        self.ended += 1
        del self.inside[execution.key]

    def bury(self, execution: Execution, holding: bool) -> None:
        """A message that was not written yet has died with the broker."""
        self.died += 1
        for queue in self.queues.get(execution.plan.number, ()):
            queue.coming -= execution.admitted  # type: ignore[attr-defined]
        if execution.started != NEVER:
            self.leave(execution, holding)

    def dismiss(self, execution: Execution, holding: bool) -> None:
        """What is being written stays."""

    def turn_away(self, execution: Execution) -> None:
        """It finds no place at its gate."""
        self.came += 1
        self.refused += 1
        execution.refuse()

    # ---------------------------------------------------------------- messages that wait

    def keep(self) -> None:
        """A copy waits from now on."""
        self.kept += 1
        self.waiting -= self.clock._now

    def give_out(self) -> None:
        """A copy waits no longer."""
        self.kept -= 1
        self.waiting += self.clock._now

    def release(self, event: Any) -> None:
        """The worker that a copy waited for is there."""
        delivery = event.value
        assert isinstance(delivery, Delivery)
        delivery.copy.queue.released(delivery)

    def counted(self, now: int) -> tuple[int, ...]:
        """The books at this instant, in the order of ``WITNESS``."""
        copies = sum(1 for queues in self.queues.values() for one in queues for _ in one.waiting())
        waiting, inside = copies + len(self.outstanding), sum(1 for _ in self.inside)
        times = (self.waiting + now * self.kept, 0, self.working + now * self.at_work)
        books = (self.came, self.refused, self.started, self.ended, waiting, inside)
        return (*books, *times, self.died, *self.fates.values())

    # ---------------------------------------------------------------- its death

    def crash(self) -> list[Execution]:
        """It dies; the messages that it has not written yet, which die with it."""
        self.up = False
        if self.policy.durable == "never":
            for message in list(self.outstanding.values()):
                message.vanish()
        dying: list[Execution] = [one for one in self.inside.values() if not one.durable]
        dying += self.door
        dying += [one for one in self.at_gate.values() if one.started == NEVER]
        self.at_gate.clear()
        self.gate = self.clock._now
        for queue in self.all_queues():
            queue.crash()
        return dying

    def restart(self) -> None:
        """It is there again, with what was durable."""
        self.up = True
        for queue in self.all_queues():
            queue.restart()

    def all_queues(self) -> "list[Queue]":
        """Its queues."""
        return [queue for queues in self.queues.values() for queue in queues]


class Message(Execution):
    """A message that a broker keeps: over when it is dealt with, not when it is written."""

    pool: Broker
    durable = False
    left = 0  # copies that are not dealt with
    owed = 0  # copies that were handed on, or are to be
    again = False  # the broker has it already
    admitted = False  # there is room for it
    transfer = 0  # how long it takes to come in, in ns

    def cancel(self, running: bool) -> None:
        """What a broker has, it keeps."""

    def travel(self, _: Any = None) -> None:
        """It leaves, unless its sender has to wait for a confirmation first."""
        publisher = self.pool.publisher
        if publisher is None or publisher.admits(self):
            super().travel()

    def depart(self) -> None:
        """A confirmation that its sender waited for is there."""
        super().travel()

    def refuse(self) -> None:
        """The broker has no room for it, and says so."""
        super().refuse()
        if self.pool.publisher is not None:
            self.pool.publisher.written(self)

    def say(self, kind: StepKind, line: int) -> None:
        """Hand it on, or confirm it."""
        self.owed += self.scope.run.lines[line].carries == self.plan.number
        super().say(kind, line)

    def pass_gate(self, broker: Broker) -> int:
        """When it can begin to come in, one after the other."""
        size, flow = self.scope.run.lines[self.plan.line].handling.size, broker.policy.bandwidth
        if not size or flow is None:
            return self.clock._now
        begins = max(broker.gate, self.clock._now)
        self.transfer = -(-size * SECOND // flow)
        broker.gate = begins + self.transfer
        if begins > self.clock._now:
            broker.at_gate[self.key] = self
        return begins

    def duration(self, line: int) -> int:
        """How long it takes to come in and to be written."""
        return self.transfer + super().duration(line)

    def end(self, holding: bool) -> None:
        """It is durable, and all copies are in their queues."""
        line = self.scope.run.lines[self.plan.line]
        if self.pool.publisher is not None:
            self.pool.publisher.written(self)
        if self.failed:
            for queue in self.pool.queues.get(self.plan.number, ()):
                queue.coming -= 1
            super().end(holding)
            return
        if line.carries >= 0:
            self.scope.settle_message(line.carries, good=True)
        self.durable = True
        self.left += 0 if self.again else self.owed
        if self.again:
            self.settlement = ACKNOWLEDGED
        if line.copies or not line.stored:
            if not self.left:
                super().end(holding)
        else:
            self.pool.outstanding[self.key] = self
            self.pool.keep()

    def fail(self, stopped: Stopped) -> None:
        """It comes to nothing; or, as drawn, nothing more is done with it."""
        if stopped.drawn:
            self.end(holding=True)
        else:
            super().fail(stopped)

    def vanish(self) -> None:
        """Nobody took it, and now it is gone."""
        del self.pool.outstanding[self.key]
        self.pool.give_out()
        self.settlement = DROPPED
        self.scope.marks(Done.LOST)
        super().end(holding=True)

    def handed_on(self, good: bool) -> None:
        """It has been handed on, as an answer or to another broker."""
        self.dealt_with(ACKNOWLEDGED if good else REJECTED)

    def dealt_with(self, fate: int) -> None:
        """One copy is over; of several, the worst counts."""
        self.settlement = max(self.settlement, fate)
        self.left -= 1
        if self.durable and not self.left:
            super().end(holding=True)
