"""The work of executions: on a processor of their own, or on one of several; see the reference."""

from typing import Any

from simkit.engine.compiled import pools
from simkit.engine.compiled.events import GOES, after
from simkit.engine.compiled.interruption import make_way
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE, NOW, P_INTERRUPTS, P_PROCESSES, P_QUEUE
from simkit.engine.compiled.processors import busier, drop, less_busy, new_piece, take_piece
from simkit.engine.compiled.records import (
    E_DOING,
    E_INSTANCE,
    E_PIECE,
    E_POOL,
    E_PRIORITY,
    E_REQUEUED,
    E_SINCE,
    E_WORKED,
    I_LEAVING,
    I_PROCESSORS,
    I_QUEUE,
    NOTHING,
)
from simkit.engine.compiled.waiting import first_in


@machine
def work(m: Any, q: Any, execution: int, doer: int, duration: int, key: int) -> None:
    """A piece of work of an execution begins; its doer, itself or a branch, goes on after it."""
    pool = m[execution + E_POOL]
    if pool != NONE:
        if m[pool + P_PROCESSES]:
            instance = m[execution + E_INSTANCE]
            piece = new_piece(m, execution, doer, duration, key)
            take_piece(m, q, m[instance + I_PROCESSORS], piece)
            if m[pool + P_INTERRUPTS]:
                review(m, q, pool, instance)
            return
        busier(m, pool)
    after(m, q, duration, key, GOES, doer, m[doer])


@machine
def stop_work(m: Any, q: Any, execution: int) -> None:
    """The work is over, or broken off: what has been worked is known."""
    pool = m[execution + E_POOL]
    if m[execution + E_PIECE] != NONE:
        drop(m, q, execution)
    else:
        if pool != NONE:
            less_busy(m, pool)
        m[execution + E_WORKED] += m[NOW] - m[execution + E_SINCE]
    m[execution + E_SINCE] = m[NOW]
    m[execution + E_DOING] = NOTHING


@machine
def review(m: Any, q: Any, pool: int, instance: int) -> None:
    """Somebody is at work from now on: others, who wait, may have a higher priority."""
    own = first_in(m, pool, m[instance + I_QUEUE])
    shared = NONE if m[instance + I_LEAVING] else first_in(m, pool, m[pool + P_QUEUE])
    who = own
    if own == NONE or (shared != NONE and m[shared + E_PRIORITY] > m[own + E_PRIORITY]):
        who = shared
    if who != NONE and make_way(m, q, pool, m[who + E_PRIORITY], instance) != NONE:
        pools.serve(m, q, pool, instance)


@machine
def resume(m: Any, q: Any, execution: int) -> None:
    """Whoever was interrupted has a worker again."""
    piece = m[execution + E_PIECE]
    if piece != NONE:
        pool, instance = m[execution + E_POOL], m[execution + E_INSTANCE]
        m[execution + E_REQUEUED] += m[NOW] - m[execution + E_SINCE]
        take_piece(m, q, m[instance + I_PROCESSORS], piece)
        review(m, q, pool, instance)
