"""Runs of which only sums are kept: as long as one likes, in memory that does not grow.

No row is kept: what a journey brought is added up when it is over, and its latencies are counted
in classes that are 1 % wide each. A percentile is therefore known to 1 %, and no more than that;
there is no audit, and no interval.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled.ready import prepare
from simkit.engine.plan import Plan
from simkit.record.tables import OPEN, Done, Told

Rows = NDArray[np.int64]
WIDTH = 1.01  # of a class: its end over its beginning
CLASSES = 4096  # up to 10**17 ns and more
CLOCKS = {"acknowledged": 4, "settled": 5, "completed": 6, "noticed": 7}  # places in a row


@dataclass(slots=True)
class Latency:
    """How long something took, of all measured journeys in which it happened.

    Attributes:
        count: In how many.
        total: In all, ns.
        largest: The longest, ns.
        classes: How many in each class; int64, (CLASSES,).
    """

    count: int = 0
    total: int = 0
    largest: int = 0
    classes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(CLASSES, dtype=np.int64))

    def add(self, times: Rows) -> None:
        """Some more of them; int64, ns."""
        if not len(times):
            return
        self.count += len(times)
        self.total += int(times.sum())
        self.largest = max(self.largest, int(times.max()))
        which = np.log(np.maximum(times, 1)) / np.log(WIDTH)
        self.classes += np.bincount(which.astype(np.int64), minlength=CLASSES)

    @property
    def mean(self) -> float:
        """In ns; NaN if there is none."""
        return self.total / self.count if self.count else float("nan")

    def percentile(self, percent: float) -> tuple[float, float]:
        """Between which two times, in ns, so many percent (0 to 100] of them end."""
        if not self.count:
            return float("nan"), float("nan")
        wanted = max(1, int(np.ceil(self.count * percent / 100)))
        number = int(np.searchsorted(np.cumsum(self.classes), wanted))
        return WIDTH**number, min(WIDTH ** (number + 1), float(self.largest))


class Sums:
    """Adds up what `simkit.engine.compiled.written.Written` would keep.

    Attributes:
        begun: Journeys that are over, or were open at the end.
        measured: Those of them that began in the measured window.
        told: How many of the measured were told what.
        done: What became of how many of them.
        latencies: Of the measured, by the name of the clock.
        visits: Rows of visits.
        share: How much of the run is about over; it is nothing to this.
    """

    share = 0.0

    def __init__(self, plan: Plan) -> None:
        self.window = (plan.warm_up, plan.horizon)
        self.begun = self.measured = self.visits = 0
        self.told = dict.fromkeys(Told, 0)
        self.done = dict.fromkeys(Done, 0)
        self.latencies = {name: Latency() for name in CLOCKS}

    def take(
        self, visits: Rows, journeys: Rows, paths: Rows, given_up: Rows, changes: Rows
    ) -> None:
        """Add up rows; as `Written.take`."""
        del paths, given_up, changes
        self.visits += len(visits)
        self.begun += len(journeys)
        meant = journeys[:, 3]
        own = journeys[(meant >= self.window[0]) & (meant < self.window[1])]
        self.measured += len(own)
        for value in Told:
            self.told[value] += int(np.count_nonzero((own[:, 1] >> 16) & 255 == value))
        for fate in Done:
            self.done[fate] += int(np.count_nonzero((own[:, 1] >> 24) & 255 == fate))
        for name, place in CLOCKS.items():
            times = own[:, place]
            happened = times < OPEN
            self.latencies[name].add(times[happened] - own[happened, 3])


def summarise(
    plan: Plan, replication: int, progress: Callable[[float], None] | None = None
) -> Sums:
    r"""Run one replication of a design, and keep sums only.

    Args:
        plan: What to run; `refusal` says whether it can be.
        replication: Its number, from 0.
        progress: Called now and then with the share of the measured window that is over.

    Raises:
        SimulationError: If the model cannot go on.

    >>> import simkit as sk
    >>> from simkit.engine import make_plan
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer",
    ...                   work={"Ask": "5 ms"}, load="every 10 ms for 1 s")
    >>> summarise(make_plan(one, one.designs[0]), 0).begun
    100
    """
    from simkit.engine.compiled.driver import Driver  # noqa: PLC0415 - numba is heavy

    prepare()
    sums = Sums(plan)
    driver = Driver(plan, replication, written=sums)
    driver.let_run(progress)
    return sums
