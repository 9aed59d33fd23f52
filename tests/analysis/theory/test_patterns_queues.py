"""The values of the catalogue's closed forms of queues, by their C-numbers."""

import pytest

from simkit.analysis import theory as th


def near(value: float, digits: int) -> object:
    """A value as printed in the catalogue: within one half of its last digit, and a hair."""
    return pytest.approx(value, abs=0.5000001 * 10**-digits)


def test_c01_an_arrival_sees_the_share_of_time() -> None:
    found = th.m_m_1(arrival_rate=8, service_time=0.1)
    assert found.waiting_probability == pytest.approx(0.8)
    assert found.mean_in_system == pytest.approx(8 * found.mean_sojourn)


def test_c02_m_m_1() -> None:
    found = th.m_m_1(arrival_rate=8, service_time=0.1)
    assert (found.mean_sojourn, found.mean_wait) == pytest.approx((0.5, 0.4))
    assert found.mean_in_system == pytest.approx(0.8 / 0.2)
    p99 = th.m_m_1_sojourn_percentile(share=0.99, arrival_rate=8, service_time=0.1)
    assert p99 == near(2.303, 3)
    slower = th.m_m_1_sojourn_exceeds(time=1, arrival_rate=8, service_time=0.1)
    assert slower == near(0.1353, 4)


def test_c03_m_m_c() -> None:
    found = th.m_m_c(arrival_rate=32, service_time=0.1, servers=4)
    assert found.waiting_probability == near(0.59643, 5)
    assert found.mean_wait == near(0.07455, 5)
    slower = th.m_m_c_wait_exceeds(time=0.1, arrival_rate=32, service_time=0.1, servers=4)
    assert slower == near(0.2680, 4)


def test_c03_how_many_consumers_the_lesson_of_p09() -> None:
    waits = [
        th.m_m_c(arrival_rate=80, service_time=0.5, servers=c).mean_wait for c in (41, 42, 45, 50)
    ]
    assert waits == [near(0.411, 3), near(0.168, 3), near(0.034, 3), near(0.004, 3)]


def test_c03_shared_or_split_the_headline_of_s04() -> None:
    shared = th.m_m_c(arrival_rate=80, service_time=0.5, servers=50).mean_wait
    split = th.m_m_c(arrival_rate=40, service_time=0.5, servers=25).mean_wait
    assert (shared, split) == (near(0.004, 3), near(0.021, 3))


def test_c04_pooling_in_the_lesson_of_p04() -> None:
    alone = th.m_m_1(arrival_rate=8, service_time=0.1)
    pooled = th.m_m_c(arrival_rate=32, service_time=0.1, servers=4)
    assert (alone.mean_sojourn, pooled.mean_sojourn) == (near(0.50, 2), near(0.175, 3))
    assert alone.mean_wait / pooled.mean_wait == near(5.4, 1)


def test_c05_m_g_1() -> None:
    mean = 0.9 * 0.05 + 0.1 * 0.55
    second = 0.9 * 0.05**2 + 0.1 * 0.55**2
    cv = (second / mean**2 * 2 - 1) ** 0.5  # both branches are exponential
    assert cv**2 == near(5.5, 1)
    found = th.m_g_1(arrival_rate=8, service_time=mean, service_cv=cv)
    assert found.mean_wait == near(1.300, 3)


def test_c06_m_d_1() -> None:
    assert th.m_d_1(arrival_rate=8, service_time=0.1).mean_wait == near(0.200, 3)


def test_c07_m_m_1_k() -> None:
    found = th.m_m_c_k(arrival_rate=12, service_time=0.1, servers=1, room=10)
    assert found.blocking == near(0.19259, 5)
    assert found.throughput == near(9.689, 3)
    assert found.mean_sojourn == near(0.6926, 4)


@pytest.mark.parametrize(
    ("rate", "blocking"), [(90, 0.01032), (100, 0.05435), (120, 0.18355)], ids=str
)
def test_c08_erlang_b(rate: float, blocking: float) -> None:
    assert th.erlang_b(servers=200, load=rate * 2) == near(blocking, 5)
    assert th.m_g_c_c(arrival_rate=rate, service_time=2, servers=200).blocking == near(blocking, 5)


def test_c08_erlang_b_is_insensitive() -> None:
    assert th.erlang_b(servers=10, load=9) == near(0.16796, 5)


def test_c10_m_g_infinity() -> None:
    found = th.m_g_infinity(arrival_rate=50, service_time=2)
    assert (found.mean, found.deviation) == (100, 10)
    slower = th.m_g_infinity_exceeds(count=120, arrival_rate=50, service_time=2)
    assert slower == near(0.0227, 4)


def test_c11_erlang_a() -> None:
    found = th.erlang_a(arrival_rate=48, service_time=0.1, servers=4, patience=0.5)
    assert found.waiting_probability == near(0.89047, 5)
    assert found.abandonment == near(0.20488, 5)
    assert found.mean_wait == near(0.10244, 5)


