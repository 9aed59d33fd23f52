"""What holds of every call, whatever its policy and whatever goes wrong.

As `tests.conformance.test_at_least_once`; hunt with ``SIMKIT_EXAMPLES`` as there.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from simkit.analysis.audit import audit
from simkit.engine import make_plan
from simkit.engine.reference.run import Run
from simkit.model.calling import Calling
from simkit.model.script import LineKind
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Again, Change, Done, GivenUp, Outcome, Told
from simkit.units import SECOND
from tests.conformance.call_schedules import any_call
from tests.conformance.schedules import Schedule
from tests.conformance.test_any_policy import Row, rows_of
from tests.engine.contract import digest
from tests.engine.test_contract import ShuffledClock
from tests.engine.test_invariants import invariant


@dataclass(frozen=True)
class Ran:
    """A schedule, and what came of it."""

    schedule: Schedule

    @cached_property
    def recording(self) -> Recording:
        return self.schedule.recording()

    @cached_property
    def rows(self) -> list[Row]:
        """The visits."""
        return rows_of(self.schedule)

    @cached_property
    def callings(self) -> list[Calling]:
        """How each line is called for."""
        return [cost.calling for cost in self.schedule.design.costs]

    @cached_property
    def attempts(self) -> dict[tuple[int, int, int], list[Row]]:
        """Those of each call, in order: by request, the row of who makes it, and its line."""
        found = defaultdict(list)
        for row in self.rows:
            if self.schedule.design.script.lines[row["message"]].kind is not LineKind.DELIVERY:
                found[row["request"], row["parent"], row["message"]].append(row)
        return {
            call: sorted(rows, key=lambda row: row["path"]) for call, rows in sorted(found.items())
        }


@invariant
@given(any_call())
def test_the_books_balance_and_the_order_of_scheduling_decides_nothing(schedule: Schedule) -> None:
    assert audit(schedule.recording(), schedule.design) == []
    plan = make_plan(schedule.scenario, schedule.design)
    shuffled = Run(plan, 0, clock=ShuffledClock(1)).run(None)
    assert digest(shuffled) == digest(Run(plan, 0).run(None))


@invariant
@given(any_call(bounded=True))
def test_nobody_waits_for_ever(schedule: Schedule) -> None:
    recording = schedule.recording()
    assert np.all(recording.requests["settled"][recording.measured] < OPEN)
    assert np.all(recording.requests["done"][recording.measured] != Done.OPEN)


@invariant
@given(any_call())
def test_calls_keep_to_what_is_said_of_them(schedule: Schedule) -> None:
    ran = Ran(schedule)
    _no_more_attempts_than_may_be(ran)
    _further_attempts_leave_in_time(ran)
    _only_what_may_be_is_cancelled(ran)
    _no_more_come_in_than_may(ran)
    _no_more_leave_than_may(ran)


@invariant
@given(any_call())
def test_what_is_told_and_what_is_done_agree(schedule: Schedule) -> None:
    ran = Ran(schedule)
    _told_and_done_agree(ran)
    _nobody_is_given_up_before_he_was_asked(ran)


def _no_more_attempts_than_may_be(ran: Ran) -> None:
    for (request, parent, line), rows in ran.attempts.items():
        said = ran.callings[line]
        assert len(rows) <= said.attempts + (said.hedges if said.hedge else 0)
        if parent < 0 and line == 0:
            left = sum(one["arrived"] < NEVER or one["outcome"] != Outcome.REFUSED for one in rows)
            assert ran.recording.requests["attempts"][request] == max(1, left)


def _further_attempts_leave_in_time(ran: Ran) -> None:
    """At the earliest when the first has left, and none at the deadline or later."""
    for (_, _, line), (first, *others) in ran.attempts.items():
        deadline = ran.callings[line].deadline
        for other in others:
            assert first["sent"] <= other["sent"]
            assert deadline is None or other["sent"] < first["sent"] + deadline


def _only_what_may_be_is_cancelled(ran: Ran) -> None:
    """As somebody above cancels what he has set in motion."""
    for row in ran.rows:
        if row["outcome"] == Outcome.CANCELLED:
            above, cancels = row, {ran.callings[row["message"]].cancel}
            while above["parent"] >= 0:
                above = ran.rows[above["parent"]]
                cancels.add(ran.callings[above["message"]].cancel)
            assert cancels & ({"running"} if row["started"] < OPEN else {"queued", "running"})


def _apart(instants: list[int], burst: int) -> NDArray[np.int64]:
    """How far apart are instants between which there is a burst."""
    known: NDArray[np.int64] = np.sort([instant for instant in instants if instant < OPEN])
    return known[burst:] - known[: max(0, len(known) - burst)]


def _no_more_come_in_than_may(ran: Ran) -> None:
    for line, said in enumerate(ran.callings):
        if said.limit is None:
            continue
        here = [row for row in ran.rows if row["message"] == line and row["arrived"] < OPEN]
        steps = [step for row in here for step in _stay(row)]
        most = np.cumsum([step for _, step in sorted(steps)]).max(initial=0)
        assert said.limit.at_once is None or most <= said.limit.at_once
        if said.limit.rate is not None:
            taken = [row["arrived"] for row in here if row["outcome"] != Outcome.REFUSED]
            assert np.all(_apart(taken, said.limit.burst) >= round(SECOND / said.limit.rate))


def _stay(row: Row) -> list[tuple[int, int]]:
    """When one that was let in came, and when it went."""
    if row["outcome"] == Outcome.REFUSED:
        return []
    return [(row["arrived"], 1)] + [(row["ended"], -1)] * (row["ended"] < OPEN)


def _no_more_leave_than_may(ran: Ran) -> None:
    """Of one sending instance: its workers tell which it is.

    Who releases its worker while it waits has its turn, and may then queue for a worker.
    """
    script, part = ran.schedule.design.script, ran.schedule.design.participant
    for line, said in enumerate(ran.callings):
        releases = part(script.lines[line].sender).releases
        if said.pace is None or said.pace.rate is None or releases:
            continue
        sent: dict[int, list[int]] = defaultdict(list)
        for row in ran.rows:
            kept = row["outcome"] == Outcome.REFUSED and row["arrived"] == NEVER
            if row["message"] == line and not kept:
                parent = row["parent"]
                here = 0 if said.pace.shared or parent < 0 else ran.rows[parent]["instance"]
                sent[here].append(row["sent"])
        for instants in sent.values():
            assert np.all(_apart(instants, said.pace.burst) >= round(SECOND / said.pace.rate))


def _told_and_done_agree(ran: Ran) -> None:
    names = ("told", "done", "acknowledged", "settled", "completed")
    columns = (ran.recording.requests[name].tolist() for name in names)
    for told, done, acknowledged, settled, completed in zip(*columns, strict=True):
        if told in (Told.OK, Told.ACCEPTED):
            assert acknowledged < OPEN
        if told == Told.TIMED_OUT:
            says = (ran.callings[0].timeout, ran.callings[0].deadline)
            assert says != (None, None)
            assert acknowledged == NEVER
        assert (done == Done.WELL) == (completed < OPEN)
        assert completed >= OPEN or completed == settled
        assert (done == Done.OPEN) == (settled == OPEN)


def _nobody_is_given_up_before_he_was_asked(ran: Ran) -> None:
    rows = {(row["request"], row["message"], row["path"]): row for row in ran.rows}
    columns = (column.tolist() for column in ran.recording.given_up.values())
    for request, line, path, when, why in zip(*columns, strict=True):
        row, said = rows[request, line, path], ran.callings[line]
        assert row["sent"] <= when < OPEN
        if why == GivenUp.TIMED_OUT:
            assert (said.timeout, said.deadline) != (None, None)
            assert row["answer_arrived"] > row["sent"]


def test_the_schedules_hold_all_that_can_happen() -> None:
    seen: Counter[object] = Counter()

    @invariant
    @given(any_call())
    def draw_one(schedule: Schedule) -> None:
        recording = schedule.recording()
        found: set[object] = {Outcome(one) for one in recording.visits["outcome"]}
        found |= {Told(one) for one in recording.requests["told"]}
        found |= {Done(one) for one in recording.requests["done"]}
        found |= {Again(one) for one in recording.paths["why"]}
        found |= {GivenUp(one) for one in recording.given_up["why"]}
        found |= {Change(one) for one in recording.changes["what"]}
        seen.update(found)

    draw_one()
    other = {Outcome.WITHDRAWN, Done.EXPIRED, Again.TURN, Again.COPY}
    wanted = {*Outcome, *Told, *Done, *Again, *GivenUp, Change.BREAKER} - other
    rare = [what for what in wanted if seen[what] < 3]
    assert not rare, rare
