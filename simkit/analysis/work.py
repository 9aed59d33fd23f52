"""What became of the time that executions worked: useful, done twice, or for nothing."""

from dataclasses import dataclass

import numpy as np

from simkit.analysis import levels
from simkit.analysis.copies import Bools
from simkit.analysis.estimate import Reading
from simkit.model.kinds import Kind
from simkit.model.metric import MetricName
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Work of one pool, in ns; the four parts are all there is.

    Attributes:
        useful: Of executions that ended well, as the first of their message.
        duplicate: Of those that ended well after another one for the same message had.
        aborted: Of those that failed or died.
        unfinished: Of those that were not over when the run ended.
    """

    useful: int
    duplicate: int
    aborted: int
    unfinished: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.useful + self.duplicate + self.aborted + self.unfinished

    @property
    def in_vain(self) -> int:
        """What nobody has anything of."""
        return self.duplicate + self.aborted


def work_of(recording: Recording, number: int, chosen: Bools | None = None) -> Work:
    """What became of the work of a participant.

    Args:
        recording: Of one run.
        number: Of the participant.
        chosen: Of these visits alone; bool, (visits,).
    """
    visits = recording.visits
    here = visits["participant"] == number
    if chosen is not None:
        here &= chosen
    well, first = visits["outcome"] == Outcome.WELL, firsts(recording)
    unfinished = visits["outcome"] == Outcome.OPEN

    def time(marked: Bools) -> int:
        return levels.total(visits["worked"][here & marked])

    return Work(
        useful=time(well & first),
        duplicate=time(well & ~first),
        aborted=time(~well & ~unfinished),
        unfinished=time(unfinished),
    )


def firsts(recording: Recording) -> Bools:
    """Which visits ended well as the first of their message; bool, (visits,).

    A message that is delivered again has everything that follows done again: of the executions
    that one line of one journey leads to, all are for the same message.
    """
    visits = recording.visits
    well = (visits["outcome"] == Outcome.WELL) & (visits["ended"] < OPEN)
    ends = np.where(well, visits["ended"], NEVER)
    order = np.lexsort([visits["path"], ends, visits["message"], visits["request"]])
    request, message = visits["request"][order], visits["message"][order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (request[1:] != request[:-1]) | (message[1:] != message[:-1])
    first = np.zeros(len(order), dtype=bool)
    first[order] = new
    found: Bools = first & well
    return found


def in_window(recording: Recording) -> Bools:
    """Which visits were over in the measured window, whose ever they were; bool, (visits,)."""
    ended = recording.visits["ended"]
    return np.logical_and(ended >= recording.warm_up, ended < recording.horizon)


def useful(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of a pool's work, over in the window, that was useful."""
    if design.participant(name.part).kind is not Kind.POOL:
        return Reading(value=np.nan, reason=f"{name.part} has no workers")
    found = work_of(recording, recording.participants.index(name.part), in_window(recording))
    if not found.total:
        return Reading(value=np.nan, reason=f"no work of {name.part} was over in the window")
    return Reading(value=found.useful / found.total)
