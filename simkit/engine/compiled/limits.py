"""How many messages are let through: so many at once, so many in a time.

See the reference's `limits`; of a sender's pace, its `senders`.
"""

from typing import Any

from simkit.engine.compiled.events import IS_GRANTED, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import L_PACE, L_WIDTH, LINES, NEVER, NONE, NOW
from simkit.engine.compiled.layout_calls import (
    H_FIRST,
    H_FREE,
    H_FULL,
    H_INTERVAL,
    H_LAST,
    H_LINE,
    H_SLACK,
)
from simkit.engine.compiled.memory import give, take
from simkit.engine.compiled.records import (
    E_ENDED,
    E_HERE,
    E_INSTANCE,
    E_PLACE,
    I_NUMBER,
    NODE,
    S_KEY,
    T_A,
    T_B,
    T_C,
    T_D,
    T_NEXT,
    T_WIDTH,
)
from simkit.engine.order import ENDS, PATH_BITS

# -------------------------------------------------------------------- tokens


@machine
def takes(m: Any, gate: int) -> bool:
    """Take a token, if there is one."""
    if m[gate + H_INTERVAL] == 0:
        return True
    if m[gate + H_FULL] - m[gate + H_SLACK] > m[NOW]:
        return False
    m[gate + H_FULL] = max(m[gate + H_FULL], m[NOW]) + m[gate + H_INTERVAL]
    return True


@machine
def waits(m: Any, gate: int) -> int:
    """How long until there is a token for whoever comes now, in ns."""
    if m[gate + H_INTERVAL] == 0:
        return 0
    return max(0, m[gate + H_FULL] - m[gate + H_SLACK] - m[NOW])


@machine
def delay(m: Any, gate: int) -> int:
    """The same; it is taken for him."""
    found = waits(m, gate)
    if m[gate + H_INTERVAL]:
        m[gate + H_FULL] = max(m[gate + H_FULL], m[NOW]) + m[gate + H_INTERVAL]
    return found


# -------------------------------------------------------------------- the gate of a receiver


@machine
def admits(m: Any, gate: int, execution: int) -> bool:
    """Whether one that arrives may come in; a token that it takes is spent."""
    if m[gate + H_FREE] == 0 or not takes(m, gate):
        return False
    if m[gate + H_FREE] > 0:
        m[gate + H_FREE] -= 1
        m[execution + E_PLACE] = gate
    return True


@machine
def leaves_gate(m: Any, execution: int) -> None:
    """One that came in is over."""
    m[m[execution + E_PLACE] + H_FREE] += 1


# -------------------------------------------------------------------- the pace of a sender
# A *turn* is the place of one who waits until he may send: a node with the execution, its serial,
# the pace, and whether he does not wait any more.


@machine
def pace_of(m: Any, sender: int, line: int) -> int:
    """How fast a message may be sent by an instance; NONE: as fast as one likes."""
    paces = m[LINES + line * L_WIDTH + L_PACE]
    if paces == NONE:
        return NONE
    instance = m[sender + E_INSTANCE]
    number = m[instance + I_NUMBER] if instance != NONE else 0
    pace = m[paces] + number * m[paces + 1]
    if m[pace + H_LINE] < 0:
        m[pace + H_LINE] = line
    return pace


@machine
def queue_up(m: Any, pace: int, sender: int) -> int:
    """The turn of one who waits behind all others."""
    turn = take(m, NODE, T_WIDTH)
    m[turn + T_NEXT] = NONE
    m[turn + T_A] = sender
    m[turn + T_B] = m[sender]
    m[turn + T_C] = pace
    m[turn + T_D] = 0
    if m[pace + H_FIRST] == NONE:
        m[pace + H_FIRST] = turn
    else:
        m[m[pace + H_LAST] + T_NEXT] = turn
    m[pace + H_LAST] = turn
    return turn


@machine
def is_idle(m: Any, turn: int) -> bool:
    """Whether nobody is there who would use a turn."""
    sender = m[turn + T_A]
    return m[turn + T_D] != 0 or m[sender] != m[turn + T_B] or m[sender + E_ENDED] != NEVER


@machine
def pace_left(m: Any, q: Any, pace: int) -> None:
    """A call is over: whoever waits longest can send."""
    if pace == NONE or m[pace + H_FREE] < 0:
        return
    while m[pace + H_FIRST] != NONE:
        turn = m[pace + H_FIRST]
        m[pace + H_FIRST] = m[turn + T_NEXT]
        if not is_idle(m, turn):
            here = m[m[turn + T_A] + E_HERE]
            key = ENDS + m[here + S_KEY] + ((m[pace + H_LINE] + 1) << PATH_BITS)
            after(m, q, 0, key, IS_GRANTED, turn, 0)
            return
        give(m, NODE, turn)
    m[pace + H_FREE] += 1
