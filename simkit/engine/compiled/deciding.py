"""What is decided in a scope: which branch is taken, whether there is one more turn.

Whoever decides tells it to everyone who can know: the scopes around its own, as far as they
belong to the same turn of a loop, and not beyond an attempt of a call that is not over. See the
reference's `deciding`, and `absence` for what nobody decides any more.
"""

from typing import Any

from simkit.engine.compiled.events import HEARS_OF, after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import held
from simkit.engine.compiled.layout import (
    L_TO,
    L_WIDTH,
    L_WITHIN,
    LINES,
    N_BOUND,
    N_DECIDER,
    N_KIND,
    N_REACH,
    N_ROLES,
    N_WAKES,
    N_WIDTH,
    NONE,
    REPEATED,
    SECTION_COUNT,
    SECTIONS,
    TOLD,
)
from simkit.engine.compiled.layout_blocks import IS_LOOP, NOBODY, UNKNOWN
from simkit.engine.compiled.memory import drop_node, let_go, push
from simkit.engine.compiled.records import (
    A_CALL,
    E_HERE,
    E_JOURNEY,
    E_NUMBER,
    J_SCOPES,
    K_LINE,
    K_OVER,
    S_ATTEMPT,
    S_DECISIONS,
    S_GONE,
    S_JOURNEY,
    S_KEY,
    S_NEXT,
    S_OUTER,
    S_REGION,
    S_WATCHERS,
    T_A,
    T_B,
    T_C,
    T_NEXT,
)
from simkit.engine.order import ENDS

VALUE_BITS = 8  # of what an event says: the section, and what was decided


@machine
def reaches_to(m: Any, section: int, role: int) -> int:
    """The region as far as which a section reaches, for whoever looks; -1: everything."""
    plan = SECTIONS + section * N_WIDTH
    return m[m[plan + N_REACH] + role] if role >= 0 else m[plan + N_BOUND]


@machine
def decision_in(m: Any, scope: int, section: int, turn: int) -> int:
    """What is known in one scope."""
    node = m[scope + S_DECISIONS]
    while node != NONE:
        if m[node + T_A] == section and m[node + T_B] == turn:
            return m[node + T_C]
        node = m[node + T_NEXT]
    return UNKNOWN


@machine
def known(m: Any, scope: int, section: int, turn: int, role: int) -> int:
    """What was decided, as far as it is known in a scope, to whoever has a part in it."""
    last, bound = scope, reaches_to(m, section, role)
    while scope != NONE:
        found = decision_in(m, scope, section, turn)
        if found != UNKNOWN:
            return found
        last = scope
        if m[scope + S_REGION] == bound:
            break
        scope = m[scope + S_OUTER]
    while last != NONE:  # in whatever turn: who was to decide does not come any more
        if (m[last + S_GONE] >> section) & 1:
            return NOBODY
        last = m[last + S_OUTER]
    return UNKNOWN


@machine
def decided(m: Any, scope: int, section: int, outermost: int) -> int:
    """What was decided in a scope, or around it as far as another one."""
    while True:
        found = decision_in(m, scope, section, 0)
        if found != UNKNOWN or scope == outermost:
            return found
        scope = m[scope + S_OUTER]


@machine
def may_be_repeated(m: Any, attempt: int) -> bool:
    """Whether something else may still happen than in an attempt, if there is one."""
    if attempt == NONE:
        return False
    call = m[attempt + A_CALL]
    return (m[REPEATED] >> m[call + K_LINE]) & 1 == 1 and not m[call + K_OVER]


@machine
def decide(m: Any, q: Any, scope: int, section: int, turn: int, value: int) -> None:
    """Something is decided; what is decided already stays."""
    bound = reaches_to(m, section, -1)
    while scope != NONE:
        if decision_in(m, scope, section, turn) == UNKNOWN:
            push(m, scope + S_DECISIONS, section, turn, value)
        node = m[scope + S_WATCHERS]
        while node != NONE:
            following = m[node + T_NEXT]
            if m[node + T_A] == section and m[node + T_B] == turn:
                tell_once(m, q, m[node + T_C], section, value)
                drop_node(m, scope + S_WATCHERS, node)
            node = following
        if m[scope + S_REGION] == bound or may_be_repeated(m, m[scope + S_ATTEMPT]):
            break
        scope = m[scope + S_OUTER]
    let_go(m, TOLD)


