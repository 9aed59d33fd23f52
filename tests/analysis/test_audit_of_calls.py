"""The audit of calls and branches: what may differ, and what may not."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

import simkit as sk
from simkit.analysis.audit import audit
from simkit.analysis.audit_journeys import check_clocks, check_done
from simkit.analysis.lenience import lines_in_doubt, polling_lines
from simkit.engine.runner import record
from simkit.model.scenario import Design
from simkit.record.recording import Recording, Table
from simkit.record.tables import NEVER, OPEN, Done, Outcome
from tests.analysis.handmade import recording

RUN = {"horizon": "3 s", "warm-up": "0.5 s", "patience": "2 s", "replications": 1}
IMPATIENT = sk.scenario(
    "sequenceDiagram\nC->>A: Ask\nA-->>C: yes",
    load="poisson 12/s",
    messages={
        "Ask": {"work": "exponential 80 ms", "timeout": "100 ms", "cancel": "queued", "retry": 2}
    },
    workers={"A": 1},
    run=RUN,
)
FIRST = sk.scenario(
    "sequenceDiagram\nC->>A: Ask\npar first\nA->>B: Work\nB-->>A: done\nand\n"
    "A->>D: Work\nD-->>A: done\nend\nA-->>C: yes",
    load="poisson 5/s",
    messages={"B.Work": {"work": "exponential 50 ms"}, "D.Work": {"work": "exponential 50 ms"}},
    run=RUN,
)
SETTLED = "requests: settled before the last of its visits"
WELL = "requests: completed without all work done well, or the reverse"


@pytest.fixture(scope="module")
def impatient() -> tuple[Recording, Design]:
    return record(IMPATIENT, "design", 0), IMPATIENT.designs[0]


@pytest.fixture(scope="module")
def first() -> tuple[Recording, Design]:
    return record(FIRST, "design", 0), FIRST.designs[0]


def changed(table: Table, rows: NDArray[np.integer] | NDArray[np.bool_], **values: int) -> Table:
    found = {name: column.copy() for name, column in table.items()}
    for name, value in values.items():
        found[name][rows] = value
    return found


def test_sound_recordings_pass(
    impatient: tuple[Recording, Design], first: tuple[Recording, Design]
) -> None:
    assert audit(*impatient) == []
    outcomes = impatient[0].visits["outcome"]
    assert np.count_nonzero(outcomes == Outcome.CANCELLED) > 5
    assert len(impatient[0].given_up["when"]) > 5
    assert audit(*first) == []
    assert len(first[0].given_up["when"]) > 5


def test_a_request_that_was_cancelled_every_time_is_not_done_well(
    impatient: tuple[Recording, Design],
) -> None:
    one, design = impatient
    visits, requests = one.visits, one.requests
    never = np.ones(len(requests["meant"]), dtype=bool)
    never[visits["request"][visits["outcome"] != Outcome.CANCELLED]] = False
    rows = np.flatnonzero(never & (requests["settled"] < OPEN))[:1]
    assert len(rows)
    assert requests["done"][rows] != Done.WELL
    well = changed(requests, rows, done=Done.WELL)
    well["completed"][rows] = well["settled"][rows]
    assert WELL in list(check_done(replace(one, requests=well), design))


def test_one_attempt_of_several_can_be_enough(impatient: tuple[Recording, Design]) -> None:
    """A request that was tried again and done is no error, and would be if both had failed."""
    one, design = impatient
    visits = one.visits
    again = np.isin(visits["request"], one.paths["request"])
    done = np.isin(visits["request"], np.flatnonzero(one.requests["done"] == Done.WELL))
    rows = np.flatnonzero(again & done & (visits["outcome"] == Outcome.WELL))
    assert len(rows)
    failed = changed(visits, rows, outcome=Outcome.DIED)
    assert WELL in list(check_done(replace(one, visits=failed), design))


def test_who_was_cancelled_was_taken(impatient: tuple[Recording, Design]) -> None:
    one, design = impatient
    cancelled = one.visits["outcome"] == Outcome.CANCELLED
    lost = changed(one.visits, cancelled, outcome=Outcome.REFUSED)
    found = audit(replace(one, visits=lost), design)
    assert any(line.startswith("A, refused: the tables have") for line in found)


def test_branches_that_nobody_waits_for_may_be_over_later(
    first: tuple[Recording, Design],
) -> None:
    one, design = first
    assert SETTLED not in list(check_done(one, design))
    forgotten = {name: column[:0] for name, column in one.given_up.items()}
    assert SETTLED in list(check_done(replace(one, given_up=forgotten), design))


def test_what_was_withdrawn_from_a_queue_has_no_start() -> None:
    rows = "0 0 0 | - 0 | - 0 10 - 50 | 0 cancelled"
    one = recording(IMPATIENT.designs[0], rows, (0,), {0: Done.FAILED})
    assert list(check_clocks(one)) == []
    ended = changed(one.visits, np.array([0]), outcome=Outcome.FAILED)
    assert list(check_clocks(replace(one, visits=ended))) == ["visits: 'ended' before 'started'"]


def test_what_never_left_has_not_been_refused_by_the_part() -> None:
    rows = "0 0 0 | - 0 | - 0 - - - | 0 refused"
    one = recording(IMPATIENT.designs[0], rows, (0,), {0: Done.REFUSED})
    told = [line for line in audit(one, IMPATIENT.designs[0]) if line.startswith("A, ")]
    assert told == []


def test_where_coming_to_nothing_may_be_dealt_with() -> None:
    drawing = (
        "C->>A: Ask\ncritical\nA->>B: Work\nB-->>A: done\noption failure\nA->>D: Save\n"
        "D-->>A: saved\nend\nA->>E: Last\nE-->>A: over\nalt Last failed\nA->>D: Undo\n"
        "D-->>A: undone\nelse\nA->>D: Keep\nD-->>A: kept\nend\nA-->>C: yes"
    )
    design = sk.scenario(f"sequenceDiagram\n{drawing}", load="every 1 s").designs[0]
    labels = {design.script.lines[line].label for line in lines_in_doubt(design)}
    assert labels == {"Work", "done", "Last"}
    assert polling_lines(design) == []


def test_what_only_looks() -> None:
    drawing = (
        "C->>A: Ask\nA-->>C: accepted\nA-)B: Work\nB-)A: Finished\n"
        'loop every 1 s until "Finished", at most 9 times\nC->>A: Poll\nA-->>C: status\nend'
    )
    design = sk.scenario(f"sequenceDiagram\n{drawing}", load="every 1 s").designs[0]
    assert [design.script.lines[line].label for line in polling_lines(design)] == ["Poll", "status"]
    # A poll that is over after the work is no reason for the request to be open.
    rows = """
    0 0 0 | - 0 | -   0   0   0  10 | 10 well
    0 2 0 | 0 0 | -  10  10  10  20 | 10 well
    0 3 0 | 2 0 | -  20  20  20  30 | 10 well
    0 4 0 | - 0 | - 950 950 950 999 | 10 well
    """
    one = recording(design, rows, (0,))
    assert one.requests["settled"][0] == 900 * 10**6 != NEVER
    assert SETTLED not in list(check_done(one, design))
