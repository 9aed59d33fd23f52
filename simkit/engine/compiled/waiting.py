"""Those who wait for a worker, in a list for each priority; see the reference's `pool`.

The first of the highest priority is next. A *ticket* stands for a queue of a broker: whose it is,
is known in the end.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import LEVELS, NONE, P_LIFO, P_ORDERS, P_WAITERS, PRIORITIES
from simkit.engine.compiled.memory import give
from simkit.engine.compiled.records import (
    E_IS_READY,
    E_ORDER,
    E_PRIORITY,
    E_QUEUE_BEFORE,
    E_QUEUE_NEXT,
    E_TICKET,
    Q_READY,
    TICKET,
)


@machine
def level_of(m: Any, priority: int) -> int:
    """The number of a priority, the highest first."""
    level = 0
    while m[m[PRIORITIES] + level] != priority:
        level += 1
    return level


@machine
def line_up(m: Any, pool: int, queue: int, who: int) -> None:
    """Wait behind those of the same priority, or, last in, first out, before them."""
    at = queue + 2 * level_of(m, m[who + E_PRIORITY])
    first, last = m[at], m[at + 1]
    if last == NONE:
        m[who + E_QUEUE_NEXT] = NONE
        m[who + E_QUEUE_BEFORE] = NONE
        m[at] = who
        m[at + 1] = who
    elif m[pool + P_LIFO]:
        m[who + E_QUEUE_NEXT] = first
        m[who + E_QUEUE_BEFORE] = NONE
        m[first + E_QUEUE_BEFORE] = who
        m[at] = who
    else:
        m[who + E_QUEUE_NEXT] = NONE
        m[who + E_QUEUE_BEFORE] = last
        m[last + E_QUEUE_NEXT] = who
        m[at + 1] = who


@machine
def line_up_again(m: Any, queue: int, who: int) -> None:
    """Wait before all of the same priority that came later."""
    at = queue + 2 * level_of(m, m[who + E_PRIORITY])
    before, behind = NONE, m[at]
    while behind != NONE and m[behind + E_ORDER] < m[who + E_ORDER]:
        before, behind = behind, m[behind + E_QUEUE_NEXT]
    m[who + E_QUEUE_BEFORE] = before
    m[who + E_QUEUE_NEXT] = behind
    if before == NONE:
        m[at] = who
    else:
        m[before + E_QUEUE_NEXT] = who
    if behind == NONE:
        m[at + 1] = who
    else:
        m[behind + E_QUEUE_BEFORE] = who


@machine
def leave_line(m: Any, queue: int, who: int) -> None:
    """Wait no more."""
    at = queue + 2 * level_of(m, m[who + E_PRIORITY])
    before, behind = m[who + E_QUEUE_BEFORE], m[who + E_QUEUE_NEXT]
    if before == NONE:
        m[at] = behind
    else:
        m[before + E_QUEUE_NEXT] = behind
    if behind == NONE:
        m[at + 1] = before
    else:
        m[behind + E_QUEUE_BEFORE] = before


@machine
def first_in(m: Any, pool: int, queue: int) -> int:
    """The first who waits; a ticket behind which nobody is left is thrown away."""
    for level in range(m[LEVELS]):
        at = queue + 2 * level
        while m[at] != NONE:
            who = m[at]
            ticket = m[who + E_TICKET]
            if ticket == NONE or m[ticket + Q_READY] != NONE:
                return who
            leave_line(m, queue, who)
            give(m, TICKET, who)
            m[pool + P_WAITERS] -= 1
    return NONE


@machine
def take_first(m: Any, queue: int, who: int) -> int:
    """Whoever is first waits no more; for a ticket, the first copy of its queue."""
    leave_line(m, queue, who)
    ticket = m[who + E_TICKET]
    if ticket == NONE:
        return who
    give(m, TICKET, who)
    delivery = m[ticket + Q_READY]
    leave_ready(m, delivery)
    return delivery


@machine
def leave_ready(m: Any, delivery: int) -> None:
    """A copy is not among those any more that wait for a worker, or for a place."""
    at = m[delivery + E_IS_READY]
    before, behind = m[delivery + E_QUEUE_BEFORE], m[delivery + E_QUEUE_NEXT]
    if before == NONE:
        m[at] = behind
    else:
        m[before + E_QUEUE_NEXT] = behind
    if behind == NONE:
        m[at + 1] = before
    else:
        m[behind + E_QUEUE_BEFORE] = before
    m[delivery + E_IS_READY] = NONE


@machine
def next_order(m: Any, pool: int) -> int:
    """The next number of those that come one after the other."""
    order = m[pool + P_ORDERS]
    m[pool + P_ORDERS] = order + 1
    return order
