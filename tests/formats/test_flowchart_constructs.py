"""Every construct of mermaid's page about flowcharts, one by one, each with what it draws.

What stands here was compared with mermaid 11.17. Edges are written as tail, sign, head, label:
"->" has a head, "--" none, "<->" two; "." is dotted, "~" invisible.
"""

import pytest

from simkit.formats.flowchart import read_graph
from simkit.model.graph import Edge, EdgeStroke

Row = tuple[str, str, list[tuple[str, str, str]], list[str]]
AB = [("A", "A", ""), ("B", "B", "")]
ABC = [*AB, ("C", "C", "")]
ABCD = [*ABC, ("D", "D", "")]


def sign(edge: Edge) -> str:
    line = {EdgeStroke.PLAIN: "-", EdgeStroke.DOTTED: ".", EdgeStroke.INVISIBLE: "~"}[edge.stroke]
    if edge.both:
        return f"<{line}>"
    return line * 2 if edge.open else f"{line}>"


def node(text: str, shape: str, label: str = "x") -> Row:
    return (f"{shape or 'no shape'}: {text}", f"graph TD\n{text}", [("A", label, shape)], [])


def edge(text: str, drawn: str) -> Row:
    return (f"edge {text}", f"graph LR\n{text}", AB, [drawn])


def body(name: str, text: str, nodes: list[tuple[str, str, str]], *edges: str) -> Row:
    return (name, f"flowchart LR\n{text}", nodes, list(edges))


def header(text: str) -> Row:
    return (f"header {text!r}", f"{text}A --> B", AB, ["A -> B"])


