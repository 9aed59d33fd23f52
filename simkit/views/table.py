"""The table that compares designs."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from simkit.analysis.estimate import Estimate
from simkit.analysis.metrics import told_and_done
from simkit.analysis.stability import BACKLOGGED, OVERLOADED
from simkit.experiment.engines import engine_lines
from simkit.experiment.results import Results
from simkit.model.kinds import Kind
from simkit.model.metric import DONE, TOLD, MetricName
from simkit.model.scenario import Design
from simkit.units import time_text
from simkit.views.answers import precisions, predictions
from simkit.views.cautions import dependent_percentiles
from simkit.views.ledger import ledgers
from simkit.views.theory import theory_block
from simkit.views.verdicts import CLOCKS, verdicts
from simkit.views.words import estimate_text

PERCENTILES = ("p50", "p95", "p99")
DESIGNS_A_TABLE = 3  # more do not fit into 80 columns


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        group: What it measures.
        label: Which of it.
        metric: Its metric without the design; of a participant, without that and the statistic.
        part: The participant, or "".
        statistic: Of a participant's metric.
    """

    group: str
    label: str
    metric: str
    part: str = ""
    statistic: str = ""


def rows(results: Results) -> Iterator[Row]:
    """The lines of the table, in order."""
    for clock in CLOCKS:
        for statistic in ("mean", *PERCENTILES):
            yield Row(clock, statistic, f"{clock}.{statistic}")
    yield Row("throughput", "completed", "throughput.mean")
    yield from _of_calls(results)
    yield Row("backlog", "peak", "backlog.peak")
    yield Row("held", "worker time", "held.mean")
    limited: dict[str, None] = {}
    for design in results.designs:
        for participant in design.participants:
            if participant.kind is Kind.POOL and participant.workers:
                limited[participant.id] = None
    for name in limited:
        yield Row("utilisation", name, "utilisation", name, "mean")


def _of_calls(results: Results) -> Iterator[Row]:
    """The lines of what is called for in a way of its own, where they say anything."""
    told_so, attempts = "goodput.mean", "attempts.mean"
    completed = _values(results, "throughput.mean")
    if _values(results, told_so) != completed:
        yield Row("throughput", "and told so", told_so)
    if any(value != 1 for value in _values(results, attempts)):
        yield Row("attempts", "of a request", attempts)
    if any(_polls(design) for design in results.designs):
        yield Row("polls", "of a request", "polls.mean")
    for name in dict.fromkeys(name for design in results.designs for name in _broken(design)):
        row = Row("breaker open", name, "open", name, "share")
        own = [design.name for design in results.designs if applies(design, row)]
        readings = (one for name in own for one in results.readings(metric_of(results, name, row)))
        if any(reading.value > 0 for reading in readings):
            yield row


def _values(results: Results, metric: str) -> list[float]:
    """A metric in every run."""
    names = [results.metric(metric, design.name) for design in results.designs]
    return [reading.value for name in names for reading in results.readings(name)]


def _polls(design: Design) -> bool:
    return any(design.polls(number) for number in range(len(design.rules)))


def _broken(design: Design) -> Iterator[str]:
    """Who has breakers in front of it."""
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        if cost.calling.breaker is not None:
            yield line.receiver


def metric_of(results: Results, design: str, row: Row) -> MetricName:
    """The metric that a line shows of a design."""
    if row.part:  # a participant's name may be anything
        return MetricName(design=design, metric=row.metric, part=row.part, statistic=row.statistic)
    return results.metric(row.metric, design)


def applies(design: Design, row: Row) -> bool:
    """Whether a design has what a line measures."""
    if row.metric == "open":
        return row.part in _broken(design)
    if row.metric == "polls.mean":
        return _polls(design)
    return not row.part or row.part in {one.id for one in design.participants}


def cell(results: Results, design: str, row: Row) -> tuple[str, Estimate | None]:
    """What a line says of a design."""
    if not applies(results.scenario.design(design), row):
        return "", None
    metric = metric_of(results, design, row)
    found = results.estimate(metric)
    text = estimate_text(found, metric.dimension)
    if metric.statistic == "mean" and row.group in CLOCKS and 0 < found.share < 1:
        text += f" of {found.share * 100:.3g} %"
    return text, found


