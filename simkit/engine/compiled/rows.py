"""What is written down of a journey; see `simkit.engine.reference.rows`."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    CHANGED,
    CHANGED_AT,
    CHANGED_MOST,
    GIVEN_UPS,
    GIVEN_UPS_AT,
    GIVEN_UPS_MOST,
    IS_TIGHT,
    JOURNEYS,
    JOURNEYS_AT,
    JOURNEYS_MOST,
    L_IS_ANSWERED,
    L_WIDTH,
    LINES,
    NEVER,
    NONE,
    NOW,
    OVERFLOWS,
    PATHS,
    PATHS_AT,
    PATHS_MOST,
    STATUS,
    VISITS,
    VISITS_AT,
    VISITS_MOST,
)
from simkit.engine.compiled.records import (
    BLOCKED,
    E_ANSWER_ARRIVED,
    E_ANSWERED,
    E_ARRIVED,
    E_BLOCKED,
    E_CANCELLED,
    E_DIED,
    E_DOING,
    E_ENDED,
    E_FAILED,
    E_INSTANCE,
    E_LINE,
    E_LOST,
    E_NEXT,
    E_PARENT,
    E_REFUSED,
    E_REQUEUED,
    E_SCOPE,
    E_SENT,
    E_SETTLEMENT,
    E_SINCE,
    E_STARTED,
    E_STORED,
    E_UNHEARD,
    E_WHY,
    E_WITHDRAWN,
    E_WORKED,
    FOR_REFUSAL,
    FOR_TIMEOUT,
    I_NUMBER,
    J_ACKNOWLEDGED,
    J_ATTEMPTS,
    J_CLIENT,
    J_DONE,
    J_FINAL,
    J_GIVEN_UP,
    J_MEANT,
    J_NOTICED,
    J_PATHS,
    J_REQUEST,
    J_ROOT,
    J_SCOPES,
    J_SERIAL,
    J_SETTLED,
    J_UNSEEN,
    QUEUEING,
    S_AGAIN,
    S_EXECUTIONS,
    S_LINE,
    S_NEXT,
    S_NUMBER,
    S_OUTER,
    S_PATH,
    S_PLANNED,
    T_A,
    T_B,
    T_C,
    T_D,
    T_E,
    T_F,
    T_NEXT,
    WORKING,
)
from simkit.record.tables import OPEN, Done, Outcome, Told

FEW_ROWS = 1 << 10  # so many can be written in one event before it has to be done once more
VISIT_WIDTH, JOURNEY_WIDTH, PATH_WIDTH, GIVEN_UP_WIDTH, CHANGE_WIDTH = 14, 8, 6, 5, 6
WELL = int(Outcome.WELL)
FAILED, REFUSED, DIED = int(Outcome.FAILED), int(Outcome.REFUSED), int(Outcome.DIED)
LOST, WITHDRAWN = int(Outcome.LOST), int(Outcome.WITHDRAWN)
CANCELLED, NOT_OVER = int(Outcome.CANCELLED), int(Outcome.OPEN)
DONE_WELL, DONE_LOST, DONE_OPEN = int(Done.WELL), int(Done.LOST), int(Done.OPEN)
TOLD_NOTHING, TOLD_ACCEPTED, TOLD_OK = int(Told.NOTHING), int(Told.ACCEPTED), int(Told.OK)
TOLD_FAILED, TOLD_REFUSED = int(Told.FAILED), int(Told.REFUSED)
TOLD_TIMED_OUT = int(Told.TIMED_OUT)


@machine
def row(m: Any, count: int, at: int, most: int, width: int) -> int:
    """Where the next row of a kind goes; without room, behind the last, where none counts."""
    number = m[count]
    if number + FEW_ROWS >= m[most]:
        m[IS_TIGHT] = 1
        if number >= m[most]:
            m[STATUS] = OVERFLOWS
            return m[at] + number * width
    m[count] = number + 1
    return m[at] + number * width


@machine
def change(m: Any, r: Any, pool: int, instance: int, line: int, what: int, value: int) -> None:
    """A part is not any more what it was; ``pool`` is its number."""
    at = row(m, CHANGED, CHANGED_AT, CHANGED_MOST, CHANGE_WIDTH)
    r[at] = m[NOW]
    r[at + 1] = pool
    r[at + 2] = instance
    r[at + 3] = line
    r[at + 4] = what
    r[at + 5] = value


@machine
def write(m: Any, r: Any, journey: int) -> None:
    """A journey of which nothing is left."""
    done = m[journey + J_DONE]
    write_journey(m, r, journey, m[journey + J_SETTLED] if done == DONE_WELL else NEVER, done)
    scope = m[journey + J_SCOPES]
    while scope != NONE:
        execution = m[scope + S_EXECUTIONS]
        while execution != NONE:
            if m[execution + E_PARENT] != NONE:
                at = place(m, r, execution, outcome(m, execution))
                r[at + 4] = m[execution + E_STORED]
                r[at + 5] = m[execution + E_SENT]
                r[at + 6] = m[execution + E_ARRIVED]
                r[at + 7] = m[execution + E_STARTED]
                r[at + 8] = m[execution + E_ANSWERED]
                r[at + 9] = m[execution + E_ANSWER_ARRIVED]
                r[at + 10] = m[execution + E_ENDED]
                r[at + 11] = m[execution + E_WORKED]
                r[at + 12] = m[execution + E_BLOCKED]
                r[at + 13] = m[execution + E_REQUEUED]
            execution = m[execution + E_NEXT]
        scope = m[scope + S_NEXT]


@machine
def place(m: Any, r: Any, execution: int, how: int) -> int:
    """A row for an execution: where it stands in its journey, where it ran, and how it ended."""
    at = row(m, VISITS, VISITS_AT, VISITS_MOST, VISIT_WIDTH)
    parent, instance = m[execution + E_PARENT], m[execution + E_INSTANCE]
    r[at] = m[execution]
    r[at + 1] = m[execution + E_LINE] | (m[m[execution + E_SCOPE] + S_PATH] << 16)
    r[at + 2] = (m[parent + E_LINE] + 1) | (m[m[parent + E_SCOPE] + S_PATH] << 16)
    number = m[instance + I_NUMBER] if instance != NONE else 0
    r[at + 3] = number | (how << 16) | (m[execution + E_SETTLEMENT] << 24)
    return at


@machine
def outcome(m: Any, execution: int) -> int:
    """How an execution that is over ended."""
    if m[execution + E_FAILED]:
        return FAILED
    if m[execution + E_CANCELLED]:
        return CANCELLED
    if m[execution + E_REFUSED]:
        return REFUSED
    if m[execution + E_DIED]:
        return DIED
    if m[execution + E_LOST]:
        return LOST
    return WITHDRAWN if m[execution + E_WITHDRAWN] else WELL


@machine
def told(m: Any, journey: int) -> int:
    """What the client was told; a no is not forgotten for a yes that came before it."""
    client = m[journey + J_CLIENT]
    if m[client + E_FAILED]:
        why = m[client + E_WHY]
        if why == FOR_REFUSAL:
            return TOLD_REFUSED
        return TOLD_TIMED_OUT if why == FOR_TIMEOUT else TOLD_FAILED
    if m[journey + J_ACKNOWLEDGED] < OPEN:
        return TOLD_OK if m[journey + J_FINAL] else TOLD_ACCEPTED
    return TOLD_NOTHING


@machine
def write_journey(m: Any, r: Any, journey: int, completed: int, done: int) -> None:
    """The row of a request, and those of what nobody else knows of it."""
    at = row(m, JOURNEYS, JOURNEYS_AT, JOURNEYS_MOST, JOURNEY_WIDTH)
    r[at] = m[journey + J_SERIAL]
    attempts = m[journey + J_ATTEMPTS]
    r[at + 1] = m[journey + J_ROOT] | (told(m, journey) << 16) | (done << 24) | (attempts << 32)
    r[at + 2] = m[journey + J_REQUEST]
    r[at + 3] = m[journey + J_MEANT]
    r[at + 4] = m[journey + J_ACKNOWLEDGED]
    r[at + 5] = m[journey + J_SETTLED]
    r[at + 6] = completed
    r[at + 7] = m[journey + J_NOTICED]
    if m[journey + J_UNSEEN] != NONE:
        write_unseen(m, r, journey)
    if m[journey + J_GIVEN_UP] != NONE:
        write_given_up(m, r, journey)
    if m[journey + J_PATHS]:
        write_paths(m, r, journey)


@machine
def write_unseen(m: Any, r: Any, journey: int) -> None:
    """Messages that never arrived."""
    node = m[journey + J_UNSEEN]
    while node != NONE:
        at = row(m, VISITS, VISITS_AT, VISITS_MOST, VISIT_WIDTH)
        r[at] = m[journey + J_SERIAL]
        r[at + 1] = m[node + T_A] | (m[node + T_B] << 16)
        r[at + 2] = (m[node + T_C] + 1) | (m[node + T_D] << 16)
        r[at + 3] = (LOST if m[node + T_F] == DONE_LOST else REFUSED) << 16
        r[at + 4] = NEVER
        r[at + 5] = m[node + T_E]
        for number in range(6, 11):
            r[at + number] = NEVER
        for number in range(11, 14):
            r[at + number] = 0
        node = m[node + T_NEXT]


@machine
def write_given_up(m: Any, r: Any, journey: int) -> None:
    """What nobody waited for any more."""
    node = m[journey + J_GIVEN_UP]
    while node != NONE:
        at = row(m, GIVEN_UPS, GIVEN_UPS_AT, GIVEN_UPS_MOST, GIVEN_UP_WIDTH)
        r[at] = m[journey + J_SERIAL]
        r[at + 1] = m[node + T_A] + 1
        r[at + 2] = m[node + T_B]
        r[at + 3] = m[node + T_C]
        r[at + 4] = m[node + T_D]
        node = m[node + T_NEXT]


@machine
def write_paths(m: Any, r: Any, journey: int) -> None:
    """What was done again, and why."""
    scope = m[journey + J_SCOPES]
    while scope != NONE:
        outer = m[scope + S_OUTER]
        if outer != NONE and m[scope + S_PATH] != m[outer + S_PATH] and not m[scope + S_PLANNED]:
            at = row(m, PATHS, PATHS_AT, PATHS_MOST, PATH_WIDTH)
            r[at] = m[journey + J_SERIAL]
            r[at + 1] = m[scope + S_PATH]
            r[at + 2] = m[outer + S_PATH]
            r[at + 3] = m[scope + S_AGAIN]
            r[at + 4] = m[scope + S_LINE]
            r[at + 5] = m[scope + S_NUMBER]
        scope = m[scope + S_NEXT]


# -------------------------------------------------------------------- what is still open


@machine
def or_open(instant: int, is_over: bool) -> int:
    """An instant that has not come, if it may still come, is open."""
    return OPEN if instant == NEVER and not is_over else instant


@machine
def write_unfinished(m: Any, r: Any, execution: int, end: int) -> None:
    """An execution of an open journey: what has not happened yet is open."""
    doing, spent = m[execution + E_DOING], end - m[execution + E_SINCE]
    is_over = (
        m[execution + E_REFUSED] != 0
        or m[execution + E_LOST] != 0
        or m[execution + E_ENDED] != NEVER
    )
    at = place(m, r, execution, outcome(m, execution) if is_over else NOT_OVER)
    cannot = m[LINES + m[execution + E_LINE] * L_WIDTH + L_IS_ANSWERED] == 0
    r[at + 4] = m[execution + E_STORED]
    r[at + 5] = or_open(m[execution + E_SENT], is_over)
    r[at + 6] = or_open(m[execution + E_ARRIVED], is_over)
    r[at + 7] = or_open(m[execution + E_STARTED], is_over)
    r[at + 8] = or_open(m[execution + E_ANSWERED], cannot)
    r[at + 9] = or_open(m[execution + E_ANSWER_ARRIVED], cannot)
    if m[execution + E_UNHEARD]:
        r[at + 9] = NEVER
    r[at + 10] = or_open(m[execution + E_ENDED], is_over)
    r[at + 11] = m[execution + E_WORKED] + (spent if doing == WORKING else 0)
    r[at + 12] = m[execution + E_BLOCKED] + (spent if doing == BLOCKED else 0)
    r[at + 13] = m[execution + E_REQUEUED] + (spent if doing == QUEUEING else 0)


@machine
def write_executions_open(m: Any, r: Any, journey: int, end: int) -> None:
    """The executions of a journey that is not over."""
    scope = m[journey + J_SCOPES]
    while scope != NONE:
        execution = m[scope + S_EXECUTIONS]
        while execution != NONE:
            if m[execution + E_PARENT] != NONE:
                write_unfinished(m, r, execution, end)
            execution = m[execution + E_NEXT]
        scope = m[scope + S_NEXT]


@machine
def write_open(m: Any, r: Any, journey: int, end: int, can: int, is_well: bool) -> None:
    """A journey of which something is left when the run ends, as far as it has come.

    ``can`` says whether it can be acknowledged (1), noticed (2) and completed (4).
    """
    client = m[journey + J_CLIENT]
    failed = m[client + E_FAILED]
    if m[journey + J_SETTLED] == NEVER:
        m[journey + J_SETTLED] = OPEN
        well = is_well and can & 4
        if m[journey + J_ACKNOWLEDGED] == NEVER and can & 1 and not failed:
            m[journey + J_ACKNOWLEDGED] = OPEN
        if m[journey + J_NOTICED] == NEVER and can & 2 and not failed:
            m[journey + J_NOTICED] = OPEN
        write_journey(m, r, journey, OPEN if well else NEVER, DONE_OPEN)
    else:
        if m[journey + J_NOTICED] == NEVER and can & 2 and m[client + E_ENDED] == NEVER:
            m[journey + J_NOTICED] = OPEN
        done = m[journey + J_DONE]
        write_journey(m, r, journey, m[journey + J_SETTLED] if done == DONE_WELL else NEVER, done)
    write_executions_open(m, r, journey, end)
