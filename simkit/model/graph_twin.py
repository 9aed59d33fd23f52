"""The blocking twin of a graph: the same calls, with nothing left to itself."""

from collections.abc import Iterator, Mapping

from simkit.model.graph import Edge, EdgeStroke, Graph
from simkit.model.graph_reading import clients_of, is_event


def blocking_graph(
    graph: Graph, brokers: frozenset[str], consumers: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...] | None:
    """The edges of a graph in which every event is a call.

    Args:
        graph: Read without problems.
        brokers: Ids of the nodes that store messages; the twin calls their receivers instead.
        consumers: By broker, a node for whoever takes from it without being drawn.

    Returns:
        Tails and heads in drawn order, without those that lead back to a node on the way (one
        to the node itself is a step of it, and stays); None if the graph is its own twin, or
        nothing is left of it.

    >>> from simkit.formats.flowchart import read_graph
    >>> blocking_graph(read_graph("graph LR; C --> A; A -.-> Q; Q --> W"), frozenset({"Q"}))
    (('C', 'A'), ('A', 'W'))
    """
    drawn = [edge for edge in graph.edges if edge.stroke is not EdgeStroke.INVISIBLE]
    forward = _forward(graph, drawn, brokers)
    kept = [edge for edge in drawn if (edge.tail, edge.head) in forward]
    below: dict[str, list[str]] = {}
    for edge in kept:
        below.setdefault(edge.tail, []).append(edge.head)
    for broker, consumer in (consumers or {}).items():
        below.setdefault(broker, []).append(consumer)
    found = {
        (edge.tail, receiver): None
        for edge in kept
        if edge.tail not in brokers
        for receiver in _receivers(edge.head, below, brokers)
    }
    same = len(kept) == len(drawn) and not any(is_event(edge) for edge in drawn)
    if same and not any(edge.head in brokers for edge in drawn):
        return None
    return tuple(found) or None


def _receivers(node: str, below: dict[str, list[str]], brokers: frozenset[str]) -> Iterator[str]:
    """Who takes up what is sent to a node: itself, or whoever a broker hands it to."""
    if node not in brokers:
        yield node
        return
    for receiver in below.get(node, ()):
        yield from _receivers(receiver, below, brokers)


def _forward(graph: Graph, edges: list[Edge], brokers: frozenset[str]) -> set[tuple[str, str]]:
    """The edges that lead on, not back to a node on the way from a client."""
    below: dict[str, list[str]] = {}
    for edge in edges:
        below.setdefault(edge.tail, []).append(edge.head)
    forward: set[tuple[str, str]] = set()
    done: set[str] = set()
    # Nodes on the way and what is left of their edges; a stack, as graphs can be long.
    for client in clients_of(graph, brokers):
        way = [(client, iter(below.get(client, ())))]
        on_way = {client}
        while way:
            node, rest = way[-1]
            head = next(rest, None)
            if head is None:
                way.pop()
                on_way.remove(node)
                done.add(node)
            elif head == node and node not in brokers:
                forward.add((node, node))
            elif head not in on_way:
                forward.add((node, head))
                if head not in done:
                    way.append((head, iter(below.get(head, ()))))
                    on_way.add(head)
    return forward
