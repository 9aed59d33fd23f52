"""Rates, levels and shares: what comes through a design, and what it keeps busy."""

from collections.abc import Iterator
from math import fsum

from simkit.analysis.known.clocks import NEVER, clock_metric, instant
from simkit.analysis.known.closed import Closed
from simkit.analysis.known.network import Network
from simkit.analysis.known.outlook import Outlook
from simkit.analysis.known.path import begins
from simkit.analysis.known.station import Service, Station
from simkit.analysis.known.timeline import Visit
from simkit.analysis.known.value import Known, Unknown
from simkit.model.kinds import Kind

LITTLE = ("Little's law", "Little (1961)")
UTILISATION = ("utilisation law", "Denning and Buzen (1978)")
FLOW = ("flow balance", "Denning and Buzen (1978)")


def _known(value: float, formula: tuple[str, str], *, exact: bool = True) -> Known:
    return Known(value=value, formula=formula[0], source=formula[1], exact=exact)


def offered(known_of: Outlook, journey: str) -> Known | Unknown:
    """Journeys begun per second."""
    rates = [known_of.rate(root) for root in known_of.roots(journey)]
    unknown = next((rate for rate in rates if isinstance(rate, Unknown)), None)
    if unknown is not None:
        return unknown
    network = known_of.network
    formula = network.formula if isinstance(network, Closed) else ("the load", "")
    return _known(fsum(rate for rate in rates if isinstance(rate, float | int)), formula)


def throughput(known_of: Outlook, journey: str) -> Known | Unknown:
    """Journeys completed per second."""
    reason = known_of.unsteady()
    if reason:
        return _capacity(known_of) if not journey else Unknown(reason)
    total = 0.0
    for root in known_of.roots(journey):
        path, rate = instant(known_of, root, "completed"), known_of.rate(root)
        if isinstance(path, Unknown):
            return path
        if isinstance(rate, Unknown):
            return rate
        if path is None:
            continue
        let_in = _let_in(known_of, root)
        if isinstance(let_in, Unknown):
            return let_in
        total += rate * (1 - let_in[1])
    limits = [v for root in known_of.roots(journey) for v in known_of.turning_away(root)]
    stations = [known_of.station(visit.pool) for visit in limits]
    station = next((one for one in stations if isinstance(one, Station)), None)
    if station is not None:
        return _known(total, named(station))
    network = known_of.network
    return _known(total, network.formula if isinstance(network, Closed) else FLOW)


def named(station: Station) -> tuple[str, str]:
    """The formula of one queue, and who found it."""
    methods = ", ".join(station.methods)
    return (f"{methods} ({station.formula})" if methods else station.formula), station.source


def _let_in(known_of: Outlook, root: int) -> tuple[str, float] | Unknown:
    """The pool that may turn a journey away, or "", and the share of which it does so."""
    limits = known_of.turning_away(root)
    if not limits:
        return "", 0.0
    if len(limits) > 1:
        return Unknown("several pools may turn a request away")
    station = known_of.station(limits[0].pool)
    return station if isinstance(station, Unknown) else (limits[0].pool, station.refused)


def _capacity(known_of: Outlook) -> Known | Unknown:
    """What an overloaded design can do: as much as the slowest of its pools."""
    network = known_of.network
    if not isinstance(network, Network) or len(known_of.arrivals) > 1:
        return Unknown(known_of.unsteady())
    visits = known_of.timeline.visits
    rate, slowest = known_of.rate(0), ""
    for pool in sorted(known_of.timeline.queueing):
        asked, workers = network.services[pool], known_of.design.participant(pool).all_workers or 0
        if isinstance(asked, Unknown):
            return asked
        several = sum(visit.pool == pool for visit in visits) > 1
        if several or isinstance(rate, Unknown) or known_of.turning_away(0):
            return Unknown(known_of.unsteady())
        if asked.load >= workers and workers / asked.law.mean < rate:
            rate, slowest = workers / asked.law.mean, pool
    path = instant(known_of, 0, "completed")
    if isinstance(path, Unknown) or isinstance(rate, Unknown):
        return Unknown(known_of.unsteady())
    return _known(rate if path is not None else 0.0, (f"capacity of {slowest}", "Newell (1982)"))


