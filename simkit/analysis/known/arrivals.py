"""How the requests of each journey come, as far as theory can use it."""

from dataclasses import dataclass

from simkit.model.load import Every, Load, Phases, Poisson, Users
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
        root: _arrivals(source.load, len(source.roots))
        for source in design.sources
        for root in source.roots
    }


def _arrivals(load: Load, journeys: int) -> Arrivals:
    match load:
        case Poisson():
            rate = load.rate / journeys
            return Arrivals(rate=rate, is_poisson=True, interval=None, reason="")
        case Every():
            return Arrivals(
                rate=SECOND / load.interval / journeys,
                is_poisson=False,
                interval=load.interval / SECOND if journeys == 1 else None,
                reason=f"requests come every {time_text(load.interval)}, not as a Poisson stream",
            )
        case Phases():
            reason = "the load changes, so that there is no steady state"
        case Users():
            reason = "users wait for their answers"
        case _:
            reason = "requests come all at once, so that there is no steady state"
    return Arrivals(rate=None, is_poisson=False, interval=None, reason=reason)
