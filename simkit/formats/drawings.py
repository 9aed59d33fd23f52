"""Drawings wherever they stand: in a text, a file of their own, or a Markdown document."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from simkit.errors import Place, Problem, ScenarioError
from simkit.formats.flowchart import read_graph
from simkit.formats.markdown import Fence, fences, find
from simkit.formats.mermaid import read_sequence
from simkit.formats.preamble import without_preamble
from simkit.model.diagram import Diagram, Position
from simkit.model.graph import Graph
from simkit.units import BadValue

DOCUMENTS = (".md", ".markdown")
DRAWINGS = (".mmd", ".mermaid")
_GRAPH = re.compile(r"\s*(?:graph|flowchart)(?![A-Za-z])")
_SEQUENCE = re.compile(r"\s*sequenceDiagram\b")
_REFERENCE = re.compile(
    r"(?P<file>[^\n]*?\.(?:md|markdown|mmd|mermaid))(?:#(?P<part>[^\n]*))?", re.IGNORECASE
)
# A drawing on one line, which may end like the name of a file.
_ONE_LINE = re.compile(r"\s*(?:graph|flowchart|sequenceDiagram)\b[^\n]*;")
_LINE_END = re.compile(r"\r\n?|\n")


def read_drawing(text: str) -> Diagram | Graph:
    r"""The sequence diagram or graph in a text; its first word says which.

    Raises:
        ScenarioError: With every problem; places are counted from the first line of the text.

    >>> [arrow.label for arrow in read_drawing("sequenceDiagram\n A->>B: Go").arrows]
    ['Go']
    """
    return read_graph(text) if _GRAPH.match(_begin(text)) else read_sequence(text)


def is_drawing(text: str) -> bool:
    """Whether a text is meant as a sequence diagram or a graph, not as one of another kind."""
    begin = _begin(text)
    return bool(_GRAPH.match(begin) or _SEQUENCE.match(begin))


def _begin(text: str) -> str:
    """The text from its first line on that is no comment."""
    lines = without_preamble(_LINE_END.sub("\n", text))[0].split("\n")
    meant = (n for n, line in enumerate(lines) if line.strip() and line.strip()[:2] != "%%")
    return "\n".join(lines[next(meant, 0) :])


def reference(text: str) -> tuple[str, str] | None:
    """File and part that a text such as ``doc.md#heading`` names; None if it is no such text."""
    match = None if _ONE_LINE.match(text) else _REFERENCE.fullmatch(text.strip())
    return (match["file"], match["part"] or "") if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawing in a file.

    Attributes:
        text: The drawing alone.
        file: Name of the file.
        lines: The lines of the file.
        fence: Where in a document it stands; None if it is the whole file.
    """

    text: str
    file: str
    lines: tuple[str, ...]
    fence: Fence | None = None

    def read(self) -> Diagram | Graph:
        """What is drawn.

        Raises:
            ScenarioError: With every problem, at its place in the file.
        """
        try:
            return read_drawing(self.text)
        except ScenarioError as error:
            raise ScenarioError(*(self.located(problem) for problem in error.problems)) from None

    def located(self, problem: Problem) -> Problem:
        """A problem that counts from the first line of the drawing, at its place in the file."""
        if problem.place is None:
            return problem
        at = Position(line=problem.place.line, column=max(1, problem.place.column))
        line, column = self.fence.place(at) if self.fence else (at.line, at.column)
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        place = Place(file=self.file, line=line, column=column, source=source)
        return replace(problem, place=place)


def drawn_in(text: str, file: str) -> tuple[Drawn, ...]:
    """Every drawing of a document, those of other kinds too; of a drawing, itself."""
    lines = tuple(_LINE_END.split(text))
    if Path(file).suffix.lower() in DRAWINGS:
        return (Drawn(text=text, file=file, lines=lines),)
    return tuple(
        Drawn(text=fence.text, file=file, lines=lines, fence=fence) for fence in fences(text)
    )


def drawn_at(text: str, file: str, part: str) -> Drawn:
    """The drawing of a document below a heading or of a number; of a drawing, itself.

    Raises:
        BadValue: If there is none, or nothing says which.
    """
    every = drawn_in(text, file)
    own = [one.fence for one in every if one.fence]
    if Path(file).suffix.lower() in DRAWINGS:
        if part:
            raise BadValue(f"found '#{part}' after '{file}'", "the file alone: it is one diagram")
        return every[0]
    if not part and len(own) == 1:
        return every[0]
    if not part and own:
        name = own[0].anchors[0] if own[0].anchors else "2"
        found = f"found {len(own)} diagrams in '{file}'"
        raise BadValue(found, f"one of them, such as '{file}#1' or '{file}#{name}'")
    fence = find(own, part or "1")
    return next(one for one in every if one.fence is fence)
