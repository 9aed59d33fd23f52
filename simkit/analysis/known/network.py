"""Pools with queues, fed by Poisson requests, and which of their streams are Poisson.

Jackson (1957, 1963) and Kelly (1979, Reversibility and Stochastic Networks, chapter 3): where
every pool is first come, first served, and all its work exponential with one mean, each is as if
it were alone with Poisson arrivals, on whatever ways the messages go, also in rings, as long as a
request is in one place at a time. What leaves such a pool is Poisson again (Burke 1956), and stays
so through networks and pools without queues. The last pool on the ways need not be of that kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from simkit.analysis.known.arrivals import Arrivals
from simkit.analysis.known.duration import Duration, duration
from simkit.analysis.known.law import Law
from simkit.analysis.known.path import Draw, Longest, Path, Wait, begins, everything, fixed, waits
from simkit.analysis.known.station import (
    Service,
    Station,
    departure_variability,
    limited,
    service,
    waiting,
)
from simkit.analysis.known.stays import exponential_mean, stay
from simkit.analysis.known.timeline import Timeline, Visit
from simkit.analysis.known.value import Unknown

NEARLY = 0.1  # how far a squared cv of gaps may be from 1 to be taken for Poisson's


@dataclass(frozen=True, eq=False)
class Network:
    """The pools of a design that have queues.

    Attributes:
        timeline: Of the design.
        arrivals: Of each journey.
    """

    timeline: Timeline
    arrivals: Mapping[int, Arrivals]
    _stations: dict[str, Station | Unknown] = field(default_factory=dict)

    def station(self, pool: str) -> Station | Unknown:
        """What is known of the wait at a pool with a queue."""
        if pool not in self._stations:
            self._stations[pool] = self._station(pool)
        return self._stations[pool]

    def duration(self, path: Path) -> Duration | Unknown:
        """What is known of the time of a path."""
        found = duration(path, self.station)
        if isinstance(found, Duration) and found.law and not self._is_overtake_free(path):
            why = "sojourns on ways where messages overtake each other hang together"
            return replace(found, law=None, why=why)
        return found

    # ---------------------------------------------------------------- what comes to a pool

    @cached_property
    def services(self) -> dict[str, Service | Unknown]:
        """What the messages of each pool with a queue ask of it."""
        return {pool: self._service(pool) for pool in self.timeline.queueing}

    def _service(self, pool: str) -> Service | Unknown:
        visits = self._visits(pool)
        kinds: list[tuple[float, Law]] = []
        for visit in visits:
            arrivals, found = self.arrivals[visit.root], stay(self.timeline, visit)
            if isinstance(found, Unknown):
                return found
            if arrivals.rate is None:
                return Unknown(arrivals.reason)
            kinds.append((arrivals.rate, found))
        return service(kinds, exponential_mean(visits))

    def upstream(self, pool: str) -> frozenset[str]:
        """The pools with queues on the ways to a pool; itself among them if it is in a ring."""
        found: set[str] = set()
        new = {pool}
        while new:
            new = {
                wait.pool
                for one in new
                for visit in self._visits(one)
                for wait in waits(visit.arrival)
            } - found
            found |= new
        return frozenset(found)

    def overload(self, pool: str) -> str:
        """Why a pool has no steady state, or ""."""
        asked, workers = self.services[pool], self._workers(pool)
        if isinstance(asked, Unknown) or self._places(pool) is not None or asked.load < workers:
            return ""
        can = workers / asked.law.mean
        return (
            f"no steady state: {pool} gets {asked.rate:.4g} messages a second and can do "
            f"{can:.4g}, so that {asked.rate - can:.3g} more wait every second"
        )

    def unsteady(self, pool: str) -> str:
        """Why the messages of a pool may not leave it as fast as they come, or ""."""
        asked = self.services[pool]
        if isinstance(asked, Unknown):
            return asked.reason
        if pool in self.upstream(pool) and not self._is_nearly_markov(pool):
            # Bramson (1994): in a ring, utilisations below 1 are not always enough.
            return f"messages come back to {pool}, whose work is not exponential"
        return self.overload(pool)

    def _is_nearly_markov(self, pool: str) -> bool:
        """Whether what leaves a pool with Poisson arrivals is, or nearly is, Poisson again."""
        asked = self.services[pool]
        if isinstance(asked, Unknown):
            return False
        variability = departure_variability(self._workers(pool), asked)
        return asked.exponential is not None or abs(variability - 1) <= NEARLY

    def _workers(self, pool: str) -> int:
        return self.timeline.design.participant(pool).all_workers or 0

    def _places(self, pool: str) -> int | None:
        """How many can wait; None if as many as come, those too that wait in a broker."""
        places = self.timeline.design.participant(pool).queue
        direct = any(not visit.broker for visit in self._visits(pool))
        return places if direct else None

    # ---------------------------------------------------------------- one pool

    def _station(self, pool: str) -> Station | Unknown:
        above = self.upstream(pool)
        for other in (*sorted(above - {pool}), pool):
            reason = self._hindrance(other, last=other == pool)
            if reason:
                return Unknown(reason)
        asked, workers, places = self.services[pool], self._workers(pool), self._places(pool)
        assert isinstance(asked, Service)
        if not asked.law.mean:
            return Unknown(f"no work is done at {pool}")
        found: Station | Unknown
        if places is None:
            found = waiting(pool, workers, asked)
        elif len(self._visits(pool)) > 1:
            return Unknown(f"{pool} has limited room, and messages of several kinds")
        else:
            found = limited(pool, workers, places, asked)
        reason, exact = self._ways(pool, above)
        if reason:
            return Unknown(reason)
        if isinstance(found, Station) and not exact:
            return replace(found, exact=False, law=None, methods=(*found.methods, "as if Poisson"))
        return found

    def _hindrance(self, pool: str, *, last: bool) -> str:
        """Why nothing is known of a pool whatever comes to it, or of what leaves it; or ""."""
        asked = self.services[pool]
        if isinstance(asked, Unknown):
            return asked.reason
        for visit in self._visits(pool):
            if not self.arrivals[visit.root].is_poisson:
                return self.arrivals[visit.root].reason
        if not last and self._places(pool) is not None:
            return f"{pool} turns messages away, and what goes on is no Poisson stream"
        return self.overload(pool)

    def _ways(self, pool: str, above: frozenset[str]) -> tuple[str, bool]:
        """Why what comes to a pool is unlike a Poisson stream, or "", and whether it is one."""
        visits = [v for one in sorted(above | {pool}) for v in self._visits(one)]
        if self._share_luck(visits):
            return "a request brings related work to several places", False
        reasons = [self._unlike_departures(visit) for visit in visits]
        beside = [
            (one.pool, other.pool)
            for one, other in combinations(visits, 2)
            if one.root == other.root and not _in_order(one, other)
        ]
        reasons += [
            f"messages of one request come to {one} side by side"
            for one, other in beside
            if one == other
        ]
        varied = [one for one in sorted(above) if exponential_mean(self._visits(one)) is None]
        reasons += [
            f"what leaves {one} is no Poisson stream, as its work is not exponential"
            for one in varied
            if not self._is_nearly_markov(one)
        ]
        return next(filter(None, reasons), ""), not beside and not varied

    def _visits(self, pool: str) -> tuple[Visit, ...]:
        return self.timeline.visits_of(pool)

    def _unlike_departures(self, visit: Visit) -> str:
        """Why a message that was in a queue before does not come on as it left that; or ""."""
        for part in visit.arrival:
            if isinstance(part, Longest) and waits((part,)):
                return f"what comes to {visit.pool} waits for the slower of two ways with queues"
        before = waits(visit.arrival)
        if not before:
            return ""
        last = next(v for v in self.timeline.visits if v.wait == before[-1])
        left = last.end
        while left and fixed(left[-1:]) is not None:
            left = left[:-1]  # a constant time before the departure is as good as that
        if begins(left, visit.arrival):
            return ""
        return f"{last.pool} sends on before its work is over"

    def _share_luck(self, visits: list[Visit]) -> bool:
        """Whether two times of one journey on the way through some pools draw the same luck."""
        for root in {visit.root for visit in visits}:
            drawn = {
                (part.kind, part.line): part.address
                for visit in visits
                if visit.root == root
                for part in everything(visit.end)
                if isinstance(part, Draw) and part.varies
            }
            if len(set(drawn.values())) < len(drawn):
                return True
        return False

    # ---------------------------------------------------------------- several queues in a row

    def _is_overtake_free(self, path: Path) -> bool:
        """Whether the sojourns on a path say nothing of each other.

        Source: Reich (1957) and Burke (1968, 1969): of queues in a row, all but the first and the
        last of one server; Walrand and Varaiya (1980): where nobody can overtake on another way.
        """
        queues = waits(path)
        if len(queues) < 2:
            return True
        if any(waits((part,)) for part in path if isinstance(part, Longest)):
            return False
        first, last = (path.index(queue) for queue in (queues[0], queues[-1]))
        pools = [queue.pool for queue in queues]
        if len(set(pools)) < len(pools) or any(self._workers(p) > 1 for p in pools[1:-1]):
            return False
        return self._is_in_step(path[first:last]) and not self._is_bypassed(pools, queues[0])

    def _is_in_step(self, path: Path) -> bool:
        """Whether between its queues there are only constants."""
        rest = list(path)
        for part in path:
            if isinstance(part, Wait):
                visit = next(v for v in self.timeline.visits if v.wait == part)
                for own in (part, *(visit.occupied or ())):
                    if own not in rest:
                        return False
                    rest.remove(own)
        return fixed(tuple(rest)) is not None

    def _is_bypassed(self, pools: list[str], first: Wait) -> bool:
        """Whether other messages go from one of these pools to another too."""
        own = next(v.root for v in self.timeline.visits if v.wait == first)
        others = [v for pool in pools for v in self._visits(pool)]
        by_root: dict[int, int] = {}
        for visit in others:
            by_root[visit.root] = by_root.get(visit.root, 0) + 1
        return by_root.pop(own) > len(pools) or any(count > 1 for count in by_root.values())


def _in_order(one: Visit, other: Visit) -> bool:
    """Whether one of two visits is over when the other begins."""
    return begins(one.end, other.arrival) or begins(other.end, one.arrival)
