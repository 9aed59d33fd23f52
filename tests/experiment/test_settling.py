"""Where the warm-up of a scenario ends: found, shown, and the same wherever it is run."""

import pytest

import simkit as sk
from simkit.engine.runner import record
from simkit.experiment.settling import FIRST_PILOT, settled
from simkit.model.scenario import Scenario

MS = 1_000_000
SECOND = 1000 * MS


def scenario(drawing: str = "C->>A: ask\nA-->>C: yes", **said: object) -> Scenario:
    told: dict[str, object] = {
        "work": {"ask": "exponential 10 ms"},
        "load": "poisson 50/s",
        "workers": {"A": 1},
        "run": {"horizon": "20 s", "replications": 3},
    }
    return sk.scenario({"one": f"sequenceDiagram\n{drawing}"}, **(told | said))  # type: ignore[arg-type]


def test_a_warm_up_that_is_stated_stays() -> None:
    stated = scenario(run={"horizon": "20 s", "warm-up": "3 s"})
    assert settled(stated, ["one"]) == (stated, None)


def test_a_run_that_starts_as_it_goes_on_has_none() -> None:
    found, settling = settled(scenario(work={"ask": "10 ms"}, load="every 20 ms"), ["one"])
    assert found.run.warm_up == 0
    assert not found.run.finds_warm_up
    assert str(settling) == "MSER-5 on pilot runs: one 0 s"


def test_ten_users_who_come_at_once_settle_after_their_first_turn() -> None:
    # All think 1 s and come together; the work is 10 ms: the first turn takes 10, 20, … 100 ms,
    # from the second on each comes when the one before it is done, and takes 10 ms. The eleventh
    # request starts at 1 s + 10 ms + 1 s; batches of five: the first two are dropped.
    found, settling = settled(
        scenario(
            work={"ask": "10 ms"},
            load="users 10 think 1 s",
            run={"horizon": "100 s", "replications": 1},
        ),
        ["one"],
    )
    assert settling is not None
    assert settling.of[0].time == 2010 * MS
    assert found.run.warm_up == 3 * SECOND  # rounded up to a hundredth of the horizon
    assert str(settling) == "MSER-5 on pilot runs: one 2.01 s"


def test_an_overloaded_queue_does_not_settle() -> None:
    found, settling = settled(scenario(load="poisson 150/s"), ["one"])
    assert str(settling) == "MSER-5 on pilot runs: one does not settle, half of the horizon"
    assert found.run.warm_up == 10 * SECOND


def test_too_few_requests_to_tell() -> None:
    found, settling = settled(scenario(load="poisson 2/s"), ["one"])
    assert str(settling) == (
        "MSER-5 on pilot runs: one too few requests to tell, a tenth of the horizon"
    )
    assert found.run.warm_up == 2 * SECOND


def test_the_latest_of_all_designs_counts() -> None:
    one = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
    pair = sk.scenario(
        {"quick": one, "slow": one},
        work={"ask": "10 ms"},
        load="users 10 think 1 s",
        workers={"A": 1},
        run={"horizon": "100 s", "replications": 1},
    ).change("designs.quick.participants.A.workers", 10)
    found, settling = settled(pair, ["quick", "slow"])
    assert settling is not None
    assert [(one.design, one.time) for one in settling.of] == [("quick", 0), ("slow", 2010 * MS)]
    assert found.run.warm_up == 3 * SECOND


def test_an_acknowledgement_that_never_comes_is_not_waited_for() -> None:
    found, settling = settled(
        scenario("C-)A: ask", load="every 20 ms", work={"ask": "1 ms"}), ["one"]
    )
    assert found.run.warm_up == 0
    assert settling is not None


def test_pilots_have_luck_of_their_own() -> None:
    one = scenario()
    pilot, first = (record(one, "one", n).requests["meant"] for n in (FIRST_PILOT, 0))
    assert pilot[:5].tolist() != first[:5].tolist()


def test_a_run_shows_the_evidence_and_measures_from_there() -> None:
    study = sk.run(scenario())
    assert study.settling is not None
    known = study.scenario
    assert study.settling.warm_up == known.run.warm_up
    assert all(one.warm_up == known.run.warm_up for one in study.recordings["one"])
    assert "(MSER-5 on pilot runs: one " in repr(study)
    # Said by hand, the same numbers come out.
    again = sk.run(known)
    assert again.settling is None
    assert again.estimate("acknowledged.mean") == study.estimate("acknowledged.mean")


def test_a_point_of_a_sweep_has_the_warm_up_of_its_run() -> None:
    swept = sk.sweep(scenario(), {"load.C": ["30/s", "60/s"]}, jobs=1)
    for number, rate in enumerate(("30/s", "60/s")):
        alone = sk.run(scenario().change("load.C", rate))
        point = swept.point(number)
        assert point.estimate("acknowledged.mean") == alone.estimate("acknowledged.mean")
    assert "warm-up found at each point (MSER-5)" in repr(swept)


@pytest.mark.statistical
def test_what_is_left_of_the_start_is_small() -> None:
    # M/M/1 at 80 %, from empty: the mean sojourn is 50 ms. Without a warm-up, the first 400
    # requests of a run are some 6 ms too quick on average; from where MSER-5 says, they are not.
    one = scenario(load="poisson 80/s", run={"horizon": "60 s", "replications": 40})
    found = sk.run(one)
    estimate = found.estimate("acknowledged.mean")
    # Twice the 95 % interval of 40 replications: a false alarm in 5,000.
    assert abs(estimate.value - 0.050) <= 2 * estimate.half_width
