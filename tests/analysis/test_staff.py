"""How many workers there are, and what that makes of utilisation; by hand."""

import pytest

import simkit as sk
from simkit.analysis.capacity import capacity
from simkit.analysis.metrics import measure
from simkit.analysis.staff import mean_workers, workers_over_time
from simkit.engine.runner import record
from simkit.model.metric import MetricName
from simkit.record.recording import Recording

MS = 1_000_000


def run(load: str | list[str], **said: object) -> tuple[sk.Scenario, Recording]:
    scenario = sk.scenario(
        "sequenceDiagram\nC-)A: Ask",
        load=load,
        work={"Ask": "10 ms"},
        participants={"A": said},
        network="0 s",
        run={"horizon": "40 ms", "warm-up": "10 ms"},
    )
    return scenario, record(scenario, "design", 0)


def utilisation(scenario: sk.Scenario, recording: Recording) -> float:
    name = MetricName(design="", journey="", metric="utilisation", part="A", statistic="mean")
    return measure(recording, scenario.designs[0], name).value


def steps(scenario: sk.Scenario, recording: Recording) -> list[tuple[float, int]]:
    """When, and how many workers from then on; of what happens at one instant, the last."""
    found = workers_over_time(recording, scenario.designs[0], "A")
    pairs = zip((found[0] / MS).tolist(), found[1].tolist(), strict=True)
    return list(dict(pairs).items())


def test_workers_that_come_and_go() -> None:
    scenario, recording = run(
        "at 0 s 4",
        workers=1,
        changes=[{"at": "4 ms", "workers": 2}, {"at": "12 ms", "workers": 1}],
    )
    # The second is held until 14: it goes then. Held from 10 to 40: the first all along, the
    # second for 4 ms, of 30 + 4 ms that there were.
    assert steps(scenario, recording) == [(0, 1), (4, 2), (12, 2), (14, 1)]
    assert mean_workers(recording, scenario.designs[0], "A") == pytest.approx(34 / 30)
    # 0-10, 4-14, 10-20, 20-30: 20 + 4 ms in the window.
    assert utilisation(scenario, recording) == pytest.approx(24 / 34)


def test_instances_that_come_and_go() -> None:
    scale = {"to": 3, "on": "backlog 2", "every": "10 ms", "start-up": "5 ms", "cool-down": "0 s"}
    scenario, recording = run("at 0 s 5", workers=2, autoscale=scale)
    # At 10 three have worked or do (0-10, 0-10, 10-20), two of them from now on, one waits: no
    # more is wanted.
    assert steps(scenario, recording) == [(0, 2)]
    scenario, recording = run("at 0 s 7", workers=1, autoscale=scale)
    # At 10 five wait behind the second: 3 wanted, there at 15. At 20 two wait: one; two go at 25,
    # when they have done what they have.
    assert steps(scenario, recording) == [(0, 1), (15, 3), (25, 1)]
    changes = recording.changes
    instances = [
        (when / MS, value)
        for when, instance, value in zip(
            changes["when"].tolist(), changes["instance"], changes["value"].tolist(), strict=True
        )
        if instance == -1
    ]
    assert instances == [(15, 2), (15, 3), (25, 2), (25, 1)]
    # 1 for 5 ms, 3 for 10, 1 for 15: 50. Held all along.
    assert mean_workers(recording, scenario.designs[0], "A") == pytest.approx(50 / 30)
    assert utilisation(scenario, recording) == pytest.approx(1)


def test_what_is_fixed_and_what_is_unlimited() -> None:
    scenario, recording = run("at 0 s 1", workers=3, instances=2)
    assert mean_workers(recording, scenario.designs[0], "A") == 6
    scenario, recording = run("at 0 s 1", workers="unlimited")
    assert mean_workers(recording, scenario.designs[0], "A") is None


def test_nobody_there_in_the_window_is_no_utilisation() -> None:
    scale = {"from": 0, "to": 1, "on": "backlog 1", "start-up": "1 s"}
    scenario, recording = run("at 15 ms 1", workers=1, autoscale=scale)
    name = MetricName(design="", journey="", metric="utilisation", part="A", statistic="mean")
    reading = measure(recording, scenario.designs[0], name)
    assert reading.reason == "A had no worker in the window"


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ({"workers": 10}, 1000.0),
        ({"workers": 10, "cpus": 4}, 400.0),
        ({"workers": 10, "cpus": 4, "instances": 2}, 800.0),
        ({"workers": 10, "contention": "5 % coherence 0.1 %"}, 100 * 10 / 1.54),
        # Those who hinder each other are those who have a processor.
        ({"workers": 10, "cpus": 2, "contention": "100 %"}, 100.0),
        ({"workers": 2, "discipline": "shared"}, 200.0),
        ({"workers": 2, "autoscale": {"to": 5, "on": "backlog 1"}}, 1000.0),
    ],
    ids=str,
)
def test_what_processors_can_do(said: dict[str, object], most: float) -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC-)A: Ask",
        load="poisson 50/s",
        work={"Ask": "10 ms"},
        participants={"A": said},
    )
    assert capacity(scenario.designs[0], 60 * 10**9).most == pytest.approx(most)
