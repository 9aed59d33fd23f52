"""What is said before a run: each warning word for word, and when there is none."""

from pathlib import Path

import pytest

import simkit as sk
from simkit.analysis.forewarning import Forewarning, forewarn, relaxation_time
from simkit.analysis.theory import m_m_1

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CALL = "C->>A: ask\nA-->>C: ok"
CHAIN = "C->>A: ask\nA->>B: do\nB-->>A: done\nA-->>C: ok"
EVENT = "C->>A: ask\nA-->>C: ok\nA-)B: do"
LONG = {"horizon": "1 h", "warm-up": "10 min"}


def known(drawing: str, load: object, **more: object) -> Forewarning:
    scenario = sk.scenario(f"sequenceDiagram\n{drawing}", load=load, **{"run": LONG} | more)  # type: ignore[arg-type]
    return forewarn(scenario, scenario.designs[0])


def warned(drawing: str, load: object, **more: object) -> tuple[str, ...]:
    found = known(drawing, load, **more)
    assert found.notes == ()
    return found.warnings


WORK = {"ask": "exponential 50 ms"}


# ---------------------------------------------------------------------- too much


def test_a_design_that_keeps_up_is_not_warned_of() -> None:
    found = known(CALL, "poisson 80/s", work=WORK, workers={"A": 5})
    assert (found.notes, found.warnings, found.unpredicted) == ((), (), ())


def test_a_saturated_pool() -> None:
    assert warned(CALL, "poisson 80.3/s", work=WORK, workers={"A": 4}) == (
        "A is 100.4 % busy: its queue grows by about 0.3 messages/s for as long as it lasts; it "
        "can take 80 requests/s at most",
    )
    assert warned(CALL, "poisson 85.6/s", work=WORK, workers={"A": 4}) == (
        "A is 107 % busy: its queue grows by about 5.6 messages/s for as long as it lasts; it can "
        "take 80 requests/s at most",
    )


def test_a_pool_with_nothing_to_spare() -> None:
    assert warned(CALL, "poisson 80/s", work=WORK, workers={"A": 4}) == (
        "A is 100 % busy, with nothing to spare for chance: its queue grows for ever; it can take "
        "80 requests/s at most",
    )
    # Where nothing is left to chance, nothing has to be spared for it.
    assert warned(CALL, "every 12.5 ms", work={"ask": "50 ms"}, workers={"A": 4}) == ()


def test_a_saturated_pool_of_limited_room_turns_messages_away() -> None:
    one = {"A": {"workers": 4, "queue": 10}}
    found = known(CALL, "poisson 100/s", work=WORK, participants=one)
    assert found.warnings == (
        "A is 125 % busy, and 10 messages can queue: it turns away at least 20 % of its "
        "messages; it can take 80 requests/s at most",
    )
    assert found.unpredicted == (
        "how many messages A turns away by chance, as only 10 messages can queue there, and what "
        "is then not done elsewhere",
    )
    few = known(CALL, "poisson 100/s", work=WORK, participants={"A": {"workers": 4, "queue": 1}})
    assert "only 1 message can" in few.unpredicted[0]


def test_a_saturated_callee() -> None:
    work = {"do": "exponential 70 ms"}
    assert warned(CHAIN, "poisson 16/s", work=work, workers={"A": 90, "B": 1}) == (
        "B is 112 % busy: the queue of A, whose workers wait for it, grows by about 1.71 "
        "messages/s for as long as it lasts; it can take 14.3 requests/s at most",
    )


def test_a_caller_of_too_few_workers() -> None:
    work = {"ask": "exponential 70 ms", "do": "exponential 70 ms"}
    run = {"warm-up": "6 s", "horizon": "1 min"}
    # Neither settles, though neither is all held.
    assert warned(CHAIN, "poisson 13/s", work=work, workers={"A": 2, "B": 1}, run=run) == (
        "A has only 2 workers to wait for B: its queue grows by about 1.57 messages/s for as "
        "long as it lasts; the design can take 11.4 requests/s at most",
    )
    # B is busy 112 parts in 113 of the time, with one seventh of its own work in between.
    quick = work | {"ask": "exponential 10 ms"}
    assert warned(CHAIN, "poisson 20/s", work=quick, workers={"A": 2, "B": 1}) == (
        "B is 140 % busy: the queue of A, whose workers wait for it, grows by about 5.84 "
        "messages/s for as long as it lasts; it can take 14.3 requests/s at most",
    )


