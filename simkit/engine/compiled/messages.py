"""Messages that a broker keeps: over when they are dealt with; see the reference's `broker`."""

from typing import Any

from simkit.engine.compiled import agenda
from simkit.engine.compiled.answers import leaves_undone
from simkit.engine.compiled.doors import are_coming, give_out, keep
from simkit.engine.compiled.ending import finish
from simkit.engine.compiled.finding import find
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    EXECUTIONS,
    L_CARRIES,
    L_COPIES,
    L_MISSING,
    L_SETTLES,
    L_STORED,
    L_UNBEGUN,
    L_WIDTH,
    LINE_COUNT,
    LINES,
    MESSAGE,
    NONE,
    P_POLICY,
    X_KIND,
    X_REGION,
    X_WIDTH,
)
from simkit.engine.compiled.layout_queues import (
    Z_OUTSTANDING,
)
from simkit.engine.compiled.lists import append
from simkit.engine.compiled.publishers import is_written
from simkit.engine.compiled.records import (
    E_AGAIN,
    E_DURABLE,
    E_FAILED,
    E_LEFT,
    E_LINE,
    E_OWED,
    E_PLAN,
    E_POOL,
    E_SCOPE,
    E_SERIAL,
    E_SETTLEMENT,
    FOR_FAILURE,
    R_LOST,
)
from simkit.engine.compiled.scopes import marks
from simkit.engine.compiled.waiting import leave_ready
from simkit.record.tables import Settlement

ACKNOWLEDGED, DROPPED = int(Settlement.ACKNOWLEDGED), int(Settlement.DROPPED)


@machine
def region_of(m: Any, number: int) -> int:
    """The region of a role."""
    return m[EXECUTIONS + number * X_WIDTH + X_REGION]


@machine
def is_all_over(m: Any, q: Any, d: Any, r: Any, message: int) -> bool:
    """A message is durable, and all copies are in their queues; whether nothing is left to do."""
    pool = m[message + E_POOL]
    is_written(m, q, d, message)
    if m[message + E_FAILED]:
        are_coming(m, pool, message, -1)
        return True
    plan = LINES + m[message + E_LINE] * L_WIDTH
    if m[plan + L_CARRIES] >= 0:
        hand_on(m, q, d, r, m[message + E_SCOPE], m[plan + L_CARRIES])
    m[message + E_DURABLE] = 1
    if m[message + E_AGAIN]:
        m[message + E_SETTLEMENT] = ACKNOWLEDGED
    else:
        m[message + E_LEFT] += m[message + E_OWED]
    if m[plan + L_COPIES] or not m[plan + L_STORED]:
        return m[message + E_LEFT] == 0
    append(m, m[pool + P_POLICY] + Z_OUTSTANDING, message)
    keep(m, pool)
    return False


@machine
def hand_on(m: Any, q: Any, d: Any, r: Any, scope: int, number: int) -> None:
    """A message that a broker keeps has been handed on as an answer or to another broker."""
    message = find(m, scope, number, region_of(m, number))
    if message != NONE and m[m[message + E_PLAN] + X_KIND] == MESSAGE:
        dealt_with(m, q, d, r, message, ACKNOWLEDGED)


@machine
def dealt_with(m: Any, q: Any, d: Any, r: Any, message: int, fate: int) -> None:
    """One copy is over; of several, the worst counts."""
    m[message + E_SETTLEMENT] = max(m[message + E_SETTLEMENT], fate)
    m[message + E_LEFT] -= 1
    if m[message + E_DURABLE] and m[message + E_LEFT] == 0:
        finish(m, q, d, r, message, True)


@machine
def vanish(m: Any, q: Any, d: Any, r: Any, message: int) -> None:
    """Nobody took it, and now it is gone."""
    leave_ready(m, message)
    give_out(m, m[message + E_POOL])
    m[message + E_SETTLEMENT] = DROPPED
    marks(m, m[message + E_SCOPE], R_LOST)
    finish(m, q, d, r, message, True)


@machine
def left_unsettled(m: Any, scope: int, lines: int) -> None:
    """Some lines that were to settle deliveries never leave: nothing comes of those deliveries."""
    if lines == 0:
        return
    for line in range(m[LINE_COUNT] - 1, -1, -1):
        if (lines >> line) & 1:
            number = m[LINES + line * L_WIDTH + L_SETTLES]
            delivery = find(m, scope, number, region_of(m, number))
            if delivery != NONE:
                agenda.note(m, agenda.FALL_THROUGH, delivery, m[delivery + E_SERIAL], 0)


@machine
def never_leaves(m: Any, q: Any, d: Any, scope: int, number: int, line: int) -> None:
    """A line is never sent by a role that does nothing more: what follows never comes."""
    plan = LINES + line * L_WIDTH
    nobody = m[plan + L_UNBEGUN] | (1 << number)
    unsettled = leaves_undone(m, q, d, scope, m[plan + L_MISSING], nobody, FOR_FAILURE)
    left_unsettled(m, scope, unsettled)
