"""The blocks of a drawing: choices, loops, critical blocks; see the reference's `course`."""

from typing import Any

from simkit.engine.compiled.choices import choice, has_happened, pause_before
from simkit.engine.compiled.courses import (
    AT_FIRST,
    BEGINS,
    GOES_ELSEWHERE,
    GOES_THROUGH,
    QUEUES_AGAIN,
    RESTS,
    STAYS,
    got_worker,
    looks,
    rest,
    wants_worker,
)
from simkit.engine.compiled.deciding import (
    VALUE_BITS,
    decide,
    decided,
)
from simkit.engine.compiled.forks import fork
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import look as look_at
from simkit.engine.compiled.journeys import notices
from simkit.engine.compiled.layout import (
    C_FIRST,
    C_LINE,
    C_NEXT,
    C_OP,
    C_UNSENT,
    C_WIDTH,
    CHOOSE,
    FORK,
    GATHER,
    JUMP,
    LANDS,
    N_KEY,
    N_MOST,
    N_NOTICES,
    N_PAUSE,
    N_POLLS,
    N_UNTIL,
    N_WIDTH,
    NEVER,
    NONE,
    SECTIONS,
    TRY,
    TRY_ENDS,
    TURN,
    TURN_ENDS,
)
from simkit.engine.compiled.layout_blocks import (
    B_FIRST,
    B_START,
    B_WIDTH,
    NOBODY,
    UNKNOWN,
)
from simkit.engine.compiled.learning import decides, goes_to, learn, learnt, pass_by
from simkit.engine.compiled.options import try_ends, try_out
from simkit.engine.compiled.records import (
    E_AT,
    E_ENDED,
    E_HERE,
    E_JOURNEY,
    E_MODE,
    E_OWN,
    E_PARENT,
    E_POLLS,
    E_SCOPE,
    E_TURN,
    FOR_FAILURE,
    FOR_TIMEOUT,
    J_OPEN,
    S_DUPLICATE,
    S_KEY,
    S_OPEN,
    S_OUTER,
    S_TURN,
)
from simkit.engine.compiled.scopes import turn_of
from simkit.engine.compiled.trials import (
    is_to_leave,
    stop,
)


