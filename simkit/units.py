"""Text to numbers and back, by dimension: times, rates, shares, counts.

A time is a whole number of nanoseconds, computed exactly, so that "0.1 s" is 100,000,000 ns and
nothing else. Every refusal is a `BadValue`, which says what was found and what was expected.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, isinf, isnan, log10

from simkit.errors import nearest

MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
LONGEST = 36_500 * 86_400 * SECOND  # fits 62 bits, so that sums of two times fit 63
LEAST_RATE, GREATEST_RATE = 1e-12, 1e12  # per second: one in 30,000 years, a thousand per ns

_TIMES = {
    "ns": 1,
    "µs": MICROSECOND,  # U+00B5, on keyboards
    "μs": MICROSECOND,  # U+03BC, what Unicode normalises it to
    "us": MICROSECOND,
    "ms": MILLISECOND,
    "s": SECOND,
    "min": 60 * SECOND,
    "h": 3_600 * SECOND,
    "d": 86_400 * SECOND,
}
_RATES = {f"/{unit}": _TIMES[unit] for unit in ("ms", "s", "min", "h", "d")}
_SIZES = {
    "B": 1,
    **{f"{prefix}B": 1_000**power for power, prefix in enumerate(("k", "M", "G"), 1)},
    **{f"{prefix}iB": 1_024**power for power, prefix in enumerate(("K", "M", "G"), 1)},
}
_FLOWS = {f"{unit}/s": size for unit, size in _SIZES.items()}
# Other people's names of units: understood well enough to say what to write instead.
_NICKNAMES = {
    "ns": ("nsec", "nanos", "nanosecond", "nanoseconds"),
    "us": ("usec", "micros", "microsecond", "microseconds"),
    "ms": ("msec", "msecs", "millis", "millisecond", "milliseconds"),
    "s": ("sec", "secs", "second", "seconds"),
    "min": ("m", "mins", "minute", "minutes"),
    "h": ("hr", "hrs", "hour", "hours"),
    "d": ("day", "days"),
    "/s": ("/sec", "/second", "hz", "rps", "tps", "qps", "req/s", "per s", "per second"),
    "/min": ("/m", "/minute", "rpm", "per min", "per minute"),
    "%": ("percent", "pct"),
    "B": ("byte", "bytes"),
    "kB": ("kb", "kilobyte", "kilobytes"),
    "MB": ("mb", "megabyte", "megabytes"),
    "GB": ("gb", "gigabyte", "gigabytes"),
    "MB/s": ("mb/s", "mbps"),
}
_MEANT = {nickname: unit for unit, names in _NICKNAMES.items() for nickname in names}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_UNIT = r"(?:[^\W\d_]|[/%]).*|"
_QUANTITY = re.compile(rf"(?P<minus>-?)(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})", re.DOTALL)


class BadValue(ValueError):  # noqa: N818 - named like the sentence it makes
    """A text or number that cannot be used; becomes an `errors.Problem` once it has a place.

    Attributes:
        found: What stands there ("found '5 msec', whose unit 'msec' is unknown").
        expected: What would be right ("a time such as '5 ms'").
        meant: The likeliest intended word, or "".

    >>> print(BadValue("found '5'", "a time such as '5 ms'", "5 ms"))
    found '5'; expected a time such as '5 ms'; did you mean '5 ms'?
    """

    def __init__(self, found: str, expected: str, meant: str = "") -> None:
        super().__init__(found, expected, meant)
        self.found = found
        self.expected = expected
        self.meant = meant

    def __str__(self) -> str:
        text = f"{self.found}; expected {self.expected}"
        return f"{text}; did you mean '{self.meant}'?" if self.meant else text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dimension:
    """What a quantity measures, in words for a refusal."""

    name: str
    example: str
    units: str = ""

    @property
    def expected(self) -> str:
        return f"{self.name} such as '{self.example}'"


_TIME = _Dimension(name="a time", example="5 ms", units="ns, µs, ms, s, min, h or d")
_RATE = _Dimension(name="a rate", example="80/s", units="/ms, /s, /min, /h or /d")
_SHARE = _Dimension(name="a share", example="5 %", units="%")
_SIZE = _Dimension(name="a size", example="20 kB", units="B, kB, MB, GB, KiB, MiB or GiB")
_FLOW = _Dimension(name="a flow", example="40 MB/s", units="B/s, kB/s, MB/s or GB/s")
_PLAIN = _Dimension(name="a number", example="2")


def quoted(text: str) -> str:
    """The text in single quotes on one line, cut after 80 characters; "nothing" if it is blank.

    >>> quoted("5  msec")
    "'5 msec'"
    """
    line = " ".join(text.split())
    if not line:
        return "nothing"
    return f"'{line}'" if len(line) <= 80 else f"'{line[:79]}…'"


def parse_time(text: str) -> int:
    """A time in whole nanoseconds, 0 to 36,500 days.

    Raises:
        BadValue: If it is no time, finer than 1 ns, negative or longer than that.

    >>> parse_time("0.5 ms"), parse_time("2min")
    (500000, 120000000000)
    """
    number, unit = _quantity(text, _TIME)
    value = _exact(text, number, _TIMES[unit])
    if value > LONGEST:
        raise BadValue(f"found {quoted(text)}, which is too long", "a time up to 36500 d")
    if value.denominator != 1:
        found = f"found {quoted(text)}, which is finer than 1 ns"
        raise BadValue(found, "a time in whole nanoseconds")
    return int(value)


def parse_time_unit(text: str) -> int:
    """Nanoseconds in one of the unit, as in "column t in ms".

    >>> parse_time_unit("ms")
    1000000
    """
    if text not in _TIMES:
        units = list(_TIMES)
        meant = _MEANT.get(text.lower()) or nearest(text, units)
        raise BadValue(f"found {quoted(text)}", f"a unit of time: {_TIME.units}", meant)
    return _TIMES[text]


def parse_rate(text: str) -> float:
    """A rate per second, 1e-12 to 1e12.

    >>> parse_rate("80/s"), parse_rate("4800/min")
    (80.0, 80.0)
    """
    number, unit = _quantity(text, _RATE)
    rate = float(_exact(text, number, Fraction(SECOND, _RATES[unit])))
    if not LEAST_RATE <= rate <= GREATEST_RATE:
        raise BadValue(f"found {quoted(text)}", "a rate above 0, from 1e-12/s to 1e12/s")
    return rate


def parse_share(text: str) -> float:
    """A share of a whole, 0 to 1, written in percent.

    >>> parse_share("5 %")
    0.05
    """
    exact = _exact(text, _quantity(text, _SHARE)[0], Fraction(1, 100))
    if exact > 1:
        raise BadValue(f"found {quoted(text)}", "a share from 0 % to 100 %")
    return float(exact)


def parse_size(text: str) -> int:
    """A size in whole bytes, from 1 to 1e15.

    >>> parse_size("20 kB"), parse_size("1 KiB")
    (20000, 1024)
    """
    number, unit = _quantity(text, _SIZE)
    value = _exact(text, number, _SIZES[unit])
    if value.denominator != 1 or not 1 <= value <= 10**15:
        raise BadValue(f"found {quoted(text)}", "a size in whole bytes, from 1 B to 1000000 GB")
    return int(value)


def parse_flow(text: str) -> int:
    """A flow in whole bytes per second, from 1 to 1e15.

    >>> parse_flow("38 MB/s")
    38000000
    """
    number, unit = _quantity(text, _FLOW)
    value = _exact(text, number, _FLOWS[unit])
    if value.denominator != 1 or not 1 <= value <= 10**15:
        raise BadValue(f"found {quoted(text)}", "a flow from 1 B/s to 1000000 GB/s")
    return int(value)


def size_text(size: int) -> str:
    """The shortest text that `parse_size` reads as this size.

    >>> size_text(20_000), size_text(1_500_000), size_text(1024)
    ('20 kB', '1.5 MB', '1024 B')
    """
    texts = [f"{_decimal(Decimal(size) / _SIZES[unit])} {unit}" for unit in ("GB", "MB", "kB", "B")]
    return min(texts, key=len)


def parse_number(text: str) -> float:
    """A number without a unit, ≥ 0.

    >>> parse_number("1e-4")
    0.0001
    """
    number = float(_quantity(text, _PLAIN)[0])
    if isinf(number):
        raise BadValue(f"found {quoted(text)}, which is too large", _PLAIN.expected)
    return number


def parse_count(text: str, minimum: int = 0) -> int:
    """A whole number from ``minimum``, written in digits only, up to 15 of them.

    >>> parse_count("10000")
    10000
    """
    expected = f"a whole number from {minimum}"
    digits = text.strip()
    if not re.fullmatch("[0-9]+", digits):
        match = _QUANTITY.fullmatch(digits)
        dimension = _dimension(match["unit"]) if match else None
        which = f", which is {dimension.name}" if dimension not in (None, _PLAIN) else ""
        raise BadValue(f"found {quoted(text)}{which}", expected)
    if len(digits) > 15 or int(digits) < minimum:
        which = ", which is too large" if len(digits) > 15 else ""
        raise BadValue(f"found {quoted(text)}{which}", expected)
    return int(digits)


def time_text(nanoseconds: int) -> str:
    """The shortest text `parse_time` reads as this time, ≥ 0; if tied, in the largest unit.

    >>> time_text(1_700_000), time_text(500_000_000), time_text(120_000_000_000), time_text(0)
    ('1.7 ms', '500 ms', '2 min', '0 s')
    """
    if nanoseconds == 0:
        return "0 s"
    best, shortest = "", 99
    for unit in ("ns", "µs", "ms", "s", "min", "h", "d"):
        size = _TIMES[unit]
        # Half a minute is easy to read as 30 s, a sixth of a minute has no decimals at all.
        if nanoseconds < size or (size > SECOND and nanoseconds % size):
            continue
        number = _decimal(Decimal(nanoseconds) / size)
        digits = len(number.replace(".", ""))
        if digits <= shortest:
            best, shortest = f"{number} {unit}", digits
    return best


def rate_text(rate: float) -> str:
    """A short text that `parse_rate` reads as exactly this rate per second.

    >>> rate_text(80.0), rate_text(0.5), rate_text(1 / 60)
    ('80/s', '0.5/s', '1/min')
    """
    for unit in ("/s", "/min", "/h", "/d"):
        text = number_text(float(f"{rate * (_RATES[unit] / SECOND):.9g}")) + unit
        if len(text) <= 16 and parse_rate(text) == rate:
            return text
    return f"{number_text(rate)}/s"


def share_text(share: float) -> str:
    """The text that `parse_share` reads as exactly this share.

    >>> share_text(0.05)
    '5 %'
    """
    return f"{_decimal(Decimal(repr(share)).scaleb(2))} %"


def number_text(number: float) -> str:
    """The shortest text that reads as exactly this number.

    >>> number_text(2.0), number_text(1.5)
    ('2', '1.5')
    """
    plain = number == 0 or 1e-6 < abs(number) < 1e15
    return _decimal(Decimal(repr(float(number)))) if plain else repr(number)


def seconds_text(seconds: float, digits: int = 3) -> str:
    """A result in seconds for people: ``digits`` significant digits, or all before the point.

    Infinity is "never", as of a journey that does not end; NaN is "no data".

    >>> seconds_text(0.02412), seconds_text(2.3149), seconds_text(61.04), seconds_text(0.0)
    ('24.1 ms', '2.31 s', '61.0 s', '0 s')
    """
    if isnan(seconds) or isinf(seconds):
        return "no data" if isnan(seconds) else "never" if seconds > 0 else "-never"
    if seconds == 0:
        return "0 s"
    # Rounded first: 0.99996 s is 1.00 s and not 1000 ms.
    rounded = abs(float(f"{seconds:.{digits - 1}e}"))
    for unit, per_second in (("s", 1), ("ms", 1e3), ("µs", 1e6), ("ns", 1e9)):
        if rounded * per_second >= 1 or unit == "ns":
            break
    decimals = max(0, digits - 1 - floor(log10(rounded * per_second) + 1e-9))
    return f"{seconds * per_second:.{decimals}f} {unit}"


def _quantity(text: str, wanted: _Dimension) -> tuple[str, str]:
    """Number and unit of a quantity of the wanted dimension."""
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise BadValue(f"found {quoted(text)}", wanted.expected)
    unit = re.sub(r"^/\s+", "/", match["unit"])
    dimension = _dimension(unit)
    if dimension is None:
        raise _unknown_unit(text, unit, wanted)
    if dimension is not wanted:
        which = "a number without a unit" if dimension is _PLAIN else f"which is {dimension.name}"
        raise BadValue(f"found {quoted(text)}, {which}", wanted.expected)
    if match["minus"]:
        raise BadValue(f"found {quoted(text)}, which is negative", wanted.expected)
    return match["number"], unit


def _dimension(unit: str) -> _Dimension | None:
    if unit in _TIMES:
        return _TIME
    if re.sub(r"^/\s+", "/", unit) in _RATES:
        return _RATE
    if unit in _SIZES:
        return _SIZE
    if unit in _FLOWS:
        return _FLOW
    return {"%": _SHARE, "": _PLAIN}.get(unit)


def _unknown_unit(text: str, unit: str, wanted: _Dimension) -> BadValue:
    known = [*_TIMES, *_RATES, "%", *_SIZES, *_FLOWS]
    meant = _MEANT.get(unit.lower()) or nearest(unit, known)
    units = f" in {wanted.units}," if wanted.units else ""
    return BadValue(
        f"found {quoted(text)}, whose unit {quoted(unit)} is unknown",
        f"{wanted.name}{units} such as '{wanted.example}'",
        meant,
    )


def _exact(text: str, number: str, factor: int | Fraction) -> Fraction:
    """The product, exactly."""
    size = float(number)
    if size == 0 and not re.search("[1-9]", number.lower().split("e")[0]):
        return Fraction(0)
    # "1e-999999999" has no fraction that fits into memory.
    if not 1e-30 < size < 1e30:
        which = "large" if size > 1 else "small"
        raise BadValue(f"found {quoted(text)}, which is too {which}", "a number of usual size")
    return Fraction(Decimal(number)) * factor


def _decimal(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
