"""What waits where, and since when: of pools and of brokers."""

import numpy as np

from simkit.analysis import levels
from simkit.analysis.copies import Bools, Ints, copies, untaken
from simkit.analysis.estimate import Reading
from simkit.model.kinds import Kind
from simkit.model.metric import MetricName
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Outcome, Settlement

SECOND = 1e9
Span = tuple[Ints, Ints]  # when each begins and ends, in ns


def queueing(recording: Recording, design: Design, part: str) -> Span:
    """When each backlog entry begins and ends, in ns; of a design, or of one participant.

    Of a design: journeys, from the intended start until they are settled. Of a participant:
    messages, from their arrival until a worker takes them up; of a broker, copies of messages
    until they leave for one.
    """
    if not part:
        return recording.requests["meant"], recording.requests["settled"]
    number = recording.participants.index(part)
    if design.participants[number].kind is Kind.BROKER:
        return stored_copies(recording, design, number)
    visits = recording.visits
    # Who was refused at once did not wait.
    refused = (visits["outcome"] == Outcome.REFUSED) & (visits["ended"] == NEVER)
    here = (visits["participant"] == number) & (visits["arrived"] < OPEN) & ~refused
    # Who died before a worker came, or was refused as none did, waited until then.
    ends = np.where(visits["started"] == NEVER, visits["ended"], visits["started"])
    return visits["arrived"][here], ends[here]


def stored_copies(recording: Recording, design: Design, number: int) -> Span:
    """When each copy of a message begins and ends to wait in a broker for a receiver, in ns.

    A copy waits from the moment it is ready: when its message is written, and again when it is to
    be delivered again. A message that nobody takes waits for ever.
    """
    _, begins, ends = _waiting(recording, design, number)
    return begins, ends


def _waiting(recording: Recording, design: Design, number: int) -> tuple[Ints, Ints, Ints]:
    """Likewise, after when each copy was stored for the first time."""
    visits = recording.visits
    broker = design.participants[number].id
    found = copies(recording, design, broker=broker)
    ready = visits["stored"][found.rows] < OPEN
    rows, since = found.rows[ready], found.stored[found.of[ready]]
    left = np.where(visits["sent"] == NEVER, visits["ended"], visits["sent"])[rows]
    kept = [line.index for line in untaken(design) if line.receiver == broker]
    stays = np.isin(visits["message"], kept) & written(recording, number)
    durable = (visits["started"] + visits["worked"])[stays]
    return (
        np.concatenate([since, durable]),
        np.concatenate([visits["stored"][rows], durable]),
        np.concatenate([left, visits["ended"][stays]]),
    )


def written(recording: Recording, number: int) -> Bools:
    """Which visits are messages that a broker has written; bool, (visits,)."""
    visits = recording.visits
    here = (visits["participant"] == number) & (visits["started"] < OPEN)
    here &= visits["outcome"] != Outcome.DIED
    # What is still being written when the run ends is not durable yet.
    durable = np.where(here, visits["started"], 0) + visits["worked"]
    found: Bools = here & ((visits["ended"] < OPEN) | (durable < recording.end))
    return found


# ---------------------------------------------------------------------- metrics


def _window(recording: Recording) -> tuple[int, int]:
    return recording.warm_up, recording.horizon


def _no_broker(recording: Recording, design: Design, name: MetricName) -> Reading | None:
    """Why a metric of brokers has no number, or None."""
    if design.participant(name.part).kind is Kind.BROKER:
        return None
    return Reading(value=np.nan, reason=f"{name.part} is no broker")


def oldest(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The greatest age, since it was first stored, of a message that waits in a broker."""
    refused = _no_broker(recording, design, name)
    if refused is not None:
        return refused
    since, begins, ends = _waiting(recording, design, recording.participants.index(name.part))
    first, last = _window(recording)
    inside = (begins < last) & (ends > first) & (ends > begins)
    ages = np.minimum(ends, last)[inside] - since[inside]
    return Reading(value=int(ages.max(initial=0)) / SECOND)


def lag(recording: Recording, design: Design, name: MetricName) -> Reading:
    """Messages that are stored and not dealt with, waiting or with a receiver."""
    refused = _no_broker(recording, design, name)
    if refused is not None:
        return refused
    visits = recording.visits
    here = written(recording, recording.participants.index(name.part))
    begins, ends = (visits["started"] + visits["worked"])[here], visits["ended"][here]
    fold = levels.peak if name.statistic == "peak" else levels.mean
    return Reading(value=float(fold(begins, ends, *_window(recording))))


def dead_letters(recording: Recording, design: Design, name: MetricName) -> Reading:
    """Messages put aside, per second or as a share of those of the measured requests."""
    refused = _no_broker(recording, design, name)
    if refused is not None:
        return refused
    visits = recording.visits
    here = written(recording, recording.participants.index(name.part))
    dead = here & (visits["settlement"] == Settlement.DEAD_LETTERED)
    if name.statistic == "mean":
        first, last = _window(recording)
        inside = dead & (visits["ended"] >= first) & (visits["ended"] < last)
        return Reading(value=int(np.count_nonzero(inside)) / ((last - first) / SECOND))
    here &= recording.measured[visits["request"]]
    if not here.any():
        return Reading(value=np.nan, reason=f"no message was stored in {name.part}")
    still_open = bool((visits["ended"][here] >= OPEN).any())
    return Reading(value=float(dead[here].mean()), bound=still_open)
