"""Markdown documents and Mermaid files as scenarios: a design each, every number assumed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from simkit.errors import Place, Problem, ScenarioError
from simkit.formats.drawings import DRAWINGS, Drawn, drawn_at, drawn_in, is_drawing
from simkit.model.resolve import resolve
from simkit.model.scenario import Scenario
from simkit.units import BadValue


def read_document(text: str, file: str, part: str = "") -> Scenario:
    r"""The scenario that a bare document stands for.

    Args:
        text: Of a Markdown document, or of a Mermaid file; which, the name of the file says.
        file: Its name.
        part: A heading's anchor or a number: this diagram alone. All of them otherwise, side by
            side.

    Raises:
        ScenarioError: With every problem of the document, in its order.

    >>> text = "# Ask\n\n```mermaid\nsequenceDiagram\nC->>A: Ask\nA-->>C: Answer\n```\n"
    >>> [design.name for design in read_document(text, "doc.md").designs]
    ['Ask']
    """
    try:
        every = (drawn_at(text, file, part),) if part else drawn_in(text, file)
    except BadValue as bad:
        problem = Problem(found=f"{file}: {bad.found}", expected=bad.expected, meant=bad.meant)
        raise ScenarioError(problem) from None
    drawn = [one for one in every if part or Path(file).suffix in DRAWINGS or is_drawing(one.text)]
    if not drawn:
        raise ScenarioError(_nothing(text, file, len(every)))
    designs: dict[str, Any] = {}
    of: dict[str, Drawn] = {}
    problems: list[Problem] = []
    for one in drawn:
        name = _name(one, file, of)
        of[name] = one
        try:
            designs[name] = {"diagram": one.read()}
        except ScenarioError as error:
            problems += error.problems
    if not problems:
        document = {
            "scenario": Path(file).name,
            "source": file,
            "reading": "document",
            "designs": designs,
        }
        try:
            return _with_left_out(resolve(document), [one for one in every if one not in drawn])
        except ScenarioError as error:
            problems += [_located(problem, of) for problem in error.problems]
    raise ScenarioError(*problems)


def _name(drawn: Drawn, file: str, taken: dict[str, Drawn]) -> str:
    """The heading above a diagram; numbered where it stands twice."""
    if drawn.fence is None:
        return Path(file).stem
    heading = " ".join(drawn.fence.heading.split())
    name = heading or f"diagram {drawn.fence.number}"
    number = 1
    while name in taken:
        number += 1
        name = f"{heading or 'diagram'} {number}"
    return name


def _nothing(text: str, file: str, others: int) -> Problem:
    kinds = f"; {others} of another kind" if others else ""
    return Problem(
        found=f"found no sequence diagram and no graph{kinds}",
        expected="one between ```mermaid and ```",
        place=Place(file=file, line=1, column=1, source=text.splitlines()[0] if text else ""),
    )


def _located(problem: Problem, of: dict[str, Drawn]) -> Problem:
    if problem.keys[:1] == ("designs",) and len(problem.keys) > 1:
        return of[str(problem.keys[1])].located(problem)
    return problem


def _with_left_out(scenario: Scenario, others: list[Drawn]) -> Scenario:
    """Diagrams of other kinds are named, not dropped in silence."""
    told = tuple(_left_out(others))
    return replace(
        scenario, run=replace(scenario.run, assumptions=(*told, *scenario.run.assumptions))
    )


def _left_out(others: list[Drawn]) -> Iterator[str]:
    for one in others:
        assert one.fence
        yield (
            f"diagram {one.fence.number} (line {one.fence.line}) is no sequence diagram and no "
            f"graph: left out"
        )
