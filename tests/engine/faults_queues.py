"""As `tests.engine.faults`: brokers, limited queues, branches and journeys with one fault each."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simkit.engine import Plan
from simkit.engine.order import ENDS, journey_key
from simkit.engine.plan import PlanStep, PoolPlan
from simkit.engine.reference.broker import Broker, Message
from simkit.engine.reference.doing import WORKING
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.fork import Fork
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.pool import Instance, Pool
from simkit.engine.reference.queue import Queue
from simkit.engine.reference.reasons import Stopped
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.source import START, Source
from simkit.engine.reference.stored import ACKNOWLEDGED, Copy, Delivery
from simkit.engine.reference.strands import Group, Strand
from simkit.record.tables import NEVER, Done

# ---------------------------------------------------------------------- brokers

OFFER_COPY, STORE, SETTLE = Queue.offer, Queue.store, Delivery.settle
NEVER_LEAVE, RESERVE = Scope.never_leave, Pool.reserve


def writing_is_not_waited_for(message: Message, duration: int) -> Iterator[None]:
    """The message is offered and confirmed at once; the time of writing is only booked."""
    message.since = message.clock._now
    key = ENDS + message.key
    message.pool.start_work(message, duration, key, lambda _: message.pool.stop_work(message))
    yield from ()


def lost_without_a_worker(queue: Queue, delivery: Delivery) -> None:
    if queue.pool.find() is not None:
        OFFER_COPY(queue, delivery)


def last_message_first(_: Queue, copy: Copy, again: bool) -> None:
    copy.order = -abs(copy.order)


def one_copy(queue: Queue, message: Message) -> None:
    if queue is queue.broker.queues[queue.put_number][0]:
        STORE(queue, message)
    else:
        queue.coming -= 1
        message.dealt_with(ACKNOWLEDGED)


def never_settled(delivery: Delivery, holding: bool) -> None:
    Execution.end(delivery, holding)


def settled_at_the_end(delivery: Delivery, holding: bool) -> None:
    """Also one that a line of the drawing has settled before; that line settles nothing."""
    if not delivery.failed:
        SETTLE(delivery)
    else:
        delivery.fall_through()
    Execution.end(delivery, holding)


def settlement_ignored(scope: Scope, _: Any) -> None:
    scope.closes()


def settlement_never_missing(plan: Plan) -> Plan:
    drawn = {number for number, line in enumerate(plan.lines) if line.settles >= 0}
    lines = (replace(line, missing=line.missing - drawn) for line in plan.lines)
    return replace(plan, lines=tuple(lines))


def reserved_twice(pool: Pool, execution: Execution) -> bool:
    """The worker that is kept for a delivery is there for others until it arrives."""
    execution.instance = pool.find()
    if execution.instance is not None:
        return True
    return RESERVE(pool, execution)


def held_while_reserved(pool: Pool, execution: Execution) -> bool:
    kept = RESERVE(pool, execution)
    if kept:
        pool.hold()  # and once more when it arrives
    return kept


def books_not_kept(broker: Broker) -> None:
    broker.kept += 1


# ---------------------------------------------------------------------- limited queues

POOL, ENTER, SERVE = Pool.__init__, Pool.enter, Pool.serve


def refused_runs(execution: Execution) -> None:
    """It is told refused, and takes its steps all the same."""
    assert isinstance(execution.pool, Pool)
    execution.refused = True
    execution.scope.marks(Done.REFUSED)
    execution.pool.wait(execution)


def room_never_given_back(pool: Pool, instance: Instance) -> None:
    room = pool.room
    SERVE(pool, instance)
    pool.room = min(room, pool.room)


def no_room_is_told_to_nobody(scope: Scope, number: int, lines: Any, *why: Any) -> None:
    if not scope.executions[number].refused:
        NEVER_LEAVE(scope, number, lines, *why)


def room_for_one_more(pool: Pool, clock: Clock, plan: PoolPlan) -> None:
    POOL(pool, clock, replace(plan, queue=plan.queue + (plan.queue >= 0)))


def messages_in_brokers_take_room(pool: Pool, execution: Execution) -> bool:
    waiting = sum(one.arrived == NEVER for _, _, one in pool.waiting_here())
    if execution.broker is None and not pool.instances[0].free and pool.room <= waiting:
        pool.room, room = 0, pool.room
        entered = ENTER(pool, execution)
        pool.room = room
        return entered
    return ENTER(pool, execution)


# ---------------------------------------------------------------------- branches

LOOK = Fork.look


def first_branch_only(group: Group, strand: Strand) -> None:
    """Whoever forked goes on with the first branch that is over."""
    group.enough()


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


def others_go_on(group: Group, strand: Strand, stopped: Stopped) -> None:
    """One branch was told no; the others go on, and the execution with them."""
    group.ended(strand)


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


def answers_all_users(journey: Journey) -> None:
    """The user of the first journey is told of whatever request is over."""
    journey.run.sources[0].answered(journey.request)


def starts_at_once(plan: Plan) -> Plan:
    """A lifeline that nobody calls sets out with its journey, before what is drawn above it."""
    starts = {n for n, line in enumerate(plan.lines) if not line.label}
    executions = (
        replace(one, steps=tuple(sorted(one.steps, key=lambda step: step[1] not in starts)))
        for one in plan.executions
    )
    return replace(plan, executions=tuple(executions))
