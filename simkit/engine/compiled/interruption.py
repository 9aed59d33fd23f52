"""Pre-emptive priorities: who comes with a higher one interrupts the lowest that is at work.

What was interrupted waits in front of all of its priority that came later, and goes on where it
stopped; see the reference's `interruption`.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE, NOW, P_COUNT, P_HELD, P_INSTANCES, P_ONLY, P_TAKEN
from simkit.engine.compiled.layout_serving import (
    PC_ACTIVE,
    PC_ENDS,
    PC_EXECUTION,
    PC_RESTS,
)
from simkit.engine.compiled.processors import leave, now_at, queues_again
from simkit.engine.compiled.records import (
    E_DOING,
    E_INSIDE_NEXT,
    E_INSTANCE,
    E_ORDER,
    E_PIECE,
    E_PRIORITY,
    E_QUEUES,
    E_SINCE,
    E_WORKED,
    I_FREE,
    I_INSIDE,
    I_LEAVING,
    I_PROCESSORS,
    I_QUEUE,
    I_UP,
    I_WAITERS,
    I_WIDTH,
    QUEUEING,
)
from simkit.engine.compiled.rings import note_freed
from simkit.engine.compiled.waiting import line_up_again


@machine
def last_of(m: Any, instance: int, priority: int, found: int) -> int:
    """Who would be interrupted first, of those below a priority: of the lowest, who came last.

    ``found`` is who would be so far, in other instances.
    """
    cpu = m[instance + I_PROCESSORS]
    until = now_at(m, cpu)
    one = m[instance + I_INSIDE]
    while one != NONE:
        piece = m[one + E_PIECE]
        below = piece != NONE and m[one + E_PRIORITY] < priority
        below = below and m[piece + PC_ACTIVE] != 0 and m[piece + PC_ENDS] > until
        if below and (found == NONE or is_later(m, one, m[found + PC_EXECUTION])):
            found = piece
        one = m[one + E_INSIDE_NEXT]
    return found


@machine
def is_later(m: Any, one: int, other: int) -> bool:
    """Whether one is interrupted before another."""
    if m[one + E_PRIORITY] != m[other + E_PRIORITY]:
        return m[one + E_PRIORITY] < m[other + E_PRIORITY]
    return m[one + E_ORDER] > m[other + E_ORDER]


@machine
def make_way(m: Any, q: Any, pool: int, priority: int, own: int) -> int:
    """Interrupt the lowest at work, if it is below a priority; whose worker is free now."""
    piece = NONE
    if own != NONE:
        piece = last_of(m, own, priority, NONE)
    else:
        for number in range(m[pool + P_COUNT]):
            instance = m[pool + P_INSTANCES] + number * I_WIDTH
            if m[instance + I_UP] and not m[instance + I_LEAVING]:
                piece = last_of(m, instance, priority, piece)
    if piece == NONE:
        return NONE
    instance = m[m[piece + PC_EXECUTION] + E_INSTANCE]
    interrupt(m, q, pool, instance, piece)
    return instance


@machine
def interrupt(m: Any, q: Any, pool: int, instance: int, piece: int) -> None:
    """Nobody is at a piece of work any more; the worker is free, and whose it was waits."""
    execution = m[piece + PC_EXECUTION]
    leave(m, q, m[instance + I_PROCESSORS], piece)
    m[piece + PC_RESTS] = 1
    m[execution + E_WORKED] += m[NOW] - m[execution + E_SINCE]
    m[execution + E_DOING] = QUEUEING
    m[execution + E_SINCE] = m[NOW]
    m[execution + E_QUEUES] = 1
    m[pool + P_TAKEN] -= 1
    m[pool + P_HELD] += m[NOW]
    queues_again(m, pool)
    m[instance + I_FREE] += 1
    if m[pool + P_ONLY] == NONE:
        note_freed(m, pool, instance)
    m[instance + I_WAITERS] += 1
    line_up_again(m, m[instance + I_QUEUE], execution)
