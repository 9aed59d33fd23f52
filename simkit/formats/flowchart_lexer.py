r"""Cuts the text of a mermaid graph into the tokens of mermaid 11.17 (the lexer of flow.jison).

Mermaid's lexer has states: inside brackets, quotes, edge labels and ``@{…}`` other rules hold
than outside, whatever the grammar would allow there. So this is a lexer of its own beside
`flowchart.lark`, rule by rule in mermaid's order; in each state the first rule that fits wins.
One thing is wider: letters outside ASCII are today's, where mermaid lists those of Unicode 6.

Time grows with the length of the text alone: what mermaid searches for again at each token (the
end of a run of blanks, an ``@`` ahead, a ``direction`` ahead) is searched for once.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

from lark import Token

from simkit.formats.preamble import BLANK

STRANGE = "STRANGE"  # the token for a character that no rule takes

# States ("*": all of them), token ("": none), pattern ("<…>": a search below), and the move:
# "+state" enters a state, "-" leaves it.
_RULES = (
    ("out", "ACC_TITLE", r"accTitle\s*:\s*", "+title"),
    ("title", "ACC_TITLE_VALUE", r"[^\n]*", "-"),
    ("out", "ACC_DESCR", r"accDescr\s*:\s*", "+descr"),
    ("descr", "ACC_DESCR_VALUE", r"[^\n]*", "-"),
    ("out", "", r"accDescr\s*\{\s*", "+descr{"),
    ("descr{", "", r"\}", "-"),
    ("descr{", "ACC_DESCR_TEXT", r"[^}]*", ""),
    ("out", "SHAPE_DATA", r"@\{", "+data"),
    ("data", "SHAPE_DATA", r'"', '+data"'),
    ('data"', "SHAPE_DATA", r'"', "-"),
    ('data"', "SHAPE_DATA", r'[^"]+', ""),
    ("data", "SHAPE_DATA", r'[^}^"]+', ""),
    ("data", "", r"\}", "-"),
    ("out", "", r"call\s+", "+call"),
    ("call", "", r"\(\s*\)", "-"),
    ("call", "", r"\(", "-+call("),
    ("call", "CALLBACKNAME", r"[^(]*", ""),
    ("call(", "", r"\)", "-"),
    ("call(", "CALLBACKARGS", r"[^)]*", ""),
    ('"`', "MD_STR", r'[^`"]+', ""),
    ('"`', "", r'`"', "-"),
    ("*", "", r'"`', '+"`'),
    ('"', "STR", r'[^"]+', ""),
    ('"', "", r'"', "-"),
    ("*", "", r'"', '+"'),
    ("out", "STYLE", r"style\b", ""),
    ("out", "DEFAULT", r"default\b", ""),
    ("out", "LINKSTYLE", r"linkStyle\b", ""),
    ("out", "INTERPOLATE", r"interpolate\b", ""),
    ("out", "CLASSDEF", r"classDef\b", ""),
    ("out", "CLASS", r"class\b", ""),
    ("out", "HREF", r"href\s", ""),
    ("out", "", r"click\s+", "+click"),
    ("click", "", r"\s", "-"),
    ("click", "CLICK", r"[^\s]*", ""),
    ("out", "GRAPH", r"(?:flowchart-elk|swimlane-beta|graph|flowchart)\b", "+dir"),
    ("out", "SUBGRAPH", r"subgraph\b", ""),
    ("out", "END", r"end\b\s*", ""),
    ("out", "LINK_TARGET", r"_(?:self|blank|parent|top)\b", ""),
    ("dir", "NODIR", r"\s*\n", "-"),
    ("dir", "DIR", r"\s*(?:(?:LR|RL|TB|BT|TD|BR)\b|[<>^]|v\b)", "-"),
    ("out", "DIRECTION", "<direction>", ""),
    ("out", "LINK_ID", "<link id>", ""),
    ("out", "NUM", r"[0-9]+", ""),
    ("out", "BRKT", r"#", ""),
    ("out", "STYLE_SEPARATOR", r":::", ""),
    ("out", "COLON", r":", ""),
    ("out", "AMP", r"&", ""),
    ("out", "SEMI", r";", ""),
    ("out", "COMMA", r",", ""),
    ("out", "MULT", r"\*", ""),
    ("out --", "LINK", r"\s*[xo<]?--+[-xo>]\s*", "-"),
    ("out", "START_LINK", r"\s*[xo<]?--\s*", "+--"),
    ("--", "EDGE_TEXT", r"[^-]|-(?!-)", ""),
    ("out ==", "LINK", r"\s*[xo<]?==+[=xo>]\s*", "-"),
    ("out", "START_LINK", r"\s*[xo<]?==\s*", "+=="),
    ("==", "EDGE_TEXT", r"[^=]", ""),
    ("out -.", "LINK", r"\s*[xo<]?-?\.+-[xo>]?\s*", "-"),
    ("out", "START_LINK", r"\s*[xo<]?-\.\s*", "+-."),
    ("-.", "EDGE_TEXT", r"[^.]", ""),
    ("*", "LINK", r"\s*~~~+\s*", ""),
    ("(-", "ELLIPSEEND", r"[-/)]\)", "-"),
    ("(-", "TEXT", r"[^()\[\]{}]|!\)+", ""),
    ("*", "ELLIPSESTART", r"\(-", "+(-"),
    ("text", "STADIUMEND", r"\]\)", "-"),
    ("*", "STADIUMSTART", r"\(\[", "+text"),
    ("text", "SUBROUTINEEND", r"\]\]", "-"),
    ("*", "SUBROUTINESTART", r"\[\[", "+text"),
    ("out", "VERTEX_WITH_PROPS_START", r"\[\|", ""),
    ("out", "TAGEND", r">", "+text"),
    ("text", "CYLINDEREND", r"\)\]", "-"),
    ("*", "CYLINDERSTART", r"\[\(", "+text"),
    ("text", "DOUBLECIRCLEEND", r"\)\)\)", "-"),
    ("*", "DOUBLECIRCLESTART", r"\(\(\(", "+text"),
    ("trap", "TRAPEND", r"[\\(?=\])]\]", "-"),
    ("trap", "INVTRAPEND", r"/(?=\])\]", "-"),
    ("trap", "TEXT", r"/(?!\])|\\(?!\])|[^\\\[\](){}/]+", ""),
    ("*", "TRAPSTART", r"\[/", "+trap"),
    ("*", "INVTRAPSTART", r"\[\\", "+trap"),
    ("out", "TAGSTART", r"<", ""),
    ("out", "UP", r"\^", ""),
    ("out", "SEP", r"\\\|", ""),
    ("out", "DOWN", r"v\b", ""),
    ("out", "NODE_STRING", r"(?:[A-Za-z0-9!\"#$%&'*+.`?\\_/]|-(?=[^>\-.]))+", ""),
    ("out", "MINUS", r"-", ""),
    ("out", "UNICODE_TEXT", "<letter>", ""),
    ("text", "PIPE", r"\|", "-"),
    ("*", "PIPE", r"\|", "+text"),
    ("text", "PE", r"\)", "-"),
    ("*", "PS", r"\(", "+text"),
    ("text", "SQE", r"\]", "-"),
    ("*", "SQS", r"\[", "+text"),
    ("text", "DIAMOND_STOP", r"\}", "-"),
    ("*", "DIAMOND_START", r"\{", "+text"),
    ("text", "TEXT", r'[^\[\](){}|"]+', ""),
    ("out", "NEWLINE", r"\n+", ""),
    ("out", "SPACE", r"\s", ""),
    ("out", "EOF", r"\Z", ""),
)


Rule = tuple[int, int]  # which of the rules fits, and where its text ends


class Lexer:
    """One text, to be cut from any place on.

    Args:
        text: The graph as mermaid's lexer gets it: without comments, entities hidden, and with
            a line end at its end.

    >>> [str(token) for token in Lexer("A-->B").tokens(0)]
    ['A', '-->', 'B', '']
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._blanks = (0, 0)  # a run of blanks, and where it ends
        self._line = (0, 0)  # a run of anything but line ends
        self._word = (0, 0)  # a run of anything but blanks and quotes
        self._ids = [match.start() for match in re.finditer(r'@(?=[^{"])', text)]
        found = list(_pattern(r"direction\s+(TB|BT|RL|LR|TD)").finditer(text))
        self._directions = [match.start() for match in found]
        self._ways = [(_WAYS.index(match[1]), -match.start(), match.end()) for match in found]

    def tokens(self, begin: int, *, header: bool = False) -> Iterator[Token]:
        """The tokens from a place on where a statement begins; the last one may be ``STRANGE``.

        Args:
            begin: Offset in the text.
            header: Whether the word ``graph`` is still to come, with a direction after it.
        """
        states, at = ["out"], begin
        while True:
            fit = next(filter(None, (step(self, at) for step in _steps(states[-1]))), None)
            if fit is None:
                if at < len(self.text):
                    yield Token(STRANGE, self.text[at], start_pos=at, end_pos=at + 1)
                return
            _, token, _, move = _RULES[fit[0]]
            if token != "GRAPH" or header:
                _go(states, move)
                header = header and token != "GRAPH"
            if token:
                yield Token(token, self.text[at : fit[1]], start_pos=at, end_pos=fit[1])
            if at == len(self.text):
                return  # some rules fit at the end of the text, once
            at = fit[1]

    def behind_blanks(self, at: int) -> int:
        """Where the blanks at a place end."""
        if not self._blanks[0] <= at < self._blanks[1]:
            self._blanks = (at, _end(r"\s*", self.text, at))
        return self._blanks[1]

    def direction(self, at: int) -> int:
        """Where a line ends that says somewhere ``direction LR``, which takes it whole; or -1."""
        first = bisect_left(self._directions, at)
        if first == len(self._directions):
            return -1
        if not self._line[0] <= at < self._line[1]:
            self._line = (at, _end(r"[^\n\r\u2028\u2029]*", self.text, at))
        last = bisect_right(self._directions, self._line[1])
        if first == last:
            return -1
        return _end(r"[^\n]*", self.text, min(self._ways[first:last])[2])

    def link_id(self, at: int) -> int:
        """Where an edge's id such as ``e1@`` ends, or -1."""
        if not self._word[0] <= at < self._word[1]:
            self._word = (at, _end(r'[^\s"]*', self.text, at))
        last = bisect_left(self._ids, self._word[1]) - 1
        return self._ids[last] + 1 if last >= 0 and self._ids[last] > at else -1

    def letter(self, at: int) -> int:
        """Where one letter ends; beyond U+FFFF mermaid sees halves of letters, and takes none."""
        return at + 1 if self.text[at : at + 1].isalpha() and self.text[at] <= "\uffff" else -1


