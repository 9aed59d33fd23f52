"""A sweep in words: its table at 80 columns, and who is better where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simkit.analysis.estimate import Estimate, estimate
from simkit.errors import ScenarioError, path_text
from simkit.experiment.axes import Value
from simkit.experiment.compare import BETTER, CANNOT_TELL, EQUAL
from simkit.experiment.crossover import Crossover, Span, crossover
from simkit.experiment.sweep import Plan, Sweep
from simkit.model.change import split_keys
from simkit.model.metric import METRICS, Dimension, MetricName
from simkit.model.pairing import partners
from simkit.units import time_text
from simkit.views.reading import wrapped
from simkit.views.verdicts import CLOCKS, COMPARED
from simkit.views.words import estimate_text

METRICS_A_TABLE = 3  # more do not fit into 80 columns; with more than two axes, fewer
_PHRASES = {
    "acknowledged": "answers sooner",
    "completed": "completes sooner",
    "settled": "settles sooner",
    "noticed": "is noticed sooner",
    "throughput": "completes more",
    "backlog": "has the smaller backlog",
    "held": "holds workers for less time",
}


@dataclass(frozen=True, kw_only=True)
class ShownCrossover(Crossover):
    """A crossover that says itself in words."""

    def __repr__(self) -> str:
        return f"{self.metric}: {crossover_text(self)}"

    __str__ = __repr__


def shown_crossover(found: Crossover) -> ShownCrossover:
    """The same crossover, able to show itself."""
    return ShownCrossover(**{name: getattr(found, name) for name in found.__dataclass_fields__})


# ---------------------------------------------------------------------- the table


def shown_metrics(plan: Plan, added: Sequence[str] = ()) -> list[str]:
    """The metrics that the table shows, without a design: those compared, and those added."""
    return list(dict.fromkeys((*COMPARED, *without_designs(plan, added))))


def without_designs(plan: Plan, names: Sequence[str]) -> list[str]:
    """Names of kept metrics, those with a design without it."""
    kept = {str(name): name for found in plan.metrics.values() for name in found}
    return [str(replace(kept[name], design="")) if name in kept else name for name in names]


def sweep_table(sweep: Sweep, added: Sequence[str] = ()) -> RenderableType:
    """A row a point and design, three metrics beside each other; then who is better where."""
    parts: list[RenderableType] = [Text(heading(sweep))]
    metrics = shown_metrics(sweep.plan, added)
    reasons: dict[str, None] = {}
    columns = max(1, METRICS_A_TABLE - max(0, len(sweep.plan.axes) - 2))
    for first in range(0, len(metrics), columns):
        parts.append(_table(sweep, metrics[first : first + columns], reasons))
    parts += [Text(f"– {reason}", style="dim") for reason in reasons]
    parts += [Text(line) for line in crossover_lines(sweep, metrics)]
    return Group(*parts)


def heading(sweep: Sweep) -> str:
    """What was swept, in words."""
    plan, run = sweep.plan, sweep.plan.scenario.run
    paths = " and ".join(axis.path for axis in plan.axes)
    whole, done = len(plan.points), len(sweep.readings)
    points = f"{done}{f' of {whole}' if done < whole else ''} point{'s' * (whole > 1)}"
    often = sorted(set(plan.replications))
    runs = f"{often[0]}" if len(often) == 1 else f"{often[0]} to {often[-1]}"
    warm_up = time_text(run.warm_up)
    if run.finds_warm_up:
        warm_up = "found at each point (MSER-5)"
    times = f"{time_text(run.horizon)}, warm-up {warm_up}"
    sure = "± is half of the 95 % interval of the mean of the replications"
    return (
        f"{plan.scenario.name}, over {paths}\n{points}, {runs} replication"
        f"{'s' * (often[-1] > 1)} of {times}, seed {run.seed}\n"
        f"{sure if often[-1] > 1 else 'one run a point: no intervals'}"
    )


def _table(sweep: Sweep, metrics: Sequence[str], reasons: dict[str, None]) -> Table:
    plan = sweep.plan
    table = Table(box=None, pad_edge=False, header_style="bold")
    for axis in plan.axes:
        # The heading holds the whole path.
        keys = split_keys(axis.path)
        last = 3 if isinstance(keys[-2:][0], int) else 2  # a number says little without its list
        table.add_column(Text(path_text(keys[-last:])), overflow="fold")
    table.add_column("design", overflow="fold")
    for metric in metrics:
        table.add_column(Text(metric.replace(".", " ")), justify="right", overflow="fold")
    before: tuple[Value, ...] = ()
    for number in sorted(sweep.readings):
        values = plan.points[number]
        for design in plan.designs:
            shown = [str(value) if values != before else "" for value in values]
            cells = [cell(sweep, number, design, metric) for metric in metrics]
            for text, found in cells:
                if text == "–" and found is not None:
                    reasons[short_reason(found.reason)] = None
            table.add_row(*map(Text, shown), Text(design), *(Text(text) for text, _ in cells))
            before = values
    return table


def short_reason(reason: str) -> str:
    """A reason without what differs from point to point.

    >>> short_reason("p99 needs 368 requests a replication; there are 215")
    'p99 needs 368 requests a replication'
    """
    return reason.partition("; there are ")[0]


def kept_metric(plan: Plan, design: str, metric: str) -> MetricName | None:
    """The metric of a design that is kept under a name without one."""
    return next((n for n in plan.metrics[design] if str(replace(n, design="")) == metric), None)


def cell(sweep: Sweep, number: int, design: str, metric: str) -> tuple[str, Estimate | None]:
    """What the table says of a metric at a point."""
    name = kept_metric(sweep.plan, design, metric)
    if name is None:
        return "", None
    found = estimate(sweep.readings[number][name])
    text = estimate_text(found, name.dimension)
    if name.statistic == "mean" and name.metric in (*CLOCKS, "settled") and 0 < found.share < 1:
        text += f" of {found.share * 100:.3g} %"
    return text, found


# ---------------------------------------------------------------------- who is better where


def crossover_lines(sweep: Sweep, metrics: Sequence[str]) -> Iterator[str]:
    """For each design and the first one that it is compared with, who is better where."""
    plan = sweep.plan
    axis = plan.axes[0]
    if axis.dimension is None or len(sweep.readings) < 2:
        return
    point = plan.scenario_at(min(sweep.readings))
    designs = tuple(point.design(name) for name in plan.designs)
    pairs = [(design, other) for design, other in partners(designs).items() if other]
    judged = [(pair, metric) for pair in pairs for metric in metrics if _judged(plan, pair, metric)]
    family = len(judged) * len(sweep.readings)
    for pair in pairs:
        for held in _others(plan):
            at = "".join(f", {path}={value}" for path, value in held.items())
            yield wrapped(f"along {axis.path}{at}: {pair[0]} against {pair[1]}")
            for metric in metrics:
                if (pair, metric) in judged:
                    yield from _line(sweep, pair, metric, held, family)
    if family > 1:
        yield f"all {family:,} verdicts behind this are right together with 95 % confidence"


def _others(plan: Plan) -> Iterator[dict[str, Value]]:
    """The values that the axes after the first can have together."""
    rest = plan.axes[1:]
    for values in product(*(axis.values for axis in rest)):
        yield {axis.path: value for axis, value in zip(rest, values, strict=True)}


def _judged(plan: Plan, pair: tuple[str, str], metric: str) -> bool:
    """Whether one of two designs can be better by a metric."""
    names = [kept_metric(plan, design, metric) for design in pair]
    return all(name is not None and has_better(name) for name in names)


def _line(
    sweep: Sweep, pair: tuple[str, str], metric: str, held: dict[str, Value], family: int
) -> Iterator[str]:
    try:
        found = crossover(sweep, pair, metric, sweep.plan.axes[0].path, held, family)
    except ScenarioError:
        return  # stopped before two of these points were finished
    yield wrapped(f"  {metric}: {crossover_text(found)}")


def has_better(name: MetricName) -> bool:
    """Whether a design can be better by a metric."""
    return bool(METRICS[name.metric].better_of(name.statistic))


def crossover_text(found: Crossover) -> str:
    """Who is better where, in words."""
    sides = found.sides
    if not sides:
        if all(span.answer == EQUAL for span in found.spans):
            return "the same at every point"
        return "; ".join(_untold(found.spans))
    phrase = _PHRASES[_metric_of(found)]
    place = _place_text(found)
    if place:
        text = f"below {place} {_winner(found, sides[0])} {phrase}; "
        text += f"above, {_winner(found, sides[-1])}"
    else:
        parts = [
            f"{_winner(found, span)}{f' {phrase}' if span is sides[0] else ''} {_extent(span)}"
            for span in sides
        ]
        text = ", ".join(parts)
        if found.reason:
            text += f" (not one place: {found.reason})"
    return "; ".join([text, *_untold(found.spans)])


def _metric_of(found: Crossover) -> str:
    """The metric's own word; a journey may stand before it."""
    return next(word for word in found.metric.split(".") if word in _PHRASES)


def _winner(found: Crossover, span: Span) -> str:
    return found.design if span.answer == BETTER else found.other


def _extent(span: Span) -> str:
    return f"at {span.first}" if span.first == span.last else f"from {span.first} to {span.last}"


def _place_text(found: Crossover) -> str:
    if found.place is None:
        return ""
    return estimate_text(found.place, found.axis.dimension or Dimension.COUNT)


def _untold(spans: Sequence[Span]) -> Iterator[str]:
    """What is said of the points where nobody is surely better."""
    same = [_extent(span) for span in spans if span.answer == EQUAL]
    if same:
        yield f"the same {' and '.join(same)}"
    groups: Mapping[str, list[str]] = {
        span.reason: [
            _extent(s) for s in spans if s.answer == CANNOT_TELL and s.reason == span.reason
        ]
        for span in spans
        if span.answer == CANNOT_TELL
    }
    for reason, extents in groups.items():
        why = f" ({reason})" if reason else ""
        yield f"cannot tell yet {' and '.join(extents)}{why}"
