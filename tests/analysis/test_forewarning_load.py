"""What is known before a run of loads that change: busiest times, pile-ups, what chance decides."""

from textwrap import dedent

import pytest

from simkit.analysis.capacity import capacity
from simkit.analysis.forewarning import Forewarning, forewarn
from simkit.analysis.known.arrivals import arrivals_of
from simkit.analysis.overflow import pile_ups
from simkit.analysis.traffic import traffic_of
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Scenario
from simkit.views.capacity import capacity_lines

SECOND = 10**9


def scenario_of(load: str, horizon: str = "10 min", predict: str = "") -> Scenario:
    """One pool of 60 workers that takes half a second: full at 120 requests/s."""
    return read_scenario(
        dedent(f"""\
        diagram: |
          sequenceDiagram
            C->>A: Ask
            A-->>C: Tell
        messages: {{Ask: {{work: exponential 500 ms}}}}
        participants: {{A: {{workers: 60}}}}
        load: {{C: {load}}}
        run: {{horizon: {horizon}, warm-up: 1 s}}
        predict: [{predict}]
        """),
        "l.yaml",
    )


def forewarned(load: str, horizon: str = "10 min", predict: str = "") -> Forewarning:
    scenario = scenario_of(load, horizon, predict)
    return forewarn(scenario, scenario.designs[0])


@pytest.mark.parametrize(
    ("load", "busiest", "mean"),
    [
        ("poisson 100/s wave 50 % over 10 min", 150, 100),
        ("poisson curve 0 s 20/s 4 min 160/s 10 min 20/s repeat", 160, 90),
        ("mmpp 20/s for exponential 60 s or 410/s for exponential 5 s", 50, 50),
        ("[poisson 200/s for 10 s, nothing for 50 s, repeat]", 200, 100 / 3),
        ("trace values 300 0 60 every 1 s", 300, 0.6),
    ],
)
def test_the_busiest_time_and_the_mean(load: str, busiest: float, mean: float) -> None:
    found = capacity(scenario_of(load).designs[0], 600 * SECOND)
    assert found.rate == pytest.approx(busiest, rel=1e-3)
    assert found.mean_rate == pytest.approx(mean, rel=1e-6)
    assert found.pools[0].utilisation == pytest.approx(busiest / 120, rel=1e-3)
    assert found.pools[0].mean_utilisation == pytest.approx(mean / 120, rel=1e-6)
    assert found.most == pytest.approx(120)


def test_what_piles_up_at_the_peak_of_a_curve() -> None:
    """By hand: 20/s rise to 160/s in 360 s and fall back in 1,080 s.

    120/s are crossed at 360 · 100/140 = 257.1 s and at 360 + 1080 · 40/140 = 668.6 s. In between
    a triangle of 40/s · 411.4 s / 2 = 8,229 requests is left over. The other triangle, of what
    is left below 120/s, has taken as many after √(2 · 8,229 · 1080/140) = 356.3 s, at 1,024.9 s.
    """
    load = "poisson curve 0 s 20/s 6 min 160/s 24 min 20/s repeat"
    design = scenario_of(load).designs[0]
    (pile,) = pile_ups(traffic_of(design, 1_440 * SECOND), "A")
    assert pile.begins / SECOND == pytest.approx(257.1, abs=360 / 16)
    assert pile.peak == pytest.approx(8_229, rel=0.01)
    assert pile.ends / SECOND == pytest.approx(1_024.9, rel=0.005)


def test_what_piles_up_again_and_again_is_told_once() -> None:
    found = forewarned("at 0 s 200 every 60 s")
    assert found.notes == (
        "more comes for A than it can do, 10 times until the horizon; the worst begins at 0 s: up "
        "to 200 messages wait for it, done after 1.67 s at the earliest",
    )
    twice = forewarned("at 0 s 200 every 60 s", horizon="2 min")
    assert [note.split(" more")[0] for note in twice.notes] == ["from 0 s on", "from 1 min on"]


def test_what_a_modulated_load_does_is_left_to_chance_and_its_peak_is_named() -> None:
    found = forewarned("mmpp 20/s for exponential 60 s or 200/s for exponential 5 s")
    assert found.notes == (
        "at its peak C sends 200 requests/s, for 5 s on average: A is 167 % busy then, and its "
        "queue grows",
    )
    assert found.unpredicted == (
        "how long the queues get, as C changes between its rates by chance; the numbers above are "
        "those of its mean rate",
    )
    assert found.warnings == ()
    # Saturated by its mean, it is warned of like any other.
    (warning,) = forewarned("mmpp 20/s for exponential 5 s or 250/s for exponential 5 s").warnings
    assert warning.startswith("A is 112 % busy: its queue grows by about 15 messages/s")
    quiet = forewarned("mmpp 20/s for exponential 5 s or 100/s for exponential 5 s")
    assert quiet.notes == quiet.warnings == ()


