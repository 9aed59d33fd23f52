"""Where work is done side by side: shared processors, contention, and what is interrupted.

See the reference's `processors`: one number, ``progress``, says how far all at work are.
"""

from typing import Any

from simkit.engine.compiled.at_work import join, leave_work
from simkit.engine.compiled.events import ALARM, PIECE_ENDS, schedule
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ENDLESS,
    NEVER,
    NONE,
    NOW,
    P_AT_WORK,
    P_COUNT,
    P_INSTANCES,
    P_QUEUED,
    P_SHARES,
    P_WAITING,
    P_WORKING,
    PIECES,
)
from simkit.engine.compiled.layout_serving import (
    CPU_ALARM,
    CPU_COHERENCE_DOWN,
    CPU_COHERENCE_DOWN_2,
    CPU_COHERENCE_UP,
    CPU_COUNT,
    CPU_HANDED,
    CPU_HINDERS,
    CPU_KEY,
    CPU_POOL,
    CPU_PRESENT,
    CPU_PROGRESS,
    CPU_SERIAL_DOWN,
    CPU_SERIAL_DOWN_2,
    CPU_SERIAL_UP,
    CPU_SERVERS,
    CPU_SINCE,
    CPU_SLOTS,
    CPU_WAITING,
    CPU_WAITING_LAST,
    PC_ACTIVE,
    PC_AMOUNT,
    PC_BEFORE,
    PC_CUT,
    PC_DOER,
    PC_ENDS,
    PC_EXECUTION,
    PC_HAD,
    PC_KEY,
    PC_LEFT,
    PC_NEXT,
    PC_RESTS,
    PC_SERIAL,
    PC_WAITS,
    PC_WIDTH,
)
from simkit.engine.compiled.memory import give, take
from simkit.engine.compiled.records import (
    E_DOING,
    E_INSIDE_NEXT,
    E_INSTANCE,
    E_PIECE,
    E_REQUEUED,
    E_SINCE,
    E_THREAT,
    E_THREAT_BY,
    E_WORKED,
    I_INSIDE,
    I_PROCESSORS,
    I_WIDTH,
    PIECE,
    QUEUEING,
    WORKING,
)
from simkit.engine.compiled.rounding import rounded
from simkit.engine.compiled.wide import share_of, share_up

FINE = 10**12  # into how many parts the rate of those who hinder each other is cut


# -------------------------------------------------------------------- the books of the pool


@machine
def busier(m: Any, pool: int) -> None:
    """One more is at work."""
    m[pool + P_AT_WORK] += 1
    m[pool + P_WORKING] -= m[NOW]


@machine
def less_busy(m: Any, pool: int) -> None:
    """One less is."""
    m[pool + P_AT_WORK] -= 1
    m[pool + P_WORKING] += m[NOW]


@machine
def queues_again(m: Any, pool: int) -> None:
    """One that has a worker waits for a processor."""
    m[pool + P_QUEUED] += 1
    m[pool + P_WAITING] -= m[NOW]


@machine
def queues_no_more(m: Any, pool: int) -> None:
    """It does so no longer."""
    m[pool + P_QUEUED] -= 1
    m[pool + P_WAITING] += m[NOW]


# -------------------------------------------------------------------- how far they are


@machine
def rate(m: Any, cpu: int) -> tuple[int, int]:
    """How much work each of those who are at work does, in how long."""
    busy, ahead, span = m[cpu + CPU_COUNT], 1, 1
    if m[m[cpu + CPU_POOL] + P_SHARES] and busy > m[cpu + CPU_SERVERS]:
        ahead, span = m[cpu + CPU_SERVERS], busy
    elif m[cpu + CPU_HINDERS] and busy > 1:
        ahead, span = FINE, rounded(float(FINE) * slowed_by(m, cpu, busy))
    return ahead, span


@machine
def slowed_by(m: Any, cpu: int, busy: int) -> Any:
    """How many times as long work takes while so many are at work, from 1."""
    serial = (
        float(m[cpu + CPU_SERIAL_UP])
        / float(m[cpu + CPU_SERIAL_DOWN])
        / float(m[cpu + CPU_SERIAL_DOWN_2])
    )
    coherence = (
        float(m[cpu + CPU_COHERENCE_UP])
        / float(m[cpu + CPU_COHERENCE_DOWN])
        / float(m[cpu + CPU_COHERENCE_DOWN_2])
    )
    return 1.0 + serial * float(busy - 1) + coherence * float(busy) * float(busy - 1)


