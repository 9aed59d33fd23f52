"""Users who wait for their answers: the numbers of closed networks, and where there are none."""

import pytest

from simkit.analysis.theory import machine_repairman
from tests.analysis.known.designs import ASK, CALL, TELL, design, said

WORK = {"Request": "exponential 200 ms"}


@pytest.mark.parametrize(
    ("metric", "answer"),
    [
        # Palm 1947: 20 users, 5 s of thought, 0.2 s of work.
        ("acknowledged.mean", "0.55471 by machine repairman"),
        ("throughput.mean", "3.6005 by machine repairman"),
        ("offered.mean", "3.6005 by machine repairman"),
        ("utilisation.API.mean", "0.72011 by utilisation law"),
        ("backlog.mean", "1.9973 by Little's law"),
        ("backlog.API.mean", "1.2771 by Little's law"),
        ("acknowledged.p50", "of the wait at API only the mean is known"),
    ],
)
def test_the_machine_repairman(metric: str, answer: str) -> None:
    one = design(ASK, "users 20 think exponential 5 s", work=WORK, workers={"API": 1})
    assert said(one, metric) == answer


def test_the_network_is_time_to_think() -> None:
    one = design(ASK, "users 20 think 4.8 s", "100 ms", work=WORK, workers={"API": 1})
    assert said(one, "throughput.mean") == "3.6005 by machine repairman"
    assert said(one, "acknowledged.mean") == "0.75471 by machine repairman"


def test_two_pools_of_one_worker_by_hand() -> None:
    # Reiser and Lavenberg. One user: 0.1 + 0.2 s, 1 / 1.3 per second, 1/13 and 2/13 are there.
    # Two: 0.1 × 14/13 + 0.2 × 15/13 = 0.33846 s, 2 / 1.33846 per second.
    times = {"Request": "exponential 100 ms", "Query": "exponential 200 ms"}
    drawing = ASK + "\n  Client->>DB: Query\n  DB-->>Client: Rows"
    one = design(drawing, "users 2 think 1 s", work=times, workers={"API": 1, "DB": 1})
    assert said(one, "noticed.mean") == "0.33846 by mean value analysis"
    assert said(one, "acknowledged.mean") == "0.10769 by mean value analysis"
    assert said(one, "throughput.mean") == "1.4943 by mean value analysis"
    assert said(one, "utilisation.DB.mean") == "0.29885 by utilisation law"
    several = design(drawing, "users 5 think 1 s", work=times, workers={"API": 1, "DB": 2})
    reason = "mean value analysis takes pools of one worker, and DB has 2"
    assert said(several, "throughput.mean") == reason


def test_who_comes_twice_is_away_for_half_as_long() -> None:
    drawing = ASK + "\n" + "\n".join(ASK.splitlines()[1:])
    one = design(drawing, "users 6 think 2 s", work=WORK, workers={"API": 2})
    found = machine_repairman(users=6, think_time=1, service_time=0.2, servers=2)
    assert said(one, "throughput.mean") == f"{found.throughput / 2:.5g} by machine repairman"
    assert said(one, "noticed.mean") == f"{2 * found.mean_sojourn:.5g} by machine repairman"


def test_users_without_queues() -> None:
    one = design(ASK, "users 20 think exponential 1.8 s", work=WORK)
    assert said(one, "throughput.mean") == "10 by users over cycle time"
    assert said(one, "acknowledged.p50") == "0.13863 by G/G/∞"  # 0.2 ln 2
    assert said(one, "backlog.mean") == "2 by Little's law"
    idle = design(ASK, "users 20 think 0 s", network="0 s")
    assert said(idle, "throughput.mean") == "users who neither think nor wait"


@pytest.mark.parametrize(
    ("drawing", "work", "workers", "reason"),
    [
        (
            ASK,
            {"Request": "100 ms"},
            {"API": 1},
            "the work at API is not exponential, which a closed network needs",
        ),
        (
            TELL,
            {"Order": "exponential 1 s", "Parcel": "exponential 1 s"},
            {"Second": 1},
            "users do not wait for all that comes to Second",
        ),
        (
            CALL,
            {"Request": "exponential 1 s", "Query": "exponential 1 s"},
            {"API": 2, "DB": 1},
            "API holds its workers while it waits for DB",
        ),
    ],
)
def test_what_a_closed_network_needs(
    drawing: str, work: dict[str, str], workers: dict[str, int], reason: str
) -> None:
    one = design(drawing, "users 20 think 1 s", work=work, workers=workers)
    assert said(one, "throughput.mean") == reason
    assert said(one, "completed.mean") == reason


def test_what_users_do_not_wait_for_piles_up_without_a_limit() -> None:
    times = {"Order": "exponential 1 s", "Parcel": "exponential 1 s"}
    one = design(TELL, "users 2 think 1 s", work=times, workers={"Second": 2})
    reason = "users do not wait for all that comes to Second"
    assert said(one, "completed.mean") == reason


def test_limited_room_and_luck_and_other_requests() -> None:
    full = design(
        ASK,
        "users 20 think 1 s",
        work=WORK,
        participants={"API": {"workers": 1, "queue": 2}},
    )
    reason = "API has limited room, and users who are turned away come again"
    assert said(full, "throughput.mean") == reason
    messages = {
        label: {"work": "exponential 1 s", "luck": "size"} for label in ("Request", "Query")
    }
    drawing = ASK + "\n  Client->>DB: Query\n  DB-->>Client: Rows"
    related = design(drawing, "users 20 think 1 s", messages=messages, workers={"API": 1, "DB": 1})
    reason = "times that share their luck add up to no closed form"
    assert said(related, "throughput.mean") == reason
    drawing = ASK + "\n  User->>API: Look\n  API-->>User: Seen"
    load = {"Client": "users 20 think 1 s", "User": "poisson 1/s"}
    mixed = design(drawing, load, work=WORK | {"Look": "exponential 1 s"}, workers={"API": 1})
    assert said(mixed, "completed.mean") == "some requests come from users, and others not"
    load = {"Client": "users 20 think 1 s", "User": "users 2 think 1 s"}
    two = design(drawing, load, work=WORK | {"Look": "exponential 1 s"}, workers={"API": 1})
    assert said(two, "completed.mean") == "users of several kinds"
