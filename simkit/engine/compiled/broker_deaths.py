"""Brokers that die, and what of theirs dies with others; see the reference's `faults`."""

from typing import Any

from simkit.engine.compiled import copies, partitions, queues, redelivery
from simkit.engine.compiled.copies import CUT_OFF, DROPPED, waits
from simkit.engine.compiled.doors import are_coming
from simkit.engine.compiled.ending import leave_broker
from simkit.engine.compiled.events import MISSED_BY_BROKER, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import held, let_be
from simkit.engine.compiled.layout import (
    ENDLESS,
    GOES_ON,
    L_DETECTION,
    L_WIDTH,
    LEVELS,
    LINES,
    NEVER,
    NONE,
    NOW,
    P_DIED,
    P_DOOR,
    P_GATE,
    P_INSIDE,
    P_POLICY,
    P_QUEUE,
    P_QUEUES,
    P_UP,
    P_WAITERS,
    QUEUE_COUNT,
    QUEUES,
    STATUS,
)
from simkit.engine.compiled.layout_queues import (
    B_COUNT,
    B_DONE,
    B_WIDTH,
    DROP,
    G_COUNT,
    G_READY,
    G_TURN,
    H_QUEUE,
    REQUEUE,
    V_WIDTH,
    V_WINDOWS,
    W_FIRST,
    W_WIDTH,
    Z_AT_GATE,
    Z_FORGETS,
    Z_OUTSTANDING,
)
from simkit.engine.compiled.leaving import give_up_place
from simkit.engine.compiled.lists import put_in_order
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import give
from simkit.engine.compiled.messages import vanish
from simkit.engine.compiled.mortal import dies_next
from simkit.engine.compiled.publishers import lose_unsent
from simkit.engine.compiled.records import (
    E_ADMITTED,
    E_ATTEMPT_NEXT,
    E_DURABLE,
    E_INSIDE_BEFORE,
    E_INSIDE_NEXT,
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_POOL,
    E_QUEUE_NEXT,
    E_QUEUES,
    E_SCOPE,
    E_STARTED,
    E_TICKET,
    I_COMING,
    I_INSIDE,
    I_NUMBER,
    I_POOL,
    J_REQUEST,
    Q_AGAIN,
    Q_BATCHES,
    Q_COPIES,
    Q_FORGETS,
    Q_GATHERING,
    Q_GROUP,
    Q_LANE_COUNT,
    Q_LANES,
    Q_NEXT,
    Q_NUMBER,
    Q_POOL,
    Q_READY,
    S_ADDRESS,
    TICKET,
    Y_FIRST,
    Y_MESSAGE,
    Y_NEXT,
    Y_OVER,
    Y_QUEUE,
    Y_READY,
)
from simkit.engine.compiled.waiting import leave_line, leave_ready
from simkit.engine.compiled.windows import ask, next_ready
from simkit.engine.order import FAULTS

sender_died = lose_unsent
missed_by_broker = redelivery.missed_by_broker

# -------------------------------------------------------------------- a broker


@machine
def crash_broker(m: Any, q: Any, d: Any, r: Any, pool: int) -> None:
    """A broker dies, and with it the messages that it has not written yet."""
    policy = m[pool + P_POLICY]
    m[pool + P_UP] = 0
    while m[policy + Z_FORGETS] and m[policy + Z_OUTSTANDING] != NONE:
        vanish(m, q, d, r, m[policy + Z_OUTSTANDING])
    message = m[pool + P_INSIDE]
    while message != NONE and m[message + E_INSIDE_NEXT] != NONE:
        message = m[message + E_INSIDE_NEXT]
    while message != NONE:  # who came first stands at the end
        if not m[message + E_DURABLE]:
            dies_next(m, message)
        message = m[message + E_INSIDE_BEFORE]
    message = m[pool + P_DOOR]
    while message != NONE:
        dies_next(m, message)
        message = m[message + E_QUEUE_NEXT]
    while m[policy + Z_AT_GATE] != NONE:
        dies_next(m, m[policy + Z_AT_GATE])
        leave_ready(m, m[policy + Z_AT_GATE])
    m[pool + P_GATE] = m[NOW]
    queue = m[pool + P_QUEUES]
    while queue != NONE:
        crash_queue(m, q, d, r, queue)
        queue = m[queue + Q_NEXT]


