"""The verdicts of a comparison: each design against another that does the same work."""

from collections.abc import Iterator
from math import inf, isfinite, isinf, isnan, log10, nan

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simkit.analysis.difference import Difference
from simkit.analysis.estimate import Estimate
from simkit.experiment.compare import CANNOT_TELL, Verdict
from simkit.experiment.results import Results
from simkit.model.metric import METRICS, Dimension
from simkit.model.pairing import partners
from simkit.views.words import estimate_text, spread_text

CLOCKS = ("acknowledged", "completed", "noticed")
COMPARED = (
    "acknowledged.mean",
    "acknowledged.p99",
    "completed.mean",
    "completed.p99",
    "throughput.mean",
    "held.mean",
)
SAME_LUCK = "luck ×: luck of their own would need so many times the replications"


def verdicts(results: Results) -> Iterator[RenderableType]:
    """Each design against the first one before it that does some of the same work."""
    alone = []
    pairs = partners(results.designs)
    judged = sum(1 for one, base in pairs.items() if base and _same_load(results, one, base))
    family = len(COMPARED) * judged
    for design, base in pairs.items():
        if base:
            yield from _against(results, base, design, family)
        else:
            alone.append(design)
    if family and any(design.has_luck for design in results.designs):
        told = f"all {family} verdicts, with their ±, are right together with 95 % confidence"
        yield Text(told, style="dim")
        if results.replications > 1:
            yield Text(SAME_LUCK, style="dim")
    if len(alone) > 1:
        names = f"{', '.join(alone[:-1])} and {alone[-1]}"
        yield Text(f"no verdict between {names}: they share no work by name")


def _same_load(results: Results, one: str, other: str) -> bool:
    designs = (results.scenario.design(name) for name in (one, other))
    return len({tuple(source.load for source in design.sources) for design in designs}) == 1


def _against(results: Results, base: str, design: str, family: int) -> Iterator[RenderableType]:
    """The verdicts on a design, held against another one."""
    if not _same_load(results, design, base):
        yield Text(f"{design}, against {base}", style="bold")
        yield Text("no verdict: the two have different loads")
        return
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        title=f"{design}, against {base}",
        title_justify="left",
        title_style="bold",
        header_style="dim",
    )
    table.add_column("")
    table.add_column("")
    table.add_column("ratio")
    table.add_column("difference", justify="right")
    table.add_column("luck ×", justify="right")
    compared = results.compare(design, base)
    untold: dict[str, list[str]] = {}
    for metric in COMPARED:
        verdict = compared.verdict(metric, family=family)
        clock, statistic = metric.split(".")
        label = clock if statistic == "mean" and clock not in CLOCKS else f"{clock} {statistic}"
        why = why_untold(verdict)
        if why:
            untold.setdefault(why, []).append(label)
        cells = (label, verdict.answer, *effect(verdict, METRICS[clock].dimension))
        table.add_row(*map(Text, cells))
    yield table
    for why, labels in untold.items():
        yield Text(f"  {', '.join(labels)}: {why}", style="dim")


def why_untold(verdict: Verdict) -> str:
    """Why nobody can tell, or how many replications might; "" where it is told."""
    if verdict.answer != CANNOT_TELL:
        return ""
    if verdict.replications_needed:
        return f"about {verdict.replications_needed:,} replications might tell"
    return verdict.reason


def effect(verdict: Verdict, dimension: Dimension) -> tuple[str, str, str]:
    """A verdict's ratio, its difference with its interval, and what the same luck saved."""
    found = verdict.difference
    never = isinf(found.value)
    ratio = "never" if never and found.value > 0 else ratio_text(verdict.ratio)
    return ratio, difference_text(found, dimension), luck_text(found.luck_factor)


def difference_text(found: Difference, dimension: Dimension) -> str:
    """A difference with half of its interval; the end that is known, where one is not.

    >>> from math import inf
    >>> one = Difference(value=-2.2, low=-2.25, high=-2.15, replications=10)
    >>> difference_text(one, Dimension.TIME)
    '-2.200 ± 0.050 s'
    >>> one = Difference(value=-2.2, low=-inf, high=-2.15, replications=10)
    >>> difference_text(one, Dimension.TIME)
    'below -2.15 s'
    """
    if isnan(found.value) or isinf(found.value):
        return ""
    if found.low == -inf and found.high == inf:
        return ""
    for end, word in ((found.high, "below"), (found.low, "above")):
        if isfinite(end) and not (isfinite(found.low) and isfinite(found.high)):
            known = Estimate(value=end, low=nan, high=nan, replications=found.replications)
            return f"{word} {estimate_text(known, dimension)}"
    shown = Estimate(
        value=found.value, low=found.low, high=found.high, replications=found.replications
    )
    return estimate_text(shown, dimension)


def luck_text(factor: float) -> str:
    """By how much the same luck cuts the replications that are needed.

    >>> luck_text(37.4), luck_text(0.62), luck_text(float("inf")), luck_text(float("nan"))
    ('37', '0.62', 'no luck', '')
    """
    if isnan(factor):
        return ""
    if isinf(factor):
        return "no luck"  # the difference is always the same
    digits = max(0, int(log10(factor)) - 1)
    return f"{round(factor, -digits):,.0f}" if factor >= 10 else f"{factor:.2g}"


def ratio_text(found: Estimate) -> str:
    """How many times more or less, or by how many per cent; "" where nobody can say.

    >>> def shown(value, half):
    ...     return ratio_text(
    ...         Estimate(value=value, low=value - half, high=value + half, replications=9)
    ...     )
    >>> shown(0.01027, 0.00013), shown(0.999, 0.0002), shown(3.0, 0.25), shown(1.0, 0.0)
    ('97.4 ± 1.2 × less', '-0.100 ± 0.020 %', '3.00 ± 0.25 × more', 'the same')
    """
    value, half = found.value, found.half_width
    if not 0 < value < inf:
        return ""
    if abs(value - 1) < 1e-9 and not half > 1e-9:  # what is left is the rounding of two sums
        return "the same"
    if value >= 2:
        return f"{spread_text(value, half)} × more"
    if value > 0.5:
        return f"{_per_cent(100 * (value - 1), 100 * half)} %"
    # Half of the interval turned over, which an end at or below 0 leaves without an end.
    turned = (1 / found.low - 1 / found.high) / 2 if found.low > 0 else nan
    return f"{spread_text(1 / value, turned)} × less"


def _per_cent(more: float, half: float) -> str:
    text = spread_text(more, half)
    # Four decimals of a per cent are enough for anybody, and more do not fit into the table.
    return text if len(text) <= 16 or abs(more) < 0.001 else f"{more:.4f} ± {half:.4f}"
