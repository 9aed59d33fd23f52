"""Graphs are read into the sequence diagrams that they stand for.

Graphs are written here one edge a line, as mermaid does it but for the label, which stands at the
end (``A -.-> B: mails``); ``[A cyl] Orders`` gives a node a shape and a label, ``{S} A B`` is a
subgraph. The arrows that are expected were worked out by hand.
"""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.errors import ScenarioError
from simkit.model.diagram import Block, Position, arrows_in
from simkit.model.graph import Edge, EdgeStroke, Graph, Node, Subgraph
from simkit.model.graph_reading import GraphJourney, clients_of, journeys_of
from simkit.model.projection import project
from simkit.model.script import Script, StepKind

_STROKES = {"-.": EdgeStroke.DOTTED, "~~": EdgeStroke.INVISIBLE}
_EDGE = re.compile(r"(\S+) (<?(?:-->|-\.->|---|-\.-|~~~)) ([^\s:]+)(?:: (.*))?")


def graph(text: str) -> Graph:
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    frames: list[Subgraph] = []
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.fullmatch(r"\[(\S+) (\S*)\] ?(.*)", line):
            name, shape, label = found.groups()
            at = Position(line=number, column=2)
            nodes[name] = Node(id=name, label=label or name, shape=shape, at=at)
        elif found := re.fullmatch(r"\{(\S+)\} (.*)", line):
            name, inside = found.groups()
            at = Position(line=number, column=1)
            frames.append(Subgraph(id=name, label=name, nodes=tuple(inside.split()), at=at))
        elif line:
            edges.append(edge(line, number))
    names = {frame.id for frame in frames}
    for one in edges:
        for name in (one.tail, one.head):
            if name not in names:
                nodes.setdefault(name, Node(id=name, label=name, shape="", at=one.at))
    return Graph(
        nodes=tuple(nodes.values()), edges=tuple(edges), subgraphs=tuple(frames), source=text
    )


def edge(line: str, number: int) -> Edge:
    found = _EDGE.fullmatch(line)
    assert found, line
    tail, drawn, head, label = found.groups()
    return Edge(
        tail=tail,
        head=head,
        stroke=_STROKES.get(drawn.lstrip("<")[:2], EdgeStroke.PLAIN),
        both=drawn.startswith("<"),
        open=not drawn.endswith(">"),
        label=label or "",
        at=Position(line=number, column=found.start(2) + 1),
    )


def arrows(journey: GraphJourney) -> list[str]:
    return [f"{a.sender}{a.drawn}{a.receiver}: {a.label}" for a in journey.diagram.arrows]


def drawn(text: str, brokers: str = "") -> dict[str, list[str]]:
    """The arrows of each journey, by its name."""
    return {
        journey.name: [
            re.sub(r": (answer|confirmation) of .*", "", arrow) for arrow in arrows(journey)
        ]
        for journey in journeys_of(graph(text), frozenset(brokers.split()))
    }


def assumed(text: str, brokers: str = "") -> list[str]:
    journeys = journeys_of(graph(text), frozenset(brokers.split()))
    return list(dict.fromkeys(told for journey in journeys for told in journey.assumed))


def problems(text: str, brokers: str = "") -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        journeys_of(graph(text), frozenset(brokers.split()))
    lines = text.splitlines()
    for problem in caught.value.problems:
        assert problem.place is not None
        assert problem.place.file == ""
        assert problem.place.source == (lines[problem.place.line - 1] if lines else "")
    return [
        f"{p.place.line}:{p.place.column}: {p.found}; expected {p.expected}"
        for p in caught.value.problems
        if p.place
    ]


# ---------------------------------------------------------------------- the arrows

SEED = """\
Client --> ServiceAPI1
Client --> ServiceAPI2
ServiceAPI1 --> BackgroundProcessing1: Asynchronous Eventing
ServiceAPI2 --> BackgroundProcessing2: Asynchronous Eventing"""


