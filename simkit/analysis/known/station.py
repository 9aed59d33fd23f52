"""One pool with a queue, whose messages come as a Poisson stream: what is known of its wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from simkit.analysis.known.law import Law, mixed, of_phases
from simkit.analysis.known.phases import (
    MOST,
    Phases,
    exponential,
    nothing,
    single_server_wait,
    stages,
)
from simkit.analysis.known.value import Unknown
from simkit.analysis.theory import (
    allen_cunneen_approximation,
    erlang_c,
    m_g_1,
    m_g_c_c,
    m_m_1,
    m_m_c,
    m_m_c_k,
)
from simkit.analysis.theory.birth_death import level_shares

ERLANG = "Erlang (1917)"
MOST_PLACES = 2_000  # of a queue: the formula adds them one by one


@dataclass(frozen=True, kw_only=True, eq=False)
class Station:
    """A pool in the steady state.

    Attributes:
        pool: Its id.
        workers: How many it has.
        asked: What its messages ask of it.
        wait: Mean time until a worker is free, of those that are let in, s.
        law: Of that time; None where only its mean is known.
        formula: In Kendall's notation; "" of a closed network.
        methods: What it is worked out by where that has a name of its own.
        source: Of the formula.
        exact: Whether it is no approximation.
        refused: The share of the messages that finds no room, 0 to 1.
    """

    pool: str
    workers: int
    asked: "Service"
    wait: float
    law: Law | None
    formula: str
    methods: tuple[str, ...]
    source: str
    exact: bool
    refused: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service:
    """What the messages of a pool ask of it, all kinds together.

    Attributes:
        kinds: How many kinds of messages there are.
        rate: Messages per second.
        law: How long one of them keeps a worker.
        exponential: The mean of that time if it is exponential, and the same for all kinds, s;
            else None.
    """

    kinds: int
    rate: float
    law: Law
    exponential: float | None

    @property
    def load(self) -> float:
        """Mean number of workers that are kept busy, in erlang."""
        return self.rate * self.law.mean


def service(kinds: Sequence[tuple[float, Law]], exponential: float | None) -> Service:
    """The messages of a pool, of all kinds.

    Args:
        kinds: Messages per second of each kind, > 0, and how long one of them keeps a worker.
        exponential: The mean, in seconds, if all are exponential with the same mean.
    """
    rate = sum(each for each, _ in kinds)
    law = mixed([(each / rate, law) for each, law in kinds]) if len(kinds) > 1 else kinds[0][1]
    return Service(kinds=len(kinds), rate=rate, law=law, exponential=exponential)


def waiting(pool: str, workers: int, asked: Service) -> Station | Unknown:
    """The wait at a pool with endless room.

    Args:
        pool: Its id.
        workers: How many, with a utilisation below 1.
        asked: What its messages ask of it; they come as a Poisson stream.
    """
    rate, mean = asked.rate, asked.law.mean
    if asked.exponential is not None:
        return _m_m_c(pool, workers, asked)
    if not isfinite(asked.law.variance):
        return Unknown(f"the work at {pool} has no variance, and the mean wait no end")
    if workers == 1:
        law = _single_server(asked)
        return Station(
            pool=pool,
            workers=1,
            asked=asked,
            wait=m_g_1(arrival_rate=rate, service_time=mean, service_cv=asked.law.cv).mean_wait,
            law=law,
            formula="M/D/1" if asked.law.is_constant else "M/G/1",
            methods=("Pollaczek–Khinchine",),
            source="Pollaczek (1930), Khinchine (1932)",
            exact=True,
        )
    wait = allen_cunneen_approximation(
        arrival_rate=rate,
        arrival_cv=1,
        service_time=mean,
        service_cv=asked.law.cv,
        servers=workers,
    )
    return Station(
        pool=pool,
        workers=workers,
        asked=asked,
        wait=wait,
        law=None,
        formula=f"M/G/{workers}",
        methods=("Allen–Cunneen",),
        source="Allen and Cunneen (1978)",
        exact=False,
    )


def _m_m_c(pool: str, workers: int, asked: Service) -> Station:
    rate, mean = asked.rate, asked.law.mean
    if workers == 1:
        found = m_m_1(arrival_rate=rate, service_time=mean)
    else:
        found = m_m_c(arrival_rate=rate, service_time=mean, servers=workers)
    waits = erlang_c(servers=workers, load=rate * mean)
    clearing = mean / (workers - rate * mean)
    return Station(
        pool=pool,
        workers=workers,
        asked=asked,
        wait=found.mean_wait,
        law=of_phases(exponential(clearing, chance=waits)),
        formula=f"M/M/{workers}",
        methods=(),
        source=ERLANG,
        exact=True,
    )


def _single_server(asked: Service) -> Law | None:
    """The law of the wait at one worker, where its service is a phase-type time."""
    phases = asked.law.phases
    if phases is None or asked.law.least or not 0 < phases.size <= MOST // 2:
        return None
    return of_phases(single_server_wait(phases, asked.load))


# ---------------------------------------------------------------------- limited room


def limited(pool: str, workers: int, places: int, asked: Service) -> Station | Unknown:
    """The wait at a pool that turns away whoever finds no room.

    Args:
        pool: Its id.
        workers: How many.
        places: How many messages can wait.
        asked: What its messages ask of it, also those that are turned away.
    """
    if not places:
        loss = m_g_c_c(arrival_rate=asked.rate, service_time=asked.law.mean, servers=workers)
        return Station(
            pool=pool,
            workers=workers,
            asked=asked,
            wait=0.0,
            law=of_phases(nothing()),
            formula=f"M/G/{workers}/{workers}",
            methods=("Erlang B",),
            source=f"{ERLANG}, Sevastyanov (1957)",
            exact=True,
            refused=loss.blocking,
        )
    room = workers + places
    if asked.exponential is None:
        return Unknown(f"{pool} has limited room, and work that is not exponential")
    if room > MOST_PLACES:
        return Unknown(f"{pool} has room for more than {MOST_PLACES:,} messages, but not for all")
    found = m_m_c_k(
        arrival_rate=asked.rate, service_time=asked.law.mean, servers=workers, room=room
    )
    return Station(
        pool=pool,
        workers=workers,
        asked=asked,
        wait=found.mean_wait,
        law=_wait_of_admitted(asked, workers, places),
        formula=f"M/M/{workers}/{room}",
        methods=(),
        source="Kleinrock (1975), section 3.6",
        exact=True,
        refused=found.blocking,
    )


def _wait_of_admitted(asked: Service, workers: int, places: int) -> Law | None:
    """Who finds n ahead waits for n - c + 1 completions, each at the rate of all workers."""
    import numpy as np  # noqa: PLC0415 - only what needs it loads it

    if places > MOST:
        return None
    room = workers + places
    first, shares = level_shares(lambda n: asked.load / min(n, workers), room)
    seen = {first + n: share for n, share in enumerate(shares) if first + n < room}
    row = stages(asked.law.mean / workers * places, places)
    start = np.zeros(places)
    for ahead, share in seen.items():
        if ahead >= workers:
            start[places - (ahead - workers + 1)] = share / sum(seen.values())
    return of_phases(Phases(start, row.flow))


# ---------------------------------------------------------------------- what leaves


def departure_variability(workers: int, asked: Service) -> float:
    """About the squared coefficient of variation of the gaps between departures.

    Of Poisson arrivals; 1 for M/M/c, whose departures are Poisson again.

    Source: Whitt (1983), The Queueing Network Analyzer, equation 39, without its lower bound.

    >>> from simkit.analysis.known.law import constant
    >>> steady = Service(kinds=1, rate=8.0, law=constant(0.1), exponential=None)
    >>> round(departure_variability(1, steady), 6)
    0.36
    """
    utilisation = asked.load / workers
    return 1 + utilisation**2 * (asked.law.cv**2 - 1) / sqrt(workers)
