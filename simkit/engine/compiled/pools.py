"""Workers, and the queues in front of them; see the reference's `pool` and `instance`."""

from typing import Any

from simkit.engine.compiled.agenda import SCALER_COUNTS, SCALER_LEFT, SCALER_WAITS, TAKEN_UP, note
from simkit.engine.compiled.events import RELEASED, RESUMES, SERVED, SHEDS, after, set_timer
from simkit.engine.compiled.interruption import make_way
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import held
from simkit.engine.compiled.layout import (
    NEVER,
    NONE,
    NOW,
    P_CAME,
    P_COUNT,
    P_ENDED,
    P_HELD,
    P_INSTANCES,
    P_INTERRUPTS,
    P_KEEPS,
    P_LIFO,
    P_ONLY,
    P_QUEUE,
    P_QUEUED,
    P_REFUSED,
    P_ROOM,
    P_SCALER,
    P_SHARES,
    P_SHED,
    P_STARTED,
    P_TAKEN,
    P_WAITERS,
    P_WAITING,
)
from simkit.engine.compiled.records import (
    E_BROKER,
    E_COMING,
    E_COPY,
    E_INSIDE_BEFORE,
    E_INSIDE_NEXT,
    E_INSTANCE,
    E_JOURNEY,
    E_KEY,
    E_ORDER,
    E_PIECE,
    E_PRIORITY,
    E_QUEUES,
    E_SERIAL,
    E_STARTED,
    I_COMING,
    I_COMING_COUNT,
    I_FREE,
    I_INSIDE,
    I_INSIDE_COUNT,
    I_LEAVING,
    I_QUEUE,
    I_UNUSED,
    I_UP,
    I_WAITERS,
    I_WIDTH,
    I_WORKERS,
    Q_EARLY,
    Y_QUEUE,
)
from simkit.engine.compiled.rings import drop_freed, freed_first, note_freed
from simkit.engine.compiled.waiting import (
    first_in,
    leave_line,
    line_up,
    next_order,
    take_first,
)
from simkit.engine.order import ARRIVALS, ENDS

# -------------------------------------------------------------------- workers


@machine
def takes(m: Any, instance: int) -> bool:
    """Whether an instance takes what comes."""
    return m[instance + I_UP] != 0 and m[instance + I_LEAVING] == 0


@machine
def free_one(m: Any, pool: int) -> int:
    """The instance of the worker that has been free for longest, if one is."""
    only = m[pool + P_ONLY]
    if only != NONE:
        return only if m[only + I_FREE] > 0 else NONE
    best, best_rank, best_since = NONE, 2, NEVER
    for number in range(m[pool + P_COUNT]):
        instance = m[pool + P_INSTANCES] + number * I_WIDTH
        if m[instance + I_FREE] <= 0 or not takes(m, instance):
            continue
        unused = m[instance + I_UNUSED]
        rank, since = 0, unused
        if m[pool + P_SHARES]:
            since = m[instance + I_INSIDE_COUNT] + m[instance + I_COMING_COUNT]
        elif unused >= m[instance + I_WORKERS]:
            rank, since = 1, freed_first(m, instance)
        if rank < best_rank or (rank == best_rank and since < best_since):
            best, best_rank, best_since = instance, rank, since
    return best


@machine
def place_for(m: Any, q: Any, pool: int, who: int, own: int) -> int:
    """Where a worker is free, or becomes free by an interruption: of one instance, or of any."""
    instance = own if own != NONE else m[pool + P_ONLY]
    if instance == NONE:
        instance = free_one(m, pool)
    if instance != NONE and m[instance + I_FREE] > 0:
        return instance
    if m[pool + P_INTERRUPTS]:
        return make_way(m, q, pool, m[who + E_PRIORITY], own)
    return NONE


@machine
def use(m: Any, pool: int, instance: int, execution: int) -> None:
    """One of the free workers of an instance is an execution's."""
    m[execution + E_INSTANCE] = instance
    m[instance + I_FREE] -= 1
    if m[pool + P_INTERRUPTS] and not m[execution + E_ORDER]:
        m[execution + E_ORDER] = next_order(m, pool)
    if m[pool + P_ONLY] == NONE:
        if m[instance + I_UNUSED] < m[instance + I_WORKERS]:
            m[instance + I_UNUSED] += 1
        else:
            drop_freed(m, instance)


@machine
def hold(m: Any, pool: int) -> None:
    """A worker is held from now on."""
    m[pool + P_TAKEN] += 1
    m[pool + P_HELD] -= m[NOW]


