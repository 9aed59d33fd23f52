"""Lists that deliveries and messages of brokers stand in, one at a time.

Who is in one knows its address (`E_IS_READY`), and leaves it by `pools.leave_ready`.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE
from simkit.engine.compiled.records import E_COPY, E_IS_READY, E_QUEUE_BEFORE, E_QUEUE_NEXT, Y_ORDER


@machine
def put_between(m: Any, at: int, who: int, before: int, behind: int) -> None:
    """Put somebody into a list, between two who stand side by side."""
    m[who + E_IS_READY] = at
    m[who + E_QUEUE_BEFORE] = before
    m[who + E_QUEUE_NEXT] = behind
    if before == NONE:
        m[at] = who
    else:
        m[before + E_QUEUE_NEXT] = who
    if behind == NONE:
        m[at + 1] = who
    else:
        m[behind + E_QUEUE_BEFORE] = who


@machine
def append(m: Any, at: int, who: int) -> None:
    """Put somebody at the end of a list."""
    put_between(m, at, who, m[at + 1], NONE)


@machine
def place_of(m: Any, delivery: int) -> int:
    """The place of a delivery among those of its queue."""
    return m[m[delivery + E_COPY] + Y_ORDER]


@machine
def put_in_order(m: Any, at: int, delivery: int) -> None:
    """Put a delivery into a list in which the places of copies rise."""
    order = place_of(m, delivery)
    last = m[at + 1]
    if last == NONE or order > place_of(m, last):
        put_between(m, at, delivery, last, NONE)
        return
    first = m[at]
    if order < place_of(m, first):
        put_between(m, at, delivery, NONE, first)
        return
    before = m[last + E_QUEUE_BEFORE]
    while place_of(m, before) > order:
        before = m[before + E_QUEUE_BEFORE]
    put_between(m, at, delivery, before, m[before + E_QUEUE_NEXT])
