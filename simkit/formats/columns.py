"""Columns of data files (CSV) beside a scenario: measured times, and recorded requests."""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from simkit.errors import nearest
from simkit.model.words import Cells, ColumnReader
from simkit.units import BadValue, parse_count, parse_number, parse_time, quoted, time_text

LARGEST_DATA = 100_000_000  # bytes of a file with measured times


def content(path: Path, most: int) -> bytes:
    """All bytes of a file, also of one that has no end.

    Args:
        path: Of the file.
        most: So many bytes at most.

    Raises:
        OSError: If it cannot be read.
        BadValue: If it has more.
    """
    with path.open("rb") as stream:
        found = stream.read(most + 1)
    if len(found) > most:
        raise BadValue(f"found more than {most:,} bytes", "a smaller file")
    return found


def columns_of(folder: Path) -> ColumnReader:
    """A reader of columns of CSV files in a folder; times in ns.

    A cell is a time in words ("5 ms") or a number of the unit that the scenario names; without
    one, of seconds. Where requests are counted, it is a whole number.
    """

    def read(
        file: str, column: str, unit: str | None, cells: Cells = "times", /
    ) -> tuple[int, ...]:
        try:
            text = content(folder / file, LARGEST_DATA).decode("utf-8-sig")
            values = _values(io.StringIO(text, newline=""), file, column, _parser(unit, cells))
            return tuple(_ascending(values, file) if cells == "instants" else _only(values))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise BadValue(
                f"found '{file}', which cannot be read ({reason})",
                "a CSV file beside the scenario",
                "",
            ) from None

    return read


def _values(
    stream: Any, file: str, column: str, parse: Callable[[str], int]
) -> Iterator[tuple[int, int]]:
    """The line of each cell of a column, and what stands there."""
    rows = csv.DictReader(stream)
    names = list(rows.fieldnames or [])
    if names.count(column) > 1:
        raise BadValue(f"found two columns '{column}' in '{file}'", "one of that name")
    if column not in names:
        known = ", ".join(f"'{name}'" for name in names) or "a header and times below it"
        found = f"found no column '{column}' in '{file}'"
        raise BadValue(found, f"one of {known}", nearest(column, names))
    for row in rows:
        where = f"in '{file}' on line {rows.line_num}"
        if None in row:
            # "1,5" would be read as 1, the rest of it unseen.
            raise BadValue(f"found more cells than columns {where}", f"{len(names)}")
        cell = (row[column] or "").strip()
        try:
            yield rows.line_num, parse(cell)
        except BadValue as bad:
            raise BadValue(f"{bad.found} {where}", bad.expected) from None


def _only(values: Iterator[tuple[int, int]]) -> Iterator[int]:
    return (value for _, value in values)


def _ascending(values: Iterator[tuple[int, int]], file: str) -> Iterator[int]:
    """The same, none of them before the one above it."""
    above, where = 0, 0
    for line, value in values:
        if value < above:
            found = f"found {time_text(value)} in '{file}' on line {line}, below {time_text(above)}"
            raise BadValue(f"{found} on line {where}", "rows in the order of their times")
        yield value
        above, where = value, line


def _parser(unit: str | None, cells: Cells) -> Callable[[str], int]:
    return _count if cells == "counts" else partial(_time, unit or "s")


def _count(cell: str) -> int:
    try:
        return parse_count(cell)
    except BadValue as bad:
        raise BadValue(bad.found if cell else "found nothing", "a whole number from 0") from None


def _time(unit: str, cell: str) -> int:
    try:
        return parse_time(cell) if cell[-1:].isalpha() else _measured(cell, unit)
    except BadValue as bad:
        found = bad.found if cell else "found nothing"
        expected = f"a time such as '5 ms', or a number of {unit}"
        raise BadValue(found, expected) from None


def _measured(cell: str, unit: str) -> int:
    """A number without a unit, in the whole ns nearest it: programs write more digits than that.

    Exactly: seconds since 1970 with nine decimals have more digits than a float.
    """
    one = parse_time(f"1 {unit}")
    if not parse_number(cell) < 1e30:
        raise BadValue(f"found {quoted(cell)}, which is too large", "a time up to 36500 d")
    return parse_time(f"{round(Decimal(cell) * one)} ns")