@machine
def tell_once(m: Any, q: Any, course: int, section: int, value: int) -> None:
    """Somebody will hear of a decision, unless he will already."""
    node = m[TOLD]
    while node != NONE:
        if m[node + T_A] == course:
            return
        node = m[node + T_NEXT]
    push(m, TOLD, course, 0, 0)
    plan = SECTIONS + section * N_WIDTH
    wakes = m[m[plan + N_WAKES] + m[course + E_NUMBER]]
    key = ENDS + m[m[course + E_HERE] + S_KEY] + wakes
    held(m, m[course + E_JOURNEY])
    after(m, q, 0, key, HEARS_OF, course, (section << VALUE_BITS) | (value + 1))


@machine
def watch(m: Any, scope: int, section: int, turn: int, course: int) -> None:
    """Somebody wants to know what is decided."""
    bound = reaches_to(m, section, -1)
    while scope != NONE:
        push(m, scope + S_WATCHERS, section, turn, course)
        if m[scope + S_REGION] == bound:
            break
        scope = m[scope + S_OUTER]


@machine
def unwatch(m: Any, scope: int, section: int, turn: int, course: int) -> None:
    """Somebody does not mind any more."""
    bound = reaches_to(m, section, -1)
    while scope != NONE:
        node = m[scope + S_WATCHERS]
        while node != NONE:
            same = m[node + T_A] == section and m[node + T_B] == turn
            if same and m[node + T_C] == course:
                drop_node(m, scope + S_WATCHERS, node)
                break
            node = m[node + T_NEXT]
        if m[scope + S_REGION] == bound:
            break
        scope = m[scope + S_OUTER]


# -------------------------------------------------------------------- what nobody decides


@machine
def undecided(m: Any, q: Any, scope: int, nobody: int) -> None:
    """Those who were to decide do not come: nothing of their blocks happens."""
    for section in range(m[SECTION_COUNT]):
        plan = SECTIONS + section * N_WIDTH
        decider = m[plan + N_DECIDER]
        if not (nobody >> decider) & 1:
            continue
        turn = next_turn(m, scope, section) if m[plan + N_KIND] == IS_LOOP else 0
        if known(m, scope, section, turn, decider) == UNKNOWN:
            decide(m, q, scope, section, turn, NOBODY)
            if m[plan + N_BOUND] >= 0:
                is_given_up(m, q, scope, section)


@machine
def next_turn(m: Any, scope: int, section: int) -> int:
    """The first turn of a loop after those that are decided in a scope."""
    turn = -1
    node = m[scope + S_DECISIONS]
    while node != NONE:
        if m[node + T_A] == section:
            turn = max(turn, m[node + T_B])
        node = m[node + T_NEXT]
    return turn + 1


@machine
def is_given_up(m: Any, q: Any, scope: int, section: int) -> None:
    """A block in a loop is decided no more, in none of its turns."""
    m[scope + S_GONE] |= 1 << section
    other = m[m[scope + S_JOURNEY] + J_SCOPES]
    while other != NONE:
        node = m[other + S_WATCHERS]
        while node != NONE:
            if m[node + T_A] == section:
                tell_once(m, q, m[node + T_C], section, NOBODY)
            node = m[node + T_NEXT]
        other = m[other + S_NEXT]
    let_go(m, TOLD)


@machine
def off_path(m: Any, scope: int, line: int) -> bool:
    """Whether a line is in a branch that is not taken, as whoever waits for it knows."""
    plan = LINES + line * L_WIDTH
    within, to = m[plan + L_WITHIN], m[plan + L_TO]
    if within == NONE:
        return False
    for number in range(m[within]):
        section, branch = m[within + 1 + 2 * number], m[within + 2 + 2 * number]
        if (m[SECTIONS + section * N_WIDTH + N_ROLES] >> to) & 1:
            value = known(m, scope, section, 0, to)
            if value >= 0 and value != branch:
                return True
    return False
