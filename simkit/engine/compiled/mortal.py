"""Those that die together: one after the other, in the order in which they came."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import DYING, DYING_LAST, FREE, NONE
from simkit.engine.compiled.memory import take
from simkit.engine.compiled.records import NODE, T_A, T_B, T_NEXT, T_WIDTH


@machine
def dies_next(m: Any, execution: int) -> None:
    """An execution dies after those that are to die already, as soon as nothing else happens."""
    node = take(m, NODE, T_WIDTH)
    m[node + T_NEXT] = NONE
    m[node + T_A] = execution
    m[node + T_B] = m[execution]
    if m[DYING] == NONE:
        m[DYING] = node
    else:
        m[m[DYING_LAST] + T_NEXT] = node
    m[DYING_LAST] = node


@machine
def take_dying(m: Any) -> int:
    """Who dies now; NONE, if all is written down of it already."""
    node = m[DYING]
    m[DYING] = m[node + T_NEXT]
    execution = m[node + T_A]
    found = execution if m[execution] == m[node + T_B] else NONE
    m[node + 1] = m[FREE + NODE]
    m[FREE + NODE] = node
    return found
