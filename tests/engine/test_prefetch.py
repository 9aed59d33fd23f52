"""No instance ever has more deliveries than its prefetch, whatever is lost on its way."""

import pytest

import simkit as sk
from simkit.analysis import levels
from simkit.engine import make_plan
from simkit.engine.tables import Tables
from simkit.record.tables import OPEN
from tests.engine.contract import ENGINES

PREFETCH = 2


def most_at_once(tables: Tables, worker: int) -> int:
    """Deliveries that were at work at one time; they begin as they come, and are dealt with."""
    visits = tables.visits
    here = (visits["participant"] == worker) & (visits["started"] < OPEN)
    return levels.peak(visits["started"][here], visits["ended"][here], 0, OPEN)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("policy", [{}, {"poll": "10 ms"}, {"fetch": "batch"}])
def test_a_place_that_is_free_at_once_is_not_taken_twice(
    engine: str, policy: dict[str, str]
) -> None:
    """Every other delivery is lost, while the window is being filled; four workers are free."""
    scenario = sk.scenario(
        "sequenceDiagram\nC-)Bus: Job\nBus-)Worker: Job",
        participants={
            "Bus": {"kind": "broker", "prefetch": PREFETCH, **policy},
            "Worker": {"workers": 4},
        },
        messages={"Worker.Job": {"work": "5 ms"}},
        load="at 1 ms 40",
        network="0 s",
        faults=[{"lose": "Worker.Job", "chance": "50 %"}],
        run={"horizon": "400 ms", "warm-up": "0 s", "replications": 8},
    )
    plan = make_plan(scenario, scenario.designs[0])
    worker = [one.id for one in scenario.designs[0].participants].index("Worker")
    found = [most_at_once(ENGINES[engine](plan, number), worker) for number in range(8)]
    assert found == [PREFETCH] * 8
