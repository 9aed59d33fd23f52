"""Draws: looked up where the driver has put them, by draw, address and request.

An *address* is a number for what is done again: 0 where nothing is; the driver knows its text.
"""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import (
    ADDRESS_TABLE,
    ADDRESSES,
    ADDRESSES_MOST,
    D_CONSTANT,
    D_KEY,
    D_PLACE,
    D_WIDTH,
    GOES_ON,
    IS_TIGHT,
    KNOWN_ADDRESSES,
    KNOWN_ADDRESSES_MOST,
    KNOWN_BLOCKS,
    KNOWN_BLOCKS_MOST,
    MISSES,
    MISSING_ADDRESS,
    MISSING_BLOCK,
    MISSING_SLOT,
    OVERFLOWS,
    SLOTS,
    STATUS,
)
from simkit.engine.sampling.stream import BLOCK, BLOCK_BITS

ADDRESS_WIDTH = 4
BLOCKS_A_SLOT = 24  # bits of a key; more than any run has
ADDRESS_BITS = 22


@machine
def draw(m: Any, d: Any, slot: int, address: int, request: int) -> int:
    """What a request draws."""
    own = m[SLOTS] + slot * D_WIDTH
    constant = m[own + D_CONSTANT]
    if constant >= 0:
        return constant
    key = (address << BLOCKS_A_SLOT) | (request >> BLOCK_BITS)
    if m[own + D_KEY] != key and not find_block(m, slot, key):
        return 1
    return d[m[own + D_PLACE] + (request & (BLOCK - 1))]


@machine
def find_block(m: Any, slot: int, key: int) -> bool:
    """Look a block of a draw up, of an address and number; whether it is there."""
    found = look_up(
        m, m[KNOWN_BLOCKS], m[KNOWN_BLOCKS_MOST] - 1, (slot << ADDRESS_BITS + BLOCKS_A_SLOT) | key
    )
    if found < 0:
        if m[STATUS] == GOES_ON:
            m[STATUS] = MISSES
            m[MISSING_SLOT] = slot
            m[MISSING_ADDRESS] = key >> BLOCKS_A_SLOT
            m[MISSING_BLOCK] = key & ((1 << BLOCKS_A_SLOT) - 1)
        return False
    own = m[SLOTS] + slot * D_WIDTH
    m[own + D_KEY] = key
    m[own + D_PLACE] = found
    return True


@machine
def look_up(m: Any, table: int, mask: int, key: int) -> int:
    """What a table of keys and values says; -1: nothing."""
    place = ((key >> BLOCKS_A_SLOT) * 31 + key * 7) & mask
    while True:
        at = table + 2 * place
        known = m[at]
        if known == key:
            return m[at + 1]
        if known == -1:
            return -1
        place = (place + 1) & mask


@machine
def put(m: Any, table: int, mask: int, key: int, value: int) -> None:
    """Put a value into a table, which has room."""
    place = ((key >> BLOCKS_A_SLOT) * 31 + key * 7) & mask
    while m[table + 2 * place] != -1 and m[table + 2 * place] != key:
        place = (place + 1) & mask
    m[table + 2 * place] = key
    m[table + 2 * place + 1] = value


@machine
def address_of(m: Any, parent: int, depth: int, letter: int, number: int) -> int:
    """The address of a repetition: that of what is around it, and its depth, kind and number."""
    key = (((parent << 8 | depth & 255) << 3 | letter) << 20) | number
    mask = m[KNOWN_ADDRESSES_MOST] - 1
    found = look_up(m, m[KNOWN_ADDRESSES], mask, key)
    if found >= 0:
        return found
    own = m[ADDRESSES]
    if 2 * own >= m[ADDRESSES_MOST]:
        m[IS_TIGHT] = 1
    if own >= m[ADDRESSES_MOST]:
        if m[STATUS] == GOES_ON:
            m[STATUS] = OVERFLOWS
        return 0
    m[ADDRESSES] = own + 1
    put(m, m[KNOWN_ADDRESSES], mask, key, own)
    at = m[ADDRESS_TABLE] + own * ADDRESS_WIDTH
    m[at] = parent
    m[at + 1] = depth
    m[at + 2] = letter
    m[at + 3] = number
    return own
