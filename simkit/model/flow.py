"""What each step of an execution follows: one step, all branches of a fork, one of several."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from simkit.model.script import Step, StepKind

Ways = tuple[tuple[int, int], ...]  # blocks by number, outermost first, each with a branch


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """The beginning of the execution."""


@dataclass(frozen=True, slots=True, eq=False)
class After:
    """The end of a step, by its number among those that have a line."""

    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """All branches of a fork are over."""

    ends: "tuple[Entry, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Into:
    """A branch of a block begins; an option, when the body has come to nothing."""

    section: int
    branch: int
    before: "Entry"
    body: "Entry | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Whichever branch was taken is over."""

    section: int
    ends: "tuple[Entry, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """The last turn of a loop is over."""

    section: int
    into: Into
    end: "Entry"


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """The body is over, or an option in its place."""

    section: int
    ends: "tuple[Entry, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Enough branches are over."""

    section: int
    before: "Entry"
    ends: "tuple[Entry, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Never:
    """Nothing comes after a failure."""


Entry = Start | After | Both | Into | Chosen | Again | Tried | Gathered | Never


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The steps of an execution that have a line, by number in drawn order.

    Attributes:
        entries: What each follows.
        ways: The branches of blocks that it stands in, within the execution.
        forks: The branches of forks that it stands in.
        end: What the end of the execution follows.
    """

    entries: tuple[Entry, ...]
    ways: tuple[Ways, ...]
    forks: tuple[Ways, ...]
    end: Entry

    def follows(self) -> Iterator[tuple[int, int]]:
        """Each step with each of those that it can follow at once."""
        known: dict[int, frozenset[int]] = {}
        for number, entry in enumerate(self.entries):
            for before in sorted(_ends(entry, known)):
                yield before, number

    def handles(self) -> Iterator[tuple[int, int]]:
        """The last steps of each body with the first of the options in its place."""
        known: dict[int, frozenset[int]] = {}
        for number, entry in enumerate(self.entries):
            if isinstance(entry, Into) and entry.body is not None:
                for last in sorted(_ends(entry.body, known)):
                    yield last, number

    def possible(self, stops: Collection[int]) -> frozenset[int]:
        """The steps that can happen if nothing is done after some of them."""
        known: dict[int, bool] = {}
        found: set[int] = set()

        def after(step: int) -> bool:
            return step in found and step not in stops

        for number, entry in enumerate(self.entries):
            if _reached(entry, after, known):
                found.add(number)
        return frozenset(found)


def flow_of(steps: tuple[Step, ...]) -> Flow:
    """What each step of an execution follows."""
    writer = _Writer()
    end = writer.along(steps, Start(), (), ())
    return Flow(
        entries=tuple(writer.entries),
        ways=tuple(writer.ways),
        forks=tuple(writer.forks),
        end=end,
    )


class _Writer:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.ways: list[Ways] = []
        self.forks: list[Ways] = []
        self.number = 0  # of forks

    def along(self, steps: tuple[Step, ...], before: Entry, ways: Ways, forks: Ways) -> Entry:
        """Write down some steps; what comes after them follows what is returned."""
        for step in steps:
            if step.kind is StepKind.FAIL:
                before = Never()
            elif step.kind is StepKind.FORK:
                self.number += 1
                fork = self.number
                ends = [
                    self.along(branch, before, ways, (*forks, (fork, number)))
                    for number, branch in enumerate(step.branches)
                ]
                before = Both(tuple(ends))
            elif step.branches:
                before = self.block(step, before, ways, forks)
            else:
                self.entries.append(before)
                self.ways.append(ways)
                self.forks.append(forks)
                before = After(len(self.entries) - 1)
        return before

    def block(self, step: Step, before: Entry, ways: Ways, forks: Ways) -> Entry:
        section = step.line
        intos: list[Into] = []
        ends: list[Entry] = []
        for number, branch in enumerate(step.branches):
            body = ends[0] if step.kind is StepKind.TRY and number else None
            intos.append(Into(section, number, before, body))
            ends.append(self.along(branch, intos[-1], (*ways, (section, number)), forks))
        if step.kind is StepKind.CHOOSE:
            return Chosen(section, tuple(ends))
        if step.kind is StepKind.REPEAT:
            return Again(section, intos[0], ends[0])
        if step.kind is StepKind.TRY:
            return Tried(section, tuple(ends))
        return Gathered(section, before, tuple(ends))


def _ends(entry: Entry, known: dict[int, frozenset[int]]) -> frozenset[int]:
    """The steps whose end is the end of what is followed."""
    if id(entry) not in known:
        match entry:
            case After():
                found = frozenset({entry.step})
            case Both() | Chosen() | Tried() | Gathered():
                found = frozenset[int]().union(*(_ends(end, known) for end in entry.ends))
            case Into():
                found = _ends(entry.before, known)
            case Again():
                found = _ends(entry.end, known)
            case _:
                found = frozenset()
        known[id(entry)] = found
    return known[id(entry)]


def _reached(entry: Entry, after: Callable[[int], bool], known: dict[int, bool]) -> bool:
    """Whether what is followed can happen."""
    if id(entry) not in known:
        match entry:
            case After():
                found = after(entry.step)
            case Both():
                found = all(_reached(end, after, known) for end in entry.ends)
            case Chosen() | Tried() | Gathered():
                found = any(_reached(end, after, known) for end in entry.ends)
            case Into():
                found = _reached(entry.before, after, known)
            case Again():
                found = _reached(entry.end, after, known)
            case _:
                found = isinstance(entry, Start)
        known[id(entry)] = found
    return known[id(entry)]


def over(entry: Entry) -> frozenset[int]:
    """The loops that are over where a step follows this."""
    match entry:
        case Again():
            return over(entry.end) | {entry.section}
        case Into():
            return over(entry.before)
        case Both():
            return frozenset[int]().union(*(over(end) for end in entry.ends))
        case _:
            return frozenset()
