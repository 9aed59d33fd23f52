"""What goes wrong in the midst of things: what is lost, slow, or fails.

See the reference's `faults`. Faults that kill are in `blows`.
"""

from typing import Any

from simkit.engine.compiled.events import STRIKES_WORK, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    FAULTS_AT,
    L_FAULTED,
    L_POOL,
    L_WIDTH,
    LINES,
    NONE,
    P_BROKER,
    P_FAULTS,
    P_PROCESSES,
    P_WIDTH,
    POOLS,
    X_PARTICIPANT,
)
from simkit.engine.compiled.layout_faults import (
    F_ACTIVE,
    F_AFTER,
    F_BLOW,
    F_BUSY,
    F_CHANCE,
    F_CHANCES,
    F_DOWN,
    F_GOING,
    F_INSTANCE,
    F_MOMENTS,
    F_UP,
    F_WIDTH,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.records import (
    E_INSTANCE,
    E_JOURNEY,
    E_LINE,
    E_PLAN,
    E_POOL,
    E_SCOPE,
    E_THREAT,
    E_THREAT_BY,
    I_NUMBER,
    J_REQUEST,
    S_ADDRESS,
    S_JOURNEY,
    S_KEY,
)
from simkit.engine.compiled.rounding import scaled
from simkit.engine.order import ENDS, PATH_BITS

CRASHES, KILLS, LOSES, SLOWS, BREAKS = range(5)  # in the order of `Blow`
CHANCES = 10**9  # a chance is drawn as one of so many equal parts


@machine
def fault_at(m: Any, number: int) -> int:
    """Where a fault is."""
    return m[FAULTS_AT] + number * F_WIDTH


@machine
def drawn(m: Any, d: Any, slots: int, line: int, scope: int) -> int:
    """What a fault draws for what happens on a line."""
    request = m[m[scope + S_JOURNEY] + J_REQUEST]
    return draw(m, d, m[slots + line], m[scope + S_ADDRESS], request)


@machine
def happens(m: Any, d: Any, fault: int, line: int, scope: int) -> bool:
    """Whether a fault with a chance happens here."""
    chance = m[fault + F_CHANCE]
    return chance >= CHANCES or drawn(m, d, m[fault + F_CHANCES], line, scope) < chance


@machine
def is_lost(m: Any, d: Any, scope: int, line: int) -> bool:
    """Whether a message is lost on its way."""
    faults = m[LINES + line * L_WIDTH + L_FAULTED]
    number = 0
    while faults >> number:
        fault = fault_at(m, number)
        if (faults >> number) & 1 and m[fault + F_BLOW] == LOSES:
            if m[fault + F_GOING]:
                return True
            if m[fault + F_CHANCE] and happens(m, d, fault, line, scope):
                return True
        number += 1
    return False


@machine
def number_of(m: Any, execution: int) -> int:
    """The number of the instance where an execution runs."""
    instance = m[execution + E_INSTANCE]
    return m[instance + I_NUMBER] if instance != NONE else 0


@machine
def strikes_here(m: Any, fault: int, execution: int) -> bool:
    """Whether a fault is going on where an execution runs."""
    return m[m[fault + F_ACTIVE] + number_of(m, execution)] != 0


@machine
def slowed(m: Any, execution: int, line: int, duration: int) -> int:
    """How long work takes now."""
    faults = m[m[LINES + line * L_WIDTH + L_POOL] + P_FAULTS]
    number = 0
    while faults >> number:
        fault = fault_at(m, number)
        slows = (faults >> number) & 1 == 1 and m[fault + F_BLOW] == SLOWS
        if slows and strikes_here(m, fault, execution):
            duration = scaled(duration, m[fault + F_UP], m[fault + F_DOWN])
        number += 1
    return duration


@machine
def faults_of(m: Any, execution: int) -> int:
    """The set of faults that strike where an execution runs."""
    return m[POOLS + m[m[execution + E_PLAN] + X_PARTICIPANT] * P_WIDTH + P_FAULTS]


@machine
def fails_here(m: Any, execution: int) -> bool:
    """Whether what is done now fails."""
    faults = faults_of(m, execution)
    number = 0
    while faults >> number:
        fault = fault_at(m, number)
        breaks = (faults >> number) & 1 == 1 and m[fault + F_BLOW] == BREAKS
        if breaks and strikes_here(m, fault, execution):
            return True
        number += 1
    return False


@machine
def is_for(m: Any, fault: int, execution: int) -> bool:
    """Whether a fault can strike where an execution runs."""
    if m[fault + F_INSTANCE] < 0:
        return True
    instance = m[execution + E_INSTANCE]
    return instance != NONE and m[instance + I_NUMBER] == m[fault + F_INSTANCE]


@machine
def moment(m: Any, d: Any, fault: int, execution: int, line: int, duration: int) -> int:
    """When in its work a fault strikes an execution; -1: it does not."""
    if m[fault + F_BLOW] > KILLS or m[fault + F_AFTER] or not is_for(m, fault, execution):
        return -1
    scope = m[execution + E_SCOPE]
    if m[fault + F_BUSY] != NONE:
        return drawn(m, d, m[fault + F_BUSY], line, scope)
    first = m[fault + F_CHANCE] > 0 and line == m[execution + E_LINE]
    if first and happens(m, d, fault, line, scope):
        share = drawn(m, d, m[fault + F_MOMENTS], line, scope) / CHANCES
        return int(share * duration)
    return -1


@machine
def threaten(m: Any, q: Any, d: Any, execution: int, line: int, duration: int) -> None:
    """The work that begins now may be its last."""
    faults = faults_of(m, execution)
    first, by = duration, NONE
    number = 0
    while faults >> number:
        if (faults >> number) & 1:
            fault = fault_at(m, number)
            when = moment(m, d, fault, execution, line, duration)
            if 0 <= when < first:
                first, by = when, fault
        number += 1
    pool = m[execution + E_POOL]
    if by == NONE or pool == NONE:  # noqa: PLR1714 - no tuples of what is known only later
        return
    if not m[pool + P_BROKER]:
        m[execution + E_THREAT_BY] = by
        if m[pool + P_PROCESSES]:
            m[execution + E_THREAT] = first + 1
            return
        key = ENDS + m[m[execution + E_SCOPE] + S_KEY] + ((line + 1) << PATH_BITS)
        set_timer(m, q, first, key, STRIKES_WORK, execution, m[execution + E_JOURNEY])
