"""As `tests.engine.faults`: deliveries, windows, partitions and deaths with one fault each."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from simkit.engine import Plan
from simkit.engine.order import TIMEOUTS
from simkit.engine.plan import LinePlan
from simkit.engine.reference.broker import Broker, Message
from simkit.engine.reference.draws import CHANCES
from simkit.engine.reference.events import After
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.gathering import Gathering
from simkit.engine.reference.partitions import Group, Partition
from simkit.engine.reference.pool import Instance, Pool
from simkit.engine.reference.queue import Queue
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.stored import CUT_OFF, LAPSED, REJECTED, Copy, Delivery
from simkit.model.distribution import Constant
from simkit.model.policy import Policy
from simkit.record.tables import NEVER
from tests.engine.contract import Engine
from tests.engine.faults import misreading

AT_ONCE = Constant(value=0)
ADD, PASS_GATE = Gathering.add, Message.pass_gate


def with_policy(**other: Any) -> Engine:
    """Brokers keep to other words than were said."""

    def change(plan: Plan) -> Plan:
        pools = (
            replace(pool, policy=pool.policy and replace(pool.policy, **other))
            for pool in plan.pools
        )
        return replace(plan, pools=tuple(pools))

    return misreading(change)


def with_lines(**other: Any) -> Engine:
    """Lines of which something is said are handled otherwise."""

    def changed(line: LinePlan) -> LinePlan:
        said = {name: value for name, value in other.items() if getattr(line.handling, name)}
        return replace(line, handling=replace(line.handling, **said))

    return misreading(lambda plan: replace(plan, lines=tuple(map(changed, plan.lines))))


# ---------------------------------------------------------------------- settlement

TAKEN_UP, SETTLE, GIVES_UP = Delivery.taken_up, Copy.settle, Copy.failed


def acknowledged_too_early(delivery: Delivery) -> None:
    TAKEN_UP(delivery)
    delivery.settle()


def acknowledged_by_the_dead(execution: Execution) -> None:
    """What has died is taken for dealt with."""
    if isinstance(execution, Delivery):
        execution.copy.settle(execution)


def waits_though_settled(copy: Copy, delivery: Delivery) -> None:
    """A late settlement is heard only if nobody waits to have the message again."""
    if copy.next is None:
        SETTLE(copy, delivery)


def no_is_a_failure(delivery: Delivery) -> None:
    """A receiver that says no is treated like one that fails."""
    delivery.free_place()
    delivery.fall_through()


def death_is_a_failure(copy: Copy, delivery: Delivery, how: int, then: str = "requeue") -> None:
    policy = copy.queue.policy
    GIVES_UP(copy, delivery, how, policy.on_failure if how == CUT_OFF else then)


# ---------------------------------------------------------------------- leases


LAPSE = Delivery.lapse


def lease_from(begin: int, delivery: Delivery, event: Any) -> None:
    """A lease begins anew when something happens to its delivery."""
    lease, now = delivery.queue.policy.lease, delivery.clock._now
    assert lease is not None
    if begin < now < begin + lease:
        key = TIMEOUTS + delivery.key
        After(delivery.clock, begin + lease - now, key, delivery.lapse)
    else:
        LAPSE(delivery, event)


def lease_frees_a_place(copy: Copy, delivery: Delivery, how: int, then: str = "requeue") -> None:
    GIVES_UP(copy, delivery, how, then)
    if how == LAPSED:
        delivery.free_place()


def extended_for_ever(delivery: Delivery, event: Any) -> None:
    """Nobody looks whether a receiver that has its lease extended is alive."""
    if delivery.queue.policy.extend_every is None:
        LAPSE(delivery, event)


# ---------------------------------------------------------------------- redelivery

AGAIN, END_COPY, SCOPE = Copy.again, Copy.end, Scope.__init__


def forgotten(_: Copy, how: int) -> None:
    """What came to nothing is not delivered again, and not put aside either."""


def buried_twice(copy: Copy) -> None:
    books = copy.queue.broker.fates
    dead = books["dead"]
    BURY(copy)
    books["dead"] += books["dead"] - dead


BURY = Copy.bury


def delay_after_death(copy: Copy, how: int) -> None:
    AGAIN(copy, REJECTED)


def young_again(copy: Copy, how: int) -> None:
    """Nobody looks how old a message is that comes back."""
    copy.stored = copy.clock._now
    AGAIN(copy, how)


def at_the_other_end(queue: Queue, copy: Copy, again: bool) -> None:
    if len(copy.attempts) > 1 and not again:
        order = next(queue.orders)
        copy.order = order if queue.policy.requeue == "head" else -order


def same_draws(scope: Scope, *arguments: Any) -> None:
    SCOPE(scope, *arguments)
    scope.time, scope.network = scope.run.time, scope.run.network


def same_path(scope: Scope) -> None:
    """What is done again has the path of what is around it."""


def poison_by_chance(run: Run, execution: Execution, line: int) -> bool:
    """Whether a message is poison is drawn anew for each delivery."""
    handling, address = run.lines[line].handling, execution.scope.address
    drawn = [run.draws.poison(line, address), run.draws.fails(line, address)]
    poison, fails = (of(execution.journey.request) for of in drawn)
    return poison < handling.poison * CHANCES or fails < handling.fails * CHANCES


def no_at_the_first_failure(scope: Scope, line: int, *_: Any) -> None:
    outer: Scope | None = scope
    home = scope.run.region_of[scope.run.lines[line].to]
    while outer is not None and outer.region != home and outer.outer is not None:
        outer = outer.outer
    assert outer is not None
    outer.answer(line, good=False)


def answers_again(scope: Scope, line: int, good: bool, **why: Any) -> None:
    """An answer that an earlier attempt has given is given once more, and the last one counts."""
    home = scope.of(scope.run.region_of[scope.run.lines[line].to])
    home.given.discard((line, home.path, home.turn_number))
    asked = scope.find(scope.run.lines[line].asked)
    if asked is not None:
        asked.answered = asked.answer_arrived = NEVER
    ANSWER(scope, line, good, **why)


ANSWER = Scope.answer


def no_duplicates(_: Scope) -> None:
    """What does once more what is done already is waited for."""


# ---------------------------------------------------------------------- queues

WAITING, FULL = Queue.waiting, Broker.is_full


def newest_first(queue: Queue) -> Iterable[Copy]:
    return reversed(list(WAITING(queue)))


def writing_takes_no_room(broker: Broker, message: Message) -> bool:
    queues = broker.queues.get(message.plan.number, ())
    coming = [queue.coming for queue in queues]
    for queue in queues:
        queue.coming = 0
    full = FULL(broker, message)
    for queue, count in zip(queues, coming, strict=True):
        queue.coming = count
    return full


def knows_for_ever(broker: Broker, message: Message) -> bool:
    mark = (message.journey.number, message.plan.line)
    known = broker.policy.dedupe is not None and mark in broker.known
    broker.known[mark] = 0
    return known


def never_asleep(plan: Plan) -> Plan:
    """Whoever polls is told at once."""

    def told(policy: Policy | None, workers: int) -> Policy | None:
        if policy is None or policy.poll is None:
            return policy
        return replace(policy, poll=None, prefetch=policy.prefetch or workers)

    workers = max(pool.workers for pool in plan.pools)
    pools = (replace(pool, policy=told(pool.policy, workers)) for pool in plan.pools)
    return replace(plan, pools=tuple(pools))


def two_owners(partition: Partition) -> None:
    """Any instance that is there and has none of a partition's messages takes the next."""
    group = partition.queue.group
    assert isinstance(group, Group)
    for window in group.windows[partition.number]:
        if window.instance.up and not window.used:
            delivery = partition.next()
            if delivery is None:
                return
            partition.used += 1
            window.take(delivery)


