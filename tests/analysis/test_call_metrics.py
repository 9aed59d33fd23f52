"""Attempts, what came of them, and work for nobody: by hand, from tables written by hand."""

from math import isnan

import pytest

import simkit as sk
from simkit.analysis.ledger_calls import CallAccount, call_ledger
from simkit.analysis.metrics import measure
from simkit.analysis.work import Work, work_of
from simkit.model.metric import read_metric
from simkit.record.recording import Recording
from simkit.record.tables import Done, Told
from tests.analysis.handmade import recording

MS = 10**6
DESIGN = sk.scenario(
    "sequenceDiagram\nC->>A: Ask\nA->>D: Read\nD-->>A: row\nA-->>C: yes",
    load="every 1 s",
    messages={"Ask": {"timeout": "100 ms", "retry": 2, "breaker": "50 %"}},
    participants={"A": {"workers": 1, "queue": 5}, "D": {"workers": 1}},
    run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
).designs[0]

# Lines: 0 Ask, 1 Read, 2 row, 3 yes. Attempts have 100 ms, and there are two at most.
ROWS = """
# 0: all is well
0 0 0 | - 0 | -   0   0   0  40 |  10 well
0 1 0 | 0 0 | -  10  10  10  40 |  30 well
# 1: the first attempt is late, the second is answered at 170; D reads twice, the first time in time
1 0 0 | - 0 | -  10  10  40 200 |  20 well
1 1 0 | 0 0 | -  60  60  60 140 |  80 well
1 0 1 | - 0 | - 110 110 110 170 |   5 well
1 1 1 | 0 1 | - 115 115 140 160 |  20 well
# 2: both are late; at 220 nobody waits any more: one is done after that, one is withdrawn
2 0 0 | - 0 | -  20  20 200 300 |  50 well
2 1 0 | 0 0 | - 250 250 250 290 |  40 well
2 0 1 | - 0 | - 120 120   - 220 |   0 cancelled
# 3: a breaker keeps it from leaving
3 0 0 | - 0 | -  30   -   -   - |   0 refused
# 4: there is no room for it
4 0 0 | - 0 | -  40  40   -   - |   0 refused
# 5: it fails, and again
5 0 0 | - 0 | -  50  50  50  60 |  10 failed
5 0 1 | - 0 | -  60  60  60  75 |  15 failed
"""
AGAIN = """
1 1 0 attempt 0 1
2 1 0 attempt 0 1
5 1 0 attempt 0 1
"""
LEFT = """
1 0 0 170 timed_out
2 0 0 220 timed_out
2 0 1 220 timed_out
"""


@pytest.fixture(scope="module")
def six() -> Recording:
    return recording(
        DESIGN,
        ROWS,
        (0, 10, 20, 30, 40, 50),
        {3: Done.REFUSED, 4: Done.REFUSED, 5: Done.FAILED},
        told={
            0: Told.OK,
            1: Told.OK,
            2: Told.TIMED_OUT,
            3: Told.REFUSED,
            4: Told.REFUSED,
            5: Told.FAILED,
        },
        attempts={1: 2, 2: 2, 3: 0, 5: 2},
        paths=AGAIN,
        given_up=LEFT,
    )


def value(one: Recording, metric: str) -> float:
    ids = tuple(participant.id for participant in DESIGN.participants)
    return measure(one, DESIGN, read_metric(metric, {"design": ids})).value


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("attempts.mean", (1 + 2 + 2 + 0 + 1 + 2) / 6),
        ("attempts.A.mean", 9 / 6),  # 9 attempts at 6 calls
        ("attempts.D.mean", 1),  # each attempt at A reads once
        ("sent.A.mean", 8 / 6),  # one never left
        ("sent.D.mean", 4 / 6),
        ("timed-out.A.share", 3 / 9),
        ("timed-out.D.share", 0),
        ("short-circuited.A.share", 1 / 9),
        ("refused.A.share", 1 / 8),  # of those that came
        ("refused.D.share", 0),
        ("throughput.mean", 3),  # done well at 900 ms: 0, 1 and 2
        ("goodput.mean", 2),  # the client of 2 was told that it took too long
        ("told.timed out.share", 1 / 6),
        ("runs.A.mean", 6 / 6),  # 1 + 2 + 1 + 0 + 0 + 2 that a worker took up, for 6 calls
        ("runs.D.mean", 1),
        ("effects.A.mean", 4 / 6),
        # Of 110 ms at A 15 were useful, and 70 for nobody.
        ("useful.A.share", 15 / 110),
        ("zombie.A.share", 70 / 110),
        # Of 170 ms at D 110 were useful: the second read of request 1 was done twice.
        ("useful.D.share", 110 / 170),
        ("zombie.D.share", 40 / 170),
    ],
)
def test_by_hand(six: Recording, metric: str, expected: float) -> None:
    text = metric.replace("timed out", '"timed out"')
    assert value(six, text) == pytest.approx(expected, abs=1e-12)


def test_work_by_hand(six: Recording) -> None:
    at_a = work_of(six, six.participants.index("A"))
    assert at_a == Work(useful=15 * MS, duplicate=0, zombie=70 * MS, aborted=25 * MS, unfinished=0)
    at_d = work_of(six, six.participants.index("D"))
    assert at_d == Work(useful=110 * MS, duplicate=20 * MS, zombie=40 * MS, aborted=0, unfinished=0)


def test_the_ledger_by_hand(six: Recording) -> None:
    ends = {"failed": 4, "refused": 2, "timed_out": 6, "beaten": 0, "left": 0}
    (account,) = call_ledger([six, six], DESIGN)
    assert account == CallAccount(
        call="A.Ask", made=18, answered=4, **ends, unsent=2, lost=0, open=0
    )
    assert account.went_wrong


def test_a_share_of_nothing_is_refused_with_its_reason() -> None:
    nobody = recording(DESIGN, "", ())
    for metric, reason in (
        ("attempts.mean", "no request was measured"),
        ("attempts.A.mean", "nobody called A"),
        ("sent.A.mean", "no request was measured"),
        ("timed-out.A.share", "nobody called A"),
        ("short-circuited.A.share", "nobody called A"),
        ("refused.A.share", "nothing came to A"),
        ("runs.A.mean", "nothing was sent to A"),
        ("zombie.C.share", "C has no workers"),
        ("open.D.share", "no breaker is in front of D"),
        ("polls.mean", "no request was measured"),
    ):
        reading = measure(nobody, DESIGN, read_metric(metric, {"design": ("C", "A", "D")}))
        assert isnan(reading.value)
        assert reading.reason == reason


def test_who_is_told_nothing_by_the_drawing_has_goodput() -> None:
    design = sk.scenario("sequenceDiagram\nC-)A: Tell", load="every 1 s").designs[0]
    one = recording(design, "0 0 0 | - 0 | - 0 0 0 900 | 0 well", (0,))
    name = read_metric("goodput.mean", {"design": ("C", "A")})
    assert measure(one, design, name).value == 1


def test_who_waits_for_an_answer_that_never_came_has_none() -> None:
    one = recording(DESIGN, "0 0 0 | - 0 | - 0 0 0 900 | 0 well", (0,))
    assert value(one, "throughput.mean") == 1
    assert value(one, "goodput.mean") == 0
