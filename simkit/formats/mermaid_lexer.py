"""Cuts a mermaid sequence diagram into the terminals of ``mermaid.lark``, as mermaid 11.17 does.

Mermaid's lexer takes the first of its rules that fits, whatever the grammar waits for ("end" is
never a name), and which rules there are depends on the word before. A contextual lexer would read
other texts, so the rules and their order are kept here.
"""

import html
import re
from collections.abc import Iterable, Iterator

from lark import Token
from lark.lexer import TerminalDef

from simkit.formats.preamble import BLANK, BLANKS, Wrong, filled, without_preamble

# Rules in mermaid's order, by what came before.
_RULES = {
    "statement": "NEWLINE BLANKS COMMENT NUMBER BOX PARTICIPANT CREATE DESTROY OPENING BRANCH END "
    "SIDE LINKS OVER NOTE ACTIVATE TITLE ACCESSIBLE ACCESSIBLE_BRACE HEADER AUTONUMBER OFF COMMA "
    "NAME ARROW LABEL SIGN CIRCLE STRAY",
    "name": "BLANKS_IN_LINE HASH CONFIG_BEGIN TYPED_NAME ALIASED_NAME PLAIN_NAME NO_NAME",
    "alias": "BLANKS_IN_LINE HASH AS",
    "rest": "BLANKS_IN_LINE HASH REST",
    "config": "CONFIG CONFIG_END",
    "accessible": "ACCESSIBLE_TEXT",
    "braces": "ACCESSIBLE_END ACCESSIBLE_BLOCK",
}
_NEXT = {
    **dict.fromkeys(("PARTICIPANT", "DESTROY", "ACTIVATE"), "name"),
    **dict.fromkeys(("BOX", "OPENING", "BRANCH", "AS"), "rest"),
    **dict.fromkeys(("PLAIN_NAME", "NO_NAME", "REST"), "statement"),
    **dict.fromkeys(("ACCESSIBLE_TEXT", "ACCESSIBLE_END"), "statement"),
    "ALIASED_NAME": "alias",
    "CONFIG_BEGIN": "config",
    "ACCESSIBLE": "accessible",
    "ACCESSIBLE_BRACE": "braces",
}
_AT_END = {"accessible": "ACCESSIBLE_TEXT", "braces": "ACCESSIBLE_BLOCK"}
_SILENT = {
    *("BLANKS", "BLANKS_IN_LINE", "COMMENT", "HASH", "ACCESSIBLE_BRACE", "ACCESSIBLE_END"),
}
# Statements that end without a line end, by their first terminal: how many terminals they have.
_LENGTH = {
    **dict.fromkeys(("END", "STRAY", "TITLE", "ACCESSIBLE_BLOCK"), 1),
    **dict.fromkeys(("BOX", "OPENING", "BRANCH", "ACCESSIBLE"), 2),
}
_AS = re.compile(r"\s+as\s", re.ASCII | re.IGNORECASE)
_TO_BLANK = str.maketrans(dict.fromkeys(BLANKS, " ") | {c: c for c in "\t\n\v\f\r"})


_REMOVED = "\uffff"  # no character; stands for what mermaid takes out before it reads
# Comments on lines of their own, with the blank lines above them; each run of blanks is begun once.
_COMMENTS = re.compile(
    rf"(?:\A|(?<=[^{BLANKS}])(?:(?!\n){BLANK})*\n)(?P<all>(?:{BLANK}*%%(?!\{{)[^\n]+\n?)+)"
)
# Mermaid's care for the colours of graphs; it takes the last ";" of a line of ours as well.
_STYLE = re.compile(r"((?:style|classDef).*:\S*#.*);")
_ENTITY = re.compile(r"#([A-Za-z0-9_]+);")
# As in mermaid, an entity's "#" and ";" are hidden from the grammar; same length, same columns.
_HIDDEN = re.compile("\ue000([A-Za-z0-9_]+)\ue001")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def prepared(text: str) -> tuple[str, list[int], Wrong]:
    """What the grammar reads of a text, where each character of it stood, and what is wrong.

    Front matter, directives and comments on lines of their own are taken out, as in mermaid;
    blanks in their place could not stand where a statement goes on. The last line ends.
    """
    marked, wrong = without_preamble(text, _REMOVED)
    kept = [at for at, sign in enumerate(marked) if sign != _REMOVED]
    marked = marked.replace(_REMOVED, "")
    marked = _COMMENTS.sub(
        lambda found: found[0].removesuffix(found["all"]) + filled(found["all"], _REMOVED), marked
    )
    kept = [at for at, sign in zip(kept, marked, strict=True) if sign != _REMOVED]
    short = _STYLE.sub(r"\1 ", marked.replace(_REMOVED, ""))
    return _ENTITY.sub("\ue000\\1\ue001", short) + "\n", kept, wrong