def test_a_pool_that_another_one_shields() -> None:
    work = {"ask": "10 ms", "do": "10 ms"}
    assert warned(EVENT, "poisson 107/s", work=work, workers={"A": 1, "B": 1}) == (
        "A is 107 % busy: its queue grows by about 7 messages/s for as long as it lasts; it can "
        "take 100 requests/s at most",
        "B is 107 % busy if A lets everything through; it can take 100 requests/s at most",
    )


def test_a_saturated_receiver_of_a_broker_has_its_queue_there() -> None:
    drawing = "C->>Queue: put\nQueue-->>C: kept\nQueue->>W: put"
    messages = {"W.put": {"work": "40 ms", "network": "10 ms"}}
    found = known(drawing, "poisson 25/s", messages=messages, workers={"W": 1})
    assert found.warnings == (
        "W is 125 % busy: its queue in Queue grows by about 5 messages/s for as long as it "
        "lasts; it can take 20 requests/s at most",
    )
    assert found.notes == (
        "a worker of W is kept for each message while it is under way from its broker, 10 ms; the "
        "utilisation of a run leaves that out",
    )


def test_users_cannot_overload_what_they_wait_for() -> None:
    load = "users 50 think exponential 100 ms"
    assert warned(CHAIN, load, work=WORK, workers={"A": 1, "B": 1}) == ()
    work = {"ask": "exponential 10 ms", "do": "exponential 50 ms"}
    assert warned(EVENT, "users 11 think 90 ms", work=work, workers={"A": 9, "B": 5}) == (
        "B is 110 % busy: its queue grows by about 10 messages/s for as long as it lasts; it can "
        "take 100 requests/s at most",
    )


def test_a_phase_of_too_much() -> None:
    load = ["poisson 120/s for 30 s", "poisson 40/s"]
    found = known(CALL, load, work=WORK, workers={"A": 5})
    assert found.notes == (
        "from 0 s on more comes for A than it can do: up to 600 messages wait for it, done after "
        "40 s at the earliest",
    )
    assert found.warnings == ()
    run = {"horizon": "40 s", "patience": "20 s", "warm-up": "5 s"}
    load = ["poisson 20/s for 30 s", "poisson 300/s"]
    assert known(CALL, load, work=WORK, workers={"A": 5}, run=run).warnings == (
        "from 30 s on more comes for A than it can do: up to 6,000 messages wait for it, not "
        "done when the run ends, at the latest after 1 min",
    )
    # After the horizon nobody is measured.
    load = ["poisson 20/s for 10 s", "poisson 30/s for 40 s", "poisson 300/s"]
    assert warned(CALL, load, work=WORK, workers={"A": 5}, run=run) == ()


def test_a_burst() -> None:
    run = {"horizon": "1 min"}
    found = known(EVENT, "at 0 s 10000", work=WORK, workers={"A": 5}, run=run)
    assert found.notes == (
        "from 0 s on more comes for A than it can do: up to 10,000 messages wait for it, done "
        "after 100 s at the earliest",
    )
    assert found.warnings == ()
    found = known(EVENT, "at 0 s 20000", work=WORK, workers={"A": 5}, run=run)
    assert found.warnings == (
        "from 0 s on more comes for A than it can do: up to 20,000 messages wait for it, not "
        "done when the run ends, at the latest after 2 min",
    )
    # Nobody waits where every request finds a worker.
    assert warned(CALL, "at 0 s 5", work=WORK, workers={"A": 5}, run=run) == ()


# ---------------------------------------------------------------------- too short

NEARLY = (
    "A is 95 % busy: its queue takes about 78 s to forget how it began (relaxation time, Morse "
    "1955); "
)


@pytest.mark.parametrize(
    ("warm_up", "horizon", "said"),
    [
        ("5 min", "1 h", ""),
        ("3 min", "1 h", "3 of these are longer than the warm-up"),
        ("5 min", "15 min", "10 of these are longer than the measured window"),
        (
            "6 s",
            "1 min",
            "3 of these are longer than the warm-up, and 10 than the measured window",
        ),
        ("auto", "1 h", ""),
        ("auto", "1 min", "10 of these are longer than the measured window"),
    ],
)
def test_a_pool_that_settles_slowly(warm_up: str, horizon: str, said: str) -> None:
    # 50 ms / (1 - √0.95)² = 78 s
    run = {"warm-up": warm_up, "horizon": horizon}
    found = warned(CALL, "poisson 19/s", work=WORK, workers={"A": 1}, run=run)
    assert found == ((NEARLY + said,) if said else ())


