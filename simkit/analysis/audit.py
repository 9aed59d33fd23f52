"""After every run: do the tables agree with what the parts counted themselves?

The tables come from the recorder, the second witness from the pools. A visit that was lost
from the tables, a worker that was never freed or a journey that nobody closed shows here.
Everything is in whole nanoseconds, so every check is an equality.
"""

from collections.abc import Iterator

import numpy as np

from simkit.analysis import levels
from simkit.analysis.metrics import held_times, stored_copies
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN, Done, Outcome
from simkit.units import time_text


def audit(recording: Recording, design: Design) -> list[str]:
    """Everything in a recording that does not balance; empty when it is sound.

    Args:
        recording: Of one run.
        design: Its design.
    """
    found = [*_journeys(recording, design), *_clocks(recording)]
    for number, participant in enumerate(design.participants):
        if participant.kind is Kind.BROKER:
            found += _broker(recording, design, number)
            continue
        found += _pool(recording, design, number)
        if participant.kind is Kind.POOL and participant.workers and not participant.releases:
            found += _crowded(recording, design, number)
    return found


def _differ(what: str, tables: int, witness: int) -> Iterator[str]:
    if tables != witness:
        yield f"{what}: the tables have {tables}, the part itself counted {witness}"


def _journeys(recording: Recording, design: Design) -> Iterator[str]:
    """Journeys begun = settled + open, by the tables and by the engine."""
    meant, settled = recording.requests["meant"], recording.requests["settled"]
    for number, mark in enumerate(recording.witness.marks.tolist()):
        # What happens at exactly the end of the run may have been run or not.
        last = number == len(recording.witness.marks) - 1
        begun = len(meant) if last else int(np.count_nonzero(meant < mark))
        still = int(
            np.count_nonzero(settled == OPEN if last else (meant < mark) & (settled >= mark))
        )
        at = f"at {time_text(mark)}"
        yield from _differ(f"journeys begun {at}", begun, int(recording.witness.begun[number]))
        yield from _differ(f"journeys open {at}", still, int(recording.witness.open[number]))
    if recording.measured.any():
        waiting = (settled[recording.measured] == OPEN).any()
        if not waiting and recording.end > recording.horizon:
            last_settled = int(settled[recording.measured].max())
            yield from _differ("end of the run", last_settled, recording.end)
    several = len(design.sources)
    source = np.zeros(max(1, len(recording.journeys)), dtype=np.int64)
    for number, one in enumerate(design.sources):
        source[list(one.roots)] = number
    own = recording.requests["request"] * several + source[recording.requests["journey"]]
    if len(np.unique(own)) != len(meant):
        yield "requests: a number stands there twice"


def _clocks(recording: Recording) -> Iterator[str]:
    """No clock runs backwards, and completed means all done well."""
    visits, requests = recording.visits, recording.requests
    for earlier, later in (
        ("sent", "arrived"),
        ("arrived", "started"),
        ("started", "ended"),
        ("answered", "answer_arrived"),
    ):
        if (visits[earlier] > visits[later]).any():
            yield f"visits: '{later}' before '{earlier}'"
    spent = visits["worked"] + visits["blocked"] + visits["requeued"]
    over = visits["ended"] < OPEN
    if (spent[over] > (visits["ended"] - visits["started"])[over]).any():
        yield "visits: more time spent than there was"
    bad = np.zeros(len(requests["serial"]), dtype=bool)
    bad[visits["request"][visits["outcome"] != Outcome.WELL]] = True
    settled = requests["settled"] < OPEN
    well = requests["completed"] < OPEN
    # The client itself can be told no while every visit was over well by then.
    told_no = settled & ~well & ~bad & (requests["done"] == Done.FAILED)
    if (well != (settled & ~bad & ~told_no)).any():
        yield "requests: completed without all work done well, or the reverse"
    if (requests["completed"][well] != requests["settled"][well]).any():
        yield "requests: completed at another time than settled"
    ends = np.full(len(bad), -1, dtype=np.int64)
    np.maximum.at(ends, visits["request"][over], visits["ended"][over])
    arrived = visits["answer_arrived"] < OPEN
    np.maximum.at(ends, visits["request"][arrived], visits["answer_arrived"][arrived])
    if (ends[settled] > requests["settled"][settled]).any():
        yield "requests: settled before the last of its visits"
    if ((requests["settled"] == OPEN) != (requests["done"] == Done.OPEN)).any():
        yield "requests: open without being unsettled, or the reverse"


def _pool(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Books of one participant, whole run: counts, and integrals over time."""
    visits, witness = recording.visits, recording.witness.parts
    here = (visits["participant"] == number) & (visits["outcome"] != Outcome.LOST)
    name, end = recording.participants[number], recording.end
    arrived, started, ended = (visits[c][here] for c in ("arrived", "started", "ended"))
    came, begun, over = ((column < OPEN) for column in (arrived, started, ended))
    refused = visits["outcome"][here] == Outcome.REFUSED
    counts = {
        "came": came.sum(),
        "refused": refused.sum(),
        "started": begun.sum(),
        "ended": over.sum(),
        "inside": (begun & ~over).sum(),
    }
    for what, count in counts.items():
        yield from _differ(f"{name}, {what}", int(count), int(witness[what][-1, number]))
    # Those that queue again after a wait have started before; only the pool sees them queue.
    again = int(witness["queued"][-1, number]) - int((came & ~begun & ~refused).sum())
    if not 0 <= again <= counts["inside"]:
        yield f"{name}, queued: {again} more than the tables explain"
    queued = came & ~refused
    first = np.where(begun, started, end)[queued] - arrived[queued]
    times = {
        "waiting": levels.total(first) + levels.total(visits["requeued"][here]),
        "working": levels.total(visits["worked"][here]),
    }
    if design.participants[number].kind is Kind.POOL:
        times["held"] = levels.total(held_times(recording, design)[here])
    for what, time in times.items():
        yield from _differ(f"{name}, ns {what}", time, int(witness[what][-1, number]))


def _broker(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Books of a broker: messages, and how long their copies waited for a worker."""
    visits, witness = recording.visits, recording.witness.parts
    here = (visits["participant"] == number) & (visits["outcome"] != Outcome.LOST)
    name, end = recording.participants[number], recording.end
    came, over = visits["arrived"][here] < OPEN, visits["ended"][here] < OPEN
    begins, ends = stored_copies(recording, design, number)
    books = {
        "came": int(came.sum()),
        "started": int(came.sum()),
        "ended": int(over.sum()),
        "inside": int((came & ~over).sum()),
        "queued": int((ends >= OPEN).sum()),
        "ns waiting": levels.total(np.minimum(ends, end) - begins),
        "ns working": levels.total(visits["worked"][here]),
    }
    for what, count in books.items():
        yield from _differ(
            f"{name}, {what}", count, int(witness[what[3:] if " " in what else what][-1, number])
        )


def _crowded(recording: Recording, design: Design, number: int) -> Iterator[str]:
    """Never more executions with a worker than there are workers."""
    visits, workers = recording.visits, design.participants[number].workers
    here = visits["participant"] == number
    started, ended = visits["started"][here], visits["ended"][here]
    spent = (visits["worked"] + visits["blocked"] + visits["requeued"])[here]
    whole = np.where(ended < OPEN, ended - started == spent, False)
    begins, ends = started[whole], ended[whole]
    assert workers is not None
    most = int(levels.steps(begins, ends)[1].max(initial=0))
    if most > workers:
        yield (
            f"{recording.participants[number]}: {most} executions had a worker at once; "
            f"there are {workers}"
        )
