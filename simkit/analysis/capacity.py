"""What a design can carry: offered load, utilisation, bottleneck, highest sustainable rate.

All of it is computed from mean times before any run, as if nobody ever queued; `Capacity` says
of each number whether queues and chance can only make it worse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from simkit.analysis.delivery_limits import deliveries
from simkit.analysis.population import population_limits
from simkit.analysis.processors import most_by_processors
from simkit.analysis.traffic import Traffic, traffic_of
from simkit.model.holding import cycle
from simkit.model.load import Users
from simkit.model.scenario import Design
from simkit.units import SECOND

NEAR = 1 - 1e-9  # of a rate: what is between them is rounding
NOTABLE = 0.995  # of a rate: what is between them is not worth a word


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCapacity:
    """What one pool has to do at its busiest time, and what it can do.

    Attributes:
        pool: Its id.
        workers: How many all its instances have; None: unlimited.
        arrival_rate: Messages per second; 0 where all come in bursts.
        worker_time: Mean time that a message holds a worker, waits included, s.
        reserved: Of that, while its delivery is under way to a worker kept for it, s.
        offered_load: Workers held on average, in erlangs.
        mean_load: The same on average until the horizon.
        at_least: Whether worker time and offered load are lower bounds, and ``most`` an upper
            one: queues elsewhere, or chance, make it hold its workers longer.
        waits_for: The pools of limited workers that it holds its own workers for.
        hampered: Why it cannot do all that its workers could, in words, or "": a broker leaves
            some of them without work, faults strike it, it does the same again, or is asked
            more often the longer it takes.
        most: Requests per second of the whole design that would hold all its workers; infinity
            where there is no such rate.
    """

    pool: str
    workers: int | None
    arrival_rate: float
    worker_time: float
    reserved: float
    offered_load: float
    mean_load: float
    at_least: bool
    waits_for: tuple[str, ...]
    hampered: str
    most: float

    @property
    def utilisation(self) -> float | None:
        """Share of its workers that is held; None where they are unlimited."""
        return None if self.workers is None else self.offered_load / self.workers

    @property
    def mean_utilisation(self) -> float | None:
        """The same on average until the horizon."""
        return None if self.workers is None else self.mean_load / self.workers


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCapacity:
    """What the users of one client can ask for.

    Attributes:
        client: Its id.
        count: How many there are.
        unqueued_rate: Requests per second if none of them ever queued: they cannot ask more.
        knee: So many of them can fill the bottleneck; more only wait. Infinity where there is
            none, or others ask too.
    """

    client: str
    count: int
    unqueued_rate: float
    knee: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What a design can carry.

    Attributes:
        design: Its name.
        rate: Requests per second at the busiest time, of all clients; of users, at most.
        mean_rate: The same on average until the horizon.
        pools: In drawn order.
        bottlenecks: The pool whose workers are the first to be all held as the load grows, all
            clients in proportion, or several at once; none where all workers are unlimited.
        most: The highest sustainable rate in requests per second: above it a queue grows without
            end, or a limited one turns messages away; infinity: there is none.
        bounds: The pools because of which the true limit can be less than ``most``; none if
            it is the limit itself.
        callers: The pools whose few workers, held while they wait for others, make ``most``
            notably less than what the bottleneck alone could do.
        users: One for each client whose requests are those of users.
    """

    design: str
    rate: float
    mean_rate: float
    pools: tuple[PoolCapacity, ...]
    bottlenecks: tuple[str, ...]
    most: float
    bounds: tuple[str, ...]
    callers: tuple[str, ...]
    users: tuple[UserCapacity, ...]

    @property
    def changes(self) -> bool:
        """Whether requests come at different rates at different times."""
        return self.mean_rate < self.rate * NEAR

    def pool(self, name: str) -> PoolCapacity:
        """The capacity of the pool with this id."""
        return next(one for one in self.pools if one.pool == name)


def capacity(design: Design, horizon: int) -> Capacity:
    r"""What a design can carry.

    Args:
        design: A resolved design.
        horizon: What comes later is not looked at, ns, > 0.

    Every pool that works in order of arrival and holds a worker only for work of its own keeps
    up with any rate below ``workers / worker time``, and with none above (Loynes 1962); the design
    with the smallest of these, in requests. A pool that holds its workers while it waits for
    another limited pool is full earlier. Where theory says when, that is the limit (see
    `population_limits`); otherwise the pool is one of the ``bounds``.

    It stops holding for networks in which one message comes back to a pool with other work: some
    of these are unstable below full utilisation (Bramson 1994).

    >>> import simkit as sk
    >>> drawing = "sequenceDiagram\n C->>A: Ask\n A-->>C: Answer"
    >>> one = sk.scenario(drawing, work={"Ask": "exponential 50 ms"}, load="poisson 80/s",
    ...                   workers={"A": 5}).designs[0]
    >>> found = capacity(one, 60 * SECOND)
    >>> found.pools[0].utilisation, found.bottlenecks, found.most, found.bounds
    (0.8, ('A',), 100.0, ())
    """
    return capacity_of(traffic_of(design, horizon))


