"""How fast senders send: who comes too early waits, first come, first served.

See the reference's `senders`.
"""

from typing import Any

from simkit.engine.compiled.courses import (
    begin_waiting,
    end_waiting,
    got_worker,
    looks,
    wants_worker,
)
from simkit.engine.compiled.events import HAS_PACED, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE, NOW
from simkit.engine.compiled.layout_calls import (
    H_FREE,
    H_LINE,
)
from simkit.engine.compiled.limits import delay, is_idle, pace_left, pace_of, queue_up
from simkit.engine.compiled.memory import give
from simkit.engine.compiled.records import (
    E_HERE,
    E_JOURNEY,
    E_LEAVING,
    E_MODE,
    E_PACED_UNTIL,
    E_RELEASED,
    E_TURN_TO_SEND,
    NODE,
    S_KEY,
    T_A,
    T_C,
    T_D,
)
from simkit.engine.order import ENDS, PATH_BITS

# How far one is who has to wait before it sends; its mode is 0 before that.
WAITS_FOR_TURN, FETCHES_WORKER, WAITS_FOR_TIME, FETCHES_WORKER_TO_SEND = range(20, 24)
HAS_COME = -1
MAY_SEND, HAS_TO_WAIT, LEAVES_BLOCK = range(3)


@machine
def let_go(m: Any, q: Any, execution: int, line: int, mode: int) -> int:
    """Wait until it may send."""
    pace = pace_of(m, execution, line)
    if mode == WAITS_FOR_TIME:
        if m[NOW] < m[execution + E_PACED_UNTIL] and not m[execution + E_LEAVING]:
            return HAS_TO_WAIT
        end_waiting(m, execution)
        if m[execution + E_LEAVING]:
            pace_left(m, q, pace)
            return LEAVES_BLOCK
        return MAY_SEND if resumes(m, q, execution, FETCHES_WORKER_TO_SEND) else HAS_TO_WAIT
    if mode == FETCHES_WORKER_TO_SEND:
        got_worker(m, execution)
        return MAY_SEND
    if mode == FETCHES_WORKER:
        got_worker(m, execution)
    else:
        how = has_turn(m, q, execution, pace, mode)
        if how != MAY_SEND:
            return how
    return has_time(m, q, execution, pace)


@machine
def has_turn(m: Any, q: Any, execution: int, pace: int, mode: int) -> int:
    """Wait for one of those before it to be over."""
    if mode == WAITS_FOR_TURN:
        turn = m[execution + E_TURN_TO_SEND]
        if turn != HAS_COME and not m[execution + E_LEAVING]:
            return HAS_TO_WAIT
        m[execution + E_TURN_TO_SEND] = NONE
        end_waiting(m, execution)
        if m[execution + E_LEAVING]:
            if turn == HAS_COME:
                pace_left(m, q, pace)
            else:
                m[turn + T_D] = 1  # it does not wait any more
            return LEAVES_BLOCK
        return MAY_SEND if resumes(m, q, execution, FETCHES_WORKER) else HAS_TO_WAIT
    if m[pace + H_FREE] == 0:
        m[execution + E_TURN_TO_SEND] = queue_up(m, pace, execution)
        begin_waiting(m, q, execution)
        m[execution + E_MODE] = WAITS_FOR_TURN
        return HAS_TO_WAIT
    if m[pace + H_FREE] > 0:
        m[pace + H_FREE] -= 1
    return MAY_SEND


@machine
def has_time(m: Any, q: Any, execution: int, pace: int) -> int:
    """Wait until not too many have left of late."""
    wait = delay(m, pace)
    if wait == 0:
        return MAY_SEND
    here, line = m[execution + E_HERE], m[pace + H_LINE]
    m[execution + E_PACED_UNTIL] = m[NOW] + wait
    key = ENDS + m[here + S_KEY] + ((line + 1) << PATH_BITS)
    set_timer(m, q, wait, key, HAS_PACED, execution, m[execution + E_JOURNEY])
    begin_waiting(m, q, execution)
    m[execution + E_MODE] = WAITS_FOR_TIME
    return HAS_TO_WAIT


@machine
def resumes(m: Any, q: Any, execution: int, mode: int) -> bool:
    """Have the worker again that it gave back while it waited; if it cannot, what it does next."""
    if not m[execution + E_RELEASED]:
        return True
    m[execution + E_RELEASED] = 0
    if wants_worker(m, q, execution):
        return True
    m[execution + E_MODE] = mode
    return False


@machine
def granted(m: Any, q: Any, turn: int) -> int:
    """It is somebody's turn, if he is still there: who may go on, or NONE."""
    sender, pace = m[turn + T_A], m[turn + T_C]
    idle = is_idle(m, turn)
    give(m, NODE, turn)
    if idle:
        pace_left(m, q, pace)
        return NONE
    m[sender + E_TURN_TO_SEND] = HAS_COME
    return sender if looks(m, sender) else NONE
