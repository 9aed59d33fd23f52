"""Users who wait for their answers: a closed network, each user in one place at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from simkit.analysis.known.duration import LUCK, Duration, are_apart, duration
from simkit.analysis.known.law import law_of, of_phases
from simkit.analysis.known.path import Path, Wait
from simkit.analysis.known.phases import exponential
from simkit.analysis.known.station import Service, Station
from simkit.analysis.known.stays import exponential_mean, stay
from simkit.analysis.known.timeline import Timeline
from simkit.analysis.known.value import Unknown
from simkit.analysis.theory import machine_repairman, mean_value_analysis
from simkit.model.load import Users
from simkit.model.scenario import Source

MOST_USERS = 100_000
REPAIRMAN = ("machine repairman", "Palm (1947)")
MEAN_VALUES = ("mean value analysis", "Reiser and Lavenberg (1980)")
CYCLE = ("users over cycle time", "Little (1961)")


@dataclass(frozen=True, kw_only=True, eq=False)
class Closed:
    """A closed network in the steady state.

    Attributes:
        rate: Requests per second, of all users.
        formula: Name and source.
        stations: Its queues, by pool.
    """

    rate: float
    formula: tuple[str, str]
    stations: Mapping[str, Station]

    def station(self, pool: str) -> Station | Unknown:
        """What is known of the wait at a pool with a queue."""
        return self.stations.get(pool) or Unknown(f"nothing is known of {pool}")

    def duration(self, path: Path) -> Duration | Unknown:
        """What is known of the time of a path."""
        return duration(path, self.station)


def closed(timeline: Timeline) -> Closed | Unknown:
    """What is known of a design whose requests come from users.

    Args:
        timeline: Of a design all of whose loads are users.

    Source: Baskett, Chandy, Muntz and Palacios (1975): pools in order of arrival with exponential
    work of one mean each, and any times without queues.
    """
    sources = timeline.design.sources
    if len(sources) > 1:
        return Unknown("users of several kinds")
    load, roots = sources[0].load, sources[0].roots
    assert isinstance(load, Users)
    if load.count > MOST_USERS:
        return Unknown(f"more than {MOST_USERS:,} users")
    if not timeline.queueing:
        return _without_queues(timeline, load, sources[0])
    if len(roots) > 1:
        return Unknown("users with requests of several kinds")
    return _with_queues(timeline, load, timeline.over[roots[0]])


def _without_queues(timeline: Timeline, load: Users, source: Source) -> Closed | Unknown:
    cycle = law_of(load.think).mean
    for root, share in zip(source.roots, source.weights, strict=True):
        found = duration(timeline.over[root], Unknown)
        if isinstance(found, Unknown):
            return found
        cycle += found.mean * share
    if not cycle:
        return Unknown("users who neither think nor wait")
    return Closed(rate=load.count / cycle, formula=CYCLE, stations={})


def _with_queues(timeline: Timeline, load: Users, cycle: Path) -> Closed | Unknown:
    on_the_way = [part for part in cycle if isinstance(part, Wait)]
    works: dict[str, float] = {}
    for pool in sorted(timeline.queueing):
        reason, work = _work_at(timeline, pool, on_the_way)
        if reason:
            return Unknown(reason)
        works[pool] = work
    visits = {pool: sum(wait.pool == pool for wait in on_the_way) for pool in works}
    rest = duration(tuple(part for part in cycle if part not in on_the_way), Unknown)
    if isinstance(rest, Unknown):
        return rest
    if not are_apart(cycle):
        return Unknown(LUCK)
    busy = sum(visits[pool] * works[pool] for pool in works)
    away = max(law_of(load.think).mean + rest.mean - busy, 0.0)
    if len(works) == 1:
        return _one_pool(timeline, load, (away, visits), works)
    return _many_pools(timeline, load, (away, visits), works)


def _work_at(timeline: Timeline, pool: str, on_the_way: list[Wait]) -> tuple[str, float]:
    """Why a pool is not of the kind that has a formula, or ""; its mean work, s."""
    visits = timeline.visits_of(pool)
    for visit in visits:
        found = stay(timeline, visit)
        if isinstance(found, Unknown):
            return found.reason, 0.0
        if visit.wait not in on_the_way:
            return f"users do not wait for all that comes to {pool}", 0.0
    if timeline.design.participant(pool).queue is not None:
        return f"{pool} has limited room, and users who are turned away come again", 0.0
    mean = exponential_mean(visits)
    if mean is None:
        return f"the work at {pool} is not exponential, which a closed network needs", 0.0
    return "", mean


def _one_pool(
    timeline: Timeline, load: Users, cycle: tuple[float, dict[str, int]], works: dict[str, float]
) -> Closed:
    (pool, work), (away, visits) = next(iter(works.items())), cycle
    workers = timeline.design.participant(pool).all_workers or 0
    # A user who comes several times a cycle is one who comes as often and is away for less long.
    found = machine_repairman(
        users=load.count, think_time=away / visits[pool], service_time=work, servers=workers
    )
    asked = _asked(visits[pool], found.throughput, work)
    station = _station(pool, workers, asked, found.mean_wait, REPAIRMAN)
    rate = found.throughput / visits[pool]
    return Closed(rate=rate, formula=REPAIRMAN, stations={pool: station})


def _many_pools(
    timeline: Timeline, load: Users, cycle: tuple[float, dict[str, int]], works: dict[str, float]
) -> Closed | Unknown:
    away, visits = cycle
    for pool in works:
        workers = timeline.design.participant(pool).all_workers
        if workers != 1:
            return Unknown(
                f"mean value analysis takes pools of one worker, and {pool} has {workers}"
            )
    found = mean_value_analysis(
        users=load.count,
        think_time=away,
        demands=[visits[pool] * work for pool, work in works.items()],
    )
    stations = {}
    for (pool, work), one in zip(works.items(), found.stations, strict=True):
        asked = _asked(visits[pool], found.throughput * visits[pool], work)
        wait = max(one.residence / visits[pool] - work, 0.0)
        stations[pool] = _station(pool, 1, asked, wait, MEAN_VALUES)
    return Closed(rate=found.throughput, formula=MEAN_VALUES, stations=stations)


def _asked(kinds: int, rate: float, work: float) -> Service:
    law = of_phases(exponential(work))
    return Service(kinds=kinds, rate=rate, law=law, exponential=work)


def _station(
    pool: str, workers: int, asked: Service, wait: float, formula: tuple[str, str]
) -> Station:
    return Station(
        pool=pool,
        workers=workers,
        asked=asked,
        wait=wait,
        law=None,
        formula="",
        methods=(formula[0],),
        source=formula[1],
        exact=True,
    )
