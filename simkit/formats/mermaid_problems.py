"""What to say of a mermaid line that cannot be read: what stands there, what would be right.

Texts for `Problem.expected` read well after "expected", those for `Problem.found` after "found".
`simkit.formats.mermaid` knows when something is wrong; this module only finds the words.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from lark import Token
from lark.exceptions import UnexpectedToken

from simkit.errors import Place, Problem, nearest
from simkit.model.diagram import Position

LONGEST_QUOTE = 40  # characters

_OTHER_KINDS = re.compile(
    r"(?:graph|flowchart|stateDiagram|classDiagram|erDiagram|requirementDiagram|gantt|pie"
    r"|gitGraph|journey|mindmap|timeline|quadrantChart|C4\w+|zenuml|sankey|block)\b"
)

_STATEMENT = "a message such as A->>B: text, a participant, a note or an activation"
_ARROW = "an arrow such as ->> or -->>"
_NAME = "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)"
_NOTHING_MORE = "nothing more, or ';' and a new statement"
CONFIG = 'such as @{ "type": "queue" }'
# What was expected, by a terminal that only that place of the grammar allows; first match wins.
_EXPECTED = (
    ("NOTE", _STATEMENT),
    ("ARROW", _ARROW),
    ("SIDE", "'over', 'left of' or 'right of' and a name"),
    ("CREATE", _STATEMENT),
    ("TYPED_NAME", "a name without < > : , ; @ (and without spaces, - or = before '@{')"),
    ("PLAIN_NAME", "a name without < > : , ; @ and 'as'"),
    ("PARTICIPANT", "'participant' or 'actor' and a name"),
    ("NAME", _NAME),
    ("LABEL", "':' and a text, such as A->>B: text"),
    ("CONFIG", f"a key or a value, {CONFIG}"),
    ("CONFIG_END", f"'}}', {CONFIG}"),
    ("OFF", "a number, 'off' or nothing more"),
    ("NUMBER", "a number or nothing more"),
    ("AS", "'as' and the shown name, or nothing more"),
)
_WORDS = [
    *("participant", "actor", "activate", "deactivate", "note", "autonumber", "title"),
    *("create", "destroy", "alt", "else", "opt", "loop", "critical", "option", "break", "rect"),
]
_SIDES = ("over", "left of", "right of")
# Which blocks a word parts.
BRANCHES = {"else": ("alt",), "and": ("par", "par_over"), "option": ("critical",)}


class Page:
    """The lines of a text as they were written, and what is wrong with them.

    Attributes:
        lines: Without their line ends.
        problems: So far, in the order in which they were found.
    """

    def __init__(self, text: str, kept: list[int]) -> None:
        """``kept`` are the places in ``text`` of the characters that the grammar reads."""
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self._kept = kept
        self._length = len(text)
        self._begins = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]

    def position(self, offset: int) -> Position:
        """The place of a character that the grammar reads, by its offset there."""
        at = self._kept[offset] if offset < len(self._kept) else self._length
        line = bisect_right(self._begins, at)
        return Position(line=line, column=at - self._begins[line - 1] + 1)

    def refuse(self, at: Position, found: str, expected: str, meant: str = "") -> None:
        """Note a problem at a place of the text."""
        self.problems.append(self.problem(at, found, expected, meant))

    def problem(self, at: Position, found: str, expected: str, meant: str = "") -> Problem:
        """What was found at a place, and what would be right there."""
        place = Place(file="", line=at.line, column=at.column, source=self.lines[at.line - 1])
        return Problem(found=f"found {found}", expected=expected, meant=meant, place=place)

    def explain(self, text: str, statement: list[Token], error: UnexpectedToken) -> None:
        """Put what the parser says of a statement of ``text`` in plain words."""
        wrong = _mistake(text, statement, error)
        at = self.position(wrong.at)
        found = self.quoted(at, wrong.words)
        self.refuse(at, found, wrong.expected, "" if wrong.meant in found else wrong.meant)

    def never_ends(self, word: str, begin: Position) -> None:
        """Note that a block is still open below the last line."""
        last = max(n for n, line in enumerate(self.lines, 1) if line.strip())
        at = Position(line=last, column=len(self.lines[last - 1].rstrip()) + 1)
        found = f"the end of the diagram inside '{word}' of line {begin.line}"
        self.refuse(at, found, f"an 'end' of '{word}'")

    def stray_branch(self, at: Position, word: str, block: tuple[str, int] | None) -> None:
        """Note an ``else`` outside ``alt``, and its like, inside the block with word and line."""
        found = f"'{word}' inside '{block[0]}' of line {block[1]}" if block else f"'{word}'"
        blocks = " or ".join(f"'{name}'" for name in BRANCHES[word.lower()])
        self.refuse(at, found, f"'{word}' only directly inside {blocks}")

    def not_in_box(self, at: Position, begin: Position) -> None:
        """Note a statement that must not stand in the ``box`` that begins at a place."""
        found = f"{self.quoted(at)} inside 'box' of line {begin.line}"
        self.refuse(at, found, "only participants and 'end'")

    def quoted(self, at: Position, words: str = "") -> str:
        """What stands at a place, as long as ``words`` or else to the next blank, in quotes."""
        rest = self.lines[at.line - 1][at.column - 1 :]
        if not rest.strip():
            return "the end of the line"
        words = rest[: len(words)] if words else rest.split()[0]
        long = len(words) > LONGEST_QUOTE
        return f"'{words[: LONGEST_QUOTE - 1]}…'" if long else f"'{words}'"


def no_header(word: str) -> tuple[str, str]:
    """What was expected and probably meant by the first word of a text without a header."""
    if _OTHER_KINDS.match(word):
        return "'sequenceDiagram' or 'graph': other kinds of diagram are not read", ""
    expected = "'sequenceDiagram' or 'graph' before everything else, spelt like this"
    return expected, nearest(word, ["sequenceDiagram", "graph", "flowchart"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Where a statement stops making sense, and what would.

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


def _mistake(text: str, statement: list[Token], error: UnexpectedToken) -> Mistake:
    """What the parser says of a statement, whose tokens know their places in the text."""
    begin, last = statement[0].start_pos or 0, statement[-1]
    at = error.token.start_pos or 0
    if error.token.type == "$END" or not error.token:
        at = len(text[: (last.start_pos or 0) + len(last)].rstrip())
    allowed = set(error.expected)
    expected = next((words for name, words in _EXPECTED if name in allowed), _NOTHING_MORE)
    run = _arrow_run(text, at, begin)
    if run and allowed & {"ARROW", "NAME"} and "NOTE" not in allowed:
        return Mistake(at=run.start(), words=run[0], expected=_ARROW)
    if allowed & {"ARROW", "NOTE"}:
        words = _rest_of_statement(text, begin)
        if not re.search(r"-[->x)]", words):
            meant = nearest(words.split(maxsplit=1)[0], _WORDS) if words else ""
            return Mistake(at=begin, words=words, expected=_STATEMENT, meant=meant)
        return Mistake(at=at, expected=_NAME if "NOTE" in allowed else expected)
    if statement[0].type in ("ACTIVATE", "DESTROY") or "PLAIN_NAME" in allowed:
        return Mistake(at=at, words=_rest_of_statement(text, at), expected=expected)
    meant = nearest(text[at:].partition(" ")[0], _SIDES) if "SIDE" in allowed else ""
    return Mistake(at=at, words=";" if text[at] == ";" else "", expected=expected, meant=meant)


def _arrow_run(text: str, position: int, begin: int) -> re.Match[str] | None:
    """The signs around a place that look like an arrow."""
    begin += len(text[begin:position].rstrip("-<>=~+|/\\"))
    run = re.compile(r"[-<>=~+|/\\]+").match(text, begin)
    return run if run and run.end() > position else None


def _rest_of_statement(text: str, position: int) -> str:
    return text[position:].partition("\n")[0].partition(";")[0].strip()
