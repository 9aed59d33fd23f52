"""What a message sets in motion at its receiver, from its arrival to its last step."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, line_key
from simkit.engine.plan import ExecutionPlan
from simkit.engine.reference.events import After
from simkit.engine.reference.pool import Outside, Pool
from simkit.model.script import StepKind
from simkit.record.tables import NEVER

if TYPE_CHECKING:
    from simkit.engine.reference.journey import Journey

WORK, SEND, ANSWER = StepKind.WORK, StepKind.SEND, StepKind.ANSWER
NOTHING, WORKING, BLOCKED, QUEUEING, PAUSING = range(5)  # what it is spending its time on


class Execution:
    """One execution of the script, for one journey.

    Its story is a generator: each ``yield`` lets time pass until something calls `go`.
    The attributes below are the columns of its row; instants and durations in ns.
    """

    arrived = NEVER
    started = NEVER
    answered = NEVER
    answer_arrived = NEVER
    ended = NEVER
    worked = 0
    blocked = 0
    requeued = 0
    failed = False
    doing = NOTHING
    since = 0  # when it began to do that
    awaited = -1  # the answer it is waiting for

    def __init__(
        self,
        journey: "Journey",
        plan: ExecutionPlan,
        pool: Pool | Outside,
        parent: "Execution | None",
    ) -> None:
        self.journey, self.plan, self.pool, self.parent = journey, plan, pool, parent
        self.clock = journey.clock
        self.sent = self.clock._now
        self.key = journey.key + line_key(plan.line)
        self.story = self.tell()

    # ---------------------------------------------------------------- what happens to it

    def arrive(self, _: Any) -> None:
        """The message reaches its receiver."""
        self.arrived = self.clock._now
        self.journey.reached(self.plan.line)
        assert isinstance(self.pool, Pool)
        if self.pool.enter(self):
            self.go()

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        next(self.story, None)

    # ---------------------------------------------------------------- what it does

    def tell(self) -> Iterator[None]:
        """Take the steps of the script one after the other."""
        journey = self.journey
        for number, (kind, line) in enumerate(self.plan.steps):
            if kind is WORK:
                duration = journey.run.time[line](journey.request)
                if duration:
                    works = journey.run.lines[line].works
                    yield from self.work(duration) if works else self.pause(duration)
            elif kind is SEND:
                journey.send(self, line)
            elif kind is ANSWER:
                journey.answer(line, good=True)
            else:
                waits = line not in journey.heard
                if waits:
                    yield from self.wait_for(line)
                if not journey.heard[line]:
                    self.fail(number, holding=not (waits and self.pool.releases))
                    return
        self.end(holding=True)

    def work(self, duration: int) -> Iterator[None]:
        """Spend time on the worker."""
        self.pool.start_work()
        self.doing, self.since = WORKING, self.clock._now
        After(self.clock, duration, ENDS + self.key, self.go)
        yield
        self.doing = NOTHING
        self.worked += duration
        self.pool.stop_work()

    def pause(self, duration: int) -> Iterator[None]:
        """Let time pass that needs no worker; another has it meanwhile."""
        self.pool.give_back()
        self.doing = PAUSING
        After(self.clock, duration, ENDS + self.key, self.go)
        yield
        yield from self.take_worker()

    def wait_for(self, line: int) -> Iterator[None]:
        """Wait for an answer, with the worker or without it."""
        if self.pool.releases:
            self.pool.give_back()
        self.awaited = line
        self.doing, self.since = BLOCKED, self.clock._now
        yield
        self.awaited = -1
        self.doing = NOTHING
        self.blocked += self.clock._now - self.since
        if self.pool.releases and self.journey.heard[line]:
            yield from self.take_worker()

    def take_worker(self) -> Iterator[None]:
        """Have a worker again, at once or after queueing for one."""
        if not self.pool.take(self):
            self.doing, self.since = QUEUEING, self.clock._now
            yield
            self.requeued += self.clock._now - self.since
        self.doing = NOTHING

    def end(self, holding: bool) -> None:
        """It is over, well or not: the worker it may hold is free."""
        self.ended = self.clock._now
        self.pool.leave(self, holding)
        self.journey.closed(self)

    def fail(self, number: int, holding: bool) -> None:
        """It was told no at this step: it stops, and so does all that it would have done."""
        self.failed = self.journey.failed = True
        self.ended = self.clock._now
        for line in self.plan.broken[number]:
            self.journey.answer(line, good=False)
        self.end(holding)
