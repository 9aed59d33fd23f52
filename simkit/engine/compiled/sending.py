"""Messages that leave; see the reference's `scope`."""

from typing import Any

from simkit.engine.compiled import brokers, events
from simkit.engine.compiled.answers import FAILED, HAPPENED, note
from simkit.engine.compiled.events import after
from simkit.engine.compiled.faulty import is_lost
from simkit.engine.compiled.finding import find
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes
from simkit.engine.compiled.layout import (
    EXECUTIONS,
    L_LOST,
    L_NETWORK,
    L_REJECTS,
    L_SETTLES,
    L_STARTS,
    L_WIDTH,
    LINES,
    LOADS,
    MESSAGE,
    NONE,
    NOW,
    X_KIND,
    X_REGION,
    X_WIDTH,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import push
from simkit.engine.compiled.records import (
    E_DRAWN_SETTLED,
    E_LINE,
    E_PLAN,
    E_SCOPE,
    J_REQUEST,
    J_UNSEEN,
    R_LOST,
    S_ADDRESS,
    S_JOURNEY,
    S_KEY,
    S_PATH,
    T_D,
    T_E,
    T_F,
)
from simkit.engine.compiled.scopes import marks, new_execution, opens
from simkit.engine.compiled.travelling import travel
from simkit.engine.order import ARRIVALS, PATH_BITS
from simkit.record.tables import Done

DONE_LOST, DONE_REFUSED = int(Done.LOST), int(Done.REFUSED)


@machine
def leaves(m: Any, q: Any, d: Any, scope: int, sender: int, line: int) -> None:
    """A message that starts an execution leaves."""
    if m[LOADS] and is_lost(m, d, scope, line):
        lose(m, scope, sender, line)
        return
    execution = new_execution(m, scope, m[LINES + line * L_WIDTH + L_STARTS], sender)
    if m[m[execution + E_PLAN] + X_KIND] == MESSAGE and not brokers.may_leave(m, execution):
        return
    travel(m, q, d, execution)


@machine
def lose(m: Any, scope: int, sender: int, line: int) -> None:
    """A message leaves and never arrives."""
    marks(m, scope, R_LOST)
    note(m, scope, line, FAILED)
    unseen(m, scope, sender, line, DONE_LOST)


@machine
def unseen(m: Any, scope: int, sender: int, line: int, fate: int) -> None:
    """A message of which nobody but its sender knows."""
    journey = m[scope + S_JOURNEY]
    node = push(m, journey + J_UNSEEN, line, m[scope + S_PATH], m[sender + E_LINE])
    m[node + T_D] = m[m[sender + E_SCOPE] + S_PATH]
    m[node + T_E] = m[NOW]
    m[node + T_F] = fate


@machine
def send_else(m: Any, q: Any, d: Any, scope: int, sender: int, line: int) -> None:
    """A message that starts nothing leaves: it settles a delivery, or is drawn to be lost."""
    plan = LINES + line * L_WIDTH
    settles = m[plan + L_SETTLES]
    if settles >= 0:
        delivery = find(m, scope, settles, region_of(m, settles))
        if delivery != NONE:
            m[delivery + E_DRAWN_SETTLED] = 1
    lost = m[plan + L_LOST] != 0 or (m[LOADS] != 0 and is_lost(m, d, scope, line))
    if lost and settles < 0:
        lose(m, scope, sender, line)
        return
    opens(m, scope)
    key = ARRIVALS + m[scope + S_KEY] + ((line + 1) << PATH_BITS)
    request = m[m[scope + S_JOURNEY] + J_REQUEST]
    delay = draw(m, d, m[plan + L_NETWORK], m[scope + S_ADDRESS], request)
    after(m, q, delay, key, events.SETTLES, scope, line | (256 if lost else 0))


@machine
def region_of(m: Any, number: int) -> int:
    """The region of a role."""
    return m[EXECUTIONS + number * X_WIDTH + X_REGION]


@machine
def settled_by(m: Any, q: Any, d: Any, r: Any, scope: int, what: int) -> None:
    """A line that settles a delivery reaches the broker, or would have by now."""
    line = what & 255
    plan = LINES + line * L_WIDTH
    number = m[plan + L_SETTLES]
    delivery = find(m, scope, number, region_of(m, number))
    if what >= 256:
        brokers.free_place(m, q, d, r, delivery)
    elif m[plan + L_REJECTS]:
        brokers.reject(m, q, d, r, delivery)
    else:
        brokers.settle(m, q, d, r, delivery)
    note(m, scope, line, HAPPENED)
    closes(m, r, scope)
