"""Pools that never run out of workers: nobody waits there, so that they are no queues."""

from collections.abc import Mapping
from math import ceil, log

from simkit.analysis.known.arrivals import Arrivals
from simkit.analysis.known.duration import without_queues
from simkit.analysis.known.law import Law
from simkit.analysis.known.network import Network
from simkit.analysis.known.path import Longest, Path, Wait, begins, fixed, is_before, unclear, waits
from simkit.analysis.known.station import Station
from simkit.analysis.known.timeline import Reading, Timeline, Visit, timeline
from simkit.analysis.theory import erlang_c
from simkit.analysis.theory.birth_death import level_shares
from simkit.model.load import Burst, Bursts, Load, Users

SELDOM = 1e-9  # a share of time that counts as never
PASSES = 3  # a pool may be roomy only as another is


def pools_with_queues(read: Reading, arrivals: Mapping[int, Arrivals]) -> frozenset[str]:
    """The pools at which a message may have to wait.

    Args:
        read: The design.
        arrivals: Of its journeys.

    Returns:
        Ids of pools with limited workers, without those that have a worker for everybody: as
        many as can ever call them, or so many that less than `SELDOM` of the time all are
        busy, or free again before the next message of an even stream needs one.
    """
    limited = {one.id for one in read.pools if one.workers is not None}
    works = timeline(read, limited)
    queueing = {pool for pool in limited if any(v.occupied != () for v in works.visits_of(pool))}
    for _ in range(PASSES):
        before = set(queueing)
        for pool in sorted(queueing):
            trial = timeline(read, queueing - {pool})
            if _has_room(trial, arrivals, pool):
                queueing.discard(pool)
        if queueing == before:
            break
    return frozenset(queueing)


def _has_room(trial: Timeline, arrivals: Mapping[int, Arrivals], pool: str) -> bool:
    visits = trial.visits_of(pool)
    if all(visit.occupied == () for visit in visits):
        return True
    if trial.refusing & {visit.root for visit in visits}:
        return False
    return (
        _has_few_callers(trial, visits)
        or _is_seldom_full(trial, arrivals, visits)
        or _is_free_in_time(trial, arrivals, visits)
    )


def _workers(trial: Timeline, pool: str) -> int:
    return trial.design.participant(pool).all_workers or 0


# ---------------------------------------------------------------------- few callers


def _has_few_callers(trial: Timeline, visits: tuple[Visit, ...]) -> bool:
    """Whether all who can be here at once have a worker each, as they are few themselves."""
    callers: dict[object, tuple[int, dict[object, list[Visit]]]] = {}
    for visit in visits:
        found = min(_callers(trial, visit), key=lambda one: one[1], default=None)
        if found is None:
            return False
        who, count, unit = found
        callers.setdefault(who, (count, {}))[1].setdefault(unit, []).append(visit)
    most = sum(
        count * max(_at_once(calls) for calls in units.values())
        for count, units in callers.values()
    )
    return most <= _workers(trial, visits[0].pool)


def _callers(trial: Timeline, visit: Visit) -> list[tuple[object, int, object]]:
    """Who is held all the while that a visit lasts: whose they are, how many, and which."""
    source = next(one for one in trial.design.sources if visit.root in one.roots)
    found: list[tuple[object, int, object]] = []
    count = _most_requests(source.load, waited_for=is_before(visit.end, trial.over[visit.root]))
    if count is not None:
        found.append((source.roots, count, visit.root))  # a client can have several sources
    for other in trial.visits:
        workers = trial.design.participant(other.pool).all_workers
        if other.pool == visit.pool or other.root != visit.root or workers is None:
            continue
        if other.occupied and _is_within(visit, other, other.occupied):
            found.append((other.pool, workers, (other.execution, other.number)))
    return found


def _most_requests(load: Load, *, waited_for: bool) -> int | None:
    """How many requests of a client there can be at a time; None if there is no limit."""
    match load:
        case Users():
            return load.count if waited_for else None
        case Burst() if load.every is None:
            return load.count
        case Bursts() if load.ends is not None:
            return sum(part.count for part in load.parts)
        case _:
            return None