@machine
def crash_queue(m: Any, q: Any, d: Any, r: Any, queue: int) -> None:
    """Nothing leaves any more, and whoever has a message is cut off."""
    forget_tickets(m, queue)
    while m[queue + Q_READY] != NONE:
        leave_ready(m, m[queue + Q_READY])
    copy = m[queue + Q_COPIES]
    while copy != NONE and m[STATUS] == GOES_ON:  # there can be many: room may not be enough
        following = m[copy + Y_NEXT]
        cut_off(m, q, d, r, copy)
        copy = following
    for number in range(m[queue + Q_LANE_COUNT]):
        lane = m[queue + Q_LANES] + number * V_WIDTH
        while next_ready(m, lane) != NONE:
            pass
    gathering = m[queue + Q_GATHERING]
    if gathering != NONE:
        while m[gathering + G_READY] != NONE:
            leave_ready(m, m[gathering + G_READY])
        m[gathering + G_COUNT] = 0
        m[gathering + G_TURN] += 1


@machine
def forget_tickets(m: Any, queue: int) -> None:
    """The messages of a queue wait for a worker no more."""
    pool = m[queue + Q_POOL]
    for level in range(m[LEVELS]):
        who = m[m[pool + P_QUEUE] + 2 * level]
        while who != NONE:
            behind = m[who + E_QUEUE_NEXT]
            if m[who + E_TICKET] == queue:
                leave_line(m, m[pool + P_QUEUE], who)
                give(m, TICKET, who)
                m[pool + P_WAITERS] -= 1
            who = behind


@machine
def cut_off(m: Any, q: Any, d: Any, r: Any, copy: int) -> None:
    """The broker of a copy has died: nobody who has it is heard any more."""
    journey = m[m[copy + Y_MESSAGE] + E_JOURNEY]
    forgets = m[m[copy + Y_QUEUE] + Q_FORGETS]
    held(m, journey)
    delivery = m[copy + Y_FIRST]
    while delivery != NONE:
        if delivery != m[copy + Y_READY]:
            redelivery.failed(m, q, d, r, delivery, CUT_OFF, DROP if forgets else REQUEUE)
        delivery = m[delivery + E_ATTEMPT_NEXT]
    if forgets and not m[copy + Y_OVER]:
        copies.end(m, q, d, r, copy, DROPPED, NONE)
    let_be(m, journey)


@machine
def restart_broker(m: Any, q: Any, d: Any, r: Any, pool: int) -> None:
    """It is there again, with what was durable."""
    m[pool + P_UP] = 1
    queue = m[pool + P_QUEUES]
    while queue != NONE:
        restart_queue(m, q, d, r, queue)
        queue = m[queue + Q_NEXT]


@machine
def restart_queue(m: Any, q: Any, d: Any, r: Any, queue: int) -> None:
    """What waits is offered again, in its old order."""
    # Nobody stands among those who are ready: they are put in order in a list of their own.
    copy = m[queue + Q_COPIES]
    while copy != NONE:
        if waits(m, copy):
            put_in_order(m, queue + Q_AGAIN, m[copy + Y_READY])
        copy = m[copy + Y_NEXT]
    while m[queue + Q_AGAIN] != NONE:
        delivery = m[queue + Q_AGAIN]
        leave_ready(m, delivery)
        if m[queue + Q_GATHERING] != NONE:
            queues.gather(m, q, d, r, queue, delivery)
        else:
            queues.offer(m, q, d, r, queue, delivery, True)


