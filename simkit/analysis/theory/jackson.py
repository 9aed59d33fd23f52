"""Open Jackson networks: stations that messages wander through at random."""

from collections.abc import Sequence
from dataclasses import dataclass

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_probability,
    require_stable,
    require_whole,
)
from simkit.analysis.theory.multi_server import m_m_c
from simkit.analysis.theory.steady import SteadyState

Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One station of an open network, in the steady state.

    Attributes:
        arrival_rate: Messages per second, from outside and from the other stations.
        visits: How often a message comes here on average, on its way through the network.
        state: As of an M/M/c of its own.
    """

    arrival_rate: float
    visits: float
    state: SteadyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """An open network in the steady state.

    Attributes:
        mean_in_system: Messages in all stations together, on average over time.
        mean_sojourn: Of a message, from entering the network to leaving it, s.
        nodes: In the order given.
    """

    mean_in_system: float
    mean_sojourn: float
    nodes: tuple[Node, ...]


def traffic(*, arrival_rates: Sequence[float], routing: Matrix) -> tuple[float, ...]:
    """How many messages per second come to each station: the traffic equations.

    Args:
        arrival_rates: Of messages from outside, per second, at each station, ≥ 0.
        routing: ``routing[i][j]`` is the chance, 0 to 1, that a message goes from station i to
            station j next; what a row lacks to 1 leaves the network.

    Returns:
        Messages per second at each station, from everywhere.

    Raises:
        ValueError: If an argument is outside its range, the shapes differ, or a message may
            never leave.

    Source: Jackson (1957), equation 1. They need nothing but averages: any laws, as long as the
    network keeps up.

    >>> [round(rate, 6) for rate in traffic(arrival_rates=[6], routing=[[0.25]])]
    [8.0]
    """
    import numpy as np  # noqa: PLC0415 - only what needs it loads it

    _require_routing(arrival_rates, routing)
    _require_ways_out(routing)
    size = len(arrival_rates)
    matrix = np.eye(size) - np.array(routing, dtype=float).reshape(size, size).T
    solved = np.linalg.solve(matrix, np.array(arrival_rates, dtype=float))
    # A station that nobody comes to may be left with the dust of the elimination.
    return tuple(max(float(rate), 0.0) for rate in solved)


def jackson_network(
    *,
    arrival_rates: Sequence[float],
    routing: Matrix,
    service_times: Sequence[float],
    servers: Sequence[int],
) -> Network:
    """The steady state of an open Jackson network: each station as if it were alone.

    Args:
        arrival_rates: Of messages from outside, Poisson, per second, at each station, ≥ 0; not
            all of them 0.
        routing: As in `traffic`: drawn at each step, whatever happened before.
        service_times: Mean at each station, exponential, drawn anew at each visit, s, > 0.
        servers: At each station, ≥ 1.

    Returns:
        Each station, and the whole network.

    Raises:
        ValueError: If an argument is outside its range, the shapes differ, a message may never
            leave, or a station's utilisation is 1 or more.

    Source: Jackson (1957, 1963).

    Stops holding where a message keeps its work from station to station, a queue has limited
    room, work is not exponential, or a server is held while its message is elsewhere. The means
    add up in any case that fits; sojourns of one message are independent only in a row
    (`tandem_sojourn_exceeds`).

    >>> found = jackson_network(
    ...     arrival_rates=[6], routing=[[0.25]], service_times=[0.1], servers=[1]
    ... )
    >>> round(found.mean_sojourn, 4), round(found.nodes[0].visits, 4)
    (0.6667, 1.3333)
    """
    entering = traffic(arrival_rates=arrival_rates, routing=routing)
    if not len(arrival_rates) == len(service_times) == len(servers):
        raise ValueError(
            f"every station needs a service time and servers; got {len(arrival_rates)} stations, "
            f"{len(service_times)} service times and {len(servers)} servers"
        )
    for number, (rate, time, count) in enumerate(
        zip(entering, service_times, servers, strict=True)
    ):
        require_positive(f"service_times[{number}]", time, " s")
        require_whole(f"servers[{number}]", count)
        require_stable(rate * time / count, f"station {number}")
    outside = sum(arrival_rates)
    require_positive("the sum of arrival_rates", outside, " /s")
    nodes = tuple(
        Node(
            arrival_rate=rate,
            visits=rate / outside,
            state=m_m_c(arrival_rate=rate, service_time=time, servers=count),
        )
        for rate, time, count in zip(entering, service_times, servers, strict=True)
    )
    present = sum(node.state.mean_in_system for node in nodes)
    return Network(mean_in_system=present, mean_sojourn=present / outside, nodes=nodes)


def _require_routing(arrival_rates: Sequence[float], routing: Matrix) -> None:
    size = len(arrival_rates)
    if not size:
        raise ValueError("there must be at least one station")
    if len(routing) != size or any(len(row) != size for row in routing):
        raise ValueError(f"routing must have {size} rows of {size} chances, as arrival_rates has")
    for origin, row in enumerate(routing):
        require_not_negative(f"arrival_rates[{origin}]", arrival_rates[origin], " /s")
        for goal, chance in enumerate(row):
            require_probability(f"routing[{origin}][{goal}]", chance)
        if sum(row) > 1 + 1e-12:
            raise ValueError(f"routing[{origin}] must add up to at most 1; got {sum(row):.6g}")


def _require_ways_out(routing: Matrix) -> None:
    """Refuse stations that a message never leaves the network from."""
    leads_out = {origin for origin, row in enumerate(routing) if sum(row) < 1 - 1e-12}
    found = -1
    while found < len(leads_out):
        found = len(leads_out)
        leads_out |= {
            origin
            for origin, row in enumerate(routing)
            if any(chance > 0 and goal in leads_out for goal, chance in enumerate(row))
        }
    for origin in range(len(routing)):
        if origin not in leads_out:
            raise ValueError(f"a message at station {origin} never leaves the network")
