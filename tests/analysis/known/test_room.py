"""Pools where nobody ever waits, and how they are told from those with queues."""

from collections.abc import Mapping

import pytest

from tests.analysis.known.designs import ASK, CALL, design, said

TWICE = """sequenceDiagram
  Client->>API: Request
  API->>DB: Query
  DB-->>API: Rows
  API->>DB: Query
  DB-->>API: Rows
  API-->>Client: Done"""
SIDE_BY_SIDE = """sequenceDiagram
  Client->>API: Request
  par
    API->>DB: Query
    DB-->>API: Rows
  and
    API->>DB: Other
    DB-->>API: More
  end
  API-->>Client: Done"""
LINGERS = """sequenceDiagram
  Client->>API: Request
  API->>DB: Query
  DB-->>API: Rows
  DB->>DB: Tidy up
  API-->>Client: Done"""
WAITS = "API holds its workers while it waits for DB"


# ---------------------------------------------------------------------- seldom full


@pytest.mark.parametrize(
    ("workers", "formula"),
    [
        # P(Poisson(0.4) ≥ 8) is about 0.4⁸ / 8! × e^-0.4 = 1.1e-8, and for 9 it is 4.8e-10.
        (8, "0.05 by M/M/8"),
        (9, "0.05 by M/G/∞"),
    ],
)
def test_so_many_workers_that_all_of_them_are_busy_for_next_to_no_time(
    workers: int, formula: str
) -> None:
    one = design(ASK, work={"Request": "exponential 50 ms"}, workers={"API": workers})
    assert said(one, "acknowledged.mean") == formula
    assert said(one, "utilisation.API.mean") == f"{0.4 / workers:.5g} by utilisation law"
    assert said(one, "backlog.API.mean").endswith("by Little's law")


def test_messages_that_come_back_need_workers_too() -> None:
    # Two Poisson numbers of mean 0.384, each of which reaches 9 for 3.5e-10 of the time: while
    # neither does, there are at most 16, and 17 workers are never all busy.
    drawing = ASK + "\n  API-)B: Go\n  B-)API: Back"
    times = {"Request": "exponential 48 ms", "Go": "exponential 1 s", "Back": "exponential 48 ms"}
    one = design(drawing, work=times, workers={"API": 17})
    assert said(one, "completed.mean") == "1.096 by M/G/∞"
    few = design(drawing, work=times, workers={"API": 16})
    assert said(few, "completed.mean") == "1.096 by M/M/16"


def test_workers_enough_for_a_queue_behind_them() -> None:
    times = {"Request": "exponential 50 ms", "Query": "exponential 100 ms"}
    one = design(CALL, work=times, workers={"API": 200, "DB": 1})
    assert said(one, "acknowledged.mean") == "0.55 by M/M/1"
    assert said(one, "utilisation.API.mean") == "0.022 by utilisation law"  # 8 × 0.55 / 200
    # 0.8^k falls below 5e-10 at k = 96 only.
    few = design(CALL, work=times, workers={"API": 95, "DB": 1})
    assert said(few, "acknowledged.mean") == WAITS


def test_an_overload_behind_them_fills_any_number() -> None:
    times = {"Request": "exponential 50 ms", "Query": "exponential 200 ms"}
    one = design(CALL, work=times, workers={"API": 5000, "DB": 1})
    assert said(one, "acknowledged.mean") == WAITS


# ---------------------------------------------------------------------- few callers


@pytest.mark.parametrize(
    ("drawing", "workers", "answer"),
    [
        # Held for 20 + 30 ms by 8/s: 0.4 / 0.6 × 0.05 × (1 + 13/25) / 2 of wait.
        (CALL, {"API": 1, "DB": 1}, "0.075333 by Pollaczek–Khinchine (M/G/1)"),
        (CALL, {"API": 2, "DB": 1}, WAITS),
        (CALL, {"API": 2, "DB": 2}, "about 0.051583 by Allen–Cunneen (M/G/2)"),
        # One call after the other: 20 + 2 × 30 ms; cv² = 22 / 64.
        (TWICE, {"API": 1, "DB": 1}, "0.17556 by Pollaczek–Khinchine (M/G/1)"),
        (SIDE_BY_SIDE, {"API": 1, "DB": 1}, WAITS),
        (LINGERS, {"API": 1, "DB": 1}, WAITS),
    ],
)
def test_no_more_can_call_than_there_are_workers(
    drawing: str, workers: Mapping[str, int], answer: str
) -> None:
    times = {
        "Request": "exponential 20 ms",
        "Query": "exponential 30 ms",
        "Other": "exponential 30 ms",
        "Tidy up": "exponential 1 ms",
    }
    named = {label: law for label, law in times.items() if label in drawing}
    one = design(drawing, work=named, workers=workers)
    assert said(one, "acknowledged.mean") == answer


def test_calls_side_by_side_need_a_worker_each() -> None:
    times = {"Request": "0 s", "Query": "exponential 30 ms", "Other": "exponential 30 ms"}
    one = design(SIDE_BY_SIDE, work=times, workers={"API": 1, "DB": 2})
    # The longer of two: 45 ms, of variance 0.03² × 1.25; 8 × 0.00315 / 2 / 0.64 of wait.
    assert said(one, "held.API.mean") == "0.045 by sum of means"
    formula = "Pollaczek–Khinchine, slowest of 2 (M/G/1)"
    assert said(one, "acknowledged.mean") == f"0.064687 by {formula}"
    assert said(one, "backlog.DB.mean") == "0 by Little's law"


@pytest.mark.parametrize(
    ("load", "workers", "answer"),
    [
        ("at 0 s 3", 3, "0.05 by G/G/∞"),
        ("at 0 s 4", 3, "requests come all at once, so that there is no steady state"),
        (["at 0 s 2", "at 1 s 1"], 3, "0.05 by G/G/∞"),
        ("users 3 think 1 s", 3, "0.05 by G/G/∞"),
        ("users 4 think exponential 1 s", 3, "0.050002 by machine repairman"),
    ],
)
def test_no_more_requests_than_workers(load: object, workers: int, answer: str) -> None:
    one = design(ASK, load, work={"Request": "exponential 50 ms"}, workers={"API": workers})
    assert said(one, "acknowledged.mean") == answer


# ---------------------------------------------------------------------- free in time


@pytest.mark.parametrize(
    ("law", "answer"),
    [
        ("uniform 50 ms to 90 ms", "0.07 by G/G/∞"),
        ("100 ms", "0.1 by G/G/∞"),
        ("uniform 50 ms to 101 ms", "requests come every 50 ms, not as a Poisson stream"),
        ("exponential 10 ms", "requests come every 50 ms, not as a Poisson stream"),
    ],
)
def test_an_even_stream_finds_a_worker_that_is_free_again(law: str, answer: str) -> None:
    one = design(ASK, "every 50 ms", work={"Request": law}, workers={"API": 2})
    assert said(one, "acknowledged.mean") == answer


def test_a_stream_that_is_even_no_more() -> None:
    messages = {"Request": {"work": "90 ms", "network": "exponential 1 ms"}}
    one = design(ASK, "every 50 ms", messages=messages, workers={"API": 2})
    reason = "requests come every 50 ms, not as a Poisson stream"
    assert said(one, "acknowledged.mean") == reason


def test_work_that_takes_no_time_needs_no_queue() -> None:
    one = design(CALL, work={"Query": "exponential 100 ms"}, workers={"API": 1, "DB": 4})
    assert said(one, "held.API.mean") == "0.1 by sum of means"
    idle = design(ASK, workers={"API": 1})
    assert said(idle, "acknowledged.p99") == "0 by M/G/∞"
