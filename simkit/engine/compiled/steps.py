"""The steps of executions: the instructions of the program, one after the other.

See the reference's `course` and `execution`.
"""

from typing import Any

from simkit.engine.compiled import agenda, brokers
from simkit.engine.compiled.answers import HAPPENED, YES, answer, note, why_not
from simkit.engine.compiled.blocks import block
from simkit.engine.compiled.blows import strike_after
from simkit.engine.compiled.calls import begin_call
from simkit.engine.compiled.courses import (
    AT_FIRST,
    GOES_ELSEWHERE,
    GOES_THROUGH,
    HAS_DONE,
    IS_BLOCKED,
    QUEUES_AGAIN,
    RESTS,
    STAYS,
    STOPS,
    WANTS,
    WORKS,
    begin_waiting,
    end_waiting,
    got_worker,
    is_strand,
    rest,
    resume,
    wants_worker,
)
from simkit.engine.compiled.executions import end, repeats, start_work
from simkit.engine.compiled.faulty import fails_here, slowed, threaten
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.labour import stop_work, work
from simkit.engine.compiled.layout import (
    ANSWER,
    AWAIT,
    C_FIRST,
    C_LINE,
    C_OP,
    C_UNSENT,
    C_WIDTH,
    GOES_ON,
    HAS_FAULTS,
    L_CARRIES,
    L_DELIVERED,
    L_FAILS,
    L_FAILS_SLOT,
    L_GUARDED,
    L_PACE,
    L_POISON,
    L_POISON_SLOT,
    L_QUEUE,
    L_RISKY,
    L_SETTLES,
    L_STARTS,
    L_TIME,
    L_TOLERATED,
    L_WIDTH,
    L_WORKS,
    LINES,
    MESSAGE,
    NEVER,
    NONE,
    OVER,
    REMEMBERS,
    SEND,
    STATUS,
    WORK,
    X_KIND,
    X_START,
)
from simkit.engine.compiled.layout_blocks import FK_OVER
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.pacing import HAS_TO_WAIT, MAY_SEND, let_go
from simkit.engine.compiled.records import (
    E_AT,
    E_AWAITED,
    E_DOING,
    E_ENDED,
    E_FORK,
    E_HERE,
    E_JOURNEY,
    E_LEAVING,
    E_LINE,
    E_MODE,
    E_NUMBER,
    E_OWED,
    E_OWN,
    E_PLAN,
    E_SCOPE,
    E_SERIAL,
    E_STORY,
    E_TRANSFER,
    E_WORKED,
    FOR_FAILURE,
    J_REQUEST,
    NOTHING,
    S_ADDRESS,
    S_HEARD,
    S_KEY,
    S_ONLY_REPEATS,
    S_YES,
    WORKING,
)
from simkit.engine.compiled.sending import leaves, send_else
from simkit.engine.compiled.strands import has_ended
from simkit.engine.compiled.trials import leave, stop
from simkit.engine.order import ENDS, PATH_BITS


@machine
def go(m: Any, q: Any, d: Any, r: Any, course: int) -> None:
    """What it waited for has happened: it takes its steps until it has to wait."""
    if is_strand(m, course):
        fork = m[course + E_FORK]
        if m[fork + FK_OVER]:
            return
        agenda.note(m, agenda.LOOK, fork, m[fork], 0)
    elif not m[course + E_STORY]:
        m[course + E_STORY] = 1
        if m[REMEMBERS] and m[course + E_ENDED] == NEVER and repeats(m, course):
            repeat(m, q, d, r, course)
    how = GOES_THROUGH
    while m[course + E_ENDED] == NEVER and m[STATUS] == GOES_ON and how not in (STAYS, STOPS):
        how = step(m, q, d, r, course)
        if how == GOES_THROUGH:
            how = goes_through(m, course)


@machine
def goes_through(m: Any, course: int) -> int:
    """A step is over: the next one comes, unless it has to leave a block."""
    if m[course + E_LEAVING]:
        return leave(m, course)
    m[course + E_AT] += C_WIDTH
    m[course + E_MODE] = AT_FIRST
    return GOES_ELSEWHERE


