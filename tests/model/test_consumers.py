"""Participants that are not drawn, rooms to queue in, and files that are read like documents."""

import pytest

from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Design

DRAWING = """\
diagram: |
  sequenceDiagram
  C->>A: Ask
  A->>Queue: put
  A-->>C: ok
load: every 1 s
"""
KAFKA = DRAWING.replace("  A-->>C", "  A->>Kafka: log\n  A-->>C")
TAKEN = DRAWING.replace("load", "  Queue->>D: put\nload")


def design(said: str, drawing: str = DRAWING) -> Design:
    return read_scenario(said + "\n" + drawing, "c.yaml").designs[0]


def refused(said: str, drawing: str = DRAWING) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(said + "\n" + drawing, "c.yaml")
    return str(caught.value).split("\n")[::3]


PLACE = "c.yaml:1:{}: participants.{}: {}"
WRONG = [
    (
        "Queue: {consumer: {workers: 1}}",
        DRAWING,
        "34: participants.Queue.consumer: found no 'name'; expected a name of its own for the "
        "consumer",
    ),
    (
        "Queue: {consumer: {name: }}",
        DRAWING,
        "40: participants.Queue.consumer.name: found nothing; expected a text",
    ),
    (
        "Queue: {consumer: {name: 7}}",
        DRAWING,
        "41: participants.Queue.consumer.name: found 7; expected a text",
    ),
    (
        "Queue: {consumer: W}",
        DRAWING,
        "34: participants.Queue.consumer: found 'W'; expected a mapping",
    ),
    (
        "Queue: {consumer: {name: A}}",
        DRAWING,
        "41: participants.Queue.consumer.name: found 'A', which is drawn; expected a name that is "
        "not drawn",
    ),
    (
        "Queue: {consumer: {name: W, work: 5 ms, wait: 3 ms}}",
        DRAWING,
        "34: participants.Queue.consumer: found both 'work' and 'wait'; expected one of them",
    ),
    (
        "Queue: {consumer: {name: W, worker: 5}}",
        DRAWING,
        "44: participants.Queue.consumer.worker: unknown key 'worker'; expected one of "
        "instances, name, wait, work, workers; did you mean 'workers'?",
    ),
    (
        "A: {consumer: {name: W}}",
        DRAWING,
        "20: participants.A.consumer: found 'consumer' for A; expected none: only a broker has "
        "consumers",
    ),
    (
        "C: {consumer: {name: W}}",
        DRAWING,
        "20: participants.C.consumer: found 'consumer' for C; expected none: only a broker has "
        "consumers",
    ),
    (
        "Queue: {consumer: {name: W}}, W: {kind: broker}",
        DRAWING,
        "56: participants.W.kind: found another kind for W, the consumer of Queue; expected a pool "
        "of workers",
    ),
    (
        "Queue: {consumer: {name: W}}, Kafka: {consumer: {name: W}}",
        KAFKA,
        "71: participants.Kafka.consumer.name: found 'W', the consumer of Queue too; expected a "
        "name of its own for each consumer",
    ),
    (
        "Queue: {consumer: {name: W}}",
        TAKEN,
        "24: participants.Queue.consumer: found a consumer of Queue; expected none: whatever Queue "
        "stores is taken by somebody drawn",
    ),
    (
        "W: {workers: 3}",
        DRAWING,
        "16: participants.W: no participant named 'W' is drawn; expected one of 'A', 'C', 'Queue'",
    ),
    (
        "Queue: {queue: 3}",
        DRAWING,
        "24: participants.Queue.queue: found 'queue' for the broker Queue; expected none: a broker "
        "has no workers",
    ),
    (
        "C: {queue: 3}",
        DRAWING,
        "20: participants.C.queue: found 'queue' for the client C; expected none: a client has no "
        "workers",
    ),
    (
        "A: {queue: -1}",
        DRAWING,
        "27: participants.A.queue: found -1; expected a whole number from 0 to 1,000,000,000 or "
        "unlimited",
    ),
    (
        "A: {queue: 1.5}",
        DRAWING,
        "27: participants.A.queue: found 1.5; expected a whole number from 0 to 1,000,000,000 or "
        "unlimited",
    ),
    (
        "A: {queue: ulimited}",
        DRAWING,
        "27: participants.A.queue: found 'ulimited'; expected a whole number from 0 to "
        "1,000,000,000 or unlimited; did you mean 'unlimited'?",
    ),
]


