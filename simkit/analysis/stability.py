"""Whether a design keeps up with its load: stable, backlogged or overloaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np

from simkit.analysis import levels
from simkit.analysis.estimate import half_width
from simkit.analysis.queues import SECOND, queueing
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN

STABLE, BACKLOGGED, OVERLOADED = "stable", "backlogged", "overloaded"
SURE = 0.99  # of the interval that the growth of a queue must lie above
ENOUGH = 5  # replications, for such an interval
TIMES_ITS_NOISE = 3.0  # what it must grow by with fewer of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How a design, or a part of it, kept up.

    Attributes:
        state: "stable", "backlogged" or "overloaded".
        reason: Why it is not stable, or "".
        parts: Of a design, the states of the parts that are not stable, by their names.
    """

    state: str
    reason: str = ""
    parts: tuple[tuple[str, "Stability"], ...] = ()


def stability(recordings: Sequence[Recording], design: Design) -> Stability:
    """How a design kept up, over its replications.

    A part is *overloaded* if in every replication somebody waits there throughout the second
    half of the measured window, and its queue is surely longer at the end of that half than
    at its beginning: above 0 with Student's 99 % interval; with fewer than five replications,
    by three times the root of all that came and went, which is what chance does to counts.
    The queue of a part that keeps up runs empty again and again. A design is overloaded if a
    part of it is. It is *backlogged* if no part is, and measured requests are still open when
    the run ends: a burst that has not drained yet, or a message that nobody takes.

    Args:
        recordings: Of one design, at least one; all of the same length.
        design: Their design.
    """
    parts = tuple(_overloaded(recordings, design))
    if parts:
        reason = "; ".join(f"{name}: {part.reason}" for name, part in parts)
        return Stability(state=OVERLOADED, reason=reason, parts=parts)
    waiting = sum(
        int(np.count_nonzero(one.requests["settled"][one.measured] == OPEN)) for one in recordings
    )
    if waiting:
        measured = sum(int(one.measured.sum()) for one in recordings)
        reason = f"{waiting:,} of {measured:,} requests were still open when the runs ended"
        return Stability(state=BACKLOGGED, reason=reason)
    return Stability(state=STABLE)


def _overloaded(recordings: Sequence[Recording], design: Design) -> Iterator[tuple[str, Stability]]:
    for participant in design.participants:
        if participant.kind is Kind.POOL and participant.workers is None:
            continue
        found = [_growth(one, design, participant.id) for one in recordings]
        grown = [pair for pair in found if pair is not None]
        if len(grown) == len(found) and _grows(grown, luck=design.has_luck):
            seconds = (recordings[0].horizon - recordings[0].warm_up) / 2 / SECOND
            rate = fsum(more for more, _ in grown) / len(grown) / seconds
            reason = f"its queue grows by {rate:.3g} messages/s"
            yield participant.id, Stability(state=OVERLOADED, reason=reason)


def _growth(recording: Recording, design: Design, part: str) -> tuple[int, int] | None:
    """What a queue grew by in the second half of the window, and how much came and went.

    None if it ran empty.
    """
    begins, ends = queueing(recording, design, part)
    middle = (recording.warm_up + recording.horizon) // 2
    instants, level = levels.steps(begins, ends)
    before, at_end = np.searchsorted(instants, [middle, recording.horizon], side="left")
    if not before or level[before - 1 : at_end].min() < 1:
        return None
    return int(level[at_end - 1]) - int(level[before - 1]), int(at_end - before)


def _grows(grown: Sequence[tuple[int, int]], *, luck: bool) -> bool:
    more = [float(number) for number, _ in grown]
    if not luck:
        return fsum(more) > 0
    if len(grown) >= ENOUGH:
        return fsum(more) / len(more) > half_width(more, SURE)
    return fsum(more) > TIMES_ITS_NOISE * sqrt(sum(events for _, events in grown))
