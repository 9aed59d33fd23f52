"""How messages that start an execution are under way."""

from typing import Any

from simkit.engine.compiled import events
from simkit.engine.compiled.events import after
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import L_NETWORK, L_WIDTH, LINES, NOW
from simkit.engine.compiled.luck import draw
from simkit.engine.compiled.records import (
    E_JOURNEY,
    E_KEY,
    E_LINE,
    E_SCOPE,
    E_SENT,
    E_SERIAL,
    J_REQUEST,
    S_ADDRESS,
)
from simkit.engine.order import ARRIVALS


@machine
def travel(m: Any, q: Any, d: Any, execution: int) -> None:
    """Its message leaves, and arrives after the time of the network."""
    m[execution + E_SENT] = m[NOW]
    scope = m[execution + E_SCOPE]
    slot = m[LINES + m[execution + E_LINE] * L_WIDTH + L_NETWORK]
    request = m[m[execution + E_JOURNEY] + J_REQUEST]
    delay = draw(m, d, slot, m[scope + S_ADDRESS], request)
    key = ARRIVALS + m[execution + E_KEY]
    after(m, q, delay, key, events.ARRIVES, execution, m[execution + E_SERIAL])