def test_c12_expiry_after_a_second_in_the_lesson_of_p17() -> None:
    found = th.fixed_patience(arrival_rate=12, service_time=0.1, servers=1, patience=1)
    assert found.abandonment == near(0.184, 3)


def test_c13_priorities() -> None:
    classes = [th.PriorityClass(arrival_rate=rate, service_time=0.1) for rate in (2, 6)]
    high, low = th.m_g_1_priority(classes=classes)
    assert (high.mean_wait, low.mean_wait) == (near(0.100, 3), near(0.500, 3))
    assert th.m_m_1(arrival_rate=8, service_time=0.1).mean_wait == near(0.400, 3)
    conserved = high.utilisation * high.mean_wait + low.utilisation * low.mean_wait
    assert conserved == near(0.320, 3)


def test_c15_tandem() -> None:
    found = th.jackson_network(
        arrival_rates=[8, 0],
        routing=[[0, 1], [0, 0]],
        service_times=[1 / 10, 1 / 12],
        servers=[1, 1],
    )
    assert found.mean_sojourn == near(0.75, 2)
    p99 = th.tandem_sojourn_percentile(share=0.99, arrival_rate=8, service_times=[1 / 10, 1 / 12])
    assert p99 == near(2.648, 3)


def test_c16_feedback() -> None:
    found = th.jackson_network(
        arrival_rates=[6], routing=[[0.25]], service_times=[0.1], servers=[1]
    )
    assert found.mean_sojourn == near(0.6667, 4)
    assert found.nodes[0].visits == near(1.333, 3)
    (rate,) = th.traffic(arrival_rates=[7.5], routing=[[0.25]])
    assert rate == pytest.approx(10)  # the highest stable rate, where the utilisation is 1


def test_c17_fork_join() -> None:
    assert th.fork_join_two(arrival_rate=8, service_time=0.1) == near(0.700, 3)
    eight = th.nelson_tantawi_approximation(arrival_rate=8, service_time=0.1, branches=8)
    assert eight == near(1.103, 3)


def test_c18_order_statistics() -> None:
    assert th.mean_of_kth(mean=0.1, branches=10, needed=10) == near(0.2929, 4)
    assert th.mean_of_kth(mean=0.1, branches=10, needed=7) == near(0.10956, 5)
    assert th.any_slow(slow=0.01, branches=100) == near(0.6340, 4)


@pytest.mark.parametrize(
    ("users", "throughput", "sojourn", "digits"),
    [(20, 3.60055, 0.55471, 5), (50, 4.99998, 5.0000, 4)],
)
def test_c32_closed_load(users: int, throughput: float, sojourn: float, digits: int) -> None:
    analysed = th.mean_value_analysis(users=users, think_time=5, demands=[0.2])
    repaired = th.machine_repairman(users=users, think_time=5, service_time=0.2)
    for found in (analysed, repaired):
        assert found.throughput == near(throughput, 5)
        assert found.mean_sojourn == near(sojourn, digits)
    bounds = th.closed_bounds(users=users, think_time=5, demands=[0.2])
    assert bounds.knee == near(26, 6)
    assert analysed.throughput <= bounds.most_throughput
    assert analysed.mean_sojourn >= bounds.least_sojourn


def test_c35_drain() -> None:
    found = th.m_g_1_drain(backlog=100, arrival_rate=8, service_time=0.1)
    assert (found.mean, found.deviation) == pytest.approx((50, 15))
    assert th.m_g_1_drain(backlog=1, arrival_rate=8, service_time=0.1).mean == pytest.approx(0.5)


def test_c36_random_split() -> None:
    assert th.m_m_1(arrival_rate=8, service_time=0.1).mean_sojourn == near(0.5, 1)


def test_c37_round_robin() -> None:
    found = th.e_k_m_1(arrival_rate=8, service_time=0.1, stages=4)
    assert found.mean_sojourn == near(0.32674, 5)
    assert found.mean_wait == near(0.2267, 4)
    shared = th.m_m_c(arrival_rate=32, service_time=0.1, servers=4)
    assert shared.mean_sojourn == near(0.17455, 5)


def test_c38_kingman() -> None:
    found = th.kingman_approximation(arrival_rate=8, arrival_cv=0.5, service_time=0.1, service_cv=1)
    assert found == near(0.250, 3)


def test_c39_allen_cunneen() -> None:
    found = th.allen_cunneen_approximation(
        arrival_rate=64, arrival_cv=1, service_time=0.1, service_cv=0, servers=8
    )
    assert found == near(0.01430, 5)


def test_c40_how_many_workers_in_n5() -> None:
    few = th.servers_for_mean_wait(arrival_rate=80, service_time=0.5, mean_wait=0.05)
    many = th.servers_for_mean_wait(arrival_rate=8000, service_time=0.5, mean_wait=0.05)
    assert (few, many) == (45, 4009)


def test_c42_processor_sharing() -> None:
    assert th.m_g_1_ps(arrival_rate=8, service_time=0.1).mean_sojourn == near(0.5, 1)
