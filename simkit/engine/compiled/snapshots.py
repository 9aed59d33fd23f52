"""Numbers that grow, and what they were at an instant, so that a run can go back to it."""

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled import pages

Ints = NDArray[np.int64]


def larger(numbers: Ints, size: int, first: int = 0) -> Ints:
    """The same numbers and zeros behind them, which take no memory before they are written to.

    Args:
        numbers: int64.
        size: How many there are then.
        first: Where in them a pair of lines of the processor's cache (16 numbers) begins.
    """
    room = pages.zeros(size + 16)
    skipped = -(room.ctypes.data // 8 + first) % 16
    found: Ints = room[skipped : skipped + size]
    found[: len(numbers)] = numbers
    return found


class Snapshot:
    """The first numbers of an array as they were; its own memory is used again and again."""

    def __init__(self) -> None:
        self.kept: Ints = np.empty(0, dtype=np.int64)
        self.length = 0

    def take(self, numbers: Ints, length: int) -> None:
        """Keep so many of them."""
        if len(self.kept) < length:
            self.kept = np.empty(0, dtype=np.int64)  # two of them at once are not needed
            self.kept = pages.room(len(numbers))
        self.length = length
        self.kept[:length] = numbers[:length]

    def bring_back(self, numbers: Ints) -> None:
        """They are as they were."""
        numbers[: self.length] = self.kept[: self.length]
