"""Deliveries that leave ahead of the workers: lanes, windows and partitions.

See the reference's `window` and `partitions`.
"""

from typing import Any

from simkit.engine.compiled.events import WAKES, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import let_be
from simkit.engine.compiled.layout import FREE, GOES_ON, NONE, P_UP, STATUS
from simkit.engine.compiled.layout_queues import (
    V_COUNT,
    V_IN_TURN,
    V_NUMBER,
    V_OWNER,
    V_POLLS,
    V_QUEUE,
    V_READY,
    V_TURN,
    V_USED,
    V_WIDTH,
    V_WINDOWS,
    W_ASLEEP,
    W_BATCH,
    W_INSTANCE,
    W_KEY,
    W_LANE,
    W_LOOKS,
    W_SIZE,
    W_SLEEP,
    W_USED,
    W_WIDTH,
)
from simkit.engine.compiled.leaving import give_up_place, have_place, leave
from simkit.engine.compiled.lists import put_in_order
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import take as take_record
from simkit.engine.compiled.pools import takes
from simkit.engine.compiled.records import (
    E_JOURNEY,
    E_WITHDRAWN,
    I_UP,
    J_NUMBER,
    J_REQUEST,
    NODE,
    Q_BROKER,
    Q_LANE_COUNT,
    Q_LANES,
    Q_PARTITION,
    T_A,
    T_B,
    T_C,
    T_D,
    T_NEXT,
    T_WIDTH,
)
from simkit.engine.compiled.waiting import leave_ready

# -------------------------------------------------------------------- lanes


@machine
def lane_of(m: Any, d: Any, queue: int, delivery: int) -> int:
    """Where a delivery waits: in the only lane, or in that of its partition."""
    count = m[queue + Q_LANE_COUNT]
    if count == 1:
        return m[queue + Q_LANES]
    journey = m[delivery + E_JOURNEY]
    number = m[journey + J_NUMBER] % count
    if m[queue + Q_PARTITION] >= 0:
        number = draw(m, d, m[queue + Q_PARTITION], 0, m[journey + J_REQUEST])
    return m[queue + Q_LANES] + number * V_WIDTH


@machine
def offer(m: Any, q: Any, d: Any, r: Any, lane: int, delivery: int) -> None:
    """A copy is ready: it leaves if an instance has room and does not sleep."""
    put_in_order(m, lane + V_READY, delivery)
    if not m[lane + V_POLLS]:
        pump(m, q, d, r, lane)


@machine
def is_up(m: Any, lane: int) -> bool:
    """Whether the broker of a lane is there."""
    return m[m[m[lane + V_QUEUE] + Q_BROKER] + P_UP] != 0


@machine
def next_ready(m: Any, lane: int) -> int:
    """The copy that is next to leave, or NONE; it waits here no more."""
    while m[lane + V_READY] != NONE:
        delivery = m[lane + V_READY]
        leave_ready(m, delivery)
        if not m[delivery + E_WITHDRAWN]:
            return delivery
        let_be(m, m[delivery + E_JOURNEY])
    return NONE


@machine
def choose(m: Any, lane: int) -> int:
    """The window whose turn it is, or the first with the fewest deliveries; or NONE."""
    if m[lane + V_IN_TURN]:
        return next_in_turn(m, lane)
    best = NONE
    for number in range(m[lane + V_COUNT]):
        window = m[lane + V_WINDOWS] + number * W_WIDTH
        has_fewer = best == NONE or m[window + W_USED] < m[best + W_USED]
        if has_fewer and free_places(m, window) > 0:
            best = window
    return best


@machine
def next_in_turn(m: Any, lane: int) -> int:
    """The next window that has room, if they take turns; or NONE."""
    count = m[lane + V_COUNT]
    for _ in range(count):
        turn = m[lane + V_TURN]
        m[lane + V_TURN] = 0 if turn + 1 == count else turn + 1
        window = m[lane + V_WINDOWS] + turn * W_WIDTH
        if free_places(m, window) > 0:
            return window
    return NONE


# -------------------------------------------------------------------- windows


@machine
def is_shut(m: Any, window: int) -> bool:
    """Whether an instance takes nothing now, or not before it has dealt with all that it has."""
    batch = m[window + W_BATCH] != 0 and m[window + W_USED] > 0
    return batch or not takes(m, m[window + W_INSTANCE])


@machine
def free_places(m: Any, window: int) -> int:
    """How many more deliveries an instance would take now."""
    return 0 if is_shut(m, window) else m[window + W_SIZE] - m[window + W_USED]


@machine
def take(m: Any, q: Any, d: Any, r: Any, window: int, delivery: int) -> bool:
    """A delivery leaves for the instance of a window; whether it is lost on its way."""
    have_place(m, window, delivery)
    return leave(m, q, d, r, m[m[window + W_LANE] + V_QUEUE], delivery)


# -------------------------------------------------------------------- handing out
# What is lost on its way frees its place at once, and whoever has that place asks for more while
# others are handed out: what is to go on then stands in a stack.

PUMPS, FILLS, LOOKS = range(3)  # a lane; a window, as its lane pumps, or as it looks


