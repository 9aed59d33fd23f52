"""The one recorder: engines hand it rows of whole numbers, it makes the tables.

An engine may write its rows in any order; the tables are sorted by what the rows are, so that
two engines that did the same give the same bytes.
"""

from array import array
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simkit.record.recording import Table
from simkit.record.tables import CHANGES, GIVEN_UP, PATHS, REQUESTS, VISITS, Column

# What an engine writes of a journey: its client, then the columns of REQUESTS.
JOURNEY = ("client", *(column.name for column in REQUESTS))
# What it writes of a visit: its place in the journey, and its parent's, instead of row numbers.
VISIT = (
    "client",
    "journey",
    "request",
    "message",
    "path",
    "parent_message",
    "parent_path",
    *(column.name for column in VISITS[4:]),
)
# What it writes of what is done again, and of what nobody waits for: likewise.
PATH = ("client", "journey", *(column.name for column in PATHS))
VAIN = ("client", "journey", *(column.name for column in GIVEN_UP))
CLIENT = -1  # the message of a parent that is the client's own execution
# By what tables are sorted, the last first.
PATHS_BY = ("path", "request")
GIVEN_UP_BY = ("path", "message", "request")
CHANGES_BY = ("message", "instance", "participant", "when")
ASTRAY = "a row without the row it belongs to"


class Recorder:
    """Collects rows during a run, number after number.

    Attributes:
        journeys: Rows as in ``JOURNEY``; extend it by a whole row at a time.
        visits: Rows as in ``VISIT``, likewise.
        changes: Rows of ``CHANGES``, likewise; those of one part in the order in which they
            happened.
        paths: Rows as in ``PATH``, likewise, with the number of the request.
        given_up: Rows as in ``VAIN``, likewise.
    """

    def __init__(self) -> None:
        self.journeys = array("q")
        self.visits = array("q")
        self.changes = array("q")
        self.paths = array("q")
        self.given_up = array("q")

    def tables(self) -> tuple[Table, Table]:
        """The requests and the visits."""
        return tables(_matrix(self.journeys, len(JOURNEY)), _matrix(self.visits, len(VISIT)))

    def changed(self) -> Table:
        """The changes."""
        return changes_table(_matrix(self.changes, len(CHANGES)))

    def again(self) -> tuple[Table, Table]:
        """What is done again, and what nobody waits for."""
        journeys = _matrix(self.journeys, len(JOURNEY))
        return (
            _of_requests(journeys, _matrix(self.paths, len(PATH)), PATHS, PATHS_BY),
            _of_requests(journeys, _matrix(self.given_up, len(VAIN)), GIVEN_UP, GIVEN_UP_BY),
        )


def _matrix(numbers: "array[int]", width: int) -> NDArray[np.int64]:
    return np.frombuffer(numbers, dtype=np.int64).reshape(-1, width)


def tables(journeys: NDArray[np.int64], visits: NDArray[np.int64]) -> tuple[Table, Table]:
    """Sort rows, number them and give the columns their types.

    Args:
        journeys: int64, (journeys, len(JOURNEY)), in any order.
        visits: int64, (visits, len(VISIT)), in any order.

    Raises:
        OverflowError: If a number does not fit its column.
    """
    of_journey = _in_order(journeys)
    of_visit = dict(zip(VISIT, visits.T, strict=True))
    names = ("client", "journey", "request")
    serial = _find([of_journey[name] for name in names], [of_visit[name] for name in names])
    order = np.lexsort([of_visit["path"], of_visit["message"], serial])
    of_visit = {name: column[order] for name, column in of_visit.items()}
    of_visit["request"] = serial[order]
    places = [of_visit[name] for name in ("request", "message", "path")]
    above = [of_visit["request"], of_visit["parent_message"], of_visit["parent_path"]]
    caused = above[1] != CLIENT
    parent = np.full(len(order), -1)
    parent[caused] = _find(places, [column[caused] for column in above])
    of_visit["parent"] = parent
    return typed(REQUESTS, of_journey), typed(VISITS, of_visit)


def _in_order(journeys: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """The rows of journeys as they stand in the tables."""
    of_journey = dict(zip(JOURNEY, journeys.T, strict=True))
    order = np.lexsort([of_journey[name] for name in ("request", "journey", "client", "meant")])
    return {name: column[order] for name, column in of_journey.items()}


def _of_requests(
    journeys: NDArray[np.int64],
    rows: NDArray[np.int64],
    columns: tuple[Column, ...],
    by: tuple[str, ...],
) -> Table:
    """Rows of a table with the rows of their requests, in order of these and of some columns.

    Args:
        journeys: int64, (journeys, len(JOURNEY)), in any order.
        rows: int64, (rows, 2 + columns): client and journey before the columns.
        columns: Of the table; the first is the request.
        by: By what it is sorted, the last column first.
    """
    of_journey = _in_order(journeys)
    table = dict(zip(("client", "journey", *(one.name for one in columns)), rows.T, strict=True))
    names = ("client", "journey", "request")
    serial = _find([of_journey[name] for name in names], [table[name] for name in names])
    table["request"] = serial
    return in_order(columns, table, by)


def changes_table(changes: NDArray[np.int64]) -> Table:
    """Sort changes by when and where they happened, and give the columns their types.

    Args:
        changes: int64, (changes, len(CHANGES)).
    """
    table = dict(zip((column.name for column in CHANGES), changes.T, strict=True))
    # A stable sort: what befalls one part at one instant stays in its order.
    return in_order(CHANGES, table, CHANGES_BY)


def _find(known: list[NDArray[np.int64]], wanted: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The row number in ``known`` of each row of ``wanted``; every one must be there."""
    size = len(known[0])
    both = [np.concatenate(pair) for pair in zip(known, wanted, strict=True)]
    # Equal rows get one number each; known rows are all different.
    order = np.lexsort(both[::-1])
    new = np.zeros(len(order), dtype=np.int64)
    for column in both:
        new[1:] |= column[order][1:] != column[order][:-1]
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.cumsum(new)
    row = np.full(len(order) and group.max() + 1, -1, dtype=np.int64)
    row[group[:size]] = np.arange(size)
    found = row[group[size:]]
    assert np.all(found >= 0), ASTRAY
    return found


def in_order(
    columns: tuple[Column, ...], table: Mapping[str, NDArray[np.integer]], by: tuple[str, ...]
) -> Table:
    """Sort rows, and give the columns their types.

    Args:
        columns: Of the table.
        table: A column of numbers for each of them; others are left out.
        by: By what to sort, the last column first; rows alike in all of these keep their order.

    Raises:
        OverflowError: If a number does not fit its column.
    """
    order = np.lexsort([table[name] for name in by])
    return typed(columns, {column.name: table[column.name][order] for column in columns})


def typed(columns: tuple[Column, ...], table: Mapping[str, NDArray[np.integer]]) -> Table:
    """Give columns their types, and let nobody write to them; one that has its type stays as it is.

    Raises:
        OverflowError: If a number does not fit its column.
    """
    done = {column.name: _fitted(column, table[column.name]) for column in columns}
    for values in done.values():
        values.flags.writeable = False
    return done


def _fitted(column: Column, values: NDArray[np.integer]) -> NDArray[np.integer]:
    if values.dtype == column.dtype:
        return values
    limits = np.iinfo(column.dtype)
    if len(values) and (values.min() < limits.min or values.max() > limits.max):
        raise too_large(column.name, column.dtype)
    return values.astype(column.dtype)


def too_large(name: str, dtype: str) -> OverflowError:
    """The error of a number that does not fit its column."""
    return OverflowError(f"column '{name}' holds a number beyond {dtype}")
