"""Numbers between 0 and 1 to durations, by inverse distribution functions.

The larger the number, the longer the duration, in every family without parts: two laws fed the
same number differ as little as they can, which is what makes a sweep smooth.
"""

from collections.abc import Callable
from functools import partial
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

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

Floats = NDArray[np.float64]
Inverse = Callable[[Floats], Floats]
# 146 years. No run is longer than about 20, so that work this long is never over in any; without
# the bound, one draw of a heavy tail would not fit the integer it is kept in.
ENDLESS = 2**62


def sample(law: Distribution, u: Floats) -> NDArray[np.int64]:
    """The durations at these points of the distribution.

    Args:
        law: The distribution.
        u: float64, any shape, in the open interval (0, 1).

    Returns:
        int64, of the same shape, whole ns from 0 to 2**62, ties rounded to even.

    >>> sample(Uniform(low=0, high=100), np.array([0.25, 0.5])).tolist()
    [25, 50]
    """
    return whole_nanoseconds(_inverse(law, u))


def whole_nanoseconds(times: Floats) -> NDArray[np.int64]:
    """Times in ns, ≥ 0, also infinite ones, to integers; see `ENDLESS`.

    >>> whole_nanoseconds(np.array([0.5, 1.5, np.inf])).tolist() == [0, 2, 2**62]
    True
    """
    return np.rint(np.minimum(times, float(ENDLESS))).astype(np.int64)


def exponential(u: Floats) -> Floats:
    """The exponential of mean 1; 1 - u is exact in the numbers `uniform` makes."""
    return -np.log(1 - u)


def _inverse(law: Distribution, u: Floats) -> Floats:
    match law:
        case Exponential() | Weibull() | Pareto():
            return _of_exponential(law, exponential(u))
        case Erlang():
            return _gamma(law.mean, float(law.k), u)
        case Gamma():
            return _gamma(law.mean, 1 / law.cv**2, u)
        case Lognormal() | Percentiles():
            return np.exp(law.mu + law.sigma * ndtri(u))
        case Hyperexponential() | Mixture():
            return _mixture(_parts(law), u)
        case _:
            return _of_values(law, u)


def _of_exponential(law: Exponential | Weibull | Pareto, unit: Floats) -> Floats:
    match law:
        case Exponential():
            return law.mean * unit
        case Weibull():
            return law.scale * unit ** (1 / law.shape)
        case Pareto():
            return law.smallest * np.exp(unit / law.shape)
        case _:
            assert_never(law)


def _of_values(law: Constant | Uniform | Empirical, u: Floats) -> Floats:
    match law:
        case Constant():
            return np.full(u.shape, float(law.value))
        case Uniform():
            return law.low + (law.high - law.low) * u
        case Empirical():
            values = np.array(law.durations, dtype=np.float64)
            return values[np.floor(u * len(values)).astype(np.int64)]
        case _:
            assert_never(law)


def _gamma(mean: float, shape: float, u: Floats) -> Floats:
    return mean / shape * np.asarray(gammaincinv(shape, u), dtype=np.float64)


def _parts(law: Hyperexponential | Mixture) -> list[tuple[float, Inverse]]:
    """Share and inverse of each part."""
    if isinstance(law, Mixture):
        return [(share, partial(_inverse, part)) for share, part in law.parts]
    # Balanced means: each part brings half of the mean.
    shares = (1 - law.long_share, law.long_share)
    return [(share, partial(_scaled_exponential, law.mean / 2 / share)) for share in shares]


def _scaled_exponential(mean: float, u: Floats) -> Floats:
    return mean * exponential(u)


def _mixture(parts: list[tuple[float, Inverse]], u: Floats) -> Floats:
    """Cuts (0, 1) into the shares; where a number lies in its share is its number in the part."""
    ends = np.cumsum([share for share, _ in parts])
    ends[-1] = 1.0
    starts = np.concatenate(([0.0], ends[:-1]))
    chosen = np.searchsorted(ends, u, side="right")
    result = np.empty(u.shape)
    for index, (_, inverse) in enumerate(parts):
        mine = chosen == index
        within = (u[mine] - starts[index]) / (ends[index] - starts[index])
        # A number on the border of its share stays inside (0, 1), whatever the division rounds to.
        result[mine] = inverse(np.clip(within, 2.0**-53, 1 - 2.0**-53))
    return result
