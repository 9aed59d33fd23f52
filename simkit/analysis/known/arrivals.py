"""How the requests of each journey come, as far as theory can use it."""

from dataclasses import dataclass

from simkit.model.load import (
    Burst,
    Bursts,
    Counts,
    Every,
    Load,
    Modulated,
    Poisson,
    Trace,
    Users,
)
from simkit.model.scenario import Design
from simkit.units import SECOND, time_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """The requests of one journey.

    Attributes:
        rate: Per second, in the long run; None where there is no such rate, or it hangs on the
            answers.
        is_poisson: Whether they are a Poisson stream, independent of all others.
        interval: Of requests that come at equal distances, in seconds; else None.
        reason: Why they are no Poisson stream, or "".
    """

    rate: float | None
    is_poisson: bool
    interval: float | None
    reason: str


def arrivals_of(design: Design) -> dict[int, Arrivals]:
    """The arrivals of each journey; a client with several deals its requests out by chance."""
    return {
        root: _arrivals(source.load, share)
        for source in design.sources
        for root, share in zip(source.roots, source.weights, strict=True)
    }


def _arrivals(load: Load, share: float) -> Arrivals:
    match load:
        case Poisson():
            return Arrivals(rate=load.rate * share, is_poisson=True, interval=None, reason="")
        case Every():
            return Arrivals(
                rate=SECOND / load.interval * share,
                is_poisson=False,
                interval=load.interval / SECOND if share == 1 else None,
                reason=f"requests come every {time_text(load.interval)}, not as a Poisson stream",
            )
        case Modulated():
            reason = "the rate of requests changes by chance, so that they are no Poisson stream"
            return Arrivals(rate=load.rate * share, is_poisson=False, interval=None, reason=reason)
        case _:
            reason = _unsteady(load)
    return Arrivals(rate=None, is_poisson=False, interval=None, reason=reason)


def _unsteady(load: Load) -> str:
    match load:
        case Users():
            return "users wait for their answers"
        case Burst() | Bursts():
            return "requests come all at once, so that there is no steady state"
        case Trace() | Counts():
            return "requests come as in a recording, so that there is no steady state"
        case _:
            return "the load changes, so that there is no steady state"
