"""Stable, backlogged, overloaded: worked out by hand, and never cried wrongly."""

import pytest

import simkit as sk
from simkit.analysis.stability import Stability, stability

CALL = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"


def state(drawing: str = CALL, *, replications: int = 1, **more: object) -> Stability:
    run = {"horizon": "10 s", "warm-up": "0 s", "patience": "10 s", "replications": replications}
    scenario = sk.scenario(drawing, run=run, **more)  # type: ignore[arg-type]
    study = sk.run(scenario)
    return stability(study.recordings["design"], scenario.designs[0])


def test_who_keeps_up_is_stable() -> None:
    assert state(load="every 100 ms", work={"ask": "99 ms"}, workers={"A": 1}) == Stability(
        state="stable"
    )


def test_a_queue_that_grows_all_the_time_is_overload() -> None:
    # 10 come a second and 5 are served: 5 more wait each second.
    found = state(load="every 100 ms", work={"ask": "200 ms"}, workers={"A": 1})
    assert (found.state, found.reason) == ("overloaded", "A: its queue grows by 5 messages/s")
    assert [name for name, _ in found.parts] == ["A"]


def test_a_burst_that_has_not_drained_is_a_backlog() -> None:
    # 100 come at once and take 20 s; half of them have waited for nothing when the run ends.
    found = state(load="at 0 s 300", work={"ask": "100 ms"}, workers={"A": 1})
    # Those served at 20 s exactly are not run any more: 199 are over, 101 are open.
    assert found.state == "backlogged"
    assert found.reason == "101 of 300 requests were still open when the runs ended"


def test_a_burst_that_drains_in_time_is_stable() -> None:
    assert state(load="at 0 s 100", work={"ask": "100 ms"}, workers={"A": 1}).state == "stable"


def test_a_long_queue_that_shrinks_is_no_overload() -> None:
    # A thousand at once, then nobody: the queue is never empty and never grows.
    found = state(load="at 0 s 1000", work={"ask": "10 ms"}, workers={"A": 1})
    assert found.state == "stable"


def test_a_broker_that_nobody_empties_fast_enough_is_overloaded() -> None:
    drawing = "sequenceDiagram\nC->>A: ask\nA->>Q: put\nQ-->>A: ok\nA-->>C: yes\nQ->>W: put"
    found = state(
        drawing,
        load="every 100 ms",
        participants={"Q": {"kind": "broker"}, "W": {"workers": 1}},
        messages={"W.put": {"work": "400 ms"}},
    )
    # 10 come a second, 2.5 are taken.
    assert (found.state, found.reason) == ("overloaded", "Q: its queue grows by 7.6 messages/s")


def test_messages_that_nobody_takes_are_a_growing_queue() -> None:
    drawing = "sequenceDiagram\nC->>A: ask\nA->>Q: put\nQ-->>A: ok\nA-->>C: yes"
    found = state(drawing, load="every 100 ms", participants={"Q": {"kind": "broker"}})
    assert (found.state, found.reason) == ("overloaded", "Q: its queue grows by 10 messages/s")


@pytest.mark.parametrize("rate", ["80/s", "90/s", "95/s"])
def test_a_busy_server_is_not_called_overloaded(rate: str) -> None:
    found = state(
        load=f"poisson {rate}",
        work={"ask": "exponential 10 ms"},
        workers={"A": 1},
        replications=10,
    )
    assert found.state == "stable"


def test_a_little_too_much_is_told_with_enough_replications() -> None:
    found = state(
        load="poisson 120/s",
        work={"ask": "exponential 10 ms"},
        workers={"A": 1},
        replications=10,
    )
    assert found.state == "overloaded"
    assert found.reason.startswith("A: its queue grows by ")


@pytest.mark.parametrize("replications", [1, 3])
def test_much_too_much_is_told_with_few(replications: int) -> None:
    load, work = "poisson 140/s", {"ask": "exponential 10 ms"}
    found = state(load=load, work=work, workers={"A": 1}, replications=replications)
    assert found.state == "overloaded"