def test_who_has_time_to_spare_settles_soon() -> None:
    run = {"warm-up": "6 s", "horizon": "1 min"}
    assert warned(CALL, "poisson 17/s", work=WORK, workers={"A": 1}, run=run) == ()
    # Without luck there is nothing to forget.
    assert warned(CALL, "every 51 ms", work={"ask": "50 ms"}, workers={"A": 1}, run=run) == ()
    # A closed load is never far from how it began.
    load = "users 19 think 950 ms"
    assert warned(CALL, load, work=WORK, workers={"A": 1}, run=run) == ()


def test_in_a_relaxation_time_most_of_the_way_is_gone() -> None:
    """Near full utilisation it is 4 / (μ (1 - ρ)²), as 1 - √ρ is then half of 1 - ρ."""
    for busy in (0.9, 0.99, 0.999):
        found = relaxation_time(service_time=0.1, servers=1, utilisation=busy)
        assert found == pytest.approx(4 * 0.1 / (1 - busy) ** 2, rel=1.1 * (1 - busy))
    # It grows as the square of the queue, which is why a long queue forgets slowly.
    queue = m_m_1(arrival_rate=9.9, service_time=0.1).mean_queue_length
    found = relaxation_time(service_time=0.1, servers=1, utilisation=0.99)
    assert found == pytest.approx(0.4 * queue**2, rel=0.05)


def test_a_warm_up_shorter_than_a_request() -> None:
    run = {"warm-up": "100 ms", "horizon": "1 h"}
    work = {"ask": "50 ms", "do": "200 ms"}
    assert warned(EVENT, "poisson 1/s", work=work, run=run) == (
        "a request takes 250 ms without queues, longer than the warm-up of 100 ms: the first that "
        "are measured find the system still filling",
    )
    assert warned(EVENT, "poisson 1/s", work=work, run=run | {"warm-up": "250 ms"}) == ()
    assert warned(EVENT, "poisson 1/s", work=work, run={"horizon": "1 h"}) == ()
    # What comes all at once is meant to find it empty.
    assert warned(EVENT, "at 0 s 1", work=work, run=run | {"warm-up": "0 s"}) == ()


def test_a_warm_up_that_is_to_be_found_is_not_too_short_yet() -> None:
    run = {"warm-up": "auto", "horizon": "1 s"}
    assert warned(EVENT, "poisson 1/s", work={"ask": "50 ms", "do": "200 ms"}, run=run) == ()


def test_a_warm_up_shorter_than_the_requests_of_one_journey() -> None:
    drawing = "graph LR\nC --> A\nC --> B"
    scenario = sk.scenario(
        drawing,
        load="poisson 1/s",
        work={"A": "50 ms", "B": "2 s"},
        run={"warm-up": "1 s", "horizon": "1 h"},
    )
    [text] = forewarn(scenario, scenario.designs[0]).warnings
    assert text.startswith("a request of B takes 2 s without queues, longer than")


@pytest.mark.parametrize(
    ("load", "percentile", "said"),
    [
        # 60 s, of which 10 s are the warm-up
        ("every 100 ms", "p99", ""),
        ("every 200 ms", "p99", "368 requests in each replication, and 250 come"),
        ("poisson 5/s", "p99", "368 requests in each replication, and about 250 come"),
        # 400, give or take 20: in one of 20 replications there are less than 368.
        ("poisson 8/s", "p99", "368 requests in each replication, and about 400 come"),
        ("poisson 9/s", "p99", ""),
        ("every 100 ms", "p99.9", "3,688 requests in each replication, and 500 come"),
        ("at 20 s 300", "p99", "368 requests in each replication, and 300 come"),
        ("at 20 s 400", "p99", ""),
        (["at 5 s 400", "at 20 s 300"], "p99", "368 requests in each replication, and 300 come"),
        (["every 1 s for 50 s", "every 20 ms"], "p99", ""),
        (["every 1 s for 55 s", "every 20 ms"], "p99", "368 requests in each replication, and 295"),
        ("users 4 think 1 s", "p99", "368 requests in each replication, and 200 come"),
    ],
)
def test_too_few_requests_for_a_predicted_percentile(
    load: object, percentile: str, said: str
) -> None:
    found = known(
        CALL,
        load,
        run={"warm-up": "10 s", "horizon": "1 min"},
        predict=[f"acknowledged.{percentile} < 1 s", f"acknowledged.{percentile} < 2 s"],
    )
    if not said:
        assert found.warnings == ()
        return
    [text] = found.warnings
    assert text.startswith(f"design.acknowledged.{percentile} needs {said}")
    assert text.endswith("come between the warm-up and the horizon")


