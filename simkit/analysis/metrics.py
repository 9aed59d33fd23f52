"""The metrics of one run, computed from its recording."""

from collections.abc import Callable
from math import ceil, inf, nan

import numpy as np
from numpy.typing import NDArray

from simkit.analysis import levels
from simkit.analysis.call_metrics import CALL_METRICS
from simkit.analysis.delivery_metrics import DELIVERIES
from simkit.analysis.estimate import Reading, requests_needed
from simkit.analysis.queues import SECOND, dead_letters, lag, oldest, queueing
from simkit.analysis.staff import mean_workers
from simkit.analysis.work import useful, zombie
from simkit.model.kinds import Kind
from simkit.model.metric import DONE, TOLD, MetricName
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN

Ints = NDArray[np.integer]


def measure(recording: Recording, design: Design, name: MetricName) -> Reading:
    """One metric of one run.

    Args:
        recording: Of that run.
        design: Its design.
        name: Which metric.

    Returns:
        The number in seconds, per second, or plain. Clocks are taken over the measured
        requests; rates and levels over the window from the end of the warm-up to the horizon.
    """
    return _MEASURES[name.metric](recording, design, name)


# ---------------------------------------------------------------------- clocks


def requests_of(recording: Recording, design: Design, name: MetricName) -> NDArray[np.bool_]:
    """The requests of the journey that a metric names, or all; bool, (requests,)."""
    if not name.journey:
        return np.ones(len(recording.requests["meant"]), dtype=bool)
    number = design.journeys.index(name.journey)
    return np.equal(recording.requests["journey"], number)


