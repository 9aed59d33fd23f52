"""What a bare document is run with: the table, and pools that are sized by hand."""

from itertools import chain

import pytest

import simkit as sk
from simkit.engine.runner import record
from simkit.formats.document import read_document
from simkit.model.defaults import TABLE, consumer_of
from simkit.model.scenario import Scenario
from simkit.views.reading import assumed, table_of_defaults


def bare(drawing: str) -> Scenario:
    head = "" if drawing.startswith("graph") else "sequenceDiagram\n"
    return read_document(head + drawing, "x.mmd")


def sizes(scenario: Scenario) -> dict[str, int]:
    return {p.id: p.workers for p in scenario.designs[0].participants if p.workers is not None}


def said(scenario: Scenario) -> list[str]:
    return [text for text in scenario.designs[0].assumptions if "to be about" in text]


def test_the_table_of_defaults_word_for_word() -> None:
    assert list(table_of_defaults(bare("C->>A: ask\nA-->>C: ok"))) == [
        "a document has no numbers; where it says none:",
        "  load of each client                        poisson 100/s",
        "  network, one way                           1 ms",
        "  work of a call, message or step in a pool  exponential 70 ms",
        "  work of a message in a broker              1 ms",
        "  work of an answer, or at a client          none",
        "  who takes what nobody drawn takes          a consumer of the broker",
        "  workers of a pool                          enough to be about 70 % busy",
    ]
    assert len(TABLE) == 7


def test_a_scenario_file_has_no_table_of_defaults() -> None:
    scenario = sk.scenario("sequenceDiagram\nC->>A: ask", load="every 1 s")
    assert list(table_of_defaults(scenario)) == []


def test_the_table_and_what_is_assumed_hold_every_number_of_the_scenario() -> None:
    drawing = "C->>A: ask\nA->>Queue: put\nQueue-->>A: kept\nA-->>C: ok\nA-)B: tell\nC->>C: think"
    scenario = bare(drawing)
    design = scenario.designs[0]
    told = "\n".join(chain(table_of_defaults(scenario), assumed(scenario, ("x",))))
    for cost in design.costs:
        assert cost.time.mean == 0 or str(cost.time) in told
        assert cost.network.mean in (0, 1e6)
    for participant in design.participants:
        assert participant.workers is None or f"{participant.id}: {participant.workers} w" in told
    run = ("1 min", "MSER-5", "replications: 10", "seed: 1")
    for number in ("poisson 100/s", "network: 1 ms", *run):
        assert number in told


