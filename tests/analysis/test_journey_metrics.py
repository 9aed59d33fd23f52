"""Numbers of one journey of a design that has several."""

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.views.study import Study

TWO = """
designs:
  both:
    journeys:
      quick:
        diagram: |
          sequenceDiagram
          C->>A: ask
          A-->>C: yes
        load: every 100 ms
      slow:
        diagram: |
          sequenceDiagram
          C->>B: try
          B-->>C: done
          B-)D: more
        load: every 250 ms
messages: {ask: {work: 5 ms}, try: {work: 20 ms}, more: {work: 30 ms}}
run: {horizon: 1 s, warm-up: 0 s, replications: 1, seed: 1, patience: 1 s}
predict:
  - both.quick.acknowledged.mean < 6 ms
  - slow.held.mean < 60 ms
"""
# quick: 10 requests of 5 ms at A; slow: 4 of 20 ms at B, then 30 ms at D.
EXPECTED = {
    "quick.acknowledged.mean": 0.005,
    "slow.acknowledged.mean": 0.020,
    "acknowledged.mean": (10 * 0.005 + 4 * 0.020) / 14,
    "quick.completed.mean": 0.005,
    "slow.completed.mean": 0.050,
    "quick.offered.mean": 10,
    "slow.offered.mean": 4,
    "slow.throughput.mean": 4,
    "throughput.mean": 14,
    "quick.held.mean": 0.005,
    "slow.held.mean": 0.050,
    "slow.backlog.mean": 4 * 0.050,
    "quick.backlog.peak": 1,
    "backlog.peak": 2,
    "quick.told.ok.share": 1,
    "slow.told.accepted.share": 1,
    "told.accepted.share": 4 / 14,
}


@pytest.fixture(scope="module")
def study() -> Study:
    return sk.run(read_scenario(TWO, "two.yaml"))


@pytest.mark.parametrize("metric", EXPECTED)
def test_a_journey_has_numbers_of_its_own(study: Study, metric: str) -> None:
    assert study.estimate(metric).value == pytest.approx(EXPECTED[metric], abs=1e-12)


def test_predictions_can_name_a_journey(study: Study) -> None:
    assert [judgement.answer for judgement in study.judgements] == ["holds", "holds"]


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        (
            "quick.backlog.A.peak",
            "found 'backlog' of 'A' in the journey 'quick'; expected it without a journey",
        ),
        (
            "quik.acknowledged.mean",
            "unknown design or metric 'quik'; expected one of both, acknowledged, settled, "
            "completed, noticed, offered, throughput, goodput, utilisation, backlog, held, told, "
            "done, attempts, sent, polls, timed-out, refused, short-circuited, open, deliveries, "
            "runs, effects, redelivered, inversions, dead-letters, oldest, lag, useful, zombie",
        ),
        (
            "both.quik.acknowledged.mean",
            "unknown metric 'quik'; expected one of acknowledged, settled, completed, noticed, "
            "offered, throughput, goodput, utilisation, backlog, held, told, "
            "done, attempts, sent, polls, timed-out, refused, short-circuited, open, deliveries, "
            "runs, effects, redelivered, inversions, dead-letters, oldest, lag, useful, zombie",
        ),
    ],
)
def test_a_name_without_meaning_is_refused(study: Study, metric: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        study.estimate(metric)
    assert str(caught.value).startswith(told)
