"""Metrics of deliveries: how often, how often to effect, and in which order.

All are of the messages of the measured requests, as far as the run went: it goes on until these are
dealt with, but waits for no duplicate that somebody is still at work on. A redelivered message runs
again all that follows its delivery; what that puts into another broker counts there by itself.
Where nothing is delivered to a receiver, its runs and effects are those of the calls of it, each
with all its attempts.
"""

from collections.abc import Callable
from math import nan

import numpy as np

from simkit.analysis.copies import Bools, Copies, copies
from simkit.analysis.estimate import Reading
from simkit.analysis.scopes import trials, works
from simkit.analysis.work import firsts
from simkit.model.metric import MetricName
from simkit.model.scenario import Design
from simkit.model.script import LineKind
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Outcome, Settlement

Count = Callable[[Recording, Design], Bools]


def _left(recording: Recording, design: Design) -> Bools:
    """Which visits have left for their receiver."""
    return np.less(recording.visits["sent"], OPEN)


def _taken(recording: Recording, design: Design) -> Bools:
    """Which visits a worker has taken up."""
    return np.less(recording.visits["started"], OPEN)


def effects(recording: Recording, design: Design) -> Bools:
    """Which visits have had an effect: they ended well, and worked; bool, (visits,).

    Where the receiver is idempotent, what has been done for the same message no longer ago than it
    remembers has no effect again: neither where it found so at the start, and did not work, nor
    where it found so when its work was done.
    """
    visits = recording.visits
    found = np.equal(visits["outcome"], Outcome.WELL)
    first = firsts(recording)
    for line in design.script.lines:
        memory = design.costs[line.index].handling.idempotent
        if memory is not None:
            here = visits["message"] == line.index
            found[here & ~first] &= ~_known(recording, here & first, here & ~first, memory)
    return found


def _known(recording: Recording, first: Bools, again: Bools, memory: int) -> Bools:
    """Which of those that did the same again found so in time."""
    visits, work = recording.visits, works(recording)
    done = np.full(int(work.max(initial=-1)) + 1, NEVER, dtype=np.int64)
    done[work[first]] = visits["ended"][first]
    since = done[work[again]]
    # Whoever waits for an answer has had its effect before it waits.
    waited = (visits["blocked"] + visits["requeued"])[again] > 0

    def remembered(instants: str) -> Bools:
        age = visits[instants][again] - since
        return (age >= 0) & (age <= memory) & (visits[instants][again] < OPEN)

    return remembered("started") | (remembered("ended") & ~waited)


def _a_message(
    counted: Count, *, of_calls: bool = False
) -> Callable[[Recording, Design, MetricName], Reading]:
    """How many visits of a kind there are for each message stored for a receiver."""

    def measure(recording: Recording, design: Design, name: MetricName) -> Reading:
        if of_calls and not _is_delivered_to(design, name.part):
            return _a_call(counted(recording, design), recording, name.part)
        found, chosen, reason = _measured(recording, design, name)
        if reason:
            return Reading(value=nan, reason=reason)
        marked = counted(recording, design)[found.rows] & chosen[found.of]
        often = int(np.count_nonzero(marked)) / int(np.count_nonzero(chosen))
        return Reading(value=often, bound=_are_open(found, chosen))

    return measure


def _is_delivered_to(design: Design, part: str) -> bool:
    return any(
        line.receiver == part and line.kind is LineKind.DELIVERY for line in design.script.lines
    )


def _a_call(counted: Bools, recording: Recording, part: str) -> Reading:
    """How many visits of a kind there are for each call of a participant."""
    visits = recording.visits
    here = visits["participant"] == recording.participants.index(part)
    here &= recording.measured[visits["request"]]
    if not here.any():
        return Reading(value=nan, reason=f"nothing was sent to {part}")
    often = int(np.count_nonzero(counted & here)) / len(np.unique(trials(recording)[here]))
    return Reading(value=often, bound=bool((visits["ended"][here] == OPEN).any()))


def _measured(recording: Recording, design: Design, name: MetricName) -> tuple[Copies, Bools, str]:
    """The messages stored for a receiver, which of them are measured, or why there are none."""
    found = copies(recording, design, receiver=name.part)
    chosen = recording.measured[found.request]
    reason = "" if chosen.any() else f"no message was stored for {name.part}"
    return found, chosen, reason


def _are_open(found: Copies, chosen: Bools) -> bool:
    """Whether a message is not dealt with, so that there may be more of everything."""
    return bool((found.end[chosen] == Settlement.NONE).any())


def redelivered(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of the messages for a receiver that were delivered more than once."""
    found, chosen, reason = _measured(recording, design, name)
    if reason:
        return Reading(value=nan, reason=reason)
    share = float((found.left[chosen] > 1).mean())
    return Reading(value=share, bound=_are_open(found, chosen))


def inversions(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of neighbours in a queue that were done in the other order.

    Of two messages stored for a receiver one after the other, by one line of the drawing, both are
    done: each at the end of the first of its deliveries that ended well. Of messages stored at the
    same instant neither is the first.
    """
    found, chosen, reason = _measured(recording, design, name)
    if reason:
        return Reading(value=nan, reason=reason)
    visits = recording.visits
    well = visits["outcome"][found.rows] == Outcome.WELL
    done = found.first_of(np.where(well, visits["ended"][found.rows], NEVER))
    order = np.lexsort([found.stored, found.line])
    line, stored, done, chosen = found.line[order], found.stored[order], done[order], chosen[order]
    pairs = (line[1:] == line[:-1]) & (stored[1:] > stored[:-1]) & chosen[1:] & chosen[:-1]
    pairs &= (done[1:] < OPEN) & (done[:-1] < OPEN)
    if not pairs.any():
        return Reading(value=nan, reason=f"no two messages for {name.part} were done")
    return Reading(value=float((done[1:] < done[:-1])[pairs].mean()))


DELIVERIES = {
    "deliveries": _a_message(_left),
    "runs": _a_message(_taken, of_calls=True),
    "effects": _a_message(effects, of_calls=True),
    "redelivered": redelivered,
    "inversions": inversions,
}