@machine
def bury_message(m: Any, message: int) -> None:
    """A message that was not written yet has died with its broker."""
    pool = m[message + E_POOL]
    m[pool + P_DIED] += 1
    if m[message + E_ADMITTED]:
        are_coming(m, pool, message, -1)
    if m[message + E_STARTED] != NEVER:
        leave_broker(m, pool, message)


@machine
def withdraw_message(m: Any, pool: int, message: int) -> None:
    """A message waits outside of a broker no more."""
    m[message + E_QUEUES] = 0
    leave_ready(m, message)


# -------------------------------------------------------------------- an instance of a receiver


@machine
def instance_died(m: Any, q: Any, d: Any, r: Any, instance: int) -> None:
    """What an instance had done and not settled is not known to anybody any more."""
    for number in range(m[QUEUE_COUNT]):
        queue = m[m[QUEUES] + number]
        if m[queue + Q_POOL] == m[instance + I_POOL]:
            lose_batch(m, q, d, queue, instance)
            if m[queue + Q_GROUP] != NONE:
                are_lost(m, m[queue + Q_GROUP], m[instance + I_INSIDE])
                are_lost(m, m[queue + Q_GROUP], m[instance + I_COMING])
                partitions.dies(m, q, d, r, m[queue + Q_GROUP], instance)
            elif m[queue + Q_LANE_COUNT]:
                window = window_of(m, queue, instance)
                while m[window + W_FIRST] != NONE:
                    give_up_place(m, m[window + W_FIRST])


@machine
def window_of(m: Any, queue: int, instance: int) -> int:
    """The window of an instance, where a queue has one lane."""
    return m[m[queue + Q_LANES] + V_WINDOWS] + m[instance + I_NUMBER] * W_WIDTH


@machine
def lose_batch(m: Any, q: Any, d: Any, queue: int, instance: int) -> None:
    """What an instance had done and not settled, the broker never hears of."""
    if m[queue + Q_BATCHES] == NONE:
        return
    batch = m[queue + Q_BATCHES] + m[instance + I_NUMBER] * B_WIDTH
    m[batch + B_COUNT] = 0
    slot = m[LINES + m[queue + Q_NUMBER] * L_WIDTH + L_DETECTION]
    while m[batch + B_DONE] != NONE:
        delivery = m[batch + B_DONE]
        journey = m[delivery + E_JOURNEY]
        leave_ready(m, delivery)
        delay = draw(m, d, slot, m[m[delivery + E_SCOPE] + S_ADDRESS], m[journey + J_REQUEST])
        if delay < ENDLESS:
            key = FAULTS + m[delivery + E_KEY]
            set_timer(m, q, delay, key, MISSED_BY_BROKER, delivery, journey)
        if m[queue + Q_GROUP] != NONE:
            partitions.is_lost(m, m[queue + Q_GROUP], delivery)
        let_be(m, journey)


@machine
def are_lost(m: Any, group: int, first: int) -> None:
    """The deliveries of a queue in a list of a dead instance; who came first stands at its end."""
    if first == NONE:
        return
    line = m[m[group + H_QUEUE] + Q_NUMBER]
    delivery = first
    while m[delivery + E_INSIDE_NEXT] != NONE:
        delivery = m[delivery + E_INSIDE_NEXT]
    while delivery != NONE:
        if m[delivery + E_LINE] == line:
            partitions.is_lost(m, group, delivery)
        delivery = m[delivery + E_INSIDE_BEFORE]


@machine
def instance_is_back(m: Any, q: Any, d: Any, r: Any, instance: int) -> None:
    """Whoever delivers to an instance learns that it is there again."""
    for number in range(m[QUEUE_COUNT]):
        queue = m[m[QUEUES] + number]
        if m[queue + Q_POOL] == m[instance + I_POOL]:
            if m[queue + Q_GROUP] != NONE:
                partitions.changes(m, q, d, r, m[queue + Q_GROUP])
            elif m[queue + Q_LANE_COUNT]:
                ask(m, q, d, r, window_of(m, queue, instance))
