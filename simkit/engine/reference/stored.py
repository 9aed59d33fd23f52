"""A message in a queue, and its deliveries."""

from typing import TYPE_CHECKING, Any

from simkit.engine.order import TIMEOUTS
from simkit.engine.plan import flat_lines
from simkit.engine.reference.events import After
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.fates import best, worst
from simkit.record.tables import NEVER, Again, Done, Settlement

if TYPE_CHECKING:
    from simkit.engine.plan import ExecutionPlan
    from simkit.engine.reference.broker import Message
    from simkit.engine.reference.queue import Queue
    from simkit.engine.reference.scope import Scope
    from simkit.engine.reference.window import Window

NONE, ACKNOWLEDGED, REJECTED, LAPSED, CUT_OFF, EXPIRED, DROPPED, DEAD_LETTERED = (
    int(settlement) for settlement in Settlement
)
_BOOK = {ACKNOWLEDGED: "settled", EXPIRED: "expired", DROPPED: "dropped", DEAD_LETTERED: "dead"}
_DONE = {EXPIRED: Done.EXPIRED, DROPPED: Done.LOST, DEAD_LETTERED: Done.DEAD_LETTERED}


class Copy:
    """One message for one receiver, from its writing until it is dealt with.

    Attributes:
        attempts: Its deliveries, the one that is to leave next among them.
        next: The delivery that waits in the queue; None while it is with a receiver.
        order: Its place among those of its priority.
    """

    fate = NONE
    over = False
    resting = False  # a dead letter that is to be stored anew
    before = 0  # deliveries that were made before it was

    def __init__(self, queue: "Queue", message: "Message") -> None:
        self.queue, self.message, self.clock = queue, message, message.clock
        self.attempts: list[Delivery] = []
        self.next: Delivery | None = None
        self.order = 0
        self.stored = self.clock._now

    @property
    def made(self) -> int:
        """How many deliveries have left since it was stored, or stored anew."""
        return len(self.attempts) - (self.next is not None) - self.before

    def prepare(self) -> "Delivery":
        """The next delivery, which waits until it can leave."""
        message, line = self.message, self.queue.line
        run = message.scope.run
        region, number = run.plan.executions[line.starts].number, self.queue.number
        scope = message.scope.child(region, Again.DELIVERY, len(self.attempts), number)
        scope.copy = self
        delivery = scope.execution(line.starts, message)
        assert isinstance(delivery, Delivery)
        delivery.priority = self.queue.priority
        self.attempts.append(delivery)
        self.next = delivery
        return delivery

    def forget(self) -> None:
        """What knew each other is forgotten."""
        self.attempts.clear()

    # ---------------------------------------------------------------- what becomes of it

    def settle(self, delivery: "Delivery") -> None:
        """A receiver has dealt with it; one whose lease is over may be heard or not."""
        if not self.queue.broker.up:
            return
        if self.over:
            delivery.ends_as(ACKNOWLEDGED)
            return
        late = delivery.settlement != NONE
        if late and not (delivery.settlement == LAPSED and self.queue.honours_late):
            return
        delivery.ends_as(ACKNOWLEDGED)
        self.end(ACKNOWLEDGED, delivery)

    def failed(self, delivery: "Delivery", how: int, then: str = "requeue") -> None:
        """A delivery came to nothing; the first fate of each counts."""
        known = delivery.settlement != NONE
        delivery.ends_as(ACKNOWLEDGED if then == "settle" else how)
        if known or self.over:
            return
        if then == "settle":
            self.end(ACKNOWLEDGED, delivery)
        elif then == "drop":
            self.end(DROPPED)
        elif then == "dead-letter":
            self.bury()
        elif self.next is None:
            self.again(how)

    def again(self, how: int) -> None:
        """It is to be delivered again, if it may."""
        policy = self.queue.policy
        if policy.max_deliveries is not None and self.made >= policy.max_deliveries:
            self.bury()
        elif policy.ttl is not None and self.clock._now >= self.stored + policy.ttl:
            self.end(EXPIRED)
        else:
            self.queue.put_back(self, delayed=how == REJECTED)

    def bury(self) -> None:
        """It is delivered no more, unless dead letters are stored anew."""
        redrive = self.queue.policy.redrive_after
        if redrive is not None and not self.before:
            self.before, self.resting = self.made, True
            delivery = self.prepare()
            After(self.clock, redrive, TIMEOUTS + delivery.key, self.queue.redrive, self)
            return
        self.end(DEAD_LETTERED if self.queue.policy.dead_letter == "keep" else DROPPED)

    def end(self, fate: int, winner: "Delivery | None" = None) -> None:
        """It is over."""
        self.fate, self.over = fate, True
        self.queue.broker.fates[_BOOK[fate]] += 1
        waiting, self.next = self.next, None
        if waiting is not None:
            self.queue.withdraw(waiting, fate)
        scope = self.message.scope
        if winner is not None:
            for attempt in self.attempts:
                if attempt is not winner:
                    attempt.scope.is_duplicate()
            for line in sorted(winner.scope.withheld):
                scope.say_no(line)
        else:
            scope.never_leave(self.message.plan.number, [self.queue.number])
        self.queue.forget(self)
        self.message.dealt_with(fate)

    def done(self) -> Done:
        """What became of the work that it was to bring, as far as it is over."""
        if not self.over:
            return Done.WELL
        ends = [attempt.done() for attempt in self.attempts if attempt.has_run]
        found = best(ends, otherwise=Done.LOST)
        return found if found is Done.WELL else _DONE.get(self.fate, found)


