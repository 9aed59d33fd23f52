"""A graph (mermaid's ``graph`` or ``flowchart``) as it was drawn: nodes and edges."""

from dataclasses import dataclass
from enum import Enum

from simkit.model.diagram import Position


class EdgeStroke(Enum):
    """The line of an edge."""

    PLAIN = "plain"  # --> and ==>, whatever their head
    DOTTED = "dotted"  # -.->
    INVISIBLE = "invisible"  # ~~~ : layout only


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node.

    Attributes:
        id: The name used by the edges.
        label: The name shown; the id where none is given.
        shape: Mermaid's short name of its shape ("rect", "cyl", "diam" …); "" where none
            is given.
        at: Where it is first named.
    """

    id: str
    label: str
    shape: str
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One edge; ``A & B --> C`` makes two, and ``A <--> B`` is one.

    Attributes:
        tail: Id of the node (or subgraph) where it starts.
        head: Id of the node (or subgraph) where it ends.
        stroke: Its line.
        both: Whether it has a head at both ends.
        open: Whether it has no arrow head at all (``---``).
        label: Its text, trimmed; may be empty.
        at: Where the edge itself (``-->``) begins.
    """

    tail: str
    head: str
    stroke: EdgeStroke
    both: bool
    open: bool
    label: str
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgraph:
    """A frame around nodes.

    Attributes:
        id: The name used by edges.
        label: The name shown.
        nodes: Ids of the nodes and subgraphs directly inside, in drawn order.
        at: Where it begins.
    """

    id: str
    label: str
    nodes: tuple[str, ...]
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A graph.

    Attributes:
        nodes: In order of appearance.
        edges: In drawn order.
        subgraphs: In the order in which they begin.
        source: The text it was read from.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    subgraphs: tuple[Subgraph, ...]
    source: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Itself as a picture, in a notebook that draws Mermaid."""
        return {"text/vnd.mermaid": self.source, "text/plain": self.source}
