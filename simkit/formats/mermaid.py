"""Reads mermaid sequence diagrams (the grammar of mermaid 11.17) into a `Diagram`.

Messages, participants, notes and blocks are read. Activation bars, creation and destruction,
boxes, colours, links, titles and numbers are paint: they are checked as mermaid checks them, and
dropped. What mermaid refuses is refused, in the words of `simkit.formats.mermaid_problems`. What
the drawing means is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from lark import Lark, Token, Tree
from lark.common import LexerConf
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from simkit.errors import Problem, ScenarioError
from simkit.formats.mermaid_checks import TYPES, Paint, configuration, place
from simkit.formats.mermaid_lexer import decoded, label, prepared, rules, statements
from simkit.formats.mermaid_problems import BRANCHES, Page, no_header
from simkit.formats.preamble import BLANK, BLANKS, filled
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

__all__ = ["MOST_PROBLEMS", "TYPES", "read_sequence"]

# Reading stops here: nobody reads more at once, and a text of another kind is all problems.
MOST_PROBLEMS = 50
DEEPEST = 40  # blocks inside each other; nobody follows more

_HEADER = re.compile(rf"(?:{BLANK}|%%[^\n]*\n)*(?P<word>[^{BLANKS}]*)")


def read_sequence(text: str) -> Diagram:
    r"""The sequence diagram in ``text``, mermaid's own notation without its fence.

    Args:
        text: The diagram, from ``sequenceDiagram`` or its front matter on; lines may end in CR LF.

    Returns:
        Lifelines in order of appearance; arrows, notes and blocks in drawn order. A half arrow
        with its head at the left goes from the right name to the left one. A line break
        ``<br/>`` in a label is a space, an entity such as ``#35;`` is decoded.

    Raises:
        ScenarioError: If mermaid refuses the text; all problems in line order, at most 50. Places
            have no file, and count lines and characters from 1 within ``text``.

    >>> diagram = read_sequence("sequenceDiagram\n  participant A as Order API\n  A->>B: Go")
    >>> [line.label for line in diagram.lifelines]
    ['Order API', 'B']
    >>> [(arrow.sender, arrow.receiver, arrow.label) for arrow in diagram.arrows]
    [('A', 'B', 'Go')]
    """
    reading = _Reading(text)
    reading.read()
    problems = reading.page.problems or list(reading.paint.broken.values())
    if problems:
        raise ScenarioError(*sorted(problems, key=_in_line_order)[:MOST_PROBLEMS])
    return Diagram(
        lifelines=tuple(reading.lifelines.values()),
        statements=tuple(reading.drawn),
        source=text,
    )


def _in_line_order(problem: Problem) -> tuple[int, int]:
    assert problem.place
    return problem.place.line, problem.place.column


class _Given(Lexer):
    """Hands the terminals on; `statements` has cut them."""

    def __init__(self, conf: LexerConf) -> None:
        pass

    def lex(self, tokens: list[Token]) -> Iterator[Token]:  # type: ignore[override]
        return iter(tokens)


@cache
def _grammar() -> Lark:
    text = files("simkit.formats").joinpath("mermaid.lark").read_text("utf-8")
    return Lark(text, parser="lalr", start="statement", lexer=_Given, maybe_placeholders=False)


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return rules(_grammar().terminals)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A block, ``rect`` or ``box`` that has not ended.

    Attributes:
        word: Its word in lower case.
        at: Where it stands.
        parts: Label, place and statements of each branch; none for paint.
    """

    word: str
    at: Position
    parts: list[tuple[str, Position, list[Statement]]]

    def closed(self) -> Block:
        """The block, once its ``end`` is found."""
        branches = [Branch(label=text, statements=tuple(s), at=at) for text, at, s in self.parts]
        kind = BlockKind("par" if self.word == "par_over" else self.word)
        return Block(kind=kind, branches=tuple(branches), at=self.at)


