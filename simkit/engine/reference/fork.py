"""An execution that takes the steps of several branches side by side (``par``).

It has one worker. Only one branch works at a time; the others queue for it, first come, first
served. The worker is given back while no branch needs it, as all pause, or wait and hold none.
"""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simkit.engine.plan import PlanStep
from simkit.engine.reference.doing import BLOCKED, NOTHING, PAUSING, QUEUEING, WORKING
from simkit.engine.reference.strands import Group, Strand

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.scope import Scope


class Fork:
    """The branches of one execution, and who of them has its worker."""

    def __init__(self, execution: "Execution") -> None:
        self.execution, self.clock = execution, execution.clock
        self.pool, self.releases = execution.pool, execution.pool.releases
        self.has_worker, self.queues = True, False
        self.worker: Strand | None = None  # who works
        self.wanting: deque[Strand] = deque()
        self.awaiting: dict[Strand, None] = {}  # strands that wait for an answer
        self.strands: dict[Strand, None] = {}  # those that are not over
        self.beginning = 0  # forks whose branches have not all begun
        self.over = False  # no branch goes on

    def run(self, step: PlanStep) -> Iterator[None]:
        """Its branches, until enough of them are over; then the execution has its worker again."""
        yield from Group(self, self.execution, step).run()
        if self.execution.is_over:
            return
        if not self.has_worker:
            self.account(QUEUEING)
            yield from self.fetch()
        self.account(NOTHING)
        self.over = True  # whoever comes last out of a branch has the worker

    def fetch(self) -> Iterator[None]:
        """Have the worker again, when no branch needs it any more."""
        if not self.queues:
            self.has_worker = self.pool.take(self.execution)
            self.queues = not self.has_worker
        while not self.has_worker:
            yield

    def account(self, doing: int) -> None:
        """Book what the execution did until now; from now on it does something else."""
        execution, now = self.execution, self.clock._now
        spent = now - execution.since
        if execution.doing == WORKING:
            execution.worked += spent
        elif execution.doing == BLOCKED:
            execution.blocked += spent
        elif execution.doing == QUEUEING:
            execution.requeued += spent
        execution.doing, execution.since = doing, now

    def look(self) -> None:
        """Something has changed: give the worker to whom it is due, or back."""
        if self.over or self.beginning:
            return
        if self.worker is None and self.wanting and self.has_worker:
            self.worker = self.wanting.popleft()
            self.account(WORKING)
            self.worker.go()
            return
        if self.wanting and not self.has_worker and not self.queues:
            self.has_worker = self.pool.take(self.execution)
            self.queues = not self.has_worker
            self.look()
            return
        needed = self.worker or self.wanting or (self.awaiting and not self.releases)
        if self.has_worker and not needed:
            self.has_worker = False
            self.pool.give_back(self.execution)
        if self.worker is None:
            self.account(QUEUEING if self.queues else BLOCKED if self.awaiting else PAUSING)

    def served(self) -> None:
        """The worker that it queued for is there."""
        self.has_worker, self.queues = True, False
        if self.strands:
            self.look()
        else:
            self.execution.go()

    def told(self, line: int, home: "Scope") -> None:
        """An answer is there: whoever waits for it goes on."""
        for strand in list(self.awaiting):
            if strand.hears(line, home):
                strand.go()
                return

    def unsent(self) -> list[int]:
        """The lines that its branches have not sent yet."""
        return [line for strand in self.strands for line in strand.unsent()]

    def stop(self) -> bool:
        """All branches stop; whether the execution has its worker."""
        for strand in list(self.strands):
            strand.abandon()
        self.account(NOTHING)
        self.over = True
        self.execution.fork = None
        if self.execution.queues:  # by itself, or as its work was interrupted
            self.pool.withdraw(self.execution)
            return False
        # What it queued for may have been handed over at this instant: it has it, and is told.
        self.execution.told_of_worker = self.queues
        return self.has_worker or self.queues
