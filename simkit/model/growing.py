"""Executions and stored messages while a drawing is being read."""

from dataclasses import dataclass, field

from simkit.model.script import Step

Within = tuple[tuple[int, int], ...]  # blocks, outermost first, each with the number of a branch
ALWAYS: frozenset[Within] = frozenset({()})


@dataclass
class Growing:
    """An execution while it is being read.

    Attributes:
        index: Its number.
        lifeline: On which it runs.
        started_by: The line that starts it, or -1.
        root: The journey it belongs to.
        steps: Its steps outside the branch that is being read.
        role: The first of the executions of which only one begins, drawn in different branches.
        members: Of the first of them, the numbers of all.
        paths: The branches of blocks that are over in which it begins; one of these ways has to
            be taken for it to be there.
        fickle: Whether it begins in some turns of a loop that is over, or only when something
            has failed.
    """

    index: int
    lifeline: str
    started_by: int
    root: int
    steps: list[Step] = field(default_factory=list)
    role: int = -1
    members: list[int] = field(default_factory=list)
    paths: frozenset[Within] = ALWAYS
    fickle: bool = False

    def __post_init__(self) -> None:
        self.role, self.members = self.index, [self.index]


@dataclass
class Stored:
    """A message in a broker while the drawing is read.

    Attributes:
        line: The line that put it there.
        sender: Lifeline that put it there.
        broker: Where it is.
        label: Its text.
        confirmed: Whether its sender has been answered.
        taken_by: The lifelines it was delivered to.
        paths: On which of the branches above it is still there.
    """

    line: int
    sender: str
    broker: str
    label: str
    confirmed: bool = False
    taken_by: list[str] = field(default_factory=list)
    paths: frozenset[Within] = frozenset({()})
