"""One request: its clocks, and how much of it is still open; see the reference's `journey`."""

from typing import Any

from simkit.engine.compiled.events import COMES, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    BEGUN,
    FIRST_ALIVE,
    HAS_SECTIONS,
    HORIZON,
    IS_ENOUGH,
    L_ACKNOWLEDGES,
    L_FINAL,
    L_NOTICES,
    L_WIDTH,
    LAST_ALIVE,
    LINES,
    NEVER,
    NONE,
    NOW,
    O_ROOT,
    O_THINK,
    O_USERS,
    OPEN_JOURNEYS,
    ROOTS,
    STALE,
    WAITED_FOR,
    WARM_UP,
)
from simkit.engine.compiled.layout_blocks import (
    FK_AWAITING,
    FK_WANTING,
    GR_SCOPES,
    GR_WELL,
    IS_FORK,
    IS_STRAND,
)
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import clear, give, let_go, take
from simkit.engine.compiled.outcomes import done
from simkit.engine.compiled.records import (
    A_NEXT,
    ATTEMPT,
    BIG,
    CALL,
    COPY,
    E_ENDED,
    E_FAILED,
    E_NEXT,
    E_POLLS,
    E_TRIALS,
    EXECUTION,
    IS_COPY,
    J_ACKNOWLEDGED,
    J_ALIVE,
    J_ATTEMPTS,
    J_CLIENT,
    J_COURSES,
    J_DONE,
    J_EFFECTS,
    J_FINAL,
    J_GIVEN_UP,
    J_HOLDS,
    J_IS_OVER,
    J_KEY,
    J_KNOWN,
    J_LATEST,
    J_MEANT,
    J_NEXT,
    J_NOTICED,
    J_NUMBER,
    J_OPEN,
    J_PREVIOUS,
    J_REQUEST,
    J_ROOT,
    J_SCOPES,
    J_SERIAL,
    J_SETTLED,
    J_SOURCE,
    J_TIMERS,
    J_UNSEEN,
    J_WIDTH,
    JOURNEY,
    K_FIRST,
    K_NEXT,
    R_DEAD,
    R_EXPIRED,
    S_CALLS,
    S_DECISIONS,
    S_DUPLICATE,
    S_EARLY,
    S_EXECUTIONS,
    S_GIVENS,
    S_JOURNEY,
    S_NEXT,
    S_OPEN,
    S_PARTS,
    S_TURNS,
    S_WATCHERS,
    SCOPE,
    STRAND,
    T_A,
    T_B,
    T_NEXT,
)
from simkit.engine.compiled.rows import write
from simkit.engine.compiled.scopes import new_scope
from simkit.engine.order import ARRIVALS, JOURNEY_BITS, LINE_BITS, PATH_BITS
from simkit.record.tables import Done

START = ARRIVALS  # and line -1, whose part of a key is 0
JOURNEY_KEY = 1 << (PATH_BITS + LINE_BITS)
DONE_DEAD, DONE_EXPIRED = int(Done.DEAD_LETTERED), int(Done.EXPIRED)
assert JOURNEY_BITS + LINE_BITS + PATH_BITS < 62


@machine
def schedule_request(m: Any, q: Any, source: int, request: int, delay: int) -> None:
    """A request will come; its number is unique among those of its client."""
    number = request * m[ROOTS] + m[source + O_ROOT]
    after(m, q, delay, START + (number + 1) * JOURNEY_KEY, COMES, source, request)


@machine
def new_journey(m: Any, source: int, request: int, root: int, execution: int) -> int:
    """What happens for one request of a client."""
    journey = take(m, JOURNEY, J_WIDTH)
    clear(m, journey, J_WIDTH)
    number = request * m[ROOTS] + root
    m[journey + J_SERIAL] = m[BEGUN]
    m[journey + J_REQUEST] = request
    m[journey + J_ROOT] = root
    m[journey + J_NUMBER] = number
    m[journey + J_KEY] = (number + 1) * JOURNEY_KEY
    m[journey + J_MEANT] = m[NOW]
    m[journey + J_ACKNOWLEDGED] = NEVER
    m[journey + J_NOTICED] = NEVER
    m[journey + J_SETTLED] = NEVER
    m[journey + J_ATTEMPTS] = 1
    m[journey + J_SOURCE] = source
    last = m[LAST_ALIVE]
    m[journey + J_PREVIOUS] = last
    if last == NONE:
        m[FIRST_ALIVE] = journey
    else:
        m[last + J_NEXT] = journey
    m[LAST_ALIVE] = journey
    m[BEGUN] += 1
    m[OPEN_JOURNEYS] += 1
    if measures(m, journey):
        m[WAITED_FOR] += 1
    new_scope(m, journey, execution, NONE)
    return journey


@machine
def measures(m: Any, journey: int) -> bool:
    """Whether a journey starts in the measured window."""
    return m[WARM_UP] <= m[journey + J_MEANT] < m[HORIZON]


@machine
def reached(m: Any, journey: int, line: int) -> None:
    """A message or a positive answer arrives: the clocks of the client look at it."""
    plan = LINES + line * L_WIDTH
    if m[m[journey + J_CLIENT] + E_FAILED]:
        return  # it was told no, and listens no more
    if m[plan + L_ACKNOWLEDGES] and m[journey + J_ACKNOWLEDGED] == NEVER:
        m[journey + J_ACKNOWLEDGED] = m[NOW]
        m[journey + J_FINAL] = m[plan + L_FINAL]
    if m[plan + L_NOTICES]:
        notices(m, journey)


