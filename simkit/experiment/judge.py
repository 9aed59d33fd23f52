"""Which predictions hold: judged on the interval, replication by replication."""

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from simkit.analysis.difference import Difference, difference
from simkit.experiment.expressions import values
from simkit.model.prediction import Prediction, metrics_of

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
    sides = [values(side, results) for side in (prediction.left, prediction.right)]
    reason = next((side.reason for side in sides if side.reason), "")
    if reason:
        return _without(prediction, UNDECIDED, reason)
    lefts, rights = (side.numbers for side in sides)
    found = difference(
        lefts,
        rights,
        left_grows=sides[0].grows,
        right_grows=sides[1].grows,
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
