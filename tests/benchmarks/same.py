"""Whether a program by hand does the same as an engine: their means lie close, run by run.

Both are run several times with luck of their own. Of each run the means and shares below are
taken, and of each of these the difference over all runs, in standard errors.
"""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.engine.tables import Tables
from simkit.record.recording import Table
from simkit.record.tables import OPEN, REQUESTS, VISITS
from tests.benchmarks.rows import Rows

Columns = dict[str, NDArray[Any]]
Facts = dict[str, float]
RUNS = 12
LARGEST = 4.0  # standard errors; by chance in one of 1,600 numbers
_TIMES = {column.name for column in (*REQUESTS, *VISITS) if column.unit == "ns"}


def of_table(table: Table) -> Columns:
    """The columns of an engine's table, times in seconds; nan is what did not happen."""
    return {name: _seconds(column) if name in _TIMES else column for name, column in table.items()}


def _seconds(column: NDArray[Any]) -> NDArray[np.float64]:
    return np.where(column >= OPEN, np.nan, column / 1e9)


def of_objects(rows: list[object], names: tuple[str, ...]) -> Columns:
    """The same of what a program by hand keeps."""
    return {
        name: np.array([getattr(row, name) for row in rows], dtype=np.float64) for name in names
    }


def facts_of_tables(tables: Tables) -> Facts:
    """What one run of an engine comes to."""
    counts = len(tables.paths["path"]), len(tables.given_up["when"])
    return facts(of_table(tables.requests), of_table(tables.visits), counts)


def facts_of_rows(rows: Rows) -> Facts:
    """What one run of a program by hand comes to."""
    times = ("meant", "acknowledged", "settled", "completed", "told", "done", "attempts")
    requests = of_objects(list(rows.requests), times)
    names = [column.name for column in VISITS]
    unlike = ("parent", "request", "path", "participant", "instance", "requeued")
    kept = tuple(name for name in names if name not in unlike)
    visits = of_objects(list(rows.visits), kept)
    return facts(requests, visits, (len(rows.paths), len(rows.given_up)))


def facts(requests: Columns, visits: Columns, counts: tuple[int, int]) -> Facts:
    """Means and shares of one run."""
    number = len(requests["meant"])
    found = {
        "requests": float(number),
        "paths": counts[0] / number,
        "given up": counts[1] / number,
        "attempts": float(requests["attempts"].mean()),
    }
    for name in ("acknowledged", "settled", "completed"):
        found[f"{name}, mean"] = mean(requests[name] - requests["meant"])
        found[f"{name}, share"] = happened(requests[name])
    found |= shares(requests, "told", 6) | shares(requests, "done", 7)
    for message in np.unique(visits["message"]):
        chosen = {name: column[visits["message"] == message] for name, column in visits.items()}
        found |= {
            f"message {message:.0f}, {name}": value
            for name, value in facts_of_message(chosen, number).items()
        }
    return found


def facts_of_message(visits: Columns, requests: int) -> Facts:
    """Means and shares of the visits of one line."""
    since = np.where(np.isnan(visits["stored"]), visits["arrived"], visits["stored"])
    over = ~np.isnan(visits["ended"])
    return {
        "each": len(since) / requests,
        "waits": mean(visits["started"] - since),
        "under way": mean(visits["arrived"] - visits["sent"]),
        "there": mean(visits["ended"] - visits["arrived"]),
        "answer": mean(visits["answer_arrived"] - visits["answered"]),
        "answered": happened(visits["answered"]),
        "works": mean(visits["worked"][over]),
        "at once": peak(visits["started"], visits["ended"]),
        "blocked": mean(visits["blocked"][over]),
        **shares(visits, "outcome", 8),
        **shares(visits, "settlement", 8),
    }


def mean(values: NDArray[Any]) -> float:
    """Of those that are there; 0 of none."""
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else 0.0


def peak(starts: NDArray[Any], ends: NDArray[Any]) -> float:
    """How many were under way at once at most; who ends at an instant is gone then."""
    instants = np.concatenate((ends, starts))
    steps = np.repeat((-1, 1), len(starts))[np.argsort(instants, kind="stable")]
    there = ~np.isnan(np.sort(instants))
    return float(steps[there].cumsum().max(initial=0))


def happened(values: NDArray[Any]) -> float:
    """Share of what happened."""
    return float((~np.isnan(values)).mean())


def shares(columns: Columns, name: str, number: int) -> Facts:
    """How often each word of a column stands there."""
    return {f"{name} {one}": float((columns[name] == one).mean()) for one in range(number)}


def distances(ours: Callable[[int], Facts], theirs: Callable[[int], Facts]) -> Facts:
    """Of each fact, by how many standard errors two programs differ over their runs."""
    one, other = ([run(number) for number in range(RUNS)] for run in (ours, theirs))
    return {
        name: _distance([facts[name] for facts in one], [facts[name] for facts in other])
        for name in one[0]
    }


def _distance(one: list[float], other: list[float]) -> float:
    error = sqrt((np.var(one, ddof=1) + np.var(other, ddof=1)) / RUNS)
    apart = abs(float(np.mean(one) - np.mean(other)))
    if apart < 1e-12:
        return 0.0
    return apart / error if error else float("inf")
