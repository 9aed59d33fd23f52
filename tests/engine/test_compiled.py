"""The compiled engine gives the tables of the reference engine, byte for byte.

More examples: ``SIMKIT_EXAMPLES=2000 pytest tests/engine/test_compiled.py -k generated``.
"""

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings

from simkit.engine import Plan, compiled, make_plan
from simkit.formats.scenario_file import load
from tests.conformance.promises import PROMISES
from tests.engine.both import check_same
from tests.engine.compiled_runs import takes
from tests.engine.contract import plan_of
from tests.engine.exact.notation import Case
from tests.engine.exact_cases import CASES
from tests.engine.generated import EACH, GENERATED, Generated
from tests.engine.refused import MAY_BE_REFUSED, REFUSED, REFUSED_PATTERNS

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(path.name for path in (ROOT / "scenarios").glob("*.yaml"))
PATTERNS = sorted(path.name for path in (ROOT / "tests" / "patterns").glob("*.yaml"))
# So many times shorter than in the file, as the reference engine takes long for all of it: 10 s of
# 70 s, in which a service is slow from 5 s on, and 60 s of 240 s, in which it stands still for ten.
SHORTER = {"bulkhead.yaml": 7, "retry-storm.yaml": 4}
EXAMPLES = os.environ.get("SIMKIT_EXAMPLES")
ALL = (*CASES, *PROMISES)


# ---------------------------------------------------------------------- what is written down


def shortened(plan: Plan, times: int) -> Plan:
    """A run that ends so many times earlier; patience is as long as it was."""
    patience = plan.latest - plan.horizon
    warm_up, horizon = plan.warm_up // times, plan.horizon // times
    return replace(plan, warm_up=warm_up, horizon=horizon, latest=horizon + patience)


@cache
def plans_of(path: Path) -> dict[str, Plan]:
    """Every design of a file."""
    scenario = load(path)
    return {design.name: make_plan(scenario, design) for design in scenario.designs}


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_shipped_scenarios_are_the_same(name: str) -> None:
    for plan in plans_of(ROOT / "scenarios" / name).values():
        check_same(shortened(plan, SHORTER.get(name, 1)))


@pytest.mark.parametrize("name", PATTERNS)
def test_the_patterns_are_the_same(name: str) -> None:
    for design, plan in plans_of(ROOT / "tests" / "patterns" / name).items():
        if f"{name}: {design}" not in REFUSED_PATTERNS:
            check_same(plan)


@pytest.mark.parametrize(
    "case", [case for case in ALL if takes("compiled", case)], ids=lambda case: case.name
)
def test_what_is_worked_out_by_hand_is_the_same(case: Case) -> None:
    check_same(plan_of(case.text))


# ---------------------------------------------------------------------- what is drawn at random


@pytest.mark.parametrize("kind", GENERATED)
def test_generated_scenarios_are_the_same(kind: str) -> None:
    @settings(
        deadline=None,
        max_examples=int(EXAMPLES or EACH),
        derandomize=EXAMPLES is None,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(GENERATED[kind])
    def check(generated: Generated) -> None:
        for plan in generated.plans:
            why = compiled.refusal(plan)
            if why is not None and any(re.search(one, why) for one in MAY_BE_REFUSED):
                reject()
            check_same(plan, generated.replication)

    check()


def test_there_are_five_hundred_of_them() -> None:
    assert EACH * len(GENERATED) >= 500


# ---------------------------------------------------------------------- what is refused


def refused_now() -> dict[str, list[str]]:
    """The names of all cases that are refused, by the reason."""
    found: dict[str, list[str]] = {}
    for case in ALL:
        why = compiled.refusal(plan_of(case.text))
        if why is not None:
            found.setdefault(why, []).append(case.name)
    return found


def refused_patterns() -> dict[str, str]:
    """The designs of patterns that are refused, and why."""
    return {
        f"{name}: {design}": why
        for name in PATTERNS
        for design, plan in plans_of(ROOT / "tests" / "patterns" / name).items()
        if (why := compiled.refusal(plan)) is not None
    }


def test_the_cases_that_are_refused_are_known() -> None:
    assert {why: tuple(names) for why, names in refused_now().items()} == REFUSED


def test_the_patterns_that_are_refused_are_known() -> None:
    assert refused_patterns() == REFUSED_PATTERNS


def test_no_shipped_scenario_is_refused() -> None:
    for name in SCENARIOS:
        for plan in plans_of(ROOT / "scenarios" / name).values():
            assert compiled.refusal(plan) is None, f"{name}, {plan.design}"
