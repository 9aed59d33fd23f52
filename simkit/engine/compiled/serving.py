"""Events of pools that share their processors, interrupt, or change their size."""

from typing import Any

from simkit.engine.compiled import agenda, blows, events, labour, processors, scaling
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NEVER, NONE, P_SCALER
from simkit.engine.compiled.layout_serving import PC_CUT, PC_DOER, PC_EXECUTION
from simkit.engine.compiled.records import E_ENDED, I_POOL
from simkit.engine.compiled.steps import go


@machine
def is_of_pool(kind: int) -> bool:
    """Whether it is one of them."""
    return (
        kind in (events.ALARM, events.PIECE_ENDS, events.RESUMES)
        or kind in (events.SCALER_LOOKS, events.SCALER_RESIZES)
        or kind in (events.SCALER_STARTS, events.SCALER_IDLES)
    )


@machine
def handle(m: Any, q: Any, d: Any, r: Any, kind: int, record: int, more: int) -> None:
    """One of them happens."""
    if kind == events.ALARM:
        processors.alarm(m, q, record, more)
    elif kind == events.PIECE_ENDS:
        if m[record] == more:
            piece_ends(m, q, d, r, record)
    elif kind == events.RESUMES:
        if m[record] == more:
            labour.resume(m, q, record)
    else:
        scale(m, q, d, r, kind, record, more)


@machine
def piece_ends(m: Any, q: Any, d: Any, r: Any, piece: int) -> None:
    """A piece of work is done, or a fault strikes in the midst of it."""
    execution = m[piece + PC_EXECUTION]
    if m[piece + PC_CUT] == NONE:
        go(m, q, d, r, m[piece + PC_DOER])
    elif m[execution + E_ENDED] == NEVER:
        blows.strike_dead(m, q, d, r, m[piece + PC_CUT], execution)


@machine
def scale(m: Any, q: Any, d: Any, r: Any, kind: int, scaler: int, more: int) -> None:
    """A pool may change its size."""
    if kind == events.SCALER_LOOKS:
        scaling.look(m, q, d, r, scaler)
    elif kind == events.SCALER_RESIZES:
        scaling.resize(m, q, d, r, scaler, more)
    elif kind == events.SCALER_STARTS:
        scaling.comes(m, q, d, r, scaler, more)
    else:
        scaling.idles(m, q, d, r, scaler)


@machine
def follow_up(m: Any, q: Any, d: Any, r: Any, what: int, record: int, first: int) -> None:
    """What was left to be done of a pool that changes its size."""
    if what == agenda.SCALER_WAITS:
        scaling.somebody_waits(m, q, d, r, m[record + P_SCALER])
    elif what == agenda.SCALER_LEFT:
        scaling.left(m, q, r, m[m[record + I_POOL] + P_SCALER], record)
    else:
        scaling.note(m, r, record, first)
