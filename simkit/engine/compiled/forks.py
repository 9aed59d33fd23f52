"""An execution that takes the steps of several branches side by side (``par``).

It has one worker. Only one branch works at a time; the others queue for it, first come, first
served. The worker is given back while no branch needs it, as all pause, or wait and hold none.
See the reference's `fork`. In what order branches go on within an event is kept by the agenda.
"""

from typing import Any

from simkit.engine.compiled import agenda
from simkit.engine.compiled.courses import (
    AT_FIRST,
    FETCHES,
    GOES_ELSEWHERE,
    IN_BLOCK,
    STAYS,
    STOPS,
    is_strand,
)
from simkit.engine.compiled.events import GATHER_IS_LATE, set_timer
from simkit.engine.compiled.executions import give_back, take_worker
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    AGENDA,
    C_NEXT,
    N_DEADLINE,
    N_WAKES,
    N_WIDTH,
    NEVER,
    NONE,
    P_RELEASES,
    SECTIONS,
)
from simkit.engine.compiled.layout_blocks import (
    FK_AWAITING,
    FK_BEGINNING,
    FK_EXECUTION,
    FK_GROUP,
    FK_HAS_WORKER,
    FK_OVER,
    FK_QUEUES,
    FK_STRANDS,
    FK_WANTING,
    FK_WORKER,
    GR_AWAKE,
    GR_FIRST,
    GR_FORK,
    GR_GATHERS,
    GR_LATE,
    GR_LINE,
    GR_LINES,
    GR_OVER,
    GR_PARENT,
    GR_SECTION,
    GR_STOPPED,
    GR_WHY,
)
from simkit.engine.compiled.memory import drop_node
from simkit.engine.compiled.records import (
    BLOCKED,
    E_AT,
    E_DOING,
    E_ENDED,
    E_FORK,
    E_GROUP,
    E_HERE,
    E_INNER,
    E_JOURNEY,
    E_LEAVING,
    E_MODE,
    E_NEXT,
    E_NUMBER,
    E_POOL,
    E_RELEASED,
    E_SINCE,
    E_STRAND_NEXT,
    NOTHING,
    PAUSING,
    QUEUEING,
    S_KEY,
    T_A,
    WORKING,
)
from simkit.engine.compiled.strands import (
    abandon_all,
    account,
    dies_beginning,
    enough,
    new_fork,
    new_group,
    stop_fork,
)
from simkit.engine.compiled.trials import leave, stop
from simkit.engine.order import TIMEOUTS


