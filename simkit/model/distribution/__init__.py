"""How long something takes: the families of durations, as plain frozen values.

Every family keeps the numbers a user wrote, knows its mean and coefficient of variation, and
prints itself as the words `simkit.model.words` reads. Drawing from one is the business of
`simkit.engine.sampling`. All times are whole nanoseconds.
"""

from simkit.model.distribution.combined import Empirical, Mixture, Part
from simkit.model.distribution.plain import (
    NEVER,
    Constant,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Uniform,
)
from simkit.model.distribution.ranges import ENDLESS
from simkit.model.distribution.tailed import Lognormal, Pareto, Percentiles, Weibull

Distribution = Part | Mixture

__all__ = [
    "ENDLESS",
    "NEVER",
    "Constant",
    "Distribution",
    "Empirical",
    "Erlang",
    "Exponential",
    "Gamma",
    "Hyperexponential",
    "Lognormal",
    "Mixture",
    "Pareto",
    "Part",
    "Percentiles",
    "Uniform",
    "Weibull",
]
