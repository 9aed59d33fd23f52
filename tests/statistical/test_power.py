"""The comparison with theory can fail: wrong laws and wrong engines do not pass it.

The runs are shorter than those of `test_theory`, so that this file stays quick: their
intervals are wider, and what is wrong moves the number out of them all the same.
"""

from dataclasses import replace
from heapq import heappush
from typing import Any

import pytest

from simkit.engine import planning
from simkit.engine.plan import LinePlan
from simkit.engine.reference.broker import Message
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.queue import Queue
from simkit.engine.reference.source import UserSource
from simkit.engine.reference.stored import ACKNOWLEDGED
from simkit.engine.reference.strands import Group
from simkit.engine.runner import record
from simkit.model.scenario import Scenario
from tests.statistical.case import REPLICATIONS, Case
from tests.statistical.cases import CASES, compared
from tests.statistical.interval import Comparison

CASE = {case.name: case for case in CASES}
WARM_UP = 400  # messages, five times what a queue needs to forget; a bias of 1 % is allowed here


def shortened(case: Case, rate: int, messages: int) -> Scenario:
    """The scenario of a case with fewer messages."""
    warm = case.scenario.change("run.warm-up", f"{WARM_UP / rate:.9f} s")
    return warm.change("run.horizon", f"{(WARM_UP + messages) / rate:.9f} s")


def held_against(case: Case, scenario: Scenario) -> dict[str, Comparison]:
    """What `test_theory` says of a scenario held against a case, by the quantity."""
    design = scenario.design("design")
    rows = [
        [quantity.read(recording, design) for quantity in case.quantities]
        for recording in (record(scenario, "design", number) for number in range(REPLICATIONS))
    ]
    return {comparison.name: comparison for comparison in compared(case, rows)}


def test_the_right_model_passes_and_a_short_run_is_not_enough() -> None:
    """False-alarm chance 0.05 %."""
    case = CASE["M/D/1"]
    found = held_against(case, shortened(case, 8, 2_000))["mean wait, s"]
    assert found.agrees
    assert not found.is_precise


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("messages.Request.work", "103 ms"),
        ("messages.Request.work", "gamma 100 ms cv 0.5"),
        ("load", "poisson 8.3/s"),
    ],
)
def test_another_model_is_rejected(path: str, value: str) -> None:
    case = CASE["M/D/1"]
    scenario = shortened(case, 8, 2_000).change(path, value)
    assert not held_against(case, scenario)["mean wait, s"].agrees


def test_three_per_cent_more_work_shows_in_the_utilisation() -> None:
    case = CASE["M/M/1"]
    scenario = shortened(case, 8, 2_000).change("messages.Request.work", "exponential 103 ms")
    assert not held_against(case, scenario)["utilisation"].agrees


def test_an_engine_with_a_worker_too_many_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Pool.__init__

    def one_too_many(pool: Pool, *args: Any, **named: Any) -> None:
        begin(pool, *args, **named)
        for instance in pool.instances:
            instance.free += 1

    monkeypatch.setattr(Pool, "__init__", one_too_many)
    case = CASE["M/M/4"]
    for comparison in held_against(case, shortened(case, 32, 1_000)).values():
        assert not comparison.agrees


def test_an_engine_that_serves_the_last_first_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a percentile: in M/M/1 the mean is the same in any order that ignores the work."""

    def last_first(_: Pool, who: Any, queue: list[Any]) -> None:
        heappush(queue, (-who.priority, -who.order, who))

    monkeypatch.setattr(Pool, "line_up", last_first)
    case = CASE["M/M/1"]
    found = held_against(case, shortened(case, 8, 1_000))
    assert not found["p75 of the sojourn, s"].agrees


@pytest.mark.parametrize(("name", "rate"), [("M/M/1/4", 16), ("M/M/3/6", 40)])
@pytest.mark.parametrize("more", [-1, 1])
def test_a_place_too_many_or_too_few_is_rejected(name: str, rate: int, more: int) -> None:
    case = CASE[name]
    scenario = shortened(case, rate, 1_000)
    queue = scenario.designs[0].participant("API").queue
    assert queue is not None
    wrong = scenario.change("participants.API.queue", queue + more)
    for comparison in held_against(case, wrong).values():
        assert not comparison.agrees


def test_a_subscriber_without_a_copy_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Queue.store

    def no_third(queue: Queue, message: Message) -> None:
        if queue.line.label == "Event" and queue.number == len(queue.run.lines) - 1:
            queue.coming -= 1
            message.dealt_with(ACKNOWLEDGED)
        else:
            store(queue, message)

    monkeypatch.setattr(Queue, "store", no_third)
    case = CASE["three subscribers"]
    for comparison in held_against(case, shortened(case, 20, 100)).values():
        assert not comparison.agrees


def test_a_worker_too_many_behind_a_broker_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Pool.__init__

    def one_too_many(pool: Pool, *args: Any, **named: Any) -> None:
        begin(pool, *args, **named)
        for instance in pool.instances:
            instance.free += 1

    monkeypatch.setattr(Pool, "__init__", one_too_many)
    case = CASE["M/M/4 behind a broker"]
    found = held_against(case, shortened(case, 25, 1_600))
    assert not found["mean sojourn, s"].agrees


def test_dealt_at_random_is_not_in_turn() -> None:
    """Chance in place of turn: 0.5 s instead of 0.327 s."""
    at_random = shortened(CASE["four queues at random"], 32, 1_000)
    for comparison in held_against(CASE["round robin over four queues"], at_random).values():
        assert not comparison.agrees


def test_an_engine_whose_repeated_lines_share_their_luck_is_rejected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three gaps of one round are then equal: what arrives is less steady than Erlang's law."""
    draw = planning._line

    def one_path(*args: Any) -> LinePlan:
        return replace(draw(*args), path="")

    monkeypatch.setattr(planning, "_line", one_path)
    case = CASE["round robin over four queues"]
    found = held_against(case, shortened(case, 8, 1_000))
    assert not found["mean sojourn, s"].agrees


def test_an_engine_that_goes_on_after_the_first_branch_is_rejected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Group, "ended", lambda group, _: group.enough())
    case = CASE["fork and join of two"]
    found = held_against(case, shortened(case, 8, 500))
    assert not found["mean sojourn, s"].agrees


def test_an_engine_with_a_user_too_many_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = UserSource.__init__

    def one_too_many(source: UserSource, *args: Any) -> None:
        begin(source, *args)
        source.count += 1

    monkeypatch.setattr(UserSource, "__init__", one_too_many)
    case = CASE["a window of 26 deliveries"]
    assert not held_against(case, case.scenario)["throughput, /s"].agrees


def test_the_error_of_an_approximation_hides_no_other_law() -> None:
    """Work that varies a little waits a quarter longer; the formula for fixed work allows 6 %."""
    case = CASE["M/D/8"]
    varied = shortened(case, 64, 4_000).change("messages.Request.work", "gamma 100 ms cv 0.5")
    for comparison in held_against(case, varied).values():
        assert not comparison.agrees


def test_what_is_refused_does_not_depend_on_the_law_of_the_work() -> None:
    """False-alarm chance 0.02 %; five per cent more work show."""
    case = CASE["M/D/10/10"]
    short = shortened(case, 9, 1_500)
    varied = short.change("messages.Request.work", "hyperexponential 1 s cv 2")
    assert held_against(case, varied)["share told refused"].agrees
    longer = short.change("messages.Request.work", "1.05 s")
    assert not held_against(case, longer)["share told refused"].agrees
