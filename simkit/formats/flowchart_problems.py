"""What to say of a mermaid graph that cannot be read: what stands there, what would be right.

`simkit.formats.flowchart` knows when something is wrong; this module only finds the words.
Texts for `Problem.expected` read well after "expected".
"""

import re

from lark import Token

from simkit.errors import nearest
from simkit.formats.mermaid_problems import Mistake

_OTHER_KINDS = re.compile(
    r"(?:sequenceDiagram|stateDiagram|classDiagram|erDiagram|requirementDiagram|gantt|pie"
    r"|gitGraph|journey|mindmap|timeline|quadrantChart|C4\w+|zenuml|sankey|block)\b"
)
_KINDS = ["graph", "flowchart", "flowchart-elk"]
_DIRECTIONS = ["TB", "TD", "BT", "RL", "LR"]

_STATEMENT = "an edge such as A --> B, a node such as A[text], a subgraph or a style"
_NODE = "a node, such as B or B[text]"
_ARROW = "an edge such as A --> B"
_ARROWS = {"->": "-->", "=>": "==>"}
_AFTER_NODE = "an edge such as A --> B, '&' and a node, or ';' or a new line"
_AFTER_NAME = "a shape such as A[text], an edge such as A --> B, or ';' or a new line"
_DIRECTION = "one of TB, TD, BT, RL, LR, and then ';' or a new line"
_NOTHING_MORE = "nothing more, or ';' or a new line"
_LABEL_END = "the rest of the edge after its label, such as A -- text --> B"

_CLOSING = {
    "SQE": "']'",
    "DOUBLECIRCLEEND": "')))'",
    "ELLIPSEEND": "'-)'",
    "STADIUMEND": "'])'",
    "SUBROUTINEEND": "']]'",
    "CYLINDEREND": "')]'",
    "PE": "')'",
    "DIAMOND_STOP": "'}'",
    "TRAPEND": r"'/]' or '\]'",
    "PIPE": "'|'",
}
OPENING = (
    *("SQS", "DOUBLECIRCLESTART", "PS", "ELLIPSESTART", "STADIUMSTART", "SUBROUTINESTART"),
    *("CYLINDERSTART", "DIAMOND_START", "TAGEND", "TRAPSTART", "INVTRAPSTART", "PIPE"),
)
# What a statement is to look like, by the word with which it begins.
FORMS = {
    "SUBGRAPH": "a subgraph with a title, such as 'subgraph Orders' or 'subgraph a [Orders]', "
    "and the end of the line right behind it",
    "STYLE": "a node and its style, such as 'style A fill:#f96,stroke:#333'",
    "LINKSTYLE": "numbers of edges and their style, such as 'linkStyle 0,1 stroke:#f96'",
    "CLASSDEF": "a class and its style, such as 'classDef hot fill:#f96,stroke:#333'",
    "CLASS": "nodes and their class, such as 'class A,B hot'",
    "CLICK": "a node and where it leads, such as 'click A \"https://example.com\"' or "
    "'click A call open()'",
}
# Words that mermaid keeps for itself wherever a name stands, by their token.
_KEPT = {"END", "GRAPH", "HREF", "INTERPOLATE", "LINK_TARGET", "CLICK", *FORMS}
_BEFORE = ("SPACE", "END", "DIRECTION", "ACC_DESCR_TEXT", "ACC_DESCR_VALUE", "ACC_TITLE_VALUE")
_WORDS = ["subgraph", "classDef", "class", "style", "linkStyle", "click", "direction"]


def no_header(word: str) -> tuple[str, str]:
    """What was expected and probably meant by the first word of a text that is no graph.

    >>> no_header("Graph")
    ("'graph' or 'flowchart' before everything else, spelt like this", 'graph')
    """
    if _OTHER_KINDS.match(word):
        return "'graph' or 'flowchart': this is another kind of diagram", ""
    expected = "'graph' or 'flowchart' before everything else, spelt like this"
    return expected, nearest(word, _KINDS)


def mistake(text: str, seen: list[Token], bad: Token, accepted: set[str]) -> Mistake:
    """What is wrong with a statement.

    Args:
        text: What mermaid's lexer gets, all of it.
        seen: The tokens of the statement that fit.
        bad: The token that does not; ``$END`` where the text ends in the middle.
        accepted: The names of the tokens that could stand there.
    """
    opening = _opening(seen, accepted)
    at = _begin(text, bad)
    if [token.type for token in seen[opening - 1 : opening + 1]] == ["MINUS", "TAGEND"]:
        at = seen[opening - 1].start_pos or 0
    meant = _ARROWS.get(text[at : at + 2], "")
    if meant and accepted & {"LINK", "SQE"}:
        return Mistake(at=at, words=text[at : at + 2], expected=_ARROW, meant=meant)
    begun = _never_closed(text, seen[opening:], bad, accepted) if opening < len(seen) else None
    expected = (
        _header(bad, accepted)
        or _inside(seen, bad, accepted)
        or _of_form(seen)
        or _of_chain(bad, accepted)
    )
    return begun or Mistake(at=at, expected=expected, meant=_meant(text, at, seen, accepted))


