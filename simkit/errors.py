"""What can go wrong, told with its place.

`ScenarioError` is for what a user wrote, `SimulationError` for what a model did while it
ran, `AuditError` for a run whose books do not balance. What we got wrong ourselves is an
`assert`.
"""

from dataclasses import dataclass, replace
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where a problem stands in a text.

    Attributes:
        file: Name of the file as the user gave it, or what stands for one ("--set").
        line: From 1; 0 when the text has no lines (a command-line option).
        column: In characters, from 1; 0 like ``line``.
        source: The whole source line, without its line end.
    """

    file: str
    line: int
    column: int
    source: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with what a user wrote.

    Attributes:
        found: What stands there ("found 'four'", "unknown key 'wrokers'").
        expected: What would be right ("a whole number from 1").
        keys: Where in the scenario, key by key (``("participants", "API", "workers")``).
        at_key: True when the last key itself is wrong, not its value.
        meant: The likeliest intended word, or "".
        place: Where in the file; None until a format has located it. Inside a diagram it is
            counted from the diagram's first line until the format has moved it.

    >>> print(Problem(keys=("run", "seed"), found="found 'x'", expected="a whole number from 0"))
    run.seed: found 'x'; expected a whole number from 0
    """

    found: str
    expected: str
    keys: tuple[str | int, ...] = ()
    at_key: bool = False
    meant: str = ""
    place: Place | None = None

    @property
    def path(self) -> str:
        """The keys as one would write them after ``--set``."""
        return path_text(self.keys)

    def __str__(self) -> str:
        lead = [str(self.place)] if self.place else []
        lead += [self.path] if self.path else []
        text = f"{self.found}; expected {self.expected}"
        if self.meant:
            text += f"; did you mean '{self.meant}'?"
        lines = [": ".join([*lead, text])]
        if self.place and self.place.source.strip():
            lines += _excerpt(self.place)
        return "\n".join(lines)


LONGEST_EXCERPT = 240


def _excerpt(place: Place) -> list[str]:
    """The source line and a caret under the column; a long line is cut around it."""
    source, column = place.source, place.column
    if len(source) > LONGEST_EXCERPT:
        first = max(0, min(column - 1 - LONGEST_EXCERPT // 2, len(source) - LONGEST_EXCERPT))
        last = first + LONGEST_EXCERPT
        ends = ("…" if first else "", "…" if last < len(source) else "")
        column += len(ends[0]) - first
        source = ends[0] + source[first:last] + ends[1]
    # A tab keeps its width under itself, so that the caret stands where it should.
    blank = "".join("\t" if c == "\t" else " " for c in source[: column - 1])
    return ["    " + source, "    " + blank + "^"]


def located(problem: Problem, said: str) -> Problem:
    """A problem with the option of the command line that it speaks of, if one does.

    >>> print(located(Problem(found="found 'x'", expected="a number"), "--budget x"))
    --budget x: found 'x'; expected a number
    """
    return replace(problem, place=Place(file=said, line=0, column=0)) if said else problem


def path_text(keys: tuple[str | int, ...]) -> str:
    """A path as text: dots between keys, quotes where a key has spaces or dots.

    >>> path_text(("messages", "Trigger Event", "work")), path_text(("load", 2))
    ('messages."Trigger Event".work', 'load[2]')
    """
    text = ""
    for key in keys:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            quoted = f'"{key}"' if not key or any(c in key for c in ' .[]"') else key
            text += f".{quoted}" if text else quoted
    return text


class ScenarioError(Exception):
    """What a user wrote cannot be run; holds every problem that was found, in file order.

    >>> error = ScenarioError(Problem(found="unknown key 'lode'", expected="load", meant="load"))
    >>> str(type(error)(*error.args))
    "unknown key 'lode'; expected load; did you mean 'load'?"
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class SimulationError(Exception):
    """The model cannot go on; the text names the part and the simulated time."""


class AuditError(Exception):
    """The books of a finished run do not balance; the text names each entry."""


def nearest(word: str, known: "list[str] | tuple[str, ...]") -> str:
    """The known word that was probably meant, or "" when none is close.

    >>> nearest("wrokers", ["kind", "waiting", "workers"])
    'workers'
    """
    lower = {name.lower(): name for name in reversed(known)}
    found = get_close_matches(word.lower(), list(lower), n=1, cutoff=0.6)
    return lower[found[0]] if found else ""
