"""The values of the catalogue's closed forms of designs, by their C-numbers."""

from math import exp

import pytest

from simkit.analysis import theory as th


def near(value: float, digits: int) -> object:
    """A value as printed in the catalogue: within one half of its last digit, and a hair."""
    return pytest.approx(value, abs=0.5000001 * 10**-digits)


def test_c19_hedging_in_the_lesson_of_p31() -> None:
    def single(time: float) -> float:
        return 0.99 * exp(-time / 0.010) + (0.01 if time < 1 else 0.0)

    delay = 0.0321  # 5 % of the requests are slower
    assert single(delay) == near(0.05, 3)
    late = [th.hedged_exceeds(time=t, delay=delay, exceeds=single) for t in (0.0455, 0.0465)]
    assert late[0] > 0.005 > late[1]  # p99.5 is 46 ms


def test_c20_linger() -> None:
    found = th.batch_waiting(arrival_rate=200, linger=0.005)
    assert (found.mean_size, found.batch_rate) == pytest.approx((2.0, 100))
    assert found.mean_wait == near(0.00375, 5)


def test_c20b_full_batches() -> None:
    found = th.batch_waiting(arrival_rate=200, largest=10)
    assert found.mean_wait == near(0.0225, 4)


def test_c21_bulk_arrivals() -> None:
    found = th.bulk_arrivals_m_1(batch_rate=0.8, batch_size=10, service_time=0.1)
    assert (found.mean_in_system, found.mean_sojourn) == pytest.approx((22, 2.75))


def test_c22_polling() -> None:
    found = th.fixed_polling(period=0.5, completion_time=2)
    assert (found.mean_polls, found.mean_delay) == (near(4.521, 3), near(0.2604, 4))


@pytest.mark.parametrize(("period", "polls", "reads"), [(0.1, 50.5, 2525), (0.5, 10.5, 525)])
def test_c22_the_hyperbola_of_p05(period: float, polls: float, reads: float) -> None:
    found = th.fixed_polling(period=period, completion_time=5)
    assert found.mean_polls == near(polls, 1)
    assert 50 * found.mean_polls == near(reads, 0)


def test_c22_a_short_job_polled_slowly_in_s02() -> None:
    assert 0.1 + th.fixed_polling(period=0.5, completion_time=0.1).mean_delay == near(0.503, 3)


def test_c22b_doubling_in_p05() -> None:
    found = th.doubling_polling(first_period=0.25, completion_time=2)
    assert (found.mean_polls, found.mean_delay) == (near(3.2, 1), near(1.0, 1))


def test_c23_vacations() -> None:
    found = th.m_g_1_vacations(arrival_rate=5, service_time=0.1, service_cv=1, vacation=1)
    assert found.mean_wait == near(0.600, 3)


def test_c24_cold_start_in_the_lesson_of_p16() -> None:
    ready = th.m_m_1(arrival_rate=2, service_time=0.1)
    found = th.m_g_1_setup(arrival_rate=2, service_time=0.1, service_cv=1, setup=2)
    assert (ready.mean_wait, found.mean_wait) == (near(0.025, 3), near(1.225, 3))


def test_c25_retries() -> None:
    found = th.retry_load(arrival_rate=100, failure=0.3, attempts=3)
    assert (found.mean_attempts, found.success) == pytest.approx((1.39, 0.973))
    assert th.layered_attempts(attempts=3, layers=5) == 243


def test_c27_breakdowns() -> None:
    found = th.m_g_1_breakdowns(
        arrival_rate=5, service_time=0.1, service_cv=1, failure_rate=0.1, repair_time=2
    )
    assert found.mean_wait == near(0.680, 3)
    assert found.mean_sojourn - found.mean_wait == near(0.12, 2)


def test_c28_redelivery() -> None:
    found = th.crash_redelivery(service_time=10, crash_rate=1 / 100, detection_time=30)
    assert (found.mean_deliveries, found.mean_time) == pytest.approx((1.10, 13.0))


@pytest.mark.parametrize(("lease", "deliveries"), [(30, 1.0499), (10, 1.4202)])
def test_c29_leases(lease: float, deliveries: float) -> None:
    assert th.lease_deliveries(service_time=10, lease=lease) == near(deliveries, 4)


@pytest.mark.parametrize(("buffered", "lost", "digits"), [(0, 0.0099, 4), (20, 0.17355, 5)])
def test_c30_early_acknowledgement(buffered: int, lost: float, digits: int) -> None:
    found = th.early_acknowledgement_loss(service_time=1, crash_rate=0.01, buffered=buffered)
    assert found == near(lost, digits)


def test_c31_reprocessed() -> None:
    assert th.reprocessed_after_crash(rate=100, commit_interval=5) == 250


@pytest.mark.parametrize(
    ("window", "fixed", "exponential"), [(1, 9.615, None), (26, 250, 219.6), (51, 250, 250.0)]
)
def test_c33_prefetch(window: int, fixed: float, exponential: float | None) -> None:
    bounds = th.closed_bounds(users=window, think_time=0.1, demands=[0.004])
    assert bounds.most_throughput == near(fixed, 3)
    if exponential:
        found = th.machine_repairman(users=window, think_time=0.1, service_time=0.004)
        assert found.throughput == near(exponential, 1)


def test_c34_outage() -> None:
    found = th.overload(
        duration=720, arrival_rate=800, capacity=0, arrival_rate_after=800, capacity_after=1000
    )
    assert (found.peak, found.drain_time, found.total_time) == (576_000, 2880, 3600)
    needed = th.capacity_to_drain(backlog=576_000, arrival_rate=800, time=600)
    assert needed / 10 == pytest.approx(176)  # workers of 10 /s each


def test_c34_burst_in_the_lesson_of_p08() -> None:
    found = th.overload(
        duration=60, arrival_rate=200, capacity=100, arrival_rate_after=80, capacity_after=100
    )
    assert (found.peak, found.drain_time, found.longest_wait) == (6000, 300, 60)


def test_c48_hidden_capacity() -> None:
    assert th.hidden_capacity(capacity=300, retries=1) == 150
    recovery = th.recovery_time(backlog=2660, arrival_rate=140, capacity=300, timeout=1, retries=1)
    assert recovery == near(118, 0)


@pytest.mark.parametrize("rate", [150, 160, 280])
def test_c48_no_recovery(rate: float) -> None:
    found = th.recovery_time(backlog=2660, arrival_rate=rate, capacity=300, timeout=1, retries=1)
    assert found == float("inf")


def test_c49_late() -> None:
    assert th.time_until_late(deadline=1, arrival_rate=330, capacity=300) == 10


@pytest.mark.parametrize(("retries", "hidden", "fold"), [(1, 5.00, 7.05), (3, 2.50, 6.94)])
def test_c58_bistable_range(retries: int, hidden: float, fold: float) -> None:
    assert th.hidden_capacity(capacity=10, retries=retries) == near(hidden, 2)
    found = th.retry_storm_fold(service_time=0.1, timeout=1, retries=retries)
    assert found == near(fold, 2)


def test_c58_fixed_points() -> None:
    found = th.retry_storm_approximation(arrival_rate=6, service_time=0.1, timeout=1, retries=3)
    assert found == (near(6.13, 2), near(8.91, 2), near(24.0, 1))
