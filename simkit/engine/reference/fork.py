"""An execution that takes the steps of several branches side by side (``par``).

It has one worker. Only one branch works at a time; the others queue for it, first come, first
served. The worker is given back while no branch needs it: one that pauses needs none, one
that waits for an answer keeps it where waiting holds workers.
"""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, line_key
from simkit.engine.plan import PlanStep
from simkit.engine.reference.events import After
from simkit.engine.reference.execution import (
    ANSWER,
    BLOCKED,
    FORK,
    NOTHING,
    PAUSING,
    QUEUEING,
    SEND,
    WORK,
    WORKING,
)
from simkit.model.script import StepKind

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution


class Fork:
    """The branches of one execution, and who of them has its worker."""

    def __init__(self, execution: "Execution", lines: list[int]) -> None:
        self.execution, self.clock = execution, execution.clock
        self.pool, self.releases = execution.pool, execution.pool.releases
        self.lines: list[int] = lines  # what it has not sent yet
        self.has_worker, self.queues = True, False
        self.worker: Strand | None = None  # who works
        self.wanting: deque[Strand] = deque()
        self.awaiting = 0  # strands that wait for an answer
        self.beginning = 0  # forks whose branches have not all begun
        self.over = False  # told no: no branch goes on
        execution.strands = {}

    def run(self, branches: tuple[tuple[PlanStep, ...], ...]) -> Iterator[None]:
        """All branches, to the end of the last; then the execution has its worker again."""
        yield from forked(self, self.execution, branches)
        self.account(NOTHING)
        self.over = True  # whoever comes last out of a branch has the worker

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
        self.look()

    def fail(self) -> None:
        """One branch was told no, or does not succeed: all of them stop."""
        self.execution.fail(self.lines, holding=self.stop())

    def stop(self) -> bool:
        """All branches stop; whether the execution has its worker."""
        if self.worker is not None:
            self.pool.stop_work()
        self.account(NOTHING)
        self.over = True
        self.execution.fork = None
        if self.queues and self.execution.queues:
            self.pool.withdraw(self.execution)
            return False
        return self.has_worker or self.queues  # handed over at this instant


class Strand:
    """One branch."""

    pending = 0  # its own branches that are not over

    def __init__(
        self, fork: Fork, parent: "Execution | Strand", steps: tuple[PlanStep, ...]
    ) -> None:
        self.fork, self.parent, self.scope = fork, parent, fork.execution.scope
        self.clock = fork.clock
        self.story = self.tell(steps)

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        if not self.fork.over:
            next(self.story, None)
            self.fork.look()

    def tell(self, steps: tuple[PlanStep, ...]) -> Iterator[None]:
        """Take its steps one after the other."""
        scope, fork = self.scope, self.fork
        for kind, line, branches in steps:
            if kind is WORK:
                yield from self.spend(line)
            elif kind is FORK:
                yield from forked(fork, self, branches)
            elif kind in (SEND, ANSWER):
                self.say(kind, line)
            else:
                yield from self.wait_for(line)
                if not scope.heard[line]:
                    fork.fail()
            if fork.over:
                return
        self.end()

    def say(self, kind: StepKind, line: int) -> None:
        """Send a message or an answer."""
        self.fork.lines.remove(line)
        if kind is SEND:
            self.scope.send(self.fork.execution, line)
        else:
            self.scope.answer(line, good=True)
        faults = self.scope.run.faults
        if faults and not self.fork.over:
            faults.strike_after(self.fork.execution, line)

    def end(self) -> None:
        """It is over; with the last of the branches, whoever forked goes on."""
        self.parent.pending -= 1
        if not self.parent.pending:
            self.parent.go()

    def spend(self, line: int) -> Iterator[None]:
        """Handle a line, with the worker or without it."""
        scope, execution = self.scope, self.fork.execution
        run, duration = scope.run, scope.time[line](scope.journey.request)
        risky = run.risky[line]
        if risky and run.faults:
            duration = run.faults.slowed(execution, line, duration)
        # Several branches can have something to end at one instant: each by its own line.
        key = ENDS + scope.key + line_key(line)
        if duration and run.lines[line].works:
            yield from self.take_worker()
            if risky and run.faults:
                run.faults.threaten(execution, line, duration)
            self.fork.pool.start_work()
            After(self.clock, duration, key, self.go)
            yield
            self.fork.pool.stop_work()
            self.free_worker()
        elif duration:
            After(self.clock, duration, key, self.go)
            yield
            yield from self.take_worker()
            self.free_worker()
        if risky:
            self.finish(line)

    def finish(self, line: int) -> None:
        """Its work is done: the execution may fail of it, or die."""
        run, execution = self.scope.run, self.fork.execution
        if run.fails(execution, line):
            self.fork.fail()
        elif run.faults:
            run.faults.strike_after(execution, line)

    def wait_for(self, line: int) -> Iterator[None]:
        """Wait for an answer."""
        fork = self.fork
        if line in self.scope.heard:
            return
        fork.awaiting += 1
        fork.execution.strands[line] = self
        yield
        fork.awaiting -= 1
        if self.scope.heard[line] and self.fork.releases:
            yield from self.take_worker()
            self.free_worker()

    def take_worker(self) -> Iterator[None]:
        """Have the worker of the execution, at once or when it is free."""
        self.fork.wanting.append(self)
        yield

    def free_worker(self) -> None:
        """Another branch can have it."""
        self.fork.worker = None


def forked(
    fork: Fork, parent: "Execution | Strand", branches: tuple[tuple[PlanStep, ...], ...]
) -> Iterator[None]:
    """Begin all branches; go on when all are over."""
    parent.pending = len(branches) + 1
    fork.beginning += 1
    for branch in branches:
        Strand(fork, parent, branch).go()
    fork.beginning -= 1
    parent.pending -= 1
    if parent.pending and not fork.over:
        fork.look()
        yield
