"""Whatever a sequence diagram holds, it is read or refused at a place inside it."""

import os
import re
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkit.errors import ScenarioError
from simkit.formats.mermaid import MOST_PROBLEMS, read_sequence
from simkit.model.diagram import Arrow, Block, Statement

# How often each test tries; SIMKIT_FUZZ=50 hunts fifty times longer, from other seeds.
TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))


def fuzz(times: int) -> settings:
    return settings(
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        max_examples=times * TIMES,
    )


def check(text: str) -> None:
    """Read it, and look at the diagram or at the place of each problem."""
    try:
        diagram = read_sequence(text)
    except ScenarioError as error:
        check_problems(text, error)
    else:
        known = {line.id for line in diagram.lifelines}
        assert known >= {a.sender for a in diagram.arrows} | {a.receiver for a in diagram.arrows}
        assert all(branches(diagram.statements))


def check_problems(text: str, error: ScenarioError) -> None:
    lines = re.split(r"\r\n?|\n", text)
    assert 1 <= len(error.problems) <= MOST_PROBLEMS
    places = [problem.place for problem in error.problems if problem.place]
    assert len(places) == len(error.problems)
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.source == lines[place.line - 1]
    order = [(place.line, place.column) for place in places]
    assert all(first <= second for first, second in pairwise(order))
    assert all(p.found.startswith("found ") and p.expected for p in error.problems)
    assert str(error)


def branches(statements: tuple[Statement, ...]) -> list[int]:
    """How many branches each block has."""
    found = []
    for block in statements:
        if isinstance(block, Block):
            found.append(len(block.branches))
            for branch in block.branches:
                found += branches(branch.statements)
    return found


# Diagrams built of whole lines and blocks, then damaged at a few places.

# fmt: off
NAMES = st.sampled_from(["A", "B", "C", "Order API", "my-svc", "a/b(1)", "Ä", "end", "1", "as"])
ARROWS = st.sampled_from([
    "->>", "-->>", "->", "-->", "-x", "--x", "-)", "--)", "<<->>", "<<-->>", "-|\\", "--|/", "-//",
    "--\\\\", "/|-", "\\|--", "//-", "\\\\--",
])
TEXTS = st.sampled_from(["", " x", "wrap:x", " #35;1", "a<br/>b", " x # c", " a : b", " end"])
LINES = st.one_of(
    st.builds("{}{}{}{}:{}".format, NAMES, ARROWS, st.sampled_from(["", "", "+", "-", "()"]),
              NAMES, TEXTS),
    st.builds("{} {}{}".format, st.sampled_from(["participant", "actor", "create actor"]), NAMES,
              st.sampled_from(["", " as X", '@{ "type": "queue" }', "@{\n type: queue\n} as Y"])),
    st.builds("{} {}".format, st.sampled_from(["activate", "deactivate", "destroy"]), NAMES),
    st.builds("{} {}:{}".format,
              st.sampled_from(["Note over", "Note over A,", "note left of", "links", "details"]),
              NAMES, TEXTS),
    st.sampled_from([
        "autonumber", "autonumber 1 .5", "title: x", "accTitle: x", "accDescr {\n x\n}", "%% x",
        "%%{init: {}}%%", "%%{wrap}%%", "# x", ";", "(", "box Aqua x\nparticipant D\nend",
    ]),
).map(lambda line: [line])
# fmt: on
WORDS = {
    **dict.fromkeys(("opt", "loop", "break", "rect"), "end"),
    **{"alt": "else", "par": "and", "par_over": "and", "critical": "option"},
}