def test_too_few_requests_of_one_journey() -> None:
    scenario = sk.scenario(
        {"apis": "graph LR\nC --> A\nC --> B"},
        load="poisson 10/s",
        run={"warm-up": "10 s", "horizon": "1 min"},
        predict=["apis.A.acknowledged.p99 < 1 s", "apis.acknowledged.p99 < 1 s"],
    )
    assert forewarn(scenario, scenario.designs[0]).warnings == (
        "apis.A.acknowledged.p99 needs 368 requests in each replication, and about 250 come "
        "between the warm-up and the horizon",
    )


def test_a_prediction_of_another_design_is_none_of_this() -> None:
    drawing = f"sequenceDiagram\n{CALL}"
    scenario = sk.scenario(
        {"one": drawing, "two": drawing},
        load="poisson 1/s",
        run={"warm-up": "10 s", "horizon": "1 min"},
        predict=["two.acknowledged.p99 < 1 s"],
    )
    said = {one.name: forewarn(scenario, one).warnings for one in scenario.designs}
    assert said == {
        "one": (),
        "two": (
            "two.acknowledged.p99 needs 368 requests in each replication, and about 50 come "
            "between the warm-up and the horizon",
        ),
    }


def test_nothing_to_measure() -> None:
    run = {"warm-up": "10 s", "horizon": "1 min"}
    assert warned(CALL, "at 0 s 400", run=run, predict=["acknowledged.p99 < 1 s"]) == (
        "no request is measured: none comes between the warm-up and the horizon",
    )
    assert warned(CALL, "at 2 min 400", run=run) == (
        "no request is measured: none comes between the warm-up and the horizon",
    )


# ---------------------------------------------------------------------- notes


def test_a_delivery_that_takes_next_to_no_time_is_not_worth_a_note() -> None:
    scenario = sk.load(SCENARIOS / "put-and-acknowledge.yaml")
    for design in scenario.designs:
        found = forewarn(scenario, design)
        assert (found.notes, found.warnings) == ((), ())


# ---------------------------------------------------------------------- not predicted


def test_what_cannot_be_predicted_is_said_with_the_reason() -> None:
    drawing = "C->>A: ask\nA->>Queue: put\nA-xB: event\nA-->>C: ok"
    assert known(drawing, "every 1 s").unpredicted == (
        "when a request is completed: 'event' is lost on the way, and what it would set off is in "
        "none of these numbers",
        "when a request is completed: nobody takes 'put' from Queue, which fills up for as long as "
        "requests come",
    )
    ring = "C->>A: ask\nA->>B: work\nB->>A: look up\nA-->>B: found\nB-->>A: worked\nA-->>C: yes"
    assert known(ring, "every 1 s", workers={"A": 1, "B": 1}).unpredicted == (
        "whether it goes on at all: A waits for B waits for A, which can lock up for ever at any "
        "rate",
    )
    released = {"A": {"workers": 1, "waiting": "releases"}, "B": {"workers": 1}}
    assert known(ring, "every 1 s", participants=released).unpredicted == ()
    branches = "C->>A: ask\npar\nA->>B: one\nB--xA: no\nand\nA->>A: two\nend\nA-->>C: ok"
    assert known(branches, "every 1 s").unpredicted == (
        "how much A does for a request: it is told no in one of several branches, and how far the "
        "others have got by then is left to chance; they are counted whole",
    )


def test_what_is_lost_or_kept_after_a_no_never_happens() -> None:
    drawing = "C->>A: ask\nA->>B: do\nB--xA: no\nA->>Queue: put\nA-xB: event\nA-->>C: ok"
    assert known(drawing, "every 1 s").unpredicted == ()
