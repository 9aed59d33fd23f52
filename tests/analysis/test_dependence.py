"""How much requests that are slow together are worth, by hand and on queues."""

from math import inf

import numpy as np
import pytest
from numpy.typing import NDArray

import simkit as sk
from simkit.analysis.dependence import independent_requests
from simkit.views.cautions import dependent_percentiles


def shares(*beyond: int, of: int = 1000) -> list[NDArray[np.float64]]:
    """Replications of which so many requests take 1 s, and the others none."""
    return [np.repeat([0.0, 1.0], [of - number, number]) for number in beyond]


def test_by_hand() -> None:
    # Shares .05 .07 .10 .13 .15 beyond the p90, on average 0.1: independent ones would vary by
    # 0.1 × 0.9 / 1000 = 0.00009 between replications; these vary by
    # (0.05² + 0.03² + 0 + 0.03² + 0.05²) / 4 = 0.0017, as of 1000 × 0.09 / 1.7 = 52.9.
    found = independent_requests(shares(50, 70, 100, 130, 150), 90)
    assert found == pytest.approx(52.94, abs=0.01)


def test_never_more_than_there_are() -> None:
    assert independent_requests(shares(100, 100, 100, 100, 100), 90) == 1000


def test_where_nobody_can_say() -> None:
    assert independent_requests(shares(50, 70, 130, 150), 90) is None  # four replications
    never = [np.repeat([0.0, inf], [800, 200])] * 5
    assert independent_requests(never, 90) is None
    assert independent_requests(never, 50) is not None


def queue(horizon: str, work: str = "exponential 10 ms", load: str = "poisson 80/s") -> list[str]:
    scenario = sk.scenario(
        {"one": "sequenceDiagram\nC->>A: ask\nA-->>C: yes"},
        work={"ask": work},
        load=load,
        workers={"A": 1},
        run={"horizon": horizon, "warm-up": "20 s", "replications": 10},
    )
    return list(dependent_percentiles(sk.run(scenario)))


def test_a_busy_queue_in_a_short_window_is_told() -> None:
    # Of M/M/1 at 80 % some 80 neighbours are worth one near the p99: 3,200 are worth 40, where
    # 368 are needed. The estimate of 10 replications is within three times of that.
    (line,) = queue("60 s")
    told, rest = line.split(" may be too low: its requests are slow together, and those of a ")
    assert told in ("one.acknowledged.p99", "one.completed.p99", "one.noticed.p99")
    worth = int(rest.split("count as about ")[1].split(" independent")[0])
    assert 13 < worth < 120
    assert "where 368 are needed; a horizon of about " in rest


def test_nothing_is_said_where_enough_are_independent() -> None:
    assert queue("80 s", work="exponential 1 ms") == []  # at 8 % hardly two requests meet


def test_nothing_is_said_of_bounds() -> None:
    assert queue("25 s", load="poisson 400/s") == []
