"""The rate up to which a design gets over an overload by itself: by hand."""

import pytest

import simkit as sk
from simkit.analysis.hidden import hidden_rates, most_attempts, multiplied
from simkit.analysis.traffic import traffic_of
from simkit.model.calling import Breaker, Budget, Calling
from simkit.model.distribution import Constant
from simkit.units import SECOND

LATE = Constant(value=SECOND)
CHAIN = "sequenceDiagram\nC->>A: Ask\nA->>B: Read\nB-->>A: row\nA-->>C: yes"


def rates(**messages: object) -> dict[str, float]:
    scenario = sk.scenario(
        CHAIN,
        load="poisson 10/s",
        work={"Ask": "10 ms", "Read": "20 ms"},
        workers={"A": 3, "B": 6},
        messages=messages,
        network="0 s",
    )
    return hidden_rates(traffic_of(scenario.designs[0], 60 * SECOND))


def test_nothing_is_hidden_where_nothing_is_tried_again() -> None:
    assert rates() == {}
    assert rates(Ask={"timeout": "1 s"}) == {}
    # What fails is no later the second time, and without a timeout nothing is late.
    assert rates(Read={"retry": 3}) == {}
    assert rates(Read={"timeout": "1 s", "retry": {"attempts": 3, "on": "refused"}}) == {}


def test_one_retry_halves_what_shows() -> None:
    """B: 6 / 20 ms = 300/s, of which half. A holds a worker for 30 ms on a good day: 100/s."""
    found = rates(Read={"timeout": "1 s", "retry": 2})
    assert found == {"B": pytest.approx(150)}


def test_layers_multiply() -> None:
    """Three attempts at A, and two at B for each: six at B."""
    again = {"timeout": "1 s", "retry": 3}, {"timeout": "1 s", "retry": 2}
    found = rates(Ask=again[0], Read=again[1])
    assert found == {"A": pytest.approx(100 / 3), "B": pytest.approx(300 / 6)}


def test_each_execution_has_the_attempts_above_it() -> None:
    scenario = sk.scenario(
        CHAIN,
        load="poisson 10/s",
        messages={"Ask": {"timeout": "1 s", "retry": 3}, "Read": {"timeout": "1 s", "retry": 2}},
    )
    assert multiplied(traffic_of(scenario.designs[0], SECOND)) == {0: 1.0, 1: 3.0, 2: 6.0}


@pytest.mark.parametrize(
    ("calling", "expected"),
    [
        (Calling(timeout=LATE, attempts=4), 4),
        (Calling(timeout=LATE, attempts=4, budget=Budget(share=0.1)), 1),
        (Calling(timeout=LATE, attempts=4, budget=Budget(share=0.5, of="requests")), 1.5),
        (Calling(timeout=LATE, attempts=2, budget=Budget(share=5, of="requests")), 2),
        (Calling(timeout=LATE, attempts=4, breaker=Breaker()), 1),
        (Calling(timeout=LATE), 1),
    ],
)
def test_attempts_while_all_is_late(calling: Calling, expected: float) -> None:
    assert most_attempts(calling) == expected
