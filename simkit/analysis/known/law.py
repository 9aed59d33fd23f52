"""What is known of a random time: its moments always, its whole law where one has a closed form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum, inf, isfinite, prod

from simkit.analysis.known import tails
from simkit.analysis.known.phases import MOST, Phases, after, blend, longer, nothing, stages
from simkit.analysis.theory.quantiles import percentile
from simkit.model.distribution import (
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Mixture,
    Pareto,
    Part,
    Uniform,
    Weibull,
)
from simkit.units import SECOND


@dataclass(frozen=True, eq=False, kw_only=True)
class Law:
    """A time that is never negative, in seconds.

    Attributes:
        mean: Of it.
        variance: In square seconds; inf where it has none.
        least: What it is never below; it may be more than that always.
        greatest: What it is never above; inf where there is no such time.
        phases: What is beyond ``least``, if that is a phase-type time.
        tail: The chance of more than a time, if it is known and no phase-type time.

    >>> from simkit.model.distribution import Exponential
    >>> way, work = law_of(Constant(value=500_000)), law_of(Exponential(mean=5_000_000))
    >>> found = one_after_the_other([way, work, way])
    >>> round(found.mean, 6), round(found.percentile(0.99), 6)
    (0.006, 0.024026)
    """

    mean: float
    variance: float
    least: float
    greatest: float
    phases: Phases | None = None
    tail: Callable[[float], float] | None = None

    @property
    def is_known(self) -> bool:
        """Whether more is known of it than moments."""
        return self.phases is not None or self.tail is not None

    @property
    def is_constant(self) -> bool:
        """Whether it is always the same."""
        return self.least == self.greatest

    @property
    def cv(self) -> float:
        """Standard deviation over mean; 0 where it takes no time."""
        return self.variance**0.5 / self.mean if self.mean else 0.0

    def exceeds(self, time: float) -> float:
        """The chance that it is longer than this many seconds; only of a known law."""
        if self.phases is not None:
            return self.phases.exceeds(time - self.least)
        assert self.tail is not None
        return self.tail(time)

    def percentile(self, share: float) -> float:
        """The time in seconds that this share, 0 to below 1, is within; only of a known law."""
        if self.phases is not None:
            return self.least + self.phases.percentile(share)
        beyond = max(self.mean - self.least, 1e-9)
        return self.least + percentile(
            lambda time: self.exceeds(self.least + time), share=share, scale=beyond
        )


def constant(seconds: float) -> Law:
    """Always the same time."""
    return Law(mean=seconds, variance=0.0, least=seconds, greatest=seconds, phases=nothing())


def of_phases(phases: Phases) -> Law:
    """A phase-type time."""
    end = inf if phases.size else 0.0
    return Law(mean=phases.mean, variance=phases.variance, least=0.0, greatest=end, phases=phases)


@lru_cache(maxsize=256)
def law_of(law: Distribution) -> Law:
    """The law of a distribution of a scenario; kept, as measured times may be many."""
    if isinstance(law, Constant):
        return constant(law.value / SECOND)
    if isinstance(law, Empirical):
        law = Empirical(values=law.durations)  # scaled once, and not at each look
    mean = law.mean / SECOND
    low, high = _range_of(law)
    found = Law(
        mean=mean, variance=(law.cv * mean) ** 2, least=low / SECOND, greatest=high / SECOND
    )
    phases = _phases_of(law)
    if phases is not None:
        return replace(found, phases=phases)
    return replace(found, tail=lambda time: tails.exceeds(law, time * SECOND))


def _range_of(law: Distribution) -> tuple[float, float]:
    """What the times of a distribution are never below, and never above, in ns."""
    match law:
        case Uniform():
            return law.low, law.high
        case Empirical():
            return law.durations[0], law.durations[-1]
        case Pareto():
            return law.smallest, inf
        case _:
            return 0.0, inf


def _phases_of(law: Distribution) -> Phases | None:
    """The same as a phase-type time, if it is one of a few phases."""
    if not isinstance(law, Mixture):
        return _phases_of_part(law)
    parts = [(share, _phases_of_part(part)) for share, part in law.parts]
    known = [(share, part) for share, part in parts if part is not None]
    return blend(known) if len(known) == len(parts) else None


def _phases_of_part(law: Part) -> Phases | None:
    match law:
        case Constant() if law.is_zero:
            return nothing()
        case Exponential():
            return stages(law.mean / SECOND, 1)
        case Erlang() if law.k <= MOST // 4:
            return stages(law.mean / SECOND, law.k)
        case Hyperexponential():
            long, mean = law.long_share, law.mean / SECOND
            # Balanced means: each part brings half of the mean.
            return blend([(share, stages(mean / 2 / share, 1)) for share in (1 - long, long)])
        case _ if is_exponential(law):
            return stages(law.mean / SECOND, 1)
        case _:
            return None


def is_exponential(law: Distribution) -> bool:
    """Whether a distribution is the exponential one, by whatever name.

    >>> is_exponential(Erlang(mean=5_000_000, k=1))
    True
    """
    match law:
        case Exponential():
            return True
        case Erlang():
            return law.k == 1
        case Weibull():
            return law.shape == 1
        case Gamma() | Hyperexponential():
            return law.cv == 1
        case _:
            return False


def one_after_the_other(laws: Sequence[Law]) -> Law:
    """The sum of independent times.

    Its law is known if all are phase-type times but for constants, or all but one are constants.
    """
    varied = [law for law in laws if not law.is_constant]
    found = Law(
        mean=fsum(law.mean for law in laws),
        variance=fsum(law.variance for law in laws),
        least=fsum(law.least for law in laws),
        greatest=fsum(law.greatest for law in laws),
    )
    if len(varied) == 1 and varied[0].tail is not None:
        return replace(found, tail=_later(varied[0], found.least - varied[0].least))
    parts = [law.phases for law in varied if law.phases is not None]
    if len(parts) < len(varied) or sum(part.size for part in parts) > MOST:
        return found
    phases = nothing()
    for part in parts:
        phases = after(phases, part)
    return replace(found, phases=phases)


def _later(law: Law, by: float) -> Callable[[float], float]:
    return lambda time: law.exceeds(time - by)


def longest(laws: Sequence[Law]) -> Law | None:
    """The longest of independent times from the same instant; None where it is not known.

    Its law is the product of theirs. The mean of phase-type times with the same least time is a
    closed form too; else it is the area below the tail, by quadrature.
    """
    if not all(law.is_known for law in laws):
        return None
    least = max(law.least for law in laws)
    parts = [law.phases for law in laws if law.phases is not None and law.least == least]
    if len(parts) == len(laws) and prod(part.size + 1 for part in parts) <= MOST:
        phases = nothing()
        for part in parts:
            phases = longer(phases, part)
        found = of_phases(phases)
        mean, end = least + found.mean, least + found.greatest
        return replace(found, mean=mean, least=least, greatest=end)

    def tail(time: float) -> float:
        return 1 - prod(1 - law.exceeds(time) for law in laws)

    return _by_quadrature(tail, least, max(law.greatest for law in laws), laws)


def _by_quadrature(
    tail: Callable[[float], float], least: float, greatest: float, laws: Sequence[Law]
) -> Law | None:
    from scipy.integrate import quad  # noqa: PLC0415 - slow to load

    if any(not isfinite(law.variance) for law in laws):
        return None
    scale = max(max(law.mean for law in laws) - least, max(law.variance for law in laws) ** 0.5)
    if not scale:
        return constant(least)

    def area(weight: Callable[[float], float]) -> float:
        found = quad(
            lambda u: weight(u) * tail(least + scale * u), 0, inf, limit=400, full_output=1
        )
        return float(found[0])

    beyond = scale * area(lambda _: 1.0)
    second = 2 * scale**2 * area(lambda u: u)
    return Law(
        mean=least + beyond,
        variance=max(second - beyond**2, 0.0),
        least=least,
        greatest=greatest,
        tail=tail,
    )


def mixed(parts: Sequence[tuple[float, Law]]) -> Law:
    """Now this, now that: a time that is drawn from several laws by chance.

    Args:
        parts: Chance and law of each; the chances add up to 1.
    """
    mean = fsum(share * law.mean for share, law in parts)
    second = fsum(share * (law.variance + law.mean**2) for share, law in parts)
    least = min(law.least for _, law in parts)
    found = Law(
        mean=mean,
        variance=max(second - mean**2, 0.0),
        least=least,
        greatest=max(law.greatest for _, law in parts),
    )
    known = [(share, law.phases) for share, law in parts if law.phases is not None]
    alike = len({law.least for _, law in parts}) == 1
    if alike and len(known) == len(parts) and sum(p.size for _, p in known) <= MOST:
        return replace(found, phases=blend(known))
    if all(law.is_known for _, law in parts):
        return replace(found, tail=lambda time: fsum(s * law.exceeds(time) for s, law in parts))
    return found
