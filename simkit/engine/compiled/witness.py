"""What the parts themselves counted: the second witness, read off the live structure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled import places as at
from simkit.engine.compiled.layout_queues import Z_OUTSTANDING
from simkit.engine.compiled.sharing import shared_by, unserved
from simkit.engine.plan import Plan
from simkit.errors import SimulationError
from simkit.record.recording import Witness
from simkit.record.tables import WITNESS
from simkit.units import time_text

Ints = NDArray[np.int64]
Book = tuple[list[tuple[int, ...]], int, int]


def counted(memory: Ints, now: int) -> Book:
    """The books of every part at an instant, journeys begun, and journeys open."""
    parts = []
    for number in range(int(memory[at.POOL_COUNT])):
        pool = memory[at.POOLS + number * at.P_WIDTH :][: at.P_WIDTH].tolist()
        parts.append(_broker(memory, pool, now) if pool[at.P_BROKER] else _pool(memory, pool, now))
    return parts, int(memory[at.BEGUN]), int(memory[at.OPEN_JOURNEYS])


def _pool(memory: Ints, pool: list[int], now: int) -> tuple[int, ...]:
    instances = [pool[at.P_INSTANCES] + n * at.I_WIDTH for n in range(pool[at.P_COUNT])]
    levels = int(memory[at.LEVELS])
    queues = [pool[at.P_QUEUE], *(int(memory[one + at.I_QUEUE]) for one in instances)]
    waiting = sum(
        memory[who + at.E_TICKET] == 0
        for queue in queues
        for level in range(levels)
        for who in _chain(memory, queue + 2 * level, at.E_QUEUE_NEXT)
    )
    inside = sum(
        1 for one in instances for _ in _chain(memory, one + at.I_INSIDE, at.E_INSIDE_NEXT)
    )
    held = pool[at.P_HELD] + now * pool[at.P_TAKEN]
    working = pool[at.P_WORKING] + now * pool[at.P_AT_WORK]
    if pool[at.P_SHARES]:
        place = at.POOLS + pool[at.P_NUMBER] * at.P_WIDTH
        held = working = shared_by(memory, place, now)
    return (
        *(pool[place] for place in (at.P_CAME, at.P_REFUSED, at.P_STARTED, at.P_ENDED)),
        int(waiting) + sum(unserved(memory, one) for one in instances),
        inside,
        pool[at.P_WAITING] + now * pool[at.P_QUEUED],
        held,
        working,
        pool[at.P_DIED],
        *[0] * 5,
    )


def _broker(memory: Ints, pool: list[int], now: int) -> tuple[int, ...]:
    waiting = sum(1 for _ in _chain(memory, pool[at.P_POLICY] + Z_OUTSTANDING, at.E_QUEUE_NEXT))
    queue = pool[at.P_QUEUES]
    while queue:
        for copy in _chain(memory, queue + at.Q_COPIES, at.Y_NEXT):
            ready = memory[copy + at.Y_READY]
            waiting += bool(ready and memory[ready + at.E_STORED] != at.NEVER)
        queue = int(memory[queue + at.Q_NEXT])
    inside = sum(1 for _ in _chain(memory, pool[at.P_INSIDE], at.E_INSIDE_NEXT, given=True))
    return (
        *(pool[place] for place in (at.P_CAME, at.P_REFUSED, at.P_STARTED, at.P_ENDED)),
        int(waiting),
        inside,
        pool[at.P_WAITING] + now * pool[at.P_KEPT],
        0,
        pool[at.P_WORKING] + now * pool[at.P_AT_WORK],
        pool[at.P_DIED],
        *pool[at.P_STORED : at.P_DEAD + 1],
    )


def _chain(memory: Ints, head: int, following: int, *, given: bool = False) -> Any:
    """What is in a list; its first is at an address, or is given."""
    one = head if given else int(memory[head])
    while one:
        yield one
        one = int(memory[one + following])


def witness(marks: tuple[int, int, int], books: list[Book], plan: Plan) -> Witness:
    """The books as they are kept in a recording."""
    try:
        parts = np.array([pools for pools, _, _ in books], dtype=np.int64)
    except OverflowError:
        raise SimulationError(
            f"{plan.clients[0]} at {time_text(marks[-1])}: the times of all requests add up to "
            f"more than 292 years, beyond what can be audited; let it run for less long"
        ) from None
    return Witness(
        marks=np.array(marks, dtype=np.int64),
        parts={column.name: parts[:, :, n] for n, column in enumerate(WITNESS)},
        begun=np.array([begun for _, begun, _ in books], dtype=np.int64),
        open=np.array([still for _, _, still in books], dtype=np.int64),
    )
