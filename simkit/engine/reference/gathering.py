"""Copies that leave together: so many, or all of some time."""

from typing import TYPE_CHECKING, Any

from simkit.engine.order import PATH_BITS, TIMEOUTS, part_key
from simkit.engine.reference.events import After

if TYPE_CHECKING:
    from simkit.engine.reference.queue import Queue
    from simkit.engine.reference.stored import Delivery

_OF_ALL = 1 << (PATH_BITS - 1)  # no instance has this number


class Gathering:
    """The copies of a queue that are ready and wait for more to come."""

    def __init__(self, queue: "Queue", size: int | None, linger: int | None) -> None:
        self.queue, self.size, self.linger = queue, size, linger
        self.ready: list[Delivery] = []
        self.turn = 0  # how many times they have left

    def add(self, delivery: "Delivery") -> None:
        """One more is ready."""
        self.ready.append(delivery)
        if len(self.ready) == self.size:
            self.let_go()
        elif len(self.ready) == 1 and self.linger is not None:
            key = TIMEOUTS + part_key(self.queue.number, _OF_ALL + self.turn % _OF_ALL)
            After(self.queue.clock, self.linger, key, self.due, self.turn)

    def due(self, event: Any) -> None:
        """The first has waited long enough, if it has not left already."""
        if event.value == self.turn:
            self.let_go()

    def let_go(self) -> None:
        """All that are there leave, as soon as somebody takes them."""
        ready, self.ready = self.ready, []
        self.turn += 1
        for delivery in ready:
            if delivery.copy.next is delivery:
                self.queue.offer(delivery)

    def clear(self) -> None:
        """The broker has died: what waits is offered again when it is back."""
        self.ready.clear()
        self.turn += 1
