"""Where one design stops being better than another along an axis of a sweep.

At each point the two are compared as everywhere, replication by replication (`compare`): better,
worse, or cannot tell. Where the answer changes once, the *place* of the change is estimated:
in each replication the difference of the two is joined by straight lines between neighbouring
points, and its zero is one number; a Student interval is taken over the replications, which are
independent. That interval is of chance alone. It does not know what the difference does between
two points; more points there make the lines shorter.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, inf, isfinite

from simkit.analysis.difference import NOISE
from simkit.analysis.estimate import Estimate, Reading, estimate
from simkit.errors import Problem, ScenarioError, nearest
from simkit.experiment.axes import Axis, Value
from simkit.experiment.compare import BETTER, CANNOT_TELL, WORSE, Verdict
from simkit.experiment.sweep import Sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Neighbouring points with one answer.

    Attributes:
        answer: Of the design against the other: better, worse, equal, or cannot tell yet.
        first: The value of the axis where it begins.
        last: Where it ends.
        reason: Why it cannot be told, or "".
    """

    answer: str
    first: Value
    last: Value
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Crossover:
    """Two designs along one axis.

    Attributes:
        design: The one that is judged.
        other: The one it is held against.
        metric: By which; without a design.
        axis: Along which.
        held: The values of the other axes, by path.
        spans: Who is better where, in the order of the axis.
        place: Where the two are equal, with its interval; None where that is not one place.
        reason: Why there is no place, or "".
    """

    design: str
    other: str
    metric: str
    axis: Axis
    held: dict[str, Value]
    spans: tuple[Span, ...]
    place: Estimate | None
    reason: str

    @property
    def sides(self) -> tuple[Span, ...]:
        """The spans where one of the two is surely better."""
        return tuple(span for span in self.spans if span.answer in (BETTER, WORSE))


def crossover(
    sweep: Sweep,
    pair: tuple[str, str],
    metric: str,
    along: str,
    held: dict[str, Value],
    family: int = 0,
) -> Crossover:
    """Who is better where along an axis, and where that changes.

    Args:
        sweep: With both designs.
        pair: The design that is judged, and the one it is held against.
        metric: Without a design, such as ``acknowledged.mean``.
        along: Path of an axis whose values are quantities.
        held: The values of the other axes, by path.
        family: How many verdicts are asked for together, so that all of them are right with
            95 %; 0 for as many as there are points along the axis.

    Raises:
        ScenarioError: If the sweep has no such thing, or fewer than two points of it.
    """
    number = axis_number(sweep, along)
    axis = sweep.plan.axes[number]
    points = _points_along(sweep, number, held)
    design, other = pair
    verdicts, differences = [], []
    for point in points:
        results = sweep.point(point)
        compared = results.compare(design, other)
        verdicts.append(compared.verdict(metric, family=family or len(points)))
        names = (sweep.metric(metric, design), sweep.metric(metric, other))
        one, two = (sweep.readings[point][name] for name in names)
        differences.append(_differences(one, two, verdicts[-1]))
    values = [sweep.plan.points[point][number] for point in points]
    places = [axis.numbers[axis.values.index(value)] for value in values]
    spans = _spans(values, verdicts)
    found, reason = _place(places, differences, [v.answer for v in verdicts])
    return Crossover(
        design=design,
        other=other,
        metric=metric,
        axis=axis,
        held=held,
        spans=spans,
        place=found,
        reason=reason,
    )


def axis_number(sweep: Sweep, along: str) -> int:
    """Which axis a path names.

    Raises:
        ScenarioError: If none, or one whose values are no quantities.
    """
    paths = [axis.path for axis in sweep.plan.axes]
    if along not in paths:
        expected = "one of " + ", ".join(paths)
        found = f"no axis '{along}'"
        raise ScenarioError(Problem(found=found, expected=expected, meant=nearest(along, paths)))
    number = paths.index(along)
    if sweep.plan.axes[number].dimension is None:
        found = f"the axis '{along}', whose values are no quantities"
        raise ScenarioError(Problem(found=found, expected="an axis of times, rates or numbers"))
    return number


