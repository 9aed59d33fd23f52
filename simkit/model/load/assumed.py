"""A load as people are told of it: shortly, and what its words leave open."""

from simkit.model.load import Counts, Curve, Every, Load, Modulated, Trace, Users, Wave
from simkit.model.load.curve import rate_or_none
from simkit.units import time_text

MOST_VALUES = 12  # of a recording, in a line


def assumed_of(load: Load) -> tuple[str, ...]:
    """What a reader should know of a load, in words, each a sentence about its client.

    >>> from simkit.model.load import Burst
    >>> assumed_of(Burst(at=0, count=3))
    ('no more requests after 0 s',)
    """
    found = (*_how(load),)
    ends = getattr(load, "ends", None)
    return found if ends is None else (*found, f"no more requests after {time_text(ends)}")


def shortly(load: Load) -> str:
    """A load in words that fit a line: of a long recording without a file, its beginning.

    >>> shortly(Trace(instants=tuple(range(1000))))
    'trace values 0 s 1 ns 2 ns … (1,000 in all)'
    """
    values = _values(load)
    if len(values) <= MOST_VALUES:
        return str(load)
    return f"trace values {' '.join(values[:3])} … ({len(values):,} in all)"


def _values(load: Load) -> tuple[str, ...]:
    """What stands in the words of a recording without a file."""
    match load:
        case Trace() if not load.file:
            return tuple(time_text(instant) for instant in load.instants)
        case Counts() if not load.file:
            return tuple(str(count) for count in load.counts)
        case _:
            return ()


def _how(load: Load) -> tuple[str, ...]:  # noqa: PLR0911 - one for each kind of load
    match load:
        case Every():
            return ("its first request comes at 0 s",)
        case Users():
            return ("each user thinks before its first request",)
        case Wave() if load.peak_at is None:
            return (f"its rate begins at {rate_or_none(load.rate)} and rises (not stated)",)
        case Curve() if not load.repeats:
            rate = rate_or_none(load.points[-1][1])
            return (f"its rate stays at {rate} after {time_text(load.period)} (no 'repeat')",)
        case Modulated():
            return (f"its rate begins at {rate_or_none(load.states[0].rate)}",)
        case Trace() if load.file and not load.unit:
            return (f"numbers without a unit in {load.file} are seconds",)
        case Counts() if not load.by_chance:
            return ("the requests of each interval are spread evenly over it (no 'poisson')",)
        case _:
            return ()