# Per second come 100 requests; each work takes 70 ms, each arrow 1 ms.
SIZED = [
    # 7 busy, 7 / 0.7
    ("a call", "C->>A: x\nA-->>C: y", {"A": 10}, [70]),
    # A is held for 70 + 1 + 70 + 1 = 142 ms: 14.2 / 0.7 = 20.3
    ("a chain", "C->>A: x\nA->>B: p\nB-->>A: q\nA-->>C: y", {"A": 20, "B": 10}, [71, 70]),
    # C 142, B 142 and A 70 + 1 + 142 + 1 = 214: 21.4 / 0.7 = 30.6
    (
        "a longer chain",
        "C->>A: x\nA->>B: p\nB->>D: r\nD-->>B: s\nB-->>A: q\nA-->>C: y",
        {"A": 31, "B": 20, "D": 10},
        [69, 71, 70],
    ),
    # Not waited for: A is held for its own work alone.
    ("an event", "C->>A: x\nA-->>C: y\nA-)B: p", {"A": 10, "B": 10}, [70, 70]),
    # The message back is work of A too: 14 busy.
    ("a message back", "C->>A: x\nA-->>C: y\nA-)B: p\nB-)A: q", {"A": 20, "B": 10}, [70, 70]),
    # A step after the answer still holds the worker: 14 busy.
    ("a step", "C->>A: x\nA-->>C: y\nA->>A: z", {"A": 20}, [70]),
    # Both branches at once: 70 + 1 + the longer one, 70 + 70, + 1 = 212: 21.2 / 0.7 = 30.3
    (
        "par",
        "C->>A: x\npar\nA->>B: p\nB-->>A: q\nand\nA->>D: r\nD->>D: s\nD-->>A: t\nend\nA-->>C: y",
        {"A": 30, "B": 10, "D": 20},
        [71, 70, 70],
    ),
    # A broker has no workers; nobody waits for the consumer. A waits for the confirmation:
    # 70 + 1 + 1 + 1 = 73: 7.3 / 0.7 = 10.4
    (
        "a broker",
        "C->>A: x\nA->>Queue: p\nQueue-->>A: q\nA-->>C: y",
        {"A": 10, "Queue Consumer": 10},
        [73, 70],
    ),
    # A deferred answer: A is held for 70 ms twice.
    ("deferred", "C->>A: x\nA-)B: p\nB-)A: q\nA-->>C: y", {"A": 20, "B": 10}, [70, 70]),
    # Half of the requests go each way: 3.5 busy, 3.5 / 0.7
    ("a graph", "graph LR\nC --> A\nC --> B", {"A": 5, "B": 5}, [70, 70]),
    # A third each; A is held for 142 ms by one third: 4.73 / 0.7 = 6.8; B by all that reaches it.
    ("shares", "graph LR\nC-->A\nC-->B\nC-->D\nA-->B", {"A": 7, "B": 7, "D": 3}, [68, 67, 78]),
    # Two clients, each with its own load
    ("two clients", "graph LR\nC --> A\nD --> A", {"A": 20}, [70]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawing", "workers", "busy"), [case[1:] for case in SIZED], ids=[case[0] for case in SIZED]
)
def test_pools_are_sized_by_the_time_that_a_request_holds_them(
    drawing: str, workers: dict[str, int], busy: list[int]
) -> None:
    scenario = bare(drawing)
    assert sizes(scenario) == workers
    assert said(scenario) == [
        f"{name}: {count} workers, to be about {share} % busy (not stated)"
        for (name, count), share in zip(workers.items(), busy, strict=True)
    ]


CHAIN = "C->>A: x\nA->>B: p\nB-->>A: q\nA-->>C: y"


@pytest.mark.parametrize(
    ("changes", "workers"),
    [
        # An event loop holds its worker for its work alone.
        ({"participants.A.waiting": "releases"}, {"A": 10, "B": 10}),
        # A pause holds none: 70 ms of A's 142 are paused at B, whose worker is not held.
        ({"messages.p.wait": "70 ms"}, {"A": 20, "B": 1}),
        ({"messages.x.wait": "70 ms"}, {"A": 10, "B": 10}),
        ({"load": "every 10 ms"}, {"A": 20, "B": 10}),
        ({"load": ["poisson 50/s for 10 s", "poisson 200/s for 10 s"]}, {"A": 41, "B": 20}),
        # 71 users, each gone for 70 + 70 + 4 ms, and 566 ms: 100 a second.
        ({"load": "users 71 think exponential 566 ms"}, {"A": 20, "B": 10}),
        ({"load": "at 0 s 10000"}, {"A": 1, "B": 1}),
        ({"network": "0 s"}, {"A": 20, "B": 10}),
        ({"network": "1 s"}, {"A": 306, "B": 10}),
        ({"participants.A.workers": 3}, {"A": 3, "B": 10}),
        ({"participants.A.workers": "unlimited"}, {"B": 10}),
        ({"load": "poisson 1/s"}, {"A": 1, "B": 1}),
    ],
)
def test_pools_are_sized_anew_when_something_is_stated(
    changes: dict[str, object], workers: dict[str, int]
) -> None:
    scenario = bare(CHAIN)
    for path, value in changes.items():
        scenario = scenario.change(path, value)
    assert sizes(scenario) == workers


def test_no_pool_is_meant_to_be_more_than_four_fifths_busy() -> None:
    # 1.2 workers busy would be 1 of 1.7: two are taken, as 2 are meant to be 60 % busy.
    for rate, workers, busy in ((8, 1, 56), (11, 1, 77), (12, 2, 42), (16, 2, 56), (25, 2, None)):
        scenario = bare("C->>A: x\nA-->>C: y").change("load", f"poisson {rate}/s")
        if busy is None:
            assert sizes(scenario) == {"A": 3}  # 1.75 / 2 is more than 80 %
        else:
            many = "worker" if workers == 1 else "workers"
            assert said(scenario) == [
                f"A: {workers} {many}, to be about {busy} % busy (not stated)"
            ]


def test_workers_that_nobody_needs_are_one() -> None:
    scenario = bare("C->>A: x\nA-->>C: y").change("messages.x.work", "constant 0 s")
    assert said(scenario) == ["A: 1 worker, to be about 0 % busy (not stated)"]


# ---------------------------------------------------------------------- work


def works(drawing: str) -> list[tuple[str, str, str]]:
    design = bare(drawing).designs[0]
    return [
        (line.receiver, line.label, str(cost.time))
        for line, cost in zip(design.script.lines, design.costs, strict=True)
    ]


def test_who_works_and_how_long() -> None:
    drawing = (
        "C->>C: think\nC->>A: x\nA->>A: s\nA->>Queue: p\nQueue-->>A: k\nA-->>C: y\nA-)C: n\n"
        "Queue->>B: p\nB-->>Queue: ack\nA-xB: lost"
    )
    assert works(drawing) == [
        ("C", "think", "0 s"),
        ("A", "x", "exponential 70 ms"),
        ("A", "s", "exponential 70 ms"),
        ("Queue", "p", "1 ms"),
        ("A", "k", "0 s"),
        ("C", "y", "0 s"),
        ("C", "n", "0 s"),
        ("B", "p", "exponential 70 ms"),
        ("Queue", "ack", "0 s"),
        ("B", "lost", "0 s"),
    ]


def test_an_answer_called_like_a_message_of_its_receiver_has_its_work() -> None:
    # One name has one cost, as in a scenario file.
    assert works("C->>A: go\nA->>B: x\nB-->>A: go\nA-->>C: go") == [
        ("A", "go", "exponential 70 ms"),
        ("B", "x", "exponential 70 ms"),
        ("A", "go", "exponential 70 ms"),
        ("C", "go", "0 s"),
    ]


def test_the_consumer_of_a_broker_has_a_name_that_is_not_drawn() -> None:
    assert consumer_of("Queue") == "Queue Consumer"
    assert consumer_of("Q", {"Q Consumer", "Q Consumer 2"}) == "Q Consumer 3"
    drawn = "C->>A: x\nA->>Queue: p\nA-->>C: y\nA-)Queue Consumer: hello"
    assert set(sizes(bare(drawn))) == {"A", "Queue Consumer", "Queue Consumer 2"}
    shown = "participant W as Queue Consumer\nC->>A: x\nA->>Queue: p\nA-->>C: y\nA-)W: hello"
    assert set(sizes(bare(shown))) == {"A", "W", "Queue Consumer 2"}
    takes = "C->>A: x\nA->>Queue: p\nA-->>C: y\nQueue->>Queue Consumer: p"
    assert set(sizes(bare(takes))) == {"A", "Queue Consumer"}
    two = "C->>A: x\nA->>Queue: p\nA->>Kafka: q\nA-->>C: y"
    assert set(sizes(bare(two))) == {"A", "Queue Consumer", "Kafka Consumer"}


# ---------------------------------------------------------------------- in a run


RUN = [
    ("call", "C->>A: x\nA-->>C: y"),
    ("chain", CHAIN),
    ("accepted", "C->>A: x\nA-->>C: y\nA->>B: p\nB->>A: q"),
    # Not par: who waits for the longest of several random times waits longer than for the longest
    # of their means, and is some 90 % busy where 71 % were meant.
    ("broker", "C->>A: x\nA->>Queue: p\nQueue-->>A: q\nA-->>C: y"),
    ("deferred", "C->>A: x\nA-)B: p\nB-)A: q\nA-->>C: y"),
    ("graph", "graph LR\nC --> A\nC --> B\nA -.-> D"),
    ("longer", "C->>A: x\nA->>B: p\nB->>D: r\nD-->>B: s\nB-->>A: q\nA-->>C: y"),
]


@pytest.mark.statistical
@pytest.mark.parametrize("drawing", [case[1] for case in RUN], ids=[case[0] for case in RUN])
def test_every_pool_is_about_as_busy_in_a_run_as_it_was_meant_to_be(drawing: str) -> None:
    """20 replications of 1 min: the mean of each is within 0.5 %, far from 55 % and 85 %."""
    scenario = bare(drawing).change("run.replications", 20)
    study = sk.run(scenario)
    for name in sizes(scenario):
        busy = study.estimate(f'x.utilisation."{name}".mean')
        assert 0.55 < busy.low <= busy.high < 0.85, name


def test_one_replication_is_about_as_busy_as_it_was_meant_to_be() -> None:
    scenario = bare(CHAIN)
    recording = record(scenario, "x", 0)
    marks = recording.witness.marks
    for number, name in enumerate(recording.participants):
        workers = sizes(scenario).get(name)
        if workers:
            held = recording.witness.parts["held"][:, number]
            busy = (held[1] - held[0]) / (marks[1] - marks[0]) / workers
            assert 0.55 < busy < 0.85


def test_instances_share_what_is_to_be_done() -> None:
    # 7 erlangs in two instances: 3.5 of 5 workers in each.
    one = sk.scenario(
        "sequenceDiagram\nC->>A: Ask\nA-->>C: Answer",
        load="poisson 100/s",
        reading="document",
        participants={"A": {"instances": 2}},
    ).designs[0]
    assert (one.participant("A").workers, one.participant("A").all_workers) == (5, 10)
    assert "A: 5 workers in each of 2 instances, to be about 70 % busy (not stated)" in (
        one.assumptions
    )
