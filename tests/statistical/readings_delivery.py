"""How the numbers of deliveries are read from a recording; times in seconds."""

import numpy as np
from numpy.typing import NDArray

from simkit.record.recording import Recording
from simkit.record.tables import NEVER, Change, Outcome, Settlement
from tests.statistical.case import Read
from tests.statistical.readings import SECOND, at

Rows = NDArray[np.bool_]


def delivered(recording: Recording, part: str) -> Rows:
    """Which visits are deliveries that left for a part, of measured requests; bool, (visits,)."""
    rows: Rows = at(recording, part) & (recording.visits["sent"] != NEVER)
    return rows


def taken_up(recording: Recording, part: str) -> Rows:
    """Which visits are executions that a worker of a part took up in the window."""
    here = recording.visits["participant"] == recording.participants.index(part)
    rows: Rows = here & in_window(recording, recording.visits["started"])
    return rows


def in_window(recording: Recording, instants: NDArray[np.integer]) -> Rows:
    """Which instants are in the measured window."""
    inside: Rows = (instants >= recording.warm_up) & (instants < recording.horizon)
    return inside


def deliveries(part: str) -> Read:
    """How often the message of a measured request is delivered, on average."""
    return lambda recording, _: float(delivered(recording, part).sum() / recording.measured.sum())


def share_delivered_again(part: str) -> Read:
    """Share of the measured requests whose message is delivered more than once."""

    def read(recording: Recording, _: object) -> float:
        requests = recording.visits["request"][delivered(recording, part)]
        often = np.bincount(requests, minlength=len(recording.measured))
        return float((often[recording.measured] > 1).mean())

    return read


def runs_per_completion(recording: Recording, part: str) -> float:
    """How often a part takes up a message for each journey that is completed; inf for none."""
    completed = in_window(recording, recording.requests["completed"]).sum()
    runs = taken_up(recording, part).sum()
    return float(runs / completed) if completed else float("inf")


def share_lost(part: str) -> Read:
    """Share of what ends at a part in the window that dies there when it was settled already.

    What dies before it is settled is delivered again, and is left out.
    """

    def read(recording: Recording, _: object) -> float:
        visits = recording.visits
        here = visits["participant"] == recording.participants.index(part)
        here &= in_window(recording, visits["ended"])
        settled = visits["settlement"][here] == Settlement.ACKNOWLEDGED
        died = visits["outcome"][here] == Outcome.DIED
        return float((died & settled).sum() / settled.sum())

    return read


def done_again(part: str) -> Read:
    """Deliveries that were done and not settled when their receiver crashed, for each crash."""

    def read(recording: Recording, _: object) -> float:
        visits, changes = recording.visits, recording.changes
        number = recording.participants.index(part)
        crashed = (changes["participant"] == number) & (changes["what"] == Change.DOWN)
        done = (visits["participant"] == number) & (visits["outcome"] == Outcome.WELL)
        lost = done & (visits["settlement"] == Settlement.CUT_OFF)
        again = lost & in_window(recording, visits["ended"])
        return float(again.sum() / in_window(recording, changes["when"][crashed]).sum())

    return read


def busiest(part: str) -> Read:
    """Share of the time that the busiest instance of a part works, for one worker each."""

    def read(recording: Recording, _: object) -> float:
        visits = recording.visits
        here = taken_up(recording, part)
        work = np.bincount(visits["instance"][here], weights=visits["worked"][here])
        return float(work.max()) / (recording.horizon - recording.warm_up)

    return read


def waiting_in_queue(message: str) -> Read:
    """Mean time that the deliveries of a label wait, from when they are stored to their start."""

    def read(recording: Recording, _: object) -> float:
        visits = recording.visits
        lines = [line for line, label in enumerate(recording.messages) if label == message]
        here = recording.measured[visits["request"]] & np.isin(visits["message"], lines)
        here &= visits["stored"] != NEVER
        return float((visits["started"] - visits["stored"])[here].mean()) / SECOND

    return read


def work_per_request(part: str) -> Read:
    """Mean work that a part does for a measured request, in all its deliveries."""

    def read(recording: Recording, _: object) -> float:
        worked = recording.visits["worked"][at(recording, part)].sum()
        return float(worked / recording.measured.sum()) / SECOND

    return read


def departures(part: str) -> Read:
    """Per second, in the window: messages that leave for a part at one instant leave together."""

    def read(recording: Recording, _: object) -> float:
        visits = recording.visits
        here = visits["participant"] == recording.participants.index(part)
        left = np.unique(visits["sent"][here & in_window(recording, visits["sent"])])
        return float(left.size) * SECOND / (recording.horizon - recording.warm_up)

    return read
