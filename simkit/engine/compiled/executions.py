"""What a message sets in motion at its receiver; see the reference's `execution`."""

from typing import Any

from simkit.engine.compiled import brokers, pools
from simkit.engine.compiled.agenda import FALL_THROUGH, take_out
from simkit.engine.compiled.answers import (
    FAILED,
    HAPPENED,
    REFUSED,
    absence_of,
    leaves_undone,
    note,
)
from simkit.engine.compiled.ending import finish, gone, note_fate
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes, reached
from simkit.engine.compiled.labour import work
from simkit.engine.compiled.layout import (
    AGENDA,
    C_MISSING,
    C_UNBEGUN,
    C_UNSENT,
    C_WORK,
    DELIVERY,
    L_IDEMPOTENT,
    L_LIMIT,
    L_WIDTH,
    LINES,
    MESSAGE,
    NEVER,
    NONE,
    NOW,
    P_BROKER,
    P_CAME,
    P_KEEPS,
    P_REFUSED,
    WATCHES,
    X_ALL_MISSING,
    X_ALL_UNBEGUN,
    X_KIND,
    X_WORKS_FIRST,
)
from simkit.engine.compiled.limits import admits
from simkit.engine.compiled.pools import ENTERS, IS_REFUSED
from simkit.engine.compiled.quitting import quit_calls
from simkit.engine.compiled.records import (
    E_ARRIVED,
    E_AT,
    E_COPY,
    E_DOING,
    E_ENDED,
    E_FAILED,
    E_HERE,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_NUMBER,
    E_PLAN,
    E_POOL,
    E_QUEUES,
    E_REFUSED,
    E_RELEASED,
    E_REQUEUED,
    E_SCOPE,
    E_SINCE,
    E_STARTED,
    E_UNSENT,
    E_WHY,
    FOR_FAILURE,
    FOR_REFUSAL,
    FOR_TIMEOUT,
    J_EFFECTS,
    NOTHING,
    QUEUEING,
    R_FAILED,
    R_REFUSED,
    T_A,
    T_B,
    T_NEXT,
    WORKING,
)
from simkit.engine.compiled.scopes import marks
from simkit.engine.order import ENDS

# -------------------------------------------------------------------- on its way


@machine
def arrive(m: Any, q: Any, d: Any, r: Any, execution: int) -> bool:
    """The message reaches its receiver; whether it goes on at once."""
    if m[execution + E_ENDED] != NEVER:
        return False  # its receiver has died in the meantime, and the connection with it
    m[execution + E_ARRIVED] = m[NOW]
    line = m[execution + E_LINE]
    reached(m, m[execution + E_JOURNEY], line)
    if m[WATCHES] and not m[m[execution + E_PLAN] + X_WORKS_FIRST]:
        note(m, m[execution + E_SCOPE], line, HAPPENED)
    pool = m[execution + E_POOL]
    gate = m[LINES + line * L_WIDTH + L_LIMIT]
    if gate != NONE and not admits(m, gate, execution):
        m[pool + P_CAME] += 1
        m[pool + P_REFUSED] += 1
        refuse(m, q, d, r, execution)
        return False
    if m[pool + P_BROKER]:
        how = brokers.enter(m, q, pool, execution)
    else:
        how = pools.enter(m, q, pool, execution)
        if how == ENTERS and m[execution + E_COPY] != NONE:
            brokers.taken_up(m, q, d, r, execution)
    if how == IS_REFUSED:
        refuse(m, q, d, r, execution)
    return how == ENTERS


# -------------------------------------------------------------------- workers


@machine
def give_back(m: Any, q: Any, execution: int) -> None:
    """It needs its worker no more for now."""
    pool = m[execution + E_POOL]
    if pool != NONE and not m[pool + P_BROKER] and not m[pool + P_KEEPS]:
        pools.part_with(m, q, pool, execution)


@machine
def take_worker(m: Any, q: Any, execution: int) -> bool:
    """Have a worker again, at once or after queueing for one."""
    pool = m[execution + E_POOL]
    if pool == NONE or m[pool + P_BROKER] or pools.take_again(m, q, pool, execution):
        m[execution + E_DOING] = NOTHING
        return True
    m[execution + E_DOING] = QUEUEING
    m[execution + E_SINCE] = m[NOW]
    return False


@machine
def has_worker(m: Any, execution: int) -> None:
    """It has queued for a worker, and has it."""
    m[execution + E_REQUEUED] += m[NOW] - m[execution + E_SINCE]
    m[execution + E_DOING] = NOTHING


@machine
def start_work(m: Any, q: Any, execution: int, duration: int) -> None:
    """Spend time on the worker."""
    m[execution + E_DOING] = WORKING
    m[execution + E_SINCE] = m[NOW]
    work(m, q, execution, execution, duration, ENDS + m[execution + E_KEY])


