"""The audit of brokers and deliveries: sound under faults, and every false book is told."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

import simkit as sk
from simkit.analysis.audit import audit
from simkit.analysis.copies import copies
from simkit.engine.runner import record
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Done, Outcome, Settlement

DRAWING = """sequenceDiagram
    C->>A: ask
    A->>Q: event
    Q-->>A: stored
    A-->>C: accepted
    Q->>W: event
    W->>D: save
    D-->>W: saved
    Q->>V: event"""


def wild(**policy: object) -> Scenario:
    """Leases shorter than some work, failures, poison, and workers that crash."""
    broker = {"kind": "broker", "lease": "200 ms", "max-deliveries": 3, "ttl": "2 s", **policy}
    return sk.scenario(
        DRAWING,
        load="poisson 6/s",
        participants={
            "A": {"workers": 2},
            "Q": broker,
            "W": {"workers": 1, "instances": 2, "detect-after": "100 ms"},
            "D": {"workers": 1},
            "V": {"workers": 1},
        },
        messages={
            "A.ask": {"work": "exponential 5 ms"},
            "Q.event": {"work": "1 ms"},
            "W.event": {"work": "exponential 100 ms", "fails": "10 %", "poison": "5 %"},
            "D.save": {"work": "exponential 10 ms"},
            "V.event": {"work": "exponential 20 ms"},
        },
        faults=[{"crash": "W", "every": "exponential 3 s", "for": "500 ms"}],
        run={"horizon": "10 s", "warm-up": "1 s", "patience": "0.5 s", "replications": 1},
    )


@pytest.fixture(scope="module")
def sound() -> tuple[Recording, Design]:
    scenario = wild()
    return record(scenario, "design", 0), scenario.designs[0]


def changed(recording: Recording, **columns: NDArray[np.integer]) -> Recording:
    return replace(recording, visits={**recording.visits, **columns})


def without(recording: Recording, row: int) -> Recording:
    """The recording without a visit that set nothing in motion."""
    parent = recording.visits["parent"]
    assert not (parent == row).any()
    kept = np.arange(len(parent)) != row
    columns = {name: column[kept] for name, column in recording.visits.items()}
    return changed(recording, **columns | {"parent": columns["parent"] - (columns["parent"] > row)})


def test_it_is_sound_with_every_kind_of_end(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    assert audit(recording, design) == []
    found = copies(recording, design)
    ends = {Settlement(one) for one in np.unique(found.end).tolist()}
    assert ends >= {Settlement.NONE, Settlement.ACKNOWLEDGED, Settlement.DEAD_LETTERED}
    fates = {Settlement(one) for one in np.unique(recording.visits["settlement"]).tolist()}
    assert fates >= {Settlement.REJECTED, Settlement.LAPSED, Settlement.CUT_OFF}
    assert (recording.visits["outcome"] == Outcome.DIED).any()
    assert (recording.requests["settled"] == OPEN).any()


@pytest.mark.parametrize(
    "policy",
    [
        {"late-ack": "rejected", "on-failure": "drop"},
        {"prefetch": 3, "on-failure": "dead-letter", "dead-letter": "drop"},
        {"capacity": 2, "when-full": "drop-oldest", "retry-delay": "100 ms"},
        {"capacity": 2, "when-full": "block", "requeue": "tail", "ack": "before-work"},
        {"capacity": 1, "when-full": "dead-letter", "poll": "50 ms", "on-failure": "settle"},
        {"capacity": 1, "max-deliveries": "unlimited", "ack": "every 3"},
    ],
)
def test_it_is_sound_under_every_policy(policy: dict[str, object]) -> None:
    scenario = wild(**policy)
    for replication in range(3):
        assert audit(record(scenario, "design", replication), scenario.designs[0]) == []


@pytest.mark.parametrize("what", ["stored", "settled", "expired", "dropped", "dead"])
def test_every_end_of_a_copy_is_held_against_the_tables(
    sound: tuple[Recording, Design], what: str
) -> None:
    recording, design = sound
    part = recording.participants.index("Q")
    more = recording.witness.parts[what].copy()
    more[-1, part] += 40  # more than late settlements leave open
    parts = {**recording.witness.parts, what: more}
    found = audit(replace(recording, witness=replace(recording.witness, parts=parts)), design)
    assert any(line.startswith(f"Q, {what}: the tables have ") for line in found), found
    assert any(line.startswith("Q, copies inside: the tables have ") for line in found), found


def test_no_more_copies_are_over_than_stored_at_any_mark(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    part = recording.participants.index("Q")
    settled = recording.witness.parts["settled"].copy()
    settled[1, part] = recording.witness.parts["stored"][1, part] + 7
    parts = {**recording.witness.parts, "settled": settled}
    for what in ("expired", "dropped", "dead"):
        parts[what] = parts[what].copy()
        parts[what][1, part] = 0
    found = audit(replace(recording, witness=replace(recording.witness, parts=parts)), design)
    assert found == ["Q: at the end of the horizon 7 more copies were over than stored"]


def test_a_delivery_that_is_forgotten_is_missed(sound: tuple[Recording, Design]) -> None:
    """Its execution, its work and its redelivery are missing from the books of three parts."""
    recording, design = sound
    found = copies(recording, design, receiver="V")
    once = found.last[found.left == 1]
    lines = audit(without(recording, int(once[0])), design)
    assert any(line.startswith("Q, stored: ") for line in lines), lines
    assert any(line.startswith("V, came: ") for line in lines), lines
    assert any(line.startswith("V, ns working: ") for line in lines), lines


def test_a_death_that_is_forgotten_is_missed(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    visits = recording.visits
    (first, *_) = np.flatnonzero((visits["outcome"] == Outcome.DIED) & (visits["started"] < OPEN))
    alive = visits["outcome"].copy()
    alive[first] = Outcome.WELL
    lines = audit(changed(recording, outcome=alive), design)
    assert any(line.startswith("W, died: the tables have ") for line in lines), lines
    outcome = visits["outcome"].copy()
    outcome[first] = Outcome.OPEN
    lines = audit(changed(recording, outcome=outcome), design)
    assert any(line.startswith("W, taken: the tables have ") for line in lines), lines


def test_a_dead_letter_is_no_settled_message(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    found = copies(recording, design, receiver="W")
    dead = found.last[found.end == Settlement.DEAD_LETTERED]
    settlement = recording.visits["settlement"].copy()
    settlement[dead[0]] = Settlement.ACKNOWLEDGED
    lines = audit(changed(recording, settlement=settlement), design)
    assert any(line.startswith("Q, dead: the tables have ") for line in lines), lines


def test_what_is_said_of_the_work_is_what_became_of_it(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    told = "requests: completed without all work done well, or the reverse"
    requests = recording.requests
    for said, meant in ((Done.WELL, Done.DEAD_LETTERED), (Done.DEAD_LETTERED, Done.WELL)):
        (row, *_) = np.flatnonzero(requests["done"] == meant)
        done, completed = requests["done"].copy(), requests["completed"].copy()
        done[row] = said
        completed[row] = requests["settled"][row] if said is Done.WELL else NEVER
        lines = {**requests, "done": done, "completed": completed}
        found = audit(replace(recording, requests=lines), design)
        assert found == [told], (said, found)


def test_who_says_no_has_not_done_it_well() -> None:
    scenario = sk.scenario(
        "sequenceDiagram\nC->>Q: event\nQ->>W: event\nW--xQ: no",
        load="every 100 ms",
        participants={"Q": {"kind": "broker"}, "W": {"workers": 1}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    )
    one = record(scenario, "design", 0)
    assert audit(one, scenario.designs[0]) == []
    assert set(one.requests["done"].tolist()) == {Done.DEAD_LETTERED}
    well = np.full_like(one.requests["done"], Done.WELL)
    lie = {**one.requests, "done": well, "completed": one.requests["settled"]}
    found = audit(replace(one, requests=lie), scenario.designs[0])
    assert found == ["requests: completed without all work done well, or the reverse"]


def test_redelivered_before_stored_is_told(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    stored = recording.visits["stored"].copy()
    (row, *_) = np.flatnonzero((stored < OPEN) & (recording.visits["sent"] < OPEN))
    stored[row] = recording.visits["sent"][row] + 1
    lines = audit(changed(recording, stored=stored), design)
    assert "visits: 'sent' before 'stored'" in lines
    assert any(line.startswith("Q, ns waiting: the tables have ") for line in lines)


def test_two_at_once_on_one_instance_are_told(sound: tuple[Recording, Design]) -> None:
    recording, design = sound
    number = recording.participants.index("W")
    visits = recording.visits
    instance = np.where(visits["participant"] == number, 0, visits["instance"])
    lines = audit(changed(recording, instance=instance.astype(np.int16)), design)
    assert lines == ["W, instance 1: 2 executions had a worker at once; there are 1"]
