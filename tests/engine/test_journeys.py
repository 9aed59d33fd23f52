"""Several journeys of one client, and what a broker adds: what the exact cases cannot show."""

import numpy as np

from simkit.analysis.audit import audit
from simkit.engine.runner import record
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Scenario
from simkit.record.tables import OPEN

# The client's edges are journeys that share its load; the designs differ in what A does.
GRAPH = """
load: {C: poisson 200/s}
run: {horizon: 2 s, warm-up: 0 s, seed: 5}
messages: {A: {work: exponential 5 ms}, B: {work: exponential 5 ms}}
designs:
  few: |
    graph LR
      C --> A
      C --> B
  more: |
    graph LR
      C --> A
      C --> B
      A --> D
"""

JOURNEYS = """
participants: {A: {workers: 2, queue: 1}}
messages: {Order: {work: exponential 20 ms}, Report: {work: exponential 30 ms}}
run: {horizon: 1 s, warm-up: 0 s, seed: 5}
designs:
  one:
    journeys:
      orders:
        load: poisson 50/s
        diagram: |
          sequenceDiagram
            C->>A: Order
            A-->>C: Done
      reports:
        load: poisson 50/s
        diagram: |
          sequenceDiagram
            C->>A: Report
            A-->>C: Made
"""

# The same work with a broker before it that takes no time, and without.
DIRECT = """
participants: {W: {workers: 2}}
messages: {Job: {work: exponential 15 ms}}
load: poisson 100/s
run: {horizon: 5 s, warm-up: 0 s, seed: 5}
designs:
  direct: |
    sequenceDiagram
      C-)W: Job
  stored: |
    sequenceDiagram
      participant Q@{ "type": "queue" }
      C-)Q: Put
      Q->>W: Job
"""


def scenario_of(text: str) -> Scenario:
    return read_scenario(text, "case.yaml")


def test_the_journeys_of_a_graph_share_the_requests_of_their_client() -> None:
    scenario = scenario_of(GRAPH)
    few, more, other = (
        record(scenario, name, number) for name, number in (("few", 0), ("more", 0), ("few", 1))
    )
    of_journey = [set(few.requests["request"][few.requests["journey"] == n]) for n in (0, 1)]
    assert not of_journey[0] & of_journey[1]
    assert of_journey[0] | of_journey[1] == set(range(len(few.requests["request"])))
    assert all(len(own) > 150 for own in of_journey)
    chosen = [
        dict(zip(one.requests["request"], one.requests["journey"], strict=True))
        for one in (few, more, other)
    ]
    both = chosen[0].keys() & chosen[1].keys()
    assert len(both) > 350
    assert all(chosen[0][request] == chosen[1][request] for request in both)
    assert any(chosen[0][request] != chosen[2][request] for request in range(100))
    for name, recording in (("few", few), ("more", more)):
        assert audit(recording, scenario.design(name)) == []


def test_journeys_with_loads_of_their_own_number_their_own_requests() -> None:
    scenario = scenario_of(JOURNEYS)
    recording = record(scenario, "one", 0)
    requests = recording.requests
    for journey in (0, 1):
        own = requests["request"][requests["journey"] == journey]
        assert own.tolist() == list(range(len(own)))
    meant = [requests["meant"][requests["journey"] == n][:20].tolist() for n in (0, 1)]
    assert meant[0] != meant[1]
    assert audit(recording, scenario.design("one")) == []


def test_a_broker_that_takes_no_time_adds_none() -> None:
    scenario = scenario_of(DIRECT)
    direct, stored = (record(scenario, name, 0) for name in ("direct", "stored"))
    for clock in ("meant", "settled", "completed"):
        assert np.array_equal(direct.requests[clock], stored.requests[clock])
    here = [
        recording.visits["participant"] == recording.participants.index("W")
        for recording in (direct, stored)
    ]
    for clock in ("started", "ended", "worked"):
        found = [one.visits[clock][at] for one, at in zip((direct, stored), here, strict=True)]
        assert np.array_equal(*found)
    # In the one they have arrived and wait there, in the other they have not left yet.
    (waiting, _), (_, in_broker) = (
        (one.visits["started"][at] - one.visits["arrived"][at], one.visits["sent"][at])
        for one, at in zip((direct, stored), here, strict=True)
    )
    left = in_broker < OPEN
    assert np.array_equal(in_broker[left], stored.visits["started"][here[1]][left])
    assert (waiting > 0).sum() > 100
