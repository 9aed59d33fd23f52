"""Turns have work of their own, attempts and deliveries do the same once more."""

import numpy as np
import pytest

import simkit as sk
from simkit.analysis.metrics import measure
from simkit.analysis.scopes import left_at, trials, why_left, works
from simkit.analysis.work import Work, firsts, work_of
from simkit.model.metric import read_metric
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, Change
from tests.analysis.handmade import recording

MS = 10**6
LOOP = sk.scenario(
    "sequenceDiagram\nloop 2 times\nC->>A: Ask\nA->>D: Read\nD-->>A: row\nA-->>C: yes\nend",
    load="every 1 s",
    messages={"Ask": {"retry": 3}},
    run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
).designs[0]

# Two turns; in the second, Ask is tried three times. Path 1 is turn 2; 2 and 3 are attempts in it.
ROWS = """
0 0 0 | - 0 | -   0   0   0  20 | 10 well
0 1 0 | 0 0 | -  10  10  10  20 | 10 well
0 0 1 | - 0 | -  20  20  20  40 | 10 failed
0 1 1 | 0 1 | -  30  30  30  40 | 10 well
0 0 2 | - 0 | -  40  40  40  60 | 10 failed
0 1 2 | 0 2 | -  50  50  50  60 | 10 well
0 0 3 | - 0 | -  60  60  60  80 | 10 well
0 1 3 | 0 3 | -  70  70  70  80 | 10 well
"""
PATHS = """
0 1 0 turn 0 1
0 2 1 attempt 0 1
0 3 1 attempt 0 2
"""


@pytest.fixture(scope="module")
def turns() -> Recording:
    return recording(LOOP, ROWS, (0,), paths=PATHS)


def groups(numbers: np.ndarray) -> list[list[int]]:
    """The rows that have equal numbers."""
    found: dict[int, list[int]] = {}
    for row, number in enumerate(numbers.tolist()):
        found.setdefault(number, []).append(row)
    return sorted(found.values())


def test_attempts_are_at_the_same_call_and_turns_at_others(turns: Recording) -> None:
    # Rows are in order of line and path: four of Ask, then four of Read.
    asks = [[0], [1, 2, 3]]
    reads = [[4], [5], [6], [7]]  # each attempt at A makes a call of its own
    assert groups(trials(turns)) == sorted(asks + reads)


def test_attempts_do_the_same_and_turns_do_not(turns: Recording) -> None:
    assert groups(works(turns)) == [[0], [1, 2, 3], [4], [5, 6, 7]]
    assert firsts(turns).tolist() == [True, False, False, True, True, True, False, False]


def test_work_of_turns_is_useful_and_that_of_attempts_is_done_twice(turns: Recording) -> None:
    found = work_of(turns, turns.participants.index("D"))
    assert found == Work(useful=20 * MS, duplicate=20 * MS, zombie=0, aborted=0, unfinished=0)


