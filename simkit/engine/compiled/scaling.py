"""Pools whose number of workers changes: at given times, or by what an autoscaler sees.

See the reference's `scaler`.
"""

from typing import Any

from simkit.engine.compiled import partitions, pools, processors, rings
from simkit.engine.compiled.broker_deaths import instance_is_back
from simkit.engine.compiled.dying import restart_instance
from simkit.engine.compiled.events import SCALER_IDLES, SCALER_LOOKS, SCALER_STARTS, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ENDLESS,
    FREE,
    NONE,
    NOW,
    P_COUNT,
    P_INSTANCES,
    P_NUMBER,
    P_SHARES,
    P_WAITERS,
    QUEUE_COUNT,
    QUEUES,
)
from simkit.engine.compiled.layout_serving import (
    CPU_SERVERS,
    SC_COOL_DOWN,
    SC_COUNTED_AT,
    SC_EVERY,
    SC_IDLE,
    SC_IDLE_DUE,
    SC_IS_AUTO,
    SC_KEY,
    SC_LEAST,
    SC_MOST,
    SC_POOL,
    SC_RESIZES,
    SC_SEEN_HELD,
    SC_SEEN_THERE,
    SC_SHARE_DOWN,
    SC_SHARE_UP,
    SC_START_UP,
    SC_STARTING,
    SC_STARTS,
    SC_STEP,
    SC_THERE,
    SC_WANTED,
    SC_WANTED_LAST,
)
from simkit.engine.compiled.looking import asks, ceiling, held_so_far, is_busy
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import take
from simkit.engine.compiled.records import (
    I_COMING,
    I_FREE,
    I_INSIDE,
    I_LEAVING,
    I_NUMBER,
    I_POOL,
    I_PROCESSORS,
    I_UP,
    I_WAITERS,
    I_WIDTH,
    I_WORKERS,
    NODE,
    Q_GROUP,
    Q_POOL,
    T_A,
    T_B,
    T_NEXT,
    T_WIDTH,
)
from simkit.engine.compiled.rows import change
from simkit.record.tables import Change

LOOKS, IDLES, FIRST = 0, 1, 2  # numbers in the keys of events
TURN_SHIFT, TURN_BITS, TURNS = 14, 32, 64
WORKERS = int(Change.WORKERS)


# -------------------------------------------------------------------- instances


@machine
def instance_of(m: Any, scaler: int, number: int) -> int:
    """An instance of the pool."""
    return m[m[scaler + SC_POOL] + P_INSTANCES] + number * I_WIDTH


@machine
def taking(m: Any, scaler: int) -> int:
    """How many instances are there, and take what comes."""
    count = 0
    for number in range(m[m[scaler + SC_POOL] + P_COUNT]):
        count += pools.takes(m, instance_of(m, scaler, number))
    return count


@machine
def number_of(m: Any, scaler: int) -> int:
    """How many instances there are, or will be soon."""
    count = taking(m, scaler)
    for number in range(m[m[scaler + SC_POOL] + P_COUNT]):
        count += m[m[scaler + SC_STARTING] + number] != 0
    return count


@machine
def aim(m: Any, q: Any, d: Any, r: Any, scaler: int, wanted: int) -> None:
    """Have so many instances: those that are not there yet start, or the last ones go."""
    count = m[m[scaler + SC_POOL] + P_COUNT]
    while number_of(m, scaler) > wanted:
        last = count - 1
        while last >= 0 and not m[m[scaler + SC_STARTING] + last]:
            last -= 1
        if last >= 0:
            m[m[scaler + SC_STARTING] + last] = 0
            continue
        last = count - 1
        while not pools.takes(m, instance_of(m, scaler, last)):
            last -= 1
        instance = instance_of(m, scaler, last)
        m[instance + I_LEAVING] = 1
        owners_change(m, q, d, r, m[scaler + SC_POOL])
        left(m, q, r, scaler, instance)
    lacks = wanted - number_of(m, scaler)
    for number in range(count):
        is_up = m[instance_of(m, scaler, number) + I_UP] != 0
        if lacks > 0 and not is_up and not m[m[scaler + SC_STARTING] + number]:
            lacks -= 1
            bring(m, q, d, scaler, number)


@machine
def owners_change(m: Any, q: Any, d: Any, r: Any, pool: int) -> None:
    """Whoever shares partitions learns which instances there are."""
    for number in range(m[QUEUE_COUNT]):
        queue = m[m[QUEUES] + number]
        if m[queue + Q_POOL] == pool and m[queue + Q_GROUP] != NONE:
            partitions.changes(m, q, d, r, m[queue + Q_GROUP])


