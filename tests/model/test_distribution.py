"""Moments, ranges and scaling of the distributions."""

from math import inf, sqrt

import numpy as np
import pytest

from simkit.engine.sampling import sample
from simkit.model.distribution import (
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    Mixture,
    Pareto,
    Percentiles,
    Uniform,
    Weibull,
)
from simkit.units import BadValue

MS = 1_000_000
SECOND = 1_000 * MS
EVERY_FAMILY: list[Distribution] = [
    Constant(value=5 * MS),
    Exponential(mean=5 * MS),
    Erlang(mean=5 * MS, k=3),
    Gamma(mean=5 * MS, cv=0.5),
    Gamma(mean=5 * MS, cv=2.0),
    Lognormal(mean=100 * MS, cv=1.0),
    Percentiles(low_percent=50, low=1_700_000, high_percent=99, high=3_400_000),
    Uniform(low=5 * MS, high=9 * MS),
    Weibull(mean=5 * MS, shape=1.5),
    Weibull(mean=5 * MS, shape=0.7),
    Pareto(mean=5 * MS, shape=5.0),
    Hyperexponential(mean=5 * MS, cv=1.0),
    Hyperexponential(mean=5 * MS, cv=3.0),
    Mixture(parts=((0.9, Exponential(mean=10 * MS)), (0.1, Constant(value=SECOND)))),
    Empirical(values=(MS, 2 * MS, 9 * MS)),
]


@pytest.mark.parametrize("law", EVERY_FAMILY, ids=str)
def test_mean_and_cv_are_those_of_what_is_sampled(law: Distribution) -> None:
    """Midpoint rule over 2**20 cells; the tail it cuts is below 0.2 % of mean and 2 % of cv."""
    cells = 2**20
    values = sample(law, (np.arange(cells) + 0.5) / cells).astype(np.float64)
    assert values.mean() == pytest.approx(law.mean, rel=2e-3)
    assert values.std() / values.mean() == pytest.approx(law.cv, rel=2e-2)


@pytest.mark.parametrize("law", EVERY_FAMILY, ids=str)
def test_scaling_moves_the_mean_and_keeps_the_shape(law: Distribution) -> None:
    scaled = law.scaled_to(SECOND)
    assert scaled.mean == pytest.approx(SECOND, rel=1e-6)
    assert scaled.cv == pytest.approx(law.cv, rel=1e-6)
    assert type(scaled) is type(law)


def test_known_moments() -> None:
    assert (Exponential(mean=5).mean, Exponential(mean=5).cv) == (5, 1.0)
    assert Erlang(mean=8, k=4).cv == 0.5
    assert Uniform(low=0, high=12).cv == pytest.approx(1 / sqrt(3))
    assert Pareto(mean=5, shape=3.0).cv == pytest.approx(1 / sqrt(3))
    assert Pareto(mean=5, shape=2.0).cv == inf
    assert Weibull(mean=5, shape=1.0).cv == pytest.approx(1)
    assert Lognormal(mean=5, cv=2.0).cv == 2.0
    mixture = Mixture(parts=((0.5, Constant(value=0)), (0.5, Constant(value=2))))
    assert (mixture.mean, mixture.cv) == (1.0, 1.0)
    heavy = Mixture(parts=((0.5, Constant(value=1)), (0.5, Pareto(mean=5, shape=1.5))))
    assert heavy.cv == inf
    measured = Empirical(values=(1, 3))
    assert (measured.mean, measured.cv) == (2.0, 0.5)


def test_percentiles_are_hit_exactly() -> None:
    law = Percentiles(low_percent=50, low=1_700_000, high_percent=99, high=3_400_000)
    assert sample(law, np.array([0.5, 0.99])).tolist() == [1_700_000, 3_400_000]


def test_only_what_is_nothing_but_zero_is_zero() -> None:
    nothing = Constant(value=0)
    assert nothing.is_zero
    assert nothing.cv == 0
    assert Mixture(parts=((0.5, nothing), (0.5, nothing))).is_zero
    assert Mixture(parts=((0.5, nothing), (0.5, nothing))).cv == 0
    assert Empirical(values=(0, 0)).is_zero
    assert Empirical(values=(0, 0)).cv == 0
    assert not any(law.is_zero for law in EVERY_FAMILY)


