"""A run from start to end, and what is written down of it."""

from collections.abc import Callable

import numpy as np

from simkit.engine.order import MOST_JOURNEYS
from simkit.engine.plan import Plan
from simkit.engine.reference.events import Clock
from simkit.engine.reference.execution import BLOCKED, QUEUEING, WORKING, Execution
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Outside, Pool
from simkit.engine.reference.source import OpenSource, UserSource
from simkit.engine.sampling import Address, Stream
from simkit.errors import SimulationError
from simkit.model.distribution import Distribution
from simkit.model.load import Users
from simkit.record.recorder import CLIENT, Recorder
from simkit.record.recording import Table, Witness
from simkit.record.tables import NEVER, OPEN, WITNESS, Done, Outcome, Settlement, Told
from simkit.units import time_text

Progress = Callable[[float], None]
Book = tuple[list[tuple[int, ...]], int, int]
REPORTS = 100  # how often a run reports its progress
EVENTS_AT_ONE_INSTANT = 1_000_000


def run(
    plan: Plan, replication: int, progress: Progress | None = None
) -> tuple[Table, Table, Witness]:
    """Run one replication of a design.

    Args:
        plan: What to run.
        replication: Its number, from 0.
        progress: Called now and then with the share of the horizon that is over.

    Returns:
        The requests, the visits and the second witness.

    Raises:
        SimulationError: If the model cannot go on.
    """
    return Run(plan, replication).run(progress)