_WAYS = ("TB", "BT", "RL", "LR", "TD")
_SEARCHES = {
    "<direction>": Lexer.direction,
    "<link id>": Lexer.link_id,
    "<letter>": Lexer.letter,
}
_Step = Callable[[Lexer, int], Rule | None]


def _go(states: list[str], move: str) -> None:
    if move.startswith("-") and len(states) > 1:
        states.pop()
    if "+" in move:
        states.append(move.partition("+")[2])


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A pattern in which a blank is what JavaScript calls one, and a word is ASCII."""
    text = text.replace(r"[^\s", "[^" + BLANK.strip("[]")).replace(r"\s", BLANK)
    return re.compile(text, re.ASCII)


def _end(pattern: str, text: str, at: int) -> int:
    match = _pattern(pattern).match(text, at)
    assert match
    return match.end()


@cache
def _steps(state: str) -> tuple[_Step, ...]:
    """The rules of a state in their order, those that can be tried at once as one pattern."""
    rules = [
        (number, pattern, _kind(token, pattern))
        for number, (states, token, pattern, _) in enumerate(_RULES)
        if {"*", state} & set(states.split())
    ]
    return tuple(
        _step(kind, [(number, pattern) for number, pattern, _ in group])
        for kind, group in groupby(rules, key=lambda rule: rule[2])
    )


def _kind(token: str, pattern: str) -> str:
    if pattern in _SEARCHES:
        return pattern
    return "behind blanks" if token in ("LINK", "START_LINK") else "here"


def _step(kind: str, rules: list[tuple[int, str]]) -> _Step:
    search = _SEARCHES.get(kind)
    if search:
        number = rules[0][0]

        def search_ahead(lexer: Lexer, at: int) -> Rule | None:
            end = search(lexer, at)
            return None if end < 0 else (number, end)

        return search_ahead
    behind = kind == "behind blanks"
    lead = r"\s*" if behind else ""
    either = _pattern("|".join(f"(?P<r{n}>{text.removeprefix(lead)})" for n, text in rules))

    def match_here(lexer: Lexer, at: int) -> Rule | None:
        match = either.match(lexer.text, lexer.behind_blanks(at) if behind else at)
        return (int(match.lastgroup[1:]), match.end()) if match and match.lastgroup else None

    return match_here