def test_zero_has_no_shape_to_scale() -> None:
    nothing = Constant(value=0)
    assert nothing.scaled_to(5) == Constant(value=5)
    for law in (Empirical(values=(0,)), Mixture(parts=((0.5, nothing), (0.5, nothing)))):
        with pytest.raises(BadValue, match="found a mean of 0 s; expected a mean above 0 s"):
            law.scaled_to(5)


def test_a_rescaled_sample_remembers_what_was_measured() -> None:
    law = Empirical(file="t.csv", column="t", unit="ms", values=(1, 3)).scaled_to(7).scaled_to(4)
    assert law.values == (1, 3)
    assert law.durations == (2, 6)
    assert str(law) == "empirical t.csv column t in ms mean 4 ns"


@pytest.mark.parametrize(
    ("family", "numbers", "refusal"),
    [
        (Constant, {"value": -1}, "found a constant of -1 ns; expected a time from 0 s"),
        (Constant, {"value": 0.5}, "found a constant of 0.5; expected whole nanoseconds"),
        (Exponential, {"mean": 0}, "found a mean of 0 s; expected a time above 0 s"),
        (
            Exponential,
            {"mean": 36_501 * 86_400 * SECOND},
            "found a mean of 36501 d; expected a time up to 36500 d",
        ),
        (Erlang, {"mean": 5, "k": 0}, "found a k of 0; expected a number from 1 to 1000000"),
        (Erlang, {"mean": 5, "k": 2.5}, "found a k of 2.5; expected a whole number of stages"),
        (Gamma, {"mean": 5, "cv": 0}, "found a cv of 0; expected a number from 0.001 to 100"),
        (
            Lognormal,
            {"mean": 5, "cv": float("nan")},
            "found a cv of nan; expected a number from 0.001 to 100",
        ),
        (
            Hyperexponential,
            {"mean": 5, "cv": 0.5},
            "found a cv of 0.5; expected a number from 1 to 100",
        ),
        (
            Weibull,
            {"mean": 5, "shape": 0.05},
            "found a shape of 0.05; expected a number from 0.1 to 100",
        ),
        (
            Pareto,
            {"mean": 5, "shape": 1},
            "found a shape of 1; expected a number from 1.001 to 100",
        ),
        (
            Uniform,
            {"low": 9, "high": 9},
            "found an upper bound of 9 ns; expected one above the lower bound, 9 ns",
        ),
        (
            Percentiles,
            {"low_percent": 99, "low": 5, "high_percent": 50, "high": 9},
            "found 'percentiles p99 5 ns p50 9 ns'; expected the lower percentile first, and the "
            "higher one with the longer time",
        ),
        (
            Percentiles,
            {"low_percent": 98, "low": 1, "high_percent": 99, "high": 1000 * SECOND},
            "found 'percentiles p98 1 ns p99 1000 s'; expected percentiles whose lognormal has a "
            "mean up to 36500 d",
        ),
        (Empirical, {"values": ()}, "found no values; expected at least one measured time"),
        (Empirical, {"values": (2, 1)}, "found values in no order; expected ascending values"),
        (
            Empirical,
            {"file": "f", "values": (1,)},
            "found file 'f' with column ''; expected both or none, without quotation marks",
        ),
        (
            Empirical,
            {"unit": "ms", "values": (1,)},
            "found a unit 'ms' without a file; expected a file with a column",
        ),
        (
            Mixture,
            {"parts": ((1.0, Constant(value=1)),)},
            "found a mixture of 1; expected two parts or more",
        ),
        (
            Mixture,
            {"parts": ((0.9, Constant(value=1)), (0.2, Constant(value=2)))},
            "found shares that sum to 110 %; expected shares that sum to 100 %",
        ),
        (
            Mixture,
            {"parts": ((1.0, Constant(value=1)), (0.0, Constant(value=2)))},
            "found a share of 0 %; expected a share above 0 % (from 1e-10 %) to 100 %",
        ),
        (
            Mixture,
            {"parts": ((1.0, EVERY_FAMILY[13]), (0.0, Constant(value=2)))},
            "found a mixture inside a mixture; expected its parts, each by itself",
        ),
    ],
)
def test_numbers_out_of_range_are_refused_in_words(
    family: type, numbers: dict[str, object], refusal: str
) -> None:
    with pytest.raises(BadValue) as caught:
        family(**numbers)
    assert str(caught.value) == refusal
