"""Which predictions hold: judged on the interval, replication by replication."""

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from simkit.analysis.difference import Difference, difference
from simkit.analysis.estimate import Reading
from simkit.model.metric import MetricName
from simkit.model.prediction import (
    Binary,
    Expression,
    Number,
    Prediction,
    metrics_of,
    value_of,
)

if TYPE_CHECKING:
    from simkit.experiment.results import Results

HOLDS, FAILS, UNDECIDED = "holds", "fails", "undecided"
NOT_JUDGED = "not judged"  # it speaks of a design that was not to be run


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of a prediction.

    Attributes:
        prediction: As the author wrote it.
        answer: "holds", "fails", "undecided" or "not judged".
        left: Mean of the left side over the replications; NaN where there is none.
        right: Mean of the right side.
        reason: Why it is undecided, or "".
    """

    prediction: Prediction
    answer: str
    left: float
    right: float
    reason: str


def judge(prediction: Prediction, results: "Results") -> Judgement:
    """Hold a prediction against results.

    Both sides are computed in each replication; the prediction holds when the 95 % interval
    of their difference lies on its side of 0, fails when it lies on the other, and is
    undecided when it holds 0. With one replication there is no interval: it is undecided, unless
    there is no luck in the designs, where the numbers themselves decide.
    """
    names = (*metrics_of(prediction.left), *metrics_of(prediction.right))
    if any(name.design not in results.recordings for name in names):
        missing = next(n.design for n in names if n.design not in results.recordings)
        return _without(prediction, NOT_JUDGED, f"design '{missing}' was not run")
    readings = {name: results.readings(name) for name in names}
    for name, found_readings in readings.items():
        reason = _no_number(name, found_readings)
        if reason:
            return _without(prediction, UNDECIDED, reason)
    lefts, rights = [], []
    for number in range(results.replications):

        def lookup(name: MetricName, number: int = number) -> float:
            return readings[name][number].value

        lefts.append(value_of(prediction.left, lookup))
        rights.append(value_of(prediction.right, lookup))
    open_names = {name for name in names if any(r.bound for r in readings[name])}
    found = difference(
        lefts,
        rights,
        left_grows=_grows(prediction.left, open_names),
        right_grows=_grows(prediction.right, open_names),
    )
    answer = _answer(prediction.comparison, found)
    reason = found.reason or "the interval of the difference holds 0"
    luck = any(results.scenario.design(name.design).has_luck for name in names)
    if len(lefts) < 2 and luck and answer != UNDECIDED:
        answer, reason = UNDECIDED, "one replication has no interval"
    return Judgement(
        prediction=prediction,
        answer=answer,
        left=sum(lefts) / len(lefts),
        right=sum(rights) / len(rights),
        reason=reason if answer == UNDECIDED else "",
    )


def _no_number(name: MetricName, readings: tuple[Reading, ...]) -> str:
    """Why a metric cannot be judged; empty if it can."""
    for reading in readings:
        if reading.reason:
            return f"{name}: {reading.reason}"
        if 0 < reading.share < 1:
            # A mean of those that got there would make losing work look fast.
            return f"{name} covers {100 * reading.share:.3g} % of the requests"
    return ""


def _without(prediction: Prediction, answer: str, reason: str) -> Judgement:
    """A judgement for which there are no numbers."""
    return Judgement(prediction=prediction, answer=answer, left=nan, right=nan, reason=reason)


def _answer(comparison: str, found: Difference) -> str:
    if found.low == found.high == 0:
        return HOLDS if comparison in ("<=", ">=") else FAILS
    below = found.high < 0 or (comparison == "<=" and found.high <= 0)
    above = found.low > 0 or (comparison == ">=" and found.low >= 0)
    if not below and not above:
        return UNDECIDED
    return HOLDS if below == (comparison in ("<", "<=")) else FAILS


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
