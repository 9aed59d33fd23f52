"""Executions that die, and instances that die with all that they have; see the reference."""

from typing import Any

from simkit.engine.compiled import broker_deaths, pools, rings
from simkit.engine.compiled.agenda import SCALER_LEFT, note
from simkit.engine.compiled.answers import FAILED
from simkit.engine.compiled.ending import gone, note_fate
from simkit.engine.compiled.events import MISSED, set_timer
from simkit.engine.compiled.executions import never_leave
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes
from simkit.engine.compiled.layout import (
    DELIVERY,
    ENDLESS,
    L_DETECTION,
    L_WIDTH,
    LEVELS,
    LINES,
    MESSAGE,
    NEVER,
    NONE,
    NOW,
    P_DIED,
    P_QUEUE,
    P_SCALER,
    P_WAITERS,
    X_KIND,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.mortal import dies_next
from simkit.engine.compiled.quitting import quit_calls
from simkit.engine.compiled.records import (
    E_BROKER,
    E_DIED,
    E_ENDED,
    E_HERE,
    E_INSIDE_BEFORE,
    E_INSIDE_NEXT,
    E_INSTANCE,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_MISSING,
    E_NOBODY,
    E_PLAN,
    E_POOL,
    E_QUEUE_NEXT,
    E_SCOPE,
    E_STARTED,
    E_TICKET,
    FOR_FAILURE,
    I_COMING,
    I_INSIDE,
    I_WORKERS,
    J_ALIVE,
    J_REQUEST,
    R_LOST,
    S_ADDRESS,
)
from simkit.engine.compiled.scopes import marks
from simkit.engine.compiled.stopping import note_unsent, stop
from simkit.engine.compiled.windows import free_place
from simkit.engine.order import FAULTS


@machine
def die(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """It stops for good, in the midst of what it does; the others notice later."""
    if m[execution + E_ENDED] != NEVER:
        return
    note_unsent(m, execution)
    quit_calls(m, q, d, r, execution)
    holding = stop(m, q, d, execution)
    scope = m[execution + E_SCOPE]
    m[execution + E_DIED] = 1
    marks(m, scope, R_LOST)
    note_fate(m, execution, FAILED)
    m[execution + E_ENDED] = m[NOW]
    pool, kind = m[execution + E_POOL], m[m[execution + E_PLAN] + X_KIND]
    if kind == MESSAGE:
        broker_deaths.bury_message(m, execution)
    else:
        bury(m, q, pool, execution, holding)
    slot = m[LINES + m[execution + E_LINE] * L_WIDTH + L_DETECTION]
    request = m[m[execution + E_JOURNEY] + J_REQUEST]
    delay = draw(m, d, slot, m[scope + S_ADDRESS], request)
    if delay < ENDLESS:
        key = FAULTS + m[execution + E_KEY]
        set_timer(m, q, delay, key, MISSED, execution, m[execution + E_JOURNEY])
    gone(m, q, d, execution)
    if kind == DELIVERY:
        free_place(m, q, d, r, execution)
    closes(m, r, scope)


@machine
def bury(m: Any, q: Any, pool: int, execution: int, holding: bool) -> None:
    """An execution has died; the worker it had is free, if its instance lives."""
    m[pool + P_DIED] += 1
    instance = m[execution + E_INSTANCE]
    if m[execution + E_STARTED] != NEVER:
        pools.leave(m, q, pool, execution, holding)
    elif instance != NONE:
        pools.comes_no_more(m, execution)
        if m[execution + E_BROKER] != NONE:  # a worker has been waiting for it
            pools.free(m, q, pool, instance)
        if m[pool + P_SCALER] != NONE:
            note(m, SCALER_LEFT, instance, 0, 0)


@machine
def missed(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """The others notice that it is dead, if anybody is there."""
    if m[m[execution + E_PLAN] + X_KIND] == DELIVERY:
        broker_deaths.missed_by_broker(m, q, d, r, execution)
    if m[m[execution + E_JOURNEY] + J_ALIVE] > 0:
        missing, nobody = m[execution + E_MISSING], m[execution + E_NOBODY]
        never_leave(m, q, d, m[execution + E_HERE], missing, nobody, FOR_FAILURE)


# -------------------------------------------------------------------- instances


@machine
def crash_instance(m: Any, pool: int, instance: int) -> None:
    """An instance dies with all its workers; whoever is there dies next."""
    rings.ends(m, instance)
    die_next(m, m[instance + I_INSIDE])
    die_next(m, m[instance + I_COMING])
    if not pools.is_up(m, pool):
        # Whoever waits has no part yet in anything whose order matters.
        for level in range(m[LEVELS]):
            who = m[m[pool + P_QUEUE] + 2 * level]
            while who != NONE:
                if m[who + E_TICKET] == NONE:
                    dies_next(m, who)
                who = m[who + E_QUEUE_NEXT]


@machine
def die_next(m: Any, first: int) -> None:
    """Those of a list of an instance die, who came first first: they stand at its end."""
    if first == NONE:
        return
    last = first
    while m[last + E_INSIDE_NEXT] != NONE:
        last = m[last + E_INSIDE_NEXT]
    while last != NONE:
        dies_next(m, last)
        last = m[last + E_INSIDE_BEFORE]


@machine
def restart_instance(m: Any, q: Any, pool: int, instance: int) -> None:
    """An instance is there again, with nothing in memory."""
    rings.begins(m, instance)
    for _ in range(min(m[instance + I_WORKERS], m[pool + P_WAITERS])):
        pools.serve(m, q, pool, instance)
