"""Small promises of the engine that the exact cases cannot show."""

from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest

import simkit as sk
from simkit.engine.order import (
    ARRIVALS,
    ENDS,
    FAULTS,
    MOST_JOURNEYS,
    MOST_LINES,
    MOST_PATHS,
    TIMEOUTS,
    journey_key,
    line_key,
    part_key,
)
from simkit.engine.runner import record
from simkit.errors import SimulationError
from simkit.formats.mermaid import read_sequence
from simkit.model.causality import lock_ups
from simkit.model.projection import project
from simkit.record.tables import NEVER, Told
from tests.model.broken import broken_by


def test_users_think_differently_in_each_replication() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
        work={"ask": "5 ms"},
        load="users 3 think exponential 20 ms",
        run={"horizon": "1 s", "warm-up": "0 s"},
    )
    one, other = (record(scenario, "design", n).requests["meant"] for n in (0, 1))
    assert not np.array_equal(one[:10], other[:10])


def test_nobody_is_told_no_who_has_stopped_already() -> None:
    # B fails at once and A with it; D fails at 10 ms and has nobody to tell: its answer, which
    # would be under way for 5 ms, is never sent.
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA->>B: one\nA->>D: two\nB->>E: try\nE--xB: no\n"
        "B-->>A: first\nD->>F: try too\nF--xD: no too\nD-->>A: second\nA-->>C: yes",
        load="at 0 s 1",
        run={"horizon": "1 s"},
        messages={"try too": {"work": "10 ms"}, "second": {"network": "5 ms"}},
    )
    found = record(scenario, "design", 0)
    assert found.requests["settled"].tolist() == [10_000_000]


def test_a_client_that_was_told_no_listens_no_more() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: one\nC->>B: two\nA--xC: no\nB-->>C: yes",
        load="at 0 s 1",
        work={"two": "10 ms"},
        run={"horizon": "1 s"},
    )
    found = record(scenario, "design", 0).requests
    assert found["acknowledged"].tolist() == [NEVER]
    assert found["told"].tolist() == [Told.FAILED]


def test_a_no_is_not_forgotten_for_a_yes_before_it() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: login\nA-->>C: token\nC->>B: buy\nB--xC: no",
        load="at 0 s 1",
        run={"horizon": "1 s"},
    )
    found = record(scenario, "design", 0).requests
    assert found["acknowledged"].tolist() == [0]
    assert found["told"].tolist() == [Told.FAILED]


def test_keys_tell_apart_and_fit_63_bits() -> None:
    most = line_key(MOST_LINES) + MOST_PATHS
    assert ARRIVALS + journey_key(MOST_JOURNEYS - 1) + most < 2**63
    assert MOST_JOURNEYS > 500_000_000
    assert MOST_LINES > 4000
    assert MOST_PATHS > 1_000_000
    assert journey_key(1) > journey_key(0) + most
    assert line_key(1) > line_key(0) + MOST_PATHS
    # Parts without a journey come after those with one, and before the next class of events.
    assert part_key(0, 0) > journey_key(MOST_JOURNEYS - 1) + most
    for one, next_one in pairwise((ENDS, TIMEOUTS, FAULTS, ARRIVALS, 2**63)):
        assert one + part_key(MOST_LINES, MOST_PATHS) < next_one
    assert ENDS + journey_key(0) + line_key(-1) > 1  # SimPy's own priorities are 0 and 1


def test_answers_to_executions_that_never_start_are_not_broken() -> None:
    # A fails at 'no' before it sends 'go' to B, and before B asks A back.
    script = project(
        read_sequence(
            "sequenceDiagram\nC->>A: ask\nA->>D: try\nD--xA: no\nA->>B: go\nB->>E: look\n"
            "E-->>B: seen\nB-->>A: gone\nA-->>C: yes"
        )
    )
    refused = [step.kind.name for step in script.executions[1].steps].index("AWAIT")
    labels = [script.lines[line].label for line in broken_by(script, 1, refused)]
    assert labels == ["yes"]  # neither 'seen', which B waits for, nor 'gone', which A does


def test_a_thicket_of_pools_is_searched_in_time() -> None:
    # Twice through twelve pools: every pool waits for every other.
    pools = [f"P{n}" for n in range(12)] * 2
    down = [f"{a}->>{b}: go{n}" for n, (a, b) in enumerate(zip(["C", *pools], pools, strict=False))]
    up = [
        f"{b}-->>{a}: back{n}" for n, (a, b) in enumerate(zip(["C", *pools], pools, strict=False))
    ][::-1]
    script = project(read_sequence("\n".join(["sequenceDiagram", *down, *up])))
    (ring,) = lock_ups(script, frozenset(pools))
    assert len(set(ring)) == 12


def test_a_run_of_too_many_journeys_stops_with_the_client_and_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The package has a function of the same name as the module.
    monkeypatch.setattr(import_module("simkit.engine.reference.run"), "MOST_BEGUN", 3)
    scenario = sk.scenario(
        "sequenceDiagram\nC->>A: ask\nA-->>C: yes", load="every 10 ms", run={"horizon": "1 s"}
    )
    with pytest.raises(SimulationError) as caught:
        record(scenario, "design", 0)
    assert str(caught.value) == (
        "C at 30 ms: more than 3 journeys in one run, and every one is kept; "
        "let it run for less long"
    )
