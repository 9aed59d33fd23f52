"""The plain loop around a heap that the handwritten programs of each workload share."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from tests.benchmarks.rows import Rows

Event = tuple[float, int, Callable[[Any], None], Any]


class Loop:
    """A clock, and what is to happen: at which time, in which order, what, and to whom.

    Nothing is ever taken out of the heap before its time: who finds itself out of date returns.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.planned = 0
        self.heap: list[Event] = []
        self.rows = Rows()

    def after(self, delay: float, happens: Callable[[Any], None], whom: Any) -> None:
        """Something will happen."""
        self.planned += 1
        heappush(self.heap, (self.now + delay, self.planned, happens, whom))

    def until(self, horizon: float) -> Rows:
        """All that happens before the horizon."""
        heap, happened = self.heap, 0
        while heap and heap[0][0] < horizon:
            self.now, _, happens, whom = heappop(heap)
            happens(whom)
            happened += 1
        self.rows.events = happened
        return self.rows