@pytest.mark.parametrize(("said", "drawing", "error"), WRONG, ids=[case[0] for case in WRONG])
def test_what_is_wrong_with_a_consumer_or_a_queue(said: str, drawing: str, error: str) -> None:
    assert refused(f"participants: {{{said}}}", drawing) == [f"c.yaml:1:{error}"]


def test_two_problems_of_one_consumer_are_both_told() -> None:
    told = refused("participants: {Queue: {consumer: {nam: W}}}")
    assert [line.partition("; ")[0] for line in told] == [
        "c.yaml:1:34: participants.Queue.consumer: found no 'name'",
        "c.yaml:1:35: participants.Queue.consumer.nam: unknown key 'nam'",
    ]


def test_a_consumer_is_a_participant_like_any_other() -> None:
    consumer = "participants: {Queue: {consumer: {name: W, workers: 2, work: 5 ms}}}"
    found = design(consumer)
    assert found.participant("W").workers == 2
    assert [str(cost.time) for cost in found.costs] == ["0 s", "0 s", "0 s", "5 ms"]
    assert found.costs[3].stream == "W.put"
    # What is said by its own name is stronger than what is said beside the broker.
    by_name = consumer[:-1] + ", W: {workers: 3, queue: 0, waiting: releases}}"
    by_name += "\nmessages: {W.put: {wait: 7 ms}}"
    found = design(by_name)
    worker = found.participant("W")
    assert (worker.workers, worker.queue, worker.releases) == (3, 0, True)
    assert (str(found.costs[3].time), found.costs[3].works) == ("7 ms", False)
    change = read_scenario(consumer + "\n" + DRAWING, "c.yaml").change
    assert change("participants.W.workers", 9).designs[0].participant("W").workers == 9


def test_numbers_of_a_message_that_a_consumer_never_takes_are_refused() -> None:
    consumer = "participants: {Queue: {consumer: {name: W}}}\nmessages: {W.Ask: {work: 5 ms}}"
    assert refused(consumer) == [
        'c.yaml:2:12: messages."W.Ask": no message named '
        "'W.Ask' is drawn; expected one of 'Ask', "
        "'ok', 'put'; did you mean 'Ask'?"
    ]


def test_a_shared_consumer_may_be_for_one_of_two_designs() -> None:
    text = """\
participants: {Queue: {consumer: {name: W}}}
load: every 1 s
designs:
  one: |
    sequenceDiagram
    C->>A: Ask
    A->>Queue: put
  two: |
    sequenceDiagram
    C->>A: Ask
    A->>Queue: put
    Queue->>W2: put
"""
    one, two = read_scenario(text, "c.yaml").designs
    assert [line.receiver for line in one.script.lines if not line.drawn] == ["W"]
    assert not [line for line in two.script.lines if not line.drawn]
    assert (
        "participants.Queue.consumer plays no part here: "
        + ("whatever Queue stores is taken by somebody drawn")
        in two.warnings
    )


def test_a_room_to_queue_in_is_told() -> None:
    assert design("participants: {A: {workers: 1, queue: 0}}").participant("A").queue == 0
    assert (
        design("participants: {A: {workers: 1, queue: unlimited}}").participant("A").queue is None
    )


# ---------------------------------------------------------------------- reading


SOLID = """\
diagram: |
  sequenceDiagram
  C->>A: Ask
  A->>C: ok
load: every 1 s
"""


