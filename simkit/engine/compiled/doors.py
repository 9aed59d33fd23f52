"""How messages come into a broker, and the books of what waits there; see the reference's `broker`.

A message waits at the door until there is room, and at the gate until those before it are in.
"""

from typing import Any

from simkit.engine.compiled.agenda import GO
from simkit.engine.compiled.agenda import note as note_down
from simkit.engine.compiled.events import COMES_IN, GOES, after, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ENDLESS,
    L_TRANSFER,
    L_WIDTH,
    LINES,
    NEVER,
    NONE,
    NOW,
    P_CAME,
    P_DOOR,
    P_GATE,
    P_INSIDE,
    P_KEPT,
    P_POLICY,
    P_QUEUES,
    P_REFUSED,
    P_STARTED,
    P_UP,
    P_WAITING,
)
from simkit.engine.compiled.layout_queues import (
    BLOCKS,
    REJECTS,
    Z_AT_GATE,
    Z_CAPACITY,
    Z_DEDUPE,
    Z_WHEN_FULL,
)
from simkit.engine.compiled.lists import append
from simkit.engine.compiled.memory import push
from simkit.engine.compiled.pools import ENTERS, IS_REFUSED, WAITS, enlist
from simkit.engine.compiled.records import (
    E_ADMITTED,
    E_AGAIN,
    E_ENDED,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_NUMBER,
    E_POOL,
    E_QUEUES,
    E_SCOPE,
    E_SERIAL,
    E_STARTED,
    E_TRANSFER,
    J_KNOWN,
    Q_ARRIVING,
    Q_COUNT,
    Q_NEXT,
    Q_PUT,
    S_ONLY_REPEATS,
    T_A,
    T_B,
    T_NEXT,
)
from simkit.engine.compiled.waiting import leave_ready
from simkit.engine.order import ENDS


@machine
def keep(m: Any, pool: int) -> None:
    """A copy waits from now on."""
    m[pool + P_KEPT] += 1
    m[pool + P_WAITING] -= m[NOW]


@machine
def give_out(m: Any, pool: int) -> None:
    """A copy waits no longer."""
    m[pool + P_KEPT] -= 1
    m[pool + P_WAITING] += m[NOW]


@machine
def next_queue(m: Any, queue: int, message: int) -> int:
    """The first queue, from one on, that a message goes into, or NONE."""
    while queue != NONE and m[queue + Q_PUT] != m[message + E_NUMBER]:
        queue = m[queue + Q_NEXT]
    return queue


@machine
def are_coming(m: Any, pool: int, message: int, more: int) -> None:
    """One more copy, or one less, is being written for each queue of a message."""
    queue = next_queue(m, m[pool + P_QUEUES], message)
    while queue != NONE:
        m[queue + Q_ARRIVING] += more
        queue = next_queue(m, m[queue + Q_NEXT], message)


@machine
def is_full(m: Any, pool: int, message: int) -> bool:
    """Whether one of the queues it is for has no room."""
    capacity = m[m[pool + P_POLICY] + Z_CAPACITY]
    if capacity >= 0:
        queue = next_queue(m, m[pool + P_QUEUES], message)
        while queue != NONE:
            if m[queue + Q_COUNT] + m[queue + Q_ARRIVING] >= capacity:
                return True
            queue = next_queue(m, m[queue + Q_NEXT], message)
    return False


@machine
def enter(m: Any, q: Any, pool: int, message: int) -> int:
    """A message arrives: it comes in at once, or waits, or there is no room for it."""
    m[pool + P_CAME] += 1
    how = m[m[pool + P_POLICY] + Z_WHEN_FULL]
    full = is_full(m, pool, message)
    if not m[pool + P_UP] or (full and how == REJECTS):
        m[pool + P_REFUSED] += 1
        return IS_REFUSED
    if full and how == BLOCKS:
        m[message + E_QUEUES] = 1
        append(m, pool + P_DOOR, message)
        return WAITS
    return ENTERS if admit(m, q, pool, message) else WAITS


@machine
def admit(m: Any, q: Any, pool: int, message: int) -> bool:
    """There is room for a message; whether it comes in at once."""
    known = 1 if m[m[pool + P_POLICY] + Z_DEDUPE] >= 0 and is_known(m, pool, message) else 0
    m[message + E_AGAIN] = known
    m[m[message + E_SCOPE] + S_ONLY_REPEATS] = known
    m[message + E_ADMITTED] = 1
    are_coming(m, pool, message, 1)
    transfer = m[LINES + m[message + E_LINE] * L_WIDTH + L_TRANSFER]
    if transfer > 0:
        begins = max(m[pool + P_GATE], m[NOW])
        m[message + E_TRANSFER] = transfer
        m[pool + P_GATE] = min(begins + transfer, ENDLESS)  # no run is that long
        if begins > m[NOW]:
            append(m, m[pool + P_POLICY] + Z_AT_GATE, message)
            key = ENDS + m[message + E_KEY]
            set_timer(m, q, begins - m[NOW], key, COMES_IN, message, m[message + E_JOURNEY])
            return False
    begin(m, pool, message)
    return True


@machine
def let_in(m: Any, message: int) -> None:
    """Those before it at the gate are in."""
    if m[message + E_ENDED] == NEVER:
        leave_ready(m, message)
        begin(m, m[message + E_POOL], message)
        note_down(m, GO, message, m[message + E_SERIAL], 0)


@machine
def begin(m: Any, pool: int, message: int) -> None:
    """A message is being written from now on."""
    m[pool + P_STARTED] += 1
    enlist(m, pool + P_INSIDE, message)
    m[message + E_STARTED] = m[NOW]


@machine
def room(m: Any, q: Any, pool: int) -> None:
    """A copy has gone: perhaps somebody at the door can come in."""
    message = m[pool + P_DOOR]
    if message != NONE and m[pool + P_UP] and not is_full(m, pool, message):
        leave_ready(m, message)
        m[message + E_QUEUES] = 0
        if admit(m, q, pool, message):
            key = ENDS + m[message + E_KEY]
            after(m, q, 0, key, GOES, message, m[message + E_SERIAL])


@machine
def is_known(m: Any, pool: int, message: int) -> bool:
    """Whether the same message was stored not long ago; from now on it was."""
    window = m[m[pool + P_POLICY] + Z_DEDUPE]
    journey, line = m[message + E_JOURNEY], m[message + E_LINE]
    node = m[journey + J_KNOWN]
    while node != NONE and m[node + T_A] != line:
        node = m[node + T_NEXT]
    if node == NONE:
        push(m, journey + J_KNOWN, line, m[NOW], 0)
        return False
    if m[NOW] - m[node + T_B] <= window:
        return True
    m[node + T_B] = m[NOW]
    return False
