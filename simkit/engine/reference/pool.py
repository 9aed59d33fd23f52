"""Workers, and the queues in front of them."""

from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS
from simkit.engine.plan import PoolPlan
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.instance import Instance, Place
from simkit.engine.reference.interruption import make_way
from simkit.engine.reference.labour import Labour
from simkit.engine.reference.outside import Outside
from simkit.engine.reference.processors import Processors
from simkit.model.serving import LIFO
from simkit.record.tables import NEVER

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.queue import Queue, Ticket
    from simkit.engine.reference.scaler import Scaler

__all__ = ["Instance", "Outside", "Place", "Pool"]
UNLIMITED = 1 << 60


class Pool(Labour):
    """The workers of one participant; who finds none free waits.

    Who waits is served in order of priority, then of arrival: first or last in, first out. Where
    work is shared, slowed, interrupted, or needs a processor besides its worker, it is done by
    the `Processors` of each instance.
    """

    scaler: "Scaler | None" = None  # who changes the number of its workers

    def __init__(self, clock: Clock, plan: PoolPlan) -> None:
        super().__init__(clock, plan)
        serving = plan.serving
        self.turn = -1 if serving.discipline == LIFO else 1
        self.keeps = serving.cpus is not None  # whether a worker is kept all along
        self.releases = plan.releases  # whether one that waits for an answer gives its worker back
        workers = UNLIMITED if self.shares else plan.workers or UNLIMITED
        most = serving.most_instances(plan.instances)
        self.instances = [Instance(number, workers) for number in range(most)]
        for instance in self.instances[plan.instances :]:
            instance.ends()
        if self.shares or self.interrupts or self.keeps or serving.contention is not None:
            for instance in self.instances:
                instance.processors = Processors(self, instance, plan.workers)
        self.only = self.instances[0] if most == 1 and not serving.moves else None
        self.room = plan.queue if plan.queue >= 0 else UNLIMITED
        self.queue: list[Place] = []  # those, too, that wait in a broker for a worker
        self.orders = count()

    # ---------------------------------------------------------------- those who come

    def enter(self, execution: "Execution") -> bool:
        """A new execution arrives; True if a worker takes it up at once."""
        self.came += 1
        if execution.broker is not None:  # a worker has been waiting for it
            self.hold()
            self.begin(execution)
            return True
        instance = self.place_for(execution, execution.instance)
        if instance is not None:
            self.use(instance, execution)
            self.hold()
            self.begin(execution)
            return True
        # What was pushed to an instance has its place there already.
        if execution.instance is None and (self.room <= 0 or not self.is_up):
            self.refused += 1
            execution.refuse()
            return False
        self.room -= execution.instance is None
        self.wait(execution)
        return False

    @property
    def is_up(self) -> bool:
        """Whether any of its instances lives, or can come."""
        if self.only:
            return self.only.up
        return self.scaler is not None or any(one.up for one in self.instances)

    def place_for(self, who: "Execution", own: Instance | None) -> Instance | None:
        """Where a worker is free, or becomes free by an interruption; of one instance, or any."""
        instance = own or self.only or self.find()
        if instance is not None and instance.free > 0:
            return instance
        return make_way(self, who.priority, own) if self.interrupts else None

    def find(self) -> Instance | None:
        """The instance of the worker that has been free for longest, if one is."""
        if self.only is not None:
            return self.only if self.only.free > 0 else None
        free = [one for one in self.instances if one.free > 0 and one.takes]
        if self.shares:
            return min(free, key=lambda one: (one.present, one.number), default=None)
        return min(free, key=lambda one: one.idle_since, default=None)

    def take(self, execution: "Execution") -> bool:
        """Give a worker to one that has begun; False, and a place in the queue, if none is free."""
        if self.keeps:
            return True  # it has had one all along
        instance = execution.instance
        assert instance is not None
        if self.place_for(execution, instance) is not None:
            self.use(instance, execution)
            self.hold()
            return True
        self.wait(execution)
        return False

    def wait(self, execution: "Execution") -> None:
        """One that has arrived waits for a worker: of its instance, or of any."""
        self.waiting -= self.clock._now
        self.queued += 1
        execution.order, execution.queues = next(self.orders), True
        instance = execution.instance
        self.line_up(execution, self.queue if instance is None else instance.queue)
        if self.serving.shed is not None and instance is None:
            After(self.clock, self.serving.shed, ARRIVALS + execution.key, self.shed, execution)
        if self.scaler is not None:
            self.scaler.somebody_waits()

    def use(self, instance: Instance, execution: "Execution") -> None:
        """One of the free workers of an instance is an execution's."""
        execution.instance = instance
        instance.free -= 1
        if self.interrupts and not execution.order:
            execution.order = next(self.orders)
        if self.only is None:
            if instance.unused < instance.workers:
                instance.unused += 1
            else:
                instance.freed.popleft()

    def line_up(self, who: "Execution | Ticket", queue: list[Place]) -> None:
        """Wait behind those of the same priority, or, last in, first out, before them."""
        heappush(queue, (-who.priority, self.turn * who.order, who))

    def reserve(self, execution: "Execution") -> bool:
        """Keep a worker for a message in a broker, if one is free."""
        instance = self.place_for(execution, None)
        if instance is None:
            if self.scaler is not None:
                self.scaler.somebody_waits()
            return False
        self.use(instance, execution)
        return True

    def hold(self) -> None:
        """A worker is held from now on."""
        self.taken += 1
        self.held -= self.clock._now

    def begin(self, execution: "Execution") -> None:
        """A worker takes up an execution for the first time."""
        self.started += 1
        assert execution.instance is not None
        execution.instance.inside[execution.key] = execution
        execution.started = self.clock._now
        if execution.stored != NEVER:
            execution.taken_up()

    # ---------------------------------------------------------------- workers that are free

    def give_back(self, execution: "Execution") -> None:
        """It needs its worker no more for now: hand it to whoever is next."""
        if not self.keeps:
            self.part_with(execution)

    def part_with(self, execution: "Execution") -> None:
        """A worker is free: hand it to whoever is next."""
        self.taken -= 1
        self.held += self.clock._now
        if execution.instance is not None:
            self.free(execution.instance)

    def free(self, instance: Instance) -> None:
        """A worker of an instance is free."""
        if not instance.up:
            return  # it has died with all the others
        instance.free += 1
        if self.scaler is not None:
            self.scaler.freed(instance)
        if instance.free <= 0:
            return  # it is one of those that are to go
        if self.only is None:
            instance.freed.append(next(self.orders))
        if self.queue or instance.queue:
            self.serve(instance)

    def serve(self, instance: Instance) -> None:
        """Hand a free worker to whoever is next."""
        execution = self.next_for(instance)
        if execution is None:
            return
        self.use(instance, execution)
        happens: Callable[[Any], None] = execution.served
        if execution.broker is not None and execution.started == NEVER:
            happens = execution.broker.release
        else:
            execution.queues = False
            self.hold()
            self.unqueue(execution)
            if execution.started == NEVER:
                self.room += execution.key not in instance.coming
                self.begin(execution)
            elif execution.piece is not None:
                happens = self.go_on
        After(self.clock, 0, ENDS + execution.key, happens, execution)

    def next_for(self, instance: Instance) -> "Execution | None":
        """Who of those that wait is next for an instance; it waits no more."""
        own = self.first(instance.queue)
        shared = None if instance.leaving else self.first(self.queue)
        if own is None and shared is None:
            return None
        if shared is None or (own is not None and own < shared):
            return heappop(instance.queue)[2]  # type: ignore[return-value]
        return heappop(self.queue)[2].take()

    def first(self, queue: list[Place]) -> Place | None:
        """The first of a queue who has not gone away."""
        while queue and not queue[0][2].queues:
            heappop(queue)
        return queue[0] if queue else None

    def forget(self, queue: "Queue") -> None:
        """The messages of a queue wait for a worker no more."""
        own = (place for place in self.queue if getattr(place[2], "queue", None) is not queue)
        self.queue = list(own)
        heapify(self.queue)

    def unqueue(self, execution: "Execution") -> None:
        """One that has arrived waits no longer."""
        self.waiting += self.clock._now
        self.queued -= 1

    def withdraw(self, execution: "Execution") -> None:
        """An execution that has arrived waits for a worker no more."""
        execution.queues = False
        self.unqueue(execution)
        if execution.instance is None:
            self.room += 1

    def leave(self, execution: "Execution", holding: bool) -> None:
        """An execution is over; unless it waited without one, a worker is free."""
        self.ended += 1
        assert execution.instance is not None
        del execution.instance.inside[execution.key]
        if holding or self.keeps:
            self.part_with(execution)
        if self.scaler is not None:
            self.scaler.left(execution.instance)

    def shed(self, event: Any) -> None:
        """An execution has waited too long for a worker: it is refused, if it still waits."""
        execution: Execution = event.value
        if execution.queues and execution.started == NEVER:
            self.withdraw(execution)
            self.refused += 1
            execution.ended = self.clock._now
            execution.refuse()

    # ---------------------------------------------------------------- death

    def bury(self, execution: "Execution", holding: bool) -> None:
        """An execution has died; the worker it had is free, if its instance lives."""
        self.died += 1
        instance = execution.instance
        if execution.started != NEVER:
            self.leave(execution, holding)
        elif instance is not None:
            instance.coming.pop(execution.key, None)
            if execution.broker is not None:  # a worker has been waiting for it
                self.free(instance)
            if self.scaler is not None:
                self.scaler.left(instance)

    def turn_away(self, execution: "Execution") -> None:
        """One that arrives finds no place at its gate."""
        self.came += 1
        self.refused += 1
        execution.refuse()

    def dismiss(self, execution: "Execution", holding: bool) -> None:
        """An execution is withdrawn, or interrupted, as its caller has given up."""
        if execution.started != NEVER:
            self.leave(execution, holding)

    def crash(self, instance: Instance) -> "list[Execution]":
        """An instance dies with all its workers; whose turn it was to die with it."""
        instance.ends()
        dying = [*instance.inside.values(), *instance.coming.values()]
        if not self.is_up:
            dying += [one for _, _, one in self.waiting_here() if one.broker is None]
        return dying

    def restart(self, instance: Instance) -> None:
        """An instance is there again, with nothing in memory."""
        instance.begins()
        for _ in range(min(instance.workers, len(self.queue))):
            self.serve(instance)

    def queued_here(self, instance: Instance) -> int:
        """How many places there are in the queues that an instance serves."""
        return len(self.queue) + len(instance.queue)

    def waiting_here(self) -> "Iterator[Place]":
        """Everyone in the queue, in no order."""
        return (place for place in self.queue if place[2].queues)
