"""The diagrams of Markdown documents, as people write them, and where their characters stand."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from simkit.errors import ScenarioError
from simkit.formats.markdown import Fence, fences, find
from simkit.formats.mermaid import read_sequence
from simkit.model.diagram import Position
from simkit.units import BadValue

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "asynchronous-eventing.md"
LIKE_SEED = """\
# Designs

- [Problem](#problem)
- [Eventing](#understanding-eventing)

## Problem <a name="problem"></a>

Some transactions take long.

## Understanding Eventing <a name="understanding-eventing"></a>

An event goes on in the background.

```mermaid
sequenceDiagram
    Participant Client as Client
    Client->>API: Request
    API-->>Client: Accepted Message
```

## Role of the API <a name="role-of-the-api"></a>

```mermaid
sequenceDiagram
    Client->>API: Blocking Call
    Note over API: Behind the scenes
```

## In a Distributed System <a name="in-a-distributed-system"></a>

```mermaid
graph LR
    Client --> ServiceAPI1
    ServiceAPI1 -- Asynchronous Eventing --> BackgroundProcessing1
```"""


def only(document: str) -> Fence:
    """The one diagram of a document, its characters where it says they are."""
    [fence] = placed(document)
    return fence


def placed(document: str) -> Sequence[Fence]:
    """The diagrams of a document, each character where it says it is."""
    lines = re.split(r"\r\n?|\n", document.removeprefix("\ufeff"))
    for fence in fences(document):
        assert lines[fence.line - 1][fence.column - 1 :].startswith(("```", "~~~", ":::"))
        if fence.cuts:
            for number, row in enumerate(fence.text.split("\n"), start=1):
                for column in range(1, len(row) + 2):
                    line, at = fence.place(Position(line=number, column=column))
                    assert line == fence.line + number
                    assert lines[line - 1][at - 1 :] == row[column - 1 :]
    return fences(document)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ("```mermaid\nA->>B: Go\n```\n", (2, 1)),
        ("~~~mermaid\nA->>B: Go\n~~~\n", (2, 1)),
        ("`````mermaid\nA->>B: Go\n`````\n", (2, 1)),
        ("~~~~ mermaid\nA->>B: Go\n~~~~~~\n", (2, 1)),
        ("\n\n   ```mermaid\n   A->>B: Go\n   ```\n", (4, 4)),
        ("   ```mermaid\n A->>B: Go\n```\n", (2, 2)),
        ("- ```mermaid\n  A->>B: Go\n  ```\n", (2, 3)),
        ("- one\n\n  ```mermaid\n  A->>B: Go\n  ```\n- two\n", (4, 3)),
        ("10. one\n    ```mermaid\n    A->>B: Go\n    ```\n", (3, 5)),
        ("- a\n  - b\n\n    ```mermaid\n    A->>B: Go\n    ```\n", (5, 5)),
        ("> ```mermaid\n> A->>B: Go\n> ```\n", (2, 3)),
        (">```mermaid\n>A->>B: Go\n>```\n", (2, 2)),
        ("> > ```mermaid\n>> A->>B: Go\n> > ```\n", (2, 4)),
        ("> - > ```mermaid\n>   > A->>B: Go\n>   > ```\n", (2, 7)),
        ("- > 1. x\n  >\n  >    ~~~mermaid\n  >    A->>B: Go\n  >    ~~~\n", (4, 8)),
        ("some text\n```mermaid\nA->>B: Go\n```\nmore\n", (3, 1)),
        ("<!-- note -->\n```mermaid\nA->>B: Go\n```\n", (3, 1)),
        ("text <b>bold</b>\n```mermaid\nA->>B: Go\n```\n", (3, 1)),
        ("<details>\n\n```mermaid\nA->>B: Go\n```\n\n</details>\n", (4, 1)),
        (":::mermaid\nA->>B: Go\n:::\n", (2, 1)),
        ("text\n::: mermaid\nA->>B: Go\n:::\n", (3, 1)),
        ("> :::mermaid\n> A->>B: Go\n> :::\n", (2, 3)),
        ("- :::: mermaid\n  A->>B: Go\n  ::::\n", (2, 3)),
        (":::note\n```mermaid\nA->>B: Go\n```\n:::\n", (3, 1)),
        (":::note\n:::mermaid\nA->>B: Go\n:::\n:::\n", (3, 1)),
        ("\ufeff```mermaid\nA->>B: Go\n```\n", (2, 1)),
        ("    ```mermaid\n    no\n    ```\n\n```mermaid\nA->>B: Go\n```\n", (6, 1)),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_diagram_is_found_where_it_stands(
    document: str, place: tuple[int, int], end: str
) -> None:
    fence = only(document.replace("\n", end))
    assert (fence.text, fence.unclosed) == ("A->>B: Go", False)
    assert fence.place(Position(line=1, column=1)) == place


@pytest.mark.parametrize(
    "info",
    [
        *("mermaid", " mermaid", "\tmermaid ", "Mermaid", "MERMAID", "mermaid {theme}"),
        *("mermaid{theme}", 'mermaid title="x"', "mermaid,x", "mermaid:x.svg"),
        *("{mermaid}", "{ mermaid }", " {mermaid, fig.width=4}", "{.mermaid}", "{.mermaid #x}"),
    ],
)
def test_what_follows_the_fence_may_be_written_in_many_ways(info: str) -> None:
    for marker in ("```", "~~~~", ":::"):
        assert only(f"{marker}{info}\nA->>B: Go\n{marker}").text == "A->>B: Go"


@pytest.mark.parametrize(
    "document",
    [
        "",
        "just text\n",
        "```\nsequenceDiagram\n```\n",
        "```text\nsequenceDiagram\n```\n",
        "```mermaids\nsequenceDiagram\n```\n",
        "```mermaid-example\nsequenceDiagram\n```\n",
        "```not mermaid\nsequenceDiagram\n```\n",
        "``mermaid\nsequenceDiagram\n``\n",
        "::mermaid\nsequenceDiagram\n::\n",
        "```mermaid`\nsequenceDiagram\n",
        "    ```mermaid\n    sequenceDiagram\n    ```\n",
        "    :::mermaid\n    sequenceDiagram\n    :::\n",
        "\t```mermaid\n\tsequenceDiagram\n\t```\n",
        "text\n    ```mermaid\n    sequenceDiagram\n    ```\n",
        "<div>\n```mermaid\nsequenceDiagram\n```\n</div>\n",
        "<pre>\n\n```mermaid\nsequenceDiagram\n```\n\n</pre>\n",
        "<!--\n\n```mermaid\nsequenceDiagram\n```\n\n-->\n",
        "````markdown\n```mermaid\nsequenceDiagram\n```\n````\n",
        "~~~markdown\n```mermaid\nsequenceDiagram\n```\n:::mermaid\n:::\n~~~\n",
        "```\n:::mermaid\nsequenceDiagram\n:::\n```\n",
    ],
)
def test_what_is_no_mermaid_fence_is_left_alone(document: str) -> None:
    assert fences(document) == ()


def test_a_longer_fence_holds_shorter_ones() -> None:
    assert only("````mermaid\n```mermaid\n```\n````\n").text == "```mermaid\n```"
    assert only("```mermaid\n~~~\n:::\n```\n").text == "~~~\n:::"


def test_indentation_within_a_diagram_is_its_own() -> None:
    fence = only("> -  ```mermaid\n>    sequenceDiagram\n>\n>      A->>B: Go\n>    ```\n")
    assert fence.text == "sequenceDiagram\n\n  A->>B: Go"
    assert (fence.line, fence.column) == (1, 6)
    assert fence.place(Position(line=3, column=3)) == (4, 8)
    assert fence.place(Position(line=3, column=12)) == (4, 17)


def test_less_indentation_than_the_fence_is_no_loss() -> None:
    fence = only("   ```mermaid\n  A\n B\nC\n     D\n   ```")
    assert fence.text == "A\nB\nC\n  D"
    places = [fence.place(Position(line=line, column=1)) for line in (1, 2, 3, 4)]
    assert places == [(2, 3), (3, 2), (4, 1), (5, 4)]


def test_only_line_ends_end_a_line() -> None:
    fence = only("```mermaid\nA->>B: one\u2028two\x0bthree\x0cfour\x85five\nB->>C: six\n```")
    assert fence.place(Position(line=2, column=7)) == (3, 7)


def test_a_blank_made_of_a_tab_stands_at_the_tab() -> None:
    fence = fences("- ```mermaid\n\tA->>B: Go\n  ```\n")[0]
    assert fence.text == "  A->>B: Go"
    assert [fence.place(Position(line=1, column=c)) for c in (1, 2, 3, 4)] == [
        *((2, 1), (2, 1)),
        *((2, 2), (2, 3)),
    ]


def test_tabs_that_markdown_leaves_are_characters() -> None:
    fence = only("```mermaid\nsequenceDiagram\n\tA->>B:\tGo\n```\n")
    assert fence.text == "sequenceDiagram\n\tA->>B:\tGo"
    assert fence.place(Position(line=2, column=9)) == (3, 9)
    assert only("-\ta\n\n\t```mermaid\n\tA->>B: Go\n\t```\n").place(Position(line=1, column=1)) == (
        4,
        2,
    )


def test_an_empty_diagram_stands_at_its_fence() -> None:
    fence = only("text\n\n> ```mermaid\n> ```\n")
    assert (fence.text, fence.cuts, fence.unclosed) == ("", (), False)
    assert fence.place(Position(line=1, column=1)) == (3, 3)
    blank = only("```mermaid\n\n```")
    assert (blank.text, blank.place(Position(line=1, column=1))) == ("", (2, 1))


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("```mermaid\nA->>B: Go", "A->>B: Go"),
        ("```mermaid\nA->>B: Go\n", "A->>B: Go"),
        ("```mermaid\r\nA->>B: Go\r\n", "A->>B: Go"),
        ("```mermaid\nA->>B: Go\n\n", "A->>B: Go\n"),
        ("```mermaid\nA->>B: Go\n``\n", "A->>B: Go\n``"),
        ("```mermaid\nA->>B: Go\n``` x", "A->>B: Go\n``` x"),
        ("```mermaid\nA->>B: Go\n~~~", "A->>B: Go\n~~~"),
        ("```mermaid\nA->>B: Go\n    ```", "A->>B: Go\n    ```"),
        (":::mermaid\nA->>B: Go\n```", "A->>B: Go\n```"),
        ("> ```mermaid\n> A->>B: Go\n\ntext\n", "A->>B: Go"),
        ("- ```mermaid\n  A->>B: Go\n\ntext\n", "A->>B: Go\n"),
        ("- ```mermaid\nA->>B: Go\n", ""),
        ("```mermaid", ""),
        ("```mermaid\n", ""),
    ],
)
def test_a_diagram_without_an_end_runs_on_and_says_so(document: str, text: str) -> None:
    fence = only(document)
    assert (fence.text, fence.unclosed) == (text, True)


def test_nul_is_read_as_commonmark_says() -> None:
    fence = fences("> ```mermaid\n> A->>B: \0\n> ```")[0]
    assert (fence.text, fence.cuts) == ("A->>B: \ufffd", ((0, 2),))


@pytest.mark.parametrize(("mark", "margin", "levels"), [("> ", "> ", 99), ("- ", "  ", 49)])
def test_a_diagram_is_found_deep_in_quotes_and_lists(mark: str, margin: str, levels: int) -> None:
    drawn = ("A->>B: Go", "```")
    lines = [mark * levels + "```mermaid", *(margin * levels + line for line in drawn)]
    assert only("\n".join(lines)).place(Position(line=1, column=1)) == (2, 2 * levels + 1)


@pytest.mark.parametrize(
    ("heading", "text", "anchors"),
    [
        ("# Put it away", "Put it away", ("put-it-away",)),
        ("Put it\naway\n======", "Put it away", ("put-itaway",)),
        ("## Put it away ##", "Put it away", ("put-it-away",)),
        ("# A `b_c` *d* **e** [f](g) h", "A b_c d e f h", ("a-b_c-d-e-f-h",)),
        ("# What's new, in 2.0? (really)", "What's new, in 2.0? (really)", None),
        ("# A & B &amp; C \\* D", "A & B & C * D", ("a--b--c--d",)),
        ("# Über naïve 注文 हिन्दी", "Über naïve 注文 हिन्दी", ("über-naïve-注文-हिन्दी",)),
        ("# ![logo](x.png) Go", "Go", ("-go",)),
        ("# 🚀 Go", "🚀 Go", ("-go",)),
        ("# 🚀", "🚀", ()),
        ("#", "", ()),
        ('# Go <a name="x"></a>', "Go", ("x", "go-")),
        ("# <a id='x' name=\"y\"></a>Go", "Go", ("x", "y", "go")),
        ('# <A NAME="X&amp;Y">Go</A>', "Go", ("X&Y", "go")),
        ('# <span id="x">Go</span> <b name="no">on</b>', "Go on", ("x", "go-on")),
        ("# <a name>Go</a> <a href='x'>on</a> <!-- c -->", "Go on", ("go-on-",)),
        ('# `<a name="x">` Go', '<a name="x"> Go', ("a-namex-go",)),
        ("# Go {#x}", "Go", ("x", "go-x")),
        ("# Go { #x .y z=1 }", "Go", ("x", "go--x-y-z1-")),
        ("# Go {#x} on", "Go {#x} on", ("go-x-on",)),
        ('# Go <a name="go"></a> {#go}', "Go", ("go", "go--go")),
        ('<a name="x"></a>\n# Go', "Go", ("x", "go")),
        ('<a id="x"></a><a id="y"></a>\n\n# Go', "Go", ("x", "y", "go")),
        ('see <a name="x"></a>\n\n# Go', "Go", ("go",)),
        ('# <a name="x"></a>\n# Go', "Go", ("go",)),
        ('# <!--> <a name="x"></a>Go', "Go", ("x", "-go")),
        ("# [Go][x]\n\n[x]: y", "Go", ("go",)),
        ("> # Go", "Go", ("go",)),
        ("no heading", "", ()),
        ("<h1>Go</h1>", "", ()),
    ],
)
def test_a_heading_gives_text_and_names(
    heading: str, text: str, anchors: tuple[str, ...] | None
) -> None:
    fence = only(f"{heading}\n\n```mermaid\nA->>B: Go\n```\n")
    anchors = ("whats-new-in-20-really",) if anchors is None else anchors
    assert (fence.heading, fence.anchors) == (text, anchors)
    assert fence.anchor == (anchors[-1] if anchors else "")


def test_equal_headings_are_counted() -> None:
    headings = ("Go", "Go", "go!", "Go 1", "Go", "Go-1")
    document = "\n".join(f"# {heading}\n```mermaid\nA->>B: Go\n```" for heading in headings)
    anchors = [fence.anchor for fence in placed(document)]
    assert anchors == ["go", "go-1", "go-2", "go-1-1", "go-3", "go-1-2"]


def test_headings_without_diagrams_count_too() -> None:
    fence = only("# Go\n\ntext\n\n# Go\n\n```mermaid\nA->>B: Go\n```\n")
    assert (fence.number, fence.anchor) == (1, "go-1")


def check_like_seed(document: str) -> None:
    found = placed(document)
    assert [fence.number for fence in found] == [1, 2, 3]
    assert [fence.text.split()[0] for fence in found] == ["sequenceDiagram"] * 2 + ["graph"]
    assert all(fence.anchors == (fence.anchor[:-1], fence.anchor) for fence in found)
    assert not any(fence.unclosed for fence in found)
    for fence in found:
        assert find(found, str(fence.number)) == fence
        assert all(find(found, anchor) == fence for anchor in fence.anchors)
    assert all(read_sequence(fence.text).arrows for fence in found[:2])


def test_a_document_like_the_one_that_simkit_came_from() -> None:
    check_like_seed(LIKE_SEED)
    found = fences(LIKE_SEED)
    assert [fence.heading for fence in found] == [
        *("Understanding Eventing", "Role of the API"),
        "In a Distributed System",
    ]
    assert [fence.line for fence in found] == [14, 23, 31]


# It lies beside the repository or nowhere: then there is no such test, rather than one that
# passes without looking. A document of its shape is tested above.
if SEED.exists():

    def test_the_document_that_simkit_came_from() -> None:
        document = SEED.read_text(encoding="utf-8")
        check_like_seed(document)
        check_like_seed(document.replace("\n", "\r\n"))
        found = fences(document)
        assert [(fence.line, len(fence.cuts)) for fence in found] == [(20, 8), (35, 9), (51, 5)]
        assert find(found, "understanding-asynchronous-eventing").number == 1


def test_a_mistake_in_a_diagram_is_told_where_it_stands_in_the_document() -> None:
    document = "# T\n\n> 1. ```mermaid\n>    sequenceDiagram\n>      A->>B\n>    ```\n"
    fence = only(document)
    with pytest.raises(ScenarioError) as caught:
        read_sequence(fence.text)
    place = caught.value.problems[0].place
    assert place
    assert (place.line, place.column) == (2, 8)
    assert fence.place(Position(line=2, column=8)) == (5, 13)


FIVE = fences(
    "```mermaid\n```\n# 3\n```mermaid\n```\n# Two more {#more}\n"
    "```mermaid\n```\n```mermaid\n```\n# Größe <a name='a b'></a>\n```mermaid\n```\n"
)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("5", 5),
        ("größe-", 5),
        ("gr%C3%B6%C3%9Fe-", 5),
        ("a b", 5),
        ("a%20b", 5),
    ],
)
def test_a_diagram_goes_by_number_or_heading(wanted: str, number: int) -> None:
    assert find(FIVE, wanted).number == number


@pytest.mark.parametrize(
    ("known", "wanted", "told"),
    [
        ((), "1", "found no mermaid diagram; expected one between ```mermaid and ```"),
        (FIVE, "more", "found 2 diagrams below 'more'; expected the number of one: 3 or 4"),
        (FIVE, "two-more-more", "found 2 diagrams below 'two-more-more'; expected the number "
         "of one: 3 or 4"),
        (FIVE, "6", "found no diagram '6'; expected 1 to 5, '3', 'more' or 'a b'"),
        (FIVE, "0", "found no diagram '0'; expected 1 to 5, '3', 'more' or 'a b'"),
        (FIVE, "02", None),
        (FIVE, "9" * 5000, None),
        (FIVE, "", "found no name; expected 1 to 5, '3', 'more' or 'a b'"),
        (FIVE, "grösse", "found no diagram 'grösse'; expected 1 to 5, '3', 'more' or 'a b'; "
         "did you mean 'größe-'?"),
        (FIVE[:1], "go", "found no diagram 'go'; expected 1"),
        (FIVE[1:2], "go", "found no diagram 'go'; expected 1 or '3'"),
    ],
)  # fmt: skip
def test_a_diagram_that_is_not_there_is_told_with_those_that_are(
    known: tuple[Fence, ...], wanted: str, told: str | None
) -> None:
    with pytest.raises(BadValue) as caught:
        find(known, wanted)
    if told:
        assert str(caught.value) == told
