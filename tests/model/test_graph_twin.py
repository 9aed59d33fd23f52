"""The blocking twins of graphs: the same calls, with nothing left to itself."""

import pytest

from simkit.formats.flowchart import read_graph
from simkit.model.graph_twin import blocking_graph

Q = frozenset("Q")
TWINS = [
    # name, edges, brokers, edges of the twin: "" where the graph is its own
    ("calls", "C --> A; A --> B", "", ""),
    ("an event", "C --> A; A -.-> B", "", "CA AB"),
    ("an event by its words", "C --> A; A -- publish --> B", "", "CA AB"),
    ("only an event", "C -.-> A", "", "CA"),
    ("an event and a call", "C --> A; A --> B; A -.-> B", "", "CA AB"),
    ("one edge twice", "C --> A; A --> B; A --> B", "", ""),
    ("a broker", "C --> A; A --> Q; Q --> W", "Q", "CA AW"),
    ("a broker with two receivers", "C --> A; A --> Q; Q --> W; Q --> V", "Q", "CA AW AV"),
    ("a broker behind a broker", "C --> P; P --> Q; Q --> W; Q --> V", "PQ", "CW CV"),
    ("a broker with two senders", "C-->A; C-->B; A-->Q; B-->Q; Q-->W", "Q", "CA CB AW BW"),
    ("a broker that nobody takes from", "C --> A; A --> Q", "Q", "CA"),
    ("nothing but a broker", "C --> Q", "Q", ""),
    ("a broker to itself", "C --> Q; Q --> Q; Q --> W", "Q", "CW"),
    ("two brokers in a ring", "C --> P; P --> Q; Q --> P; Q --> W", "PQ", "CW"),
    ("a way back", "C --> A; A --> B; B --> A", "", "CA AB"),
    ("a way back to the client", "C --> A; A --> C", "", "CA"),
    ("a way back through a broker", "C --> A; A --> Q; Q --> A", "Q", "CA"),
    ("a longer ring", "C --> A; A --> B; B --> D; D --> A", "", "CA AB BD"),
    ("across", "C --> A; C --> B; A --> B; B --> D", "", ""),
    ("a step", "C --> A; A --> A", "", ""),
    ("a step and an event", "C --> A; A --> A; A -.-> B", "", "CA AA AB"),
    ("a step drawn as an event", "C --> A; A -.-> A", "", "CA AA"),
    ("a step of the client alone", "C --> C", "", ""),
    ("two clients", "C --> A; D --> A; A -.-> B", "", "CA DA AB"),
    ("an edge that is not seen", "C --> A; A ~~~ B; C --> B", "", ""),
]  # fmt: skip


def twin(edges: str, brokers: str, **consumers: str) -> str:
    graph = read_graph(f"graph LR; {edges}")
    found = blocking_graph(graph, frozenset(brokers), consumers)
    return " ".join(tail + head for tail, head in found or ())


@pytest.mark.parametrize(
    ("edges", "brokers", "expected"), [case[1:] for case in TWINS], ids=[case[0] for case in TWINS]
)
def test_the_edges_of_a_twin(edges: str, brokers: str, expected: str) -> None:
    assert twin(edges, brokers) == expected


def test_a_graph_that_is_its_own_twin_has_none() -> None:
    assert blocking_graph(read_graph("graph LR; C --> A"), frozenset()) is None
    assert blocking_graph(read_graph("graph LR; C --> Q"), Q) is None


def test_who_takes_from_a_broker_without_being_drawn_is_called() -> None:
    assert twin("C --> A; A --> Q", "Q", Q="W") == "CA AW"
    assert twin("C --> Q", "Q", Q="W") == "CW"
    assert twin("C --> A; C --> B; A --> Q; B -.-> Q", "Q", Q="W") == "CA CB AW BW"


@pytest.mark.parametrize(
    "drawing",
    [
        "C --> A; A --> Q; Q --> W; A -.-> B; B --> B",
        "C --> A; C --> B; A --> Q; B --> Q; Q --> W; Q --> V; W -.-> A2",
        "C --> A; D --> A; A -.-> B; A --> E",
    ],
)
def test_a_twin_is_its_own_twin(drawing: str) -> None:
    graph = read_graph(f"graph LR; {drawing}")
    edges = blocking_graph(graph, Q)
    assert edges
    text = "graph LR; " + "; ".join(f"{tail} --> {head}" for tail, head in edges)
    assert blocking_graph(read_graph(text), frozenset()) is None


def test_a_long_way_is_no_trouble() -> None:
    chain = "; ".join(f"N{number} --> N{number + 1}" for number in range(498))
    graph = read_graph(f"graph LR; {chain}; N498 -.-> N499")
    assert len(blocking_graph(graph, frozenset()) or ()) == 499
    brokers = frozenset(f"N{number}" for number in range(1, 499))
    assert blocking_graph(graph, brokers) == (("N0", "N499"),)


def test_many_ways_through_a_graph_are_no_trouble() -> None:
    rungs = "; ".join(f"N{n} --> L{n} & R{n} --> N{n + 1}" for n in range(100))
    graph = read_graph(f"graph LR; {rungs}; N100 -.-> X")  # 2**100 ways to X
    assert len(blocking_graph(graph, frozenset()) or ()) == 401
