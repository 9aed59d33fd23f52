"""Loads that change and mixes of journeys in the engine: requests start when they are meant to."""

from textwrap import dedent

import numpy as np
import pytest

from simkit.analysis.audit import audit
from simkit.engine.runner import record
from simkit.engine.sampling import Address, arrivals, uniforms
from simkit.formats.scenario_file import read_scenario
from simkit.model.load import Users
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording

MS = 1_000_000
SECOND = 1_000 * MS


def scenario_of(load: str, workers: int = 1, work: str = "100 ms", run: str = "") -> Scenario:
    return read_scenario(
        dedent(f"""\
        diagram: |
          sequenceDiagram
            C->>A: Ask
            A-->>C: Tell
        messages: {{Ask: {{work: {work}}}}}
        participants: {{A: {{workers: {workers}}}}}
        load: {{C: {load}}}
        run: {{horizon: 2 s, warm-up: 0 s{run}}}
        """),
        "l.yaml",
    )


def recorded(scenario: Scenario, replication: int = 0) -> Recording:
    recording = record(scenario, scenario.designs[0].name, replication)
    assert audit(recording, scenario.designs[0]) == []
    return recording


def test_latency_counts_from_the_intended_start() -> None:
    """Coordinated omission: a slow server must not slow down who measures it.

    One request comes every 10 ms, and each takes 100 ms of the one worker: the k-th, from 0, is
    meant to start at 10 k ms and is answered at 100 (k + 1) ms, so that it takes 100 + 90 k ms.
    """
    requests = recorded(scenario_of("every 10 ms", run=", patience: 1 min")).requests
    k = np.arange(200)
    assert requests["meant"][:200].tolist() == (10 * MS * k).tolist()
    took = requests["acknowledged"][:200] - requests["meant"][:200]
    assert took.tolist() == ((100 + 90 * k) * MS).tolist()


def test_users_start_later_where_the_server_is_slow() -> None:
    """The closed load of the same server: each of two users asks again when it was answered.

    Both think 10 ms. The first is served from 10 to 110 ms and asks again at 120 ms; the second
    waits for it and is served to 210 ms: from then on each waits for the other, and every
    request takes 190 ms. A closed load measures that, and never 100 + 90 k ms.
    """
    scenario = scenario_of("users 2 think 10 ms")
    assert isinstance(scenario.designs[0].load, Users)
    requests = recorded(scenario).requests
    order = np.argsort(requests["meant"], kind="stable")
    meant, told = (requests[name][order] // MS for name in ("meant", "acknowledged"))
    assert meant[:6].tolist() == [10, 10, 120, 220, 320, 420]
    assert told[:5].tolist() == [110, 210, 310, 410, 510]
    assert set((told - meant)[2:15].tolist()) == {190}


@pytest.mark.parametrize(
    "load",
    [
        "poisson 300/s wave 80 % over 700 ms",
        "poisson curve 0 s 0/s 1 s 500/s 1500 ms 10/s repeat",
        "mmpp 500/s for exponential 100 ms or 20/s for exponential 300 ms",
        "at 100 ms 7 every 300 ms",
        "[poisson 300/s for 300 ms, nothing for 200 ms, repeat]",
        "trace values 3 0 200 60 every 500 ms poisson",
        "trace values 0 s 0 s 1 ms 1999 ms",
    ],
)
def test_every_load_comes_as_it_was_drawn(load: str) -> None:
    scenario = scenario_of(load, workers=500)
    for replication in (0, 1):
        meant = recorded(scenario, replication).requests["meant"]
        source = scenario.designs[0].sources[0]
        drawn = arrivals(source.load, seed=scenario.run.seed, replication=replication, client="C")
        assert meant.tolist() == [instant for instant, _ in zip(drawn, meant, strict=False)]
        assert (meant < 2 * SECOND).sum() >= 4
    # Nobody is counted who comes at the horizon or later.
    assert meant[-1] < 4 * SECOND


MIX = """\
load: {C: poisson 300/s}
participants: {A: {workers: 50}}
messages: {Order: {work: exponential 10 ms}, Report: {work: exponential 10 ms}}
run: {horizon: 20 s, warm-up: 0 s, seed: 3}
designs:
  whole:
    diagram: |
      sequenceDiagram
        C->>A: Order
        A-->>C: Done
  mixed:
    journeys:
      orders: {share: rest, diagram: "sequenceDiagram\\n C->>A: Order\\n A-->>C: Done"}
      reports: {share: 10 %, diagram: "sequenceDiagram\\n C->>A: Report\\n A-->>C: Done"}
      audits: {share: 20 %, diagram: "sequenceDiagram\\n C->>A: Order\\n A-->>C: Done"}
"""


def test_the_requests_of_a_client_choose_their_journey_by_its_share() -> None:
    scenario = read_scenario(MIX, "m.yaml")
    whole, mixed = (record(scenario, name, 0) for name in ("whole", "mixed"))
    assert audit(mixed, scenario.design("mixed")) == []
    # The client is the same: its requests come at the same instants, whatever they begin.
    both = [one.requests["meant"] for one in (whole, mixed)]  # go on until all are settled
    assert len({tuple(one[one < 20 * SECOND].tolist()) for one in both}) == 1
    count = len(both[1])
    assert mixed.requests["request"].tolist() == list(range(count))
    address = Address(seed=3, replication=0, stream="journeys", client="C", journey="")
    u = uniforms(address, 0, count)
    assert mixed.requests["journey"].tolist() == np.searchsorted([0.7, 0.8], u).tolist()


def test_the_shares_of_a_mix_are_met() -> None:
    """χ² of three shares over about 6,000 requests in a run; false-alarm chance 1e-4."""
    scenario = read_scenario(MIX, "m.yaml")
    counts = np.bincount(record(scenario, "mixed", 0).requests["journey"], minlength=3)
    expected = counts.sum() * np.array([0.7, 0.1, 0.2])
    assert ((counts - expected) ** 2 / expected).sum() < 18.42  # of two degrees of freedom


def test_a_mix_of_users_keeps_their_number() -> None:
    text = MIX.replace("poisson 300/s", "users 5 think exponential 50 ms")
    scenario = read_scenario(text, "m.yaml")
    mixed = record(scenario, "mixed", 0)
    assert audit(mixed, scenario.design("mixed")) == []
    begins = np.sort(mixed.requests["meant"])
    ends = np.sort(mixed.requests["acknowledged"])
    inside = np.searchsorted(begins, begins, side="right") - np.searchsorted(ends, begins)
    assert inside.max() <= 5
    assert set(mixed.requests["journey"].tolist()) == {0, 1, 2}