@machine
def free(m: Any, q: Any, pool: int, instance: int) -> None:
    """A worker of an instance is free."""
    if not m[instance + I_UP]:
        return  # it has died with all the others
    m[instance + I_FREE] += 1
    if m[instance + I_FREE] <= 0:  # it is one of those that are to go
        workers = m[instance + I_WORKERS] - m[instance + I_FREE]
        note(m, SCALER_COUNTS, instance, workers, 0)
        return
    if m[pool + P_ONLY] == NONE:
        note_freed(m, pool, instance)
    if m[pool + P_WAITERS] > 0 or m[instance + I_WAITERS] > 0:
        serve(m, q, pool, instance)


@machine
def part_with(m: Any, q: Any, pool: int, execution: int) -> None:
    """A worker is free: hand it to whoever is next."""
    m[pool + P_TAKEN] -= 1
    m[pool + P_HELD] += m[NOW]
    if m[execution + E_INSTANCE] != NONE:
        free(m, q, pool, m[execution + E_INSTANCE])


@machine
def next_for(m: Any, pool: int, instance: int) -> int:
    """Who of those that wait is next for an instance; it waits no more."""
    own = first_in(m, pool, m[instance + I_QUEUE]) if m[instance + I_WAITERS] > 0 else NONE
    shared = first_in(m, pool, m[pool + P_QUEUE]) if not m[instance + I_LEAVING] else NONE
    if own == NONE and shared == NONE:
        return NONE
    if shared == NONE or (own != NONE and is_before(m, pool, own, shared)):
        m[instance + I_WAITERS] -= 1
        return take_first(m, m[instance + I_QUEUE], own)
    m[pool + P_WAITERS] -= 1
    return take_first(m, m[pool + P_QUEUE], shared)


@machine
def is_before(m: Any, pool: int, one: int, other: int) -> bool:
    """Whether one who waits is served before another."""
    if m[one + E_PRIORITY] != m[other + E_PRIORITY]:
        return m[one + E_PRIORITY] > m[other + E_PRIORITY]
    later = m[one + E_ORDER] > m[other + E_ORDER]
    return later if m[pool + P_LIFO] else not later


@machine
def serve(m: Any, q: Any, pool: int, instance: int) -> None:
    """Hand a free worker to whoever is next."""
    execution = next_for(m, pool, instance)
    if execution == NONE:
        return
    use(m, pool, instance, execution)
    key = ENDS + m[execution + E_KEY]
    if m[execution + E_BROKER] != NONE and m[execution + E_STARTED] == NEVER:
        held(m, m[execution + E_JOURNEY])
        after(m, q, 0, key, RELEASED, execution, m[execution + E_JOURNEY])
        return
    m[execution + E_QUEUES] = 0
    hold(m, pool)
    unqueue(m, pool)
    if m[execution + E_STARTED] == NEVER:
        if not m[execution + E_COMING]:
            m[pool + P_ROOM] += 1
        begin(m, pool, execution)
        copy = m[execution + E_COPY]
        if copy != NONE and m[m[copy + Y_QUEUE] + Q_EARLY]:
            note(m, TAKEN_UP, execution, m[execution + E_SERIAL], 0)
    kind = SERVED if m[execution + E_PIECE] == NONE else RESUMES
    after(m, q, 0, key, kind, execution, m[execution + E_SERIAL])


# -------------------------------------------------------------------- executions


@machine
def enlist(m: Any, at: int, execution: int) -> None:
    """Put an execution before those of a list of an instance."""
    first = m[at]
    m[execution + E_INSIDE_NEXT] = first
    m[execution + E_INSIDE_BEFORE] = NONE
    if first != NONE:
        m[first + E_INSIDE_BEFORE] = execution
    m[at] = execution


@machine
def delist(m: Any, at: int, execution: int) -> None:
    """Take an execution out of such a list."""
    before, behind = m[execution + E_INSIDE_BEFORE], m[execution + E_INSIDE_NEXT]
    if before == NONE:
        m[at] = behind
    else:
        m[before + E_INSIDE_NEXT] = behind
    if behind != NONE:
        m[behind + E_INSIDE_BEFORE] = before


@machine
def is_under_way(m: Any, execution: int) -> None:
    """A delivery is on its way to its instance: no worker has taken it up."""
    m[execution + E_COMING] = 1
    m[m[execution + E_INSTANCE] + I_COMING_COUNT] += 1
    enlist(m, m[execution + E_INSTANCE] + I_COMING, execution)


@machine
def comes_no_more(m: Any, execution: int) -> None:
    """It is taken up, or gone."""
    if m[execution + E_COMING]:
        m[execution + E_COMING] = 0
        m[m[execution + E_INSTANCE] + I_COMING_COUNT] -= 1
        delist(m, m[execution + E_INSTANCE] + I_COMING, execution)


