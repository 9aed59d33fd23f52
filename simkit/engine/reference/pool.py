"""Workers, and the queues in front of them."""

from collections import deque
from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS
from simkit.engine.plan import PoolPlan
from simkit.engine.reference.events import After, Clock
from simkit.record.tables import NEVER

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.queue import Queue, Ticket

UNLIMITED = 1 << 60
Place = tuple[int, int, "Execution | Ticket"]  # the least is next; no two have the same order


class Instance:
    """One of the equal parts of a participant, with workers of its own.

    Attributes:
        free: How many of its workers are.
        queue: Those who wait for a worker of this instance: what was pushed to it, and
            executions that have begun here.
        inside: Executions that a worker has taken up, and that are not over.
        coming: Deliveries for it that no worker has taken up: under way, or in its queue.
        lives: How often it has come back.
    """

    up = True
    lives = 0

    def __init__(self, number: int, workers: int) -> None:
        self.number, self.workers, self.free = number, workers, workers
        self.unused = 0  # the next of its workers that has never been used
        self.freed: deque[int] = deque()  # when the others were given back
        self.queue: list[Place] = []
        self.inside: dict[int, Execution] = {}
        self.coming: dict[int, Execution] = {}

    @property
    def idle_since(self) -> tuple[int, int, int]:
        """Of its free workers, when the one that is next has become free; the least is next."""
        if self.unused < self.workers:
            return (0, self.unused, self.number)
        return (1, self.freed[0], self.number)


class Pool:
    """The workers of one participant; who finds none free waits, first come, first served.

    It keeps books of its own, apart from the recorder: what came, what was taken up, what
    ended, and how long executions waited and workers were held. Each sum of times is kept
    as "ends minus beginnings so far"; `counted` adds the present for what has not ended.
    """

    def __init__(self, clock: Clock, plan: PoolPlan) -> None:
        self.clock = clock
        self.releases = plan.releases  # whether one that waits for an answer gives its worker back
        workers = plan.workers or UNLIMITED
        self.instances = [Instance(number, workers) for number in range(plan.instances)]
        self.only = self.instances[0] if plan.instances == 1 else None
        self.room = plan.queue if plan.queue >= 0 else UNLIMITED
        self.queue: list[Place] = []  # those, too, that wait in a broker for a worker
        self.orders = count()
        self.came = self.refused = self.started = self.ended = self.died = 0
        self.waiting = self.held = self.working = 0
        self.at_work = self.taken = self.queued = 0

    # ---------------------------------------------------------------- those who come

    def enter(self, execution: "Execution") -> bool:
        """A new execution arrives; True if a worker takes it up at once."""
        self.came += 1
        if execution.broker is not None:  # a worker has been waiting for it
            self.hold()
            self.begin(execution)
            return True
        instance = execution.instance or self.only or self.find()
        if instance is not None and instance.free:
            self.use(instance, execution)
            self.hold()
            self.begin(execution)
            return True
        # What was pushed to an instance has its place there already.
        if execution.instance is None and (not self.room or not self.is_up):
            self.refused += 1
            execution.refuse()
            return False
        self.room -= execution.instance is None
        self.wait(execution)
        return False

    @property
    def is_up(self) -> bool:
        """Whether any of its instances lives."""
        return self.only.up if self.only else any(one.up for one in self.instances)

    def find(self) -> Instance | None:
        """The instance of the worker that has been free for longest, if one is."""
        if self.only is not None:
            return self.only if self.only.free else None
        free = [one for one in self.instances if one.free]
        return min(free, key=lambda one: one.idle_since) if free else None

    def take(self, execution: "Execution") -> bool:
        """Give a worker to one that has begun; False, and a place in the queue, if none is free."""
        instance = execution.instance
        assert instance is not None
        if instance.free:
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

    def use(self, instance: Instance, execution: "Execution") -> None:
        """One of the free workers of an instance is an execution's."""
        execution.instance = instance
        instance.free -= 1
        if self.only is None:
            if instance.unused < instance.workers:
                instance.unused += 1
            else:
                instance.freed.popleft()

    def line_up(self, who: "Execution | Ticket", queue: list[Place]) -> None:
        """Wait behind those of the same priority."""
        heappush(queue, (-who.priority, who.order, who))

    def reserve(self, execution: "Execution") -> bool:
        """Keep a worker for a message in a broker, if one is free."""
        instance = self.find()
        if instance is None:
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
        """A worker is free: hand it to whoever has waited longest."""
        self.taken -= 1
        self.held += self.clock._now
        if execution.instance is not None:
            self.free(execution.instance)

    def free(self, instance: Instance) -> None:
        """A worker of an instance is free."""
        if not instance.up:
            return  # it has died with all the others
        instance.free += 1
        if self.only is None:
            instance.freed.append(next(self.orders))
        if self.queue or instance.queue:
            self.serve(instance)

    def serve(self, instance: Instance) -> None:
        """Hand a free worker to whoever has waited longest."""
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
        After(self.clock, 0, ENDS + execution.key, happens, execution)

    def next_for(self, instance: Instance) -> "Execution | None":
        """Who of those that wait is next for an instance; it waits no more."""
        own, shared = self.first(instance.queue), self.first(self.queue)
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
        if holding:
            self.give_back(execution)

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

    def crash(self, instance: Instance) -> "list[Execution]":
        """An instance dies with all its workers; whose turn it was to die with it."""
        instance.up, instance.free = False, 0
        dying = [*instance.inside.values(), *instance.coming.values()]
        if not self.is_up:
            dying += [one for _, _, one in self.waiting_here() if one.broker is None]
        return dying

    def restart(self, instance: Instance) -> None:
        """An instance is there again, with nothing in memory."""
        instance.up, instance.unused = True, 0
        instance.lives += 1
        instance.freed.clear()
        instance.free = instance.workers
        for _ in range(min(instance.workers, len(self.queue))):
            self.serve(instance)

    def waiting_here(self) -> "Iterator[Place]":
        """Everyone in the queue, in no order."""
        return (place for place in self.queue if place[2].queues)

    # ---------------------------------------------------------------- books

    def start_work(self) -> None:
        """An execution begins to work."""
        self.at_work += 1
        self.working -= self.clock._now

    def stop_work(self) -> None:
        """An execution has worked."""
        self.at_work -= 1
        self.working += self.clock._now

    def counted(self, now: int) -> tuple[int, ...]:
        """The books at this instant, in the order of ``WITNESS``."""
        queues = [self.queue, *(one.queue for one in self.instances)]
        return (
            self.came,
            self.refused,
            self.started,
            self.ended,
            sum(one.queues and one.arrived <= now for queue in queues for _, _, one in queue),
            sum(1 for instance in self.instances for _ in instance.inside),
            self.waiting + now * self.queued,
            self.held + now * self.taken,
            self.working + now * self.at_work,
            self.died,
            *[0] * 5,
        )


class Outside:
    """Where the client's own execution runs: no workers, no queue, no books."""

    releases = False

    def take(self, execution: "Execution") -> bool:
        """There is always room."""
        return True

    def enter(self, execution: "Execution") -> bool:
        """There is always room."""
        return True

    def give_back(self, execution: "Execution") -> None:
        """Nothing was taken."""

    def withdraw(self, execution: "Execution") -> None:
        """Nobody queues."""

    def leave(self, execution: "Execution", holding: bool) -> None:
        """Nothing was entered."""

    def bury(self, execution: "Execution", holding: bool) -> None:
        """Nobody dies here."""

    def start_work(self) -> None:
        """The client's own time is nobody's capacity."""

    def stop_work(self) -> None:
        """The client's own time is nobody's capacity."""
