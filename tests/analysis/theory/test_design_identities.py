"""What the formulas of batches, retries and forks must agree on among themselves."""

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from simkit.analysis import theory as th


def test_fork_join_of_two_is_exact_in_the_approximation() -> None:
    two = th.fork_join_two(arrival_rate=8, service_time=0.1)
    about = th.nelson_tantawi_approximation(arrival_rate=8, service_time=0.1, branches=2)
    assert about == pytest.approx(two)


@pytest.mark.parametrize("branches", [2, 8, 32])
def test_fork_join_without_load_is_the_slowest(branches: int) -> None:
    found = th.nelson_tantawi_approximation(arrival_rate=0, service_time=0.1, branches=branches)
    assert found == pytest.approx(th.mean_of_kth(mean=0.1, branches=branches, needed=branches))


@given(st.integers(1, 200))
def test_the_fastest_of_many(branches: int) -> None:
    fastest = th.mean_of_kth(mean=1, branches=branches, needed=1)
    assert fastest == pytest.approx(1 / branches)
    slowest = th.mean_of_kth(mean=1, branches=branches, needed=branches)
    assert slowest == pytest.approx(th.harmonic(branches))
    assert th.variance_of_kth(mean=1, branches=branches, needed=1) == pytest.approx(branches**-2)


def test_the_percentiles_of_the_slowest_integrate_to_its_mean() -> None:
    area = quad(
        lambda x: 2 * x * th.slowest_percentile(share=1 - x**2, mean=0.1, branches=10), 0, 1
    )[0]
    assert area == pytest.approx(th.mean_of_kth(mean=0.1, branches=10, needed=10), rel=1e-6)
    assert th.slowest_percentile(share=0, mean=0.1, branches=3) == 0
    assert th.slowest_percentile(share=0.9, mean=2, branches=1) == pytest.approx(2 * log(10))


def test_vacations_and_setups_that_take_no_time() -> None:
    ready = th.m_g_1(arrival_rate=5, service_time=0.1, service_cv=2).mean_wait
    queue = {"arrival_rate": 5.0, "service_time": 0.1, "service_cv": 2.0}
    assert th.m_g_1_vacations(**queue, vacation=1e-12).mean_wait == pytest.approx(ready)
    assert th.m_g_1_setup(**queue, setup=1e-12).mean_wait == pytest.approx(ready)
    never = th.m_g_1_breakdowns(**queue, failure_rate=0, repair_time=9)
    assert never.mean_wait == pytest.approx(ready)


def test_a_setup_is_a_vacation_under_a_heavy_load() -> None:
    # When the server never gets to sleep alone, what is left of a setup is that of a vacation.
    queue = {"arrival_rate": 9999.0, "service_time": 0.0001, "service_cv": 1.0}
    setup = th.m_g_1_setup(**queue, setup=100, setup_cv=1)
    vacation = th.m_g_1_vacations(**queue, vacation=100, vacation_cv=1)
    assert setup.mean_wait == pytest.approx(vacation.mean_wait, rel=1e-4)


@given(st.floats(0.1, 50), st.integers(1, 60), st.floats(0.01, 20))
def test_batches_go_at_the_earlier_of_two_ends(rate: float, largest: int, linger: float) -> None:
    both = th.batch_waiting(arrival_rate=rate, largest=largest, linger=linger)
    full = th.batch_waiting(arrival_rate=rate, largest=largest)
    timed = th.batch_waiting(arrival_rate=rate, linger=linger)
    assert both.mean_size <= min(full.mean_size, timed.mean_size) * (1 + 1e-9)
    assert both.mean_wait <= min(full.mean_wait, timed.mean_wait) * (1 + 1e-9)
    assert both.mean_size * both.batch_rate == pytest.approx(rate)
    assert full.mean_size == pytest.approx(largest)


def test_an_end_that_never_comes_changes_nothing() -> None:
    timed = th.batch_waiting(arrival_rate=200, linger=0.005)
    both = th.batch_waiting(arrival_rate=200, linger=0.005, largest=1000)
    assert both.mean_wait == pytest.approx(timed.mean_wait, rel=1e-12)
    full = th.batch_waiting(arrival_rate=200, largest=10)
    both = th.batch_waiting(arrival_rate=200, largest=10, linger=1000)
    assert both.mean_wait == pytest.approx(full.mean_wait, rel=1e-12)


