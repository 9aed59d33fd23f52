"""A known number beside a simulated one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan

from simkit.analysis.estimate import CONFIDENCE, Estimate
from simkit.analysis.known.flows import FLOW
from simkit.analysis.known.known import known
from simkit.analysis.known.value import Known, Unknown
from simkit.model.kinds import Kind
from simkit.model.metric import MetricName
from simkit.model.scenario import Design

EQUAL = 1e-6  # of a number that no luck is in: what rounding to whole ns may leave
_CLOCKS = (
    ("acknowledged", "mean"),
    ("acknowledged", "p99"),
    ("completed", "mean"),
    ("completed", "p99"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A known number and a simulated one.

    Attributes:
        name: Of the metric.
        known: From theory.
        estimate: From the runs.
        off: The simulated over the known one, less 1; NaN if that is 0.
        within: Whether the known number lies in the interval; None without an interval.
        within_all: Whether it lies in the wider one, which all exact numbers of a table together
            leave with a chance of 5 % only.
    """

    name: MetricName
    known: Known
    estimate: Estimate
    off: float
    within: bool | None
    within_all: bool | None


def beside(found: Sequence[tuple[MetricName, Known, Estimate]]) -> tuple[Beside, ...]:
    """Hold known numbers against simulated ones.

    Args:
        found: Each metric with both; those that are not finite numbers are left out.

    Source of the wider interval: Bonferroni's inequality, which holds however the numbers depend
    on each other; Law (2015), Simulation Modeling and Analysis, section 9.7.
    """
    rows = [row for row in found if isfinite(row[2].value) and not row[2].bound]
    family = sum(one.exact for _, one, _ in rows)
    return tuple(_beside(name, one, estimate, family) for name, one, estimate in rows)


def _beside(name: MetricName, one: Known, estimate: Estimate, family: int) -> Beside:
    distance = estimate.value - one.value
    row = Beside(
        name=name,
        known=one,
        estimate=estimate,
        off=distance / one.value if one.value else nan,
        within=None,
        within_all=None,
    )
    half = estimate.half_width
    if not one.exact or not isfinite(half):
        return row
    rounding = EQUAL * abs(one.value)
    wider = half * _widened(estimate, family)
    return replace(
        row,
        within=abs(distance) <= half + rounding,
        within_all=abs(distance) <= wider + rounding,
    )


def _widened(estimate: Estimate, family: int) -> float:
    """How much wider an interval is if so many together are to hold with its confidence."""
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to load

    freedom = (estimate.batches or estimate.replications) - 1
    outside = 1 - CONFIDENCE
    alone = stdtrit(freedom, 1 - outside / 2)
    return float(stdtrit(freedom, 1 - outside / 2 / family) / alone)


def telling(design: Design) -> Iterator[tuple[MetricName, Known]]:
    """The metrics of a design worth a look beside theory, with what theory gives.

    The clocks, what comes through where that is not just what is offered, how busy its busiest
    pool is, how many journeys are open, and who is turned away; those that are known.
    """
    before: set[tuple[str, float]] = set()
    for name in _names(design):
        found = known(design, name)
        same = isinstance(found, Known) and (name.statistic, found.value) in before
        if isinstance(found, Unknown) or same or not found.value or found.formula == FLOW[0]:
            continue
        if name.metric in ("acknowledged", "completed"):
            before.add((name.statistic, found.value))
        yield name, found


def _names(design: Design) -> Iterator[MetricName]:
    for metric, statistic in _CLOCKS:
        yield _name(design, metric, statistic)
    yield _name(design, "told", "share", "refused")
    yield _name(design, "throughput", "mean")
    busiest = _busiest(design)
    if busiest is not None:
        yield busiest
    yield _name(design, "backlog", "mean")


def _busiest(design: Design) -> MetricName | None:
    """The utilisation of the pool that is busiest of all whose is known."""
    best: tuple[float, MetricName] | None = None
    for one in design.participants:
        if one.kind is Kind.POOL and one.workers is not None:
            name = _name(design, "utilisation", "mean", one.id)
            found = known(design, name)
            if isinstance(found, Known) and (best is None or found.value > best[0]):
                best = (found.value, name)
    return best[1] if best else None


def _name(design: Design, metric: str, statistic: str, part: str = "") -> MetricName:
    return MetricName(design=design.name, metric=metric, part=part, statistic=statistic)


def why_not(design: Design) -> tuple[str, str]:
    """Why theory says nothing of a design, or of one of its clocks that strikes.

    Returns:
        The clock, or "" if it is the same for both, and the reason; empty texts if all is known.
    """
    reasons = {}
    for metric in ("acknowledged", "completed"):
        found = known(design, _name(design, metric, "mean"))
        never = isinstance(known(design, _name(design, metric, "share")), Known)
        if isinstance(found, Unknown) and not never:
            reasons[metric] = found.reason
    if not reasons:
        return "", ""
    clock, reason = next(iter(reasons.items()))
    return clock if len(reasons) == 1 else "", reason
