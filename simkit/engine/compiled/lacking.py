"""What the machine cannot do without: room, draws and arrivals."""

from typing import Any

from simkit.engine.compiled.events import FEW_EVENTS
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ADDRESSES,
    ADDRESSES_MOST,
    CHANGED,
    CHANGED_MOST,
    GIVEN_UPS,
    GIVEN_UPS_MOST,
    GOES_ON,
    JOURNEYS,
    JOURNEYS_MOST,
    MISSING_BLOCK,
    MISSING_SLOT,
    NEEDS_ARRIVALS,
    NEEDS_DRAWS,
    O_END,
    O_EXHAUSTED,
    O_LOADED,
    O_NEXT,
    O_USERS,
    PATHS,
    PATHS_MOST,
    PENDING,
    PENDING_MOST,
    SIZE,
    TOP,
    VISITS,
    VISITS_MOST,
)
from simkit.engine.compiled.memory import SPARE
from simkit.engine.compiled.rows import FEW_ROWS
from simkit.engine.sampling.stream import BLOCK_BITS


@machine
def lacks_room(m: Any) -> bool:
    """Whether there is too little room for one more event; who takes room sets `IS_TIGHT`."""
    return (
        m[TOP] + SPARE > m[SIZE]
        or m[PENDING] + FEW_EVENTS > m[PENDING_MOST]
        or m[VISITS] + FEW_ROWS > m[VISITS_MOST]
        or m[JOURNEYS] + FEW_ROWS > m[JOURNEYS_MOST]
        or m[PATHS] + FEW_ROWS > m[PATHS_MOST]
        or m[GIVEN_UPS] + FEW_ROWS > m[GIVEN_UPS_MOST]
        or m[CHANGED] + FEW_ROWS > m[CHANGED_MOST]
        or 2 * m[ADDRESSES] > m[ADDRESSES_MOST]
    )


@machine
def lacks_draws(m: Any, source: int, request: int) -> int:
    """Whether a request that comes finds its draws, and the instant of the next one."""
    if request >> BLOCK_BITS > m[source + O_LOADED]:
        m[MISSING_SLOT] = source
        m[MISSING_BLOCK] = request >> BLOCK_BITS
        return NEEDS_DRAWS
    ended = not m[source + O_USERS] and m[source + O_NEXT] == m[source + O_END]
    if ended and not m[source + O_EXHAUSTED]:
        m[MISSING_SLOT] = source
        return NEEDS_ARRIVALS
    return GOES_ON
