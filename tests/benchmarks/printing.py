"""What was measured, as text of at most 100 columns."""

from collections.abc import Iterable, Mapping
from statistics import median

from tests.benchmarks.contenders import HEAPQ, SIMPY
from tests.benchmarks.measuring import MEGABYTE, Alone, Measured, events_of, ratios
from tests.benchmarks.rows import Workload

HEAD = (
    "CPU time on one core, median of {rounds} shuffled rounds in one process; × is the ratio in\n"
    "a round, and from which to which over the rounds. All keep every column, the programs by\n"
    "hand as objects (what they cannot keep: tests/benchmarks/rows.py). Events are counted by the\n"
    "loop around a heap, for all alike; bytes are those of all tables a request.\n"
    "Collector of cyclic garbage: {collector}.\n"
)
COLUMNS = ("requests", "requests/s", "events/s", "× SimPy", "× heapq", "bytes")
WIDTHS = (12, 10, 11, 9, 24, 24, 10)


def head(rounds: int, with_collector: bool) -> str:
    """What holds for all tables."""
    collector = "off in the engines, on for the programs by hand" if with_collector else "off"
    return HEAD.format(rounds=rounds, collector=collector)


def table(workload: Workload, measured: Mapping[str, Measured], not_run: Mapping[str, str]) -> str:
    """A workload, a line a contender."""
    lines = [_line((workload.name, *COLUMNS))]
    events = events_of(measured)
    for contender, one in measured.items():
        cells = [contender, f"{one.requests:,.0f}", number(one.rate), number(one.rate * events)]
        cells += [_times(measured, contender, other) for other in (SIMPY, HEAPQ)]
        lines.append(_line((*cells, f"{one.bytes:.1f}" if one.bytes else "objects")))
    lines += [f"{contender}: not run: {why}" for contender, why in not_run.items()]
    return "\n".join(lines) + "\n"


def memory(name: str, measured: Iterable[tuple[str, Alone | str]]) -> str:
    """Memory, a line a contender."""
    lines = [f"{name}, memory, each in a process of its own, its collector on but in the engines"]
    for contender, one in measured:
        if isinstance(one, str):
            lines.append(f"  {contender}: not run: {one}")
            continue
        peak, before = one.peak / MEGABYTE, one.before / MEGABYTE
        lines.append(
            f"  {contender:<10}{one.requests:>10,} requests: peak {peak:,.0f} MB, before the run "
            f"{before:,.0f} MB; {one.growth:,.0f} bytes a request"
        )
    return "\n".join(lines) + "\n"


def linear(name: str, runs: Iterable[tuple[int, Alone | str]]) -> str:
    """How cost grows with the number of requests."""
    lines = [f"{name}, compiled, each size in a process of its own"]
    for requests, one in runs:
        if isinstance(one, str):
            lines.append(f"  {requests:>11,} requests: not run: {one}")
            continue
        each = one.seconds / one.requests * 1e9
        lines.append(
            f"  {one.requests:>11,} requests: {each:6.0f} ns a request, tables "
            f"{one.bytes / one.requests:.1f} bytes a request, at the peak {one.growth:.0f}"
        )
    return "\n".join(lines) + "\n"


def phases(title: str, runs: list[dict[str, float]]) -> str:
    """How long each phase takes, in ms: the first time, and the median of the others."""
    lines = [title]
    for phase in runs[0]:
        later = sorted(run[phase] for run in runs[1:]) or [runs[0][phase]]
        lines.append(
            f"  {phase:<34} first {runs[0][phase] * 1e3:8.1f} ms, then {median(later) * 1e3:8.1f} "
            f"ms ({later[0] * 1e3:.1f} to {later[-1] * 1e3:.1f})"
        )
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Three digits."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{digits(value / size, 3)} {unit}"
    return digits(value, 3)


def digits(value: float, count: int) -> str:
    """So many digits, or all before the point.

    >>> digits(1234.5, 2), digits(0.0712, 2)
    ('1234', '0.071')
    """
    return f"{value:.0f}" if value >= 10 ** (count - 1) else f"{value:.{count}g}"


def _times(measured: Mapping[str, Measured], contender: str, other: str) -> str:
    if other not in measured or contender == other:
        return "1" if contender == other else "–"
    found = ratios(measured, contender, other)
    least, most = (digits(one, 2) for one in (found[0], found[-1]))
    return f"{digits(median(found), 3)} ({least} to {most})"


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = zip(cells, WIDTHS, strict=True)
    name, width = first
    return f"{name:<{width}}" + "".join(f"{cell:>{width}}" for cell, width in rest)
