"""What the formulas of one queue must agree on among themselves."""

from math import exp, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from simkit.analysis import theory as th

UTILISATIONS = st.floats(0.01, 0.98)
TIMES = st.floats(1e-4, 1e3)
SERVERS = st.integers(1, 40)


@given(UTILISATIONS, TIMES, SERVERS)
def test_littles_law(utilisation: float, time: float, servers: int) -> None:
    rate = utilisation * servers / time
    found = th.m_m_c(arrival_rate=rate, service_time=time, servers=servers)
    busy = servers * found.utilisation
    assert found.mean_in_system == pytest.approx(found.mean_queue_length + busy)
    assert found.mean_queue_length == pytest.approx(rate * found.mean_wait)


@given(UTILISATIONS, TIMES)
def test_m_m_c_with_one_server_is_m_m_1(utilisation: float, time: float) -> None:
    rate = utilisation / time
    many = th.m_m_c(arrival_rate=rate, service_time=time, servers=1)
    one = th.m_m_1(arrival_rate=rate, service_time=time)
    general = th.m_g_1(arrival_rate=rate, service_time=time, service_cv=1)
    staged = th.e_k_m_1(arrival_rate=rate, service_time=time, stages=1)
    bulk = th.bulk_arrivals_m_1(batch_rate=rate, batch_size=1, service_time=time)
    shared = th.m_g_1_ps(arrival_rate=rate, service_time=time)
    for other in (many, general, staged, bulk):
        assert other.mean_sojourn == pytest.approx(one.mean_sojourn, rel=1e-9)
        assert other.waiting_probability == pytest.approx(one.waiting_probability, rel=1e-9)
    assert shared.mean_sojourn == pytest.approx(one.mean_sojourn)
    assert shared.mean_in_system == pytest.approx(one.mean_in_system)


@given(UTILISATIONS, st.floats(0, 1))
def test_the_sojourn_of_m_m_c_with_one_server_is_exponential(u: float, share: float) -> None:
    time = 5 * share
    many = th.m_m_c_sojourn_exceeds(time=time, arrival_rate=u, service_time=1, servers=1)
    one = th.m_m_1_sojourn_exceeds(time=time, arrival_rate=u, service_time=1)
    assert many == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize("servers", [1, 4, 30])
@pytest.mark.parametrize("utilisation", [0.3, 0.75, 0.95])
def test_percentiles_integrate_to_the_mean(servers: int, utilisation: float) -> None:
    queue = {"arrival_rate": utilisation * servers, "service_time": 1.0}
    found = th.m_m_c(**queue, servers=servers)
    # The mean is the area under the percentile over its share, and under the share that is slower.
    wait = quad(
        lambda x: 3 * x**2 * th.m_m_c_wait_percentile(share=1 - x**3, **queue, servers=servers),
        0,
        found.waiting_probability ** (1 / 3),
        epsabs=1e-12,
    )[0]
    assert wait == pytest.approx(found.mean_wait, rel=1e-6)
    sojourn = quad(
        lambda x: 3 * x**2 * th.m_m_c_sojourn_percentile(share=1 - x**3, **queue, servers=servers),
        1e-5,
        1,
        epsabs=1e-12,
    )[0]
    assert sojourn == pytest.approx(found.mean_sojourn, rel=1e-6)
    slower = quad(
        lambda time: th.m_m_c_sojourn_exceeds(time=time, **queue, servers=servers), 0, inf
    )[0]
    assert slower == pytest.approx(found.mean_sojourn, rel=1e-6)


@given(UTILISATIONS, SERVERS, st.floats(0, 0.9999))
def test_a_percentile_is_exceeded_by_the_rest(u: float, servers: int, share: float) -> None:
    queue = {"arrival_rate": u * servers, "service_time": 1.0}
    time = th.m_m_c_sojourn_percentile(share=share, **queue, servers=servers)
    slower = th.m_m_c_sojourn_exceeds(time=time, **queue, servers=servers)
    assert slower == pytest.approx(1 - share, rel=1e-9)
    wait = th.m_m_c_wait_percentile(share=share, **queue, servers=servers)
    waits = th.erlang_c(servers=servers, load=u * servers)
    expected = min(1 - share, waits)
    assert th.m_m_c_wait_exceeds(time=wait, **queue, servers=servers) == pytest.approx(expected)


def test_two_equal_rates_are_no_exception() -> None:
    # 2 servers at one half: waits clear at 1 /s, as fast as a service; either side of it is near.
    around = [
        th.m_m_c_sojourn_exceeds(time=2, arrival_rate=1 + off, service_time=1, servers=2)
        for off in (-1e-7, 0, 1e-7)
    ]
    assert around[0] < around[1] < around[2]
    assert around[1] == pytest.approx(2 / 3 * exp(-2) + 1 / 3 * 3 * exp(-2), rel=1e-12)


