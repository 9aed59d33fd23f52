"""Scopes, and what is found in them; see `simkit.engine.reference.scope`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import *
from simkit.engine.compiled.layout_blocks import GR_HANDLED, GR_SCOPES, GR_STOPPED, GR_WELL
from simkit.engine.compiled.luck import address_of
from simkit.engine.compiled.memory import clear, push, take
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
    while scope != NONE and scope != outer:
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


@machine
def done(m: Any, scope: int) -> int:
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
                if found > R_LOST:
                    found = R_LOST
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


# -------------------------------------------------------------------- what is where


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