def rules(terminals: Iterable[TerminalDef]) -> dict[str, re.Pattern[str]]:
    """One pattern for each place in a statement, from the terminals of the grammar."""
    known = {terminal.name: terminal.pattern.value for terminal in terminals}
    return {
        place: re.compile(
            "|".join(f"(?P<{name}>{known[name]})" for name in names.split()),
            # In JavaScript a letter outside ASCII ends a word and has no other case.
            re.ASCII | re.IGNORECASE,
        )
        for place, names in _RULES.items()
    }


def statements(text: str, by_place: dict[str, re.Pattern[str]]) -> Iterator[list[Token]]:
    """The terminals of each statement of a text, one or more.

    Args:
        text: The diagram, with all removed that mermaid removes before it reads.
        by_place: From `rules`.
    """
    statement: list[Token] = []
    for token in _tokens(text, by_place):
        if token.type != "NEWLINE":
            statement.append(token)
        complete = statement and _LENGTH.get(statement[0].type) == len(statement)
        if statement and (complete or token.type == "NEWLINE"):
            yield statement
            statement = []
    if statement:
        yield statement


def _tokens(text: str, by_place: dict[str, re.Pattern[str]]) -> Iterator[Token]:
    shadow = text.translate(_TO_BLANK)
    place, at = "statement", 0
    while at < len(text):
        match = by_place[place].match(shadow, at)
        if not match:
            # An alias that is none, or a name that is missing: the statement ends here.
            if place == "name":
                yield Token("NO_NAME", "", start_pos=at)
            yield Token("NEWLINE", "", start_pos=at)
            place = "statement"
            continue
        kind, end = str(match.lastgroup), match.end()
        if kind == "CONFIG" and end == len(text):
            # Braces that never close would hide all the rest.
            end = text.index("\n", at)
            yield Token(kind, text[at:end], start_pos=at)
            yield Token("NEWLINE", "", start_pos=end)
            place, at = "statement", end
            continue
        if kind not in _SILENT:
            yield Token(kind, text[at:end], start_pos=at)
        place, at = _following(kind, place, shadow, end), end
    if place in _AT_END:
        yield Token(_AT_END[place], "", start_pos=at)


def _following(kind: str, place: str, text: str, at: int) -> str:
    if kind == "CONFIG_END":
        return "alias" if _AS.match(text, at) else "statement"
    return _NEXT.get(kind, place)


def label(text: str) -> str:
    """A label as it is shown, on one line, without mermaid's word about wrapping."""
    return one_line(decoded(re.sub(r"^:?(?:no)?wrap:", "", text.strip(BLANKS))))


def one_line(text: str) -> str:
    """A text with a space in place of each line break ``<br/>``."""
    return " ".join(part.strip(BLANKS) for part in _BREAK.split(text)).strip(BLANKS)


def decoded(text: str) -> str:
    """A text without blanks around it, and with its entities in plain characters."""
    return _HIDDEN.sub(_entity, text.strip(BLANKS))


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name.isdecimal():
        return html.unescape(f"&#{name};") if len(name) < 10 else "\ufffd"
    return html.unescape(f"&{name};")
