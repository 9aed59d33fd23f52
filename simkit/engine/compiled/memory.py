"""Records: taken from memory, given back, and used again by their own kind only."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import FREE, IS_TIGHT, NONE, OVERFLOWS, SIZE, STATUS, TOP
from simkit.engine.compiled.records import NODE, T_A, T_B, T_C, T_NEXT, T_WIDTH

SPARE = 1 << 16  # words that the memory always has left when an event begins


@machine
def take(m: Any, kind: int, width: int) -> int:
    """A record of a kind; what is in it is left from before."""
    record = m[FREE + kind]
    if record != NONE:
        m[FREE + kind] = m[record + 1]
        return record
    record = m[TOP]
    if record + width + SPARE > m[SIZE]:
        m[IS_TIGHT] = 1
    if record + width > m[SIZE]:
        # Nothing of this event counts: the driver finds more room, and has it happen once more.
        m[STATUS] = OVERFLOWS
        return m[SIZE] - width
    m[TOP] = record + width
    return record


@machine
def give(m: Any, kind: int, record: int) -> None:
    """A record is free; timers see that it is nobody's."""
    m[record] = -1
    m[record + 1] = m[FREE + kind]
    m[FREE + kind] = record


@machine
def clear(m: Any, record: int, width: int) -> None:
    """Nothing is in a record."""
    for place in range(record, record + width):
        m[place] = 0


@machine
def push(m: Any, head: int, a: int, b: int, c: int) -> int:
    """Put a node before a list; where the list begins is at an address."""
    node = take(m, NODE, T_WIDTH)
    m[node + T_NEXT] = m[head]
    m[node + T_A] = a
    m[node + T_B] = b
    m[node + T_C] = c
    m[head] = node
    return node


@machine
def let_go(m: Any, head: int) -> None:
    """Give back all nodes of a list."""
    node = m[head]
    while node != NONE:
        after = m[node + T_NEXT]
        m[node + 1] = m[FREE + NODE]
        m[FREE + NODE] = node
        node = after
    m[head] = NONE


@machine
def drop_node(m: Any, head: int, node: int) -> None:
    """Take one node out of a list, and give it back."""
    place = head
    while m[place] != node:
        place = m[place] + T_NEXT
    m[place] = m[node + T_NEXT]
    m[node + 1] = m[FREE + NODE]
    m[FREE + NODE] = node
