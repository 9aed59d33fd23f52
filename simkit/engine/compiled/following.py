"""What was left to be done of an event: the agenda, entry by entry."""

from typing import Any

from simkit.engine.compiled import agenda, blows, brokers, calls, forks, serving
from simkit.engine.compiled.answers import is_told, say_withheld
from simkit.engine.compiled.blocks import hear_of
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import closes, let_be
from simkit.engine.compiled.layout import NONE
from simkit.engine.compiled.limits import pace_left
from simkit.engine.compiled.records import E_JOURNEY
from simkit.engine.compiled.steps import go


@machine
def goes_if_any(m: Any, q: Any, d: Any, r: Any, course: int) -> None:
    """Whoever goes on, if anybody does."""
    if course != NONE:
        go(m, q, d, r, course)


@machine
def hears_of(m: Any, q: Any, d: Any, r: Any, course: int, what: int) -> None:
    """Somebody hears of what was decided."""
    goes = hear_of(m, course, what)
    let_be(m, m[course + E_JOURNEY])
    if goes:
        go(m, q, d, r, course)


@machine
def follow_up_branches(m: Any, q: Any, d: Any, r: Any, what: int, record: int, first: int) -> None:
    """What was left to be done of branches; what is not there any more does nothing."""
    if m[record] != first:
        return
    if what == agenda.LOOK:
        goes_if_any(m, q, d, r, forks.look(m, q, record))
    elif what == agenda.LOOKED:
        goes_if_any(m, q, d, r, forks.has_looked(m, q, d, record))
    elif what == agenda.HAS_BEGUN:
        go(m, q, d, r, forks.has_begun(m, q, d, record))
    elif forks.may_begin(m, record):
        go(m, q, d, r, record)


@machine
def follow_up(  # noqa: C901, PLR0912 - one entry of the agenda after the other
    m: Any, q: Any, d: Any, r: Any, what: int, record: int, first: int, second: int
) -> None:
    """What was left to be done of an event."""
    if what == agenda.CLOSE:
        closes(m, r, record)
    elif what in (agenda.GO, agenda.GO_ON):
        if m[record] == first:
            go(m, q, d, r, record)
    elif what == agenda.TELL:
        asker = is_told(m, record, first, second)
        if asker != NONE:
            go(m, q, d, r, asker)
    elif what == agenda.DIES:
        blows.next_dies(m, q, d, r)
    elif what == agenda.HAND_ON:
        brokers.hand_on(m, q, d, r, record, first)
    elif what == agenda.TAKEN_UP:
        if m[record] == first:
            brokers.taken_up(m, q, d, r, record)
    elif what == agenda.FALL_THROUGH:
        if m[record] == first:
            brokers.fall_through(m, q, d, r, record)
    elif what == agenda.CALL_LEFT:
        pace_left(m, q, record)
    elif what == agenda.SAY_WITHHELD:
        say_withheld(m, q, d, record, first)
    elif what == agenda.TELL_NEXT:
        if m[record] == second:
            calls.tell_next(m, record, first)
    elif what == agenda.ATTEMPT_FAILS:
        calls.fails(m, q, d, r, record, first)
    elif what == agenda.LET_BE:
        let_be(m, record)
    elif what in (agenda.SCALER_COUNTS, agenda.SCALER_LEFT, agenda.SCALER_WAITS):
        serving.follow_up(m, q, d, r, what, record, first)
    else:
        follow_up_branches(m, q, d, r, what, record, first)
