"""Users who wait for the answer before they ask again: the machine repairman."""

from dataclasses import dataclass

from simkit.analysis.theory.birth_death import level_shares
from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedStation:
    """One station with a closed load, in the steady state.

    Attributes:
        throughput: Requests per second, of all users.
        utilisation: Share of the servers' time spent busy, 0 to 1.
        mean_wait: s.
        mean_sojourn: s.
        mean_queue_length: Requests that wait, on average over time.
        mean_in_system: Requests that wait or are served; the other users think.
    """

    throughput: float
    utilisation: float
    mean_wait: float
    mean_sojourn: float
    mean_queue_length: float
    mean_in_system: float


def machine_repairman(
    *, users: int, think_time: float, service_time: float, servers: int = 1
) -> ClosedStation:
    """So many users, who think, ask one station, and wait for its answer, for ever.

    Args:
        users: ≥ 1.
        think_time: Mean, from an answer to the user's next request, s, ≥ 0; its law does not
            matter.
        service_time: Mean, exponential, s, > 0.
        servers: ≥ 1.

    Returns:
        Its steady state; there is one at any load.

    Raises:
        ValueError: If an argument is outside its range.

    Source: Palm (1947); Kleinrock (1975), Queueing Systems I, section 3.8; any law of thinking:
    Baskett, Chandy, Muntz and Palacios (1975).

    Stops holding for another law of service (in order of arrival), and where users give up.

    >>> found = machine_repairman(users=20, think_time=5, service_time=0.2)
    >>> round(found.throughput, 5), round(found.mean_sojourn, 5)
    (3.60055, 0.55471)
    """
    require_whole("users", users)
    require_not_negative("think_time", think_time, " s")
    require_positive("service_time", service_time, " s")
    require_whole("servers", servers)
    ratio = think_time / service_time
    first, shares = level_shares(
        lambda thinking: ratio * min(users - thinking + 1, servers) / thinking, users
    )
    levels = [(users - first - place, share) for place, share in enumerate(shares)]
    in_service = sum(min(present, servers) * share for present, share in levels)
    queue = sum(max(present - servers, 0) * share for present, share in levels)
    throughput = in_service / service_time
    return ClosedStation(
        throughput=throughput,
        utilisation=in_service / servers,
        mean_wait=queue / throughput,
        mean_sojourn=(queue + in_service) / throughput,
        mean_queue_length=queue,
        mean_in_system=queue + in_service,
    )
