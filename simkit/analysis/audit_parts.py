"""The audit of the parts: the books of pools and brokers against the tables."""

from collections.abc import Iterator

import numpy as np

from simkit.analysis import levels
from simkit.analysis.copies import copies
from simkit.analysis.metrics import held_times
from simkit.analysis.queues import stored_copies
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Outcome, Settlement

TAKEN = (Outcome.WELL, Outcome.FAILED, Outcome.DIED, Outcome.CANCELLED)
FATES = {
    "settled": Settlement.ACKNOWLEDGED,
    "expired": Settlement.EXPIRED,
    "dropped": Settlement.DROPPED,
    "dead": Settlement.DEAD_LETTERED,
}


def differ(what: str, tables: int, witness: int) -> Iterator[str]:
    """A line if two that should be equal are not."""
    if tables != witness:
        yield f"{what}: the tables have {tables}, the part itself counted {witness}"


def check_pool(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Books of one participant, whole run: counts, and integrals over time."""
    visits, witness = recording.visits, recording.witness.parts
    here = (visits["participant"] == number) & (visits["outcome"] != Outcome.LOST)
    name = recording.participants[number]
    arrived, started, ended = (visits[c][here] for c in ("arrived", "started", "ended"))
    came, begun, over = ((column < OPEN) for column in (arrived, started, ended))
    # What never left its sender has not come either.
    refused = (visits["outcome"][here] == Outcome.REFUSED) & came
    counts = {
        "came": came.sum(),
        "refused": refused.sum(),
        "started": begun.sum(),
        "ended": (begun & over).sum(),
        "inside": (begun & ~over).sum(),
        "died": (visits["outcome"][here] == Outcome.DIED).sum(),
    }
    for what, count in counts.items():
        yield from differ(f"{name}, {what}", int(count), int(witness[what][-1, number]))
    # Taken = well + failed + died + cancelled + inside, of which only the pool sees the last.
    outcomes = np.bincount(visits["outcome"][here][begun], minlength=len(Outcome))
    taken = sum(int(outcomes[one]) for one in TAKEN)
    taken += int(witness["inside"][-1, number])
    yield from differ(f"{name}, taken", taken, int(witness["started"][-1, number]))
    # Those that queue again after a wait have started before; only the pool sees them queue.
    waits = came & ~begun & ~over & ~refused
    again = int(witness["queued"][-1, number]) - int(waits.sum())
    if not 0 <= again <= counts["inside"]:
        yield f"{name}, queued: {again} more than the tables explain"
    yield from _times(recording, design, number)


def _times(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """What executions of a participant waited, held and worked."""
    visits, witness = recording.visits, recording.witness.parts
    here = (visits["participant"] == number) & (visits["outcome"] != Outcome.LOST)
    name, end = recording.participants[number], recording.end
    # Who is refused at once never waits; who waited too long did so until then.
    refused = (visits["outcome"] == Outcome.REFUSED) & (visits["ended"] == NEVER)
    queued = here & (visits["arrived"] < OPEN) & ~refused
    first = np.minimum(np.minimum(visits["started"], visits["ended"]), end) - visits["arrived"]
    times = {
        "waiting": levels.total(first[queued]) + levels.total(visits["requeued"][here]),
        "working": levels.total(visits["worked"][here]),
    }
    if design.participants[number].kind is Kind.POOL:
        times["held"] = levels.total(held_times(recording, design)[here])
    for what, time in times.items():
        yield from differ(f"{name}, ns {what}", time, int(witness[what][-1, number]))


def check_broker(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Books of a broker: its messages, how long their copies waited, and what became of each."""
    visits, witness = recording.visits, recording.witness.parts
    here = (visits["participant"] == number) & (visits["outcome"] != Outcome.LOST)
    name, end = recording.participants[number], recording.end
    begun, over = visits["started"][here] < OPEN, visits["ended"][here] < OPEN
    refused = (visits["outcome"][here] == Outcome.REFUSED) & (visits["arrived"][here] < OPEN)
    begins, ends = stored_copies(recording, design, number)
    books = {
        "came": int((visits["arrived"][here] < OPEN).sum()),
        "refused": int(refused.sum()),
        "died": int((visits["outcome"][here] == Outcome.DIED).sum()),
        "started": int(begun.sum()),
        "ended": int((begun & over).sum()),
        "inside": int((begun & ~over).sum()),
        "queued": int((ends >= OPEN).sum()),
        "ns waiting": levels.total(np.minimum(ends, end) - begins),
        "ns working": levels.total(visits["worked"][here]),
    }
    for what, count in books.items():
        yield from differ(
            f"{name}, {what}", count, int(witness[what[3:] if " " in what else what][-1, number])
        )
    yield from _copies(recording, design, number)


def _copies(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Copies stored = settled + expired + dropped + dead + inside, one by one and together."""
    witness, name = recording.witness.parts, recording.participants[number]
    found = copies(recording, design, broker=design.participants[number].id)
    yield from differ(f"{name}, stored", len(found), int(witness["stored"][-1, number]))
    ends, unsure = found.end[~found.unsure], int(np.count_nonzero(found.unsure))
    for what, fate in FATES.items():
        count, counted = int(np.count_nonzero(ends == fate)), int(witness[what][-1, number])
        yield from differ(f"{name}, {what}", _nearest(count, unsure, counted), counted)
    for mark, when in enumerate(("the warm-up", "the horizon", "the run")):
        left = int(witness["stored"][mark, number])
        left -= sum(int(witness[what][mark, number]) for what in FATES)
        if left < 0:
            yield f"{name}: at the end of {when} {-left} more copies were over than stored"
    inside = int(np.count_nonzero(ends == Settlement.NONE))
    yield from differ(f"{name}, copies inside", _nearest(inside, unsure, left), left)


def _nearest(sure: int, unsure: int, counted: int) -> int:
    """What is nearest to a count, of all that the tables allow."""
    return min(max(sure, counted), sure + unsure)


def check_crowd(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Never more executions with a worker than an instance has workers."""
    visits, workers = recording.visits, design.participants[number].most_workers
    here = visits["participant"] == number
    started, ended = visits["started"], visits["ended"]
    # Whoever queued again had no worker meanwhile; when is not recorded.
    spent = visits["worked"] + visits["blocked"]
    whole = here & (ended < OPEN) & (started < OPEN)
    whole[whole] = (ended - started == spent)[whole]
    assert workers is not None
    for instance in np.unique(visits["instance"][whole]).tolist():
        own = whole & (visits["instance"] == instance)
        most = int(levels.steps(started[own], ended[own])[1].max(initial=0))
        if most > workers:
            name = recording.participants[number]
            if design.participants[number].instances > 1:
                name += f", instance {instance + 1}"
            yield f"{name}: {most} executions had a worker at once; there are {workers}"
