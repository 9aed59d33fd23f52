"""A run from start to end."""

from collections.abc import Callable

import numpy as np

from simkit.engine.order import MOST_JOURNEYS
from simkit.engine.plan import ExecutionPlan, LinePlan, Plan
from simkit.engine.reference.broker import Broker, Delivery, Message
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Outside, Pool
from simkit.engine.reference.rows import Rows
from simkit.engine.reference.source import OpenSource, UserSource
from simkit.engine.sampling import Address, Stream
from simkit.errors import SimulationError
from simkit.model.distribution import Distribution
from simkit.model.load import Users
from simkit.record.recording import Table, Witness
from simkit.record.tables import WITNESS
from simkit.units import time_text

Progress = Callable[[float], None]
Book = tuple[list[tuple[int, ...]], int, int]
REPORTS = 100  # how often a run reports its progress
MOST_BEGUN = 2_000_000  # journeys in one run; each takes about 4 kB while it is open
FIRST = 0  # the key of what comes before everything else at its instant


def run(
    plan: Plan, replication: int, progress: Progress | None = None
) -> tuple[Table, Table, Witness]:
    """Run one replication of a design.

    Args:
        plan: What to run.
        replication: Its number, from 0.
        progress: Called now and then with the share of the measured window that is over.

    Returns:
        The requests, the visits and the second witness.

    Raises:
        SimulationError: If the model cannot go on.
    """
    return Run(plan, replication).run(progress)


class Run:
    """The parts of one run, and its course."""

    def __init__(self, plan: Plan, replication: int, clock: Clock | None = None) -> None:
        self.plan, self.replication, self.lines = plan, replication, plan.lines
        self.clock = clock or Clock()
        self.rows = Rows(plan)
        self.pools = [
            Broker(self.clock) if pool.broker else Pool(self.clock, pool) for pool in plan.pools
        ]
        outside = Outside()
        self.pool_of: list[Pool | Broker | Outside] = [
            self.pools[execution.participant] if execution.line >= 0 else outside
            for execution in plan.executions
        ]
        self.kind_of = [self.kind(execution) for execution in plan.executions]
        self.time = [self.stream("work", line, line.time) for line in plan.lines]
        self.network = [self.stream("network", line, line.network) for line in plan.lines]
        self.sources = [
            (UserSource if isinstance(source.load, Users) else OpenSource)(self, source)
            for source in plan.sources
        ]
        self.source_of = {
            root: own
            for own, source in zip(self.sources, plan.sources, strict=True)
            for root in source.roots
        }
        self.journeys: dict[int, Journey] = {}  # those that are open
        self.begun = 0
        self.waited_for = 0  # measured journeys that are open
        self.enough = self.clock.event()  # nobody who was measured is open any more

    def kind(self, execution: ExecutionPlan) -> type[Execution]:
        """What an execution is: a message in a broker, a delivery, or just work."""
        if self.plan.pools[execution.participant].broker:
            return Message
        delivered = execution.line >= 0 and self.lines[execution.line].delivered
        return Delivery if delivered else Execution

    def stream(self, kind: str, line: LinePlan, law: Distribution) -> Stream:
        """The draws of one line; each kind of draw has a stream of its own."""
        root = self.plan.roots[line.root]
        address = Address(
            seed=self.plan.seed,
            replication=self.replication,
            stream=f"{kind} {line.stream}",
            client=self.plan.clients[root.client],
            journey=root.name,
            path=line.path,
        )
        return Stream(address, law)

    # ---------------------------------------------------------------- journeys

    def begin(self, client: str, request: int, root: int) -> None:
        """A request comes."""
        if self.begun >= MOST_BEGUN or request >= MOST_JOURNEYS // len(self.plan.roots):
            raise SimulationError(
                f"{client} at {time_text(self.clock._now)}: more than {MOST_BEGUN:,} "
                f"journeys in one run, and every one is kept; let it run for less long"
            )
        journey = Journey(self, request, root)
        self.journeys[journey.number] = journey
        self.begun += 1
        self.waited_for += self.measures(journey)
        journey.begin()

    def measures(self, journey: Journey) -> bool:
        """Whether a journey starts in the measured window."""
        return self.plan.warm_up <= journey.meant < self.plan.horizon

    def settled(self, journey: Journey) -> None:
        """Nothing of a journey is left."""
        del self.journeys[journey.number]
        self.rows.write(journey)
        journey.executions.clear()  # they know it and it knew them: let both be forgotten
        self.waited_for -= self.measures(journey)
        if not self.waited_for and self.clock._now >= self.plan.horizon:
            self.stop()

    def stop(self, _: object = None) -> None:
        """Nothing more is waited for; what else this instant holds is not run."""
        if not self.enough.triggered:
            self.enough.succeed()

    # ---------------------------------------------------------------- its course

    def run(self, progress: Progress | None = None) -> tuple[Table, Table, Witness]:
        """From the first request to the last that is waited for."""
        plan, clock = self.plan, self.clock
        for source in self.sources:
            source.start()
        clock.advance(plan.warm_up)
        books = [self.counted(plan.warm_up)]
        for report in range(1, REPORTS + 1):
            clock.advance(plan.warm_up + (plan.horizon - plan.warm_up) * report // REPORTS)
            if progress:
                progress(report / REPORTS)
        books.append(self.counted(plan.horizon))
        if self.waited_for and plan.latest > plan.horizon:
            After(clock, plan.latest - plan.horizon, FIRST, self.stop)
            clock.run(self.enough)
        end = clock._now
        books.append(self.counted(end))
        for journey in self.journeys.values():
            self.rows.write_open(journey, end)
        requests, visits = self.rows.recorder.tables()
        try:
            witness = _witness((plan.warm_up, plan.horizon, end), books)
        except OverflowError:
            raise SimulationError(
                f"{plan.clients[0]} at {time_text(end)}: the times of all requests add up to more "
                f"than 292 years, beyond what can be audited; let it run for less long"
            ) from None
        return requests, visits, witness

    def counted(self, now: int) -> Book:
        """The books of every pool at an instant, journeys begun, and journeys open."""
        return [pool.counted(now) for pool in self.pools], self.begun, len(self.journeys)


def _witness(marks: tuple[int, int, int], books: list[Book]) -> Witness:
    parts = np.array([pools for pools, _, _ in books], dtype=np.int64)
    return Witness(
        marks=np.array(marks, dtype=np.int64),
        parts={column.name: parts[:, :, n] for n, column in enumerate(WITNESS)},
        begun=np.array([begun for _, begun, _ in books], dtype=np.int64),
        open=np.array([still for _, _, still in books], dtype=np.int64),
    )
