"""What a message sets in motion at its receiver, from its arrival to its last step."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, line_key
from simkit.engine.plan import ExecutionPlan
from simkit.engine.reference.events import After
from simkit.engine.reference.pool import Outside, Pool
from simkit.model.script import StepKind

if TYPE_CHECKING:
    from simkit.engine.reference.journey import Journey

WORK, SEND, ANSWER = StepKind.WORK, StepKind.SEND, StepKind.ANSWER
WORKING, BLOCKED, QUEUEING, PAUSING = range(4)  # what an execution can be spending time on


class Execution:
    """One execution of the script, for one journey.

    Its story is a generator: each ``yield`` lets time pass until something calls `go`.
    """

    __slots__ = (
        "answer_arrived",
        "answered",
        "arrived",
        "awaited",
        "doing",
        "ended",
        "failed",
        "heard",
        "journey",
        "key",
        "parent",
        "plan",
        "pool",
        "releases",
        "sent",
        "since",
        "spent",
        "started",
        "story",
    )

    def __init__(
        self,
        journey: "Journey",
        plan: ExecutionPlan,
        pool: Pool | Outside,
        releases: bool,
        parent: "Execution | None",
    ) -> None:
        self.journey, self.plan, self.pool, self.parent = journey, plan, pool, parent
        self.releases = releases
        self.key = journey.key + line_key(plan.line)
        self.sent = journey.clock.now
        self.arrived: int | None = None
        self.started: int | None = None
        self.answered: int | None = None
        self.answer_arrived: int | None = None
        self.ended: int | None = None
        self.failed = False
        self.awaited = -1
        self.heard: dict[int, bool] = {}
        self.doing = self.since = -1
        self.spent = [0, 0, 0, 0]
        self.story = self.tell()

    # ---------------------------------------------------------------- what happens to it

    def arrive(self, _: Any) -> None:
        """The message reaches its receiver."""
        self.arrived = self.journey.clock.now
        self.journey.reached(self.plan.line)
        assert isinstance(self.pool, Pool)
        self.pool.enter(self)

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        next(self.story, None)

    def hear(self, line: int, good: bool) -> None:
        """An answer arrives; one for which it does not wait yet is kept until it does."""
        self.heard[line] = good
        if line == self.awaited:
            self.awaited = -1
            self.go()

    # ---------------------------------------------------------------- what it does

    def tell(self) -> Iterator[None]:
        """Take the steps of the script one after the other."""
        journey = self.journey
        for number, (kind, line) in enumerate(self.plan.steps):
            if kind is WORK:
                duration = journey.run.time[line](journey.request)
                if duration:
                    yield from self.spend(duration, journey.run.lines[line].works)
            elif kind is SEND:
                journey.send(self, line)
            elif kind is ANSWER:
                journey.answer(line, good=True)
            else:
                if line not in self.heard:
                    yield from self.wait_for(line)
                if not self.heard[line]:
                    self.fail(number)
                    return
        self.end()

    def spend(self, duration: int, works: bool) -> Iterator[None]:
        """Let time pass: on the worker, or without one, which another has meanwhile."""
        if works:
            self.pool.work(begins=True)
            self.begin(WORKING)
        else:
            self.pool.give_back()
            self.begin(PAUSING)
        After(self.journey.clock, duration, ENDS + self.key, self.go)
        yield
        self.over()
        if works:
            self.pool.work(begins=False)
        else:
            yield from self.take_worker()

    def wait_for(self, line: int) -> Iterator[None]:
        """Wait for an answer, with the worker or without it."""
        if self.releases:
            self.pool.give_back()
        self.awaited = line
        self.begin(BLOCKED)
        yield
        self.over()
        if self.releases:
            yield from self.take_worker()

    def take_worker(self) -> Iterator[None]:
        """Have a worker again, at once or after queueing for one."""
        if not self.pool.take(self):
            self.begin(QUEUEING)
            yield
            self.over()

    def end(self) -> None:
        """The last step is over: the worker is free."""
        self.leave()
        self.journey.closed(self)

    def fail(self, number: int) -> None:
        """It was told no at this step: it stops, and so does all that it would have done."""
        self.failed = self.journey.failed = True
        self.leave()
        for line in self.plan.broken[number]:
            self.journey.answer(line, good=False)
        self.journey.closed(self)

    def leave(self) -> None:
        """It is over, well or not."""
        self.ended = self.journey.clock.now
        self.pool.leave(self)
        self.pool.give_back()

    # ---------------------------------------------------------------- what its time goes to

    def begin(self, doing: int) -> None:
        """From now on it spends its time on this."""
        self.doing, self.since = doing, self.journey.clock.now

    def over(self) -> None:
        """It has spent its time on this until now."""
        self.spent[self.doing] += self.journey.clock.now - self.since
        self.doing = -1
