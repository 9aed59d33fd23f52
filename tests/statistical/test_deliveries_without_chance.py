"""Closed forms of deliveries that a run without luck meets exactly; worked out by hand.

In each drawing a message is stored at a broker and delivered to one pool; nothing but what is said
takes any time.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

import simkit as sk
from simkit.analysis import theory
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, Settlement
from tests.statistical.cases_consumers import WINDOW
from tests.statistical.drawings import STORED
from tests.statistical.readings import SECOND, metric
from tests.statistical.readings_delivery import runs_per_completion
from tests.statistical.test_without_chance import messages, once, recorded


def stored(
    load: str,
    work: str,
    horizon: str,
    policy: Mapping[str, object],
    participants: Mapping[str, object] | None = None,
    run: Mapping[str, object] | None = None,
    **more: Any,
) -> Scenario:
    """A queue with its policy, and its receiver, API."""
    return sk.scenario(
        STORED,
        load=load,
        work={"Request": work},
        network="0 s",
        run={**once(horizon), **(run or {})},
        participants={"Bus": policy, **(participants or {})},
        **more,
    )


def deliveries(recording: Recording) -> Counter[int]:
    """How often the message of each request was delivered."""
    visits = recording.visits
    here = visits["participant"] == recording.participants.index("API")
    return Counter(visits["request"][here & (visits["sent"] != NEVER)].tolist())


@pytest.mark.parametrize(("prefetch", "printed"), [(1, "9.615"), (26, "250"), (51, "250")])
def test_a_prefetch_of_fixed_work(prefetch: int, printed: str) -> None:
    """C33: 50 ms there, 4 ms of work, 50 ms back; the next one leaves when the Ack is there.

    26 of them fill the worker exactly; more wait in front of it. The window holds whole cycles.
    """
    scenario = sk.scenario(
        WINDOW,
        load="every 3 ms",
        work={"Request": "4 ms"},
        messages={name: {"network": "50 ms"} for name in ("Request", "Ack")},
        workers={"API": 1},
        participants={"Bus": {"prefetch": prefetch}},
        network="0 s",
        run={**once("11.44 s"), "warm_up": "1.04 s", "patience": "1 ns"},
    )
    bounds = theory.closed_bounds(users=prefetch, think_time=0.1, demands=[0.004])
    found = metric("throughput.mean")(recorded(scenario), scenario.design("design"))
    assert found == pytest.approx(bounds.most_throughput, rel=1e-12)
    assert f"{found:.3f}".startswith(printed)


def test_a_lease_shorter_than_fixed_work() -> None:
    """C29: 95 s of work under a lease of 30 s: ⌈95/30⌉ = 4 deliveries, at 0, 30, 60 and 90 s."""
    policy = {"lease": "30 s", "max-deliveries": "unlimited"}
    recording = recorded(stored("at 0 s 5", "95 s", "700 s", policy))
    assert deliveries(recording) == dict.fromkeys(range(5), 4)
    visits = recording.visits
    first = (visits["request"] == 0) & (
        visits["participant"] == recording.participants.index("API")
    )
    assert visits["sent"][first].tolist() == [0, 30 * SECOND, 60 * SECOND, 90 * SECOND]
    assert recording.requests["completed"][0] == 95 * SECOND


def test_what_was_done_since_the_last_commit_is_done_again() -> None:
    """C31: 100/s, settled every 5 s, and a crash 245 ms, 745 ms, … 4,745 ms after a commit.

    Request k comes at 10k ms and is done 1 ms later. At a crash 245 ms after the commit 25 were
    done since, which came at 0, 10, … 240 ms; 50 more each half a second: 250 on average. 5 ms
    before the next commit it is all 500, the most.
    """
    phases = [245 + 500 * turn for turn in range(10)] + [4_995]
    at = [f"{20_000 * turn + phase} ms" for turn, phase in enumerate(phases)]
    policy = {"ack": "every 5 s", "max-deliveries": "unlimited"}
    recording = recorded(
        stored(
            "every 10 ms",
            "1 ms",
            "220 s",
            policy,
            participants={"API": {"workers": 1}},
            faults=[{"crash": "API", "at": at, "for": "1 ns"}],
        )
    )
    visits = recording.visits
    cut_off = visits["settlement"] == Settlement.CUT_OFF
    api = visits["participant"] == recording.participants.index("API")
    turns = visits["ended"][cut_off & api] // (20 * SECOND)
    again = [count for _, count in sorted(Counter(turns.tolist()).items())]
    assert again == [25 + 50 * turn for turn in range(10)] + [500]
    assert (
        sum(again[:-1]) / 10 == 250 == theory.reprocessed_after_crash(rate=100, commit_interval=5)
    )
    assert set(deliveries(recording).values()) == {1, 2}


def test_batches_under_a_lease() -> None:
    """C57: four workers, batches of ten, 4.9 s each, a lease of 30 s, and who is late is not heard.

    Of each batch six are done within 29.4 s and four are not: 49 s of work for six messages. A
    worker has one message at first, as no more are there, and ten from 5.2 s on; in 490 s, ten
    batches whenever they begin, 400 runs do 240 messages.
    """
    policy = {
        "prefetch": 10,
        "fetch": "batch",
        "lease": "30 s",
        "late-ack": "rejected",
        "requeue": "tail",
        "max-deliveries": "unlimited",
    }
    scenario = stored(
        "every 100 ms",
        "4.9 s",
        "495.25 s",
        policy,
        participants={"API": {"instances": 4, "workers": 1}},
        run={"warm_up": "5.25 s", "patience": "1 ns"},
    )
    recording = recorded(scenario)
    goodput = metric("throughput.mean")(recording, scenario.design("design"))
    assert goodput == pytest.approx(4 / 4.9 * 6 / 10, rel=1e-12)
    assert f"{goodput:.3f}" == "0.490"
    assert runs_per_completion(recording, "API") == pytest.approx(10 / 6, rel=1e-12)


def test_a_crash_and_its_backlog() -> None:
    """C34, a tenth of its time and a hundredth of its rate: 8/s, 10/s can be done, down for 72 s.

    Request k comes at 125k ms and starts at 72 s + 100k ms: 576 have come just before 72 s, and
    from k = 2,880 on, at 360 s, nobody waits.
    """
    scenario = stored(
        "every 125 ms",
        "100 ms",
        "370 s",
        {},
        participants={"API": {"workers": 1}},
        faults=[{"crash": "API", "at": "0 s", "for": "72 s"}],
    )
    recording = recorded(scenario)
    arrived, started = messages(recording, "Request")
    fluid = theory.overload(
        duration=72, arrival_rate=8, capacity=0, arrival_rate_after=8, capacity_after=10
    )
    assert metric("backlog.Bus.peak")(recording, scenario.design("design")) == 576 == fluid.peak
    assert (fluid.drain_time, fluid.total_time) == (288, 360)
    came = recording.requests["meant"] / SECOND
    assert arrived.tolist() == started.tolist()
    waited = started > came[: len(started)]
    assert came[: len(started)][~waited][0] == 360.0
    assert not waited[2_880:].any()