def _is_within(visit: Visit, other: Visit, occupied: Path) -> bool:
    start = other.end[: len(other.end) - len(occupied)]
    return begins(start, visit.arrival) and is_before(visit.end, other.end)


def _at_once(visits: list[Visit]) -> int:
    """How many of several visits of one caller there can be at a time."""
    in_a_row = all(
        begins(one.end, other.arrival) or begins(other.end, one.arrival)
        for n, one in enumerate(visits)
        for other in visits[n + 1 :]
    )
    return 1 if in_a_row else len(visits)


# ---------------------------------------------------------------------- seldom full


def _is_seldom_full(
    trial: Timeline, arrivals: Mapping[int, Arrivals], visits: tuple[Visit, ...]
) -> bool:
    """Whether all workers are busy for next to no time.

    Without queues the number of visits is Poisson; at a queue it is that of M/M/c. Each of these
    numbers is held against a level that it next to never reaches, and the levels are added.
    """
    network = Network(trial, arrivals)
    means: list[float] = []
    queues: dict[str, Station] = {}
    for visit in visits:
        rate = arrivals[visit.root].rate
        if not arrivals[visit.root].is_poisson or rate is None or visit.occupied is None:
            return False
        stations = _markov(network, (*visit.arrival, *visit.occupied))
        held = without_queues(_beside_queues(visit.occupied))
        if stations is None or not isinstance(held, Law):
            return False
        means.append(rate * held.mean)
        inside = {wait.pool for wait in waits(visit.occupied)}
        queues |= {one.pool: one for one in stations if one.pool in inside}
    if sum(means) >= _workers(trial, visits[0].pool):
        return False
    each = SELDOM / (len(means) + len(queues))
    levels = [_poisson_level(mean, each) for mean in means]
    levels += [_queue_level(station, each) for station in queues.values()]
    return sum(level - 1 for level in levels) < _workers(trial, visits[0].pool)


def _markov(network: Network, path: Path) -> list[Station] | None:
    """The queues of a path, if what leaves each of them is a Poisson stream."""
    if unclear(path) or any(isinstance(part, Longest) and waits((part,)) for part in path):
        return None
    found = []
    for wait in waits(path):
        station = network.station(wait.pool)
        ring = wait.pool in network.upstream(wait.pool)
        if not isinstance(station, Station) or not station.exact or ring:
            return None
        if station.asked.exponential is None or station.refused:
            return None
        found.append(station)
    return found


def _beside_queues(path: Path) -> Path:
    """A path without its queues: their waits, and the work that follows each of them."""
    return tuple(
        part
        for before, part in zip((None, *path), path, strict=False)
        if not isinstance(part, Wait) and not isinstance(before, Wait)
    )


def _poisson_level(mean: float, share: float) -> int:
    """The lowest level that a Poisson number reaches for at most a share of the time."""
    from scipy.special import pdtrc  # noqa: PLC0415 - slow to load

    low, high = 0, 1
    while pdtrc(high - 1, mean) > share:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pdtrc(middle - 1, mean) > share else (low, middle)
    return high


def _queue_level(station: Station, share: float) -> int:
    """The same of the number in M/M/c."""
    load, workers = station.asked.load, station.workers
    busy = erlang_c(servers=workers, load=load)
    if busy > share:
        return workers + ceil(log(share / busy) / log(load / workers))
    first, shares = level_shares(lambda n: load / min(n, workers))
    level, above = first + len(shares), 0.0
    for one in reversed(shares):
        if above + one > share:
            break
        level, above = level - 1, above + one
    return level


# ---------------------------------------------------------------------- free in time


def _is_free_in_time(
    trial: Timeline, arrivals: Mapping[int, Arrivals], visits: tuple[Visit, ...]
) -> bool:
    """Whether of messages at equal distances the next finds a worker that is free again."""
    interval = arrivals[visits[0].root].interval
    alone = len(visits) == 1 and interval is not None and fixed(visits[0].arrival) is not None
    if not alone or interval is None or visits[0].occupied is None or waits(visits[0].occupied):
        return False
    held = without_queues(visits[0].occupied)
    workers = _workers(trial, visits[0].pool)
    return isinstance(held, Law) and held.greatest <= workers * interval * (1 + 1e-12)
