"""Deliveries that leave ahead of the workers: lanes of copies, and windows of instances."""

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, part_key
from simkit.engine.reference.events import After
from simkit.engine.reference.pool import Instance
from simkit.record.tables import NEVER

if TYPE_CHECKING:
    from simkit.engine.reference.queue import Queue
    from simkit.engine.reference.stored import Delivery


class Window:
    """How many deliveries one instance can have that it has not dealt with.

    It counts at the instance: that a lease is over, or that somebody else has settled a
    message, frees no place.
    """

    asleep = False
    looks = 0

    def __init__(self, lane: "Lane", instance: Instance, size: int) -> None:
        self.lane, self.instance, self.size = lane, instance, size
        self.places: dict[int, Delivery] = {}
        self.queue, self.clock = lane.queue, lane.queue.clock
        self.batch = self.queue.policy.fetch == "batch"
        law = self.queue.policy.poll
        name = f"poll {self.queue.line.stream} {instance.number}"
        self.sleep = self.queue.run.draws.part(name, law) if law is not None else None

    @property
    def used(self) -> int:
        """How many deliveries it has."""
        return len(self.places)

    @property
    def room(self) -> int:
        """How many more it would take now."""
        if not self.instance.takes or (self.batch and self.used):
            return 0
        return self.size - self.used

    def take(self, delivery: "Delivery") -> None:
        """A delivery leaves for this instance."""
        self.places[delivery.key] = delivery
        delivery.window, delivery.instance = self, self.instance
        self.queue.leave(delivery)

    def freed(self, delivery: "Delivery") -> None:
        """The instance has dealt with a delivery."""
        del self.places[delivery.key]
        if self.instance.up:
            self.ask()

    def clear(self) -> None:
        """The instance has died, and with it all that it had to deal with."""
        for delivery in list(self.places.values()):
            delivery.free_place()

    def ask(self) -> None:
        """Take what there is: at once, or where one polls, only by looking."""
        if self.sleep is None:
            self.lane.pump()
        else:
            self.look()

    def look(self) -> None:
        """Take what is there; if nothing is, sleep before the next look."""
        if not self.instance.takes or (self.batch and self.used):
            return
        taken = self.fill()
        if not taken and not self.asleep:
            self.asleep = True
            assert self.sleep is not None
            delay = self.sleep(self.looks)
            self.looks += 1
            key = ARRIVALS + part_key(self.queue.number, self.instance.number)
            After(self.clock, delay, key, self.wake)

    def wake(self, _: Any) -> None:
        """It has slept."""
        self.asleep = False
        self.look()

    def fill(self) -> int:
        """Take as many as there are and there is room for."""
        taken = 0
        for _ in range(self.room):
            if self.used == self.size:  # one was lost on its way, and its place is taken again
                break
            delivery = self.lane.next() if self.queue.broker.up else None
            if delivery is None:
                break
            self.take(delivery)
            taken += 1
        return taken


class Lane:
    """Copies that wait for windows: all of a queue, or those of one partition."""

    def __init__(self, queue: "Queue", number: int) -> None:
        self.queue, self.number = queue, number
        self.ready: list[tuple[int, int, Delivery]] = []
        policy = queue.policy
        workers = queue.pool.instances[0].workers
        size = 1 if number >= 0 else policy.prefetch or workers
        instances = () if number >= 0 else queue.pool.instances
        self.windows = [Window(self, instance, size) for instance in instances]
        self.turn = 0  # whose it is, where they take turns
        self.polls = policy.poll is not None
        self.in_turn = policy.dispatch == "round-robin"

    def start(self) -> None:
        """Those who poll look for the first time."""
        for window in self.windows if self.polls else ():
            key = ARRIVALS + part_key(self.queue.number, window.instance.number)
            window.asleep = True
            After(self.queue.clock, 0, key, window.wake)

    def offer(self, delivery: "Delivery") -> None:
        """A copy is ready: it leaves if an instance has room and does not sleep."""
        heappush(self.ready, (-delivery.priority, delivery.copy.order, delivery))
        if not self.polls:
            self.pump()

    def next(self) -> "Delivery | None":
        """The copy that is next to leave; it waits here no more."""
        while self.ready:
            delivery = heappop(self.ready)[2]
            if delivery.copy.next is delivery and delivery.sent == NEVER:
                return delivery
        return None

    def pump(self) -> None:
        """Let copies leave as long as some instance has room."""
        while self.ready and self.queue.broker.up:
            window = self.choose()
            if window is None:
                return
            if window.batch:
                if not window.fill():
                    return
                continue
            delivery = self.next()
            if delivery is None:
                return
            window.take(delivery)

    def choose(self) -> Window | None:
        """The window whose turn it is, or with the fewest deliveries."""
        if not self.in_turn:
            free = [one for one in self.windows if one.room > 0]
            return min(free, key=lambda one: one.used) if free else None
        for _ in self.windows:
            window = self.windows[self.turn]
            self.turn = (self.turn + 1) % len(self.windows)
            if window.room > 0:
                return window
        return None

    def died(self, instance: Instance) -> None:
        """An instance is gone."""
        for window in self.windows:
            if window.instance is instance:
                window.clear()

    def restarted(self, instance: Instance) -> None:
        """An instance is there again."""
        for window in self.windows:
            if window.instance is instance:
                window.ask()

    def clear(self) -> None:
        """The broker has died: what waits is offered again when it is back."""
        self.ready.clear()
