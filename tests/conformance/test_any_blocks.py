"""What holds of every drawing, however its blocks are nested.

More examples: ``SIMKIT_EXAMPLES=2000 pytest tests/conformance/test_any_blocks.py``.
"""

from hypothesis import given

from simkit.engine.reference.run import Run
from simkit.record.tables import NEVER, OPEN, Done, GivenUp, Told
from tests.conformance.drawings import Drawn, drawings
from tests.engine.contract import digest
from tests.engine.test_contract import ShuffledClock
from tests.engine.test_invariants import invariant


@invariant
@given(drawings())
def test_runs_end_and_books_balance(drawn: Drawn) -> None:
    assert drawn.complaints() == []


@invariant
@given(drawings())
def test_the_order_of_scheduling_decides_nothing(drawn: Drawn) -> None:
    shuffled = Run(drawn.plan, 0, clock=ShuffledClock(1)).run(None)
    assert digest(shuffled) == digest(drawn.tables)


@invariant
@given(drawings())
def test_what_is_told_and_what_is_done_agree(drawn: Drawn) -> None:
    requests = drawn.tables.requests
    columns = [column.tolist() for column in requests.values()]
    for row in (dict(zip(requests, values, strict=True)) for values in zip(*columns, strict=True)):
        acknowledged, settled = row["acknowledged"], row["settled"]
        assert (row["completed"] == settled < OPEN) == (row["done"] == Done.WELL)
        assert (settled >= OPEN) == (row["done"] == Done.OPEN)
        assert row["meant"] <= min(acknowledged, settled, row["noticed"])
        if row["told"] in (Told.ACCEPTED, Told.OK):
            assert acknowledged < OPEN
        if row["told"] == Told.NOTHING:
            assert acknowledged in (OPEN, NEVER)


@invariant
@given(drawings(crowded=False))
def test_where_nobody_lacks_a_worker_every_journey_ends(drawn: Drawn) -> None:
    requests = drawn.tables.requests
    measured = requests["meant"] < drawn.plan.horizon
    assert (requests["settled"][measured] < OPEN).all()


@invariant
@given(drawings())
def test_every_path_is_known_and_lies_in_another(drawn: Drawn) -> None:
    tables = drawn.tables
    known = {
        (row, path): above
        for row, path, above in zip(
            *(tables.paths[name].tolist() for name in ("request", "path", "above")), strict=True
        )
    }
    used = zip(tables.visits["request"].tolist(), tables.visits["path"].tolist(), strict=True)
    assert {place for place in used if place[1]} <= set(known)
    for (row, path), above in known.items():
        assert above < path
        assert not above or (row, above) in known
    for row, path, why in zip(
        *(tables.given_up[name].tolist() for name in ("request", "path", "why")), strict=True
    ):
        assert why in list(GivenUp)
        assert not path or (row, path) in known
