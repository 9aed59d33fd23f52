"""From the rows that the machine writes to the tables, by counting where the recorder sorts.

What comes of it is what `simkit.record.recorder` makes of the same rows, byte for byte. Rows are
kept as small as the tables have them, and put in order where they are: it takes little more memory
than the tables themselves. Of n rows it takes time n: the machine writes
journeys nearly in the order in which they begin, which is nearly the order of the table, and the
few rows of a journey are sorted among themselves.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numba import njit

from simkit.engine.compiled.kept import REST, SERIAL, Field, Kept, Numbers, Places, Rows
from simkit.engine.plan import Plan
from simkit.record.recorder import (
    ASTRAY,
    CHANGES_BY,
    GIVEN_UP_BY,
    PATHS_BY,
    in_order,
    too_large,
    typed,
)
from simkit.record.recording import Table
from simkit.record.tables import CHANGES, GIVEN_UP, PATHS, REQUESTS, VISITS, Column

CLOCKS = tuple(column.name for column in VISITS if column.dtype == "int64")
LINES, REPEATS = "lines", "repeats"  # groups that are needed first
FEW = 32  # visits of a journey that are sorted one by one

SERIALLY = Field("serial", "int32", 0, group=SERIAL)
VISIT = (
    SERIALLY,
    Field("message", "int16", 1, 0, 16, group=LINES),
    Field("message", "int16", 2, 0, 16, -1, group=LINES),  # the parent's
    Field("path", "int32", 1, 16, group=REPEATS),
    Field("path", "int32", 2, 16, group=REPEATS),  # the parent's
    Field("instance", "int16", 3, 0, 16),
    Field("outcome", "int8", 3, 16, 8),
    Field("settlement", "int8", 3, 24),
    *(Field(name, "int64", 4 + number) for number, name in enumerate(CLOCKS)),
)
JOURNEY = (
    SERIALLY,
    Field("journey", "int16", 1, 0, 16),
    Field("told", "int8", 1, 16, 8),
    Field("done", "int8", 1, 24, 8),
    Field("attempts", "int16", 1, 32),
    Field("request", "int32", 2),
    Field("meant", "int64", 3),
    Field("acknowledged", "int64", 4),
    Field("settled", "int64", 5),
    Field("completed", "int64", 6),
    Field("noticed", "int64", 7),
)
PATH = (
    SERIALLY,
    *(Field(one.name, one.dtype, 1 + number) for number, one in enumerate(PATHS[1:])),
)
VAIN = (
    SERIALLY,
    Field("message", "int16", 1, plus=-1),
    *(Field(one.name, one.dtype, 2 + number) for number, one in enumerate(GIVEN_UP[2:])),
)
CHANGED = tuple(Field(one.name, one.dtype, number) for number, one in enumerate(CHANGES))


# ---------------------------------------------------------------------- the tables


class Written:
    """Takes rows during a run, and makes the tables of them.

    Rows are of whole numbers, as `VISIT`, `JOURNEY`, `PATH`, `VAIN` and `CHANGED` say. The serial
    of a journey is its place among those begun, from 0; in the end each has one row.

    Args:
        plan: What is run.

    Attributes:
        share: How much of the run is about over; only memory depends on it.
    """

    def __init__(self, plan: Plan) -> None:
        self.share = 1.0
        self.receiver = np.array([line.receiver for line in plan.lines], dtype=np.int16)
        self.client = np.array([root.client for root in plan.roots], dtype=np.int64)
        self.visits, self.journeys = Kept(VISIT), Kept(JOURNEY)
        self.paths, self.given_up, self.changes = Kept(PATH), Kept(VAIN), Kept(CHANGED)

    def take(
        self, visits: Rows, journeys: Rows, paths: Rows, given_up: Rows, changes: Rows
    ) -> None:
        """Keep rows, copied; in any order, but the changes of one part as they happen.

        Args:
            visits: int64, (visits, 14), C-contiguous as all of them.
            journeys: int64, (journeys, 8).
            paths: int64, (paths, 6).
            given_up: int64, (given up, 5).
            changes: int64, (changes, 6).

        Raises:
            OverflowError: If a number does not fit its column.
        """
        if self.visits.length + len(visits) > np.iinfo(np.int32).max:
            raise too_large("parent", "int32")
        self.visits.take(visits, self.share)
        self.journeys.take(journeys, self.share)
        self.paths.take(paths, self.share)
        self.given_up.take(given_up, self.share)
        self.changes.take(changes, self.share)

    def tables(self) -> tuple[Table, Table, Table, Table, Table]:
        """Requests, visits, changes, paths and what is given up; once: nothing is kept then."""
        requests, row_of = self._requests()
        visits = self._visits(row_of)
        changes = in_order(CHANGES, self.changes.columns(), CHANGES_BY)
        paths = _of_requests(self.paths, PATHS, PATHS_BY, row_of)
        given_up = _of_requests(self.given_up, GIVEN_UP, GIVEN_UP_BY, row_of)
        return requests, visits, changes, paths, given_up

    def _requests(self) -> tuple[Table, Places]:
        """The table, and the row of each serial in it."""
        serials, length = self.journeys.places, self.journeys.length
        row_of = np.full(length, -1, dtype=np.int32)
        row_of[serials] = serials
        assert np.all(row_of >= 0), ASTRAY
        table = _named(self.journeys.spread(REST), length)

        def key(rows: Rows) -> Rows:
            journey = table["journey"][rows].astype(np.int64)
            return self.client[journey] << 47 | journey << 31 | table["request"][rows]

        places, rows = _disorder(table["meant"], key)
        for column in table.values():
            column[places] = column[rows]
        row_of[rows] = places
        return typed(REQUESTS, table), row_of

    def _visits(self, row_of: Places) -> Table:
        """The table; on the way, the places of the visits take the place of their serials."""
        kept, length = self.visits, self.visits.length
        starts = np.zeros(len(row_of) + 1, dtype=np.int32)
        where = kept.places
        assert np.all(where < len(row_of)), ASTRAY
        translate(where, row_of)
        count(where, starts[1:])
        np.cumsum(starts, out=starts)
        give_places(where, starts[:-1].copy())
        ((_, lines),) = kept.spread(LINES)
        ((_, paths),) = kept.spread(REPEATS)
        moved = _sort_each(starts, lines, paths)
        translate(where, moved)
        request = moved  # which is of no use any more
        all_found = find_parents(starts, lines, paths, request)
        assert all_found, ASTRAY
        lines[1, :length] = self.receiver[lines[0, :length]]
        found = {"message": lines[0], "participant": lines[1], "path": paths[0], "parent": paths[1]}
        found = {name: column[:length] for name, column in found.items()} | {"request": request}
        return typed(VISITS, found | _named(kept.spread(REST), length))


def _named(parts: Iterable[tuple[list[str], Numbers]], length: int) -> dict[str, Numbers]:
    return {
        name: column[:length]
        for names, columns in parts
        for name, column in zip(names, columns, strict=True)
    }


def _of_requests(
    kept: Kept, columns: tuple[Column, ...], by: tuple[str, ...], row_of: Places
) -> Table:
    """A table of which every row belongs to a request."""
    table = kept.columns()
    assert np.all(table[SERIAL] < len(row_of)), ASTRAY
    table["request"] = row_of[table[SERIAL]]
    return in_order(columns, table, by)


def _disorder(meant: Rows, key: Callable[[Rows], Rows]) -> tuple[Rows, Rows]:
    """The rows that do not stand where they should, with those between, and which belong there.

    Journeys begin when they are meant to, so that only those of one instant can stand wrong.

    Args:
        meant: By what the table is sorted first.
        key: Of some rows, by what it is sorted then.
    """
    if np.any(meant[1:] < meant[:-1]):
        every = np.arange(len(meant))
        return every, np.lexsort([key(every), meant])
    tied = np.flatnonzero(meant[1:] == meant[:-1])
    instants = np.unique(meant[tied[key(tied) > key(tied + 1)]])
    rows = _ranges(np.searchsorted(meant, instants), np.searchsorted(meant, instants, "right"))
    return rows, rows[np.lexsort([key(rows), meant[rows]])]


def _ranges(starts: Numbers, ends: Numbers) -> Rows:
    """All numbers from each start to before its end."""
    sizes = ends - starts
    before = np.cumsum(sizes) - sizes
    ranges: Rows = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return ranges


def _sort_each(starts: Places, lines: Numbers, paths: Numbers) -> Places:
    """Sort the visits of each journey by line and path; where each of them comes to stand.

    Args:
        starts: int32, (journeys + 1,): where its first visit stands.
        lines: int16, (2, room): of each, and of its parent.
        paths: int32, likewise.
    """
    moved = np.arange(starts[-1], dtype=np.int32)
    sort_few(starts, lines, paths, moved)
    sizes = np.diff(starts)
    many = np.flatnonzero(sizes > FEW)
    places = _ranges(starts[many], starts[many + 1])
    journey = np.repeat(many, sizes[many])
    visits = places[np.lexsort([paths[0, places], lines[0, places], journey])]
    for columns in (lines, paths):
        columns[:, places] = columns[:, visits]
    moved[visits] = places
    return moved


# ---------------------------------------------------------------------- loops over all rows


@njit(cache=True, nogil=True)
def translate(places: Places, new: Places) -> None:
    """Instead of each number, what stands for it."""
    for row in range(len(places)):
        places[row] = new[places[row]]


@njit(cache=True, nogil=True)
def count(journeys: Places, counts: Places) -> None:
    """How many rows each journey has."""
    for row in range(len(journeys)):
        counts[journeys[row]] += 1


@njit(cache=True, nogil=True)
def give_places(journeys: Places, free: Places) -> None:
    """Instead of its journey, the next free place that the journey has."""
    for row in range(len(journeys)):
        journey = journeys[row]
        journeys[row] = free[journey]
        free[journey] += 1


@njit(cache=True, nogil=True)
def sort_few(starts: Places, lines: Numbers, paths: Numbers, moved: Places) -> None:
    """Sort the visits of each journey that has few, by insertion; see `_sort_each`."""
    origin = np.empty(FEW, dtype=np.int32)
    for journey in range(len(starts) - 1):
        first, last = starts[journey], starts[journey + 1]
        if last - first > FEW:
            continue
        for at in range(first, last):
            line, parent = lines[0, at], lines[1, at]
            path, above = paths[0, at], paths[1, at]
            to = at
            while to > first and is_before(line, path, lines[0, to - 1], paths[0, to - 1]):
                lines[0, to], lines[1, to] = lines[0, to - 1], lines[1, to - 1]
                paths[0, to], paths[1, to] = paths[0, to - 1], paths[1, to - 1]
                origin[to - first] = origin[to - first - 1]
                to -= 1
            if to < at:
                lines[0, to], lines[1, to] = line, parent
                paths[0, to], paths[1, to] = path, above
            origin[to - first] = at
        for at in range(first, last):
            moved[origin[at - first]] = at


@njit(cache=True, nogil=True)
def find_parents(starts: Places, lines: Numbers, paths: Numbers, request: Places) -> bool:
    """Write the request of each visit, and its parent over the parent's path; whether all have one.

    Args:
        starts: int32, (journeys + 1,): where its first visit stands.
        lines: int16, (2, room), sorted: of each, and of its parent, -1: the client.
        paths: int32, likewise.
        request: int32, (visits,).
    """
    for journey in range(len(starts) - 1):
        first, last = starts[journey], starts[journey + 1]
        for at in range(first, last):
            request[at] = journey
            found = -1
            if lines[1, at] >= 0:
                found = last_alike(lines, paths, first, last, at)
                if found < 0:
                    return False
            paths[1, at] = found
    return True


@njit(cache=True, nogil=True)
def last_alike(lines: Numbers, paths: Numbers, first: int, last: int, of: int) -> int:
    """The row of a visit's parent among the sorted visits of its journey, or -1."""
    line, path = lines[1, of], paths[1, of]
    while last - first > FEW:
        middle = (first + last) // 2
        if is_before(line, path, lines[0, middle], paths[0, middle]):
            last = middle
        else:
            first = middle
    for row in range(last - 1, first - 1, -1):  # of few, one after the other is soonest done
        if lines[0, row] == line and paths[0, row] == path:
            return row
    return -1


@njit(cache=True, nogil=True)
def is_before(line: int, path: int, other_line: int, other_path: int) -> bool:
    """Whether a visit comes before another of its journey."""
    return line < other_line or (line == other_line and path < other_path)
