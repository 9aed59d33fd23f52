"""The audit of journeys: their clocks, and what is said to have become of their work."""

from collections.abc import Iterator

import numpy as np

from simkit.analysis.copies import Bools, Ints
from simkit.record.recording import Recording, Table
from simkit.record.tables import NEVER, OPEN, Done, Outcome, Settlement


def check_clocks(recording: Recording) -> Iterator[str]:
    """No clock runs backwards, and nothing takes longer than there was time."""
    visits = recording.visits
    # Whoever died, or was withdrawn, is over without the steps between.
    cut = np.isin(visits["outcome"], (Outcome.DIED, Outcome.WITHDRAWN))
    for earlier, later in (
        ("stored", "sent"),
        ("sent", "arrived"),
        ("arrived", "started"),
        ("started", "ended"),
        ("answered", "answer_arrived"),
    ):
        wrong = visits[earlier] > visits[later]
        if earlier == "stored":
            wrong &= visits["stored"] < OPEN  # what no broker delivers never was
        elif later == "ended":
            wrong &= ~(cut & (visits["started"] == NEVER))
        if wrong.any():
            yield f"visits: '{later}' before '{earlier}'"
    begun = (visits["ended"] < OPEN) & (visits["started"] < OPEN)
    spent = visits["worked"] + visits["blocked"] + visits["requeued"]
    if (spent[begun] > (visits["ended"] - visits["started"])[begun]).any():
        yield "visits: more time spent than there was"
    if spent[visits["started"] >= OPEN].any():
        yield "visits: time spent before a worker took it up"


def check_done(recording: Recording) -> Iterator[str]:
    """What became of the work is what became of the visits; settled is when they were over."""
    visits, requests = recording.visits, recording.requests
    settled, well = requests["settled"] < OPEN, requests["completed"] < OPEN
    if (well != (settled & (requests["done"] == Done.WELL))).any():
        yield "requests: completed without being done well, or the reverse"
    if (requests["completed"][well] != requests["settled"][well]).any():
        yield "requests: completed at another time than settled"
    if ((requests["settled"] == OPEN) != (requests["done"] == Done.OPEN)).any():
        yield "requests: open without being unsettled, or the reverse"
    depth = _depths(visits)
    if depth is None:
        yield "visits: one is said to have led to itself, or to another request's"
        return
    again = _delivered_again(visits)
    bad, may_differ = _came_to_nothing(recording, again, depth)
    # The client itself can be told no while every visit was over well by then.
    told_no = ~bad & (requests["done"] == Done.FAILED)
    if (well & bad).any() or (settled & ~may_differ & ~well & ~bad & ~told_no).any():
        yield "requests: completed without all work done well, or the reverse"
    ends = np.full(len(bad), -1, dtype=np.int64)
    # Nobody waits for what is done once more.
    single = ~_under(visits, again, depth)
    for column in ("ended", "answer_arrived"):
        there = single & (visits[column] < OPEN)
        np.maximum.at(ends, visits["request"][there], visits[column][there])
    if (ends[settled] > requests["settled"][settled]).any():
        yield "requests: settled before the last of its visits"


def _delivered_again(visits: Table) -> Bools:
    """Which visits are deliveries of a message that has several; bool, (visits,)."""
    # One that waited for its turn to wait has never been ready.
    delivered = (visits["stored"] != NEVER) | (visits["outcome"] == Outcome.WITHDRAWN)
    rows = np.flatnonzero(delivered)
    _, of, count = np.unique(_copy(visits, rows), return_inverse=True, return_counts=True)
    found = np.zeros(len(visits["parent"]), dtype=bool)
    found[rows] = count[of] > 1
    return found


def _copy(visits: Table, rows: Ints) -> Ints:
    """A number for the copy that each delivery is one of."""
    lines = int(visits["message"].max(initial=0)) + 1
    return visits["parent"][rows].astype(np.int64) * lines + visits["message"][rows]


def _depths(visits: Table) -> Ints | None:
    """How many others led to each visit; None where one leads to itself, or out of its request."""
    parent, request = visits["parent"], visits["request"]
    caused = np.flatnonzero(parent >= 0)
    if (parent >= len(parent)).any() or (request[parent[caused]] != request[caused]).any():
        return None
    depth = np.zeros(len(parent), dtype=np.int64)
    above, lines = parent[caused], int(visits["message"].max(initial=0)) + 1
    for _ in range(lines):  # no line leads to itself
        depth[caused] += 1
        further = parent[above] >= 0
        caused, above = caused[further], parent[above[further]]
        if not len(caused):
            return depth
    return None


def _under(visits: Table, marked: Bools, depth: Ints) -> Bools:
    """Which visits are marked, or set in motion by one that is."""
    found = marked.copy()
    for level in range(1, int(depth.max(initial=0)) + 1) if found.any() else ():
        rows = np.flatnonzero(depth == level)
        found[rows] |= found[visits["parent"][rows]]
    return found


def _came_to_nothing(recording: Recording, again: Bools, depth: Ints) -> tuple[Bools, Bools]:
    """Which requests have work that did not end well, whatever was tried; both (requests,).

    Of the deliveries of one message the best counts. The second: which may be told otherwise,
    since a delivery that could have been the best was over only after the request was settled.
    """
    visits, requests = recording.visits, recording.requests
    # Whoever says no to a delivery has not done it well.
    said_no = (visits["stored"] != NEVER) & (visits["settlement"] == Settlement.REJECTED)
    # What a broker has forgotten before anybody took it.
    forgotten = (visits["stored"] == NEVER) & (visits["settlement"] == Settlement.DROPPED)
    forgotten[visits["parent"][visits["stored"] != NEVER]] = False
    bad: Bools = (visits["outcome"] != Outcome.WELL) | said_no | forgotten
    late = again & (visits["ended"] > requests["settled"][visits["request"]])
    for level in range(int(depth.max(initial=0)), 0, -1) if bad.any() else ():
        rows = np.flatnonzero(depth == level)
        alone = rows[~again[rows] & bad[rows]]
        bad[visits["parent"][alone]] = True
        # Deliveries of one message side by side: it came to nothing if all of them did.
        several = rows[again[rows]]
        _, first, of = np.unique(_copy(visits, several), return_index=True, return_inverse=True)
        good = np.bincount(of[~bad[several]], minlength=len(first)) > 0
        bad[visits["parent"][several[first[~good]]]] = True
    found = np.zeros(len(requests["meant"]), dtype=bool)
    roots = visits["parent"] < 0
    found[visits["request"][roots & bad]] = True
    differ = np.zeros(len(found), dtype=bool)
    differ[visits["request"][late]] = True
    return found, differ
