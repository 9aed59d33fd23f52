"""The axes of a sweep: what it says differently, point by point.

An axis is a path of the scenario with a list of values: texts and whole numbers as they stand in
a file, or ranges of them. What a value means is decided where every change of a scenario is, in
`simkit.model.change`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from simkit.errors import Problem, ScenarioError, located
from simkit.experiment.ranges import is_range, points_of, quantity
from simkit.model.change import split_keys
from simkit.model.metric import Dimension
from simkit.units import SECOND, BadValue

Value = str | int
_NAMES = {
    Dimension.TIME: "a time",
    Dimension.RATE: "a rate",
    Dimension.SHARE: "a share",
    Dimension.COUNT: "a number",
}


@dataclass(frozen=True)
class Axis:
    """One thing that a sweep varies.

    Attributes:
        path: As after ``--set``.
        values: In the order in which they were said, each as in a file.
        said: The option as it was given, for problems; or "".

    >>> axis = read_axis("load.Client", "10/s..40/s:4")
    >>> axis.values, axis.numbers
    (('10/s', '20/s', '30/s', '40/s'), (10.0, 20.0, 30.0, 40.0))
    """

    path: str
    values: tuple[Value, ...]
    said: str = ""

    @cached_property
    def dimension(self) -> Dimension | None:
        """What its values measure; None if one of them is no bare quantity."""
        found = [quantity(str(value)) for value in self.values]
        kinds = {one[1] if one else None for one in found}
        return kinds.pop() if len(kinds) == 1 else None

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """Its values in seconds, per second, or plain; 0, 1, 2 … if they are no quantities."""
        found = [quantity(str(value)) for value in self.values]
        scale = SECOND if self.dimension is Dimension.TIME else 1
        if self.dimension is None:
            return tuple(float(number) for number in range(len(found)))
        return tuple(float(one[0] / scale) for one in found if one)


def axes_from_texts(texts: Sequence[str]) -> list[Axis]:
    """The axes that ``--vary PATH=VALUES`` options say.

    Raises:
        ScenarioError: With every problem of all of them.
    """
    axes: list[Axis] = []
    problems: list[Problem] = []
    for text in texts:
        said = "--vary " + "".join(c if c.isprintable() else chr(0xFFFD) for c in text)
        # A name may hold '=', and then stands in quotes.
        match = re.fullmatch(r'((?:"[^"]*"|[^="])*)=(.*)', text)
        try:
            if not text.isprintable():
                unseen = next(c for c in text if not c.isprintable())
                found = f"found the character {unseen!a}"
                raise ScenarioError(Problem(found=found, expected="text that can be seen"))
            if match is None:
                raise ScenarioError(Problem(found="found no '='", expected="PATH=VALUES"))
            axes.append(read_axis(match[1].strip(), match[2], said))
        except ScenarioError as error:
            problems += [located(problem, said) for problem in error.problems]
    if problems:
        raise ScenarioError(*problems)
    return axes


def read_axis(path: str, values: object, said: str = "") -> Axis:
    """An axis.

    Args:
        path: What varies, as after ``--set``.
        values: Texts and whole numbers, or one text with commas between them; each a value as
            in a file, or a range (`simkit.experiment.ranges`).
        said: The option that said it, for problems.

    Raises:
        ScenarioError: If a value cannot be one.
    """
    keys = split_keys(path)
    pieces = values.split(",") if isinstance(values, str) else values
    try:
        if not isinstance(pieces, Sequence):
            raise BadValue(f"found a {type(values).__name__}", "a list of values")
        found = tuple(value for piece in pieces for value in _values(piece))
        _check(found)
    except BadValue as bad:
        raise ScenarioError(
            Problem(keys=keys, found=bad.found, expected=bad.expected, meant=bad.meant)
        ) from None
    return Axis(path, found, said)


def _values(piece: object) -> Iterator[Value]:
    """What one item of a list stands for."""
    if isinstance(piece, str):
        text = " ".join(piece.split())
        if not text:
            raise BadValue("found an empty value", "a value such as '10/s'")
        if is_range(text):
            yield from points_of(text)
        else:
            yield int(text) if re.fullmatch("0|[1-9][0-9]{0,14}", text) else text
    elif not isinstance(piece, bool) and hasattr(piece, "__index__"):
        yield int(piece)  # numpy's whole numbers too
    else:
        shown = str(piece) if isinstance(piece, float | bool) else f"a {type(piece).__name__}"
        raise BadValue(f"found {shown}", "a text such as '10/s', or a whole number")


def _check(values: tuple[Value, ...]) -> None:
    """Refuse values that cannot stand on one axis."""
    if not values:
        raise BadValue("found no values", "at least one")
    seen: dict[object, Value] = {}
    kinds: dict[Dimension, Value] = {}
    for value in values:
        same = quantity(str(value))
        if same is not None:
            kinds.setdefault(same[1], value)
        if len(kinds) > 1:
            one, other = (f"'{first}', {_NAMES[kind]}" for kind, first in kinds.items())
            raise BadValue(f"found {one}, and {other}", "values of one kind")
        before = seen.get(same or value)
        if before is not None:
            again = "" if before == value else f", which is '{before}'"
            raise BadValue(f"found '{value}' again{again}", "each value once")
        seen[same or value] = value
