"""Executions that stop, as nobody waits for them any more; see the reference's `execution`."""

from typing import Any

from simkit.engine.compiled import pools
from simkit.engine.compiled.answers import FAILED
from simkit.engine.compiled.ending import gone, note_fate
from simkit.engine.compiled.executions import never_leave
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes
from simkit.engine.compiled.layout import MESSAGE, NEVER, NONE, NOW, X_KIND
from simkit.engine.compiled.quitting import quit_calls
from simkit.engine.compiled.records import (
    A_CALL,
    E_CANCELLED,
    E_ENDED,
    E_LOST,
    E_MISSING,
    E_NEXT,
    E_NOBODY,
    E_PARENT,
    E_PLAN,
    E_POOL,
    E_REFUSED,
    E_SCOPE,
    E_STARTED,
    FOR_FAILURE,
    K_SENDER,
    R_FAILED,
    S_ATTEMPT,
    S_COPY,
    S_EXECUTIONS,
    S_NEXT,
    S_OUTER,
)
from simkit.engine.compiled.scopes import marks
from simkit.engine.compiled.stopping import note_unsent, stop


@machine
def cancel(m: Any, q: Any, d: Any, r: Any, execution: int, running: int) -> None:
    """Whoever called for it has given up: it is withdrawn, or interrupted."""
    if m[m[execution + E_PLAN] + X_KIND] == MESSAGE:
        return  # what a broker has, it keeps
    if m[execution + E_ENDED] != NEVER or m[execution + E_REFUSED] or m[execution + E_LOST]:
        return
    if not running and m[execution + E_STARTED] != NEVER:
        return
    quit_calls(m, q, d, r, execution)
    note_unsent(m, execution)
    holding = stop(m, q, d, execution)
    m[execution + E_CANCELLED] = 1
    scope, pool = m[execution + E_SCOPE], m[execution + E_POOL]
    marks(m, scope, R_FAILED)
    note_fate(m, execution, FAILED)
    m[execution + E_ENDED] = m[NOW]
    if m[execution + E_STARTED] != NEVER and pool != NONE:
        pools.leave(m, q, pool, execution, holding)
    if not is_known_to_be_cancelled(m, execution):
        missing, nobody = m[execution + E_MISSING], m[execution + E_NOBODY]
        never_leave(m, q, d, scope, missing, nobody, FOR_FAILURE)
    gone(m, q, d, execution)
    closes(m, r, scope)


@machine
def is_known_to_be_cancelled(m: Any, execution: int) -> bool:
    """Whether whoever called for it has given up himself, or does nothing any more."""
    attempt, caller = m[m[execution + E_SCOPE] + S_ATTEMPT], m[execution + E_PARENT]
    if attempt != NONE and m[m[attempt + A_CALL] + K_SENDER] == caller:
        return True
    return caller == NONE or m[caller + E_ENDED] != NEVER


@machine
def cancel_all(m: Any, q: Any, d: Any, r: Any, scope: int, running: int) -> None:
    """Nobody waits for a scope: what is queued is withdrawn, and what runs is interrupted."""
    here = scope
    while here != NONE:
        execution = m[here + S_EXECUTIONS]
        while execution != NONE:
            cancel(m, q, d, r, execution, running)
            execution = m[execution + E_NEXT]
        here = next_in(m, here, scope)


@machine
def next_in(m: Any, here: int, top: int) -> int:
    """The scope after another one within a third; what is stored stays. NONE: it was the last."""
    found = next_of(m, m[here + S_NEXT], here)
    while found == NONE and here != top:
        found = next_of(m, m[here + S_NEXT], m[here + S_OUTER])
        here = m[here + S_OUTER]
    return found


@machine
def next_of(m: Any, scope: int, outer: int) -> int:
    """The first in another one of this scope and those that were opened after it."""
    while scope != NONE and (m[scope + S_OUTER] != outer or m[scope + S_COPY] != NONE):
        scope = m[scope + S_NEXT]
    return scope
