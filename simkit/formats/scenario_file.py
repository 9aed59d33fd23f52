"""Scenario files: from YAML text to a scenario, every problem with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from simkit.errors import Place, Problem, ScenarioError
from simkit.formats.columns import columns_of, content
from simkit.formats.document import read_document
from simkit.formats.drawings import Drawn, drawn_at, read_drawing, reference
from simkit.formats.nodes import UNSEEN, Keys, Source, read_yaml, scalar
from simkit.model.change import changed, split_keys
from simkit.model.diagram import Diagram
from simkit.model.graph import Graph
from simkit.model.resolve import resolve
from simkit.model.scenario import Scenario
from simkit.model.words import ColumnReader
from simkit.units import BadValue

LARGEST_FILE = 1_000_000  # bytes; a larger one is no scenario


def load(path: str | Path) -> Scenario:
    """The scenario of a file.

    Args:
        path: A YAML file; data files and documents that it names are looked for beside it. Or a
            Markdown document (``.md``) or a Mermaid drawing (``.mmd``), which is read as it is,
            with every number assumed; ``doc.md#heading`` or ``doc.md#2`` is one of its diagrams.

    Raises:
        ScenarioError: With every problem of the file, in file order.
    """
    named = reference(str(path))
    if named:
        file = Path(path) if Path(path).exists() else Path(named[0])
        part = "" if file == Path(path) else named[1]
        return read_document(_text(file, "a document"), str(file), part)
    path = Path(path)
    return read_scenario(_text(path, "a scenario file"), str(path), path.parent)


def _text(path: Path, what: str) -> str:
    """What is written in a file."""
    try:
        return content(path, LARGEST_FILE).decode("utf-8").removeprefix("\ufeff")
    except BadValue as bad:
        raise _no_file(path, bad.found, bad.expected) from None
    except UnicodeDecodeError as error:
        raise _no_file(
            path, f"found a byte that is no UTF-8, at {error.start}", "a text in UTF-8"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _no_file(path, f"cannot be read ({reason})", what) from None


def read_scenario(
    text: str, file: str, folder: Path | None = None, column: ColumnReader | None = None
) -> Scenario:
    """The scenario that a YAML text describes.

    Args:
        text: The whole text.
        file: Name to be shown in problems.
        folder: Where files that it names are looked for; None: it may name none.
        column: Reads a column of a data file, instead of one of that folder.

    Raises:
        ScenarioError: With every problem of the text, in its order.

    >>> try:
    ...     read_scenario("lode: 3", "x.yaml")
    ... except ScenarioError as error:
    ...     error.problems[0].meant
    'load'
    """
    data, source, problems = read_yaml(text, file)
    diagrams = _Diagrams(source, folder)
    problems += diagrams.read(data)
    scenario = None
    if column is None and folder is not None:
        column = columns_of(folder)
    try:
        scenario = resolve(data, column)
    except ScenarioError as error:
        found = [diagrams.located(problem) for problem in error.problems]
        problems += [problem for problem in found if not _caused(problem, problems)]
    if problems or scenario is None:
        raise ScenarioError(*sorted(problems, key=lambda problem: _order(problem, source)))
    return scenario


def change_from_texts(
    scenario: Scenario, texts: Sequence[str], short: Mapping[str, str] | None = None
) -> Scenario:
    """The scenario changed by texts ``path=value``, the values read as in a file.

    All are said before anything is resolved, so that their order does not matter.

    Args:
        scenario: What is changed.
        texts: One for each change.
        short: For texts that an option of its own stands for, that option as it was given.

    Raises:
        ScenarioError: If a text or what it says has no meaning.
    """
    changes: dict[str, object] = {}
    said: dict[tuple[str | int, ...], str] = {}
    problems: list[Problem] = []
    for text in texts:
        path, equals, value = text.partition("=")
        unseen = UNSEEN.search(text)
        try:
            if unseen:
                found = f"found the character {unseen[0]!a}"
                raise ScenarioError(Problem(found=found, expected="text that can be seen"))
            if not equals:
                raise ScenarioError(Problem(found="found no '='", expected="PATH=VALUE"))
            keys = split_keys(path.strip())
            if keys in said:
                raise ScenarioError(Problem(found=f"found '{path.strip()}' again", expected="once"))
            said[keys] = text
            changes[path.strip()] = scalar(value.strip())
        except ScenarioError as error:
            problems += [_said_in(problem, text, short) for problem in error.problems]
    try:
        changed_scenario = changed(scenario, changes)
    except ScenarioError as error:
        problems += [_said_in(problem, _source(problem, said), short) for problem in error.problems]
    if problems:
        raise ScenarioError(*problems)
    return _still_told(scenario, changed_scenario)


def _still_told(before: Scenario, after: Scenario) -> Scenario:
    """What is left out of a document stays left out, and told, when its scenario is changed."""
    left_out = [text for text in before.run.assumptions if not text.startswith("run.")]
    assumptions = (*left_out, *after.run.assumptions)
    return replace(after, run=replace(after.run, assumptions=assumptions))


def _source(problem: Problem, said: Mapping[tuple[str | int, ...], str]) -> str:
    """The text that a problem speaks of; all of them where it may be any."""
    for keys, text in said.items():
        shorter = min(len(keys), len(problem.keys))
        if shorter and keys[:shorter] == problem.keys[:shorter]:
            return text
    return " --set ".join(said.values())


def _said_in(problem: Problem, text: str, short: Mapping[str, str] | None) -> Problem:
    option = (short or {}).get(text, f"--set {text}")
    return replace(problem, place=Place(file=UNSEEN.sub(chr(0xFFFD), option), line=0, column=0))


def _order(problem: Problem, source: Source) -> tuple[int, int, int, int]:
    """In the order of the file; those of another file where that is named."""
    place = problem.place
    assert place is not None
    here = place if place.file == source.file else source.locate(problem.keys)
    return here.line, here.column, place.line, place.column


def _caused(problem: Problem, told: list[Problem]) -> bool:
    """Whether a problem of the meaning is only there because of one of the text."""
    for other in told:
        if other.keys == problem.keys and not other.at_key:
            return True
        shorter = min(len(other.keys), len(problem.keys))
        if problem.found.startswith("found no ") and other.keys[:shorter] == problem.keys[:shorter]:
            return True  # it may be there, but unreadable
    return False


class _Diagrams:
    """The diagrams of a scenario file, there or in documents that it names."""

    def __init__(self, source: Source, folder: Path | None) -> None:
        self.source, self.folder = source, folder
        self.elsewhere: dict[Keys, Drawn] = {}  # by the path that names them

    def read(self, data: dict[str, Any]) -> list[Problem]:
        """Read the diagrams in place; what cannot be read is taken out and told."""
        problems: list[Problem] = []
        if isinstance(data.get("diagram"), str):
            problems += self._read(data, ("diagram",))
        designs = data.get("designs")
        if isinstance(designs, dict):
            for name in list(designs):
                problems += self._holder(designs, name, ("designs", name))
        return problems

    def _holder(self, holders: dict[str, Any], name: str, keys: Keys) -> list[Problem]:
        """A design or a journey: a diagram, or a mapping with one or with several."""
        holder = holders[name]
        if isinstance(holder, str):
            holders[name] = {"diagram": holder}
            return self._read(holders[name], keys)
        problems: list[Problem] = []
        if isinstance(holder, dict):
            if isinstance(holder.get("diagram"), str):
                problems += self._read(holder, (*keys, "diagram"))
            journeys = holder.get("journeys")
            if isinstance(journeys, dict) and keys[-2] == "designs":
                for inner in list(journeys):
                    problems += self._holder(journeys, inner, (*keys, "journeys", inner))
        return problems

    def _read(self, holder: dict[str, Any], keys: Keys) -> list[Problem]:
        if keys in self.source.joined:
            found = "found lines that YAML joins into one"
            expected = "'|' before them, which keeps them"
            place = self.source.locate(keys)
            return [Problem(keys=keys, found=found, expected=expected, place=place)]
        named = reference(holder["diagram"])
        try:
            if named and self.folder is not None:
                holder["diagram"] = self._named(*named, keys)
            else:
                holder["diagram"] = read_drawing(holder["diagram"])
        except ScenarioError as error:
            if keys in self.elsewhere:
                return [replace(problem, keys=keys) for problem in error.problems]
            return [self._inside(problem, keys) for problem in error.problems]
        return []

    def _named(self, file: str, part: str, keys: Keys) -> Diagram | Graph:
        """The diagram that a document holds."""
        assert self.folder is not None
        try:
            text = content(self.folder / file, LARGEST_FILE).decode("utf-8")
            text = UNSEEN.sub("\ufffd", text.removeprefix("\ufeff"))
            drawn = drawn_at(text, str(self.folder / file), part)
        except BadValue as bad:
            told = Problem(found=bad.found, expected=bad.expected, meant=bad.meant)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            if isinstance(error, UnicodeDecodeError):
                reason = f"a byte that is no UTF-8, at {error.start}"
            found = f"found '{file}', which cannot be read ({reason})"
            told = Problem(found=found, expected="a document beside the scenario")
        else:
            self.elsewhere[keys] = drawn
            return drawn.read()
        raise ScenarioError(told)

    def located(self, problem: Problem) -> Problem:
        """A problem of the meaning at its place in a file."""
        keys = problem.keys
        if keys[-1:] == ("diagram",) and keys not in self.source.values:
            keys = keys[:-1]  # a design that is nothing but its diagram
        if problem.place is None:
            place = self.source.locate(keys, at_key=problem.at_key)
            return replace(problem, keys=keys, place=place)
        if keys in self.elsewhere:
            return self.elsewhere[keys].located(replace(problem, keys=keys))
        return self._inside(problem, keys)

    def _inside(self, problem: Problem, keys: Keys) -> Problem:
        """A problem whose place was counted from the first line of a diagram."""
        if problem.place is None:
            return replace(problem, keys=keys, place=self.source.locate(keys))
        line, column = problem.place.line, problem.place.column
        found = problem.found
        if keys not in self.source.blocks and line > 1:
            found += f", on line {line} of the diagram"
        place = self.source.inside(keys, line, column)
        return replace(problem, keys=keys, found=found, place=place)


def _no_file(path: Path, found: str, expected: str) -> ScenarioError:
    return ScenarioError(Problem(found=f"{path}: {found}", expected=expected))