def blocks(inside: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    bodies = st.lists(inside, max_size=3).map(lambda parts: [*chain(*parts)])

    def block(word: str, first: list[str], more: list[list[str]]) -> list[str]:
        middle = [[f"{WORDS[word]} y", *body] for body in more if WORDS[word] != "end"]
        return [f"{word} x", *first, *chain(*middle), "end"]

    return st.builds(block, st.sampled_from(sorted(WORDS)), bodies, st.lists(bodies, max_size=2))


BODIES = st.lists(st.recursive(LINES, lambda inside: LINES | blocks(inside)), max_size=6).map(
    lambda parts: [*chain(*parts)]
)
PIECES = st.sampled_from(
    [
        *("A", "B", "->>", "-->", "-x", "--)", "<<->>", "+", "-", ":", ";", ",", "#", "%%", "%%{"),
        *("\n", "\r\n", "\r", " ", " \n", " as ", "@{", "}", '"type":', "queue", "()", "(", "|\\"),
        *("participant ", "actor ", "create ", "destroy ", "activate ", "deactivate ", "note "),
        *("over ", "left of ", "autonumber ", "title ", "accDescr {", "accTitle:", "link ", "box "),
        *("alt ", "else ", "opt ", "par ", "and ", "critical ", "option ", "rect ", "end", "end\n"),
        *("#35;", "<br/>", "wrap:", "---\n", "---\na: [\n---\n", "1 ", "}%%", "style:", "\uffff"),
        *("\ue000", "\ue0011", "\u2028", "\x85", "\x1c", "\xa0", "\ufeff", "\0", "ſ", "\ud800"),
    ]
)
HEADERS = st.sampled_from(
    ["sequenceDiagram\n"] * 6
    + ["", "sequenceDiagram;", "---\nx: y\n---\nsequenceDiagram\n", "%%{wrap}%%sequenceDiagram "]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A diagram with some characters gone and some pieces put in."""
    text = draw(HEADERS) + draw(st.sampled_from(["\n", "\n  ", ";", "\r\n"])).join(draw(BODIES))
    for _ in range(draw(st.integers(0, 3))):
        at, gone = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 0, 1, 4]))
        text = text[:at] + draw(PIECES | st.just("")) + text[at + gone :]
    return text


RAW = st.builds(
    "{}{}".format, HEADERS, st.text() | st.lists(PIECES | st.text(max_size=3)).map("".join)
)


@fuzz(300)
@given(damaged())
def test_a_damaged_diagram_is_read_or_refused_in_its_place(text: str) -> None:
    check(text)


@pytest.mark.statistical
@fuzz(10_000)
@given(damaged())
def test_many_damaged_diagrams_are_read_or_refused_in_their_place(text: str) -> None:
    check(text)


@fuzz(300)
@given(RAW)
def test_any_text_is_read_or_refused_in_its_place(text: str) -> None:
    check(text)


@pytest.mark.statistical
@fuzz(10_000)
@given(RAW)
def test_many_texts_are_read_or_refused_in_their_place(text: str) -> None:
    check(text)


# Blocks as they are meant, so that what is read can be compared with what was written.

TREES = st.recursive(
    st.just(("->>", ())),
    lambda inside: st.tuples(
        st.sampled_from(sorted(WORDS.keys() - {"rect"})),
        st.lists(st.lists(inside, max_size=3), min_size=1, max_size=3),
    ),
    max_leaves=12,
)


def written(tree: Any) -> list[str]:
    word, parts = tree
    lines = [] if parts else ["A->>B: x"]
    for number, part in enumerate(meant(word, parts)):
        lines.append(f"{WORDS[word]} {number}" if number else f"{word} 0")
        lines += [line for inside in part for line in written(inside)]
    return lines + ["end"] * bool(parts)


def meant(word: str, parts: Any) -> Any:
    """Only some blocks have several branches."""
    return parts[:1] if WORDS.get(word) == "end" else parts


def expected(tree: Any) -> Any:
    word, parts = tree
    inside = [(str(n), [*map(expected, part)]) for n, part in enumerate(meant(word, parts))]
    return word.removesuffix("_over"), inside


def read_back(statement: Statement) -> Any:
    if isinstance(statement, Arrow):
        return statement.drawn, []
    assert isinstance(statement, Block)
    inside = [(part.label, [*map(read_back, part.statements)]) for part in statement.branches]
    return statement.kind.value, inside


@fuzz(200)
@given(st.lists(TREES, max_size=4), st.sampled_from(["\n", ";", "\r\n\t", " # c\n"]))
def test_blocks_are_read_as_they_were_written(trees: list[Any], end: str) -> None:
    text = end.join(["sequenceDiagram", *(line for tree in trees for line in written(tree)), ""])
    assert [read_back(statement) for statement in read_sequence(text).statements] == [
        expected(tree) for tree in trees
    ]
