"""Events that are to come, soonest first; at one instant in the order of their keys.

The heap has four children a node, and an event four words: its instant, its key, what happens (a
kind and the record that it happens to) and one number more. A *timer* is an event that may be of
no use any more when it comes; the number it carries is the serial of its journey.
"""

from typing import Any

from simkit.engine.compiled.jit import expect, machine
from simkit.engine.compiled.layout import (
    HOLE,
    IS_TIGHT,
    NOW,
    OVERFLOWS,
    PENDING,
    PENDING_MOST,
    STALE,
    STATUS,
)
from simkit.engine.compiled.records import J_TIMERS, LINE

KIND_BITS = 6
KIND = (1 << KIND_BITS) - 1
WORDS = 4
MANY = 4096  # events that are to come; fewer, and what they are about, are near anyway
FEW_EVENTS = 1 << 12  # so many can be added by one event before it has to be done once more

# What happens.
(
    COMES,  # a request, of a source
    ARRIVES,  # a message, to an execution
    GOES,  # an execution goes on
    SERVED,  # its worker is there
    HEARD,  # an answer
    SETTLES,  # a line that settles a delivery
    RELEASED,  # the worker that a copy waited for is there
    EXPIRES,  # an attempt has been waited for long enough
    LEAVES,  # an attempt
    HEDGES,  # one more copy of an attempt
    LAPSES,  # the lease of a delivery
    AGES,  # a message that waits
    AGES_ANEW,  # a copy that was stored anew
    IS_DUE,  # a copy's next delivery
    REDRIVES,
    MISSED,  # an execution that has died
    MISSED_BY_BROKER,
    SHEDS,
    COMES_IN,  # a message, at its gate
    CONFIRMS,
    STRIKES,  # a fault
    IS_PAST,  # likewise
    STRIKES_WORK,
    WAKES,  # a window that polls
    LINGERS,
    BATCH_IS_DUE,
    HEARS_OF,  # somebody, what was decided
    HAS_PACED,
    IS_GRANTED,
    GROUP_NOTICES,
    GROUP_RESUMES,
    ALARM,
    PIECE_ENDS,
    SCALER_LOOKS,
    SCALER_RESIZES,
    SCALER_STARTS,
    SCALER_IDLES,
    GATHER_IS_LATE,
    STRAND_GOES,
    RESUMES,  # work that was interrupted
) = range(40)


@machine
def schedule(m: Any, q: Any, when: int, key: int, kind: int, record: int, more: int) -> None:
    """Something will happen, at an instant."""
    count = m[PENDING]
    if count + FEW_EVENTS >= m[PENDING_MOST]:
        m[IS_TIGHT] = 1
        if count + 1 >= m[PENDING_MOST]:
            m[STATUS] = OVERFLOWS
            return
    if m[HOLE]:  # the first event has just been taken: this one goes down from its place
        m[HOLE] = 0
        at = count * WORDS
        q[at] = when
        q[at + 1] = key
        q[at + 2] = (record << KIND_BITS) | kind
        q[at + 3] = more
        sink(q, count, 0, at)
        return
    m[PENDING] = count + 1
    place = count
    while place > 0:
        above = (place - 1) >> 2
        at = above * WORDS
        if q[at] < when or (q[at] == when and q[at + 1] < key):
            break
        to = place * WORDS
        q[to] = q[at]
        q[to + 1] = q[at + 1]
        q[to + 2] = q[at + 2]
        q[to + 3] = q[at + 3]
        place = above
    to = place * WORDS
    q[to] = when
    q[to + 1] = key
    q[to + 2] = (record << KIND_BITS) | kind
    q[to + 3] = more


@machine
def after(m: Any, q: Any, delay: int, key: int, kind: int, record: int, more: int) -> None:
    """Something will happen, after a while."""
    schedule(m, q, m[NOW] + delay, key, kind, record, more)


@machine
def set_timer(m: Any, q: Any, delay: int, key: int, kind: int, record: int, journey: int) -> None:
    """Something will happen to a record after a while, if its journey is not over by then."""
    m[journey + J_TIMERS] += 1
    schedule(m, q, m[NOW] + delay, key, kind, record, m[journey])


@machine
def soonest(q: Any, first: int, count: int) -> int:
    """The place of the soonest of the children of a node, the first of which is known."""
    at = first * WORDS
    if first + 4 <= count:
        # Which it is is hard to foresee: as long as no two are at one instant, nothing branches.
        a, b, c, d = q[at], q[at + WORDS], q[at + 2 * WORDS], q[at + 3 * WORDS]
        one, other = min(a, b), min(c, d)
        if a != b and c != d and one != other:
            left, right = first + int(b < a), first + 2 + int(d < c)
            return right if other < one else left
    least, t, k = first, q[at], q[at + 1]
    for child in range(first + 1, min(first + 4, count)):
        at = child * WORDS
        if q[at] < t or (q[at] == t and q[at + 1] < k):
            least, t, k = child, q[at], q[at + 1]
    return least


@machine
def sink(q: Any, count: int, place: int, source: int) -> None:
    """Find the place, from one downwards, of an event that lies at ``source`` (in words)."""
    when, key, what, more = q[source], q[source + 1], q[source + 2], q[source + 3]
    while True:
        first = 4 * place + 1
        if first >= count:
            break
        if count > MANY:  # whoever is below the one that goes up is compared next
            below = (4 * first + 1) * WORDS
            for line in range(below, below + 16 * WORDS, LINE):
                expect(q, line)
        least = soonest(q, first, count)
        t, k = q[least * WORDS], q[least * WORDS + 1]
        if when < t or (when == t and key < k):
            break
        at, to = least * WORDS, place * WORDS
        q[to] = t
        q[to + 1] = k
        q[to + 2] = q[at + 2]
        q[to + 3] = q[at + 3]
        place = least
    to = place * WORDS
    q[to] = when
    q[to + 1] = key
    q[to + 2] = what
    q[to + 3] = more


@machine
def fill_hole(m: Any, q: Any) -> None:
    """Nothing has come into the place of the first event: the last one does."""
    if m[HOLE]:
        m[HOLE] = 0
        count = m[PENDING] - 1
        m[PENDING] = count
        if count > 0:
            sink(q, count, 0, count * WORDS)


@machine
def is_timer(kind: int) -> bool:
    """Whether an event may be of no use any more when it comes."""
    return (
        kind in (EXPIRES, LEAVES, HEDGES, LAPSES, AGES, AGES_ANEW)
        or kind in (MISSED, MISSED_BY_BROKER, SHEDS, STRIKES_WORK, COMES_IN)
        or kind in (IS_DUE, REDRIVES, GATHER_IS_LATE, HAS_PACED)
    )


@machine
def sweep(m: Any, q: Any) -> None:
    """Take out the timers of journeys that are over; then put what is left in order."""
    kept = 0
    for place in range(m[PENDING]):
        at = place * WORDS
        record = q[at + 2] >> KIND_BITS
        if is_timer(q[at + 2] & KIND) and m[record] != q[at + 3]:
            continue
        to = kept * WORDS
        q[to] = q[at]
        q[to + 1] = q[at + 1]
        q[to + 2] = q[at + 2]
        q[to + 3] = q[at + 3]
        kept += 1
    m[PENDING] = kept
    m[STALE] = 0
    for place in range((kept - 2) >> 2, -1, -1):
        sink(q, kept, place, place * WORDS)
