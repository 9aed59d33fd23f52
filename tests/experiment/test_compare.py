"""Verdicts and judgements, by hand and in every answer."""

from dataclasses import replace
from math import inf, nan

import pytest

import simkit as sk
from simkit.analysis.estimate import Reading
from simkit.errors import ScenarioError
from simkit.experiment.compare import _verdict
from simkit.experiment.results import collect, replicate
from simkit.record.tables import NEVER


def readings(*values: float) -> tuple[Reading, ...]:
    return tuple(Reading(value=value) for value in values)


def test_better_when_the_whole_interval_is() -> None:
    verdict = _verdict(readings(1.0, 1.1, 0.9), readings(2.0, 2.1, 1.9), "lower")
    assert str(verdict) == "better"
    assert verdict.difference.value == pytest.approx(-1.0)
    assert verdict.ratio.value == pytest.approx(0.5)
    assert str(_verdict(readings(2.0, 2.1, 1.9), readings(1.0, 1.1, 0.9), "lower")) == "worse"
    assert str(_verdict(readings(2.0, 2.1, 1.9), readings(1.0, 1.1, 0.9), "higher")) == "better"


def test_cannot_tell_when_the_interval_holds_zero() -> None:
    # Differences 1, -1, 0.5: mean 1/6, standard deviation 1.0408, half-width
    # 4.3027 x 1.0408 / sqrt(3) = 2.5854; 3 x (2.5854 / 0.16667)^2 = 721.9.
    verdict = _verdict(readings(1.0, 0.0, 0.5), readings(0.0, 1.0, 0.0), "lower")
    assert str(verdict) == "cannot tell yet (about 722 replications might)"


def test_pairs_cancel_luck_that_is_shared() -> None:
    # The two differ by 1 in every replication, whatever the luck of the replication.
    verdict = _verdict(readings(10.0, 50.0, 90.0), readings(11.0, 51.0, 91.0), "lower")
    assert verdict.answer == "better"


def test_one_replication_cannot_tell() -> None:
    assert str(_verdict(readings(1.0), readings(2.0), "lower")) == (
        "cannot tell yet (one replication)"
    )


def test_never_is_worse_than_any_time() -> None:
    assert str(_verdict(readings(inf, inf), readings(1.0, 2.0), "lower")) == "worse"
    assert str(_verdict(readings(1.0, 2.0), readings(inf, inf), "lower")) == "better"
    assert str(_verdict(readings(inf, inf), readings(inf, inf), "lower")) == (
        "cannot tell yet (never against never)"
    )
    assert str(_verdict(readings(inf, 1.0), readings(1.0, 2.0), "lower")) == (
        "cannot tell yet (never in some replications)"
    )


def test_what_is_refused_cannot_tell() -> None:
    refused = (Reading(value=nan, reason="too few"),)
    assert str(_verdict(refused, readings(1.0), "lower")) == "cannot tell yet (too few)"


def test_what_is_open_can_only_become_slower() -> None:
    at_least = tuple(Reading(value=value, bound=True) for value in (5.0, 5.1, 4.9))
    quicker, slower = readings(1.0, 1.1, 0.9), readings(9.0, 9.1, 8.9)
    assert str(_verdict(at_least, quicker, "lower")) == "worse"
    assert str(_verdict(quicker, at_least, "lower")) == "better"
    untold = "cannot tell yet (some requests were still open)"
    assert str(_verdict(at_least, slower, "lower")) == untold
    assert str(_verdict(at_least, at_least, "lower")) == untold


def judged(*predictions: str, replications: int = 5) -> list[str]:
    """Answers for an M/M/1 queue `a` and the same queue with a worker more, `b`."""
    queue = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
    scenario = sk.scenario(
        {"a": queue, "b": queue},
        work={"ask": "exponential 10 ms"},
        load="poisson 50/s",
        run={"horizon": "20 s", "warm-up": "2 s", "replications": replications},
        workers={"A": 1},
        predict=predictions,
    ).change("designs.b.participants.A.workers", 2)
    study = collect(scenario, list(replicate(scenario, ["a", "b"])))
    return [f"{one.answer} {one.reason}".strip() for one in study.judgements]


def test_predictions_are_judged_on_the_interval() -> None:
    assert judged(
        "b.acknowledged.mean < a.acknowledged.mean",
        "b.acknowledged.mean > a.acknowledged.mean",
        "a.acknowledged.mean < 1 s",
        "a.acknowledged.mean >= 1 s",
        "a.acknowledged.mean < a.acknowledged.mean",
        "a.acknowledged.mean <= a.acknowledged.mean",
        "a.offered.mean <= b.offered.mean",
        "a.acknowledged.p99.9 < 1 s",
        "a.done.well.share >= 100 %",
        "a.acknowledged.mean - b.acknowledged.mean > 2 * 1 ms",
    ) == [
        "holds",
        "fails",
        "holds",
        "fails",
        "fails",
        "holds",
        "holds",
        "undecided a.acknowledged.p99.9: p99.9 needs 3688 requests a replication; there are 914",
        "holds",
        "holds",
    ]


def test_a_close_prediction_is_undecided() -> None:
    # The mean number that come in a second is 50 ± 1.
    assert judged("a.offered.mean < 50/s") == ["undecided the interval of the difference holds 0"]


def test_one_replication_is_undecided_where_there_is_luck() -> None:
    assert judged("a.acknowledged.mean < 1 s", replications=1) == [
        "undecided one replication has no interval"
    ]