@machine
def begin(m: Any, pool: int, execution: int) -> None:
    """A worker takes up an execution for the first time."""
    m[pool + P_STARTED] += 1
    comes_no_more(m, execution)
    m[m[execution + E_INSTANCE] + I_INSIDE_COUNT] += 1
    enlist(m, m[execution + E_INSTANCE] + I_INSIDE, execution)
    m[execution + E_STARTED] = m[NOW]


@machine
def wait(m: Any, q: Any, pool: int, execution: int) -> None:
    """One that has arrived waits for a worker: of its instance, or of any."""
    m[pool + P_WAITING] -= m[NOW]
    m[pool + P_QUEUED] += 1
    m[execution + E_ORDER] = next_order(m, pool)
    m[execution + E_QUEUES] = 1
    instance = m[execution + E_INSTANCE]
    if instance == NONE:
        m[pool + P_WAITERS] += 1
        line_up(m, pool, m[pool + P_QUEUE], execution)
        if m[pool + P_SHED] >= 0:
            key = ARRIVALS + m[execution + E_KEY]
            set_timer(m, q, m[pool + P_SHED], key, SHEDS, execution, m[execution + E_JOURNEY])
    else:
        m[instance + I_WAITERS] += 1
        line_up(m, pool, m[instance + I_QUEUE], execution)
    if m[pool + P_SCALER] != NONE:
        note(m, SCALER_WAITS, pool, 0, 0)


@machine
def unqueue(m: Any, pool: int) -> None:
    """One that has arrived waits no longer."""
    m[pool + P_WAITING] += m[NOW]
    m[pool + P_QUEUED] -= 1


@machine
def is_up(m: Any, pool: int) -> bool:
    """Whether any of its instances lives, or can come."""
    if m[pool + P_SCALER] != NONE:
        return True
    for number in range(m[pool + P_COUNT]):
        if m[m[pool + P_INSTANCES] + number * I_WIDTH + I_UP]:
            return True
    return False


ENTERS, WAITS, IS_REFUSED = range(3)


@machine
def enter(m: Any, q: Any, pool: int, execution: int) -> int:
    """A new execution arrives: a worker takes it up at once, or it waits, or has no room."""
    m[pool + P_CAME] += 1
    if m[execution + E_BROKER] != NONE:  # a worker has been waiting for it
        hold(m, pool)
        begin(m, pool, execution)
        return ENTERS
    own = m[execution + E_INSTANCE]
    instance = place_for(m, q, pool, execution, own)
    if instance != NONE:
        use(m, pool, instance, execution)
        hold(m, pool)
        begin(m, pool, execution)
        return ENTERS
    # What was pushed to an instance has its place there already.
    if own == NONE:
        if m[pool + P_ROOM] <= 0 or not is_up(m, pool):
            m[pool + P_REFUSED] += 1
            return IS_REFUSED
        m[pool + P_ROOM] -= 1
    wait(m, q, pool, execution)
    return WAITS


@machine
def take_again(m: Any, q: Any, pool: int, execution: int) -> bool:
    """Give a worker to one that has begun; False, and a place in the queue, if none is free."""
    if m[pool + P_KEEPS]:
        return True  # it has had one all along
    instance = m[execution + E_INSTANCE]
    if place_for(m, q, pool, execution, instance) != NONE:
        use(m, pool, instance, execution)
        hold(m, pool)
        return True
    wait(m, q, pool, execution)
    return False


@machine
def withdraw(m: Any, pool: int, execution: int) -> None:
    """An execution that has arrived waits for a worker no more."""
    m[execution + E_QUEUES] = 0
    unqueue(m, pool)
    instance = m[execution + E_INSTANCE]
    if instance == NONE:
        m[pool + P_ROOM] += 1
        m[pool + P_WAITERS] -= 1
        leave_line(m, m[pool + P_QUEUE], execution)
    else:
        m[instance + I_WAITERS] -= 1
        leave_line(m, m[instance + I_QUEUE], execution)


@machine
def leave(m: Any, q: Any, pool: int, execution: int, holding: bool) -> None:
    """An execution is over; unless it waited without one, a worker is free."""
    m[pool + P_ENDED] += 1
    instance = m[execution + E_INSTANCE]
    m[instance + I_INSIDE_COUNT] -= 1
    delist(m, instance + I_INSIDE, execution)
    if holding or m[pool + P_KEEPS]:
        part_with(m, q, pool, execution)
    if m[pool + P_SCALER] != NONE:
        note(m, SCALER_LEFT, instance, 0, 0)
