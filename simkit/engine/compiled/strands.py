"""The branches of an execution, and how many of them have to be over.

See the reference's `strands` and `fork`.
"""

from typing import Any

from simkit.engine.compiled import pools
from simkit.engine.compiled.agenda import GO_ON, note
from simkit.engine.compiled.answers import absence_of
from simkit.engine.compiled.courses import remove
from simkit.engine.compiled.executions import never_leave
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.labour import stop_work
from simkit.engine.compiled.layout import (
    C_FIRST,
    C_LINE,
    C_OP,
    C_UNSENT,
    GATHER,
    N_COPIES,
    N_NEEDED,
    N_WIDTH,
    NEVER,
    NONE,
    NOW,
    SECTIONS,
)
from simkit.engine.compiled.layout_blocks import (
    B_COUNT,
    B_FIRST,
    B_START,
    B_WIDTH,
    FK_AWAITING,
    FK_EXECUTION,
    FK_HAS_WORKER,
    FK_OVER,
    FK_QUEUES,
    FK_STRANDS,
    FK_STRANDS_LAST,
    FK_WANTING,
    FK_WIDTH,
    FK_WORKER,
    GR_AWAKE,
    GR_CAUSE,
    GR_FIRST,
    GR_FORK,
    GR_GATHERS,
    GR_LATE,
    GR_LEFT,
    GR_LINE,
    GR_LINES,
    GR_NEEDED,
    GR_OVER,
    GR_PARENT,
    GR_SCOPES,
    GR_SECTION,
    GR_STOPPED,
    GR_WELL,
    GR_WELL_COUNT,
    GR_WHY,
    IS_FORK,
    IS_GROUP,
    IS_STRAND,
)
from simkit.engine.compiled.memory import clear, push, take
from simkit.engine.compiled.quitting import gives_up
from simkit.engine.compiled.records import (
    BIG,
    BLOCKED,
    E_AT,
    E_AWAITED,
    E_BLOCKED,
    E_DIED,
    E_DOING,
    E_ENDED,
    E_FORK,
    E_GROUP,
    E_HERE,
    E_INNER,
    E_INSTANCE,
    E_JOURNEY,
    E_LEAVING,
    E_LINE,
    E_NEXT,
    E_NUMBER,
    E_OWN,
    E_PARENT,
    E_PLAN,
    E_POOL,
    E_QUEUES,
    E_REQUEUED,
    E_SCOPE,
    E_SERIAL,
    E_SINCE,
    E_STRAND_NEXT,
    E_TOLD_OF_WORKER,
    E_WIDTH,
    E_WORKED,
    FOR_FAILURE,
    IS_GATHERING,
    J_COURSES,
    J_SERIAL,
    NOTHING,
    QUEUEING,
    S_IS_LEFT,
    S_PARTS,
    STRAND,
    WORKING,
)
from simkit.engine.compiled.scopes import branch_of, is_duplicate
from simkit.record.tables import GivenUp

TIMED_OUT, BEATEN, LEFT = int(GivenUp.TIMED_OUT), int(GivenUp.BEATEN), int(GivenUp.LEFT)

# -------------------------------------------------------------------- records


@machine
def new_record(m: Any, journey: int, kind: int) -> int:
    """A fork, or a group of branches; it is there as long as its journey."""
    record = take(m, BIG, FK_WIDTH)
    clear(m, record, FK_WIDTH)
    m[record] = m[journey + J_SERIAL]
    push(m, journey + J_COURSES, kind, record, 0)
    return record


@machine
def new_fork(m: Any, execution: int) -> int:
    """The branches of one execution, and who of them has its worker."""
    fork = new_record(m, m[execution + E_JOURNEY], IS_FORK)
    m[fork + FK_EXECUTION] = execution
    m[fork + FK_HAS_WORKER] = 1
    m[execution + E_FORK] = fork
    return fork


@machine
def new_group(m: Any, fork: int, parent: int, at: int) -> int:
    """Branches of which enough have to be over before whoever forked goes on."""
    group = new_record(m, m[parent + E_JOURNEY], IS_GROUP)
    here, section, table = m[parent + E_HERE], m[at + C_LINE], m[at + C_FIRST]
    m[group + GR_FORK] = fork
    m[group + GR_PARENT] = parent
    m[group + GR_SECTION] = section
    m[group + GR_AWAKE] = 1
    count, copies = m[table + B_COUNT], 1
    m[group + GR_NEEDED] = count
    if m[at + C_OP] == GATHER:
        plan = SECTIONS + section * N_WIDTH
        m[group + GR_GATHERS] = 1
        m[group + GR_NEEDED] = m[plan + N_NEEDED]
        copies = m[plan + N_COPIES]
        push(m, here + S_PARTS, IS_GATHERING, group, 0)
    for number in range(count * copies):
        scope = here
        if m[group + GR_GATHERS]:
            scope = branch_of(m, here, section, number, copies > 1)
        push(m, group + GR_SCOPES, scope, 0, 0)
        start = m[table + B_FIRST + (number % count) * B_WIDTH + B_START]
        new_strand(m, group, scope, start)
    return group