@machine
def bring(m: Any, q: Any, d: Any, scaler: int, number: int) -> None:
    """An instance starts."""
    at = m[scaler + SC_STARTS] + number
    m[at] += 1
    turn = m[at]
    m[m[scaler + SC_STARTING] + number] = turn
    delay = 0
    if m[scaler + SC_IS_AUTO]:
        delay = draw(m, d, m[scaler + SC_START_UP] + number, 0, turn - 1)
    if delay < ENDLESS:
        # Two starts of one instance may be over at one instant: each has a key of its own.
        key = m[scaler + SC_KEY] + FIRST + number + ((turn % TURNS) << TURN_SHIFT)
        after(m, q, delay, key, SCALER_STARTS, scaler, number | (turn << TURN_BITS))


@machine
def comes(m: Any, q: Any, d: Any, r: Any, scaler: int, which: int) -> None:
    """An instance is there, unless it is wanted no more."""
    number, turn = which & ((1 << TURN_BITS) - 1), which >> TURN_BITS
    at = m[scaler + SC_STARTING] + number
    if m[at] != turn:
        return
    m[at] = 0
    count(m, scaler)
    instance = instance_of(m, scaler, number)
    restart_instance(m, q, m[scaler + SC_POOL], instance)
    note(m, r, instance, size(m, instance))
    note_instances(m, r, scaler)
    instance_is_back(m, q, d, r, instance)
    left(m, q, r, scaler, instance)  # it may have come for nothing


@machine
def left(m: Any, q: Any, r: Any, scaler: int, instance: int) -> None:
    """Something has left an instance: perhaps it can go, or the pool has nothing to do."""
    is_empty = m[instance + I_INSIDE] == NONE and m[instance + I_COMING] == NONE
    if m[instance + I_LEAVING] and m[instance + I_UP] and is_empty and all_free(m, instance):
        count(m, scaler)
        rings.ends(m, instance)
        m[instance + I_LEAVING] = 0
        note(m, r, instance, 0)
        note_instances(m, r, scaler)
    look_for_idleness(m, q, scaler)


@machine
def all_free(m: Any, instance: int) -> bool:
    """Whether none of its workers is held, or kept for a delivery."""
    shares = m[m[instance + I_POOL] + P_SHARES] != 0
    return shares or m[instance + I_FREE] == m[instance + I_WORKERS]


@machine
def note(m: Any, r: Any, instance: int, workers: int) -> None:
    """Write down how many workers an instance has from now on."""
    pool = m[m[instance + I_POOL] + P_NUMBER]
    change(m, r, pool, m[instance + I_NUMBER], -1, WORKERS, workers)


@machine
def note_instances(m: Any, r: Any, scaler: int) -> None:
    """Write down how many instances there are from now on."""
    pool, up = m[scaler + SC_POOL], 0
    for number in range(m[pool + P_COUNT]):
        up += m[instance_of(m, scaler, number) + I_UP]
    change(m, r, m[pool + P_NUMBER], -1, -1, WORKERS, up)


@machine
def size(m: Any, instance: int) -> int:
    """How many workers an instance has, or processors that are shared."""
    if m[m[instance + I_POOL] + P_SHARES]:
        return m[m[instance + I_PROCESSORS] + CPU_SERVERS]
    return m[instance + I_WORKERS]


@machine
def count(m: Any, scaler: int) -> None:
    """Add up the time for which workers have been there."""
    workers = 0
    for number in range(m[m[scaler + SC_POOL] + P_COUNT]):
        instance = instance_of(m, scaler, number)
        if m[instance + I_UP]:
            workers += size(m, instance)
    m[scaler + SC_THERE] += (m[NOW] - m[scaler + SC_COUNTED_AT]) * workers
    m[scaler + SC_COUNTED_AT] = m[NOW]


# -------------------------------------------------------------------- at given times


@machine
def resize(m: Any, q: Any, d: Any, r: Any, scaler: int, number: int) -> None:
    """The pool has another size from now on."""
    pool, at = m[scaler + SC_POOL], m[scaler + SC_RESIZES] + 2 * number
    count(m, scaler)
    if m[at] >= 0:
        for one in range(m[pool + P_COUNT]):
            fit(m, q, r, pool, instance_of(m, scaler, one), m[at])
    if m[at + 1] >= 0:
        aim(m, q, d, r, scaler, m[at + 1])


