"""Blocks that can go on elsewhere, and courses that come to nothing.

See the reference's `course`.
"""

from typing import Any

from simkit.engine.compiled.answers import absence_of, hears
from simkit.engine.compiled.calls import is_skipped
from simkit.engine.compiled.courses import (
    GOES_ELSEWHERE,
    LEAVES,
    STOPS,
    is_strand,
)
from simkit.engine.compiled.deciding import decide, known, unwatch, watch
from simkit.engine.compiled.executions import end, fail, never_leave
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    C_LINE,
    C_NEXT,
    C_OP,
    C_UNSENT,
    FAIL,
    MESSAGE,
    N_KIND,
    N_RULE,
    N_TRIED,
    N_WIDTH,
    NONE,
    SECTIONS,
    X_KIND,
)
from simkit.engine.compiled.layout_blocks import GR_CAUSE, GR_HANDLED, IS_TRIAL, UNKNOWN
from simkit.engine.compiled.memory import drop_node, push
from simkit.engine.compiled.records import (
    E_AT,
    E_HERE,
    E_LEAVING,
    E_MODE,
    E_NUMBER,
    E_OUT,
    E_OWN,
    E_PLAN,
    E_TRIALS,
    E_UNSENT,
    FOR_FAILURE,
    K_HANDLED,
    K_LINE,
    K_NEXT,
    K_SENDER,
    S_AGAIN,
    S_CALLS,
    S_NEXT,
    S_OUTER,
    T_A,
    T_B,
    T_C,
    T_D,
    T_NEXT,
)
from simkit.engine.compiled.scopes import fail as give_up
from simkit.engine.compiled.scopes import is_inside
from simkit.engine.compiled.strands import has_failed
from simkit.record.tables import Again

NOBODY_HANDLES = 3  # a model error: a block is left in which nobody is
TURN_AGAIN, COPY_AGAIN = int(Again.TURN), int(Again.COPY)


@machine
def enter_trial(m: Any, course: int, at: int) -> None:
    """It is in a block from now on that can go on elsewhere."""
    here, section = m[course + E_HERE], m[at + C_LINE]
    node = push(m, course + E_TRIALS, section, here, at)
    m[node + T_D] = 1
    watch(m, here, section, 0, course)


@machine
def place_in(m: Any, course: int, section: int) -> int:
    """How many of the blocks that it is in are around a section; -1: it is not in that."""
    count, found = 0, -1
    node = m[course + E_TRIALS]
    while node != NONE:
        count += 1
        if m[node + T_A] == section:
            found = count
        node = m[node + T_NEXT]
    return count - found if found >= 0 else -1


@machine
def is_to_leave(m: Any, course: int, section: int, value: int) -> None:
    """Somebody has decided what a block does: it may have to leave it."""
    if m[SECTIONS + section * N_WIDTH + N_KIND] != IS_TRIAL or value <= 0:
        return
    place = place_in(m, course, section)
    if place < 0:
        return
    leaving = m[course + E_LEAVING]
    if leaving == 0 or place < place_in(m, course, leaving - 1):
        m[course + E_LEAVING] = section + 1


@machine
def quit_trial(m: Any, q: Any, d: Any, r: Any, course: int, section: int, here: int) -> None:
    """It is out of a block that could go on elsewhere."""
    m[course + E_HERE] = here
    m[course + E_LEAVING] = 0
    node = m[course + E_TRIALS]
    while node != NONE:
        following = m[node + T_NEXT]
        if m[node + T_A] == section:
            drop_node(m, course + E_TRIALS, node)
        node = following
    unwatch(m, here, section, 0, course)
    call = m[here + S_CALLS]
    while call != NONE:
        tried = (m[SECTIONS + section * N_WIDTH + N_TRIED] >> m[call + K_LINE]) & 1
        if tried and m[call + K_SENDER] == m[course + E_OWN]:
            is_skipped(m, q, d, r, call)
        call = m[call + K_NEXT]


