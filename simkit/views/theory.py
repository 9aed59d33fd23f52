"""Theory beside the simulated numbers: a block of the table, and lines in the pictures."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan, log, log10
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simkit.analysis.known import Slower, known_slower
from simkit.analysis.known.against import Beside, beside, telling, why_not
from simkit.experiment.results import Results
from simkit.model.metric import Dimension
from simkit.model.scenario import Design
from simkit.units import seconds_text
from simkit.views.words import estimate_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

TITLE = "theory, for the steady state"
POINTS = 80  # of a law, to find where its dots are in the plot of the latencies
DISTANCE = 0.03  # of its dots, as a share of the panel
WIDEST = 20  # a participant's name; a longer one is folded
FULL = 0.999  # a share that all but is all


# ---------------------------------------------------------------------- the table


def theory_block(results: Results) -> Iterator[RenderableType]:
    """What is known of each design beside what was simulated, and why the rest is not."""
    rows = beside(
        [
            (name, known, results.estimate(name))
            for design in results.designs
            for name, known in telling(design)
        ]
    )
    if rows:
        yield Text(TITLE, style="bold")
        yield from _tables(rows)
        yield from _agreement(rows)
    for design in results.designs:
        clock, reason = why_not(design)
        if reason:
            of = f"{clock} of {design.name}" if clock else design.name
            yield Text(f"– no theory of {of}: {reason}", style="dim")


def _tables(rows: Sequence[Beside]) -> Iterator[RenderableType]:
    """A table a design, in columns of one width, with one heading."""
    cells = {row: _cells(row) for row in rows}
    wide = [max(map(len, column)) for column in zip(*cells.values(), strict=True)]
    designs = dict.fromkeys(row.name.design for row in rows)
    for number, design in enumerate(designs):
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=not number)
        table.add_column("", width=wide[0])
        table.add_column("", width=min(wide[1], WIDEST), overflow="fold")
        for heading, width in zip(("simulated", "theory", "off"), wide[2:], strict=False):
            table.add_column(heading, justify="right", width=max(width, len(heading)))
        table.add_column("formula", overflow="fold")
        before = ("", "", "", "", "", "")
        for row in rows:
            if row.name.design == design:
                here = cells[row]
                table.add_row(*map(Text, _unlike(here, before)))
                before = here
        yield Text(design, style="italic")
        yield table


Cells = tuple[str, str, str, str, str, str]


def _cells(row: Beside) -> Cells:
    name = row.name
    return (
        name.metric,
        name.part or name.statistic,
        estimate_text(row.estimate, name.dimension),
        _known_text(row),
        _off_text(row),
        row.known.formula,
    )


def _unlike(here: Cells, before: Cells) -> list[str]:
    """The cells of a row without a metric and a formula that stand above."""
    return [
        "" if number in (0, 5) and cell == before[number] else cell
        for number, cell in enumerate(here)
    ]


def _known_text(row: Beside) -> str:
    """A known number to four digits."""
    about = "" if row.known.exact else "about "
    value, dimension = row.known.value, row.name.dimension
    if dimension is Dimension.TIME:
        return about + seconds_text(value, 4)
    factor, unit = (100, " %") if dimension is Dimension.SHARE else (1, "")
    unit = "/s" if dimension is Dimension.RATE else unit
    scaled = factor * value
    decimals = max(0, 3 - int(log10(scaled) // 1)) if scaled > 0 else 0
    return f"{about}{scaled:,.{min(decimals, 9)}f}{unit}"


def _off_text(row: Beside) -> str:
    """How far the simulated number is off; marked where not even all together explain it."""
    if isnan(row.off):
        return ""
    mark = " !" if row.within_all is False else ""
    per_cent = round(100 * row.off, 1) + 0.0  # no -0.0
    return f"{per_cent:+.1f} %{mark}"


def _agreement(rows: Sequence[Beside]) -> Iterator[Text]:
    """How many of the exact numbers lie where they should."""
    judged = [row for row in rows if row.within is not None]
    if not judged:
        return
    inside, jointly = sum(bool(r.within) for r in judged), sum(bool(r.within_all) for r in judged)
    count = len(judged)
    text = f"{inside} of {count} exact numbers within ± (1 in 20 is not, by chance)"
    yield Text(f"{text}, {jointly} jointly (95 %)", style="dim")
    if jointly < count:
        yield Text("! the run is too short, or the design not what it is taken for", style="dim")


# ---------------------------------------------------------------------- the pictures


def latency_theory(
    panels: Mapping[str, "Axes"], designs: Sequence[Design], colours: Sequence[str]
) -> None:
    """Draw the known laws of clocks into their panels, which show the simulated ones already.

    Args:
        panels: By clock.
        designs: In the order of their colours.
        colours: As many as needed, again from the start.
    """
    handles = []
    for number, design in enumerate(designs):
        colour, formulas = colours[number % len(colours)], dict[str, None]()
        for clock, panel in panels.items():
            found = known_slower(design, clock)
            if isinstance(found, Slower) and _draw_law(panel, found, colour):
                formulas[found.formula] = None
        if formulas:
            handles.append(dots(colour, f"{design.name}, theory: {'; '.join(formulas)}"))
    name_theory(next(iter(panels.values())), handles)


def dots(colour: str, label: str = "") -> "Line2D":
    """Hollow dots: they are seen on the line that they should lie on."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to load

    return Line2D([], [], label=label, **_style(colour))


def _style(colour: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": "o",
        "markersize": 3.2,
        "markerfacecolor": "white",
        "markeredgecolor": colour,
        "markeredgewidth": 0.9,
    }


def name_theory(panel: "Axes", handles: Sequence["Line2D"]) -> None:
    """Say below the panels what the dots are."""
    figure = panel.get_figure(root=True)
    if handles and figure is not None:
        figure.legend(handles=handles, loc="outside lower left", frameon=False, fontsize=8, ncols=2)


def _draw_law(panel: "Axes", law: Slower, colour: str) -> bool:
    """Draw a law where the panel shows times; False if nothing of it is to be seen."""
    low, high = panel.get_xlim()
    bottom = panel.get_ylim()[0]
    times = np.geomspace(low, high, POINTS)
    shares = np.array([law.exceeds(time) for time in times])
    seen = (shares < FULL) & (shares > bottom)
    if not seen.any():
        return False
    x, y = np.log(times[seen]), np.log(shares[seen])
    # Dots at equal distances on the paper, whose axes are about as long.
    steps = np.hypot(np.diff(x) / log(high / low), np.diff(y) / log(1 / bottom))
    way = np.concatenate(([0.0], np.cumsum(steps)))
    places = np.linspace(0, way[-1], max(2, round(way[-1] / DISTANCE)))
    at = np.exp(np.interp(places, way, x))
    exact = [law.exceeds(time) for time in at]
    panel.plot(at, exact, **_style(colour), scalex=False, scaley=False)
    return True
