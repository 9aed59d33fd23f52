"""How the numbers of the cases are read from a recording; times in seconds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simkit.analysis import levels
from simkit.analysis.metrics import measure
from simkit.model.metric import read_metric
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import Told
from tests.statistical.case import Read

SECOND = 1_000_000_000


def metric(name: str) -> Read:
    """A metric by its name, as in a ``predict:`` line."""

    def read(recording: Recording, design: Design) -> float:
        participants = {design.name: tuple(p.id for p in design.participants)}
        reading = measure(recording, design, read_metric(name, participants))
        assert not reading.bound
        assert reading.share == 1
        return reading.value

    return read


# ---------------------------------------------------------------------- messages at a part


def at(recording: Recording, *parts: str) -> NDArray[np.bool_]:
    """Which visits are those of measured requests to some parts; bool, (visits,)."""
    numbers = [recording.participants.index(part) for part in parts]
    visits = recording.visits
    here: NDArray[np.bool_] = np.isin(visits["participant"], numbers)
    return here & recording.measured[visits["request"]]


def _waits(recording: Recording, part: str) -> NDArray[np.integer]:
    """How long the messages of measured requests waited for a worker of a part, in ns."""
    here = at(recording, part)
    waited: NDArray[np.integer] = (recording.visits["started"] - recording.visits["arrived"])[here]
    return waited


def waiting(part: str) -> Read:
    """Mean waiting time."""
    return lambda recording, _: float(_waits(recording, part).mean()) / SECOND


def share_that_waits(part: str, longer_than: float = 0.0) -> Read:
    """Share of the messages that wait, or wait longer than a time in seconds."""
    limit = round(longer_than * SECOND)
    return lambda recording, _: float((_waits(recording, part) > limit).mean())


def sojourn(*parts: str) -> Read:
    """Mean time from the arrival of a message at one of these parts until it is done there."""

    def read(recording: Recording, _: Design) -> float:
        here, visits = at(recording, *parts), recording.visits
        return float((visits["ended"] - visits["arrived"])[here].mean()) / SECOND

    return read


def share_slower(than: float) -> Read:
    """Share of the measured requests whose answer takes longer than a time in seconds."""

    def read(recording: Recording, _: Design) -> float:
        took = recording.requests["acknowledged"] - recording.requests["meant"]
        return float((took[recording.measured] > round(than * SECOND)).mean())

    return read


def visits_per_request(part: str) -> Read:
    """How often a measured request comes to a part, on average."""
    return lambda recording, _: float(at(recording, part).sum() / recording.measured.sum())


def until_kth(part: str, branches: int, needed: int) -> Read:
    """Mean time until so many of the branches of a request are done, all begun at its start."""

    def read(recording: Recording, _: Design) -> float:
        here, visits = at(recording, part), recording.visits
        # Rows are in the order of the requests, and each has its branches side by side.
        took = (visits["ended"] - visits["sent"])[here].reshape(-1, branches)
        return float(np.sort(took, axis=1)[:, needed - 1].mean()) / SECOND

    return read


def mean_of_the_accepted(recording: Recording, _: Design) -> float:
    """Mean time until the answer of those that were let in."""
    requests, measured = recording.requests, recording.measured
    accepted = measured & (requests["told"] == Told.OK)
    assert np.array_equal(accepted, measured & (requests["told"] != Told.REFUSED))
    return float((requests["acknowledged"] - requests["meant"])[accepted].mean()) / SECOND


# ---------------------------------------------------------------------- streams


def dispersion(instants: NDArray[np.integer], recording: Recording, rate: int) -> float:
    """Variance over mean of the counts in windows of one second, about their known mean.

    Args:
        instants: int64, ns.
        recording: Where the measured window is taken from.
        rate: The known mean of the counts.
    """
    seconds = np.arange(recording.warm_up, recording.horizon + 1, SECOND)
    counts = np.histogram(instants, bins=seconds)[0]
    return float(((counts - rate) ** 2).mean()) / rate


def dispersion_of_requests(rate: int) -> Read:
    """Of the instants at which requests are meant to start."""
    return lambda recording, _: dispersion(recording.requests["meant"], recording, rate)


def _ends(recording: Recording, part: str) -> NDArray[np.integer]:
    """When the executions of a part end, in the measured window; int64, ascending, ns."""
    here = recording.visits["participant"] == recording.participants.index(part)
    ended = np.sort(recording.visits["ended"][here])
    inside: NDArray[np.integer] = ended[(ended >= recording.warm_up) & (ended < recording.horizon)]
    return inside


def dispersion_of_ends(part: str, rate: int) -> Read:
    """Of the instants at which the executions of a part end."""
    return lambda recording, _: dispersion(_ends(recording, part), recording, rate)


def variation_of_gaps(part: str, rate: int) -> Read:
    """Squared coefficient of variation of the gaps between ends at a part, of a known rate."""

    def read(recording: Recording, _: Design) -> float:
        gaps = np.diff(_ends(recording, part)) / SECOND * rate
        return float(((gaps - 1) ** 2).mean())

    return read


# ---------------------------------------------------------------------- levels


Steps = tuple[NDArray[np.integer], NDArray[np.integer]]


def steps_at(recording: Recording, part: str) -> Steps:
    """How many messages wait or are served at a part, over time, as `levels.steps`."""
    here = recording.visits["participant"] == recording.participants.index(part)
    return levels.steps(recording.visits["arrived"][here], recording.visits["ended"][here])


def _mean_over_time(of: NDArray[np.floating], instants: Steps, recording: Recording) -> float:
    """The mean over the window of something that changes at some instants."""
    first, last = recording.warm_up, recording.horizon
    held = np.diff(np.clip(np.append(instants[0], last), first, last))
    return float((of * held).sum()) / (last - first)


def mean_present(part: str) -> Read:
    """Mean over time of the number of messages that wait or are served at a part."""

    def read(recording: Recording, _: Design) -> float:
        steps = steps_at(recording, part)
        return _mean_over_time(steps[1].astype(float), steps, recording)

    return read


def _in_system(recording: Recording) -> Steps:
    return levels.steps(recording.requests["meant"], recording.requests["settled"])


def variance_in_system(mean: float) -> Read:
    """Variance over time of the number of journeys in the system, about its known mean."""

    def read(recording: Recording, _: Design) -> float:
        steps = _in_system(recording)
        return _mean_over_time((steps[1] - mean) ** 2, steps, recording)

    return read


def share_of_time_above(count: int) -> Read:
    """Share of the time with more than so many journeys in the system."""

    def read(recording: Recording, _: Design) -> float:
        steps = _in_system(recording)
        return _mean_over_time((steps[1] > count).astype(float), steps, recording)

    return read


def busy_period(part: str) -> Read:
    """Mean time from an arrival at an idle part until it is idle again: busy time over arrivals."""

    def read(recording: Recording, _: Design) -> float:
        instants, level = steps_at(recording, part)
        begins = instants[1:][(level[1:] > 0) & (level[:-1] == 0)]
        begun = (begins >= recording.warm_up) & (begins < recording.horizon)
        busy = _mean_over_time((level > 0).astype(float), (instants, level), recording)
        return busy * (recording.horizon - recording.warm_up) / SECOND / int(begun.sum())

    return read


def drains(part: str, backlog: int, by: int) -> Callable[[Recording], NDArray[np.floating]]:
    """How long a part takes to work off each next so many messages of a backlog at 0 s."""

    def read(recording: Recording) -> NDArray[np.floating]:
        instants, level = steps_at(recording, part)
        assert level[backlog - 1] == backlog
        assert instants[backlog - 1] == 0
        instants, lowest = instants[backlog - 1 :], np.minimum.accumulate(level[backlog - 1 :])
        reached = np.searchsorted(-lowest, -np.arange(backlog, -1, -by))
        return np.diff(instants[reached]) / SECOND

    return read


def mean_drain(part: str, backlog: int, by: int) -> Read:
    """Mean of `drains`."""
    times = drains(part, backlog, by)
    return lambda recording, _: float(times(recording).mean())


def variance_of_drain(part: str, backlog: int, by: int, mean: float) -> Read:
    """Variance of `drains` about their known mean."""
    times = drains(part, backlog, by)
    return lambda recording, _: float(((times(recording) - mean) ** 2).mean())
