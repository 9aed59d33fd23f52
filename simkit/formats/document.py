"""Markdown documents and Mermaid files as scenarios: a design each, every number assumed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from simkit.errors import Place, Problem, ScenarioError
from simkit.formats.drawings import Drawn, drawn_at, drawn_in, is_drawing
from simkit.formats.nodes import UNSEEN
from simkit.model.resolve import resolve
from simkit.model.scenario import Scenario
from simkit.units import BadValue

LONGEST_NAME = 100  # of a design; YAML takes no key of more than 1,000 characters


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
    text = UNSEEN.sub("\ufffd", text)  # as CommonMark does to NUL; YAML could not hold it
    try:
        every = (drawn_at(text, file, part),) if part else drawn_in(text, file)
    except BadValue as bad:
        problem = Problem(found=f"{file}: {bad.found}", expected=bad.expected, meant=bad.meant)
        raise ScenarioError(problem) from None
    drawn = [one for one in every if part or one.fence is None or is_drawing(one.text)]
    if not drawn:
        raise ScenarioError(_nothing(text, file, len(every)))
    of: dict[str, Drawn] = {}
    for one in drawn:
        of[_name(one, file, of)] = one
    scenario, problems = _read(of, file)
    if problems or scenario is None:
        raise ScenarioError(*sorted(problems, key=_order))
    return _with_left_out(scenario, [one for one in every if one not in drawn])


def _read(drawn: dict[str, Drawn], file: str) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of drawings by name, and what is wrong with them."""
    designs: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, one in drawn.items():
        try:
            designs[name] = {"diagram": one.read()}
        except ScenarioError as error:
            problems += error.problems
    if not designs:
        return None, problems
    document = {
        "scenario": _seen(Path(file).name),
        "source": _seen(file),
        "reading": "document",
        "designs": designs,
    }
    try:
        return resolve(document), problems
    except ScenarioError as error:
        return None, problems + [_located(problem, drawn, file) for problem in error.problems]


def _order(problem: Problem) -> tuple[int, int]:
    assert problem.place
    return problem.place.line, problem.place.column


def _name(drawn: Drawn, file: str, taken: dict[str, Drawn]) -> str:
    """The heading above a diagram; numbered where it stands twice."""
    if drawn.fence is None:
        return _seen(Path(file).stem)
    heading = _seen(drawn.fence.heading)
    if len(heading) > LONGEST_NAME:
        heading = heading[: LONGEST_NAME - 1] + "…"
    name = heading or f"diagram {drawn.fence.number}"
    number = 1
    while name in taken:
        number += 1
        name = f"{heading or 'diagram'} {number}"
    return name


def _seen(text: str) -> str:
    """A name on one line, in which everything can be seen."""
    return " ".join(UNSEEN.sub("\ufffd", text).split())


def _nothing(text: str, file: str, others: int) -> Problem:
    kinds = f"; {others} of another kind" if others else ""
    return Problem(
        found=f"found no sequence diagram and no graph{kinds}",
        expected="one between ```mermaid and ```",
        place=Place(file=file, line=1, column=1, source=text.splitlines()[0] if text else ""),
    )


def _located(problem: Problem, of: dict[str, Drawn], file: str) -> Problem:
    """A problem of the meaning at its place; a document has no keys."""
    if problem.keys[:1] != ("designs",) or len(problem.keys) < 2:
        return replace(problem, place=Place(file=file, line=0, column=0))
    one = of[str(problem.keys[1])]
    begin = Place(file="", line=1, column=1)
    return one.located(replace(problem, keys=(), place=problem.place or begin))


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
