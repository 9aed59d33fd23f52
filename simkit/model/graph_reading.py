"""From a graph to its journeys: for each edge out of a client, the sequence diagram it stands for.

A graph says who reaches whom, and not when. It is read as the careful reader reads it: a node
works, calls its plain edges in drawn order, answers, then sends its events. The diagrams that
come out mean the same to `simkit.model.projection` as if somebody had drawn them; every reading
that another reader might not share is told.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from operator import attrgetter

import networkx as nx

from simkit.errors import Place, Problem, ScenarioError
from simkit.model.diagram import (
    Arrow,
    Block,
    BlockKind,
    Branch,
    Diagram,
    Head,
    Lifeline,
    Position,
    Statement,
    Stroke,
    arrows_in,
)
from simkit.model.graph import Edge, EdgeStroke, Graph, Node
from simkit.model.kinds import Kind, guess_kind, words
from simkit.model.projection import MOST_ARROWS

# fmt: off
_EVENTS = frozenset({
    "async", "asynchronous", "asynchronously", "event", "events", "eventing", "publish",
    "publishes", "queue", "queues", "enqueue",
})
# fmt: on
_CALLS, _ANSWERS, _TELLS = "->>", "-->>", "-)"

_Drawn = tuple[Statement, ...]
# A part of the drawing that is still to be made: it yields the parts that it needs first.
_Part = Generator["_Part", _Drawn, _Drawn]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphJourney:
    """What one edge out of a client stands for.

    Attributes:
        name: The node that the edge goes to, and where that is not enough to tell it from the
            others, the client too ("Client to API").
        client: Id of the node that begins it.
        diagram: The sequence diagram; places are those of the graph, and arrows that stand for
            the same edge share theirs.
        assumed: What had to be read into the graph, in words, in line order.
    """

    name: str
    client: str
    diagram: Diagram
    assumed: tuple[str, ...]


def clients_of(graph: Graph, brokers: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The nodes that begin journeys: those with an edge out and none into them.

    Args:
        graph: The graph.
        brokers: Ids of the nodes that store messages; none of them begins a journey.

    Returns:
        Ids in order of appearance. Where every node has an edge into it, the tail of the first
        edge; nothing where that cannot be either.

    >>> from simkit.formats.flowchart import read_graph
    >>> clients_of(read_graph("graph LR; App --> API; Web --> API; API --> App2"))
    ('App', 'Web')
    """
    edges = _visible(graph)
    tails = {edge.tail for edge in edges if edge.tail != edge.head} - brokers
    heads = {edge.head for edge in edges if edge.tail != edge.head}
    nodes = [node.id for node in graph.nodes]
    begin = tuple(name for name in nodes if name in tails - heads)
    first = (edge.tail for edge in edges if edge.tail in nodes and edge.tail not in brokers)
    return begin or tuple(first)[:1]


def is_event(edge: Edge) -> bool:
    """Whether an edge is drawn dotted, or says that it is an event."""
    return edge.stroke is EdgeStroke.DOTTED or bool(_EVENTS.intersection(words(edge.label)))


def journeys_of(graph: Graph, brokers: frozenset[str]) -> tuple[GraphJourney, ...]:
    """The journeys of a graph: one for each edge out of a client, in drawn order.

    Args:
        graph: At least one edge.
        brokers: Ids of the nodes that store messages.

    Raises:
        ScenarioError: With every edge that has no meaning; places are counted from the first
            line of the graph.

    >>> from simkit.formats.flowchart import read_graph
    >>> graph = read_graph("graph LR; Client --> API; API -. mail .-> M; API --> DB")
    >>> journey, = journeys_of(graph, frozenset())
    >>> [f"{arrow.sender}{arrow.drawn}{arrow.receiver}" for arrow in journey.diagram.arrows]
    ['Client->>API', 'API->>DB', 'DB-->>API', 'API-->>Client', 'API-)M']
    >>> print(*journey.assumed)
    line 1 of the diagram: the dotted edge 'mail' from API to M is an event that nobody waits for
    """
    problems = list(_without_meaning(graph))
    if problems:
        raise ScenarioError(*problems)
    clients = clients_of(graph, brokers)
    problems += _unreached(graph, clients)
    first = [edge for edge in _visible(graph) if edge.tail in clients]
    journeys = []
    for edge, name in zip(first, _names(first), strict=True):
        try:
            journeys.append(_journey(graph, brokers, edge, name))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        # Two journeys may come to the same wrong edge.
        raise ScenarioError(*sorted(dict.fromkeys(problems), key=attrgetter("place")))
    return tuple(journeys)


