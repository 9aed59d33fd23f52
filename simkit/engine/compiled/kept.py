"""Rows of whole numbers, kept small: each number in the type of its column."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simkit.engine.compiled import pages
from simkit.record.recorder import too_large

Rows = NDArray[np.int64]
Places = NDArray[np.int32]
Numbers = NDArray[Any]
Group = tuple[str, str]  # its name, and the type of what is in it
SERIAL, REST = "serial", "rest"  # names of groups
WHERE = (SERIAL, "int32")
SMALLEST = 1 << 12  # rows that there is room for at first
FARTHEST = 1024  # times as many rows as there are is as far as one looks ahead
TOGETHER = 1 << 10  # rows that are read before any is put in its place
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
    """Rows of one kind, small, one column after the other.

    What has the same group and the same type stands in one array, (columns, room). There is room
    for as many rows as the whole run may bring: what is never written to takes no memory.

    Attributes:
        numbers: The columns of each group.
        length: How many rows there are.
        room: How many there is room for.
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
        self.numbers: dict[Group, Numbers] = {
            group: np.empty((len(names), 0), dtype=group[1]) for group, names in self.names.items()
        }
        self.length = self.room = 0

    def take(self, rows: Rows, share: float = 1.0) -> None:
        """Keep some more rows; about which share of all there will be is there then."""
        if self.length + len(rows) > self.room:
            self._grow(self.length + len(rows), share)
        for group, layout in self.layouts.items():
            wrong = unpack(rows, layout, self.numbers[group], self.length)
            if wrong >= 0:
                raise too_large(self.names[group][wrong], group[1])
        self.length += len(rows)

    def _grow(self, needed: int, share: float) -> None:
        """Room for all rows that will come, as far as one sees, or for twice those that have."""
        ahead = 2 * needed
        if 0.0 < share < 1.0:
            ahead = min(FARTHEST * needed, int(1.1 * needed / share))
        try:
            self._move(max(SMALLEST, ahead))
        except (MemoryError, OSError):  # so many may never come
            self._move(max(SMALLEST, 2 * needed))

    def _move(self, room: int) -> None:
        larger = {
            group: pages.room(len(names) * room, group[1]).reshape(-1, room)
            for group, names in self.names.items()
        }
        for group, numbers in larger.items():
            numbers[:, : self.length] = self.numbers[group][:, : self.length]
        self.numbers, self.room = larger, room

    @property
    def places(self) -> Places:
        """The serials of the rows, or what has been written over them."""
        where: Places = self.numbers[WHERE][0, : self.length]
        return where

    def spread(self, group: str) -> list[tuple[list[str], Numbers]]:
        """Names and columns of a group, (columns, room), each row in its place."""
        places = self.places
        back, forward = reach(places)
        size = 1 << int(back + forward + TOGETHER).bit_length()
        found = [(names, self.numbers[key]) for key, names in self.names.items() if key[0] == group]
        for _, columns in found:
            if back or forward:
                put_in_order(places, columns, np.empty(size, dtype=columns.dtype), back)
        return found

    def columns(self) -> dict[str, Numbers]:
        """All columns as they came."""
        return {
            name: column[: self.length]
            for group, names in self.names.items()
            for name, column in zip(names, self.numbers[group], strict=True)
        }


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
def reach(places: Places) -> tuple[int, int]:
    """How far before where it stands a row belongs at most, and how far behind."""
    back = forward = 0
    for row in range(len(places)):
        back, forward = max(back, row - places[row]), max(forward, places[row] - row)
    return back, forward


@njit(cache=True, nogil=True)
def put_in_order(places: Places, columns: Numbers, ring: Numbers, back: int) -> None:
    """Put rows into their places, with little room besides: most stand near their places.

    Args:
        places: int32, (rows,).
        columns: (columns, room).
        ring: Room for rows that have been read, and whose places are still to be read; so many
            that it is a power of two, and more than `TOGETHER` and both distances of `reach`.
        back: How far before where it stands a row belongs at most.
    """
    rows, size = len(places), len(ring)
    for column in range(len(columns)):
        own, done = columns[column], 0
        for first in range(0, rows, TOGETHER):
            last = min(first + TOGETHER, rows)
            where, read = places[first:last], own[first:last]
            for row in range(len(where)):
                ring[where[row] & (size - 1)] = read[row]
            ready = last - back if last < rows else rows  # nothing that follows belongs there
            while done < ready:
                at = done & (size - 1)
                some = min(ready - done, size - at)
                to, put = own[done : done + some], ring[at : at + some]
                for row in range(some):
                    to[row] = put[row]
                done += some
