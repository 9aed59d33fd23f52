"""The shipped scenario of a slow dependency: what hangs, when, and what keeps it off the rest."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import simkit as sk
from simkit.experiment.results import replicate
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, Outcome, Told
from simkit.views.study import Study
from tests.engine.both import replicate_soon
from tests.lessons import held
from tests.statistical.readings import metric

FILE = Path(__file__).parents[1] / "scenarios" / "bulkhead.yaml"
SECOND = 1_000_000_000
SLOW = 5  # s, from when on an answer of Reviews takes 30 s
FENCED = ("bulkhead", "timeout", "breaker")


def until(seconds: int, replications: int = 1) -> Scenario:
    """The scenario, for shorter."""
    found = sk.load(FILE).change("run.warm-up", "1 s").change("run.horizon", f"{seconds} s")
    return found.change("run.replications", replications)


@pytest.fixture(scope="module")
def short() -> dict[str, Recording]:
    """The first fourteen seconds of each design."""
    scenario = until(14)
    names = [design.name for design in scenario.designs]
    return {name: next(iter(replicate(scenario, (name,)))) for name in names}


def told(recording: Recording, start: float, end: float) -> NDArray[np.integer]:
    """What the clients of the requests meant between two instants, s, were told."""
    meant = recording.requests["meant"]
    found: NDArray[np.integer] = recording.requests["told"][
        (meant >= start * SECOND) & (meant < end * SECOND)
    ]
    return found


def sent(recording: Recording, label: str) -> NDArray[np.float64]:
    """When the messages of a name reached their receiver, s."""
    visits = recording.visits
    here = visits["message"] == recording.messages.index(label)
    arrived = visits["arrived"][here & (visits["arrived"] != NEVER)]
    return np.sort(arrived) / SECOND


def test_two_seconds_later_everything_hangs(short: dict[str, Recording]) -> None:
    """155 threads are free, and 100 a second are gone: 1.55 s.

    From then on each of the other 45 shows 20 prices a second and meets one of ten that want
    comments: half a second for each, and 0.5 s x (1 + 1/2 + ... + 1/45) = 2.2 s until the last.
    """
    recording = short["one pool"]
    assert (told(recording, 1, 4) == Told.OK).all()
    prices = sent(recording, "Price")
    by_second = [len(prices[(prices >= begin) & (prices < begin + 1)]) for begin in range(5, 14)]
    assert by_second[0] == pytest.approx(900, abs=120)  # 4 standard deviations
    assert by_second[2] < 450
    assert max(by_second[4:]) < 20
    assert not (told(recording, 8, 14) == Told.OK).any()


@pytest.mark.parametrize("design", FENCED)
def test_a_fence_leaves_the_rest_alone(short: dict[str, Recording], design: str) -> None:
    """Whoever needs a price gets it; one of ten needs comments, of which next to none come."""
    recording = short[design]
    found = told(recording, 8, 13)
    meant = recording.requests["meant"]
    asked = sent(recording, "Price")
    count = len(asked[(asked >= 8) & (asked < 13)])
    assert (found == Told.OK).sum() == count
    assert count == pytest.approx(
        0.9 * ((meant >= 8 * SECOND) & (meant < 13 * SECOND)).sum(), rel=0.05
    )


def test_the_bulkhead_lets_twenty_in(short: dict[str, Recording]) -> None:
    recording = short["bulkhead"]
    visits = recording.visits
    here = visits["participant"] == recording.participants.index("Reviews")
    busy = here & (visits["arrived"] >= SLOW * SECOND) & (visits["started"] != NEVER)
    # At 5 s some of those that still take 50 ms are inside.
    assert 15 <= busy.sum() <= 20
    assert (visits["started"][here & (visits["arrived"] >= 6 * SECOND)] == NEVER).all()


def test_the_breaker_opens_when_half_of_a_hundred_calls_have_failed(
    short: dict[str, Recording],
) -> None:
    """100 calls a second, and failures a second after 5 s: the fiftieth comes at about 6.5 s."""
    calls = sent(short["breaker"], "Comments")
    assert calls[-1] == pytest.approx(6.5, abs=0.25)
    assert len(calls[calls >= SLOW]) == pytest.approx(150, abs=45)


def test_no_more_threads_wait_than_time_out(short: dict[str, Recording]) -> None:
    """1 s x 100/s, and 45 for the prices."""
    recording = short["timeout"]
    visits = recording.visits
    here = visits["participant"] == recording.participants.index("API")
    at = 12 * SECOND
    inside = here & (visits["started"] <= at) & (visits["ended"] > at)
    assert inside.sum() == pytest.approx(145, abs=48)  # 4 standard deviations
    assert (visits["outcome"][here & (visits["arrived"] < at)] != Outcome.REFUSED).all()


# ---------------------------------------------------------------------- in the long run


@pytest.fixture(scope="module")
def study() -> Study:
    return sk.run(sk.load(FILE))


@pytest.mark.statistical
def test_its_predictions_hold(study: Study) -> None:
    assert {judgement.answer for judgement in study.judgements} == {"holds"}


def goodputs(design: str, replications: int = 6) -> Iterator[float]:
    scenario = until(70, replications).change("run.warm-up", "10 s")
    for recording in replicate_soon(scenario, design):
        yield metric("goodput.mean")(recording, scenario.design(design))


@pytest.mark.statistical
def test_one_pool_shows_what_threads_over_their_holding_time_allow() -> None:
    """Every 30 s each thread shows nine prices on average, and one comment (C50).

    In 60 s twice: 200 x 2 x 10 / 60 = 66.7 pages a second, of which the catalogue's single run
    found 62. 400 geometric numbers of mean 9 have a sum of a standard deviation of 190: 3.2/s.
    """
    found = list(goodputs("one pool"))
    compared = held("pages a second", 200 * 2 * 10 / 60, found, 0.3)
    assert abs(compared.mean - 62) < compared.half_width


@pytest.mark.statistical
def test_a_bulkhead_of_twenty_shows_all_prices() -> None:
    """900/s, and 20 comments in 30 s; the catalogue's single run found 905/s."""
    compared = held("pages a second", 900 + 20 / 30, list(goodputs("bulkhead")), 0.03)
    assert abs(compared.mean - 905) < compared.half_width