def _points_along(sweep: Sweep, number: int, held: dict[str, Value]) -> list[int]:
    """The finished points with these values of the other axes, in the order of the axis."""
    plan = sweep.plan
    axis = plan.axes[number]
    place = dict(zip(axis.values, axis.numbers, strict=True))
    chosen = []
    for point in sweep.readings:
        values = plan.points[point]
        said = {one.path: value for one, value in zip(plan.axes, values, strict=True)}
        if all(said[path] == value for path, value in held.items()):
            chosen.append((place[values[number]], point))
    if len(chosen) < 2:
        found = f"{len(chosen)} finished point{'s' * (len(chosen) != 1)} along '{axis.path}'"
        raise ScenarioError(Problem(found=found, expected="two or more to cross between"))
    return [point for _, point in sorted(chosen)]


def _spans(values: Sequence[Value], verdicts: Sequence[Verdict]) -> tuple[Span, ...]:
    spans = []
    pairs = zip(values, verdicts, strict=True)
    for (answer, reason), group in itertools.groupby(pairs, key=lambda pair: _told(pair[1])):
        members = list(group)
        first, last = members[0][0], members[-1][0]
        spans.append(Span(answer=answer, first=first, last=last, reason=reason))
    return tuple(spans)


def _told(verdict: Verdict) -> tuple[str, str]:
    """An answer, and why there is none; without the counts, which differ at every point."""
    reason = verdict.reason if verdict.answer == CANNOT_TELL else ""
    return verdict.answer, reason.partition("; there are ")[0]


# What a point says of a crossing: a difference in each replication; or a sign that is sure where
# the numbers are not (a lower bound beyond the other), written as ∓inf; or nothing.
_Differences = tuple[float, ...] | None


def _differences(one: Sequence[Reading], two: Sequence[Reading], verdict: Verdict) -> _Differences:
    readings = (*one, *two)
    # A share below 1 is a mean over those that got there, and no number to compare.
    if all(isfinite(r.value) and not r.bound and r.share in (0, 1) for r in readings):
        pairs = [(a.value, b.value) for a, b in zip(one, two, strict=True)]
        return tuple(0.0 if abs(a - b) <= NOISE * max(abs(a), abs(b)) else a - b for a, b in pairs)
    if verdict.answer in (BETTER, WORSE):
        return tuple(copysign(inf, verdict.difference.value) for _ in one)
    return None


def _place(
    numbers: Sequence[float], differences: Sequence[_Differences], answers: Sequence[str]
) -> tuple[Estimate | None, str]:
    """Where the difference is zero; or why that is not one place."""
    sides = [answer for answer, _ in itertools.groupby(a for a in answers if a in (BETTER, WORSE))]
    if len(sides) != 2:
        return None, "" if len(sides) < 2 else "the two change places more than once"
    sure = [number for number, answer in enumerate(answers) if answer in (BETTER, WORSE)]
    chosen = range(sure[0], sure[-1] + 1)
    known = [(numbers[n], found) for n in chosen if (found := differences[n]) is not None]
    if len(known) < len(chosen):
        return None, "at a point between them the numbers are not known"
    if len({len(found) for _, found in known}) > 1:
        return None, "the points have different numbers of replications"
    zeros = []
    for replication in range(len(known[0][1])):
        crossings = zeros_of([(number, found[replication]) for number, found in known])
        if len(crossings) != 1:
            often = "no crossing" if not crossings else f"{len(crossings)} crossings"
            return None, f"replication {replication} has {often}"
        zeros.append(crossings[0])
    if not all(isfinite(zero) for zero in zeros):
        return None, "beside the crossing a number is a lower bound or never"
    return estimate([Reading(value=zero) for zero in zeros]), ""


def zeros_of(curve: Sequence[tuple[float, float]]) -> list[float]:
    """Where straight lines between points change their sign; inf where that cannot be said.

    A zero between two signs counts once; several zeros side by side are no place.

    >>> zeros_of([(1.0, -1.0), (2.0, 3.0)]), zeros_of([(1.0, -1.0), (2.0, 0.0), (3.0, 2.0)])
    ([1.25], [2.0])
    """
    found = []
    signed = [(number, place, value) for number, (place, value) in enumerate(curve) if value]
    for (before, x, y), (after, u, v) in itertools.pairwise(signed):
        if (y > 0) == (v > 0):
            continue
        if after - before == 2:
            found.append(curve[before + 1][0])
        elif after - before > 2 or not (isfinite(y) and isfinite(v)):
            found.append(inf)
        else:
            found.append(x + (u - x) * y / (y - v))
    return found
