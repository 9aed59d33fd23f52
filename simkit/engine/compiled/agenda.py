"""What is still to be done of the event that is happening, the most urgent last.

In the reference engine one part calls another in the midst of what it does. Here it notes what it
has left to do, below what the other does first.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    AGENDA,
    AGENDA_AT,
    GOES_ON,
    MOST_AGENDA,
    NONE,
    OVERFLOWS,
    STATUS,
)

(
    GO,  # an execution goes on
    CLOSE,  # something in a scope is over
    TELL,  # a scope has an answer: line, and why it says no (-1: yes)
    HAND_ON,  # a message, of a scope, that is handed on: its role
    CALL_LEFT,  # a call is over: its place is free
    SAY_WITHHELD,  # what an attempt kept back is said: its scope, and the call's
    GO_STRAND,
    FALL_THROUGH,  # a delivery, as what was to settle it never comes
    TAKEN_UP,  # a delivery that is settled as soon as a worker has it
    GO_ON,  # an execution, after a step in which others had their turn
    TELL_NEXT,  # a call that has come to nothing: from which line on, and its serial
    ATTEMPT_FAILS,  # an attempt, and why
    LET_BE,  # a journey to which this event referred
    DIES,  # whoever dies next
    LOOK,  # at the branches of an execution: who has its worker
    LOOKED,  # at some branches: whether they are over
    HAS_BEGUN,  # branches, all of them
    SCALER_COUNTS,  # an instance has so many workers now
    SCALER_LEFT,  # something has left an instance
    SCALER_WAITS,  # somebody waits at a pool
) = range(20)
YES = -1
ENTRY = 4


@machine
def note(m: Any, what: int, record: int, first: int, second: int) -> None:
    """Something is to be done next."""
    count = m[AGENDA]
    if count + 1 >= MOST_AGENDA // ENTRY:
        if m[STATUS] == GOES_ON:
            m[STATUS] = OVERFLOWS
        return
    at = AGENDA_AT + count * ENTRY
    m[at] = what
    m[at + 1] = record
    m[at + 2] = first
    m[at + 3] = second
    m[AGENDA] = count + 1


@machine
def turn_round(m: Any, first: int) -> None:
    """What was noted since there were so many is done in the order in which it was noted."""
    last = m[AGENDA] - 1
    while first < last:
        one, other = AGENDA_AT + first * ENTRY, AGENDA_AT + last * ENTRY
        for place in range(ENTRY):
            kept = m[one + place]
            m[one + place] = m[other + place]
            m[other + place] = kept
        first += 1
        last -= 1


@machine
def take_out(m: Any, what: int, since: int) -> int:
    """Take the latest entry of a kind out, of those since there were so many; where it is.

    NONE: there is none. What is taken out lies behind the last entry, until one is noted.
    """
    count = m[AGENDA]
    number = count - 1
    while number >= since and m[AGENDA_AT + number * ENTRY] != what:
        number -= 1
    if number < since:
        return NONE
    while number < count - 1:
        one = AGENDA_AT + number * ENTRY
        for place in range(one, one + ENTRY):
            m[place], m[place + ENTRY] = m[place + ENTRY], m[place]
        number += 1
    m[AGENDA] = count - 1
    return AGENDA_AT + number * ENTRY
