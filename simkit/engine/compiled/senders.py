"""What senders keep in mind of their calls: breakers and budgets; see the reference's `senders`.

That the rest of an open breaker is over shows when the next call comes.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import L_CALLING, L_WIDTH, LINES, NONE, NOW
from simkit.engine.compiled.layout_calls import (
    CLOSED,
    G_APART,
    G_POLICIES,
    HALF_OPEN,
    NO_BUDGET,
    OPEN,
    TOKEN,
    V_CALLS,
    V_COUNT,
    V_EARNS,
    V_FAILURES,
    V_FIRST,
    V_INSTANCE,
    V_LEAST,
    V_LINE,
    V_MOST,
    V_OPENS_AT,
    V_OUT,
    V_PACE,
    V_PARTICIPANT,
    V_PROBES,
    V_REST,
    V_SHARE,
    V_SINCE,
    V_STATE,
    V_TOKENS,
    V_TRIAL,
    V_WELL,
    V_WINDOW,
)
from simkit.engine.compiled.limits import pace_of
from simkit.engine.compiled.records import A_COUNTED, A_PROBE, E_INSTANCE, I_NUMBER
from simkit.engine.compiled.rows import change
from simkit.record.tables import Change

BREAKER = int(Change.BREAKER)


@machine
def policy_of(m: Any, sender: int, line: int) -> int:
    """What the sender of a call keeps in mind of such calls."""
    calling = m[LINES + line * L_WIDTH + L_CALLING]
    instance = m[sender + E_INSTANCE]
    number = m[instance + I_NUMBER] if instance != NONE else 0
    policy = m[calling + G_POLICIES] + number * m[calling + G_APART]
    if m[policy + V_LINE] < 0:
        m[policy + V_LINE] = line
    m[policy + V_PACE] = pace_of(m, sender, line)
    return policy


# -------------------------------------------------------------------- tokens for more attempts


@machine
def earn(m: Any, policy: int, what: int) -> None:
    """Something has happened that earns a share of a token."""
    if m[policy + V_EARNS] == what:
        m[policy + V_TOKENS] = min(m[policy + V_MOST], m[policy + V_TOKENS] + m[policy + V_SHARE])


@machine
def pays(m: Any, policy: int) -> bool:
    """Whether one more attempt can be paid for; then it is."""
    if m[policy + V_EARNS] == NO_BUDGET:
        return True
    if m[policy + V_TOKENS] < TOKEN:
        return False
    m[policy + V_TOKENS] -= TOKEN
    return True


# -------------------------------------------------------------------- the circuit breaker


@machine
def lets(m: Any, r: Any, policy: int, attempt: int) -> bool:
    """Whether an attempt may leave."""
    if m[policy + V_WINDOW] == 0:
        return True
    if m[policy + V_STATE] == OPEN and m[NOW] >= m[policy + V_SINCE] + m[policy + V_REST]:
        m[policy + V_OUT] = 0
        m[policy + V_WELL] = 0
        m[policy + V_TRIAL] += 1
        turns(m, r, policy, HALF_OPEN)
    state = m[policy + V_STATE]
    if state == HALF_OPEN and m[policy + V_OUT] < m[policy + V_PROBES]:
        m[policy + V_OUT] += 1
        m[attempt + A_PROBE] = m[policy + V_TRIAL]
        return True
    if state != CLOSED:
        m[attempt + A_COUNTED] = 1
        return False
    m[attempt + A_COUNTED] = 0
    return True


@machine
def has_ended(m: Any, r: Any, policy: int, attempt: int, well: int) -> None:
    """An attempt has been answered, or has come to nothing."""
    if m[policy + V_WINDOW] == 0 or m[attempt + A_COUNTED]:
        return
    m[attempt + A_COUNTED] = 1
    state = m[policy + V_STATE]
    if m[attempt + A_PROBE]:
        if state == HALF_OPEN and m[attempt + A_PROBE] == m[policy + V_TRIAL]:
            has_probed(m, r, policy, well)
    elif state == CLOSED:
        remember(m, policy, well)
        count = m[policy + V_COUNT]
        enough = count >= m[policy + V_LEAST]
        if enough and m[policy + V_FAILURES] >= m[m[policy + V_OPENS_AT] + count]:
            turns(m, r, policy, OPEN)


@machine
def has_probed(m: Any, r: Any, policy: int, well: int) -> None:
    """One of those that see if it can close is over."""
    m[policy + V_WELL] += well
    if not well:
        turns(m, r, policy, OPEN)
    elif m[policy + V_WELL] == m[policy + V_PROBES]:
        m[policy + V_COUNT] = 0
        m[policy + V_FAILURES] = 0
        turns(m, r, policy, CLOSED)


@machine
def remember(m: Any, policy: int, well: int) -> None:
    """One call more is looked back on, and the oldest no more."""
    window, count, first = m[policy + V_WINDOW], m[policy + V_COUNT], m[policy + V_FIRST]
    calls = m[policy + V_CALLS]
    if count == window:
        m[policy + V_FAILURES] -= 1 - m[calls + first]
        first = 0 if first + 1 == window else first + 1
        m[policy + V_FIRST] = first
        count -= 1
    at = first + count
    m[calls + (at - window if at >= window else at)] = well
    m[policy + V_COUNT] = count + 1
    m[policy + V_FAILURES] += 1 - well


@machine
def is_dropped(m: Any, policy: int, attempt: int) -> None:
    """Nobody waits for an attempt any more: a probe leaves its place to another."""
    if m[policy + V_WINDOW] == 0 or m[attempt + A_COUNTED]:
        return
    m[attempt + A_COUNTED] = 1
    is_probe = m[attempt + A_PROBE] == m[policy + V_TRIAL]
    if m[policy + V_STATE] == HALF_OPEN and is_probe:
        m[policy + V_OUT] -= 1


@machine
def turns(m: Any, r: Any, policy: int, state: int) -> None:
    """It is something else from now on."""
    m[policy + V_STATE] = state
    m[policy + V_SINCE] = m[NOW]
    participant = m[policy + V_PARTICIPANT]
    if participant >= 0:
        change(m, r, participant, m[policy + V_INSTANCE], m[policy + V_LINE], BREAKER, state)
