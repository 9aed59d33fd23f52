"""One of the equal parts of a participant."""

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.processors import Processors
    from simkit.engine.reference.queue import Ticket

Place = tuple[int, int, "Execution | Ticket"]  # the least is next; no two have the same order


class Instance:
    """An instance, with workers of its own.

    Attributes:
        free: How many of its workers are; below 0, how many are to go that are still held.
        queue: Those who wait for a worker of this instance: what was pushed to it, and
            executions that have begun here.
        inside: Executions that a worker has taken up, and that are not over.
        coming: Deliveries for it that no worker has taken up: under way, or in its queue.
        lives: How often it has come back.
        leaving: Whether it only finishes what it has.
        processors: Where its work is done; None: every worker has a processor of its own.
    """

    up = True
    leaving = False
    lives = 0
    processors: "Processors | None" = None

    def __init__(self, number: int, workers: int) -> None:
        self.number, self.workers, self.free = number, workers, workers
        self.unused = 0  # the next of its workers that has never been used
        self.freed: deque[int] = deque()  # when the others were given back
        self.queue: list[Place] = []
        self.inside: dict[int, Execution] = {}
        self.coming: dict[int, Execution] = {}

    @property
    def takes(self) -> bool:
        """Whether it takes what comes."""
        return self.up and not self.leaving

    @property
    def idle_since(self) -> tuple[int, int, int]:
        """Of its free workers, when the one that is next has become free; the least is next."""
        if self.unused < self.workers:
            return (0, self.unused, self.number)
        return (1, self.freed[0], self.number)

    @property
    def present(self) -> int:
        """How many are there, or on their way."""
        return len(self.inside) + len(self.coming)

    @property
    def without_processor(self) -> int:
        """How many have a worker, and wait for a processor."""
        if self.processors is None:
            return 0
        return sum(not piece.over for piece in self.processors.waiting)

    def resize(self, workers: int) -> None:
        """It has so many workers from now on; those who are held go when they are free."""
        # Who has never been used, or was freed first, goes first.
        self.unused = min(self.unused, self.workers)
        self.free += workers - self.workers
        self.workers = workers
        unused = max(0, workers - self.unused)
        while len(self.freed) > max(0, self.free - unused):
            self.freed.popleft()
        if unused > max(0, self.free):
            self.unused = workers - max(0, self.free)

    def begins(self) -> None:
        """It is there, or there again, with nothing in memory."""
        self.up, self.leaving, self.unused = True, False, 0
        self.lives += 1
        self.freed.clear()
        self.free = self.workers

    def ends(self) -> None:
        """It is gone, with all its workers."""
        self.up, self.free = False, 0
