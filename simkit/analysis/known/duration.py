"""How long a path takes: the sum of its parts, as far as their laws and their queues are known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import fsum

from simkit.analysis.known.law import Law, law_of, longest, one_after_the_other
from simkit.analysis.known.path import (
    Draw,
    Longest,
    Part,
    Path,
    Unclear,
    Wait,
    at_least,
    everything,
    fixed,
    waits,
)
from simkit.analysis.known.station import Station
from simkit.analysis.known.value import Unknown
from simkit.analysis.theory import fork_join_two, nelson_tantawi_approximation

StationOf = Callable[[str], Station | Unknown]
SLOWER = "the slower of two ways with queues has no closed form"
HARDLY = 0.02  # of a mean: by so much at most such an approximation is too low
LUCK = "times that share their luck add up to no closed form"


@dataclass(frozen=True, kw_only=True, eq=False)
class Duration:
    """What is known of a time.

    Attributes:
        mean: In seconds.
        law: The whole law, if it is known.
        why: Why the law is not known, or "".
        stations: The queues on the way, in order.
        names: Formulas besides those of the stations, with their sources.
        exact: Whether the mean is no approximation.
    """

    mean: float
    law: Law | None
    why: str
    stations: tuple[Station, ...]
    names: tuple[tuple[str, str], ...]
    exact: bool


def without_queues(path: Path) -> Law | Unknown:
    """The time of a path on which nobody waits for a worker.

    Returns:
        Its moments; its law too where that has a closed form.
    """
    found = duration(path, lambda pool: Unknown(f"it waits for {pool}"))
    if isinstance(found, Unknown):
        return found
    if found.law is not None:
        return found.law
    if found.why == LUCK:
        return Unknown(found.why)
    parts = [_of_part(part) for part in path]
    return one_after_the_other([part for part in parts if isinstance(part, Law)])


def duration(path: Path, station_of: StationOf) -> Duration | Unknown:
    """The time of a path.

    Args:
        path: Any.
        station_of: The queues by their pools.

    Returns:
        Its mean: the means of its parts, whatever hangs together. Its law, if each of its
        parts has one, and none of them says anything about another.
    """
    parts: list[Duration] = []
    for part in path:
        found = _part(part, station_of)
        if isinstance(found, Unknown):
            return found
        parts.append(found)
    stations = tuple(station for part in parts for station in part.stations)
    laws = [part.law for part in parts if part.law is not None]
    why = next((part.why for part in parts if part.law is None), "")
    if not why and not are_apart(path):
        why = LUCK
    law = None if why else one_after_the_other(laws)
    if law is not None and not law.is_known:
        law, why = None, "a sum of such times has no closed form"
    return Duration(
        mean=fsum(part.mean for part in parts),
        law=law,
        why=why,
        stations=stations,
        names=tuple(dict.fromkeys(name for part in parts for name in part.names)),
        exact=all(part.exact for part in parts),
    )


def are_apart(path: Path) -> bool:
    """Whether no two times of a path draw the same luck."""
    addresses = [
        part.address for part in everything(path) if isinstance(part, Draw) and part.varies
    ]
    return len(addresses) == len(set(addresses))


def _part(part: Part, station_of: StationOf) -> Duration | Unknown:
    match part:
        case Unclear():
            return Unknown(part.reason)
        case Wait():
            return _wait(part, station_of)
        case Longest():
            return _longest(part, station_of)
        case Draw():
            return _known(law_of(part.law))


def _of_part(part: Part) -> Law | Unknown:
    found = _part(part, lambda pool: Unknown(f"it waits for {pool}"))
    if isinstance(found, Unknown):
        return found
    return found.law or Unknown(found.why)


def _known(law: Law) -> Duration:
    return Duration(mean=law.mean, law=law, why="", stations=(), names=(), exact=True)


def _wait(part: Wait, station_of: StationOf) -> Duration | Unknown:
    station = station_of(part.pool)
    if isinstance(station, Unknown):
        return station
    why = "" if station.law else f"of the wait at {part.pool} only the mean is known"
    return Duration(
        mean=station.wait,
        law=station.law,
        why=why,
        stations=(station,),
        names=(),
        exact=station.exact,
    )


# ---------------------------------------------------------------------- the slowest of several


def _longest(part: Longest, station_of: StationOf) -> Duration | Unknown:
    queues = [branch for branch in part.branches if waits(branch)]
    if len(queues) > 1:
        return _fork_and_join(part, station_of)
    found = [duration(branch, station_of) for branch in part.branches]
    for one in found:
        if isinstance(one, Unknown):
            return one
    known = [one for one in found if isinstance(one, Duration)]
    laws = [one.law for one in known if one.law is not None]
    law = longest(laws) if len(laws) == len(known) and are_apart((part,)) else None
    if law is None:
        why = next((one.why for one in known if one.why), "") or SLOWER
        return _hardly_longer(part, known) or Unknown(why)
    return Duration(
        mean=law.mean,
        law=law,
        why="",
        stations=tuple(station for one in known for station in one.stations),
        names=((f"slowest of {len(known)}", "David and Nagaraja (2003), section 2.1"),),
        exact=all(one.exact for one in known),
    )


def _hardly_longer(part: Longest, known: list[Duration]) -> Duration | None:
    """One way of which the law is not known, beside constants that next to never are longer."""
    constants = [fixed(branch) for branch in part.branches]
    varied = [number for number, time in enumerate(constants) if time is None]
    if len(varied) != 1:
        return None
    one, least = known[varied[0]], at_least(part.branches[varied[0]])
    most = max(time for time in constants if time is not None)
    return replace(one, exact=False) if most - least <= HARDLY * one.mean else None


def _fork_and_join(part: Longest, station_of: StationOf) -> Duration | Unknown:
    """Copies of a message at equal servers with a queue each."""
    found = [_side(branch, station_of) for branch in part.branches]
    sides = [side for side in found if side is not None]
    alike = len(sides) == len(found) and len({side.times for side in sides}) == 1
    if not alike or len({side.pool for side in sides}) < len(sides) or len(sides) > 32:
        return Unknown(SLOWER)
    if not are_apart((part,)):
        return Unknown(LUCK)
    before, rate, work, behind = sides[0].times
    if len(sides) == 2:
        mean = fork_join_two(arrival_rate=rate, service_time=work)
        name = ("fork and join", "Flatto and Hahn (1984)")
    else:
        mean = nelson_tantawi_approximation(
            arrival_rate=rate, service_time=work, branches=len(sides)
        )
        name = (f"Nelson–Tantawi (fork of {len(sides)})", "Nelson and Tantawi (1988)")
    return Duration(
        mean=before + mean + behind,
        law=None,
        why="of a fork and join only the mean is known",
        stations=(),
        names=(name,),
        exact=len(sides) == 2,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One branch: constants, an M/M/1 of its own, and constants again.

    Attributes:
        pool: Its id.
        times: Before it, s; messages that come to it per second; mean work there, s; after it, s.
    """

    pool: str
    times: tuple[float, float, float, float]


def _side(branch: Path, station_of: StationOf) -> _Side | None:
    place = next((n for n, part in enumerate(branch) if isinstance(part, Wait)), None)
    if place is None:
        return None
    wait, before, behind = branch[place], fixed(branch[:place]), fixed(branch[place + 2 :])
    station = station_of(wait.pool) if isinstance(wait, Wait) else None
    if not isinstance(station, Station) or before is None or behind is None:
        return None
    alone = station.asked.kinds == station.workers == 1 and station.exact
    work = station.asked.exponential
    if not alone or work is None:
        return None
    return _Side(station.pool, (before, station.asked.rate, work, behind))