class Delivery(Execution):
    """What a delivered message sets in motion; at its end the message is dealt with."""

    copy: Copy
    window: "Window | None" = None  # the one whose place it has

    def __init__(self, scope: "Scope", plan: "ExecutionPlan", pool: Any, parent: Any) -> None:
        super().__init__(scope, plan, pool, parent)
        assert scope.copy is not None
        self.copy, self.queue = scope.copy, scope.copy.queue
        self.settled = self.queue.line.settled  # by a line of the drawing

    @property
    def is_settled(self) -> bool:
        """Whether a line of the drawing settles it, if it is on the path that was taken."""
        run = self.scope.run
        if not self.settled or not run.plan.sections or self.is_drawn_settled:
            return self.settled
        own = set(flat_lines(self.plan.steps))
        settling = {n for n, line in enumerate(run.lines) if line.settles == self.plan.number}
        return not settling <= own

    @property
    def has_run(self) -> bool:
        """Whether it has left, reached its receiver, and is over."""
        return NEVER not in (self.sent, self.ended) and not self.lost

    def done(self) -> Done:
        """What became of what it set in motion; who says no has not done it well."""
        said_no = self.settlement == REJECTED and not self.failed
        return worst((self.scope.done(), Done.FAILED if said_no else Done.WELL))

    def ends_as(self, settlement: int) -> None:
        """What became of it; the first fate counts."""
        if self.settlement == NONE:
            self.settlement = settlement

    def travel(self, _: Any = None) -> None:
        """It leaves, and its lease begins."""
        faults = self.scope.run.faults
        if faults and faults.loses(self.plan.line, self.scope):
            self.go_astray()
        else:
            super().travel()
            assert self.instance is not None
            self.instance.coming[self.key] = self
        if self.queue.policy.lease is not None:
            After(self.clock, self.queue.policy.lease, TIMEOUTS + self.key, self.lapse)
        if self.queue.ack == "on-delivery":
            self.copy.settle(self)

    def go_astray(self) -> None:
        """It leaves and never arrives: who was to have it knows nothing of it."""
        self.sent, self.lost = self.clock._now, True
        self.free_place()
        if self.broker is not None:
            assert self.instance is not None
            self.pool.free(self.instance)  # type: ignore[union-attr]
        self.scope.closes()

    def taken_up(self) -> None:
        """A worker begins with it."""
        assert self.instance is not None
        self.instance.coming.pop(self.key, None)
        if self.queue.ack in ("on-delivery", "before-work"):
            self.settle()

    def lapse(self, _: Any) -> None:
        """Its lease is over, unless its receiver lives and has it extended."""
        if self.settlement != NONE or self.copy.over:
            return
        every, lease, now = self.queue.policy.extend_every, self.queue.policy.lease, self.clock._now
        assert lease is not None
        heard = self.sent
        if every is not None and not self.lost:  # nobody who never had it has it extended
            last = now if self.ended == NEVER else self.ended
            heard += (last - heard) // every * every
        if heard + lease > now:
            After(self.clock, heard + lease - now, TIMEOUTS + self.key, self.lapse)
        else:
            self.copy.failed(self, LAPSED)

    # ---------------------------------------------------------------- its end

    def end(self, holding: bool) -> None:
        """It is over; a line of the drawing may have settled its delivery already."""
        self.ended = self.clock._now
        # First the broker, then the worker: what is to be delivered again can have that worker.
        if self.failed:
            self.fall_through()
        elif not self.is_settled and self.queue.ack != "in-batches":
            self.settle()
        elif not self.is_settled:
            self.queue.batches.over(self)
        super().end(holding)

    def settle(self) -> None:
        """The broker learns that it is dealt with."""
        self.copy.settle(self)
        self.free_place()

    def reject(self) -> None:
        """The broker is told no."""
        if self.queue.broker.up:
            self.copy.failed(self, REJECTED, self.queue.policy.on_reject)
        self.free_place()

    def fall_through(self) -> None:
        """What was to settle it fails."""
        self.copy.failed(self, REJECTED, self.queue.policy.on_failure)
        self.free_place()

    def missed(self, event: Any) -> None:
        """The others notice that its receiver is dead."""
        self.missed_by_broker()
        super().missed(event)

    def missed_by_broker(self, _: Any = None) -> None:
        """The broker notices that its receiver is dead."""
        self.copy.failed(self, CUT_OFF)

    def die(self) -> None:
        """Its receiver dies."""
        super().die()
        self.free_place()

    def free_place(self) -> None:
        """Its place in the window is free."""
        window, self.window = self.window, None
        if window is not None:
            window.freed(self)
