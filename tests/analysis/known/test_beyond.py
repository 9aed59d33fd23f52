"""No formula is held against a design that it does not know: each reason, word for word."""

import pytest

import simkit as sk
from simkit.analysis.known import Known, Unknown, known, known_slower
from simkit.analysis.known.beyond import beyond
from simkit.model.metric import read_metric
from simkit.model.scenario import Design

DRAWING = "C->>Queue: Job\nQueue->>W: Job"


def design(drawing: str = DRAWING, **more: object) -> Design:
    workers = {"W": {"workers": 1}}
    people = {"participants": {**workers, **more.pop("participants", {})}}  # type: ignore[dict-item]
    said = {"messages": {"W.Job": {"work": "exponential 100 ms"}}} if "W: Job" in drawing else {}
    load = {"load": "poisson 5/s"}
    found = sk.scenario(f"sequenceDiagram\n{drawing}", **load | people | said | more)  # type: ignore[arg-type]
    return found.designs[0]


def metric(design: Design, name: str) -> Known | Unknown:
    ids = tuple(one.id for one in design.participants)
    return known(design, read_metric(name, {design.name: ids}))


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ({"capacity": 10}, "Queue has limited room"),
        ({"ttl": "1 s"}, "messages expire in Queue"),
        ({"prefetch": 10}, "Queue delivers ahead of workers"),
        ({"poll": "1 s"}, "Queue delivers only when it is asked"),
        ({"lease": "30 s"}, "a lease of Queue can end before the work"),
        ({"partitions": 3}, "Queue has partitions"),
        ({"batch": 10}, "Queue delivers several at a time"),
        ({"linger": "1 s"}, "Queue delivers several at a time"),
        ({"ack": "every 10"}, "deliveries of Queue are settled in batches"),
        ({"bandwidth": "1 MB/s"}, "Queue takes in one message after the other"),
        ({"confirm": 10}, "senders wait for confirmations of Queue"),
        # What plays no part while nothing fails.
        ({"max-deliveries": 1, "retry-delay": "1 s", "requeue": "head"}, ""),
        ({"durable": "never", "dedupe": "1 s", "ack": "before-work"}, ""),
    ],
    ids=str,
)
def test_ways_to_deliver(policy: dict[str, object], why: str) -> None:
    one = design(participants={"Queue": policy})
    assert beyond(one) == why
    found = metric(one, "completed.mean")
    if why:
        assert found == Unknown(why)
        assert known_slower(one, "completed") == Unknown(why)
        offered = metric(one, "offered.mean")
        assert isinstance(offered, Known)
        assert offered.value == 5
    else:
        # M/M/1 with 5/s and 100 ms
        assert isinstance(found, Known)
        assert found.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"fails": "1 %"}, "some of 'Job' fail"),
        ({"poison": "1 %"}, "some of 'Job' fail"),
        ({"priority": 1}, "'Job' goes before others"),
        ({"idempotent": "1 s"}, ""),
    ],
    ids=str,
)
def test_messages(message: dict[str, object], why: str) -> None:
    assert beyond(design(messages={"W.Job": message})) == why


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"crash": "W", "at": "1 s"}, "W crashes"),
        ({"kill": "W", "chance": "1 %"}, "executions of W die"),
        ({"lose": "W.Job", "chance": "1 %"}, "messages get lost on the way"),
        ({"slow": "W", "by": 2, "at": "1 s", "for": "1 s"}, "W is slow at times"),
        ({"fail": "W", "at": "1 s", "for": "1 s"}, "W fails at times"),
        ({"kill": "W", "chance": "0 %"}, ""),
    ],
    ids=str,
)
def test_faults(fault: dict[str, object], why: str) -> None:
    assert beyond(design(faults=[fault])) == why


def test_what_fails_by_the_drawing_and_is_delivered_again() -> None:
    no = DRAWING + "\nW->>B: ask\nB--xW: no"
    assert beyond(design(no)) == "Queue delivers again what W does not do"
    once = {"Queue": {"max-deliveries": 1}}
    assert beyond(design(no, participants=once)) == ""
    rejected = DRAWING + "\nW--xQueue: No"
    assert beyond(design(rejected)) == ""
    requeued = {"Queue": {"on-reject": "requeue"}}
    why = "Queue delivers again what W does not do"
    assert beyond(design(rejected, participants=requeued)) == why


def test_who_is_turned_away_within_a_delivery_comes_again() -> None:
    asks = "\nW->>B: ask\nB-->>W: ok"
    full = {"B": {"workers": 1, "queue": 0}}
    assert beyond(design(DRAWING + asks, participants=full)) == (
        "what B turns away is delivered again"
    )
    # A call that nobody delivered is turned away for good, which theory knows.
    assert beyond(design("C->>W: Go" + asks + "\nW-->>C: ok", participants=full)) == ""


def test_instances_without_windows_are_one_pool() -> None:
    one = design(participants={"W": {"workers": 1, "instances": 2}}, load="poisson 10/s")
    other = design(participants={"W": {"workers": 2}}, load="poisson 10/s")
    assert metric(one, "completed.mean") == metric(other, "completed.mean")
    assert isinstance(metric(one, "utilisation.W.mean"), Known)


CALL = "C->>W: Job\nW-->>C: done"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"timeout": "1 s"}, "'Job' is waited for only so long"),
        ({"deadline": "1 s"}, "'Job' is waited for only so long"),
        ({"retry": 2}, "'Job' is sent again where it comes to nothing"),
        ({"breaker": "50 %"}, "'Job' is not sent where too many come to nothing"),
        ({"hedge": "1 s"}, "'Job' is sent once more where it takes long"),
        ({"limit": "3 at once"}, "W takes only so many of 'Job'"),
        ({"pace": "9/s burst 1"}, "C sends only so many of 'Job'"),
        # What plays no part while nobody gives up.
        ({"retry": 1}, ""),
    ],
    ids=str,
)
def test_ways_to_call(said: dict[str, object], why: str) -> None:
    one = design(CALL, messages={"Job": {"work": "exponential 100 ms", **said}})
    assert beyond(one) == why
    found = metric(one, "completed.mean")
    assert found == Unknown(why) if why else isinstance(found, Known)


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        (
            f"alt 30 % cheap\n{CALL}\nelse\nC->>D: Other\nD-->>C: done\nend",
            "not every request takes the branch '30 % cheap'",
        ),
        (f"opt 30 %\n{CALL}\nend", "not every request takes the branch '30 %'"),
        (f"{CALL}\nbreak 5 %\nC->>D: Other\nend", "not every request takes the branch '5 %'"),
        (f"loop 3 times\n{CALL}\nend", "the loop of line 2 is done in turns"),
        (
            f"critical\n{CALL}\noption failure\nC->>D: Other\nend",
            "the critical of line 2 handles what comes to nothing",
        ),
        (
            f"par first\n{CALL}\nand\nC->>D: Other\nD-->>C: done\nend",
            "not all branches of the par of line 2 are waited for",
        ),
        (f"{CALL}\nbreak always\nC->>D: Other\nend", "C breaks off"),
    ],
)
def test_blocks(drawing: str, why: str) -> None:
    one = design(drawing)
    assert beyond(one) == why
    assert metric(one, "completed.mean") == Unknown(why)
    offered = metric(one, "offered.mean")
    assert isinstance(offered, Known)
    assert offered.value == 5
