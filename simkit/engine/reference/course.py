"""The course of an execution, or of one branch of it: its steps, one after the other.

Of a block it takes one branch, or one again and again, or another one when the first comes to
nothing. Who is told no stops where it is told; a block around it may handle that.
"""

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING

from simkit.engine.plan import PlanStep, flat_lines
from simkit.engine.reference.reasons import WORD, Left, Stopped, Why
from simkit.model.rule import Handlers, Turns
from simkit.model.script import StepKind

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.scope import Scope

WORK, SEND, ANSWER, AWAIT = StepKind.WORK, StepKind.SEND, StepKind.ANSWER, StepKind.AWAIT
CHOOSE, REPEAT, TRY, FAIL = StepKind.CHOOSE, StepKind.REPEAT, StepKind.TRY, StepKind.FAIL
NOBODY = -1  # what was decided where nobody came to decide
Branches = tuple[tuple[PlanStep, ...], ...]


class Frame:
    """Some steps that are taken one after the other, and the number of the present one."""

    __slots__ = ("number", "steps")

    def __init__(self, steps: tuple[PlanStep, ...]) -> None:
        self.steps, self.number = steps, 0

    def lines(self) -> list[int]:
        """The lines that are sent by what comes next."""
        return flat_lines(self.steps[self.number + 1 :])