def test_the_graph_of_the_seed_document() -> None:
    first, second = journeys_of(graph(SEED), frozenset())
    assert (first.name, first.client) == ("ServiceAPI1", "Client")
    assert arrows(first) == [
        "Client->>ServiceAPI1: ServiceAPI1",
        "ServiceAPI1-->>Client: answer of ServiceAPI1",
        "ServiceAPI1-)BackgroundProcessing1: BackgroundProcessing1",
    ]
    assert first.assumed == (
        "line 3 of the diagram: 'Asynchronous Eventing' (ServiceAPI1 to BackgroundProcessing1) "
        "is an event that "
        "nobody waits for",
    )
    assert (second.name, second.client) == ("ServiceAPI2", "Client")
    assert arrows(second) == [
        "Client->>ServiceAPI2: ServiceAPI2",
        "ServiceAPI2-->>Client: answer of ServiceAPI2",
        "ServiceAPI2-)BackgroundProcessing2: BackgroundProcessing2",
    ]
    assert second.assumed == (
        "line 4 of the diagram: 'Asynchronous Eventing' (ServiceAPI2 to BackgroundProcessing2) "
        "is an event that "
        "nobody waits for",
    )
    # The client has its answer before the background work is even sent.
    script = project(first.diagram)
    assert steps(script, 1) == ["WORK 0", "ANSWER 1", "SEND 2"]
    assert steps(script, 0) == ["SEND 0", "AWAIT 1", "WORK 1"]


def steps(script: Script, execution: int) -> list[str]:
    return [f"{step.kind.name} {step.line}" for step in script.executions[execution].steps]


