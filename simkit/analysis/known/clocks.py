"""When the clocks of a journey strike, as far as that is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum

from simkit.analysis.known.duration import Duration
from simkit.analysis.known.law import Law, mixed
from simkit.analysis.known.outlook import Outlook
from simkit.analysis.known.path import Path, begins, is_before
from simkit.analysis.known.value import Known, Unknown
from simkit.model.scenario import Design
from simkit.model.script import LineKind

NEVER = "never, by the drawing"
ENDS = ("settled", "completed")


@dataclass(frozen=True, kw_only=True, eq=False)
class Strike:
    """A clock of one journey.

    Attributes:
        weight: The share of the requests that are this journey, 0 to 1.
        share: Of those, the share of which it strikes, 0 to 1.
        duration: When it does; None if it never does.
    """

    weight: float
    share: float
    duration: Duration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slower:
    """The share of the requests that a clock takes longer for than a time.

    Attributes:
        exceeds: The share, 0 to 1, by the time in seconds; those count that never get there.
        formula: Its name in the field's words.
        source: Who found it.
    """

    exceeds: Callable[[float], float]
    formula: str
    source: str


def slower(known_of: Outlook, clock: str, journey: str = "") -> Slower | Unknown:
    """The whole law of a clock, over all requests."""
    strikes = _strikes(known_of, clock, journey)
    if isinstance(strikes, Unknown):
        return strikes
    law = _law(strikes)
    if isinstance(law, Unknown):
        return law
    struck = _struck(strikes)
    formula, source = _named(known_of, strikes)
    return Slower(
        exceeds=lambda time: 1 - struck + struck * law.exceeds(time),
        formula=formula,
        source=source,
    )


def clock_metric(known_of: Outlook, clock: str, statistic: str, journey: str) -> Known | Unknown:
    """A statistic of a clock.

    Args:
        known_of: What is known of the design.
        clock: acknowledged, settled, completed or noticed.
        statistic: "mean" of those that get there, "share" of those that do, or a percentile of
            all, such as "p99".
        journey: Of this one, or "" for all.
    """
    strikes = _strikes(known_of, clock, journey)
    if isinstance(strikes, Unknown):
        return strikes
    formula, source = _named(known_of, strikes)
    exact = all(one.duration.exact for one in strikes if one.duration)
    struck = _struck(strikes)
    if statistic == "share":
        return Known(value=struck, formula=formula, source=source, exact=exact)
    if not struck:
        return Unknown(f"{clock}: {NEVER}")
    if statistic == "mean":
        total = fsum(one.weight * one.share * one.duration.mean for one in strikes if one.duration)
        return Known(value=total / struck, formula=formula, source=source, exact=exact)
    value = _percentile(strikes, float(statistic[1:]) / 100)
    if isinstance(value, Unknown):
        return value
    return Known(value=value, formula=formula, source=source, exact=True)


def _percentile(strikes: Sequence[Strike], share: float) -> float | Unknown:
    """The time that this share of all requests is within."""
    law, struck = _law(strikes), _struck(strikes)
    if isinstance(law, Unknown):
        return law
    beyond = (struck - share) / struck
    return law.percentile(1 - beyond) if beyond > 0 else Unknown("so many never get there")


def _struck(strikes: Sequence[Strike]) -> float:
    return fsum(one.weight * one.share for one in strikes)


def _law(strikes: Sequence[Strike]) -> Law | Unknown:
    """Of those that get there."""
    found = [(one.weight * one.share, one.duration) for one in strikes if one.duration]
    parts: list[tuple[float, Law]] = []
    for share, duration in found:
        if duration.law is None:
            return Unknown(duration.why)
        if not duration.exact:
            return Unknown("of an approximation only the mean is known")
        parts.append((share, duration.law))
    if not parts:
        return Unknown(NEVER)
    if len(parts) == 1:
        return parts[0][1]
    whole = fsum(share for share, _ in parts)
    return mixed([(share / whole, law) for share, law in parts])


# ---------------------------------------------------------------------- instants


def _strikes(known_of: Outlook, clock: str, journey: str) -> list[Strike] | Unknown:
    shares = known_of.shares(journey)
    if isinstance(shares, Unknown):
        return shares
    found: list[Strike] = []
    for root, weight in shares.items():
        path = instant(known_of, root, clock)
        if isinstance(path, Unknown):
            return path
        strike = Strike(weight=weight, share=0.0, duration=None)
        if path is not None:
            duration = known_of.duration(path)
            if isinstance(duration, Unknown):
                return duration
            strike = Strike(weight=weight, share=_let_in(duration), duration=duration)
        found.append(strike)
    return found


def _let_in(duration: Duration) -> float:
    share = 1.0
    for station in duration.stations:
        share *= 1 - station.refused
    return share


def instant(known_of: Outlook, root: int, clock: str) -> Path | Unknown | None:
    """When a clock strikes, for those that are turned away nowhere; None: never."""
    if root in known_of.timeline.refusing:
        return Unknown("the drawing says no to some of the work")
    if len(known_of.turning_away(root)) > 1:
        return Unknown("several pools may turn a request away")
    return _end(known_of, root, clock) if clock in ENDS else _first(known_of, root, clock)


def _end(known_of: Outlook, root: int, clock: str) -> Path | Unknown | None:
    limits = known_of.turning_away(root)
    if clock == "settled" and limits:
        return Unknown(f"what {limits[0].pool} turns away is settled too, and sooner")
    if _is_kept(known_of.design, root) or (clock == "completed" and _is_lost(known_of, root)):
        return None
    return known_of.timeline.settled[root]


def _first(known_of: Outlook, root: int, clock: str) -> Path | Unknown | None:
    """The first of the lines that a clock waits for."""
    design = known_of.design
    chosen = design.acknowledged_by if clock == "acknowledged" else design.noticed_by
    script, arrived = design.script, known_of.timeline.arrived
    ways = [arrived[n] for n in sorted(chosen) if script.root_of[n] == root and n in arrived]
    first = next((one for one in ways if all(is_before(one, other) for other in ways)), None)
    if ways and first is None:
        return Unknown("several answers race")
    limits = known_of.turning_away(root)
    if first is not None and any(not _is_told_apart(visit.arrival, first) for visit in limits):
        return Unknown("who is turned away at one place may be answered at another")
    return first


def _is_told_apart(arrival: Path, answer: Path) -> bool:
    """Whether a message is let in before the answer, or comes only after it."""
    return begins(arrival, answer) or begins(answer, arrival)


def _is_kept(design: Design, root: int) -> bool:
    """Whether a message of a journey stays in a broker for ever."""
    return any(design.script.root_of[line.index] == root for line in design.script.outstanding)


def _is_lost(known_of: Outlook, root: int) -> bool:
    script = known_of.design.script
    return any(
        line.kind is LineKind.LOST and script.root_of[line.index] == root for line in script.lines
    )


# ---------------------------------------------------------------------- names


def _named(known_of: Outlook, strikes: Sequence[Strike]) -> tuple[str, str]:
    """The formulas behind a clock, and who found them."""
    found: dict[tuple[str, str], None] = {}
    for strike in strikes:
        if strike.duration is not None:
            found[_name(known_of, strike.duration)] = None
    names = list(found) or [("the drawing", "")]
    joined = [" and ".join(dict.fromkeys(part)) for part in zip(*names, strict=True)]
    return joined[0], joined[1]


def _name(known_of: Outlook, duration: Duration) -> tuple[str, str]:
    stations = list({one.pool: one for one in duration.stations}.values())
    if not stations and not duration.names:
        poisson = all(one.is_poisson for one in known_of.arrivals.values())
        return f"{'M' if poisson else 'G'}/G/∞", "Takács (1962), chapter 3"
    queues = [station.formula for station in stations if station.formula]
    methods = dict.fromkeys(method for station in stations for method in station.methods)
    sources = dict.fromkeys(station.source for station in stations)
    if len(queues) > 1 and not methods:
        methods["Jackson"] = None
        sources = {"Jackson (1957)": None} | sources
    methods |= dict.fromkeys(name for name, _ in duration.names)
    sources |= dict.fromkeys(source for _, source in duration.names)
    row = " → ".join(queues) if len(queues) < 4 else f"{len(queues)} queues"
    named = ", ".join(methods)
    return (f"{named} ({row})" if named and row else named or row), "; ".join(sources)
