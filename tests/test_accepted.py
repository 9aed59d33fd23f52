"""The shipped scenario: what it must show, and what the README says of it."""

from pathlib import Path

import numpy as np
import pytest

import simkit as sk
from simkit.views.study import Study

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def study() -> Study:
    return sk.run(sk.load(ROOT / "scenarios" / "accepted.yaml"))


def test_accepting_first_answers_ten_times_sooner(study: Study) -> None:
    accepted = study.estimate("accepted.acknowledged.p99")
    blocking = study.estimate("blocking.acknowledged.p99")
    assert blocking.low > 10 * accepted.high


def test_the_work_is_done_no_sooner(study: Study) -> None:
    accepted = study.estimate("accepted.completed.mean").value
    blocking = study.estimate("blocking.completed.mean").value
    assert abs(accepted / blocking - 1) < 0.05


def test_its_predictions_hold(study: Study) -> None:
    assert [judgement.answer for judgement in study.judgements] == ["holds", "holds"]


def test_both_designs_see_the_same_requests_and_the_same_work(study: Study) -> None:
    pairs = zip(study.recordings["blocking"], study.recordings["accepted"], strict=True)
    for blocking, accepted in pairs:
        count = min(len(blocking.requests["meant"]), len(accepted.requests["meant"]))
        assert np.array_equal(
            blocking.requests["meant"][:count], accepted.requests["meant"][:count]
        )
        triggers = []
        for one in (blocking, accepted):
            visits = one.visits
            here = visits["message"] == one.messages.index("Trigger Event")
            over = here & (visits["outcome"] == 0)
            triggers.append(
                dict(
                    zip(
                        visits["request"][over].tolist(),
                        visits["worked"][over].tolist(),
                        strict=True,
                    )
                )
            )
        shared = triggers[0].keys() & triggers[1].keys()
        assert len(shared) > 0.95 * count
        assert all(triggers[0][request] == triggers[1][request] for request in shared)
        # The API's own work: 1 ms more in the blocking design, for the answer it waited for.
        first = [
            one.visits["message"] == one.messages.index("Request") for one in (blocking, accepted)
        ]
        worked = [
            one.visits["worked"][here][: count // 2]
            for one, here in zip((blocking, accepted), first, strict=True)
        ]
        assert np.array_equal(worked[0] - 1_000_000, worked[1])


def test_replications_have_luck_of_their_own(study: Study) -> None:
    digests = [one.digest() for found in study.recordings.values() for one in found]
    assert len(set(digests)) == len(digests)


def test_what_the_readme_says_of_it(study: Study) -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    blocking = study.estimate("blocking.acknowledged.p99").value
    accepted = study.estimate("accepted.acknowledged.p99").value
    said = f"of the answer from {blocking:.1f} s to {accepted * 1e3:.0f} ms"
    assert said in readme


def test_erlang_gives_the_wait_that_its_comments_name() -> None:
    # M/M/50 at 40 erlangs (Erlang 1917): the chance to wait, then the mean wait.
    load, workers, blocked = 40.0, 50, 1.0
    for servers in range(1, workers + 1):
        blocked = load * blocked / (servers + load * blocked)
    waits = blocked / (1 - load / workers * (1 - blocked))
    assert waits * 500 / (workers - load) == pytest.approx(4.0, abs=0.5)
