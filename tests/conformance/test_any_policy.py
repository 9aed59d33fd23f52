"""What holds of every broker, whatever its policy and whatever goes wrong.

As `tests.conformance.test_at_least_once`; hunt with ``SIMKIT_EXAMPLES`` as there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simkit.analysis.audit import audit
from simkit.engine import make_plan
from simkit.engine.reference.run import Run
from simkit.model.fault import Blow
from simkit.model.policy import Policy
from simkit.model.script import LineKind
from simkit.record.tables import OPEN, Done, Outcome, Settlement
from tests.conformance.schedules import Schedule, any_policy, at_least_once
from tests.engine.contract import digest
from tests.engine.test_contract import ShuffledClock
from tests.engine.test_invariants import invariant

Row = dict[str, int]
FATES = {Settlement.ACKNOWLEDGED, Settlement.REJECTED, Settlement.LAPSED, Settlement.CUT_OFF}
WITHDRAWN_AS = {Settlement.ACKNOWLEDGED, *list(Settlement)[Settlement.EXPIRED :]}
schedules = st.one_of(any_policy(), any_policy(), at_least_once())


def rows_of(schedule: Schedule) -> list[Row]:
    """The visits, row by row."""
    visits = schedule.recording().visits
    columns = [column.tolist() for column in visits.values()]
    return [dict(zip(visits, row, strict=True)) for row in zip(*columns, strict=True)]


def copies_of(schedule: Schedule, rows: list[Row]) -> Iterator[tuple[Row, Policy, list[Row]]]:
    """Each message in a broker, the broker's policy, and the deliveries of one of its copies."""
    lines, found = schedule.design.script.lines, defaultdict(list)
    for row in rows:
        line = lines[row["message"]]
        if line.kind is LineKind.DELIVERY:
            found[row["parent"], row["message"]].append(row)
    for (parent, number), deliveries in found.items():
        policy = schedule.design.participant(lines[number].sender).policy
        assert policy is not None
        yield rows[parent], policy, sorted(deliveries, key=lambda row: row["path"])


@invariant
@given(schedules)
def test_the_books_balance(schedule: Schedule) -> None:
    assert audit(schedule.recording(), schedule.design) == []


@invariant
@given(schedules)
def test_the_order_of_scheduling_decides_nothing(schedule: Schedule) -> None:
    plan = make_plan(schedule.scenario, schedule.design)
    shuffled = Run(plan, 0, clock=ShuffledClock(1)).run(None)
    assert digest(shuffled) == digest(Run(plan, 0).run(None))


@invariant
@given(schedules)
def test_no_delivery_is_in_the_past(schedule: Schedule) -> None:
    rows = rows_of(schedule)
    for message, _, deliveries in copies_of(schedule, rows):
        first = deliveries[0]
        assert first["stored"] >= message["started"] + message["worked"]
        for one in deliveries:
            left = one["sent"] < OPEN
            assert not left or one["stored"] <= one["sent"]
            assert not left or one["sent"] <= one["arrived"] <= one["started"]
            assert one["sent"] <= one["ended"] or not left
        for before, after in pairwise(deliveries):
            # It is ready again only after it has left, and something has come of that.
            assert before["sent"] <= after["stored"]
            if before["settlement"] == Settlement.REJECTED:
                assert before["started"] <= after["stored"]


@invariant
@given(schedules)
def test_every_delivery_has_one_end(schedule: Schedule) -> None:
    rows = rows_of(schedule)
    for message, policy, deliveries in copies_of(schedule, rows):
        over = message["ended"] < OPEN
        withdrawn = [one for one in deliveries if one["outcome"] == Outcome.WITHDRAWN]
        left = [one for one in deliveries if one["sent"] < OPEN]
        assert len(withdrawn) <= 1
        assert all(one["settlement"] in WITHDRAWN_AS for one in withdrawn)
        assert all(one["ended"] < OPEN for one in withdrawn)
        assert all(one["settlement"] in FATES for one in left[:-1])
        assert all(one["settlement"] in {*FATES, Settlement.NONE} for one in left)
        if not over:
            continue
        assert message["settlement"] not in (Settlement.NONE, Settlement.LAPSED, Settlement.CUT_OFF)
        most = policy.max_deliveries
        redriven = 2 if policy.redrive_after is not None else 1
        assert most is None or len(left) <= most * redriven
        waits = [one for one in deliveries if one["sent"] >= OPEN and one not in withdrawn]
        assert not waits


@invariant
@given(schedules)
def test_every_message_of_a_settled_journey_has_one_end(schedule: Schedule) -> None:
    """Those that the client has put; what duplicates put may still be there."""
    settled = schedule.recording().requests["settled"].tolist()
    for row in rows_of(schedule):
        put = row["parent"] < 0 and schedule.design.participants[row["participant"]].policy
        if put and row["outcome"] == Outcome.WELL:
            assert row["settlement"] != Settlement.NONE
            assert row["ended"] < OPEN
        elif put and row["outcome"] == Outcome.OPEN:
            assert settled[row["request"]] == OPEN


