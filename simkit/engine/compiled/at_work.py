"""The pieces of work that are under way in an instance: whose is over next is found at once.

They stand in a pairing heap (Fredman, Sedgewick, Sleator and Tarjan 1986): each is over before all
below it. Those below the same one are a list; the first of it knows the one above.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import NONE
from simkit.engine.compiled.layout_serving import PC_BEFORE, PC_BELOW, PC_ENDS, PC_KEY, PC_NEXT


@machine
def is_over_later(m: Any, piece: int, other: int) -> bool:
    """Whether a piece is over after another."""
    ends, least = m[piece + PC_ENDS], m[other + PC_ENDS]
    return ends > least or (ends == least and m[piece + PC_KEY] > m[other + PC_KEY])


@machine
def meld(m: Any, one: int, other: int) -> int:
    """Two heaps become one; what is on top."""
    if one == NONE:
        return other
    if other == NONE:
        return one
    if is_over_later(m, one, other):
        one, other = other, one
    first = m[one + PC_BELOW]
    m[other + PC_BEFORE] = one
    m[other + PC_NEXT] = first
    if first != NONE:
        m[first + PC_BEFORE] = other
    m[one + PC_BELOW] = other
    return one


@machine
def join(m: Any, top: int, piece: int) -> int:
    """Somebody is at a piece from now on; what is on top."""
    m[piece + PC_BELOW] = NONE
    m[piece + PC_BEFORE] = NONE
    m[piece + PC_NEXT] = NONE
    return meld(m, top, piece)


@machine
def meld_all(m: Any, first: int) -> int:
    """Those of a list become one heap: in pairs, then one pair after the other."""
    pairs = NONE
    while first != NONE:
        one, other, first = first, m[first + PC_NEXT], NONE
        m[one + PC_BEFORE] = NONE
        m[one + PC_NEXT] = NONE
        if other != NONE:
            first = m[other + PC_NEXT]
            m[other + PC_BEFORE] = NONE
            m[other + PC_NEXT] = NONE
        one = meld(m, one, other)
        m[one + PC_NEXT] = pairs
        pairs = one
    top = NONE
    while pairs != NONE:
        one, pairs = pairs, m[pairs + PC_NEXT]
        m[one + PC_NEXT] = NONE
        top = meld(m, top, one)
    return top


@machine
def leave_work(m: Any, top: int, piece: int) -> int:
    """Nobody is at a piece any more; what is on top."""
    below = meld_all(m, m[piece + PC_BELOW])
    if piece == top:
        return below
    before, behind = m[piece + PC_BEFORE], m[piece + PC_NEXT]
    if m[before + PC_BELOW] == piece:
        m[before + PC_BELOW] = behind
    else:
        m[before + PC_NEXT] = behind
    if behind != NONE:
        m[behind + PC_BEFORE] = before
    return meld(m, top, below)
