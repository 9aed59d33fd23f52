"""The order of events at one instant, as one whole number an event.

    class · journey · line · path

The four fields fill 63 bits, so that a compiled engine can keep a key in an int64. No key is
below 2**32, which leaves room for SimPy's own two priorities, 0 and 1.
"""

PATH_BITS, LINE_BITS, JOURNEY_BITS = 20, 12, 29
MOST_PATHS = 2**PATH_BITS - 1
MOST_LINES = 2**LINE_BITS - 2  # line 0 is the client's own execution
MOST_JOURNEYS = 2**JOURNEY_BITS - 2

_LINE = 1 << PATH_BITS
_JOURNEY = _LINE << LINE_BITS
_CLASS = _JOURNEY << JOURNEY_BITS

ENDS = 0 * _CLASS  # work is over, a worker is handed over, an answer arrives
TIMEOUTS = 1 * _CLASS  # a lease, a time to live, a delay or an interval is over
FAULTS = 2 * _CLASS  # something goes wrong, is noticed, or is well again
ARRIVALS = 3 * _CLASS  # a message or a request arrives


def journey_key(request: int) -> int:
    """The part of a key that says which journey.

    >>> ARRIVALS + journey_key(MOST_JOURNEYS - 1) + line_key(MOST_LINES) < 2**63
    True
    """
    return (request + 1) * _JOURNEY


def part_key(number: int, instance: int) -> int:
    """The part of a key of what belongs to no journey: after those of all journeys."""
    return journey_key(MOST_JOURNEYS) + line_key(number) + instance


def line_key(line: int) -> int:
    """The part of a key that says which line of the drawing; -1 is the client's own start."""
    return (line + 1) * _LINE
