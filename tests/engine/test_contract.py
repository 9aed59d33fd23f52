"""Every engine keeps the contract of `simkit.engine`."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import count, pairwise
from pathlib import Path

import numpy as np
import pytest

from simkit.engine import Plan
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.run import Run
from simkit.engine.tables import Tables
from simkit.errors import SimulationError
from simkit.record.tables import (
    NEVER,
    OPEN,
    Again,
    Change,
    Done,
    GivenUp,
    Outcome,
    Settlement,
    Told,
)
from tests.engine.compiled_runs import every_engine_on
from tests.engine.contract import (
    ENGINES,
    check_audit,
    check_draws,
    check_exact,
    digest,
    plan_of,
)
from tests.engine.exact.notation import Case
from tests.engine.exact_cases import CASES
from tests.engine.examples import (
    BUSY,
    BUSY_CALLS,
    BUSY_DELIVERIES,
    BUSY_QUEUES,
    DRAWS,
    PAIR,
)

ROOT = Path(__file__).parents[2]

every_engine = pytest.mark.parametrize("engine", ENGINES)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


# ---------------------------------------------------------------------- exact


@every_engine_on(CASES)
def test_what_can_be_worked_out_by_hand_is_exact(engine: str, case: Case) -> None:
    check_exact(ENGINES[engine], case)


@every_engine_on(CASES)
def test_what_can_be_worked_out_by_hand_balances(engine: str, case: Case) -> None:
    check_audit(ENGINES[engine], case.text)


def test_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


@every_engine
@pytest.mark.parametrize("text", [BUSY, BUSY_QUEUES, BUSY_DELIVERIES, BUSY_CALLS, DRAWS, PAIR])
def test_tables_and_witness_balance(engine: str, text: str) -> None:
    check_audit(ENGINES[engine], text)


@every_engine
def test_what_takes_no_time_for_ever_is_an_error_with_part_and_time(engine: str) -> None:
    plan = plan_of("""
        load: users 1 think 0 s
        diagram: |
          sequenceDiagram
            C->>A: Ask
            A-->>C: Tell
    """)
    with pytest.raises(SimulationError, match=r"^C at 0 s: "):
        ENGINES[engine](plan, 0)


# ---------------------------------------------------------------------- ties


class ShuffledClock(Clock):
    """A clock whose sequence numbers are a permutation: no order of scheduling survives."""

    def __init__(self, salt: int) -> None:
        super().__init__()
        self._eid = (_mixed(number ^ salt << 32) for number in count())


def _mixed(number: int) -> int:
    """A permutation of the 64-bit numbers (the finalizer of SplitMix64)."""
    mask = 2**64 - 1
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & mask
    number = (number ^ number >> 27) * 0x94D049BB133111EB & mask
    return number ^ number >> 31


def shuffled(plan: Plan, salt: int) -> Tables:
    return Run(plan, 0, clock=ShuffledClock(salt)).run(None)


def test_sequence_numbers_are_shuffled() -> None:
    numbers = [_mixed(number) for number in range(1000)]
    assert len(set(numbers)) == 1000
    rising = sum(first < second for first, second in pairwise(numbers))
    assert 400 < rising < 600


@every_case
def test_the_order_of_scheduling_decides_nothing(case: Case) -> None:
    plan = plan_of(case.text)
    assert digest(shuffled(plan, 1)) == digest(Run(plan, 0).run(None))


@pytest.mark.parametrize("text", [BUSY, BUSY_QUEUES, BUSY_DELIVERIES, BUSY_CALLS, DRAWS])
@pytest.mark.parametrize("salt", [1, 2, 3])
def test_the_order_of_scheduling_decides_nothing_where_much_happens(text: str, salt: int) -> None:
    plan = plan_of(text)
    assert digest(shuffled(plan, salt)) == digest(Run(plan, 0).run(None))


def test_two_events_of_one_key_at_one_instant_are_an_error() -> None:
    clock = Clock()
    After(clock, 5, 17, print)
    with pytest.raises(AssertionError, match="two pending events share time and key"):
        After(clock, 5, 17, print)


def test_the_busy_example_is_busy() -> None:
    requests, visits, *_ = Run(plan_of(BUSY), 0).run(None)
    assert (visits["requeued"] > 0).any()
    assert (visits["blocked"] > 0).any()
    assert (visits["started"] > visits["arrived"])[visits["started"] < OPEN].any()
    assert (requests["done"] == Done.LOST).any()
    instants = np.concatenate([visits["arrived"], visits["ended"]])
    assert len(np.unique(instants)) < len(instants) / 3


def test_the_busy_example_of_queues_is_busy() -> None:
    plan = plan_of(BUSY_QUEUES)
    requests, visits, *_ = Run(plan, 0).run(None)
    for outcome in (Outcome.WELL, Outcome.FAILED, Outcome.REFUSED):
        assert (visits["outcome"] == outcome).sum() > 10
    for settlement in (Settlement.ACKNOWLEDGED, Settlement.REJECTED):
        assert (visits["settlement"] == settlement).sum() > 5
    assert (visits["path"] > 0).sum() > 10
    assert {Told.REFUSED, Told.FAILED, Told.ACCEPTED} <= set(requests["told"].tolist())
    waited = [line.delivered for line in plan.lines]
    here = np.array(waited)[visits["message"]] & (visits["sent"] < OPEN)
    above = visits["parent"][here]
    durable = visits["started"][above] + visits["worked"][above]
    assert (visits["sent"][here] > durable).sum() > 10


def test_the_busy_example_of_deliveries_is_busy() -> None:
    _, visits, witness, changes, *_ = Run(plan_of(BUSY_DELIVERIES), 0).run(None)
    for outcome in set(Outcome) - {Outcome.CANCELLED}:
        assert (visits["outcome"] == outcome).sum() > 5, outcome
    for settlement in Settlement:
        assert (visits["settlement"] == settlement).sum() > 5, settlement
    assert (visits["path"] > 0).sum() > 200
    for what in set(Change) - {Change.BREAKER, Change.WORKERS}:
        assert (changes["what"] == what).any(), what
    for books in ("expired", "dropped", "dead", "died"):
        assert witness.parts[books][-1].any(), books
    instants = np.concatenate([visits["sent"], visits["ended"]])
    assert len(np.unique(instants)) < len(instants) / 3


def test_the_busy_example_of_calls_is_busy() -> None:
    plan = plan_of(BUSY_CALLS)
    requests, visits, _, changes, paths, given_up = Run(plan, 0).run(None)
    for outcome in set(Outcome) - {Outcome.WITHDRAWN}:
        assert (visits["outcome"] == outcome).sum() > 5, outcome
    refused = visits["outcome"] == Outcome.REFUSED
    never_left = refused & (visits["arrived"] == NEVER)
    assert never_left.sum() > 5
    assert (refused & ~never_left).sum() > 5
    cancelled = visits["outcome"] == Outcome.CANCELLED
    assert (visits["started"][cancelled] == NEVER).sum() > 5
    assert (visits["worked"][cancelled] > 0).sum() > 5
    for again in (Again.ATTEMPT, Again.HEDGE, Again.DELIVERY):
        assert (paths["why"] == again).sum() > 5, again
    for why in GivenUp:
        assert (given_up["why"] == why).sum() > 5, why
    breakers = changes["value"][changes["what"] == Change.BREAKER]
    assert all((breakers == state).sum() > 3 for state in range(3))
    assert {Told.TIMED_OUT, Told.REFUSED, Told.FAILED, Told.ACCEPTED} <= set(
        requests["told"].tolist()
    )
    assert {1, 2, 3} == set(requests["attempts"].tolist())
    instants = np.concatenate([visits["sent"], visits["ended"]])
    assert len(np.unique(instants)) < len(instants) / 3


# ---------------------------------------------------------------------- luck


@every_engine
@pytest.mark.parametrize("replication", [0, 1])
def test_every_draw_comes_from_its_address(engine: str, replication: int) -> None:
    check_draws(ENGINES[engine], plan_of(DRAWS), replication)


@every_engine
def test_messages_that_share_luck_share_their_draws(engine: str) -> None:
    plan = plan_of(DRAWS)
    _, visits, *_ = ENGINES[engine](plan, 0)
    over = visits["ended"] < OPEN
    ask, job, log = (
        dict(zip(visits["request"][here], visits["worked"][here], strict=True))
        for label in ("Ask", "Job", "Log")
        for here in [over & (visits["message"] == [line.label for line in plan.lines].index(label))]
    )
    both = job.keys() & log.keys()
    assert len(both) > 300
    assert all(job[request] == log[request] for request in both)
    assert all(job[request] != ask[request] for request in both)


@every_engine
def test_hashing_of_text_does_not_matter(engine: str) -> None:
    code = (
        "from tests.engine.contract import ENGINES, digest, plan_of\n"
        "from tests.engine.examples import BUSY, BUSY_CALLS, BUSY_DELIVERIES, BUSY_QUEUES, DRAWS\n"
        "for text in (BUSY, BUSY_QUEUES, BUSY_DELIVERIES, BUSY_CALLS, DRAWS): "
        f"print(digest(ENGINES[{engine!r}](plan_of(text), 0)))"
    )
    texts = (BUSY, BUSY_QUEUES, BUSY_DELIVERIES, BUSY_CALLS, DRAWS)
    here = [digest(ENGINES[engine](plan_of(text), 0)) for text in texts]
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        printed = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert printed.stdout.split() == here


@every_engine
def test_seeds_and_replications_have_luck_of_their_own(engine: str) -> None:
    plan = plan_of(DRAWS)
    runs = [(plan, 0), (plan, 1), (replace(plan, seed=12), 0), (replace(plan, seed=12), 1)]
    assert len({digest(ENGINES[engine](*run)) for run in runs}) == 4
    assert digest(ENGINES[engine](plan, 1)) == digest(ENGINES[engine](plan, 1))


@every_engine
def test_designs_see_the_same_arrivals_and_the_same_work(engine: str) -> None:
    plans = [plan_of(PAIR, "blocking"), plan_of(PAIR, "accepted")]
    (first, first_visits, *_), (second, second_visits, *_) = (
        ENGINES[engine](plan, 0) for plan in plans
    )
    meant = [
        requests["meant"][requests["meant"] < plans[0].horizon] for requests in (first, second)
    ]
    assert len(meant[0]) > 300
    assert np.array_equal(meant[0], meant[1])
    for stream in ("API.Request", "Task.Trigger"):
        worked = []
        for plan, visits in zip(plans, (first_visits, second_visits), strict=True):
            line = [line.stream for line in plan.lines].index(stream)
            here = (visits["message"] == line) & (visits["request"] < len(meant[0]))
            worked.append(visits["worked"][here])
        assert len(worked[0]) == len(meant[0])
        assert np.array_equal(worked[0], worked[1])