def waits(
    recording: Recording, clock: str, chosen: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Seconds from the intended start to a clock, for the measured requests.

    Args:
        recording: Of one run.
        clock: One of the clocks.
        chosen: Of these requests alone; bool, (requests,).

    Returns:
        float64, (measured,), seconds; inf = never; NaN = still open when the run ended.
    """
    measured = recording.measured if chosen is None else recording.measured & chosen
    return _seconds(recording, clock, np.flatnonzero(measured))


def _seconds(recording: Recording, clock: str, rows: Ints) -> NDArray[np.float64]:
    instants = recording.requests[clock][rows]
    seconds: NDArray[np.float64] = (instants - recording.requests["meant"][rows]) / SECOND
    seconds[instants == NEVER] = inf
    seconds[instants == OPEN] = nan
    return seconds


def _rows(recording: Recording, design: Design, name: MetricName) -> Ints:
    """The measured requests that a metric is about: their rows; int64, ascending."""
    rows = np.flatnonzero(recording.measured)
    if not name.journey:
        return rows
    ours: Ints = rows[recording.requests["journey"][rows] == design.journeys.index(name.journey)]
    return ours


def _clock(recording: Recording, design: Design, name: MetricName) -> Reading:
    chosen = _rows(recording, design, name)
    seconds = _seconds(recording, name.metric, chosen)
    if not len(seconds):
        return Reading(value=nan, reason="no request was measured", share=0.0)
    if name.statistic == "share":
        return Reading(
            value=float(np.isfinite(seconds).mean()), bound=bool(np.isnan(seconds).any())
        )
    if name.percentile is not None:
        return _percentile(recording, seconds, chosen, name.percentile)
    return _mean(recording, name.metric, chosen)


def _mean(recording: Recording, clock: str, chosen: Ints) -> Reading:
    """The mean over the requests that get there; one that is still open is at least its age."""
    instants = recording.requests[clock][chosen]
    meant = recording.requests["meant"][chosen]
    still_open, counts = instants == OPEN, instants != NEVER
    if not counts.any():
        return Reading(value=inf, share=0.0)
    lasted = np.where(still_open, recording.end, instants)[counts] - meant[counts]
    # Summed in whole nanoseconds: no rounding before the one division.
    value = levels.total(lasted) / int(counts.sum()) / SECOND
    return Reading(value=value, bound=bool(still_open.any()), share=float(counts.mean()))


def _percentile(
    recording: Recording,
    seconds: NDArray[np.float64],
    chosen: Ints,
    percentile: float,
) -> Reading:
    """The smallest time that at least this share of all requests does not exceed.

    A request that never gets there counts as infinite; one that is still open is at least
    as old as it was when the run ended.
    """
    needed = requests_needed(percentile)
    if len(seconds) < needed:
        return Reading(
            value=nan,
            reason=f"p{percentile:g} needs {needed} requests a replication; "
            f"there are {len(seconds)}",
        )
    rank = ceil(percentile / 100 * len(seconds) - 1e-9) - 1
    still_open = np.isnan(seconds)
    if not still_open.any():
        return Reading(value=float(np.partition(seconds, rank)[rank]))
    age = (recording.end - recording.requests["meant"][chosen]) / SECOND
    low = float(np.partition(np.where(still_open, age, seconds), rank)[rank])
    high = float(np.partition(np.where(still_open, inf, seconds), rank)[rank])
    return Reading(value=low, bound=low != high)


# ---------------------------------------------------------------------- rates and levels


def _window(recording: Recording) -> float:
    return (recording.horizon - recording.warm_up) / SECOND


def _rate_of(instants: NDArray[np.integer], recording: Recording) -> Reading:
    inside = (instants >= recording.warm_up) & (instants < recording.horizon)
    return Reading(value=float(np.count_nonzero(inside)) / _window(recording))


def _offered(recording: Recording, design: Design, name: MetricName) -> Reading:
    return _rate_of(recording.requests["meant"][requests_of(recording, design, name)], recording)


def _throughput(recording: Recording, design: Design, name: MetricName) -> Reading:
    chosen = requests_of(recording, design, name)
    return _rate_of(recording.requests["completed"][chosen], recording)


def _utilisation(recording: Recording, design: Design, name: MetricName) -> Reading:
    workers = mean_workers(recording, design, name.part)
    if workers is None:
        return Reading(value=nan, reason=f"{name.part} has unlimited workers")
    if not workers:
        return Reading(value=nan, reason=f"{name.part} had no worker in the window")
    held = recording.witness.parts["held"][:, recording.participants.index(name.part)].tolist()
    return Reading(value=(held[1] - held[0]) / SECOND / workers / _window(recording))


def _backlog(recording: Recording, design: Design, name: MetricName) -> Reading:
    begins, ends = queueing(recording, design, name.part)
    window = (recording.warm_up, recording.horizon)
    if not name.part:
        chosen = requests_of(recording, design, name)
        begins, ends = begins[chosen], ends[chosen]
        fold = levels.peak if name.statistic == "peak" else levels.mean
        return Reading(value=float(fold(begins, ends, *window)))
    number = recording.participants.index(name.part)
    if name.statistic == "mean":
        # The pool itself saw those too that queued again after a wait.
        waiting = recording.witness.parts["waiting"][:, number].tolist()
        return Reading(value=(waiting[1] - waiting[0]) / (window[1] - window[0]))
    if recording.visits["requeued"][recording.visits["participant"] == number].any():
        return Reading(
            value=nan,
            reason=f"executions of {name.part} queue again after a wait; when is not recorded",
        )
    return Reading(value=float(levels.peak(begins, ends, *window)))


def held_times(recording: Recording, design: Design) -> NDArray[np.integer]:
    """How long each visit held a worker, in ns; int64, (visits,); 0 at a client."""
    visits = recording.visits
    held = visits["worked"].copy()
    for number, participant in enumerate(design.participants):
        here = visits["participant"] == number
        if participant.kind is not Kind.POOL:
            held[here] = 0
        elif participant.serving.cpus is not None:  # all along, whatever it does
            here &= visits["started"] < OPEN
            ends = np.minimum(visits["ended"], recording.end)
            held[here] = (ends - visits["started"])[here]
        elif not participant.releases:
            held[here] += visits["blocked"][here]
    return held


def _held(recording: Recording, design: Design, name: MetricName) -> Reading:
    measured = recording.measured & requests_of(recording, design, name)
    if not measured.any():
        return Reading(value=nan, reason="no request was measured")
    held = held_times(recording, design)
    counts = measured[recording.visits["request"]]
    if name.part:
        counts &= recording.visits["participant"] == recording.participants.index(name.part)
    # A journey that is still open goes on holding.
    still_open = bool((recording.requests["settled"][measured] == OPEN).any())
    total = levels.total(held[counts])
    return Reading(value=total / SECOND / int(np.count_nonzero(measured)), bound=still_open)


# ---------------------------------------------------------------------- told and done


def _share_of(column: str, words: tuple[str, ...]) -> Callable[..., Reading]:
    def share(recording: Recording, design: Design, name: MetricName) -> Reading:
        chosen = _rows(recording, design, name)
        codes = recording.requests[column][chosen]
        if not len(codes):
            return Reading(value=nan, reason="no request was measured")
        return Reading(value=float((codes == words.index(name.part)).mean()))

    return share


def told_and_done(recordings: tuple[Recording, ...]) -> NDArray[np.int64]:
    """How many measured requests were told this and done that; int64, (told, done)."""
    table = np.zeros((len(TOLD), len(DONE)), dtype=np.int64)
    for recording in recordings:
        measured = recording.measured
        np.add.at(
            table,
            (recording.requests["told"][measured], recording.requests["done"][measured]),
            1,
        )
    return table


_MEASURES: dict[str, Callable[[Recording, Design, MetricName], Reading]] = {
    "acknowledged": _clock,
    "settled": _clock,
    "completed": _clock,
    "noticed": _clock,
    "offered": _offered,
    "throughput": _throughput,
    "utilisation": _utilisation,
    "backlog": _backlog,
    "held": _held,
    "told": _share_of("told", TOLD),
    "done": _share_of("done", DONE),
    **CALL_METRICS,
    **DELIVERIES,
    "dead-letters": dead_letters,
    "oldest": oldest,
    "lag": lag,
    "useful": useful,
    "zombie": zombie,
}