class Run:
    """The parts of one run, and its loop."""

    def __init__(self, plan: Plan, replication: int, clock: Clock | None = None) -> None:
        self.plan, self.replication, self.lines = plan, replication, plan.lines
        self.clock = clock or Clock()
        self.recorder = Recorder()
        self.pools = [Pool(self.clock, pool.workers) for pool in plan.pools]
        outside = Outside()
        self.pool_of: list[Pool | Outside] = [
            self.pools[execution.participant] if execution.line >= 0 else outside
            for execution in plan.executions
        ]
        self.releases = [plan.pools[e.participant].releases for e in plan.executions]
        self.time = [
            self.stream(f"work {line.stream}", line.path, line.time) for line in plan.lines
        ]
        self.network = [
            self.stream(f"network {line.stream}", line.path, line.network) for line in plan.lines
        ]
        load = plan.load
        self.source = UserSource(self, load) if isinstance(load, Users) else OpenSource(self, load)
        self.journeys: dict[int, Journey] = {}  # those that are open
        self.begun = 0
        self.waited_for = 0  # measured journeys that are open
        self.can_acknowledge = any(line.acknowledges for line in plan.lines)
        self.can_notice = any(line.notices for line in plan.lines)
        self.is_answered = [
            any(answer.asked == line.starts >= 0 for answer in plan.lines) for line in plan.lines
        ]

    def stream(self, name: str, path: str, law: Distribution) -> Stream:
        """The draws of one line; each kind of draw has a name of its own."""
        address = Address(
            seed=self.plan.seed,
            replication=self.replication,
            stream=name,
            client=self.plan.client,
            journey="",
            path=path,
        )
        return Stream(address, law)

    # ---------------------------------------------------------------- journeys

    def begin(self, request: int) -> None:
        """A request comes."""
        if request >= MOST_JOURNEYS:
            raise SimulationError(f"{self.plan.client}: more than {MOST_JOURNEYS} requests")
        journey = Journey(self, request)
        self.journeys[request] = journey
        self.begun += 1
        self.waited_for += self.measures(journey)
        journey.begin()

    def measures(self, journey: Journey) -> bool:
        """Whether a journey starts in the measured window."""
        return self.plan.warm_up <= journey.meant < self.plan.horizon

    def settled(self, journey: Journey) -> None:
        """Nothing of a journey is left."""
        self.waited_for -= self.measures(journey)
        del self.journeys[journey.request]
        self.write(journey)

    # ---------------------------------------------------------------- time

    def run(self, progress: Progress | None) -> tuple[Table, Table, Witness]:
        """From the first request to the last that is waited for."""
        plan = self.plan
        self.source.start()
        self.advance(plan.warm_up)
        books = [self.counted(plan.warm_up)]
        for report in range(1, REPORTS + 1):
            self.advance(plan.warm_up + (plan.horizon - plan.warm_up) * report // REPORTS)
            if progress:
                progress(report / REPORTS)
        books.append(self.counted(plan.horizon))
        end = plan.horizon
        if self.waited_for:
            self.advance(plan.latest, while_measured=True)
            end = plan.latest if self.waited_for else self.clock.now
        books.append(self.counted(end))
        for journey in self.journeys.values():
            self.write(journey, end)
        requests, visits = self.recorder.tables()
        return requests, visits, _witness((plan.warm_up, plan.horizon, end), books)

    def advance(self, until: int, while_measured: bool = False) -> None:
        """Let everything happen that comes before an instant."""
        clock, instant, events = self.clock, -1, 0
        while clock.peek() < until and (self.waited_for or not while_measured):
            clock.step()
            if clock.now != instant:
                instant, events = clock.now, 0
            events += 1
            if events > EVENTS_AT_ONE_INSTANT and events > 100 * self.begun:
                self.endless()

    def endless(self) -> None:
        """Stop a run in which time has stopped."""
        busiest = max(range(len(self.pools)), key=lambda n: self.pools[n].came)
        raise SimulationError(
            f"{self.plan.pools[busiest].name} at {time_text(self.clock.now)}: "
            f"more than {EVENTS_AT_ONE_INSTANT:,} events at one instant; something takes no time"
        )

    def counted(self, now: int) -> Book:
        """The books of every pool at an instant, journeys begun, and journeys open."""
        return [pool.counted(now) for pool in self.pools], self.begun, len(self.journeys)

    # ---------------------------------------------------------------- what is written down

    def write(self, journey: Journey, end: int | None = None) -> None:
        """A journey for the tables; one that is open at ``end`` as far as it has come."""
        request, visits = journey.request, self.recorder.visits
        unset = NEVER if end is None else OPEN
        well = not (journey.failed or journey.lost)
        completed = journey.settled if well else NEVER
        done = Done.LOST if journey.lost else Done.FAILED if journey.failed else Done.WELL
        self.recorder.journeys.append(
            (
                0,
                0,
                request,
                journey.meant,
                _or(journey.acknowledged, unset if self.can_acknowledge else NEVER),
                _or(journey.settled, unset),
                _or(completed, unset),
                _or(journey.noticed, unset if self.can_notice else NEVER),
                _told(journey),
                done if end is None else Done.OPEN,
                1,
            )
        )
        for execution in journey.executions[1:]:
            if execution is not None:
                visits.append((0, 0, request, *self.visit(execution, end)))
        for line, parent, sent in journey.lost:
            visits.append(
                (
                    0,
                    0,
                    request,
                    line,
                    0,
                    parent,
                    0,
                    self.lines[line].receiver,
                    0,
                    sent,
                    *[NEVER] * 5,
                    0,
                    0,
                    0,
                    Outcome.LOST,
                    Settlement.NONE,
                )
            )

    def visit(self, execution: Execution, end: int | None) -> tuple[int, ...]:
        """The rest of the row of an execution."""
        plan, parent, spent = execution.plan, execution.parent, execution.spent
        assert parent is not None
        unset = NEVER if end is None else OPEN
        if end is not None and execution.doing >= 0:
            spent = list(spent)
            spent[execution.doing] += end - execution.since
        answers = unset if self.is_answered[plan.line] else NEVER
        if execution.failed:
            outcome = Outcome.FAILED
        else:
            outcome = Outcome.OPEN if execution.ended is None else Outcome.WELL
        return (
            plan.line,
            0,
            CLIENT if parent.plan.line < 0 else parent.plan.line,
            0,
            plan.participant,
            0,
            execution.sent,
            _or(execution.arrived, OPEN),
            _or(execution.started, OPEN),
            _or(execution.answered, answers),
            _or(execution.answer_arrived, answers),
            _or(execution.ended, OPEN),
            spent[WORKING],
            spent[BLOCKED],
            spent[QUEUEING],
            outcome,
            Settlement.NONE,
        )


def _or(instant: int | None, otherwise: int) -> int:
    return otherwise if instant is None else instant


def _told(journey: Journey) -> Told:
    if journey.acknowledged is not None:
        return Told.OK if journey.final else Told.ACCEPTED
    client = journey.executions[0]
    assert client is not None
    return Told.FAILED if client.failed else Told.NOTHING


def _witness(marks: tuple[int, int, int], books: list[Book]) -> Witness:
    parts = np.array([pools for pools, _, _ in books], dtype=np.int64)
    return Witness(
        marks=np.array(marks, dtype=np.int64),
        parts={column.name: parts[:, :, n] for n, column in enumerate(WITNESS)},
        begun=np.array([begun for _, begun, _ in books], dtype=np.int64),
        open=np.array([still for _, _, still in books], dtype=np.int64),
    )