def capacity_of(traffic: Traffic) -> Capacity:
    """What a design with this traffic can carry."""
    pools = tuple(_pool(traffic, pool.id) for pool in traffic.pools)
    limits = {
        pool: limit * sum(traffic.mix(pool)) / traffic.weighed(pool, traffic.mix(pool)).messages
        for pool, limit in population_limits(traffic).items()
    }
    alone = min((one.most for one in pools), default=inf)
    callers = {name: limit for name, limit in limits.items() if limit < alone * NOTABLE}
    most = min([alone, *limits.values()])
    requests = sum(stretch.rate * stretch.seconds for stretch in traffic.stretches)
    return Capacity(
        design=traffic.design.name,
        rate=max(stretch.rate for stretch in traffic.stretches),
        mean_rate=requests / (traffic.until / SECOND),
        pools=pools,
        bottlenecks=tuple(one.pool for one in pools if one.most < inf and one.most <= alone / NEAR),
        most=most,
        bounds=tuple(
            one.pool
            for one in pools
            if (one.at_least or one.hampered) and one.workers is not None and one.pool not in limits
        ),
        callers=tuple(callers),
        users=tuple(_users(traffic, number, most) for number in _closed(traffic)),
    )


def _pool(traffic: Traffic, name: str) -> PoolCapacity:
    stretch, mix = traffic.busiest(name), traffic.mix(name)
    whole = traffic.weighed(name, mix)
    here = [one for one in traffic.holdings if one.pool == name]
    waits_for = frozenset[str]().union(*(one.waits_for for one in here))
    loads = (traffic.load(name, one) * one.seconds for one in traffic.stretches)
    workers = traffic.design.participant(name).all_workers
    limited = workers is not None and whole.time > 0
    return PoolCapacity(
        pool=name,
        workers=workers,
        arrival_rate=traffic.messages(name, stretch),
        worker_time=whole.time / whole.messages if whole.messages else 0.0,
        reserved=whole.reserved / whole.messages if whole.messages else 0.0,
        offered_load=traffic.load(name, stretch),
        mean_load=sum(loads) / (traffic.until / SECOND),
        at_least=bool(waits_for) or any(one.at_least for one in here),
        waits_for=tuple(p.id for p in traffic.pools if p.id in waits_for),
        hampered=_hampered(traffic, name),
        most=min(
            traffic.workers(name) * sum(mix) / whole.time if limited else inf,
            most_by_processors(traffic, name) * sum(mix),
        ),
    )


def _hampered(traffic: Traffic, pool: str) -> str:
    """Why a pool cannot do all that its workers could, or ""."""
    return next(_hindrances(traffic, pool), "")


def _hindrances(traffic: Traffic, pool: str) -> Iterator[str]:
    fed = [one for one in deliveries(traffic) if one.receiver.id == pool]
    whole = len(fed) == sum(one.pool == pool for one in traffic.holdings)
    if fed and whole and sum(one.workers for one in fed) < traffic.workers(pool) * NOTABLE:
        brokers = ", ".join(dict.fromkeys(one.line.sender for one in fed))
        yield f"{brokers} does not keep all workers of {pool} busy"
    if any(fault.part == pool for fault in traffic.design.faults):
        yield f"{pool} is struck by faults"
    if any(one.may_lapse for one in fed):
        yield f"{pool} does again what outlasts its lease"
    serving = traffic.design.participant(pool).serving
    if serving.cpus is not None:
        yield f"{pool} has only {serving.cpus:,} processors for all its workers"
    if serving.contention is not None:
        yield f"those at work in {pool} hinder each other"
    if any(one.pool == pool and one.execution in traffic.asked for one in traffic.holdings):
        yield f"how often {pool} is asked hangs on how long it takes until all is done"


def _closed(traffic: Traffic) -> list[int]:
    sources = traffic.design.sources
    return [number for number, source in enumerate(sources) if isinstance(source.load, Users)]


def _users(traffic: Traffic, number: int, most: float) -> UserCapacity:
    """What users can ask for.

    The asymptotic bounds of a closed system hold whatever its laws and however many workers
    a pool has, as queues can only add to the time without them (Muntz and Wong 1974). The knee
    is that of the first pool to be full.
    """
    source = traffic.design.sources[number]
    assert isinstance(source.load, Users)
    gone = cycle(traffic.timeline, source)
    turn = max(source.load.think.mean + gone, 1.0) / SECOND
    return UserCapacity(
        client=source.client,
        count=source.load.count,
        unqueued_rate=source.load.count / turn,
        knee=most * turn if len(traffic.design.sources) == 1 else inf,
    )
