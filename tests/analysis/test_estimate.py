"""Intervals and the numbers that are refused."""

from math import inf, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simkit.analysis.estimate import Reading, estimate, half_width, requests_needed

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@given(NUMBERS)
def test_the_interval_is_students(values: list[float]) -> None:
    error = float(stats.sem(values))
    expected = float(stats.t.ppf(0.975, len(values) - 1)) * error
    assert half_width(values) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_one_replication_has_no_interval() -> None:
    found = estimate([Reading(value=3.0)])
    assert found.value == 3.0
    assert isnan(found.low)
    assert found.reason == "one replication"


def test_never_everywhere_is_never() -> None:
    assert estimate([Reading(value=inf), Reading(value=inf)]).value == inf


def test_never_in_some_replications_is_a_lower_bound() -> None:
    found = estimate([Reading(value=3.0), Reading(value=2.0), Reading(value=inf)])
    assert (found.value, found.bound, found.reason) == (2.0, True, "never in some replications")


def test_a_bound_in_one_replication_is_a_bound() -> None:
    # Mean 4, standard deviation 1, Student's 97.5 % point with 2 degrees of freedom: 4.302653;
    # the lower end is 4 - 4.302653 / sqrt(3).
    found = estimate([Reading(value=value, bound=value == 5.0) for value in (3.0, 4.0, 5.0)])
    assert found.value == pytest.approx(1.515862, abs=1e-6)
    assert found.bound
    assert isnan(found.high)


def test_a_bound_is_at_least_zero_and_one_replication_says_what_it_saw() -> None:
    # Mean 3, standard deviation sqrt(2), 12.71 with 1 degree of freedom: 3 - 12.71 is below 0.
    assert estimate([Reading(value=2.0), Reading(value=4.0, bound=True)]).value == 0.0
    assert estimate([Reading(value=4.0, bound=True)]).value == 4.0


def test_a_number_refused_in_one_replication_is_refused() -> None:
    found = estimate([Reading(value=2.0), Reading(value=nan, reason="too few")])
    assert isnan(found.value)
    assert found.reason == "too few"


@pytest.mark.parametrize("percentile", [50, 90, 95, 99, 99.9])
def test_requests_needed_for_an_upper_end(percentile: float) -> None:
    needed, share = requests_needed(percentile), percentile / 100
    # The chance that all of them lie below the percentile is at most 2.5 %; one fewer: more.
    assert share**needed <= 0.025 < share ** (needed - 1)
