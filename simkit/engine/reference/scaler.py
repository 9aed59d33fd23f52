"""Pools whose number of workers changes: at given times, or by what an autoscaler sees."""

from collections import deque
from math import ceil, inf
from typing import TYPE_CHECKING, Any

from simkit.engine.order import FAULTS, part_key
from simkit.engine.reference.events import After
from simkit.engine.reference.pool import Pool
from simkit.engine.sampling.inverse import ENDLESS
from simkit.model.serving import Autoscale, Resize, Signal
from simkit.record.tables import NEVER, Change

if TYPE_CHECKING:
    from simkit.engine.reference.instance import Instance
    from simkit.engine.reference.run import Run

LOOKS, RESIZES = 0, 0  # numbers in the keys of events; those of instances begin at FIRST
IDLES, FIRST = 1, 2


class Scaler:
    """Who changes the number of a pool's instances, and of their workers.

    An instance that is to come is there after its start-up time. One that is to go takes nothing
    more, finishes what it has, and is gone then.

    Attributes:
        starting: Which instances are on their way, and which attempt each of them is.
        wanted: What each look asked for, as far back as it counts.
    """

    def __init__(self, run: "Run", pool: Pool) -> None:
        self.run, self.pool, self.clock = run, pool, run.clock
        serving = pool.serving
        self.plan: Autoscale | None = serving.autoscale
        self.resizes = serving.resizes
        self.starting: dict[int, int] = {}
        self.starts = [0] * len(pool.instances)
        self.wanted = deque([(0, self.number)])
        self.there = self.seen_there = 0  # ns of workers that are there, and at the last look
        self.seen_held = self.counted_at = 0
        self.idle_due = -1
        pool.scaler = self

    def start(self) -> None:
        """Wait for the first look, or the first change."""
        for number, resize in enumerate(self.resizes):
            After(self.clock, resize.at, self.key(RESIZES), self.resize, number)
        if self.plan is not None:
            After(self.clock, self.plan.every, self.key(LOOKS), self.look)

    def key(self, what: int) -> int:
        """The key of an event of this pool."""
        return FAULTS + part_key(self.pool.number, what)

    # ---------------------------------------------------------------- instances

    @property
    def taking(self) -> "list[Instance]":
        """The instances that are there, and take what comes."""
        return [one for one in self.pool.instances if one.takes]

    @property
    def number(self) -> int:
        """How many instances there are, or will be soon."""
        return len(self.taking) + len(self.starting)

    def aim(self, number: int) -> None:
        """Have so many instances: those that are not there yet start, or the last ones go."""
        while self.number > number:
            if self.starting:
                del self.starting[max(self.starting)]
            else:
                self.let_go(self.taking[-1])
        gone = [
            one for one in self.pool.instances if not one.up and one.number not in self.starting
        ]
        for instance in gone[: max(0, number - self.number)]:
            self.bring(instance)

    def bring(self, instance: "Instance") -> None:
        """An instance starts."""
        turn = self.starts[instance.number] = self.starts[instance.number] + 1
        self.starting[instance.number] = turn
        delay = 0
        if self.plan is not None:
            name = f"start-up {self.run.plan.pools[self.pool.number].name} {instance.number}"
            delay = self.run.draws.part(name, self.plan.start_up)(turn - 1)
        if delay < ENDLESS:
            # Two starts of one instance may be over at one instant: each has a key of its own.
            key = self.key(FIRST + instance.number + (turn % 64 << 14))
            After(self.clock, delay, key, self.comes, (instance, turn))

    def comes(self, event: Any) -> None:
        """An instance is there, unless it is wanted no more."""
        instance, turn = event.value
        if self.starting.get(instance.number) != turn:
            return
        del self.starting[instance.number]
        self.count()
        self.pool.restart(instance)
        self.note(instance, self.size(instance))
        self.note_instances()
        self.owners_change(instance)
        self.left(instance)  # it may have come for nothing

    def let_go(self, instance: "Instance") -> None:
        """An instance takes nothing more, and goes when it has finished what it has."""
        instance.leaving = True
        self.owners_change(None)
        self.left(instance)

    def left(self, instance: "Instance") -> None:
        """Something has left an instance: perhaps it can go, or the pool has nothing to do."""
        if instance.leaving and instance.up and not instance.present and self.all_free(instance):
            self.count()
            instance.ends()
            instance.leaving = False
            self.note(instance, 0)
            self.note_instances()
        self.look_for_idleness()

    def all_free(self, instance: "Instance") -> bool:
        """Whether none of its workers is held, or kept for a delivery."""
        return self.pool.shares or instance.free == instance.workers

    def owners_change(self, back: "Instance | None") -> None:
        """Whoever delivers to the pool learns which instances there are."""
        for queue in self.run.queues_of(self.pool):
            if queue.group is not None:
                queue.group.changes()
            for lane in queue.lanes:
                if back is not None:
                    lane.restarted(back)

    def note(self, instance: "Instance", workers: int) -> None:
        """Write down how many workers an instance has from now on."""
        self.run.change(self.pool, instance.number, Change.WORKERS, workers)

    def note_instances(self) -> None:
        """Write down how many instances there are from now on."""
        up = sum(one.up for one in self.pool.instances)
        self.run.change(self.pool, -1, Change.WORKERS, up)

    def size(self, instance: "Instance") -> int:
        """How many workers an instance has, or processors that are shared."""
        if self.pool.shares:
            assert instance.processors is not None
            return instance.processors.servers
        return instance.workers

    def count(self) -> None:
        """Add up the time for which workers have been there."""
        workers = sum(self.size(one) for one in self.pool.instances if one.up)
        self.there += (self.clock._now - self.counted_at) * workers
        self.counted_at = self.clock._now

    # ---------------------------------------------------------------- at given times

    def resize(self, event: Any) -> None:
        """The pool has another size from now on."""
        resize: Resize = self.resizes[event.value]
        pool = self.pool
        self.count()
        if resize.workers is not None:
            for instance in pool.instances:
                self.fit(instance, resize.workers)
        if resize.instances is not None:
            self.aim(resize.instances)

    def fit(self, instance: "Instance", workers: int) -> None:
        """An instance has so many workers from now on; who is held goes when it is free."""
        pool, before = self.pool, instance.free
        if pool.shares:
            assert instance.processors is not None
            instance.processors.resize(workers)
        elif instance.up:
            instance.resize(workers)
            for _ in range(min(instance.free - max(0, before), pool.queued_here(instance))):
                pool.serve(instance)
        else:
            instance.workers = workers
        if instance.up:
            self.note(instance, workers - min(0, instance.free))

    def freed(self, instance: "Instance") -> None:
        """A worker is free; if it is one of those that are to go, it is gone."""
        if instance.free <= 0 and instance.up:
            self.note(instance, instance.workers - instance.free)

    # ---------------------------------------------------------------- by what there is to do

    def look(self, _: Any) -> None:
        """See whether there should be more instances, or fewer."""
        plan = self.plan
        assert plan is not None
        self.count()
        now = self.number
        least = plan.least or min(1, now)  # the last ones go when nothing is there
        asked = max(self.asks(signal) for signal in plan.on)
        wanted = min(max(asked, least), plan.most)
        self.remember(wanted)
        if wanted < now:
            wanted = min(now, max(number for _, number in self.wanted))
        pace = plan.paces(now)
        self.aim(min(max(wanted, now - pace), now + pace))
        self.seen_there, self.seen_held = self.there, self.held
        After(self.clock, plan.every, self.key(LOOKS), self.look)

    def remember(self, wanted: int) -> None:
        """Keep what was asked for as long as it counts."""
        assert self.plan is not None
        self.wanted.append((self.clock._now, wanted))
        while self.wanted[0][0] < self.clock._now - self.plan.cool_down:
            self.wanted.popleft()

    def asks(self, signal: Signal) -> int:
        """How many instances something that is looked at asks for."""
        if signal.what == "backlog":
            return ceil(self.waiting / signal.target)
        up = len(self.taking)
        if signal.what == "age":
            return ceil(max(1, up) * self.age / signal.target - 1e-9)
        there = self.there - self.seen_there
        share = (self.held - self.seen_held) / there if there else 0.0
        return ceil(up * share / signal.target - 1e-9)

    @property
    def held(self) -> int:
        """For how long workers have been held."""
        pool, now = self.pool, self.clock._now
        return pool.shared_by(now) if pool.shares else pool.held + now * pool.taken

    @property
    def waiting(self) -> int:
        """How many messages wait, in front of the pool or in brokers that deliver to it."""
        stored = sum(queue.count for queue in self.run.queues_of(self.pool))
        return self.pool.queued + stored

    @property
    def age(self) -> float:
        """How long the message that has waited longest has waited, in ns."""
        pool, oldest = self.pool, inf
        for queue in (pool.queue, *(one.queue for one in pool.instances)):
            for _, _, who in queue:
                if who.queues and who.arrived < NEVER:
                    oldest = min(oldest, who.arrived)
        for stored in self.run.queues_of(pool):
            oldest = min(oldest, min((copy.stored for copy in stored.waiting()), default=inf))
        return max(0.0, self.clock._now - oldest) if oldest < inf else 0.0

    # ---------------------------------------------------------------- from nothing to something

    def somebody_waits(self) -> None:
        """If there is no instance at all, one starts at once."""
        if self.plan is not None and not self.number:
            self.aim(1)

    def look_for_idleness(self) -> None:
        """If nothing is there, and nothing has come when it has been so for a while, all go."""
        if self.plan is None or self.plan.least or not self.taking or self.busy:
            return
        due = self.clock._now + self.plan.idle
        if due != self.idle_due:
            self.idle_due = due
            After(self.clock, self.plan.idle, self.key(IDLES), self.idles)

    @property
    def busy(self) -> bool:
        """Whether anything is there, or waits."""
        return self.waiting > 0 or any(one.present for one in self.pool.instances)

    def idles(self, _: Any) -> None:
        """Nothing may have come for a while."""
        if self.clock._now == self.idle_due and not self.busy:
            self.aim(0)