def test_turns_inside_of_attempts_do_the_same() -> None:
    """A is tried twice, and asks D twice each time: the second turns do one work."""
    inner = sk.scenario(
        "sequenceDiagram\nC->>A: Ask\nloop 2 times\nA->>D: Read\nD-->>A: row\nend\nA-->>C: yes",
        load="every 1 s",
        messages={"Ask": {"retry": 2}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    ).designs[0]
    rows = """
    0 0 0 | - 0 | -   0   0   0  40 | 10 failed
    0 1 0 | 0 0 | -  10  10  10  20 | 10 well    # turn 1 of attempt 1
    0 1 1 | 0 0 | -  20  20  20  30 | 10 well    # turn 2 of attempt 1
    0 0 2 | - 0 | -  40  40  40  80 | 10 well
    0 1 2 | 0 2 | -  50  50  50  60 | 10 well    # turn 1 of attempt 2
    0 1 3 | 0 2 | -  60  60  60  70 | 10 well    # turn 2 of attempt 2
    """
    one = recording(inner, rows, (0,), paths="0 1 0 turn 0 1\n0 2 0 attempt 0 1\n0 3 2 turn 0 1")
    assert groups(works(one)) == [[0, 1], [2, 4], [3, 5]]
    assert groups(trials(one)) == [[0, 1], [2], [3], [4], [5]]


def test_branches_have_work_of_their_own_and_the_slow_ones_nobody_waits_for() -> None:
    first = sk.scenario(
        "sequenceDiagram\npar 1 of 2\nC->>A: Ask\nA-->>C: yes\nend",
        load="every 1 s",
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    ).designs[0]
    rows = """
    0 0 1 | - 0 | -   0   0   0  20 | 20 well
    0 0 2 | - 0 | -   0   0   0  90 | 90 well
    """
    paths = "0 1 0 copy 0 0\n0 2 0 copy 0 1"
    one = recording(first, rows, (0,), paths=paths, given_up="0 -1 2 20 beaten")
    assert groups(works(one)) == [[0], [1]]
    assert left_at(one).tolist() == [NEVER, 20 * MS]
    assert why_left(one).tolist() == [-1, -1]  # of attempts alone
    found = work_of(one, one.participants.index("A"))
    assert found == Work(useful=20 * MS, duplicate=0, zombie=90 * MS, aborted=0, unfinished=0)


def test_what_a_branch_leads_to_is_left_with_it() -> None:
    rows = """
    0 0 1 | - 0 | -  0  0  0 30 | 20 well    # over just in time
    0 0 2 | - 0 | - 20 20 20 90 | 70 well    # the second turn of a loop in the branch
    0 1 2 | 0 2 | - 30 30 30 80 | 50 well    # what that sets in motion
    """
    paths = "0 1 0 copy 0 0\n0 2 1 turn 1 1"
    one = recording(LOOP, rows, (0,), paths=paths, given_up="0 -1 1 30 beaten")
    assert left_at(one).tolist() == [30 * MS] * 3
    found = work_of(one, one.participants.index("A"))
    assert found == Work(useful=20 * MS, duplicate=0, zombie=70 * MS, aborted=0, unfinished=0)


def test_without_a_word_of_its_path_it_is_a_delivery() -> None:
    rows = "0 0 0 | - 0 | - 0 0 0 20 | 20 failed\n0 0 1 | - 0 | - 20 20 20 90 | 70 well"
    one = recording(LOOP, rows, (0,))
    assert groups(trials(one)) == [[0, 1]]
    assert groups(works(one)) == [[0, 1]]
    assert left_at(one).tolist() == [NEVER, NEVER]


def test_polls_are_turns_and_not_attempts() -> None:
    poll = sk.scenario(
        "sequenceDiagram\nC->>A: Start\nA-->>C: accepted\nA-)B: Job\nB-)A: Done\n"
        'loop every 50 ms until "Done", at most 9 times\nC->>A: Poll\nA-->>C: status\nend',
        load="every 1 s",
        messages={"Poll": {"retry": 3}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    ).designs[0]
    line = next(one.index for one in poll.script.lines if one.label == "Poll")
    rows = f"""
    0 {line} 0 | - 0 | -  50  50  50  51 | 1 well
    0 {line} 1 | - 0 | - 100 100 100 101 | 1 failed
    0 {line} 2 | - 0 | - 101 101 101 102 | 1 well     # of the second turn, once more
    1 {line} 0 | - 0 | -  70  70  70  71 | 1 well
    """
    paths = f"0 1 0 turn 0 1\n0 2 1 attempt {line} 1"
    one = recording(poll, rows, (0, 20), paths=paths)
    name = read_metric("polls.mean", {"design": ("C", "A", "B")})
    assert measure(one, poll, name).value == 3 / 2
    assert measure(one, LOOP, name).reason == "no loop waits for anything"


def test_breakers_are_open_for_a_share_of_the_window() -> None:
    """Three instances: one is open from 100 to 300 ms, one from 900 ms on, one never.

    Measured from 150 ms on, the first is so for 150 ms.
    """
    design = sk.scenario(
        "sequenceDiagram\nC->>A: Ask\nA->>D: Read\nD-->>A: row\nA-->>C: yes",
        load="every 1 s",
        messages={"Read": {"breaker": "50 %"}},
        participants={"A": {"workers": 1, "instances": 3}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    ).designs[0]
    one = recording(design, "", (0,))
    breaker, other = Change.BREAKER, Change.DOWN
    rows = [
        (50, 1, 2, -1, other, 1),
        (100, 1, 0, 1, breaker, 1),
        (300, 1, 0, 1, breaker, 2),
        (350, 1, 0, 1, breaker, 0),
        (900, 1, 1, 1, breaker, 1),
    ]
    names = ("when", "participant", "instance", "message", "what", "value")
    columns = np.array(rows, dtype=np.int64).T
    columns[0] *= MS
    one.changes.update(zip(names, columns, strict=True))  # type: ignore[attr-defined]
    one.witness.marks[0] = 150 * MS
    name = read_metric("open.D.share", {"design": ("C", "A", "D")})
    assert measure(one, design, name).value == pytest.approx((150 + 100) / (3 * 850))
