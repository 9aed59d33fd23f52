"""How the numbers of calls are read from a recording; times in seconds."""

import numpy as np
from numpy.typing import NDArray

from simkit.record.recording import Recording
from simkit.record.tables import Outcome
from tests.statistical.case import Read
from tests.statistical.readings import SECOND, at


def _waits(recording: Recording, part: str) -> NDArray[np.integer]:
    """How long the messages of measured requests waited, until served or withdrawn, in ns."""
    visits, here = recording.visits, at(recording, part)
    until = np.minimum(visits["started"], visits["ended"])
    waited: NDArray[np.integer] = (until - visits["arrived"])[here]
    return waited


def wait_of_all(part: str) -> Read:
    """Mean wait of the messages at a part, of those that left unserved too."""
    return lambda recording, _: float(_waits(recording, part).mean()) / SECOND


def share_that_waits(part: str) -> Read:
    """Share of the messages that wait at a part."""
    return lambda recording, _: float((_waits(recording, part) > 0).mean())


def share_withdrawn(part: str) -> Read:
    """Share of the messages that left the queue of a part unserved."""

    def read(recording: Recording, _: object) -> float:
        here = at(recording, part)
        return float((recording.visits["outcome"][here] == Outcome.CANCELLED).mean())

    return read


def _of(recording: Recording, *labels: str) -> NDArray[np.bool_]:
    """Which visits are messages of measured requests with one of these labels."""
    lines = [line for line, label in enumerate(recording.messages) if label in labels]
    here: NDArray[np.bool_] = np.isin(recording.visits["message"], lines)
    return here & recording.measured[recording.visits["request"]]


def visits_per_request(*labels: str) -> Read:
    """How often messages with these labels come for a measured request, on average."""
    return lambda recording, _: float(_of(recording, *labels).sum() / recording.measured.sum())


def polled_late(job: str, poll: str) -> Read:
    """Mean time from the end of the work of a job to the answer of the last poll for it."""

    def read(recording: Recording, _: object) -> float:
        visits, requests = recording.visits, len(recording.measured)
        ended, heard = np.zeros(requests, dtype=np.int64), np.zeros(requests, dtype=np.int64)
        jobs, polls = _of(recording, job), _of(recording, poll)
        ended[visits["request"][jobs]] = visits["ended"][jobs]
        np.maximum.at(heard, visits["request"][polls], visits["answer_arrived"][polls])
        return float((heard - ended)[recording.measured].mean()) / SECOND

    return read


def attempts_per_second(part: str) -> Read:
    """Attempts that come to a part each second, in the window, whosever they are."""

    def read(recording: Recording, _: object) -> float:
        visits, first, last = recording.visits, recording.warm_up, recording.horizon
        here = visits["participant"] == recording.participants.index(part)
        here &= (visits["arrived"] >= first) & (visits["arrived"] < last)
        return float(here.sum()) * SECOND / (last - first)

    return read


def first_in_time(part: str, within: float) -> Read:
    """When the first message comes that waits no longer than so many seconds."""

    def read(recording: Recording, _: object) -> float:
        visits = recording.visits
        here = visits["participant"] == recording.participants.index(part)
        arrived = visits["arrived"][here]
        waited = visits["started"][here] - arrived
        in_time = arrived[(arrived > 0) & (waited < within * SECOND)]
        return float(in_time.min()) / SECOND

    return read
