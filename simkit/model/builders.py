"""Distributions by function, for Python: `exponential("5 ms")`. Loads: `load_builders`."""

from collections.abc import Sequence
from decimal import Decimal

from simkit.model.distribution import (
    Constant,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    Mixture,
    Pareto,
    Part,
    Percentiles,
    Uniform,
    Weibull,
)
from simkit.model.words import parse_distribution
from simkit.units import SECOND, BadValue, parse_time


def constant(value: str) -> Constant:
    """Always the same.

    >>> print(constant("5 ms"))
    5 ms
    """
    return Constant(value=parse_time(value))


def exponential(mean: str) -> Exponential:
    """Without memory.

    >>> print(exponential("5 ms"))
    exponential 5 ms
    """
    return Exponential(mean=parse_time(mean))


def erlang(mean: str, k: int) -> Erlang:
    """The sum of ``k`` exponential stages.

    >>> print(erlang("5 ms", k=3))
    erlang 5 ms k 3
    """
    return Erlang(mean=parse_time(mean), k=k)


def gamma(mean: str, cv: float) -> Gamma:
    """Gamma by mean and coefficient of variation.

    >>> print(gamma("5 ms", cv=2))
    gamma 5 ms cv 2
    """
    return Gamma(mean=parse_time(mean), cv=cv)


def lognormal(mean: str, cv: float) -> Lognormal:
    """Lognormal by mean and coefficient of variation.

    >>> print(lognormal("100 ms", cv=1))
    lognormal 100 ms cv 1
    """
    return Lognormal(mean=parse_time(mean), cv=cv)


def percentiles(**times: str) -> Percentiles:
    """The lognormal through two percentiles; "_" is the point of "p99_9".

    >>> print(percentiles(p50="1.7 ms", p99="3.4 ms"))
    percentiles p50 1.7 ms p99 3.4 ms
    """
    words = " ".join(f"{name.replace('_', '.')} {time}" for name, time in times.items())
    law = parse_distribution(f"percentiles {words}")
    assert isinstance(law, Percentiles)
    return law


def uniform(low: str, high: str) -> Uniform:
    """Anything between two bounds.

    >>> print(uniform("5 ms", "9 ms"))
    uniform 5 ms to 9 ms
    """
    return Uniform(low=parse_time(low), high=parse_time(high))


def weibull(mean: str, shape: float) -> Weibull:
    """Weibull by mean and shape.

    >>> print(weibull("5 ms", shape=1.5))
    weibull 5 ms shape 1.5
    """
    return Weibull(mean=parse_time(mean), shape=shape)


def pareto(mean: str, shape: float) -> Pareto:
    """Pareto by mean and shape.

    >>> print(pareto("5 ms", shape=2.2))
    pareto 5 ms shape 2.2
    """
    return Pareto(mean=parse_time(mean), shape=shape)


def hyperexponential(mean: str, cv: float) -> Hyperexponential:
    """Two exponentials of balanced means.

    >>> print(hyperexponential("5 ms", cv=3))
    hyperexponential 5 ms cv 3
    """
    return Hyperexponential(mean=parse_time(mean), cv=cv)


def mixture(*parts: tuple[float, Part]) -> Mixture:
    """Now this, now that: pairs of a share and a distribution.

    >>> print(mixture((0.9, exponential("10 ms")), (0.1, constant("1 s"))))
    mixture 90 % exponential 10 ms or 10 % 1 s
    """
    return Mixture(parts=parts)


def empirical(values: Sequence[float | str]) -> Empirical:
    """One of the measured values: seconds, rounded to whole ns, or times such as "5 ms".

    >>> print(empirical([0.002, "1 ms"]))
    empirical values 1 ms 2 ms
    """
    return Empirical(values=tuple(sorted(nanoseconds(value) for value in values)))


def nanoseconds(value: float | str) -> int:
    """Seconds, rounded to whole ns, or a time such as "5 ms"."""
    if isinstance(value, str):
        return parse_time(value)
    if not 0 <= value < 4e9:
        raise BadValue(f"found a value of {value} s", "seconds from 0")
    return round(Decimal(repr(float(value))) * SECOND)
