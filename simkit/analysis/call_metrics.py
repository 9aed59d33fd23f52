"""Metrics of calls: attempts, polls, what came in time, what was turned away or never left.

All but the rates and the shares of time are of the measured requests. What a broker delivers is no
call.
"""

from math import nan

import numpy as np

from simkit.analysis.copies import Bools
from simkit.analysis.estimate import Reading
from simkit.analysis.queues import SECOND
from simkit.analysis.scopes import trials, why_left
from simkit.model.metric import MetricName
from simkit.model.scenario import Design
from simkit.model.script import Line, LineKind
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Change, GivenUp, Outcome, Told

GOOD = (Told.ACCEPTED, Told.OK)
CALLS = (LineKind.ASK, LineKind.MESSAGE, LineKind.LOST, LineKind.PUT)
IS_OPEN = 1  # what a breaker is in `changes`


def of_journey(recording: Recording, design: Design, name: MetricName) -> Bools:
    """The measured requests of the journey that a metric names, or all; bool, (requests,)."""
    if not name.journey:
        return recording.measured
    number = design.journeys.index(name.journey)
    chosen: Bools = recording.measured & (recording.requests["journey"] == number)
    return chosen


def calls_of(recording: Recording, design: Design, part: str) -> Bools:
    """Which visits are attempts of measured requests to call a participant; bool, (visits,)."""
    lines = [one.index for one in design.script.lines if one.kind in CALLS]
    visits = recording.visits
    here = visits["participant"] == recording.participants.index(part)
    here &= np.isin(visits["message"], lines)
    found: Bools = here & recording.measured[visits["request"]]
    return found


def never_left(recording: Recording) -> Bools:
    """Which visits are calls that a breaker kept from leaving; bool, (visits,)."""
    visits = recording.visits
    found: Bools = (visits["outcome"] == Outcome.REFUSED) & (visits["arrived"] == NEVER)
    return found


# ---------------------------------------------------------------------- how often


def attempts(recording: Recording, design: Design, name: MetricName) -> Reading:
    """How often a request is sent by its client, or a call by whoever calls a participant."""
    if not name.part:
        sent = recording.requests["attempts"][of_journey(recording, design, name)]
        if not len(sent):
            return Reading(value=nan, reason="no request was measured")
        return Reading(value=float(sent.mean()))
    here = calls_of(recording, design, name.part)
    if not here.any():
        return Reading(value=nan, reason=f"nobody called {name.part}")
    count = len(np.unique(trials(recording)[here]))
    return Reading(value=int(np.count_nonzero(here)) / count)


def sent(recording: Recording, design: Design, name: MetricName) -> Reading:
    """Messages that left for a participant, for each request."""
    measured, visits = recording.measured, recording.visits
    if not measured.any():
        return Reading(value=nan, reason="no request was measured")
    here = visits["participant"] == recording.participants.index(name.part)
    here &= measured[visits["request"]] & (visits["sent"] < OPEN) & ~never_left(recording)
    return Reading(value=int(np.count_nonzero(here)) / int(np.count_nonzero(measured)))


def polls(recording: Recording, design: Design, name: MetricName) -> Reading:
    """Turns of the loops that wait for something, for each request.

    A turn is counted by the first of its messages that is drawn in no block inside of it.
    """
    measured = of_journey(recording, design, name)
    if not measured.any():
        return Reading(value=nan, reason="no request was measured")
    lines = [_sign(design, number) for number in _polling(design)]
    if not lines or None in lines:
        reason = "a loop without a message in each turn" if lines else "no loop waits for anything"
        return Reading(value=nan, reason=reason)
    visits = recording.visits
    here = np.isin(visits["message"], [one.index for one in lines if one])
    here &= measured[visits["request"]]
    turns = len(np.unique(trials(recording)[here]))
    return Reading(value=turns / int(np.count_nonzero(measured)))


def _polling(design: Design) -> list[int]:
    """The sections that wait for something."""
    return [number for number in range(len(design.rules)) if design.polls(number)]


def _sign(design: Design, section: int) -> Line | None:
    """The line that leaves once in each turn of a loop."""
    for line in design.script.lines:
        if line.kind in CALLS and line.within and line.within[-1][0] == section:
            return line
    return None


# ---------------------------------------------------------------------- what came of it


def timed_out(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of the attempts to call a participant that were not answered in time."""
    late = why_left(recording) == GivenUp.TIMED_OUT
    return _share(recording, calls_of(recording, design, name.part), late, name.part)


def short_circuited(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of the attempts to call a participant that a breaker kept from leaving."""
    here = calls_of(recording, design, name.part)
    return _share(recording, here, never_left(recording), name.part)


def refused(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of the messages that came to a participant that it turned away."""
    visits = recording.visits
    here = visits["participant"] == recording.participants.index(name.part)
    here &= recording.measured[visits["request"]] & (visits["arrived"] < OPEN)
    if not here.any():
        return Reading(value=nan, reason=f"nothing came to {name.part}")
    return Reading(value=float((visits["outcome"][here] == Outcome.REFUSED).mean()))


def _share(recording: Recording, here: Bools, marked: Bools, part: str) -> Reading:
    if not here.any():
        return Reading(value=nan, reason=f"nobody called {part}")
    return Reading(value=float(marked[here].mean()))


def goodput(recording: Recording, design: Design, name: MetricName) -> Reading:
    """Journeys completed per second whose client was told nothing else.

    It was told that all is well, or accepted; or by the drawing it is told nothing at all.
    """
    requests = recording.requests
    roots = {design.script.root_of[line] for line in design.acknowledged_by}
    silent = [root for root in range(len(design.script.roots)) if root not in roots]
    good = np.isin(requests["told"], GOOD) | np.isin(requests["journey"], silent)
    if name.journey:
        good &= requests["journey"] == design.journeys.index(name.journey)
    first, last = recording.warm_up, recording.horizon
    inside = good & (requests["completed"] >= first) & (requests["completed"] < last)
    return Reading(value=int(np.count_nonzero(inside)) / ((last - first) / SECOND))


# ---------------------------------------------------------------------- breakers


def breaker_open(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of the window that the breakers of the calls of a participant are open."""
    lines = [
        line
        for line in design.script.lines
        if line.receiver == name.part and design.costs[line.index].calling.breaker is not None
    ]
    if not lines:
        return Reading(value=nan, reason=f"no breaker is in front of {name.part}")
    total = sum(_open_time(recording, line.index) for line in lines)
    window = recording.horizon - recording.warm_up
    return Reading(value=total / window / sum(_breakers(design, line) for line in lines))


def _breakers(design: Design, line: Line) -> int:
    """How many there are of a line: one, or one for each instance of whoever sends it."""
    shared = design.costs[line.index].calling.shared
    return 1 if shared else design.participant(line.sender).instances


def _open_time(recording: Recording, line: int) -> int:
    """How long the breakers of a line are open in the window, together, in ns."""
    changes = recording.changes
    rows = np.flatnonzero((changes["what"] == Change.BREAKER) & (changes["message"] == line))
    total = 0
    for instance in np.unique(changes["instance"][rows]).tolist():
        own = rows[changes["instance"][rows] == instance]
        instants = np.append(changes["when"][own], recording.end)
        edges = np.clip(instants, recording.warm_up, recording.horizon)
        total += int(np.diff(edges)[changes["value"][own] == IS_OPEN].sum())
    return total


CALL_METRICS = {
    "attempts": attempts,
    "sent": sent,
    "polls": polls,
    "timed-out": timed_out,
    "short-circuited": short_circuited,
    "refused": refused,
    "goodput": goodput,
    "open": breaker_open,
}
