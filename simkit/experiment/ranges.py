"""Quantities in a row: what ``10/s..150/s:12`` stands for.

Both ends are included. The points between are evenly spaced, or evenly in their logarithms after
``log``; each is rounded to four digits of a step, so that the text that a table shows is the
value that was run.
"""

import itertools
import re
from collections.abc import Callable
from fractions import Fraction
from math import floor, log10

from simkit.model.metric import Dimension
from simkit.units import (
    BadValue,
    parse_count,
    parse_number,
    parse_rate,
    parse_share,
    parse_time,
    quoted,
    rate_text,
    share_text,
    time_text,
)

MOST_POINTS = 10_000
_DIGITS = 4
_PARSERS: dict[Dimension, Callable[[str], float]] = {
    Dimension.TIME: parse_time,
    Dimension.RATE: parse_rate,
    Dimension.SHARE: parse_share,
    Dimension.COUNT: parse_number,
}
_TEXTS: dict[Dimension, Callable[[Fraction], str]] = {
    Dimension.TIME: lambda number: time_text(round(number)),
    Dimension.RATE: lambda number: rate_text(float(number)),
    Dimension.SHARE: lambda number: share_text(float(number)),
}
_RANGE = re.compile(r"(?P<low>.*?)\.\.(?P<high>[^:]*?) ?: ?(?P<count>\S+)(?: (?P<spacing>.*))?")


def quantity(text: str) -> tuple[Fraction, Dimension] | None:
    """A bare quantity, in ns, per second or plain, and what it measures; None for other texts.

    >>> quantity("5 ms"), quantity("poisson 5/s")
    ((Fraction(5000000, 1), <Dimension.TIME: 'time'>), None)
    """
    for dimension, parse in _PARSERS.items():
        try:
            return Fraction(parse(text)), dimension
        except BadValue:
            continue
    return None


def is_range(text: str) -> bool:
    """Whether a text is meant as a range; the path of a data file may hold dots too.

    >>> is_range("1..4:4"), is_range("empirical ../times.csv column t")
    (True, False)
    """
    return ".." in text and (":" in text or re.match(r"-?[0-9]", text) is not None)


def points_of(text: str) -> list[str] | list[int]:
    """The values that a range stands for; whole numbers where it has no unit.

    Args:
        text: ``LOW..HIGH:POINTS``, and maybe ``log`` after a space.

    Raises:
        BadValue: If it is no range, or its points are not whole where they must be.

    >>> points_of("10/s..25/s:4"), points_of("1..8:4 log")
    (['10/s', '15/s', '20/s', '25/s'], [1, 2, 4, 8])
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        raise BadValue(f"found {quoted(text)}", "a range such as '10/s..150/s:12'")
    low, high, dimension = _ends(match["low"], match["high"], text)
    count = _count(match["count"], text)
    if match["spacing"] not in (None, "log"):
        raise BadValue(f"found {quoted(match['spacing'])} after the range", "'log' or nothing")
    if match["spacing"]:
        points = _geometric(low, high, count, text)
    else:
        points = [low + (high - low) * step / (count - 1) for step in range(count)]
    if dimension is Dimension.COUNT:
        return _whole(points, text)
    step = min(abs(after - before) for before, after in itertools.pairwise(points))
    digits = _DIGITS - 1 - floor(log10(step))
    inner = [_TEXTS[dimension](round(point, digits)) for point in points[1:-1]]
    return [match["low"].strip(), *inner, match["high"].strip()]


def _ends(first: str, last: str, text: str) -> tuple[Fraction, Fraction, Dimension]:
    low = quantity(first)
    if low is None:
        raise BadValue(
            f"found {quoted(first)} at the beginning of {quoted(text)}",
            "a bare quantity such as '10/s', '5 ms', '20 %' or '4'",
        )
    high = Fraction(_PARSERS[low[1]](last))
    if low[0] == high:
        raise BadValue(f"found {quoted(text)}, which ends where it begins", "two different ends")
    return low[0], high, low[1]


def _count(text: str, whole: str) -> int:
    try:
        count = parse_count(text, minimum=2)
    except BadValue as bad:
        raise BadValue(f"{bad.found} for the points of {quoted(whole)}", "2 or more") from None
    if count > MOST_POINTS:
        raise BadValue(f"found {count:,} points in {quoted(whole)}", f"at most {MOST_POINTS:,}")
    return count


def _geometric(low: Fraction, high: Fraction, count: int, text: str) -> list[Fraction]:
    if not low or not high:
        raise BadValue(f"found 0 in {quoted(text)}, which has no logarithm", "ends above 0")
    ratio = (float(high) / float(low)) ** (1 / (count - 1))
    return [Fraction(float(low) * ratio**step) for step in range(count)]


def _whole(points: list[Fraction], text: str) -> list[int]:
    """What is counted is counted in whole numbers."""
    for point in points:
        if abs(point - round(point)) > 1e-9 * point:
            found = f"found {quoted(text)}, with the point {float(point):.6g}"
            raise BadValue(found, f"whole numbers, such as '{_fitting(points, text)}'")
    return [round(point) for point in points]


def _fitting(points: list[Fraction], text: str) -> str:
    """What to write in place of a range whose points are not whole."""
    low, high = points[0], points[-1]
    if text.endswith("log") or low.denominator != 1 or high.denominator != 1:
        return "4,8,16"
    span, most = abs(int(high - low)), MOST_POINTS
    fitting = [steps + 1 for steps in range(1, min(span, most - 1) + 1) if span % steps == 0]
    nearest = min(fitting, key=lambda count: abs(count - len(points)))
    return f"{text.rpartition(':')[0]}:{nearest}"
