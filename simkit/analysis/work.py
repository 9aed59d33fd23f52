"""What became of the time that executions worked: of use, done twice, too late, or in vain."""

from dataclasses import dataclass

import numpy as np

from simkit.analysis import levels
from simkit.analysis.copies import Bools
from simkit.analysis.estimate import Reading
from simkit.analysis.scopes import left_at, works
from simkit.model.kinds import Kind
from simkit.model.metric import MetricName
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Work of one pool, in ns; the five parts are all there is.

    Attributes:
        useful: Of executions that ended well, in time, as the first of their message.
        duplicate: Of those that ended well, in time, after another one for the same message had.
        zombie: Of those that ended well when nobody waited for them any more.
        aborted: Of those that failed, died or were interrupted.
        unfinished: Of those that were not over when the run ended.
    """

    useful: int
    duplicate: int
    zombie: int
    aborted: int
    unfinished: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.useful + self.in_vain + self.unfinished

    @property
    def in_vain(self) -> int:
        """What nobody has anything of."""
        return self.duplicate + self.zombie + self.aborted


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
    well, late = visits["outcome"] == Outcome.WELL, too_late(recording)
    in_time = well & ~late
    first = firsts(recording, in_time)
    unfinished = visits["outcome"] == Outcome.OPEN

    def time(marked: Bools) -> int:
        return levels.total(visits["worked"][here & marked])

    return Work(
        useful=time(first),
        duplicate=time(in_time & ~first),
        zombie=time(well & late),
        aborted=time(~well & ~unfinished),
        unfinished=time(unfinished),
    )


def firsts(recording: Recording, chosen: Bools | None = None) -> Bools:
    """Which visits ended well as the first of their message; bool, (visits,).

    A message that is delivered again has everything that follows it done again, and so has a call
    that is tried again: of the executions that do the same (`scopes.works`) the first counts.

    Args:
        recording: Of one run.
        chosen: The first of these alone; bool, (visits,).
    """
    visits = recording.visits
    well: Bools = (visits["outcome"] == Outcome.WELL) & (visits["ended"] < OPEN)
    if chosen is not None:
        well &= chosen
    rows = np.flatnonzero(well)
    work = works(recording)[rows]
    several = np.bincount(work)[work] > 1  # only among these there is a choice
    rows, work = rows[several], work[several]
    order = np.lexsort([visits["path"][rows], visits["ended"][rows], work])
    later = np.zeros(len(order), dtype=bool)
    later[1:] = work[order][1:] == work[order][:-1]
    well[rows[order[later]]] = False
    return well


def too_late(recording: Recording) -> Bools:
    """Which visits were over when nobody waited for them any more; bool, (visits,)."""
    ended = recording.visits["ended"]
    found: Bools = (ended > left_at(recording)) & (ended < OPEN)
    return found


def in_window(recording: Recording) -> Bools:
    """Which visits were over in the measured window, whose ever they were; bool, (visits,)."""
    ended = recording.visits["ended"]
    return np.logical_and(ended >= recording.warm_up, ended < recording.horizon)


def useful(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of a pool's work, over in the window, that was useful."""
    return _share(recording, design, name.part, "useful")


def zombie(recording: Recording, design: Design, name: MetricName) -> Reading:
    """The share of a pool's work, over in the window, for which nobody waited any more."""
    return _share(recording, design, name.part, "zombie")


def _share(recording: Recording, design: Design, pool: str, what: str) -> Reading:
    if design.participant(pool).kind is not Kind.POOL:
        return Reading(value=np.nan, reason=f"{pool} has no workers")
    found = work_of(recording, recording.participants.index(pool), in_window(recording))
    if not found.total:
        return Reading(value=np.nan, reason=f"no work of {pool} was over in the window")
    return Reading(value=getattr(found, what) / found.total)
