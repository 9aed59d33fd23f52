"""What no closed system can beat, whatever the laws of its work."""

from collections.abc import Sequence
from dataclasses import dataclass

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBounds:
    """Limits of a closed system.

    Attributes:
        most_throughput: Requests per second it never exceeds.
        least_sojourn: Mean time of a request in the stations that it never undercuts, s.
        knee: The number of users at which the two limits of each meet; more of them only wait.
    """

    most_throughput: float
    least_sojourn: float
    knee: float


def closed_bounds(*, users: int, think_time: float, demands: Sequence[float]) -> ClosedBounds:
    """The asymptotic bounds of a closed system of single servers.

    With one demand and one's own round trip as thinking it is a prefetch window: deliveries are
    the users, and the bound is met where the work is fixed.

    Args:
        users: ≥ 1.
        think_time: Mean, from an answer to the user's next request, s, ≥ 0.
        demands: Of each station: mean work a request brings to it, over all its visits, s, > 0;
            at least one.

    Returns:
        The bounds: true ones, not approximations.

    Raises:
        ValueError: If an argument is outside its range, or there is no station.

    Source: Muntz and Wong (1974); Lazowska et al. (1984), Quantitative System Performance,
    section 5.2.

    Stops holding where a request is at two stations at once, or a station has several servers
    (its demand over its servers is then the limit of throughput).

    >>> found = closed_bounds(users=20, think_time=5, demands=[0.2])
    >>> round(found.most_throughput, 4), found.least_sojourn, round(found.knee, 6)
    (3.8462, 0.2, 26.0)
    """
    require_whole("users", users)
    require_not_negative("think_time", think_time, " s")
    if not demands:
        raise ValueError("there must be at least one demand")
    for number, demand in enumerate(demands):
        require_positive(f"demands[{number}]", demand, " s")
    total, largest = sum(demands), max(demands)
    return ClosedBounds(
        most_throughput=min(users / (think_time + total), 1 / largest),
        least_sojourn=max(total, users * largest - think_time),
        knee=(think_time + total) / largest,
    )
