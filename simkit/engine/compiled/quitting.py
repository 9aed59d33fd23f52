"""Calls that nobody waits for any more; see the reference's `call`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NEVER, NONE, NOW
from simkit.engine.compiled.layout_calls import V_PACE
from simkit.engine.compiled.limits import pace_left
from simkit.engine.compiled.memory import push
from simkit.engine.compiled.records import (
    A_CALL,
    A_LEFT,
    A_NEXT,
    A_SCOPE,
    A_WHY,
    E_HERE,
    E_SCOPE,
    FOR_TIMEOUT,
    J_GIVEN_UP,
    K_FIRST,
    K_LINE,
    K_NEXT,
    K_OVER,
    K_POLICY,
    K_SENDER,
    S_CALLS,
    S_JOURNEY,
    S_PATH,
    T_D,
)
from simkit.engine.compiled.senders import is_dropped
from simkit.record.tables import GivenUp

TIMED_OUT, BEATEN, LEFT = int(GivenUp.TIMED_OUT), int(GivenUp.BEATEN), int(GivenUp.LEFT)


@machine
def reports(m: Any, attempt: int, otherwise: int) -> None:
    """An attempt was of no use, and nobody has said no to it."""
    call = m[attempt + A_CALL]
    is_dropped(m, m[call + K_POLICY], attempt)
    why = m[attempt + A_WHY]
    if m[attempt + A_LEFT] != NEVER and (why < 0 or why == FOR_TIMEOUT):
        scope = m[attempt + A_SCOPE]
        gives_up(m, scope, m[call + K_LINE], TIMED_OUT if why == FOR_TIMEOUT else otherwise)


@machine
def gives_up(m: Any, scope: int, line: int, why: int) -> None:
    """Nobody waits any more for what a scope does."""
    node = push(m, m[scope + S_JOURNEY] + J_GIVEN_UP, line, m[scope + S_PATH], m[NOW])
    m[node + T_D] = why


@machine
def is_left(m: Any, q: Any, call: int) -> None:
    """Whoever made it waits for nothing any more; what it has set in motion goes on."""
    if m[call + K_OVER]:
        return
    m[call + K_OVER] = 1
    attempt = m[call + K_FIRST]
    while attempt != NONE:
        reports(m, attempt, LEFT)
        attempt = m[attempt + A_NEXT]
    pace_left(m, q, m[m[call + K_POLICY] + V_PACE])


@machine
def quit_calls(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """An execution waits for nobody any more."""
    scope, here = m[execution + E_SCOPE], m[execution + E_HERE]
    quit_calls_in(m, q, scope, execution)
    if here != scope:
        quit_calls_in(m, q, here, execution)


@machine
def quit_calls_in(m: Any, q: Any, scope: int, execution: int) -> None:
    """An execution waits for nobody any more that it has called in a scope."""
    call = m[scope + S_CALLS]
    while call != NONE:
        if m[call + K_SENDER] == execution:
            is_left(m, q, call)
        call = m[call + K_NEXT]
