"""Sums and multiples of metrics, computed replication by replication."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simkit.analysis.estimate import Reading
from simkit.model.metric import MetricName
from simkit.model.prediction import Binary, Expression, Number, metrics_of, value_of

if TYPE_CHECKING:
    from simkit.experiment.results import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """An expression in each replication.

    Attributes:
        numbers: One a replication; empty where there is none.
        grows: Whether they are lower bounds; None when nobody can say.
        reason: Why there are none, or "".
    """

    numbers: tuple[float, ...]
    grows: bool | None = False
    reason: str = ""


def values(expression: Expression, results: "Results") -> Values:
    """What an expression comes to in each replication.

    Args:
        expression: Of metrics of designs that were run.
        results: Of those runs.
    """
    names = metrics_of(expression)
    readings = {name: results.readings(name) for name in names}
    for name, found in readings.items():
        reason = _no_number(name, found)
        if reason:
            return Values(numbers=(), reason=reason)
    numbers = []
    for number in range(results.replications):

        def lookup(name: MetricName, number: int = number) -> float:
            return readings[name][number].value

        numbers.append(value_of(expression, lookup))
    open_names = {name for name in names if any(r.bound for r in readings[name])}
    return Values(numbers=tuple(numbers), grows=_grows(expression, open_names))


def _no_number(name: MetricName, readings: tuple[Reading, ...]) -> str:
    """Why nothing can be said of a metric; empty if something can."""
    for reading in readings:
        if reading.reason:
            return f"{name}: {reading.reason}"
        if 0 < reading.share < 1:
            # A mean of those that got there would make losing work look fast.
            return f"{name} covers {100 * reading.share:.3g} % of the requests"
    return ""


def _grows(expression: Expression, names: set[MetricName]) -> bool | None:
    """Whether an expression can be larger than it seems; None when nobody can say."""
    if isinstance(expression, Binary):
        left, right = (_grows(side, names) for side in (expression.left, expression.right))
        if left is None or right is None or (right and expression.operator == "-"):
            return None
        factors = (expression.left, expression.right)
        if expression.operator == "*" and not any(isinstance(one, Number) for one in factors):
            return None if left or right else False  # the other factor may be negative
        return left or right
    return isinstance(expression, MetricName) and expression in names
