"""What is written is read as the same diagram, whatever its names and labels hold."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simkit.formats.drawing import mermaid_text
from simkit.formats.mermaid import read_sequence
from simkit.formats.preamble import BLANKS
from simkit.model.diagram import (
    Arrow,
    Block,
    BlockKind,
    Branch,
    Diagram,
    Head,
    Lifeline,
    Note,
    Position,
    Statement,
    Stroke,
)

TYPES = (
    *("participant", "actor", "boundary", "control"),
    *("entity", "database", "collections", "queue"),
)
NOWHERE = Position(line=1, column=1)
ARROWS = {
    "->>": (Stroke.SOLID, Head.ARROW),
    "->": (Stroke.SOLID, Head.ARROW),
    "-->>": (Stroke.DASHED, Head.ARROW),
    "-->": (Stroke.DASHED, Head.ARROW),
    "-)": (Stroke.SOLID, Head.OPEN),
    "--)": (Stroke.DASHED, Head.OPEN),
    "-x": (Stroke.SOLID, Head.CROSS),
    "--x": (Stroke.DASHED, Head.CROSS),
    "<<->>": (Stroke.SOLID, Head.BOTH),
    "<<-->>": (Stroke.DASHED, Head.BOTH),
    "-|\\": (Stroke.SOLID, Head.ARROW),
    "/|--": (Stroke.DASHED, Head.ARROW),
}


def bare(diagram: Diagram) -> Diagram:
    """A diagram without its text and without places."""
    lifelines = tuple(replace(lifeline, at=NOWHERE) for lifeline in diagram.lifelines)
    return Diagram(lifelines=lifelines, statements=placeless(diagram.statements), source="")


def placeless(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    return tuple(
        replace(
            item,
            at=NOWHERE,
            branches=tuple(
                replace(part, at=NOWHERE, statements=placeless(part.statements))
                for part in item.branches
            ),
        )
        if isinstance(item, Block)
        else replace(item, at=NOWHERE)
        for item in statements
    )


def arrow(sender: str, drawn: str, receiver: str, label: str) -> Arrow:
    stroke, head = ARROWS[drawn]
    return Arrow(
        sender=sender,
        receiver=receiver,
        stroke=stroke,
        head=head,
        drawn=drawn,
        label=label,
        at=NOWHERE,
    )


def lifeline(name: str, label: str = "", kind: str = "participant") -> Lifeline:
    return Lifeline(id=name, label=label or name, type=kind, at=NOWHERE)


def drawing(*names: str, labels: tuple[str, ...] = ("go",)) -> Diagram:
    """A chain of messages over lifelines of these names."""
    ends = list(zip(names, names[1:] + names[:1], strict=True))
    return Diagram(
        lifelines=tuple(lifeline(name) for name in names),
        statements=tuple(arrow(a, "->>", b, label) for label in labels for a, b in ends),
        source="",
    )


# ------------------------------------------------------------------ word for word

WRITTEN = {
    "as it was drawn": """sequenceDiagram
  Client->>API: Request
  API-->>Client: Accepted Message
  API->>BackgroundTask: Trigger Event
  BackgroundTask->>API: Completion Message""",
    "shown names and types": """sequenceDiagram
  actor Client
  participant API as Order API
  participant Q@{ "type": "queue" } as Message System
  participant DB@{ "type": "database" }
  actor U as You
  Client->>API: Go
  API-)Q: Put
  U-->>DB: Look""",
    "those above one that is declared": """sequenceDiagram
  participant A
  participant B as Bee
  A->>B: x
  B->>C: y""",
    "a name that no arrow uses": """sequenceDiagram
  participant A
  participant B
  A->>A: x""",
    "an order of its own": """sequenceDiagram
  participant A
  participant B
  C->>B: x
  B->>A: y
  A->>D: z""",
    "signs that mermaid keeps": """sequenceDiagram
  A->>B: 50 % #59; more#35; and: so #37;% on
  B->>A: #119;rap: no""",
    "names that mermaid keeps": """sequenceDiagram
  participant Big#32;Q@{ "type": "queue" }
  #101;nd->>Message System: x
  Message System->>Big#32;Q: y
  Big#32;Q->>API #40;v2#41;: z""",
    "no label": """sequenceDiagram
  A->>B:
  Note over A,B: seen
  Note over B:""",
    "blocks": """sequenceDiagram
  alt 20 % of all
    A->>B: x
  else
    par one
      B->>A: y
    and two
      loop 3 times
        B-xA: z
      end
    end
  end
  critical
    opt
      Note over A: seen
    end
  option timeout
    break always
    end
  end""",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_text_that_is_written_like_this_stays_as_it_is(name: str) -> None:
    assert mermaid_text(read_sequence(WRITTEN[name])) == WRITTEN[name]


