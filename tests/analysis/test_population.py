"""Callers whose workers wait for others: the highest rate that their number lets through."""

from pathlib import Path

import pytest

import simkit as sk
from simkit.analysis.capacity import Capacity, capacity
from simkit.analysis.population import population_limits
from simkit.analysis.traffic import traffic_of
from simkit.model.scenario import Scenario
from simkit.units import SECOND

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CHAIN = "C->>A: ask\nA->>B: do\nB-->>A: done\nA-->>C: ok"


def scenario(drawing: str, load: object, **more: object) -> Scenario:
    return sk.scenario(f"sequenceDiagram\n{drawing}", load=load, **more)  # type: ignore[arg-type]


def known(drawing: str, load: object, **more: object) -> Capacity:
    one = scenario(drawing, load, **more)
    return capacity(one.designs[0], one.run.horizon)


def test_two_workers_that_wait_for_one() -> None:
    work = {"ask": "exponential 70 ms", "do": "exponential 70 ms"}
    found = known(CHAIN, "poisson 8/s", work=work, workers={"A": 2, "B": 1})
    # With 0, 1, 2 of them at B the weights are 1, 2, 2: B is busy four fifths of the time.
    assert found.most == pytest.approx(0.8 / 0.07, rel=1e-12)
    assert (found.callers, found.bounds, found.bottlenecks) == (("A",), (), ("A", "B"))


def test_two_workers_that_wait_for_one_behind_another_pool() -> None:
    drawing = "C->>A: ask\nA-)E: pass on\nE-)B: do\nB-->>A: done\nA-->>C: ok"
    work = {"pass on": "exponential 70 ms", "do": "exponential 70 ms"}
    found = known(
        drawing,
        "poisson 8/s",
        work=work,
        workers={"A": 2, "B": 1, "E": "unlimited"},
        reading="document",
        messages={"ask": {"work": "constant 0 s"}},
        network="0 s",
    )
    # E has a worker for each of them, and is where they are when they are not at B.
    assert found.most == pytest.approx(0.8 / 0.07, rel=1e-12)


def test_workers_that_wait_for_two_in_a_row() -> None:
    drawing = "C->>A: ask\nA->>B: one\nB-->>A: first\nA->>D: two\nD-->>A: second\nA-->>C: ok"
    work = {"one": "exponential 100 ms", "two": "exponential 100 ms"}
    found = known(drawing, "poisson 1/s", work=work, workers={"A": 2, "B": 1, "D": 1})
    # Two that go round between two equal stations: each is busy two thirds of the time.
    assert found.most == pytest.approx(10 * 2 / 3, rel=1e-12)
    assert found.callers == ("A",)


def test_a_caller_of_one_journey_of_two_sets_the_rate_of_both() -> None:
    one = sk.load(SCENARIOS / "two-apis.yaml").change("participants.ServiceAPI2.workers", 1)
    found = capacity(one.design("blocking"), one.run.horizon)
    # One worker goes round in 5 + 0.5 + 400 + 0.5 ms; half of the requests are its.
    assert found.most == pytest.approx(2 / 0.406, rel=1e-12)
    assert (found.bottlenecks, found.callers) == (("ServiceAPI2",), ())


COVERED: dict[str, object] = {
    "work": {"ask": "exponential 5 ms", "do": "exponential 70 ms"},
    "participants": {"A": {"workers": 2}, "B": {"workers": 1}},
}
NOT_COVERED: dict[str, tuple[str, dict[str, object]]] = {
    "another law": (CHAIN, {"work": {"do": "70 ms"}}),
    "a queue with limited room": (
        CHAIN,
        {"participants": {"A": {"workers": 2}, "B": {"workers": 1, "queue": 3}}},
    ),
    "a caller whose queue has limited room": (
        CHAIN,
        {"participants": {"A": {"workers": 2, "queue": 3}, "B": {"workers": 1}}},
    ),
    "somebody else who asks it": (f"{CHAIN}\nC->>B: do too\nB-->>C: yes", {}),
    "a callee that goes on after its answer": (CHAIN.replace("A-->>C", "B->>B: more\nA-->>C"), {}),
    "a callee that waits itself": (
        "C->>A: ask\nA->>B: do\nB->>D: it\nD-->>B: did\nB-->>A: done\nA-->>C: ok",
        {},
    ),
    "two calls of one pool": (
        "C->>A: ask\nA->>B: do\nB-->>A: done\nA->>B: it\nB-->>A: did\nA-->>C: ok",
        {"work": {"do": "exponential 70 ms", "it": "exponential 70 ms"}},
    ),
    "a callee that somebody else has asked": (
        "C->>A: ask\nC-)B: do\nB-->>A: done\nA-->>C: ok",
        {"reading": "document", "load": {"C": "poisson 1/s"}},
    ),
    "two kinds of request": (f"{CHAIN}\nC->>A: ask too\nA-->>C: yes", {}),
    "a caller that pauses": (
        "C->>A: ask\nA->>A: nap\nA->>B: do\nB-->>A: done\nA-->>C: ok",
        {"messages": {"nap": {"wait": "10 ms"}, "do": {"work": "exponential 70 ms"}}, "work": {}},
    ),
    "work that somebody else draws too": (
        CHAIN,
        {
            "messages": {
                "ask": {"work": "exponential 5 ms", "luck": "one"},
                "do": {"work": "exponential 70 ms", "luck": "one"},
            },
            "work": {},
        },
    ),
    "several pools with several workers": (
        "C->>A: ask\nA->>B: do\nB-->>A: done\nA->>D: it\nD-->>A: did\nA-->>C: ok",
        {
            "work": {"do": "exponential 70 ms", "it": "exponential 70 ms"},
            "participants": {"A": {"workers": 5}, "B": {"workers": 2}, "D": {"workers": 1}},
        },
    ),
}


def test_a_caller_that_theory_covers() -> None:
    one = scenario(CHAIN, "poisson 1/s", **COVERED)
    assert population_limits(traffic_of(one.designs[0], SECOND)).keys() == {"A"}


@pytest.mark.parametrize("name", NOT_COVERED)
def test_a_caller_that_theory_does_not_cover(name: str) -> None:
    drawing, more = NOT_COVERED[name]
    one = scenario(drawing, **{"load": "poisson 1/s", **COVERED, **more})
    assert population_limits(traffic_of(one.designs[0], SECOND)) == {}
    assert "A" in capacity(one.designs[0], SECOND).bounds


@pytest.mark.statistical
def test_where_callers_have_few_workers_theirs_is_the_limit() -> None:
    """20 replications of 8 min: the queue grows by 0.57 messages/s, ten times its deviation."""
    work = {"ask": "exponential 70 ms", "do": "exponential 70 ms"}
    run = {"horizon": "8 min", "warm-up": "20 s", "patience": "2 min", "replications": 20}
    one = scenario(CHAIN, "poisson 8/s", work=work, workers={"A": 2, "B": 1}, run=run)
    most = capacity(one.designs[0], one.run.horizon).most
    for share, state in ((0.9, "stable"), (1.05, "overloaded")):
        study = sk.run(one.change("load", f"poisson {share * most:.9g}/s"))
        assert study.stability("design").state == state, share