@machine
def option_for(m: Any, section: int, why: int) -> int:
    """The branch that handles something that has come to nothing; 0: none does."""
    rule = m[SECTIONS + section * N_WIDTH + N_RULE]
    for number in range(m[rule]):
        if (m[rule + 1 + number] >> why) & 1:
            return number + 1
    return 0


@machine
def stop(
    m: Any, q: Any, d: Any, r: Any, course: int, why: int, line: int, lines: int, group: int
) -> int:
    """It was told no (of a line), or does not succeed: an option for it is taken, or it is over.

    ``lines`` is what is left unsent, and ``group`` are branches that have come to nothing by it.
    """
    number = m[course + E_NUMBER]
    node = m[course + E_TRIALS]
    while node != NONE:
        if m[node + T_D]:
            section, here = m[node + T_A], m[node + T_B]
            option = option_for(m, section, why)
            if option and known(m, here, section, 0, number) in (0, UNKNOWN):
                elsewhere(m, course, node, lines)
                quit_trial(m, q, d, r, course, section, here)
                decide(m, q, here, section, 0, option)
                handled(m, here, line)
                while group != NONE:
                    m[group + GR_HANDLED] = 1
                    group = m[group + GR_CAUSE]
                return GOES_ELSEWHERE
            m[node + T_D] = 0
        node = m[node + T_NEXT]
    if is_strand(m, course):
        has_failed(m, q, d, course, why, line, lines, group)
    elif m[m[course + E_PLAN] + X_KIND] == MESSAGE and m[m[course + E_AT] + C_OP] == FAIL:
        end(m, q, d, r, course, True)  # as drawn, nothing more is done with it
    else:
        m[course + E_UNSENT] = lines
        fail(m, q, d, r, course, why, line)
    return STOPS


@machine
def elsewhere(m: Any, course: int, node: int, lines: int) -> None:
    """It goes on at the end of a block that it leaves."""
    m[course + E_OUT] = lines
    m[course + E_AT] = m[m[node + T_C] + C_NEXT]
    m[course + E_MODE] = LEAVES
    m[course + E_HERE] = m[node + T_B]


@machine
def leave(m: Any, course: int) -> int:
    """It leaves a block, as somebody else has decided."""
    section = m[course + E_LEAVING] - 1
    node = m[course + E_TRIALS]
    while node != NONE:
        if m[node + T_D]:
            if m[node + T_A] == section:
                elsewhere(m, course, node, m[m[course + E_AT] + C_UNSENT])
                return GOES_ELSEWHERE
            m[node + T_D] = 0
        node = m[node + T_NEXT]
    give_up(m, NOBODY_HANDLES, course, section)
    return STOPS


@machine
def handled(m: Any, here: int, line: int) -> None:
    """That a call has come to nothing is dealt with by whoever made it."""
    if line < 0:
        return
    scope = here
    while scope != NONE:  # what is in a scope comes after it
        if scope == here or is_turn_in(m, scope, here):
            call = m[scope + S_CALLS]
            while call != NONE:
                if hears(m, m[call + K_LINE], line):
                    m[call + K_HANDLED] = 1
                call = m[call + K_NEXT]
        scope = m[scope + S_NEXT]


@machine
def is_turn_in(m: Any, scope: int, outer: int) -> bool:
    """Whether a scope is a turn or a branch in another one, or in such."""
    if not is_inside(m, scope, outer):
        return False
    while scope != outer:
        if m[scope + S_AGAIN] != TURN_AGAIN and m[scope + S_AGAIN] != COPY_AGAIN:
            return False
        scope = m[scope + S_OUTER]
    return True


@machine
def leave_out(m: Any, q: Any, d: Any, here: int, section: int, lines: int) -> None:
    """What was left of the first branch of a block is never sent."""
    lines &= m[SECTIONS + section * N_WIDTH + N_TRIED]
    if lines:
        missing, unbegun, _ = absence_of(m, lines)
        never_leave(m, q, d, here, missing, unbegun, FOR_FAILURE)
