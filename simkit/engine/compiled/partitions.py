"""Who owns the partitions of a queue; see the reference's `partitions`."""

from typing import Any

from simkit.engine.compiled.events import GROUP_NOTICES, GROUP_RESUMES, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ENDLESS,
    FREE,
    GOES_ON,
    NONE,
    P_COUNT,
    P_INSTANCES,
    P_NUMBER,
    STATUS,
)
from simkit.engine.compiled.layout_queues import (
    H_DEATHS,
    H_LOST,
    H_LOST_LAST,
    H_NOTICES,
    H_OWNERS,
    H_PAUSE,
    H_QUEUE,
    H_RESUMES,
    H_SESSIONS,
    H_TURNS,
    V_OWNER,
    V_WIDTH,
    V_WINDOWS,
    W_FIRST,
    W_WIDTH,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import take
from simkit.engine.compiled.pools import takes
from simkit.engine.compiled.records import (
    E_SERIAL,
    I_LIVES,
    I_NUMBER,
    I_UP,
    I_WIDTH,
    NODE,
    Q_LANE_COUNT,
    Q_LANES,
    Q_NUMBER,
    Q_POOL,
    T_A,
    T_B,
    T_NEXT,
    T_WIDTH,
)
from simkit.engine.compiled.redelivery import missed_by_broker
from simkit.engine.compiled.rows import change
from simkit.engine.compiled.windows import free_place, pump
from simkit.engine.order import PATH_BITS
from simkit.record.tables import Change

OWNER = int(Change.OWNER)
TURNS = 1 << (PATH_BITS - 2)
LIFE_BITS = 20  # for the number of an instance, beside how often it has come back


@machine
def next_owner(m: Any, pool: int, after_it: int) -> int:
    """The number of the next instance that takes what comes, after one; -1: there is none."""
    for number in range(after_it + 1, m[pool + P_COUNT]):
        if takes(m, m[pool + P_INSTANCES] + number * I_WIDTH):
            return number
    return -1


@machine
def share_out(m: Any, r: Any, group: int) -> None:
    """Every partition goes to one of those who are there, in turn."""
    queue = m[group + H_QUEUE]
    pool = m[queue + Q_POOL]
    owner = -1
    for number in range(m[queue + Q_LANE_COUNT]):
        lane = m[queue + Q_LANES] + number * V_WIDTH
        owner = next_owner(m, pool, owner)
        if owner < 0:
            owner = next_owner(m, pool, -1)  # the first has its turn once more
        if owner < 0:
            m[lane + V_OWNER] = NONE
            continue
        last = m[group + H_OWNERS] + number
        if m[last] != owner:
            m[last] = owner
            change(m, r, m[pool + P_NUMBER], owner, m[queue + Q_NUMBER], OWNER, number)
        m[lane + V_OWNER] = m[lane + V_WINDOWS] + owner * W_WIDTH


@machine
def is_lost(m: Any, group: int, delivery: int) -> None:
    """A dead owner had a delivery: the broker will hear of it when the owners change."""
    node = take(m, NODE, T_WIDTH)
    m[node + T_NEXT] = NONE
    m[node + T_A] = delivery
    m[node + T_B] = m[delivery + E_SERIAL]
    if m[group + H_LOST] == NONE:
        m[group + H_LOST] = node
    else:
        m[m[group + H_LOST_LAST] + T_NEXT] = node
    m[group + H_LOST_LAST] = node


@machine
def dies(m: Any, q: Any, d: Any, r: Any, group: int, instance: int) -> None:
    """An instance dies; after a while the others notice."""
    queue, number = m[group + H_QUEUE], m[instance + I_NUMBER]
    for partition in range(m[queue + Q_LANE_COUNT]):
        lane = m[queue + Q_LANES] + partition * V_WIDTH
        window = m[lane + V_WINDOWS] + number * W_WIDTH
        while m[window + W_FIRST] != NONE:
            free_place(m, q, d, r, m[window + W_FIRST])
    delay = draw(m, d, m[m[group + H_SESSIONS] + number], 0, m[group + H_DEATHS])
    m[group + H_DEATHS] += 1
    if delay < ENDLESS:
        key = m[group + H_NOTICES] + m[group + H_DEATHS] % TURNS
        life = number | (m[instance + I_LIVES] << LIFE_BITS)
        after(m, q, delay, key, GROUP_NOTICES, group, life)


@machine
def noticed(m: Any, q: Any, d: Any, r: Any, group: int, life: int) -> None:
    """The others notice that one is dead, unless it is there again."""
    number = life & ((1 << LIFE_BITS) - 1)
    pool = m[m[group + H_QUEUE] + Q_POOL]
    instance = m[pool + P_INSTANCES] + number * I_WIDTH
    if not m[instance + I_UP] and m[instance + I_LIVES] == life >> LIFE_BITS:
        changes(m, q, d, r, group)


@machine
def changes(m: Any, q: Any, d: Any, r: Any, group: int) -> None:
    """One is known to be gone, or there again: after a pause the partitions are shared out."""
    while m[group + H_LOST] != NONE and m[STATUS] == GOES_ON:
        node = m[group + H_LOST]
        m[group + H_LOST] = m[node + T_NEXT]
        delivery, serial = m[node + T_A], m[node + T_B]
        m[node + 1] = m[FREE + NODE]
        m[FREE + NODE] = node
        if m[delivery + E_SERIAL] == serial:
            missed_by_broker(m, q, d, r, delivery)
    queue = m[group + H_QUEUE]
    for number in range(m[queue + Q_LANE_COUNT]):
        m[m[queue + Q_LANES] + number * V_WIDTH + V_OWNER] = NONE
    turn = m[group + H_TURNS] + 1
    m[group + H_TURNS] = turn
    after(m, q, m[group + H_PAUSE], m[group + H_RESUMES] + turn % TURNS, GROUP_RESUMES, group, turn)


@machine
def resumes(m: Any, q: Any, d: Any, r: Any, group: int, turn: int) -> None:
    """The pause is over, unless another has begun."""
    if turn == m[group + H_TURNS]:
        share_out(m, r, group)
        queue = m[group + H_QUEUE]
        for number in range(m[queue + Q_LANE_COUNT]):
            pump(m, q, d, r, m[queue + Q_LANES] + number * V_WIDTH)
