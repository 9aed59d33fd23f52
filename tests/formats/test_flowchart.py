"""What `read_graph` refuses and says, and where things stand; compared with mermaid 11.17."""

import re
import time
from contextlib import suppress

import pytest

from simkit.errors import ScenarioError
from simkit.formats.flowchart import MOST_PROBLEMS, read_graph
from simkit.formats.flowchart_drawing import MOST_EDGES
from simkit.model.diagram import Position
from simkit.model.graph import Edge, EdgeStroke, Graph, Node, Subgraph

# The third diagram of "Asynchronous Eventing in Microservice Architecture Design".
SEED = """\
graph LR
    Client --> ServiceAPI1
    ServiceAPI1 -- Asynchronous Eventing --> BackgroundProcessing1
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_graph(text)
    told = []
    for problem in caught.value.problems:
        assert problem.place
        assert problem.place.file == ""
        assert problem.place.source == re.split(r"\r\n?|\n", text)[problem.place.line - 1]
        place = f"{problem.place.line}:{problem.place.column}"
        told.append(f"{place} {problem.found} | {problem.expected} | {problem.meant}")
    return told


def test_reads_the_third_diagram_of_the_seed() -> None:
    graph = read_graph(SEED)
    assert [node.id for node in graph.nodes] == ["Client", "ServiceAPI1", "BackgroundProcessing1"]
    assert [(edge.tail, edge.label, edge.head) for edge in graph.edges] == [
        ("Client", "", "ServiceAPI1"),
        ("ServiceAPI1", "Asynchronous Eventing", "BackgroundProcessing1"),
    ]
    assert graph.source == SEED


def test_everything_has_its_place() -> None:
    text = "\ufeffgraph TD\n  %% comment\n  subgraph S[The S]\n    A[x] e1@-- y -->\n B\n  end"
    text = text.replace("\n", "\r\n")
    assert read_graph(text) == Graph(
        nodes=(
            Node(id="A", label="x", shape="rect", at=Position(line=4, column=5)),
            Node(id="B", label="B", shape="", at=Position(line=5, column=2)),
        ),
        edges=(
            Edge(
                tail="A",
                head="B",
                stroke=EdgeStroke.PLAIN,
                both=False,
                open=False,
                label="y",
                at=Position(line=4, column=13),
            ),
        ),
        subgraphs=(
            Subgraph(id="S", label="The S", nodes=("A", "B"), at=Position(line=3, column=3)),
        ),
        source=text,
    )


def test_a_header_alone_is_an_empty_graph() -> None:
    assert read_graph("graph") == Graph(nodes=(), edges=(), subgraphs=(), source="graph")


def test_an_edge_keeps_its_name_from_nodes() -> None:
    graph = read_graph("graph LR\nA e1@--> B\nA --> C\ne1@{ shape: none }\nL_A_C_0[x] --> D")
    assert [node.id for node in graph.nodes] == ["A", "B", "C", "D"]
    assert [edge.tail for edge in graph.edges] == ["A", "A", "L_A_C_0"]


NODE = "a node, such as B or B[text]"
AFTER_NODE = "an edge such as A --> B, '&' and a node, or ';' or a new line"
AFTER_NAME = "a shape such as A[text], an edge such as A --> B, or ';' or a new line"
STATEMENT = "an edge such as A --> B, a node such as A[text], a subgraph or a style"
BEHIND = "behind the text (one with brackets in it stands in double quotes)"
LABEL = "the rest of the edge after its label, such as A -- text --> B"
TEXT = 'a text, in double quotes where it has brackets in it, such as A["f(x)"]'
QUOTE = "a closing quote on this line"
SHAPE = "a shape of mermaid, such as rect, rounded, cyl, diam or circle"
KEYS = "keys and values, such as @{ shape: cyl, label: Orders }"
FRAME = (
    "a subgraph with a title, such as 'subgraph Orders' or 'subgraph a [Orders]', "
    "and the end of the line right behind it"
)
STYLE = "a node and its style, such as 'style A fill:#f96,stroke:#333'"
LINK_STYLE = "numbers of edges and their style, such as 'linkStyle 0,1 stroke:#f96'"
CLASS_DEF = "a class and its style, such as 'classDef hot fill:#f96,stroke:#333'"
CLASS = "nodes and their class, such as 'class A,B hot'"
CLICK = (
    "a node and where it leads, such as 'click A \"https://example.com\"' or 'click A call open()'"
)
ABOVE = "the number of an edge above: the first is 0"
KINDS = "'graph' or 'flowchart' before everything else, spelt like this"
WAYS = "one of TB, TD, BT, RL, LR, and then ';' or a new line"
END = "the end of the line"


def kept(word: str) -> str:
    return f"another name: mermaid keeps the word '{word}' for itself"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Edges.
        ("A -->", f"2:6 found {END} | {NODE} | "),
        ("  --> B", f"2:3 found '-->' | {STATEMENT} | "),
        ("A --> --> B", f"2:7 found '-->' | {NODE} | "),
        ("A -> B", "2:3 found '->' | an edge such as A --> B | -->"),
        ("A->B\nC[x]", "2:2 found '->' | an edge such as A --> B | -->"),
        ("A=>B", "2:2 found '=>' | an edge such as A --> B | ==>"),
        ("A ..> B", f"2:3 found '..>' | {AFTER_NODE} | "),
        ("A -- text B\nC", f"2:3 found '--' | {LABEL} | "),
        ("A -- --> B", f"2:6 found '-->' | {LABEL} | "),
        ('A -- "x" y', f"2:3 found '--' | {LABEL} | "),
        ("A -->|text B", f"2:6 found '|' | '|' {BEHIND} | "),
        ("A -->|a(b)| B", f"2:8 found '(b)|' | '|' {BEHIND} | "),
        ("A -->|| B", f"2:7 found '|' | {TEXT} | "),
        ("A -->|x|  B", f"2:11 found 'B' | {NODE}, behind one blank at most | "),
        ('A --> "B"', f"2:7 found '\"B\"' | {NODE} | "),
        ("A & ", f"2:5 found {END} | {NODE} | "),
        ("A &B", "2:4 found 'B' | a blank on each side of '&' | "),
        (
            "A --> B %% why",
            "2:9 found '%%' | nothing more: mermaid has a comment on a line of its own | ",
        ),
        # Names.
        ("A B", f"2:3 found 'B' | {AFTER_NODE} | "),
        ("A[x] y; B", f"2:6 found 'y;' | {AFTER_NODE} | "),
        ("A --> end", f"2:7 found 'end' | {kept('end')} | "),
        ("A --> B --> graph", f"2:13 found 'graph' | {kept('graph')} | "),
        ("graph --> A", f"2:1 found 'graph' | {kept('graph')} | "),
        ("A --> style", f"2:7 found 'style' | {kept('style')} | "),
        ("😀 --> A", f"2:1 found '😀' | {STATEMENT} | "),
        ("A --> 😀", f"2:7 found '😀' | {NODE} | "),
        ("A:::", f"2:5 found {END} | {NODE} | "),
        # Brackets.
        ("A[]", f"2:3 found ']' | {TEXT} | "),
        ("A[f(x)]", f"2:4 found '(x)]' | ']' {BEHIND} | "),
        ("A[x\nB --> C", f"2:2 found '[' | ']' {BEHIND} | "),
        ("A[x\nB[y]", f"2:2 found '[' | ']' {BEHIND} | "),
        ('A["x\nB', f"2:3 found '\"' | {QUOTE} | "),
        ('A["x]\nB["y"]', f"2:3 found '\"' | {QUOTE} | "),
        ('A["`x]\nB', f"2:3 found '\"`' | {QUOTE} | "),
        ("A(x]", f"2:4 found ']' | ')' {BEHIND} | "),
        ("A{{x}", f"2:6 found {END} | '}}' {BEHIND} | "),
        ("A([x)", f"2:5 found ')' | '])' {BEHIND} | "),
        ("A[(x]", f"2:5 found ']' | ')]' {BEHIND} | "),
        ("A[[x]", f"2:5 found ']' | ']]' {BEHIND} | "),
        ("A(((x))", f"2:6 found '))' | ')))' {BEHIND} | "),
        ("A[/x]", f"2:5 found ']' | '/]' or '\\]' {BEHIND} | "),
        ("A(-x", f"2:2 found '(-' | '-)' {BEHIND} | "),
        ("A>x", f"2:2 found '>' | ']' {BEHIND} | "),
        # Shapes.
        ("A@{ shape: cylindr }", f"2:12 found the shape 'cylindr' | {SHAPE} | cylinder"),
        ("A@{ shape: Cyl }", f"2:12 found the shape 'Cyl' | {SHAPE} | cyl"),
        ("A@{\n shape: lean_right\n}", f"3:9 found the shape 'lean_right' | {SHAPE} | lean-right"),
        ("A@{ shape: 5 }", f"2:12 found a shape that is no word | {SHAPE} | "),
        ("A@{ shape: cyl\nB", "2:2 found '@{' | '}' behind it | "),
        (
            "A@{ shape: cyl } ;",
            "2:18 found ';' | "
            "'&' and a node, or an edge or the end of the line right behind '}' | ",
        ),
        (
            "A@{ label: a ^ b }",
            "2:14 found '^' | no '^' between the braces, or double quotes around it | ",
        ),
        (
            "A@{ label: [1 }",
            "2:15 found what is no YAML between the braces: expected ',' or ']', but got '}' | "
            f"{KEYS} | ",
        ),
        (
            "A@{ a: 1, a: 2 }",
            f"2:11 found what is no YAML between the braces: the key 'a' twice | {KEYS} | ",
        ),
        ("A@{\n}", "2:4 found nothing | a key and a value, such as shape: cyl | "),
        ("A@{ icon: x, label: 5 }", "2:21 found a label that is no text | a text in quotes | "),
        # Subgraphs.
        ("subgraph\nA\nend", f"2:1 found a subgraph without a title | {FRAME} | "),
        ("subgraph S[x] \nA\nend", f"2:14 found {END} | {FRAME} | "),
        ("subgraph S(x)\nA\nend", f"2:11 found '(x)' | {FRAME} | "),
        (
            "subgraph S\nsubgraph T\nA\nend",
            "2:1 found the subgraph 'S', which does not end | 'end' on a line below it | ",
        ),
        ("A\nend", "3:1 found 'end' without a subgraph | a 'subgraph' that it ends above it | "),
        ("subgrph S\nA", f"2:9 found 'S' | {AFTER_NODE} | subgraph"),
        # Paint.
        ("classDef hot", f"2:13 found {END} | {CLASS_DEF} | "),
        ("classDef  hot fill:#fff", f"2:11 found 'hot' | {CLASS_DEF} | "),
        ("classdef hot fill:#fff", f"2:10 found 'hot' | {AFTER_NODE} | classDef"),
        ("class A", f"2:8 found {END} | {CLASS} | "),
        ("class A, B hot", f"2:12 found 'hot' | {CLASS} | "),
        ("style A", f"2:8 found {END} | {STYLE} | "),
        ("linkStyle 0", f"2:12 found {END} | {LINK_STYLE} | "),
        ("A-->B\nlinkStyle 0,1 color:red", f"3:13 found edge number 1 | {ABOVE} | "),
        ("A-->B\nlinkStyle 00 color:red", f"3:11 found edge number 00 | {ABOVE} | "),
        ("click A", f"2:8 found {END} | {CLICK} | "),
        ("click A href", f"2:13 found {END} | {CLICK} | "),
        ('click A "x" "y" foo', f"2:17 found 'foo' | {CLICK} | "),
        (
            "A --> " + "y" * 60 + "=",
            f"2:67 found '=' | {AFTER_NAME} | ",
        ),
        ("A " + "y" * 60, f"2:3 found '{'y' * 39}…' | {AFTER_NODE} | "),
    ],
)
def test_tells_what_is_wrong_with_a_statement(body: str, expected: str) -> None:
    assert problems("graph TD\n" + body) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 found no diagram | 'graph' or 'flowchart' and its edges | "),
        ("\n%% only a comment", "1:1 found no diagram | 'graph' or 'flowchart' and its edges | "),
        ("A-->B", f"1:1 found 'A-->B' | {KINDS} | "),
        ("\n  Graph TD", f"2:3 found 'Graph' | {KINDS} | graph"),
        ("flowchartTD", f"1:1 found 'flowchartTD' | {KINDS} | flowchart"),
        (
            "sequenceDiagram\nA->>B: x",
            "1:1 found 'sequenceDiagram' | "
            "'graph' or 'flowchart': this is another kind of diagram | ",
        ),
        ("graph XX\nA-->B", f"1:7 found 'XX' | {WAYS} | "),
        ("graph td\nA-->B", f"1:7 found 'td' | {WAYS} | TD"),
        ("graph;A-->B", f"1:6 found ';A-->B' | {WAYS} | "),
        ("graph LR A-->B", "1:10 found 'A-->B' | ';' or a new line behind the direction | "),
        (
            "---\ntitle: x\ngraph LR",
            "1:1 found front matter ('---') that does not end | "
            "'---' alone on a line below it, indented alike, and then the diagram | ",
        ),
    ],
)
def test_tells_what_is_wrong_with_a_text(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_tells_all_problems_in_line_order() -> None:
    text = "grph TD\n  A B\nA --> B\nsubgraph S\nA[f(x)]\n\nend\nend\nA --> end; C D"
    assert problems(text.replace("\n", "\r\n")) == [
        f"1:1 found 'grph' | {KINDS} | graph",
        f"2:5 found 'B' | {AFTER_NODE} | ",
        f"5:4 found '(x)]' | ']' {BEHIND} | ",
        f"9:7 found 'end;' | {kept('end')} | ",
    ]


def test_places_do_not_move_where_mermaid_drops_text() -> None:
    text = (
        'graph TD\n%% c\n\n%%{init: {}}%% A["#35;"] --> B\n%% d\nstyle A fill:#fff;\nC{x} \n\n D E'
    )
    assert problems(text) == [f"9:4 found 'E' | {AFTER_NODE} | "]


def test_what_a_whole_graph_lacks_is_told_when_all_else_is_right() -> None:
    text = "graph TD\nend\nsubgraph S\nA-->B\nlinkStyle 7 color:red"
    assert [line.split(" | ")[0] for line in problems(text)] == [
        "2:1 found 'end' without a subgraph",
        "3:1 found the subgraph 'S', which does not end",
        "5:11 found edge number 7",
    ]


def test_tells_at_most_fifty_problems() -> None:
    assert len(problems("graph TD\n" + "A B\n" * 100)) == MOST_PROBLEMS


def test_mermaid_draws_at_most_five_hundred_edges() -> None:
    text = "graph TD\nA" + "-->B" * MOST_EDGES
    assert len(read_graph(text).edges) == 500
    assert problems(text + "-->C\nA & B --> C & D") == [
        "2:2002 found edge number 501 | at most 500 edges, which is mermaid's own limit | "
    ]


def test_an_error_shows_its_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_graph("graph TD\n  A B")
    assert str(caught.value).split("\n")[1:] == ["      A B", "        ^"]


@pytest.mark.parametrize(
    "body",
    [
        "A" + "[" * 5_000,
        "A" + "(" * 5_000,
        "A " + "-" * 20_000,
        "A " + "- " * 20_000,
        "A -- " + "- " * 20_000,
        "A" + " " * 50_000 + "B",
        "A" + "\n" * 50_000 + "B",
        "a@" * 20_000,
        "A;" * 20_000 + "a@-->b",
        "A B " * 10_000 + "\ndirection LR",
        "direction " * 5_000,
        "subgraph S\n" * 5_000 + "end\n" * 5_000,
        "A" + " & A" * 1_000 + " --> B" + " & B" * 1_000,
        "A[" + "<a" * 20_000,
        "style A :" + ":#" * 20_000 + ";",
        "A[\n" * 10_000,
        "A@{ a: " + "[" * 5_000,
        "A[x\n" + "%%\n" * 20_000,
        "}" + " " * 50_000,
    ],
    ids=lambda body: body[:12],
)
def test_a_long_graph_takes_no_long_time(body: str) -> None:
    begin = time.perf_counter()
    with suppress(ScenarioError):
        read_graph("graph TD\n" + body)
    assert time.perf_counter() - begin < 5
