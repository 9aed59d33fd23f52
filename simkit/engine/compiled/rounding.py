"""Products with fractions, rounded as Python rounds them: to even where two are as near."""

from typing import Any

from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.layout import ENDLESS

MOST = float(ENDLESS)


@machine
def scaled(number: int, up: int, down: int) -> int:
    """``round(number * factor)``, where the factor is ``up / down``, exactly; at most `ENDLESS`."""
    return rounded(float(number) * (float(up) / float(down)))


@machine
def rounded(value: Any) -> int:
    """The nearest whole number of a fraction from 0, the even one of two; at most `ENDLESS`."""
    if value >= MOST:
        return ENDLESS
    whole = int(value)
    rest = value - float(whole)
    if rest > 0.5 or (rest == 0.5 and whole & 1 == 1):
        return whole + 1
    return whole


def ratio(factor: float) -> tuple[int, int] | None:
    """A factor as a whole number over a power of two, both small enough for the machine.

    >>> ratio(1.5), ratio(1e-30)
    ((3, 2), None)
    """
    up, down = factor.as_integer_ratio()
    return (up, down) if max(up, down) < ENDLESS else None