# Each graph, its brokers, and the arrows of its journeys without the names of answers.
DRAWN: list[tuple[str, str, dict[str, list[str]]]] = [
    ("C --> A", "", {"A": ["C->>A: A", "A-->>C"]}),
    ("C -.-> A", "", {"A": ["C-)A: A"]}),
    ("C <--> A", "", {"A": ["C->>A: A", "A-->>C"]}),
    ("C <-.-> A", "", {"A": ["C-)A: A"]}),
    (  # calls in a row, each inside the one before
        "C --> A\nA --> B\nB --> D",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B->>D: D", "D-->>B", "B-->>A", "A-->>C"]},
    ),
    (  # calls in drawn order, one after the other
        "C --> A\nA --> D\nA --> B",
        "",
        {"A": ["C->>A: A", "A->>D: D", "D-->>A", "A->>B: B", "B-->>A", "A-->>C"]},
    ),
    (  # events come after the calls and the answer, wherever they are drawn
        "C --> A\nA -.-> E\nA --> B\nA -.-> F",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-->>A", "A-->>C", "A-)E: E", "A-)F: F"]},
    ),
    (  # what an event sets in motion follows it; it answers nobody
        "C --> A\nA -.-> E\nE --> S\nE -.-> M\nA -.-> F",
        "",
        {"A": ["C->>A: A", "A-->>C", "A-)E: E", "E->>S: S", "S-->>E", "E-)M: M", "A-)F: F"]},
    ),
    (  # the events of a callee, before its caller goes on
        "C --> A\nA --> B\nB -.-> E\nA --> D",
        "",
        {
            "A": ["C->>A: A", "A->>B: B", "B-->>A", "B-)E: E", "A->>D: D", "D-->>A", "A-->>C"],
        },
    ),
    (  # a node that two paths reach is called twice
        "C --> A\nA --> B\nA --> D\nB --> S\nD --> S",
        "",
        {
            "A": [
                "C->>A: A",
                "A->>B: B",
                "B->>S: S",
                "S-->>B",
                "B-->>A",
                "A->>D: D",
                "D->>S: S",
                "S-->>D",
                "D-->>A",
                "A-->>C",
            ]
        },
    ),
    (  # two edges between two nodes are two calls
        "C --> A\nA --> B: one\nA --> B: two",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-->>A", "A->>B: B", "B-->>A", "A-->>C"]},
    ),
    (  # work inside, among the calls
        "C --> A\nA --> B\nA --> A\nA --> D",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-->>A", "A->>A: A", "A->>D: D", "D-->>A", "A-->>C"]},
    ),
    (  # work inside that nobody waits for, among the events
        "C --> A\nA -.-> A\nA --> B",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-->>A", "A-->>C", "A->>A: A"]},
    ),
    (  # a cycle of two ends with a message back, before the answer
        "C --> A\nA --> B\nB --> A",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-)A: A", "B-->>A", "A-->>C"]},
    ),
    (  # back, drawn before another call
        "C --> A\nA --> B\nB --> A\nB --> D",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-)A: A", "B->>D: D", "D-->>B", "B-->>A", "A-->>C"]},
    ),
    (  # back to the client that calls it, where no node is without an edge into it
        "C --> A\nA --> C",
        "",
        {"A": ["C->>A: A", "A-)C: C", "A-->>C"]},
    ),
    (  # back as an event, after the answer
        "C --> A\nA --> B\nB -.-> A\nB --> D",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B->>D: D", "D-->>B", "B-->>A", "B-)A: A", "A-->>C"]},
    ),
    (  # a cycle that is entered in two places is followed from both
        "C --> A\nC --> B\nA --> B\nB --> A",
        "",
        {
            "A": ["C->>A: A", "A->>B: B", "B-)A: A", "B-->>A", "A-->>C"],
            "B": ["C->>B: B", "B->>A: A", "A-)B: B", "A-->>B", "B-->>C"],
        },
    ),
    ("C ~~~ A\nC --> B\nB ~~~ A", "", {"B": ["C->>B: B", "B-->>C"]}),
    (  # a broker: put, confirmation, delivery, and only then what stands below
        "C --> A\nA --> Q\nQ --> W\nA --> D",
        "Q",
        {
            "A": ["C->>A: A", "A->>Q: Q", "Q-->>A", "Q->>W: W", "A->>D: D", "D-->>A", "A-->>C"],
        },
    ),
    (  # an event into a broker is not confirmed
        "C --> A\nA --> Q: publishes\nQ --> W\nA --> D",
        "Q",
        {"A": ["C->>A: A", "A->>D: D", "D-->>A", "A-->>C", "A-)Q: Q", "Q->>W: W"]},
    ),
    (  # two subscribers; a receiver calls, then sends its events, and answers nobody
        "C --> Q\nQ -.-> W\nW -.-> M\nW --> S\nQ --> V",
        "Q",
        {"Q": ["C->>Q: Q", "Q-->>C", "Q->>W: W", "W->>S: S", "S-->>W", "W-)M: M", "Q->>V: V"]},
    ),
    (  # from broker to broker
        "C --> Q\nQ --> R\nR --> W\nQ --> V",
        "Q R",
        {"Q": ["C->>Q: Q", "Q-->>C", "Q->>R: R", "R->>W: W", "Q->>V: V"]},
    ),
    (  # nobody takes it
        "C --> A\nA --> Q",
        "Q",
        {"A": ["C->>A: A", "A->>Q: Q", "Q-->>A", "A-->>C"]},
    ),
    (  # a receiver puts into another broker, and waits for its confirmation
        "C --> Q\nQ --> W\nW --> R\nR --> V",
        "Q R",
        {"Q": ["C->>Q: Q", "Q-->>C", "Q->>W: W", "W->>R: R", "R-->>W", "R->>V: V"]},
    ),
    (  # back into the broker: stored, and not followed
        "C --> Q\nQ --> W\nW --> Q\nW --> D",
        "Q",
        {"Q": ["C->>Q: Q", "Q-->>C", "Q->>W: W", "W-)Q: Q", "W->>D: D", "D-->>W"]},
    ),
    (  # a broker back to who put it there
        "C --> A\nA --> Q\nQ --> A",
        "Q",
        {"A": ["C->>A: A", "A->>Q: Q", "Q-->>A", "Q-)A: A", "A-->>C"]},
    ),
    (  # the other deliveries of a message stand above what a receiver puts into its broker
        "C --> Bus\nBus --> W\nBus --> V\nW --> Bus\nV --> Bus",
        "Bus",
        {
            "Bus": [
                "C->>Bus: Bus",
                "Bus-->>C",
                "Bus->>W: W",
                "Bus->>V: V",
                "W-)Bus: Bus",
                "V-)Bus: Bus",
            ]
        },
    ),
    (  # which is only needed where another delivery stands below
        "C --> Q\nQ --> V\nV --> S\nQ --> W\nW --> Q",
        "Q",
        {"Q": ["C->>Q: Q", "Q-->>C", "Q->>V: V", "V->>S: S", "S-->>V", "Q->>W: W", "W-)Q: Q"]},
    ),
    (  # a broker twice on the way of one journey
        "C --> A\nA --> Q\nA --> B\nB --> Q\nQ --> W",
        "Q",
        {
            "A": [
                "C->>A: A",
                "A->>Q: Q",
                "Q-->>A",
                "Q->>W: W",
                "A->>B: B",
                "B->>Q: Q",
                "Q-->>B",
                "Q->>W: W",
                "B-->>A",
                "A-->>C",
            ]
        },
    ),
    (  # the client of a journey has no other node's edges, and events of its own
        "C -.-> A\nC --> B\nA --> S\nB --> S",
        "",
        {"A": ["C-)A: A", "A->>S: S", "S-->>A"], "B": ["C->>B: B", "B->>S: S", "S-->>B", "B-->>C"]},
    ),
    (  # several clients
        "C --> A\nD --> A\nD --> B",
        "",
        {
            "C to A": ["C->>A: A", "A-->>C"],
            "D to A": ["D->>A: A", "A-->>D"],
            "D to B": ["D->>B: B", "B-->>D"],
        },
    ),
    (  # several clients, each of a node of its own
        "C --> A\nD --> B",
        "",
        {"C to A": ["C->>A: A", "A-->>C"], "D to B": ["D->>B: B", "B-->>D"]},
    ),
    (  # the same node three times
        "C --> A: one\nC --> A: two\nC -.-> A",
        "",
        {
            "C to A": ["C->>A: A", "A-->>C"],
            "C to A 2": ["C->>A: A", "A-->>C"],
            "C to A 3": ["C-)A: A"],
        },
    ),
    ("A --> A", "", {"A": ["A->>A: A"]}),
    (  # clients are those without edges into them, not those that are drawn first
        "A --> B\nC --> A",
        "",
        {"A": ["C->>A: A", "A->>B: B", "B-->>A", "A-->>C"]},
    ),
]