# -------------------------------------------------------------------- its end


@machine
def end(m: Any, q: Any, d: Any, r: Any, execution: int, holding: bool) -> None:
    """It is over, well or not: the worker it may hold is free."""
    kind = m[m[execution + E_PLAN] + X_KIND]
    if kind == MESSAGE and not brokers.is_all_over(m, q, d, r, execution):
        return  # it is durable, and kept
    m[execution + E_ENDED] = m[NOW]
    if kind == DELIVERY:
        since = m[AGENDA]
        brokers.delivery_ends(m, q, d, r, execution)
        fall_through(m, q, d, r, since)
    finish(m, q, d, r, execution, holding)


@machine
def never_leave(m: Any, q: Any, d: Any, scope: int, missing: int, nobody: int, why: int) -> None:
    """Somebody has stopped before he could send some lines: what follows never comes."""
    unsettled = leaves_undone(m, q, d, scope, missing, nobody, why)
    brokers.left_unsettled(m, scope, unsettled)


@machine
def fall_through(m: Any, q: Any, d: Any, r: Any, since: int) -> None:
    """What was to settle some deliveries never comes: that is known before a worker is free."""
    entry = take_out(m, FALL_THROUGH, since)
    while entry != NONE:
        delivery, serial = m[entry + 1], m[entry + 2]
        if m[delivery] == serial:
            brokers.fall_through(m, q, d, r, delivery)
        entry = take_out(m, FALL_THROUGH, since)


@machine
def fail(m: Any, q: Any, d: Any, r: Any, execution: int, why: int, line: int) -> None:
    """It was told no (of a line), or does not succeed: what it would have sent never leaves."""
    m[execution + E_FAILED] = 1
    m[execution + E_WHY] = why
    at, scope = m[execution + E_AT], m[execution + E_SCOPE]
    missing, unbegun, work = m[at + C_MISSING], m[at + C_UNBEGUN], m[at + C_WORK]
    if m[execution + E_UNSENT] & ~m[at + C_UNSENT]:  # in its branches
        missing, unbegun, work = absence_of(m, m[execution + E_UNSENT])
    # What it was told no of is known where it happened; here is what it leaves undone itself.
    if (line < 0 and why != FOR_TIMEOUT) or work:
        marks(m, scope, R_FAILED)
    note_fate(m, execution, FAILED if why == FOR_FAILURE else why + REFUSED - 1)
    quit_calls(m, q, d, r, execution)
    m[execution + E_ENDED] = m[NOW]
    nobody, since = unbegun | (1 << m[execution + E_NUMBER]), m[AGENDA]
    never_leave(m, q, d, m[execution + E_HERE], missing, nobody, FOR_FAILURE)
    fall_through(m, q, d, r, since)
    end(m, q, d, r, execution, m[execution + E_RELEASED] == 0)


@machine
def refuse(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """There is no room for it: its message is turned away."""
    m[execution + E_REFUSED] = 1
    scope, plan = m[execution + E_SCOPE], m[execution + E_PLAN]
    marks(m, scope, R_REFUSED)
    note_fate(m, execution, REFUSED)
    nobody = m[plan + X_ALL_UNBEGUN] | (1 << m[execution + E_NUMBER])
    never_leave(m, q, d, scope, m[plan + X_ALL_MISSING], nobody, FOR_REFUSAL)
    gone(m, q, d, execution)
    if m[plan + X_KIND] == MESSAGE:
        brokers.is_confirmed(m, q, d, execution)
    closes(m, r, scope)


@machine
def shed(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """An execution has waited too long for a worker: it is refused, if it still waits."""
    if m[execution + E_QUEUES] and m[execution + E_STARTED] == NEVER:
        pool = m[execution + E_POOL]
        pools.withdraw(m, pool, execution)
        m[pool + P_REFUSED] += 1
        m[execution + E_ENDED] = m[NOW]
        refuse(m, q, d, r, execution)


# -------------------------------------------------------------------- what it has done before


@machine
def repeats(m: Any, execution: int) -> bool:
    """Whether its receiver has done what it is to do, and knows it."""
    line = m[execution + E_LINE]
    if line < 0 or m[LINES + line * L_WIDTH + L_IDEMPOTENT] < 0:
        return False
    node = m[m[execution + E_JOURNEY] + J_EFFECTS]
    while node != NONE:
        if m[node + T_A] == line:
            return m[NOW] - m[node + T_B] <= m[LINES + line * L_WIDTH + L_IDEMPOTENT]
        node = m[node + T_NEXT]
    return False