@machine
def now_at(m: Any, cpu: int) -> int:
    """How far those at work are at this instant."""
    ahead, span = rate(m, cpu)
    return m[cpu + CPU_PROGRESS] + share_of(m[NOW] - m[cpu + CPU_SINCE], ahead, span)


@machine
def done_of(m: Any, cpu: int, piece: int) -> int:
    """How much of a piece has been done by now."""
    if m[piece + PC_ACTIVE]:
        return m[piece + PC_AMOUNT] - (m[piece + PC_ENDS] - now_at(m, cpu))
    return m[piece + PC_AMOUNT] - m[piece + PC_LEFT]


@machine
def advance_to_now(m: Any, cpu: int) -> None:
    """Those who have been at work until now have done so much more."""
    before, after = m[cpu + CPU_PROGRESS], now_at(m, cpu)
    m[cpu + CPU_PROGRESS] = after
    m[cpu + CPU_HANDED] += (after - before) * m[cpu + CPU_COUNT]
    m[cpu + CPU_SINCE] = m[NOW]


@machine
def look_ahead(m: Any, q: Any, cpu: int) -> None:
    """Look again when the next piece is over, as far as is known now, or before."""
    piece = m[cpu + CPU_PRESENT]
    if piece == NONE:
        return
    ahead, span = rate(m, cpu)
    left = max(0, m[piece + PC_ENDS] - m[cpu + CPU_PROGRESS])
    wait = share_up(left, span, ahead)
    when = m[cpu + CPU_SINCE] + wait
    if wait < ENDLESS and when < m[cpu + CPU_ALARM]:
        m[cpu + CPU_ALARM] = when
        schedule(m, q, when, m[cpu + CPU_KEY], ALARM, cpu, when)


# -------------------------------------------------------------------- pieces that come and go


@machine
def new_piece(m: Any, execution: int, doer: int, amount: int, key: int) -> int:
    """Some work of an execution; a fault may strike before all of it is done."""
    piece = take(m, PIECE, PC_WIDTH)
    m[PIECES] += 1
    m[piece + PC_SERIAL] = m[PIECES]
    m[piece + PC_EXECUTION] = execution
    m[piece + PC_DOER] = doer
    m[piece + PC_HAD] = m[execution + E_WORKED]
    m[piece + PC_KEY] = key
    m[piece + PC_ACTIVE] = 0
    m[piece + PC_RESTS] = 1
    m[piece + PC_WAITS] = 0
    m[piece + PC_CUT] = NONE
    if m[execution + E_THREAT]:
        amount = m[execution + E_THREAT] - 1
        m[piece + PC_CUT] = m[execution + E_THREAT_BY]
        m[execution + E_THREAT] = 0
    m[piece + PC_AMOUNT] = amount
    m[piece + PC_LEFT] = amount
    m[execution + E_PIECE] = piece
    return piece


@machine
def take_piece(m: Any, q: Any, cpu: int, piece: int) -> None:
    """A piece is to be worked at: at once, or when there is a slot."""
    if m[cpu + CPU_COUNT] < m[cpu + CPU_SLOTS]:
        start(m, q, cpu, piece)
        return
    last = m[cpu + CPU_WAITING_LAST]
    m[piece + PC_NEXT] = NONE
    m[piece + PC_BEFORE] = last
    if last == NONE:
        m[cpu + CPU_WAITING] = piece
    else:
        m[last + PC_NEXT] = piece
    m[cpu + CPU_WAITING_LAST] = piece
    m[piece + PC_WAITS] = 1
    m[m[piece + PC_EXECUTION] + E_DOING] = QUEUEING
    queues_again(m, m[cpu + CPU_POOL])


@machine
def wait_no_more(m: Any, cpu: int, piece: int) -> None:
    """A piece does not wait for a slot any more."""
    before, behind = m[piece + PC_BEFORE], m[piece + PC_NEXT]
    if before == NONE:
        m[cpu + CPU_WAITING] = behind
    else:
        m[before + PC_NEXT] = behind
    if behind == NONE:
        m[cpu + CPU_WAITING_LAST] = before
    else:
        m[behind + PC_BEFORE] = before
    m[piece + PC_WAITS] = 0
    queues_no_more(m, m[cpu + CPU_POOL])


