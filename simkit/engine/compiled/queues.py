"""Queues: where copies of messages wait for one receiver; see the reference's `queue`.

Without a window a copy waits among all who wait for a worker of the receiver: a ticket has its
place there. With windows it waits in a lane.
"""

from typing import Any

from simkit.engine.compiled import agenda, pools, waiting, windows
from simkit.engine.compiled.copies import end, new_copy, next_place, prepare, wait, waits
from simkit.engine.compiled.events import AGES, LINGERS, after, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE, P_QUEUE, P_SCALER, P_UP, P_WAITERS
from simkit.engine.compiled.layout_queues import (
    DROPS_OLDEST,
    G_COUNT,
    G_KEY,
    G_LINGER,
    G_QUEUE,
    G_READY,
    G_SIZE,
    G_TURN,
    OLD_PLACE,
    TAIL,
)
from simkit.engine.compiled.leaving import leave
from simkit.engine.compiled.lists import append, put_in_order
from simkit.engine.compiled.memory import clear
from simkit.engine.compiled.memory import take as take_record
from simkit.engine.compiled.records import (
    E_AGAIN,
    E_BROKER,
    E_COPY,
    E_INSTANCE,
    E_JOURNEY,
    E_KEY,
    E_ORDER,
    E_PRIORITY,
    E_TICKET,
    I_UP,
    Q_ARRIVING,
    Q_BROKER,
    Q_CAPACITY,
    Q_COPIES,
    Q_COUNT,
    Q_GATHERING,
    Q_IS_FIRST,
    Q_LANE_COUNT,
    Q_POOL,
    Q_PRIORITY,
    Q_READY,
    Q_REQUEUE,
    Q_TTL,
    Q_WHEN_FULL,
    TICKET,
    TICKET_WIDTH,
    Y_COUNT,
    Y_NEXT,
    Y_ORDER,
    Y_QUEUE,
    Y_READY,
)
from simkit.engine.order import PATH_BITS, TIMEOUTS
from simkit.record.tables import Settlement

DROPPED, DEAD_LETTERED = int(Settlement.DROPPED), int(Settlement.DEAD_LETTERED)
OF_ALL = 1 << (PATH_BITS - 1)

# -------------------------------------------------------------------- copies that come


@machine
def store(m: Any, q: Any, d: Any, r: Any, queue: int, message: int) -> None:
    """A message is written: its copy waits here from now on."""
    m[queue + Q_ARRIVING] -= 1
    if m[message + E_AGAIN]:
        return
    copy = new_copy(m, queue, message)
    if m[queue + Q_TTL] >= 0 and m[queue + Q_IS_FIRST]:
        key = TIMEOUTS + m[message + E_KEY]
        set_timer(m, q, m[queue + Q_TTL], key, AGES, message, m[message + E_JOURNEY])
    prepare(m, copy)
    if m[queue + Q_CAPACITY] >= 0 and m[queue + Q_COUNT] >= m[queue + Q_CAPACITY]:
        if m[queue + Q_WHEN_FULL] != DROPS_OLDEST:
            wait(m, queue, copy)
            end(m, q, d, r, copy, DEAD_LETTERED, NONE)
            return
        # The one that was stored first is the first that is kept.
        oldest = m[queue + Q_COPIES]
        while not waits(m, oldest):
            oldest = m[oldest + Y_NEXT]
        end(m, q, d, r, oldest, DROPPED, NONE)
    ready(m, q, d, r, queue, copy)


@machine
def ready(m: Any, q: Any, d: Any, r: Any, queue: int, copy: int) -> None:
    """A copy can leave as soon as somebody takes it."""
    delivery = wait(m, queue, copy)
    if m[m[queue + Q_BROKER] + P_UP]:
        if m[queue + Q_GATHERING] == NONE:
            offer(m, q, d, r, queue, delivery, False)
        else:
            gather(m, q, d, r, queue, delivery)


