"""Parts of the reference engine with one fault each, and plans misread.

Parts are replaced for the time of a run only; `tests.engine.mutants` makes engines of them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any
from unittest.mock import patch

from simkit.engine import Plan
from simkit.engine.order import ARRIVALS, ENDS, journey_key
from simkit.engine.plan import LinePlan, PlanStep, PoolPlan
from simkit.engine.reference import execution as execution_module
from simkit.engine.reference import journey as journey_module
from simkit.engine.reference import pool as pool_module
from simkit.engine.reference.broker import Broker, Delivery, Message
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import BLOCKED, NOTHING, PAUSING, WORKING, Execution
from simkit.engine.reference.fork import Fork, Strand
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.rows import Rows
from simkit.engine.reference.run import Run
from simkit.engine.reference.source import START, OpenSource, Source
from simkit.model.distribution import Constant
from simkit.record.tables import NEVER
from tests.engine.contract import Engine, Tables


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

POOL, GIVE_BACK, LEAVE = Pool.__init__, Pool.give_back, Pool.leave


def lifo(pool: Pool) -> None:
    pool.queue.rotate(1)  # the last is the first now
    GIVE_BACK(pool)


def one_worker_more(pool: Pool, clock: Clock, plan: PoolPlan) -> None:
    POOL(pool, clock, replace(plan, workers=plan.workers and plan.workers + 1))


def one_worker_fewer(pool: Pool, clock: Clock, plan: PoolPlan) -> None:
    POOL(pool, clock, plan)
    pool.free -= bool(plan.workers)


def busy_when_over(pool: Pool, execution: Execution, holding: bool) -> None:
    LEAVE(pool, execution, holding and execution.failed)


def busy_when_failed(pool: Pool, execution: Execution, holding: bool) -> None:
    LEAVE(pool, execution, holding and not execution.failed)


def open_to_all(event_class: int, pool: Pool) -> None:
    """A free worker is there for anybody until the longest waiter wakes up."""
    now = pool.clock._now
    pool.free += 1
    pool.taken -= 1
    pool.held += now
    if pool.queue:
        After(pool.clock, 0, event_class + pool.queue[0].key, partial(_wake, pool))


def _wake(pool: Pool, _: object) -> None:
    if pool.queue and pool.free:
        waiter = pool.queue.popleft()
        pool.unqueue(waiter)
        pool.take(waiter)
        if waiter.key not in pool.inside:
            pool.begin(waiter)
        waiter.go()


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

ANSWER, HEAR = Journey.answer, Journey.hear


def deaf(journey: Journey, event: Any) -> None:
    asker = journey.executions[journey.run.lines[event.value[0]].to]
    assert asker is not None
    asker.awaited = -1  # it still waits, but nobody knows
    HEAR(journey, event)


def no_failure_answer(journey: Journey, line: int, good: bool) -> None:
    if good:  # whatever the line says; the failed send nothing
        ANSWER(journey, line, good)


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
MODULES = (execution_module, journey_module, pool_module)

# ---------------------------------------------------------------------- luck and rows

RUN, STREAM = Run.__init__, Run.stream
WRITE, WRITE_JOURNEY = Rows.write, Rows.write_journey


def next_ones_work(run: Run, *arguments: Any) -> None:
    RUN(run, *arguments)
    work: Any = [lambda request, of=stream: of(request + 1) for stream in run.time]
    run.time = work


def one_stream(run: Run, _: str, *rest: Any) -> Any:
    return STREAM(run, "work", *rest)


def no_path(run: Run, kind: str, line: LinePlan, law: Any) -> Any:
    return STREAM(run, kind, replace(line, path=""), law)


def lose_a_journey(rows: Rows, journey: Journey) -> None:
    if journey.request != 1:
        WRITE(rows, journey)


def lose_a_visit(rows: Rows, journey: Journey) -> None:
    if journey.request == 1:
        journey.executions[-1] = None
    WRITE(rows, journey)


def lose_what_was_lost(rows: Rows, journey: Journey, *rest: Any) -> None:
    journey.lost = ()
    WRITE_JOURNEY(rows, journey, *rest)


# ---------------------------------------------------------------------- brokers

OFFER_COPY, SETTLE, MESSAGE_END = Broker.offer, Delivery.settle, Message.end
SEND, NEVER_LEAVE, HOLD = Journey.send, Journey.never_leave, Pool.hold


def writing_is_not_waited_for(message: Message, duration: int) -> Iterator[None]:
    """The message is offered and confirmed at once; the time of writing is only booked."""
    message.worked += duration
    message.pool.start_work()
    After(message.clock, duration, ENDS + message.key, lambda _: message.pool.stop_work())
    yield from ()


def lost_without_a_worker(broker: Broker, execution: Execution) -> None:
    pool = execution.pool
    if not isinstance(pool, Pool) or pool.free:
        OFFER_COPY(broker, execution)
    else:
        broker.keep(execution)


def last_message_first(pool: Pool, execution: Execution) -> bool:
    if pool.free:
        pool.free -= 1
        return True
    pool.queue.appendleft(execution)
    return False


def one_copy(journey: Journey, sender: Execution, line: int) -> None:
    plan = journey.run.lines[line]
    first = next(one for one in journey.run.lines if one.carries == plan.carries)
    if plan.delivered and plan is not first:
        journey.settle_copy(plan.carries, good=True)
    else:
        SEND(journey, sender, line)


def never_settled(delivery: Delivery, holding: bool) -> None:
    Execution.end(delivery, holding)


def settled_at_the_end(delivery: Delivery, holding: bool) -> None:
    """Also one that a line of the drawing has settled before; that line settles nothing."""
    Execution.end(delivery, holding)
    SETTLE(delivery, not delivery.failed)


def settlement_ignored(journey: Journey, _: Any) -> None:
    journey.settle()


def rejection_is_acknowledgement(delivery: Delivery, good: bool) -> None:
    SETTLE(delivery, True)


def settlement_never_missing(plan: Plan) -> Plan:
    drawn = {number for number, line in enumerate(plan.lines) if line.settles >= 0}
    lines = (replace(line, missing=line.missing - drawn) for line in plan.lines)
    return replace(plan, lines=tuple(lines))


def reserved_twice(pool: Pool, execution: Execution) -> bool:
    """The worker that is kept for a delivery is there for others until it arrives."""
    if pool.free:
        return True
    pool.queue.append(execution)
    return False


def held_while_reserved(pool: Pool, execution: Execution) -> bool:
    if pool.free:
        pool.free -= 1
        pool.held -= pool.clock._now  # and once more when it arrives
        pool.taken += 1
        return True
    pool.queue.append(execution)
    return False


def books_not_kept(broker: Broker, execution: Execution) -> None:
    broker.queue[execution.key] = execution


# ---------------------------------------------------------------------- limited queues

ENTER = Pool.enter


def refused_runs(execution: Execution) -> None:
    """It is told refused, and takes its steps all the same."""
    execution.refused = execution.journey.refused = True
    execution.pool.take(execution)


def room_never_given_back(pool: Pool) -> None:
    room = pool.room
    GIVE_BACK(pool)
    pool.room = min(room, pool.room)


def no_room_is_told_to_nobody(journey: Journey, execution: Execution, lines: Any) -> None:
    if not execution.refused:
        NEVER_LEAVE(journey, execution, lines)


def room_for_one_more(pool: Pool, clock: Clock, plan: PoolPlan) -> None:
    POOL(pool, clock, replace(plan, queue=plan.queue + (plan.queue >= 0)))


def messages_in_brokers_take_room(pool: Pool, execution: Execution) -> bool:
    waiting = sum(one.arrived == NEVER for one in pool.queue)
    if execution.broker is None and not pool.free and pool.room <= waiting:
        pool.room, room = 0, pool.room
        entered = ENTER(pool, execution)
        pool.room = room
        return entered
    return ENTER(pool, execution)


# ---------------------------------------------------------------------- branches

LOOK = Fork.look


def first_branch_only(strand: Strand) -> None:
    """Whoever forked goes on with the first branch that is over."""
    if strand.parent.pending:
        strand.parent.pending = 0
        strand.parent.go()


def fork_keeps_its_worker(fork: Fork) -> None:
    fork.releases = False
    LOOK(fork)


def gives_back_after_every_step(strand: Strand) -> None:
    """A branch that has worked gives the worker to other requests, though it goes on."""
    strand.fork.worker = None
    strand.fork.look()


def branches_work_at_once(strand: Strand) -> Iterator[None]:
    strand.fork.worker = strand
    strand.fork.account(WORKING)
    yield from ()


def others_go_on(fork: Fork) -> None:
    """One branch was told no; the others go on, and the execution with them."""


def branch_by_branch(plan: Plan) -> Plan:
    """Branches are taken one after the other."""

    def flattened(steps: tuple[PlanStep, ...]) -> Iterator[PlanStep]:
        for step in steps:
            if step[2]:
                for branch in step[2]:
                    yield from flattened(branch)
            else:
                yield step

    executions = (replace(one, steps=tuple(flattened(one.steps))) for one in plan.executions)
    return replace(plan, executions=tuple(executions))


# ---------------------------------------------------------------------- journeys

BEGIN = Run.begin


def wrong_journey(run: Run, client: str, request: int, root: int) -> None:
    BEGIN(run, client, request, (root + 1) % len(run.plan.roots))


def by_journey_then_number(source: Source, request: int, delay: int) -> None:
    number = source.plan.roots[0] * 1000 + request
    After(source.run.clock, delay, START + journey_key(number), source.offer, request)


def answers_all_users(journey: Journey, execution: Execution) -> None:
    """The user of the first journey is told of whatever request is over."""
    if execution.parent is None:
        journey.run.sources[0].answered(journey.request)
    journey.settle()


def starts_at_once(plan: Plan) -> Plan:
    """A lifeline that nobody calls sets out with its journey, before what is drawn above it."""
    starts = {n for n, line in enumerate(plan.lines) if not line.label}
    executions = (
        replace(one, steps=tuple(sorted(one.steps, key=lambda step: step[1] not in starts)))
        for one in plan.executions
    )
    return replace(plan, executions=tuple(executions))
