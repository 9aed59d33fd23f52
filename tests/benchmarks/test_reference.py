"""CPU of the reference engine against handwritten SimPy; a ratio from one run, no assertion.

Run with ``-s`` to see the numbers. Both run `accepted` for the same simulated time, by turns,
so that a busy machine slows both; the reference engine keeps and sorts its full tables, the
handwritten program two lists of latencies.
"""

from pathlib import Path
from statistics import median
from time import process_time

import pytest

import simkit as sk
from simkit.engine.planning import make_plan
from simkit.engine.reference import run
from tests.benchmarks.handwritten import Accepted

SCENARIO = Path(__file__).parents[2] / "scenarios" / "accepted.yaml"
TURNS = 7


@pytest.mark.benchmark
def test_cpu_against_handwritten_simpy() -> None:
    scenario = sk.load(SCENARIO).change("run.patience", "0 s")
    plan = make_plan(scenario, scenario.design("accepted"))
    horizon = plan.horizon / 1e9
    ours, theirs = [], []
    for turn in range(TURNS):
        start = process_time()
        requests, visits, *_ = run(plan, turn)
        ours.append((process_time() - start) / len(requests["meant"]))
        start = process_time()
        by_hand = Accepted(turn, horizon)
        theirs.append((process_time() - start) / len(by_hand.acknowledged))
        assert len(visits["sent"]) > 2 * len(requests["meant"])
        assert len(by_hand.completed) > 0.9 * len(by_hand.acknowledged)
    ratios = sorted(one / other for one, other in zip(ours, theirs, strict=True))
    print(
        f"\n'accepted', CPU a request, median of {TURNS} turns: "
        f"reference engine with full tables {median(ours) * 1e6:.1f} µs, "
        f"handwritten SimPy with latencies only {median(theirs) * 1e6:.1f} µs; "
        f"ratio {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    )
