"""How long workers are held if nobody queues: by hand, and as one request alone does it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

import simkit as sk
from simkit.engine.runner import record
from simkit.formats.document import read_document
from simkit.model.distribution import Constant
from simkit.model.holding import (
    Timeline,
    cycle,
    held_workers,
    holdings,
    rates_over_time,
    timeline_of,
)
from simkit.model.kinds import Kind
from simkit.model.load import Burst
from simkit.model.load_words import parse_load
from simkit.model.policy import Policy
from simkit.model.scenario import Cost, Design, Scenario
from simkit.record.recording import Recording
from simkit.units import MILLISECOND as MS
from simkit.units import SECOND
from tests.readings import cases_blocks, cases_choices
from tests.readings.test_readings import MODULES, Case, cases

CHAIN = "C->>A: ask\nA->>B: do\nB-->>A: done\nA-->>C: ok"


def design(drawing: str, **more: object) -> Design:
    text = f"sequenceDiagram\n{drawing}"
    return sk.scenario(text, **{"load": "every 1 s", "network": "1 ms"} | more).designs[0]  # type: ignore[arg-type]


def held(one: Design) -> list[tuple[str, float]]:
    """What each execution on a pool holds a worker for, in ms, and a ">" where that is least."""
    return [
        (">" * found.at_least + found.pool, round(found.held / MS, 6))
        for found in holdings(timeline_of(one))
    ]


# ---------------------------------------------------------------------- by hand


def test_a_caller_is_held_for_what_it_waits_for() -> None:
    # 5 + 1 + 20 + 1 + 2 of the answer
    work = {"ask": "5 ms", "do": "20 ms", "done": "2 ms"}
    assert held(design(CHAIN, work=work)) == [("A", 29), ("B", 20)]
    released = {"A": {"waiting": "releases"}}
    assert held(design(CHAIN, work=work, participants=released)) == [("A", 7), ("B", 20)]


def test_a_pause_holds_no_worker() -> None:
    messages = {"ask": {"work": "5 ms"}, "do": {"wait": "20 ms"}}
    assert held(design(CHAIN, messages=messages)) == [("A", 27), ("B", 0)]
    own = "C->>A: ask\nA->>A: nap\nA->>A: more\nA-->>C: ok"
    messages = {"ask": {"work": "5 ms"}, "nap": {"wait": "20 ms"}, "more": {"work": "3 ms"}}
    assert held(design(own, messages=messages)) == [("A", 8)]


PAR = "C->>A: ask\npar\nA->>B: left\nB-->>A: l\nand\nA->>D: right\nD-->>A: r\nend\nA-->>C: ok"


def test_branches_that_wait_side_by_side_hold_one_worker_for_the_longer_wait() -> None:
    # 5 + 1 + 30 + 1; constant times are no luck, and nothing takes turns.
    work = {"ask": "5 ms", "left": "20 ms", "right": "30 ms"}
    assert held(design(PAR, work=work)) == [("A", 37), ("B", 20), ("D", 30)]
    # The longer of two random times is longer than the longer mean.
    random = work | {"left": "exponential 20 ms"}
    assert held(design(PAR, work=random)) == [(">A", 37), ("B", 20), ("D", 30)]
    # One random beginning for both is none between them.
    before = work | {"ask": "exponential 5 ms"}
    assert held(design(PAR, work=before)) == [("A", 37), ("B", 20), ("D", 30)]


def test_branches_that_work_share_one_worker() -> None:
    own = "C->>A: ask\npar\nA->>A: one\nand\nA->>A: two\nend\nA-->>C: ok"
    work = {"ask": "5 ms", "one": "20 ms", "two": "30 ms"}
    # In turn, 5 + 20 + 30, whatever the order.
    assert held(design(own, work=work)) == [(">A", 55)]
    assert held(design(own, work=work, participants={"A": {"waiting": "releases"}})) == [("A", 55)]


def test_branches_that_pause_together_give_their_worker_back_together() -> None:
    own = "C->>A: ask\npar\nA->>A: one\nand\nA->>A: two\nend\nA-->>C: ok"
    messages = {"ask": {"work": "5 ms"}, "one": {"wait": "20 ms"}, "two": {"wait": "30 ms"}}
    # Not 5 + 30 - 20 - 30, which would be less than nothing.
    assert held(design(own, messages=messages)) == [(">A", 5)]


def test_who_waits_for_two_that_were_asked_at_once_waits_for_the_later() -> None:
    two = "C->>A: ask\nA->>B: one\nA->>D: two\nB-->>A: first\nD-->>A: second\nA-->>C: ok"
    work = {"ask": "5 ms", "one": "20 ms", "two": "12 ms"}
    assert held(design(two, work=work)) == [("A", 27), ("B", 20), ("D", 12)]
    random = {"one": "exponential 20 ms", "two": "exponential 12 ms"}
    assert held(design(two, work=random)) == [(">A", 22), ("B", 20), ("D", 12)]
    network = {"first": {"network": "exponential 1 ms"}}
    assert held(design(two, messages=network))[0] == (">A", 2)
    network = {"second": {"network": "exponential 1 ms"}}
    assert held(design(two, messages=network))[0] == (">A", 2)


def test_an_answer_with_random_work_is_no_choice_between_random_times() -> None:
    work = {"ask": "exponential 5 ms", "do": "exponential 20 ms", "done": "exponential 2 ms"}
    assert held(design(CHAIN, work=work)) == [("A", 29), ("B", 20)]


def test_who_waits_holds_its_worker_for_the_queues_of_limited_pools_alone() -> None:
    deep = (
        "C->>A: ask\nA->>B: do\nB->>D: it\nD-->>B: did\nB-->>A: done\nA-)E: tell\nA-->>C: ok\n"
        "A->>A: more"
    )
    workers = {"A": 1, "B": "unlimited", "D": 2, "E": 1}
    found = {
        one.pool: one.waits_for for one in holdings(timeline_of(design(deep, workers=workers)))
    }
    assert found == {
        "A": frozenset({"D"}),
        "B": frozenset({"D"}),
        "D": frozenset(),
        "E": frozenset(),
    }


def test_who_releases_its_worker_while_it_waits_waits_for_nobody() -> None:
    workers = {"A": {"workers": 1, "waiting": "releases"}, "B": {"workers": 1}}
    found = holdings(timeline_of(design(CHAIN, participants=workers)))
    assert [one.waits_for for one in found] == [frozenset(), frozenset()]


def test_what_was_asked_before_it_began_is_no_wait_of_an_execution() -> None:
    # B waits for its own answer of D; that A asked B is over by then.
    drawing = "C->>A: ask\nA->>B: do\nB->>D: it\nD-->>B: did\nB-->>A: done\nA-->>C: ok"
    one = design(drawing, workers={"A": 1, "B": 1, "D": 1})
    found = {one.pool: one.waits_for for one in holdings(timeline_of(one))}
    assert found["B"] == frozenset({"D"})


BROKER = (
    "C->>A: ask\nA->>Queue: put\nQueue-->>A: kept\nA-->>C: ok\nQueue->>W: put\nQueue->>V: put\n"
    "W-->>Queue: ack"
)


def test_a_worker_is_kept_for_a_delivery_that_is_under_way() -> None:
    one = design(
        BROKER,
        messages={"W.put": {"work": "8 ms", "network": "3 ms"}, "V.put": {"work": "9 ms"}},
        participants={"W": {"workers": 1}},
    )
    found = [(one.pool, one.held / MS, one.reserved / MS) for one in holdings(timeline_of(one))]
    # Unlimited workers need not be kept; A waits 1 + 1 ms for the broker.
    assert found == [("A", 2, 0), ("W", 8, 3), ("V", 9, 0)]


def test_a_journey_is_settled_when_its_last_message_has_arrived() -> None:
    one = design(BROKER, messages={"W.put": {"work": "8 ms"}, "ack": {"network": "20 ms"}})
    line = timeline_of(one)
    # 1 + 1 to the broker, 1 to W, 8, and the settlement 20; the client is through after 4.
    assert (line.settled(0) / MS, line.over(0) / MS) == (31, 4)


def test_whoever_is_told_no_holds_no_worker_after_that() -> None:
    no = "C->>A: ask\nA->>B: do\nB--xA: no\nA->>D: instead\nD-->>A: it\nA-->>C: ok\nC->>E: then"
    work = {"ask": "5 ms", "do": "20 ms", "instead": "50 ms", "then": "60 ms"}
    one = design(no, work=work)
    assert held(one) == [("A", 27), ("B", 20)]
    assert timeline_of(one).over(0) / MS == 29


def test_a_user_is_gone_for_the_mean_over_the_journeys() -> None:
    scenario = read_document("graph LR\nC --> A\nC --> B", "x.mmd")
    for path, time in (("A", "20 ms"), ("B", "40 ms")):
        scenario = scenario.change(f"messages.{path}.work", f"constant {time}")
    one = scenario.change("load", "users 16 think 288 ms").designs[0]
    line = timeline_of(one)
    # 1 ms there and back: 22 and 42
    assert cycle(line, one.sources[0]) == 32 * MS
    # 16 users every 320 ms are 50/s: 25/s for each.
    assert {name: round(busy, 9) for name, busy in held_workers(one).items()} == {
        "C": 0,
        "A": 0.5,
        "B": 1,
    }


@pytest.mark.parametrize(
    ("load", "rates"),
    [
        ("poisson 80/s", [(0, 80)]),
        ("every 10 ms", [(0, 100)]),
        ("users 50 think exponential 2 s", [(0, 20)]),  # 500 ms for the request
        ("at 3 s 100", [(0, 0)]),
        (["at 3 s 100", "at 4 s 100"], [(0, 0)]),
        (["poisson 200/s for 60 s", "every 20 ms"], [(0, 200), (60, 50)]),
        (["poisson 200/s for 60 s", "every 20 ms for 5 s"], [(0, 200), (60, 50), (65, 0)]),
    ],
)
def test_rates_over_time(load: str | list[str], rates: list[tuple[int, float]]) -> None:
    found = rates_over_time(parse_load(load), 500.0 * MS)
    assert [(begin / SECOND, rate) for begin, rate in found] == rates


def test_users_who_neither_think_nor_wait_ask_once_a_nanosecond() -> None:
    assert rates_over_time(parse_load("users 3 think 0 s"), 0.0) == ((0, 3 * SECOND),)


# ---------------------------------------------------------------------- as a request does it


def timed(one: Design) -> Design:
    """The design with workers for all, a different time for every line, and pauses for some."""
    costs = tuple(
        Cost(
            time=Constant(value=(1 + 7 * n % 23) * MS),
            works=n % 5 != 3,
            network=Constant(value=(1 + 5 * n % 11) * MS),
            stream=cost.stream,
        )
        for n, cost in enumerate(one.costs)
    )
    people = tuple(
        replace(p, workers=None, queue=None, policy=p.policy and Policy()) for p in one.participants
    )
    sources = tuple(replace(source, load=Burst(at=0, count=12)) for source in one.sources)
    return replace(one, costs=costs, participants=people, sources=sources, faults=())


def run(scenario: Scenario, one: Design) -> Recording:
    times = replace(scenario.run, horizon=60 * SECOND, warm_up=0, finds_warm_up=False)
    return record(replace(scenario, designs=(one,), run=times), one.name, 0)


def visits(recording: Recording, line: Timeline) -> Iterator[tuple[int, int, int, float]]:
    """Of each first execution on a pool: its number, when it began and ended, what it held."""
    script, design = line.design.script, line.design
    table = recording.visits
    for row, message in enumerate(table["message"].tolist()):
        starts = script.lines[message].starts  # -1 of a message that is lost
        execution = script.executions[starts]
        participant = design.participant(execution.lifeline)
        if starts >= 0 and participant.kind is Kind.POOL and not table["path"][row]:
            spent = int(table["worked"][row])
            spent += 0 if participant.releases else int(table["blocked"][row])
            yield execution.index, int(table["started"][row]), int(table["ended"][row]), spent


# What is said of blocks are means over requests that take different ways (test_block_means.py).
ALONE = [
    case
    for module in MODULES
    if module not in (cases_blocks, cases_choices)
    for case in cases(module.CASES)
]


@pytest.mark.parametrize("case", ALONE, ids=lambda case: case.name)
def test_a_request_alone_takes_the_time_that_is_said(case: Case) -> None:
    scenario = case.scenario()
    one = timed(scenario.designs[0])
    line = timeline_of(one)
    said = {found.execution: found for found in holdings(line)}
    forks = any(step.branches for each in one.script.executions for step in each.steps)
    seen = set()
    for number, started, ended, spent in visits(run(scenario, one), line):
        seen.add(number)
        last = max(line.ends[node] for node, _ in line.steps(one.script.executions[number]))
        whole = (line.starts[number, 0], last, said[number].held)
        if line.happening.in_doubt:
            # How far the branches beside the one that is told no get is not known.
            assert number in said
        elif forks and said[number].at_least:
            # Branches that share a worker take turns, which is no shorter.
            assert all(
                true >= told for true, told in zip((started, ended, spent), whole, strict=True)
            )
        else:
            assert (started, ended, spent) == whole
    assert seen == set(said)
