"""The draws of lines for what is done again: each repetition has an address of its own."""

from collections.abc import Callable
from typing import Protocol


class ByLine(Protocol):
    """The draws of every line."""

    def __getitem__(self, line: int, /) -> Callable[[int], int]:
        """Those of a line, by request."""


class Redrawn:
    """The draws of every line for what happens again."""

    def __init__(self, draws: Callable[[int, str], Callable[[int], int]], address: str) -> None:
        self.draws, self.address = draws, address

    def __getitem__(self, line: int) -> Callable[[int], int]:
        return self.draws(line, self.address)
