"""What approximations, priorities and networks must agree on with simpler formulas."""

from math import exp, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from simkit.analysis import theory as th

UTILISATIONS = st.floats(0.01, 0.98)
SERVERS = st.integers(1, 40)


def test_kingman_is_exact_for_poisson_arrivals() -> None:
    for cv in (0, 0.5, 1, 3):
        wait = th.kingman_approximation(
            arrival_rate=8, arrival_cv=1, service_time=0.1, service_cv=cv
        )
        exact = th.m_g_1(arrival_rate=8, service_time=0.1, service_cv=cv).mean_wait
        assert wait == pytest.approx(exact)


def test_allen_cunneen_is_exact_for_m_m_c_and_m_g_1() -> None:
    both = {"arrival_rate": 3.2, "service_time": 1.0}
    wait = th.allen_cunneen_approximation(**both, arrival_cv=1, service_cv=1, servers=4)
    assert wait == pytest.approx(th.m_m_c(**both, servers=4).mean_wait)
    one = th.allen_cunneen_approximation(
        arrival_rate=0.8, arrival_cv=1, service_time=1, service_cv=2, servers=1
    )
    exact = th.m_g_1(arrival_rate=0.8, service_time=1, service_cv=2).mean_wait
    assert one == pytest.approx(exact)


@given(UTILISATIONS, st.integers(1, 50))
def test_kingmans_bound_is_above_an_exact_wait(utilisation: float, stages: int) -> None:
    exact = th.e_k_m_1(arrival_rate=utilisation, service_time=1, stages=stages).mean_wait
    bound = th.kingman_bound(
        arrival_rate=utilisation, arrival_cv=stages**-0.5, service_time=1, service_cv=1
    )
    assert exact <= bound * (1 + 1e-9)


def test_how_far_off_kingmans_approximation_is() -> None:
    # As its docstring says: steady arrivals at 20 %.
    exact = th.e_k_m_1(arrival_rate=2, service_time=0.1, stages=1_000_000).mean_wait
    about = th.kingman_approximation(arrival_rate=2, arrival_cv=0, service_time=0.1, service_cv=1)
    assert about / exact == pytest.approx(17.8, abs=0.05)


CLASSES = st.lists(
    st.tuples(st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0, 3)), min_size=1, max_size=5
)


@given(CLASSES, st.floats(0.05, 0.95))
def test_priority_conserves_waiting(classes: list[tuple[float, float, float]], u: float) -> None:
    total = sum(weight * time for weight, time, _ in classes)
    given = [
        th.PriorityClass(arrival_rate=weight * u / total, service_time=time, service_cv=cv)
        for weight, time, cv in classes
    ]
    found = th.m_g_1_priority(classes=given)
    rate = sum(one.arrival_rate for one in given)
    mean = u / rate
    second = sum(
        one.arrival_rate / rate * one.service_time**2 * (1 + one.service_cv**2) for one in given
    )
    fifo = rate * second / (2 * (1 - u))
    assert mean * rate == pytest.approx(u)
    moved = sum(one.utilisation * one.mean_wait for one in found)
    assert moved == pytest.approx(u * fifo, rel=1e-9)
    waits = [one.mean_wait for one in found]
    assert waits == sorted(waits)


@given(CLASSES, st.floats(0.05, 0.95))
def test_the_highest_class_does_not_see_those_that_it_interrupts(
    classes: list[tuple[float, float, float]], u: float
) -> None:
    total = sum(weight * time for weight, time, _ in classes)
    given = [
        th.PriorityClass(arrival_rate=weight * u / total, service_time=time, service_cv=cv)
        for weight, time, cv in classes
    ]
    first, *_ = th.m_g_1_preemptive(classes=given)
    alone = th.m_g_1(
        arrival_rate=given[0].arrival_rate,
        service_time=given[0].service_time,
        service_cv=given[0].service_cv,
    )
    assert first.mean_sojourn == pytest.approx(alone.mean_sojourn)


@given(st.lists(st.floats(0.1, 2), min_size=1, max_size=5), st.floats(0.05, 0.95))
def test_interrupting_exponential_work_of_one_mean_conserves_who_is_there(
    weights: list[float], u: float
) -> None:
    rates = [weight * u / sum(weights) for weight in weights]
    classes = [th.PriorityClass(arrival_rate=rate, service_time=1) for rate in rates]
    found = th.m_g_1_preemptive(classes=classes)
    present = sum(rate * one.mean_sojourn for rate, one in zip(rates, found, strict=True))
    assert present == pytest.approx(u / (1 - u))


def test_one_class_is_no_class() -> None:
    (alone,) = th.m_m_c_priority(arrival_rates=[32], service_time=0.1, servers=4)
    queue = th.m_m_c(arrival_rate=32, service_time=0.1, servers=4)
    assert alone.mean_wait == pytest.approx(queue.mean_wait)
    assert alone.mean_sojourn == pytest.approx(queue.mean_sojourn)
    assert alone.mean_queue_length == pytest.approx(queue.mean_queue_length)