def test_one_replication_is_judged_by_its_numbers_where_there_is_no_luck() -> None:
    pair = dict.fromkeys(("a", "b"), "sequenceDiagram\nC->>A: ask\nA-->>C: yes")
    scenario = sk.scenario(
        pair,
        work={"ask": "5 ms"},
        load="every 10 ms",
        run={"horizon": "1 s", "replications": 1},
        predict=["a.acknowledged.mean <= 5 ms", "a.acknowledged.mean < 5 ms"],
    ).change("designs.b.messages.ask.work", "6 ms")
    study = sk.run(scenario)
    assert [one.answer for one in study.judgements] == ["holds", "fails"]
    assert str(study.compare("a", "b").verdict("acknowledged.mean")) == "better"
    assert str(study.compare("a", "b").verdict("throughput.mean")) == "equal"


def test_a_prediction_of_a_design_that_was_left_out_is_not_judged() -> None:
    pair = dict.fromkeys(("a", "b"), "sequenceDiagram\nC->>A: ask\nA-->>C: yes")
    scenario = sk.scenario(
        pair,
        load="every 10 ms",
        run={"horizon": "1 s"},
        predict=["a.acknowledged.mean <= b.acknowledged.mean"],
    )
    study = sk.run(scenario, ["a"])
    assert [one.answer for one in study.judgements] == ["not judged"]
    assert study.judgements[0].reason == "design 'b' was not run"


def test_what_dividing_has_left_is_no_difference() -> None:
    verdict = _verdict(readings(0.1, 0.2), readings(0.1 + 1e-17, 0.2 - 3e-17), "lower")
    assert str(verdict) == "equal"


def test_nobody_is_sent_to_run_for_ever() -> None:
    for last in (-1.0001, -1.0, -1.0 + 1e-16):
        verdict = _verdict(readings(1.0, last, 0.0), readings(0.0, 0.0, 0.0), "lower")
        assert str(verdict) == "cannot tell yet (the difference is too small to be seen)"


def test_what_never_happens_is_larger_than_any_time() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: go",
        load="every 10 ms",
        run={"horizon": "1 s", "replications": 2},
        predict=["acknowledged.mean > 1 h", "acknowledged.mean > acknowledged.p50"],
    )
    study = sk.run(scenario)
    assert [one.answer for one in study.judgements] == ["holds", "undecided"]
    assert study.judgements[1].reason == "never against never"


def test_open_requests_leave_one_side_open() -> None:
    # The worker is never free: all but the first request are open for ever.
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
        work={"ask": "1 h"},
        workers={"A": 1},
        load="every 10 ms",
        run={"horizon": "1 s", "warm-up": "0 s", "patience": "1 s", "replications": 2},
        predict=[
            "acknowledged.p50 > 1 s",
            "acknowledged.p50 < 1 s",
            "acknowledged.p50 < 1 h",
            "2 h - acknowledged.p50 > 1 h",
            "(1 - 2) * acknowledged.p50 > 0 s - 1 h",
            "2 * acknowledged.p50 > 2 s",
        ],
    )
    answers = [(one.answer, one.reason) for one in sk.run(scenario).judgements]
    untold = ("undecided", "some requests were still open")
    assert answers == [("holds", ""), ("fails", ""), untold, untold, untold, ("holds", "")]


def test_nothing_rests_on_a_mean_of_those_that_got_there() -> None:
    # `lossy` answers every second request, and quickly: the other half is refused at once.
    drawing = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
    scenario = sk.scenario(
        {"sound": drawing, "lossy": drawing},
        work={"ask": "10 ms"},
        load="every 100 ms",
        run={"horizon": "2 s", "warm-up": "0 s", "replications": 2},
        predict=["lossy.acknowledged.mean < sound.acknowledged.mean"],
    )
    study = sk.run(scenario)
    one = study.recordings["lossy"][0]
    acknowledged = one.requests["acknowledged"].copy()
    acknowledged[::2] = NEVER
    lossy = replace(one, requests={**one.requests, "acknowledged": acknowledged})
    partly = replace(study, recordings={**study.recordings, "lossy": (lossy, lossy)})
    assert str(partly.compare("lossy", "sound").verdict("acknowledged.mean")) == (
        "cannot tell yet (the means cover 50 % and 100 %)"
    )
    assert (partly.judgements[0].answer, partly.judgements[0].reason) == (
        "undecided",
        "lossy.acknowledged.mean covers 50 % of the requests",
    )


def test_different_loads_are_not_compared() -> None:
    drawing = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
    scenario = sk.scenario(
        {"a": drawing, "b": drawing}, load="every 100 ms", run={"horizon": "2 s"}
    ).change("designs.b.load", "every 50 ms")
    verdict = sk.run(scenario).compare("b", "a").verdict("throughput.mean")
    assert str(verdict) == "cannot tell yet (the two have different loads)"


def test_unknown_names_are_refused() -> None:
    scenario = sk.scenario("sequenceDiagram\nC->>A: go", load="every 10 ms", run={"horizon": "1 s"})
    study = sk.run(scenario)
    with pytest.raises(ScenarioError, match="no results of a design 'x'; expected one of design"):
        study.compare("x", "design")
    with pytest.raises(ScenarioError, match="expected a metric that can be better or worse"):
        study.compare("design", "design").verdict("utilisation.A.mean")
    with pytest.raises(ScenarioError, match="unknown statistic 'median'"):
        study.estimate("acknowledged.median")
