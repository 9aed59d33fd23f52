"""What those who decide decide: a branch, a pause, the end of a loop.

See the reference's `deciding`.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    D_CONSTANT,
    D_WIDTH,
    N_CAP,
    N_CHOICE,
    N_FACTORS,
    N_GROWTH,
    N_PAUSE,
    N_RULE,
    N_WIDTH,
    NONE,
    SECTIONS,
    SLOTS,
)
from simkit.engine.compiled.luck import address_of, draw
from simkit.engine.compiled.records import (
    J_REQUEST,
    S_ADDRESS,
    S_HAPPENED,
    S_JOURNEY,
    S_OUTER,
    S_REGION,
)
from simkit.engine.compiled.rounding import scaled

BY_TURN = 5  # a letter of an address: a turn of a loop that has its pause drawn


@machine
def choice(m: Any, d: Any, scope: int, section: int) -> int:
    """The branch that is taken."""
    plan = SECTIONS + section * N_WIDTH
    rule, slot = m[plan + N_RULE], m[plan + N_CHOICE]
    count, last = m[rule], m[rule + 1]
    if slot < 0:
        for number in range(count):
            whens = m[rule + 2 + number]
            if whens == NONE or has_happened(m, scope, whens):
                return number
        return last
    drawn = draw(m, d, slot, m[scope + S_ADDRESS], m[m[scope + S_JOURNEY] + J_REQUEST])
    for number in range(count):
        if drawn < m[rule + 2 + number]:
            return number
    return last


@machine
def has_happened(m: Any, scope: int, whens: int) -> bool:
    """Whether one of some things has happened, as far as a section looks."""
    for number in range(m[whens]):
        at = whens + 1 + 3 * number
        line, word, region = m[at], m[at + 1], m[at + 2]
        own = scope
        while m[own + S_OUTER] != NONE and m[own + S_REGION] != region:
            own = m[own + S_OUTER]
        if (m[own + S_HAPPENED + word] >> line) & 1:
            return True
    return False


@machine
def pause_before(m: Any, d: Any, scope: int, section: int, turn: int) -> int:
    """How long a loop rests before a turn, in ns."""
    plan = SECTIONS + section * N_WIDTH
    slot, address = m[plan + N_PAUSE], m[scope + S_ADDRESS]
    if turn > 0 and m[m[SLOTS] + slot * D_WIDTH + D_CONSTANT] < 0:
        address = address_of(m, address, 0, BY_TURN, turn)
    pause = draw(m, d, slot, address, m[m[scope + S_JOURNEY] + J_REQUEST])
    if m[plan + N_GROWTH]:
        factor = m[plan + N_FACTORS] + 2 * turn
        pause = scaled(pause, m[factor], m[factor + 1])
    cap = m[plan + N_CAP]
    return pause if cap < 0 else min(pause, cap)
