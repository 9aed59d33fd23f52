"""The end of an execution: what is known of it from then on, and who is free for others."""

from typing import Any

from simkit.engine.compiled import pools
from simkit.engine.compiled.answers import SUCCEEDED, note
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import answered, closes, knows
from simkit.engine.compiled.layout import (
    L_GUARDED,
    L_IDEMPOTENT,
    L_WIDTH,
    LINES,
    NEVER,
    NONE,
    NOW,
    P_BROKER,
    P_ENDED,
    P_INSIDE,
    REMEMBERS,
    WATCHES,
)
from simkit.engine.compiled.limits import leaves_gate
from simkit.engine.compiled.memory import push
from simkit.engine.compiled.records import (
    E_ENDED,
    E_FAILED,
    E_JOURNEY,
    E_LINE,
    E_PARENT,
    E_PLACE,
    E_POLLS,
    E_POOL,
    E_SCOPE,
    J_EFFECTS,
    J_SETTLED,
    T_A,
    T_NEXT,
)
from simkit.engine.compiled.scopes import is_no_poll


@machine
def note_fate(m: Any, execution: int, word: int) -> None:
    """What has become of its message, if somebody asks."""
    line = m[execution + E_LINE]
    if line >= 0 and not m[LINES + line * L_WIDTH + L_GUARDED]:
        note(m, m[execution + E_SCOPE], line, word)


@machine
def remember(m: Any, execution: int) -> None:
    """An execution has done its work well: an idempotent receiver knows it from now on."""
    line = m[execution + E_LINE]
    if line >= 0 and m[LINES + line * L_WIDTH + L_IDEMPOTENT] >= 0:
        journey = m[execution + E_JOURNEY]
        node = m[journey + J_EFFECTS]
        while node != NONE:
            if m[node + T_A] == line:
                return
            node = m[node + T_NEXT]
        push(m, journey + J_EFFECTS, line, m[NOW], 0)


@machine
def finish(m: Any, q: Any, d: Any, r: Any, execution: int, holding: bool) -> None:
    """Nothing is left of it: the worker it may hold is free."""
    m[execution + E_ENDED] = m[NOW]
    if not m[execution + E_FAILED]:
        if m[REMEMBERS]:
            remember(m, execution)
        if m[WATCHES]:
            note_fate(m, execution, SUCCEEDED)
    pool = m[execution + E_POOL]
    if pool != NONE:
        if m[pool + P_BROKER]:
            leave_broker(m, pool, execution)
        else:
            pools.leave(m, q, pool, execution, holding)
    if m[execution + E_PLACE] != NONE or m[execution + E_PARENT] == NONE or m[execution + E_POLLS]:
        gone(m, q, d, execution)
    closes(m, r, m[execution + E_SCOPE])


@machine
def leave_broker(m: Any, pool: int, message: int) -> None:
    """All copies of a message are dealt with."""
    m[pool + P_ENDED] += 1
    pools.delist(m, pool + P_INSIDE, message)


@machine
def gone(m: Any, q: Any, d: Any, execution: int) -> None:
    """Its place is free for another; if it is the client, so is he."""
    if m[execution + E_PLACE] != NONE:
        leaves_gate(m, execution)
    journey = m[execution + E_JOURNEY]
    if m[execution + E_PARENT] == NONE:
        answered(m, q, d, journey)
        if m[execution + E_POLLS] and m[journey + J_SETTLED] != NEVER:
            knows(m, journey)
    if m[execution + E_POLLS]:
        is_no_poll(m, m[execution + E_SCOPE])