@machine
def offer(m: Any, q: Any, d: Any, r: Any, queue: int, delivery: int, again: bool) -> None:
    """Somebody may be there who takes it; offered again, it keeps its place."""
    copy = m[delivery + E_COPY]
    if not again and m[copy + Y_COUNT] > 1 and m[queue + Q_REQUEUE] != OLD_PLACE:
        order = next_place(m, queue)
        m[copy + Y_ORDER] = order if m[queue + Q_REQUEUE] == TAIL else -order
    if m[queue + Q_LANE_COUNT]:
        lane = windows.lane_of(m, d, queue, delivery)
        windows.offer(m, q, d, r, lane, delivery)
        return
    m[delivery + E_BROKER] = m[queue + Q_BROKER]
    pool = m[queue + Q_POOL]
    if reserve(m, q, pool, delivery):
        leave(m, q, d, r, queue, delivery)
        return
    if m[delivery + E_INSTANCE] == NONE:
        put_in_order(m, queue + Q_READY, delivery)
    stand_in_line(m, queue, pool)


@machine
def reserve(m: Any, q: Any, pool: int, delivery: int) -> bool:
    """Keep a worker for a message in a broker, if one is free."""
    instance = pools.place_for(m, q, pool, delivery, NONE)
    if instance == NONE:
        if m[pool + P_SCALER] != NONE:
            agenda.note(m, agenda.SCALER_WAITS, pool, 0, 0)
        return False
    pools.use(m, pool, instance, delivery)
    return True


@machine
def stand_in_line(m: Any, queue: int, pool: int) -> None:
    """A ticket waits for a worker, among all who do."""
    ticket = take_record(m, TICKET, TICKET_WIDTH)
    clear(m, ticket, TICKET_WIDTH)
    m[ticket + E_TICKET] = queue
    m[ticket + E_PRIORITY] = m[queue + Q_PRIORITY]
    m[ticket + E_ORDER] = waiting.next_order(m, pool)
    m[pool + P_WAITERS] += 1
    waiting.line_up(m, pool, m[pool + P_QUEUE], ticket)


@machine
def released(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """The worker that a copy waited for is there."""
    copy, instance = m[delivery + E_COPY], m[delivery + E_INSTANCE]
    queue = m[copy + Y_QUEUE]
    wanted = m[copy + Y_READY] == delivery and m[m[queue + Q_BROKER] + P_UP] != 0
    if wanted and m[instance + I_UP]:
        leave(m, q, d, r, queue, delivery)
        return
    # It is wanted no more, or its worker has died at this very instant.
    pools.free(m, q, m[queue + Q_POOL], instance)
    if wanted:
        m[delivery + E_INSTANCE] = NONE
        offer(m, q, d, r, queue, delivery, True)


# -------------------------------------------------------------------- those that leave together


@machine
def gather(m: Any, q: Any, d: Any, r: Any, queue: int, delivery: int) -> None:
    """One more is ready, and waits for others."""
    gathering = m[queue + Q_GATHERING]
    append(m, gathering + G_READY, delivery)
    m[gathering + G_COUNT] += 1
    if m[gathering + G_COUNT] == m[gathering + G_SIZE]:
        let_go(m, q, d, r, gathering)
    elif m[gathering + G_COUNT] == 1 and m[gathering + G_LINGER] >= 0:
        turn = m[gathering + G_TURN]
        key = m[gathering + G_KEY] + turn % OF_ALL
        after(m, q, m[gathering + G_LINGER], key, LINGERS, gathering, turn)


@machine
def let_go(m: Any, q: Any, d: Any, r: Any, gathering: int) -> None:
    """All that are there leave, as soon as somebody takes them."""
    m[gathering + G_COUNT] = 0
    m[gathering + G_TURN] += 1
    while m[gathering + G_READY] != NONE:
        delivery = m[gathering + G_READY]
        waiting.leave_ready(m, delivery)
        offer(m, q, d, r, m[gathering + G_QUEUE], delivery, False)


@machine
def has_lingered(m: Any, q: Any, d: Any, r: Any, gathering: int, turn: int) -> None:
    """The first has waited long enough, if it has not left already."""
    if turn == m[gathering + G_TURN]:
        let_go(m, q, d, r, gathering)
