"""Every engine keeps every promise of the message system and of calls, to the nanosecond."""

import pytest

from simkit.engine.reference.run import Run
from tests.conformance.outbox import DUAL_WRITE, OUTBOX
from tests.conformance.promises import PROMISES
from tests.engine.compiled_runs import every_engine_on
from tests.engine.contract import ENGINES, check_audit, check_exact, digest, plan_of
from tests.engine.exact.notation import Case, expected_visits
from tests.engine.test_contract import shuffled

every_promise = pytest.mark.parametrize("case", PROMISES, ids=lambda case: case.name)


@every_engine_on(PROMISES)
def test_it_is_kept(engine: str, case: Case) -> None:
    check_exact(ENGINES[engine], case)


@every_engine_on(PROMISES)
def test_its_books_balance(engine: str, case: Case) -> None:
    check_audit(ENGINES[engine], case.text)


@every_promise
def test_the_order_of_scheduling_decides_nothing(case: Case) -> None:
    plan = plan_of(case.text)
    assert digest(shuffled(plan, 1)) == digest(Run(plan, 0).run(None))


def rows(case: Case, message: str) -> int:
    """How often something is done in a case."""
    return sum(visit.message == message for visit in expected_visits(case))


def test_three_places_to_die_leave_three_ledgers_and_an_outbox_loses_nothing() -> None:
    """P26: what is saved, and the events of it, by where the API dies."""
    written = {case.name: (rows(case, "D.Save"), rows(case, "W.Event")) for case in DUAL_WRITE}
    assert set(written.values()) == {(0, 0), (1, 0), (1, 1)}
    for case in OUTBOX:
        assert rows(case, "W.Event") >= rows(case, "D.Save")


def test_promises_have_names_of_their_own() -> None:
    assert len({case.name for case in PROMISES}) == len(PROMISES) >= 100