# ---------------------------------------------------------------------- deaths

CRASH, BURIED = Pool.crash, Pool.bury


def crash_forgets_the_buffer(pool: Pool, instance: Instance) -> list[Execution]:
    """What was pushed to an instance outlives it."""
    return [one for one in CRASH(pool, instance) if one.started != NEVER]


def dead_with_its_worker(pool: Pool, execution: Execution, holding: bool) -> None:
    BURIED(pool, execution, holding=False)


def noticed_at_once(plan: Plan) -> Plan:
    pools = (replace(pool, detect_after=AT_ONCE) for pool in plan.pools)
    return replace(plan, pools=tuple(pools))


def queue_outlives_the_pool(pool: Pool, instance: Instance) -> list[Execution]:
    """Those who wait for a worker do so though no instance is left."""
    inside = [*instance.inside.values(), *instance.coming.values()]
    CRASH(pool, instance)
    return inside


# ---------------------------------------------------------------------- on the way in and out


def lingers_anew(gathering: Gathering, delivery: Delivery) -> None:
    gathering.turn += 1
    first, gathering.ready = gathering.ready, []
    ADD(gathering, delivery)
    gathering.ready = first + gathering.ready


def open_gate(message: Message, broker: Broker) -> int:
    begins = PASS_GATE(message, broker)
    broker.gate = 0
    broker.at_gate.clear()
    return min(begins, message.clock._now)