# ---------------------------------------------------------------------- workers


def utilisation(known_of: Outlook, pool: str) -> Known | Unknown:
    """The share of a pool's workers that is held."""
    workers = known_of.design.participant(pool).all_workers
    visits = known_of.timeline.visits_of(pool)
    if workers is None or not visits:
        why = "has unlimited workers" if workers is None else "is not visited"
        return Unknown(f"{pool} {why}")
    reason = _hindered(known_of, pool)
    if reason:
        return Unknown(reason)
    total, exact = 0.0, True
    for visit in visits:
        part, rate = _held(known_of, visit), known_of.rate(visit.root)
        if isinstance(part, Unknown):
            return part
        if isinstance(rate, Unknown):
            return rate
        total += rate * part.value
        exact = exact and part.exact
    asked = _asked(known_of, pool)
    if asked is not None and asked.load >= workers and not known_of.turning_away(visits[0].root):
        # All workers are busy, but for the ways of deliveries that they are kept for.
        return _known(total / asked.load, (f"capacity of {pool}", "Newell (1982)"))
    return _known(total / workers, UTILISATION, exact=exact)


def _asked(known_of: Outlook, pool: str) -> Service | None:
    network = known_of.network
    if not isinstance(network, Network) or pool not in known_of.timeline.queueing:
        return None
    found = network.services[pool]
    return found if isinstance(found, Service) else None


def _hindered(known_of: Outlook, pool: str) -> str:
    """Why fewer messages may come to a pool than its journeys would send; or ""."""
    network = known_of.network
    if isinstance(network, Unknown):
        return network.reason
    if isinstance(network, Closed):
        return ""
    above = network.upstream(pool)
    if pool in known_of.timeline.queueing:
        asked = network.services[pool]
        if isinstance(asked, Unknown):
            return asked.reason
    reasons = (network.unsteady(other) for other in sorted(above))
    return next((reason for reason in reasons if reason), "")


def held(known_of: Outlook, part: str, journey: str) -> Known | Unknown:
    """Worker time that one request holds, waits included."""
    shares = known_of.shares(journey)
    if isinstance(shares, Unknown):
        return shares
    growing = known_of.overload()
    if growing:
        return Unknown(growing)
    total, exact = 0.0, True
    for visit in known_of.timeline.visits:
        if visit.root in shares and part in ("", visit.pool):
            found = _held(known_of, visit)
            if isinstance(found, Unknown):
                return found
            total += shares[visit.root] * found.value
            exact = exact and found.exact
    return _known(total, ("sum of means", ""), exact=exact)


def _held(known_of: Outlook, visit: Visit) -> Known | Unknown:
    """Worker time that a visit holds on average, over all requests of its journey."""
    if visit.root in known_of.timeline.refusing:
        return Unknown("the drawing says no to some of the work")
    if visit.held is None:
        return Unknown(f"{visit.pool} holds workers for what something else sets off")
    found, share = known_of.duration(visit.held), _reaches(known_of, visit)
    if isinstance(found, Unknown):
        return found
    if isinstance(share, Unknown):
        return share
    return _known(found.mean * share, ("", ""), exact=found.exact)


def _reaches(known_of: Outlook, visit: Visit) -> float | Unknown:
    """The share of the requests whose journey gets to a visit."""
    limits = known_of.turning_away(visit.root)
    if not limits or all(begins(visit.end, limit.arrival) for limit in limits):
        return 1.0
    found = _let_in(known_of, visit.root)
    if isinstance(found, Unknown):
        return found
    later = begins((*limits[0].arrival, limits[0].wait), visit.arrival)
    if visit.pool != found[0] and not later:
        return Unknown(f"{visit.pool} is held beside {found[0]}, which turns requests away")
    return 1 - found[1]


