"""How often what is drawn once is done: worked out by hand, and held against runs."""

from math import inf

import pytest

import simkit as sk
from simkit.model.holding import holdings, timeline_of
from simkit.model.repeats import attempts
from simkit.model.scenario import Design

QUEUE = "C->>Queue: Job\nQueue->>W: Job"


def scenario(drawing: str, **more: object) -> sk.Scenario:
    run = {"horizon": "200 s", "warm-up": "0 s", "replications": 1}
    text = f"sequenceDiagram\n{drawing}"
    return sk.scenario(text, **{"load": "every 100 ms", "run": run} | more)  # type: ignore[arg-type]


def times(design: Design) -> dict[str, float]:
    return {one.pool: round(one.times, 9) for one in holdings(timeline_of(design))}


def often(design: Design) -> list[float]:
    return [round(one, 9) for one in timeline_of(design).repeats.deliveries.values()]


def test_attempts() -> None:
    # 1 + 1/5 + 1/25 of all messages.
    assert attempts(0.2, 3) == pytest.approx(1.24)
    assert (attempts(0.0, 5), attempts(0.0, None), attempts(0.75, None)) == (1, 1, 4)
    assert (attempts(1.0, 3), attempts(1.0, None)) == (3, inf)


@pytest.mark.parametrize(
    ("policy", "message", "expected"),
    [
        ({}, {}, 1),
        ({"max-deliveries": 3}, {"fails": "20 %"}, 1.24),
        ({"max-deliveries": "unlimited"}, {"fails": "20 %"}, 1.25),
        # 9 of 10 messages 1.25 times on average, and one 3 times
        ({"max-deliveries": 3}, {"fails": "20 %", "poison": "10 %"}, 0.9 * 1.24 + 0.1 * 3),
        ({"max-deliveries": "unlimited"}, {"poison": "10 %"}, inf),
        ({"on-failure": "drop"}, {"fails": "20 %"}, 1),
        ({"on-failure": "dead-letter"}, {"poison": "20 %"}, 1),
        ({"ack": "before-work"}, {"fails": "20 %"}, 1),
        ({"ack": "on-delivery"}, {"fails": "20 %"}, 1),
        ({"ack": "every 10", "max-deliveries": 3}, {"fails": "20 %"}, 1.24),
    ],
    ids=str,
)
def test_deliveries_of_a_message(
    policy: dict[str, object], message: dict[str, str], expected: float
) -> None:
    design = scenario(QUEUE, participants={"Queue": policy}, messages={"W.Job": message}).designs[0]
    assert often(design) == [pytest.approx(expected)]


def test_what_is_drawn_below_a_delivery_is_done_again_with_it() -> None:
    # Half of the jobs fail after their work: of 1.5 deliveries 0.75 get to B, and all come to D.
    drawing = "C->>Queue: Job\nQueue->>W: Job\nW->>B: then\nB-->>W: done\nW->>W: more\nC->>D: note"
    said = {"W.Job": {"fails": "50 %", "work": "10 ms"}, "more": {"work": "20 ms"}}
    one = scenario(drawing, participants={"Queue": {"max-deliveries": 2}}, messages=said).designs[0]
    assert times(one) == {"W": 1.5, "B": 0.75, "D": 1}
    (worker, *_) = holdings(timeline_of(one))
    assert worker.held == 20_000_000  # 10 ms always, 20 ms every other time


def test_who_asks_fails_with_whom_it_asks() -> None:
    # B fails for one call in four before it answers, and W with it.
    drawing = QUEUE + "\nW->>B: ask\nB-->>W: ok"
    one = scenario(drawing, messages={"ask": {"fails": "25 %"}}, **unlimited()).designs[0]
    assert often(one) == [pytest.approx(4 / 3)]
    assert times(one) == {"W": pytest.approx(4 / 3), "B": pytest.approx(4 / 3)}


def test_what_fails_after_it_has_answered_is_its_own_affair() -> None:
    drawing = QUEUE + "\nW->>B: ask\nB-->>W: ok\nB->>B: tidy up"
    one = scenario(drawing, messages={"tidy up": {"fails": "25 %"}}, **unlimited()).designs[0]
    assert often(one) == [1]


def test_what_is_acknowledged_before_it_fails_is_not_delivered_again() -> None:
    drawing = QUEUE + "\nW-->>Queue: Ack\nW->>W: work"
    early = scenario(drawing, messages={"work": {"fails": "25 %"}}, **unlimited()).designs[0]
    assert often(early) == [1]
    late = QUEUE + "\nW->>W: work\nW-->>Queue: Ack"
    found = scenario(late, messages={"work": {"fails": "25 %"}}, **unlimited()).designs[0]
    assert often(found) == [pytest.approx(4 / 3)]


def test_a_no_is_a_failure_each_time() -> None:
    one = scenario(QUEUE + "\nW->>B: ask\nB--xW: no\nW->>D: never").designs[0]
    assert often(one) == [5]
    assert times(one) == {"W": 5, "B": 5}


def test_a_rejection_counts_where_it_is_delivered_again() -> None:
    drawing = QUEUE + "\nW--xQueue: No"
    assert often(scenario(drawing).designs[0]) == [1]
    again = scenario(drawing, participants={"Queue": {"on-reject": "requeue"}}).designs[0]
    assert often(again) == [5]


def test_deliveries_within_deliveries_multiply() -> None:
    # Each of two jobs a message puts a task, each of which takes two attempts.
    drawing = QUEUE + "\nW->>Bus: Task\nBus->>V: Task\nW->>W: end"
    said = {"end": {"fails": "100 %"}, "V.Task": {"fails": "100 %"}}
    two = {"max-deliveries": 2}
    one = scenario(drawing, participants={"Queue": two, "Bus": two}, messages=said).designs[0]
    assert times(one) == {"W": 2, "V": 4}


def unlimited() -> dict[str, object]:
    return {"participants": {"Queue": {"max-deliveries": "unlimited"}}}


def test_runs_do_as_often_as_is_said() -> None:
    r"""Executions of W and B for each request, against their means.

    2,000 requests; the number of attempts at each has a standard deviation below 0.6, so that
    0.06 is more than 4 standard errors: a false alarm in 15,000 runs, and the seed is fixed.
    """
    drawing = QUEUE + "\nW->>B: then\nB-->>W: done\nW->>W: more"
    said = {"W.Job": {"fails": "20 %"}, "then": {"fails": "10 %"}, "more": {"poison": "5 %"}}
    one = scenario(drawing, messages=said)
    study = sk.run(one)
    visits = study.visits
    told = times(one.designs[0])
    requests = len(study.requests)
    for name in ("W", "B"):
        count = (visits["participant"] == name).sum()
        assert count / requests == pytest.approx(told[name], abs=0.06), name
