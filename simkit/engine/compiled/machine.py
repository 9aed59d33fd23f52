"""The machine: one event after the other, and all that each of them sets in motion.

It stops where the driver can do something for it: at a time that was asked for, where draws or
arrivals are missing, or room. Between two events its whole state is in its memory.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from simkit.engine.compiled import (
    agenda,
    blows,
    brokers,
    calls,
    events,
    forks,
    serving,
)
from simkit.engine.compiled.answers import (
    HAPPENED,
    hears_attempt,
    is_told,
    note,
    note_arrival,
)
from simkit.engine.compiled.courses import looks
from simkit.engine.compiled.events import KIND, KIND_BITS, fill_hole, sweep
from simkit.engine.compiled.executions import arrive, shed
from simkit.engine.compiled.following import follow_up, goes_if_any, hears_of
from simkit.engine.compiled.jit import compiled, expect, machine, pointer
from simkit.engine.compiled.journeys import (
    new_journey,
    reached,
    schedule_request,
)
from simkit.engine.compiled.lacking import lacks_draws, lacks_room
from simkit.engine.compiled.layout import (
    AGENDA,
    AGENDA_AT,
    ALL_DONE,
    AT_MARK,
    EVENTS,
    FIRST_ALIVE,
    GOES_ON,
    HOLE,
    IS_ENOUGH,
    IS_FULL,
    IS_TIGHT,
    L_ASKED,
    L_CARRIES,
    L_WIDTH,
    LINES,
    NONE,
    NOTHING_LEFT,
    NOW,
    O_BEGUN,
    O_CHOICE,
    O_END,
    O_FEED,
    O_INSTANT,
    O_NEXT,
    O_REQUEST,
    O_ROOTS,
    O_USERS,
    PAUSES,
    PENDING,
    ROOT_CAN,
    ROOT_EXECUTIONS,
    STALE,
    STATUS,
    VISITS,
    WATCHES,
)
from simkit.engine.compiled.layout_blocks import GR_PARENT
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import give
from simkit.engine.compiled.outcomes import done
from simkit.engine.compiled.pacing import granted
from simkit.engine.compiled.ready import digest
from simkit.engine.compiled.records import (
    A_SCOPE,
    E_FORK,
    E_JOURNEY,
    E_POOL,
    E_SCOPE,
    E_TOLD_OF_WORKER,
    J_CLIENT,
    J_IS_OVER,
    J_NEXT,
    J_ROOT,
    J_SCOPES,
    J_SETTLED,
    J_TIMERS,
    LINE,
    NODE,
    R_WELL,
    S_JOURNEY,
    T_A,
    T_B,
    T_C,
    T_D,
    Y_MESSAGE,
)
from simkit.engine.compiled.rows import write_open
from simkit.engine.compiled.scopes import fail, new_execution
from simkit.engine.compiled.sending import settled_by
from simkit.engine.compiled.steps import go

SWEEPS_FROM = 4096
TOO_MANY_AT_ONCE = 2  # a model error


@machine
def let_happen(  # noqa: C901 - one reason to stop after the other
    m: Any, q: Any, d: Any, r: Any, until: int, most: int
) -> int:
    """Let happen what comes before an instant; why it stops."""
    m[STATUS] = GOES_ON
    while m[STATUS] == GOES_ON:
        fill_hole(m, q)
        if m[PENDING] == 0:
            return NOTHING_LEFT
        if q[0] >= until:
            return AT_MARK
        if most == 0:
            return PAUSES
        most -= 1
        if m[IS_TIGHT]:
            return IS_FULL
        kind = q[2] & KIND
        record = q[2] >> KIND_BITS
        more = q[3]
        if kind == events.COMES:
            lacks = lacks_draws(m, record, more)
            if lacks != GOES_ON:
                return lacks
        m[NOW] = q[0]
        m[EVENTS] += 1
        m[HOLE] = 1
        if m[PENDING] > events.MANY:
            look_ahead(m, q)
        happen(m, q, d, r, kind, record, more)
        while m[AGENDA] > 0 and m[STATUS] == GOES_ON:
            m[AGENDA] -= 1
            at = AGENDA_AT + m[AGENDA] * agenda.ENTRY
            follow_up(m, q, d, r, m[at], m[at + 1], m[at + 2], m[at + 3])
        if m[STALE] > SWEEPS_FROM and 2 * m[STALE] > m[PENDING]:
            fill_hole(m, q)
            sweep(m, q)
        if m[IS_ENOUGH] and m[STATUS] == GOES_ON:
            break
    fill_hole(m, q)
    return ALL_DONE if m[STATUS] == GOES_ON else m[STATUS]


# -------------------------------------------------------------------- events


@machine
def look_ahead(m: Any, q: Any) -> None:
    """Where much is pending, memory is far away: what the next event is about is brought near.

    It is one of the four below the first; who was among them before is near, and tells of more.
    """
    for place in range(1, 5):
        record = q[place * events.WORDS + 2] >> KIND_BITS
        scope, journey = m[record + E_SCOPE], m[record + E_JOURNEY]
        for line in range(0, 4 * LINE, LINE):
            expect(m, record + line)
            expect(m, scope + line)
            expect(m, journey + line)


@machine
def happen(  # noqa: C901, PLR0912 - one kind of event after the other
    m: Any, q: Any, d: Any, r: Any, kind: int, record: int, more: int
) -> None:
    """An event happens."""
    if kind == events.GOES:
        if m[record] == more:
            go(m, q, d, r, record)
    elif kind == events.ARRIVES:
        if m[record] == more and arrive(m, q, d, r, record):
            go(m, q, d, r, record)
    elif kind == events.HEARD:
        hear(m, q, d, r, record, more)
    elif kind == events.SERVED:
        if m[record] == more:
            served(m, q, d, r, record)
    elif kind == events.COMES:
        come(m, q, d, r, record, more)
    elif kind == events.SETTLES:
        settled_by(m, q, d, r, record, more)
    elif events.is_timer(kind):
        if m[record] == more:
            m[record_journey(m, kind, record) + J_TIMERS] -= 1
            gone_off(m, q, d, r, kind, record)
        else:
            m[STALE] -= 1
    else:
        happen_seldom(m, q, d, r, kind, record, more)


@machine
def record_journey(m: Any, kind: int, record: int) -> int:
    """The journey of what a timer is for."""
    if kind in (events.EXPIRES, events.LEAVES, events.HEDGES):
        return m[m[record + A_SCOPE] + S_JOURNEY]
    if kind in (events.AGES_ANEW, events.IS_DUE, events.REDRIVES):
        return m[m[record + Y_MESSAGE] + E_JOURNEY]
    if kind == events.GATHER_IS_LATE:
        return m[m[record + GR_PARENT] + E_JOURNEY]
    return m[record + E_JOURNEY]


@machine
def gone_off(m: Any, q: Any, d: Any, r: Any, kind: int, record: int) -> None:
    """A timer has gone off."""
    if kind in (events.EXPIRES, events.LEAVES, events.HEDGES):
        calls.handle(m, q, d, r, kind, record)
    elif kind == events.SHEDS:
        shed(m, q, d, r, record)
    elif kind == events.GATHER_IS_LATE:
        forks.is_late(m, record)
    elif kind == events.HAS_PACED:
        if looks(m, record):
            go(m, q, d, r, record)
    elif kind in (events.MISSED, events.STRIKES_WORK):
        blows.handle(m, q, d, r, kind, record, 0)
    else:
        brokers.handle(m, q, d, r, kind, record, 0)


@machine
def happen_seldom(m: Any, q: Any, d: Any, r: Any, kind: int, record: int, more: int) -> None:
    """An event of a part, and not of a journey."""
    if kind == events.IS_GRANTED:
        sender = granted(m, q, record)
        if sender != NONE:
            go(m, q, d, r, sender)
    elif kind == events.HEARS_OF:
        hears_of(m, q, d, r, record, more)
    elif kind in (events.STRIKES, events.IS_PAST):
        blows.handle(m, q, d, r, kind, record, more)
    elif serving.is_of_pool(kind):
        serving.handle(m, q, d, r, kind, record, more)
    else:
        brokers.handle(m, q, d, r, kind, record, more)


@machine
def served(m: Any, q: Any, d: Any, r: Any, execution: int) -> None:
    """The worker that it queued for is there."""
    if m[execution + E_TOLD_OF_WORKER]:
        m[execution + E_TOLD_OF_WORKER] = 0
    elif m[execution + E_FORK] != NONE:
        goes_if_any(m, q, d, r, forks.is_served(m, q, m[execution + E_FORK]))
    else:
        go(m, q, d, r, execution)


@machine
def come(m: Any, q: Any, d: Any, r: Any, source: int, request: int) -> None:
    """A request comes, and the next is on its way."""
    if m[source + O_USERS]:
        begun = m[source + O_BEGUN] + 1 if m[NOW] == m[source + O_INSTANT] else 1
        m[source + O_BEGUN] = begun
        m[source + O_INSTANT] = m[NOW]
        # A user who asks twice at one instant has thought for no time, and its journey took none;
        # that can happen by chance, but a thousand times it is for ever.
        if begun > m[source + O_USERS] + 1000:
            fail(m, TOO_MANY_AT_ONCE, source, begun)
            return
    elif m[source + O_NEXT] < m[source + O_END]:
        instant = d[m[source + O_FEED] + m[source + O_NEXT]]
        m[source + O_NEXT] += 1
        m[source + O_REQUEST] += 1
        schedule_request(m, q, source, m[source + O_REQUEST], instant - m[NOW])
    way = draw(m, d, m[source + O_CHOICE], 0, request)
    root = m[source + O_ROOTS + 1 + way]
    plan = m[ROOT_EXECUTIONS + root]
    journey = new_journey(m, source, request, root, plan)
    client = new_execution(m, m[journey + J_SCOPES], plan, NONE)
    m[client + E_POOL] = NONE
    m[journey + J_CLIENT] = client
    go(m, q, d, r, client)


@machine
def hear(m: Any, q: Any, d: Any, r: Any, scope: int, node: int) -> None:
    """An answer arrives."""
    home, there, line, why = m[node + T_A], m[node + T_B], m[node + T_C], m[node + T_D]
    give(m, NODE, node)
    plan = LINES + line * L_WIDTH
    if m[plan + L_ASKED] >= 0:
        note_arrival(m, there, m[plan + L_ASKED])
    if m[WATCHES]:
        note(m, scope, line, HAPPENED)
    agenda.note(m, agenda.CLOSE, scope, 0, 0)
    if m[plan + L_CARRIES] >= 0:
        agenda.note(m, agenda.HAND_ON, scope, m[plan + L_CARRIES], 0)
    if hears_attempt(m, there, line):
        calls.answered_call(m, q, d, r, there, line, home, why)
        return
    if why < 0:
        reached(m, m[scope + S_JOURNEY], line)
    asker = is_told(m, home, line, why)
    if asker != NONE:
        go(m, q, d, r, asker)


# -------------------------------------------------------------------- the end, and the books


@machine
def write_what_is_open(m: Any, r: Any, end: int) -> int:
    """Write down journeys of which something is left, until rows are full; why it stops."""
    m[STATUS] = GOES_ON
    while m[FIRST_ALIVE] != NONE:
        if lacks_room(m):
            return IS_FULL
        journey = m[FIRST_ALIVE]
        settled = m[journey + J_SETTLED]
        for number in range(5):  # how many rows there are of each kind
            m[AGENDA_AT + number] = m[VISITS + number]
        if not m[journey + J_IS_OVER]:
            well = done(m, m[journey + J_SCOPES]) == R_WELL
            write_open(m, r, journey, end, m[ROOT_CAN + m[journey + J_ROOT]], well)
        if m[STATUS] != GOES_ON:  # no room for all of its rows: they are void
            m[journey + J_SETTLED] = settled
            for number in range(5):
                m[VISITS + number] = m[AGENDA_AT + number]
            return m[STATUS]
        m[FIRST_ALIVE] = m[journey + J_NEXT]
    return ALL_DONE


# -------------------------------------------------------------------- for the driver


def _entries(version: int) -> tuple[Callable[..., int], Callable[..., int]]:
    """What the driver calls; machine code is kept under the version of all the machine."""

    @compiled
    def advance(memory: Any, heap: Any, draws: Any, rows: Any, until: int, most: int) -> int:
        """Let happen what comes before an instant; why it stops.

        Args:
            memory: int64; the machine's, see `layout`.
            heap: int64; the events that are to come.
            draws: int64; blocks of draws, and of arrivals.
            rows: int64; what was written down and not taken out.
            until: ns; an event at exactly this instant does not happen.
            most: How many events happen at most.
        """
        if most < 0:
            return version
        return let_happen(
            pointer(memory), pointer(heap), pointer(draws), pointer(rows), until, most
        )

    @compiled
    def write_open_journeys(memory: Any, rows: Any, end: int) -> int:
        """Write down journeys of which something is left, until rows are full; why it stops."""
        if end < 0:
            return version
        return write_what_is_open(pointer(memory), pointer(rows), end)

    return advance, write_open_journeys


advance, write_open_journeys = _entries(digest())


def warm_up() -> None:
    """Compile it all, or load what was compiled before."""
    none = np.zeros(1, dtype=np.int64)
    advance(none, none, none, none, 0, -1)
    write_open_journeys(none, none, -1)