@machine
def start(m: Any, q: Any, cpu: int, piece: int) -> None:
    """Somebody is at it from now on."""
    advance_to_now(m, cpu)
    execution = m[piece + PC_EXECUTION]
    m[execution + E_DOING] = WORKING
    m[execution + E_SINCE] = m[NOW]
    m[piece + PC_ACTIVE] = 1
    m[piece + PC_RESTS] = 0
    m[piece + PC_ENDS] = m[cpu + CPU_PROGRESS] + m[piece + PC_LEFT]
    m[cpu + CPU_PRESENT] = join(m, m[cpu + CPU_PRESENT], piece)
    m[cpu + CPU_COUNT] += 1
    busier(m, m[cpu + CPU_POOL])
    look_ahead(m, q, cpu)


@machine
def leave(m: Any, q: Any, cpu: int, piece: int) -> None:
    """Nobody is at it any more; whoever waits for a slot has one."""
    advance_to_now(m, cpu)
    m[piece + PC_ACTIVE] = 0
    m[piece + PC_LEFT] = m[piece + PC_ENDS] - m[cpu + CPU_PROGRESS]
    m[cpu + CPU_PRESENT] = leave_work(m, m[cpu + CPU_PRESENT], piece)
    m[cpu + CPU_COUNT] -= 1
    less_busy(m, m[cpu + CPU_POOL])
    while m[cpu + CPU_WAITING] != NONE and m[cpu + CPU_COUNT] < m[cpu + CPU_SLOTS]:
        first = m[cpu + CPU_WAITING]
        execution = m[first + PC_EXECUTION]
        m[execution + E_REQUEUED] += m[NOW] - m[execution + E_SINCE]
        wait_no_more(m, cpu, first)
        start(m, q, cpu, first)
    look_ahead(m, q, cpu)


@machine
def drop(m: Any, q: Any, execution: int) -> None:
    """A piece is done, or broken off: what has been worked is known."""
    piece = m[execution + E_PIECE]
    cpu = m[m[execution + E_INSTANCE] + I_PROCESSORS]
    m[execution + E_PIECE] = NONE
    if m[piece + PC_ACTIVE]:
        leave(m, q, cpu, piece)
    elif m[piece + PC_WAITS]:
        wait_no_more(m, cpu, piece)
    spent = m[NOW] - m[execution + E_SINCE]
    if m[m[cpu + CPU_POOL] + P_SHARES]:
        m[execution + E_WORKED] = m[piece + PC_HAD] + done_of(m, cpu, piece)
    elif m[piece + PC_RESTS]:
        m[execution + E_REQUEUED] += spent
    else:
        m[execution + E_WORKED] += spent
    give(m, PIECE, piece)


@machine
def resize(m: Any, q: Any, cpu: int, servers: int) -> None:
    """So many of them are shared from now on."""
    advance_to_now(m, cpu)
    m[cpu + CPU_SERVERS] = servers
    look_ahead(m, q, cpu)


@machine
def alarm(m: Any, q: Any, cpu: int, when: int) -> None:
    """Something may be over."""
    if m[cpu + CPU_ALARM] != when:
        return  # another came before it, and has looked ahead anew
    m[cpu + CPU_ALARM] = NEVER
    until = now_at(m, cpu)
    piece = m[cpu + CPU_PRESENT]
    while piece != NONE and m[piece + PC_ENDS] <= until:
        leave(m, q, cpu, piece)
        schedule(m, q, m[NOW], m[piece + PC_KEY], PIECE_ENDS, piece, m[piece + PC_SERIAL])
        piece = m[cpu + CPU_PRESENT]
    look_ahead(m, q, cpu)


@machine
def shared_by_now(m: Any, pool: int) -> int:
    """How much work shared processors have done by now; whose it is, is noted."""
    total = 0
    for number in range(m[pool + P_COUNT]):
        instance = m[pool + P_INSTANCES] + number * I_WIDTH
        cpu = m[instance + I_PROCESSORS]
        so_far = now_at(m, cpu) - m[cpu + CPU_PROGRESS]
        total += m[cpu + CPU_HANDED] + so_far * m[cpu + CPU_COUNT]
        execution = m[instance + I_INSIDE]
        while execution != NONE:  # also whose work ends just now
            piece = m[execution + E_PIECE]
            if piece != NONE:
                m[execution + E_WORKED] = m[piece + PC_HAD] + done_of(m, cpu, piece)
                m[execution + E_SINCE] = m[NOW]
            execution = m[execution + E_INSIDE_NEXT]
    return total