HEADERS = [
    *(header(f"graph {way}\n") for way in ("TB", "TD", "BT", "RL", "LR", "BR", ">", "<", "^", "v")),
    header("graph\n"),
    header("graph LR;"),
    header("graph LR \n"),
    header("flowchart TD\n"),
    header("flowchart\n"),
    header("flowchart-elk TD\n"),
    header("\n  %% comment\n\ngraph TD\n"),
    header("---\ntitle: Orders\n---\nflowchart LR\n"),
    header("%%{init: {'theme': 'dark'}}%%\ngraph LR\n"),
    header("\ufeffgraph LR\r\n"),
]
BRACKETS = [
    node("A", "", "A"),
    node("A[x]", "rect"),
    node("A[|borders:lt|x]", "rect"),
    node("A(x)", "rounded"),
    node("A([x])", "stadium"),
    node("A[[x]]", "fr-rect"),
    node("A[(x)]", "cyl"),
    node("A((x))", "circle"),
    node("A>x]", "odd"),
    node("A{x}", "diam"),
    node("A{{x}}", "hex"),
    node("A[/x/]", "lean-r"),
    node(r"A[\x\]", "lean-l"),
    node(r"A[/x\]", "trap-b"),
    node(r"A[\x/]", "trap-t"),
    node("A(((x)))", "dbl-circ"),
    node("A(-x-)", "ellipse"),
]
LABELS = [
    node('A["f(x) [y]"]', "rect", "f(x) [y]"),
    node("A[ x ]", "rect"),
    node("A[Order API]", "rect", "Order API"),
    node('A["❤ Unicode ü"]', "rect", "❤ Unicode ü"),
    node('A["`**bold** _x_`"]', "rect", "**bold** _x_"),
    node('A["`two\n  lines`"]', "rect", "two lines"),
    node('A["a #quot;b#quot; #9829; #35;"]', "rect", 'a "b" ♥ #'),
    node("A[one<br/>two<BR >three<br>]", "rect", "one two three"),
    node("A[two\nlines]", "rect", "two lines"),
    node('A["<b class="x">b</b>"]', "rect", "<b class='x'>b</b>"),
    node("A(fa:fa-ban no)", "rounded", "fa:fa-ban no"),
    node('A["$$x^2$$"]', "rect", "$$x^2$$"),
    node('A[" "]', "rect", ""),
    node("A[end]", "rect", "end"),
    node("A[x; y]", "rect", "x; y"),
    node("A[x]:::hot", "rect"),
    node("A:::hot", "", "A"),
    node("A[y]\nA[x]", "rect"),
    node("A[x]\nA", "rect"),
    node("A[y]\nA(x)", "rounded"),
]
# Each short name of mermaid's page, and one of its other names where it has any.
SHAPES = [
    *("rect process", "rounded event", "stadium pill", "fr-rect subprocess", "cyl database"),
    *("datastore data-store", "folder directory", "bucket bucket", "console console"),
    *("browser browser", "person person", "circle circ", "bang bang", "cloud cloud"),
    *("diam decision", "hex prepare", "lean-r in-out", "lean-l out-in", "trap-b priority"),
    *("trap-t manual", "dbl-circ double-circle", "text text", "notch-rect card"),
    *("lin-rect shaded-process", "sm-circ start", "fr-circ stop", "fork join"),
    *("hourglass collate", "brace comment", "brace-r brace-r", "braces braces", "bolt com-link"),
    *("doc document", "delay half-rounded-rectangle", "h-cyl das", "lin-cyl disk"),
    *("curv-trap display", "div-rect divided-process", "tri extract", "win-pane window-pane"),
    *("f-circ junction", "notch-pent loop-limit", "flip-tri manual-file"),
    *("sl-rect manual-input", "docs documents", "st-rect processes", "bow-rect stored-data"),
    *("cross-circ summary", "tag-doc tagged-document", "tag-rect tagged-process"),
    *("flag paper-tape", "odd odd", "lin-doc lined-document"),
]
SHAPE_DATA = [
    *(
        node(f"A@{{ shape: {name} }}", names.split()[0], "A")
        for names in SHAPES
        for name in dict.fromkeys(names.split())
    ),
    node('A@{ shape: cyl, label: "x" }', "cyl"),
    node("A@{ label: 'x', shape: cyl }", "cyl"),
    node("A@{\n  shape: cyl\n  label: x\n}", "cyl"),
    node('A@{ shape: cyl, label: "two\n  lines" }', "cyl", "two lines"),
    node("A@{ label: what? }", "", "what?"),
    node("A@{ label: 5 }", "", "5"),
    node("A@{ label: 0 }", "", "A"),
    node("A@{}", "", "A"),
    node("A[y]@{ label: x }", "rect"),
    node("A@{ shape: cyl }\nA[x]", "rect"),
    node("A[x]\nA@{ shape: cyl }", "cyl"),
    node('A@{ icon: "fa:user", form: "square", label: "x", pos: "t", h: 60 }', ""),
    node('A@{ icon: "fa:user" }', "", ""),
    node('A@{ img: "https://a.b/c.png", label: "x", w: 60, h: 60, constraint: "on" }', ""),
    node('A@{ img: "https://a.b/c.png" }', "", ""),
    body("braces count behind the next node", "A@{ label: x } & A[y]", [("A", "x", "rect")]),
    body(
        "shapes within a chain",
        "A@{ shape: cyl } & B --> C@{ shape: diam }",
        [("A", "A", "cyl"), ("B", "B", ""), ("C", "C", "diam")],
        *("A -> C", "B -> C"),
    ),
]
EDGES = [
    *(edge(f"A {line} B", "A -> B") for line in ("-->", "--->", "---->", "==>", "===>", "====>")),
    *(edge(f"A {line} B", "A -- B") for line in ("---", "----", "-----", "===", "====", "=====")),
    *(edge(f"A {line} B", "A .> B") for line in ("-.->", "-..->", "-...->", ".->")),
    *(edge(f"A {line} B", "A .. B") for line in ("-.-", "-..-", "-...-")),
    *(edge(f"A {line} B", "A ~~ B") for line in ("~~~", "~~~~")),
    *(edge(f"A {line} B", "A -> B") for line in ("--o", "--x", "---o", "==o", "==x", "<--x")),
    *(edge(f"A {line} B", "A .> B") for line in ("-.-o", "-.-x")),
    *(edge(f"A {line} B", "A <-> B") for line in ("<-->", "o--o", "x--x", "<==>", "<---->")),
    *(edge(f"A {line} B", "A <.> B") for line in ("<-.->", "o-.-o", "x-.-x")),
    edge("A-->B", "A -> B"),
    edge("A-->\nB", "A -> B"),
    edge("A -- text --> B", "A -> B text"),
    edge("A--text-->B", "A -> B text"),
    edge("A -- two words --- B", "A -- B two words"),
    edge("A -- well-known --> B", "A -> B well-known"),
    edge("A -- text --o B", "A -> B text"),
    edge("A <-- text --> B", "A <-> B text"),
    edge("A x-- text --x B", "A <-> B text"),
    edge("A x-- ends that do not fit --> B", "A -> B ends that do not fit"),
    edge("A -. text .-> B", "A .> B text"),
    edge("A -. text .- B", "A .. B text"),
    edge("A == text ==> B", "A -> B text"),
    edge("A == text === B", "A -- B text"),
    edge('A -- "text (1)" --> B', "A -> B text (1)"),
    edge('A -- "`**text**`" --> B', "A -> B **text**"),
    edge("A -- #35;1<br/>x --> B", "A -> B #1 x"),
    edge("A -->|text| B", "A -> B text"),
    edge("A-->|text|B", "A -> B text"),
    edge("A ---|text| B", "A -- B text"),
    edge("A -.->|text| B", "A .> B text"),
    edge("A ==>|two words| B", "A -> B two words"),
    edge('A -->|"text (1)"| B', "A -> B text (1)"),
    edge('A -->|"`text`"| B', "A -> B text"),
    edge("A e1@--> B", "A -> B"),
    edge("A e1@== text ==> B\ne1@{ animate: true }", "A -> B text"),
    edge("A e1@-->|text| B\ne1@{ curve: linear }", "A -> B text"),
    edge("A e1@--> B\nclassDef fast stroke:#f00\nclass e1 fast", "A -> B"),
    body("a chain", "A --> B -- x --> C", ABC, "A -> B", "B -> C x"),
    body("an ampersand", "A & B --> C & D", ABCD, "A -> C", "A -> D", "B -> C", "B -> D"),
    body(
        "ampersands in a chain",
        "A --> B & C --> D",
        ABCD,
        *("A -> B", "A -> C"),
        "B -> D",
        "C -> D",
    ),
    body("two edges alike", "A --> B\nA --> B", AB, "A -> B", "A -> B"),
    body("an edge to itself", "A --> A", [("A", "A", "")], "A -> A"),
    body("semicolons", "A --> B;B --> C;", ABC, "A -> B", "B -> C"),
    body("blank lines", "\n\nA --> B\n\n   \n  B --> C", ABC, "A -> B", "B -> C"),
    body(
        "labels within a chain",
        "A[One] --> B(Two):::hot -->|x| A",
        [("A", "One", "rect"), ("B", "Two", "rounded")],
        *("A -> B", "B -> A x"),
    ),
]
NAMES = [
    *(
        body(
            f"the name {name}", f"{name} --> B", [(name, name, ""), ("B", "B", "")], f"{name} -> B"
        )
        for name in (
            *(
                "Order_API",
                "api-2",
                "a.b",
                "a/b",
                "1",
                "42a",
                "ä",
                "日本",
                "End",
                "END",
                "endpoint",
            ),
            *("default", "v", "A,C", "A&C", "a:b", "#1", "it's", "a*b", "what?", "classes", "100%"),
        )
    ),
    body("two percent signs alone", "%%\nA --> B", [("%%", "%%", ""), *AB], "A -> B"),
    body("a direction below the header", "LR\nA --> B", [("LR", "LR", ""), *AB], "A -> B"),
    body("o and x at an edge are a head", "A---oB", AB, "A -> B"),
]
PAINT = [
    body(name, f"{text}\nA --> B", AB, "A -> B")
    for name, text in (
        ("comment", "%% A --> C"),
        ("comment with an arrow", "  %% this is a comment A -- text --> B{node}"),
        ("directive", "%%{init: {'flowchart': {'curve': 'linear'}}}%%"),
        ("accTitle", "accTitle: A title; C --> D"),
        ("accDescr", "accDescr: A text"),
        ("accDescr with braces", "accDescr {\n  C --> D\n}"),
        ("direction", "direction RL"),
        ("classDef", "classDef hot fill:#f9f,stroke:#333,stroke-width:4px;"),
        ("classDef of two", "classDef hot,cold font-size:12pt"),
        ("classDef default", "classDef default fill:#f9f"),
        ("class", "class A,B hot;"),
        ("semicolons alone", ";;"),
    )
] + [
    body(name, f"A --> B\n{text}", AB, "A -> B")
    for name, text in (
        ("style", "style A fill:#f9f,stroke:#333,stroke-width:4px"),
        ("style with a semicolon", "style A fill:#f9f;"),
        ("style with dashes", "style B fill:#bbf,color:#fff,stroke-dasharray: 5 5"),
        ("linkStyle", "linkStyle 0 stroke:#ff3,stroke-width:4px,color:red;"),
        ("linkStyle default", "linkStyle default stroke:#ff3"),
        ("linkStyle with a curve", "linkStyle 0 interpolate basis"),
        ("linkStyle default with a curve", "linkStyle default interpolate linear stroke:#f00"),
        ("click callback", "click A callback"),
        ("click callback and tooltip", 'click A callback "Tooltip"'),
        ("click call", "click A call callback()"),
        ("click call with arguments", 'click A call callback("a", 1) "Tooltip"'),
        ("click link", 'click A "https://www.github.com"'),
        ("click link and tooltip", 'click A "https://www.github.com" "Tooltip"'),
        ("click link and target", 'click A "https://www.github.com" _blank'),
        ("click href", 'click B href "https://www.github.com"'),
        ("click href and tooltip", 'click B href "https://www.github.com" "Tooltip"'),
        ("click href and target", 'click B href "https://www.github.com" _self'),
        ("click href, tooltip, target", 'click B href "https://www.github.com" "Tip" _parent'),
    )
]
ROWS = [*HEADERS, *BRACKETS, *LABELS, *SHAPE_DATA, *EDGES, *NAMES, *PAINT]


