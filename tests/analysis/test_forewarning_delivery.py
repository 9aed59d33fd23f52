"""What is said before a run of leases, partitions, windows, polls and failures, word for word."""

from collections.abc import Mapping
from typing import Any

import pytest

import simkit as sk
from simkit.analysis.forewarning import Forewarning, forewarn
from simkit.analysis.forewarning_delivery import up_share

DRAWING = "C->>Queue: Job\nQueue->>W: Job"
ACKED = DRAWING + "\nW-->>Queue: Ack"
S100 = {"work": "exponential 100 ms"}


def known(
    queue: Mapping[str, object],
    worker: Mapping[str, object] | None = None,
    job: Mapping[str, object] | None = None,
    load: str = "poisson 5/s",
    drawing: str = DRAWING,
    **more: Any,
) -> Forewarning:
    scenario = sk.scenario(
        f"sequenceDiagram\n{drawing}",
        load=load,
        participants={"Queue": queue, "W": worker or {"workers": 1}},
        messages={"W.Job": job or S100, **more.pop("messages", {})},
        run={"horizon": "1 h", "warm-up": "10 min"},
        **more,
    )
    return forewarn(scenario, scenario.designs[0])


LONG = {"work": "4.9 s"}
RARE = "poisson 0.1/s"
FOUR = {"workers": 4, "instances": 2}


@pytest.mark.parametrize(
    ("queue", "worker", "job", "told"),
    [
        (
            {"lease": "3 s"},
            None,
            LONG,
            ["the lease of Queue, 3 s, is shorter than the 4.9 s that W takes for 'Job': it is "
             "delivered again meanwhile"],
        ),
        ({"lease": "4.9 s"}, None, LONG, []),
        (
            {"lease": "30 s", "prefetch": 10},
            None,
            LONG,
            ["the lease of Queue, 30 s, is shorter than the 49 s that W takes for all it has ahead "
             "(10 × 4.9 s): the last of them are delivered again before they are done"],
        ),
        ({"lease": "30 s", "prefetch": 6}, None, LONG, []),
        ({"lease": "30 s", "prefetch": 10, "extend-every": "10 s"}, None, LONG, []),
        ({"lease": "30 s", "prefetch": 10, "ack": "on-delivery"}, None, LONG, []),
        (
            # The last waits for nine others and is settled when it is begun.
            {"lease": "40 s", "prefetch": 10, "ack": "before-work"},
            None,
            LONG,
            ["the lease of Queue, 40 s, is shorter than the 44.1 s that W takes for all it has "
             "ahead (10 × 4.9 s): the last of them are delivered again before they are done"],
        ),
        (
            {"lease": "30 s", "prefetch": 10},
            FOUR,
            {"work": "16 s"},
            ["the lease of Queue, 30 s, is shorter than the 40 s that W takes for all it has ahead "
             "(10 × 16 s by 4 workers): the last of them are delivered again before they are done"],
        ),
        ({"lease": "30 s", "prefetch": 10}, FOUR, LONG, []),
        (
            # What is done first waits for nine others to be settled with it.
            {"lease": "30 s", "ack": "every 10"},
            None,
            LONG,
            ["the lease of Queue, 30 s, is shorter than the 49 s that W takes for 'Job': it is "
             "delivered again meanwhile"],
        ),
    ],
)  # fmt: skip
def test_a_lease_shorter_than_what_is_ahead(
    queue: Mapping[str, object],
    worker: Mapping[str, object] | None,
    job: Mapping[str, object],
    told: list[str],
) -> None:
    assert list(known(queue, worker, job, RARE).warnings) == told


def test_consumers_beyond_partitions() -> None:
    three = {"partitions": 3}
    assert known(three, {"workers": 1, "instances": 4}).warnings == (
        "Queue has 3 partitions for W, which has 4 instances: 1 of them never works",
    )
    assert known(three, {"workers": 1, "instances": 5}).warnings == (
        "Queue has 3 partitions for W, which has 5 instances: 2 of them never work",
    )
    assert known(three, {"workers": 1, "instances": 3}).warnings == ()


