"""Loads by function, for Python: `poisson("80/s")`; phases and bursts are lists of words."""

from collections.abc import Sequence

from simkit.model.builders import nanoseconds
from simkit.model.distribution import Distribution
from simkit.model.load import (
    Burst,
    Counts,
    Curve,
    Every,
    Modulated,
    Poisson,
    State,
    Trace,
    Users,
    Wave,
)
from simkit.model.load_words import parse_rate_or_none
from simkit.model.words import parse_distribution
from simkit.units import parse_rate, parse_share, parse_time


def poisson(rate: str) -> Poisson:
    """Requests of many clients that know nothing of each other.

    >>> print(poisson("80/s"))
    poisson 80/s
    """
    return Poisson(rate=parse_rate(rate))


def every(interval: str) -> Every:
    """One request each interval.

    >>> print(every("10 ms"))
    every 10 ms
    """
    return Every(interval=parse_time(interval))


def users(count: int, think: Distribution | str) -> Users:
    """A closed load: each user thinks, asks, and thinks again when answered.

    >>> print(users(50, think="exponential 2 s"))
    users 50 think exponential 2 s
    """
    law = parse_distribution(think) if isinstance(think, str) else think
    return Users(count=count, think=law)


def at(instant: str, count: int, every: str | None = None) -> Burst:
    """Many requests at one instant, or again and again.

    >>> print(at("0 s", 10000))
    at 0 s 10000
    >>> print(at("0 s", 100, every="60 s"))
    at 0 s 100 every 1 min
    """
    again = None if every is None else parse_time(every)
    return Burst(at=parse_time(instant), count=count, every=again)


def wave(rate: str, share: str, *, over: str, peak: str | None = None) -> Wave:
    """Requests by chance at a rate that goes up and down as a sine.

    >>> print(wave("80/s", "50 %", over="24 h", peak="15 h"))
    poisson 80/s wave 50 % over 1 d peak at 15 h
    """
    return Wave(
        rate=parse_rate(rate),
        share=parse_share(share),
        period=parse_time(over),
        peak_at=None if peak is None else parse_time(peak),
    )


def curve(*points: tuple[str, str], repeat: bool = False) -> Curve:
    """Requests by chance at a rate that goes in straight lines from point to point.

    >>> print(curve(("0 s", "20/s"), ("6 h", "80/s"), ("24 h", "20/s"), repeat=True))
    poisson curve 0 s 20/s 6 h 80/s 1 d 20/s repeat
    """
    pairs = tuple((parse_time(instant), parse_rate_or_none(rate)) for instant, rate in points)
    return Curve(points=pairs, repeats=repeat)


def mmpp(*states: tuple[str, Distribution | str]) -> Modulated:
    """Requests by chance at a rate that goes through states: each a rate, and how long it lasts.

    >>> print(mmpp(("20/s", "exponential 60 s"), ("200/s", "exponential 5 s")))
    mmpp 20/s for exponential 1 min or 200/s for exponential 5 s
    """
    return Modulated(
        states=tuple(
            State(
                rate=parse_rate_or_none(rate),
                lasts=parse_distribution(law) if isinstance(law, str) else law,
            )
            for rate, law in states
        )
    )


def trace(instants: Sequence[float | str]) -> Trace:
    """Recorded requests: seconds, rounded to whole ns, or times such as "5 ms", in order.

    >>> print(trace([0.002, "5 ms"]))
    trace values 2 ms 5 ms
    """
    return Trace(instants=tuple(nanoseconds(instant) for instant in instants))


def counts(numbers: Sequence[int], *, every: str, by_chance: bool = False) -> Counts:
    """Recorded numbers of requests, one for each interval; spread evenly, or by chance.

    >>> print(counts([3, 0, 5], every="1 s", by_chance=True))
    trace values 3 0 5 every 1 s poisson
    """
    return Counts(counts=tuple(numbers), interval=parse_time(every), by_chance=by_chance)