@pytest.mark.parametrize(("name", "text", "nodes", "edges"), ROWS, ids=[row[0] for row in ROWS])
def test_reads_every_construct(
    name: str, text: str, nodes: list[tuple[str, str, str]], edges: list[str]
) -> None:
    graph = read_graph(text)
    assert [(n.id, n.label, n.shape) for n in graph.nodes] == nodes, name
    assert [f"{e.tail} {sign(e)} {e.head} {e.label}".strip() for e in graph.edges] == edges, name
    assert graph.subgraphs == ()


Frames = list[tuple[str, str, tuple[str, ...]]]


@pytest.mark.parametrize(
    ("text", "frames", "nodes"),
    [
        ("subgraph S\nA --> B\nend", [("S", "S", ("A", "B"))], "AB"),
        ("subgraph S[Two words]\nA\nend", [("S", "Two words", ("A",))], "A"),
        ("subgraph S [Title]\nA\nend", [("S", "Title", ("A",))], "A"),
        ('subgraph S ["f(x)"]\nA\nend', [("S", "f(x)", ("A",))], "A"),
        ('subgraph "Title"\nA\nend', [("Title", "Title", ("A",))], "A"),
        ('subgraph "`**Title**`"\nA\nend', [("**Title**", "**Title**", ("A",))], "A"),
        ("subgraph Two words\nA\nend", [("subGraph0", "Two words", ("A",))], "A"),
        ('subgraph "Two words"\nA\nend', [("subGraph0", "Two words", ("A",))], "A"),
        ("subgraph S\nend", [("S", "S", ())], ""),
        ("subgraph S;A;end", [("S", "S", ("A",))], "A"),
        ("subgraph S\ndirection LR\nA\nend", [("S", "S", ("A",))], "A"),
        ("subgraph S\naccTitle: x\n;A\nend", [("S", "S", ("A",))], "A"),
        (
            "subgraph S\nA\nsubgraph T\nB\nend\nC\nend",
            [("S", "S", ("A", "T", "C")), ("T", "T", ("B",))],
            "ABC",
        ),
        # The subgraph that ends first has a node, and made up ids count in that order.
        (
            "subgraph out side\nA --> B\nsubgraph in side\nA\nend\nend",
            [("subGraph1", "out side", ("B", "subGraph0")), ("subGraph0", "in side", ("A",))],
            "AB",
        ),
        (
            "subgraph S\nA\nend\nsubgraph T\nA --> B\nend",
            [("S", "S", ("A",)), ("T", "T", ("B",))],
            "AB",
        ),
        ("subgraph S\nA\nend\nS --> B\nB --> S", [("S", "S", ("A",))], "AB"),
        ("S --> B\nsubgraph S\nA --> S\nend", [("S", "S", ("A",))], "BA"),
        ("subgraph S\nA\nend\nstyle S fill:#fff", [("S", "S", ("A",))], "A"),
        ("subgraph S\nA\nend\nS@{ view: collapsed }", [("S", "S", ("A",))], "A"),
        ("subgraph S\nA:::hot --> B\nend\nclass S hot", [("S", "S", ("A", "B"))], "AB"),
        ("subgraph S\nA\nend B", [("S", "S", ("A",))], "AB"),
    ],
)
def test_reads_subgraphs(text: str, frames: Frames, nodes: str) -> None:
    graph = read_graph(f"flowchart TB\n{text}")
    assert [(s.id, s.label, s.nodes) for s in graph.subgraphs] == frames
    assert [n.id for n in graph.nodes] == list(nodes)


def test_edges_lead_to_and_from_subgraphs() -> None:
    graph = read_graph("graph LR\nsubgraph S\nA\nend\nsubgraph T\nB\nend\nS --> T\nC --> S")
    assert [(e.tail, e.head) for e in graph.edges] == [("S", "T"), ("C", "S")]
    assert [n.id for n in graph.nodes] == ["A", "B", "C"]