@given(st.floats(0, 1), st.integers(1, 20))
def test_without_a_budget_what_succeeds_is_attempts_times_chance(p: float, attempts: int) -> None:
    found = th.retry_load(arrival_rate=10, failure=p, attempts=attempts)
    assert found.success == pytest.approx(1 - p**attempts)
    assert found.mean_attempts == pytest.approx(sum(p**k for k in range(attempts)))
    assert found.goodput == pytest.approx(10 * found.success)
    assert found.attempt_rate == pytest.approx(10 * found.mean_attempts)


@given(st.floats(0, 1), st.floats(0, 3))
def test_a_budget_is_kept(failure: float, budget: float) -> None:
    by_request = th.retry_load(arrival_rate=10, failure=failure, attempts=9, budget=budget)
    assert by_request.mean_attempts <= 1 + budget + 1e-12
    by_success = th.retry_load(
        arrival_rate=10, failure=failure, attempts=9, budget=budget, funded_by="successes"
    )
    assert by_success.mean_attempts - 1 <= budget * by_success.success + 1e-9


def test_a_budget_that_is_used_up() -> None:
    # As in S10: 280 /s that all fail; a tenth of the requests are tried again, or of no success.
    lost = th.retry_load(arrival_rate=280, failure=1, attempts=2, budget=0.1)
    assert lost.attempt_rate == pytest.approx(308)
    lost = th.retry_load(arrival_rate=280, failure=1, attempts=2, budget=0.1, funded_by="successes")
    assert lost.attempt_rate == pytest.approx(280)
    half = th.retry_load(
        arrival_rate=100, failure=0.5, attempts=5, budget=0.1, funded_by="successes"
    )
    assert half.mean_attempts == pytest.approx(1 / 0.95)


def test_a_crowd_after_a_long_time_is_steady() -> None:
    late = th.m_m_infinity_mean_after(time=1e6, arrival_rate=50, service_time=2)
    assert late == pytest.approx(th.m_g_infinity(arrival_rate=50, service_time=2).mean)
    assert th.m_m_infinity_mean_after(time=0, arrival_rate=50, service_time=2) == 0
    # After one mean stay all but a share of 1/e is there.
    after_one = th.m_m_infinity_mean_after(time=2, arrival_rate=50, service_time=2)
    assert after_one == pytest.approx(100 * (1 - exp(-1)))


def test_a_shared_processor_is_fair() -> None:
    # At 80 % everybody takes five times as long, and the average message as long as the mean.
    small = th.m_g_1_ps_sojourn_of(work=0.02, arrival_rate=8, service_time=0.1)
    assert small == pytest.approx(0.1)
    usual = th.m_g_1_ps_sojourn_of(work=0.1, arrival_rate=8, service_time=0.1)
    assert usual == th.m_g_1_ps(arrival_rate=8, service_time=0.1).mean_sojourn


def test_no_layer_tries_once() -> None:
    assert th.layered_attempts(attempts=3, layers=0) == 1


def test_a_storm_without_retries_is_the_load() -> None:
    calm = th.retry_storm_approximation(arrival_rate=6, service_time=0.1, timeout=1, retries=0)
    assert calm == pytest.approx((6,))
    lost = th.retry_storm_approximation(arrival_rate=12, service_time=0.1, timeout=1, retries=0)
    assert lost == (12,)


def test_a_storm_has_one_rate_at_either_end() -> None:
    below = th.retry_storm_approximation(arrival_rate=4.9, service_time=0.1, timeout=1, retries=1)
    above = th.retry_storm_approximation(arrival_rate=7.2, service_time=0.1, timeout=1, retries=1)
    between = th.retry_storm_approximation(arrival_rate=6, service_time=0.1, timeout=1, retries=1)
    assert len(below) == 1
    assert above == (14.4,)
    assert len(between) == 3


@given(st.floats(0.5, 12), st.integers(0, 5), st.floats(0.1, 5))
def test_a_storms_rates_hold_themselves(rate: float, retries: int, timeout: float) -> None:
    found = th.retry_storm_approximation(
        arrival_rate=rate, service_time=0.1, timeout=timeout, retries=retries
    )
    assert list(found) == sorted(found)
    for attempts in found:
        late = exp(-(10 - attempts) * timeout) if attempts < 10 else 1.0
        assert rate * sum(late**k for k in range(retries + 1)) == pytest.approx(attempts, rel=1e-6)


def test_no_crash_no_redelivery() -> None:
    found = th.crash_redelivery(service_time=10, crash_rate=0, detection_time=30)
    assert (found.mean_deliveries, found.mean_time) == (1, 10)
    assert th.early_acknowledgement_loss(service_time=1, crash_rate=0) == 0
    assert th.lease_deliveries(service_time=1, lease=1e6) == 1