@invariant
@given(schedules)
def test_what_is_done_is_told_by_the_rows(schedule: Schedule) -> None:
    recording = schedule.recording()
    requests, rows = recording.requests, rows_of(schedule)
    fates: dict[int, set[object]] = defaultdict(set)
    for row in rows:
        fates[row["request"]] |= {Outcome(row["outcome"]), Settlement(row["settlement"])}
    for serial, done in enumerate(requests["done"].tolist()):
        found = fates[serial]
        if done == Done.DEAD_LETTERED:
            assert Settlement.DEAD_LETTERED in found
        elif done == Done.EXPIRED:
            assert found & {Settlement.EXPIRED, Settlement.DROPPED, Settlement.DEAD_LETTERED}
        elif done == Done.REFUSED:
            assert Outcome.REFUSED in found
        elif done == Done.LOST:
            assert found & {Settlement.DROPPED, Outcome.DIED, Outcome.LOST}
        assert (done == Done.WELL) == (requests["completed"][serial] < OPEN)


@invariant
@given(schedules)
def test_nobody_works_who_is_down(schedule: Schedule) -> None:
    rows, parts = rows_of(schedule), schedule.design.participants
    end = schedule.recording().end
    number = {part.id: n for n, part in enumerate(parts)}
    for fault in schedule.design.faults:
        if fault.blow is not Blow.CRASH or not fault.at or parts[number[fault.part]].policy:
            continue
        for row in rows:
            here = row["participant"] == number[fault.part]
            if here and fault.instance in (None, row["instance"]) and row["started"] < OPEN:
                for at in (at for at in fault.at if at < end):
                    assert not row["started"] < at < row["ended"]
                    assert not at < row["started"] < at + int(fault.lasts.mean)


@invariant
@given(schedules)
def test_a_lease_ends_on_time(schedule: Schedule) -> None:
    for _, policy, deliveries in copies_of(schedule, rows_of(schedule)):
        lapsed = [one for one in deliveries if one["settlement"] == Settlement.LAPSED]
        assert policy.lease is not None or not lapsed
        lease = policy.lease or 0
        for before, after in pairwise(deliveries):
            counts = policy.extend_every is None and policy.redrive_after is None
            if before["settlement"] == Settlement.LAPSED and counts:
                assert after["stored"] == before["sent"] + lease


@invariant
@given(schedules)
def test_a_window_is_never_overfull(schedule: Schedule) -> None:
    lines, parts = schedule.design.script.lines, schedule.design.participants
    held: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    sizes = {}
    drawn = {line.settles for line in lines}
    for row in rows_of(schedule):
        line = lines[row["message"]]
        if line.kind is not LineKind.DELIVERY or row["sent"] >= OPEN:
            continue
        policy = schedule.design.participant(line.sender).policy
        assert policy is not None
        size = policy.prefetch or parts[row["participant"]].workers
        if not (policy.prefetch or policy.poll) or line.index in drawn:
            continue
        early = policy.ack in ("before-work", "on-delivery")
        place = (row["message"], row["instance"])
        gone = row["outcome"] == Outcome.LOST
        until = min(row["started"], row["ended"]) if early else row["ended"]
        sizes[place] = size
        held[place] += [] if gone else [(row["sent"], 1), (until, -1)]
    for place, steps in held.items():
        used = np.cumsum([step for _, step in sorted(steps)])
        assert used.max(initial=0) <= sizes[place]


@invariant
@given(schedules)
def test_nothing_leaves_that_is_too_old(schedule: Schedule) -> None:
    for message, policy, deliveries in copies_of(schedule, rows_of(schedule)):
        if policy.ttl is not None and policy.redrive_after is None:
            born = message["started"] + message["worked"]
            assert all(one["sent"] <= born + policy.ttl for one in deliveries if one["sent"] < OPEN)
            assert all(
                one["ended"] >= born + policy.ttl
                for one in deliveries
                if one["settlement"] == Settlement.EXPIRED
            )


@invariant
@given(schedules)
def test_no_more_wait_than_there_is_room_for(schedule: Schedule) -> None:
    """Where none comes back: one that does has its place in any case."""
    waits: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rooms, again = {}, set()
    for _, policy, deliveries in copies_of(schedule, rows_of(schedule)):
        first = deliveries[0]
        again |= {first["message"]} if len(deliveries) > 1 else set()
        if policy.capacity is not None:
            until = min(first["sent"], first["ended"])
            waits[first["message"]] += [(first["stored"], 1), (until, -1)]
            rooms[first["message"]] = policy.capacity
    for line, steps in waits.items():
        used = np.cumsum([step for _, step in sorted(steps)])
        assert line in again or used.max() <= rooms[line]


def test_the_schedules_hold_all_that_can_happen() -> None:
    seen: Counter[object] = Counter()

    @invariant
    @given(any_policy())
    def draw_one(schedule: Schedule) -> None:
        recording = schedule.recording()
        found: set[object] = {Outcome(one) for one in recording.visits["outcome"]}
        found |= {Settlement(one) for one in recording.visits["settlement"]}
        found |= {Done(one) for one in recording.requests["done"]}
        seen.update(found)

    draw_one()
    rare = [what for what in (*Outcome, *Settlement, *Done) if seen[what] < 3]
    assert not rare, rare
