"""Rows of whole numbers, kept small: each number in the type of its column."""

import mmap
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simkit.record.recorder import too_large

Rows = NDArray[np.int64]
Places = NDArray[np.int32]
Numbers = NDArray[Any]
Group = tuple[str, str]  # its name, and the type of what is in it
SERIAL, REST = "serial", "rest"  # names of groups
WHERE = (SERIAL, "int32")
SMALLEST, LARGEST = 1 << 12, 1 << 18  # rows that are kept in one piece
AT_ONCE = 256  # rows of which one column after the other is copied, while they are near
WHOLE = -(2**63)  # the least number of a column that holds any, and whose field is not packed


class Field(NamedTuple):
    """A number in a row of the machine.

    Attributes:
        name: Its column.
        dtype: Of its column.
        place: Which number of the row it is in.
        shift: From which bit on.
        bits: How many; 64: all the others.
        plus: What is added to them.
        group: What it is kept with.
    """

    name: str
    dtype: str
    place: int
    shift: int = 0
    bits: int = 64
    plus: int = 0
    group: str = REST


class Kept:
    """Rows of one kind, small: piece after piece, so that they grow without being copied.

    What has the same group and the same type stands in one array, (columns, rows).
    """

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.names: dict[Group, list[str]] = {}
        layouts: dict[Group, list[tuple[int, ...]]] = {}
        for one in fields:
            limits = np.iinfo(one.dtype)
            mask = -1 if one.bits == 64 else (1 << one.bits) - 1
            layout = (one.place, one.shift, mask, one.plus, int(limits.min), int(limits.max))
            self.names.setdefault((one.group, one.dtype), []).append(one.name)
            layouts.setdefault((one.group, one.dtype), []).append(layout)
        self.layouts = {group: np.array(rows) for group, rows in layouts.items()}
        self.pieces: list[dict[Group, Numbers]] = []
        self.length = self.room = 0  # rows, and how many there is room for
        self.before = 0  # rows in the pieces before the last

    def take(self, rows: Rows) -> None:
        """Keep some more rows."""
        taken = 0
        while taken < len(rows):
            if self.length == self.room:
                self._add_piece()
            piece = self.pieces[-1]
            at = self.length - self.before
            part = rows[taken : taken + self.room - self.length]
            for group, layout in self.layouts.items():
                wrong = unpack(part, layout, piece[group], at)
                if wrong >= 0:
                    raise too_large(self.names[group][wrong], group[1])
            taken += len(part)
            self.length += len(part)

    def _add_piece(self) -> None:
        self.before = self.length
        size = min(max(self.length, SMALLEST), LARGEST)
        self.pieces.append(
            {group: _memory(group[1], len(names), size) for group, names in self.names.items()}
        )
        self.room += size

    def places(self) -> Iterator[Places]:
        """Of each piece, the serials of its rows, or what has been written over them."""
        for number, piece in enumerate(self.pieces):
            last = number == len(self.pieces) - 1
            where: Places = piece[WHERE][0]
            yield where[: self.length - self.before] if last else where

    def spread(self, group: str) -> Iterator[tuple[list[str], Numbers]]:
        """Names and columns of a group, each row in its place; from then on they are not kept."""
        keys = [key for key in self.names if key[0] == group]
        done = [np.empty((len(self.names[key]), self.length), dtype=key[1]) for key in keys]
        for piece, places in zip(self.pieces, self.places(), strict=True):
            for key, columns in zip(keys, done, strict=True):
                scatter(places, piece.pop(key), columns)
        return zip((self.names[key] for key in keys), done, strict=True)

    def columns(self) -> dict[str, Numbers]:
        """All columns as they came."""
        found: dict[str, Numbers] = {}
        for group, names in self.names.items():
            none = np.empty((len(names), 0), dtype=group[1])
            joined = np.concatenate([none, *(piece[group] for piece in self.pieces)], axis=1)
            found |= dict(zip(names, joined[:, : self.length], strict=True))
        return found


def _memory(dtype: str, columns: int, rows: int) -> Numbers:
    """Room for numbers; a large one is the system's again as soon as nobody needs it."""
    if rows < LARGEST:
        return np.empty((columns, rows), dtype=dtype)
    size = columns * rows * np.dtype(dtype).itemsize
    pages = mmap.mmap(-1, size, access=mmap.ACCESS_COPY)  # nobody else's
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a system that has none
            pages.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(pages, dtype=dtype).reshape(columns, rows)


# ---------------------------------------------------------------------- loops over all rows


@njit(cache=True, nogil=True)
def unpack(rows: Rows, layout: Rows, kept: Numbers, at: int) -> int:
    """Copy numbers out of rows; which of them does not fit, or -1.

    Args:
        rows: int64, (rows, width).
        layout: int64, (columns, 6): place, shift, mask, what is added, least and most.
        kept: (columns, room), where the numbers go.
        at: From which on.
    """
    for first in range(0, len(rows), AT_ONCE):
        last = min(first + AT_ONCE, len(rows))
        for column in range(len(layout)):
            place, shift, mask = layout[column, 0], layout[column, 1], layout[column, 2]
            plus, least, most = layout[column, 3], layout[column, 4], layout[column, 5]
            taken, to = rows[first:last, place], kept[column, at + first : at + last]
            if least == WHOLE:
                for row in range(len(taken)):
                    to[row] = taken[row]
                continue
            low = high = ((taken[0] >> shift) & mask) + plus
            for row in range(len(taken)):
                value = ((taken[row] >> shift) & mask) + plus
                low, high = min(low, value), max(high, value)
            if low < least or high > most:
                return column
            for row in range(len(taken)):
                to[row] = ((taken[row] >> shift) & mask) + plus
    return -1


@njit(cache=True, nogil=True)
def scatter(places: Places, kept: Numbers, columns: Numbers) -> None:
    """Put the rows of a piece into their places; a column at a time is soonest done."""
    for column in range(len(kept)):
        own, to = kept[column], columns[column]
        for row in range(len(places)):
            to[places[row]] = own[row]