@machine
def goes_on(m: Any, stack: int, what: int, whose: int, places: int) -> int:
    """Put on a stack what is to go on: with which lane or window, and for how many places."""
    frame = take_record(m, NODE, T_WIDTH)
    m[frame + T_NEXT] = stack
    m[frame + T_A] = what
    m[frame + T_B] = whose
    m[frame + T_C] = places
    m[frame + T_D] = 0  # so many have been taken
    return frame


@machine
def is_done(m: Any, stack: int) -> int:
    """What is on top of a stack goes on no more."""
    below = m[stack + T_NEXT]
    m[stack + 1] = m[FREE + NODE]
    m[FREE + NODE] = stack
    return below


@machine
def asks(m: Any, stack: int, window: int) -> int:
    """A window takes what there is: at once, or where one polls, only by looking."""
    if m[window + W_SLEEP] < 0:
        return goes_on(m, stack, PUMPS, m[window + W_LANE], 0)
    if is_shut(m, window):
        return stack
    return goes_on(m, stack, LOOKS, window, free_places(m, window))


@machine
def hand_out(m: Any, q: Any, d: Any, r: Any, stack: int) -> None:
    """Let copies leave as long as some instance has room."""
    while stack != NONE and m[STATUS] == GOES_ON:
        if m[stack + T_A] == PUMPS:
            stack = pump_on(m, q, d, r, stack)
        else:
            stack = fill_on(m, q, d, r, stack)


@machine
def pump_on(m: Any, q: Any, d: Any, r: Any, stack: int) -> int:
    """The next copy of a lane leaves, for the window whose turn it is; what goes on then."""
    lane = m[stack + T_B]
    if m[lane + V_READY] == NONE or not is_up(m, lane):
        return is_done(m, stack)
    window = choose(m, lane)
    if window == NONE:
        return is_done(m, stack)
    if m[window + W_BATCH]:
        return goes_on(m, stack, FILLS, window, free_places(m, window))
    delivery = next_ready(m, lane)
    if delivery == NONE:
        return is_done(m, stack)
    if take(m, q, d, r, window, delivery):
        return asks(m, stack, window)
    return stack


@machine
def fill_on(m: Any, q: Any, d: Any, r: Any, stack: int) -> int:
    """The next copy leaves for a window, as long as it has places; what goes on then."""
    window = m[stack + T_B]
    lane = m[window + W_LANE]
    delivery = NONE
    # What was lost on its way may have had its place taken again.
    has_place = m[stack + T_C] > 0 and m[window + W_USED] < m[window + W_SIZE]
    if has_place and is_up(m, lane):
        delivery = next_ready(m, lane)
    if delivery == NONE:
        return is_filled(m, q, d, stack)
    m[stack + T_C] -= 1
    m[stack + T_D] += 1
    if take(m, q, d, r, window, delivery):
        return asks(m, stack, window)
    return stack


@machine
def is_filled(m: Any, q: Any, d: Any, stack: int) -> int:
    """A window has taken what it could; who finds nothing sleeps before the next look."""
    what, window, taken = m[stack + T_A], m[stack + T_B], m[stack + T_D]
    below = is_done(m, stack)
    if taken > 0:
        return below
    if what == FILLS:
        return is_done(m, below)
    if not m[window + W_ASLEEP]:
        m[window + W_ASLEEP] = 1
        delay = draw(m, d, m[window + W_SLEEP], 0, m[window + W_LOOKS])
        m[window + W_LOOKS] += 1
        after(m, q, delay, m[window + W_KEY], WAKES, window, 0)
    return below


@machine
def pump(m: Any, q: Any, d: Any, r: Any, lane: int) -> None:
    """Let copies of a lane leave as long as some instance has room."""
    if m[lane + V_NUMBER] >= 0:
        pump_partition(m, q, d, r, lane)
    elif m[lane + V_READY] != NONE:
        hand_out(m, q, d, r, goes_on(m, NONE, PUMPS, lane, 0))


@machine
def ask(m: Any, q: Any, d: Any, r: Any, window: int) -> None:
    """An instance takes what there is for one of its windows."""
    hand_out(m, q, d, r, asks(m, NONE, window))


@machine
def wake(m: Any, q: Any, d: Any, r: Any, window: int) -> None:
    """It has slept."""
    m[window + W_ASLEEP] = 0
    ask(m, q, d, r, window)


@machine
def free_place(m: Any, q: Any, d: Any, r: Any, delivery: int) -> None:
    """The place of a delivery in a window is free."""
    window = give_up_place(m, delivery)
    if window != NONE:
        lane = m[window + W_LANE]
        if m[lane + V_NUMBER] >= 0:
            m[lane + V_USED] -= 1
            pump_partition(m, q, d, r, lane)
        elif m[m[window + W_INSTANCE] + I_UP]:
            ask(m, q, d, r, window)


# -------------------------------------------------------------------- partitions


@machine
def pump_partition(m: Any, q: Any, d: Any, r: Any, lane: int) -> None:
    """The next copy leaves, if its owner is there and has done with the last one."""
    owner = m[lane + V_OWNER]
    if owner == NONE or m[lane + V_USED] or not takes(m, m[owner + W_INSTANCE]):
        return
    if is_up(m, lane):
        is_astray = True
        while is_astray:
            delivery = next_ready(m, lane)
            if delivery == NONE:
                return
            is_astray = take(m, q, d, r, owner, delivery)
        m[lane + V_USED] += 1
