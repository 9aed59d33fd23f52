"""Parts of the reference engine with one fault each, and plans misread.

Parts are replaced for the time of a run only; `tests.engine.mutants` makes engines of them.
Here are workers, answers, ends, order, luck and rows; see also `tests.engine.faults_queues`
and `tests.engine.faults_delivery`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from heapq import heappush
from itertools import count
from typing import Any
from unittest.mock import patch

from simkit.engine import Plan
from simkit.engine.order import ARRIVALS, ENDS
from simkit.engine.plan import LinePlan, PoolPlan
from simkit.engine.reference import execution as execution_module
from simkit.engine.reference import pool as pool_module
from simkit.engine.reference import scope as scope_module
from simkit.engine.reference.doing import BLOCKED, NOTHING, PAUSING
from simkit.engine.reference.draws import Draws
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Instance, Place, Pool
from simkit.engine.reference.queue import Ticket
from simkit.engine.reference.rows import Rows
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.source import OpenSource
from simkit.engine.tables import Tables
from simkit.model.distribution import Constant
from tests.engine.contract import Engine


def with_parts(*parts: tuple[Any, str, Any]) -> Engine:
    """The reference engine with some attributes of its parts replaced while it runs."""

    def engine(plan: Plan, replication: int) -> Tables:
        with ExitStack() as stack:
            for owner, name, value in parts:
                stack.enter_context(patch.object(owner, name, value))
            return Run(plan, replication).run(None)

    return engine


def misreading(change: Callable[[Plan], Plan]) -> Engine:
    """The reference engine on another plan than it was given."""
    return lambda plan, replication: Run(change(plan), replication).run(None)


# ---------------------------------------------------------------------- workers

POOL, LEAVE = Pool.__init__, Pool.leave


def lifo(_: Pool, who: Execution | Ticket, queue: list[Place]) -> None:
    heappush(queue, (-who.priority, -who.order, who))


def one_worker_more(pool: Pool, clock: Clock, plan: PoolPlan) -> None:
    POOL(pool, clock, replace(plan, workers=plan.workers and plan.workers + 1))


def one_worker_fewer(pool: Pool, clock: Clock, plan: PoolPlan) -> None:
    POOL(pool, clock, plan)
    for instance in pool.instances:
        instance.free -= bool(plan.workers)


def busy_when_over(pool: Pool, execution: Execution, holding: bool) -> None:
    LEAVE(pool, execution, holding and execution.failed)


def busy_when_failed(pool: Pool, execution: Execution, holding: bool) -> None:
    LEAVE(pool, execution, holding and not execution.failed)


def open_to_all(event_class: int, pool: Pool, instance: Instance) -> None:
    """A free worker is there for anybody until the longest waiter wakes up."""
    instance.free += 1
    first = pool.first(instance.queue) or pool.first(pool.queue)
    if first is not None:
        assert isinstance(first[2], Execution)
        After(pool.clock, 0, event_class + first[2].key, partial(_wake, pool, instance))


def _wake(pool: Pool, instance: Instance, _: object) -> None:
    if instance.free:
        pool.serve(instance)


def pause_with_worker(execution: Execution, duration: int) -> Iterator[None]:
    execution.doing = PAUSING
    After(execution.clock, duration, ENDS + execution.key, execution.go)
    yield
    execution.doing = NOTHING


def queueing_is_waiting(execution: Execution) -> Iterator[None]:
    if not execution.pool.take(execution):
        execution.doing, execution.since = BLOCKED, execution.clock._now
        yield
        execution.blocked += execution.clock._now - execution.since
    execution.doing = NOTHING


# ---------------------------------------------------------------------- answers

ANSWER, HEAR = Scope.answer, Scope.hear


def deaf(scope: Scope, event: Any) -> None:
    asker = scope.find(scope.run.lines[event.value[0]].to)
    assert asker is not None
    asker.awaited = -1  # it still waits, but nobody knows
    HEAR(scope, event)


def no_failure_answer(scope: Scope, line: int, good: bool, **why: Any) -> None:
    if good:  # whatever the line says; the failed send nothing
        ANSWER(scope, line, good, **why)


def reached_again(journey: Journey, line: int) -> None:
    plan, now = journey.run.lines[line], journey.clock._now
    if plan.acknowledges:
        journey.acknowledged, journey.final = now, plan.final
    if plan.notices:
        journey.noticed = now


def answers_take_no_time(plan: Plan) -> Plan:
    at_once = Constant(value=0)
    lines = (replace(line, network=at_once) if line.to >= 0 else line for line in plan.lines)
    return replace(plan, lines=tuple(lines))


def no_means_yes(plan: Plan) -> Plan:
    return replace(plan, lines=tuple(replace(line, good=True) for line in plan.lines))


def with_releases(releases: bool, plan: Plan) -> Plan:
    pools = (replace(pool, releases=releases) for pool in plan.pools)
    return replace(plan, pools=tuple(pools))


# ---------------------------------------------------------------------- ends

ADVANCE, OFFER = Clock.advance, OpenSource.offer


def closed_marks(clock: Clock, until: int) -> None:
    ADVANCE(clock, until + 1)


def measures_the_horizon(run: Run, journey: Journey) -> bool:
    return run.plan.warm_up <= journey.meant <= run.plan.horizon


def measures_not_the_warm_up(run: Run, journey: Journey) -> bool:
    return run.plan.warm_up < journey.meant < run.plan.horizon


def measures_all(run: Run, journey: Journey) -> bool:
    return journey.meant < run.plan.horizon


def no_load_after_the_horizon(source: OpenSource, event: Any) -> None:
    if source.run.clock._now < source.run.plan.horizon:
        OFFER(source, event)


# ---------------------------------------------------------------------- order


class Disordered(Clock):
    """Takes only some bits of a key; the order of scheduling decides the rest."""

    def __init__(self, first_bit: int) -> None:
        super().__init__()
        self._eid = count()
        self.first_bit = first_bit

    def schedule(self, event: Any, priority: Any = 1, delay: Any = 0) -> None:
        super().schedule(event, priority >> self.first_bit, delay)


def disordered(first_bit: int) -> Engine:
    return lambda plan, replication: Run(plan, replication, Disordered(first_bit)).run(None)


ALL_BUT_CLASS = ARRIVALS.bit_length() - 2  # where the two bits of the class begin
MODULES = (execution_module, scope_module, pool_module)

# ---------------------------------------------------------------------- luck and rows

RUN, STREAM = Run.__init__, Draws.stream
WRITE, WRITE_JOURNEY = Rows.write, Rows.write_journey


def next_ones_work(run: Run, *arguments: Any) -> None:
    RUN(run, *arguments)
    work: Any = [lambda request, of=stream: of(request + 1) for stream in run.time]
    run.time = work


def one_stream(draws: Draws, _: str, *rest: Any) -> Any:
    return STREAM(draws, "work", *rest)


def no_path(draws: Draws, kind: str, line: LinePlan, *rest: Any) -> Any:
    return STREAM(draws, kind, replace(line, path=""), *rest)


def lose_a_journey(rows: Rows, journey: Journey) -> None:
    if journey.request != 1:
        WRITE(rows, journey)


def lose_a_visit(rows: Rows, journey: Journey) -> None:
    if journey.request == 1:
        journey.scope.executions.popitem()
    WRITE(rows, journey)


def lose_what_was_lost(rows: Rows, journey: Journey, *rest: Any) -> None:
    journey.unseen = ()
    WRITE_JOURNEY(rows, journey, *rest)