def test_too_few_requests_allow_for_what_chance_adds_to_a_modulated_load() -> None:
    """A p99 needs 368 requests, and 1,198 are expected: a steady stream surely brings enough.

    The dispersion of this one is 1 + 2 (50 s · 2/s)² / 100 s / 2/s = 101: three standard
    deviations are 3 √(101 · 1,198) = 1,044 requests.
    """
    predict = "acknowledged.p99 < 1 s"
    assert forewarned("poisson 2/s", predict=predict).warnings == ()
    restless = "mmpp 0/s for exponential 50 s or 4/s for exponential 50 s"
    (warning,) = forewarned(restless, predict=predict).warnings
    assert warning == (
        "design.acknowledged.p99 needs 368 requests in each replication, and about 1,200 come "
        "between the warm-up and the horizon"
    )


def test_a_trace_is_no_chance() -> None:
    """Exactly as many come as were recorded, and one fewer is too few."""
    predict = "acknowledged.p99 < 1 s"
    assert forewarned("trace values 5 368 every 1 s", predict=predict).warnings == ()
    (warning,) = forewarned("trace values 5 367 every 1 s", predict=predict).warnings
    assert warning.endswith("in each replication, and 367 come between the warm-up and the horizon")


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        (
            "poisson 100/s wave 50 % over 10 min",
            "the load changes, so that there is no steady state",
        ),
        (
            "poisson curve 0 s 20/s 6 min 160/s",
            "the load changes, so that there is no steady state",
        ),
        (
            "[poisson 2/s for 10 s, repeat]",
            "the load changes, so that there is no steady state",
        ),
        (
            "mmpp 20/s for exponential 60 s or 200/s for exponential 5 s",
            "the rate of requests changes by chance, so that they are no Poisson stream",
        ),
        (
            "at 0 s 20 every 10 s",
            "requests come all at once, so that there is no steady state",
        ),
        (
            "trace values 1 s 2 s",
            "requests come as in a recording, so that there is no steady state",
        ),
        (
            "trace values 1 2 every 2 s poisson",
            "requests come as in a recording, so that there is no steady state",
        ),
    ],
)
def test_no_closed_form_is_claimed_for_what_is_not_poisson(load: str, reason: str) -> None:
    (found,) = arrivals_of(scenario_of(load).designs[0]).values()
    assert (found.is_poisson, found.interval, found.reason) == (False, None, reason)
    assert (found.rate is None) == ("mmpp" not in load)


def test_the_horizon_of_a_modulated_load_is_limited() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario_of("mmpp 20/s for 1 ms or 20/s for 1 ms")
    assert str(caught.value).split("\n")[0] == (
        "l.yaml:7:7: load: found a rate of C that changes about 1,200,000 times in each "
        "replication of design 'design'; expected at most 1,000,000 times: longer states or a "
        "shorter horizon"
    )


@pytest.mark.parametrize(
    ("load", "warm_up"),
    [
        ("poisson 1/s wave 50 % over 10 min", "1 min, a tenth of the horizon"),
        ("trace values 1 s 2 s", "1 min, a tenth of the horizon"),
        ("mmpp 2/s for exponential 6 s or 1/s for 5 s", "found before the runs, where their times "
         "have settled down (MSER-5)"),
        ("at 0 s 20 every 10 s", "0 s, as requests come in bursts"),
    ],
)  # fmt: skip
def test_the_warm_up_of_a_load_that_changes(load: str, warm_up: str) -> None:
    said = read_scenario(
        'diagram: "sequenceDiagram\\n C->>A: Ask\\n A-->>C: Tell"\n'
        f"load: {{C: {load}}}\nrun: {{horizon: 10 min}}\n",
        "w.yaml",
    ).run.assumptions
    assert f"run.warm-up: {warm_up} (not stated)" in said


def test_a_long_recording_is_told_shortly() -> None:
    instants = " ".join(f"{n} s" for n in range(500))
    lines = list(capacity_lines(scenario_of(f"trace values {instants}")))
    assert "  design: trace values 0 s 1 s 2 s … (500 in all) (below, its busiest time)" in lines
