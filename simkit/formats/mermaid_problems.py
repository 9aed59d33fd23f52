"""What to say of a mermaid line that cannot be read: what stands there, what would be right.

Texts for `Problem.expected` read well after "expected", those for `Problem.found` after "found".
`simkit.formats.mermaid` knows when something is wrong; this module only finds the words.
"""

import re
from dataclasses import dataclass

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from simkit.errors import Place, Problem, nearest
from simkit.model.diagram import Position

HEADER = re.compile(r"\s*sequenceDiagram\b")
LONGEST_QUOTE = 40  # characters

_OTHER_KINDS = re.compile(
    r"(?:graph|flowchart|stateDiagram|classDiagram|erDiagram|requirementDiagram|gantt|pie"
    r"|gitGraph|journey|mindmap|timeline|quadrantChart|C4\w+|zenuml|sankey|block)\b"
)

_STATEMENT = "a message such as A->>B: text, a participant, a note or an activation"
_ARROW = "an arrow such as ->> or -->>"
_NAME = "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)"
_NOTHING_MORE = "nothing more, or ';' and a new statement"
# What was expected, by a terminal that only that place of the grammar allows; first match wins.
_EXPECTED = (
    ("NOTE", _STATEMENT),
    ("ARROW", _ARROW),
    ("SIDE", "'over', 'left of' or 'right of' and a name"),
    ("TYPED_NAME", "a name without < > : , ; @ (and without spaces, - or = before '@{')"),
    ("PLAIN_NAME", "a name without < > : , ; @ and 'as'"),
    ("NAME", _NAME),
    ("LABEL", "':' and a text, such as A->>B: text"),
    ("BARE", 'a key or a value, such as @{ "type": "queue" }'),
    ("COLON", '\':\' and a value, such as @{ "type": "queue" }'),
    ("RBRACE", "',' or '}', such as @{ \"type\": \"queue\" }"),
    ("CONFIG", "'@{'"),
    ("OFF", "a number, 'off' or nothing more"),
    ("NUMBER", "a number or nothing more"),
    ("ALIAS", "'as' and the shown name, or nothing more"),
)
_WORDS = ["participant", "actor", "activate", "deactivate", "note", "autonumber", "title"]
_SIDES = ("over", "left of", "right of")

WITHIN_BLOCK = ("else", "and", "option", "end")
# What to do about a line that is not read yet, by its first word.
_LEAVE_LINE = "no such line: it is not read yet, so leave it out"
_INSTEAD = {
    **dict.fromkeys(("alt", "opt", "critical", "break"), "draw each branch as a design of its own"),
    "loop": "draw its messages once for each turn",
    **dict.fromkeys(("par", "par_over"), "draw all its calls first and all their answers below"),
}
_NOT_YET = {
    "create": "a participant that is there from the start: 'create' is not read yet, "
    "so leave it out",
    "destroy": "participants that stay: 'destroy' is not read yet, so leave the line out",
    **dict.fromkeys(("link", "links", "properties", "details"), _LEAVE_LINE),
    **dict.fromkeys(
        WITHIN_BLOCK,
        "a block above that it belongs to: blocks are not read yet, so leave the line out",
    ),
}


class Page:
    """The lines of a text as they were written, and what is wrong with them.

    Attributes:
        problems: So far, in the order in which they were found.
    """

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.problems: list[Problem] = []

    def refuse(self, at: Position, found: str, expected: str, meant: str = "") -> None:
        """Note a problem at a place of the text."""
        self.problems.append(self.problem(at, found, expected, meant))

    def problem(self, at: Position, found: str, expected: str, meant: str = "") -> Problem:
        """What was found at a place, and what would be right there."""
        place = Place(file="", line=at.line, column=at.column, source=self.lines[at.line - 1])
        return Problem(found=f"found {found}", expected=expected, meant=meant, place=place)

    def explain(self, number: int, unit: str, error: UnexpectedInput) -> None:
        """Put what the parser says of a line, the first of ``unit``, in plain words."""
        wrong = _mistake(unit, error)
        above, column = line_and_column(unit, wrong.at)
        at = Position(line=number + above, column=column)
        found = self.quoted(at, wrong.words)
        self.refuse(at, found, wrong.expected, "" if wrong.meant in found else wrong.meant)

    def quoted(self, at: Position, words: str = "") -> str:
        """What stands at a place, as long as ``words`` or else to the next blank, in quotes."""
        rest = self.lines[at.line - 1][at.column - 1 :]
        if not rest.strip():
            return "the end of the line"
        words = rest[: len(words)] if words else rest.split()[0]
        long = len(words) > LONGEST_QUOTE
        return f"'{words[: LONGEST_QUOTE - 1]}…'" if long else f"'{words}'"


