"""The branches of an execution, and how many of them have to be over."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, TIMEOUTS, line_key
from simkit.engine.plan import PlanStep
from simkit.engine.reference.course import SEND, WORK, Course
from simkit.engine.reference.events import After
from simkit.engine.reference.fates import worst
from simkit.engine.reference.reasons import Left, Stopped, Why
from simkit.model.rule import Gathering
from simkit.model.script import StepKind
from simkit.record.tables import Done, GivenUp

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.fork import Fork
    from simkit.engine.reference.scope import Scope


class Group:
    """Branches of which enough have to be over before whoever forked goes on."""

    def __init__(self, fork: "Fork", parent: Course, step: PlanStep) -> None:
        self.fork, self.parent, self.clock = fork, parent, fork.clock
        kind, self.section, branches = step
        self.gathers = kind is StepKind.GATHER
        self.deadline: int | None = None
        self.needed = len(branches)
        scopes: list[Scope] = [parent.here] * len(branches)
        if self.gathers:
            rule = parent.here.run.plan.sections[self.section].rule
            assert isinstance(rule, Gathering)
            branches *= rule.copies
            self.needed, self.deadline = rule.needed, rule.deadline
            scopes = [
                parent.here.branch(self.section, number, is_copy=rule.copies > 1)
                for number in range(len(branches))
            ]
            parent.here.parts += (self,)
        self.going = {
            Strand(self, branch, scope): None
            for branch, scope in zip(branches, scopes, strict=True)
        }
        fork.strands.update(self.going)
        self.scopes = tuple(scopes)
        self.well: list[Scope] = []  # the scopes of those that are over, well
        self.is_handled = False  # whether whoever forked deals with its coming to nothing
        self.stopped: Stopped | None = None
        self.over = False
        self.is_late = False  # its deadline was reached
        self.awake = True  # whoever forked looks by himself whether it is over

    def run(self) -> Iterator[None]:
        """Begin all branches; go on when enough are over."""
        fork, parent = self.fork, self.parent
        self.begin()
        while not self.goes_on:
            self.awake = True
            fork.look()
            self.awake = False
            if not self.goes_on:
                yield
        self.over = self.awake = True
        self.abandon()
        if fork.over:
            return
        if parent.leaving >= 0 or self.stopped is not None:
            if parent is fork.execution:
                parent.released = not fork.stop()
            raise self.stopped or Left(parent.leaving)

    def begin(self) -> None:
        """All branches set out, in drawn order."""
        fork, here = self.fork, self.parent.here
        fork.beginning += 1
        for strand in list(self.going):
            if not self.over and not fork.over:
                strand.go()
        fork.beginning -= 1
        if self.deadline is not None and not self.over:
            wakes = here.run.plan.sections[self.section].wakes
            key = TIMEOUTS + here.key + wakes[fork.execution.plan.number]
            After(self.clock, self.deadline, key, self.late)

    @property
    def goes_on(self) -> bool:
        """Whether whoever forked waits no longer."""
        return self.over or self.parent.leaving >= 0 or self.fork.over

    def abandon(self) -> None:
        """What is left of the other branches does not happen."""
        for strand in list(self.going):
            lines = strand.unsent()
            strand.abandon()
            if self.gathers:
                self.leave(strand.scope)
            if self.stopped is None:
                strand.here.never_leave(-1, lines)
        self.going.clear()

    def leave(self, scope: "Scope") -> None:
        """Nobody waits for a branch any more."""
        scope.is_duplicate()
        if not scope.is_left:
            scope.is_left = True
            failed = self.stopped is not None or self.parent.leaving >= 0 or self.fork.over
            late = GivenUp.TIMED_OUT if self.is_late else GivenUp.BEATEN
            scope.journey.gives_up(-1, scope.path, GivenUp.LEFT if failed else late)

    def late(self, _: Any) -> None:
        """It is time to go on with what there is."""
        self.is_late = not self.over
        self.enough()

    def enough(self) -> None:
        """Whoever forked can go on."""
        if not self.over:
            self.over = True
            self.wake()

    def ended(self, strand: "Strand") -> None:
        """A branch is over."""
        self.well.append(strand.scope)
        self.drop(strand)
        if len(self.well) >= self.needed:
            self.enough()

    def failed(self, strand: "Strand", stopped: Stopped) -> None:
        """A branch was told no, or does not succeed."""
        self.drop(strand)
        if self.over:
            return
        if len(self.well) + len(self.going) < self.needed:
            others = [line for one in self.going for line in one.unsent()]
            lines = [*stopped.lines, *others, *self.parent.unsent()]
            self.stopped = Stopped(stopped.why, lines, stopped.line)
            self.stopped.groups = (*stopped.groups, self)
            self.enough()
        else:
            strand.here.never_leave(-1, stopped.lines)

    def drop(self, strand: "Strand") -> None:
        """A branch does nothing any more."""
        self.going.pop(strand, None)
        self.fork.strands.pop(strand, None)

    def wake(self) -> None:
        """Whoever forked goes on, if it does not look by itself."""
        if not self.awake:
            self.parent.go()

    def done(self) -> Done:
        """What became of the work of those branches that counted."""
        if self.stopped is None or self.is_handled:
            return worst(scope.done() for scope in self.well)
        return worst(scope.done() for scope in self.scopes)

    def forget(self) -> None:
        """What knew each other is forgotten."""
        self.well.clear()
        self.scopes = ()


class Strand(Course):
    """One branch."""

    over = False
    works = False  # whether it spends the time of the worker
    inner: Group | None = None  # its own branches

    def __init__(self, group: Group, steps: tuple[PlanStep, ...], scope: "Scope") -> None:
        super().__init__()
        self.group, self.fork, self.clock = group, group.fork, group.clock
        self.here = self.scope = scope
        self.story = self.tell(steps)

    @property
    def own(self) -> "Execution":
        """The execution that it is a branch of."""
        return self.fork.execution

    @property
    def is_over(self) -> bool:
        """Whether it does nothing any more."""
        return self.over or self.fork.over

    def go(self, _: Any = None) -> None:
        """What it waited for has happened."""
        if not self.is_over:
            next(self.story, None)
            self.fork.look()

    def tell(self, steps: tuple[PlanStep, ...]) -> Iterator[None]:
        """Take its steps one after the other."""
        try:
            yield from self.follow(steps)
        except Stopped as stopped:
            self.over = True
            self.group.failed(self, stopped)
            return
        if not self.is_over:
            self.over = True
            self.group.ended(self)

    def abandon(self) -> None:
        """It does nothing any more."""
        fork = self.fork
        if self.inner is not None:
            self.inner.over = True
            self.inner.abandon()
        self.over = True
        fork.strands.pop(self, None)
        fork.awaiting.pop(self, None)
        if self in fork.wanting:
            fork.wanting.remove(self)
        if fork.worker is self:
            fork.worker = None
            if self.works:
                fork.pool.stop_work(self.own)
                if self.own.queues:  # interrupted, it waits for a worker
                    fork.has_worker, fork.queues = False, True

    def say(self, kind: StepKind, line: int) -> None:
        """Send a message or an answer."""
        if kind is SEND:
            self.here.send(self.own, line)
        else:
            self.here.answer(line, good=True)

    def branch(self, step: PlanStep) -> Iterator[None]:
        """Take the steps of several branches side by side."""
        self.inner = Group(self.fork, self, step)
        yield from self.inner.run()
        self.inner = None

    def spend(self, line: int) -> Iterator[None]:
        """Handle a line, with the worker or without it."""
        here, execution = self.here, self.own
        run, duration = here.run, here.time[line](here.journey.request)
        risky = run.risky[line]
        if risky and run.faults:
            duration = run.faults.slowed(execution, line, duration)
        # Several branches can have something to end at one instant: each by its own line.
        key = ENDS + here.key + line_key(line)
        if duration and run.lines[line].works:
            yield from self.take_worker()
            if risky and run.faults:
                run.faults.threaten(execution, line, duration)
            self.works = True
            self.fork.pool.start_work(execution, duration, key, self.go)
            yield
            self.works = False
            self.fork.pool.stop_work(execution)
            self.free_worker()
        elif duration:
            yield from self.rest(duration, key)

    def rest(self, duration: int, key: int) -> Iterator[None]:
        """Let time pass that needs no worker."""
        if duration:
            After(self.clock, duration, key, self.go)
            yield
            yield from self.take_worker()
            self.free_worker()

    def finish(self, kind: StepKind, line: int) -> None:
        """A step is over: the execution may fail of it, or die."""
        run, execution = self.here.run, self.own
        if kind is WORK and run.fails(execution, line):
            raise Stopped(Why.FAILURE, self.unsent())
        if kind is WORK:
            self.here.note(line, "happened")
        if run.faults:
            run.faults.strike_after(execution, line)

    def wait(self, ready: Callable[[], bool]) -> Iterator[None]:
        """Wait until something is so, or it has to leave a block."""
        fork = self.fork
        fork.awaiting[self] = None
        while True:
            yield
            if self.leaving >= 0 or ready():
                break
        del fork.awaiting[self]
        self.released = fork.releases

    def resume(self) -> Iterator[None]:
        """Have the worker again that was given back while it waited."""
        if self.released:
            self.released = False
            yield from self.take_worker()
            self.free_worker()

    def look(self) -> None:
        """Go on, if it waits for something that may be so now."""
        if self in self.fork.awaiting or self.inner is not None:
            self.go()

    def take_worker(self) -> Iterator[None]:
        """Have the worker of the execution, at once or when it is free."""
        self.fork.wanting.append(self)
        yield

    def free_worker(self) -> None:
        """Another branch can have it."""
        self.fork.worker = None
