"""A queue: the messages of one line of the drawing for one receiver."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

from simkit.engine.order import TIMEOUTS
from simkit.engine.reference.batches import Batches
from simkit.engine.reference.events import After
from simkit.engine.reference.gathering import Gathering
from simkit.engine.reference.partitions import Group, Partition, partition_of
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.stored import Copy, Delivery
from simkit.engine.reference.window import Lane
from simkit.record.tables import NEVER, Settlement

if TYPE_CHECKING:
    from simkit.engine.reference.broker import Broker, Message
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.run import Run

DROPPED, DEAD_LETTERED, EXPIRED, CUT_OFF = (
    int(one)
    for one in (
        Settlement.DROPPED,
        Settlement.DEAD_LETTERED,
        Settlement.EXPIRED,
        Settlement.CUT_OFF,
    )
)


class Ticket:
    """A place of a queue among all who wait for a worker: whose it is, is known in the end.

    A copy that comes back to its old place goes before the others of its queue, and before
    nobody else.
    """

    arrived = NEVER

    def __init__(self, queue: "Queue") -> None:
        self.queue, self.broker, self.priority = queue, queue.broker, queue.priority
        self.order = next(queue.pool.orders)

    @property
    def queues(self) -> bool:
        """Whether anybody waits."""
        return self.queue.first_here() is not None

    def take(self) -> Delivery:
        """Who is next."""
        delivery = self.queue.first_here()
        assert delivery is not None
        heappop(self.queue.ready_here)
        return delivery


class Queue:
    """Where copies of messages wait for one receiver.

    Without a window (*pull*) a copy waits among all who wait for a worker of the receiver, and
    leaves when there is one. With windows it waits in a lane, and leaves for an instance.

    Attributes:
        count: How many copies wait.
        coming: How many are being written.
        copies: Those that are not dealt with.
    """

    def __init__(self, run: "Run", number: int) -> None:
        self.run, self.clock, self.number = run, run.clock, number
        self.line = run.lines[number]
        sender = run.plan.executions[self.line.carries]
        self.put, self.put_number = run.lines[sender.line], sender.number
        broker, pool = run.pools[sender.participant], run.pools[self.line.receiver]
        assert isinstance(pool, Pool)
        self.broker: Broker = broker  # type: ignore[assignment]
        self.pool, self.policy = pool, self.broker.policy
        self.ack = self.policy.ack
        self.honours_late = self.policy.late_ack == "honoured"
        self.priority = max(self.line.handling.priority, self.put.handling.priority)
        self.count = self.coming = 0
        self.copies: dict[int, Copy] = {}
        self.orders = count()
        self.ready_here: list[tuple[int, Delivery]] = []  # those that wait for a free worker
        self.batches = Batches(self)
        self.gathering: Gathering | None = None
        if self.policy.batch is not None or self.policy.linger is not None:
            self.gathering = Gathering(self, self.policy.batch, self.policy.linger)
        policy = self.policy
        self.lanes: list[Lane] = []
        self.group: Group | None = None
        if policy.partitions is not None:
            partitions = [Partition(self, number) for number in range(policy.partitions)]
            self.lanes += partitions
            self.group = Group(self, partitions)
        elif policy.prefetch is not None or policy.poll is not None:
            self.lanes.append(Lane(self, -1))
        self.keys = run.draws.keys(self.line) if policy.partitions else None
        self.pauses = run.draws.delays(number, policy.retry_delay)

    # ---------------------------------------------------------------- copies that come

    def store(self, message: "Execution") -> None:
        """A message is written: its copy waits here from now on."""
        self.coming -= 1
        if message.again:  # type: ignore[attr-defined]
            return
        copy = Copy(self, message)  # type: ignore[arg-type]
        copy.order = next(self.orders)
        message.scope.parts += (copy,)
        self.broker.fates["stored"] += 1
        self.copies[message.key] = copy
        policy = self.policy
        if policy.ttl is not None and self is self.broker.queues[message.plan.number][0]:
            After(self.clock, policy.ttl, TIMEOUTS + message.key, self.expire, message)
        copy.prepare()
        if policy.capacity is None or self.count < policy.capacity:
            self.ready(copy)
        elif policy.when_full == "drop-oldest":
            # The one that was stored first is the first that is kept.
            next(self.waiting()).end(DROPPED)
            self.ready(copy)
        else:
            self.keep(copy)
            copy.end(DEAD_LETTERED)

    def waiting(self) -> Iterator[Copy]:
        """The copies that wait, in no order."""
        return (
            copy
            for copy in self.copies.values()
            if copy.next is not None and copy.next.stored != NEVER
        )

    def keep(self, copy: Copy) -> Delivery:
        """It waits from now on."""
        delivery = copy.next
        assert delivery is not None
        delivery.stored = self.clock._now
        self.count += 1
        self.broker.keep()
        return delivery

    def ready(self, copy: Copy) -> None:
        """A copy can leave as soon as somebody takes it."""
        delivery = self.keep(copy)
        if not self.broker.up:
            return
        if self.gathering is None:
            self.offer(delivery)
        else:
            self.gathering.add(delivery)

    def offer(self, delivery: Delivery, again: bool = False) -> None:
        """Somebody may be there who takes it; offered again, it keeps its place."""
        if self.lanes:
            self.line_up(delivery.copy, again)
            self.lane(delivery).offer(delivery)
            return
        delivery.broker = self.broker
        self.line_up(delivery.copy, again)
        if self.pool.reserve(delivery):
            self.leave(delivery)
        else:
            heappush(self.ready_here, (delivery.copy.order, delivery))
            self.pool.line_up(Ticket(self), self.pool.queue)

    def line_up(self, copy: Copy, again: bool) -> None:
        """Decide on a copy's place among those of this queue."""
        if again or len(copy.attempts) == 1 or self.policy.requeue == "original":
            return
        order = next(self.orders)
        copy.order = order if self.policy.requeue == "tail" else -order

    def first_here(self) -> Delivery | None:
        """The copy that is next for a free worker, if one waits for it."""
        while self.ready_here:
            delivery = self.ready_here[0][1]
            if delivery.copy.next is delivery and delivery.instance is None:
                return delivery
            heappop(self.ready_here)
        return None

    def lane(self, delivery: Delivery) -> Lane:
        """Where it waits."""
        if len(self.lanes) == 1:
            return self.lanes[0]
        return self.lanes[partition_of(self, delivery)]

    # ---------------------------------------------------------------- copies that go

    def released(self, delivery: Delivery) -> None:
        """The worker that a copy waited for is there."""
        instance = delivery.instance
        assert instance is not None
        if delivery.copy.next is delivery and instance.up and self.broker.up:
            self.leave(delivery)
            return
        # It is wanted no more, or its worker has died at this very instant.
        self.pool.free(instance)
        if delivery.copy.next is delivery and self.broker.up:
            delivery.instance = None
            self.offer(delivery, again=True)

    def leave(self, delivery: Delivery) -> None:
        """A copy leaves for its receiver."""
        delivery.copy.next = None
        self.count -= 1
        self.broker.give_out()
        delivery.travel()
        self.broker.room()

    def withdraw(self, delivery: Delivery, fate: int) -> None:
        """A copy that waits is over."""
        if delivery.stored != NEVER:
            self.count -= 1
            self.broker.give_out()
        delivery.withdrawn = True
        delivery.ended, delivery.settlement = self.clock._now, fate
        delivery.scope.closes()
        self.broker.room()

    def put_back(self, copy: Copy, delayed: bool) -> None:
        """A copy is to be delivered again, perhaps after a while."""
        delivery = copy.prepare()
        delay = 0
        if delayed and self.pauses:
            pause = self.pauses[min(len(copy.attempts) - 2, len(self.pauses) - 1)]
            delay = pause(delivery.scope.address)(copy.message.journey.request)
        if delay:
            After(self.clock, delay, TIMEOUTS + delivery.key, self.due, copy)
        else:
            self.ready(copy)

    def due(self, event: Any) -> None:
        """A copy has waited for its next delivery."""
        copy: Copy = event.value
        if not copy.over:
            self.ready(copy)

    def redrive(self, event: Any) -> None:
        """A dead letter is stored anew."""
        copy: Copy = event.value
        copy.resting, copy.stored = False, self.clock._now
        if copy.over:
            return
        if self.policy.ttl is not None:
            assert copy.next is not None
            path = copy.next.scope.path - copy.message.scope.path
            key = TIMEOUTS + copy.message.key + path
            After(self.clock, self.policy.ttl, key, self.expire_anew, copy)
        self.ready(copy)

    def expire_anew(self, event: Any) -> None:
        """A copy that was stored anew has waited too long, if it waits."""
        copy: Copy = event.value
        if not copy.over and copy.next is not None:
            copy.end(EXPIRED)

    def expire(self, event: Any) -> None:
        """The copies of a message have waited too long, if they wait."""
        message: Message = event.value
        for queue in self.broker.queues[message.plan.number]:
            copy = queue.copies.get(message.key)
            if copy is not None and copy.next is not None and not copy.resting:
                copy.end(EXPIRED)

    def forget(self, copy: Copy) -> None:
        """A copy is over."""
        del self.copies[copy.message.key]

    # ---------------------------------------------------------------- death

    def crash(self) -> None:
        """The broker dies: nothing leaves, and whoever has a message is cut off."""
        self.pool.forget(self)
        self.ready_here.clear()
        for copy in list(self.copies.values()):
            forgotten = self.policy.durable == "never"
            for attempt in copy.attempts:
                if attempt is not copy.next:
                    copy.failed(attempt, CUT_OFF, "drop" if forgotten else "requeue")
            if forgotten and not copy.over:
                copy.end(DROPPED)
        for lane in self.lanes:
            lane.clear()
        if self.gathering is not None:
            self.gathering.clear()

    def restart(self) -> None:
        """The broker is there again."""
        for copy in sorted(self.waiting(), key=lambda copy: copy.order):
            assert copy.next is not None
            if self.gathering is not None:
                self.gathering.add(copy.next)
            else:
                self.offer(copy.next, again=True)