def _begin(text: str, token: Token) -> int:
    """Where a token begins, without the blanks before it."""
    at = token.start_pos or 0
    if token.strip():
        quotes = {"STR": 1, "MD_STR": 2}.get(token.type, 0)
        return at + len(token) - len(token.lstrip()) - quotes
    rest = text[at:].partition("\n")[0]
    return at + len(rest) - len(rest.lstrip()) if rest.strip() else at


def _opening(seen: list[Token], accepted: set[str]) -> int:
    """Which token opened the text in which a statement stops making sense; its length if none."""
    kinds: tuple[str, ...] = ()
    if "EDGE_TEXT" in accepted:
        kinds = ("START_LINK",)
    elif _closing(accepted):
        kinds = OPENING
    elif seen and seen[-1].type in ("STR", "MD_STR"):
        return len(seen) - 1
    elif "SHAPE_DATA" in accepted:
        kinds = ("SHAPE_DATA",)
    found = [n for n, token in enumerate(seen) if token.type in kinds]
    if kinds == ("SHAPE_DATA",):
        found = [n for n in found if seen[n] == "@{"]
    return found[-1] if found else len(seen)


def _never_closed(text: str, seen: list[Token], bad: Token, accepted: set[str]) -> Mistake | None:
    """What begins on a line above and does not end there, so that all below is a part of it."""
    for token in seen:
        if token.type in ("STR", "MD_STR") and "\n" in token:
            quote = '"' if token.type == "STR" else '"`'
            at = (token.start_pos or 0) - len(quote)
            return Mistake(at=at, words=quote, expected="a closing quote on this line")
    opening = seen[0]
    if opening.type == "SHAPE_DATA":
        closed = bad.type not in ("$END", "EOF")
        return (
            None
            if closed
            else Mistake(at=_begin(text, opening), words="@{", expected="'}' behind it")
        )
    if bad.type in ("$END", "EOF") or any("\n" in token for token in seen[1:]):
        expected = _inside(seen, bad, accepted)
        return Mistake(at=_begin(text, opening), words=opening.strip(), expected=expected)
    return None


def _closing(accepted: set[str]) -> str:
    if accepted & {"NODE_STRING", "LINK"}:
        return ""
    return next((sign for name, sign in _CLOSING.items() if name in accepted), "")


def _header(bad: Token, accepted: set[str]) -> str:
    if "DIR" in accepted:
        return _DIRECTION
    if not accepted <= {"SEMI", "NEWLINE", "SPACE"} or "NEWLINE" not in accepted:
        return ""
    # The blanks before an edge are a part of it, also a line end.
    return _STATEMENT if bad.startswith("\n") else "';' or a new line behind the direction"


def _inside(seen: list[Token], bad: Token, accepted: set[str]) -> str:
    """What would be right inside brackets, an edge's label or braces."""
    if "EDGE_TEXT" in accepted or accepted == {"LINK"}:
        return _LABEL_END
    if "STR" in accepted and "TEXT" in accepted:
        return 'a text, in double quotes where it has brackets in it, such as A["f(x)"]'
    closing = _closing(accepted)
    if closing:
        return f"{closing} behind the text (one with brackets in it stands in double quotes)"
    last = seen[-1] if seen else bad
    if last.type == "SHAPE_DATA" and bad == "^" and last.end_pos == bad.start_pos:
        return "no '^' between the braces, or double quotes around it"
    return ""


def _of_form(seen: list[Token]) -> str:
    """What the statement is to look like, where its first word says it."""
    first = next((token.type for token in seen if token.type not in _BEFORE), "")
    return FORMS.get(first, "")


def _of_chain(bad: Token, accepted: set[str]) -> str:
    """What would be right among nodes and edges."""
    if "NODE_STRING" in accepted and bad.type in _KEPT:
        word = bad.strip()
        return f"another name: mermaid keeps the word '{word}' for itself"
    if bad.startswith("%%") and "LINK" in accepted:
        return "nothing more: mermaid has a comment on a line of its own"
    node = _NODE if bad.type != "SPACE" else f"{_NODE}, behind one blank at most"
    found = {
        "SUBGRAPH": _STATEMENT,
        "SQS": _AFTER_NAME,
        "LINK": _AFTER_NODE,
        "NODE_STRING": node,
        "AMP": "'&' and a node, or an edge or the end of the line right behind '}'",
        "SPACE": "a blank on each side of '&'",
    }
    return next((words for name, words in found.items() if name in accepted), _NOTHING_MORE)


def _meant(text: str, at: int, seen: list[Token], accepted: set[str]) -> str:
    """What was probably misspelt: the direction, or the word with which a statement begins."""
    if "DIR" in accepted:
        word = text[at : at + 40].split(maxsplit=1)[:1]
        return word[0].upper() if word and word[0].upper() in _DIRECTIONS else ""
    words = [token for token in seen if token.type not in _BEFORE]
    if len(words) == 1 and words[0].type == "NODE_STRING" and len(words[0]) > 3:
        return nearest(str(words[0]), _WORDS) if seen[-1].type == "SPACE" else ""
    return ""