@machine
def fit(m: Any, q: Any, r: Any, pool: int, instance: int, workers: int) -> None:
    """An instance has so many workers from now on; who is held goes when it is free."""
    before = m[instance + I_FREE]
    if m[pool + P_SHARES]:
        processors.resize(m, q, m[instance + I_PROCESSORS], workers)
    elif m[instance + I_UP]:
        rings.has_workers(m, instance, workers)
        waiting = m[pool + P_WAITERS] + m[instance + I_WAITERS]
        for _ in range(min(m[instance + I_FREE] - max(0, before), waiting)):
            pools.serve(m, q, pool, instance)
    else:
        m[instance + I_WORKERS] = workers
    if m[instance + I_UP]:
        note(m, r, instance, workers - min(0, m[instance + I_FREE]))


# -------------------------------------------------------------------- by what there is to do


@machine
def look(m: Any, q: Any, d: Any, r: Any, scaler: int) -> None:
    """See whether there should be more instances, or fewer."""
    count(m, scaler)
    now, up = number_of(m, scaler), taking(m, scaler)
    least = m[scaler + SC_LEAST]
    if least == 0:
        least = min(1, now)  # the last ones go when nothing is there
    wanted = min(max(asks(m, scaler, up), least), m[scaler + SC_MOST])
    most = remember(m, scaler, wanted)
    if wanted < now:
        wanted = min(now, most)
    pace = paces(m, scaler, now)
    aim(m, q, d, r, scaler, min(max(wanted, now - pace), now + pace))
    m[scaler + SC_SEEN_THERE] = m[scaler + SC_THERE]
    m[scaler + SC_SEEN_HELD] = held_so_far(m, m[scaler + SC_POOL])
    after(m, q, m[scaler + SC_EVERY], m[scaler + SC_KEY] + LOOKS, SCALER_LOOKS, scaler, 0)


@machine
def remember(m: Any, scaler: int, wanted: int) -> int:
    """Keep what was asked for as long as it counts; the most of it."""
    node = take(m, NODE, T_WIDTH)
    m[node + T_NEXT] = NONE
    m[node + T_A] = m[NOW]
    m[node + T_B] = wanted
    m[m[scaler + SC_WANTED_LAST] + T_NEXT] = node
    m[scaler + SC_WANTED_LAST] = node
    first = m[scaler + SC_WANTED]
    while m[first + T_A] < m[NOW] - m[scaler + SC_COOL_DOWN]:
        behind = m[first + T_NEXT]
        m[first + 1] = m[FREE + NODE]
        m[FREE + NODE] = first
        first = behind
    m[scaler + SC_WANTED] = first
    most = 0
    while first != NONE:
        most = max(most, m[first + T_B])
        first = m[first + T_NEXT]
    return most


@machine
def paces(m: Any, scaler: int, now: int) -> int:
    """How many instances may come or go at one look, of so many that are there."""
    if m[scaler + SC_STEP] >= 0:
        return m[scaler + SC_STEP]
    share = float(m[scaler + SC_SHARE_UP]) / float(m[scaler + SC_SHARE_DOWN])
    return max(1, ceiling(float(now) * share - 1e-9))


# -------------------------------------------------------------------- from nothing to something


@machine
def somebody_waits(m: Any, q: Any, d: Any, r: Any, scaler: int) -> None:
    """If there is no instance at all, one starts at once."""
    if m[scaler + SC_IS_AUTO] and number_of(m, scaler) == 0:
        aim(m, q, d, r, scaler, 1)


@machine
def look_for_idleness(m: Any, q: Any, scaler: int) -> None:
    """If nothing is there, and nothing has come when it has been so for a while, all go."""
    if not m[scaler + SC_IS_AUTO] or m[scaler + SC_LEAST]:
        return
    if taking(m, scaler) == 0 or is_busy(m, scaler):
        return
    due = m[NOW] + m[scaler + SC_IDLE]
    if due != m[scaler + SC_IDLE_DUE]:
        m[scaler + SC_IDLE_DUE] = due
        after(m, q, m[scaler + SC_IDLE], m[scaler + SC_KEY] + IDLES, SCALER_IDLES, scaler, 0)


@machine
def idles(m: Any, q: Any, d: Any, r: Any, scaler: int) -> None:
    """Nothing may have come for a while."""
    if m[NOW] == m[scaler + SC_IDLE_DUE] and not is_busy(m, scaler):
        aim(m, q, d, r, scaler, 0)
