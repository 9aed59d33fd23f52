"""Settled after the work and delivered without limit, no message is lost, whoever dies when.

The examples are the same in every run; to hunt for more, run this file with
``SIMKIT_EXAMPLES=2000 pytest tests/conformance --hypothesis-seed=7``.
"""

import numpy as np
from hypothesis import given

from simkit.analysis.audit import audit
from simkit.model.script import LineKind
from simkit.record.tables import Done, Outcome
from tests.conformance.schedules import Schedule, at_least_once
from tests.engine.test_invariants import invariant


@invariant
@given(at_least_once())
def test_all_that_was_stored_is_done_once_all_is_up_again(schedule: Schedule) -> None:
    recording = schedule.recording()
    visits = recording.visits
    done = recording.requests["done"][recording.measured]
    puts = visits["outcome"][(visits["parent"] < 0) & recording.measured[visits["request"]]]
    assert len(puts) == len(done) > 0
    assert np.all(done[puts == Outcome.WELL] == Done.WELL)
    assert np.all(done[puts == Outcome.REFUSED] == Done.REFUSED)  # the broker was down
    assert np.all(done[puts == Outcome.DIED] == Done.LOST)  # it was being written
    assert np.isin(puts, (Outcome.WELL, Outcome.REFUSED, Outcome.DIED)).all()


@invariant
@given(at_least_once())
def test_the_books_balance(schedule: Schedule) -> None:
    assert audit(schedule.recording(), schedule.design) == []


@invariant
@given(at_least_once())
def test_every_copy_is_done_well_at_least_once(schedule: Schedule) -> None:
    recording = schedule.recording()
    visits, lines = recording.visits, schedule.design.script.lines
    client = [line.index for line in lines if line.kind is LineKind.PUT and line.by == 0]
    for line in lines:
        if line.kind is not LineKind.DELIVERY or line.carries not in client:
            continue
        here = visits["message"] == line.index
        well = here & (visits["outcome"] == Outcome.WELL)
        stored = recording.measured[visits["request"]] & here
        assert set(visits["request"][stored]) <= set(visits["request"][well])
