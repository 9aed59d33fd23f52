"""Which predictions hold, and how well what was to be known is known; in words."""

from collections.abc import Iterator
from math import isnan, nan

from rich.text import Text

from simkit.analysis.estimate import Estimate
from simkit.experiment.judge import FAILS, HOLDS, Judgement
from simkit.experiment.precision import Attained
from simkit.experiment.results import Results
from simkit.model.metric import Dimension
from simkit.model.prediction import Number, dimension_of, metrics_of
from simkit.views.words import estimate_text


def predictions(judgements: tuple[Judgement, ...]) -> Iterator[Text]:
    """A line a prediction."""
    for judgement in judgements:
        style = {HOLDS: "green", FAILS: "red"}.get(judgement.answer, "yellow")
        # Only the answer has a colour: black is not seen in a dark notebook, pale green in a light.
        line = Text().append(f"{judgement.answer}: ", style=style)
        line.append(judgement.prediction.text)
        line.append(f"   {judgement_text(judgement)}", style="dim")
        yield line


def judgement_text(judgement: Judgement) -> str:
    """The numbers behind a judgement, or why there are none."""
    if isnan(judgement.left):
        return f"({judgement.reason})"
    kind = _dimension_of(judgement)

    def text(value: float) -> str:
        return estimate_text(_alone(value), kind)

    numbers = f"{text(judgement.left)} against {text(judgement.right)}"
    return f"({numbers}; {judgement.reason})" if judgement.reason else f"({numbers})"


def _alone(value: float, half: float = nan) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half, replications=1)


def _dimension_of(judgement: Judgement) -> Dimension:
    sides = (judgement.prediction.left, judgement.prediction.right)
    names = [name for side in sides for name in metrics_of(side)]
    if names:
        return names[0].dimension
    numbers = [side for side in sides if isinstance(side, Number)]
    return next((n.dimension for n in numbers if n.dimension), Dimension.COUNT)


def precisions(results: Results) -> Iterator[Text]:
    """A line for each number that was to be known, and what its interval is."""
    for found in results.attained:
        style, answer = ("green", "known") if found.reached else ("yellow", "not known")
        line = Text().append(f"{answer}: ", style=style)
        line.append(found.precision.text)
        line.append(f"   ({attained_text(found, results.budget)})", style="dim")
        yield line
    if any(not isnan(one.half_width) for one in results.attained):
        yield Text("the last ± allows for having looked: 95 % after stopping", style="dim")


def attained_text(found: Attained, budget: int) -> str:
    """The number, its interval, and what it took or would take."""
    if found.reason and isnan(found.value):
        return found.reason
    text = found.precision.text.partition(" on ")[2]
    kind = dimension_of(found.precision.of, text) or Dimension.COUNT
    number = estimate_text(_alone(found.value, found.half_width), kind)
    count = f"{found.replications} replication{'s' * (found.replications > 1)}"
    if found.reached:
        return f"{number} after {count}"
    why = found.reason or (f"about {found.needed:,} might do" if found.needed else "one has no ±")
    budgeted = "the budget of " if found.replications >= budget else ""
    return f"{number} after {budgeted}{count}; {why}"
