"""Numbers as people read them."""

from math import isfinite, isinf, isnan, log10

from simkit.analysis.estimate import Estimate
from simkit.model.metric import Dimension

_TIMES = (("d", 86_400.0), ("h", 3_600.0), ("min", 60.0), ("s", 1.0), ("ms", 1e-3), ("µs", 1e-6))


def estimate_text(found: Estimate, dimension: Dimension) -> str:
    """An estimate with half of its interval, in one unit.

    >>> one = Estimate(value=0.5137, low=0.5089, high=0.5185, replications=10)
    >>> estimate_text(one, Dimension.TIME)
    '513.7 ± 4.8 ms'
    >>> estimate_text(Estimate(value=0.8, low=0.79, high=0.81, replications=9), Dimension.SHARE)
    '80.0 ± 1.0 %'
    """
    if found.reason and isnan(found.value):
        return "–"
    if isinf(found.value):
        return "never"
    sign = "> " if found.bound else ""
    factor, unit = _unit(found.value, dimension)
    return f"{sign}{spread_text(found.value / factor, found.half_width / factor)}{unit}"


def spread_text(value: float, half: float) -> str:
    """A number with half of its interval, if there is one.

    >>> spread_text(97.34, 1.24), spread_text(97.34, 0.0), spread_text(97.34, float("nan"))
    ('97.3 ± 1.2', '97.3 ± 0', '97.3')
    """
    if abs(half) < 1e-6 * abs(value):
        half = 0.0  # what is left of a sure number after rounding
    if not isfinite(half):
        return number_text(value)
    digits = _decimals(value, half)
    return f"{value:,.{digits}f} ± {f'{half:,.{digits}f}' if half else '0'}"


def number_text(value: float) -> str:
    """A number to three digits, without an exponent where it can be.

    >>> [number_text(value) for value in (0.0, 2.2412, 61.04, 5839.2)]
    ['0', '2.24', '61.0', '5,839']
    """
    if value == 0:
        return "0"
    digits = max(0, 2 - int(log10(abs(value)) // 1))
    return f"{value:,.{digits}f}" if digits < 8 else f"{value:.3g}"


def _unit(value: float, dimension: Dimension) -> tuple[float, str]:
    if dimension is Dimension.SHARE:
        return 0.01, " %"
    if dimension is Dimension.RATE:
        return 1.0, "/s"
    if dimension is Dimension.COUNT:
        return 1.0, ""
    if value == 0:
        return 1.0, " s"
    for name, factor in _TIMES:
        # A second has a thousand ms, but only after 120 s do people think in minutes.
        if abs(value) >= (2 * factor if factor > 1 else factor):
            return factor, f" {name}"
    return 1e-9, " ns"


def _decimals(value: float, half: float) -> int:
    """As many decimals as show two digits of the half-width, or three of a sure value."""
    leading = half if half > 0 else abs(value) / 10
    leading = max(leading, abs(value) / 10_000)  # nobody reads more than five digits
    if leading == 0:
        return 0
    return min(9, max(0, 1 - int(log10(leading) // 1)))