class Course:
    """Whatever takes steps: an execution, or one of its branches.

    Attributes:
        here: The scope that it is in.
        frames: The steps that it is at, those of inner blocks last.
        awaited: The answer that it waits for, or -1.
        firsts: The answers of which each would tell it what was decided.
        leaving: The block that it has to leave, or -1.
        trials: The blocks that it is in and that can go on elsewhere, outermost first.
        released: Whether it has given its worker to others while it waits.
    """

    here: "Scope"
    awaited = -1
    firsts: frozenset[int] = frozenset()
    leaving = -1
    trials: tuple[int, ...] = ()
    released = False

    def __init__(self) -> None:
        self.frames: list[Frame] = []

    # ---------------------------------------------------------------- what it can do

    @property
    def own(self) -> "Execution":
        """The execution that it is, or is a branch of."""
        raise NotImplementedError

    @property
    def is_over(self) -> bool:
        """Whether it does nothing any more."""
        raise NotImplementedError

    def go(self, _: object = None) -> None:
        """What it waited for has happened."""
        raise NotImplementedError

    def spend(self, line: int) -> Iterator[None]:
        """Handle a line, with the worker or without it."""
        raise NotImplementedError

    def rest(self, duration: int, key: int) -> Iterator[None]:
        """Let time pass that needs no worker; ``key`` is that of the event at its end."""
        raise NotImplementedError

    def wait(self, ready: Callable[[], bool]) -> Iterator[None]:
        """Wait until something is so, or it has to leave a block."""
        raise NotImplementedError

    def resume(self) -> Iterator[None]:
        """Have the worker again that it gave back while it waited."""
        raise NotImplementedError

    def say(self, kind: StepKind, line: int) -> None:
        """Send a message or an answer."""
        raise NotImplementedError

    def branch(self, step: PlanStep) -> Iterator[None]:
        """Take the steps of several branches side by side."""
        raise NotImplementedError

    def finish(self, kind: StepKind, line: int) -> None:
        """A step is over: it may have come to nothing, or be the last."""
        raise NotImplementedError

    # ---------------------------------------------------------------- its steps

    def follow(self, steps: tuple[PlanStep, ...]) -> Iterator[None]:
        """Take some steps one after the other."""
        run, frame = self.here.run, Frame(steps)
        risky, paces = run.risky, run.paces
        self.frames.append(frame)
        for frame.number, (kind, line, branches) in enumerate(steps):
            if kind is WORK:
                yield from self.spend(line)
            elif kind is AWAIT:
                yield from self.hear(line)
            elif kind is SEND or kind is ANSWER:
                if paces:
                    yield from run.senders.in_turn(self, kind, line)
                self.say(kind, line)
            else:
                yield from self.block(kind, line, branches)
            if risky[line] or branches or self.leaving >= 0:
                self.look_round(kind, line)
                if self.is_over:
                    return
        self.frames.pop()

    def look_round(self, kind: StepKind, line: int) -> None:
        """After a step: it may have come to nothing, been the last, or be of no use any more."""
        if kind in (WORK, SEND, ANSWER) and self.here.run.risky[line] and not self.is_over:
            self.finish(kind, line)
        if self.leaving >= 0 and not self.is_over:
            raise Left(self.leaving)

    def unsent(self) -> list[int]:
        """The lines that come after what it is at, if it does nothing more."""
        return [line for frame in reversed(self.frames) for line in frame.lines()]

    def hear(self, line: int) -> Iterator[None]:
        """Have the answer to a call, now or when it comes; told no, stop."""
        here = self.here
        heard = here.heard
        if line not in heard:
            self.awaited = line
            yield from self.wait(lambda: line in heard)
            self.awaited = -1
        if self.leaving >= 0:
            return
        if not heard[line] and not here.run.tolerated[line]:
            raise Stopped(here.why.get(line, Why.FAILURE), self.unsent(), line)
        if self.released:
            yield from self.resume()

    def hears(self, line: int, home: "Scope") -> bool:
        """Whether it waits for an answer that has come to a scope."""
        return self.here is home and (self.awaited == line or line in self.firsts)

    # ---------------------------------------------------------------- its blocks

    def block(self, kind: StepKind, section: int, branches: Branches) -> Iterator[None]:
        """Take the steps of a block."""
        if kind is CHOOSE:
            return self.choose(section, branches)
        if kind is REPEAT:
            return self.turns(section, branches[0])
        if kind is TRY:
            return self.try_out(section, branches)
        if kind is FAIL:
            raise Stopped(Why.FAILURE, self.unsent(), drawn=True)
        return self.branch((kind, section, branches))

    def decides(self, section: int) -> bool:
        """Whether it is the one who decides what a block does."""
        return self.here.run.plan.sections[section].decider == self.own.plan.number

    def choose(self, section: int, branches: Branches) -> Iterator[None]:
        """Take one branch: the one that it chooses, or that somebody else has chosen."""
        key = (section, 0)
        if self.decides(section):
            # Once is enough: it may come by again below, where the drawing depends on it.
            known = self.here.decided(key, self.own.scope)
            chosen = self.here.choice(section) if known is None else known
            self.here.decide(key, chosen)
        else:
            yield from self.learn(key, branches)
            chosen = self.learnt(key, branches)
        self.pass_by(branches, chosen)
        if chosen != NOBODY and branches[chosen]:
            yield from self.follow(branches[chosen])

    def pass_by(self, branches: Branches, chosen: int) -> None:
        """What it would begin in the other branches is never begun: it decides nothing."""
        lines = self.here.run.lines
        begins = [
            frozenset(one for line in flat_lines(branch) for one in lines[line].unbegun)
            for branch in branches
        ]
        never = frozenset[int]().union(*(one for n, one in enumerate(begins) if n != chosen))
        self.here.undecided(never - begins[chosen] if chosen != NOBODY else never)

    def learn(self, key: tuple[int, int], branches: Branches) -> Iterator[None]:
        """Wait until it is clear what was decided: by what arrives, or by hearing of it."""
        if self.learnt(key, branches) is not None:
            return
        self.firsts = frozenset(branch[0][1] for branch in branches if _begins(branch))
        self.here.watch(key, self)
        yield from self.wait(lambda: self.learnt(key, branches) is not None)
        self.firsts = frozenset()
        self.here.unwatch(key, self)
        if self.leaving >= 0:
            raise Left(self.leaving)
        yield from self.resume()

    def knows(self, key: tuple[int, int]) -> int | None:
        """What was decided, as far as it is known where it is."""
        return self.here.known(key, self.own.plan.number)

    def learnt(self, key: tuple[int, int], branches: Branches) -> int:
        """What was decided, as far as it can know; None if it cannot yet."""
        known = self.knows(key)
        arriving = [number for number, branch in enumerate(branches) if _begins(branch)]
        # Where nobody came to decide, an answer that is waited for says no in due course.
        if known is not None and not (known == NOBODY and arriving):
            return known
        for number in arriving:
            if branches[number][0][1] in self.here.heard:
                return number
        return None  # type: ignore[return-value] # asked for before it is used

    def turns(self, section: int, body: tuple[PlanStep, ...]) -> Iterator[None]:
        """Take the steps of a loop again and again."""
        base, rule = self.here, self.here.run.plan.sections[section].rule
        assert isinstance(rule, Turns)
        decides = self.decides(section)
        polls = base.run.plan.sections[section].polls and self.own.parent is None
        if decides and polls and not self.unsent():
            self.own.only_polls()
        for turn in range(rule.most):
            going = yield from self.begin_turn(section, turn, body, decides=decides)
            if not going:
                break
            yield from self.follow(body)
            if self.is_over:
                return
            self.here = base
            if decides and rule.until and base.has_happened(rule.until, section):
                base.decide((section, turn + 1), NOBODY)
                base.ends_loop(section)
                break
        else:
            if decides and rule.until:
                raise Stopped(Why.TIMEOUT, self.unsent())
        self.here = base

    def begin_turn(
        self, section: int, turn: int, body: tuple[PlanStep, ...], *, decides: bool
    ) -> Generator[None, None, bool]:
        """Begin a turn of a loop, if there is one."""
        base, plan = self.here, self.here.run.plan.sections[section]
        rule, key = plan.rule, (section, turn)
        assert isinstance(rule, Turns)
        here = base.turn(section, turn)
        if decides and rule.until:
            base.decide(key, 0)
        if decides and rule.pause is not None:
            yield from self.rest(base.pause_before(section, turn), base.key + plan.key)
        self.here = here
        if not decides and rule.until:
            yield from self.learn(key, (body,))
            return self.learnt(key, (body,)) != NOBODY
        return True

    def try_out(self, section: int, branches: Branches) -> Iterator[None]:
        """Take the steps of a block; if they come to nothing, those of an option for it."""
        here, place, key = self.here, len(self.frames), (section, 0)
        self.trials += (section,)
        here.watch(key, self)
        out: list[int] = []  # what is left of the block when it is left
        try:
            yield from self.try_body(section, branches)
        except Stopped as stopped:
            self.handle(section, here, stopped)
            out = stopped.lines
        except Left as left:
            if left.section != section:
                raise
            out = [line for frame in self.frames[place:] for line in frame.lines()]
        if self.is_over:
            return
        self.quit_trial(section, here)
        if self.decides(section):
            here.decide(key, 0)
        del self.frames[place:]
        here.never_leave(-1, here.left_out(section, out))
        if self.released:
            yield from self.resume()
        chosen = self.knows(key) or 0
        self.pass_by(branches, max(chosen, 0))
        if chosen > 0 and branches[chosen]:
            yield from self.follow(branches[chosen])

    def try_body(self, section: int, branches: Branches) -> Iterator[None]:
        """The first branch, and until it is clear that no option is taken."""
        key = (section, 0)
        if not self.knows(key):
            yield from self.follow(branches[0])
        if not self.is_over and not self.decides(section) and any(branches[1:]):
            yield from self.learn(key, ((),))

    def handle(self, section: int, here: "Scope", stopped: Stopped) -> None:
        """Something has come to nothing: an option for it is taken, or it goes on outwards."""
        option = self.option(section, stopped.why)
        if not option or here.known((section, 0), self.own.plan.number):
            raise stopped
        self.quit_trial(section, here)
        here.decide((section, 0), option)
        here.handled(stopped.line)
        for group in stopped.groups:
            group.is_handled = True

    def quit_trial(self, section: int, here: "Scope") -> None:
        """It is out of a block that could go on elsewhere."""
        self.here, self.leaving = here, -1
        self.trials = tuple(one for one in self.trials if one != section)
        here.unwatch((section, 0), self)
        for call in here.calls.values():
            if call.sender is self.own and (section, 0) in call.plan.within:
                call.is_skipped()

    def option(self, section: int, why: Why) -> int:
        """The branch that handles something that has come to nothing; 0: none does."""
        rule = self.here.run.plan.sections[section].rule
        assert isinstance(rule, Handlers)
        for number, reasons in enumerate(rule.reasons):
            if WORD[why] in reasons:
                return number + 1
        return 0

    def hear_of(self, section: int, value: int) -> None:
        """Somebody has decided what a block does."""
        rule = self.here.run.plan.sections[section].rule
        if isinstance(rule, Handlers) and value > 0 and section in self.trials:
            outer = self.trials.index(self.leaving) if self.leaving >= 0 else len(self.trials)
            if self.trials.index(section) < outer:
                self.leaving = section
        self.look()

    def look(self) -> None:
        """Go on, if it waits for something that may be so now."""
        raise NotImplementedError


def _begins(branch: tuple[PlanStep, ...]) -> bool:
    """Whether the first that happens in a branch is that an answer arrives."""
    return bool(branch) and branch[0][0] is AWAIT