def comparison(results: Results) -> RenderableType:
    """The designs side by side, what each client was told, and the predictions."""
    parts: list[RenderableType] = [Text(heading(results))]
    names = list(results.recordings)
    reasons: dict[str, None] = {}
    for first in range(0, len(names), DESIGNS_A_TABLE):
        chosen = names[first : first + DESIGNS_A_TABLE]
        parts.append(_table(results, chosen, reasons))
    parts += [Text(f"– {reason}", style="dim") for reason in reasons]
    parts += [Text(f"– {line}", style="dim") for line in dependent_percentiles(results)]
    parts += _unstable(results, names)
    for first in range(0, len(names), DESIGNS_A_TABLE):
        parts.append(_told(results, names[first : first + DESIGNS_A_TABLE]))
    parts += ledgers(results)
    parts += theory_block(results)
    parts += verdicts(results)
    parts += predictions(results.judgements)
    parts += precisions(results)
    return Group(*parts)


def heading(results: Results) -> str:
    """What was run, in words."""
    run, count = results.scenario.run, results.replications
    found = f" ({results.settling})" if results.settling else ""
    times = f"{time_text(run.horizon)}, warm-up {time_text(run.warm_up)}{found}"
    planned = f" of {run.replications}" if count < run.replications else ""
    often = (
        f"{count}{planned} replication{'s' * (run.replications > 1)} of {times}, seed {run.seed}"
    )
    of = "the mean of the replications" if count > 1 else "one run by batch means"
    sure = f"± is half of the 95 % interval of {of}"
    engines = engine_lines([results.engines]) if results.engines else []
    return "\n".join((results.scenario.name, often, sure, *engines))


def _table(results: Results, designs: list[str], reasons: dict[str, None]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    table.add_column("", overflow="fold")
    for design in designs:
        table.add_column(Text(design), justify="right", overflow="fold")
    group, alone = "", results.replications == 1
    for row in rows(results):
        cells = []
        for design in designs:
            text, found = cell(results, design, row)
            if found is not None and (text == "–" or (alone and found.reason)):
                lead = "" if text == "–" else f"{row.label} without ±: "
                reasons[lead + found.reason] = None
            cells.append(Text(text))
        shown = row.group if row.group != group else ""
        table.add_row(Text(shown), Text(row.label), *cells)
        group = row.group
    states = [results.stability(design).state for design in designs]
    table.add_row(Text("state"), Text(""), *(Text(state) for state in states))
    return table


def _unstable(results: Results, names: list[str]) -> Iterator[RenderableType]:
    """Why a design does not keep up; its numbers depend on how long it ran."""
    for name in names:
        found = results.stability(name)
        if found.state == BACKLOGGED:
            yield Text(f"{name} is backlogged: {found.reason}")
        elif found.state == OVERLOADED:
            longer = "the longer it runs, the slower it gets"
            yield Text(f"{name} is overloaded ({longer}): {found.reason}")


def _told(results: Results, designs: list[str]) -> Table:
    """What the clients were told against what was really done."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("told", "done"):
        table.add_column(Text(title))
    for design in designs:
        table.add_column(Text(design), justify="right", overflow="fold")
    counts = {name: told_and_done(results.recordings[name]) for name in designs}
    for told_number, told in enumerate(TOLD):
        for done_number, done in enumerate(DONE):
            seen = [int(count[told_number, done_number]) for count in counts.values()]
            if any(seen):
                totals = [int(count.sum()) for count in counts.values()]
                shares = [
                    Text(_share(part, whole)) for part, whole in zip(seen, totals, strict=True)
                ]
                table.add_row(Text(told), Text(done), *shares)
    return table


def _share(part: int, whole: int) -> str:
    if not part:
        return "none"
    share = 100 * part / whole
    text = f"{share:.3g} %" if share < 99.95 or part == whole else f"{share:.6g} %"
    return f"{part:,} ({text})"


def as_text(renderable: RenderableType, width: int = 80) -> str:
    """A table as plain text."""
    console = Console(
        width=width,
        color_system=None,
        force_terminal=False,
        force_jupyter=False,  # a notebook would show the capture too, as an empty block
        highlight=False,
    )
    with console.capture() as capture:
        console.print(renderable)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())