@pytest.mark.parametrize(("text", "brokers", "expected"), DRAWN)
def test_the_arrows_of(text: str, brokers: str, expected: dict[str, list[str]]) -> None:
    assert drawn(text, brokers) == expected


def test_answers_and_confirmations_are_named() -> None:
    (journey,) = journeys_of(graph("C --> A\nA --> Q"), frozenset({"Q"}))
    assert arrows(journey) == [
        "C->>A: A",
        "A->>Q: Q",
        "Q-->>A: confirmation of Q",
        "A-->>C: answer of A",
    ]


def test_arrows_stand_where_their_edge_does_and_keep_its_source() -> None:
    text = "[A rect] Order API\nC --> A\nA -.-> B"
    (journey,) = journeys_of(graph(text), frozenset())
    places = [(arrow.drawn, arrow.at.line, arrow.at.column) for arrow in journey.diagram.arrows]
    assert places == [("->>", 2, 3), ("-->>", 2, 3), ("-)", 3, 3)]
    assert journey.diagram.source == text


# ---------------------------------------------------------------------- what is an event


@pytest.mark.parametrize(
    "label",
    """async|ASYNC|asynchronous|is done asynchronously|order event|Events|Eventing|publish order|
    API publishes|via queue|queues|enqueue|asyncCall""".replace("\n    ", "").split("|"),
)
def test_labels_that_nobody_waits_for(label: str) -> None:
    assert drawn(f"C --> A: {label}") == {"A": ["C-)A: A"]}
    assert assumed(f"C --> A: {label}") == [
        f"line 1 of the diagram: '{label}' (C to A) is an event that nobody waits for"
    ]


@pytest.mark.parametrize("label", ["eventually", "prevents", "republish", "queued up", "call", ""])
def test_labels_that_somebody_waits_for(label: str) -> None:
    assert drawn(f"C --> A: {label}") == {"A": ["C->>A: A", "A-->>C"]}
    assert assumed(f"C --> A: {label}") == []


ASSUMED = {
    "C --> A\n\nA -.-> B": [
        "line 3 of the diagram: the dotted edge from A to B is an event that nobody waits for"
    ],
    "C --> A\nA -.-> B: x": [
        "line 2 of the diagram: the dotted edge 'x' from A to B is an event that nobody waits for"
    ],
    "C --> A\nA -.-> B: async": [
        "line 2 of the diagram: the dotted edge 'async' from A to B is an event that nobody "
        "waits for"
    ],
    "C --> A\nA --> B\nB --> A": [
        "line 3 of the diagram: the edge from B back to A is a message that nobody waits for"
    ],
    # That nobody waits for it is said once.
    "C --> A\nA --> B\nB -.-> A": [
        "line 3 of the diagram: the dotted edge from B to A is an event that nobody waits for"
    ],
    # In line order, and once for each edge, however often it is followed.
    "C --> A\nB -.-> S\nA --> B\nA --> B\nA --> D: event\nB --> A": [
        "line 2 of the diagram: the dotted edge from B to S is an event that nobody waits for",
        "line 5 of the diagram: 'event' (A to D) is an event that nobody waits for",
        "line 6 of the diagram: the edge from B back to A is a message that nobody waits for",
    ],
    "C --> A\nA --> A": [],
    "C --> A\nA -.-> A": [
        "line 2 of the diagram: the dotted edge from A to A is an event that nobody waits for"
    ],
    # A broker's edge is a delivery, however it is drawn.
    "C --> Q\nQ -.-> W": [],
    "C --> Q\nQ --> W: queue\nW --> Q": [
        "line 3 of the diagram: the edge from W back to Q is a message that nobody waits for"
    ],
    "C --> A\nA -.-> Q\nQ -.-> A": [
        "line 2 of the diagram: the dotted edge from A to Q is an event that nobody waits for",
        "line 3 of the diagram: the edge from Q back to A is a message that nobody waits for",
    ],
}


