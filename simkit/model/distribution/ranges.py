"""What the numbers of a distribution may be; everything else is refused, nothing is clipped."""

from simkit.units import LONGEST, BadValue, number_text, time_text

ENDLESS = 2**62  # ns: no run is ever as long, and the sum of two is still far from an overflow


def check_time(name: str, value: int, minimum: int = 1) -> None:
    """Refuse a time that is not a whole number of nanoseconds from ``minimum`` to 36,500 d.

    >>> check_time("mean", 0)
    Traceback (most recent call last):
        ...
    simkit.units.BadValue: found a mean of 0 s; expected a time above 0 s
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadValue(f"found a {name} of {value!r}", "whole nanoseconds")
    if value < minimum:
        text = time_text(value) if value >= 0 else f"-{time_text(-value)}"
        limit = time_text(minimum)
        expected = "a time above 0 s" if minimum == 1 else f"a time from {limit}"
        raise BadValue(f"found a {name} of {text}", expected)
    if value > LONGEST:
        raise BadValue(f"found a {name} of {time_text(value)}", "a time up to 36500 d")


def check_number(name: str, value: float, low: float, high: float) -> None:
    """Refuse a number outside ``low`` to ``high``, both allowed, and NaN.

    >>> check_number("cv", 0.5, 1, 100)
    Traceback (most recent call last):
        ...
    simkit.units.BadValue: found a cv of 0.5; expected a number from 1 to 100
    """
    if not low <= value <= high:
        expected = f"a number from {number_text(low)} to {number_text(high)}"
        raise BadValue(f"found a {name} of {number_text(value)}", expected)
