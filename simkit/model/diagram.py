"""A sequence diagram as it was drawn: lifelines, arrows, notes. Nothing is read into it here."""

from dataclasses import dataclass
from enum import Enum


class Stroke(Enum):
    """The line of an arrow."""

    SOLID = "solid"
    DASHED = "dashed"


class Head(Enum):
    """The head of an arrow."""

    ARROW = "arrow"  # ->> -->> and the headless -> and -->
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A sequence diagram.

    Attributes:
        lifelines: In order of appearance.
        statements: Arrows and notes in drawn order.
        source: The text it was read from.
    """

    lifelines: tuple[Lifeline, ...]
    statements: tuple[Arrow | Note, ...]
    source: str

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The arrows alone, in drawn order."""
        return tuple(item for item in self.statements if isinstance(item, Arrow))

    def lifeline(self, name: str) -> Lifeline | None:
        """The lifeline with this id or label; None where there is none."""
        by_id = {line.id: line for line in self.lifelines}
        by_label = {line.label: line for line in self.lifelines}
        return by_id.get(name) or by_label.get(name)
