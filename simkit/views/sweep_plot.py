"""The curve of a sweep: a metric over an axis, a line a design.

A line joins numbers only. What is at least so much (requests were still open), what never comes,
and a mean that leaves some out are marked for what they are, and no line goes through them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, isfinite, isinf, isnan
from typing import TYPE_CHECKING, Any

from simkit.analysis.estimate import Estimate, estimate
from simkit.errors import Problem, ScenarioError
from simkit.experiment.axes import Axis, Value
from simkit.experiment.sweep import Sweep
from simkit.model.metric import Dimension, MetricName
from simkit.units import time_text
from simkit.views.plots import COLOURS, DASHES, Picture
from simkit.views.sweep import kept_metric
from simkit.views.sweep_theory import Lines, draw_known, known_handles, known_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = ("o", "s", "D", "v")
AT_LEAST = "hollow, with an arrow: at least this (some were open)"
NEVER = "at the upper edge: never, for some or for all"
_TIMES = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


@dataclass(frozen=True)
class Scale:
    """How numbers stand on an axis of a picture.

    Attributes:
        factor: What one unit of the picture is in seconds, per second, or plain.
        unit: Its name, in brackets, or "".
    """

    factor: float = 1.0
    unit: str = ""


def scale_of(dimension: Dimension | None, largest: float) -> Scale:
    """A unit in which the largest number is at least 1.

    >>> scale_of(Dimension.TIME, 0.02)
    Scale(factor=0.001, unit=' (ms)')
    """
    if dimension is Dimension.TIME:
        unit, factor = next(
            ((unit, factor) for unit, factor in _TIMES if largest >= factor), _TIMES[0]
        )
        return Scale(factor, f" ({unit})")
    if dimension is Dimension.RATE:
        return Scale(1.0, " (1/s)")
    return Scale(0.01, " (%)") if dimension is Dimension.SHARE else Scale()


@dataclass
class Line:
    """One line of a panel: a design, at one value of every other axis.

    Attributes:
        design: Its name.
        values: Of the axes after the first.
        label: What the legend calls it.
        colour: Of it.
        dash: How it is drawn.
        marker: At its points.
        spots: Where it has points: the number on the axis, and what is known there.
    """

    design: str
    values: tuple[Value, ...]
    label: str
    colour: str
    dash: Any
    marker: str
    spots: list[tuple[float, Estimate]] = field(default_factory=list)

    def runs(self) -> list[list[tuple[float, Estimate]]]:
        """Neighbouring points that are numbers, to be joined."""
        found: list[list[tuple[float, Estimate]]] = [[]]
        for x, spot in self.spots:
            if kind_of(spot) == "value":
                found[-1].append((x, spot))
            elif found[-1]:
                found.append([])
        return [run for run in found if run]


def kind_of(found: Estimate) -> str:
    """What may be drawn of an estimate: value, at least, never, or nothing.

    >>> kind_of(Estimate(value=1.0, low=0.9, high=1.1, replications=5, share=0.8))
    'never'
    """
    if isnan(found.value):
        return "nothing"
    if found.bound:
        return "at least"
    # The mean of those that got there would make losing work look fast.
    return "never" if isinf(found.value) or 0 < found.share < 1 else "value"


def lines_of(sweep: Sweep, metric: str) -> list[Line]:
    """The lines of a metric: the first axis from left to right, the rest in the legend."""
    plan = sweep.plan
    first, rest = plan.axes[0], plan.axes[1:]
    others = list(product(*(axis.values for axis in rest)))
    drawn = [(d, name) for d in plan.designs if (name := kept_metric(plan, d, metric))]
    lines = []
    for number, (design, name) in enumerate(drawn):
        for place, values in enumerate(others):
            # A colour is a design; of one design alone, a value of the other axes.
            colour, dash = (number, place) if len(drawn) > 1 or len(others) == 1 else (place, place)
            if len(others) == 1:
                dash = number
            line = Line(
                design,
                values,
                _label(design, rest, values),
                COLOURS[colour % len(COLOURS)],
                DASHES[dash % len(DASHES)],
                MARKERS[dash % len(MARKERS)],
            )
            line.spots = _spots(sweep, name, first, values)
            lines.append(line)
    return lines


def _label(design: str, rest: Sequence[Axis], values: tuple[Value, ...]) -> str:
    said = [f"{axis.path} = {value}" for axis, value in zip(rest, values, strict=True)]
    return ", ".join([design, *said])


def _spots(
    sweep: Sweep, name: MetricName, first: Axis, values: tuple[Value, ...]
) -> list[tuple[float, Estimate]]:
    place = dict(zip(first.values, first.numbers, strict=True))
    found = [
        (place[point[0]], estimate(sweep.readings[number][name]))
        for number, point in enumerate(sweep.plan.points)
        if point[1:] == values and number in sweep.readings
    ]
    return sorted(found, key=lambda spot: spot[0])


def default_panels(sweep: Sweep) -> list[str]:
    """The metrics of a picture that nobody chose: how slow the slowest are, to each clock."""
    panels = []
    for clock in ("acknowledged", "completed"):
        ranked = [f"{clock}.{statistic}" for statistic in ("p99", "p95", "mean")]
        known = [metric for metric in ranked if _has_numbers(lines_of(sweep, metric))]
        panels.append((known or ranked)[0])
    return panels


def _has_numbers(lines: Sequence[Line]) -> bool:
    return any(kind_of(spot) in ("value", "at least") for line in lines for _, spot in line.spots)


def curve(sweep: Sweep, *metrics: str) -> Picture:
    """Metrics over the first axis.

    Args:
        sweep: With at least one finished point.
        metrics: At least one, without a design, such as ``acknowledged.p99``.

    Returns:
        A panel a metric, a line a design and value of the other axes; the band is the 95 %
        interval of the mean of the replications, point by point. Dotted: what theory knows,
        where there is a steady state.

    Raises:
        ScenarioError: If the sweep has not kept a metric.
    """
    for metric in metrics:
        if all(kept_metric(sweep.plan, design, metric) is None for design in sweep.plan.designs):
            for design in sweep.plan.designs:
                sweep.metric(metric, design)  # says what is wrong with the name
            raise ScenarioError(Problem(found=f"'{metric}'", expected="it without a design"))
    columns = min(2, len(metrics))
    figure = _figure(columns, ceil(len(metrics) / columns))
    panels = figure.subplots(ceil(len(metrics) / columns), columns, squeeze=False).flatten()
    for spare in panels[len(metrics) :]:
        spare.remove()
    known = known_lines(sweep, metrics)
    for panel, metric in zip(panels, metrics, strict=False):
        _draw(panel, sweep, metric, known)
    _finish(figure, sweep, list(panels[: len(metrics)]), known_handles(known))
    return Picture(figure)


def _figure(columns: int, rows: int) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to load

    return Figure(figsize=(1.2 + 3.7 * max(columns, 2), 1.2 + 3.0 * rows), layout="constrained")


def _draw(panel: "Axes", sweep: Sweep, metric: str, known: Lines) -> None:
    lines, axis = lines_of(sweep, metric), sweep.plan.axes[0]
    name = next(n for d in sweep.plan.designs if (n := kept_metric(sweep.plan, d, metric)))
    shown = [spot.value for line in lines for _, spot in line.spots if _is_drawn(spot)]
    tall = scale_of(name.dimension, max(shown, default=1.0))
    wide = scale_of(axis.dimension, max(axis.numbers))
    for line in lines:
        _draw_line(panel, line, wide.factor, tall.factor, joined=axis.dimension is not None)
    logarithmic = name.dimension is Dimension.TIME and _spans_much(shown)
    panel.set_ylabel(f"{metric}{tall.unit}{_plain_unit(name)}")
    panel.set_xlabel(f"{axis.path}{wide.unit}")
    if logarithmic:
        panel.set_yscale("log")
    else:
        panel.set_ylim(bottom=0)
    if axis.dimension is None:
        panel.set_xticks(range(len(axis.values)), [str(value) for value in axis.values])
        panel.margins(x=0.15)
    else:
        _show_all(panel, sorted(number / wide.factor for number in axis.numbers))
    panel.grid(True, which="major", color="0.92")
    for line in lines:
        places = known[metric, line.design, line.values]
        joined = axis.dimension is not None
        draw_known(panel, places, line.colour, (wide.factor, tall.factor), joined=joined)
    if not shown:
        panel.annotate("no numbers", (0.5, 0.5), xycoords="axes fraction", ha="center", color="0.4")


def _show_all(panel: "Axes", numbers: Sequence[float]) -> None:
    """Every point of the axis has its place, with a number or without."""
    first, last = numbers[0], numbers[-1]
    if _is_geometric(numbers):
        panel.set_xscale("log")
        panel.set_xticks(numbers, [f"{number:g}" for number in numbers])
        panel.minorticks_off()
        margin = (last / first) ** 0.04
        panel.set_xlim(first / margin, last * margin)
    elif last > first:
        panel.set_xlim(first - 0.04 * (last - first), last + 0.04 * (last - first))


def _plain_unit(name: MetricName) -> str:
    if name.dimension is not Dimension.COUNT:
        return ""
    if name.metric in ("deliveries", "runs", "effects"):
        return " (a message)"
    return " (messages)" if name.part else " (journeys)"


def _is_drawn(spot: Estimate) -> bool:
    return kind_of(spot) in ("value", "at least")


def _spans_much(values: Sequence[float]) -> bool:
    return len(values) > 1 and min(values) > 0 and max(values) > 15 * min(values)


def _is_geometric(numbers: Sequence[float]) -> bool:
    """Whether points crowd so much at their beginning that only a logarithm parts them."""
    if len(numbers) < 3 or numbers[0] <= 0:
        return False
    step = (numbers[-1] - numbers[0]) / (len(numbers) - 1)
    return numbers[1] - numbers[0] < 0.4 * step


def _draw_line(panel: "Axes", line: Line, wide: float, tall: float, *, joined: bool) -> None:
    for number, run in enumerate(line.runs()):
        xs = [x / wide for x, _ in run]
        ys = [spot.value / tall for _, spot in run]
        style: dict[str, Any] = {"color": line.colour, "marker": line.marker, "markersize": 4}
        dash = line.dash if joined else "none"
        panel.plot(
            xs, ys, **style, linestyle=dash, linewidth=1.6, label=None if number else line.label
        )
        lows = [spot.low / tall for _, spot in run]
        highs = [spot.high / tall for _, spot in run]
        if not all(isfinite(end) for end in (*lows, *highs)):
            continue
        if joined and len(run) > 1:
            panel.fill_between(xs, lows, highs, color=line.colour, alpha=0.18, linewidth=0)
        else:
            panel.vlines(xs, lows, highs, color=line.colour, alpha=0.5, linewidth=3)
    _draw_marks(panel, line, wide, tall)


def _draw_marks(panel: "Axes", line: Line, wide: float, tall: float) -> None:
    """The points that are no numbers: lower bounds and what never comes."""
    hollow: dict[str, Any] = {"color": line.colour, "linestyle": "none", "fillstyle": "none"}
    bounds = [(x, spot.value) for x, spot in line.spots if kind_of(spot) == "at least"]
    if bounds:
        xs, ys = [x / wide for x, _ in bounds], [y / tall for _, y in bounds]
        # Hollow, with an arrow upwards: it is there or anywhere above.
        arrows = [0.2 * y for y in ys]
        panel.errorbar(xs, ys, yerr=arrows, lolims=True, marker=line.marker, capsize=3, **hollow)
    nevers = [x / wide for x, spot in line.spots if kind_of(spot) == "never"]
    if nevers:
        # At the upper edge, whatever the numbers of the axis are.
        edge = panel.get_xaxis_transform()
        panel.plot(nevers, [1.0] * len(nevers), marker="x", transform=edge, clip_on=False, **hollow)


def _finish(figure: "Figure", sweep: Sweep, panels: Sequence["Axes"], known: Sequence[Any]) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to load

    axis = sweep.plan.axes[0]
    metrics = [panel.get_ylabel().split(" ")[0] for panel in panels]
    lines = {line.label: line for metric in metrics for line in lines_of(sweep, metric)}
    handles = [
        Line2D(
            [],
            [],
            color=line.colour,
            linestyle=line.dash if axis.dimension else "none",
            marker=line.marker,
            markersize=4,
            label=line.label,
        )
        for line in lines.values()
    ]
    kinds = {
        kind_of(s) for metric in metrics for line in lines_of(sweep, metric) for _, s in line.spots
    }
    for kind, marker, label in (("at least", "$\\uparrow$", AT_LEAST), ("never", "x", NEVER)):
        if kind in kinds:
            handles.append(
                Line2D(
                    [],
                    [],
                    color="0.3",
                    linestyle="none",
                    fillstyle="none",
                    marker=marker,
                    label=label,
                )
            )
    figure.legend(
        handles=[*handles, *known],
        loc="outside lower left",
        frameon=False,
        fontsize=8,
        ncols=2 if len(sweep.plan.axes) > 1 else 4,
    )
    figure.suptitle(_title(sweep), x=0.01, ha="left", fontsize=9)


def _title(sweep: Sweep) -> str:
    plan = sweep.plan
    often = sorted(set(plan.replications))
    runs = f"{often[0]}" if len(often) == 1 else f"{often[0]} to {often[-1]}"
    band = "; bands: 95 % interval" if often[-1] > 1 else "; one run a point, no intervals"
    times = time_text(plan.scenario.run.horizon)
    return (
        f"{plan.scenario.name}\n{runs} replication{'s' * (often[-1] > 1)} of {times} a point{band}"
    )