def _visible(graph: Graph) -> list[Edge]:
    """The edges that mean something; invisible ones only move nodes about."""
    return [edge for edge in graph.edges if edge.stroke is not EdgeStroke.INVISIBLE]


def _leaving(graph: Graph) -> dict[str, list[Edge]]:
    """The edges out of each node, in drawn order."""
    leaving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
    for edge in _visible(graph):
        leaving[edge.tail].append(edge)
    return leaving


def _names(first: list[Edge]) -> list[str]:
    """The names of the journeys that begin with these edges, no two of them the same."""
    heads = [edge.head for edge in first]
    if len({edge.tail for edge in first}) == 1 and len(set(heads)) == len(heads):
        return heads
    names: list[str] = []
    for edge in first:
        name = f"{edge.tail} to {edge.head}"
        again = (f"{name} {number}" for number in count(2))
        names.append(name if name not in names else next(n for n in again if n not in names))
    return names


def _journey(graph: Graph, brokers: frozenset[str], first: Edge, name: str) -> GraphJourney:
    """What begins with one edge of a client."""
    walk = _Walk(graph, brokers)
    try:
        statements = walk.along(first)
    except _TooManyArrowsError:
        found = (
            f"found more than {MOST_ARROWS} arrows in the journey of '{first.tail}' to "
            f"'{first.head}': a node is followed once for each path that leads to it"
        )
        raise ScenarioError(_problem(graph, first.at, found, "a smaller graph")) from None
    if walk.problems:
        raise ScenarioError(*walk.problems)
    diagram = _diagram(graph, statements, brokers)
    assumed = tuple(sorted(walk.assumed, key=walk.assumed.__getitem__))
    return GraphJourney(name=name, client=first.tail, diagram=diagram, assumed=assumed)


def _diagram(graph: Graph, statements: _Drawn, brokers: frozenset[str]) -> Diagram:
    arrows = list(arrows_in(statements))
    nodes = {node.id: node for node in graph.nodes}
    ends = dict.fromkeys(name for arrow in arrows for name in (arrow.sender, arrow.receiver))
    pools = ends.keys() - brokers - {arrows[0].sender}
    lifelines = tuple(_lifeline(nodes[name], pool=name in pools) for name in ends)
    return Diagram(lifelines=lifelines, statements=statements, source=graph.source)


def _lifeline(node: Node, *, pool: bool) -> Lifeline:
    plain = Lifeline(id=node.id, label=node.label, type="participant", at=node.at)
    # A type is stronger than a name: a cylinder may show what a node is, and not change it.
    stores = node.shape == "cyl" and pool and guess_kind(plain)[0] is Kind.POOL
    return replace(plain, type="database") if stores else plain


# ---------------------------------------------------------------------- what is refused


def _problem(graph: Graph, at: Position, found: str, expected: str) -> Problem:
    lines = graph.source.splitlines()
    source = lines[at.line - 1] if at.line <= len(lines) else ""
    place = Place(file="", line=at.line, column=at.column, source=source)
    return Problem(found=found, expected=expected, place=place)