@machine
def fork(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """Take the steps of several branches side by side."""
    if mode == AT_FIRST:
        begin_group(m, course, at)
        m[course + E_MODE] = IN_BLOCK
        return STAYS
    own = m[course + E_FORK]
    if mode == FETCHES:
        if not m[own + FK_HAS_WORKER]:
            return STAYS
        return is_joined(m, course, own)
    group = m[course + E_INNER] if is_strand(m, course) else m[own + FK_GROUP]
    if not goes_on(m, group):
        m[group + GR_AWAKE] = 1
        agenda.note(m, agenda.LOOKED, group, m[group], 0)
        agenda.note(m, agenda.LOOK, own, m[own], 0)
        return STAYS
    return join(m, q, d, r, course, at, group)


@machine
def begin_group(m: Any, course: int, at: int) -> None:
    """All branches set out, in drawn order."""
    if is_strand(m, course):
        own = m[course + E_FORK]
        group = new_group(m, own, course, at)
        m[course + E_INNER] = group
    else:
        own = new_fork(m, course)
        group = new_group(m, own, course, at)
        m[own + FK_GROUP] = group
    m[own + FK_BEGINNING] += 1
    agenda.note(m, agenda.HAS_BEGUN, group, m[group], 0)
    first = m[AGENDA]
    strand = m[group + GR_FIRST]
    while strand != NONE:
        agenda.note(m, agenda.GO_STRAND, strand, m[strand], 0)
        strand = m[strand + E_NEXT]
    agenda.turn_round(m, first)


@machine
def may_begin(m: Any, strand: int) -> bool:
    """Whether a branch sets out."""
    return not m[m[strand + E_GROUP] + GR_OVER] and not m[m[strand + E_FORK] + FK_OVER]


@machine
def has_begun(m: Any, q: Any, d: Any, group: int) -> int:
    """All branches have set out; who goes on."""
    dies_beginning(m, q, d, group)
    own, parent = m[group + GR_FORK], m[group + GR_PARENT]
    m[own + FK_BEGINNING] -= 1
    plan = SECTIONS + m[group + GR_SECTION] * N_WIDTH
    if m[group + GR_GATHERS] and m[plan + N_DEADLINE] >= 0 and not m[group + GR_OVER]:
        wakes = m[m[plan + N_WAKES] + m[parent + E_NUMBER]]
        key = TIMEOUTS + m[m[parent + E_HERE] + S_KEY] + wakes
        journey = m[parent + E_JOURNEY]
        set_timer(m, q, m[plan + N_DEADLINE], key, GATHER_IS_LATE, group, journey)
    return parent


@machine
def is_late(m: Any, group: int) -> None:
    """It is time to go on with what there is."""
    if not m[group + GR_OVER]:
        m[group + GR_LATE] = 1
    enough(m, group)


@machine
def has_looked(m: Any, q: Any, d: Any, group: int) -> int:
    """Whoever forked has seen to his branches; he goes on if they are over, or NONE."""
    dies_beginning(m, q, d, group)
    m[group + GR_AWAKE] = 0
    return m[group + GR_PARENT] if goes_on(m, group) else NONE


@machine
def goes_on(m: Any, group: int) -> bool:
    """Whether whoever forked waits no longer."""
    return (
        m[group + GR_OVER] != 0
        or m[m[group + GR_PARENT] + E_LEAVING] != 0
        or m[m[group + GR_FORK] + FK_OVER] != 0
    )


@machine
def join(m: Any, q: Any, d: Any, r: Any, course: int, at: int, group: int) -> int:
    """Enough branches are over, or it has come to nothing."""
    own = m[group + GR_FORK]
    m[group + GR_OVER] = 1
    m[group + GR_AWAKE] = 1
    abandon_all(m, q, d, group)
    if m[own + FK_OVER]:
        return STOPS
    if m[course + E_LEAVING] or m[group + GR_STOPPED]:
        if not is_strand(m, course):
            m[course + E_RELEASED] = 0 if stop_fork(m, q, d, course) else 1
        if m[group + GR_STOPPED]:
            why, line, lines = m[group + GR_WHY], m[group + GR_LINE], m[group + GR_LINES]
            return stop(m, q, d, r, course, why, line, lines, group)
        return leave(m, course)
    if is_strand(m, course):
        m[course + E_INNER] = NONE
        return lands(m, course)
    if not has_worker(m, q, own, course):
        m[course + E_MODE] = FETCHES
        return STAYS
    return is_joined(m, course, own)


@machine
def has_worker(m: Any, q: Any, own: int, execution: int) -> bool:
    """Have the worker again, when no branch needs it any more."""
    if not m[own + FK_HAS_WORKER]:
        account(m, execution, QUEUEING)
        if not m[own + FK_QUEUES]:
            fetch(m, q, own, execution)
    return m[own + FK_HAS_WORKER] != 0


@machine
def is_joined(m: Any, execution: int, own: int) -> int:
    """It has its worker, and no branches any more."""
    account(m, execution, NOTHING)
    m[own + FK_OVER] = 1  # whoever comes last out of a branch has the worker
    m[execution + E_FORK] = NONE
    return lands(m, execution)


@machine
def lands(m: Any, course: int) -> int:
    """It goes on behind its branches."""
    m[course + E_AT] = m[m[course + E_AT] + C_NEXT]
    m[course + E_MODE] = AT_FIRST
    return GOES_ELSEWHERE


# -------------------------------------------------------------------- the worker


@machine
def look(m: Any, q: Any, own: int) -> int:
    """Something has changed: give the worker to whom it is due, or back; who goes on, or NONE."""
    execution = m[own + FK_EXECUTION]
    while not m[own + FK_OVER] and m[own + FK_BEGINNING] == 0:
        wanting = m[own + FK_WANTING]
        if m[own + FK_WORKER] == NONE and wanting != NONE and m[own + FK_HAS_WORKER]:
            strand = m[wanting + T_A]
            drop_node(m, own + FK_WANTING, wanting)
            m[own + FK_WORKER] = strand
            account(m, execution, WORKING)
            return strand
        if wanting != NONE and not m[own + FK_HAS_WORKER] and not m[own + FK_QUEUES]:
            fetch(m, q, own, execution)
            continue
        holds = m[own + FK_AWAITING] != NONE and not releases(m, execution)
        if m[own + FK_HAS_WORKER] and m[own + FK_WORKER] == NONE and wanting == NONE and not holds:
            m[own + FK_HAS_WORKER] = 0
            give_back(m, q, execution)
        if m[own + FK_WORKER] == NONE:
            account(m, execution, waits_how(m, own))
        return NONE
    return NONE


@machine
def fetch(m: Any, q: Any, own: int, execution: int) -> None:
    """Have the worker, or queue for it."""
    doing, since = m[execution + E_DOING], m[execution + E_SINCE]
    has = take_worker(m, q, execution)
    m[execution + E_DOING] = doing
    m[execution + E_SINCE] = since
    m[own + FK_HAS_WORKER] = 1 if has else 0
    m[own + FK_QUEUES] = 0 if has else 1


@machine
def waits_how(m: Any, own: int) -> int:
    """What an execution does of whose branches none works."""
    if m[own + FK_QUEUES]:
        return QUEUEING
    return BLOCKED if m[own + FK_AWAITING] != NONE else PAUSING


@machine
def releases(m: Any, execution: int) -> bool:
    """Whether one that waits for an answer gives its worker to others."""
    pool = m[execution + E_POOL]
    return pool != NONE and m[pool + P_RELEASES] != 0


@machine
def is_served(m: Any, q: Any, own: int) -> int:
    """The worker that it queued for is there; who goes on, or NONE."""
    m[own + FK_HAS_WORKER] = 1
    m[own + FK_QUEUES] = 0
    strand = m[own + FK_STRANDS]
    while strand != NONE:
        if m[strand + E_ENDED] == NEVER:
            return look(m, q, own)
        strand = m[strand + E_STRAND_NEXT]
    return m[own + FK_EXECUTION]
