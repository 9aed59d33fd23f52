"""Rates that follow from a promise by arithmetic, and draws that come from their addresses."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simkit.engine import make_plan
from simkit.engine.reference.run import Run
from simkit.engine.sampling import Address, sample, uniforms
from simkit.formats.scenario_file import read_scenario
from simkit.model.distribution import Exponential
from simkit.record.recording import Table
from simkit.record.tables import Done, Outcome

MS = 1_000_000


def visits_of(text: str, label: str) -> tuple[Table, dict[str, NDArray[Any]]]:
    """The requests of a run, and its visits of a message of this label at W."""
    scenario = read_scenario(text, "rates.yaml")
    plan = make_plan(scenario, scenario.designs[0])
    requests, visits, *_ = Run(plan, 0).run(None)
    wanted = [line.label == label and plan.pools[line.receiver].name == "W" for line in plan.lines]
    here = np.array(wanted)[visits["message"]]
    return requests, {name: column[here] for name, column in visits.items()}


@pytest.mark.parametrize("prefetch", [1, 2, 3, 4, 9])
def test_a_window_carries_as_much_as_its_round_trip_allows(prefetch: int) -> None:
    """C33: X = min(n/(S + RTT), 1/S); here S = 4 ms and RTT = 6 ms, so that 2.5 are enough."""
    _, visits = visits_of(
        f"""
participants: {{Q: {{kind: broker, prefetch: {prefetch}}}, W: {{workers: 1}}}}
messages: {{Job: {{work: 4 ms}}}}
network: 3 ms
load: at 0 s 40
run: {{horizon: 1 s, warm-up: 0 s}}
diagram: |
  sequenceDiagram
    C-)Q: Put
    Q->>W: Job
    W-->>Q: Ack
""",
        "Job",
    )
    started = np.sort(visits["started"])
    assert len(started) == 40
    apart = started[prefetch:] - started[:-prefetch]
    assert set(apart.tolist()) == {max(10 * MS, prefetch * 4 * MS)}


@pytest.mark.parametrize("window", [1, 2, 5])
def test_a_publisher_sends_a_window_of_messages_every_round_trip(window: int) -> None:
    """D07: X = w/RTT; 2 ms there, 3 ms to write, 2 ms back."""
    scenario = read_scenario(
        f"""
participants: {{Q: {{kind: broker, consumer: {{name: W}}}}}}
messages: {{Put: {{work: 3 ms}}}}
network: 2 ms
load: users {window} think 0 s
run: {{horizon: 70 ms, warm-up: 0 s, patience: 0 s}}
diagram: |
  sequenceDiagram
    C->>Q: Put
    Q-->>C: Stored
""",
        "rates.yaml",
    )
    requests, *_ = Run(make_plan(scenario, scenario.designs[0]), 0).run(None)
    meant = requests["meant"].tolist()
    assert meant == [7 * MS * turn for turn in range(10) for _ in range(window)]


@pytest.mark.parametrize("most", [1, 7, 20])
def test_without_a_delay_attempts_burn_out_in_their_own_work(most: int) -> None:
    """D18: twenty tries of 5 ms are over after 0.1 s."""
    requests, visits = visits_of(
        f"""
participants: {{Q: {{kind: broker, max-deliveries: {most}}}, W: {{workers: 1}}}}
messages: {{Job: {{work: 5 ms, poison: 100 %}}}}
load: at 0 s 1
run: {{horizon: 1 s, warm-up: 0 s}}
diagram: |
  sequenceDiagram
    C-)Q: Put
    Q->>W: Job
""",
        "Job",
    )
    assert len(visits["sent"]) == most
    assert requests["settled"].tolist() == [most * 5 * MS]
    assert requests["done"].tolist() == [Done.DEAD_LETTERED]


FAILING = """
participants: {Q: {kind: broker, max-deliveries: 3}, W: {workers: unlimited}}
messages:
  W.Job: {work: exponential 5 ms, network: exponential 2 ms{fails}}
load: every 1 ms for 200 ms
run: {horizon: 200 ms, warm-up: 0 s, seed: 11}
diagram: |
  sequenceDiagram
    C-)Q: Put
    Q->>W: Job
"""


@pytest.mark.parametrize("redelivery", [0, 1, 2])
def test_every_attempt_has_draws_of_its_own_address(redelivery: int) -> None:
    """D32: interrupted work is begun anew with a new draw, that of depth 1 and its delivery."""
    _, visits = visits_of(FAILING.replace("{fails}", ", fails: 100 %"), "Job")
    here = visits["path"] == redelivery
    assert here.sum() == 200

    def drawn(kind: str, mean: int) -> NDArray[np.int64]:
        path = f" 1:d{redelivery}" if redelivery else ""
        stream = f"{kind} W.Job"
        address = Address(seed=11, replication=0, stream=stream, client="C", journey="", path=path)
        return sample(Exponential(mean=mean), uniforms(address, 0, 200))

    assert visits["worked"][here].tolist() == drawn("work", 5 * MS).tolist()
    under_way = visits["arrived"][here] - visits["sent"][here]
    assert under_way.tolist() == drawn("network", 2 * MS).tolist()


def test_what_fails_shifts_nobody_elses_draws() -> None:
    _, well = visits_of(FAILING.replace("{fails}", ""), "Job")
    _, some = visits_of(FAILING.replace("{fails}", ", fails: 30 %"), "Job")
    first = some["path"] == 0
    assert (some["outcome"][first] == Outcome.FAILED).sum() > 30
    assert np.array_equal(some["worked"][first], well["worked"])
