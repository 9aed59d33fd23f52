"""The ledger of calls: one end for every attempt, as whoever made it has seen it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simkit.analysis.call_metrics import CALLS, never_left
from simkit.analysis.copies import Bools
from simkit.analysis.scopes import why_left
from simkit.model.calling import PLAIN_CALL
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN, GivenUp, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAccount:
    """The attempts at the calls of one line of a drawing, for the measured requests.

    ``made`` is the sum of all others.

    Attributes:
        call: ``Receiver.Label``.
        made: Attempts.
        answered: An answer came, and whoever gave it ended well.
        failed: Who was called failed, died or was interrupted.
        refused: Who was called turned it away.
        timed_out: There was no answer in time, and none came while one was waited for.
        beaten: Another attempt was answered sooner.
        left: Whoever called failed, died or went on elsewhere.
        unsent: A breaker kept it from leaving.
        lost: It was lost on its way.
        open: Not known when the run ended.
    """

    call: str
    made: int
    answered: int
    failed: int
    refused: int
    timed_out: int
    beaten: int
    left: int
    unsent: int
    lost: int
    open: int

    @property
    def went_wrong(self) -> bool:
        """Whether an attempt came to nothing."""
        return self.made > self.answered + self.open


def call_ledger(recordings: Sequence[Recording], design: Design) -> tuple[CallAccount, ...]:
    """The accounts of a design, replications together, of each line of which something is said.

    Args:
        recordings: Of one design.
        design: That design.
    """
    found = []
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        if line.kind in CALLS and cost.calling != PLAIN_CALL:
            counts = [_counts(one, line.index) for one in recordings]
            sums = {name: sum(count[name] for count in counts) for name in counts[0]}
            found.append(CallAccount(call=line.stream, **sums))
    return tuple(found)


def _counts(recording: Recording, line: int) -> dict[str, int]:
    """The account of a line in one run: the first end that fits an attempt is its own."""
    visits, why = recording.visits, why_left(recording)
    here = (visits["message"] == line) & recording.measured[visits["request"]]
    outcome = visits["outcome"]
    ends: dict[str, Bools] = {
        "unsent": never_left(recording),
        "timed_out": why == GivenUp.TIMED_OUT,
        "beaten": why == GivenUp.BEATEN,
        "left": why == GivenUp.LEFT,
        "refused": outcome == Outcome.REFUSED,
        "lost": outcome == Outcome.LOST,
        "failed": np.isin(outcome, (Outcome.FAILED, Outcome.DIED, Outcome.CANCELLED)),
        "open": (visits["ended"] == OPEN) & (visits["answer_arrived"] >= OPEN),
        "answered": np.ones(len(here), dtype=bool),
    }
    left, counts = here.copy(), {"made": int(np.count_nonzero(here))}
    for name, marked in ends.items():
        counts[name] = int(np.count_nonzero(left & marked))
        left &= ~marked
    return counts
