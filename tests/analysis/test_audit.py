"""The audit: a sound recording passes, and every kind of false book is told."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

import simkit as sk
from simkit.analysis.audit import audit
from simkit.analysis.bands import band
from simkit.analysis.estimate import half_width
from simkit.engine.runner import record
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN

SCENARIO = sk.scenario(
    "sequenceDiagram\nC->>A: ask\nA->>B: work\nB-->>A: worked\nA-->>C: yes\nA->>D: log",
    load="poisson 60/s",
    work={"ask": "exponential 5 ms", "work": "exponential 20 ms", "log": "exponential 5 ms"},
    workers={"A": 2, "B": 1, "D": 1},
    run={"horizon": "2 s", "warm-up": "0.5 s", "patience": "0.2 s", "replications": 1},
)


@pytest.fixture(scope="module")
def sound() -> tuple[Recording, Design]:
    return record(SCENARIO, "design", 0), SCENARIO.designs[0]


def visits(recording: Recording, **columns: NDArray[np.integer]) -> Recording:
    return replace(recording, visits={**recording.visits, **columns})


def requests(recording: Recording, **columns: NDArray[np.integer]) -> Recording:
    return replace(recording, requests={**recording.requests, **columns})


def witnessed(recording: Recording, column: str, more: int) -> Recording:
    changed = recording.witness.parts[column].copy()
    changed[-1, 1] += more  # A, at the end of the run
    witness = replace(recording.witness, parts={**recording.witness.parts, column: changed})
    return replace(recording, witness=witness)


def test_a_sound_recording_passes(sound: tuple[Recording, Design]) -> None:
    assert audit(*sound) == []
    assert (sound[0].requests["settled"] == OPEN).any()  # also with journeys that are open


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("came", "A, came: the tables have"),
        ("started", "A, started: the tables have"),
        ("ended", "A, ended: the tables have"),
        ("inside", "A, inside: the tables have"),
        ("waiting", "A, ns waiting: the tables have"),
        ("held", "A, ns held: the tables have"),
        ("working", "A, ns working: the tables have"),
        ("queued", "A, queued: "),
        ("died", "A, died: the tables have 0, the part itself counted 1"),
    ],
)
def test_every_count_of_a_pool_is_held_against_the_tables(
    sound: tuple[Recording, Design], column: str, told: str
) -> None:
    recording, design = sound
    more = 1000 if column == "queued" else 1
    found = audit(witnessed(recording, column, more), design)
    assert found[0].startswith(told)
    # Taken = well + failed + died + inside: both of its sides are told.
    assert found[1:] == [] or column in ("started", "inside")


def test_a_lost_visit_is_missed(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    kept = np.arange(len(recording.visits["sent"])) != 5
    shorter = visits(recording, **{n: column[kept] for n, column in recording.visits.items()})
    assert any("came: the tables have" in text for text in audit(shorter, design))


def test_a_visit_that_led_to_itself_is_told(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    told = "visits: one is said to have led to itself, or to another request's"
    (calls, *_) = np.flatnonzero(recording.visits["parent"] >= 0)
    other = np.flatnonzero(recording.visits["request"] != recording.visits["request"][calls])[0]
    for above in (calls, other, len(recording.visits["parent"])):
        parent = recording.visits["parent"].copy()
        parent[calls] = above
        assert told in audit(visits(recording, parent=parent), design)


def test_a_lost_journey_is_missed(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    columns = {name: column[:-1] for name, column in recording.requests.items()}
    inside = recording.visits["request"] < len(columns["meant"])
    shorter = requests(
        visits(recording, **{n: column[inside] for n, column in recording.visits.items()}),
        **columns,
    )
    assert any(text.startswith("journeys begun at 2.2 s") for text in audit(shorter, design))


def test_clocks_that_run_backwards_are_told(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    for earlier, later in (("sent", "arrived"), ("arrived", "started"), ("started", "ended")):
        turned = recording.visits[earlier].copy()
        turned[0] = recording.visits[later][0] + 1
        found = audit(visits(recording, **{earlier: turned}), design)
        assert f"visits: '{later}' before '{earlier}'" in found


def test_more_time_than_there_was_is_told(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    worked = recording.visits["worked"].copy()
    worked[0] += 10**12
    assert "visits: more time spent than there was" in audit(
        visits(recording, worked=worked), design
    )


def test_what_completed_means_is_checked(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    for column, more, told in (
        ("completed", -1, "requests: completed at another time than settled"),
        ("settled", -(10**6), "requests: settled before the last of its visits"),
    ):
        changed = recording.requests[column].copy()
        changed[0] += more
        assert told in audit(requests(recording, **{column: changed}), design)
    failed = recording.visits["outcome"].copy()
    failed[0] = 1
    told = "requests: completed without all work done well, or the reverse"
    assert told in audit(visits(recording, outcome=failed), design)


def test_a_pool_with_more_at_work_than_it_has_workers_is_told(
    sound: tuple[Recording, Design],
) -> None:
    recording, design = sound
    fewer = tuple(replace(one, workers=1) if one.id == "A" else one for one in design.participants)
    found = audit(recording, replace(design, participants=fewer))
    assert found == ["A: 2 executions had a worker at once; there are 1"]


def test_a_band_is_students_interval_at_each_point() -> None:
    curves = np.array([[1.0, 5.0], [2.0, 5.5], [4.0, 5.2]])
    found = band(np.array([0.0, 1.0]), curves)
    assert found.low is not None
    for point in range(2):
        half = half_width(curves[:, point].tolist())
        assert found.mean[point] - found.low[point] == pytest.approx(half)
