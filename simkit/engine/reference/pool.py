"""Workers, and the queue in front of them."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS
from simkit.engine.plan import PoolPlan
from simkit.engine.reference.events import After, Clock

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution

UNLIMITED = 1 << 60


class Pool:
    """The workers of one participant; who finds none free waits, first come, first served.

    It keeps books of its own, apart from the recorder: what came, what was taken up, what
    ended, and how long executions waited and workers were held. Each sum of times is kept
    as "ends minus beginnings so far"; `counted` adds the present for what has not ended.
    """

    def __init__(self, clock: Clock, plan: PoolPlan) -> None:
        self.clock = clock
        self.releases = plan.releases  # whether one that waits for an answer gives its worker back
        self.free = plan.workers or UNLIMITED
        self.room = plan.queue if plan.queue >= 0 else UNLIMITED
        self.queue: deque[Execution] = deque()  # those, too, that wait in a broker for a worker
        self.inside: dict[int, Execution] = {}
        self.came = self.refused = self.started = self.ended = 0
        self.waiting = self.held = self.working = 0
        self.at_work = self.taken = self.queued = 0

    def enter(self, execution: "Execution") -> bool:
        """A new execution arrives; True if a worker takes it up at once."""
        self.came += 1
        if execution.broker is not None:  # a worker has been waiting for it
            self.hold()
            self.begin(execution)
            return True
        if not self.free and not self.room:
            self.refused += 1
            execution.refuse()
            return False
        if not self.take(execution):
            self.room -= 1
            return False
        self.begin(execution)
        return True

    def take(self, execution: "Execution") -> bool:
        """Give a worker to an execution; False, and a place in the queue, if none is free."""
        if self.free:
            self.free -= 1
            self.hold()
            return True
        self.waiting -= self.clock._now
        self.queued += 1
        self.queue.append(execution)
        return False

    def reserve(self, execution: "Execution") -> bool:
        """Keep a worker for a message in a broker; False, and a place in the queue, if none."""
        if self.free:
            self.free -= 1
            return True
        self.queue.append(execution)
        return False

    def hold(self) -> None:
        """A worker is held from now on."""
        self.taken += 1
        self.held -= self.clock._now

    def begin(self, execution: "Execution") -> None:
        """A worker takes up an execution for the first time."""
        self.started += 1
        self.inside[execution.key] = execution
        execution.started = self.clock._now

    def give_back(self) -> None:
        """A worker is free: hand it to whoever has waited longest."""
        self.taken -= 1
        self.held += self.clock._now
        if not self.queue:
            self.free += 1
            return
        execution = self.queue.popleft()
        happens: Callable[[Any], None] = execution.served
        if execution.broker is not None and execution.key not in self.inside:
            happens = execution.broker.release
        else:
            self.hold()
            self.unqueue(execution)
            if execution.key not in self.inside:
                self.room += 1
                self.begin(execution)
        After(self.clock, 0, ENDS + execution.key, happens, execution)

    def unqueue(self, execution: "Execution") -> None:
        """One that has arrived waits no longer."""
        self.waiting += self.clock._now
        self.queued -= 1

    def withdraw(self, execution: "Execution") -> None:
        """An execution that queued again for a worker needs none any more."""
        self.queue.remove(execution)
        self.unqueue(execution)

    def leave(self, execution: "Execution", holding: bool) -> None:
        """An execution is over; unless it waited without one, a worker is free."""
        self.ended += 1
        del self.inside[execution.key]
        if holding:
            self.give_back()

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
        return (
            self.came,
            self.refused,
            self.started,
            self.ended,
            sum(1 for one in self.queue if one.arrived <= now),
            sum(1 for _ in self.inside),
            self.waiting + now * self.queued,
            self.held + now * self.taken,
            self.working + now * self.at_work,
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

    def give_back(self) -> None:
        """Nothing was taken."""

    def withdraw(self, execution: "Execution") -> None:
        """Nobody queues."""

    def leave(self, execution: "Execution", holding: bool) -> None:
        """Nothing was entered."""

    def start_work(self) -> None:
        """The client's own time is nobody's capacity."""

    def stop_work(self) -> None:
        """The client's own time is nobody's capacity."""
