"""Closed forms that a run without luck, or any run at all, meets to the last nanosecond.

Whole numbers of nanoseconds make the arithmetic exact. The numbers are worked out by hand; the
fluid of the formulas is a stream of messages here, one at a time.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

import simkit as sk
from simkit.analysis import theory
from simkit.experiment.results import replicate
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from tests.statistical.drawings import ASK, TELL
from tests.statistical.readings import SECOND, metric

FAULT = """sequenceDiagram
  Fault-)API: Outage
  Client-)API: Request"""


def recorded(scenario: Scenario) -> Recording:
    """Its one run, audited."""
    (recording,) = replicate(scenario, ("design",))
    return recording


def once(horizon: str) -> dict[str, object]:
    return {"warm_up": "0 s", "horizon": horizon, "replications": 1, "seed": 1}


def messages(recording: Recording, label: str) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """When each message of a label arrives and is taken up, in seconds, in order of arrival."""
    chosen = recording.visits["message"] == recording.messages.index(label)
    arrived = recording.visits["arrived"][chosen]
    started = recording.visits["started"][chosen]
    order = np.argsort(arrived, kind="stable")
    return arrived[order] / SECOND, started[order] / SECOND


@pytest.mark.parametrize("law", ["exponential 100 ms", "pareto 100 ms shape 2.2"])
def test_littles_law_holds_to_the_nanosecond(law: str) -> None:
    """C01, from an empty system to an empty system: L·t is the sum of all sojourns."""
    scenario = sk.scenario(
        ASK,
        load=["poisson 8/s for 60 s"],
        work={"Request": law},
        workers={"API": 1},
        network="1 ms",
        run=once("1000 s"),
    )
    recording, design = recorded(scenario), scenario.design("design")
    present = metric("backlog.mean")(recording, design)
    rate = metric("throughput.mean")(recording, design)
    mean = metric("settled.mean")(recording, design)
    assert len(recording.requests["meant"]) > 400
    assert present == pytest.approx(rate * mean, rel=1e-12)


@pytest.mark.parametrize(("deliveries", "printed"), [(1, "9.615"), (26, "250"), (51, "250")])
def test_a_window_of_deliveries_of_fixed_work(deliveries: int, printed: str) -> None:
    """C33: a round trip of 100 ms, then 4 ms of work; 26 of them fill the worker exactly.

    Each delivery comes back 104 ms after the one before, or queues. The window holds whole cycles.
    """
    scenario = sk.scenario(
        ASK,
        load=f"users {deliveries} think 100 ms",
        work={"Request": "4 ms"},
        workers={"API": 1},
        network="0 s",
        run={**once("10.504 s"), "warm_up": "104 ms"},
    )
    bounds = theory.closed_bounds(users=deliveries, think_time=0.1, demands=[0.004])
    found = metric("throughput.mean")(recorded(scenario), scenario.design("design"))
    assert found == pytest.approx(bounds.most_throughput, rel=1e-12)
    assert f"{found:.3f}".startswith(printed)


def test_a_burst_and_its_backlog() -> None:
    """C34 and the lesson of load levelling: 200/s for 60 s at a worker for 100/s, then 80/s.

    Request j of the burst arrives at 5j ms and starts at 10j ms. Just before 60 s 12,000 have
    arrived and 6,000 have started. The m-th after it arrives at 60 s + 12.5m ms and could start at
    120 s + 10m ms: from m = 24,000 on, at 360 s, nobody waits.
    """
    scenario = sk.scenario(
        TELL,
        load=["every 5 ms for 60 s", "every 12.5 ms"],
        work={"Request": "10 ms"},
        workers={"API": 1},
        network="0 s",
        run=once("400 s"),
    )
    recording = recorded(scenario)
    arrived, started = messages(recording, "Request")
    fluid = theory.overload(
        duration=60, arrival_rate=200, capacity=100, arrival_rate_after=80, capacity_after=100
    )
    assert metric("backlog.API.peak")(recording, scenario.design("design")) == 6_000 == fluid.peak
    assert (started - arrived).max() == 60.0 == fluid.longest_wait
    at_once = arrived[(started == arrived) & (arrived > 0)]
    assert at_once[0] == 360.0 == fluid.total_time
    assert np.array_equal(at_once, arrived[arrived >= 360.0])


def test_an_outage_and_its_backlog() -> None:
    """C34, a hundredth of it: 8/s at a worker for 10/s, which a fault holds for 720 s.

    Request k arrives at 125k ms and starts at 720 s + 100k ms: 5,760 have arrived just before
    720 s, and from k = 28,800 on, at 3,600 s, nobody waits.
    """
    scenario = sk.scenario(
        FAULT,
        load={"Fault": "at 0 s 1", "Client": "every 125 ms"},
        work={"Outage": "720 s", "Request": "100 ms"},
        workers={"API": 1},
        network="0 s",
        run=once("3700 s"),
    )
    recording = recorded(scenario)
    arrived, started = messages(recording, "Request")
    fluid = theory.overload(
        duration=720, arrival_rate=8, capacity=0, arrival_rate_after=8, capacity_after=10
    )
    assert metric("backlog.API.peak")(recording, scenario.design("design")) == 5_760 == fluid.peak
    assert (fluid.drain_time, fluid.total_time) == (2_880, 3_600)
    waited = started > arrived
    assert arrived[~waited][0] == 3_600.0
    assert not waited[28_800:].any()


def test_workers_enough_to_drain_in_ten_minutes() -> None:
    """C34, an eightieth of it: 10/s at 22 workers for 1/s each, which faults hold for 720 s.

    Request k arrives at 50 ms + 100k ms, so that the faults are first. From 720 s on 22 start each
    second. At 720 s + n s 7,200 + 10n have arrived and up to 22 + 22n have started: all of them for
    the first time at n = 599, 1 s of work before the 600 s of the fluid.
    """
    scenario = sk.scenario(
        FAULT,
        load={"Fault": "at 0 s 22", "Client": "every 100 ms"},
        work={"Outage": "720 s", "Request": "1 s"},
        messages={"Request": {"network": "50 ms"}},
        workers={"API": 22},
        network="0 s",
        run=once("1400 s"),
    )
    recording = recorded(scenario)
    arrived, started = messages(recording, "Request")
    assert metric("backlog.API.peak")(recording, scenario.design("design")) == 7_200
    assert theory.capacity_to_drain(backlog=7_200, arrival_rate=10, time=600) == 22
    waited = started > arrived
    assert started[waited].max() == 720 + 599
    assert np.array_equal(waited, arrived < 720 + 599)


def test_nothing_is_in_time_any_more_in_an_overload() -> None:
    """C49: 10 % more than the worker can do, and a deadline of 1 s.

    Request j arrives at 10j ms and starts at 11j ms. It waits j ms: until the one that arrives at
    10 s just in time, and after that nobody.
    """
    scenario = sk.scenario(
        TELL,
        load="every 10 ms",
        work={"Request": "11 ms"},
        workers={"API": 1},
        network="0 s",
        run=once("60 s"),
    )
    arrived, started = messages(recorded(scenario), "Request")
    late = started - arrived > 1 + 1e-9
    fluid = theory.time_until_late(deadline=1, arrival_rate=1 / 0.010, capacity=1 / 0.011)
    assert fluid == pytest.approx(10)
    assert arrived[~late][-1] == 10.0
    assert late[arrived > 10.0].all()


def test_all_are_sent_again_against_a_quota() -> None:
    """C51: 10,000 at once and 2,000 a second: 10 + 8 + 6 + 4 + 2 thousand sends, done after 4 s."""
    scenario = sk.scenario(
        ASK,
        load="at 0 s 10000",
        messages={
            "Request": {
                "limit": "2000/s burst 2000",
                "retry": {"attempts": 100, "backoff": "1 s", "on": "refused"},
            }
        },
        network="0 s",
        run=once("10 s"),
    )
    recording, design = recorded(scenario), scenario.design("design")
    windows = 10_000 / 2_000
    sends = 2_000 * windows * (windows + 1) / 2
    assert sends == 30_000
    assert len(recording.visits["path"]) == sends
    assert metric("attempts.API.mean")(recording, design) == 3
    assert metric("refused.API.share")(recording, design) == pytest.approx(2 / 3)
    answered = np.unique(recording.requests["acknowledged"], return_counts=True)
    assert answered[0].tolist() == [0, SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND]
    assert answered[1].tolist() == [2_000] * 5


def test_attempts_of_layers_multiply() -> None:
    """C25: five layers that try three times each call the last one 243 times."""
    names = ("A", "B", "D", "E", "F")
    calls = [
        f"  {one}->>{other}: {other}"
        for one, other in zip(("Client", *names[:-1]), names, strict=True)
    ]
    answers = [
        f"  {one}-->>{other}: done"
        for one, other in zip(reversed(names), reversed(("Client", *names[:-1])), strict=True)
    ]
    scenario = sk.scenario(
        "\n".join(["sequenceDiagram", *calls, *answers]),
        load="at 0 s 1",
        messages={name: {"retry": 3} for name in names} | {"F": {"retry": 3, "fails": "100 %"}},
        network="0 s",
        run=once("1 s"),
    )
    recording, design = recorded(scenario), scenario.design("design")
    often = [metric(f"sent.{name}.mean")(recording, design) for name in names]
    assert often == [3, 9, 27, 81, 243]
    assert often[-1] == theory.layered_attempts(attempts=3, layers=5)
    assert [metric(f"attempts.{name}.mean")(recording, design) for name in names] == [3] * 5
