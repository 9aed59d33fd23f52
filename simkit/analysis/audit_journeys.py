"""The audit of journeys: their clocks, and what is said to have become of their work."""

from collections.abc import Iterator

import numpy as np

from simkit.analysis.copies import Bools, Ints
from simkit.analysis.lenience import failures_in_doubt, lines_in_doubt, polling_lines
from simkit.analysis.scopes import left_at, trials
from simkit.model.scenario import Design
from simkit.record.recording import Recording, Table
from simkit.record.tables import NEVER, OPEN, Done, Outcome, Settlement


def check_clocks(recording: Recording) -> Iterator[str]:
    """No clock runs backwards, and nothing takes longer than there was time."""
    visits = recording.visits
    # Whoever died, or was withdrawn or refused, is over without the steps between.
    without = (Outcome.DIED, Outcome.WITHDRAWN, Outcome.CANCELLED, Outcome.REFUSED)
    cut = np.isin(visits["outcome"], without)
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


def check_done(recording: Recording, design: Design) -> Iterator[str]:
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
    trial = trials(recording)
    again = np.bincount(trial)[trial] > 1 if len(trial) else np.zeros(0, dtype=bool)
    surely, perhaps = _came_to_nothing(recording, design, again, depth)
    # The client itself can be told no while every visit was over well by then.
    told_no = ~perhaps & (requests["done"] == Done.FAILED)
    if (well & surely).any() or (settled & ~well & ~perhaps & ~told_no).any():
        yield "requests: completed without all work done well, or the reverse"
    ends = np.full(len(surely), -1, dtype=np.int64)
    # Nobody waits for what is done once more, for what was given up, or for who only asks.
    idle = again | (left_at(recording) < NEVER) | np.isin(visits["message"], polling_lines(design))
    single = ~_under(visits, idle, depth)
    for column in ("ended", "answer_arrived"):
        there = single & (visits[column] < OPEN)
        np.maximum.at(ends, visits["request"][there], visits[column][there])
    if (ends[settled] > requests["settled"][settled]).any():
        yield "requests: settled before the last of its visits"


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


def _came_to_nothing(
    recording: Recording, design: Design, again: Bools, depth: Ints
) -> tuple[Bools, Bools]:
    """Which requests have work that did not end well, whatever was tried; both (requests,).

    Of the deliveries of one message the best counts, and of the attempts of a call that which was
    answered. The first: which surely have; the second: which may. What makes the difference does
    not stand in the tables: whether whoever waited dealt with it, and which attempt won; and of a
    delivery that was over only after the request was settled, nobody says whether it was the best.
    """
    visits, count = recording.visits, len(recording.requests["meant"])
    perhaps = _not_well(visits)
    surely = perhaps & ~failures_in_doubt(recording, design)
    doubted = np.isin(visits["message"], lines_in_doubt(design))
    delivered = (visits["stored"] != NEVER) | (visits["outcome"] == Outcome.WITHDRAWN)
    trial = trials(recording)
    found = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for level in range(int(depth.max(initial=0)), -1, -1) if perhaps.any() else ():
        rows = np.flatnonzero(depth == level)
        _, first, of = np.unique(trial[rows], return_index=True, return_inverse=True)
        none = np.bincount(of, weights=~surely[rows]) == 0
        # One attempt that came to nothing may be the one that was answered.
        some = np.bincount(of, weights=perhaps[rows]) > 0
        every = np.bincount(of, weights=~perhaps[rows]) == 0
        one = rows[first]
        above = visits["parent"][one] if level else visits["request"][one]
        marked = (surely, perhaps) if level else found
        marked[0][above[none & ~doubted[one]]] = True
        marked[1][above[np.where(delivered[one], every, some)]] = True
    late = again & (visits["ended"] > recording.requests["settled"][visits["request"]])
    found[1][visits["request"][late]] = True
    return found


def _not_well(visits: Table) -> Bools:
    """Which visits did not do by themselves what they were to do; bool, (visits,)."""
    # Whoever says no to a delivery has not done it well.
    said_no = (visits["stored"] != NEVER) & (visits["settlement"] == Settlement.REJECTED)
    # What a broker has forgotten before anybody took it.
    forgotten = (visits["stored"] == NEVER) & (visits["settlement"] == Settlement.DROPPED)
    forgotten[visits["parent"][visits["stored"] != NEVER]] = False
    found: Bools = (visits["outcome"] != Outcome.WELL) | said_no | forgotten
    return found
