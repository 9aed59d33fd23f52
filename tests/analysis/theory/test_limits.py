"""Thousands of servers, utilisations next to 0 and to 1, and loads beyond any capacity."""

from math import inf, isfinite, log

import pytest

from simkit.analysis import theory as th

ALMOST = 1 - 1e-9
QUEUES = [(1, 1.0), (4, 0.1), (5000, 0.25)]


@pytest.mark.parametrize("load", [1e-3, 1.0, 4000.0, 4999.0, 5000.0, 1e7])
def test_erlang_b_of_5000_servers(load: float) -> None:
    found = th.erlang_b(servers=5000, load=load)
    assert 0 <= found < 1
    assert found >= 1 - 5000 / load  # more than the servers can do is refused


def test_erlang_b_at_the_square_root_of_many_servers() -> None:
    # With as many erlangs as servers, about √(2 / πc) is refused (Jagerman 1974).
    found = th.erlang_b(servers=100_000, load=100_000)
    assert found == pytest.approx((2 / (3.14159265 * 100_000)) ** 0.5, rel=5e-3)


@pytest.mark.parametrize("load", [1.0, 4000.0, 4990.0, 4999.999])
def test_m_m_c_with_5000_servers(load: float) -> None:
    found = th.m_m_c(arrival_rate=load / 0.25, service_time=0.25, servers=5000)
    assert 0 <= found.waiting_probability <= 1
    assert isfinite(found.mean_wait)
    p99 = th.m_m_c_sojourn_percentile(
        share=0.99, arrival_rate=load / 0.25, service_time=0.25, servers=5000
    )
    assert p99 >= 0.25 * log(100) * (1 - 1e-9)


@pytest.mark.parametrize(("servers", "time"), QUEUES)
def test_next_to_no_load_nobody_waits(servers: int, time: float) -> None:
    rate = 1e-9 * servers / time
    queue = {"arrival_rate": rate, "service_time": time}
    assert th.m_m_c(**queue, servers=servers).mean_sojourn == pytest.approx(time)
    assert th.m_m_c_wait_percentile(share=0.99, **queue, servers=servers) == 0
    crowd = th.m_g_infinity(**queue)
    assert th.m_m_c(**queue, servers=servers).mean_in_system == pytest.approx(crowd.mean)
    assert th.fixed_patience(**queue, servers=servers, patience=1).abandonment < 1e-4


@pytest.mark.parametrize(("servers", "time"), QUEUES)
def test_no_load_at_all(servers: int, time: float) -> None:
    found = th.m_m_c(arrival_rate=0, service_time=time, servers=servers)
    assert (found.utilisation, found.waiting_probability, found.mean_wait) == (0, 0, 0)
    assert th.m_g_c_c(arrival_rate=0, service_time=time, servers=servers).blocking == 0
    limited = th.m_m_c_k(arrival_rate=0, service_time=time, servers=servers, room=servers + 1)
    assert (limited.blocking, limited.mean_sojourn) == (0, time)
    assert th.e_k_m_1(arrival_rate=0, service_time=time, stages=3).mean_wait == 0


@pytest.mark.parametrize(("servers", "time"), QUEUES)
def test_next_to_full_the_wait_is_exponential(servers: int, time: float) -> None:
    rate = ALMOST * servers / time
    found = th.m_m_c(arrival_rate=rate, service_time=time, servers=servers)
    assert found.waiting_probability == pytest.approx(1, abs=1e-6)
    # Heavy traffic: the mean is the time to serve one message over the headroom.
    headroom = 1 - found.utilisation
    assert found.mean_wait == pytest.approx(time / servers / headroom, rel=1e-6)
    p99 = th.m_m_c_sojourn_percentile(
        share=0.99, arrival_rate=rate, service_time=time, servers=servers
    )
    assert p99 == pytest.approx(found.mean_wait * log(100), rel=1e-5)


def test_round_robin_next_to_full() -> None:
    # Heavy traffic: (c_a² + c_s²)/2 of the wait of M/M/1.
    found = th.e_k_m_1(arrival_rate=ALMOST, service_time=1, stages=4)
    assert found.mean_wait * (1 - found.utilisation) == pytest.approx(0.625, rel=1e-5)


def test_round_robin_next_to_no_load() -> None:
    # (kρ)^k find the server busy.
    found = th.e_k_m_1(arrival_rate=1e-6, service_time=1, stages=4)
    assert found.waiting_probability == pytest.approx((4e-6) ** 4, rel=1e-4)


def test_an_overload_keeps_all_servers_busy() -> None:
    queue = {"arrival_rate": 1e14, "service_time": 1.0}
    loss = th.m_g_c_c(**queue, servers=7)
    assert loss.throughput == pytest.approx(7, rel=1e-12)
    assert loss.utilisation <= 1
    limited = th.m_m_c_k(**queue, servers=7, room=20)
    assert limited.throughput == pytest.approx(7, rel=1e-12)
    assert limited.mean_in_system == pytest.approx(20)


