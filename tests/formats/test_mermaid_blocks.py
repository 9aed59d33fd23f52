"""Blocks, boxes, creation and what stands around a diagram: what is read, and what is refused."""

import re

import pytest

from simkit.errors import ScenarioError
from simkit.formats.mermaid import read_sequence
from simkit.model.diagram import Block, BlockKind, Branch, Position


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_sequence(text)
    told = []
    for problem in caught.value.problems:
        assert problem.place
        assert problem.place.source == re.split(r"\r\n?|\n", text)[problem.place.line - 1]
        place = f"{problem.place.line}:{problem.place.column}"
        told.append(f"{place} {problem.found} | {problem.expected} | {problem.meant}")
    return told


@pytest.mark.parametrize(
    ("body", "found", "expected"),
    [
        ("alt ok", "2:7 found the end of the diagram inside 'alt' of line 2", "an 'end' of 'alt'"),
        (
            "loop->>A: x",
            "2:12 found the end of the diagram inside 'loop' of line 2",
            "an 'end' of 'loop'",
        ),
        (
            "A->>B: x\nopt a\n  A->>B: x\n\n",
            "4:11 found the end of the diagram inside 'opt' of line 3",
            "an 'end' of 'opt'",
        ),
        (
            "par_over x # c",
            "2:15 found the end of the diagram inside 'par_over' of line 2",
            "an 'end' of 'par_over'",
        ),
        (
            "  box Aqua",
            "2:11 found the end of the diagram inside 'box' of line 2",
            "an 'end' of 'box'",
        ),
        (
            "rect red\nA->>B: x",
            "3:9 found the end of the diagram inside 'rect' of line 2",
            "an 'end' of 'rect'",
        ),
        (
            "end",
            "2:1 found 'end' without a block",
            "a block above it that is still open, such as 'alt' or 'loop'",
        ),
        (
            "A->>B: x; end",
            "2:11 found 'end' without a block",
            "a block above it that is still open, such as 'alt' or 'loop'",
        ),
        (
            "opt a\nend\nend",
            "4:1 found 'end' without a block",
            "a block above it that is still open, such as 'alt' or 'loop'",
        ),
        ("else x", "2:1 found 'else'", "'else' only directly inside 'alt'"),
        ("and y", "2:1 found 'and'", "'and' only directly inside 'par' or 'par_over'"),
        ("Option z", "2:1 found 'Option'", "'Option' only directly inside 'critical'"),
        (
            "loop a\nelse b\nend",
            "3:1 found 'else' inside 'loop' of line 2",
            "'else' only directly inside 'alt'",
        ),
        (
            "par a\nelse b\nend",
            "3:1 found 'else' inside 'par' of line 2",
            "'else' only directly inside 'alt'",
        ),
        (
            "break a\noption b\nend",
            "3:1 found 'option' inside 'break' of line 2",
            "'option' only directly inside 'critical'",
        ),
        (
            "alt a\nloop b\nelse c\nend\nend",
            "4:1 found 'else' inside 'loop' of line 3",
            "'else' only directly inside 'alt'",
        ),
        (
            "rect red\nelse\nend",
            "3:1 found 'else' inside 'rect' of line 2",
            "'else' only directly inside 'alt'",
        ),
        (
            "box a\nA->>B: x\nend",
            "3:1 found 'A->>B:' inside 'box' of line 2",
            "only participants and 'end'",
        ),
        (
            "box a\nparticipant A\nNote over A: x\nend",
            "4:1 found 'Note' inside 'box' of line 2",
            "only participants and 'end'",
        ),
        (
            "box a\nalt b\nA->>B: x\nend\nend",
            "3:1 found 'alt' inside 'box' of line 2",
            "only participants and 'end'",
        ),
        (
            "box\nbox\nend\nend",
            "3:1 found 'box' inside 'box' of line 2",
            "only participants and 'end'",
        ),
        (
            "box a\ncreate actor X\nend",
            "3:1 found 'create' inside 'box' of line 2",
            "only participants and 'end'",
        ),
        ("box a\n(\nend", "3:1 found '(' inside 'box' of line 2", "only participants and 'end'"),
        (
            "box a\nactor A\nend\nbox b\nactor A\nend",
            "6:7 found 'A' in a second box",
            "each participant in one box only",
        ),
        ("create", "2:7 found the end of the line", "'participant' or 'actor' and a name"),
        ("create X", "2:8 found 'X'", "'participant' or 'actor' and a name"),
        ("create activate X", "2:8 found 'activate'", "'participant' or 'actor' and a name"),
        (
            "create actor A->B",
            "2:14 found 'A->B'",
            "a name without < > : , ; @ (and without spaces, - or = before '@{')",
        ),
        (
            "create participant A\nB->>C: x",
            "3:1 found a message to 'C'",
            "a message to 'A', created above",
        ),
        (
            "create participant A\nA->>C: x",
            "3:1 found a message to 'C'",
            "a message to 'A', created above",
        ),
        (
            "A->>B: x\ncreate actor B\nA->>B: y",
            "3:14 found the creation of 'B'",
            "a name that no participant has or had",
        ),
        ("destroy", "2:8 found the end of the line", "a name without < > : , ; @ and 'as'"),
        ("destroy A as B", "2:11 found 'as B'", "nothing more, or ';' and a new statement"),
        (
            "destroy A\nB->>C: x",
            "3:1 found a message from 'B' to 'C'",
            "a message to or from 'A', destroyed above",
        ),
        (
            "A-|B: x",
            "2:1 found 'A-|B: x'",
            "a message such as A->>B: text, a participant, a note or an activation",
        ),
        (
            "A()B: x",
            "2:1 found 'A()B: x'",
            "a message such as A->>B: text, a participant, a note or an activation",
        ),
        ("A()->>+B: x", "2:4 found '->>+'", "an arrow such as ->> or -->>"),
        (
            "A->>+()B: x",
            "2:6 found '()B:'",
            "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)",
        ),
        (
            "A->>()()B: x",
            "2:7 found '()B:'",
            "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)",
        ),
        ("A/|->B: x", "2:2 found '/|->'", "an arrow such as ->> or -->>"),
        ("links A", "2:8 found the end of the line", "':' and a text, such as A->>B: text"),
        ("link A x", "2:9 found the end of the line", "':' and a text, such as A->>B: text"),
        (
            "details: x",
            "2:8 found ':'",
            "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)",
        ),
        (
            "properties end: {}",
            "2:12 found 'end:'",
            "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)",
        ),
        ("autonumber \nA->>B: x", "3:1 found 'A->>B:'", "a number, 'off' or nothing more"),
        (
            "alt a\nend x",
            "3:5 found 'x'",
            "a message such as A->>B: text, a participant, a note or an activation",
        ),
        (
            "alt a\nelse b\nactivate C\ndeactivate C\nend\ndeactivate C",
            "7:1 found the end of an activation of 'C' that has not begun",
            "'activate C' or a + on an arrow to it before",
        ),
    ],
)
def test_tells_what_is_wrong_with_a_block_or_a_line_in_it(
    body: str, found: str, expected: str
) -> None:
    assert problems("sequenceDiagram\n" + body) == [f"{found} | {expected} | "]


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        (
            "---\ntitle: x\nsequenceDiagram\nA->>B: x",
            "1:1 found front matter ('---') that does not end",
            "'---' alone on a line below it, indented alike, and then the diagram",
        ),
        (
            "\n---\ntitle: x\n---\nsequenceDiagram",
            "2:1 found front matter below the first line",
            "front matter that begins with '---' alone on the first line",
        ),
        (
            "--- title\nsequenceDiagram",
            "1:1 found '---'",
            "front matter that begins with '---' alone on the first line",
        ),
        (
            "  ---\n  title: x\n---\nsequenceDiagram",
            "1:3 found front matter ('---') that does not end",
            "'---' alone on a line below it, indented alike, and then the diagram",
        ),
        (
            "---\ntitle: [x\n---\nsequenceDiagram",
            "3:1 found front matter that is no YAML: expected ',' or ']', but got '<stream end>'",
            "YAML such as 'title: Orders'",
        ),
        (
            "  ---\n  a: 1\n  a: 2\n  ---\nsequenceDiagram",
            "3:3 found front matter that is no YAML: the key 'a' twice",
            "YAML such as 'title: Orders'",
        ),
        (
            "---\na: !mine x\n---\nsequenceDiagram",
            "2:4 found front matter that is no YAML: the tag '!mine'",
            "YAML such as 'title: Orders'",
        ),
        (
            "---\na: \x07\n---\nsequenceDiagram",
            "2:4 found front matter that is no YAML: a character that YAML does not allow",
            "YAML such as 'title: Orders'",
        ),
        (
            "%%{init: {\nsequenceDiagram\nA->>B: x",
            "1:1 found the directive '%%{init' that does not end",
            "'}%%' after it, and a diagram",
        ),
        (
            "---\ntitle: x\n---\n%%{wrap}%% sequenceDiagram\nA=>B: x",
            "5:2 found '=>'",
            "an arrow such as ->> or -->>",
        ),
    ],
)
def test_tells_what_is_wrong_around_a_diagram(text: str, found: str, expected: str) -> None:
    assert problems(text) == [f"{found} | {expected} | "]


