"""The engines against queueing theory."""

import sys

import pytest

from tests.engine.both import replicate_soon
from tests.statistical.case import Case
from tests.statistical.cases import CASES, compared


@pytest.mark.statistical
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_engine_agrees_with_theory(case: Case) -> None:
    """Student's interval of 64 replications holds the known value and is narrow enough.

    At most 2 % each way, that is half-width over known value, unless the quantity says otherwise.
    An approximation agrees if the interval holds a value that it may be off by. The seed is
    fixed; the chance that a correct engine fails any comparison of this file is at most 1 %
    (`interval.confidence`). Every replication is audited, and the first one played by both engines.
    """
    design = case.scenario.design("design")
    # One run's tables at a time: only their numbers stay.
    rows = [
        tuple(quantity.read(recording, design) for quantity in case.quantities)
        for recording in replicate_soon(case.scenario, "design")
    ]
    found = compared(case, rows)
    sys.stdout.write("\n" + "".join(f"{case.name}: {comparison}\n" for comparison in found))
    wrong = [str(one) for one in found if not (one.agrees and one.is_precise)]
    assert not wrong