def test_a_file_can_be_read_like_a_document() -> None:
    with pytest.raises(ScenarioError):
        design("", SOLID)
    for said in ("reading: strict", "answers: dashed"):
        with pytest.raises(ScenarioError):
            design(said, SOLID)
    found = design("reading: document", SOLID)
    assert "line 3 of the diagram: 'ok', drawn solid, answers 'Ask' of C" in found.assumptions
    # 70 ms of A each second.
    assert "A: 1 worker, to be about 7 % busy (not stated)" in found.assumptions
    assert "network: 1 ms (not stated)" in found.assumptions
    assert not [text for text in found.assumptions if "poisson" in text]


def test_a_design_can_be_read_otherwise_than_the_others() -> None:
    designs = """\
designs:
  one: {diagram: "graph LR; C --> A"}
  two: {diagram: "graph LR; C --> A", reading: document}
"""
    one, two = read_scenario(designs + "load: every 1 s\n", "c.yaml").designs
    assert (one.participant("A").workers, two.participant("A").workers) == (None, 1)
    one, two = read_scenario(
        "reading: document\n" + designs.replace("document", "strict") + "load: every 1 s\n", "c"
    ).designs
    assert (one.participant("A").workers, two.participant("A").workers) == (1, None)


def test_a_word_that_says_no_reading() -> None:
    assert refused("reading: dokument") == [
        "c.yaml:1:10: reading: found 'dokument'; expected strict or document; did you mean "
        "'document'?"
    ]


def test_an_assumed_consumer_can_be_named_in_a_file_that_is_read_like_a_document() -> None:
    said = 'reading: document\nparticipants: {"Queue Consumer": {workers: 3}}\n'
    assert design(said).participant("Queue Consumer").workers == 3
    prediction = "predict: ['utilisation.\"Queue Consumer\".mean < 50 %']"
    assert design(said + prediction).participant("Queue Consumer").workers == 3
    # Where the drawing cannot be read, nobody is told that it has no such participant.
    cross = DRAWING.replace("  A-->>C: ok\n", "  A-->>C: ok\n  A--xC: no\n")
    [told] = refused(said, cross)
    assert "found '--x' with nothing to answer" in told


# ---------------------------------------------------------------------- names of messages


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("go", ["shop.api.go"]),
        ("shop.api.go", ["shop.api.go"]),
        ('"shop.api".go', ["shop.api.go"]),
        ("The API.go", ["shop.api.go"]),
        ("shop.b.c", ["shop.b.c"]),
        ("b.c", ["shop.b.c"]),
        ('"shop".b.c', ["shop.b.c"]),
        ('"shop.b".c', ["shop.b.c2"]),
        ("B.c", ["shop.b.c2"]),
    ],
)
def test_a_message_is_named_by_label_or_by_receiver_and_label(
    name: str, changed: list[str]
) -> None:
    # "shop.b.c" may be the message b.c to shop or the message c to shop.b: the former, as of the
    # names without quotes it is the one that stands in the tables.
    drawing = """\
diagram: |
  sequenceDiagram
  participant shop.api as The API
  participant shop.b as B
  C->>shop.api: go
  shop.api-)shop: b.c
  shop.api-)shop.b: c
  shop.api-)D: c
load: every 1 s
"""
    found = design(f"messages: {{'{name}': {{work: 9 ms}}}}", drawing)
    names = ["shop.api.go", "shop.b.c", "shop.b.c2", "D.c"]
    assert [n for n, cost in zip(names, found.costs, strict=True) if cost.time.mean] == changed


def test_what_settles_or_asks_is_not_meant_by_a_name_that_it_shares() -> None:
    drawing = """\
diagram: |
  sequenceDiagram
  C->>A: done
  A->>Queue: put
  W->>Queue: done
  Queue-->>W: put
  W-->>Queue: done
load: every 1 s
"""
    found = design("messages: {done: {work: 9 ms}}", drawing)
    worked = [line.receiver for line in found.script.lines if found.costs[line.index].time.mean]
    assert worked == ["A"]
