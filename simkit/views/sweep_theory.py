"""What theory knows, in the curve of a sweep: dotted lines between its points."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, product
from typing import TYPE_CHECKING, Any

from simkit.analysis.known import Known
from simkit.experiment.axes import Value
from simkit.experiment.known_along import known_along
from simkit.experiment.sweep import Sweep
from simkit.views.sweep import kept_metric

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

DOTS: Any = (0, (1, 1.4))
EXACT = "dotted: theory"
ABOUT = "dotted: theory, in part an approximation"

Places = Sequence[tuple[float, Known | None]]
# By metric, design and the values of the axes after the first.
Lines = Mapping[tuple[str, str, tuple[Value, ...]], Places]


def known_lines(sweep: Sweep, metrics: Sequence[str]) -> Lines:
    """What is known of some metrics, named without a design, along the first axis of a sweep."""
    plan = sweep.plan
    names = {
        (metric, design): name
        for metric, design in product(metrics, plan.designs)
        if (name := kept_metric(plan, design, metric)) is not None
    }
    found = known_along(plan, list(names.values()))
    return {
        (metric, design, values): places
        for (metric, design), name in names.items()
        for (known_name, values), places in found.items()
        if known_name == name
    }


def draw_known(
    panel: "Axes", places: Places, colour: str, scales: tuple[float, float], *, joined: bool
) -> None:
    """Draw what is known into a panel, whose range it does not change.

    Args:
        panel: With its limits as they are to stay.
        places: Along the axis.
        colour: Of the design.
        scales: What one unit of the axes is in seconds, per second or plain.
        joined: Whether a line may go from place to place; else there are dashes at them.
    """
    for run in _runs(places):
        xs = [place / scales[0] for place, _ in run]
        ys = [known.value / scales[1] for _, known in run]
        style: dict[str, Any] = {"marker": "_", "markersize": 14, "linestyle": "none"}
        if joined and len(run) > 1:
            style = {"linestyle": DOTS, "linewidth": 1.6}
        panel.plot(xs, ys, color=_darker(colour), **style, zorder=3, scalex=False, scaley=False)


def _runs(places: Places) -> Iterator[list[tuple[float, Known]]]:
    """Neighbouring places where something is known."""
    for is_known, run in groupby(places, key=lambda place: place[1] is not None):
        if is_known:
            yield [(place, known) for place, known in run if known is not None]


def _darker(colour: str) -> tuple[float, float, float]:
    """A darker shade, seen on the line that it should lie on."""
    from matplotlib.colors import to_rgb  # noqa: PLC0415 - slow to load

    red, green, blue = to_rgb(colour)
    return 0.45 * red, 0.45 * green, 0.45 * blue


def known_handles(lines: Lines) -> "list[Line2D]":
    """What a legend has to say of the dots; nothing where nothing is known."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to load

    known = [one for places in lines.values() for _, one in places if one is not None]
    if not known:
        return []
    label = EXACT if all(one.exact for one in known) else ABOUT
    return [Line2D([], [], color="0.2", linestyle=DOTS, linewidth=1.6, label=label)]
