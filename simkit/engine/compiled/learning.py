"""What somebody else decides, and who hears of it when; see the reference's `course`."""

from typing import Any

from simkit.engine.compiled.courses import (
    AT_FIRST,
    GOES_ELSEWHERE,
    GOES_THROUGH,
    IS_BLOCKED,
    RESUMES,
    STAYS,
    begin_waiting,
    end_waiting,
    got_worker,
    resume,
)
from simkit.engine.compiled.deciding import known, undecided, unwatch, watch
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import N_DECIDER, N_WIDTH, NONE, SECTIONS
from simkit.engine.compiled.layout_blocks import (
    B_AWAITS,
    B_COUNT,
    B_FIRST,
    B_NEVER,
    B_OTHERS,
    B_WIDTH,
    NOBODY,
    UNKNOWN,
)
from simkit.engine.compiled.records import (
    E_AT,
    E_FIRSTS,
    E_HERE,
    E_LEAVING,
    E_MODE,
    E_NUMBER,
    S_HEARD,
)
from simkit.engine.compiled.trials import leave


@machine
def goes_to(m: Any, course: int, at: int) -> int:
    """It goes on with another instruction."""
    m[course + E_AT] = at
    m[course + E_MODE] = AT_FIRST
    return GOES_ELSEWHERE


@machine
def decides(m: Any, course: int, section: int) -> bool:
    """Whether it is the one who decides what a block does."""
    return m[SECTIONS + section * N_WIDTH + N_DECIDER] == m[course + E_NUMBER]


@machine
def learnt(m: Any, course: int, section: int, turn: int, table: int) -> int:
    """What was decided, as far as it can know; `UNKNOWN` if it cannot yet."""
    here = m[course + E_HERE]
    found = known(m, here, section, turn, m[course + E_NUMBER])
    heard = m[here + S_HEARD] & arriving(m, table)
    # Where nobody came to decide, an answer that is waited for says no in due course.
    if found != UNKNOWN and not (found == NOBODY and arriving(m, table)):
        return found
    if heard:
        for number in range(m[table + B_COUNT]):
            line = m[table + B_FIRST + number * B_WIDTH + B_AWAITS]
            if line >= 0 and (heard >> line) & 1:
                return number
    return UNKNOWN


@machine
def arriving(m: Any, table: int) -> int:
    """The answers with which branches begin."""
    lines = 0
    if table != NONE:
        for number in range(m[table + B_COUNT]):
            line = m[table + B_FIRST + number * B_WIDTH + B_AWAITS]
            if line >= 0:
                lines |= 1 << line
    return lines


@machine
def learn(m: Any, q: Any, course: int, section: int, turn: int, table: int) -> int:
    """Wait until it is clear what was decided: by what arrives, or by hearing of it.

    It comes to `GOES_ELSEWHERE` where it has to leave a block.
    """
    mode = m[course + E_MODE]
    if mode == RESUMES:
        got_worker(m, course)
        return GOES_THROUGH
    here, is_known = m[course + E_HERE], learnt(m, course, section, turn, table) != UNKNOWN
    if mode != IS_BLOCKED:
        if is_known:
            return GOES_THROUGH
        m[course + E_FIRSTS] = arriving(m, table)
        watch(m, here, section, turn, course)
        begin_waiting(m, q, course)
        m[course + E_MODE] = IS_BLOCKED
        return STAYS
    if m[course + E_LEAVING] == 0 and not is_known:
        return STAYS
    end_waiting(m, course)
    m[course + E_FIRSTS] = 0
    unwatch(m, here, section, turn, course)
    if m[course + E_LEAVING]:
        return leave(m, course)
    return resume(m, q, course, RESUMES)


@machine
def pass_by(m: Any, q: Any, here: int, table: int, chosen: int) -> None:
    """What it would begin in the other branches is never begun: it decides nothing."""
    never = m[table + B_NEVER]
    if chosen != NOBODY:
        never = m[table + B_FIRST + chosen * B_WIDTH + B_OTHERS]
    if never:
        undecided(m, q, here, never)
