"""Whatever takes steps, an execution or one of its branches: how it waits, and has its worker.

See the reference's `course`, `execution` and `strands`.
"""

from typing import Any

from simkit.engine.compiled import events
from simkit.engine.compiled.events import after
from simkit.engine.compiled.executions import give_back, has_worker, take_worker
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE, NOW, P_RELEASES
from simkit.engine.compiled.layout_blocks import FK_AWAITING, FK_WANTING, FK_WORKER
from simkit.engine.compiled.memory import drop_node, push
from simkit.engine.compiled.records import (
    BLOCKED,
    E_BLOCKED,
    E_DOING,
    E_FORK,
    E_INNER,
    E_IS_AWAITING,
    E_KEY,
    E_MODE,
    E_OWN,
    E_POOL,
    E_RELEASED,
    E_SERIAL,
    E_SINCE,
    NOTHING,
    PAUSING,
    T_A,
    T_NEXT,
)
from simkit.engine.order import ENDS

# How far a course is with an instruction.
(
    AT_FIRST,
    WORKS,
    RESTS,
    QUEUES_AGAIN,
    IS_BLOCKED,
    HAS_DONE,
    IS_PACED,
    IN_BLOCK,
    RESUMES,
    BEGINS,
    LEAVES,
    FETCHES,
    WANTS,
) = range(13)
GOES_THROUGH, STAYS, STOPS, GOES_ELSEWHERE = range(4)  # what a step comes to


@machine
def is_strand(m: Any, course: int) -> bool:
    """Whether it is a branch, and not the whole."""
    return m[course + E_OWN] != course


@machine
def append(m: Any, head: int, course: int) -> None:
    """Put a branch behind the others of a list."""
    while m[head] != NONE:
        head = m[head] + T_NEXT
    push(m, head, course, 0, 0)


@machine
def remove(m: Any, head: int, course: int) -> None:
    """Take a branch out of a list, if it is there."""
    node = m[head]
    while node != NONE and m[node + T_A] != course:
        node = m[node + T_NEXT]
    if node != NONE:
        drop_node(m, head, node)


# -------------------------------------------------------------------- waiting


@machine
def begin_waiting(m: Any, q: Any, course: int) -> None:
    """It waits until something is so."""
    if is_strand(m, course):
        append(m, m[course + E_FORK] + FK_AWAITING, course)
        m[course + E_IS_AWAITING] = 1
        return
    pool = m[course + E_POOL]
    if pool != NONE and m[pool + P_RELEASES]:
        give_back(m, q, course)
        m[course + E_RELEASED] = 1
    m[course + E_DOING] = BLOCKED
    m[course + E_SINCE] = m[NOW]


@machine
def end_waiting(m: Any, course: int) -> None:
    """It waits no more."""
    if is_strand(m, course):
        remove(m, m[course + E_FORK] + FK_AWAITING, course)
        m[course + E_IS_AWAITING] = 0
        pool = m[course + E_POOL]
        m[course + E_RELEASED] = 1 if pool != NONE and m[pool + P_RELEASES] else 0
        return
    m[course + E_DOING] = NOTHING
    m[course + E_BLOCKED] += m[NOW] - m[course + E_SINCE]


@machine
def wants_worker(m: Any, q: Any, course: int) -> bool:
    """Have the worker again; False if it has to wait for it. A branch always asks for it."""
    if is_strand(m, course):
        append(m, m[course + E_FORK] + FK_WANTING, course)
        return False
    return take_worker(m, q, course)


@machine
def got_worker(m: Any, course: int) -> None:
    """It has waited for the worker, and has it; a branch lets another have it."""
    if is_strand(m, course):
        m[m[course + E_FORK] + FK_WORKER] = NONE
    else:
        has_worker(m, course)


@machine
def resume(m: Any, q: Any, course: int, mode: int) -> int:
    """Have the worker again that it gave back while it waited; ``mode`` if it has to wait."""
    if m[course + E_RELEASED]:
        m[course + E_RELEASED] = 0
        if not wants_worker(m, q, course):
            m[course + E_MODE] = mode
            return STAYS
    return GOES_THROUGH


@machine
def rest(m: Any, q: Any, course: int, duration: int, key: int) -> None:
    """Let time pass that needs no worker; ``key`` is that of the event of a branch."""
    if not is_strand(m, course):
        give_back(m, q, course)
        m[course + E_DOING] = PAUSING
        key = ENDS + m[course + E_KEY]
    after(m, q, duration, key, events.GOES, course, m[course + E_SERIAL])
    m[course + E_MODE] = RESTS


@machine
def looks(m: Any, course: int) -> bool:
    """Whether it waits for something that may be so now."""
    if is_strand(m, course):
        return m[course + E_IS_AWAITING] != 0 or m[course + E_INNER] != NONE
    return m[course + E_FORK] != NONE or m[course + E_DOING] == BLOCKED
