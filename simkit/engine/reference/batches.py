"""Settlements in batches: after so many, or at fixed intervals."""

from typing import TYPE_CHECKING, Any

from simkit.engine.order import TIMEOUTS, part_key
from simkit.engine.reference.events import After

if TYPE_CHECKING:
    from simkit.engine.reference.pool import Instance
    from simkit.engine.reference.queue import Queue
    from simkit.engine.reference.stored import Delivery


class Batches:
    """By instance, the deliveries that are done and not settled yet."""

    def __init__(self, queue: "Queue") -> None:
        self.queue, self.clock = queue, queue.clock
        self.done: dict[int, list[Delivery]] = {}
        self.waits: set[int] = set()  # whose interval is running

    def over(self, delivery: "Delivery") -> None:
        """The execution of a delivery is done."""
        delivery.free_place()
        instance = delivery.instance
        assert instance is not None
        batch = self.done.setdefault(instance.number, [])
        batch.append(delivery)
        policy = self.queue.policy
        if policy.ack_count is not None:
            if len(batch) >= policy.ack_count:
                self.settle(instance.number)
            return
        assert policy.ack_interval is not None
        if instance.number not in self.waits:
            self.waits.add(instance.number)
            delay = policy.ack_interval - self.clock._now % policy.ack_interval
            key = TIMEOUTS + part_key(self.queue.number, instance.number)
            After(self.clock, delay, key, self.due, instance.number)

    def due(self, event: Any) -> None:
        """An interval is over."""
        self.waits.discard(event.value)
        self.settle(event.value)

    def settle(self, instance: int) -> None:
        """What an instance has done is settled."""
        for delivery in self.done.pop(instance, ()):
            delivery.copy.settle(delivery)

    def crash(self, instance: "Instance") -> "list[Delivery]":
        """An instance dies: what it had done and not settled, the broker never hears of."""
        return self.done.pop(instance.number, [])
