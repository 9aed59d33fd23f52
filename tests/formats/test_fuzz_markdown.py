"""Whatever a Markdown document holds, each character of its diagrams is where it is said to be."""

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simkit.formats.markdown import fences, find
from simkit.model.diagram import Position
from simkit.units import BadValue

# How often each test tries; SIMKIT_FUZZ=50 hunts fifty times longer, from other seeds.
TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))
Lines = tuple[str, ...]


def fuzz(times: int) -> settings:
    return settings(
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        max_examples=times * TIMES,
    )


def lines_of(document: str) -> list[str]:
    whole = document.removeprefix("\ufeff").replace("\0", "\ufffd")
    return re.split(r"\r\n?|\n", whole)


# Documents built so that it is known which diagrams they hold: only their fences end in @@, and
# only the lines between in a number of their own, @7@.

ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["A->>B: é", "note\tover A: x", "```", ""])),
    max_size=4,
)
INFOS = st.sampled_from(["mermaid", " Mermaid {x}", "{mermaid}", "mermaid title=1"])
MARKERS = st.sampled_from(["```", "~~~", "````", "~~~~~", ":::", "::::"])


@st.composite
def mermaid(draw: st.DrawFn) -> Lines:
    margin = " " * draw(st.integers(0, 3))
    marker = draw(MARKERS)
    rows = [margin + " " * indent + f"{text} @{{}}@" for indent, text in draw(ROWS)]
    return (f"{margin}{marker}{draw(INFOS)} @@", *rows, margin + marker)


OTHERS: list[Lines] = [
    ("just text", "on two lines"),
    ("## Heading",),
    ("```text", "```mermaid", "A->>B: no", "~~~", "```"),
    ("````", "```mermaid", "A->>B: no", "```", "````"),
    ("    ```mermaid", "    A->>B: no", "    ```"),
    ("<div>", "```mermaid", "A->>B: no", "```", "</div>"),
    ("<!--", "", "```mermaid", "A->>B: no", "```", "-->"),
    (":::note", "text", ":::"),
    ("***",),
    ("| a | b |", "|---|---|", "| c | d |"),
]


def below_each_other(blocks: Sequence[Lines]) -> Lines:
    """Blocks with a paragraph between them, which ends any list."""
    lines: list[str] = []
    for block in blocks:
        lines += [*block, "", "plain", ""]
    return tuple(lines)


def in_quote(inner: Lines, tight: bool) -> Lines:
    # A blank after the mark belongs to Markdown, so a tight mark must not stand before one.
    return tuple(
        ">" if not line else f">{line}" if tight and line[0] not in " \t" else f"> {line}"
        for line in inner
    )


def in_item(inner: Lines, mark: str) -> Lines:
    if inner[0][:1] in ("", " ", "*", "|"):  # would be read with the mark, not after it
        inner = ("item", "", *inner)
    margin = " " * len(mark)
    first, *rest = inner
    return (mark + first, *(margin + line if line else "" for line in rest))


def nested(blocks: st.SearchStrategy[Lines]) -> st.SearchStrategy[Lines]:
    inner = st.lists(blocks, min_size=1, max_size=3).map(below_each_other)
    marks = st.sampled_from(["- ", "* ", "+  ", "1. ", "10) ", "-   "])
    return st.builds(in_quote, inner, st.booleans()) | st.builds(in_item, inner, marks)


BLOCKS = st.recursive(mermaid() | st.sampled_from(OTHERS), nested, max_leaves=12)
DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=4).map(below_each_other)


def check_built(lines: Lines, end: str, mark: str) -> None:
    # Number the diagram lines, so that each can be searched for.
    numbers = iter(range(10_000))
    lines = tuple(re.sub(r"@\{\}@", lambda _: f"@{next(numbers)}@", line) for line in lines)
    document = mark + end.join(lines)
    drawn = [number for number, line in enumerate(lines, 1) if re.search(r"@\d+@$", line)]
    read = []
    for fence in fences(document):
        assert not fence.unclosed
        for row, text in enumerate(fence.text.split("\n") if fence.cuts else (), 1):
            places = [fence.place(Position(line=row, column=c + 1)) for c in range(len(text) + 1)]
            line, column = places[0]
            # It is the very line of that number, whole to its end and character by character.
            assert lines[line - 1][column - 1 :] == text
            assert places == [(line, column + c) for c in range(len(text) + 1)]
            read.append(line)
    assert read == drawn
    begun = [number for number, line in enumerate(lines, 1) if line.endswith(" @@")]
    assert [fence.line for fence in fences(document)] == begun


@fuzz(300)
@given(DOCUMENTS, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_every_diagram_of_a_document_is_found_where_it_stands(
    lines: Lines, end: str, mark: str
) -> None:
    check_built(lines, end, mark)


@pytest.mark.statistical
@fuzz(10_000)
@given(DOCUMENTS, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_every_diagram_of_many_documents_is_found_where_it_stands(
    lines: Lines, end: str, mark: str
) -> None:
    check_built(lines, end, mark)


# Texts of any kind, most of them out of what Markdown takes for marks.

PIECES = st.sampled_from(
    [
        *("```", "````", "~~~", ":::", "mermaid", "{mermaid}", "\n", "\n", "\n", "\r\n", "\r"),
        *("> ", ">", "- ", "* ", "1. ", "10) ", " ", "  ", "    ", "\t", "\t", ">\t", "-\t"),
        *("# ", "===", "---", "<div>", "</div>", "<!--", "-->", '<a name="x">', "</a>", "<a ", ">"),
        *("{#x}", "[a]: b", "[a]", "![", "](", "**", "_", "`", "\\", "&amp;", "&#0;", "<![CDATA["),
        *("A->>B: Go", "sequenceDiagram", "a", "é", "🚀", "\0", "\ufeff", "\u2028", "\x0b", "\x85"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join)


def check_any(document: str) -> None:
    lines = lines_of(document)
    found = fences(document)
    assert [fence.number for fence in found] == list(range(1, len(found) + 1))
    for fence in found:
        assert re.match(r"```|~~~|:::", lines[fence.line - 1][fence.column - 1 :])
        for row, text in enumerate(fence.text.split("\n") if fence.cuts else (), 1):
            blanks = fence.cuts[row - 1][0]
            assert blanks <= 3
            for column in range(1, len(text) + 2):
                line, at = fence.place(Position(line=row, column=column))
                if column <= blanks:  # the documented exception: one of a tab's blanks
                    assert (text[column - 1], lines[line - 1][at - 1]) == (" ", "\t")
                else:
                    assert lines[line - 1][at - 1 :] == text[column - 1 :]
        assert find(found, str(fence.number)) == fence
        for anchor in fence.anchors:
            with suppress(BadValue):  # where several diagrams share the name
                assert anchor in find(found, anchor).anchors or anchor.isdigit()


DAMAGED: list[str] = ["", "\ufeff", "\0", "```mermaid", "```mermaid\n" * 3, "# <a name=x", "#\t\0"]


def damaged(check: Callable[[str], None]) -> Callable[[str], None]:
    for document in DAMAGED:
        check = example(document)(check)
    return check


@fuzz(300)
@given(TEXTS)
@damaged
def test_any_text_has_diagrams_in_their_places_or_none(document: str) -> None:
    check_any(document)


@pytest.mark.statistical
@fuzz(10_000)
@given(TEXTS)
def test_many_texts_have_diagrams_in_their_places_or_none(document: str) -> None:
    check_any(document)
