"""Copies: one message for one receiver, from its writing on; see the reference's `stored`."""

from typing import Any

from simkit.engine.compiled.answers import say_withheld
from simkit.engine.compiled.doors import give_out, keep, room
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes, held
from simkit.engine.compiled.layout import (
    NEVER,
    NONE,
    NOW,
    P_DEAD,
    P_DROPPED,
    P_EXPIRED,
    P_SETTLED,
    P_STORED,
    P_UP,
)
from simkit.engine.compiled.memory import clear, push, take
from simkit.engine.compiled.messages import dealt_with, never_leaves
from simkit.engine.compiled.records import (
    COPY,
    E_ATTEMPT_NEXT,
    E_COPY,
    E_ENDED,
    E_IS_READY,
    E_JOURNEY,
    E_NUMBER,
    E_PRIORITY,
    E_SCOPE,
    E_SERIAL,
    E_SETTLEMENT,
    E_STORED,
    E_WITHDRAWN,
    IS_COPY,
    Q_BROKER,
    Q_COPIES,
    Q_COPIES_LAST,
    Q_COUNT,
    Q_GATHERING,
    Q_HONOURS_LATE,
    Q_LANE_COUNT,
    Q_NUMBER,
    Q_ORDERS,
    Q_PRIORITY,
    Q_REGION,
    Q_STARTS,
    S_COPY,
    S_PARTS,
    S_WITHHELD,
    T_A,
    T_B,
    T_NEXT,
    Y_BEFORE,
    Y_COUNT,
    Y_FATE,
    Y_FINAL,
    Y_FIRST,
    Y_MESSAGE,
    Y_NEXT,
    Y_ORDER,
    Y_OVER,
    Y_QUEUE,
    Y_READY,
    Y_SERIAL,
    Y_STORED,
    Y_WIDTH,
)
from simkit.engine.compiled.scopes import child, is_duplicate, new_execution
from simkit.engine.compiled.waiting import leave_ready
from simkit.record.tables import Again, Settlement

UNSETTLED, ACKNOWLEDGED = int(Settlement.NONE), int(Settlement.ACKNOWLEDGED)
REJECTED, LAPSED, CUT_OFF = (
    int(Settlement.REJECTED),
    int(Settlement.LAPSED),
    int(Settlement.CUT_OFF),
)
EXPIRED, DROPPED = int(Settlement.EXPIRED), int(Settlement.DROPPED)
DEAD_LETTERED = int(Settlement.DEAD_LETTERED)
DELIVERED_AGAIN = int(Again.DELIVERY)


@machine
def new_copy(m: Any, queue: int, message: int) -> int:
    """A copy of a message in a queue."""
    copy = take(m, COPY, Y_WIDTH)
    clear(m, copy, Y_WIDTH)
    m[copy + Y_SERIAL] = m[message + E_SERIAL]
    m[copy + Y_QUEUE] = queue
    m[copy + Y_MESSAGE] = message
    m[copy + Y_STORED] = m[NOW]
    m[copy + Y_ORDER] = next_place(m, queue)
    push(m, m[message + E_SCOPE] + S_PARTS, IS_COPY, copy, 0)
    last = m[queue + Q_COPIES_LAST]
    m[copy + Y_BEFORE] = last
    if last == NONE:
        m[queue + Q_COPIES] = copy
    else:
        m[last + Y_NEXT] = copy
    m[queue + Q_COPIES_LAST] = copy
    m[m[queue + Q_BROKER] + P_STORED] += 1
    return copy


@machine
def next_place(m: Any, queue: int) -> int:
    """The next number of those that come one after the other."""
    order = m[queue + Q_ORDERS]
    m[queue + Q_ORDERS] = order + 1
    return order


@machine
def copy_in(m: Any, queue: int, message: int) -> int:
    """The copy of a message in a queue, if it is not over; or NONE."""
    node = m[m[message + E_SCOPE] + S_PARTS]
    while node != NONE:
        copy = m[node + T_B]
        is_there = m[node + T_A] == IS_COPY and m[copy + Y_QUEUE] == queue
        if is_there and m[copy + Y_MESSAGE] == message and not m[copy + Y_OVER]:
            return copy
        node = m[node + T_NEXT]
    return NONE


@machine
def prepare(m: Any, copy: int) -> int:
    """The next delivery of a copy, which waits until it can leave."""
    queue, message = m[copy + Y_QUEUE], m[copy + Y_MESSAGE]
    outer, number = m[message + E_SCOPE], m[copy + Y_COUNT]
    scope = child(m, outer, m[queue + Q_REGION], DELIVERED_AGAIN, number, m[queue + Q_NUMBER])
    m[scope + S_COPY] = copy
    delivery = new_execution(m, scope, m[queue + Q_STARTS], message)
    m[delivery + E_COPY] = copy
    m[delivery + E_PRIORITY] = m[queue + Q_PRIORITY]
    if number == 0:
        m[copy + Y_FIRST] = delivery
    else:
        m[m[copy + Y_FINAL] + E_ATTEMPT_NEXT] = delivery
    m[copy + Y_FINAL] = delivery
    m[copy + Y_COUNT] = number + 1
    m[copy + Y_READY] = delivery
    return delivery


