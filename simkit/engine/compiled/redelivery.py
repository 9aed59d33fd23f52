"""What becomes of deliveries that came to nothing; see the reference's `stored` and `queue`."""

from typing import Any

from simkit.engine.compiled import copies
from simkit.engine.compiled.copies import (
    ACKNOWLEDGED,
    CUT_OFF,
    DEAD_LETTERED,
    DROPPED,
    EXPIRED,
    LAPSED,
    REJECTED,
    UNSETTLED,
    copy_in,
    ends_as,
    prepare,
)
from simkit.engine.compiled.doors import next_queue
from simkit.engine.compiled.events import AGES_ANEW, IS_DUE, LAPSES, REDRIVES, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NEVER, NONE, NOW, P_QUEUES
from simkit.engine.compiled.layout_queues import (
    DEAD_LETTER,
    DROP,
    REQUEUE,
    SETTLE,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.queues import ready
from simkit.engine.compiled.records import (
    E_COPY,
    E_ENDED,
    E_JOURNEY,
    E_KEY,
    E_LOST,
    E_POOL,
    E_SCOPE,
    E_SENT,
    E_SETTLEMENT,
    J_REQUEST,
    Q_DELAYS,
    Q_DELAYS_AT,
    Q_EXTENDS,
    Q_KEEPS_DEAD,
    Q_LEASE,
    Q_MOST,
    Q_NEXT,
    Q_REDRIVE,
    Q_TTL,
    S_ADDRESS,
    S_PATH,
    Y_BEFORE_REDRIVE,
    Y_COUNT,
    Y_MESSAGE,
    Y_OVER,
    Y_QUEUE,
    Y_READY,
    Y_RESTING,
    Y_STORED,
)
from simkit.engine.order import TIMEOUTS


@machine
def failed(m: Any, q: Any, d: Any, r: Any, delivery: int, how: int, then: int) -> None:
    """A delivery came to nothing; the first fate of each counts."""
    copy = m[delivery + E_COPY]
    known = m[delivery + E_SETTLEMENT] != UNSETTLED
    ends_as(m, delivery, ACKNOWLEDGED if then == SETTLE else how)
    if known or m[copy + Y_OVER]:
        return
    if then == SETTLE:
        copies.end(m, q, d, r, copy, ACKNOWLEDGED, delivery)
    elif then == DROP:
        copies.end(m, q, d, r, copy, DROPPED, NONE)
    elif then == DEAD_LETTER:
        bury(m, q, d, r, copy)
    elif m[copy + Y_READY] == NONE:
        again(m, q, d, r, copy, how)


@machine
def again(m: Any, q: Any, d: Any, r: Any, copy: int, how: int) -> None:
    """A copy is to be delivered again, if it may."""
    queue = m[copy + Y_QUEUE]
    most, ttl = m[queue + Q_MOST], m[queue + Q_TTL]
    if most >= 0 and made(m, copy) >= most:
        bury(m, q, d, r, copy)
    elif ttl >= 0 and m[NOW] >= m[copy + Y_STORED] + ttl:
        copies.end(m, q, d, r, copy, EXPIRED, NONE)
    else:
        put_back(m, q, d, r, copy, how == REJECTED)


@machine
def made(m: Any, copy: int) -> int:
    """How many deliveries have left since a copy was stored, or stored anew."""
    waiting = 1 if m[copy + Y_READY] != NONE else 0
    return m[copy + Y_COUNT] - waiting - m[copy + Y_BEFORE_REDRIVE]


@machine
def bury(m: Any, q: Any, d: Any, r: Any, copy: int) -> None:
    """A copy is delivered no more, unless dead letters are stored anew."""
    queue = m[copy + Y_QUEUE]
    if m[queue + Q_REDRIVE] >= 0 and m[copy + Y_BEFORE_REDRIVE] == 0:
        m[copy + Y_BEFORE_REDRIVE] = made(m, copy)
        m[copy + Y_RESTING] = 1
        delivery = prepare(m, copy)
        key = TIMEOUTS + m[delivery + E_KEY]
        set_timer(m, q, m[queue + Q_REDRIVE], key, REDRIVES, copy, m[delivery + E_JOURNEY])
        return
    fate = DEAD_LETTERED if m[queue + Q_KEEPS_DEAD] else DROPPED
    copies.end(m, q, d, r, copy, fate, NONE)


@machine
def put_back(m: Any, q: Any, d: Any, r: Any, copy: int, delayed: bool) -> None:
    """A copy is to be delivered again, perhaps after a while."""
    queue = m[copy + Y_QUEUE]
    delivery = prepare(m, copy)
    delay, pauses = 0, m[queue + Q_DELAYS]
    if delayed and pauses > 0:
        slot = m[m[queue + Q_DELAYS_AT] + min(m[copy + Y_COUNT] - 2, pauses - 1)]
        request = m[m[delivery + E_JOURNEY] + J_REQUEST]
        delay = draw(m, d, slot, m[m[delivery + E_SCOPE] + S_ADDRESS], request)
    if delay > 0:
        key = TIMEOUTS + m[delivery + E_KEY]
        set_timer(m, q, delay, key, IS_DUE, copy, m[delivery + E_JOURNEY])
    else:
        ready(m, q, d, r, queue, copy)


# -------------------------------------------------------------------- what time brings


@machine
def is_due(m: Any, q: Any, d: Any, r: Any, copy: int) -> None:
    """A copy has waited for its next delivery."""
    if not m[copy + Y_OVER]:
        ready(m, q, d, r, m[copy + Y_QUEUE], copy)


@machine
def redrive(m: Any, q: Any, d: Any, r: Any, copy: int) -> None:
    """A dead letter is stored anew."""
    m[copy + Y_RESTING] = 0
    m[copy + Y_STORED] = m[NOW]
    if m[copy + Y_OVER]:
        return
    queue, message = m[copy + Y_QUEUE], m[copy + Y_MESSAGE]
    if m[queue + Q_TTL] >= 0:
        scope = m[m[copy + Y_READY] + E_SCOPE]
        path = m[scope + S_PATH] - m[m[message + E_SCOPE] + S_PATH]
        key = TIMEOUTS + m[message + E_KEY] + path
        set_timer(m, q, m[queue + Q_TTL], key, AGES_ANEW, copy, m[message + E_JOURNEY])
    ready(m, q, d, r, queue, copy)


@machine
def expire_anew(m: Any, q: Any, d: Any, r: Any, copy: int) -> None:
    """A copy that was stored anew has waited too long, if it waits."""
    if not m[copy + Y_OVER] and m[copy + Y_READY] != NONE:
        copies.end(m, q, d, r, copy, EXPIRED, NONE)


@machine
def expire(m: Any, q: Any, d: Any, r: Any, message: int) -> None:
    """The copies of a message have waited too long, if they wait."""
    queue = next_queue(m, m[m[message + E_POOL] + P_QUEUES], message)
    while queue != NONE:
        copy = copy_in(m, queue, message)
        if copy != NONE and m[copy + Y_READY] != NONE and not m[copy + Y_RESTING]:
            copies.end(m, q, d, r, copy, EXPIRED, NONE)
        queue = next_queue(m, m[queue + Q_NEXT], message)


@machine
def lapse(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """The lease of a delivery is over, unless its receiver lives and has it extended."""
    copy = m[delivery + E_COPY]
    if m[delivery + E_SETTLEMENT] != UNSETTLED or m[copy + Y_OVER]:
        return
    queue = m[copy + Y_QUEUE]
    every, lease, heard = m[queue + Q_EXTENDS], m[queue + Q_LEASE], m[delivery + E_SENT]
    if every >= 0 and not m[delivery + E_LOST]:  # nobody who never had it has it extended
        last = m[NOW] if m[delivery + E_ENDED] == NEVER else m[delivery + E_ENDED]
        heard += (last - heard) // every * every
    if heard + lease > m[NOW]:
        key, journey = TIMEOUTS + m[delivery + E_KEY], m[delivery + E_JOURNEY]
        set_timer(m, q, heard + lease - m[NOW], key, LAPSES, delivery, journey)
    else:
        failed(m, q, d, r, delivery, LAPSED, REQUEUE)


@machine
def missed_by_broker(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """The broker notices that the receiver of a delivery is dead."""
    failed(m, q, d, r, delivery, CUT_OFF, REQUEUE)
