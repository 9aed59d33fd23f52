"""Calls that their senders mind: attempts, timeouts, retries and hedges.

See the reference's `call`. Whoever is told in the midst of it goes on by the agenda: what comes
after that is noted below it.
"""

from typing import Any

from simkit.engine.compiled import agenda, brokers
from simkit.engine.compiled.answers import FAILED, REFUSED, SUCCEEDED, leaves_undone, note
from simkit.engine.compiled.attempts import (
    HEDGE_AGAIN,
    after,
    calling_of,
    counts,
    draw_of,
    is_held_back,
    is_idle,
    is_waiting,
    next_attempt,
    patience,
    pause_after,
)
from simkit.engine.compiled.cancelling import cancel_all
from simkit.engine.compiled.deciding import decide
from simkit.engine.compiled.events import EXPIRES, HEDGES, LEAVES
from simkit.engine.compiled.finding import home_of
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import held, reached
from simkit.engine.compiled.layout import (
    L_ANSWERS,
    L_MISSING,
    L_UNBEGUN,
    L_WIDTH,
    LINES,
    NEVER,
    NONE,
    NOW,
)
from simkit.engine.compiled.layout_calls import (
    BY_REQUESTS,
    BY_SUCCESSES,
    CANCELS_NONE,
    CANCELS_RUNNING,
    G_ATTEMPTS,
    G_CANCEL,
    G_DEADLINE,
    G_HEDGE,
    G_HEDGES,
    G_RETRIES_ON,
    G_TOLERATED,
    V_PACE,
)
from simkit.engine.compiled.limits import waits
from simkit.engine.compiled.memory import clear, push, take
from simkit.engine.compiled.quitting import BEATEN, is_left, reports
from simkit.engine.compiled.records import (
    A_CALL,
    A_LEFT,
    A_NEXT,
    A_OF_HEDGE,
    A_SCOPE,
    A_WHY,
    CALL,
    E_ENDED,
    FOR_FAILURE,
    FOR_REFUSAL,
    FOR_TIMEOUT,
    IS_CALL,
    K_BEGAN,
    K_FINAL,
    K_FIRST,
    K_HANDLED,
    K_HEDGES,
    K_LAST,
    K_LINE,
    K_NEXT,
    K_OVER,
    K_POLICY,
    K_RETRIES,
    K_SCOPE,
    K_SENDER,
    K_SERIAL,
    K_WIDTH,
    K_WINNER,
    R_REFUSED,
    S_ATTEMPT,
    S_CALLS,
    S_DECISIONS,
    S_HEARD,
    S_JOURNEY,
    S_ONLY_REPEATS,
    S_PARTS,
    S_PLANNED,
    S_SERIAL,
    T_A,
    T_B,
    T_C,
    T_NEXT,
)
from simkit.engine.compiled.scopes import is_duplicate, marks
from simkit.engine.compiled.senders import earn, has_ended, lets, pays, policy_of
from simkit.engine.compiled.sending import DONE_REFUSED, leaves, unseen
from simkit.record.tables import Again

ATTEMPT_AGAIN = int(Again.ATTEMPT)


# -------------------------------------------------------------------- attempts


@machine
def begin_call(m: Any, q: Any, d: Any, r: Any, scope: int, sender: int, line: int) -> None:
    """Send it for the first time."""
    call = take(m, CALL, K_WIDTH)
    clear(m, call, K_WIDTH)
    m[call + K_SERIAL] = m[scope + S_SERIAL]
    m[call + K_SCOPE] = scope
    m[call + K_SENDER] = sender
    m[call + K_LINE] = line
    m[call + K_BEGAN] = m[NOW]
    m[call + K_LAST] = FOR_TIMEOUT
    m[call + K_HANDLED] = m[calling_of(m, call) + G_TOLERATED]
    m[call + K_POLICY] = policy_of(m, sender, line)
    place = scope + S_CALLS
    while m[place] != NONE:
        place = m[place] + K_NEXT
    m[place] = call
    push(m, scope + S_PARTS, IS_CALL, call, 0)
    earn(m, m[call + K_POLICY], BY_REQUESTS)
    leave(m, q, d, r, next_attempt(m, call, ATTEMPT_AGAIN))


