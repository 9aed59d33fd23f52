"""Asking again and again whether work is done."""

from dataclasses import dataclass
from math import exp, expm1

from simkit.analysis.theory.domain import require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """What asking costs, and what it adds.

    Attributes:
        mean_polls: Questions for one piece of work, the one that finds it done included.
        mean_delay: From the end of the work to the question that finds it done, s.
    """

    mean_polls: float
    mean_delay: float


def fixed_polling(*, period: float, completion_time: float) -> Polling:
    """One question a period, the first one period after the work was accepted.

    Args:
        period: Between questions, s, > 0.
        completion_time: Mean time until the work is done, exponential, s, > 0.

    Returns:
        Mean number of questions, and mean delay.

    Raises:
        ValueError: If an argument is outside its range.

    Source: the number of questions is geometric (Feller 1968, An Introduction to Probability
    Theory, section VI.8).

    Stops holding for other laws of the time until the work is done, and where the questions slow
    the work down. If the period is short beside that time, the delay is half a period for any
    smooth law. A fixed time takes the questions that fit, rounded up.

    >>> found = fixed_polling(period=0.5, completion_time=2)
    >>> round(found.mean_polls, 3), round(found.mean_delay, 4)
    (4.521, 0.2604)
    """
    require_positive("period", period, " s")
    require_positive("completion_time", completion_time, " s")
    ratio = period / completion_time
    polls = -1 / expm1(-ratio)
    # period × polls - completion_time cancels where the period is short: there, its series.
    near = period * (1 / 2 + ratio / 12 - ratio**3 / 720)
    delay = near if ratio < 0.01 else period * polls - completion_time
    return Polling(mean_polls=polls, mean_delay=delay)


def doubling_polling(*, first_period: float, completion_time: float) -> Polling:
    """Questions at doubling distances: after p, 2p more, 4p more, and so on.

    Args:
        first_period: From acceptance to the first question, s, > 0.
        completion_time: Mean time until the work is done, exponential, s, > 0.

    Returns:
        Mean number of questions, and mean delay.

    Raises:
        ValueError: If an argument is outside its range.

    Source: as `fixed_polling`, summed over the questions asked. It stops holding where that does,
    and where the distances have a ceiling.

    >>> found = doubling_polling(first_period=0.25, completion_time=2)
    >>> round(found.mean_polls, 2), round(found.mean_delay, 3)
    (3.16, 0.998)
    """
    require_positive("first_period", first_period, " s")
    require_positive("completion_time", completion_time, " s")
    polls = delay = asked_at = 0.0
    gap, open_still = first_period, 1.0
    while open_still > 0:
        polls += open_still
        # Done within this gap, the work waits from its end to the end of the gap.
        delay += open_still * _rest(gap, completion_time)
        asked_at += gap
        gap *= 2
        open_still = exp(-asked_at / completion_time)
    return Polling(mean_polls=polls, mean_delay=delay)


def _rest(gap: float, completion_time: float) -> float:
    """The mean of what is left of a gap when the work ends, 0 if it does not end in it."""
    ratio = gap / completion_time
    if ratio < 0.01:
        return gap * ratio * (1 / 2 - ratio / 6 + ratio**2 / 24 - ratio**3 / 120)
    return gap + completion_time * expm1(-ratio)