def unread(token: Token) -> tuple[str, str]:
    """What was found and what was expected, for what mermaid reads and we do not yet."""
    if token.type == "CENTRAL":
        return "the central connection '()'", "a name: central connections are not read yet"
    if token.type == "HALF_ARROW":
        signs = token[: len(token) - len(token.lstrip("-|/\\"))]
        return f"the half arrow '{signs}'", f"{_ARROW}: half arrows are not read yet"
    word = first_word(token)
    if not begins_block(token):
        return f"'{word}'", _NOT_YET[word]
    advice = _INSTEAD.get(word.lower(), f"leave out '{word}' and its 'end'")
    return f"the block '{word}'", f"no blocks: they are not read yet, so {advice}"


def no_header(word: str) -> tuple[str, str]:
    """What was expected and probably meant by the first word of a text without a header."""
    if _OTHER_KINDS.match(word):
        return "'sequenceDiagram': other kinds of diagram are not read yet", ""
    expected = "'sequenceDiagram' before everything else, spelt like this"
    return expected, nearest(word, ["sequenceDiagram"])


def begins_block(token: Token) -> bool:
    """Whether a line that is not read yet begins a block."""
    return token.type == "BLOCK" and first_word(token) not in _NOT_YET


def first_word(text: str) -> str:
    """The word with which a line begins, in lower case."""
    return re.split(r"\W", text, maxsplit=1)[0].lower()


def line_and_column(text: str, position: int) -> tuple[int, int]:
    """Lines above a place, and its column from 1."""
    return text.count("\n", 0, position), position - text.rfind("\n", 0, position)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mistake:
    """Where a line stops making sense, and what would.

    Attributes:
        at: Offset of what is to be quoted.
        words: All that is to be quoted; "": what stands there up to the next blank.
        expected: What would be right.
        meant: The likeliest intended word, or "".
    """

    at: int
    words: str = ""
    expected: str
    meant: str = ""


def _mistake(unit: str, error: UnexpectedInput) -> _Mistake:
    """What the parser says of a line, or of several that a brace keeps together."""
    at, allowed = _where(unit, error)
    expected = next((words for name, words in _EXPECTED if name in allowed), _NOTHING_MORE)
    run = _arrow_run(unit, at)
    if run and allowed & {"ARROW", "NAME"} and "NOTE" not in allowed:
        return _Mistake(at=run.start(), words=run[0], expected=_ARROW)
    if allowed & {"ARROW", "NOTE"}:
        begin = _statement_begin(unit, at)
        words = _rest_of_statement(unit, begin)
        if not re.search(r"-[->x)]", words):
            meant = nearest(words.split(maxsplit=1)[0], _WORDS) if words else ""
            return _Mistake(at=begin, words=words, expected=_STATEMENT, meant=meant)
        return _Mistake(at=at, expected=_NAME if "NOTE" in allowed else expected)
    if "PLAIN_NAME" in allowed:
        return _Mistake(at=at, words=_rest_of_statement(unit, at), expected=expected)
    meant = nearest(unit[at:].partition(" ")[0], _SIDES) if "SIDE" in allowed else ""
    return _Mistake(at=at, expected=expected, meant=meant)


def _where(unit: str, error: UnexpectedInput) -> tuple[int, set[str]]:
    """Offset of a parser's error in the unit, and the terminals that could stand there."""
    if isinstance(error, UnexpectedToken):
        at_end = error.token.type == "$END"
        position = len(unit.rstrip()) if at_end else error.token.start_pos or 0
        return position, set(error.expected)
    assert isinstance(error, UnexpectedCharacters)
    return error.pos_in_stream or 0, set(error.allowed or ())


def _arrow_run(unit: str, position: int) -> re.Match[str] | None:
    """The signs around a place that look like an arrow."""
    begin = len(unit[:position].rstrip("-<>=~+|/\\"))
    run = re.compile(r"[-<>=~+|/\\]+").match(unit, begin)
    return run if run and run.end() > position else None


def _statement_begin(unit: str, position: int) -> int:
    header = HEADER.match(unit)
    after_header = header.end() if header and position >= header.end() else 0
    begin = max(unit.rfind(";", 0, position) + 1, after_header)
    return begin + len(unit[begin:]) - len(unit[begin:].lstrip())


def _rest_of_statement(unit: str, position: int) -> str:
    return unit[position:].partition(";")[0].strip()
