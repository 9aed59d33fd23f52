"""Answers: how they leave, how they arrive, and what is told to whoever waits in vain.

See `simkit.engine.reference.scope` and `simkit.engine.reference.absence`.
"""

from typing import Any

from simkit.engine.compiled import events
from simkit.engine.compiled.deciding import off_path, undecided
from simkit.engine.compiled.events import after
from simkit.engine.compiled.faulty import is_lost
from simkit.engine.compiled.finding import execution_in, find, home_of, of
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    HAS_SECTIONS,
    L_ANSWERS,
    L_ASKED,
    L_ASKED_REGION,
    L_GOOD,
    L_LEAVES_WORK,
    L_MISSING,
    L_NETWORK,
    L_SETTLES,
    L_TO,
    L_TO_REGION,
    L_UNBEGUN,
    L_WATCHED,
    L_WIDTH,
    LINE_COUNT,
    LINES,
    LOADS,
    NEVER,
    NONE,
    NOW,
)
from simkit.engine.compiled.layout_blocks import FK_AWAITING
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.memory import push, take
from simkit.engine.compiled.records import (
    A_CALL,
    E_ANSWER_ARRIVED,
    E_ANSWERED,
    E_AWAITED,
    E_ENDED,
    E_FIRSTS,
    E_FORK,
    E_HERE,
    E_UNHEARD,
    FOR_FAILURE,
    FOR_REFUSAL,
    FOR_TIMEOUT,
    J_REQUEST,
    K_LINE,
    K_OVER,
    NODE,
    R_FAILED,
    S_ADDRESS,
    S_ATTEMPT,
    S_COPY,
    S_EARLY,
    S_GIVEN,
    S_GIVENS,
    S_HAPPENED,
    S_HEARD,
    S_JOURNEY,
    S_KEY,
    S_OUTER,
    S_PATH,
    S_REGION,
    S_TURN,
    S_WHY_REFUSED,
    S_WHY_TIMEOUT,
    S_WITHHELD,
    S_YES,
    T_A,
    T_B,
    T_C,
    T_D,
    T_NEXT,
    T_WIDTH,
    Y_OVER,
)
from simkit.engine.compiled.scopes import marks, opens
from simkit.engine.order import ENDS, PATH_BITS

HAPPENED, SUCCEEDED, FAILED, REFUSED, TIMED_OUT = range(5)  # what becomes of a message
YES, NO = 1, 0


@machine
def note(m: Any, scope: int, line: int, word: int) -> None:
    """Something has happened to a message; in scopes around it, too, it has happened."""
    if m[LINES + line * L_WIDTH + L_WATCHED]:
        bit = 1 << line
        while scope != NONE:
            m[scope + S_HAPPENED + word] |= bit
            if word >= REFUSED:
                m[scope + S_HAPPENED + FAILED] |= bit
            scope = m[scope + S_OUTER]


@machine
def hears(m: Any, call_line: int, line: int) -> bool:
    """Whether a line answers a call."""
    return (m[LINES + call_line * L_WIDTH + L_ANSWERS] >> line) & 1 == 1


@machine
def hears_attempt(m: Any, scope: int, line: int) -> bool:
    """Whether a scope is an attempt of a call that a line answers."""
    attempt = m[scope + S_ATTEMPT]
    return attempt != NONE and hears(m, m[m[attempt + A_CALL] + K_LINE], line)


@machine
def is_given(m: Any, scope: int, home: int, line: int) -> bool:
    """Whether an answer has left already; from now on it has."""
    if scope == home:
        if (m[scope + S_GIVEN] >> line) & 1:
            return True
        m[scope + S_GIVEN] |= 1 << line
        return False
    node = m[scope + S_GIVENS]
    path, turn = m[home + S_PATH], m[home + S_TURN]
    while node != NONE:
        if m[node + T_A] == line and m[node + T_B] == path and m[node + T_C] == turn:
            return True
        node = m[node + T_NEXT]
    push(m, scope + S_GIVENS, line, path, turn)
    return False