@pytest.mark.parametrize("text", ASSUMED)
def test_what_is_assumed(text: str) -> None:
    assert assumed(text, "Q") == ASSUMED[text]


def test_each_journey_tells_what_was_assumed_for_it() -> None:
    first, second = journeys_of(graph("C --> A\nC --> B\nA -.-> S\nB --> S"), frozenset())
    assert first.assumed == (
        "line 3 of the diagram: the dotted edge from A to S is an event that nobody waits for",
    )
    assert second.assumed == ()


# ---------------------------------------------------------------------- clients, lifelines


@pytest.mark.parametrize(
    ("text", "clients"),
    [
        ("C --> A", ("C",)),
        ("A --> B\nC --> A\nD --> A", ("C", "D")),
        ("A --> B\nC --> C\nC --> A", ("C",)),  # work of its own is no edge into it
        ("A ~~~ C\nC --> A", ("C",)),
        ("X ~~~ C\nC --> A", ("C",)),  # nor is an invisible edge one out of it
        ("B --> A\nA --> B", ("B",)),
        ("A ~~~ B\nB --> A\nA --> B", ("B",)),
        ("A --> A", ("A",)),
        ("[A rect]\n", ()),
        ("A ~~~ B", ()),
    ],
)
def test_who_begins(text: str, clients: tuple[str, ...]) -> None:
    assert clients_of(graph(text)) == clients


def test_a_broker_is_never_a_client() -> None:
    both = graph("Q --> W\nW --> Q")
    assert clients_of(both) == ("Q",)
    assert clients_of(both, frozenset({"Q"})) == ("W",)
    assert drawn("Q --> W\nW --> Q", "Q") == {"Q": ["W->>Q: Q", "Q-->>W", "Q-)W: W"]}


def test_lifelines_are_those_of_the_journey_in_order_of_appearance() -> None:
    text = (
        "[S cyl] Orders\n[Q cyl] Order Queue\n[U cyl] User\n[C cyl] Orders\n[X cyl]\n[R cyl] Log\n"
        "C --> A\nA --> S\nA --> R\nR --> Q\nR --> U\nC --> B"
    )
    first, second = journeys_of(graph(text), frozenset({"R"}))
    lines = [(one.id, one.label, one.type, one.at.line) for one in first.diagram.lifelines]
    assert lines == [
        ("C", "Orders", "participant", 4),  # the client, whatever it looks like
        ("A", "A", "participant", 7),
        ("S", "Orders", "database", 1),
        ("R", "Log", "participant", 6),  # somebody said that it is a broker
        ("Q", "Order Queue", "participant", 2),  # by its name a broker, which no database is
        ("U", "User", "participant", 3),  # by its name a client
    ]
    assert [one.id for one in second.diagram.lifelines] == ["C", "B"]


# ---------------------------------------------------------------------- what is refused

