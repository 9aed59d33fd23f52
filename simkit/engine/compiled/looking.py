"""What an autoscaler sees; see the reference's `scaler`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    LEVELS,
    NEVER,
    NONE,
    NOW,
    P_COUNT,
    P_HELD,
    P_INSTANCES,
    P_QUEUE,
    P_QUEUED,
    P_QUEUES,
    P_SHARES,
    P_TAKEN,
    P_WIDTH,
    POOL_COUNT,
    POOLS,
)
from simkit.engine.compiled.layout_serving import (
    SC_POOL,
    SC_SEEN_HELD,
    SC_SEEN_THERE,
    SC_SIGNALS,
    SC_THERE,
)
from simkit.engine.compiled.processors import shared_by_now
from simkit.engine.compiled.records import (
    E_ARRIVED,
    E_QUEUE_NEXT,
    E_STORED,
    E_TICKET,
    I_COMING,
    I_INSIDE,
    I_QUEUE,
    I_WIDTH,
    Q_COPIES,
    Q_COUNT,
    Q_NEXT,
    Q_POOL,
    Y_NEXT,
    Y_READY,
    Y_STORED,
)

BACKLOG, UTILISATION, AGE = range(3)  # in the order of `SIGNALS`
SIGNAL_WIDTH = 3  # what it is, and its target: a whole number over a power of two


@machine
def ceiling(value: Any) -> int:
    """The next whole number of a fraction above -1."""
    whole = int(value)
    return whole + 1 if value > float(whole) else whole


@machine
def asks(m: Any, scaler: int, up: int) -> int:
    """How many instances what is looked at asks for, of which so many are there."""
    at, most = m[scaler + SC_SIGNALS], 0
    for number in range(m[at]):
        signal = at + 1 + number * SIGNAL_WIDTH
        target = float(m[signal + 1]) / float(m[signal + 2])
        most = max(most, ceiling(asked_by(m, scaler, up, m[signal], target)))
    return most


@machine
def asked_by(m: Any, scaler: int, up: int, what: int, target: Any) -> Any:
    """The same of one thing, before it is rounded up."""
    pool = m[scaler + SC_POOL]
    if what == BACKLOG:
        return float(waiting(m, pool)) / target
    if what == AGE:
        return float(max(1, up) * age(m, pool)) / target - 1e-9
    there = m[scaler + SC_THERE] - m[scaler + SC_SEEN_THERE]
    held = held_so_far(m, pool) - m[scaler + SC_SEEN_HELD]
    share = float(held) / float(there) if there else 0.0
    return float(up) * share / target - 1e-9


@machine
def held_so_far(m: Any, pool: int) -> int:
    """For how long workers have been held."""
    if m[pool + P_SHARES]:
        return shared_by_now(m, pool)
    return m[pool + P_HELD] + m[NOW] * m[pool + P_TAKEN]


@machine
def waiting(m: Any, pool: int) -> int:
    """How many messages wait, in front of the pool or in brokers that deliver to it."""
    count = m[pool + P_QUEUED]
    for number in range(m[POOL_COUNT]):
        queue = m[POOLS + number * P_WIDTH + P_QUEUES]
        while queue != NONE:
            if m[queue + Q_POOL] == pool:
                count += m[queue + Q_COUNT]
            queue = m[queue + Q_NEXT]
    return count


@machine
def age(m: Any, pool: int) -> int:
    """How long the message that has waited longest has waited, in ns."""
    oldest = oldest_in(m, m[pool + P_QUEUE], NEVER)
    for number in range(m[pool + P_COUNT]):
        instance = m[pool + P_INSTANCES] + number * I_WIDTH
        oldest = oldest_in(m, m[instance + I_QUEUE], oldest)
    for number in range(m[POOL_COUNT]):
        queue = m[POOLS + number * P_WIDTH + P_QUEUES]
        while queue != NONE:
            if m[queue + Q_POOL] == pool:
                oldest = oldest_stored(m, queue, oldest)
            queue = m[queue + Q_NEXT]
    return max(0, m[NOW] - oldest) if oldest < NEVER else 0


@machine
def oldest_in(m: Any, queue: int, oldest: int) -> int:
    """When the first of those came who wait for a worker, if that was before an instant."""
    for level in range(m[LEVELS]):
        who = m[queue + 2 * level]
        while who != NONE:
            if m[who + E_TICKET] == NONE:
                oldest = min(oldest, m[who + E_ARRIVED])
            who = m[who + E_QUEUE_NEXT]
    return oldest


@machine
def oldest_stored(m: Any, queue: int, oldest: int) -> int:
    """When the first of those was stored that wait in a queue, if that was before an instant."""
    copy = m[queue + Q_COPIES]
    while copy != NONE:
        ready = m[copy + Y_READY]
        if ready != NONE and m[ready + E_STORED] != NEVER:
            oldest = min(oldest, m[copy + Y_STORED])
        copy = m[copy + Y_NEXT]
    return oldest


@machine
def is_busy(m: Any, scaler: int) -> bool:
    """Whether anything is there, or waits."""
    pool = m[scaler + SC_POOL]
    if waiting(m, pool) > 0:
        return True
    for number in range(m[pool + P_COUNT]):
        instance = m[pool + P_INSTANCES] + number * I_WIDTH
        if m[instance + I_INSIDE] != NONE or m[instance + I_COMING] != NONE:
            return True
    return False
