"""Pictures of results: the tail of the latencies, and what happens over time.

One colour and one dash a design, units on the axes, and a band wherever there is luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simkit.analysis.bands import Band, backlog_over_time, rate_over_time, shares_slower
from simkit.experiment.results import Results
from simkit.record.recording import write_whole
from simkit.units import time_text
from simkit.views.theory import latency_theory

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito (2008): told apart by colour-blind readers too; dashes tell them apart in grey.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: tuple[Any, ...] = ("solid", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))
BESIDE_TITLE, HANDLE = 50, 6  # characters that have room, and that a line in a legend takes
MANY_DECADES = 1e3  # where an axis is longer, its powers of ten are ticks enough
TITLES = {
    "acknowledged": "until acknowledged",
    "completed": "until completed",
    "noticed": "until noticed",
    "settled": "until settled",
}


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure that shows itself in a notebook and saves itself to a file."""

    figure: "Figure"

    def __repr__(self) -> str:
        # A notebook keeps this text beside the picture: no address, or no two runs are equal.
        title = self.figure.get_suptitle().partition("\n")[0]
        return f"<Picture of '{title}'; .save(path) writes it>"

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        # Without this, the file would hold the version of matplotlib.
        self.figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
        return buffer.getvalue()

    def save(self, path: str | Path) -> None:
        """Write a PNG: whole, or not at all, and never over another file."""
        write_whole(Path(path), self._repr_png_())


class Plots:
    """The pictures of results: ``study.plot.latency()`` and the like."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def latency(self, *clocks: str) -> Picture:
        """The share of requests that are slower than a time, down to the last of them.

        Args:
            clocks: Which of acknowledged, completed, noticed, settled; the first two if
                none is given.

        Returns:
            A panel a clock, both axes logarithmic; the band is the 95 % interval of the
            mean of the replications. A curve that ends level shows requests that never got
            there. Dotted: what theory knows of a clock (`simkit.analysis.known`).
        """
        chosen = clocks or ("acknowledged", "completed")
        figure = _figure(len(chosen), 1)
        axes: Sequence[Axes] = figure.subplots(
            1, len(chosen), sharex=True, sharey=True, squeeze=False
        )[0]
        for panel, clock in zip(axes, chosen, strict=True):
            for number, design in enumerate(self._results.designs):
                found = shares_slower(self._results.recordings[design.name], clock)
                if found is not None:
                    never = found.mean[-1] >= 1  # of the last, that is, of every time
                    name = f"{design.name} (never)" if never else design.name
                    _draw(panel, found, number, name, steps=True)
            panel.set(xscale="log", yscale="log", xlabel=f"time {TITLES[clock]} (s)")
            panel.axhline(0.01, color="0.6", linewidth=0.8)
            panel.annotate(
                "p99",
                (1.0, 0.01),
                xycoords=("axes fraction", "data"),
                fontsize=8,
                color="0.4",
                ha="right",
                va="bottom",
                xytext=(-2, 1),
                textcoords="offset points",
            )
            panel.grid(True, which="major", color="0.92")
        axes[0].set_ylabel("share of requests slower than that")
        # One request of all is the smallest share there is to see.
        every = max(
            sum(int(one.measured.sum()) for one in found)
            for found in self._results.recordings.values()
        )
        axes[0].set_ylim(bottom=0.5 / max(every, 1), top=1.5)
        latency_theory(dict(zip(chosen, axes, strict=True)), self._results.designs, COLOURS)
        _ticks(axes)
        self._finish(figure, axes[0])
        return Picture(figure)

    def timeseries(self) -> Picture:
        """Completions per second, and journeys begun and not settled, over simulated time.

        Returns:
            Two panels; the band is the 95 % interval of the mean of the replications. The
            shaded beginning is the warm-up, which no number of the table uses.
        """
        figure = _figure(1, 2)
        panels: Sequence[Axes] = figure.subplots(2, 1, sharex=True)
        for number, design in enumerate(self._results.designs):
            recordings = self._results.recordings[design.name]
            _draw(panels[0], rate_over_time(recordings, "completed"), number, design.name)
            _draw(panels[1], backlog_over_time(recordings), number, design.name)
        panels[0].set_ylabel("completed (1/s)")
        panels[1].set(ylabel="backlog (journeys)", xlabel="simulated time (s)")
        warm_up = self._results.scenario.run.warm_up / 1e9
        for panel in panels:
            panel.set_ylim(bottom=0)
            panel.grid(True, color="0.92")
            if warm_up:
                panel.axvspan(0, warm_up, color="0.5", alpha=0.12, linewidth=0)
        if warm_up:
            panels[0].annotate(
                "warm-up",
                (0, 0.03),
                xycoords=("data", "axes fraction"),
                fontsize=8,
                color="0.4",
                xytext=(3, 0),
                textcoords="offset points",
            )
        self._finish(figure, panels[0])
        return Picture(figure)

    def _finish(self, figure: "Figure", panel: "Axes") -> None:
        run, count = self._results.scenario.run, self._results.replications
        handles, labels = panel.get_legend_handles_labels()
        # Beside the title there is room for a few names, below the panels for more.
        many = sum(len(label) + HANDLE for label in labels) > BESIDE_TITLE
        figure.legend(
            handles,
            labels,
            loc="outside lower center" if many else "outside upper right",
            frameon=False,
            ncols=3 if many else max(1, len(labels)),
        )
        runs = f"{count} replication{'s' * (count > 1)}"
        band = "; bands: 95 % interval" if count > 1 else "; one run, no intervals"
        figure.suptitle(
            f"{self._results.scenario.name}\n{runs} of {time_text(run.horizon)}{band}",
            x=0.01,
            ha="left",
            fontsize=9,
        )


def _figure(columns: int, rows: int) -> "Figure":
    # Not pyplot: no global state, no window, no display needed.
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to load, and a check needs none

    return Figure(
        figsize=(1.2 + 3.7 * max(columns, 2), 1.2 + 2.4 * max(rows, 1.3)), layout="constrained"
    )


def _ticks(panels: "Sequence[Axes]") -> None:
    """Powers of ten in plain text, and those alone where there are several of them.

    Formulas such as 10⁻³, and a tick for each number between, take most of the time to draw.
    """
    from matplotlib.ticker import FuncFormatter, NullLocator  # noqa: PLC0415 - slow to load

    (left, right), (bottom, top) = panels[0].get_xlim(), panels[0].get_ylim()
    for panel in panels:
        for axis, length in ((panel.xaxis, right / left), (panel.yaxis, top / bottom)):
            if length >= MANY_DECADES:
                axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
                axis.set_minor_locator(NullLocator())


def _draw(panel: "Axes", band: Band, number: int, label: str, *, steps: bool = False) -> None:
    colour = COLOURS[number % len(COLOURS)]
    dash = DASHES[number % len(DASHES)]
    style = "steps-post" if steps else "default"
    panel.plot(
        band.x, band.mean, color=colour, linestyle=dash, linewidth=1.6, label=label, drawstyle=style
    )
    if band.low is not None and band.high is not None:
        low = _positive(band.low) if steps else band.low
        panel.fill_between(
            band.x,
            low,
            band.high,
            color=colour,
            alpha=0.18,
            linewidth=0,
            step="post" if steps else None,
        )


def _positive(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A lower end at or below 0 has no place on a logarithmic axis; it leaves at the bottom."""
    return np.maximum(values, 1e-12)
