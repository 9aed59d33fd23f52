"""Executions that stop in the midst of what they do; see the reference's `execution`."""

from typing import Any

from simkit.engine.compiled import broker_deaths, pools
from simkit.engine.compiled.answers import absence_of
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.labour import stop_work
from simkit.engine.compiled.layout import (
    C_MISSING,
    C_UNBEGUN,
    C_UNSENT,
    NONE,
    NOW,
    P_BROKER,
    X_ALL_MISSING,
    X_ALL_UNBEGUN,
)
from simkit.engine.compiled.records import (
    BLOCKED,
    E_AT,
    E_BLOCKED,
    E_DOING,
    E_FORK,
    E_MISSING,
    E_NOBODY,
    E_NUMBER,
    E_PIECE,
    E_PLAN,
    E_POOL,
    E_QUEUES,
    E_RELEASED,
    E_REQUEUED,
    E_SINCE,
    E_STORY,
    NOTHING,
    PAUSING,
    QUEUEING,
    WORKING,
)
from simkit.engine.compiled.strands import stop_fork, unsent_by_branches


@machine
def note_unsent(m: Any, execution: int) -> None:
    """Keep in mind what it has not sent yet; call it before `stop`."""
    at, plan = m[execution + E_AT], m[execution + E_PLAN]
    if m[execution + E_FORK] != NONE:
        lines = m[at + C_UNSENT] | unsent_by_branches(m, execution)
        missing, unbegun, _ = absence_of(m, lines)
        m[execution + E_MISSING] = missing
        m[execution + E_NOBODY] = unbegun
    elif m[execution + E_STORY]:
        m[execution + E_MISSING] = m[at + C_MISSING]
        m[execution + E_NOBODY] = m[at + C_UNBEGUN]
    else:
        m[execution + E_MISSING] = m[plan + X_ALL_MISSING]
        m[execution + E_NOBODY] = m[plan + X_ALL_UNBEGUN]
    m[execution + E_NOBODY] |= 1 << m[execution + E_NUMBER]


@machine
def stop(m: Any, q: Any, d: Any, execution: int) -> bool:
    """Do nothing any more; whether it has a worker."""
    if m[execution + E_FORK] != NONE:
        return stop_fork(m, q, d, execution)
    doing, spent = m[execution + E_DOING], m[NOW] - m[execution + E_SINCE]
    if doing == WORKING or m[execution + E_PIECE] != NONE:
        stop_work(m, q, execution)
    elif doing == BLOCKED:
        m[execution + E_BLOCKED] += spent
    elif doing == QUEUEING:
        m[execution + E_REQUEUED] += spent
    m[execution + E_DOING] = NOTHING
    if m[execution + E_QUEUES]:
        pool = m[execution + E_POOL]
        if m[pool + P_BROKER]:
            broker_deaths.withdraw_message(m, pool, execution)
        else:
            pools.withdraw(m, pool, execution)
        return False
    return doing != PAUSING and m[execution + E_RELEASED] == 0
