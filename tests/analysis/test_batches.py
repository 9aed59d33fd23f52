"""Batch means by hand, and how often their intervals hold the truth."""

from dataclasses import replace
from itertools import pairwise
from math import isnan, sqrt

import numpy as np
import pytest

import simkit as sk
from simkit.analysis.batches import DEPEND, Batches, depends
from simkit.analysis.metrics import measure
from simkit.engine.runner import record
from simkit.model.metric import MetricName
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from tests.engine.both import replicate_soon

ASK = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
SECOND = 10**9


def name(text: str) -> MetricName:
    metric, *part, statistic = text.split(".")
    return MetricName(
        design="design", metric=metric, part=part[0] if part else "", statistic=statistic
    )


def queue(load: str = "poisson 50/s", work: str = "exponential 10 ms", **run: object) -> Scenario:
    return sk.scenario(
        ASK,
        work={"ask": work},
        load=load,
        workers={"A": 1},
        run={"horizon": "44 s", "warm-up": "4 s", "replications": 1, **run},
    )


def run_of(scenario: Scenario) -> tuple[Recording, Design]:
    return record(scenario, "design", 0), scenario.design("design")


def test_the_windows_are_the_window_cut_up() -> None:
    recording, design = run_of(queue())
    found = Batches(recording, design).windows(20)
    edges = [(one.warm_up, one.horizon) for one in found]
    assert edges[0] == (4 * SECOND, 6 * SECOND)
    assert edges[-1] == (42 * SECOND, 44 * SECOND)
    assert all(one[1] == other[0] for one, other in pairwise(edges))
    for metric in ("utilisation.A.mean", "backlog.A.mean", "throughput.mean", "offered.mean"):
        whole = measure(recording, design, name(metric)).value
        parts = [measure(one, design, name(metric)).value for one in found]
        assert sum(parts) / 20 == pytest.approx(whole)
    counts = [int(one.measured.sum()) for one in found]
    assert sum(counts) == int(recording.measured.sum())


def test_an_interval_by_hand() -> None:
    # A request every 10 ms for 20 s that takes 2 ms, in odd seconds 2 ms longer: of twenty batches
    # of a second ten have the mean 2 ms and ten 4 ms. That is 3 ms in all, and each is 1 ms away
    # from it. Student's 97.5 % point with 19 degrees of freedom is 2.0930, so that half of the
    # interval is 2.0930 × √(20 × 1² / 19 / 20) = 0.4802 ms.
    scenario = queue(load="every 10 ms", work="2 ms", horizon="20 s", **{"warm-up": "0 s"})
    recording, design = run_of(scenario)
    slower = recording.requests["acknowledged"].copy()
    second = recording.requests["meant"] // SECOND
    slower[second % 2 == 1] += 2_000_000
    changed = replace(recording, requests=dict(recording.requests) | {"acknowledged": slower})
    found = Batches(changed, design).estimate(name("acknowledged.mean"))
    assert found.value == pytest.approx(0.003)
    assert found.half_width == pytest.approx(2.0930 * 0.001 * sqrt(1 / 19), rel=1e-4)
    assert (found.batches, found.replications, found.reason) == (20, 1, "")


def test_batches_that_depend_are_joined_and_then_refused() -> None:
    # A work that grows all the time: neighbours are alike however long the batches are.
    recording, design = run_of(queue(load="every 10 ms", work="2 ms"))
    slower = recording.requests["acknowledged"] + np.arange(len(recording.requests["meant"])) * 10
    changed = replace(recording, requests=dict(recording.requests) | {"acknowledged": slower})
    found = Batches(changed, design).estimate(name("acknowledged.mean"))
    assert (found.reason, found.batches) == (DEPEND, 0)
    assert isnan(found.half_width)


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        ("backlog.A.peak", "one run has one peak"),
        (
            "acknowledged.p99",
            "in a batch of one run: p99 needs 368 requests a replication; there are 200",
        ),
    ],
)
def test_where_there_is_none(metric: str, reason: str) -> None:
    recording, design = run_of(queue(load="every 20 ms"))
    found = Batches(recording, design).estimate(name(metric))
    assert found.reason == reason
    assert isnan(found.half_width)
    assert found.value == measure(recording, design, name(metric)).value


def test_no_interval_where_the_tables_do_not_say_when() -> None:
    drawing = "sequenceDiagram\nC->>A: ask\nA->>A: rest\nA->>A: work\nA-->>C: yes"
    scenario = sk.scenario(
        drawing,
        work={"ask": "exponential 1 ms", "work": "1 ms"},
        load="every 10 ms",
        workers={"A": 1},
        run={"horizon": "20 s", "warm-up": "0 s", "replications": 1},
    ).change("messages.rest.wait", "5 ms")
    found = Batches(*run_of(scenario)).estimate(name("utilisation.A.mean"))
    assert found.reason == "when workers of A were held is not recorded"


def test_the_test_of_dependence_by_hand() -> None:
    # 1 … 10: squares about 5.5 are 82.5, neighbours' products 57.75: 0.7, where independent ones
    # show -0.1 and 2.326 √(8/99) = 0.66 above it is the limit.
    assert depends(list(range(1, 11)))
    # 0.5 of the same: about 0.35.
    assert not depends([1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 1, 5, 1, 5])
    assert not depends([3.0] * 10)


def test_one_run_with_luck_shows_its_intervals() -> None:
    study = sk.run(queue(load="poisson 60/s", horizon="10 min"))
    mean = study.estimate("acknowledged.mean")
    assert mean.batches in (10, 20)
    assert f"{1000 * mean.value:.2f} ± {1000 * mean.half_width:.2f} ms" in repr(study)
    assert "± is half of the 95 % interval of one run by batch means" in repr(study)
    assert "– peak without ±: one run has one peak" in repr(study)


@pytest.mark.statistical
def test_the_interval_holds_the_mean_about_as_often_as_it_says() -> None:
    # M/M/1 at 50 %, mean 20 ms, 300 runs of 6,000 requests: with coverage of 93 % or more, fewer
    # than 265 of 300 cover it once in 1,000 times (binomial).
    scenario = queue(horizon="124 s")
    covered = 0
    for recording in replicate_soon(scenario.change("run.replications", 300), "design"):
        found = Batches(recording, scenario.design("design")).estimate(name("acknowledged.mean"))
        covered += bool(found.low <= 0.020 <= found.high)
    assert covered >= 265
