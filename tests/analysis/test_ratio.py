"""Ratios with Fieller's interval, by hand."""

from math import inf, isnan, sqrt

import pytest

from simkit.analysis.ratio import ratio


def test_what_is_always_the_same_multiple_is_sure() -> None:
    found = ratio([2.0, 2.2, 2.4], [1.0, 1.1, 1.2])
    assert (found.value, found.low, found.high) == pytest.approx((2.0, 2.0, 2.0))


def test_over_a_sure_number_it_is_the_interval_of_the_other_side() -> None:
    # Mean 2, standard deviation 1, over 4: 0.5 ± 4.3027 × 1 / √3 / 4.
    found = ratio([1.0, 2.0, 3.0], [4.0, 4.0, 4.0])
    assert found.value == 0.5
    assert found.half_width == pytest.approx(4.3027 / sqrt(3) / 4, rel=1e-4)


def test_both_sides_by_hand() -> None:
    # Left 9 11 10 10, right 20 22 18 20: means 10 and 20, ratio 0.5; variances of the means
    # 2/3/4 = 1/6 and 8/3/4 = 2/3, covariance (0 + 2 + 0 + 0)/3/4 = 1/6. Student's 97.5 % point
    # with 3 degrees of freedom is 3.18245, its square 10.12797; g = 10.12797 × (2/3) / 400 =
    # 0.0168799. The middle is (0.5 - g × (1/6)/(2/3)) / (1 - g) = 0.5042924; half is
    # 3.18245 / 20 / (1 - g) × √(1/6 - 1/6 + 1/6 - g × (1/6 - 1/24)) = 0.0656584.
    found = ratio([9.0, 11.0, 10.0, 10.0], [20.0, 22.0, 18.0, 20.0])
    assert found.value == 0.5
    assert (found.low + found.high) / 2 == pytest.approx(0.5042924, rel=1e-5)
    assert found.half_width == pytest.approx(0.0656584, rel=1e-4)


def test_where_there_is_no_interval_or_no_ratio() -> None:
    assert isnan(ratio([1.0], [2.0]).half_width)
    assert ratio([1.0], [2.0]).value == 0.5
    # 0.1 ± 4.3 × 2.0 / √3: the right side may as well be 0.
    assert isnan(ratio([1.0, 2.0, 3.0], [2.1, 0.1, -1.9]).half_width)
    assert isnan(ratio([1.0, 2.0], [0.0, 0.0]).value)
    assert isnan(ratio([1.0, inf], [1.0, 1.0]).value)