@machine
def step(m: Any, q: Any, d: Any, r: Any, course: int) -> int:
    """Take one step, or go on with it; what it comes to."""
    at, mode = m[course + E_AT], m[course + E_MODE]
    op = m[at + C_OP]
    if op == WORK:
        how = spend(m, q, d, r, course, at, mode)
    elif op == AWAIT:
        how = hear(m, q, d, r, course, at, mode)
    elif op == SEND:
        how = say(m, q, d, r, course, at, mode)
    elif op == ANSWER:
        owes(m, course, m[at + C_LINE])
        answer(m, q, d, m[course + E_HERE], m[at + C_LINE], YES, FOR_FAILURE)
        risky = m[LINES + m[at + C_LINE] * L_WIDTH + L_RISKY]
        how = look_round(m, q, d, r, course, at) if risky else GOES_THROUGH
    elif op != OVER:
        how = block(m, q, d, r, course, at, mode)
    else:
        how = STOPS
        is_over(m, q, d, r, course)
    return how


@machine
def is_over(m: Any, q: Any, d: Any, r: Any, course: int) -> None:
    """It has taken its last step."""
    if is_strand(m, course):
        has_ended(m, course)
    else:
        end(m, q, d, r, course, True)


@machine
def spend(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """Handle a line, with the worker or without it."""
    line = m[at + C_LINE]
    if mode == AT_FIRST:
        if begins(m, q, d, course, line):
            return STAYS
    elif mode == WANTS:
        strand_works(m, q, d, course, line)
        return STAYS
    elif mode == WORKS:
        stop_work(m, q, m[course + E_OWN])
        if is_strand(m, course):
            m[course + E_DOING] = NOTHING
            got_worker(m, course)  # another branch can have it
    elif mode == RESTS:
        if not wants_worker(m, q, course):
            m[course + E_MODE] = QUEUES_AGAIN
            return STAYS
    else:
        got_worker(m, course)
    risky = m[LINES + line * L_WIDTH + L_RISKY]
    return look_round(m, q, d, r, course, at) if risky else GOES_THROUGH


@machine
def begins(m: Any, q: Any, d: Any, course: int, line: int) -> bool:
    """Begin to handle a line; whether that takes time."""
    plan = LINES + line * L_WIDTH
    duration = duration_of(m, d, course, line)
    if m[HAS_FAULTS] and m[plan + L_RISKY]:
        duration = slowed(m, m[course + E_OWN], line, duration)
        if not is_strand(m, course):
            threaten(m, q, d, course, line, duration)
    if duration > 0:
        if m[plan + L_WORKS]:
            begin_work(m, q, course, duration)
        else:
            key = ENDS + m[m[course + E_HERE] + S_KEY] + ((line + 1) << PATH_BITS)
            rest(m, q, course, duration, key)
    return duration > 0


@machine
def duration_of(m: Any, d: Any, course: int, line: int) -> int:
    """How long it takes to handle a line."""
    here = m[course + E_HERE]
    slot = m[LINES + line * L_WIDTH + L_TIME]
    duration = draw(m, d, slot, m[here + S_ADDRESS], m[m[course + E_JOURNEY] + J_REQUEST])
    if m[m[course + E_PLAN] + X_KIND] == MESSAGE and not is_strand(m, course):
        duration += m[course + E_TRANSFER]
    return duration


@machine
def begin_work(m: Any, q: Any, course: int, duration: int) -> None:
    """Spend time on the worker; a branch waits for it first."""
    if is_strand(m, course):
        m[course + E_WORKED] = duration  # how long it is going to work
        wants_worker(m, q, course)
        m[course + E_MODE] = WANTS
    else:
        start_work(m, q, course, duration)
        m[course + E_MODE] = WORKS


@machine
def strand_works(m: Any, q: Any, d: Any, strand: int, line: int) -> None:
    """A branch has the worker of its execution: it works."""
    own, duration = m[strand + E_OWN], m[strand + E_WORKED]
    if m[HAS_FAULTS] and m[LINES + line * L_WIDTH + L_RISKY]:
        threaten(m, q, d, own, line, duration)
    m[strand + E_DOING] = WORKING
    m[strand + E_MODE] = WORKS
    # Several branches can have something to end at one instant: each by its own line.
    key = ENDS + m[m[strand + E_HERE] + S_KEY] + ((line + 1) << PATH_BITS)
    work(m, q, own, strand, duration, key)


@machine
def hear(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """Have the answer to a call, now or when it comes; told no, stop."""
    line = m[at + C_LINE]
    here = m[course + E_HERE]
    if mode == QUEUES_AGAIN:
        got_worker(m, course)
        return GOES_THROUGH
    if mode == AT_FIRST and not (m[here + S_HEARD] >> line) & 1:
        m[course + E_AWAITED] = line
        begin_waiting(m, q, course)
        m[course + E_MODE] = IS_BLOCKED
        return STAYS
    if mode == IS_BLOCKED:
        if m[course + E_LEAVING] == 0 and not (m[here + S_HEARD] >> line) & 1:
            return STAYS
        end_waiting(m, course)
        m[course + E_AWAITED] = -1
    if m[course + E_LEAVING]:
        return GOES_THROUGH
    tolerated = m[LINES + line * L_WIDTH + L_TOLERATED]
    if not (m[here + S_YES] >> line) & 1 and not tolerated:
        why = why_not(m, here, line)
        return stop(m, q, d, r, course, why, line, m[at + C_UNSENT], NONE)
    return resume(m, q, course, QUEUES_AGAIN)


@machine
def owes(m: Any, course: int, line: int) -> None:
    """A message in a broker is not over before what is handed on of it is dealt with."""
    is_message = m[m[course + E_PLAN] + X_KIND] == MESSAGE and m[course + E_OWN] == course
    if is_message and m[LINES + line * L_WIDTH + L_CARRIES] == m[course + E_NUMBER]:
        m[course + E_OWED] += 1


@machine
def say(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """Send a message."""
    line = m[at + C_LINE]
    plan = LINES + line * L_WIDTH
    if mode != HAS_DONE:
        if m[plan + L_PACE] != NONE:
            how = let_go(m, q, course, line, mode)
            if how != MAY_SEND:
                return STAYS if how == HAS_TO_WAIT else GOES_THROUGH
        here, own = m[course + E_HERE], m[course + E_OWN]
        owes(m, course, line)
        if m[plan + L_DELIVERED]:
            brokers.store(m, q, d, r, m[plan + L_QUEUE], own)
        elif m[plan + L_GUARDED]:
            # Others may have their turn in it, before this one goes on.
            m[course + E_MODE] = HAS_DONE
            agenda.note(m, agenda.GO_ON, course, m[course + E_SERIAL], 0)
            begin_call(m, q, d, r, here, own, line)
            return STAYS
        elif m[plan + L_STARTS] >= 0:
            leaves(m, q, d, here, own, line)
        else:
            send_else(m, q, d, here, own, line)
    return look_round(m, q, d, r, course, at) if m[plan + L_RISKY] else GOES_THROUGH


@machine
def look_round(m: Any, q: Any, d: Any, r: Any, course: int, at: int) -> int:
    """After a step: it may have come to nothing, been done before, or be the last."""
    line, own = m[at + C_LINE], m[course + E_OWN]
    if m[own + E_ENDED] != NEVER or m[course + E_ENDED] != NEVER:
        return STOPS
    if m[at + C_OP] == WORK:
        if comes_to_nothing(m, d, own, line):
            return stop(m, q, d, r, course, FOR_FAILURE, -1, m[at + C_UNSENT], NONE)
        if line == m[own + E_LINE] and own == course and repeats(m, own):
            repeat(m, q, d, r, own)
            return STOPS
        note(m, m[course + E_HERE], line, HAPPENED)
    if m[HAS_FAULTS] and strike_after(m, q, d, r, own, line):
        return STOPS
    return GOES_THROUGH


@machine
def comes_to_nothing(m: Any, d: Any, execution: int, line: int) -> bool:
    """Whether the work of a line that is done has come to nothing."""
    plan = LINES + line * L_WIDTH
    request = m[m[execution + E_JOURNEY] + J_REQUEST]
    poison, fails = m[plan + L_POISON], m[plan + L_FAILS]
    if poison > 0 and draw(m, d, m[plan + L_POISON_SLOT], 0, request) < poison:
        return True
    address = m[m[execution + E_SCOPE] + S_ADDRESS]
    if fails > 0 and draw(m, d, m[plan + L_FAILS_SLOT], address, request) < fails:
        return True
    return m[HAS_FAULTS] != 0 and fails_here(m, execution)


@machine
def repeat(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """What it is to do has been done before: it only says so once more."""
    scope, plan = m[execution + E_SCOPE], m[execution + E_PLAN]
    m[scope + S_ONLY_REPEATS] = 1
    at = m[plan + X_START]
    while m[at + C_OP] != OVER:
        if m[at + C_FIRST]:  # a step of its own, in no block
            line = m[at + C_LINE]
            if m[at + C_OP] == ANSWER:
                answer(m, q, d, scope, line, YES, FOR_FAILURE)
            elif m[at + C_OP] == SEND and m[LINES + line * L_WIDTH + L_SETTLES] >= 0:
                send_else(m, q, d, scope, execution, line)
        at += C_WIDTH
    end(m, q, d, r, execution, True)