# ---------------------------------------------------------------------- levels


def backlog(known_of: Outlook, part: str, journey: str) -> Known | Unknown:
    """Journeys begun and not settled; of a participant, the messages that wait there."""
    if not part:
        return _journeys_open(known_of, journey)
    total, exact = 0.0, True
    for visit, station in _waiting_at(known_of, part):
        rate = known_of.rate(visit.root)
        if isinstance(station, Unknown) or isinstance(rate, Unknown):
            return station if isinstance(station, Unknown) else Unknown(known_of.unsteady())
        total += rate * station.wait * (1 - station.refused)
        exact = exact and station.exact
    if any(line.receiver == part for line in known_of.design.script.outstanding):
        return Unknown(f"{part} keeps messages that nobody takes")
    return _known(total, LITTLE, exact=exact)


def _waiting_at(known_of: Outlook, part: str) -> Iterator[tuple[Visit, Station | Unknown]]:
    """The visits that wait at a pool, or in a broker for one."""
    is_broker = known_of.design.participant(part).kind is Kind.BROKER
    for visit in known_of.timeline.visits:
        here = visit.broker == part if is_broker else visit.pool == part and not visit.broker
        if here and visit.pool in known_of.timeline.queueing:
            yield visit, known_of.station(visit.pool)


def _journeys_open(known_of: Outlook, journey: str) -> Known | Unknown:
    mean = clock_metric(known_of, "settled", "mean", journey)
    share = clock_metric(known_of, "settled", "share", journey)
    rate = offered(known_of, journey)
    for found in (mean, share, rate):
        if isinstance(found, Unknown):
            return found
    assert isinstance(mean, Known)
    assert isinstance(share, Known)
    assert isinstance(rate, Known)
    if share.value < 1:
        return Unknown(f"some journeys are settled {NEVER}")
    return _known(rate.value * mean.value, LITTLE, exact=mean.exact)


# ---------------------------------------------------------------------- told and done


def outcome(known_of: Outlook, metric: str, part: str, journey: str) -> Known | Unknown:
    """The share of the requests that were told this, or whose work ended like this."""
    shares, reason = known_of.shares(journey), known_of.unsteady()
    if isinstance(shares, Unknown) or reason:
        return shares if isinstance(shares, Unknown) else Unknown(reason)
    total, formula = 0.0, ("", "")
    for root, share in shares.items():
        station = _turns_away(known_of, root)
        if isinstance(station, Unknown):
            return station
        says = _told(known_of, root) if metric == "told" else ("refused", "well")
        if part not in says:
            return Unknown(f"theory says nothing of '{part}' here")
        formula = named(station)
        total += share * (station.refused if part == says[0] else 1 - station.refused)
    return _known(total, formula)


def _turns_away(known_of: Outlook, root: int) -> Station | Unknown:
    """The queue that some of a journey find full, while the others are done well."""
    end = instant(known_of, root, "completed")
    if end is None or isinstance(end, Unknown):
        return end or Unknown(f"completed: {NEVER}")
    limits = known_of.turning_away(root)
    if not limits:
        return Unknown("nobody is turned away: the drawing says it all")
    return known_of.station(limits[0].pool)


def _told(known_of: Outlook, root: int) -> tuple[str, ...]:
    """What the client is told if it is turned away, and if not; nothing where that is unclear."""
    design, script = known_of.design, known_of.design.script
    own = script.roots[root].execution
    limit = known_of.turning_away(root)[0]
    asked = script.lines[script.executions[limit.execution].started_by]
    answers = [line for line in script.lines if line.asks == asked.index and line.to == own]
    answered = [line.index for line in answers if line.index in design.acknowledged_by]
    if asked.by != own or len(answers) != 1 or not answered:
        return ()
    return "refused", "ok" if answered[0] in design.after_all_work else "accepted"
