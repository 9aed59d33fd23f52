"""What a message sets in motion at its receiver, from its arrival to its last step."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS, FAULTS
from simkit.engine.plan import ExecutionPlan, PlanStep, flat_lines
from simkit.engine.reference.call import quit_calls
from simkit.engine.reference.course import ANSWER, SEND, WORK, Course
from simkit.engine.reference.doing import BLOCKED, NOTHING, PAUSING, QUEUEING, WORKING
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.pool import Instance, Outside, Pool
from simkit.engine.reference.reasons import FATE, Stopped, Why
from simkit.engine.reference.undelivered import Undelivered
from simkit.engine.sampling.inverse import ENDLESS
from simkit.model.script import StepKind
from simkit.record.tables import NEVER, Done, Settlement

if TYPE_CHECKING:
    from simkit.engine.reference.broker import Broker
    from simkit.engine.reference.fork import Fork
    from simkit.engine.reference.limits import Places
    from simkit.engine.reference.processors import Piece
    from simkit.engine.reference.scope import Scope

OVER = object()  # what a story gives when all is told
NO_BROKER = int(Settlement.NONE)


class Execution(Course, Undelivered):
    """One execution of the script, for one journey.

    Its story is a generator: each ``yield`` lets time pass until something calls `go`. The
    attributes are the columns of its row; instants and durations in ns.
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
    why = Why.FAILURE  # if it failed
    cancelled = False
    told_of_worker = False  # a worker that it has already will be announced
    is_drawn_settled = False  # whether a line of the drawing has settled its delivery
    piece: "Piece | None" = None  # what it works on, where others can come in between
    threat: "tuple[int, Callable[[Any], None], int] | None" = None  # what stops what it begins
    polls = False  # whether it only looks whether something has happened
    place: "Places | None" = None  # what it has one of its places of
    instance: Instance | None = None  # whose workers it uses
    priority = 0
    order = 0  # its place among those of its priority that wait
    queues = False  # whether it is in the queue of a pool
    broker: "Broker | None" = None  # what has kept it until a worker was free
    fork: "Fork | None" = None  # its branches, while it has some

    def __init__(
        self,
        scope: "Scope",
        plan: ExecutionPlan,
        pool: "Pool | Outside | Broker",
        parent: "Execution | None",
    ) -> None:
        self.here, self.frames = scope, []
        self.scope, self.journey = scope, scope.journey
        self.clock: Clock = scope.clock
        self.plan, self.pool, self.parent = plan, pool, parent
        self.key: int = scope.key + plan.line_key
        self.story = self.tell_if_new() if scope.run.remembers else self.follow(plan.steps)

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
        run, line = self.scope.run, self.plan.line
        self.journey.reached(line)
        if run.watches and not self.works_first:
            self.scope.note(line, "happened")
        if run.limits and line in run.limits and not run.limits[line].admits(self):
            self.pool.turn_away(self)
        elif self.pool.enter(self):
            self.go()

    @property
    def works_first(self) -> bool:
        """Whether its message has happened only when it is handled, and not as it arrives."""
        return bool(self.plan.steps) and self.plan.steps[0][:2] == (WORK, self.plan.line)

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        if self.ended == NEVER:
            try:
                if next(self.story, OVER) is OVER and self.ended == NEVER:
                    self.end(holding=True)
            except Stopped as stopped:
                self.fail(stopped)

    def served(self, _: Any) -> None:
        """The worker that it queued for is there."""
        if self.told_of_worker:
            self.told_of_worker = False
        elif self.fork:
            self.fork.served()
        else:
            self.go()

    def told(self, line: int, home: "Scope") -> None:
        """An answer is there."""
        if self.fork:
            self.fork.told(line, home)
        elif self.hears(line, home):
            self.go()

    def take(self) -> "Execution":
        """Its place in a queue is its own."""
        return self

    # ---------------------------------------------------------------- what it does

    @property
    def own(self) -> "Execution":
        """It is no branch, but the whole."""
        return self

    @property
    def is_over(self) -> bool:
        """Whether it does nothing any more."""
        return self.ended != NEVER

    def tell_if_new(self) -> Iterator[None]:
        """Do nothing that has been done before, as far as it is known."""
        if self.scope.run.repeats(self):
            self.repeat()
        else:
            yield from self.follow(self.plan.steps)

    def say(self, kind: StepKind, line: int) -> None:
        """Send a message or an answer."""
        if kind is SEND:
            self.here.send(self, line)
        else:
            self.here.answer(line, good=True)

    def spend(self, line: int) -> Iterator[None]:
        """Handle a line, with the worker or without it."""
        run, duration = self.scope.run, self.duration(line)
        if run.faults and run.risky[line]:
            duration = run.faults.slowed(self, line, duration)
            run.faults.threaten(self, line, duration)
        if not duration:
            return iter(())
        return self.work(duration) if run.lines[line].works else self.pause(duration)

    def rest(self, duration: int, key: int) -> Iterator[None]:
        """Let time pass that needs no worker."""
        return self.pause(duration) if duration else iter(())

    def duration(self, line: int) -> int:
        """How long it takes to handle a line."""
        return self.here.time[line](self.journey.request)

    def finish(self, kind: StepKind, line: int) -> None:
        """A step is over: it may have come to nothing, or been done before, or be the last."""
        run = self.scope.run
        if kind is WORK and run.fails(self, line):
            raise Stopped(Why.FAILURE, self.unsent())
        if kind is WORK and line == self.plan.line and run.repeats(self):
            self.repeat()
            return
        if kind is WORK:
            self.here.note(line, "happened")
        if run.faults:
            run.faults.strike_after(self, line)

    def repeat(self) -> None:
        """What it is to do has been done before: it only says so once more."""
        self.scope.only_repeats = True
        for kind, line, _ in self.plan.steps:
            if kind is ANSWER:
                self.scope.answer(line, good=True)
            elif kind is SEND and self.scope.run.lines[line].settles >= 0:
                self.scope.send(self, line)
        self.end(holding=True)

    def work(self, duration: int) -> Iterator[None]:
        """Spend time on the worker."""
        self.doing, self.since = WORKING, self.clock._now
        self.pool.start_work(self, duration, ENDS + self.key, self.go)
        yield
        self.pool.stop_work(self)
        self.doing = NOTHING

    def pause(self, duration: int) -> Iterator[None]:
        """Let time pass that needs no worker; another has it meanwhile."""
        self.pool.give_back(self)
        self.doing = PAUSING
        After(self.clock, duration, ENDS + self.key, self.go)
        yield
        yield from self.take_worker()

    def wait(self, ready: Callable[[], bool]) -> Iterator[None]:
        """Wait until something is so, or it has to leave a block."""
        if self.pool.releases:
            self.pool.give_back(self)
            self.released = True
        self.doing, self.since = BLOCKED, self.clock._now
        while True:
            yield
            if self.leaving >= 0 or ready():
                break
        self.doing = NOTHING
        self.blocked += self.clock._now - self.since

    def resume(self) -> Iterator[None]:
        """Have the worker again that it gave back while it waited."""
        if self.released:
            self.released = False
            yield from self.take_worker()

    def look(self) -> None:
        """Go on, if it waits for something that may be so now."""
        if self.fork is not None or self.doing == BLOCKED:
            self.go()

    def take_worker(self) -> Iterator[None]:
        """Have a worker again, at once or after queueing for one."""
        if not self.pool.take(self):
            self.doing, self.since = QUEUEING, self.clock._now
            yield
            self.requeued += self.clock._now - self.since
        self.doing = NOTHING

    def branch(self, step: PlanStep) -> Iterator[None]:
        """Take the steps of several branches side by side."""
        # Branches are executions of a kind: one of the two files has to come first.
        from simkit.engine.reference.fork import Fork  # noqa: PLC0415

        self.fork = Fork(self)
        yield from self.fork.run(step)
        self.fork = None

    # ---------------------------------------------------------------- its end

    def end(self, holding: bool) -> None:
        """It is over, well or not: the worker it may hold is free."""
        self.ended = self.clock._now
        if not self.failed:
            if self.scope.run.remembers:
                self.scope.run.done(self)
            if self.scope.run.watches:
                self.note("succeeded")
        self.pool.leave(self, holding)
        if self.place is not None or self.parent is None or self.polls:
            self.gone()
        self.scope.closes()

    def fail(self, stopped: Stopped) -> None:
        """It was told no, or does not succeed: what it would still have sent never leaves."""
        self.failed, self.why = True, stopped.why
        # What it was told no of is known where it happened; here is what it leaves undone itself.
        own = stopped.line < 0 and stopped.why is not Why.TIMEOUT
        if own or self.scope.leaves_work(stopped.lines):
            self.scope.marks(Done.FAILED)
        self.note(FATE[stopped.why])
        quit_calls(self)
        self.ended = self.clock._now
        self.here.never_leave(self.plan.number, stopped.lines)
        self.end(holding=not self.released)

    def refuse(self) -> None:
        """There is no room for it: its message is turned away."""
        self.refused = True
        self.scope.marks(Done.REFUSED)
        self.note("refused")
        self.scope.never_leave(self.plan.number, flat_lines(self.plan.steps), Why.REFUSED)
        self.gone()
        self.scope.closes()

    def gone(self) -> None:
        """Its place is free for another; if it is the client, so is he."""
        if self.place is not None:
            self.place.left()
        if self.parent is None:
            self.journey.answered()
            if self.polls and self.journey.settled != NEVER:
                self.scope.run.knows(self.journey)
        if self.polls:
            self.scope.is_no_poll()

    def only_polls(self) -> None:
        """From now on it only looks whether something has happened: nobody waits for that."""
        if not self.polls and not self.scope.duplicate:
            self.polls = True
            self.scope.becomes_poll()

    def note(self, word: str) -> None:
        """What has become of its message, if somebody asks."""
        if self.plan.line >= 0 and not self.scope.run.lines[self.plan.line].guarded:
            self.scope.note(self.plan.line, word)

    # ---------------------------------------------------------------- its death

    def die(self) -> None:
        """It stops for good, in the midst of what it does; the others notice later."""
        if self.ended != NEVER:
            return
        lines = self.all_unsent()
        quit_calls(self)
        holding = self.stop()
        self.died = True
        self.scope.marks(Done.LOST)
        self.note("failed")
        self.ended = self.clock._now
        self.pool.bury(self, holding)
        run = self.scope.run
        delay = run.draws.detection(self.plan.line, self.scope.address)(self.journey.request)
        if delay < ENDLESS:
            After(self.clock, delay, FAULTS + self.key, self.missed, tuple(lines))
        self.gone()
        self.scope.closes()

    def all_unsent(self) -> list[int]:
        """The lines that it has not sent yet, in its branches too."""
        if not self.frames:
            return flat_lines(self.plan.steps)
        return (self.fork.unsent() if self.fork else []) + self.unsent()

    def cancel(self, running: bool) -> None:
        """Whoever called for it has given up: it is withdrawn, or interrupted."""
        over = self.ended != NEVER or self.refused or self.lost
        if over or (not running and self.started != NEVER):
            return
        quit_calls(self)
        lines = self.all_unsent()
        holding = self.stop()
        self.cancelled = True
        self.scope.marks(Done.FAILED)
        self.note("failed")
        self.ended = self.clock._now
        if self.arrived != NEVER:
            self.pool.dismiss(self, holding)
        if not self.is_known_to_be_cancelled:
            self.scope.never_leave(self.plan.number, lines)
        self.gone()
        self.scope.closes()

    @property
    def is_known_to_be_cancelled(self) -> bool:
        """Whether whoever called for it has given up himself, or does nothing any more."""
        call, caller = self.scope.call, self.parent
        gave_up = call is not None and call.sender is caller
        return gave_up or caller is None or caller.is_over

    def stop(self) -> bool:
        """Do nothing any more; whether it has a worker."""
        if self.fork:
            return self.fork.stop()
        doing, spent = self.doing, self.clock._now - self.since
        self.doing = NOTHING
        if doing == WORKING or self.piece is not None:
            self.pool.stop_work(self)
        elif doing == BLOCKED:
            self.blocked += spent
        elif doing == QUEUEING:
            self.requeued += spent
        if self.queues:
            self.pool.withdraw(self)
            return False
        return doing != PAUSING and not self.released

    def missed(self, event: Any) -> None:
        """The others notice that it is dead, if anybody is there."""
        if self.journey.alive:
            self.here.never_leave(self.plan.number, event.value)
