"""What is decided in a scope: which branch is taken, whether there is one more turn.

Whoever decides tells it to everyone who can know: the scopes around its own, as far as they
belong to the same turn of a loop, and not beyond an attempt of a call that is not over.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS
from simkit.engine.reference.course import NOBODY, Course
from simkit.engine.reference.draws import CHANCES
from simkit.engine.reference.events import After, Clock
from simkit.engine.sampling.inverse import ENDLESS
from simkit.model.rule import Chances, Conditions, Turns, When

if TYPE_CHECKING:
    from simkit.engine.reference.call import Call
    from simkit.engine.reference.journey import Journey
    from simkit.engine.reference.run import Run
    from simkit.engine.reference.scope import Scope

Key = tuple[int, int]  # a section, and the turn of a loop, else 0


class Deciding:
    """The decisions of a scope.

    Attributes:
        decisions: What is known here.
        watchers: Who waits for what.
        gone: Blocks that nobody decides any more.
        facts: What has happened in it to the messages that somebody asks for.
    """

    run: "Run"
    journey: "Journey"
    clock: Clock
    region: int
    outer: Any  # the scope around it, if there is one
    call: "Call | None"
    address: str
    key: int

    def __init__(self) -> None:
        self.decisions: dict[Key, int] = {}
        self.watchers: dict[Key, list[Course]] = {}
        self.gone: set[int] = set()
        self.facts: set[tuple[int, str]] = set()

    def around(self, section: int, role: int = -1) -> "Iterator[Scope]":
        """This scope and those around it, as far as a section reaches, for whoever looks."""
        plan = self.run.plan.sections[section]
        bound = plan.reach.get(role, plan.bound)
        scope: Any = self
        while scope is not None:
            yield scope
            if scope.region == bound:
                return
            scope = scope.outer

    def known(self, key: Key, role: int) -> int | None:
        """What was decided, as far as it is known here, to whoever has a part in it."""
        scope: Any = self
        for scope in self.around(key[0], role):
            if key in scope.decisions:
                found: int = scope.decisions[key]
                return found
        while scope is not None:  # in whatever turn: who was to decide does not come any more
            if key[0] in scope.gone:
                return NOBODY
            scope = scope.outer
        return None

    def decided(self, key: Key, outermost: "Scope") -> int | None:
        """What was decided in this scope, or around it as far as another one."""
        scope: Any = self
        while key not in scope.decisions:
            if scope is outermost:
                return None
            scope = scope.outer
        found: int = scope.decisions[key]
        return found

    def decide(self, key: Key, value: int) -> None:
        """Something is decided; what is decided already stays."""
        told: dict[Course, None] = {}
        for scope in self.around(key[0]):
            scope.decisions.setdefault(key, value)
            told |= dict.fromkeys(scope.watchers.pop(key, ()))
            if scope.call is not None and scope.call.may_be_repeated:
                break
        for course in told:
            self.tell(course, key, value)

    def tell(self, course: Course, key: Key, value: int) -> None:
        """Somebody will hear of a decision."""
        plan = self.run.plan.sections[key[0]]
        wakes = plan.wakes[course.own.plan.number]
        here = course.here

        def hear_of(_: object) -> None:
            if not course.is_over:
                course.hear_of(key[0], value)

        After(self.clock, 0, ENDS + here.key + wakes, hear_of)

    def watch(self, key: Key, course: Course) -> None:
        """Somebody wants to know what is decided."""
        for scope in self.around(key[0]):
            scope.watchers.setdefault(key, []).append(course)

    def unwatch(self, key: Key, course: Course) -> None:
        """Somebody does not mind any more."""
        for scope in self.around(key[0]):
            if course in scope.watchers.get(key, ()):
                scope.watchers[key].remove(course)

    # ---------------------------------------------------------------- who decides how

    def choice(self, section: int) -> int:
        """The branch that is taken."""
        rule = self.run.plan.sections[section].rule
        if isinstance(rule, Conditions):
            for number, when in enumerate(rule.whens):
                if when is None or self.has_happened((when,), section):
                    return number
            return len(rule.whens) - 1
        assert isinstance(rule, Chances)
        drawn = self.run.draws.choices[section](self.address)(self.journey.request)
        left = drawn
        for number, share in enumerate(rule.shares):
            left -= round(share * CHANCES)
            if left < 0:
                return number
        return max(number for number, share in enumerate(rule.shares) if share)

    def ends_loop(self, section: int) -> None:
        """A client has seen in a loop that what it waited for has happened."""
        if self.run.plan.sections[section].notices:
            self.journey.notices()

    def pause_before(self, section: int, turn: int) -> int:
        """How long a loop rests before a turn, in ns."""
        rule = self.run.plan.sections[section].rule
        assert isinstance(rule, Turns)
        assert rule.pause is not None
        path = f"{self.address} {turn}" if turn else self.address
        pause = self.run.draws.pauses[section](path)(self.journey.request)
        if rule.growth != 1:
            pause = _grown(pause, rule.growth, turn)
        return pause if rule.cap is None else min(pause, rule.cap)

    def left_out(self, section: int, lines: list[int]) -> list[int]:
        """Of some lines, those in the first branch of a section."""
        return [line for line in lines if (section, 0) in self.run.lines[line].within]

    # ---------------------------------------------------------------- what has happened

    def note(self, line: int, word: str) -> None:
        """Something has happened to a message; in scopes around it, too, it has happened."""
        if self.run.lines[line].watched:
            words = {word, "failed"} if word in ("refused", "timed out") else {word}
            scope: Any = self
            while scope is not None:
                scope.facts.update((line, one) for one in words)
                scope = scope.outer

    def has_happened(self, whens: tuple[When, ...], section: int) -> bool:
        """Whether one of some things has happened, as far as a section looks."""
        looks = self.run.plan.sections[section].looks
        return any(
            (line, when.how) in self.as_wide_as(looks[line]).facts
            for when in whens
            for line in when.lines
        )

    def as_wide_as(self, region: int) -> "Scope":
        """The scope of a region around this one."""
        scope: Any = self
        while scope.outer is not None and scope.region != region:
            scope = scope.outer
        found: Scope = scope
        return found


def _grown(pause: int, growth: float, turn: int) -> int:
    """A pause before a later turn; what no float holds is longer than any run."""
    try:
        return round(pause * growth**turn)
    except OverflowError:
        return ENDLESS if pause else 0
