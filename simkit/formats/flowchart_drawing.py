"""What the statements of a mermaid graph draw: nodes, edges and subgraphs (mermaid 11.17's flowDb).

Each statement comes as a tree of `flowchart.lark`, in the order of the text. What only a whole
graph shows to be wrong (an ``end`` too many, the style of an edge that is not there) is noted
apart, to be told only when everything else is right.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from lark import Token, Tree

from simkit.errors import Problem
from simkit.formats.flowchart_problems import FORMS
from simkit.formats.flowchart_shapes import BRACKETS, ShapeData, WrongData, read_shape_data
from simkit.formats.flowchart_text import shown
from simkit.formats.mermaid_problems import Page
from simkit.model.diagram import Position
from simkit.model.graph import Edge, EdgeStroke, Graph, Node, Subgraph

MOST_EDGES = 500  # mermaid's own limit


@dataclass(slots=True, kw_only=True)
class _Drawn:
    """A node while its graph is read; label None: its id."""

    at: Token
    label: str | None = None
    shape: str = ""


@dataclass(slots=True, kw_only=True)
class _Frame:
    """A subgraph while it is read."""

    at: Token
    id: str | None  # None until mermaid makes one up
    label: str
    nodes: list[str] = field(default_factory=list)


class Drawing:
    """What has been drawn so far.

    Args:
        page: Tells where a token stands, and takes what is wrong.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.nodes: dict[str, _Drawn] = {}
        self.edges: list[Edge] = []
        self.edge_ids: set[str] = set()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.frames: list[_Frame] = []
        self.open_frames: list[_Frame] = []
        self.ended: list[str] = []  # ids of subgraphs
        self.framed: set[str] = set()
        self.is_full = False
        self.idle: list[Problem] = []  # told only when all else is right

    def graph(self, source: str) -> Graph:
        """What was read."""
        frames = {frame.id for frame in self.frames}
        return Graph(
            nodes=tuple(
                Node(
                    id=name,
                    label=name if node.label is None else node.label,
                    shape=node.shape,
                    at=self._position(node.at),
                )
                for name, node in self.nodes.items()
                if name not in frames
            ),
            edges=tuple(self.edges),
            subgraphs=tuple(
                Subgraph(
                    id=frame.id or "",
                    label=frame.label,
                    nodes=tuple(frame.nodes),
                    at=self._position(frame.at),
                )
                for frame in self.frames
            ),
            source=source,
        )

    def unmatched(self) -> list[Problem]:
        """What is wrong with the graph as a whole."""
        problems = list(self.idle)
        for frame in self.open_frames:
            found = f"the subgraph '{frame.label}', which does not end"
            expected = "'end' on a line below it"
            problems.append(self.page.problem(self._position(frame.at), found, expected))
        return problems

    def statement(self, tree: Tree[Token]) -> None:
        """Draw one statement."""
        for part in tree.children:
            if isinstance(part, Tree):
                getattr(self, f"_{part.data}")(part)
            elif part.type == "END":
                self._end(part)

    def _chain(self, tree: Tree[Token]) -> None:
        """Nodes and the edges between them."""
        tails: list[str] = []
        heads: list[str] = []
        link: Tree[Token] | None = None
        said: Tree[Token] | None = None  # mermaid reads it behind the node that follows "&"
        about = ""
        for part in (child for child in tree.children if isinstance(child, Tree)):
            if part.data == "shape_data":
                said, about = part, heads[-1]
                continue
            if part.data == "node":
                heads.append(self._node(part))
            self._shape_data(about, said)
            said = None
            if part.data == "link":
                self._connect(tails, link, heads)
                tails, link, heads = heads, part, []
        self._shape_data(about, said)
        self._connect(tails, link, heads)

    def _node(self, tree: Tree[Token]) -> str:
        """The id of a node, which is noted with what its brackets say."""
        name = tree.children[0]
        assert isinstance(name, Tree)
        tokens = [part for part in tree.children if isinstance(part, Token)]
        kinds = [token.type for token in tokens if token.type != "STYLE_SEPARATOR"]
        shape = kinds and (BRACKETS.get((kinds[0], kinds[1])) or BRACKETS[kinds[0], kinds[-1]])
        texts = [shown(_text(part)) for part in tree.find_data("text")]
        return self._vertex(name, texts[0] if texts else None, shape or "")

    def _vertex(self, name: Tree[Token], label: str | None = None, shape: str = "") -> str:
        identity = _text(name)
        if identity not in self.edge_ids:
            first = name.children[0]
            assert isinstance(first, Token)
            node = self.nodes.setdefault(identity, _Drawn(at=first))
            node.label = node.label if label is None else label
            node.shape = shape or node.shape
        return identity

    def _shape_data(self, name: str, tree: Tree[Token] | None) -> None:
        """What ``@{…}`` says of a node; of an edge or a subgraph it is paint."""
        if tree is None:
            return
        tokens = [part for part in tree.children if isinstance(part, Token)]
        wrong = read_shape_data("".join(part for part in tokens if part != "@{"))
        is_node = name not in self.edge_ids and name not in self.ended
        if isinstance(wrong, WrongData):
            if is_node or not wrong.for_nodes:
                begin = (tokens[0].start_pos or 0) + len("@{")
                at = self.page.position(begin + wrong.at)
                self.page.refuse(at, wrong.found, wrong.expected, wrong.meant)
        elif is_node:
            self._reshape(name, wrong)

    def _reshape(self, name: str, said: ShapeData) -> None:
        node = self.nodes[name]
        node.shape = said.shape or node.shape
        if said.label is not None:
            node.label = shown(said.label)
        if said.pictured and not (said.label or "").strip() and node.label in (None, name):
            node.label = ""

    def _connect(self, tails: list[str], link: Tree[Token] | None, heads: list[str]) -> None:
        """One edge from each of the tails to each of the heads."""
        for name in heads:
            if self.open_frames:
                self.open_frames[-1].nodes.append(name)
        if link is None:
            return
        look = _look(link)
        for tail in tails:
            for head in heads:
                if len(self.edges) >= MOST_EDGES:
                    self._too_many(look)
                    return
                is_named = tail == tails[-1] and head == heads[0]
                self._note_id(tail, head, look.id if is_named else "")
                self.edges.append(self._edge(tail, head, look))

    def _edge(self, tail: str, head: str, look: "_Look") -> Edge:
        return Edge(
            tail=tail,
            head=head,
            stroke=look.stroke,
            both=look.both,
            open=look.open,
            label=look.label,
            at=self.page.position(look.at),
        )

    def _too_many(self, look: "_Look") -> None:
        if not self.is_full:
            found = f"edge number {MOST_EDGES + 1}"
            expected = f"at most {MOST_EDGES} edges, which is mermaid's own limit"
            self.page.refuse(self.page.position(look.at), found, expected)
            self.is_full = True

    def _note_id(self, tail: str, head: str, name: str) -> None:
        """An edge has a name, given or made up as mermaid does; no node can have it later."""
        drawn = self.pairs[tail, head]
        made_up = f"L_{tail}_{head}_{drawn + 1 if drawn else 0}"
        self.edge_ids.add(name if name and name not in self.edge_ids else made_up)
        self.pairs[tail, head] += 1

    def _subgraph(self, tree: Tree[Token]) -> None:
        word = tree.children[0]
        assert isinstance(word, Token)
        titles = [_text(part) for part in tree.children if isinstance(part, Tree)]
        if not titles:
            at = self._position(word)
            self.page.refuse(at, "a subgraph without a title", FORMS["SUBGRAPH"])
        name, label = (titles[0], titles[-1]) if titles else ("", "")
        # A title with blanks in it is no id: mermaid makes one up when the subgraph ends.
        is_id = len(titles) == 2 or not re.search(r"\s", name)
        frame = _Frame(at=word, id=name.strip() if is_id else None, label=shown(label))
        self.frames.append(frame)
        self.open_frames.append(frame)

    def _end(self, word: Token) -> None:
        """The end of a subgraph, which has what stands in it and in no other that has ended."""
        if not self.open_frames:
            found, expected = "'end' without a subgraph", "a 'subgraph' that it ends above it"
            self.idle.append(self.page.problem(self._position(word), found, expected))
            return
        frame = self.open_frames.pop()
        if frame.id is None:
            frame.id = f"subGraph{len(self.ended)}"
        inside = dict.fromkeys(frame.nodes)
        drop = ("", frame.id)  # mermaid has the id too, if an edge inside leads to its own frame
        frame.nodes = [n for n in inside if n not in drop and n not in self.framed]
        self.framed.update(frame.nodes)
        self.ended.append(frame.id)
        if self.open_frames:
            self.open_frames[-1].nodes.append(frame.id)

    def _style(self, tree: Tree[Token]) -> None:
        """Paint, but mermaid makes a node of a name that it does not know."""
        self._vertex(next(tree.find_data("name")))

    def _link_style(self, tree: Tree[Token]) -> None:
        """Paint, but mermaid refuses numbers of edges that are not there."""
        tokens = [part for part in tree.children if isinstance(part, Token)]
        known = {str(number) for number in range(len(self.edges))}
        for token in takewhile(lambda part: part.type != "SPACE", tokens[2:]):
            if token.type == "NUM" and token not in known:
                found = f"edge number {token[:20]}"
                expected = "the number of an edge above: the first is 0"
                self.idle.append(self.page.problem(self._position(token), found, expected))

    def _class_def(self, tree: Tree[Token]) -> None:
        """Paint."""

    def _class_of(self, tree: Tree[Token]) -> None:
        """Paint."""

    def _click(self, tree: Tree[Token]) -> None:
        """Paint."""

    def _position(self, token: Token) -> Position:
        return self.page.position(token.start_pos or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """An edge without its ends; ``at`` is an offset."""

    id: str
    stroke: EdgeStroke
    both: bool
    open: bool
    label: str
    at: int


def _look(link: Tree[Token]) -> _Look:
    tokens = {part.type: part for part in link.children if isinstance(part, Token)}
    texts = [shown(_text(part)) for part in link.children if isinstance(part, Tree)]
    start, end = tokens.get("START_LINK"), tokens["LINK"].strip()
    first = tokens["LINK"] if start is None else start
    head = end[-1] if end[-1] in "xo>" else ""
    both = head != "" and end[0].replace("<", ">") == head
    tail = start.strip()[0].replace("<", ">") if start is not None else ""
    # Where the two ends of a labelled edge do not fit, mermaid draws a plain arrow.
    thin = "=" in end and end[0] in "xo<" and not both  # it takes x==> for a thin line
    odd = start is not None and (thin or (tail in (*"xo>",) and (both or tail != head)))
    return _Look(
        id=tokens.get("LINK_ID", "").replace("@", "", 1),
        stroke=EdgeStroke.PLAIN if odd else _stroke(end),
        both=not odd and (both or (tail != "" and tail == head)),
        open=not odd and not head,
        label=texts[0] if texts else "",
        at=(first.start_pos or 0) + len(first) - len(first.lstrip()),
    )


def _stroke(line: str) -> EdgeStroke:
    if "." in line:
        return EdgeStroke.DOTTED
    return EdgeStroke.INVISIBLE if line.startswith("~") else EdgeStroke.PLAIN


def _text(tree: Tree[Token]) -> str:
    return "".join(part for part in tree.children if isinstance(part, Token))
