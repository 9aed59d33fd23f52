"""Runs of small designs by their recursions: the numbers of the engine, a hundred times sooner.

Whether an interval holds the truth as often as it says shows in a thousand experiments of ten
runs, and some of them need 50,000 requests a run: hours of any engine that plays every event. The
designs here are so small that a line of arithmetic gives their times: a sum of durations where
nobody waits, Lindley's recursion where one worker serves in order of arrival, and a loop where its
queue is limited. The draws are those of the same addresses, in whole nanoseconds, so that what
comes out is what the engine gives, number by number; `test_coverage` holds them against each
other.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simkit.engine.plan import Plan
from simkit.engine.sampling import Address, Stream, uniforms
from simkit.engine.sampling.inverse import exponential, whole_nanoseconds
from simkit.model.distribution import Distribution
from simkit.model.load import Poisson
from simkit.record.recording import Provenance, Recording, Witness
from simkit.record.tables import NEVER, OPEN
from simkit.units import SECOND

Instants = NDArray[np.int64]
CLOCKS = ("acknowledged", "settled", "completed", "noticed")


@dataclass(frozen=True, kw_only=True)
class Draws:
    """The luck of one run, for all its requests at once.

    Attributes:
        plan: What is run; its one client's load is Poisson.
        replication: From 0.
    """

    plan: Plan
    replication: int

    @cached_property
    def meant(self) -> Instants:
        """When the requests before the horizon are meant to start."""
        load = self.plan.sources[0].load
        assert isinstance(load, Poisson)
        expected = self.plan.horizon / SECOND * load.rate
        enough = int(expected + 10 * expected**0.5 + 100)
        unit = np.cumsum(exponential(self._uniforms("arrivals", enough)))
        instants = whole_nanoseconds(unit / (load.rate / SECOND))
        assert instants[-1] > self.plan.horizon
        return instants[: np.searchsorted(instants, self.plan.horizon)]

    def work(self, line: int) -> Instants:
        """What handling a line of the drawing takes."""
        return self._durations("work", line, self.plan.lines[line].time)

    def network(self, line: int) -> Instants:
        """How long it is under way."""
        return self._durations("network", line, self.plan.lines[line].network)

    def _durations(self, kind: str, line: int, law: Distribution) -> Instants:
        stream, path = f"{kind} {self.plan.lines[line].stream}", self.plan.lines[line].path
        return Stream(self._address(stream, path), law).array(0, len(self.meant))

    def _uniforms(self, stream: str, count: int) -> NDArray[np.float64]:
        return uniforms(self._address(stream), 0, count)

    def _address(self, stream: str, path: str = "") -> Address:
        return Address(
            seed=self.plan.seed,
            replication=self.replication,
            stream=stream,
            client=self.plan.clients[0],
            journey="",
            path=path,
        )


Recursion = Callable[[Draws], Mapping[str, Instants]]


def unhindered(**ways: Sequence[int]) -> Recursion:
    """Nobody ever waits for a worker: each clock strikes when its lines are over.

    Args:
        ways: The lines that lead to each clock.
    """

    def instants(draws: Draws) -> dict[str, Instants]:
        return {
            clock: draws.meant + sum(draws.network(line) + draws.work(line) for line in lines)
            for clock, lines in ways.items()
        }

    return instants


def in_turn(draws: Draws) -> dict[str, Instants]:
    """One worker does the work of line 0 in order of arrival; the network takes no time.

    Whoever comes starts when the one before has ended, if not at once (Lindley 1952); written
    out, that is a running maximum.
    """
    work = draws.work(0)
    done = np.cumsum(work)
    ends = done + np.maximum.accumulate(draws.meant - (done - work))
    return dict.fromkeys(CLOCKS[:3], ends)


def in_turn_or_refused(draws: Draws) -> dict[str, Instants]:
    """Likewise, but whoever finds all places of the queue taken is turned away."""
    places = draws.plan.pools[draws.plan.lines[0].receiver].queue
    inside: deque[int] = deque()
    ends = []
    for meant, work in zip(draws.meant.tolist(), draws.work(0).tolist(), strict=True):
        while inside and inside[0] <= meant:
            inside.popleft()
        if len(inside) > places:
            ends.append(NEVER)
        else:
            inside.append((inside[-1] if inside else meant) + work)
            ends.append(inside[-1])
    return dict.fromkeys(("acknowledged", "completed"), np.array(ends, dtype=np.int64))


def quick_run(plan: Plan, replication: int, recursion: Recursion) -> Recording:
    """What the engine records of the requests before the horizon, without their visits."""
    draws = Draws(plan=plan, replication=replication)
    clocks = recursion(draws)
    measured = draws.meant >= plan.warm_up
    times = np.concatenate([column[measured] for column in clocks.values()])
    last = max(plan.horizon, int(times[times < OPEN].max()))
    end = min(plan.latest, last)
    requests = {
        clock: np.where((column >= end) & (column < OPEN) & (last > end), OPEN, column)
        for clock, column in clocks.items()
    }
    count = len(draws.meant)
    requests |= {"meant": draws.meant, "journey": np.zeros(count, dtype=np.int64)}
    nobody = np.zeros(0, dtype=np.int64)
    return Recording(
        requests=requests,
        visits={},
        witness=Witness(
            marks=np.array([plan.warm_up, plan.horizon, end]), parts={}, begun=nobody, open=nobody
        ),
        participants=tuple(pool.name for pool in plan.pools),
        messages=(),
        journeys=((plan.clients[0], ""),),
        provenance=Provenance(
            scenario="",
            design=plan.design,
            seed=plan.seed,
            replication=replication,
            engine="recursion",
            version="",
        ),
    )