@machine
def new_strand(m: Any, group: int, scope: int, start: int) -> int:
    """One branch."""
    fork = m[group + GR_FORK]
    own = m[fork + FK_EXECUTION]
    strand = take(m, STRAND, E_WIDTH)
    clear(m, strand, E_WIDTH)
    m[strand + E_SERIAL] = m[own + E_SERIAL]
    for place in (E_JOURNEY, E_PLAN, E_NUMBER, E_LINE, E_POOL, E_PARENT, E_INSTANCE):
        m[strand + place] = m[own + place]
    m[strand + E_OWN] = own
    m[strand + E_FORK] = fork
    m[strand + E_GROUP] = group
    m[strand + E_SCOPE] = scope
    m[strand + E_HERE] = scope
    m[strand + E_AT] = start
    m[strand + E_ENDED] = NEVER
    m[strand + E_AWAITED] = -1
    push(m, m[own + E_JOURNEY] + J_COURSES, IS_STRAND, strand, 0)
    if m[fork + FK_STRANDS] == NONE:
        m[fork + FK_STRANDS] = strand
    else:
        m[m[fork + FK_STRANDS_LAST] + E_STRAND_NEXT] = strand
    m[fork + FK_STRANDS_LAST] = strand
    place = group + GR_FIRST
    while m[place] != NONE:
        place = m[place] + E_NEXT
    m[place] = strand
    return strand


# -------------------------------------------------------------------- how branches end


@machine
def enough(m: Any, group: int) -> None:
    """Whoever forked can go on, and does if it does not look by itself."""
    if not m[group + GR_OVER]:
        m[group + GR_OVER] = 1
        if not m[group + GR_AWAKE]:
            parent = m[group + GR_PARENT]
            note(m, GO_ON, parent, m[parent + E_SERIAL], 0)


@machine
def has_ended(m: Any, strand: int) -> None:
    """A branch is over."""
    group = m[strand + E_GROUP]
    m[strand + E_ENDED] = m[NOW]
    push(m, group + GR_WELL, m[strand + E_SCOPE], 0, 0)
    m[group + GR_WELL_COUNT] += 1
    if m[group + GR_WELL_COUNT] >= m[group + GR_NEEDED]:
        enough(m, group)


@machine
def has_failed(
    m: Any, q: Any, d: Any, strand: int, why: int, line: int, lines: int, cause: int
) -> None:
    """A branch was told no, or does not succeed."""
    group = m[strand + E_GROUP]
    m[strand + E_ENDED] = m[NOW]
    if m[group + GR_OVER]:
        return
    going, others = 0, 0
    other = m[group + GR_FIRST]
    while other != NONE:
        if m[other + E_ENDED] == NEVER:
            going += 1
            others |= m[m[other + E_AT] + C_UNSENT]
        other = m[other + E_NEXT]
    if m[group + GR_WELL_COUNT] + going < m[group + GR_NEEDED]:
        parent = m[group + GR_PARENT]
        m[group + GR_STOPPED] = 1
        m[group + GR_WHY] = why
        m[group + GR_LINE] = line
        m[group + GR_LINES] = lines | others | m[m[parent + E_AT] + C_UNSENT]
        m[group + GR_CAUSE] = cause
        enough(m, group)
    else:
        leaves_unsent(m, q, d, m[strand + E_HERE], lines)


@machine
def leaves_unsent(m: Any, q: Any, d: Any, here: int, lines: int) -> None:
    """Some lines are never sent."""
    missing, unbegun, _ = absence_of(m, lines)
    never_leave(m, q, d, here, missing, unbegun, FOR_FAILURE)


# -------------------------------------------------------------------- what is left behind


@machine
def abandon_all(m: Any, q: Any, d: Any, group: int) -> None:
    """What is left of the other branches does not happen; of their own branches first."""
    current = group
    strand = m[group + GR_FIRST]
    while True:
        if strand == NONE:
            if current == group:
                return
            strand = m[current + GR_PARENT]
            current = m[strand + E_GROUP]
        elif m[strand + E_ENDED] != NEVER:
            strand = m[strand + E_NEXT]
            continue
        else:
            inner = m[strand + E_INNER]
            if inner != NONE and not m[inner + GR_LEFT]:
                m[inner + GR_OVER] = 1
                m[inner + GR_LEFT] = 1
                current = inner
                strand = m[inner + GR_FIRST]
                continue
        abandon_one(m, q, d, current, strand)
        strand = m[strand + E_NEXT]