def test_more_work_than_partitions_or_one_of_them_can_do() -> None:
    assert known({"partitions": 3}, {"workers": 10}, load="poisson 50/s").warnings == (
        "Queue has 3 partitions for W, each with one message at a time, and 5 have to be at work "
        "on average: the backlog grows",
    )
    hot = {**S100, "key": "100 keys with 30 % hot"}
    # 30 % + 70 % / 100 of 5 erlangs.
    assert known({"partitions": 12}, {"workers": 10}, hot, "poisson 50/s").warnings == (
        "30.7 % of 'Job' has the same key, and 1.53 of them would have to be at work at a time, in "
        "one partition: its backlog grows",
    )


TEN = {"work": "10 ms"}


@pytest.mark.parametrize(
    ("queue", "worker", "drawing", "load", "told"),
    [
        (
            {"prefetch": 1},
            None,
            DRAWING,
            "poisson 5/s",
            "a window of 1 message keeps W busy for at most 50 % of the time: one takes 10 ms, and "
            "the next is under way for 10 ms; 2 would do",
        ),
        (
            {"prefetch": 1},
            None,
            DRAWING,
            "poisson 60/s",
            "a window of 1 message keeps W busy for at most 50 % of the time: one takes 10 ms, and "
            "the next is under way for 10 ms; 2 would do; the backlog grows",
        ),
        ({"prefetch": 2}, None, DRAWING, "poisson 5/s", ""),
        (
            {"prefetch": 2},
            None,
            ACKED,
            "poisson 5/s",
            "a window of 2 messages keeps W busy for at most 66.7 % of the time: one takes 10 ms, "
            "and the next is under way for 20 ms; 3 would do",
        ),
        ({"prefetch": 3}, None, ACKED, "poisson 5/s", ""),
        (
            {"prefetch": 2},
            {"workers": 5},
            DRAWING,
            "poisson 5/s",
            "a window of 2 messages is less than the 5 workers of an instance of W, which is busy "
            "for at most 20 % of the time; 10 would do",
        ),
        (
            {"prefetch": 4, "fetch": "batch"},
            None,
            DRAWING,
            "poisson 5/s",
            "a window of 4 messages keeps W busy for at most 80 % of the time: one takes 10 ms, "
            "and the next is under way for 10 ms",
        ),
    ],
)
def test_a_window_too_small_to_keep_workers_busy(
    queue: Mapping[str, object],
    worker: Mapping[str, object] | None,
    drawing: str,
    load: str,
    told: str,
) -> None:
    found = known(queue, worker, TEN, load, drawing, network="10 ms")
    assert list(found.warnings) == ([told] if told else [])
    assert found.capacity.bounds == (("W",) if told else ())
    if told:
        why = "Queue does not keep all workers of W busy"
        assert found.capacity.pool("W").hampered == why
    assert found.capacity.pool("W").reserved == 0  # what is sent ahead needs no worker yet


def test_polls_dearer_than_the_job() -> None:
    assert known({"poll": "1 s"}).warnings == (
        "polls of Queue are dearer than the job: with all of W asleep, a message waits about "
        "500 ms for the next, and its work takes 100 ms",
    )
    # An exponential second has a second left on average, and four of them the fifth part of two.
    assert known({"poll": "exponential 1 s"}, {"workers": 1, "instances": 4}).warnings == (
        "polls of Queue are dearer than the job: with all of W asleep, a message waits about "
        "400 ms for the next, and its work takes 100 ms",
    )
    assert known({"poll": "100 ms"}).warnings == ()


