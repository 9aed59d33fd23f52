"""Pre-emptive priorities: who comes with a higher one interrupts the lowest that is at work.

Only work is interrupted: whoever waits for an answer with its worker keeps it. What was interrupted
waits as it would have before it began, in front of all of its priority that came later, and goes
on where it stopped (pre-emptive resume).
"""

from heapq import heappush
from typing import TYPE_CHECKING

from simkit.engine.reference.doing import QUEUEING

if TYPE_CHECKING:
    from simkit.engine.reference.instance import Instance
    from simkit.engine.reference.pool import Pool
    from simkit.engine.reference.processors import Piece


def make_way(pool: "Pool", priority: int, own: "Instance | None") -> "Instance | None":
    """Interrupt the lowest at work, if it is below a priority; whose worker is free now.

    Args:
        pool: Where.
        priority: Of whoever comes.
        own: The instance that it needs a worker of; None: of any.
    """
    places = [own] if own is not None else [one for one in pool.instances if one.takes]
    pieces = [one.processors.last for one in places if one.processors is not None]
    piece = max(
        (one for one in pieces if one is not None and one.execution.priority < priority),
        key=lambda one: (-one.execution.priority, one.execution.order),
        default=None,
    )
    if piece is None:
        return None
    instance = piece.execution.instance
    assert instance is not None
    interrupt(pool, instance, piece)
    return instance


def review(pool: "Pool", instance: "Instance") -> None:
    """Somebody is at work from now on: others, who wait, may have a higher priority."""
    places = [pool.first(instance.queue), None if instance.leaving else pool.first(pool.queue)]
    first = max((-place[0] for place in places if place is not None), default=None)
    if first is not None and make_way(pool, first, instance) is not None:
        pool.serve(instance)


def interrupt(pool: "Pool", instance: "Instance", piece: "Piece") -> None:
    """Nobody is at a piece of work any more; the worker is free, and whose it was waits."""
    execution, processors, now = piece.execution, instance.processors, pool.clock._now
    assert processors is not None
    processors.leave(piece)
    piece.rests = True
    execution.worked += now - execution.since
    execution.doing, execution.since, execution.queues = QUEUEING, now, True
    pool.taken -= 1
    pool.held += now
    pool.queues_again()
    instance.free += 1
    if pool.only is None:
        instance.freed.append(next(pool.orders))
    heappush(instance.queue, (-execution.priority, execution.order, execution))