def _without_meaning(graph: Graph) -> Iterator[Problem]:
    """What is wrong with an edge by itself."""
    edges = _visible(graph)
    frames = {subgraph.id for subgraph in graph.subgraphs}
    if not edges:
        at = Position(line=1, column=1)
        yield _problem(graph, at, "found no edge", "at least one, such as Client --> API")
    for edge in edges:
        for way, name in (("from", edge.tail), ("to", edge.head)):
            if name in frames:
                found = f"found an edge {way} the subgraph '{name}'"
                yield _problem(graph, edge.at, found, f"an edge {way} one of its nodes")
        if edge.open:
            found = f"found '{edge.tail} --- {edge.head}', which has no direction"
            expected = f"an arrow, such as {edge.tail} --> {edge.head}"
            yield _problem(graph, edge.at, found, expected)


def _unreached(graph: Graph, clients: tuple[str, ...]) -> Iterator[Problem]:
    """The first edge of each part of the graph that no journey comes to."""
    edges = _visible(graph)
    ways = nx.DiGraph((edge.tail, edge.head) for edge in edges)
    reached = set(clients).union(*(nx.descendants(ways, client) for client in clients))
    for edge in edges:
        if edge.tail not in reached:
            found = f"found '{edge.tail} --> {edge.head}', which no journey reaches"
            expected = f"an edge into '{edge.tail}' from a client or from a node that it reaches"
            yield _problem(graph, edge.at, found, expected)
            reached |= {edge.tail, *nx.descendants(ways, edge.tail)}


# ---------------------------------------------------------------------- one journey


class _TooManyArrowsError(Exception):
    """A journey has more arrows than a diagram may have."""


class _Walk:
    """Follows the edges of one journey, and counts the arrows that this draws.

    A part of the drawing is a generator that yields the parts inside it, not a function that
    calls itself: five hundred nodes in a row are deeper than Python's stack.
    """

    def __init__(self, graph: Graph, brokers: frozenset[str]) -> None:
        self.graph, self.brokers = graph, brokers
        self.leaving = _leaving(graph)
        self.arrows = 0
        self.assumed: dict[str, Position] = {}
        self.problems: list[Problem] = []
        self.returned: set[str] = set()  # brokers with a message that nobody is drawn to take

    def along(self, first: Edge) -> _Drawn:
        """All that a client's edge sets in motion, itself included."""
        path = frozenset({first.tail})
        drawn: _Drawn = self._sent(first, path)
        pending, inner = [self._followed(first, path)], None
        while pending:
            try:
                deeper = next(pending[-1]) if inner is None else pending[-1].send(inner)
            except StopIteration as done:
                pending.pop()
                inner = done.value
            else:
                pending.append(deeper)
                inner = None
        return drawn + (inner or ())

    # ------------------------------------------------------------------ parts

    def _node(self, name: str, path: frozenset[str], answer: tuple[Arrow, ...]) -> _Part:
        """What a node does once it is reached: its calls, its answer, its events."""
        parts: list[_Drawn] = []
        for events in (False, True):
            for edge in self.leaving[name]:
                if self._is_event(edge) is events:
                    sent = self._sent(edge, path)
                    parts.append(sent + (yield self._followed(edge, path)))
            if answer and not events:
                parts.append(answer)
        return _by_one_execution(name, parts)

    def _followed(self, edge: Edge, path: frozenset[str]) -> _Part:
        """What happens at the head of an edge, its answer included."""
        if edge.head in path:
            return ()
        inside = path | {edge.head}
        if edge.head in self.brokers:
            return (yield self._deliveries(edge.head, inside))
        waits = edge.tail not in self.brokers and not self._is_event(edge)
        answer = (self._arrow(edge, _ANSWERS, f"answer of {edge.head}"),) if waits else ()
        return (yield self._node(edge.head, inside, answer))

    def _deliveries(self, broker: str, path: frozenset[str]) -> _Part:
        """What a broker does with a message: it hands it to everybody whom it has an edge to."""
        edges = self.leaving[broker]
        sent, after = [], []
        for edge in edges:
            sent.append(self._sent(edge, path))
            after.append((yield self._followed(edge, path)))
        if broker in self.returned:
            self._check_receivers(edges)
        back = any(arrow.receiver == broker for part in after[:-1] for arrow in arrows_in(part))
        if not back:
            return tuple(chain.from_iterable(chain(*zip(sent, after, strict=True))))
        # A delivery carries the latest message in its broker, so that all of them stand above
        # what a receiver puts there. Below them each receiver goes on where it was.
        return (*chain(*sent), _side_by_side([part for part in after if part]))

    def _check_receivers(self, edges: list[Edge]) -> None:
        """A second copy for one receiver could not be told from what went back."""
        known: set[str] = set()
        for edge in edges:
            if edge.head in known:
                ends = f"from '{edge.tail}' to '{edge.head}'"
                found = f"found a second edge {ends}, while messages go back into '{edge.tail}'"
                self.problems.append(_problem(self.graph, edge.at, found, f"one edge {ends}"))
            known.add(edge.head)

    # ------------------------------------------------------------------ arrows

    def _sent(self, edge: Edge, path: frozenset[str]) -> tuple[Arrow, ...]:
        """The edge itself: one arrow, and the confirmation of what is put into a broker."""
        to_self = edge.head == edge.tail
        back = edge.head in path and not to_self
        event = self._is_event(edge)
        if event:
            self._assume(edge, f"{_said(edge)} is an event that nobody waits for")
        elif back:
            ends = f"from {edge.tail} back to {edge.head}"
            self._assume(edge, f"the edge {ends} is a message that nobody waits for")
        if back and edge.head in self.brokers:
            self.returned.add(edge.head)
        if back or (event and not to_self):
            return (self._arrow(edge, _TELLS, edge.head),)
        sent = self._arrow(edge, _CALLS, edge.head)
        if edge.head in self.brokers and edge.tail not in self.brokers:
            return sent, self._arrow(edge, _ANSWERS, f"confirmation of {edge.head}")
        return (sent,)

    def _is_event(self, edge: Edge) -> bool:
        """Whether nobody waits for the edge; nobody ever waits for a broker's delivery."""
        return edge.tail not in self.brokers and is_event(edge)

    def _assume(self, edge: Edge, text: str) -> None:
        self.assumed.setdefault(f"line {edge.at.line} of the diagram: {text}", edge.at)

    def _arrow(self, edge: Edge, drawn: str, label: str) -> Arrow:
        self.arrows += 1
        if self.arrows > MOST_ARROWS:
            raise _TooManyArrowsError
        answers = drawn == _ANSWERS
        return Arrow(
            sender=edge.head if answers else edge.tail,
            receiver=edge.tail if answers else edge.head,
            stroke=Stroke.DASHED if answers else Stroke.SOLID,
            head=Head.OPEN if drawn == _TELLS else Head.ARROW,
            drawn=drawn,
            label=label,
            at=edge.at,
        )


