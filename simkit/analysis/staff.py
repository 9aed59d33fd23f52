"""How many workers a pool has, where that changes."""

import numpy as np

from simkit.analysis.copies import Ints
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import Change


def workers_over_time(recording: Recording, design: Design, part: str) -> tuple[Ints, Ints]:
    """How many workers all instances of a pool have together, over time.

    Whoever is to go and is still held counts until it has gone. An instance that is down after a
    crash counts: its workers should be there.

    Args:
        recording: Of one run.
        design: Its design.
        part: Id of a pool with a limited number of workers.

    Returns:
        Instants in ns, ascending from 0, and the number from each on; both int64, (instants,).
    """
    participant, changes = design.participant(part), recording.changes
    number = recording.participants.index(part)
    rows = (changes["participant"] == number) & (changes["what"] == Change.WORKERS)
    rows &= changes["instance"] >= 0
    instance, workers = changes["instance"][rows], changes["value"][rows]
    first = participant.workers or 0
    before = np.full(len(workers), 0, dtype=np.int64)
    for one in np.unique(instance).tolist():
        own = np.flatnonzero(instance == one)
        before[own[0]] = first if one < participant.instances else 0
        before[own[1:]] = workers[own[:-1]]
    level = first * participant.instances + np.cumsum(workers - before)
    instants = np.concatenate([[0], changes["when"][rows]])
    return instants, np.concatenate([[first * participant.instances], level])


def mean_workers(recording: Recording, design: Design, part: str) -> float | None:
    """How many workers a pool has on average in the measured window; None: unlimited."""
    participant = design.participant(part)
    if participant.workers is None:
        return None
    if not participant.serving.moves:
        return float(participant.workers * participant.instances)
    instants, workers = workers_over_time(recording, design, part)
    first, last = recording.warm_up, recording.horizon
    spans = np.diff(np.clip([*instants.tolist(), last], first, last))
    return sum(int(span) * int(level) for span, level in zip(spans, workers, strict=True)) / (
        last - first
    )
