"""Faults that strike: by the clock, in the midst of work, or between two lines.

See the reference's `faults`.
"""

from typing import Any

from simkit.engine.compiled import agenda, broker_deaths
from simkit.engine.compiled.dying import crash_instance, die, missed, restart_instance
from simkit.engine.compiled.events import IS_PAST, MISSED, STRIKES, STRIKES_WORK, after
from simkit.engine.compiled.faulty import (
    CRASHES,
    KILLS,
    SLOWS,
    fault_at,
    faults_of,
    happens,
    is_for,
    number_of,
)
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    DYING,
    ENDLESS,
    L_FAULTS_AFTER,
    L_WIDTH,
    LINES,
    NEVER,
    NONE,
    NOW,
    P_BROKER,
    P_INSTANCES,
    P_NUMBER,
    P_UP,
)
from simkit.engine.compiled.layout_faults import (
    F_ACTIVE,
    F_AT,
    F_BLOW,
    F_DOWN_UNTIL,
    F_EVERY,
    F_GOING,
    F_KEY,
    F_LASTS,
    F_POOL,
    F_STRIKES,
    F_UNTIL,
    F_VALUE,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.mortal import take_dying
from simkit.engine.compiled.records import E_ENDED, E_SCOPE, E_THREAT_BY, I_UP, I_WIDTH
from simkit.engine.compiled.rows import change
from simkit.record.tables import Change

STRIKE, OVER, KINDS = 0, 1, 2  # what happens to an instance
DOWN, UP = int(Change.DOWN), int(Change.UP)
SLOW, FAILING = int(Change.SLOW), int(Change.FAILING)


@machine
def law(m: Any, d: Any, fault: int, instance: int, what: int) -> int:
    """The next draw of how long until a fault strikes, or how long it lasts."""
    return draw(m, d, m[fault + what] + instance, 0, m[m[fault + F_STRIKES] + instance])


@machine
def come_later(m: Any, q: Any, fault: int, instance: int, delay: int, kind: int) -> None:
    """Something will happen to an instance."""
    if delay < ENDLESS:
        what = STRIKES if kind == STRIKE else IS_PAST
        after(m, q, delay, m[fault + F_KEY] + instance * KINDS + kind, what, fault, instance)


@machine
def strike(m: Any, q: Any, d: Any, r: Any, fault: int, instance: int) -> None:
    """A fault strikes an instance by the clock."""
    at = m[fault + F_STRIKES] + instance
    m[at] += 1
    lasts = law(m, d, fault, instance, F_LASTS)
    times = m[fault + F_AT]
    if m[times]:
        if m[at] < m[times]:
            come_later(m, q, fault, instance, m[times + 1 + m[at]] - m[NOW], STRIKE)
    elif m[fault + F_EVERY] >= 0 and lasts < ENDLESS:
        pause = law(m, d, fault, instance, F_EVERY)
        come_later(m, q, fault, instance, lasts + pause, STRIKE)
    if m[fault + F_BLOW] == CRASHES:
        crash(m, q, d, r, fault, instance)
    else:
        begin(m, q, r, fault, instance, lasts)


@machine
def begin(m: Any, q: Any, r: Any, fault: int, instance: int, lasts: int) -> None:
    """What lasts begins, or goes on for longer."""
    going, until = m[fault + F_ACTIVE] + instance, m[fault + F_UNTIL] + instance
    if not m[going]:
        note(m, r, fault, instance, 1)
    if not m[going] or m[until] < m[NOW] + lasts:
        m[fault + F_GOING] += 1 - m[going]
        m[going] = 1
        m[until] = m[NOW] + lasts
        come_later(m, q, fault, instance, lasts, OVER)


@machine
def over(m: Any, q: Any, d: Any, r: Any, fault: int, number: int) -> None:
    """A fault is over."""
    if m[fault + F_BLOW] == CRASHES:
        if m[NOW] >= m[m[fault + F_DOWN_UNTIL] + number]:
            come_back(m, q, d, r, m[fault + F_POOL], number)
    elif m[m[fault + F_UNTIL] + number] <= m[NOW]:
        m[fault + F_GOING] -= 1
        m[m[fault + F_ACTIVE] + number] = 0
        note(m, r, fault, number, 0)


@machine
def come_back(m: Any, q: Any, d: Any, r: Any, pool: int, number: int) -> None:
    """What was down is up again."""
    change(m, r, m[pool + P_NUMBER], number, -1, UP, 0)
    if m[pool + P_BROKER]:
        broker_deaths.restart_broker(m, q, d, r, pool)
        return
    instance = m[pool + P_INSTANCES] + number * I_WIDTH
    restart_instance(m, q, pool, instance)
    broker_deaths.instance_is_back(m, q, d, r, instance)


@machine
def note(m: Any, r: Any, fault: int, instance: int, begins: int) -> None:
    """What works there is slower, or fails, from now on; or does so no longer."""
    pool = m[fault + F_POOL]
    if pool == NONE:
        return
    if m[fault + F_BLOW] == SLOWS:
        change(m, r, m[pool + P_NUMBER], instance, -1, SLOW, m[fault + F_VALUE] if begins else 1000)
    else:
        change(m, r, m[pool + P_NUMBER], instance, -1, FAILING, begins)


# -------------------------------------------------------------------- death


@machine
def crash(m: Any, q: Any, d: Any, r: Any, fault: int, number: int) -> None:
    """An instance dies with all that it has in memory; one that is dead is so for longer."""
    pool, lasts = m[fault + F_POOL], law(m, d, fault, number, F_LASTS)
    instance = m[pool + P_INSTANCES] + number * I_WIDTH
    is_up = m[pool + P_UP] if m[pool + P_BROKER] else m[instance + I_UP]
    until, down = m[NOW] + lasts, m[fault + F_DOWN_UNTIL] + number
    if not is_up and until <= m[down]:
        return
    m[down] = until
    come_later(m, q, fault, number, lasts, OVER)
    if not is_up:
        return
    change(m, r, m[pool + P_NUMBER], number, -1, DOWN, 0)
    agenda.note(m, agenda.DIES, NONE, 0, 0)
    if m[pool + P_BROKER]:
        broker_deaths.crash_broker(m, q, d, r, pool)
    else:
        crash_instance(m, pool, instance)
        broker_deaths.instance_died(m, q, d, r, instance)
        broker_deaths.sender_died(m, r, m[pool + P_NUMBER], number)


@machine
def next_dies(m: Any, q: Any, d: Any, r: Any) -> None:
    """One of those that die together does so; what comes of it comes before the next does."""
    if m[DYING] == NONE:
        return
    agenda.note(m, agenda.DIES, NONE, 0, 0)
    execution = take_dying(m)
    if execution != NONE:
        die(m, q, d, r, execution)


@machine
def strike_dead(m: Any, q: Any, d: Any, r: Any, fault: int, execution: int) -> None:
    """A fault strikes an execution: it alone, or its whole instance."""
    if m[fault + F_BLOW] == KILLS:
        die(m, q, d, r, execution)
        return
    number = number_of(m, execution)
    m[m[fault + F_STRIKES] + number] += 1
    crash(m, q, d, r, fault, number)


@machine
def strike_after(m: Any, q: Any, d: Any, r: Any, execution: int, line: int) -> bool:
    """A fault may strike between two lines of the drawing; whether the execution dies of it."""
    faults = faults_of(m, execution) & m[LINES + line * L_WIDTH + L_FAULTS_AFTER]
    number = 0
    while faults >> number:
        fault = fault_at(m, number)
        if (faults >> number) & 1 and is_for(m, fault, execution):
            if not happens(m, d, fault, line, m[execution + E_SCOPE]):
                return False
            strike_dead(m, q, d, r, fault, execution)
            return True
        number += 1
    return False


@machine
def handle(m: Any, q: Any, d: Any, r: Any, kind: int, record: int, more: int) -> None:
    """An event of a fault."""
    if kind == STRIKES:
        strike(m, q, d, r, record, more)
    elif kind == IS_PAST:
        over(m, q, d, r, record, more)
    elif kind == MISSED:
        missed(m, q, d, r, record)
    elif kind == STRIKES_WORK and m[record + E_ENDED] == NEVER:
        strike_dead(m, q, d, r, m[record + E_THREAT_BY], record)