def _said(edge: Edge) -> str:
    """An edge that is an event as people speak of it."""
    if edge.stroke is EdgeStroke.DOTTED:
        name = f" '{edge.label}'" if edge.label else ""
        return f"the dotted edge{name} from {edge.tail} to {edge.head}"
    return f"'{edge.label}' ({edge.tail} to {edge.head})"


# ---------------------------------------------------------------------- whose turn it is


def _by_one_execution(name: str, parts: list[_Drawn]) -> _Drawn:
    """Parts one below the other, all of them drawn for one execution of a node.

    What a node sends belongs to the execution that last received something there. After a part
    that ends with a message back to the node that would be the message's own; `par` holds such
    a part together, as the execution that it began with is current again below it.
    """
    statements: list[Statement] = []
    for part in parts[:-1]:
        into = [arrow for arrow in arrows_in(part) if arrow.receiver == name]
        if into and into[-1].head is Head.OPEN:
            statements.append(_side_by_side([part]))
        else:
            statements += part
    return (*statements, *chain(*parts[-1:]))


def _side_by_side(parts: list[_Drawn]) -> Block:
    places = [next(arrows_in(part)).at for part in parts]
    branches = (Branch(label="", statements=p, at=at) for p, at in zip(parts, places, strict=True))
    return Block(kind=BlockKind.PAR, branches=tuple(branches), at=places[0])
