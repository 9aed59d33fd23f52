"""Whatever is drawn, theory answers with a number or a reason, and a number without luck is right.

More examples: ``SIMKIT_EXAMPLES=2000 pytest tests/analysis/known/test_any_design.py``.
"""

from collections.abc import Iterator
from itertools import product
from math import isfinite
from typing import Any

from hypothesis import given

from simkit.analysis.known import Known, Slower, Unknown, known, known_slower
from simkit.analysis.metrics import measure
from simkit.engine.runner import record
from simkit.formats.scenario_file import read_scenario
from simkit.model.kinds import Kind
from simkit.model.metric import DONE, METRICS, TOLD, MetricName
from simkit.model.scenario import Design
from tests.engine.test_invariants import Case, cases, invariant
from tests.engine.test_queue_invariants import cases as queue_cases
from tests.readings.test_any_drawing import GRAPHS, MORE, SEQUENCES, fuzz, read

CLOCKS = ("acknowledged", "settled", "completed", "noticed")


def names_of(design: Design) -> Iterator[MetricName]:
    """Every metric of a design, and of each of its journeys."""
    pools = [one.id for one in design.participants if one.kind is Kind.POOL]
    parts = {
        "utilisation": pools,
        "backlog": ["", *(one.id for one in design.participants)],
        "held": ["", *pools],
        "told": list(TOLD),
        "done": list(DONE),
    }
    for metric in METRICS.values():
        for part in parts.get(metric.name, [""]):
            for statistic in metric.statistics:
                for journey in {"", *design.journeys}:
                    asked = "p90" if statistic == "percentile" else statistic
                    yield MetricName(
                        design=design.name,
                        metric=metric.name,
                        part=part,
                        statistic=asked,
                        journey=journey,
                    )


def check(design: Design) -> None:
    for name in names_of(design):
        found = known(design, name)
        if isinstance(found, Unknown):
            assert found.reason, name
        else:
            assert isfinite(found.value), (name, found)
            assert found.value >= 0, (name, found)
            assert found.formula, (name, found)
    for clock in CLOCKS:
        law = known_slower(design, clock)
        if isinstance(law, Slower):
            shares = [law.exceeds(time) for time in (0.0, 0.001, 0.1, 10.0)]
            assert all(0 <= share <= 1 + 1e-9 for share in shares)
            assert shares == sorted(shares, reverse=True)


@given(drawing=SEQUENCES | GRAPHS, more=MORE)
@fuzz(100)
def test_any_drawing_has_an_answer(drawing: str, more: dict[str, Any]) -> None:
    scenario = read(drawing, more)
    if scenario is not None:
        check(scenario.designs[0])


@invariant
@given(cases() | queue_cases())
def test_any_scenario_has_an_answer(case: Case) -> None:
    check(case.design)


def without_luck(case: Case) -> str:
    """The same scenario with constants in place of what varies."""
    return case.text.replace("exponential ", "").replace("poisson 100/s", "every 10 ms")


@invariant
@given(cases() | queue_cases())
def test_where_nothing_varies_a_known_time_is_that_of_the_run(case: Case) -> None:
    """A design without luck in which theory sees no queue: the engine must see none either."""
    scenario = read_scenario(without_luck(case), "x.yaml")
    design = scenario.designs[0]
    # How many of a few requests are of which kind is not yet what it is in the long run.
    if design.has_luck or len(set(design.journeys)) < len(design.journeys):
        return
    recording = record(scenario, design.name, 0)
    for clock, journey in product(CLOCKS, design.journeys):
        for statistic in ("mean", "p50", "share"):
            name = MetricName(
                design=design.name, metric=clock, part="", statistic=statistic, journey=journey
            )
            found, reading = known(design, name), measure(recording, design, name)
            if isinstance(found, Known) and not reading.reason and not reading.bound:
                assert abs(reading.value - found.value) <= 1e-9 * found.value, (name, found)
