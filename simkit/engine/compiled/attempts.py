"""The attempts of calls: how each is made, how long it is waited for, and what comes after it.

See the reference's `call`.
"""

from typing import Any

from simkit.engine.compiled.events import LEAVES, set_timer
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ENDLESS,
    EXECUTIONS,
    L_CALLING,
    L_STARTS,
    L_WIDTH,
    LINES,
    NEVER,
    NONE,
    NOW,
    X_NUMBER,
    X_WIDTH,
)
from simkit.engine.compiled.layout_calls import (
    EQUAL_JITTER,
    G_CAP,
    G_DEADLINE,
    G_FACTOR_COUNT,
    G_FACTORS,
    G_JITTER,
    G_JITTER_SLOT,
    G_PAUSE,
    G_TIMEOUT,
    NO_JITTER,
    V_PACE,
)
from simkit.engine.compiled.limits import delay as delay_of_pace
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import clear, take
from simkit.engine.compiled.records import (
    A_CALL,
    A_IS_IN_TIME,
    A_LEFT,
    A_NEXT,
    A_SCOPE,
    A_SERIAL,
    A_WHY,
    A_WIDTH,
    ATTEMPT,
    E_ENDED,
    E_PARENT,
    J_ATTEMPTS,
    J_REQUEST,
    K_BEGAN,
    K_FINAL,
    K_FIRST,
    K_LINE,
    K_OVER,
    K_POLICY,
    K_RETRIES,
    K_SCOPE,
    K_SENDER,
    K_SERIAL,
    S_ADDRESS,
    S_AGAIN,
    S_ATTEMPT,
    S_JOURNEY,
    S_KEY,
    S_PLANNED,
)
from simkit.engine.compiled.rounding import scaled
from simkit.engine.compiled.scopes import child
from simkit.engine.order import PATH_BITS, TIMEOUTS
from simkit.record.tables import Again

HEDGE_AGAIN = int(Again.HEDGE)
CHANCES = 10**9  # a share is drawn as one of so many equal parts


@machine
def calling_of(m: Any, call: int) -> int:
    """How a call is called for."""
    return m[LINES + m[call + K_LINE] * L_WIDTH + L_CALLING]


@machine
def next_attempt(m: Any, call: int, again: int) -> int:
    """One more attempt, which has not left yet."""
    # Copies that are sent early are counted by themselves: what is sent again is the same.
    number, other = 1 if again == HEDGE_AGAIN else 0, m[call + K_FIRST]
    while other != NONE:
        if m[m[other + A_SCOPE] + S_AGAIN] == again:
            number += 1
        other = m[other + A_NEXT]
    line = m[call + K_LINE]
    starts = m[LINES + line * L_WIDTH + L_STARTS]
    region = m[EXECUTIONS + starts * X_WIDTH + X_NUMBER]
    scope = child(m, m[call + K_SCOPE], region, again, number, line)
    m[scope + S_PLANNED] = 1
    attempt = take(m, ATTEMPT, A_WIDTH)
    clear(m, attempt, A_WIDTH)
    m[scope + S_ATTEMPT] = attempt
    m[attempt + A_SERIAL] = m[call + K_SERIAL]
    m[attempt + A_CALL] = call
    m[attempt + A_SCOPE] = scope
    m[attempt + A_LEFT] = NEVER
    m[attempt + A_WHY] = -1
    if m[call + K_FIRST] == NONE:
        m[call + K_FIRST] = attempt
    else:
        m[m[call + K_FINAL] + A_NEXT] = attempt
    m[call + K_FINAL] = attempt
    return attempt


@machine
def after(m: Any, q: Any, attempt: int, delay: int, kind: int) -> None:
    """Something will happen to an attempt."""
    if delay < ENDLESS:
        call, scope = m[attempt + A_CALL], m[attempt + A_SCOPE]
        key = TIMEOUTS + m[scope + S_KEY] + ((m[call + K_LINE] + 1) << PATH_BITS)
        set_timer(m, q, delay, key, kind, attempt, m[scope + S_JOURNEY])


@machine
def is_idle(m: Any, call: int) -> bool:
    """Whether nobody is left who would do anything for it."""
    return m[call + K_OVER] != 0 or m[m[call + K_SENDER] + E_ENDED] != NEVER


@machine
def counts(m: Any, call: int) -> None:
    """The client sends something, perhaps once more."""
    if m[m[call + K_SENDER] + E_PARENT] != NONE:
        return
    sent, attempt = 0, m[call + K_FIRST]
    while attempt != NONE:
        if m[attempt + A_LEFT] != NEVER:
            sent += 1
        attempt = m[attempt + A_NEXT]
    journey = m[m[call + K_SCOPE] + S_JOURNEY]
    m[journey + J_ATTEMPTS] = max(m[journey + J_ATTEMPTS], sent)


@machine
def is_waiting(m: Any, call: int) -> bool:
    """Whether an attempt has left of which nothing is known yet."""
    attempt = m[call + K_FIRST]
    while attempt != NONE and (m[attempt + A_LEFT] == NEVER or m[attempt + A_WHY] >= 0):
        attempt = m[attempt + A_NEXT]
    return attempt != NONE


@machine
def is_held_back(m: Any, q: Any, attempt: int) -> bool:
    """Whether a further attempt has to wait, as so many messages have left of late."""
    call = m[attempt + A_CALL]
    pace = m[m[call + K_POLICY] + V_PACE]
    if pace == NONE or attempt == m[call + K_FIRST] or m[attempt + A_IS_IN_TIME]:
        return False
    m[attempt + A_IS_IN_TIME] = 1
    wait = delay_of_pace(m, pace)
    if wait:
        after(m, q, attempt, wait, LEAVES)
    return wait > 0


# -------------------------------------------------------------------- how long


@machine
def draw_of(m: Any, d: Any, attempt: int, slot: int) -> int:
    """A draw of a call for one of its attempts."""
    scope = m[attempt + A_SCOPE]
    return draw(m, d, slot, m[scope + S_ADDRESS], m[m[scope + S_JOURNEY] + J_REQUEST])


@machine
def patience(m: Any, d: Any, attempt: int) -> int:
    """How long an attempt is waited for, in ns."""
    call = m[attempt + A_CALL]
    calling = calling_of(m, call)
    limit = ENDLESS
    if m[calling + G_TIMEOUT] >= 0:
        limit = draw_of(m, d, attempt, m[calling + G_TIMEOUT])
    if m[calling + G_DEADLINE] >= 0:
        limit = min(limit, m[call + K_BEGAN] + m[calling + G_DEADLINE] - m[NOW])
    return limit


@machine
def pause_after(m: Any, d: Any, attempt: int) -> int:
    """How long it waits before it sends once more, in ns."""
    call = m[attempt + A_CALL]
    calling = calling_of(m, call)
    pause = draw_of(m, d, attempt, m[calling + G_PAUSE])
    factors = m[calling + G_FACTOR_COUNT]
    if factors > 0:
        factor = m[calling + G_FACTORS] + 2 * min(m[call + K_RETRIES], factors - 1)
        pause = scaled(pause, m[factor], m[factor + 1])
    if m[calling + G_CAP] >= 0:
        pause = min(pause, m[calling + G_CAP])
    jitter = m[calling + G_JITTER]
    if jitter == NO_JITTER:
        return pause
    share = draw_of(m, d, attempt, m[calling + G_JITTER_SLOT])
    least = pause // 2 if jitter == EQUAL_JITTER else 0
    # The share of the rest, in two steps: their product is more than a number can hold.
    rest = pause - least
    return least + rest // CHANCES * share + rest % CHANCES * share // CHANCES
