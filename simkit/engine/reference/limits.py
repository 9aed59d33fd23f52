"""How many messages a receiver takes: so many at once, so many in a time."""

from typing import TYPE_CHECKING

from simkit.model.calling import Limit
from simkit.units import SECOND

if TYPE_CHECKING:
    from simkit.engine.plan import LinePlan
    from simkit.engine.reference.events import Clock
    from simkit.engine.reference.execution import Execution


class Bucket:
    """A token bucket, in whole nanoseconds: one token each interval, and at most ``burst``.

    It keeps the instant at which it would be full (Turner 1986, the leaky bucket as a meter, also
    known as the generic cell rate algorithm); the interval is rounded to a nanosecond.

    >>> bucket = Bucket(rate=10.0, burst=2)
    >>> [bucket.takes(0), bucket.takes(0), bucket.takes(0), bucket.takes(100_000_000)]
    [True, True, False, True]
    """

    def __init__(self, rate: float, burst: int) -> None:
        self.interval = max(1, round(SECOND / rate))
        self.slack = (burst - 1) * self.interval
        self.full = 0

    def takes(self, now: int) -> bool:
        """Take a token, if there is one."""
        if self.full - self.slack > now:
            return False
        self.full = max(self.full, now) + self.interval
        return True

    def waits(self, now: int) -> int:
        """How long until there is a token for whoever comes now, in ns."""
        return max(0, self.full - self.slack - now)

    def delay(self, now: int) -> int:
        """The same; it is taken for him."""
        waits = self.waits(now)
        self.full = max(self.full, now) + self.interval
        return waits


class Places:
    """The gate of one message at its receiver: whoever finds no place is refused."""

    def __init__(self, clock: "Clock", limit: Limit) -> None:
        self.clock, self.free = clock, limit.at_once
        self.bucket = Bucket(limit.rate, limit.burst) if limit.rate is not None else None

    def admits(self, execution: "Execution") -> bool:
        """Whether one that arrives may come in; a token that it takes is spent."""
        if self.free == 0 or (self.bucket is not None and not self.bucket.takes(self.clock._now)):
            return False
        if self.free is not None:
            self.free -= 1
            execution.place = self
        return True

    def left(self) -> None:
        """One that came in is over."""
        assert self.free is not None
        self.free += 1


def gates_of(lines: "tuple[LinePlan, ...]", clock: "Clock") -> dict[int, Places]:
    """The gates of messages, by line; a message that is drawn several times has one."""
    gates: dict[tuple[int, str], Places] = {}
    return {
        number: gates.setdefault((line.receiver, line.label), Places(clock, line.calling.limit))
        for number, line in enumerate(lines)
        if line.calling.limit is not None
    }
