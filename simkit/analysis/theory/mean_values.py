"""Mean value analysis of closed networks of queues."""

from collections.abc import Sequence
from dataclasses import dataclass

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedVisit:
    """One station of a closed network.

    Attributes:
        utilisation: Share of the server's time spent busy, 0 to 1.
        residence: Mean time of a request at this station, over all its visits, s.
        mean_in_system: Requests that wait or are served here, on average over time.
    """

    utilisation: float
    residence: float
    mean_in_system: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedNetwork:
    """A closed network in the steady state.

    Attributes:
        throughput: Requests per second, of all users.
        mean_sojourn: From a request to its answer, all stations together, s.
        stations: In the order of the demands.
    """

    throughput: float
    mean_sojourn: float
    stations: tuple[ClosedVisit, ...]


def mean_value_analysis(
    *, users: int, think_time: float, demands: Sequence[float]
) -> ClosedNetwork:
    """So many users, who think, visit stations of one server each, and begin again.

    Args:
        users: ≥ 1.
        think_time: Mean, from an answer to the user's next request, and everything else that uses
            no server, such as networks, s, ≥ 0.
        demands: Of each station: mean work a request brings to it, over all its visits, s, > 0;
            at least one.

    Returns:
        Its steady state.

    Raises:
        ValueError: If an argument is outside its range, or there is no station.

    Source: Reiser and Lavenberg (1980), equations 4.1 to 4.3 for one class; the network:
    Baskett, Chandy, Muntz and Palacios (1975).

    Stops holding where a station has several servers (`machine_repairman` for one such), holds
    one server while it waits for another, is first come first served with work that is not
    exponential, or where users are of several kinds.

    >>> found = mean_value_analysis(users=20, think_time=5, demands=[0.2])
    >>> round(found.throughput, 5), round(found.mean_sojourn, 5)
    (3.60055, 0.55471)
    """
    require_whole("users", users)
    require_not_negative("think_time", think_time, " s")
    if not demands:
        raise ValueError("there must be at least one demand")
    for number, demand in enumerate(demands):
        require_positive(f"demands[{number}]", demand, " s")
    throughput, residences = 0.0, [0.0] * len(demands)
    present = [0.0] * len(demands)
    for population in range(1, users + 1):
        # The arrival theorem: a request sees the network as it is with one user fewer.
        residences = [
            demand * (1 + others) for demand, others in zip(demands, present, strict=True)
        ]
        throughput = population / (think_time + sum(residences))
        present = [throughput * residence for residence in residences]
    return ClosedNetwork(
        throughput=throughput,
        mean_sojourn=sum(residences),
        stations=tuple(
            ClosedVisit(utilisation=throughput * demand, residence=residence, mean_in_system=level)
            for demand, residence, level in zip(demands, residences, present, strict=True)
        ),
    )
