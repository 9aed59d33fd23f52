"""Distributions made of others, or of measured values."""

from dataclasses import dataclass, replace
from math import fsum, inf, isinf, sqrt

from simkit.model.distribution.plain import (
    Constant,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Uniform,
)
from simkit.model.distribution.ranges import check_time
from simkit.model.distribution.tailed import Lognormal, Pareto, Percentiles, Weibull
from simkit.units import BadValue, share_text, time_text

_LEAST_SHARE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirical:
    """One of the measured values, each equally likely, with nothing between them.

    Attributes:
        file: Where the values come from; "" when they were given as they are.
        column: Its column; "" without a file.
        unit: Unit of that column as written ("ms"); "" when it was not stated.
        values: As measured, in ns, ascending, at least one.
        rescaled: The mean that replaces that of the values, in ns; None to take them as they are.

    >>> measured = Empirical(file="t.csv", column="t", values=(1_000_000, 3_000_000))
    >>> measured.mean, str(measured.scaled_to(4_000_000))
    (2000000.0, 'empirical t.csv column t mean 4 ms')
    """

    file: str = ""
    column: str = ""
    unit: str = ""
    values: tuple[int, ...]
    rescaled: int | None = None

    def __post_init__(self) -> None:
        if not self.values:
            raise BadValue("found no values", "at least one measured time")
        for value in self.values:
            check_time("value", value, minimum=0)
        if list(self.values) != sorted(self.values):
            raise BadValue("found values in no order", "ascending values")
        if bool(self.file) != bool(self.column) or set('"\n') & set(self.file + self.column):
            found = f"found file {self.file!r} with column {self.column!r}"
            raise BadValue(found, "both or none, without quotation marks")
        if self.unit and not self.file:
            raise BadValue(f"found a unit {self.unit!r} without a file", "a file with a column")
        if self.rescaled is not None:
            check_time("mean", self.rescaled)
            if not self.values[-1]:
                raise BadValue("found a mean of 0 s", "a mean above 0 s, to be scaled")

    def __str__(self) -> str:
        times = " ".join(time_text(value) for value in self.values)
        words = f"empirical values {times}"
        if self.file:
            words = f"empirical {_name(self.file)} column {_name(self.column)}"
        words += f" in {self.unit}" if self.unit else ""
        return words if self.rescaled is None else f"{words} mean {time_text(self.rescaled)}"

    @property
    def durations(self) -> tuple[int, ...]:
        """The values to draw from, in ns, ascending: as measured, or scaled and rounded."""
        if self.rescaled is None:
            return self.values
        factor = self.rescaled * len(self.values) / sum(self.values)
        return tuple(round(value * factor) for value in self.values)

    @property
    def mean(self) -> float:
        """In ns."""
        return sum(self.durations) / len(self.values)

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        mean = self.mean
        variance = fsum((value - mean) ** 2 for value in self.durations) / len(self.values)
        return sqrt(variance) / mean if mean else 0.0

    @property
    def is_zero(self) -> bool:
        """Whether nothing but 0 s can be drawn."""
        return self.values[-1] == 0

    def scaled_to(self, mean_ns: int) -> "Empirical":
        """The same shape around another mean, in ns."""
        return replace(self, rescaled=mean_ns)


Part = (
    Constant
    | Exponential
    | Erlang
    | Gamma
    | Lognormal
    | Percentiles
    | Uniform
    | Weibull
    | Pareto
    | Hyperexponential
    | Empirical
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Now this, now that: each value comes from one of the parts.

    Attributes:
        parts: Share and distribution of each, at least two; the shares sum to 1 within 1e-9,
            and no part is itself a mixture.

    >>> slow = (0.1, Constant(value=1_000_000_000))
    >>> str(Mixture(parts=((0.9, Exponential(mean=10_000_000)), slow)))
    'mixture 90 % exponential 10 ms or 10 % 1 s'
    """

    parts: tuple[tuple[float, Part], ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2:
            raise BadValue(f"found a mixture of {len(self.parts)}", "two parts or more")
        for share, part in self.parts:
            if isinstance(part, Mixture):
                raise BadValue("found a mixture inside a mixture", "its parts, each by itself")
            if not _LEAST_SHARE <= share <= 1:
                expected = "a share above 0 % (from 1e-10 %) to 100 %"
                raise BadValue(f"found a share of {share_text(share)}", expected)
        total = fsum(share for share, _ in self.parts)
        if abs(total - 1) > 1e-9:
            found = f"found shares that sum to {share_text(round(total, 12))}"
            raise BadValue(found, "shares that sum to 100 %")

    def __str__(self) -> str:
        parts = (f"{share_text(share)} {part}" for share, part in self.parts)
        return f"mixture {' or '.join(parts)}"

    @property
    def mean(self) -> float:
        """In ns."""
        return fsum(share * part.mean for share, part in self.parts)

    @property
    def cv(self) -> float:
        """Coefficient of variation: standard deviation / mean."""
        mean = self.mean
        if mean == 0:
            return 0.0
        if any(isinf(part.cv) for _, part in self.parts):
            return inf
        # Σ share·(variance + (mean - own mean)²): no difference of two large squares
        spread = (s * ((p.cv * p.mean) ** 2 + (p.mean - mean) ** 2) for s, p in self.parts)
        return sqrt(fsum(spread)) / mean

    @property
    def is_zero(self) -> bool:
        """Whether nothing but 0 s can be drawn."""
        return all(part.is_zero for _, part in self.parts)

    def scaled_to(self, mean_ns: int) -> "Mixture":
        """Each part scaled by the same factor, its mean rounded to whole ns."""
        if self.is_zero:
            raise BadValue("found a mean of 0 s", "a mean above 0 s, to be scaled")
        factor = mean_ns / self.mean
        scaled = (
            (s, part if part.is_zero else part.scaled_to(round(part.mean * factor)))
            for s, part in self.parts
        )
        return Mixture(parts=tuple(scaled))


def _name(text: str) -> str:
    """The name as words can hold it: quoted unless it is plain."""
    plain = all(c.isalnum() or c in "_./-" for c in text) and text.lower() != "values"
    return text if plain and text.isascii() else f'"{text}"'