@machine
def answer(m: Any, q: Any, d: Any, scope: int, line: int, good: int, why: int) -> None:
    """An answer leaves; of several to one call the first counts."""
    plan = LINES + line * L_WIDTH
    home = home_of(m, scope, line)
    asked = m[plan + L_ASKED]
    there = of(m, scope, m[plan + L_ASKED_REGION]) if asked >= 0 else scope
    giver = there if hears_attempt(m, there, line) else home
    if not good:
        asker = find(m, home, m[plan + L_TO], m[plan + L_TO_REGION])
        if asker != NONE and m[asker + E_ENDED] != NEVER:
            return
    if is_given(m, giver, home, line):
        return
    if good and not m[plan + L_GOOD]:
        marks(m, scope, R_FAILED)  # as drawn: it says no
    if asked >= 0:
        note_answer(m, there, asked)
    if m[LOADS] and is_lost(m, d, scope, line):
        if asked >= 0:
            is_unheard(m, there, asked)
        return
    opens(m, scope)
    node = take(m, NODE, T_WIDTH)
    m[node + T_A] = home
    m[node + T_B] = there
    m[node + T_C] = line
    m[node + T_D] = -1 if good and m[plan + L_GOOD] else why
    request = m[m[scope + S_JOURNEY] + J_REQUEST]
    delay = draw(m, d, m[plan + L_NETWORK], m[scope + S_ADDRESS], request)
    key = ENDS + m[scope + S_KEY] + ((line + 1) << PATH_BITS)
    after(m, q, delay, key, events.HEARD, scope, node)


@machine
def note_answer(m: Any, scope: int, number: int) -> None:
    """The answer to an execution leaves; of several the first counts."""
    asked = execution_in(m, scope, number)
    if asked != NONE:
        m[asked + E_ANSWERED] = min(m[asked + E_ANSWERED], m[NOW])
        return
    node = m[scope + S_EARLY]
    while node != NONE and m[node + T_A] != number:
        node = m[node + T_NEXT]
    if node == NONE:
        push(m, scope + S_EARLY, number, m[NOW], NEVER)
    else:
        m[node + T_B] = m[NOW]
        m[node + T_C] = NEVER


@machine
def is_unheard(m: Any, scope: int, number: int) -> None:
    """The answer to an execution is lost on the way."""
    asked = execution_in(m, scope, number)
    if asked != NONE:
        m[asked + E_UNHEARD] = 1


@machine
def note_arrival(m: Any, scope: int, number: int) -> None:
    """The answer to an execution has reached whoever asked."""
    asked = execution_in(m, scope, number)
    if asked != NONE:
        m[asked + E_ANSWER_ARRIVED] = min(m[asked + E_ANSWER_ARRIVED], m[NOW])
        return
    node = m[scope + S_EARLY]
    while node != NONE:
        if m[node + T_A] == number:
            m[node + T_C] = m[NOW]
        node = m[node + T_NEXT]


@machine
def is_told(m: Any, home: int, line: int, why: int) -> int:
    """Whoever waits here for an answer has it; who goes on now, or NONE."""
    bit = 1 << line
    m[home + S_HEARD] |= bit
    if why < 0:
        m[home + S_YES] |= bit
    else:
        m[home + S_YES] &= ~bit
        if why != FOR_FAILURE:
            m[home + S_WHY_REFUSED] &= ~bit
            m[home + S_WHY_TIMEOUT] &= ~bit
            m[home + (S_WHY_REFUSED if why == FOR_REFUSAL else S_WHY_TIMEOUT)] |= bit
    plan = LINES + line * L_WIDTH
    asker = find(m, home, m[plan + L_TO], m[plan + L_TO_REGION])
    if asker == NONE:
        return NONE
    if m[asker + E_FORK] != NONE:
        return branch_told(m, m[asker + E_FORK], line, home)
    listens = m[asker + E_AWAITED] == line or (m[asker + E_FIRSTS] >> line) & 1 == 1
    return asker if listens and m[asker + E_HERE] == home else NONE


