"""What is known of a design in advance: its instants, its queues and its rates, all together."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from simkit.analysis.known.arrivals import Arrivals, arrivals_of
from simkit.analysis.known.beyond import beyond
from simkit.analysis.known.closed import Closed, closed
from simkit.analysis.known.duration import Duration, duration
from simkit.analysis.known.network import Network
from simkit.analysis.known.path import Path
from simkit.analysis.known.room import pools_with_queues
from simkit.analysis.known.station import Station
from simkit.analysis.known.timeline import Reading, Timeline, Visit, reading, timeline
from simkit.analysis.known.value import Unknown
from simkit.model.load import Users
from simkit.model.scenario import Design


@dataclass(frozen=True, eq=False)
class Outlook:
    """What is known of a design.

    Attributes:
        design: Whose.
    """

    design: Design

    @cached_property
    def _reading(self) -> Reading:
        return reading(self.design)

    @cached_property
    def beyond(self) -> str:
        """Why all of it is unlike what is known in advance, or ""."""
        return beyond(self.design)

    @property
    def has_users(self) -> bool:
        """Whether any requests come from users who wait."""
        return any(isinstance(source.load, Users) for source in self.design.sources)

    @cached_property
    def arrivals(self) -> dict[int, Arrivals]:
        """How the requests of each journey come."""
        return arrivals_of(self.design)

    @cached_property
    def timeline(self) -> Timeline:
        """The instants of each journey, with waits only where there can be any."""
        return timeline(self._reading, pools_with_queues(self._reading, self.arrivals))

    @cached_property
    def network(self) -> Network | Closed | Unknown:
        """Its queues."""
        users = [isinstance(source.load, Users) for source in self.design.sources]
        if all(users):
            return closed(self.timeline)
        if any(users):
            return Unknown("some requests come from users, and others not")
        return Network(self.timeline, self.arrivals)

    # ---------------------------------------------------------------- of journeys

    def rate(self, root: int) -> float | Unknown:
        """Requests per second that begin a journey."""
        if isinstance(self.network, Unknown):
            return self.network
        if isinstance(self.network, Closed):
            source = self.design.sources[0]
            return self.network.rate * source.weights[source.roots.index(root)]
        rate = self.arrivals[root].rate
        return Unknown(self.arrivals[root].reason) if rate is None else rate

    def roots(self, journey: str) -> list[int]:
        """The journeys that a metric speaks of: one by its name, or all."""
        names = self.design.journeys
        return [n for n, name in enumerate(names) if not journey or name == journey]

    def shares(self, journey: str) -> dict[int, float] | Unknown:
        """Of the requests of some journeys, how many are each of them."""
        roots = self.roots(journey)
        if len(roots) == 1:
            return {roots[0]: 1.0}
        for source in self.design.sources:
            if set(roots) <= set(source.roots):
                of = dict(zip(source.roots, source.weights, strict=True))
                total = sum(of[root] for root in roots)
                return {root: of[root] / total for root in roots}
        rates: dict[int, float] = {}
        for root in roots:
            rate = self.rate(root)
            if isinstance(rate, Unknown):
                return rate
            rates[root] = rate
        return {root: rate / sum(rates.values()) for root, rate in rates.items()}

    def turning_away(self, root: int) -> tuple[Visit, ...]:
        """The visits of a journey at pools that may have no room for them."""
        return tuple(
            visit
            for visit in self.timeline.visits
            if visit.root == root
            and visit.pool in self.timeline.queueing
            and self.design.participant(visit.pool).queue is not None
            and not visit.broker
            and not visit.number
        )

    # ---------------------------------------------------------------- of times and queues

    def duration(self, path: Path) -> Duration | Unknown:
        """What is known of the time of a path."""
        network = self.network
        if isinstance(network, Unknown):
            return duration(path, lambda _: network)
        return network.duration(path)

    def station(self, pool: str) -> Station | Unknown:
        """What is known of the wait at a pool with a queue."""
        if isinstance(self.network, Unknown):
            return self.network
        return self.network.station(pool)

    def overload(self) -> str:
        """Why the design surely has no steady state, or ""."""
        if not isinstance(self.network, Network):
            return ""
        reasons = (self.network.overload(pool) for pool in sorted(self.timeline.queueing))
        return next((reason for reason in reasons if reason), "")

    def unsteady(self) -> str:
        """Why the design may have no steady state, or ""."""
        network = self.network
        if isinstance(network, Unknown):
            return network.reason
        if isinstance(network, Closed):
            return ""
        reasons = (network.unsteady(pool) for pool in sorted(self.timeline.queueing))
        return next((reason for reason in reasons if reason), "")


@lru_cache(maxsize=16)
def outlook(design: Design) -> Outlook:
    """What is known of a design; kept for the next question about the same one."""
    return Outlook(design)