def test_a_mistake_in_a_line_does_not_hide_the_block_around_it() -> None:
    assert problems("sequenceDiagram\nopt a\n A=>B: x\n loop b\n  B->>A: y\n") == [
        "3:3 found '=>' | an arrow such as ->> or -->> | ",
        "5:11 found the end of the diagram inside 'loop' of line 4 | an 'end' of 'loop' | ",
        "5:11 found the end of the diagram inside 'opt' of line 2 | an 'end' of 'opt' | ",
    ]


def test_a_mistake_after_end_does_not_hide_the_end() -> None:
    assert problems("sequenceDiagram\nopt a\nend A->>B") == [
        "3:10 found the end of the line | ':' and a text, such as A->>B: text | ",
    ]


def test_a_half_arrow_keeps_how_it_was_drawn() -> None:
    diagram = read_sequence("sequenceDiagram\n  A()/|--()B: go")
    assert diagram.arrows[0].drawn == "/|--"
    assert diagram.arrows[0].at == Position(line=2, column=3)


def test_blocks_know_their_places() -> None:
    text = "sequenceDiagram\n  rect red\n  ALT a; A->>B: x\n    else # c\n  end\n end"
    arrow = read_sequence("sequenceDiagram\n\n         A->>B: x").arrows[0]
    first = Branch(label="a", statements=(arrow,), at=Position(line=3, column=3))
    second = Branch(label="", statements=(), at=Position(line=4, column=5))
    at = Position(line=3, column=3)
    assert arrow.at == Position(line=3, column=10)
    assert read_sequence(text).statements == (
        Block(kind=BlockKind.ALT, branches=(first, second), at=at),
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: The purchase\nconfig:\n  theme: dark\n---\nsequenceDiagram\nA->>B: x",
        "  ---\n  title:\tThe purchase\n  ---\nsequenceDiagram\nA->>B: x",
        "---\n\n---\nsequenceDiagram\nA->>B: x",
        "%%{init: {'theme': 'dark'}}%%\n%%{wrap}%%\nsequenceDiagram\nA->>B: x",
        "%%{init: base\nsequenceDiagram\nA->>B: x",
        "sequenceDiagram\nA->>B: x\n%%{init: {\nA->>B: no",
        "sequenceDiagram\nA->>B%%{wrap}%%: x",
        "sequenceDiagram\nautonumber%%{wrap}%%\nA->>B: x",
        "sequenceDiagram\nA->> \n%% between\n B: x",
        "sequenceDiagram\nA->>B: x\naccDescr {\nA->>B: no",
    ],
)
def test_what_is_around_and_between_is_dropped_as_in_mermaid(text: str) -> None:
    diagram = read_sequence(text)
    assert [(a.sender, a.drawn, a.receiver, a.label) for a in diagram.arrows] == [
        ("A", "->>", "B", "x")
    ]
    assert len(diagram.statements) == 1


def test_places_stay_where_something_is_dropped() -> None:
    text = "---\ntitle: x\n---\nsequenceDiagram\n%% c\n  %%{init: {\n}}%% A->>B: x"
    assert read_sequence(text).arrows[0].at == Position(line=7, column=6)
