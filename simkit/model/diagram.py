"""A sequence diagram as drawn: lifelines, arrows, notes, blocks. Nothing is read into it here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Stroke(Enum):
    """The line of an arrow."""

    SOLID = "solid"
    DASHED = "dashed"


class Head(Enum):
    """The head of an arrow."""

    ARROW = "arrow"  # ->> -->>, the headless -> and -->, and half arrows
    OPEN = "open"  # -) --) : only tells
    CROSS = "cross"  # -x --x : lost, or a refusal
    BOTH = "both"  # <<->> <<-->> : a call and its answer


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Position:
    """A place in the text of a diagram.

    Attributes:
        line: From 1.
        column: In characters, from 1.
    """

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifeline:
    """One participant of a diagram.

    Attributes:
        id: The name used by the arrows.
        label: The name shown ("API as Order API"); the id where none is given.
        type: Mermaid's own word: participant, actor, boundary, control, entity,
            database, collections, queue.
        at: Where it is first named.
    """

    id: str
    label: str
    type: str
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One arrow.

    Attributes:
        sender: Id of the lifeline where it starts.
        receiver: Id of the lifeline where it ends; may be the sender.
        stroke: Solid or dashed.
        head: Its head.
        drawn: The arrow as written, "->>".
        label: Its text, trimmed; may be empty.
        at: Where the statement begins.
    """

    sender: str
    receiver: str
    stroke: Stroke
    head: Head
    drawn: str
    label: str
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note; it changes nothing and is shown in timelines.

    Attributes:
        over: Ids of the lifelines it stands at, one or two.
        text: Its text, trimmed.
        at: Where the statement begins.
    """

    over: tuple[str, ...]
    text: str
    at: Position


class BlockKind(Enum):
    """What a block says of the lines inside it."""

    ALT = "alt"
    OPT = "opt"
    LOOP = "loop"
    PAR = "par"
    CRITICAL = "critical"
    BREAK = "break"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One of the parts of a block.

    Attributes:
        label: The text after its word; may be empty.
        statements: What is drawn in it, in drawn order.
        at: Where its word stands (``alt``, ``else``, ``and`` …).
    """

    label: str
    statements: "tuple[Statement, ...]"
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines that a word holds together; ``rect`` and ``box`` are paint and none of these.

    Attributes:
        kind: Which word.
        branches: At least one; more after ``else``, ``and`` or ``option``.
        at: Where the word stands.
    """

    kind: BlockKind
    branches: tuple[Branch, ...]
    at: Position


Statement = Arrow | Note | Block


def arrows_in(statements: tuple[Statement, ...]) -> Iterator[Arrow]:
    """Every arrow, also inside blocks, in drawn order."""
    for item in statements:
        if isinstance(item, Arrow):
            yield item
        elif isinstance(item, Block):
            for branch in item.branches:
                yield from arrows_in(branch.statements)


def labels_in(statements: tuple[Statement, ...]) -> Iterator[str]:
    """The label of every branch of a block, also inside others, in drawn order."""
    for item in statements:
        if isinstance(item, Block):
            for branch in item.branches:
                yield branch.label
                yield from labels_in(branch.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A sequence diagram.

    Attributes:
        lifelines: In order of appearance.
        statements: Arrows, notes and blocks in drawn order.
        source: The text it was read from.
    """

    lifelines: tuple[Lifeline, ...]
    statements: tuple[Statement, ...]
    source: str

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The arrows alone, in drawn order, those inside blocks too."""
        return tuple(arrows_in(self.statements))

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Itself as a picture, in a notebook that draws Mermaid."""
        return {"text/vnd.mermaid": self.source, "text/plain": self.source}

    def lifeline(self, name: str) -> Lifeline | None:
        """The lifeline with this id or label; None where there is none."""
        by_id = {line.id: line for line in self.lifelines}
        by_label = {line.label: line for line in self.lifelines}
        return by_id.get(name) or by_label.get(name)
