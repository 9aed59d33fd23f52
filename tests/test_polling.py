"""The shipped scenario of polling: how often a client asks for each job, and how late it knows."""

from math import exp
from pathlib import Path

import numpy as np
import pytest

import simkit as sk
from simkit.analysis import theory
from simkit.experiment.results import replicate
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from simkit.views.study import Study
from tests.engine.both import replicate_soon
from tests.lessons import held
from tests.statistical.readings import metric

FILE = Path(__file__).parents[1] / "scenarios" / "polling.yaml"
MS, SECOND = 1_000_000, 1_000_000_000
POLLING = {
    "every 100 ms": [100] * 2000,
    "every 500 ms": [500] * 400,
    "growing": [100, 200, 400, 800, 1600, 3200, *[5000] * 40],
}


def until(seconds: int, replications: int = 1) -> Scenario:
    found = sk.load(FILE).change("run.warm-up", "0 s").change("run.horizon", f"{seconds} s")
    return found.change("run.replications", replications)


@pytest.mark.parametrize("design", POLLING)
def test_each_client_asks_until_the_first_poll_after_its_job(design: str) -> None:
    """The k-th poll comes after k pauses; nothing else takes any time."""
    scenario = until(10)
    (recording,) = replicate(scenario, (design,))
    jobs, polls = per_request(recording, "Job"), counts(recording, "Status?")
    polled_at = np.cumsum(POLLING[design]) * MS
    ours = recording.measured  # all of these are over
    assert ours.sum() > 100
    assert (polls[ours] == np.searchsorted(polled_at, jobs[ours]) + 1).all()
    took = recording.requests["noticed"] - recording.requests["meant"]
    assert (took[ours] == polled_at[polls[ours] - 1]).all()


def per_request(recording: Recording, label: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How long each request's only message of a name was worked on, ns."""
    visits = recording.visits
    here = visits["message"] == recording.messages.index(label)
    assert np.bincount(visits["request"][here]).max() == 1
    worked = np.zeros(len(recording.requests["meant"]), dtype=np.int64)
    worked[visits["request"][here]] = visits["worked"][here]
    return worked


def counts(recording: Recording, label: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many messages of a name each request has."""
    visits = recording.visits
    here = visits["message"] == recording.messages.index(label)
    return np.bincount(visits["request"][here], minlength=len(recording.requests["meant"]))


def test_the_numbers_of_the_catalogue() -> None:
    """50 polls a job against 10.5, for a fifth of a second; at 50 jobs/s 2,525/s and 525/s."""
    often = theory.fixed_polling(period=0.1, completion_time=5)
    seldom = theory.fixed_polling(period=0.5, completion_time=5)
    assert (round(often.mean_polls, 1), round(seldom.mean_polls, 1)) == (50.5, 10.5)
    assert round(seldom.mean_delay - often.mean_delay, 1) == 0.2


@pytest.fixture(scope="module")
def study() -> Study:
    return sk.run(sk.load(FILE))


@pytest.mark.statistical
def test_its_predictions_hold(study: Study) -> None:
    assert {judgement.answer for judgement in study.judgements} == {"holds"}


def polls_of(pauses: list[int]) -> float:
    """Mean polls for a job of exponential 5 s: one more for each after which it still runs."""
    return 1 + sum(exp(-at / 5000) for at in np.cumsum(pauses))


def test_the_formula_of_growing_pauses_is_that_of_equal_ones() -> None:
    assert polls_of(POLLING["every 100 ms"]) == pytest.approx(1 / (1 - exp(-0.02)))
    assert polls_of(POLLING["growing"]) == pytest.approx(5.52, abs=0.01)


@pytest.mark.statistical
@pytest.mark.parametrize("design", POLLING)
def test_polls_of_a_job(design: str) -> None:
    scenario = until(60, 8)
    found = [
        metric("polls.mean")(recording, scenario.design(design))
        for recording in replicate_soon(scenario, design)
    ]
    held("polls of a job", polls_of(POLLING[design]), found, 0.12)
