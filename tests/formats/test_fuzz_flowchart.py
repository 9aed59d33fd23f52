"""Whatever a text holds, it gives a graph or problems with their place; never a traceback."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkit.errors import ScenarioError
from simkit.formats.flowchart import MOST_PROBLEMS, read_graph
from simkit.formats.flowchart_shapes import SHAPES

# How often each test tries; SIMKIT_FUZZ=50 hunts fifty times longer, from other seeds.
TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))
SEEDS = (
    'graph TD\n  A[One] -->|x| B(Two) & C([Three]):::hot\n  C -- "text (1)" --> D{"`**four**`"}\n',
    "flowchart LR\n  subgraph S [Title]\n    direction TB\n    A@{ shape: cyl, label: 'x' }\n"
    "    subgraph Two words\n      B-. no .->C\n    end\n  end\n  S <==> D;\n",
    "%% comment\ngraph LR;A e1@--x B;e1@{ animate: true }\nclassDef hot fill:#f96,stroke:#333;\n"
    "class A,B hot\nstyle A fill:#fff\nlinkStyle 0 stroke:#f00\naccTitle: a\naccDescr {\nb\n}\n"
    'click A href "https://a.b" "tip" _blank\nclick B call f("x")\nA["#35;<br/>"] ~~~ ä\n',
)
WORDS = st.sampled_from(
    [
        *sorted({word for seed in SEEDS for word in seed.split()}),
        *(
            "-->",
            "---",
            "--",
            "-.",
            "==",
            "-.->",
            "==>",
            "~~~",
            "<-->",
            "--o",
            "x--x",
            "|",
            "&",
            ";",
        ),
        *("[", "]", "(", ")", "{", "}", "((", "[[", "[(", "{{", "[/", "\\]", ">", "(-", "-)", "[|"),
        *(
            '"',
            '"`',
            '`"',
            "@{",
            "@",
            ":::",
            ":",
            ",",
            "#",
            "#35;",
            "^",
            "\\|",
            "=",
            ".",
            "-",
            "%%",
        ),
        *(
            "%%{",
            "}%%",
            "---\n",
            "graph",
            "end",
            "subgraph",
            "style",
            "class",
            "call (",
            "href ",
            "v",
        ),
        *(
            "\n",
            "\t",
            " ",
            "\r",
            "\x00",
            "\ufeff",
            "\u2028",
            "\ud800",
            "😀",
            "½",
            "\ue000",
            "!x",
            "&a",
        ),
        *("shape: cyl", "label: [", "? x", "*a", "- x", "<b x=", 'a="', "_blank", "linkStyle 9"),
    ]
)
STATEMENTS = st.sampled_from(
    [line for seed in SEEDS for line in seed.splitlines()[1:]] + ["end", "subgraph T", "A B", "A["]
)


def times(count: int) -> settings:
    return settings(
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        max_examples=count * TIMES,
    )


def check(text: str) -> None:
    """The text gives a sound graph, or problems that each stand inside it."""
    try:
        graph = read_graph(text)
    except ScenarioError as error:
        check_places(text, error)
        return
    assert graph.source == text
    names = [node.id for node in graph.nodes] + [frame.id for frame in graph.subgraphs]
    for edge in graph.edges:
        assert {edge.tail, edge.head} <= {*names, *edge_names(text)}, edge
    for frame in graph.subgraphs:
        assert frame.id not in frame.nodes
        assert len(set(frame.nodes)) == len(frame.nodes)
    for node in graph.nodes:
        assert node.shape in {"", "ellipse", *SHAPES.values()}, node


def edge_names(text: str) -> set[str]:
    """Words that may be an edge's own name, which mermaid makes no node of."""
    return {name for name in text.replace("@", " ").split() if "@" in text} | {
        word for word in text.split() if word.startswith("L_")
    }


def check_places(text: str, error: ScenarioError) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= len(error.problems) <= MOST_PROBLEMS
    for problem in error.problems:
        place = problem.place
        assert place is not None
        assert place.file == ""
        assert 1 <= place.line <= len(lines), problem
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, problem
        assert place.source == lines[place.line - 1]
        assert problem.found.startswith("found "), problem
        assert problem.expected, problem
    places = [(p.place.line, p.place.column) for p in error.problems if p.place]
    assert places == sorted(places)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A graph with a few lines, words or characters deleted, doubled, replaced or moved."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 3))):
        between = draw(st.sampled_from(["\n", " ", ""]))
        pieces = text.split(between) if between else list(text)
        at, to = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        word = draw(st.one_of(WORDS, st.text(max_size=3)))
        pieces = draw(
            st.sampled_from(
                [
                    pieces[:at] + pieces[at + 1 :],
                    [*pieces[: at + 1], *pieces[at:]],
                    [*pieces[:at], word, *pieces[at + 1 :]],
                    [*pieces[:at], word, *pieces[at:]],
                    [*pieces[:at], pieces[to], *pieces[at + 1 :]],
                ]
            )
        )
        text = between.join(pieces) or " "
    return text


SOUP = st.lists(WORDS).map(lambda words: "graph TD\n" + " ".join(words))
DENSE = st.lists(WORDS).map(lambda words: "graph TD\n" + "".join(words))
LINES = st.lists(STATEMENTS, max_size=12).map(lambda lines: "\n".join(["flowchart LR", *lines]))
SHAPE_DATA = st.lists(WORDS).map(lambda words: "graph TD\nA@{ " + " ".join(words) + " }")


@times(200)
@given(st.one_of(st.text(), st.text().map("graph TD\n".__add__)))
def test_any_text_gives_a_graph_or_located_problems(text: str) -> None:
    check(text)


@times(300)
@given(st.one_of(SOUP, DENSE, SHAPE_DATA))
def test_any_words_give_a_graph_or_located_problems(text: str) -> None:
    check(text)


@times(300)
@given(st.one_of(mutated(), LINES))
def test_a_graph_with_a_few_changes_gives_a_graph_or_located_problems(text: str) -> None:
    check(text)


@pytest.mark.statistical
@times(10_000)
@given(st.one_of(mutated(), LINES, SOUP, DENSE, SHAPE_DATA, st.text().map("graph TD\n".__add__)))
def test_ten_thousand_texts_give_a_graph_or_located_problems(text: str) -> None:
    check(text)
