"""When something happens, as what has to happen before it: times in a row, not yet numbers.

An instant of a journey is a *path*: everything that takes time on the way from the intended start
to it. Two instants of one journey share the beginning of their paths, up to where the journey
divides, which is how it can be told what waits for what, and what depends on what.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from simkit.model.distribution import Constant, Distribution
from simkit.units import SECOND


@dataclass(frozen=True, slots=True)
class Draw:
    """A time that is drawn for each request: work, a pause, or the way of a message.

    Attributes:
        kind: "work" or "network"; each has draws of its own.
        line: Number of the line that it belongs to.
        stream: Name of its draws.
        repetition: Which of the draws of that name; equal addresses draw equal luck.
        law: Of the time.
    """

    kind: str
    line: int
    stream: str
    repetition: int
    law: Distribution

    @property
    def address(self) -> tuple[str, str, int]:
        """Where its luck comes from."""
        return self.kind, self.stream, self.repetition

    @property
    def varies(self) -> bool:
        """Whether it is not the same for every request."""
        return not isinstance(self.law, Constant)


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait for a worker of a pool.

    Attributes:
        pool: Its id.
        execution: Number of the execution that waits.
        number: How often the execution has waited before.
    """

    pool: str
    execution: int
    number: int


@dataclass(frozen=True, slots=True)
class Longest:
    """Several ways from one instant, of which the longest decides.

    Attributes:
        branches: What is on each of them, at least two.
    """

    branches: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A time that nothing can be said about, with the reason."""

    reason: str


Part = Draw | Wait | Longest | Unclear
Path = tuple[Part, ...]


def begins(path: Path, other: Path) -> bool:
    """Whether the second is the first, or goes on from it."""
    return other[: len(path)] == path


def is_before(path: Path, other: Path) -> bool:
    """Whether an instant is never later than another, whatever is drawn.

    >>> one, two = (Wait("A", 1, 0),), (Wait("B", 2, 0),)
    >>> is_before(one, (Longest((one, two)),)), is_before((Longest((one, two)),), one)
    (True, False)
    """
    shared = _shared([path, other])
    rest, beyond = path[shared:], other[shared:]
    if not rest:
        return True
    if len(rest) == 1 and isinstance(rest[0], Longest):
        return all(is_before(branch, beyond) for branch in rest[0].branches)
    if not beyond or not isinstance(beyond[0], Longest):
        return False
    return any(is_before(rest, branch) for branch in beyond[0].branches)


def latest(paths: Iterable[Path]) -> Path:
    """The instant at which the last of several has come.

    >>> one = (Wait("A", 1, 0),)
    >>> latest([(), one]) == one
    True
    """
    ways: list[Path] = []
    for path in sorted(paths, key=len, reverse=True):
        if not any(is_before(path, way) for way in ways):
            ways = [*(way for way in ways if not is_before(way, path)), path]
    if len(ways) == 1:
        return ways[0]
    shared = _shared(ways)
    rests = [way[shared:] for way in ways]
    rests = [rest for n, rest in enumerate(rests) if not _is_shorter(rest, n, rests)]
    if len(rests) == 1:
        return ways[0][:shared] + rests[0]
    # Ways that part later are one branch until they do.
    groups: dict[int, list[Path]] = {}
    for rest in rests:
        alike = next(n for n, other in enumerate(rests) if other[:1] == rest[:1])
        groups.setdefault(alike, []).append(rest)
    branches = [latest(group) for group in groups.values()]
    if len(branches) == 1:
        return ways[0][:shared] + branches[0]
    return (*ways[0][:shared], Longest(tuple(_flat(branches))))


def _flat(branches: Iterable[Path]) -> Iterator[Path]:
    """The longest of several, one of which is itself the longest of some: of all together."""
    for branch in branches:
        if len(branch) == 1 and isinstance(branch[0], Longest):
            yield from branch[0].branches
        else:
            yield branch


def _shared(paths: Sequence[Path]) -> int:
    """How many parts all paths begin with."""
    return min(_together(paths[0], other) for other in paths[1:])


def _together(one: Path, other: Path) -> int:
    """How many parts two paths begin with: found by halving, as whole slices compare fast."""
    low, high = 0, min(len(one), len(other)) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle)
    return low


def _is_shorter(rest: Path, number: int, rests: Sequence[Path]) -> bool:
    """Whether a way of constant length is never longer than another way."""
    length = fixed(rest)
    if length is None:
        return False
    for n, other in enumerate(rests):
        same = fixed(other)
        earlier = same is None or same > length or (same == length and n < number)
        if n != number and at_least(other) >= length and earlier:
            return True
    return False


def fixed(path: Path) -> float | None:
    """How long a path of constants takes in seconds; None if it holds anything else.

    >>> fixed((Draw("network", 0, "API.Ask", 0, Constant(value=500_000)),))
    0.0005
    """
    total = 0
    for part in path:
        if not (isinstance(part, Draw) and isinstance(part.law, Constant)):
            return None
        total += part.law.value
    return total / SECOND


def at_least(path: Path) -> float:
    """What the constants of a path come to, in seconds; the rest takes time too."""
    constants = [
        part.law.value for part in path if isinstance(part, Draw) and isinstance(part.law, Constant)
    ]
    return sum(constants) / SECOND


def everything(path: Path) -> Iterator[Part]:
    """All parts of a path, those on its branches too, before what holds them."""
    for part in path:
        if isinstance(part, Longest):
            for branch in part.branches:
                yield from everything(branch)
        yield part


def waits(path: Path) -> list[Wait]:
    """All waits of a path, those on its branches too."""
    return [part for part in everything(path) if isinstance(part, Wait)]


def unclear(path: Path) -> str:
    """Why nothing can be said of a path, or ""."""
    return next((part.reason for part in everything(path) if isinstance(part, Unclear)), "")
