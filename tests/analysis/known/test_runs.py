"""What theory knows of a design is what its runs give: a dozen designs, and every exact number.

The designs are as busy as 60 %, where a queue forgets its past within some twenty messages, so that
the first 400 that are not counted leave nothing of the start, and a window of 8,000 gives a
percentile that is too low by a tenth of its standard error at most.
"""

import sys
from collections.abc import Iterator
from functools import cache
from math import isclose

import pytest

import simkit as sk
from simkit.analysis.known import Known, known
from simkit.analysis.metrics import measure
from simkit.model.metric import MetricName
from simkit.model.scenario import Scenario
from tests.analysis.known.designs import ASK, BROKER, CALL, SUBSCRIBERS, TELL
from tests.analysis.known.test_any_design import names_of
from tests.engine.both import replicate_soon
from tests.statistical.interval import compare, confidence

REPLICATIONS = 16
MESSAGES = 8_000
WARM_UP = 400
PRECISION = 0.2  # of a known value: a wider interval would agree with too much

ACCEPTED = ASK + "\n  API-)Task: Work\n  Task-)API: Report"
RELEASES = """sequenceDiagram
  Client->>A: Ask
  A->>B: Go
  B-->>A: Gone
  A-->>Client: Done"""
SHARED = """graph LR
  Client --> A
  Client --> B
  A -. event .-> W
  B -. event .-> W"""


def case(rate: int, drawing: str, work: dict[str, str], **more: object) -> Scenario:
    """Poisson requests, until so many have been measured on average."""
    run = {
        "warm-up": f"{WARM_UP / rate:.3f} s",
        "horizon": f"{(WARM_UP + MESSAGES) / rate:.3f} s",
        "replications": REPLICATIONS,
        "seed": 100,
    }
    options = {"load": f"poisson {rate}/s", "network": "2 ms", "run": run} | more
    return sk.scenario(drawing, work=work, **options)  # type: ignore[arg-type]


def exponential(*labels: str, ms: int = 100) -> dict[str, str]:
    return dict.fromkeys(labels, f"exponential {ms} ms")


def cases() -> Iterator[tuple[str, Scenario]]:
    one = {"API": 1}
    yield "M/M/1", case(6, ASK, exponential("Request"), workers=one)
    yield "M/M/3", case(18, ASK, exponential("Request"), workers={"API": 3})
    law = {"Request": "hyperexponential 100 ms cv 1.5"}
    yield "M/G/1", case(6, ASK, law, workers=one)
    yield "M/G/∞", case(20, ASK, {"Request": "lognormal 100 ms cv 1"})
    row = exponential("Order", "Parcel")
    yield "tandem of two", case(12, TELL, row, workers={"First": 2, "Second": 2})
    yield "after any work", case(6, TELL, row, network="exponential 20 ms", workers={"Second": 1})
    ring = exponential("Request", "API.Report") | exponential("Work", ms=50)
    yield "ring", case(6, ACCEPTED, ring, workers={"API": 2, "Task": 1})
    back = exponential("Ask", "A.Gone", ms=50) | exponential("Go")
    pools = {"A": {"workers": 1, "waiting": "releases"}, "B": {"workers": 2}}
    yield "released", case(6, RELEASES, back, participants=pools)
    held = exponential("Request", "Query", ms=50)
    yield "few callers", case(5, CALL, held, workers={"API": 1, "DB": 1})
    yield "many workers", case(6, CALL, held, workers={"API": 60, "DB": 1})
    stored = {"Q.Job": "3 ms", "W.Job": "exponential 90 ms"}
    yield "broker", case(6, BROKER, stored, network="5 ms", workers={"W": 1})
    copies = exponential("A.Job", "B.Job")
    yield "fork and join", case(6, SUBSCRIBERS, copies, workers={"A": 1, "B": 1})
    yield "slowest of two", case(9, SUBSCRIBERS, copies, workers={"A": 2})
    yield "limited room", case(9, ASK, row_of("Request"), participants=room(2, 2))
    yield "no room", case(30, ASK, {"Request": "gamma 100 ms cv 2"}, participants=room(3, 0))
    yield "shared", case(12, SHARED, {"A": "1 ms", "B": "0 s", "W": "erlang 50 ms k 2"},
                         workers={"W": 1})  # fmt: skip
    users = "users 8 think exponential 1 s"
    yield "repairman", case(6, ASK, exponential("Request"), workers=one, load=users)
    both = ASK + "\n  Client->>DB: Query\n  DB-->>Client: Rows"
    work = exponential("Request", "Query")
    yield "two pools and users", case(6, both, work, workers={"API": 1, "DB": 1}, load=users)


def row_of(label: str) -> dict[str, str]:
    return exponential(label, ms=200)


def room(workers: int, queue: int) -> dict[str, object]:
    return {"API": {"workers": workers, "queue": queue}}


# A seed each: equal addresses draw equal luck, and bad luck would be that of all cases.
CASES = {
    name: scenario.change("run.seed", 100 + number)
    for number, (name, scenario) in enumerate(cases())
}


def exact_numbers(scenario: Scenario) -> dict[MetricName, Known]:
    """Every exact number of a design, each value once: many metrics are the same."""
    design = scenario.designs[0]
    found: dict[tuple[str, float], tuple[MetricName, Known]] = {}
    for name in names_of(design):
        number = known(design, name)
        if isinstance(number, Known) and number.exact and number.value and not name.journey:
            found.setdefault((name.statistic, number.value), (name, number))
    return dict(found.values())


@cache
def comparisons() -> int:
    return sum(len(exact_numbers(scenario)) for scenario in CASES.values())


def test_there_is_something_to_compare() -> None:
    assert len(CASES) >= 12
    assert all(len(exact_numbers(scenario)) >= 3 for scenario in CASES.values())


@pytest.mark.statistical
@pytest.mark.parametrize("name", CASES)
def test_every_exact_number_is_that_of_the_runs(name: str) -> None:
    """Student's interval of 16 replications holds each; all of them together with 99 %.

    By Bonferroni's inequality over all designs of this file, with the allowance for skewness of
    `tests.statistical.interval`. The seed is fixed.
    """
    scenario = CASES[name]
    design, numbers = scenario.designs[0], exact_numbers(scenario)
    runs = replicate_soon(scenario, design.name)
    rows = [[measure(run, design, metric).value for metric in numbers] for run in runs]
    wrong = []
    for (metric, number), values in zip(numbers.items(), zip(*rows, strict=True), strict=True):
        if max(values) - min(values) <= 1e-9 * number.value:  # no luck in it
            if not isclose(values[0], number.value, rel_tol=1e-9):
                wrong.append(f"{metric}: {values[0]} is not {number.value}")
            continue
        found = compare(
            f"{metric} {number.formula}",
            number.value,
            values,
            confidence(comparisons()),
            precision=PRECISION,
        )
        sys.stdout.write(f"{name}: {found}\n")
        if not (found.agrees and found.is_precise):
            wrong.append(str(found))
    assert not wrong
