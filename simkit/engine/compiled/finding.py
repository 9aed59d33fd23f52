"""Scopes and executions that are looked for; see the reference's `scope`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    L_DESCENT,
    L_DESCENT_AT,
    L_TO_REGION,
    L_WIDTH,
    LINES,
    N_REGION,
    N_WIDTH,
    NONE,
    SECTIONS,
)
from simkit.engine.compiled.records import (
    E_NEXT,
    E_NUMBER,
    J_LATEST,
    S_EXECUTIONS,
    S_JOURNEY,
    S_OUTER,
    S_REGION,
    S_TURN,
    T_A,
    T_B,
    T_NEXT,
)
from simkit.engine.compiled.scopes import turn_of


@machine
def of(m: Any, scope: int, region: int) -> int:
    """The scope of a region: this one, one around it, or the latest there was."""
    own = scope
    while own != NONE:
        if m[own + S_REGION] == region:
            return own
        own = m[own + S_OUTER]
    node = m[m[scope + S_JOURNEY] + J_LATEST]
    while node != NONE:
        if m[node + T_A] == region:
            return m[node + T_B]
        node = m[node + T_NEXT]
    return scope


@machine
def home_of(m: Any, scope: int, line: int) -> int:
    """Where an answer is awaited: the same turn of the same loop as this one."""
    plan = LINES + line * L_WIDTH
    found = of(m, scope, m[plan + L_TO_REGION])
    for number in range(m[plan + L_DESCENT]):
        section = m[m[plan + L_DESCENT_AT] + number]
        here = of(m, scope, m[SECTIONS + section * N_WIDTH + N_REGION])
        turn = m[here + S_TURN]
        found = turn_of(m, found, section, turn) if turn >= 0 else here
    return found


@machine
def execution_in(m: Any, scope: int, number: int) -> int:
    """The execution of a role in a scope, or NONE."""
    execution = m[scope + S_EXECUTIONS]
    while execution != NONE and m[execution + E_NUMBER] != number:
        execution = m[execution + E_NEXT]
    return execution


@machine
def find(m: Any, scope: int, number: int, region: int) -> int:
    """The execution of a role that belongs to what happens here; its region is known."""
    return execution_in(m, of(m, scope, region), number)