class _Reading:
    """One text while it is read: what was found in it so far."""

    def __init__(self, text: str) -> None:
        text = re.sub(r"\r\n?", "\n", text)
        self.text, kept, wrong = prepared(text)
        self.page = Page(text, kept)
        for at, found, expected in wrong:
            self.page.refuse(at, found, expected)
        self.lifelines: dict[str, Lifeline] = {}
        self.drawn: list[Statement] = []
        self.open: list[_Open] = []
        self.paint = Paint(self.page)

    def read(self) -> None:
        """Read the whole text, a statement at a time."""
        if not self._header():
            return
        for tokens in statements(self.text, _rules()):
            self._statement(tokens)
            if len(self.page.problems) >= MOST_PROBLEMS:
                return
        for block in reversed(self.open):
            self.page.never_ends(block.word, block.at)

    def _header(self) -> bool:
        """Blank the word sequenceDiagram and all above it; False if this is no such text."""
        match = _HEADER.match(self.text)
        assert match
        at = self.page.position(match.start("word"))
        end = match.start("word") + len("sequenceDiagram")
        if not match["word"]:
            if not self.page.problems:
                expected = "'sequenceDiagram' and its messages"
                self.page.refuse(Position(line=1, column=1), "no diagram", expected)
            return False
        if not re.match(r"sequenceDiagram\b", match["word"], re.ASCII):
            if self.page.problems:
                return False  # front matter that is none stands there
            expected, meant = no_header(match["word"])
            self.page.refuse(at, self.page.quoted(at, match["word"]), expected, meant)
            if not meant:
                return False
            end = self.text.index("\n", end - len("sequenceDiagram"))
        self.text = filled(self.text[:end], " ") + self.text[end:]
        return True

    def _statement(self, tokens: list[Token]) -> None:
        try:
            tree = _grammar().parse(cast("str", tokens))
        except UnexpectedToken as error:
            self.page.explain(self.text, tokens, error)
            return
        kind = str(tree.data)
        if self._in_box() and kind not in ("participant", "destruction", "end"):
            self.page.not_in_box(self._at(tokens[0]), self.open[-1].at)
            if kind not in ("opening", "box"):
                return  # a block is read, for its end
        getattr(self, f"_{kind}")(tree)

    def _message(self, tree: Tree[Token]) -> None:
        names = [self._use(token) for token in _tokens(tree, "NAME")]
        drawn = str(_tokens(tree, "ARROW")[0])
        backwards = drawn[0] in "/\\"
        self.into.append(
            Arrow(
                sender=names[backwards],
                receiver=names[not backwards],
                stroke=Stroke.DASHED if "--" in drawn else Stroke.SOLID,
                head=_head(drawn),
                drawn=drawn,
                label=label(_tokens(tree, "LABEL")[0][1:]),
                at=self._at(_tokens(tree, "NAME")[0]),
            )
        )
        self.paint.message(_tokens(tree, "NAME")[0], *names)
        for sign in _tokens(tree, "SIGN"):
            begins = sign == "+"
            self.paint.activation(sign, names[begins], 1 if begins else -1)

    def _note(self, tree: Tree[Token]) -> None:
        over = tuple(self._use(token) for token in _tokens(tree, "NAME"))
        text = label(_tokens(tree, "LABEL")[0][1:])
        at = self._at(_tokens(tree, "NOTE")[0])
        self.into.append(Note(over=tuple(dict.fromkeys(over)), text=text, at=at))

    def _participant(self, tree: Tree[Token]) -> None:
        keyword, token = _tokens(tree, "PARTICIPANT", "DESTROY")[0], _declared(tree)
        config = {
            key: text
            for part in _tokens(tree, "CONFIG")
            for key, text in configuration(self.page, part)
        }
        name = decoded(token)
        shown = next((label(text) for text in _tokens(tree, "REST")), None)
        if shown is None or shown == name:
            shown = config.get("alias", shown)
        old = self.lifelines.get(name)
        if self._in_box():
            self.paint.boxed(token, name, self.open[-1].at)
        if old and shown is None:
            return  # as in mermaid, a second declaration without a shown name changes nothing
        self.lifelines[name] = Lifeline(
            id=name,
            label=shown or name,
            type=config.get("type", "actor" if keyword[0] in "aA" else "participant"),
            at=old.at if old else self._at(token),
        )

    def _creation(self, tree: Tree[Token]) -> None:
        token = _declared(tree)
        name = decoded(token)
        self.paint.creation(token, name, name in self.lifelines)
        self._participant(tree)

    def _destruction(self, tree: Tree[Token]) -> None:
        self.paint.destruction(decoded(_declared(tree)))

    def _activation(self, tree: Tree[Token]) -> None:
        word = _tokens(tree, "ACTIVATE")[0]
        self.paint.activation(word, decoded(_declared(tree)), -1 if word[0] in "dD" else 1)

    def _opening(self, tree: Tree[Token]) -> None:
        word, text = _tokens(tree, "OPENING", "BOX", "REST")
        at = self._at(word)
        within = self.into if word.lower() in ("rect", "box") else []
        if len(self.open) == DEEPEST:
            found = f"more than {DEEPEST} blocks inside each other"
            self.page.refuse(at, found, "fewer")
        self.open.append(_Open(word=word.lower(), at=at, parts=[(label(text), at, within)]))

    _box = _opening

    def _branch(self, tree: Tree[Token]) -> None:
        word, text = _tokens(tree, "BRANCH", "REST")
        if not self.open or self.open[-1].word not in BRANCHES[word.lower()]:
            inside = (self.open[-1].word, self.open[-1].at.line) if self.open else None
            self.page.stray_branch(self._at(word), word, inside)
        else:
            self.open[-1].parts.append((label(text), self._at(word), []))

    def _end(self, tree: Tree[Token]) -> None:
        if not self.open:
            found = "'end' without a block"
            expected = "a block above it that is still open, such as 'alt' or 'loop'"
            self.page.refuse(self._at(_tokens(tree, "END")[0]), found, expected)
            return
        block = self.open.pop()
        if block.word not in ("rect", "box"):
            self.into.append(block.closed())

    def _paint(self, tree: Tree[Token]) -> None:
        """Numbers, titles and signs that mean nothing."""

    _autonumber = _ignored = _paint

    def _links(self, tree: Tree[Token]) -> None:
        self._use(_tokens(tree, "NAME")[0])

    @property
    def into(self) -> list[Statement]:
        """Where the next statement belongs."""
        return self.open[-1].parts[-1][2] if self.open else self.drawn

    def _in_box(self) -> bool:
        return bool(self.open) and self.open[-1].word == "box"

    def _use(self, token: Token) -> str:
        """The id of a name in a message or note, which makes a lifeline where there is none."""
        name = decoded(token)
        if name not in self.lifelines:
            at = self._at(token)
            self.lifelines[name] = Lifeline(id=name, label=name, type="participant", at=at)
        return name

    def _at(self, token: Token) -> Position:
        return place(self.page, token)


def _tokens(tree: Tree[Token], *kinds: str) -> list[Token]:
    return [t for t in tree.children if isinstance(t, Token) and t.type in kinds]


def _declared(tree: Tree[Token]) -> Token:
    return _tokens(tree, "PLAIN_NAME", "ALIASED_NAME", "TYPED_NAME")[0]


def _head(drawn: str) -> Head:
    if drawn.startswith("<<"):
        return Head.BOTH
    return {"x": Head.CROSS, ")": Head.OPEN}.get(drawn[-1].lower(), Head.ARROW)
