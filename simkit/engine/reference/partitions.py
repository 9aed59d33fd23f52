"""A partitioned log: keys to partitions, and who owns which."""

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from simkit.engine.order import FAULTS, PATH_BITS, part_key
from simkit.engine.reference.draws import CHANCES
from simkit.engine.reference.events import After
from simkit.engine.reference.window import Lane, Window
from simkit.engine.sampling.inverse import ENDLESS
from simkit.record.tables import Change

if TYPE_CHECKING:
    from simkit.engine.reference.pool import Instance
    from simkit.engine.reference.queue import Queue
    from simkit.engine.reference.stored import Delivery

_TURNS = 1 << (PATH_BITS - 2)
_RESUMES, _NOTICES = 2 * _TURNS, 3 * _TURNS  # no instance has such a number


@lru_cache(maxsize=1 << 16)
def partition_of_key(key: int, partitions: int) -> int:
    """Where the messages of a key go: spread as a hash spreads them, not evenly.

    >>> [partition_of_key(key, 4) for key in range(6)]
    [0, 2, 3, 2, 1, 3]
    """
    digest = blake2b(b"%d" % key, digest_size=8).digest()
    return int.from_bytes(digest, "little") % partitions


def key_of(queue: "Queue", delivery: "Delivery") -> int:
    """The key of a message, the same for whoever takes it; -1: it has none."""
    handling = queue.put.handling if queue.put.handling.keys else queue.line.handling
    if not handling.keys or queue.keys is None:
        return -1
    drawn = queue.keys(delivery.journey.request)
    hot = round(handling.hot * CHANCES)
    if drawn < hot:
        return 0
    return (drawn - hot) * handling.keys // (CHANCES - hot + 1)


def partition_of(queue: "Queue", delivery: "Delivery") -> int:
    """The partition of a message; those without a key are dealt out one by one."""
    key, partitions = key_of(queue, delivery), len(queue.lanes)
    if key < 0:
        return delivery.journey.number % partitions
    return partition_of_key(key, partitions)


class Partition(Lane):
    """The messages of one partition; one instance takes them, one after the other."""

    used = 0  # deliveries that nobody has dealt with, also of an owner before

    def __init__(self, queue: "Queue", number: int) -> None:
        super().__init__(queue, number)
        self.owner: Window | None = None

    def pump(self) -> None:
        """The next copy leaves, if its owner is there and has done with the last one."""
        owner = self.owner
        if owner is None or self.used or not owner.instance.takes or not self.queue.broker.up:
            return
        delivery = self.next()
        if delivery is not None:
            self.used += 1
            owner.take(delivery)

    def freed(self) -> None:
        """What was delivered last is dealt with."""
        self.used -= 1
        self.pump()


class OwnWindow(Window):
    """The place of a partition at its owner."""

    lane: Partition

    def freed(self, delivery: "Delivery") -> None:
        """The owner has dealt with a delivery."""
        del self.places[delivery.key]
        self.lane.freed()


class Group:
    """The instances of a receiver, and which partitions each owns."""

    def __init__(self, queue: "Queue", partitions: "list[Partition]") -> None:
        self.queue, self.partitions, self.pool = queue, partitions, queue.pool
        self.windows = [
            [OwnWindow(partition, instance, 1) for instance in self.pool.instances]
            for partition in partitions
        ]
        self.lost: list[Delivery] = []  # what dead owners had, and nobody has noticed
        self.turns = self.deaths = 0
        self.owners: dict[int, Instance] = {}  # who had each partition last
        self.detect = queue.run.plan.pools[queue.line.receiver].detect_after
        self.share_out()

    def share_out(self) -> None:
        """Every partition goes to one of those who are there, in turn."""
        alive = [one for one in self.pool.instances if one.takes]
        for partition, windows in zip(self.partitions, self.windows, strict=True):
            if not alive:
                partition.owner = None
                continue
            owner = alive[partition.number % len(alive)]
            if self.owners.get(partition.number) is not owner:
                self.owners[partition.number] = owner
                changed = (Change.OWNER, partition.number, self.queue.number)
                self.queue.run.change(self.pool, owner.number, *changed)
            partition.owner = windows[owner.number]

    def dies(self, instance: "Instance", deliveries: "list[Delivery]") -> None:
        """One dies; after a while the others notice."""
        self.lost += deliveries
        for windows in self.windows:
            windows[instance.number].clear()
        queue = self.queue
        delay = queue.run.draws.part(f"session {queue.number} {instance.number}", self.detect)(
            self.deaths
        )
        self.deaths += 1
        if delay < ENDLESS:
            key = FAULTS + part_key(queue.number, _NOTICES + self.deaths % _TURNS)
            After(queue.clock, delay, key, self.noticed, (instance, instance.lives))

    def noticed(self, event: Any) -> None:
        """The others notice that one is dead, unless it is there again."""
        instance, life = event.value
        if not instance.up and instance.lives == life:
            self.changes()

    def changes(self) -> None:
        """One is known to be gone, or there again: after a pause the partitions are shared out."""
        for delivery in self.lost:
            delivery.missed_by_broker()
        self.lost.clear()
        for partition in self.partitions:
            partition.owner = None
        self.turns += 1
        key = FAULTS + part_key(self.queue.number, _RESUMES + self.turns % _TURNS)
        After(self.queue.clock, self.queue.policy.rebalance_pause, key, self.resume, self.turns)

    def resume(self, event: Any) -> None:
        """The pause is over, unless another has begun."""
        if event.value == self.turns:
            self.share_out()
            for partition in self.partitions:
                partition.pump()
