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

    def __init__(self, clock: Clock, workers: int, releases: bool) -> None:
        self.clock = clock
        self.releases = releases  # whether one that waits for an answer gives its worker back
        self.free = workers or UNLIMITED
        self.queue: deque[Execution] = deque()
        self.inside: dict[int, Execution] = {}
        self.came = self.started = self.ended = 0
        self.waiting = self.held = self.working = 0
        self.at_work = self.taken = 0

    def enter(self, execution: "Execution") -> bool:
        """A new execution arrives; True if a worker takes it up at once."""
        self.came += 1
        if not self.take(execution):
            return False
        self.begin(execution)
        return True

    def take(self, execution: "Execution") -> bool:
        """Give a worker to an execution; False, and a place in the queue, if none is free."""
        now = self.clock._now
        if self.free:
            self.free -= 1
            self.taken += 1
            self.held -= now
            return True
        self.waiting -= now
        self.queue.append(execution)
        return False

    def begin(self, execution: "Execution") -> None:
        """A worker takes up an execution for the first time."""
        self.started += 1
        self.inside[execution.key] = execution
        execution.started = self.clock._now

    def give_back(self) -> None:
        """A worker is free: hand it to whoever has waited longest."""
        now = self.clock._now
        if not self.queue:
            self.free += 1
            self.taken -= 1
            self.held += now
            return
        execution = self.queue.popleft()
        self.waiting += now
        if execution.key not in self.inside:
            self.begin(execution)
        After(self.clock, 0, ENDS + execution.key, execution.go)

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

    releases = False

    def take(self, execution: "Execution") -> bool:
        """There is always room."""
        return True

    def give_back(self) -> None:
        """Nothing was taken."""

    def leave(self, execution: "Execution", holding: bool) -> None:
        """Nothing was entered."""

    def start_work(self) -> None:
        """The client's own time is nobody's capacity."""

    def stop_work(self) -> None:
        """The client's own time is nobody's capacity."""