def test_an_arrow_that_nobody_has_drawn_gets_its_shape() -> None:
    for drawn, (stroke, head) in list(ARROWS.items())[:10]:
        made = replace(arrow("A", drawn, "B", "x"), drawn="")
        diagram = replace(drawing("A", "B"), statements=(made,))
        read = read_sequence(mermaid_text(diagram)).arrows[0]
        assert (read.stroke, read.head) == (stroke, head)


def test_a_name_that_cannot_be_written_is_shown() -> None:
    assert mermaid_text(drawing("L1", "a\x0bb", labels=("x",))) == (
        "sequenceDiagram\n  participant L1\n  participant L2 as a\x0bb\n  L1->>L2: x\n  L2->>L1: x"
    )


# ------------------------------------------------------------------ there and back

CHARACTERS = st.one_of(
    st.sampled_from("ab xX1-_.:;#%&{}@<>()/\\|+=,\"'\n\ue000\ue001\u2028é漢"),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\uffff"),
)
WORDS = (
    *("end", "note", "Note right", "title x", "style", "as", "left of", "accTitle: x", "off"),
    *("%%{init}%%", "%% no", "wrap: x", ":nowrap:x", "#35;", "#amp;", "classDef a:#1;", "1 2"),
    *("participant A", "a as b", "x-x", "order-xml", "loop", "---", "end;", "Message System"),
)


def one_line(text: str) -> str:
    return " ".join(text.split()).strip(BLANKS)


TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=8).map(one_line),
    st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    st.sampled_from(WORDS),
)
NAMES = st.one_of(st.sampled_from("ABCDE"), TEXTS.filter(bool))


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    lifelines = tuple(
        lifeline(name, draw(st.one_of(st.just(""), TEXTS)), draw(st.sampled_from(TYPES)))
        if draw(st.booleans())
        else lifeline(name)
        for name in names
    )
    return Diagram(lifelines=lifelines, statements=draw(statements(names, 2)), source="")


@st.composite
def statements(draw: st.DrawFn, names: list[str], depth: int) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for kind in draw(st.lists(st.sampled_from("aaanb"), max_size=4)):
        if kind == "a":
            ends = [draw(st.sampled_from(names)) for _ in "ab"]
            found.append(arrow(ends[0], draw(st.sampled_from(list(ARROWS))), ends[1], draw(TEXTS)))
        elif kind == "n":
            over = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
            found.append(Note(over=tuple(over), text=draw(TEXTS), at=NOWHERE))
        elif depth:
            found.append(draw(blocks(names, depth)))
    return tuple(found)


@st.composite
def blocks(draw: st.DrawFn, names: list[str], depth: int) -> Block:
    kind = draw(st.sampled_from(BlockKind))
    several = kind in (BlockKind.ALT, BlockKind.PAR, BlockKind.CRITICAL)
    number = draw(st.integers(1, 3 if several else 1))
    branches = [
        Branch(label=draw(TEXTS), statements=draw(statements(names, depth - 1)), at=NOWHERE)
        for _ in range(number)
    ]
    return Block(kind=kind, branches=tuple(branches), at=NOWHERE)


def half_arrow_from(name: str) -> Diagram:
    return replace(drawing(name, "B"), statements=(arrow("B", "/|--", name, "x"),))


@settings(deadline=None, max_examples=300)
@given(diagrams())
@example(drawing("style", "B", labels=("a:b#c", "x:;", "::#")))
@example(half_arrow_from("order-api"))
@example(drawing("noteé", "é", labels=("é",)))
@example(drawing("a\nb", "-", "x", "\ue000", "12 x", labels=("a\nb", "\ue00035\ue001")))
def test_what_is_written_is_read_as_the_same_diagram(diagram: Diagram) -> None:
    assert bare(read_sequence(mermaid_text(diagram))) == bare(diagram)
