"""Reads mermaid sequence diagrams (the grammar of mermaid 11.17) into a `Diagram`.

Messages, participants, notes and activation are read; colours, titles and numbers are paint
and dropped. Blocks, boxes, creation, links, half arrows, central connections, directives and
front matter are refused with their place, in the words of `simkit.formats.mermaid_problems`.
What the drawing means is decided elsewhere.
"""

import html
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from simkit.errors import Problem, ScenarioError, nearest
from simkit.formats.mermaid_problems import (
    HEADER,
    WITHIN_BLOCK,
    Page,
    begins_block,
    first_word,
    line_and_column,
    no_header,
    unread,
)
from simkit.model.diagram import Arrow, Diagram, Head, Lifeline, Note, Position, Stroke

# Reading stops here: nobody reads more at once, and a text of another kind is all problems.
MOST_PROBLEMS = 50

TYPES = (
    *("participant", "actor", "boundary", "control"),
    *("entity", "database", "collections", "queue"),
)

_OPENING = re.compile(
    r"(?:^|;|sequenceDiagram\s)\s*(?:(?:participant|actor)\s+[^\s:,;<>@]+@|accDescr\s*)\{",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(r"%%\{.*?(?:\}%%|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\s*---[^\S\n]*\n(?:.*?\n)??[^\S\n]*---[^\S\n]*(?=\n|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"#([A-Za-z0-9_]+);")
# As in mermaid, an entity's "#" and ";" are hidden from the grammar; same length, same columns.
_HIDDEN = re.compile("\ue000([A-Za-z0-9_]+)\ue001")


def read_sequence(text: str) -> Diagram:
    r"""The sequence diagram in ``text``, mermaid's own notation without its fence.

    Args:
        text: The diagram, from ``sequenceDiagram`` on; lines may end in CR LF.

    Returns:
        Lifelines in order of appearance; arrows and notes in drawn order. A line break
        ``<br/>`` in a label is a space, an entity such as ``#35;`` is decoded.

    Raises:
        ScenarioError: If mermaid refuses the text or it holds what is not read yet; all
            problems in line order, at most 50. Places have no file, and count lines and
            characters from 1 within ``text``.

    >>> diagram = read_sequence("sequenceDiagram\n  participant A as Order API\n  A->>B: Go")
    >>> [line.label for line in diagram.lifelines]
    ['Order API', 'B']
    >>> [(arrow.sender, arrow.receiver, arrow.label) for arrow in diagram.arrows]
    [('A', 'B', 'Go')]
    """
    reading = _Reading(text)
    reading.read()
    problems = reading.page.problems or reading.idle
    if problems:
        raise ScenarioError(*sorted(problems, key=_in_line_order)[:MOST_PROBLEMS])
    return Diagram(
        lifelines=tuple(reading.lifelines.values()),
        statements=tuple(reading.statements),
        source=text,
    )


def _in_line_order(problem: Problem) -> tuple[int, int]:
    assert problem.place
    return problem.place.line, problem.place.column


@cache
def _grammar() -> Lark:
    text = files("simkit.formats").joinpath("mermaid.lark").read_text("utf-8")
    return Lark(text, parser="lalr", start=["first", "line"], maybe_placeholders=False)


class _Reading:
    """One text while it is read: what was found in it so far."""

    def __init__(self, text: str) -> None:
        text = re.sub(r"\r\n?", "\n", text)
        self.page = Page(text)
        self.text = " " + text[1:] if text.startswith("\ufeff") else text
        self.lifelines: dict[str, Lifeline] = {}
        self.statements: list[Arrow | Note] = []
        self.active: dict[str, int] = {}
        self.idle: list[Problem] = []  # told only when all else is right
        self.in_block = False

    def read(self) -> None:
        """Read the whole text, a unit at a time."""
        self._blank_outside()
        units = _units(_ENTITY.sub("\ue000\\1\ue001", self.text))
        start = next(
            (u for u in units if u[1].strip() and not u[1].lstrip().startswith("%%")), None
        )
        if start is None and not self.page.problems:
            self.page.refuse(
                Position(line=1, column=1), "no diagram", "'sequenceDiagram' and its messages"
            )
        if start and self._header(*start):
            for number, unit in units:
                self._unit("line", number, unit)
                if len(self.page.problems) >= MOST_PROBLEMS:
                    return

    def _blank_outside(self) -> None:
        """Refuse front matter and directives, with blanks in their place."""
        front = _FRONT_MATTER.match(self.text)
        for match in [front] * bool(front) + list(_DIRECTIVE.finditer(self.text)):
            assert match
            begin = match.end() - len(match[0].lstrip())
            line, column = line_and_column(self.text, begin)
            word = re.match(r"%%\{\s*\w{0,20}", match[0])
            found = f"the directive '{word[0]}'" if word else "front matter ('---')"
            expected = "the diagram alone: this is not read yet, so leave it out"
            self.page.refuse(Position(line=1 + line, column=column), found, expected)
            blank = re.sub(r"[^\n]", " ", match[0])
            self.text = self.text[: match.start()] + blank + self.text[match.end() :]
            if len(self.page.problems) >= MOST_PROBLEMS:
                return

    def _header(self, number: int, unit: str) -> bool:
        """Read the line that must begin with sequenceDiagram; False if this is no such text."""
        if HEADER.match(unit):
            self._unit("first", number, unit)
            return True
        at = Position(line=number, column=len(unit) - len(unit.lstrip()) + 1)
        word = unit.split(maxsplit=1)[0]
        expected, meant = no_header(word)
        self.page.refuse(at, self.page.quoted(at, word), expected, meant)
        return bool(meant)

    def _unit(self, start: str, number: int, unit: str) -> None:
        """Read one line, or several that a brace keeps together."""
        try:
            tree = _grammar().parse(unit, start=start)
        except UnexpectedInput as error:
            self.page.explain(number, unit, error)
            return
        line = tree.children[-1] if start == "first" else tree
        assert isinstance(line, Tree)
        for part in line.children:
            if isinstance(part, Tree):
                getattr(self, f"_{part.data}")(number - 1, part)

    def _message(self, above: int, tree: Tree[Token]) -> None:
        names = [self._use(above, token) for token in _tokens(tree, "NAME")]
        drawn = str(_tokens(tree, "ARROW")[0])
        self.statements.append(
            Arrow(
                sender=names[0],
                receiver=names[1],
                stroke=Stroke.DASHED if "--" in drawn else Stroke.SOLID,
                head=_head(drawn),
                drawn=drawn,
                label=_label(_tokens(tree, "LABEL")[0][1:]),
                at=_position(above, _tokens(tree, "NAME")[0]),
            )
        )
        for sign in _tokens(tree, "SIGN"):
            begins = sign == "+"
            self._activate(above, sign, names[begins], 1 if begins else -1)

    def _note(self, above: int, tree: Tree[Token]) -> None:
        over = tuple(self._use(above, token) for token in _tokens(tree, "NAME"))
        text = _label(_tokens(tree, "LABEL")[0][1:])
        at = _position(above, _tokens(tree, "NOTE")[0])
        self.statements.append(Note(over=tuple(dict.fromkeys(over)), text=text, at=at))

    def _participant(self, above: int, tree: Tree[Token]) -> None:
        keyword, token = (child for child in tree.children[:2] if isinstance(child, Token))
        config = self._config(above, tree)
        name = _decoded(token.strip())
        shown = next((_label(alias[2:]) for alias in _tokens(tree, "ALIAS")), None)
        if shown is None or shown == name:
            shown = config.get("alias", shown)
        old = self.lifelines.get(name)
        if old and shown is None:
            return  # as in mermaid, a second declaration without a shown name changes nothing
        self.lifelines[name] = Lifeline(
            id=name,
            label=shown or name,
            type=config.get("type", "actor" if keyword[0] in "aA" else "participant"),
            at=old.at if old else _position(above, token),
        )

    def _config(self, above: int, tree: Tree[Token]) -> dict[str, str]:
        """The keys and values between @{ and }."""
        config: dict[str, str] = {}
        for pair in tree.find_data("pair"):
            token, value_token = (t for t in pair.children if isinstance(t, Token) and t != ":")
            key, value = (_decoded(t.strip().strip("\"'")) for t in (token, value_token))
            if key not in ("type", "alias") or key in config:
                found = f"the key '{key}'" + (" twice" if key in config else "")
                meant = "" if key in config else nearest(key, ["type", "alias"])
                expected = "'type' or 'alias', each once at most"
                self.page.refuse(_position(above, token), found, expected, meant)
            elif key == "type" and value not in TYPES:
                found = f"the participant type '{value}'"
                expected = f"one of {', '.join(TYPES)}"
                meant = nearest(value, TYPES)
                self.page.refuse(_position(above, value_token), found, expected, meant)
            config[key] = value
        return config

    def _activation(self, above: int, tree: Tree[Token]) -> None:
        word, name = (child for child in tree.children if isinstance(child, Token))
        self._activate(above, word, _decoded(name.strip()), -1 if word[0] in "dD" else 1)

    def _activate(self, above: int, token: Token, name: str, change: int) -> None:
        """Bars are paint, but mermaid refuses to end one that has not begun."""
        self.active[name] = self.active.get(name, 0) + change
        if self.active[name] < 0 and not self.idle:
            found = f"the end of an activation of '{name}' that has not begun"
            expected = f"'activate {name}' or a + on an arrow to it before"
            self.idle.append(self.page.problem(_position(above, token), found, expected))

    def _unread(self, above: int, tree: Tree[Token]) -> None:
        token = tree.children[-1]
        assert isinstance(token, Token)
        if self.in_block and first_word(token) in WITHIN_BLOCK:
            return  # told where the block begins
        self.in_block = self.in_block or begins_block(token)
        self.page.refuse(_position(above, token), *unread(token))

    def _autonumber(self, above: int, tree: Tree[Token]) -> None:
        """Numbers are paint."""

    def _use(self, above: int, token: Token) -> str:
        """The id of a name in a message or note, which makes a lifeline where there is none."""
        name = _decoded(token.strip())
        if name not in self.lifelines:
            at = _position(above, token)
            self.lifelines[name] = Lifeline(id=name, label=name, type="participant", at=at)
        return name


def _units(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line; lines that a brace keeps together are one."""
    lines = text.split("\n")
    last_close = max((n for n, line in enumerate(lines) if "}" in line), default=-1)
    number = 0
    while number < len(lines):
        end = number
        if _OPENING.search(lines[number], lines[number].rfind("}") + 1) and end < last_close:
            end = next(n for n in range(number + 1, len(lines)) if "}" in lines[n])
        yield number + 1, "\n".join(lines[number : end + 1])
        number = end + 1


def _position(above: int, token: Token) -> Position:
    assert token.line is not None
    assert token.column is not None
    return Position(line=above + token.line, column=token.column)


def _tokens(tree: Tree[Token], kind: str) -> list[Token]:
    return [t for t in tree.children if isinstance(t, Token) and t.type == kind]


def _head(drawn: str) -> Head:
    if drawn.startswith("<<"):
        return Head.BOTH
    return {"x": Head.CROSS, ")": Head.OPEN}.get(drawn[-1].lower(), Head.ARROW)


def _label(text: str) -> str:
    """A label as it is shown, on one line, without mermaid's word about wrapping."""
    text = re.sub(r"^:?(?:no)?wrap:", "", text.strip())
    return " ".join(part.strip() for part in _BREAK.split(_decoded(text))).strip()


def _decoded(text: str) -> str:
    return _HIDDEN.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name.isdecimal():
        return html.unescape(f"&#{name};") if len(name) < 10 else "\ufffd"
    return html.unescape(f"&{name};")
