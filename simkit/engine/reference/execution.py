"""What a message sets in motion at its receiver, from its arrival to its last step."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS, line_key
from simkit.engine.plan import ExecutionPlan, flat_lines
from simkit.engine.reference.events import After
from simkit.engine.reference.pool import Outside, Pool
from simkit.model.script import StepKind
from simkit.record.tables import NEVER, Settlement

if TYPE_CHECKING:
    from simkit.engine.reference.broker import Broker
    from simkit.engine.reference.fork import Fork, Strand
    from simkit.engine.reference.journey import Journey

WORK, SEND, ANSWER = StepKind.WORK, StepKind.SEND, StepKind.ANSWER
AWAIT, FORK = StepKind.AWAIT, StepKind.FORK
NOTHING, WORKING, BLOCKED, QUEUEING, PAUSING = range(5)  # what it is spending its time on
NO_BROKER = int(Settlement.NONE)


class Execution:
    """One execution of the script, for one journey.

    Its story is a generator: each ``yield`` lets time pass until something calls `go`.
    The attributes below are the columns of its row; instants and durations in ns.
    """

    sent = NEVER
    arrived = NEVER
    started = NEVER
    answered = NEVER
    answer_arrived = NEVER
    ended = NEVER
    worked = 0
    blocked = 0
    requeued = 0
    failed = False
    refused = False
    settlement = NO_BROKER
    doing = NOTHING
    since = 0  # when it began to do that
    awaited = -1  # the answer it is waiting for
    broker: "Broker | None" = None  # where it waits for a worker
    fork: "Fork | None" = None  # its branches, while it has some
    strands: "dict[int, Strand]"  # of those, which waits for which answer
    pending = 0  # how many of them are not over

    def __init__(
        self,
        journey: "Journey",
        plan: ExecutionPlan,
        pool: "Pool | Outside | Broker",
        parent: "Execution | None",
    ) -> None:
        self.journey, self.plan, self.pool, self.parent = journey, plan, pool, parent
        self.clock = journey.clock
        self.key = journey.key + line_key(plan.line)
        self.story = self.tell()

    # ---------------------------------------------------------------- what happens to it

    def travel(self, _: Any = None) -> None:
        """Its message leaves, and arrives after the time of the network."""
        self.sent = self.clock._now
        delay = self.journey.run.network[self.plan.line](self.journey.request)
        After(self.clock, delay, ARRIVALS + self.key, self.arrive)

    def arrive(self, _: Any) -> None:
        """The message reaches its receiver."""
        self.arrived = self.clock._now
        self.journey.reached(self.plan.line)
        if self.pool.enter(self):
            self.go()

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        next(self.story, None)

    def served(self, _: Any) -> None:
        """The worker that it queued for is there."""
        if self.fork:
            self.fork.served()
        else:
            next(self.story, None)

    # ---------------------------------------------------------------- what it does

    def tell(self) -> Iterator[None]:
        """Take the steps of the script one after the other."""
        journey = self.journey
        for number, (kind, line, _) in enumerate(self.plan.steps):
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
                yield from self.hear(number) if kind is AWAIT else self.branch(number)
                if self.failed:
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

    def hear(self, number: int) -> Iterator[None]:
        """Have the answer to a call, now or when it comes; told no, fail."""
        line = self.plan.steps[number][1]
        waits = line not in self.journey.heard
        if waits:
            yield from self.wait_for(line)
        if not self.journey.heard[line]:
            holding = not (waits and self.pool.releases)
            self.fail(flat_lines(self.plan.steps[number:]), holding)

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

    def branch(self, number: int) -> Iterator[None]:
        """Take the steps of several branches side by side."""
        # Branches are executions of a kind: one of the two files has to come first.
        from simkit.engine.reference.fork import Fork  # noqa: PLC0415

        self.fork = Fork(self, flat_lines(self.plan.steps[number:]))
        yield from self.fork.run(self.plan.steps[number][2])
        self.fork = None

    # ---------------------------------------------------------------- its end

    def end(self, holding: bool) -> None:
        """It is over, well or not: the worker it may hold is free."""
        self.ended = self.clock._now
        self.pool.leave(self, holding)
        self.journey.closed(self)

    def fail(self, lines: Iterable[int], holding: bool) -> None:
        """It was told no: it stops, and what it would still have sent never leaves."""
        self.failed = self.journey.failed = True
        self.ended = self.clock._now
        self.journey.never_leave(self, lines)
        self.end(holding)

    def refuse(self) -> None:
        """There is no room for it: its message is turned away."""
        self.refused = self.journey.refused = True
        self.journey.never_leave(self, flat_lines(self.plan.steps))
        self.journey.closed(self)
