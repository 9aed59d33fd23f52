"""The share of a distribution's times that are longer than a given one."""

from bisect import bisect_right
from math import exp, log

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


def exceeds(law: Distribution, time: float) -> float:
    """The chance of more than a time.

    Args:
        law: Any.
        time: In ns; below 0 everything exceeds it.

    Returns:
        0 to 1.

    Source: Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions.

    >>> exceeds(Uniform(low=0, high=100), 25)
    0.75
    """
    if time < 0:
        return 1.0
    match law:
        case Mixture():
            return sum(share * exceeds(part, time) for share, part in law.parts)
        case Constant() | Uniform() | Empirical():
            return _of_values(law, time)
        case Erlang() | Gamma():
            return _of_gamma(law, time)
        case Lognormal() | Percentiles():
            return _of_lognormal(law, time)
        case _:
            return _of_exponential(law, time)


def _of_values(law: Constant | Uniform | Empirical, time: float) -> float:
    match law:
        case Constant():
            return float(law.value > time)
        case Uniform():
            return min(max((law.high - time) / (law.high - law.low), 0.0), 1.0)
        case Empirical():
            values = law.durations
            return 1 - bisect_right(values, time) / len(values)


def _of_gamma(law: Erlang | Gamma, time: float) -> float:
    from scipy.special import gammaincc  # noqa: PLC0415 - slow to load

    shape = float(law.k) if isinstance(law, Erlang) else 1 / law.cv**2
    return float(gammaincc(shape, time * shape / law.mean))


def _of_lognormal(law: Lognormal | Percentiles, time: float) -> float:
    from scipy.special import ndtr  # noqa: PLC0415 - slow to load

    return float(ndtr((law.mu - log(time)) / law.sigma)) if time > 0 else 1.0


def _of_exponential(law: Exponential | Hyperexponential | Weibull | Pareto, time: float) -> float:
    match law:
        case Hyperexponential():
            # Balanced means: each part brings half of the mean.
            shares = (1 - law.long_share, law.long_share)
            return sum(share * exp(-time * 2 * share / law.mean) for share in shares)
        case Exponential():
            return exp(-time / law.mean)
        case Weibull():
            scaled: float = (time / law.scale) ** law.shape
            return exp(-scaled)
        case Pareto():
            power: float = (law.smallest / time) ** law.shape if time > law.smallest else 1.0
            return power
