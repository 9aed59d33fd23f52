"""A sweep that shows itself: its curve and its table in a notebook, text in a terminal."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from rich.console import Console

from simkit.errors import Problem, ScenarioError
from simkit.experiment.axes import Value
from simkit.experiment.crossover import axis_number, crossover
from simkit.experiment.sweep import Sweep
from simkit.views.plots import Picture
from simkit.views.sweep import ShownCrossover, shown_crossover, sweep_table, without_designs
from simkit.views.sweep_plot import curve, default_panels
from simkit.views.table import as_text


@dataclass(frozen=True, kw_only=True, repr=False)
class Curve(Sweep):
    r"""What a sweep gave; ``table`` holds it as a data frame.

    Attributes:
        added: The metrics that were asked for besides those compared.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer",
    ...                   work={"Ask": "5 ms"}, load="every 10 ms",
    ...                   run={"horizon": "1 s", "replications": 1})
    >>> found = sk.sweep(one, {"messages.Ask.work": "1 ms..9 ms:3"}, jobs=1)
    >>> found.table.query("metric == 'acknowledged.mean'")["value"].tolist()
    [0.001, 0.005, 0.009]
    """

    added: tuple[str, ...] = ()

    def plot(self, *metrics: str) -> Picture:
        """Metrics over the first axis.

        Args:
            metrics: Without a design, such as ``acknowledged.p99``, a panel each; the 99th
                percentiles until acknowledged and until completed, and those that were
                added, if none is given.

        Returns:
            A line a design and value of the other axes, with its 95 % interval. A hollow
            triangle is a lower bound, a cross at the upper edge a number that some or all
            requests never have; no line goes through either.

        Raises:
            ScenarioError: If the sweep has not kept a metric.
        """
        chosen = metrics or (*default_panels(self), *without_designs(self.plan, self.added))
        return curve(self, *dict.fromkeys(chosen))

    def crossover(
        self,
        design: str,
        other: str,
        metric: str,
        along: str = "",
        at: Mapping[str, Value] | None = None,
    ) -> ShownCrossover:
        """Who of two designs is better where, and the place where that changes.

        See `simkit.experiment.crossover` for how the place and its interval are found.

        Args:
            design: The one that is judged.
            other: The one it is held against.
            metric: Without a design, such as ``acknowledged.mean``.
            along: Path of an axis; the first one if it is not given.
            at: Of each other axis with several values, which one.

        Raises:
            ScenarioError: If the sweep has no such thing.
        """
        along = along or self.plan.axes[0].path
        held = dict(at or {})
        axis_number(self, along)
        for axis in self.plan.axes:
            if axis.path != along and axis.path not in held and len(axis.values) == 1:
                held[axis.path] = axis.values[0]
            if axis.path != along and held.get(axis.path) not in axis.values:
                values = " or ".join(f"{value!r}" for value in axis.values)
                found = f"no value of '{axis.path}' in at"
                raise ScenarioError(Problem(found=found, expected=values))
        return shown_crossover(crossover(self, (design, other), metric, along, held))

    def __repr__(self) -> str:
        return as_text(sweep_table(self, self.added))

    def _repr_html_(self) -> str:
        console = Console(width=100, record=True, file=StringIO(), force_jupyter=False)
        console.print(sweep_table(self, self.added))
        text = console.export_html(
            inline_styles=True,
            code_format='<pre style="font-family:monospace;line-height:1.25">{code}</pre>',
        )
        picture = b64encode(self.plot()._repr_png_()).decode()
        return f'<img alt="the curve" src="data:image/png;base64,{picture}"/>\n{text}'


def curve_of(sweep: Sweep, added: tuple[str, ...] = ()) -> Curve:
    """The same sweep, able to show itself."""
    return Curve(plan=sweep.plan, readings=sweep.readings, added=added)
