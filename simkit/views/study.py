"""Results that show themselves: a table in a notebook, text in a terminal."""

from dataclasses import dataclass
from functools import cached_property
from io import StringIO

from rich.console import Console

from simkit.experiment.results import Results
from simkit.views.plots import Plots
from simkit.views.table import as_text, comparison


@dataclass(frozen=True, kw_only=True, repr=False)
class Study(Results):
    r"""The results of a scenario.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer",
    ...                   work={"Ask": "5 ms"}, load="every 10 ms", run={"horizon": "1 s"})
    >>> sk.run(one).estimate("acknowledged.mean").value
    0.005
    """

    @cached_property
    def plot(self) -> Plots:
        """Its pictures."""
        return Plots(self)

    def __repr__(self) -> str:
        return as_text(comparison(self))

    def _repr_html_(self) -> str:
        console = Console(width=100, record=True, file=StringIO(), force_jupyter=False)
        console.print(comparison(self))
        return console.export_html(
            inline_styles=True,
            code_format='<pre style="font-family:monospace;line-height:1.25">{code}</pre>',
        )


def study_of(results: Results) -> Study:
    """The same results, able to show themselves."""
    return Study(
        scenario=results.scenario,
        recordings=results.recordings,
        precisions=results.precisions,
        budget=results.budget,
        settling=results.settling,
        engines=results.engines,
    )
