"""What became of all the work of a scope; see the reference's `fates`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NEVER, NONE
from simkit.engine.compiled.layout_blocks import GR_HANDLED, GR_SCOPES, GR_STOPPED, GR_WELL
from simkit.engine.compiled.records import (
    A_LEFT,
    A_NEXT,
    A_SCOPE,
    A_WHY,
    E_ATTEMPT_NEXT,
    E_ENDED,
    E_FAILED,
    E_LOST,
    E_SCOPE,
    E_SENT,
    E_SETTLEMENT,
    IS_CALL,
    IS_COPY,
    IS_GATHERING,
    K_FIRST,
    K_HANDLED,
    K_OVER,
    K_WINNER,
    R_DEAD,
    R_EXPIRED,
    R_FAILED,
    R_LOST,
    R_WELL,
    S_FATE,
    S_ONLY_REPEATS,
    S_PARTS,
    T_A,
    T_B,
    T_NEXT,
    Y_FATE,
    Y_FIRST,
    Y_OVER,
)
from simkit.engine.compiled.scopes import DEAD_LETTERED, DROPPED, EXPIRED, REJECTED


@machine
def done(m: Any, scope: int) -> int:  # noqa: C901, PLR0912, PLR0915 - it calls itself, and no other
    """What became of all the work of a scope: the worst of it."""
    fate = m[scope + S_FATE]
    node = m[scope + S_PARTS]
    if node == NONE:
        return fate
    while node != NONE:
        kind, part = m[node + T_A], m[node + T_B]
        found = R_WELL
        if kind == IS_CALL:
            winner = m[part + K_WINNER]
            if winner != NONE and not m[m[winner + A_SCOPE] + S_ONLY_REPEATS]:
                found = done(m, m[winner + A_SCOPE])
            elif not (m[part + K_OVER] and m[part + K_HANDLED]):
                found = R_LOST + 1
                attempt = m[part + K_FIRST]
                while attempt != NONE:
                    sent = m[attempt + A_LEFT] != NEVER or m[attempt + A_WHY] >= 0
                    if sent and not m[m[attempt + A_SCOPE] + S_ONLY_REPEATS]:
                        found = min(found, done(m, m[attempt + A_SCOPE]))
                    attempt = m[attempt + A_NEXT]
                if found > R_LOST:
                    found = R_WELL
        elif kind == IS_COPY:
            if m[part + Y_OVER]:
                found = R_LOST + 1
                delivery = m[part + Y_FIRST]
                while delivery != NONE:
                    if (
                        m[delivery + E_SENT] != NEVER
                        and m[delivery + E_ENDED] != NEVER
                        and not m[delivery + E_LOST]
                    ):
                        own = done(m, m[delivery + E_SCOPE])
                        if m[delivery + E_SETTLEMENT] == REJECTED and not m[delivery + E_FAILED]:
                            own = max(own, R_FAILED)
                        found = min(found, own)
                    delivery = m[delivery + E_ATTEMPT_NEXT]
                found = min(found, R_LOST)
                if found != R_WELL:
                    ended = m[part + Y_FATE]
                    if ended == EXPIRED:
                        found = R_EXPIRED
                    elif ended == DROPPED:
                        found = R_LOST
                    elif ended == DEAD_LETTERED:
                        found = R_DEAD
        elif kind == IS_GATHERING:
            stopped = m[part + GR_STOPPED] != 0 and not m[part + GR_HANDLED]
            counted = m[part + (GR_SCOPES if stopped else GR_WELL)]
            while counted != NONE:
                found = max(found, done(m, m[counted + T_A]))
                counted = m[counted + T_NEXT]
        else:
            found = done(m, part)
        fate = max(fate, found)
        node = m[node + T_NEXT]
    return fate
