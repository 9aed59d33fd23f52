"""Critical blocks: what is done if something comes to nothing; see the reference's `course`."""

from typing import Any

from simkit.engine.compiled.courses import (
    GOES_THROUGH,
    LEAVES,
    QUEUES_AGAIN,
    STAYS,
    got_worker,
    resume,
)
from simkit.engine.compiled.deciding import decide, known
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import C_FIRST, C_LINE, C_NEXT, C_SECOND, C_WIDTH, NONE
from simkit.engine.compiled.layout_blocks import B_FIRST, B_START, B_WIDTH, UNKNOWN
from simkit.engine.compiled.learning import decides, goes_to, learn, pass_by
from simkit.engine.compiled.records import E_HERE, E_NUMBER, E_OUT
from simkit.engine.compiled.trials import enter_trial, leave_out, quit_trial


@machine
def try_out(m: Any, course: int, at: int) -> int:
    """Take the steps of a block; if they come to nothing, those of an option for it."""
    enter_trial(m, course, at)
    found = known(m, m[course + E_HERE], m[at + C_LINE], 0, m[course + E_NUMBER])
    if found in (UNKNOWN, 0):
        return goes_to(m, course, at + C_WIDTH)
    return goes_to(m, course, m[at + C_NEXT])


@machine
def try_ends(m: Any, q: Any, d: Any, r: Any, course: int, at: int, mode: int) -> int:
    """The first branch is over, or left: wait until it is clear whether an option is taken."""
    section, here = m[at + C_LINE], m[course + E_HERE]
    deciding = decides(m, course, section)
    if mode == QUEUES_AGAIN:
        got_worker(m, course)
        return take_option(m, q, course, at)
    lines = 0
    if mode == LEAVES:
        lines = m[course + E_OUT]
    elif not deciding and m[at + C_SECOND]:
        how = learn(m, q, course, section, 0, NONE)
        if how != GOES_THROUGH:
            return how
    quit_trial(m, q, d, r, course, section, here)
    if deciding:
        decide(m, q, here, section, 0, 0)
    leave_out(m, q, d, here, section, lines)
    if resume(m, q, course, QUEUES_AGAIN) == STAYS:
        return STAYS
    return take_option(m, q, course, at)


@machine
def take_option(m: Any, q: Any, course: int, at: int) -> int:
    """It goes on in the option that is taken, if one is."""
    here, table = m[course + E_HERE], m[at + C_FIRST]
    chosen = max(known(m, here, m[at + C_LINE], 0, m[course + E_NUMBER]), 0)
    pass_by(m, q, here, table, chosen)
    if chosen == 0:
        return goes_to(m, course, m[at + C_NEXT])
    return goes_to(m, course, m[table + B_FIRST + chosen * B_WIDTH + B_START])