def test_redeliveries_are_in_the_load() -> None:
    fails = {"work": "100 ms", "fails": "20 %"}
    note = (
        "'Job' is delivered to W about 1.25 times on average, as some of it fails; all of these "
        "are in the numbers"
    )
    found = known({}, job=fails)
    # 1 + 0.2 + 0.04 + 0.008 + 0.0016 deliveries of 100 ms
    assert found.capacity.pools[0].utilisation == pytest.approx(0.5 * 1.2496)
    assert (found.notes, found.warnings) == ((note,), ())
    found = known({}, job=fails, load="poisson 8.2/s")
    assert found.warnings == (
        "W is 102.5 % busy: its queue in Queue grows by about 0.197 messages/s for as long as it "
        "lasts; it can take 8 requests/s at most",
    )


def test_what_fails_every_time_for_ever() -> None:
    ever = {"max-deliveries": "unlimited"}
    assert known(ever, job={"work": "100 ms", "poison": "1 %"}).warnings == (
        "1 % of 'Job' fail every time and are delivered again for ever, without delay, as "
        "'max-deliveries' is unlimited: more and more of what W does is that",
    )
    slowly = {**ever, "retry-delay": "1 s", "on-reject": "requeue"}
    assert known(slowly, drawing=DRAWING + "\nW--xQueue: No").warnings == (
        "'Job' fails every time and is delivered again for ever, as 'max-deliveries' is unlimited: "
        "more and more of what W does is that",
    )


def test_a_pool_that_is_too_often_down() -> None:
    crash = {"crash": "W", "every": "exponential 90 s", "for": "10 s"}
    found = known({}, load="poisson 9.5/s", faults=[crash])
    assert found.warnings == (
        "W is up for 90 % of the time, and what comes keeps it busy for 95 %: the backlog grows",
    )
    assert found.unpredicted == ("what is lost, or done again, as W crashes",)
    assert found.capacity.pool("W").hampered == "W is struck by faults"
    assert known({}, load="poisson 8.5/s", faults=[crash]).warnings == ()


def test_one_instance_of_several_that_is_down() -> None:
    crash = {"crash": "W", "instance": 1, "every": "exponential 90 s", "for": "10 s"}
    design = sk.scenario(
        f"sequenceDiagram\n{DRAWING}",
        load="every 1 s",
        participants={"W": {"workers": 1, "instances": 2}},
        faults=[crash],
    ).designs[0]
    assert up_share(design, design.participant("W")) == pytest.approx(0.95)


def test_what_of_deliveries_cannot_be_predicted() -> None:
    said = {"lease": "30 s", "ttl": "10 s", "capacity": 10}
    faults = [
        {"kill": "W", "chance": "1 %"},
        {"lose": "W.Job", "chance": "1 %"},
        {"slow": "W", "by": 2, "at": "1 s", "for": "1 s"},
        {"fail": "W", "at": "1 s", "for": "1 s"},
    ]
    assert known(said, faults=faults).unpredicted == (
        "how often 'Job' outlasts its lease, and is done twice",
        "how many of 'Job' expire in Queue before W is free",
        "how many messages find Queue full",
        "what is lost, or done again, as executions of W die",
        "what does not happen, or happens again, as messages get lost on the way",
        "what piles up while W is slow",
        "what fails, or is done again, while W fails",
    )


def test_a_lease_that_cannot_end_too_soon_is_not_worth_a_word() -> None:
    found = known({"lease": "30 s"}, job=LONG, load=RARE)
    assert (found.unpredicted, found.capacity.bounds) == ((), ())
    varies = known({"lease": "30 s"}, job={"work": "exponential 4.9 s"}, load=RARE)
    assert varies.unpredicted == ("how often 'Job' outlasts its lease, and is done twice",)
    assert varies.capacity.pool("W").hampered == "W does again what outlasts its lease"


def test_instances_have_workers_of_their_own() -> None:
    found = known({}, {"workers": 2, "instances": 3}, load="poisson 30/s")
    (pool,) = found.capacity.pools
    assert (pool.workers, pool.utilisation, pool.most) == (6, 0.5, 60)
