"""The clock: SimPy's, with a total order of simultaneous events."""

from collections.abc import Callable
from itertools import repeat
from typing import Any, NoReturn

import simpy


class Clock(simpy.Environment):
    """SimPy's environment, in whole nanoseconds, with events ordered by their keys alone."""

    _now: int  # SimPy allows fractions; read without its property, twenty times a request

    def __init__(self) -> None:
        super().__init__(initial_time=0)
        # SimPy breaks ties by the order of scheduling; here there are none to break. With every
        # number the same, a tie would have to compare the events themselves, which refuse.
        self._eid: Any = repeat(0)

    def advance(self, until: int) -> None:
        """Let everything happen that comes before an instant, in ns."""
        if until > self._now:
            self.run(until)


class After(simpy.Event):
    """Something happens to one part, ``delay`` ns from now, in its place by ``key``."""

    def __init__(
        self,
        clock: Clock,
        delay: int,
        key: int,
        happens: Callable[[Any], None],
        value: object = None,
    ) -> None:
        assert delay >= 0
        # Event.__init__ would set these and more; an engine makes eight of them a request.
        self.env = clock
        self.callbacks = [happens]
        self._ok = True
        self._value = value
        clock.schedule(self, key, delay)  # type: ignore[arg-type] # any whole number sorts

    def __lt__(self, other: object) -> NoReturn:
        raise AssertionError("two pending events share time and key")