@machine
def block(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """Take an instruction of a block, or go on with it; what it comes to."""
    op = m[at + C_OP]
    how = GOES_THROUGH  # LANDS: a block is over
    if op == JUMP:
        how = goes_to(m, course, m[at + C_NEXT])
    elif op == CHOOSE:
        how = choose(m, q, d, course, at)
    elif op in (FORK, GATHER):
        how = fork(m, q, d, r, course, at, mode)
    elif op in (TURN, TURN_ENDS):
        how = loop(m, q, d, r, course, at, mode)
    elif op != LANDS:
        how = trial(m, q, d, r, course, at, mode)
    return how


@machine
def loop(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """A turn of a loop begins or ends."""
    if m[at + C_OP] == TURN_ENDS:
        return turn_ends(m, q, d, r, course, at)
    if not may_turn(m, q, d, r, course, at, mode):
        return STAYS
    return turn(m, q, course, at)


@machine
def trial(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """A block that can go on elsewhere begins or ends; or the drawing says that it fails."""
    if m[at + C_OP] == TRY:
        return try_out(m, course, at)
    if m[at + C_OP] == TRY_ENDS:
        return try_ends(m, q, d, r, course, at, mode)
    return stop(m, q, d, r, course, FOR_FAILURE, -1, m[at + C_UNSENT], NONE)


# -------------------------------------------------------------------- what is decided


@machine
def hear_of(m: Any, course: int, what: int) -> bool:
    """Somebody has decided what a block does; whether it goes on."""
    if m[course + E_ENDED] != NEVER:
        return False
    is_to_leave(m, course, what >> VALUE_BITS, (what & ((1 << VALUE_BITS) - 1)) - 1)
    return looks(m, course)


# -------------------------------------------------------------------- choices


@machine
def choose(m: Any, q: Any, d: Any, course: int, at: int) -> int:
    """Take one branch: the one that it chooses, or that somebody else has chosen."""
    section, table, here = m[at + C_LINE], m[at + C_FIRST], m[course + E_HERE]
    if decides(m, course, section):
        # Once is enough: it may have come by below, where the drawing depends on it.
        chosen = decided(m, here, section, m[m[course + E_OWN] + E_SCOPE])
        if chosen == UNKNOWN:
            chosen = choice(m, d, here, section)
        decide(m, q, here, section, 0, chosen)
    else:
        how = learn(m, q, course, section, 0, table)
        if how != GOES_THROUGH:
            return how
        chosen = learnt(m, course, section, 0, table)
    pass_by(m, q, here, table, chosen)
    if chosen == NOBODY:
        return goes_to(m, course, m[at + C_NEXT])
    return goes_to(m, course, m[table + B_FIRST + chosen * B_WIDTH + B_START])


# -------------------------------------------------------------------- loops


@machine
def may_turn(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> bool:
    """Rest before a turn of a loop; whether the turn begins now, or has begun."""
    if mode == AT_FIRST:
        m[course + E_TURN] = 0
        looks_only(m, r, course, at)
    if mode in (AT_FIRST, BEGINS):
        if begins_with_pause(m, q, d, course, m[at + C_LINE]):
            return False
    elif mode == RESTS:
        if not wants_worker(m, q, course):
            m[course + E_MODE] = QUEUES_AGAIN
            return False
    elif mode == QUEUES_AGAIN:
        got_worker(m, course)
    else:
        return True  # it waits to learn whether there is a turn
    m[course + E_HERE] = turn_of(m, m[course + E_HERE], m[at + C_LINE], m[course + E_TURN])
    return True


@machine
def turn(m: Any, q: Any, course: int, at: int) -> int:
    """Begin a turn of a loop, if there is one."""
    section = m[at + C_LINE]
    if not decides(m, course, section) and m[SECTIONS + section * N_WIDTH + N_UNTIL] != NONE:
        table, number = m[at + C_FIRST], m[course + E_TURN]
        how = learn(m, q, course, section, number, table)
        if how != GOES_THROUGH:
            return how
        if learnt(m, course, section, number, table) == NOBODY:
            m[course + E_HERE] = m[m[course + E_HERE] + S_OUTER]
            return goes_to(m, course, m[at + C_NEXT])
    return goes_to(m, course, at + C_WIDTH)


@machine
def begins_with_pause(m: Any, q: Any, d: Any, course: int, section: int) -> bool:
    """There is one more turn; whether it begins with a pause."""
    deciding = decides(m, course, section)
    plan, base, number = SECTIONS + section * N_WIDTH, m[course + E_HERE], m[course + E_TURN]
    turn_of(m, base, section, number)
    if deciding and m[plan + N_UNTIL] != NONE:
        decide(m, q, base, section, number, 0)
    if not deciding or m[plan + N_PAUSE] < 0:
        return False
    duration = pause_before(m, d, base, section, number)
    if duration > 0:
        rest(m, q, course, duration, m[base + S_KEY] + m[plan + N_KEY])
    return duration > 0


@machine
def looks_only(m: Any, r: Any, course: int, at: int) -> None:
    """A client that only looks whether something has happened, and does nothing after that."""
    section, execution = m[at + C_LINE], m[course + E_OWN]
    if not m[SECTIONS + section * N_WIDTH + N_POLLS] or not decides(m, course, section):
        return
    if m[execution + E_PARENT] == NONE and not m[at + C_UNSENT]:
        only_polls(m, r, execution)


@machine
def only_polls(m: Any, r: Any, execution: int) -> None:
    """From now on nobody waits for what an execution does."""
    scope = m[execution + E_SCOPE]
    if not m[execution + E_POLLS] and not m[scope + S_DUPLICATE]:
        journey = m[execution + E_JOURNEY]
        m[execution + E_POLLS] = 1
        m[scope + S_OPEN] -= 1
        m[journey + J_OPEN] -= 1
        if m[journey + J_OPEN] == 0:
            look_at(m, r, journey)


@machine
def turn_ends(m: Any, q: Any, d: Any, r: Any, course: int, at: int) -> int:
    """The steps of a turn have been taken: there is one more, or it was the last."""
    section = m[at + C_LINE]
    plan, deciding = SECTIONS + section * N_WIDTH, decides(m, course, section)
    number = m[m[course + E_HERE] + S_TURN]
    base = m[m[course + E_HERE] + S_OUTER]
    m[course + E_HERE] = base
    until = m[plan + N_UNTIL]
    if deciding and until != NONE and has_happened(m, base, until):
        decide(m, q, base, section, number + 1, NOBODY)
        if m[plan + N_NOTICES]:
            notices(m, m[course + E_JOURNEY])
        return goes_to(m, course, at + C_WIDTH)
    if number + 1 < m[plan + N_MOST]:
        m[course + E_TURN] = number + 1
        m[course + E_AT] = m[at + C_NEXT]
        m[course + E_MODE] = BEGINS
        return GOES_ELSEWHERE
    if deciding and until != NONE:
        return stop(m, q, d, r, course, FOR_TIMEOUT, -1, m[at + C_UNSENT], NONE)
    return goes_to(m, course, at + C_WIDTH)


# -------------------------------------------------------------------- what can go on elsewhere
