"""After every run: do the tables agree with what the parts counted themselves?

The tables come from the recorder, the second witness from the pools and the brokers. A visit that
was lost from the tables, a worker that was never freed, a delivery that was forgotten or a journey
that nobody closed shows here. Everything is in whole nanoseconds, so every check is an equality.
"""

from collections.abc import Iterator

import numpy as np

from simkit.analysis.audit_journeys import check_clocks, check_done
from simkit.analysis.audit_parts import check_broker, check_crowd, check_pool, differ
from simkit.analysis.lenience import polling_lines
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN
from simkit.units import time_text


def audit(recording: Recording, design: Design) -> list[str]:
    """Everything in a recording that does not balance; empty when it is sound.

    Args:
        recording: Of one run.
        design: Its design.
    """
    found = [*_journeys(recording, design), *check_clocks(recording)]
    found += check_done(recording, design)
    for number, participant in enumerate(design.participants):
        if participant.kind is Kind.BROKER:
            found += check_broker(recording, design, number)
            continue
        found += check_pool(recording, design, number)
        if participant.kind is Kind.POOL and participant.workers and not participant.releases:
            found += check_crowd(recording, design, number)
    return found


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
        yield from differ(f"journeys begun {at}", begun, int(recording.witness.begun[number]))
        yield from differ(f"journeys open {at}", still, int(recording.witness.open[number]))
    yield from _end(recording, design)
    several = len(design.sources)
    source = np.zeros(max(1, len(recording.journeys)), dtype=np.int64)
    for number, one in enumerate(design.sources):
        source[list(one.roots)] = number
    own = recording.requests["request"] * np.int64(several) + source[recording.requests["journey"]]
    if len(np.unique(own)) != len(meant):
        yield "requests: a number stands there twice"


def _end(recording: Recording, design: Design) -> Iterator[str]:
    """The run ends with the last measured journey, and when its client has stopped to ask."""
    settled = recording.requests["settled"][recording.measured]
    waited = len(settled) > 0 and recording.end > recording.horizon
    if waited and not (settled == OPEN).any():
        last = int(settled.max())
        # How long a client goes on to ask is not in the tables.
        if not polling_lines(design) or last > recording.end:
            yield from differ("end of the run", last, recording.end)