@given(st.floats(0.05, 0.9), SERVERS)
def test_m_m_c_k_goes_to_m_m_c_with_its_room(u: float, servers: int) -> None:
    queue = {"arrival_rate": u * servers, "service_time": 1.0}
    limited = th.m_m_c_k(**queue, servers=servers, room=servers + 600)
    endless = th.m_m_c(**queue, servers=servers)
    assert limited.mean_wait == pytest.approx(endless.mean_wait, rel=1e-9)
    assert limited.waiting_probability == pytest.approx(endless.waiting_probability, rel=1e-9)
    assert limited.mean_in_system == pytest.approx(endless.mean_in_system, rel=1e-9)
    assert limited.blocking < 1e-20


@given(st.floats(0.05, 5), SERVERS)
def test_m_m_c_k_without_places_to_wait_is_a_loss_system(u: float, servers: int) -> None:
    queue = {"arrival_rate": u * servers, "service_time": 1.0}
    limited = th.m_m_c_k(**queue, servers=servers, room=servers)
    loss = th.m_g_c_c(**queue, servers=servers)
    assert limited.blocking == pytest.approx(loss.blocking)
    assert limited.throughput == pytest.approx(loss.throughput)
    assert limited.utilisation == pytest.approx(loss.utilisation)
    assert (limited.mean_wait, limited.waiting_probability) == (0, 0)
    assert loss.throughput == pytest.approx(u * servers * (1 - loss.blocking))


@given(st.floats(0.05, 3).filter(lambda u: abs(u - 1) > 1e-3), st.integers(1, 40))
def test_m_m_1_k_is_the_textbooks(ratio: float, room: int) -> None:
    found = th.m_m_c_k(arrival_rate=ratio, service_time=1, servers=1, room=room)
    full = (1 - ratio) * ratio**room / (1 - ratio ** (room + 1))
    present = ratio / (1 - ratio) - (room + 1) * ratio ** (room + 1) / (1 - ratio ** (room + 1))
    assert found.blocking == pytest.approx(full, rel=1e-9)
    assert found.mean_in_system == pytest.approx(present, rel=1e-6)
    assert found.throughput == pytest.approx(ratio * (1 - full), rel=1e-9)


@pytest.mark.parametrize("servers", [1, 4, 50])
@pytest.mark.parametrize("utilisation", [0.2, 0.8, 0.95])
def test_endless_patience_is_erlang_c(servers: int, utilisation: float) -> None:
    queue = {"arrival_rate": utilisation * servers, "service_time": 1.0}
    endless = th.m_m_c(**queue, servers=servers)
    for found in (
        th.erlang_a(**queue, servers=servers, patience=1e9),
        th.fixed_patience(**queue, servers=servers, patience=1e6),
    ):
        assert found.waiting_probability == pytest.approx(endless.waiting_probability, rel=1e-6)
        assert found.mean_wait == pytest.approx(endless.mean_wait, rel=1e-6)
        assert found.throughput == pytest.approx(utilisation * servers, rel=1e-6)
        assert found.utilisation == pytest.approx(utilisation, rel=1e-6)
        assert found.mean_in_system == pytest.approx(endless.mean_in_system, rel=1e-6)


@pytest.mark.parametrize("utilisation", [0.3, 1.0, 4.0])
def test_no_patience_is_erlang_b(utilisation: float) -> None:
    queue = {"arrival_rate": utilisation * 5, "service_time": 1.0}
    loss = th.m_g_c_c(**queue, servers=5)
    for found in (
        th.erlang_a(**queue, servers=5, patience=1e-9),
        th.fixed_patience(**queue, servers=5, patience=1e-9),
    ):
        assert found.abandonment == pytest.approx(loss.blocking, rel=1e-6)
        assert found.throughput == pytest.approx(loss.throughput, rel=1e-6)


@given(st.floats(0.05, 6), st.integers(1, 30))
def test_patience_as_long_as_service_is_a_crowd(u: float, servers: int) -> None:
    # Then everybody leaves at the same rate, served or not: M/M/∞, a Poisson number.
    load = u * servers
    found = th.erlang_a(arrival_rate=load, service_time=1, servers=servers, patience=1)
    assert found.mean_in_system == pytest.approx(load, rel=1e-9)
    all_busy = th.m_g_infinity_exceeds(count=servers - 1, arrival_rate=load, service_time=1)
    assert found.waiting_probability == pytest.approx(all_busy, rel=1e-9)


@given(st.floats(0.05, 4), st.integers(1, 30), st.floats(0.01, 50))
def test_who_comes_is_served_or_leaves(u: float, servers: int, patience: float) -> None:
    queue = {"arrival_rate": u * servers, "service_time": 1.0}
    for found in (
        th.erlang_a(**queue, servers=servers, patience=patience),
        th.fixed_patience(**queue, servers=servers, patience=patience),
    ):
        served = u * servers * (1 - found.abandonment)
        assert found.throughput == pytest.approx(served, rel=1e-8)
