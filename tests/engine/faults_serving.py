"""Parts of the reference engine with one fault each: how pools serve, and their size.

`tests.engine.mutants_serving` makes engines of them; see also `tests.engine.faults`.
"""

from dataclasses import replace
from heapq import heappush
from itertools import count
from typing import Any

from simkit.engine import Plan
from simkit.engine.reference import interruption
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.instance import Instance, Place
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.processors import Piece, Processors
from simkit.engine.reference.queue import Ticket
from simkit.engine.reference.scaler import Scaler
from simkit.model.serving import Serving, Signal

# ---------------------------------------------------------------------- who is next

INTERRUPT, WAY, REVIEW = interruption.interrupt, interruption.make_way, interruption.review
LATER = count(1 << 40)


def in_order(_: Pool, who: Execution | Ticket, queue: list[Place]) -> None:
    heappush(queue, (-who.priority, who.order, who))


def stacked(_: Pool, who: Execution | Ticket, queue: list[Place]) -> None:
    heappush(queue, (0, -who.order, who))


def starts_anew(pool: Pool, instance: Instance, piece: Piece) -> None:
    INTERRUPT(pool, instance, piece)
    piece.left = piece.amount


def goes_last(pool: Pool, instance: Instance, piece: Piece) -> None:
    piece.execution.order = next(LATER)
    INTERRUPT(pool, instance, piece)


def equals_interrupt(pool: Pool, priority: int, own: Instance | None) -> Instance | None:
    return WAY(pool, priority + 1, own)


def first_is_interrupted(processors: Processors) -> Piece | None:
    return min(
        processors.present.values(),
        key=lambda piece: (piece.execution.priority, piece.execution.order),
        default=None,
    )


def no_review(pool: Pool, instance: Instance) -> None:
    pass


def never_shed(pool: Pool, event: Any) -> None:
    pass


def shed_frees_no_place(pool: Pool, event: Any) -> None:
    room = pool.room
    SHED(pool, event)
    pool.room = room


SHED = Pool.shed

# ---------------------------------------------------------------------- processors

RATE = Processors.rate


def not_shared(_: Processors) -> tuple[int, int]:
    return 1, 1


def shared_as_one(processors: Processors) -> tuple[int, int]:
    return (1, max(1, len(processors.present))) if processors.shares else (1, 1)


def one_more_hinders(processors: Processors) -> tuple[int, int]:
    contention, busy = processors.contention, len(processors.present)
    if contention is None:
        return RATE(processors)
    return 10**12, round(10**12 * contention.slowed(busy + 1))


def held_while_queueing_only(pool: Pool, execution: Execution) -> None:
    """A worker is given back in a pause, though it has to be kept."""
    Pool.part_with(pool, execution)


def serving(plan: Plan, **more: object) -> Plan:
    """A plan in which the pools that say something serve in another way."""
    pools = (
        pool if pool.serving.is_plain else replace(pool, serving=_served(pool.serving, more))
        for pool in plan.pools
    )
    return replace(plan, pools=tuple(pools))


def _served(found: Serving, more: dict[str, Any]) -> Serving:
    return replace(found, **more)


# ---------------------------------------------------------------------- sizes


def scaling(plan: Plan, **more: object) -> Plan:
    """A plan in which autoscalers do otherwise."""

    def scaled(found: Serving) -> Serving:
        scale = found.autoscale
        return found if scale is None else replace(found, autoscale=replace(scale, **more))  # type: ignore[arg-type]

    pools = (replace(pool, serving=scaled(pool.serving)) for pool in plan.pools)
    return replace(plan, pools=tuple(pools))


ASKS, COMES, AIM = Scaler.asks, Scaler.comes, Scaler.aim


def since_the_beginning(scaler: Scaler, signal: Signal) -> int:
    scaler.seen_held = scaler.seen_there = 0
    return ASKS(scaler, signal)


def comes_anyway(scaler: Scaler, event: Any) -> None:
    instance, turn = event.value
    if not instance.up:
        scaler.starting[instance.number] = turn
    COMES(scaler, event)


def never_idle(scaler: Scaler) -> None:
    pass


def only_more(scaler: Scaler, number: int) -> None:
    if number > scaler.number:
        AIM(scaler, number)


def keeps_its_workers(instance: Instance, workers: int) -> None:
    if workers > instance.workers:
        RESIZE(instance, workers)


RESIZE = Instance.resize
