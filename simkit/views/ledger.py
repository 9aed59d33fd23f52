"""What became of messages, deliveries and work, where not all of it went well."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simkit.analysis.estimate import Estimate
from simkit.analysis.ledger import Account, ledger, work_ledger
from simkit.analysis.ledger_calls import CallAccount, call_ledger
from simkit.analysis.work import Work
from simkit.experiment.results import Results
from simkit.model.metric import Dimension
from simkit.views.words import estimate_text

Counts = TypeVar("Counts", Account, CallAccount, Work)
Rows = Sequence[tuple[str, str, Counts]]  # a design, one of its queues, calls or pools, the counts
SECOND = 1e9

# What is counted, under which title; the first is the sum of the others.
MESSAGES = {
    "stored": "stored",
    "settled": "settled",
    "expired": "expired",
    "dropped": "dropped",
    "dead": "dead letters",
    "waiting": "waiting",
    "out": "out",
}
DELIVERIES = {
    "left": "left",
    "acknowledged": "settled",
    "rejected": "rejected",
    "lapsed": "lapsed",
    "cut_off": "cut off",
    "superfluous": "superfluous",
    "open": "open",
}
ATTEMPTS = {
    "made": "made",
    "answered": "answered",
    "failed": "failed",
    "refused": "refused",
    "timed_out": "timed out",
    "beaten": "beaten",
    "left": "left",
    "unsent": "not sent",
    "lost": "lost",
    "open": "open",
}
WORK = {
    "total": "time",
    "useful": "useful",
    "duplicate": "duplicate",
    "zombie": "zombie",
    "aborted": "aborted",
}


def ledgers(results: Results) -> Iterator[RenderableType]:
    """A line for each call of which an attempt, and each queue of which a message, went wrong.

    They are those of the measured requests. Below stands what became of the work, over in the
    window, of the pools that worked in vain. What is told of one design is told of all.
    """
    yield from _calls(results)
    yield from _queues(results)
    yield from _pools(results)


def _calls(results: Results) -> Iterator[RenderableType]:
    """What became of the attempts at calls."""
    calls = [
        (design.name, one.call, one)
        for design in results.designs
        for one in call_ledger(results.recordings[design.name], design)
    ]
    wrong = {call for _, call, one in calls if one.went_wrong}
    calls = [row for row in calls if row[1] in wrong]
    if calls:
        yield _table("attempts", ATTEMPTS, calls, _count, several=len(results.designs) > 1)


def _queues(results: Results) -> Iterator[RenderableType]:
    """What became of messages in brokers, and of their deliveries."""
    several = len(results.designs) > 1
    queues = [
        (design.name, one.queue, one)
        for design in results.designs
        for one in ledger(results.recordings[design.name], design)
    ]
    wrong = {queue for _, queue, one in queues if one.went_wrong}
    queues = [row for row in queues if row[1] in wrong]
    if queues:
        yield _table("messages", MESSAGES, queues, _count, several=several)
    if any(one.in_vain for _, _, one in queues):
        yield _table("deliveries", DELIVERIES, queues, _count, several=several)


def _pools(results: Results) -> Iterator[RenderableType]:
    """What became of the work of pools."""
    pools = [
        (design.name, pool, one)
        for design in results.designs
        for pool, one in work_ledger(results.recordings[design.name], design).items()
    ]
    vain = {pool for _, pool, one in pools if one.in_vain}
    pools = [row for row in pools if row[1] in vain and row[2].total]
    if pools:
        yield _table("work", WORK, pools, _share, several=len(results.designs) > 1)


def _table(
    title: str,
    columns: Mapping[str, str],
    rows: Rows[Counts],
    text: Callable[[Counts, str], str],
    *,
    several: bool,
) -> Table:
    """Parts below their design, if there are several; what is nowhere counted has no column."""
    shown = [name for name in columns if any(getattr(one, name) for _, _, one in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(Text(title), overflow="fold")
    for name in shown:
        table.add_column(Text(columns[name]), justify="right", no_wrap=True)
    last = ""
    for design, part, one in rows:
        if several and design != last:
            table.add_row(Text(design))
        last = design
        indent = "  " if several else ""
        table.add_row(Text(indent + part), *(text(one, name) for name in shown))
    return table


def _count(account: Account | CallAccount, name: str) -> str:
    return f"{getattr(account, name):,}"


def _share(work: Work, name: str) -> str:
    time = getattr(work, name)
    if name != "total":
        return f"{100 * time / work.total:.3g} %"
    seconds = time / SECOND
    alone = Estimate(value=seconds, low=seconds, high=seconds, replications=1)
    return estimate_text(alone, Dimension.TIME).replace(" ± 0", "")
