"""Products and quotients that do not fit into 63 bits on their way."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import ENDLESS

FITS = float(1 << 62)
CHUNK, CHUNK_BELOW = 8, 1 << 54  # bits at once, for divisors below that
BITS = 64


@machine
def share_of(number: int, times: int, parts: int) -> int:
    """``number * times // parts``, exactly; at most `ENDLESS`. None is negative."""
    if float(number) * float(times) < FITS:
        return number * times // parts
    if float(number) * float(times) >= FITS * float(parts):
        return ENDLESS
    whole, rest = number // parts, number % parts
    rounds, more = times // parts, times % parts
    found: Any = whole * times + rest * rounds
    return found + divided(rest, more, parts)


@machine
def share_up(number: int, times: int, parts: int) -> int:
    """The same, rounded up."""
    found = share_of(number, times, parts)
    if found >= ENDLESS or is_exact(number, times, parts):
        return found
    return found + 1


@machine
def divided(one: int, other: int, parts: int) -> int:
    """``one * other // parts``, where both are below ``parts``, and that below 2**61."""
    step = CHUNK if parts < CHUNK_BELOW else 1
    found, rest = 0, 0
    place = BITS - step
    while place >= 0:
        digit = (other >> place) & ((1 << step) - 1)
        rest = (rest << step) + one * digit
        found = (found << step) + rest // parts
        rest = rest % parts
        place -= step
    return found


@machine
def is_exact(number: int, times: int, parts: int) -> bool:
    """Whether nothing is left of ``number * times`` over ``parts``."""
    one, other = number % parts, times % parts
    step = CHUNK if parts < CHUNK_BELOW else 1
    rest = 0
    place = BITS - step
    while place >= 0:
        digit = (other >> place) & ((1 << step) - 1)
        rest = ((rest << step) + one * digit) % parts
        place -= step
    return rest == 0