@machine
def branch_told(m: Any, fork: int, line: int, home: int) -> int:
    """The branch that waits for an answer that is there, or NONE."""
    node = m[fork + FK_AWAITING]
    while node != NONE:
        strand = m[node + T_A]
        listens = m[strand + E_AWAITED] == line or (m[strand + E_FIRSTS] >> line) & 1 == 1
        if listens and m[strand + E_HERE] == home:
            return strand
        node = m[node + T_NEXT]
    return NONE


@machine
def why_not(m: Any, scope: int, line: int) -> int:
    """Why an answer said no."""
    if (m[scope + S_WHY_REFUSED] >> line) & 1:
        return FOR_REFUSAL
    return FOR_TIMEOUT if (m[scope + S_WHY_TIMEOUT] >> line) & 1 else FOR_FAILURE


# -------------------------------------------------------------------- what never comes


@machine
def say_no(m: Any, q: Any, d: Any, scope: int, line: int, why: int) -> None:
    """Tell no to whoever waits for an answer; outside, only when nothing will give it."""
    own, region = scope, m[LINES + line * L_WIDTH + L_TO_REGION]
    while m[scope + S_REGION] != region and m[scope + S_OUTER] != NONE:
        if hears_attempt(m, scope, line):
            break
        copy, attempt = m[scope + S_COPY], m[scope + S_ATTEMPT]
        copy_goes_on = copy != NONE and not m[copy + Y_OVER]
        if copy_goes_on or (attempt != NONE and not m[m[attempt + A_CALL] + K_OVER]):
            m[scope + S_WITHHELD] |= 1 << line
            return
        scope = m[scope + S_OUTER]
    answer(m, q, d, own, line, NO, why)


@machine
def leaves_undone(m: Any, q: Any, d: Any, scope: int, missing: int, nobody: int, why: int) -> int:
    """Some answers are never given, and some executions never begin, or do nothing more.

    Gives the set of lines that were to settle a delivery: whoever calls has them come to nothing.
    """
    unsettled = 0
    if m[HAS_SECTIONS]:
        undecided(m, q, scope, nobody)
    for line in range(m[LINE_COUNT]):
        if not (missing >> line) & 1:
            continue
        plan = LINES + line * L_WIDTH
        to = m[plan + L_TO]
        if to >= 0 and not (nobody >> to) & 1:
            if not m[HAS_SECTIONS] or not off_path(m, scope, line):
                say_no(m, q, d, scope, line, why)
        elif m[plan + L_SETTLES] >= 0:
            unsettled |= 1 << line
    return unsettled


@machine
def say_withheld(m: Any, q: Any, d: Any, attempt_scope: int, scope: int) -> None:
    """What was kept back while something else could still happen is said now."""
    withheld = m[attempt_scope + S_WITHHELD]
    for line in range(m[LINE_COUNT]):
        if (withheld >> line) & 1:
            say_no(m, q, d, scope, line, FOR_FAILURE)


@machine
def absence_of(m: Any, lines: int) -> tuple[int, int, int]:
    """What never comes, and never begins, if some lines are never sent; and if that is work."""
    missing, unbegun, work = 0, 0, 0
    for line in range(m[LINE_COUNT]):
        if (lines >> line) & 1:
            plan = LINES + line * L_WIDTH
            missing |= m[plan + L_MISSING]
            unbegun |= m[plan + L_UNBEGUN]
            work |= m[plan + L_LEAVES_WORK]
    return missing, unbegun, work


@machine
def never_sent(m: Any, line: int) -> tuple[int, int]:
    """What never comes, and what never begins, if a line is never sent."""
    plan = LINES + line * L_WIDTH
    return m[plan + L_MISSING], m[plan + L_UNBEGUN]