@machine
def leave(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:
    """An attempt leaves, unless a breaker keeps it."""
    call, scope = m[attempt + A_CALL], m[attempt + A_SCOPE]
    if is_idle(m, call) or is_too_late(m, q, d, call) or is_held_back(m, q, attempt):
        return
    m[scope + S_PLANNED] = 0
    sender, line, calling = m[call + K_SENDER], m[call + K_LINE], calling_of(m, call)
    if not lets(m, r, m[call + K_POLICY], attempt):
        unseen(m, scope, sender, line, DONE_REFUSED)
        marks(m, scope, R_REFUSED)
        fails(m, q, d, r, attempt, FOR_REFUSAL)
        return
    m[attempt + A_LEFT] = m[NOW]
    counts(m, call)
    after(m, q, attempt, patience(m, d, attempt), EXPIRES)
    leaves(m, q, d, scope, sender, line)
    if m[calling + G_HEDGE] >= 0 and m[call + K_HEDGES] < m[calling + G_HEDGES]:
        delay = draw_of(m, d, attempt, m[calling + G_HEDGE])
        later = next_attempt(m, call, HEDGE_AGAIN)
        m[later + A_OF_HEDGE] = attempt
        after(m, q, later, delay, HEDGES)


@machine
def is_too_late(m: Any, q: Any, d: Any, call: int) -> bool:
    """Whether a further attempt could not leave before the deadline; then it never does."""
    deadline = m[calling_of(m, call) + G_DEADLINE]
    if deadline < 0:
        return False
    pace = m[m[call + K_POLICY] + V_PACE]
    is_further = m[call + K_FIRST] != m[call + K_FINAL]
    wait = waits(m, pace) if pace != NONE and is_further else 0
    if m[NOW] + wait < m[call + K_BEGAN] + deadline:
        return False
    if not is_waiting(m, call):
        gives_up(m, q, d, call, m[call + K_LAST])
    return True


# -------------------------------------------------------------------- what comes of them


@machine
def handle(m: Any, q: Any, d: Any, r: Any, kind: int, attempt: int) -> None:
    """A timer of an attempt has gone off."""
    call = m[attempt + A_CALL]
    if is_idle(m, call):
        return
    # Of a journey that is over in the midst of this, there is still something to be done.
    journey = m[m[attempt + A_SCOPE] + S_JOURNEY]
    held(m, journey)
    agenda.note(m, agenda.LET_BE, journey, 0, 0)
    if kind == LEAVES:
        leave(m, q, d, r, attempt)
    elif kind == EXPIRES:
        if m[attempt + A_WHY] < 0:
            expires(m, q, d, r, attempt)
    elif m[m[attempt + A_OF_HEDGE] + A_WHY] < 0:
        hedge(m, q, d, r, attempt)


@machine
def hedge(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:
    """An attempt takes long: one more leaves."""
    call = m[attempt + A_CALL]
    if m[call + K_HEDGES] < m[calling_of(m, call) + G_HEDGES]:
        m[call + K_HEDGES] += 1
        leave(m, q, d, r, attempt)


@machine
def expires(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:
    """An attempt has been waited for long enough."""
    agenda.note(m, agenda.ATTEMPT_FAILS, attempt, FOR_TIMEOUT, 0)
    cancels(m, q, d, r, attempt)


@machine
def cancels(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:
    """What an attempt has set in motion is stopped, if its sender does that."""
    how = m[calling_of(m, m[attempt + A_CALL]) + G_CANCEL]
    if how != CANCELS_NONE:
        cancel_all(m, q, d, r, m[attempt + A_SCOPE], how == CANCELS_RUNNING)


@machine
def answered_call(
    m: Any, q: Any, d: Any, r: Any, there: int, line: int, home: int, why: int
) -> None:
    """An answer to an attempt arrives; ``why`` it says no, or -1 for a yes."""
    attempt = m[there + S_ATTEMPT]
    call = m[attempt + A_CALL]
    if m[call + K_OVER] and attempt == m[call + K_WINNER]:  # one more answer, as drawn
        if why < 0:
            reached(m, m[there + S_JOURNEY], line)
        agenda.note(m, agenda.TELL, home, line, why)
    elif why >= 0:
        fails(m, q, d, r, attempt, why)
    elif not m[call + K_OVER]:
        has_ended(m, r, m[call + K_POLICY], attempt, 1)
        wins(m, q, d, r, attempt, line, home)


@machine
def fails(m: Any, q: Any, d: Any, r: Any, attempt: int, why: int) -> None:
    """An attempt has come to nothing."""
    call = m[attempt + A_CALL]
    if m[call + K_OVER] or m[attempt + A_WHY] >= 0:
        return
    m[attempt + A_WHY] = why
    has_ended(m, r, m[call + K_POLICY], attempt, 0)
    if m[m[call + K_SENDER] + E_ENDED] != NEVER:
        return
    m[call + K_LAST] = why
    if not is_waiting(m, call) and not is_sent_again(m, q, d, attempt, why):
        gives_up(m, q, d, call, why)


@machine
def is_sent_again(m: Any, q: Any, d: Any, attempt: int, why: int) -> bool:
    """Send it once more after a while, if it may."""
    call = m[attempt + A_CALL]
    calling = calling_of(m, call)
    is_for_it = (m[calling + G_RETRIES_ON] >> why) & 1
    if not is_for_it or m[call + K_RETRIES] + 1 >= m[calling + G_ATTEMPTS]:
        return False
    pause = pause_after(m, d, attempt)
    ends = m[calling + G_DEADLINE]
    if ends >= 0 and m[NOW] + pause >= m[call + K_BEGAN] + ends:
        return False
    if not pays(m, m[call + K_POLICY]):
        return False
    m[call + K_RETRIES] += 1
    after(m, q, next_attempt(m, call, ATTEMPT_AGAIN), pause, LEAVES)
    return True


# -------------------------------------------------------------------- its end


@machine
def wins(m: Any, q: Any, d: Any, r: Any, attempt: int, line: int, home: int) -> None:
    """An attempt was answered well: nobody waits for the others."""
    call, scope = m[attempt + A_CALL], m[attempt + A_SCOPE]
    m[call + K_OVER] = 1
    m[call + K_WINNER] = attempt
    earn(m, m[call + K_POLICY], BY_SUCCESSES)
    outer = m[call + K_SCOPE]
    agenda.note(m, agenda.CALL_LEFT, m[m[call + K_POLICY] + V_PACE], 0, 0)
    agenda.note(m, agenda.SAY_WITHHELD, scope, outer, 0)
    agenda.note(m, agenda.TELL, home, line, agenda.YES)
    other = m[call + K_FIRST]
    while other != NONE:
        if other != attempt:
            drop(m, q, d, r, other)
        other = m[other + A_NEXT]
    note(m, outer, m[call + K_LINE], SUCCEEDED)
    decision = m[scope + S_DECISIONS]
    while decision != NONE:
        decide(m, q, outer, m[decision + T_A], m[decision + T_B], m[decision + T_C])
        decision = m[decision + T_NEXT]
    reached(m, m[scope + S_JOURNEY], line)


@machine
def drop(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:
    """Nobody waits for an attempt any more, as another was answered well."""
    cancels(m, q, d, r, attempt)
    winner = m[m[attempt + A_CALL] + K_WINNER]
    if not m[m[winner + A_SCOPE] + S_ONLY_REPEATS]:
        is_duplicate(m, m[attempt + A_SCOPE])
    reports(m, attempt, BEATEN)


@machine
def gives_up(m: Any, q: Any, d: Any, call: int, why: int) -> None:
    """It has come to nothing."""
    m[call + K_OVER] = 1
    m[call + K_LAST] = why
    scope, line = m[call + K_SCOPE], m[call + K_LINE]
    note(m, scope, line, FAILED if why == FOR_FAILURE else why + REFUSED - 1)
    attempt = m[call + K_FIRST]
    while attempt != NONE:
        reports(m, attempt, BEATEN)
        attempt = m[attempt + A_NEXT]
    agenda.note(m, agenda.CALL_LEFT, m[m[call + K_POLICY] + V_PACE], 0, 0)
    agenda.note(m, agenda.TELL_NEXT, call, 0, m[call + K_SERIAL])
    # Others who wait for what would have come of it are told no, too.
    plan = LINES + line * L_WIDTH
    others = m[plan + L_MISSING] & ~m[plan + L_ANSWERS]
    unsettled = leaves_undone(m, q, d, scope, others, m[plan + L_UNBEGUN], why)
    brokers.left_unsettled(m, scope, unsettled)


@machine
def tell_next(m: Any, call: int, line: int) -> None:
    """Whoever waits for an answer to a call that has come to nothing is told, one by one."""
    answers = m[LINES + m[call + K_LINE] * L_WIDTH + L_ANSWERS]
    while answers >> line:
        if (answers >> line) & 1:
            home = home_of(m, m[call + K_SCOPE], line)
            if not (m[home + S_HEARD] >> line) & 1:
                agenda.note(m, agenda.TELL_NEXT, call, line + 1, m[call + K_SERIAL])
                agenda.note(m, agenda.TELL, home, line, m[call + K_LAST])
                return
        line += 1


@machine
def is_skipped(m: Any, q: Any, d: Any, r: Any, call: int) -> None:
    """Whoever made it has gone on elsewhere: what it has set in motion is of no use."""
    if m[call + K_OVER]:
        return
    is_left(m, q, call)
    m[call + K_HANDLED] = 1
    attempt = m[call + K_FIRST]
    while attempt != NONE:
        cancels(m, q, d, r, attempt)
        is_duplicate(m, m[attempt + A_SCOPE])
        attempt = m[attempt + A_NEXT]
