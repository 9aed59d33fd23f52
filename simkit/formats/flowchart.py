"""Reads mermaid graphs (the grammar of mermaid 11.17's ``graph`` and ``flowchart``) into a `Graph`.

Nodes, edges and subgraphs are read; directions, classes, styles, links and titles are paint:
parsed, refused where mermaid refuses them, and dropped. What the drawing means is decided
elsewhere. The grammar is `flowchart.lark`, on the tokens of `simkit.formats.flowchart_lexer`.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import lark.lexer
from lark import Lark, Token
from lark.exceptions import UnexpectedToken

from simkit.errors import Problem, ScenarioError
from simkit.formats.flowchart_drawing import Drawing
from simkit.formats.flowchart_lexer import Lexer
from simkit.formats.flowchart_problems import mistake, no_header
from simkit.formats.flowchart_text import lexed, with_plain_quotes
from simkit.formats.mermaid_problems import Page
from simkit.formats.preamble import without_preamble
from simkit.model.graph import Graph

# Reading stops here: nobody reads more at once, and a text of another kind is all problems.
MOST_PROBLEMS = 50

_HEADER = re.compile(r"(?:graph|flowchart|flowchart-elk)\b", re.ASCII)
_ENDS = ("NEWLINE", "SEMI", "EOF", "NODIR")


def read_graph(text: str) -> Graph:
    r"""The graph in ``text``, mermaid's own notation without its fence.

    Args:
        text: The diagram, from ``graph`` or ``flowchart`` on, or from front matter or a
            directive above it; lines may end in CR LF.

    Returns:
        Nodes in order of appearance, without those that are subgraphs; edges in drawn order;
        subgraphs in the order in which they begin. A line break ``<br/>`` in a label is a
        space, an entity such as ``#35;`` is decoded.

    Raises:
        ScenarioError: If mermaid refuses the text; all problems in line order, at most 50.
            Places have no file, and count lines and characters from 1 within ``text``.

    >>> graph = read_graph("graph LR\n  A[Order API] -- asks --> B[(Orders)] & C")
    >>> [(node.id, node.label, node.shape) for node in graph.nodes]
    [('A', 'Order API', 'rect'), ('B', 'Orders', 'cyl'), ('C', 'C', '')]
    >>> [(edge.tail, edge.head, edge.label) for edge in graph.edges]
    [('A', 'B', 'asks'), ('A', 'C', 'asks')]
    """
    reading = _Reading(text)
    reading.read()
    problems = reading.page.problems or reading.drawing.unmatched()
    if problems:
        raise ScenarioError(*sorted(problems, key=_in_line_order)[:MOST_PROBLEMS])
    return reading.drawing.graph(text)


def _in_line_order(problem: Problem) -> tuple[int, int]:
    assert problem.place
    return problem.place.line, problem.place.column


class _Given(lark.lexer.Lexer):
    """Stands for the lexer: the tokens are fed to the parser by hand."""

    def __init__(self, conf: Any) -> None:
        """Needs nothing of the grammar."""

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        """No tokens."""
        return iter(())


@cache
def _grammar() -> Lark:
    text = files("simkit.formats").joinpath("flowchart.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer=_Given, start=["header", "unit"])


class _Reading:
    """One text while it is read: what was found in it so far."""

    def __init__(self, text: str) -> None:
        text = re.sub(r"\r\n?", "\n", text)
        body, wrong = without_preamble(with_plain_quotes(text))
        self.text, kept = lexed(body)
        self.page = Page(text, kept)
        for place in wrong:
            self.page.refuse(*place)
        self.lexer = Lexer(self.text)
        self.drawing = Drawing(self.page)

    def read(self) -> None:
        """Read the whole text, a statement at a time."""
        text = self.text
        begin = len(text) - len(text.lstrip())
        tokens: Iterator[Token] | None
        if begin == len(text):
            if not self.page.problems:
                at = self.page.position(0)
                self.page.refuse(at, "no diagram", "'graph' or 'flowchart' and its edges")
            return
        if not _HEADER.match(text, begin):
            if self.page.problems:
                return  # front matter that does not end, and all else is below it
            at = self.page.position(begin)
            word = text[begin:].split(maxsplit=1)[0]
            expected, meant = no_header(word)
            self.page.refuse(at, self.page.quoted(at, word), expected, meant)
            if not meant:
                return
            begin = text.index("\n", begin)
            tokens = self.lexer.tokens(begin)
        else:
            tokens = self._unit("header", self.lexer.tokens(begin, header=True))
        while tokens and len(self.page.problems) < MOST_PROBLEMS:
            tokens = self._unit("unit", tokens)

    def _unit(self, start: str, tokens: Iterator[Token]) -> Iterator[Token] | None:
        """Read one statement; the tokens that follow it, None at the end of the text."""
        parser = _grammar().parse_interactive(start=start)
        seen: list[Token] = []
        end = Token("$END", "", start_pos=len(self.text) - 1)
        for token in tokens:
            try:
                parser.feed_token(token)
            except UnexpectedToken:
                return self._refuse(seen, token, parser.accepts())  # type: ignore[no-untyped-call]
            seen.append(token)
            if token.type in _ENDS:
                break
        if not seen:
            return None
        try:
            tree = parser.feed_eof()  # type: ignore[no-untyped-call]
        except UnexpectedToken:
            return self._refuse(seen, end, parser.accepts())  # type: ignore[no-untyped-call]
        self.drawing.statement(tree)
        return tokens

    def _refuse(self, seen: list[Token], bad: Token, accepted: set[str]) -> Iterator[Token] | None:
        """Tell what is wrong with a statement; the tokens from the next line on."""
        wrong = mistake(self.text, seen, bad, accepted)
        at = self.page.position(wrong.at)
        found = self.page.quoted(at, wrong.words)
        self.page.refuse(at, found, wrong.expected, "" if wrong.meant in found else wrong.meant)
        line_end = self.text.find("\n", wrong.at)
        return self.lexer.tokens(line_end) if line_end >= 0 else None
