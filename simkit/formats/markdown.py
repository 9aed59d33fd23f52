"""Finds the mermaid diagrams of a Markdown document, and where in it each character stands.

markdown-it-py reads the document as CommonMark says; here its fences are given names and
places. What a diagram means is read elsewhere. Limits: a heading written in HTML is none, front
matter is one (as CommonMark has it), and nothing is found deeper than 99 quotes or 49 lists.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from unicodedata import category
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.token import Token

from simkit.errors import nearest
from simkit.model.diagram import Position
from simkit.units import BadValue, quoted

_LINE_END = re.compile(r"\r\n?|\n")
# After the fence: mermaid, {mermaid} as in MyST and Quarto, {.mermaid} as in Pandoc.
_MERMAID = re.compile(r"\s*\{?\s*\.?mermaid(?![\w-])", re.IGNORECASE)
_NAME_AT_END = re.compile(r"\s*\{\s*#([^\s{}]+)[^{}]*\}\s*$")  # {#name}, {#name .class}
_TEXTS = {"text", "code_inline"}
_BREAKS = {"softbreak", "hardbreak"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """One mermaid diagram of a document.

    Attributes:
        text: The diagram without its fence: a line feed between lines and none at the end, and
            the indentation and quote marks that belong to Markdown are gone.
        number: From 1, among the mermaid diagrams of the document.
        line: Of the opening fence in the document, from 1; the lines of the text follow it.
        column: Of the opening fence, in characters from 1.
        cuts: For each line of the text, how many of its first characters are blanks that
            Markdown has made of a tab, and how many characters of the document stand before
            the others.
        heading: Plain text of the nearest heading above; "" if there is none.
        anchors: Names of that heading: those that the document gives it, then the one that
            GitHub does.
        unclosed: True when no closing fence was found, so that the diagram runs to the end of
            the document, or of the quote or list item that it stands in.
    """

    text: str
    number: int
    line: int
    column: int
    cuts: tuple[tuple[int, int], ...]
    heading: str
    anchors: tuple[str, ...]
    unclosed: bool

    @property
    def anchor(self) -> str:
        """The name that GitHub gives the heading; "" where it gives none."""
        return self.anchors[-1] if self.anchors else ""

    def place(self, position: Position) -> tuple[int, int]:
        r"""Line and column of the document, both from 1, where a character of the text stands.

        A blank that Markdown has made of a tab stands at the tab; an empty diagram at its
        opening fence.

        Args:
            position: In the text; its column may be the one after the last of its line.

        >>> [fence] = fences("> ```mermaid\n> sequenceDiagram\n> A->>B: Go\n> ```\n")
        >>> fence.place(Position(line=2, column=7))
        (3, 9)
        """
        if not self.cuts:
            return self.line, self.column
        blanks, before = self.cuts[position.line - 1]
        return self.line + position.line, before + max(position.column - blanks, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """A heading, as its diagrams know it."""

    text: str = ""
    anchors: tuple[str, ...] = ()


def fences(text: str) -> tuple[Fence, ...]:
    r"""The mermaid diagrams of a Markdown document, in its order.

    Fences of backticks or tildes count, and the ``:::mermaid`` of Azure DevOps. NUL is read as
    U+FFFD, as CommonMark says.

    Args:
        text: The whole document; lines may end in LF, CR LF or CR.

    >>> document = "# Put away\n\n```mermaid\nsequenceDiagram\n  A->>B: Go\n```\n"
    >>> [(fence.number, fence.anchor, fence.text) for fence in fences(document)]
    [(1, 'put-away', 'sequenceDiagram\n  A->>B: Go')]
    """
    lines = _LINE_END.split(text.removeprefix("\ufeff").replace("\0", "\ufffd"))
    source = "\n".join(lines)
    references: dict[str, object] = {}  # link targets, which headings may use
    # With an end of its last line, so that every line of a fence ends in one.
    tokens = _blocks().parse(source if source.endswith("\n") else source + "\n", references)
    found: list[Fence] = []
    heading, taken = _Heading(), dict[str, int]()
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _heading(tokens[max(index - 2, 0) : index + 2], references, taken)
        elif token.type == "fence" and _MERMAID.match(token.info):
            found.append(_fence(token, lines, len(found) + 1, heading))
    return tuple(found)


def find(fences: Sequence[Fence], wanted: str) -> Fence:
    r"""The diagram with a number, or the only one below a heading.

    Args:
        fences: Those of one document.
        wanted: A number such as "2", which comes first, or a name of the heading; "%20" and
            the like, as browsers write them, are understood.

    Raises:
        BadValue: If there is no such diagram, or several.

    >>> document = "# One\n```mermaid\n```\n# Two\n```mermaid\n```\n"
    >>> find(fences(document), "two").number
    2
    >>> find(fences(document), "3")
    Traceback (most recent call last):
    simkit.units.BadValue: found no diagram '3'; expected 1 to 2, 'one' or 'two'
    """
    if not fences:
        raise BadValue("found no mermaid diagram", "one between ```mermaid and ```")
    named = {wanted, unquote(wanted)}
    numbered = [fence for fence in fences if str(fence.number) == wanted]
    matching = numbered or [fence for fence in fences if named.intersection(fence.anchors)]
    if len(matching) > 1:
        found = f"found {len(matching)} diagrams below {quoted(wanted)}"
        numbers = _either([str(fence.number) for fence in matching])
        raise BadValue(found, f"the number of one: {numbers}")
    if not matching:
        known = dict.fromkeys(quoted(fence.anchors[0]) for fence in fences if fence.anchors)
        meant = nearest(wanted, [name for fence in fences for name in fence.anchors])
        found = f"found no diagram {quoted(wanted)}" if wanted.strip() else "found no name"
        numbers = f"1 to {len(fences)}" if len(fences) > 1 else "1"
        raise BadValue(found, _either([numbers, *known]), meant)
    return matching[0]


def _either(choices: Sequence[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


@cache
def _blocks() -> MarkdownIt:
    """Reads blocks only: text between them would take most of the time, for nothing."""
    reader = MarkdownIt("commonmark", {"maxNesting": 100}).disable("inline")
    ends = ["paragraph", "reference", "blockquote", "list"]  # like any fence
    reader.block.ruler.before("fence", "colons", _colons, {"alt": ends})
    return reader


@cache
def _inlines() -> MarkdownIt:
    return MarkdownIt("commonmark")


_colon_fence = make_fence_rule(markers=(":",))


def _colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence of colons, only for mermaid: others hold text, and may hold diagrams."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return bool(_MERMAID.match(line.lstrip(":"))) and _colon_fence(state, start, end, silent)


def _fence(token: Token, lines: Sequence[str], number: int, heading: _Heading) -> Fence:
    assert token.map
    first, after = token.map
    content = token.content.split("\n")[:-1]
    return Fence(
        text="\n".join(content),
        number=number,
        line=first + 1,
        column=len(lines[first]) - len(token.markup + token.info) + 1,
        cuts=tuple(map(_cut, content, lines[first + 1 : after])),
        heading=heading.text,
        anchors=heading.anchors,
        unclosed=after - first < len(content) + 2,
    )


def _cut(kept: str, line: str) -> tuple[int, int]:
    """Blanks before, and characters cut off a line, so that the rest of both is the same."""
    # Markdown only cuts at the front; where it cuts through a tab, up to three blanks stay.
    blanks = 0
    while not line.endswith(kept[blanks:]):
        blanks += 1
    return blanks, len(line) - len(kept) + blanks


def _heading(
    around: Sequence[Token], references: dict[str, object], taken: dict[str, int]
) -> _Heading:
    """The heading that the last two tokens begin; those before them may name it."""
    inline = _inline(around[-1], references)
    plain = _plain(inline)
    names = _names(inline)
    if len(around) == 4 and around[1].type == "paragraph_close":
        above = _inline(around[0], references)
        if not _plain(above).strip():
            names = _names(above) + names
    at_end = _NAME_AT_END.search(plain)
    if at_end:
        names.append(at_end[1])
    names.append(_unique(_slug(plain), taken))
    shown = plain[: at_end.start()] if at_end else plain
    return _Heading(text=" ".join(shown.split()), anchors=tuple(dict.fromkeys(filter(None, names))))


def _inline(token: Token, references: dict[str, object]) -> list[Token]:
    [inline] = _inlines().parseInline(token.content, references)
    return inline.children or []


def _plain(inline: list[Token]) -> str:
    return "".join(
        "\n" if token.type in _BREAKS else token.content if token.type in _TEXTS else ""
        for token in inline
    )


class _Names(HTMLParser):
    """What the tags that are fed to it name: id of any, and name of a."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the names of one tag."""
        self.names += [
            value for key, value in attrs if value and (key == "id" or (tag, key) == ("a", "name"))
        ]


def _names(inline: list[Token]) -> list[str]:
    reader = _Names()
    for token in inline:
        if token.type == "html_inline" and token.content[1:2].isalpha():
            reader.feed(token.content)
    return reader.names


def _slug(text: str) -> str:
    """Like GitHub's html-pipeline: no punctuation, and a dash for each blank, also at the ends."""
    kept = (
        c
        for c in text.lower()
        if c in "- " or category(c) in ("Nd", "Pc") or category(c)[0] in "LM"
    )
    return "".join(kept).replace(" ", "-")


def _unique(slug: str, taken: dict[str, int]) -> str:
    """The slug, with a number where a heading above has taken it."""
    name = slug
    while name in taken:
        taken[slug] += 1
        name = f"{slug}-{taken[slug]}"
    taken[name] = 0
    return name
