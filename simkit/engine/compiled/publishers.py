"""Senders that wait for confirmations; see the reference's `publisher`."""

from typing import Any

from simkit.engine.compiled.events import CONFIRMS, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes
from simkit.engine.compiled.layout import (
    L_CONFIRMATION,
    L_WIDTH,
    LINES,
    NONE,
    P_BROKER,
    P_POLICY,
    P_WIDTH,
    POOL_COUNT,
    POOLS,
    X_PARTICIPANT,
)
from simkit.engine.compiled.layout_queues import (
    U_LIVES,
    U_UNCONFIRMED,
    U_WAITING,
    U_WIDTH,
    Z_CONFIRM,
    Z_SENDERS,
)
from simkit.engine.compiled.lists import append
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.records import (
    E_INSTANCE,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_LOST,
    E_PARENT,
    E_PLAN,
    E_POOL,
    E_SCOPE,
    I_NUMBER,
    J_REQUEST,
    R_LOST,
    S_ADDRESS,
)
from simkit.engine.compiled.scopes import marks
from simkit.engine.compiled.travelling import travel
from simkit.engine.compiled.waiting import leave_ready
from simkit.engine.order import ENDS


@machine
def sender_of(m: Any, message: int) -> int:
    """Who sends a message."""
    parent = m[message + E_PARENT]
    senders = m[m[m[message + E_POOL] + P_POLICY] + Z_SENDERS]
    first = m[senders + m[m[parent + E_PLAN] + X_PARTICIPANT]]
    instance = m[parent + E_INSTANCE]
    return first + (m[instance + I_NUMBER] if instance != NONE else 0) * U_WIDTH


@machine
def may_leave(m: Any, message: int) -> bool:
    """Whether a message may leave at once; if not, it waits with its sender."""
    most = m[m[m[message + E_POOL] + P_POLICY] + Z_CONFIRM]
    if most < 0:
        return True
    sender = sender_of(m, message)
    if m[sender + U_UNCONFIRMED] >= most:
        append(m, sender + U_WAITING, message)
        return False
    m[sender + U_UNCONFIRMED] += 1
    return True


@machine
def is_written(m: Any, q: Any, d: Any, message: int) -> None:
    """The broker has written a message, or refused it: its sender will hear of it."""
    if m[m[m[message + E_POOL] + P_POLICY] + Z_CONFIRM] < 0:
        return
    sender = sender_of(m, message)
    slot = m[LINES + m[message + E_LINE] * L_WIDTH + L_CONFIRMATION]
    address, request = m[m[message + E_SCOPE] + S_ADDRESS], m[m[message + E_JOURNEY] + J_REQUEST]
    delay = draw(m, d, slot, address, request)
    after(m, q, delay, ENDS + m[message + E_KEY], CONFIRMS, sender, m[sender + U_LIVES])


@machine
def confirmed(m: Any, q: Any, d: Any, sender: int, life: int) -> None:
    """A sender hears of it: the next of its messages can leave."""
    if life != m[sender + U_LIVES]:
        return
    m[sender + U_UNCONFIRMED] -= 1
    message = m[sender + U_WAITING]
    if message != NONE:
        leave_ready(m, message)
        if may_leave(m, message):
            travel(m, q, d, message)


@machine
def sender_dies(m: Any, r: Any, sender: int) -> None:
    """A sender dies, and with it what waited there."""
    m[sender + U_LIVES] += 1
    m[sender + U_UNCONFIRMED] = 0
    while m[sender + U_WAITING] != NONE:
        message = m[sender + U_WAITING]
        leave_ready(m, message)
        m[message + E_LOST] = 1
        marks(m, m[message + E_SCOPE], R_LOST)
        closes(m, r, m[message + E_SCOPE])


@machine
def lose_unsent(m: Any, r: Any, participant: int, instance: int) -> None:
    """An instance dies: what waited in it to be sent is gone."""
    for number in range(m[POOL_COUNT]):
        pool = POOLS + number * P_WIDTH
        if m[pool + P_BROKER] and m[m[pool + P_POLICY] + Z_CONFIRM] >= 0:
            senders = m[m[pool + P_POLICY] + Z_SENDERS]
            sender_dies(m, r, m[senders + participant] + instance * U_WIDTH)
