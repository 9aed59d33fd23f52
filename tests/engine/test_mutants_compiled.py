"""The contract rejects the compiled engine with a fault; as it is, it passes the same cases."""

import pytest

from tests.conformance.promises import PROMISES
from tests.engine.contract import Engine, check_draws, check_exact, plan_of
from tests.engine.exact_cases import CASES
from tests.engine.examples import DRAWS as DRAWN
from tests.engine.mutants_compiled import DRAWN_AGAIN, DRAWS, MUTANTS_OF_THE_MACHINE, Broken
from tests.engine.mutants_compiled_more import MUTANTS_OF_PARTS
from tests.engine.mutants_compiled_parts import MUTANTS_OF_EXECUTIONS
from tests.engine.plainly import HERE, Plainly
from tests.engine.redraws import REDRAWN, check_redraws

CASE = {case.name: case for case in (*CASES, *PROMISES)}
ALL = (*MUTANTS_OF_THE_MACHINE, *MUTANTS_OF_EXECUTIONS, *MUTANTS_OF_PARTS)


def check(engine: Engine, case: str) -> None:
    """An engine passes a case, or what is drawn is what is to be drawn."""
    if case == DRAWS:
        check_draws(engine, plan_of(DRAWN), 0)
    elif case == DRAWN_AGAIN:
        check_redraws(engine, plan_of(REDRAWN), 0)
    else:
        check_exact(engine, CASE[case])


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.fault)
def test_the_contract_rejects(mutant: Broken) -> None:
    with pytest.raises(AssertionError) as rejection:
        check(mutant.engine, mutant.case)
    said = str(rejection.value)
    assert said.startswith(f"{mutant.case}: ") or "not that drawn" in said


def test_without_a_fault_it_passes_the_same_cases() -> None:
    engine = Plainly()
    for case in {mutant.case: None for mutant in ALL}:
        check(engine, case)


def test_faults_have_names_of_their_own_and_are_in_many_files() -> None:
    assert len({mutant.fault for mutant in ALL}) == len(ALL) >= 60
    files = {mutant.change.file for mutant in ALL}
    assert len(files) >= 15
    assert all((HERE / file).exists() for file in files)
