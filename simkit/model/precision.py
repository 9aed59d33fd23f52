"""How well a number is to be known: ``5 % on accepted.acknowledged.p99``.

The precision is half of an interval. A share is of the number itself, whatever it measures; a
quantity is as it stands. What is to be known is a metric, or sums and multiples of metrics
as in a prediction, so that ``20 ms on blocking.completed.p99 - accepted.completed.p99`` asks
for a paired difference.
"""

from dataclasses import dataclass

from simkit.errors import Problem, ScenarioError
from simkit.model.metric import Dimension, Journeys, Participants
from simkit.model.prediction import (
    Expression,
    dimension_of,
    metrics_of,
    parse_expression,
)
from simkit.units import BadValue, parse_number, parse_rate, parse_share, parse_time, quoted

_SHAPE = "a precision such as '5 % on accepted.acknowledged.p99'"
_BETWEEN = " on "


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What is to be known, and how well.

    Attributes:
        text: As written.
        within: Half of the interval, > 0; in seconds, per second, plain, or as a share of the
            number.
        of_itself: Whether ``within`` is a share of the number.
        of: What is to be known.
    """

    text: str
    within: float
    of_itself: bool
    of: Expression

    def most(self, value: float) -> float:
        """The largest half of an interval around a value that is precise enough."""
        return self.within * abs(value) if self.of_itself else self.within


def parse_precision(
    text: str, designs: Participants, journeys: Journeys | None = None
) -> Precision:
    """Read a precision.

    Args:
        text: A quantity, "on", and an expression as in a prediction.
        designs: The participants of each design, by its name.
        journeys: The journeys of each design that has several.

    Raises:
        ScenarioError: If it is none, a name is unknown, or the quantity measures something else.

    >>> one = parse_precision("5 % on a.completed.mean", {"a": ()})
    >>> one.within, one.of_itself, one.most(2.0)
    (0.05, True, 0.1)
    """
    quantity, between, rest = text.partition(_BETWEEN)
    if not between:
        raise _problem(f"found {quoted(text)}", _SHAPE)
    of = parse_expression(rest, designs, journeys)
    if not metrics_of(of):
        raise _problem(f"found {quoted(rest)}, in which nothing is random", _SHAPE)
    within = quantity.strip()
    try:
        of_itself = within.endswith("%")
        number = parse_share(within) if of_itself else _number(within, dimension_of(of, rest))
    except BadValue as bad:
        raise _problem(bad.found, bad.expected, bad.meant) from None
    if number <= 0:
        raise _problem(f"found {quoted(within)}", "a precision above 0")
    return Precision(text=text, within=number, of_itself=of_itself, of=of)


def _number(text: str, dimension: Dimension | None) -> float:
    if dimension is Dimension.TIME:
        return parse_time(text) / 1e9
    if dimension is Dimension.RATE:
        return parse_rate(text)
    if dimension is Dimension.SHARE:
        raise BadValue(f"found {quoted(text)}", "a share of the number itself, as in '5 %'")
    return parse_number(text)


def _problem(found: str, expected: str, meant: str = "") -> ScenarioError:
    return ScenarioError(Problem(found=found, expected=expected, meant=meant))
