"""Workers, and the queue in front of them."""

from collections import deque
from typing import TYPE_CHECKING

from simkit.engine.order import ENDS
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

    def __init__(self, clock: Clock, workers: int) -> None:
        self.clock = clock
        self.free = workers or UNLIMITED
        self.queue: deque[Execution] = deque()
        self.inside: dict[int, Execution] = {}
        self.came = self.started = self.ended = 0
        self.waiting = self.held = self.working = 0
        self.at_work = self.taken = 0

    def enter(self, execution: "Execution") -> None:
        """A new execution arrives: it starts now, or when a worker is free."""
        self.came += 1
        if self.take(execution):
            self.begin(execution)
            execution.go()

    def take(self, execution: "Execution") -> bool:
        """Give a worker to an execution; False, and a place in the queue, if none is free."""
        now = self.clock.now
        if self.free:
            self.free -= 1
            self.taken += 1
            self.held -= now
            return True
        self.waiting -= now
        self.queue.append(execution)
        return False

    def give_back(self) -> None:
        """A worker is free: hand it to whoever has waited longest."""
        now = self.clock.now
        if not self.queue:
            self.free += 1
            self.taken -= 1
            self.held += now
            return
        execution = self.queue.popleft()
        self.waiting += now
        if execution.started is None:
            self.begin(execution)
        After(self.clock, 0, ENDS + execution.key, execution.go)

    def begin(self, execution: "Execution") -> None:
        """An execution is taken up for the first time."""
        self.started += 1
        self.inside[execution.key] = execution
        execution.started = self.clock.now

    def leave(self, execution: "Execution") -> None:
        """An execution is over."""
        self.ended += 1
        del self.inside[execution.key]

    def work(self, begins: bool) -> None:
        """An execution begins or ends a stretch of work."""
        sign = 1 if begins else -1
        self.at_work += sign
        self.working -= sign * self.clock.now

    def counted(self, now: int) -> tuple[int, ...]:
        """The books at this instant, in the order of ``WITNESS``."""
        return (
            self.came,
            self.started,
            self.ended,
            sum(1 for _ in self.queue),
            sum(1 for _ in self.inside),
            self.waiting + now * len(self.queue),
            self.held + now * self.taken,
            self.working + now * self.at_work,
        )


class Outside:
    """Where the client's own execution runs: no workers, no queue, no books."""

    def take(self, execution: "Execution") -> bool:
        """There is always room."""
        return True

    def give_back(self) -> None:
        """Nothing was taken."""

    def leave(self, execution: "Execution") -> None:
        """Nothing was entered."""

    def work(self, begins: bool) -> None:
        """The client's own time is nobody's capacity."""
