"""How deliveries leave their queue for a receiver; see the reference's `stored` and `queue`."""

from typing import Any

from simkit.engine.compiled.copies import settle
from simkit.engine.compiled.doors import give_out, room
from simkit.engine.compiled.events import LAPSES, set_timer
from simkit.engine.compiled.faulty import is_lost
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes, held, let_be
from simkit.engine.compiled.layout import LOADS, NONE, NOW
from simkit.engine.compiled.layout_queues import (
    ON_DELIVERY,
    W_FIRST,
    W_INSTANCE,
    W_USED,
)
from simkit.engine.compiled.pools import free, is_under_way
from simkit.engine.compiled.records import (
    E_BROKER,
    E_COPY,
    E_INSTANCE,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_LOST,
    E_SCOPE,
    E_SENT,
    E_WINDOW,
    E_WINDOW_BEFORE,
    E_WINDOW_NEXT,
    Q_ACK,
    Q_BROKER,
    Q_COUNT,
    Q_LEASE,
    Q_POOL,
    Y_READY,
)
from simkit.engine.compiled.travelling import travel
from simkit.engine.order import TIMEOUTS


@machine
def leave(m: Any, q: Any, d: Any, r: Any, queue: int, delivery: int) -> bool:
    """A copy leaves for its receiver; whether it is lost on its way."""
    broker = m[queue + Q_BROKER]
    m[m[delivery + E_COPY] + Y_READY] = NONE
    m[queue + Q_COUNT] -= 1
    give_out(m, broker)
    is_astray = depart(m, q, d, r, queue, delivery)
    room(m, q, broker)
    return is_astray


@machine
def depart(m: Any, q: Any, d: Any, r: Any, queue: int, delivery: int) -> bool:
    """A delivery leaves, and its lease begins; whether it is lost on its way."""
    is_astray = m[LOADS] != 0 and is_lost(m, d, m[delivery + E_SCOPE], m[delivery + E_LINE])
    if is_astray:
        go_astray(m, q, r, queue, delivery)
    else:
        travel(m, q, d, delivery)
        is_under_way(m, delivery)
    if m[queue + Q_LEASE] >= 0:
        key = TIMEOUTS + m[delivery + E_KEY]
        set_timer(m, q, m[queue + Q_LEASE], key, LAPSES, delivery, m[delivery + E_JOURNEY])
    if m[queue + Q_ACK] == ON_DELIVERY:
        settle(m, q, d, r, delivery)
    return is_astray


@machine
def go_astray(m: Any, q: Any, r: Any, queue: int, delivery: int) -> None:
    """It leaves and never arrives: who was to have it knows nothing of it.

    Whoever has taken it for a window finds the place free again.
    """
    m[delivery + E_SENT] = m[NOW]
    m[delivery + E_LOST] = 1
    give_up_place(m, delivery)
    if m[delivery + E_BROKER] != NONE:
        free(m, q, m[queue + Q_POOL], m[delivery + E_INSTANCE])
    closes(m, r, m[delivery + E_SCOPE])


# -------------------------------------------------------------------- places in windows


@machine
def have_place(m: Any, window: int, delivery: int) -> None:
    """A delivery has a place in a window; what it belongs to stays until it has none."""
    first = m[window + W_FIRST]
    m[delivery + E_WINDOW] = window
    m[delivery + E_INSTANCE] = m[window + W_INSTANCE]
    m[delivery + E_WINDOW_NEXT] = first
    m[delivery + E_WINDOW_BEFORE] = NONE
    if first != NONE:
        m[first + E_WINDOW_BEFORE] = delivery
    m[window + W_FIRST] = delivery
    m[window + W_USED] += 1
    held(m, m[delivery + E_JOURNEY])


@machine
def give_up_place(m: Any, delivery: int) -> int:
    """A delivery has no place in a window any more; the window it had one in, or NONE."""
    window = m[delivery + E_WINDOW]
    if window != NONE:
        m[delivery + E_WINDOW] = NONE
        before, behind = m[delivery + E_WINDOW_BEFORE], m[delivery + E_WINDOW_NEXT]
        if before == NONE:
            m[window + W_FIRST] = behind
        else:
            m[before + E_WINDOW_NEXT] = behind
        if behind != NONE:
            m[behind + E_WINDOW_BEFORE] = before
        m[window + W_USED] -= 1
        let_be(m, m[delivery + E_JOURNEY])
    return window