@machine
def waits(m: Any, copy: int) -> bool:
    """Whether a copy waits in its queue."""
    delivery = m[copy + Y_READY]
    return delivery != NONE and m[delivery + E_STORED] != NEVER


@machine
def wait(m: Any, queue: int, copy: int) -> int:
    """A copy waits from now on; its delivery."""
    delivery = m[copy + Y_READY]
    m[delivery + E_STORED] = m[NOW]
    m[queue + Q_COUNT] += 1
    keep(m, m[queue + Q_BROKER])
    return delivery


@machine
def withdraw(m: Any, q: Any, r: Any, delivery: int, fate: int) -> None:
    """A copy that waits is over."""
    queue = m[m[delivery + E_COPY] + Y_QUEUE]
    pool = m[queue + Q_BROKER]
    if m[delivery + E_STORED] != NEVER:
        m[queue + Q_COUNT] -= 1
        give_out(m, pool)
    at = m[delivery + E_IS_READY]
    if at != NONE:
        if m[queue + Q_LANE_COUNT] == 0 or at == m[queue + Q_GATHERING]:
            leave_ready(m, delivery)
        else:
            held(m, m[delivery + E_JOURNEY])  # its lane finds out when it is next
    m[delivery + E_WITHDRAWN] = 1
    m[delivery + E_ENDED] = m[NOW]
    m[delivery + E_SETTLEMENT] = fate
    closes(m, r, m[delivery + E_SCOPE])
    room(m, q, pool)


# -------------------------------------------------------------------- what becomes of it


@machine
def ends_as(m: Any, delivery: int, settlement: int) -> None:
    """What became of a delivery; the first fate counts."""
    if m[delivery + E_SETTLEMENT] == UNSETTLED:
        m[delivery + E_SETTLEMENT] = settlement


@machine
def settle(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """A receiver has dealt with a delivery; one whose lease is over may be heard or not."""
    copy = m[delivery + E_COPY]
    queue = m[copy + Y_QUEUE]
    if not m[m[queue + Q_BROKER] + P_UP]:
        return
    if m[copy + Y_OVER]:
        ends_as(m, delivery, ACKNOWLEDGED)
        return
    settlement = m[delivery + E_SETTLEMENT]
    if settlement != UNSETTLED and not (settlement == LAPSED and m[queue + Q_HONOURS_LATE]):
        return
    ends_as(m, delivery, ACKNOWLEDGED)
    end(m, q, d, r, copy, ACKNOWLEDGED, delivery)


@machine
def end(m: Any, q: Any, d: Any, r: Any, copy: int, fate: int, winner: int) -> None:
    """A copy is over; ``winner`` is the delivery that has brought it about, or NONE."""
    queue, message = m[copy + Y_QUEUE], m[copy + Y_MESSAGE]
    m[copy + Y_FATE] = fate
    m[copy + Y_OVER] = 1
    m[m[queue + Q_BROKER] + book(fate)] += 1
    waiting = m[copy + Y_READY]
    m[copy + Y_READY] = NONE
    if waiting != NONE:
        withdraw(m, q, r, waiting, fate)
    scope = m[message + E_SCOPE]
    if winner != NONE:
        if m[copy + Y_COUNT] > 1:
            others_are_duplicates(m, copy, winner)
        if m[m[winner + E_SCOPE] + S_WITHHELD]:
            say_withheld(m, q, d, m[winner + E_SCOPE], scope)
    else:
        never_leaves(m, q, d, scope, m[message + E_NUMBER], m[queue + Q_NUMBER])
    forget(m, queue, copy)
    dealt_with(m, q, d, r, message, fate)


@machine
def book(fate: int) -> int:
    """Where a broker counts copies that came to an end."""
    if fate == ACKNOWLEDGED:
        return P_SETTLED
    if fate == EXPIRED:
        return P_EXPIRED
    return P_DROPPED if fate == DROPPED else P_DEAD


@machine
def others_are_duplicates(m: Any, copy: int, winner: int) -> None:
    """Nobody waits for the other deliveries of a copy."""
    delivery = m[copy + Y_FIRST]
    while delivery != NONE:
        if delivery != winner:
            is_duplicate(m, m[delivery + E_SCOPE])
        delivery = m[delivery + E_ATTEMPT_NEXT]


@machine
def forget(m: Any, queue: int, copy: int) -> None:
    """A copy is over: its queue knows it no more."""
    before, behind = m[copy + Y_BEFORE], m[copy + Y_NEXT]
    if before == NONE:
        m[queue + Q_COPIES] = behind
    else:
        m[before + Y_NEXT] = behind
    if behind == NONE:
        m[queue + Q_COPIES_LAST] = before
    else:
        m[behind + Y_BEFORE] = before
