"""The ledger: one end for every message that a broker stored, and for every delivery."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simkit.analysis.copies import Bools, copies, untaken
from simkit.analysis.work import Work, in_window, work_of
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.model.script import Line, LineKind
from simkit.record.recording import Recording
from simkit.record.tables import OPEN, Outcome, Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The messages of one queue and their deliveries, for the measured requests.

    Two sums are exact: ``stored`` = settled + expired + dropped + dead + waiting + out, and
    ``left`` = acknowledged + rejected + lapsed + cut_off + superfluous + open.

    Attributes:
        queue: ``Receiver.Label``; of messages that nobody takes, ``Broker.Label``.
        stored: Messages written into the queue.
        settled: Dealt with.
        expired: They waited for too long.
        dropped: There was no room, or no further attempt and no place for dead letters.
        dead: Put aside as dead letters.
        waiting: In the queue when the run ended.
        out: With a receiver, or on the way there, when the run ended.
        redelivered: Delivered more than once.
        left: Deliveries.
        acknowledged: By which the message was settled.
        rejected: Whoever took it failed, or said no.
        lapsed: The lease ended first.
        cut_off: Whoever had it died, or the broker.
        superfluous: Another delivery settled the message in the meantime.
        open: Not known when the run ended.
    """

    queue: str
    stored: int
    settled: int
    expired: int
    dropped: int
    dead: int
    waiting: int
    out: int
    redelivered: int
    left: int
    acknowledged: int
    rejected: int
    lapsed: int
    cut_off: int
    superfluous: int
    open: int

    @property
    def went_wrong(self) -> bool:
        """Whether a message was lost or put aside, or a delivery came to nothing."""
        return bool(self.expired + self.dropped + self.dead + self.redelivered + self.in_vain)

    @property
    def in_vain(self) -> int:
        """Deliveries that settled nothing."""
        return self.rejected + self.lapsed + self.cut_off + self.superfluous


def ledger(recordings: Sequence[Recording], design: Design) -> tuple[Account, ...]:
    """The accounts of a design, queue by queue in drawn order, its replications together.

    Args:
        recordings: Of one design.
        design: That design.
    """
    kept = untaken(design)
    found = []
    for line in design.script.lines:
        if line.kind is LineKind.DELIVERY:
            counts = [_delivered(one, design, line) for one in recordings]
        elif line in kept:
            counts = [_kept(one, line) for one in recordings]
        else:
            continue
        sums = {name: sum(count[name] for count in counts) for name in counts[0]}
        found.append(Account(queue=line.stream, **_NOTHING | sums))
    return tuple(found)


_NOTHING = dict.fromkeys((one for one in Account.__slots__ if one != "queue"), 0)
_ENDS = {
    "settled": Settlement.ACKNOWLEDGED,
    "expired": Settlement.EXPIRED,
    "dropped": Settlement.DROPPED,
    "dead": Settlement.DEAD_LETTERED,
}
_FATES = {
    "acknowledged": Settlement.ACKNOWLEDGED,
    "rejected": Settlement.REJECTED,
    "lapsed": Settlement.LAPSED,
    "cut_off": Settlement.CUT_OFF,
}


def _delivered(recording: Recording, design: Design, line: Line) -> dict[str, int]:
    """The account of a queue in one run."""
    found, visits = copies(recording, design, receiver=line.receiver), recording.visits
    chosen = recording.measured[found.request] & (found.line == line.index)
    end = found.end[chosen]
    counts = {name: _count(end == fate) for name, fate in _ENDS.items()}
    gone = visits["sent"][found.last] < OPEN
    left = chosen[found.of] & (visits["sent"][found.rows] < OPEN)
    fates = visits["settlement"][found.rows[left]]
    counts |= {name: _count(fates == fate) for name, fate in _FATES.items()}
    over = found.end[found.of[left]] != Settlement.NONE
    none = fates == Settlement.NONE
    return counts | {
        "stored": len(end),
        "waiting": _count((end == Settlement.NONE) & ~gone[chosen]),
        "out": _count((end == Settlement.NONE) & gone[chosen]),
        "redelivered": _count(found.left[chosen] > 1),
        "left": _count(left),
        "superfluous": _count(none & over),
        "open": _count(none & ~over),
    }


def _kept(recording: Recording, line: Line) -> dict[str, int]:
    """The account of messages that nobody takes."""
    visits = recording.visits
    here = (visits["message"] == line.index) & recording.measured[visits["request"]]
    here &= (visits["started"] < OPEN) & (visits["outcome"] != Outcome.DIED)
    here &= (visits["ended"] < OPEN) | (visits["started"] + visits["worked"] < recording.end)
    fates = visits["settlement"][here]
    counts = {name: _count(fates == fate) for name, fate in _ENDS.items()}
    return counts | {"stored": _count(here), "waiting": _count(fates == Settlement.NONE)}


def _count(marked: Bools) -> int:
    return int(np.count_nonzero(marked))


def work_ledger(recordings: Sequence[Recording], design: Design) -> dict[str, Work]:
    """What became of the work of each pool that was over in the window, by its name.

    It is that of all requests: a pool can be busy with what came before the window, and never come
    to the measured ones.

    Args:
        recordings: Of one design.
        design: That design.
    """
    found = {}
    for number, participant in enumerate(design.participants):
        if participant.kind is Kind.POOL:
            parts = [work_of(one, number, in_window(one)) for one in recordings]
            found[participant.id] = Work(
                useful=sum(part.useful for part in parts),
                duplicate=sum(part.duplicate for part in parts),
                zombie=sum(part.zombie for part in parts),
                aborted=sum(part.aborted for part in parts),
                unfinished=sum(part.unfinished for part in parts),
            )
    return found
