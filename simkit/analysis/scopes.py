"""What is done again, and for whom: where each visit stands among deliveries, attempts and turns.

The same line of a drawing can bring several visits of one request. Of deliveries and attempts they
all do the same work, and one of them is enough; the turns of a loop and the copies of a gathering
each have work of their own.
"""

import numpy as np
from numpy.typing import NDArray

from simkit.record.recording import Recording, Table
from simkit.record.tables import NEVER, Again

Ints = NDArray[np.integer]
TRIES = (Again.DELIVERY, Again.ATTEMPT, Again.HEDGE)
_ROOM = 1 << 32  # more than there are paths of a request


def trials(recording: Recording) -> Ints:
    """A number for the call or the copy that each visit is an attempt at; int64, (visits,).

    It is equal for all attempts of one call, and for all deliveries of one copy of a message.
    """
    visits, paths = recording.visits, recording.paths
    home = _homes(visits, paths, _rows(paths, visits["request"], visits["path"]))
    return _numbered(visits["request"], visits["parent"], visits["message"], home)


def works(recording: Recording) -> Ints:
    """A number for what each visit does, equal for those that do the same; int64, (visits,).

    A call that is tried again, or a message that is delivered again, has everything that follows
    it done again: of the executions that one line of one journey leads to, in one turn of each
    loop and one branch of each gathering around it, all are for the same message.
    """
    visits, paths = recording.visits, recording.paths
    own = np.append(_works(paths), 0)[_rows(paths, visits["request"], visits["path"])]
    return _numbered(visits["request"], visits["message"], own)


def _key(request: Ints, path: Ints) -> NDArray[np.int64]:
    return request.astype(np.int64) * _ROOM + path


def _rows(paths: Table, request: Ints, path: Ints) -> Ints:
    """The row of each path; -1 where it has none."""
    if not len(paths["path"]):
        return np.full(len(path), -1)
    known, wanted = _key(paths["request"], paths["path"]), _key(request, path)
    row = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found: Ints = np.where(known[row] == wanted, row, -1)
    return found


def _homes(visits: Table, paths: Table, at: Ints) -> Ints:
    """The path of what each visit's sender was doing when it first sent it."""
    above = np.append(visits["path"], 0)[visits["parent"]]  # the last for the client's own
    again = visits["path"] != above
    # A path of which nothing is known is that of a delivery.
    why = np.append(paths["why"], Again.DELIVERY)[at]
    around = np.append(paths["above"], 0)[at]
    around = np.where(at >= 0, around, above)
    found: Ints = np.where(again & np.isin(why, TRIES), around, visits["path"])
    return found


def _works(paths: Table) -> Ints:
    """A number for each path, equal for those that do the same once more; 0: for the first time."""
    if not len(paths["path"]):
        return np.zeros(0, dtype=np.int64)
    above = _rows(paths, paths["request"], paths["above"])
    parts = _parts(above, np.isin(paths["why"], TRIES))
    around = np.append(parts, -1)[above]  # of each turn and branch, the one that it is in
    own = np.zeros(len(above) + 1, dtype=np.int64)  # the last for what is in none
    depth, numbers = _depths(np.where(parts == np.arange(len(parts)), around, -1)), 0
    for level in range(int(depth.max()) + 1):
        rows = np.flatnonzero((depth == level) & (parts == np.arange(len(parts))))
        if len(rows):
            columns = (paths[name][rows] for name in ("request", "line", "number"))
            own[rows] = numbers + 1 + _numbered(*columns, own[around[rows]])
            numbers = int(own[rows].max())
    found: Ints = own[parts]
    return found


def _parts(above: Ints, tries: NDArray[np.bool_]) -> Ints:
    """The innermost turn or branch that each path is, or is in; -1: none."""
    found = np.arange(len(above))
    skip = np.append(tries, False)
    while skip[found].any():
        found = np.where(skip[found], np.append(above, -1)[found], found)
    return found


def _depths(above: Ints) -> Ints:
    """How many paths are around each."""
    depth = np.zeros(len(above), dtype=np.int64)
    left = np.flatnonzero(above >= 0)
    around = above[left]
    while len(left):
        depth[left] += 1
        further = above[around] >= 0
        left, around = left[further], above[around[further]]
    return depth


def _numbered(*columns: Ints) -> Ints:
    """A number from 0 for each row, equal for equal rows."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort(columns)
    new = np.zeros(len(order), dtype=np.int64)
    for column in columns:
        new[1:] |= column[order][1:] != column[order][:-1]
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.cumsum(new)
    return found


# ---------------------------------------------------------------------- for nobody


def _attempts_left(recording: Recording) -> tuple[Ints, Ints]:
    """The rows of ``given_up`` that are attempts, and the visits that these were."""
    visits, left = recording.visits, recording.given_up
    calls = np.flatnonzero(left["message"] >= 0)
    if not len(calls) or not len(visits["path"]):
        return calls[:0], calls[:0]
    lines = int(max(visits["message"].max(), left["message"].max())) + 1

    def key(table: Table) -> Ints:
        place = table["message"].astype(np.int64) + lines * table["path"].astype(np.int64)
        return table["request"].astype(np.int64) * (lines * (1 << 24)) + place

    known, wanted = key(visits), key(left)[calls]
    order = np.argsort(known, kind="stable")
    place = np.minimum(np.searchsorted(known[order], wanted), len(order) - 1)
    row = order[place]
    there = known[row] == wanted  # what never left has no visit, and brought no work
    return calls[there], row[there]


def why_left(recording: Recording) -> Ints:
    """Why nobody waited for each attempt any more (`GivenUp`), or -1; int64, (visits,).

    It is -1 of those that were answered, failed or are open, and of what an attempt has led to.
    """
    found = np.full(len(recording.visits["path"]), -1, dtype=np.int64)
    calls, rows = _attempts_left(recording)
    found[rows] = recording.given_up["why"][calls]
    return found


def left_at(recording: Recording) -> Ints:
    """From when on nobody waited for each visit, or for what had led to it, in ns; `NEVER`: always.

    Returns:
        int64, (visits,).
    """
    visits, left = recording.visits, recording.given_up
    found = np.full(len(visits["path"]), NEVER, dtype=np.int64)
    if not len(left["when"]):
        return found
    at = _rows(recording.paths, visits["request"], visits["path"])
    found[:] = np.append(_branches_left(recording), NEVER)[at]
    calls, rows = _attempts_left(recording)
    np.minimum.at(found, rows, left["when"][calls])
    depth = _depths(visits["parent"])
    for level in range(1, int(depth.max(initial=0)) + 1):
        rows = np.flatnonzero(depth == level)
        found[rows] = np.minimum(found[rows], found[visits["parent"][rows]])
    return found


def _branches_left(recording: Recording) -> Ints:
    """From when on nobody waited for the branch that each path is, or is part of."""
    paths, left = recording.paths, recording.given_up
    found = np.full(len(paths["path"]), NEVER, dtype=np.int64)
    branches = left["message"] < 0
    rows = _rows(paths, left["request"][branches], left["path"][branches])
    found[rows[rows >= 0]] = left["when"][branches][rows >= 0]
    above = _rows(paths, paths["request"], paths["above"])
    depth = _depths(above)
    for level in range(1, int(depth.max(initial=0)) + 1):
        inner = np.flatnonzero(depth == level)
        found[inner] = np.minimum(found[inner], found[above[inner]])
    return found
