"""Pauses of a loop that grow beyond what a float holds."""

import simkit as sk
from simkit.engine import make_plan, reference

TURNS, CAP = 1800, 1_500_000


def test_a_pause_that_no_float_holds_is_its_limit() -> None:
    """1.5 ** 1750 is more than a float holds; from the 19th turn on each rests for 1.5 ms."""
    scenario = sk.scenario(
        "sequenceDiagram\n"
        "C-)W: Go\n"
        f'loop every 1 us growing by 1.5 to 1500 us until "Done", at most {TURNS} times\n'
        "C->>A: Ask\n"
        "A-->>C: no\n"
        "end\n"
        "W-)X: Done",
        messages={"Go": {"work": "10 s"}},
        load="at 1 ms 1",
        network="0 s",
        run={"horizon": "20 s", "warm-up": "0 s", "replications": 1},
    )
    plan = make_plan(scenario, scenario.designs[0])
    visits = reference.run(plan, 0).visits
    asked = visits["started"][visits["message"] == 1]
    pauses = [min(CAP, round(1000 * 1.5**turn)) for turn in range(30)] + [CAP] * (TURNS - 30)
    assert asked.tolist() == [1_000_000 + sum(pauses[: turn + 1]) for turn in range(TURNS)]
