"""When the free workers of an instance were given back: in a ring, who was so first is next."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.records import (
    I_FREE,
    I_FREED,
    I_FREED_COUNT,
    I_FREED_FIRST,
    I_LEAVING,
    I_LIVES,
    I_RING,
    I_UNUSED,
    I_UP,
    I_WORKERS,
)
from simkit.engine.compiled.waiting import next_order


@machine
def note_freed(m: Any, pool: int, instance: int) -> None:
    """A worker was given back."""
    order = next_order(m, pool)
    most = m[instance + I_RING]
    if most:
        count = m[instance + I_FREED_COUNT]
        at = m[instance + I_FREED_FIRST] + count
        m[m[instance + I_FREED] + (at - most if at >= most else at)] = order
        m[instance + I_FREED_COUNT] = count + 1


@machine
def freed_first(m: Any, instance: int) -> int:
    """When the first of them was."""
    return m[m[instance + I_FREED] + m[instance + I_FREED_FIRST]]


@machine
def drop_freed(m: Any, instance: int) -> None:
    """The first of them is needed."""
    first = m[instance + I_FREED_FIRST] + 1
    m[instance + I_FREED_FIRST] = 0 if first == m[instance + I_RING] else first
    m[instance + I_FREED_COUNT] -= 1


@machine
def begins(m: Any, instance: int) -> None:
    """An instance is there, or there again, with nothing in memory."""
    m[instance + I_UP] = 1
    m[instance + I_LEAVING] = 0
    m[instance + I_UNUSED] = 0
    m[instance + I_LIVES] += 1
    m[instance + I_FREED_FIRST] = 0
    m[instance + I_FREED_COUNT] = 0
    m[instance + I_FREE] = m[instance + I_WORKERS]


@machine
def ends(m: Any, instance: int) -> None:
    """It is gone, with all its workers."""
    m[instance + I_UP] = 0
    m[instance + I_FREE] = 0


@machine
def has_workers(m: Any, instance: int, workers: int) -> None:
    """It has so many workers from now on; those who are held go when they are free."""
    # Who has never been used, or was freed first, goes first.
    unused = min(m[instance + I_UNUSED], m[instance + I_WORKERS])
    m[instance + I_FREE] += workers - m[instance + I_WORKERS]
    m[instance + I_WORKERS] = workers
    m[instance + I_UNUSED] = unused
    free = max(0, m[instance + I_FREE])
    left = max(0, workers - unused)
    while m[instance + I_FREED_COUNT] > max(0, free - left):
        drop_freed(m, instance)
    if left > free:
        m[instance + I_UNUSED] = workers - free
