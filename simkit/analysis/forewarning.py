"""What to be warned of before a run, and what cannot be told before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, sqrt

from simkit.analysis.capacity import Capacity, PoolCapacity, capacity_of
from simkit.analysis.estimate import requests_needed
from simkit.analysis.forewarning_calls import call_warnings
from simkit.analysis.forewarning_delivery import (
    delivery_notes,
    delivery_unpredicted,
    delivery_warnings,
)
from simkit.analysis.forewarning_load import left_to_chance, peaks
from simkit.analysis.overflow import Growth, PileUp, growths, pile_ups
from simkit.analysis.rounded import about, about_share, about_time
from simkit.analysis.traffic import Traffic, traffic_of
from simkit.model.causality import lock_ups
from simkit.model.load import Burst, Bursts, Modulated
from simkit.model.metric import MetricName
from simkit.model.prediction import metrics_of
from simkit.model.scenario import Design, Run, Scenario
from simkit.model.script import Line, LineKind, StepKind
from simkit.units import SECOND, time_text

NEARLY = 0.9  # of a pool's workers, from which on its queue settles slowly
SETTLED = 3  # relaxation times, after which 95 % of the way to the steady state are gone
SEEN = 10  # relaxation times, over which the mean of a queue is off by about a third (Whitt 1989)
REMARKABLE = 0.01  # of the time that a message holds a worker
ROUNDING = 1e-9  # of a utilisation
TOLD = 3  # times at which more comes than can be done, one by one
SURE = 3  # standard deviations that chance may take from what is expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Forewarning:
    """What is known of one design before its run.

    Attributes:
        capacity: What it can carry.
        notes: What to know when reading the numbers, in words.
        warnings: What the run will suffer from, in words.
        unpredicted: What cannot be told before it, and why, in words.
    """

    capacity: Capacity
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    unpredicted: tuple[str, ...]


def forewarn(scenario: Scenario, design: Design) -> Forewarning:
    """What is known of a design before it is run.

    Args:
        scenario: How it is to be run, and what is predicted of it.
        design: One of its designs.
    """
    run = scenario.run
    traffic = traffic_of(design, run.horizon)
    found = capacity_of(traffic)
    bursts = list(traffic.bursts())
    piled_up = list(_piled_up(traffic, found, run))
    steady = len(traffic.stretches) == 1 and not bursts
    warnings = [
        *(_saturated(traffic, found) if steady else ()),
        *(text for text, over in piled_up if not over),
        *delivery_warnings(traffic),
        *call_warnings(traffic, run.horizon),
        *_unsettled(traffic, found, run),
        *_journeys(traffic, run),
        *_too_few(scenario, traffic),
    ]
    return Forewarning(
        capacity=found,
        notes=(
            *_reserved(found),
            *peaks(traffic, found),
            *delivery_notes(traffic),
            *(text for text, over in piled_up if over),
        ),
        warnings=tuple(warnings),
        unpredicted=(
            *_never_over(traffic),
            *_by_chance(traffic),
            *left_to_chance(traffic),
            *delivery_unpredicted(traffic),
        ),
    )


def _reserved(found: Capacity) -> Iterator[str]:
    """Where a run books less than is in the numbers here."""
    for pool in found.pools:
        if pool.reserved > REMARKABLE * pool.worker_time:
            yield (
                f"a worker of {pool.pool} is kept for each message while it is under way from its "
                f"broker, {about_time(pool.reserved)}; the utilisation of a run leaves that out"
            )


def relaxation_time(*, service_time: float, servers: int, utilisation: float) -> float:
    """In what time a queue forgets how it began.

    The distance from the steady state shrinks in the end by a factor e in each of these times.

    Args:
        service_time: Mean, s, > 0.
        servers: ≥ 1.
        utilisation: 0 to below 1.

    Returns:
        Seconds.

    Source: Morse (1955), Stochastic Properties of Waiting Lines, for M/M/1: 1/(μ (1 - √ρ)²); for
    several servers near full utilisation with cμ in the place of μ (van Doorn 1981).

    Stops holding for other laws, which settle faster or more slowly about as their waits are
    shorter or longer, and for many servers with few waiting.

    >>> round(relaxation_time(service_time=0.1, servers=1, utilisation=0.81), 6)
    10.0
    """
    return service_time / servers / (1 - sqrt(utilisation)) ** 2


# ---------------------------------------------------------------------- too much


def _saturated(traffic: Traffic, found: Capacity) -> Iterator[str]:
    """Pools to which more comes than they can do, for as long as the load lasts."""
    growing = growths(traffic, traffic.stretches[0])
    told: set[str] = set()
    for pool in found.pools:
        share = pool.utilisation or 0.0
        full = share > 1 + ROUNDING or (share >= 1 - ROUNDING and traffic.design.has_luck)
        if full and not traffic.closed(pool.pool):
            fronts = [name for name in growing if pool.pool in _awaited_by(traffic, name)]
            told |= {pool.pool, *fronts}
            yield _full(traffic, pool, growing, fronts)
    for name in found.callers:
        if name in growing and name not in told and not traffic.closed(name):
            caller = found.pool(name)
            yield (
                f"{name} has only {_workers(caller.workers)} to wait for {_and(caller.waits_for)}: "
                f"{_grows('its queue', growing[name].rate)}; the design can take "
                f"{about(found.most)} requests/s at most"
            )


def _full(
    traffic: Traffic, pool: PoolCapacity, growing: dict[str, Growth], fronts: list[str]
) -> str:
    room = traffic.design.participant(pool.pool).queue
    busy = f"{pool.pool} is {about_share(pool.utilisation or 0.0)} busy"
    most = f"it can take {about(pool.most)} requests/s at most"
    growth = growing.get(pool.pool)
    if growth and room is not None:
        places = f"{room} message{'s' * (room != 1)}"
        refused = f"it turns away at least {about_share(growth.share)} of its messages"
        return f"{busy}, and {places} can queue: {refused}; {most}"
    if growth:
        return f"{busy}: {_grows(_queue_of(traffic, pool.pool), growth.rate)}; {most}"
    if fronts:
        rate = sum(growing[name].rate for name in fronts)
        where = f"the queue of {_and(fronts)}, whose workers wait for it,"
        return f"{busy}: {_grows(where, rate)}; {most}"
    if growing:
        return f"{busy} if {_and(growing)} lets everything through; {most}"
    queue = _queue_of(traffic, pool.pool)
    return f"{busy}, with nothing to spare for chance: {queue} grows for ever; {most}"


def _queue_of(traffic: Traffic, pool: str) -> str:
    """Where messages wait for a pool: in front of it, or in the brokers that deliver them."""
    script = traffic.design.script
    here = (one.execution for one in traffic.holdings if one.pool == pool)
    lines = [script.lines[script.executions[number].started_by] for number in here]
    if any(line.kind is not LineKind.DELIVERY for line in lines):
        return "its queue"
    return f"its queue in {_and(dict.fromkeys(line.sender for line in lines))}"


def _grows(what: str, rate: float) -> str:
    return f"{what} grows by about {about(rate)} messages/s for as long as it lasts"


def _awaited_by(traffic: Traffic, pool: str) -> frozenset[str]:
    """The pools that a pool waits for."""
    mine = (one.waits_for for one in traffic.holdings if one.pool == pool)
    return frozenset[str]().union(*mine)


def _piled_up(traffic: Traffic, found: Capacity, run: Run) -> Iterator[tuple[str, bool]]:
    """What more comes for a while than can be done, and whether it is done before the end."""
    if len(traffic.stretches) == 1 and not list(traffic.bursts()):
        return
    end = run.horizon + run.patience
    whole = traffic_of(traffic.design, end)
    for pool in found.pools:
        if pool.workers is None or not pool.worker_time or traffic.closed(pool.pool):
            continue
        piles = [
            pile
            for pile in pile_ups(whole, pool.pool)
            if pile.begins < run.horizon and pile.peak > pool.workers
        ]
        lead = f"more comes for {pool.pool} than it can do"
        if len(piles) <= TOLD:
            leads = [f"from {time_text(pile.begins)} on {lead}" for pile in piles]
            texts = [f"{text}: {_pile(pile, end)}" for text, pile in zip(leads, piles, strict=True)]
            yield from zip(texts, (pile.ends < inf for pile in piles), strict=True)
        else:
            worst = max(piles, key=lambda pile: pile.peak)
            often = f"{lead}, {len(piles)} times until the horizon"
            when = f"the worst begins at {time_text(worst.begins)}"
            over = all(pile.ends < inf for pile in piles)
            yield f"{often}; {when}: {_pile(worst, end)}", over


def _pile(pile: PileUp, end: int) -> str:
    """How much waits, and for how long."""
    done = f"not done when the run ends, at the latest after {time_text(end)}"
    if pile.ends < inf:
        done = f"done after {about_time(pile.ends / SECOND)} at the earliest"
    return f"up to {about(pile.peak)} messages wait for it, {done}"


# ---------------------------------------------------------------------- too short


def _unsettled(traffic: Traffic, found: Capacity, run: Run) -> Iterator[str]:
    """Pools so busy that their queues take long to forget how they began."""
    steady = len(traffic.stretches) == 1 and found.rate < found.most
    modulated = any(isinstance(one.load, Modulated) for one in traffic.design.sources)
    if not steady or modulated or not traffic.design.has_luck:
        return
    window = (run.horizon - run.warm_up) / SECOND
    for pool in found.pools:
        share = pool.utilisation or 0.0
        if pool.workers is None or not NEARLY <= share < 1 or traffic.closed(pool.pool):
            continue
        time = relaxation_time(
            service_time=pool.worker_time, servers=pool.workers, utilisation=share
        )
        warms_up = run.finds_warm_up or run.warm_up / SECOND >= SETTLED * time
        short = [] if warms_up else [(SETTLED, "the warm-up")]
        short += [] if window >= SEEN * time else [(SEEN, "the measured window")]
        if short:
            (count, what), *rest = short
            yield (
                f"{pool.pool} is {about_share(share)} busy: its queue takes about "
                f"{about_time(time)} to forget how it began (relaxation time, Morse 1955); "
                f"{count} of these are longer than {what}"
                + "".join(f", and {count} than {what}" for count, what in rest)
            )


def _journeys(traffic: Traffic, run: Run) -> Iterator[str]:
    """Journeys that the warm-up is too short for."""
    for number, root in enumerate(traffic.design.script.roots):
        load = next(one.load for one in traffic.design.sources if number in one.roots)
        lasts = traffic.timeline.settled(number)
        if run.finds_warm_up or isinstance(load, Burst | Bursts) or lasts <= run.warm_up:
            continue
        which = f" of {root.journey}" if root.journey else ""
        yield (
            f"a request{which} takes {about_time(lasts / SECOND)} without queues, longer than "
            f"the warm-up of {time_text(run.warm_up)}: the first that are measured find the "
            f"system still filling"
        )


def _too_few(scenario: Scenario, traffic: Traffic) -> Iterator[str]:
    """Predicted percentiles for which too few requests come."""
    asked: dict[str, MetricName] = {}
    for prediction in scenario.predictions:
        for name in (*metrics_of(prediction.left), *metrics_of(prediction.right)):
            if name.design == traffic.design.name and name.percentile is not None:
                asked[str(name)] = name
    measured, _ = _expected(traffic, scenario.run, "")
    if not measured:
        yield "no request is measured: none comes between the warm-up and the horizon"
        return
    for text, name in asked.items():
        needed = requests_needed(name.percentile or 0.0)
        mean, chance = _expected(traffic, scenario.run, name.journey)
        if mean - SURE * chance < needed:
            roughly = "about " * (chance > 0)
            yield (
                f"{text} needs {needed:,} requests in each replication, and {roughly}"
                f"{about(mean)} come between the warm-up and the horizon"
            )


def _expected(traffic: Traffic, run: Run, journey: str) -> tuple[float, float]:
    """How many measured requests come, of a journey or of all, and their standard deviation."""
    design = traffic.design
    mean = variance = 0.0
    for number, source in enumerate(design.sources):
        names = [design.journeys[root] for root in source.roots]
        weighed = zip(names, source.weights, strict=True)
        share = sum(weight for name, weight in weighed if name == journey) if journey else 1.0
        spans = (
            (max(one.begins, run.warm_up), one.ends, one.rates[number]) for one in traffic.stretches
        )
        coming = sum(max(end - begin, 0) / SECOND * rate for begin, end, rate in spans)
        for burst, of in traffic.bursts():
            coming += burst.count * (of == number and burst.at >= run.warm_up)
        mean += share * coming
        # Of requests whose number has this dispersion, each is one of the journey by chance.
        variance += share * (1 - share + share * source.load.dispersion) * coming
    return mean, sqrt(variance)


# ---------------------------------------------------------------------- not predicted


def _never_over(traffic: Traffic) -> Iterator[str]:
    """What keeps requests from being completed, so that nothing tells when they are."""
    steps = traffic.timeline.happening.steps
    begun = {node[0] for node in steps}
    sent = {step.line for step in steps.values() if step.kind is StepKind.SEND}
    script = traffic.design.script
    for line in script.lines:
        if line.kind is LineKind.LOST and line.index in sent:
            yield (
                f"when a request is completed: {_named(line)} is lost on the way, and what it "
                f"would set off is in none of these numbers"
            )
    for line in script.outstanding:
        if line.starts in begun:
            yield (
                f"when a request is completed: nobody takes {_named(line)} from {line.receiver}, "
                f"which fills up for as long as requests come"
            )
    held = frozenset(p.id for p in traffic.pools if p.workers is not None and not p.releases)
    for ring in lock_ups(script, held):
        names = " waits for ".join([*ring, ring[0]])
        yield f"whether it goes on at all: {names}, which can lock up for ever at any rate"


def _by_chance(traffic: Traffic) -> Iterator[str]:
    """What depends on more than means."""
    for pool in traffic.pools:
        if pool.workers is not None and pool.queue is not None:
            places = f"{pool.queue} message{'s' * (pool.queue != 1)}"
            yield (
                f"how many messages {pool.id} turns away by chance, as only {places} can queue "
                f"there, and what is then not done elsewhere"
            )
    for number in sorted(traffic.timeline.happening.in_doubt):
        yield (
            f"how much {traffic.design.script.executions[number].lifeline} does for a request: it "
            f"is told no in one of several branches, and how far the others have got by then is "
            f"left to chance; they are counted whole"
        )


def _named(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


def _and(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _workers(count: int | None) -> str:
    return f"{count:,} worker{'s' * (count != 1)}"
