"""What a message sets in motion at its receiver, from its arrival to its last step."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS, FAULTS
from simkit.engine.plan import ExecutionPlan, flat_lines
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.pool import Instance, Outside, Pool
from simkit.engine.sampling.inverse import ENDLESS
from simkit.model.script import StepKind
from simkit.record.tables import NEVER, Done, Settlement

if TYPE_CHECKING:
    from simkit.engine.reference.broker import Broker
    from simkit.engine.reference.fork import Fork, Strand
    from simkit.engine.reference.scope import Scope

WORK, SEND, ANSWER = StepKind.WORK, StepKind.SEND, StepKind.ANSWER
AWAIT, FORK = StepKind.AWAIT, StepKind.FORK
NOTHING, WORKING, BLOCKED, QUEUEING, PAUSING = range(5)  # what it is spending its time on
NO_BROKER = int(Settlement.NONE)


class Execution:
    """One execution of the script, for one journey.

    Its story is a generator: each ``yield`` lets time pass until something calls `go`.
    The attributes below are the columns of its row; instants and durations in ns.
    """

    stored = NEVER
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
    died = False
    lost = False
    withdrawn = False
    unheard = False  # its answer has been lost on the way
    settlement = NO_BROKER
    doing = NOTHING
    since = 0  # when it began to do that
    step = -1  # the number of what it does
    awaited = -1  # the answer it is waiting for
    instance: Instance | None = None  # whose workers it uses
    priority = 0
    order = 0  # its place among those of its priority that wait
    queues = False  # whether it is in the queue of a pool
    broker: "Broker | None" = None  # what has kept it until a worker was free
    fork: "Fork | None" = None  # its branches, while it has some
    strands: "dict[int, Strand]"  # of those, which waits for which answer
    pending = 0  # how many of them are not over

    def __init__(
        self,
        scope: "Scope",
        plan: ExecutionPlan,
        pool: "Pool | Outside | Broker",
        parent: "Execution | None",
    ) -> None:
        self.scope, self.journey = scope, scope.journey
        self.clock: Clock = scope.clock
        self.plan, self.pool, self.parent = plan, pool, parent
        self.key: int = scope.key + plan.line_key
        self.story = self.tell_if_new() if scope.run.remembers else self.tell()

    # ---------------------------------------------------------------- what happens to it

    def travel(self, _: Any = None) -> None:
        """Its message leaves, and arrives after the time of the network."""
        self.sent = self.clock._now
        delay = self.scope.network[self.plan.line](self.journey.request)
        After(self.clock, delay, ARRIVALS + self.key, self.arrive)

    def arrive(self, _: Any) -> None:
        """The message reaches its receiver."""
        if self.ended != NEVER:
            return  # its receiver has died in the meantime, and the connection with it
        self.arrived = self.clock._now
        self.journey.reached(self.plan.line)
        if self.pool.enter(self):
            self.go()

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        if self.ended == NEVER:
            next(self.story, None)

    def served(self, _: Any) -> None:
        """The worker that it queued for is there."""
        if self.fork:
            self.fork.served()
        else:
            self.go()

    def told(self, line: int) -> None:
        """An answer is there."""
        if self.awaited == line:
            self.go()
        elif self.fork and line in self.strands:
            self.strands.pop(line).go()

    def take(self) -> "Execution":
        """Its place in a queue is its own."""
        return self

    # ---------------------------------------------------------------- what it does

    def tell(self) -> Iterator[None]:
        """Take the steps of the script one after the other."""
        scope = self.scope
        risky = scope.run.risky
        for number, (kind, line, _) in enumerate(self.plan.steps):
            self.step = number
            if kind is WORK:
                yield from self.spend(line)
            elif kind is SEND:
                scope.send(self, line)
            elif kind is ANSWER:
                scope.answer(line, good=True)
            else:
                yield from self.hear(number) if kind is AWAIT else self.branch(number)
            if risky[line]:
                self.finish(kind, line, number)
            if self.ended != NEVER:
                return
        self.end(holding=True)

    def tell_if_new(self) -> Iterator[None]:
        """Do nothing that has been done before, as far as it is known."""
        if self.scope.run.repeats(self):
            self.repeat()
        else:
            yield from self.tell()

    def spend(self, line: int) -> Iterator[None]:
        """Handle a line, with the worker or without it."""
        run, duration = self.scope.run, self.duration(line)
        if run.faults and run.risky[line]:
            duration = run.faults.slowed(self, line, duration)
            run.faults.threaten(self, line, duration)
        if not duration:
            return iter(())
        return self.work(duration) if run.lines[line].works else self.pause(duration)

    def duration(self, line: int) -> int:
        """How long it takes to handle a line."""
        return self.scope.time[line](self.journey.request)

    def finish(self, kind: StepKind, line: int, number: int) -> None:
        """A step is over: it may have come to nothing, or been done before, or be the last."""
        run = self.scope.run
        if self.ended != NEVER or kind is AWAIT:
            return
        if kind is WORK and run.fails(self, line):
            self.fail(flat_lines(self.plan.steps[number + 1 :]), holding=True)
        elif kind is WORK and line == self.plan.line and run.repeats(self):
            self.repeat()
        elif run.faults:
            run.faults.strike_after(self, line)

    def repeat(self) -> None:
        """What it is to do has been done before: it only says so once more."""
        for kind, line, _ in self.plan.steps:
            if kind is ANSWER:
                self.scope.answer(line, good=True)
            elif kind is SEND and self.scope.run.lines[line].settles >= 0:
                self.scope.send(self, line)
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
        self.pool.give_back(self)
        self.doing = PAUSING
        After(self.clock, duration, ENDS + self.key, self.go)
        yield
        yield from self.take_worker()

    def hear(self, number: int) -> Iterator[None]:
        """Have the answer to a call, now or when it comes; told no, fail."""
        line, heard = self.plan.steps[number][1], self.scope.heard
        waits = line not in heard
        if waits:
            yield from self.wait_for(line)
        if not heard[line]:
            holding = not (waits and self.pool.releases)
            self.fail(flat_lines(self.plan.steps[number:]), holding)

    def wait_for(self, line: int) -> Iterator[None]:
        """Wait for an answer, with the worker or without it."""
        if self.pool.releases:
            self.pool.give_back(self)
        self.awaited = line
        self.doing, self.since = BLOCKED, self.clock._now
        yield
        self.awaited = -1
        self.doing = NOTHING
        self.blocked += self.clock._now - self.since
        if self.pool.releases and self.scope.heard[line]:
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
        if self.scope.run.remembers and not self.failed:
            self.scope.run.done(self)
        self.pool.leave(self, holding)
        if self.parent is None:
            self.journey.answered()
        self.scope.closes()

    def fail(self, lines: Iterable[int], holding: bool) -> None:
        """It was told no, or does not succeed: what it would still have sent never leaves."""
        self.failed = True
        self.scope.marks(Done.FAILED)
        self.ended = self.clock._now
        self.scope.never_leave(self.plan.number, lines)
        self.end(holding)

    def refuse(self) -> None:
        """There is no room for it: its message is turned away."""
        self.refused = True
        self.scope.marks(Done.REFUSED)
        self.scope.never_leave(self.plan.number, flat_lines(self.plan.steps))
        self.scope.closes()

    # ---------------------------------------------------------------- its death

    def die(self) -> None:
        """It stops for good, in the midst of what it does; the others notice later."""
        if self.ended != NEVER:
            return
        lines: list[int] = (
            self.fork.lines if self.fork else flat_lines(self.plan.steps[self.step + 1 :])
        )
        holding = self.stop()
        self.died = True
        self.scope.marks(Done.LOST)
        self.ended = self.clock._now
        self.pool.bury(self, holding)
        run = self.scope.run
        delay = run.draws.detection(self.plan.line, self.scope.address)(self.journey.request)
        if delay < ENDLESS:
            After(self.clock, delay, FAULTS + self.key, self.missed, tuple(lines))
        self.scope.closes()

    def stop(self) -> bool:
        """Do nothing any more; whether it has a worker."""
        if self.fork:
            return self.fork.stop()
        doing, spent = self.doing, self.clock._now - self.since
        self.doing = NOTHING
        if doing == WORKING:
            self.worked += spent
            self.pool.stop_work()
        elif doing == BLOCKED:
            self.blocked += spent
        elif doing == QUEUEING:
            self.requeued += spent
        if self.queues:
            self.pool.withdraw(self)
            return False
        return doing != PAUSING and not (doing == BLOCKED and self.pool.releases)

    def missed(self, event: Any) -> None:
        """The others notice that it is dead, if anybody is there."""
        if self.journey.alive:
            self.scope.never_leave(self.plan.number, event.value)

    # ---------------------------------------------------------------- for deliveries only

    def taken_up(self) -> None:
        """No broker is to know that a worker has it."""

    def settle(self) -> None:
        """Nothing to settle: no broker has delivered it."""

    def reject(self) -> None:
        """Nothing to settle: no broker has delivered it."""

    def free_place(self) -> None:
        """No window has a place for it."""

    def fall_through(self) -> None:
        """Nothing to settle: no broker has delivered it."""

    def handed_on(self, good: bool) -> None:
        """Nothing to hand on: no broker has stored it."""