@machine
def abandon_one(m: Any, q: Any, d: Any, group: int, strand: int) -> None:
    """One of several branches that are left behind."""
    drop(m, q, strand)
    if m[group + GR_GATHERS]:
        is_left_behind(m, group, m[strand + E_SCOPE])
    if not m[group + GR_STOPPED]:
        leaves_unsent(m, q, d, m[strand + E_HERE], m[m[strand + E_AT] + C_UNSENT])


@machine
def dies_beginning(m: Any, q: Any, d: Any, group: int) -> None:
    """Whoever forked may have stopped for good while he saw to his branches: they are left."""
    strand = m[group + GR_FIRST] if m[m[group + GR_FORK] + FK_OVER] else NONE
    while strand != NONE:
        if m[strand + E_DIED]:
            m[strand + E_DIED] = 0
            m[group + GR_OVER] = 1
            abandon_one(m, q, d, group, strand)
        strand = m[strand + E_NEXT]


@machine
def is_left_behind(m: Any, group: int, scope: int) -> None:
    """Nobody waits for a branch any more."""
    is_duplicate(m, scope)
    if not m[scope + S_IS_LEFT]:
        m[scope + S_IS_LEFT] = 1
        failed = (
            m[group + GR_STOPPED] != 0
            or m[m[group + GR_PARENT] + E_LEAVING] != 0
            or m[m[group + GR_FORK] + FK_OVER] != 0
        )
        late = TIMED_OUT if m[group + GR_LATE] else BEATEN
        gives_up(m, scope, -1, LEFT if failed else late)


@machine
def drop(m: Any, q: Any, strand: int) -> None:
    """A branch does nothing any more."""
    fork, own = m[strand + E_FORK], m[strand + E_OWN]
    m[strand + E_ENDED] = m[NOW]
    remove(m, fork + FK_AWAITING, strand)
    remove(m, fork + FK_WANTING, strand)
    if m[fork + FK_WORKER] == strand:
        m[fork + FK_WORKER] = NONE
        if m[strand + E_DOING] == WORKING:
            stop_work(m, q, own)
            if m[own + E_QUEUES]:  # interrupted, it waits for a worker
                m[fork + FK_HAS_WORKER] = 0
                m[fork + FK_QUEUES] = 1


@machine
def stop_fork(m: Any, q: Any, d: Any, execution: int) -> bool:
    """All branches of an execution stop; whether it has its worker."""
    fork = m[execution + E_FORK]
    strand = m[fork + FK_STRANDS]
    while strand != NONE:
        if m[strand + E_ENDED] == NEVER:
            inner = m[strand + E_INNER]
            if inner != NONE:
                m[inner + GR_OVER] = 1
                abandon_all(m, q, d, inner)
            drop(m, q, strand)
            m[strand + E_DIED] = 1
        strand = m[strand + E_STRAND_NEXT]
    account(m, execution, NOTHING)
    m[fork + FK_OVER] = 1
    m[execution + E_FORK] = NONE
    if m[execution + E_QUEUES]:  # by itself, or as its work was interrupted
        pools.withdraw(m, m[execution + E_POOL], execution)
        return False
    # What it queued for may have been handed over at this instant: it has it, and is told.
    m[execution + E_TOLD_OF_WORKER] = m[fork + FK_QUEUES]
    return m[fork + FK_HAS_WORKER] != 0 or m[fork + FK_QUEUES] != 0


@machine
def unsent_by_branches(m: Any, execution: int) -> int:
    """The lines that the branches of an execution have not sent yet, if it has some."""
    fork, lines = m[execution + E_FORK], 0
    if fork != NONE:
        strand = m[fork + FK_STRANDS]
        while strand != NONE:
            if m[strand + E_ENDED] == NEVER:
                lines |= m[m[strand + E_AT] + C_UNSENT]
            strand = m[strand + E_STRAND_NEXT]
    return lines


@machine
def account(m: Any, execution: int, doing: int) -> None:
    """Book what an execution did until now; from now on it does something else."""
    spent = m[NOW] - m[execution + E_SINCE]
    if m[execution + E_DOING] == WORKING:
        m[execution + E_WORKED] += spent
    elif m[execution + E_DOING] == BLOCKED:
        m[execution + E_BLOCKED] += spent
    elif m[execution + E_DOING] == QUEUEING:
        m[execution + E_REQUEUED] += spent
    m[execution + E_DOING] = doing
    m[execution + E_SINCE] = m[NOW]
