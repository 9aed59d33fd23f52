"""Predictions: what the author of a scenario expects, as inequalities between numbers.

accepted.acknowledged.p99 < 0.2 * blocking.acknowledged.p99
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Token
from lark.exceptions import LarkError, UnexpectedInput, UnexpectedToken, VisitError
from lark.visitors import Transformer_NonRecursive

from simkit.errors import Problem, ScenarioError
from simkit.model.metric import Dimension, Journeys, MetricName, Participants, read_metric
from simkit.units import BadValue, parse_rate, parse_share, parse_time, quoted

LONGEST = 500  # characters; longer ones nest too deep
_GRAMMAR = r"""
start: sum COMPARISON sum
?sum: product | sum ADD product -> binary
?product: value | product MULTIPLY value -> binary
?value: QUANTITY -> quantity
      | NUMBER -> number
      | METRIC -> metric
      | "(" sum ")"
COMPARISON: "<=" | ">=" | "<" | ">"
ADD: "+" | "-"
MULTIPLY: "*"
NUMBER: /\d+(\.\d+)?([eE][+-]?\d+)?/
QUANTITY.2: /\d+(\.\d+)?([eE][+-]?\d+)?(?![eE][+-]?\d) *(%|\/ *)?[a-zA-Zµμ]+/ | /\d+(\.\d+)? *%/
METRIC: /("[^"]*"|[^\W\d][\w-]*)(\.("[^"]*"|[\w-]+(\.\d+)?))+/
%ignore /\s+/
"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in a prediction, in seconds, per second, or plain."""

    value: float
    dimension: Dimension | None  # None: a plain factor or count


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and one of + - *."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression = Number | Binary | MetricName


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One inequality.

    Attributes:
        text: As written.
        comparison: One of ``< <= > >=``.
        left: Left of it.
        right: Right of it; of the same dimension.
    """

    text: str
    comparison: str
    left: Expression
    right: Expression


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", start=["start", "sum"])


def parse_prediction(
    text: str, designs: Participants, journeys: Journeys | None = None
) -> Prediction:
    """Read one prediction.

    Args:
        text: An inequality.
        designs: The participants of each design, by its name; None where nobody knows them.
        journeys: The journeys of each design that has several.

    Raises:
        ScenarioError: If it is none, a name is unknown, or unlike things are compared.

    >>> print(parse_prediction("a.completed.mean < 2 * 0.5 s", {"a": ()}).right)
    Binary(operator='*', left=Number(value=2.0, dimension=None), \
right=Number(value=0.5, dimension=<Dimension.TIME: 'time'>))
    """
    left, comparison, right = _built(
        text, "start", _SHAPE, _Build(designs, journeys or {})
    ).children
    one, other = dimension_of(left, text), dimension_of(right, text)
    if one is not other:
        raise _problem(
            f"found {_name(one)} compared with {_name(other)} in {quoted(text)}",
            "the same kind of quantity on both sides"
            + (", a share as in '50 %'" if {one, other} == {None, Dimension.SHARE} else ""),
        )
    return Prediction(text=text, comparison=str(comparison), left=left, right=right)


def parse_expression(
    text: str, designs: Participants, journeys: Journeys | None = None
) -> Expression:
    """Read one side of a prediction.

    Args:
        text: Sums and multiples of metrics and quantities.
        designs: The participants of each design, by its name; None where nobody knows them.
        journeys: The journeys of each design that has several.

    Raises:
        ScenarioError: If it is none, a name is unknown, or unlike things are added.
    """
    shape = "a metric such as 'accepted.acknowledged.p99', or sums and multiples of such"
    built: Expression = _built(text, "sum", shape, _Build(designs, journeys or {}))
    dimension_of(built, text)  # refuses sums of unlike things
    return built


def _built(text: str, start: str, shape: str, build: "_Build") -> Any:
    if len(text) > LONGEST:
        raise _problem(f"found {len(text)} characters", f"at most {LONGEST}")
    try:
        return build.transform(_parser().parse(text, start=start))
    except VisitError as error:
        if isinstance(error.orig_exc, BadValue):
            bad = error.orig_exc
            raise _problem(bad.found, bad.expected, bad.meant) from None
        raise error.orig_exc from None
    except UnexpectedInput as error:
        raise _problem(_unexpected(text, error), shape) from None
    except LarkError:  # pragma: no cover - lark has no other way to fail on a text
        raise _problem(f"found {quoted(text)}", shape) from None


def _unexpected(text: str, error: UnexpectedInput) -> str:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    rest = "" if at_end else text[error.pos_in_stream or 0 :]
    if rest.strip() == text.strip():
        return f"found {quoted(text)}"
    return (
        f"found {quoted(rest)} in {quoted(text)}" if rest else f"found nothing after {quoted(text)}"
    )


_SHAPE = "a comparison such as 'accepted.acknowledged.p99 < 50 ms'"


def _problem(found: str, expected: str, meant: str = "") -> ScenarioError:
    return ScenarioError(Problem(found=found, expected=expected, meant=meant))


def _name(dimension: Dimension | None) -> str:
    return f"a {dimension.value}" if dimension else "a plain number"


def dimension_of(expression: Expression, text: str) -> Dimension | None:
    """What an expression measures; None: a plain number.

    Raises:
        ScenarioError: If it adds or multiplies unlike things; the error names the text.
    """
    if not isinstance(expression, Binary):
        dimension = expression.dimension
        return None if dimension is Dimension.COUNT else dimension
    one, other = dimension_of(expression.left, text), dimension_of(expression.right, text)
    if expression.operator == "*":
        if one is not None and other is not None:
            raise _problem(
                f"found {_name(one)} times {_name(other)} in {quoted(text)}",
                "a plain number on one side of '*'",
            )
        return one or other
    if one is not other:
        raise _problem(
            f"found {_name(one)} {expression.operator} {_name(other)} in {quoted(text)}",
            "the same kind of quantity on both sides",
        )
    return one


class _Build(Transformer_NonRecursive[Token, Expression]):
    def __init__(self, designs: Participants, journeys: Journeys) -> None:
        super().__init__()
        self.designs, self.journeys = designs, journeys

    def number(self, children: list[Token]) -> Expression:
        return Number(float(children[0]), None)

    def quantity(self, children: list[Token]) -> Expression:
        text = str(children[0])
        if "%" in text:
            return Number(parse_share(text), Dimension.SHARE)
        if "/" in text:
            return Number(parse_rate(text), Dimension.RATE)
        return Number(parse_time(text) / 1e9, Dimension.TIME)

    def metric(self, children: list[Token]) -> Expression:
        return read_metric(str(children[0]).strip(), self.designs, journeys=self.journeys)

    def binary(self, children: list[Token]) -> Expression:
        left, operator, right = children
        return Binary(str(operator), left, right)  # type: ignore[arg-type]


def value_of(expression: Expression, lookup: Callable[[MetricName], float]) -> float:
    """The value of one side, given the value of each metric."""
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, MetricName):
        return lookup(expression)
    left, right = value_of(expression.left, lookup), value_of(expression.right, lookup)
    if expression.operator == "+":
        return left + right
    return left - right if expression.operator == "-" else left * right


def metrics_of(expression: Expression) -> tuple[MetricName, ...]:
    """The metrics that an expression asks for, from left to right."""
    if isinstance(expression, MetricName):
        return (expression,)
    if isinstance(expression, Binary):
        return metrics_of(expression.left) + metrics_of(expression.right)
    return ()