def test_erlang_a_under_a_thousandfold_overload() -> None:
    # A fluid: what the servers cannot do gives up, and the queue is that rate times the patience.
    queue = {"arrival_rate": 5e6, "service_time": 1.0}
    for found in (
        th.erlang_a(**queue, servers=5000, patience=100),
        th.fixed_patience(**queue, servers=5000, patience=100),
    ):
        assert found.abandonment == pytest.approx(0.999, rel=1e-9)
        assert found.utilisation == pytest.approx(1)
        assert found.waiting_probability == pytest.approx(1)
    patient = th.erlang_a(**queue, servers=5000, patience=100)
    assert patient.mean_queue_length == pytest.approx(0.999 * 5e6 * 100, rel=1e-9)


def test_the_repairman_with_many_users() -> None:
    found = th.machine_repairman(users=200_000, think_time=100, service_time=1, servers=5000)
    assert found.throughput == pytest.approx(1999.0, rel=0.02)
    busy = th.machine_repairman(users=2_000_000, think_time=100, service_time=1, servers=5000)
    assert busy.utilisation == pytest.approx(1)
    assert busy.mean_sojourn == pytest.approx(2_000_000 / 5000 - 100)


def test_staffing_of_thousands() -> None:
    needed = th.servers_for_waiting(load=10_000, waiting_probability=0.2234)
    assert needed == pytest.approx(10_100, abs=1)  # β = 1
    assert th.servers_for_blocking(load=0, blocking=0.5) == 1
    assert th.servers_for_waiting(load=0, waiting_probability=0.5) == 1
    assert th.servers_for_blocking(load=1, blocking=0.51) == 1  # one half is refused
    assert th.servers_for_waiting(load=0.5, waiting_probability=0.51) == 1  # and waits
    assert th.servers_for_waiting(load=5, waiting_probability=1) == 6  # 5 are not stable


def test_staffing_is_the_fewest() -> None:
    least = th.servers_for_blocking(load=9, blocking=0.01)
    assert th.erlang_b(servers=least, load=9) <= 0.01 < th.erlang_b(servers=least - 1, load=9)
    least = th.servers_for_waiting(load=40, waiting_probability=0.1)
    assert th.erlang_c(servers=least, load=40) <= 0.1 < th.erlang_c(servers=least - 1, load=40)
    least = th.servers_for_mean_wait(arrival_rate=8, service_time=0.5, mean_wait=0.02)
    waits = [
        th.m_m_c(arrival_rate=8, service_time=0.5, servers=c).mean_wait for c in (least - 1, least)
    ]
    assert waits[1] <= 0.02 < waits[0]


def test_percentiles_far_out() -> None:
    far = th.m_m_1_sojourn_percentile(share=1 - 1e-12, arrival_rate=8, service_time=0.1)
    by_search = th.m_m_c_sojourn_percentile(
        share=1 - 1e-12, arrival_rate=8, service_time=0.1, servers=1
    )
    assert by_search == pytest.approx(far, rel=1e-9)
    assert th.m_m_1_sojourn_percentile(share=0, arrival_rate=8, service_time=0.1) == 0
    late = th.m_m_c_sojourn_exceeds(time=1e6, arrival_rate=3, service_time=1, servers=4)
    assert late == 0


def test_no_headroom_never_drains() -> None:
    assert th.drain_time(backlog=1, arrival_rate=10, capacity=10) == inf
    assert th.drain_time(backlog=0, arrival_rate=11, capacity=10) == 0
    stuck = th.overload(
        duration=60, arrival_rate=200, capacity=100, arrival_rate_after=100, capacity_after=100
    )
    assert (stuck.drain_time, stuck.total_time) == (inf, inf)
    enough = th.overload(
        duration=60, arrival_rate=99, capacity=100, arrival_rate_after=0, capacity_after=1
    )
    assert (enough.peak, enough.drain_time, enough.total_time, enough.longest_wait) == (0, 0, 0, 0)
    assert th.time_until_late(deadline=1, arrival_rate=300, capacity=300) == inf


def test_a_backlog_within_the_timeout_is_no_storm() -> None:
    found = th.recovery_time(backlog=300, arrival_rate=290, capacity=300, timeout=1, retries=1)
    assert found == 0


def test_any_slow_at_its_ends() -> None:
    assert (th.any_slow(slow=0, branches=9), th.any_slow(slow=1, branches=9)) == (0, 1)
    assert th.any_slow(slow=1e-15, branches=3) == pytest.approx(3e-15)
    assert th.harmonic(0) == 0


def test_a_hedge_before_its_delay_is_none() -> None:
    slower = th.hedged_exceeds(time=1, delay=2, exceeds=lambda time: 0.5)
    assert slower == 0.5
