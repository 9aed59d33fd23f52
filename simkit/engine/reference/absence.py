"""What never comes, as somebody has stopped: who waits for it is told no."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simkit.engine.reference.course import NOBODY
from simkit.engine.reference.deciding import Deciding
from simkit.engine.reference.reasons import Why
from simkit.model.rule import Turns

if TYPE_CHECKING:
    from simkit.engine.reference.call import Call
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.scope import Scope
    from simkit.engine.reference.stored import Copy


class Absence(Deciding):
    """What does not happen in a scope."""

    copy: "Copy | None"
    calls: "dict[int, Call]"
    turns: "dict[tuple[int, int], Scope]"
    withheld: frozenset[int] = frozenset()  # answers to others that it will not give

    def find(self, number: int) -> "Execution | None":
        """The execution of this number that belongs to what happens here."""
        raise NotImplementedError

    def answer(self, line: int, good: bool, why: Why = Why.FAILURE) -> None:
        """An answer leaves."""
        raise NotImplementedError

    def leaves_work(self, lines: list[int]) -> bool:
        """Whether something is left undone if some lines are never sent."""
        plans = [self.run.lines[line] for line in lines]
        return any(plan.starts >= 0 or plan.lost for plan in plans)

    def never_leave(self, number: int, lines: Iterable[int], why: Why = Why.FAILURE) -> None:
        """An execution has stopped before it could send some lines: what follows never comes.

        Args:
            number: The execution, if it does nothing more; else -1.
            lines: What it does not send.
            why: What those are told who wait for it.
        """
        plans = [self.run.lines[line] for line in lines]
        missing = frozenset[int]().union(*(plan.missing for plan in plans))
        nobody = frozenset({number}).union(*(plan.unbegun for plan in plans))
        self.never_comes(missing, nobody, why)

    def never_comes(self, missing: frozenset[int], nobody: frozenset[int], why: Why) -> None:
        """Some answers are never given, and some executions never begin, or do nothing more."""
        if self.run.plan.sections:
            self.undecided(nobody)
        for line in sorted(missing):
            plan = self.run.lines[line]
            if plan.to >= 0 and plan.to not in nobody:
                if not self.off_path(line):
                    self.say_no(line, why)
            elif plan.settles >= 0:
                delivery = self.find(plan.settles)
                if delivery is not None:
                    delivery.fall_through()

    def say_no(self, line: int, why: Why = Why.FAILURE) -> None:
        """Tell no to whoever waits for an answer; outside, only when nothing will give it."""
        region = self.run.region_of[self.run.lines[line].to]
        scope: Any = self
        while scope.region != region and scope.outer is not None:
            if scope.call is not None and scope.call.hears(line):
                break
            copy_goes_on = scope.copy is not None and not scope.copy.over
            if copy_goes_on or (scope.call is not None and not scope.call.over):
                scope.withheld |= {line}
                return
            scope = scope.outer
        self.answer(line, good=False, why=why)

    def handled(self, line: int) -> None:
        """That a call has come to nothing is dealt with by whoever made it."""
        for call in self.calls.values():
            if call.hears(line):
                call.is_handled = True
        for turn in self.turns.values():
            turn.handled(line)

    def off_path(self, line: int) -> bool:
        """Whether a line is in a branch that is not taken, as whoever waits for it knows."""
        plan = self.run.lines[line]
        for section, branch in plan.within:
            if plan.to in self.run.plan.sections[section].wakes:
                value = self.known((section, 0), plan.to)
                if value is not None and value not in (branch, NOBODY):
                    return True
        return False

    def undecided(self, nobody: frozenset[int]) -> None:
        """Those who were to decide do not come: nothing of their blocks happens."""
        for number, section in enumerate(self.run.plan.sections):
            if section.decider in nobody:
                turns = isinstance(section.rule, Turns)
                last = max((turn for one, turn in self.decisions if one == number), default=-1)
                key = (number, last + 1 if turns else 0)
                if self.known(key, section.decider) is None:
                    self.decide(key, NOBODY)
                    if section.bound >= 0:
                        self.is_given_up(number)

    def is_given_up(self, section: int) -> None:
        """A block in a loop is decided no more, in none of its turns."""
        self.gone.add(section)
        waiting = {
            course: key
            for scope in self.journey.scopes
            for key, courses in scope.watchers.items()
            if key[0] == section
            for course in courses
        }
        for course, key in waiting.items():
            self.tell(course, key, NOBODY)