@machine
def notices(m: Any, journey: int) -> None:
    """The client knows that all is done."""
    if m[journey + J_NOTICED] == NEVER and not m[m[journey + J_CLIENT] + E_FAILED]:
        m[journey + J_NOTICED] = m[NOW]


@machine
def knows(m: Any, journey: int) -> None:
    """A journey is settled, and its client has looked for the last time whether it is."""
    if measures(m, journey):
        m[WAITED_FOR] -= 1
    if m[WAITED_FOR] == 0 and m[NOW] >= m[HORIZON]:
        m[IS_ENOUGH] = 1


@machine
def answered(m: Any, q: Any, d: Any, journey: int) -> None:
    """The client's own execution is over: a user thinks again."""
    source = m[journey + J_SOURCE]
    users = m[source + O_USERS]
    if users > 0:
        request = m[journey + J_REQUEST] + users
        delay = draw(m, d, m[source + O_THINK], 0, request)
        schedule_request(m, q, source, request, delay)


@machine
def closes(m: Any, r: Any, scope: int) -> None:
    """One thing less is open in a scope; perhaps it was the last of its journey."""
    m[scope + S_OPEN] -= 1
    journey = m[scope + S_JOURNEY]
    m[journey + J_ALIVE] -= 1
    if not m[scope + S_DUPLICATE]:
        m[journey + J_OPEN] -= 1
    if m[journey + J_OPEN] == 0 or m[journey + J_ALIVE] == 0:
        look(m, r, journey)


@machine
def look(m: Any, r: Any, journey: int) -> None:
    """Something is over: perhaps the journey is settled, or all of it can be written down."""
    if m[journey + J_OPEN] == 0 and m[journey + J_SETTLED] == NEVER:
        m[journey + J_SETTLED] = m[NOW]
        fate = done(m, m[journey + J_SCOPES])
        if fate == R_DEAD:
            fate = DONE_DEAD
        elif fate == R_EXPIRED:
            fate = DONE_EXPIRED
        m[journey + J_DONE] = fate
        m[OPEN_JOURNEYS] -= 1
        client = m[journey + J_CLIENT]
        if not m[client + E_POLLS] or m[client + E_ENDED] != NEVER:
            knows(m, journey)
    if m[journey + J_ALIVE] == 0 and not m[journey + J_IS_OVER]:
        m[journey + J_IS_OVER] = 1
        write(m, r, journey)
        if m[journey + J_HOLDS] == 0:
            forget(m, journey)


@machine
def held(m: Any, journey: int) -> None:
    """An event will come that refers to a journey, whatever is over by then."""
    m[journey + J_HOLDS] += 1


@machine
def let_be(m: Any, journey: int) -> None:
    """Such an event has come."""
    m[journey + J_HOLDS] -= 1
    if m[journey + J_HOLDS] == 0 and m[journey + J_IS_OVER]:
        forget(m, journey)


@machine
def forget(m: Any, journey: int) -> None:
    """All is written down: the records are free."""
    m[STALE] += m[journey + J_TIMERS]
    before, behind = m[journey + J_PREVIOUS], m[journey + J_NEXT]
    if before == NONE:
        m[FIRST_ALIVE] = behind
    else:
        m[before + J_NEXT] = behind
    if behind == NONE:
        m[LAST_ALIVE] = before
    else:
        m[behind + J_PREVIOUS] = before
    scope = m[journey + J_SCOPES]
    while scope != NONE:
        following = m[scope + S_NEXT]
        forget_scope(m, scope)
        scope = following
    let_go(m, journey + J_LATEST)
    let_go(m, journey + J_UNSEEN)
    let_go(m, journey + J_GIVEN_UP)
    let_go(m, journey + J_EFFECTS)
    let_go(m, journey + J_KNOWN)
    if m[journey + J_COURSES] != NONE:
        forget_courses(m, journey)
    give(m, JOURNEY, journey)


@machine
def forget_courses(m: Any, journey: int) -> None:
    """The records of branches are free."""
    node = m[journey + J_COURSES]
    while node != NONE:
        kind, record = m[node + T_A], m[node + T_B]
        if kind == IS_STRAND:
            let_go(m, record + E_TRIALS)
            give(m, STRAND, record)
        else:
            if kind == IS_FORK:
                let_go(m, record + FK_WANTING)
                let_go(m, record + FK_AWAITING)
            else:
                let_go(m, record + GR_WELL)
                let_go(m, record + GR_SCOPES)
            give(m, BIG, record)
        node = m[node + T_NEXT]
    let_go(m, journey + J_COURSES)


@machine
def forget_scope(m: Any, scope: int) -> None:
    """The records of a scope are free."""
    execution = m[scope + S_EXECUTIONS]
    while execution != NONE:
        following = m[execution + E_NEXT]
        if m[HAS_SECTIONS]:
            let_go(m, execution + E_TRIALS)
        give(m, EXECUTION, execution)
        execution = following
    if m[scope + S_PARTS] != NONE:
        node = m[scope + S_PARTS]
        while node != NONE:
            if m[node + T_A] == IS_COPY:
                give(m, COPY, m[node + T_B])
            node = m[node + T_NEXT]
        let_go(m, scope + S_PARTS)
    call = m[scope + S_CALLS]
    while call != NONE:
        following = m[call + K_NEXT]
        attempt = m[call + K_FIRST]
        while attempt != NONE:
            later = m[attempt + A_NEXT]
            give(m, ATTEMPT, attempt)
            attempt = later
        give(m, CALL, call)
        call = following
    let_go(m, scope + S_GIVENS)
    let_go(m, scope + S_EARLY)
    let_go(m, scope + S_TURNS)
    let_go(m, scope + S_DECISIONS)
    let_go(m, scope + S_WATCHERS)
    give(m, SCOPE, scope)
