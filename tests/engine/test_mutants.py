"""The contract rejects every engine with a fault, and for the fault that it has."""

import pytest

from tests.conformance.promises import PROMISES
from tests.engine.contract import Engine, check_audit, check_draws, check_exact, plan_of
from tests.engine.exact_cases import CASES
from tests.engine.examples import BUSY, BUSY_QUEUES
from tests.engine.examples import DRAWS as DRAWN
from tests.engine.faults import misreading, with_parts
from tests.engine.mutants import DRAWS, MUTANTS, REDRAWN, Mutant
from tests.engine.mutants_blocks import CHOSEN, MUTANTS_OF_BLOCKS
from tests.engine.mutants_calls import ATTEMPTS, MUTANTS_OF_CALLS
from tests.engine.mutants_delivery import MUTANTS_OF_DELIVERY
from tests.engine.mutants_serving import MUTANTS_OF_SERVING
from tests.engine.rechoices import CHOICES, check_choices
from tests.engine.redraws import REDRAWN as DRAWN_AGAIN
from tests.engine.redraws import check_redraws
from tests.engine.redraws_calls import ATTEMPTS as DRAWN_IN_CALLS
from tests.engine.redraws_calls import check_attempts

CASE = {case.name: case for case in (*CASES, *PROMISES)}
ALL = (
    *(*MUTANTS, *MUTANTS_OF_DELIVERY, *MUTANTS_OF_CALLS, *MUTANTS_OF_SERVING),
    *MUTANTS_OF_BLOCKS,
)

# What the tables and the second witness show by themselves, where no answer is known.
AUDITED = (
    "one worker too many",
    "a worker is not freed at the end of an execution",
    "a worker is not freed on failure",
    "a journey is lost from the tables",
    "a visit is lost from the tables",
)
AUDITED_WITH_QUEUES = (
    "one worker too many",
    "a worker is not freed on failure",
    "a worker that is kept for a delivery is kept for others too",
    "a worker that is kept for a delivery is held",
    "a broker's books are not kept",
    "a refused message runs",
    "branches work at once on one worker",
)


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.fault)
def test_the_contract_rejects(mutant: Mutant) -> None:
    drawn = {
        DRAWS: (check_draws, DRAWN),
        REDRAWN: (check_redraws, DRAWN_AGAIN),
        CHOSEN: (check_choices, CHOICES),
        ATTEMPTS: (check_attempts, DRAWN_IN_CALLS),
    }
    if mutant.case in drawn:
        check, text = drawn[mutant.case]
        with pytest.raises(AssertionError, match="not that drawn"):
            check(mutant.engine, plan_of(text), 0)
        return
    with pytest.raises(AssertionError) as rejection:
        check_exact(mutant.engine, CASE[mutant.case])
    assert str(rejection.value).startswith(f"{mutant.case}: ")


@pytest.mark.parametrize("engine", [with_parts(), misreading(lambda plan: plan)])
def test_without_a_fault_it_accepts(engine: Engine) -> None:
    for case in (*CASES, *PROMISES):
        check_exact(engine, case)
    check_draws(engine, plan_of(DRAWN), 0)
    check_redraws(engine, plan_of(DRAWN_AGAIN), 0)
    check_choices(engine, plan_of(CHOICES), 0)
    check_attempts(engine, plan_of(DRAWN_IN_CALLS), 0)
    check_audit(engine, BUSY)
    check_audit(engine, BUSY_QUEUES)


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        *((fault, BUSY) for fault in AUDITED),
        *((fault, BUSY_QUEUES) for fault in AUDITED_WITH_QUEUES),
    ],
)
def test_the_audit_rejects_without_knowing_the_answer(fault: str, text: str) -> None:
    mutant = next(mutant for mutant in MUTANTS if mutant.fault == fault)
    with pytest.raises(AssertionError, match=r"^audit: "):
        check_audit(mutant.engine, text)
