"""Scopes, and what is found in them; see `simkit.engine.reference.scope`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    EXECUTIONS,
    FAILED_FIRST,
    FAILED_PART,
    FAILED_SECOND,
    FAILS,
    L_PRIORITY,
    L_WIDTH,
    LINES,
    N_POLLS,
    N_REGION,
    N_WIDTH,
    NEVER,
    NONE,
    PRIORITISES,
    SECTIONS,
    STATUS,
    X_LINE,
    X_NUMBER,
    X_POOL,
    X_START,
    X_WIDTH,
)
from simkit.engine.compiled.luck import address_of
from simkit.engine.compiled.memory import clear, push, take
from simkit.engine.compiled.records import (
    E_ANSWER_ARRIVED,
    E_ANSWERED,
    E_ARRIVED,
    E_AT,
    E_AWAITED,
    E_ENDED,
    E_HERE,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_NEXT,
    E_NUMBER,
    E_OWN,
    E_PARENT,
    E_PLAN,
    E_POOL,
    E_PRIORITY,
    E_SCOPE,
    E_SENT,
    E_SERIAL,
    E_STARTED,
    E_STORED,
    E_WIDTH,
    EXECUTION,
    IS_TURN,
    J_ALIVE,
    J_KEY,
    J_LAST_SCOPE,
    J_LATEST,
    J_OPEN,
    J_PATHS,
    J_SCOPES,
    J_SERIAL,
    S_ADDRESS,
    S_AGAIN,
    S_DEPTH,
    S_DUPLICATE,
    S_EARLY,
    S_EXECUTIONS,
    S_FATE,
    S_JOURNEY,
    S_KEY,
    S_LAST_EXECUTION,
    S_LINE,
    S_NEXT,
    S_NUMBER,
    S_OPEN,
    S_OUTER,
    S_PARTS,
    S_PATH,
    S_REGION,
    S_SERIAL,
    S_TURN,
    S_TURNS,
    S_WIDTH,
    SCOPE,
    T_A,
    T_B,
    T_C,
    T_NEXT,
)
from simkit.engine.order import MOST_PATHS, PATH_BITS
from simkit.record.tables import Again, Settlement

TOO_MANY_PATHS = 1  # a model error
TURN_AGAIN, COPY_AGAIN = int(Again.TURN), int(Again.COPY)
REJECTED = int(Settlement.REJECTED)
EXPIRED, DROPPED = int(Settlement.EXPIRED), int(Settlement.DROPPED)
DEAD_LETTERED = int(Settlement.DEAD_LETTERED)


@machine
def new_scope(m: Any, journey: int, region: int, outer: int) -> int:
    """A scope of a journey."""
    scope = take(m, SCOPE, S_WIDTH)
    clear(m, scope, S_WIDTH)
    m[scope + S_SERIAL] = m[journey + J_SERIAL]
    m[scope + S_JOURNEY] = journey
    m[scope + S_REGION] = region
    m[scope + S_OUTER] = outer
    m[scope + S_TURN] = -1
    m[scope + S_LINE] = -1
    if m[journey + J_SCOPES] == NONE:
        m[journey + J_SCOPES] = scope
    else:
        m[m[journey + J_LAST_SCOPE] + S_NEXT] = scope
    m[journey + J_LAST_SCOPE] = scope
    if outer == NONE:
        m[scope + S_KEY] = m[journey + J_KEY]
    else:
        m[scope + S_DUPLICATE] = m[outer + S_DUPLICATE]
        m[scope + S_DEPTH] = m[outer + S_DEPTH] + 1
        m[scope + S_PATH] = m[outer + S_PATH]
        m[scope + S_ADDRESS] = m[outer + S_ADDRESS]
        m[scope + S_KEY] = m[outer + S_KEY]
    return scope


@machine
def child(m: Any, outer: int, region: int, again: int, number: int, line: int) -> int:
    """A scope in another one: something that is done again, for the how manyth time."""
    journey = m[outer + S_JOURNEY]
    scope = new_scope(m, journey, region, outer)
    m[scope + S_AGAIN] = again
    m[scope + S_NUMBER] = number
    m[scope + S_LINE] = line
    node = m[journey + J_LATEST]
    while node != NONE and m[node + T_A] != region:
        node = m[node + T_NEXT]
    if node == NONE:
        push(m, journey + J_LATEST, region, scope, 0)
    else:
        m[node + T_B] = scope
    if number:
        has_path(m, scope)
        parent, depth = m[scope + S_ADDRESS], m[scope + S_DEPTH]
        m[scope + S_ADDRESS] = address_of(m, parent, depth, again, number)
    return scope


@machine
def has_path(m: Any, scope: int) -> None:
    """What happens in it happens once more in its journey."""
    journey = m[scope + S_JOURNEY]
    path = m[journey + J_PATHS] + 1
    m[journey + J_PATHS] = path
    if path > MOST_PATHS:
        fail(m, TOO_MANY_PATHS, scope, 0)
    m[scope + S_PATH] = path
    m[scope + S_KEY] = m[journey + J_KEY] + path


@machine
def fail(m: Any, part: int, first: int, second: int) -> None:
    """The model cannot go on."""
    if m[STATUS] == 0:
        m[STATUS] = FAILS
        m[FAILED_PART] = part
        m[FAILED_FIRST] = first
        m[FAILED_SECOND] = second


@machine
def turn_of(m: Any, scope: int, section: int, number: int) -> int:
    """The scope of a turn of a loop."""
    node = m[scope + S_TURNS]
    while node != NONE:
        if m[node + T_A] == section and m[node + T_B] == number:
            return m[node + T_C]
        node = m[node + T_NEXT]
    plan = SECTIONS + section * N_WIDTH
    own = child(m, scope, m[plan + N_REGION], TURN_AGAIN, number, section)
    m[own + S_TURN] = number
    push(m, scope + S_TURNS, section, number, own)
    if m[plan + N_POLLS]:
        m[own + S_DUPLICATE] = 1
    else:
        push(m, scope + S_PARTS, IS_TURN, own, 0)
    return own


@machine
def branch_of(m: Any, scope: int, section: int, number: int, is_copy: bool) -> int:
    """The scope of a branch that may be left behind, or of a copy of the only one."""
    node = m[scope + S_TURNS]
    while node != NONE:  # somebody else may have come to it before
        if m[node + T_A] == section and m[node + T_B] == number:
            return m[node + T_C]
        node = m[node + T_NEXT]
    region = m[SECTIONS + section * N_WIDTH + N_REGION]
    own = child(m, scope, region, COPY_AGAIN, number if is_copy else 0, section)
    push(m, scope + S_TURNS, section, number, own)
    if m[own + S_PATH] == m[scope + S_PATH]:
        has_path(m, own)
    m[own + S_NUMBER] = number
    return own


# -------------------------------------------------------------------- what is open


@machine
def opens(m: Any, scope: int) -> None:
    """One thing more is not over."""
    m[scope + S_OPEN] += 1
    journey = m[scope + S_JOURNEY]
    m[journey + J_ALIVE] += 1
    if not m[scope + S_DUPLICATE]:
        m[journey + J_OPEN] += 1


@machine
def is_no_poll(m: Any, scope: int) -> None:
    """One that only looked looks no more, and is over as others are."""
    m[scope + S_OPEN] += 1
    if not m[scope + S_DUPLICATE]:
        m[m[scope + S_JOURNEY] + J_OPEN] += 1


@machine
def is_inside(m: Any, scope: int, outer: int) -> bool:
    """Whether a scope is another one, or in it."""
    while scope not in (NONE, outer):
        scope = m[scope + S_OUTER]
    return scope == outer


@machine
def is_duplicate(m: Any, scope: int) -> None:
    """Another has done it: nobody waits for this one any more."""
    if m[scope + S_DUPLICATE]:
        return
    journey = m[scope + S_JOURNEY]
    other = scope
    while other != NONE:  # what is in a scope comes after it
        # As scopes of a duplicate are duplicates, so are all below one that is.
        outer = m[other + S_OUTER]
        if not m[other + S_DUPLICATE] and (
            other == scope or (is_inside(m, other, scope) and m[outer + S_DUPLICATE])
        ):
            m[other + S_DUPLICATE] = 1
            m[journey + J_OPEN] -= m[other + S_OPEN]
        other = m[other + S_NEXT]


@machine
def marks(m: Any, scope: int, fate: int) -> None:
    """Something has happened in a scope."""
    m[scope + S_FATE] = max(m[scope + S_FATE], fate)


# -------------------------------------------------------------------- what is where


@machine
def new_execution(m: Any, scope: int, starts: int, parent: int) -> int:
    """A new execution in a scope."""
    execution = take(m, EXECUTION, E_WIDTH)
    clear(m, execution, E_WIDTH)
    plan = EXECUTIONS + starts * X_WIDTH
    line = m[plan + X_LINE]
    m[execution + E_SERIAL] = m[scope + S_SERIAL]
    m[execution + E_SCOPE] = scope
    m[execution + E_OWN] = execution
    m[execution + E_HERE] = scope
    m[execution + E_JOURNEY] = m[scope + S_JOURNEY]
    m[execution + E_PLAN] = plan
    m[execution + E_NUMBER] = m[plan + X_NUMBER]
    m[execution + E_LINE] = line
    m[execution + E_POOL] = m[plan + X_POOL]
    m[execution + E_PARENT] = parent
    m[execution + E_KEY] = m[scope + S_KEY] + ((line + 1) << PATH_BITS)
    m[execution + E_AT] = m[plan + X_START]
    m[execution + E_STORED] = NEVER
    m[execution + E_SENT] = NEVER
    m[execution + E_ARRIVED] = NEVER
    m[execution + E_STARTED] = NEVER
    m[execution + E_ANSWERED] = NEVER
    m[execution + E_ANSWER_ARRIVED] = NEVER
    m[execution + E_ENDED] = NEVER
    m[execution + E_AWAITED] = -1
    if m[PRIORITISES] and line >= 0:
        m[execution + E_PRIORITY] = m[LINES + line * L_WIDTH + L_PRIORITY]
    if m[scope + S_EXECUTIONS] == NONE:
        m[scope + S_EXECUTIONS] = execution
    else:
        m[m[scope + S_LAST_EXECUTION] + E_NEXT] = execution
    m[scope + S_LAST_EXECUTION] = execution
    node = m[scope + S_EARLY]
    while node != NONE:
        if m[node + T_A] == m[plan + X_NUMBER]:
            m[execution + E_ANSWERED] = m[node + T_B]
            m[execution + E_ANSWER_ARRIVED] = m[node + T_C]
        node = m[node + T_NEXT]
    opens(m, scope)
    return execution
