"""How receivers settle their deliveries, at once or in batches; see the reference's `stored`."""

from typing import Any

from simkit.engine.compiled import copies
from simkit.engine.compiled.copies import REJECTED
from simkit.engine.compiled.events import BATCH_IS_DUE, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import held, let_be
from simkit.engine.compiled.layout import GOES_ON, NONE, NOW, P_UP, STATUS, X_IS_SETTLED, X_SETTLING
from simkit.engine.compiled.layout_queues import (
    B_COUNT,
    B_DONE,
    B_EVERY,
    B_KEY,
    B_MOST,
    B_WAITS,
    B_WIDTH,
    IN_BATCHES,
)
from simkit.engine.compiled.lists import append
from simkit.engine.compiled.records import (
    E_COPY,
    E_DRAWN_SETTLED,
    E_FAILED,
    E_INSTANCE,
    E_JOURNEY,
    E_PLAN,
    I_NUMBER,
    Q_ACK,
    Q_BATCHES,
    Q_BROKER,
    Q_EARLY,
    Q_ON_FAILURE,
    Q_ON_REJECT,
    Y_QUEUE,
)
from simkit.engine.compiled.redelivery import failed
from simkit.engine.compiled.waiting import leave_ready
from simkit.engine.compiled.windows import free_place


@machine
def settle(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """The broker learns that a delivery is dealt with; of anything else, it knows nothing."""
    if m[delivery + E_COPY] != NONE:
        copies.settle(m, q, d, r, delivery)
        free_place(m, q, d, r, delivery)


@machine
def reject(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """The broker is told no."""
    copy = m[delivery + E_COPY]
    if copy != NONE:
        queue = m[copy + Y_QUEUE]
        if m[m[queue + Q_BROKER] + P_UP]:
            failed(m, q, d, r, delivery, REJECTED, m[queue + Q_ON_REJECT])
        free_place(m, q, d, r, delivery)


@machine
def fall_through(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """What was to settle a delivery fails."""
    copy = m[delivery + E_COPY]
    if copy != NONE:
        failed(m, q, d, r, delivery, REJECTED, m[m[copy + Y_QUEUE] + Q_ON_FAILURE])
        free_place(m, q, d, r, delivery)


@machine
def taken_up(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """A worker begins with a delivery."""
    if m[m[m[delivery + E_COPY] + Y_QUEUE] + Q_EARLY]:
        settle(m, q, d, r, delivery)


@machine
def is_over(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """What a delivery has set in motion is over; a line of the drawing may have settled it."""
    plan, queue = m[delivery + E_PLAN], m[m[delivery + E_COPY] + Y_QUEUE]
    if m[delivery + E_FAILED]:
        fall_through(m, q, d, r, delivery)
    elif m[plan + X_IS_SETTLED] and (m[delivery + E_DRAWN_SETTLED] or not m[plan + X_SETTLING]):
        return
    elif m[queue + Q_ACK] == IN_BATCHES:
        add(m, q, d, r, queue, delivery)
    else:
        settle(m, q, d, r, delivery)


# -------------------------------------------------------------------- batches


@machine
def add(m: Any, q: Any, d: Any, r: Any, queue: int, delivery: int) -> None:
    """The execution of a delivery is done: it is settled with others."""
    free_place(m, q, d, r, delivery)
    batch = m[queue + Q_BATCHES] + m[m[delivery + E_INSTANCE] + I_NUMBER] * B_WIDTH
    append(m, batch + B_DONE, delivery)
    held(m, m[delivery + E_JOURNEY])
    m[batch + B_COUNT] += 1
    if m[batch + B_MOST] >= 0:
        if m[batch + B_COUNT] >= m[batch + B_MOST]:
            settle_batch(m, q, d, r, batch)
    elif not m[batch + B_WAITS]:
        m[batch + B_WAITS] = 1
        delay = m[batch + B_EVERY] - m[NOW] % m[batch + B_EVERY]
        after(m, q, delay, m[batch + B_KEY], BATCH_IS_DUE, batch, 0)


@machine
def settle_batch(m: Any, q: Any, d: Any, r: Any, batch: int) -> None:
    """What an instance has done is settled."""
    m[batch + B_COUNT] = 0
    while m[batch + B_DONE] != NONE and m[STATUS] == GOES_ON:
        delivery = m[batch + B_DONE]
        leave_ready(m, delivery)
        copies.settle(m, q, d, r, delivery)
        let_be(m, m[delivery + E_JOURNEY])


@machine
def batch_is_due(m: Any, q: Any, d: Any, r: Any, batch: int) -> None:
    """An interval is over."""
    m[batch + B_WAITS] = 0
    settle_batch(m, q, d, r, batch)
