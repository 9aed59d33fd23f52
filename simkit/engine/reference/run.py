"""A run from start to end."""

from collections.abc import Callable

import numpy as np

from simkit.engine.order import MOST_JOURNEYS
from simkit.engine.plan import ExecutionPlan, Plan
from simkit.engine.reference.broker import Broker, Message
from simkit.engine.reference.draws import CHANCES, Draws
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.faults import Faults
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.limits import gates_of
from simkit.engine.reference.pool import Outside, Pool
from simkit.engine.reference.queue import Queue
from simkit.engine.reference.rows import Rows
from simkit.engine.reference.scaler import Scaler
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.senders import Senders
from simkit.engine.reference.source import OpenSource, UserSource
from simkit.engine.reference.stored import Delivery
from simkit.engine.tables import Tables
from simkit.errors import SimulationError
from simkit.model.load import Users
from simkit.record.recording import Witness
from simkit.record.tables import WITNESS, Again, Change
from simkit.units import time_text

Progress = Callable[[float], None]
Book = tuple[list[tuple[int, ...]], int, int]
REPORTS = 100  # how often a run reports its progress
MOST_BEGUN = 2_000_000  # journeys in one run; each takes about 4 kB while it is open
FIRST = 0  # the key of what comes before everything else at its instant


def run(plan: Plan, replication: int, progress: Progress | None = None) -> Tables:
    """Run one replication of a design.

    Args:
        plan: What to run.
        replication: Its number, from 0.
        progress: Called now and then with the share of the measured window that is over.

    Returns:
        Its tables.

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
        self.draws = Draws(self)
        self.pools = [(Broker if pool.broker else Pool)(self.clock, pool) for pool in plan.pools]
        self.made_of = self.makers()
        self.region_of = [execution.region for execution in plan.executions]
        # Whether anything is done again other than deliveries.
        self.is_rich = bool(plan.sections) or any(line.guarded for line in plan.lines)
        self.watches = any(line.watched for line in plan.lines)
        self.paces = any(line.calling.pace is not None for line in plan.lines)
        self.senders = Senders(self)
        self.limits = gates_of(plan.lines, self.clock)
        self.tolerated = [line.tolerated for line in plan.lines]
        self.time = [self.draws.stream("work", line, line.time) for line in plan.lines]
        self.network = [self.draws.stream("network", line, line.network) for line in plan.lines]
        self.faults = Faults(self, plan.faults) if plan.faults else None
        self.scalers = [
            Scaler(self, pool)
            for pool in self.pools
            if isinstance(pool, Pool) and pool.serving.moves
        ]
        self.prioritises = any(line.handling.priority for line in plan.lines)
        self.remembers = any(line.handling.idempotent is not None for line in plan.lines)
        # By line, and one more for steps that have none.
        self.risky = [*(self.is_risky(line) for line in range(len(plan.lines))), False]
        self.queues = {
            number: Queue(self, number) for number, line in enumerate(plan.lines) if line.delivered
        }
        for queue in self.queues.values():
            queue.broker.queues.setdefault(queue.put_number, []).append(queue)
        self.sources = [
            (UserSource if isinstance(source.load, Users) else OpenSource)(self, source)
            for source in plan.sources
        ]
        self.source_of = {
            root: own
            for own, source in zip(self.sources, plan.sources, strict=True)
            for root in source.roots
        }
        self.journeys: dict[int, Journey] = {}  # those that are not settled
        self.lingering: dict[int, Journey] = {}  # those of which only duplicates are left
        self.begun = 0
        self.waited_for = 0  # measured journeys that are not settled
        self.enough = self.clock.event()  # nobody who was measured is open any more

    def makers(self) -> list[tuple[type[Execution], ExecutionPlan, Pool | Broker | Outside]]:
        """Of each execution, what it is, its plan, and where it runs."""
        outside = Outside()
        return [
            (
                self.kind(execution),
                execution,
                self.pools[execution.participant] if execution.line >= 0 else outside,
            )
            for execution in self.plan.executions
        ]

    def kind(self, execution: ExecutionPlan) -> type[Execution]:
        """What an execution is: a message in a broker, a delivery, or just work."""
        if self.plan.pools[execution.participant].broker:
            return Message
        delivered = execution.line >= 0 and self.lines[execution.line].delivered
        return Delivery if delivered else Execution

    def is_risky(self, line: int) -> bool:
        """Whether what handles or sends a line can do otherwise than go on."""
        handling = self.lines[line].handling
        special = handling.fails or handling.poison or handling.idempotent is not None
        special = special or self.lines[line].watched
        return bool(special) or (self.faults is not None and self.faults.concerns(line))

    def name_of(self, scope: Scope) -> str:
        """What is done again in a scope, for people."""
        if scope.again in (Again.TURN, Again.COPY):
            return f"'{self.plan.sections[scope.line].stream}'"
        return f"'{self.lines[scope.line].label}'"

    def queues_of(self, pool: Pool) -> list[Queue]:
        """The queues that a pool takes messages from."""
        return [queue for queue in self.queues.values() if queue.pool is pool]

    def change(
        self, part: Pool | Broker, instance: int, what: Change, value: int = 0, line: int = -1
    ) -> None:
        """A part is not any more what it was."""
        row = (self.clock._now, self.pools.index(part), instance, line, what, value)
        self.rows.recorder.changes.extend(row)

    # ---------------------------------------------------------------- what is done

    def fails(self, execution: Execution, line: int) -> bool:
        """Whether the work of a line that is done has come to nothing."""
        handling, request = self.lines[line].handling, execution.journey.request
        if handling.poison and self.draws.poison(line, "")(request) < handling.poison * CHANCES:
            return True
        drawn = self.draws.fails(line, execution.scope.address)
        if handling.fails and drawn(request) < handling.fails * CHANCES:
            return True
        return self.faults is not None and self.faults.fails(execution)

    def repeats(self, execution: Execution) -> bool:
        """Whether its receiver has done what it is to do, and knows it."""
        line = execution.plan.line
        if line < 0 or (window := self.lines[line].handling.idempotent) is None:
            return False
        done = execution.journey.effects.get(line)
        return done is not None and self.clock._now - done <= window

    def done(self, execution: Execution) -> None:
        """An execution has done its work well."""
        line = execution.plan.line
        if line >= 0 and self.lines[line].handling.idempotent is not None:
            execution.journey.effects.setdefault(line, self.clock._now)

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
        """Nothing of a journey is left but duplicates."""
        del self.journeys[journey.number]
        if journey.alive:
            self.lingering[journey.number] = journey
        if not journey.client.polls or journey.client.is_over:
            self.knows(journey)

    def knows(self, journey: Journey) -> None:
        """A journey is settled, and its client has looked for the last time whether it is."""
        self.waited_for -= self.measures(journey)
        if not self.waited_for and self.clock._now >= self.plan.horizon:
            self.stop()

    def over(self, journey: Journey) -> None:
        """Nothing of a journey is left at all."""
        self.lingering.pop(journey.number, None)
        self.rows.write(journey)
        journey.forget()

    def stop(self, _: object = None) -> None:
        """Nothing more is waited for; what else this instant holds is not run."""
        if not self.enough.triggered:
            self.enough.succeed()

    # ---------------------------------------------------------------- its course

    def run(self, progress: Progress | None = None) -> Tables:
        """From the first request to the last that is waited for."""
        plan, clock = self.plan, self.clock
        self.start()
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
        for journey in (*self.journeys.values(), *self.lingering.values()):
            self.rows.write_open(journey, end)
        requests, visits = self.rows.recorder.tables()
        try:
            witness = _witness((plan.warm_up, plan.horizon, end), books)
        except OverflowError:
            raise SimulationError(
                f"{plan.clients[0]} at {time_text(end)}: the times of all requests add up to more "
                f"than 292 years, beyond what can be audited; let it run for less long"
            ) from None
        recorder = self.rows.recorder
        return Tables(requests, visits, witness, recorder.changed(), *recorder.again())

    def start(self) -> None:
        """Everything that begins by itself."""
        if self.faults is not None:
            self.faults.start()
        for scaler in self.scalers:
            scaler.start()
        for queue in self.queues.values():
            for lane in queue.lanes:
                lane.start()
        for source in self.sources:
            source.start()

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
