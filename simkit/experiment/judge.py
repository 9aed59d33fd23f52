"""Which predictions hold: judged on the interval, replication by replication."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from simkit.analysis.estimate import Reading, half_width
from simkit.model.metric import MetricName
from simkit.model.prediction import Binary, Expression, Prediction, metrics_of, value_of

if TYPE_CHECKING:
    from simkit.experiment.results import Results

HOLDS, FAILS, UNDECIDED = "holds", "fails", "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of a prediction.

    Attributes:
        prediction: As the author wrote it.
        answer: "holds", "fails" or "undecided".
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
    undecided when it holds 0. With one replication there is no interval, and the numbers
    themselves decide.
    """
    names = (*metrics_of(prediction.left), *metrics_of(prediction.right))
    readings: dict[MetricName, tuple[Reading, ...]] = {}
    for name in names:
        if name.design not in results.recordings:
            return _undecided(prediction, f"design '{name.design}' was not run")
        readings[name] = results.readings(name)
        for reading in readings[name]:
            if reading.reason:
                return _undecided(prediction, f"{name}: {reading.reason}")
    lefts, rights = [], []
    for number in range(results.replications):

        def lookup(name: MetricName, number: int = number) -> float:
            return readings[name][number].value

        lefts.append(value_of(prediction.left, lookup))
        rights.append(value_of(prediction.right, lookup))
    count = len(lefts)
    left, right = sum(lefts) / count, sum(rights) / count
    differences = [a - b for a, b in zip(lefts, rights, strict=True)]
    open_names = {name for name in names if any(r.bound for r in readings[name])}
    answer, reason = _decide(prediction, differences, open_names)
    return Judgement(prediction=prediction, answer=answer, left=left, right=right, reason=reason)


def _undecided(prediction: Prediction, reason: str) -> Judgement:
    nothing = float("nan")
    return Judgement(
        prediction=prediction, answer=UNDECIDED, left=nothing, right=nothing, reason=reason
    )


def _decide(
    prediction: Prediction, differences: list[float], open_names: set[MetricName]
) -> tuple[str, str]:
    if any(isnan(difference) for difference in differences):
        return UNDECIDED, "never against never"
    low, high = _interval(differences)
    if open_names:
        # What is still open can only make its own side larger.
        grows_left = _grows(prediction.left, open_names)
        grows_right = _grows(prediction.right, open_names)
        if grows_left is None or grows_right is None or (grows_left and grows_right):
            return UNDECIDED, "some requests were still open"
        low = -float("inf") if grows_right else low
        high = float("inf") if grows_left else high
    less = prediction.comparison in ("<", "<=")
    below = high < 0 or (prediction.comparison == "<=" and high <= 0)
    above = low > 0 or (prediction.comparison == ">=" and low >= 0)
    if low == high == 0:
        equal = prediction.comparison in ("<=", ">=")
        return (HOLDS if equal else FAILS), ""
    if below or above:
        return (HOLDS if below == less else FAILS), ""
    if open_names:
        return UNDECIDED, "some requests were still open"
    return UNDECIDED, "the interval of the difference holds 0"


def _interval(differences: list[float]) -> tuple[float, float]:
    """The ends of the interval of the mean difference; of the difference itself if alone."""
    infinite = {d for d in differences if d in (float("inf"), -float("inf"))}
    if infinite:
        whole = len(infinite) == 1 and len(set(differences)) == 1
        return (min(differences), max(differences)) if whole else (-float("inf"), float("inf"))
    mean = sum(differences) / len(differences)
    half = half_width(differences) if len(differences) > 1 else 0.0
    return mean - half, mean + half


def _grows(expression: Expression, names: set[MetricName]) -> bool | None:
    """Whether an expression can be larger than it seems; None when nobody can say."""
    if isinstance(expression, Binary):
        left, right = (_grows(side, names) for side in (expression.left, expression.right))
        if left is None or right is None or (right and expression.operator == "-"):
            return None
        return left or right
    return isinstance(expression, MetricName) and expression in names