def test_priority_of_one_server_is_the_same_by_both_formulas() -> None:
    one = th.m_m_c_priority(arrival_rates=[2, 3, 3], service_time=0.1, servers=1)
    classes = [th.PriorityClass(arrival_rate=rate, service_time=0.1) for rate in (2, 3, 3)]
    other = th.m_g_1_priority(classes=classes)
    assert [x.mean_wait for x in one] == pytest.approx([x.mean_wait for x in other])


@given(UTILISATIONS, SERVERS)
def test_jackson_with_one_node_is_m_m_c(u: float, servers: int) -> None:
    found = th.jackson_network(
        arrival_rates=[u * servers], routing=[[0]], service_times=[1], servers=[servers]
    )
    alone = th.m_m_c(arrival_rate=u * servers, service_time=1, servers=servers)
    assert found.nodes[0].state == alone
    assert found.mean_sojourn == pytest.approx(alone.mean_sojourn)
    assert found.mean_in_system == pytest.approx(alone.mean_in_system)


def test_the_tandem_has_the_mean_of_its_network() -> None:
    times = [0.1, 0.05, 0.1]
    network = th.jackson_network(
        arrival_rates=[8, 0, 0],
        routing=[[0, 1, 0], [0, 0, 1], [0, 0, 0]],
        service_times=times,
        servers=[1, 1, 1],
    )
    area = quad(
        lambda t: th.tandem_sojourn_exceeds(time=t, arrival_rate=8, service_times=times), 0, inf
    )[0]
    assert area == pytest.approx(network.mean_sojourn, rel=1e-6)


def test_a_tandem_of_equal_stations_is_erlangs_law() -> None:
    # 1 - e^-x (1 + x + x²/2) at x = 2 time units of 0.5 s.
    found = th.tandem_sojourn_exceeds(time=1, arrival_rate=8, service_times=[0.1] * 3)
    assert found == pytest.approx(exp(-2) * (1 + 2 + 2), rel=1e-12)


def test_a_tandem_of_one_station_is_m_m_1() -> None:
    p99 = th.tandem_sojourn_percentile(share=0.99, arrival_rate=8, service_times=[0.1])
    assert p99 == pytest.approx(log(100) / 2, rel=1e-9)


@given(st.integers(1, 80), st.floats(0, 30), st.floats(0.01, 5))
def test_mva_of_one_station_is_the_repairman(users: int, think: float, work: float) -> None:
    analysed = th.mean_value_analysis(users=users, think_time=think, demands=[work])
    repaired = th.machine_repairman(users=users, think_time=think, service_time=work)
    assert analysed.throughput == pytest.approx(repaired.throughput, rel=1e-9)
    assert analysed.mean_sojourn == pytest.approx(repaired.mean_sojourn, rel=1e-9)
    station = analysed.stations[0]
    assert station.utilisation == pytest.approx(repaired.utilisation, rel=1e-9)
    assert station.mean_in_system == pytest.approx(repaired.mean_in_system, rel=1e-9)
    assert station.residence == analysed.mean_sojourn


@given(st.integers(1, 40), st.floats(0, 10), st.lists(st.floats(0.01, 2), min_size=1, max_size=4))
def test_a_closed_network_keeps_to_its_bounds(
    users: int, think: float, demands: list[float]
) -> None:
    found = th.mean_value_analysis(users=users, think_time=think, demands=demands)
    bounds = th.closed_bounds(users=users, think_time=think, demands=demands)
    assert found.throughput <= bounds.most_throughput * (1 + 1e-12)
    assert found.mean_sojourn >= bounds.least_sojourn * (1 - 1e-12)
    present = sum(station.mean_in_system for station in found.stations)
    assert present + found.throughput * think == pytest.approx(users)  # nobody is lost


def test_as_many_servers_as_users_nobody_waits() -> None:
    found = th.machine_repairman(users=20, think_time=5, service_time=0.2, servers=20)
    assert found.mean_wait == 0
    assert found.throughput == pytest.approx(20 / 5.2)
    assert found.mean_sojourn == pytest.approx(0.2)


def test_users_who_do_not_think_keep_all_servers_busy() -> None:
    found = th.machine_repairman(users=20, think_time=0, service_time=0.2, servers=3)
    assert (found.utilisation, found.throughput) == pytest.approx((1, 15))
    assert found.mean_in_system == 20


def test_many_rare_users_are_an_open_load() -> None:
    users = 100_000
    closed = th.machine_repairman(users=users, think_time=users / 3.2, service_time=1, servers=4)
    opened = th.m_m_c(arrival_rate=3.2, service_time=1, servers=4)
    assert closed.mean_wait == pytest.approx(opened.mean_wait, rel=1e-3)


def test_the_deviation_of_the_wait_in_m_m_1() -> None:
    found = th.m_g_1_wait_variance(
        arrival_rate=8, service_time=0.1, service_cv=1, service_skewness=2
    )
    # Of 0 with a chance of 0.2 and else an exponential time of 0.5 s.
    assert found == pytest.approx(0.8 * 2 * 0.5**2 - 0.4**2)