REFUSED = {
    "": ["1:1: found no edge; expected at least one, such as Client --> API"],
    "A ~~~ B": ["1:1: found no edge; expected at least one, such as Client --> API"],
    "C --> A\nA --- B": [
        "2:3: found 'A --- B', which has no direction; expected an arrow, such as A --> B"
    ],
    "C --> A\nA -.- B: async": [
        "2:3: found 'A --- B', which has no direction; expected an arrow, such as A --> B"
    ],
    "{X} A\nC --> X": [
        "2:3: found an edge to the subgraph 'X'; expected an edge to one of its nodes"
    ],
    "{X} A\nC --> A\nX --> B": [
        "3:3: found an edge from the subgraph 'X'; expected an edge from one of its nodes"
    ],
    # Every problem at once, in line order.
    "{X} A\nC --- A\nX --- X\nA --> B": [
        "2:3: found 'C --- A', which has no direction; expected an arrow, such as C --> A",
        "3:3: found an edge from the subgraph 'X'; expected an edge from one of its nodes",
        "3:3: found an edge to the subgraph 'X'; expected an edge to one of its nodes",
        "3:3: found 'X --- X', which has no direction; expected an arrow, such as X --> X",
    ],
    # A broker does not begin a journey, and nobody puts anything into this one.
    "C --> A\nQ --> W\nW --> V\nQ --> V": [
        "2:3: found 'Q --> W', which no journey reaches; "
        "expected an edge into 'Q' from a client or from a node that it reaches"
    ],
    "C --> A\nX --> Y\nY --> X\nY --> A\nZ --> Z": [
        "2:3: found 'X --> Y', which no journey reaches; "
        "expected an edge into 'X' from a client or from a node that it reaches",
        "5:3: found 'Z --> Z', which no journey reaches; "
        "expected an edge into 'Z' from a client or from a node that it reaches",
    ],
    "C --> Q\nQ --> W\nQ --> W\nW --> Q\nC --> Q": [
        "3:3: found a second edge from 'Q' to 'W', while messages go back into 'Q'; "
        "expected one edge from 'Q' to 'W'"
    ],
    # The unreached edge stands below the one that is too much.
    "C --> Q\nC --> A\nQ --> W\nQ --> W\nW --> Q\nX --> Y\nY --> X": [
        "4:3: found a second edge from 'Q' to 'W', while messages go back into 'Q'; "
        "expected one edge from 'Q' to 'W'",
        "6:3: found 'X --> Y', which no journey reaches; "
        "expected an edge into 'X' from a client or from a node that it reaches",
    ],
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    assert problems(text, "Q") == REFUSED[text]


def test_layout_may_lead_to_a_subgraph() -> None:
    assert drawn("{X} A\nC --> A\nA ~~~ X") == {"A": ["C->>A: A", "A-->>C"]}


def test_two_edges_from_a_broker_to_one_node_are_two_copies() -> None:
    expected = ["C->>Q: Q", "Q-->>C", "Q->>W: W", "Q->>W: W"]
    assert drawn("C --> Q\nQ --> W\nQ --> W", "Q") == {"Q": expected}
    assert_as_meant("C --> Q\nQ --> W\nQ --> W", "Q")


def too_many(client: str, head: str, place: str) -> str:
    return (
        f"{place}: found more than 500 arrows in the journey of '{client}' to '{head}': a node is "
        "followed once for each path that leads to it; expected a smaller graph"
    )


def test_a_journey_has_at_most_500_arrows() -> None:
    calls = "\n".join(f"N{n} --> N{n + 1}" for n in range(250))
    (journey,) = journeys_of(graph(calls), frozenset())
    assert len(journey.diagram.arrows) == 500
    assert len(project(journey.diagram).executions) == 251
    assert problems(calls + "\nN250 -.-> X") == [too_many("N0", "N1", "1:4")]


def test_five_hundred_nodes_in_a_row_are_not_too_deep() -> None:
    events = "\n".join(f"N{n} -.-> N{n + 1}" for n in range(500))
    (journey,) = journeys_of(graph(events), frozenset())
    assert len(project(journey.diagram).executions) == 501
    assert problems(events + "\nN500 -.-> X") == [too_many("N0", "N1", "1:4")]


def test_messages_back_to_everybody_are_not_too_deep() -> None:
    # 164 events in a row, 164 messages back from the last, and one more event of each.
    last = 164
    text = "\n".join(
        ["C -.-> N0"]
        + [f"N{n} -.-> N{n + 1}\nN{n} -.-> C" for n in range(last)]
        + [f"N{last} -.-> N{n}" for n in range(last)]
    )
    (journey,) = journeys_of(graph(text), frozenset())
    assert len(journey.diagram.arrows) == 1 + 3 * last
    assert_as_meant(text, "")


def test_paths_without_number_are_refused_at_once() -> None:
    # Two ways at each of 60 crossings: 2**60 paths; and all of 12 nodes with all others.
    ladder = [f"N{n} --> {s}{n}\n{s}{n} --> N{n + 1}" for n in range(60) for s in "AB"]
    names = [f"K{n}" for n in range(12)]
    clique = [f"{a} --> {b}" for a in names for b in names]
    begin = time.process_time()
    assert problems("\n".join(["C --> N0", *ladder, "C --> K0", *clique])) == [
        too_many("C", "N0", "1:3"),
        too_many("C", "K0", "242:3"),
    ]
    assert time.process_time() - begin < 5


def test_what_is_too_large_does_not_hide_what_is_not_reached() -> None:
    events = "\n".join(f"N{n} -.-> N{n + 1}" for n in range(501))
    assert problems(events + "\nX --> Y\nY --> X") == [
        too_many("N0", "N1", "1:4"),
        "502:3: found 'X --> Y', which no journey reaches; "
        "expected an edge into 'X' from a client or from a node that it reaches",
    ]


# ---------------------------------------------------------------------- what it means

Tree = tuple[object, ...]


def tree(script: Script, number: int = 0) -> Tree:
    """What an execution does, with what it sets in motion inside it."""
    execution = script.executions[number]
    found: list[object] = []
    for step in execution.steps:
        line = script.lines[step.line]
        assert step.kind is not StepKind.FORK
        inside = [tree(script, line.starts)] if step.kind is StepKind.SEND else []
        found.append((step.kind.name, line.kind.name, line.label, *inside))
    return (execution.lifeline, *found)


def meant(one: Edge, drawing: Graph, brokers: frozenset[str]) -> Tree:
    """What rule 11 says of a client's edge, without any drawing between."""

    def event(edge: Edge) -> bool:
        return edge.stroke is EdgeStroke.DOTTED or edge.label in ("async", "publishes")

    def out(name: str) -> list[Edge]:
        edges = [e for e in drawing.edges if e.tail == name and e.stroke.value != "invisible"]
        return edges if name in brokers else sorted(edges, key=event)

    def sent(edge: Edge, path: tuple[str, ...]) -> list[object]:
        tail, head = edge.tail, edge.head
        if tail == head:
            return [("WORK", "STEP", head)]
        kind = "PUT" if head in brokers else "DELIVERY" if tail in brokers else "MESSAGE"
        waits = tail not in brokers and not event(edge) and head not in path
        answer = ("confirmation of " if head in brokers else "answer of ") + head
        own: list[object] = [("WORK", "ASK" if waits and kind == "MESSAGE" else kind, head)]
        following = [] if head in path else out(head)
        calls = [e for e in following if head not in brokers and not event(e)]
        inside = (*path, head)
        own += [step for e in calls for step in sent(e, inside)]
        own += [("ANSWER", "ANSWER", answer)] if waits else []
        own += [step for e in following if e not in calls for step in sent(e, inside)]
        if head in brokers:  # a broker writes first, whatever is drawn above
            own.sort(key=lambda step: step[0] != "WORK")  # type: ignore[index]
        starts = ("SEND", own[0][1], head, (head, *own))  # type: ignore[index]
        then = [("AWAIT", "ANSWER", answer), ("WORK", "ANSWER", answer)] if waits else []
        return [starts, *then]

    return (one.tail, *sent(one, (one.tail,)))


def assert_as_meant(text: str, brokers: str) -> None:
    drawing, storing = graph(text), frozenset(brokers.split())
    journeys = journeys_of(drawing, storing)
    begin = clients_of(drawing, storing)
    first = [e for e in drawing.edges if e.tail in begin and e.stroke.value != "invisible"]
    assert len(journeys) == len(first)
    for journey, one in zip(journeys, first, strict=True):
        assert journey.client == one.tail
        expected = meant(one, drawing, storing)
        script = project(journey.diagram, brokers=storing)
        assert tree(script) == expected
        assert len(script.roots) == 1
        assert script.assumed == ()
        # A bare document is read the lenient way: that must not change what was meant.
        lenient = project(journey.diagram, brokers=storing, solid_answers=None, lenient=True)
        assert (lenient.executions, lenient.assumed) == (script.executions, ())


@pytest.mark.parametrize(("text", "brokers", "expected"), DRAWN)
def test_the_ordinary_projection_reads_what_is_meant(
    text: str, brokers: str, expected: dict[str, list[str]]
) -> None:
    assert_as_meant(text, brokers)


def test_the_tree_of_a_graph_by_hand() -> None:
    (journey,) = journeys_of(graph("C --> A\nA --> Q\nQ --> W\nA -.-> E"), frozenset({"Q"}))
    put = ("SEND", "PUT", "Q")
    queue = (
        "Q",
        ("WORK", "PUT", "Q"),
        ("ANSWER", "ANSWER", "confirmation of Q"),
        ("SEND", "DELIVERY", "W", ("W", ("WORK", "DELIVERY", "W"))),
    )
    api = (
        "A",
        ("WORK", "ASK", "A"),
        (*put, queue),
        ("AWAIT", "ANSWER", "confirmation of Q"),
        ("WORK", "ANSWER", "confirmation of Q"),
        ("ANSWER", "ANSWER", "answer of A"),
        ("SEND", "MESSAGE", "E", ("E", ("WORK", "MESSAGE", "E"))),
    )
    assert tree(project(journey.diagram, brokers=frozenset({"Q"}))) == (
        "C",
        ("SEND", "ASK", "A", api),
        ("AWAIT", "ANSWER", "answer of A"),
        ("WORK", "ANSWER", "answer of A"),
    )


# What is sent to a node that is at work starts an execution of its own there. What that node
# draws below must still be sent by the one that was at work.
BUSY = [
    ("C --> A\nA -.-> B\nB --> A\nA -.-> D", ""),
    ("C --> A\nA -.-> B\nB --> A\nA -.-> B", ""),
    ("C --> A\nA --> B\nB -.-> A\nA --> D", ""),
    ("C --> A\nA --> B\nB -.-> E\nE --> A\nE --> B\nA --> D\nB --> F\nB -.-> G", ""),
    ("C --> A\nA --> Q\nQ --> A\nA --> D", "Q"),
    ("C --> A\nA --> Q\nQ --> W\nW --> A\nA --> Q", "Q"),
    ("C --> Q\nQ --> W\nQ --> V\nW --> Q", "Q"),
    ("C --> Q\nQ --> W\nQ --> V\nQ --> W2\nW --> V\nV --> W\nV --> Q\nW -.-> Q", "Q"),
    (
        "C --> A\nA --> Q\nQ --> W\nQ --> V\nW --> Q\nW --> A\nA --> Q\nV --> R\nR --> Q\nR --> A",
        "Q R",
    ),
]


@pytest.mark.parametrize(("text", "brokers"), BUSY)
def test_a_node_goes_on_as_the_execution_that_it_was(text: str, brokers: str) -> None:
    assert_as_meant(text, brokers)


def test_nothing_is_held_together_without_need() -> None:
    plain = "C --> A\nA --> B\nB --> A\nB -.-> E\nA -.-> E\nE --> A\nA --> D"
    (journey,) = journeys_of(graph(plain), frozenset())
    blocks = [item for item in journey.diagram.statements if isinstance(item, Block)]
    # Only the call of B, whose event comes back while A has more to do; A's last event may.
    assert [[arrow.receiver for arrow in arrows_in((block,))] for block in blocks] == [
        ["B", "A", "A", "E", "A"]
    ]


_names = st.sampled_from(["A", "B", "D", "E", "Q", "R"])
_edges = st.builds(
    lambda tail, drawn, head, label: f"{tail} {drawn} {head}{label}",
    st.sampled_from(["C", "A", "B", "D", "E", "Q", "R", "A", "B", "Q"]),
    st.sampled_from(["-->", "-->", "-->", "-.->", "<-->", "~~~"]),
    _names | st.just("C"),
    st.sampled_from(["", "", "", ": async"]),
)
_MAY_BE = re.compile(
    r"found (more than 500 arrows|a second edge from '[QR]' to|'\w .*no journey reaches)"
)


def refusals(text: str, brokers: str) -> list[str]:
    """What is refused of a graph; nothing if it is read."""
    try:
        journeys_of(graph(text), frozenset(brokers.split()))
    except ScenarioError:
        return problems(text, brokers)
    return []


@settings(max_examples=600, deadline=None)
@given(st.lists(_edges, max_size=9), st.sampled_from(["", "Q", "Q R"]))
def test_any_graph_is_read_as_it_is_meant_or_refused_with_its_place(
    lines: list[str], brokers: str
) -> None:
    text = "\n".join(["C --> A", *lines])
    refused = refusals(text, brokers)
    if not refused:
        assert_as_meant(text, brokers)
    assert all(_MAY_BE.search(told) for told in refused)


@settings(max_examples=300, deadline=None)
@given(st.permutations(range(1, 8)), st.lists(_edges, max_size=6))
def test_a_graph_without_brokers_that_hangs_together_is_always_read(
    order: list[int], more: list[str]
) -> None:
    names = "CABDEQRH"
    hanging = [f"{names[n // 2]} --> {names[n]}" for n in order]
    extra = [line for line in more if "> C" not in line]
    text = "\n".join([*hanging, *extra])
    if not any("more than 500 arrows" in told for told in refusals(text, "")):
        assert_as_meant(text, "")
