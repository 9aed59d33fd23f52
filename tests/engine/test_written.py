"""The tables that the compiled engine writes are those of the recorder, byte for byte."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simkit.engine.compiled import kept, pages, written
from simkit.engine.compiled.written import FEW, Written
from simkit.engine.plan import Plan
from simkit.record.recorder import CLIENT, Recorder
from simkit.record.recording import Table
from simkit.record.tables import CHANGES, GIVEN_UP, NEVER, OPEN, PATHS, REQUESTS, VISITS

RECEIVERS = (2, 0, 1, 1, 3)  # participants of five lines
CLIENTS = (1, 0, 0)  # of three journeys
PLAN = cast(
    "Plan",
    SimpleNamespace(
        lines=[SimpleNamespace(receiver=receiver) for receiver in RECEIVERS],
        roots=[SimpleNamespace(client=client) for client in CLIENTS],
    ),
)
WIDTHS = {"visits": 14, "journeys": 8, "paths": 6, "given_up": 5, "changes": 6}
Row = tuple[int, ...]


@dataclass
class Both:
    """The same rows, each for the recorder and as the machine packs it."""

    rows: dict[str, list[tuple[Row, Row]]] = field(
        default_factory=lambda: {name: [] for name in WIDTHS}
    )
    places: list[Row] = field(default_factory=list)  # of journeys: client, journey, request

    def journey(
        self, root: int, request: int, clocks: Row, told: int = 0, attempts: int = 1
    ) -> None:
        serial, done = len(self.places), told % 7
        self.places.append((CLIENTS[root], root, request))
        packed = root | told << 16 | done << 24 | attempts << 32
        self.rows["journeys"].append(
            (
                (*self.places[-1], *clocks, told, done, attempts),
                (serial, packed, request, *clocks),
            )
        )

    def visit(self, serial: int, own: Row, parent: Row, instance: int, clocks: Row) -> None:
        (line, path), (above, above_path) = own, parent
        outcome, settlement = instance % 8, instance % 5
        where = (RECEIVERS[line], instance, *clocks, outcome, settlement)
        packed = instance | outcome << 16 | settlement << 24
        places = (line | path << 16, above + 1 | above_path << 16)
        self.rows["visits"].append(
            (
                (*self.places[serial], *own, *parent, *where),
                (serial, *places, packed, *clocks),
            )
        )

    def path(self, serial: int, row: Row) -> None:
        self.rows["paths"].append(((*self.places[serial], *row), (serial, *row)))

    def vain(self, serial: int, line: int, row: Row) -> None:
        recorded = (*self.places[serial], line, *row)
        self.rows["given_up"].append((recorded, (serial, line + 1, *row)))

    def recorded(self) -> tuple[Table, ...]:
        recorder = Recorder()
        for name, rows in self.rows.items():
            for row, _ in rows:
                getattr(recorder, name).extend(row)
        return (*recorder.tables(), recorder.changed(), *recorder.again())

    def written(self, chunk: int = 1000) -> tuple[Table, ...]:
        found = Written(PLAN)
        most = max(len(rows) for rows in self.rows.values())
        buffers = {name: np.empty((chunk, width), np.int64) for name, width in WIDTHS.items()}
        for first in range(0, most, chunk):
            filled = []
            for name, buffer in buffers.items():  # which are used again
                rows = [packed for _, packed in self.rows[name][first : first + chunk]]
                buffer[:] = -7
                buffer[: len(rows)] = np.array(rows, np.int64).reshape(-1, WIDTHS[name])
                filled.append(buffer[: len(rows)])
            found.take(*filled)
        return found.tables()


def assert_same(one: tuple[Table, ...], other: tuple[Table, ...]) -> None:
    declared = (REQUESTS, VISITS, CHANGES, PATHS, GIVEN_UP)
    for columns, mine, its in zip(declared, one, other, strict=True):
        assert list(mine) == list(its) == [column.name for column in columns]
        for column in columns:
            name = column.name
            assert mine[name].tobytes() == its[name].tobytes(), name
            assert mine[name].dtype == its[name].dtype == column.dtype, name
            assert not mine[name].flags.writeable
            assert mine[name].shape == its[name].shape


INSTANTS = (0, 1, 7, 10**12, 2**62, OPEN, NEVER)
REPEATED = (0, 0, 0, 1, 2, 3, 70_000, 2**31 - 1)


def a_run(steps: list[int], sizes: list[int], luck: Any) -> Both:
    """Journeys in the order in which they begin, and so many visits of each; rows in any order."""
    both, meant = Both(), 0
    numbers = luck.sample(range(1_000), len(steps))
    for number, step in zip(numbers, steps, strict=True):
        meant += step
        clocks = (meant, *luck.choices(INSTANTS, k=4))
        both.journey(luck.randrange(3), number, clocks, luck.randrange(6), luck.randrange(2**15))
    for serial, size in zip(range(len(steps)), sizes, strict=False):
        visits_of(both, serial, size, luck)
    for _ in range(luck.randrange(6)):
        row = (luck.randrange(3), luck.randrange(4), luck.randrange(2), luck.randrange(-1, 2))
        change = (*row, luck.randrange(7), luck.randrange(-(2**63), 2**63))
        both.rows["changes"].append((change, change))
    for rows in both.rows.values():
        luck.shuffle(rows)
    return both


def visits_of(both: Both, serial: int, size: int, luck: Any) -> None:
    """The visits of a journey, each caused by an earlier one or by the client."""
    paths = range(100) if size > 20 else REPEATED
    known = [(luck.randrange(len(RECEIVERS)), luck.choice(paths)) for _ in range(size)]
    known = list(dict.fromkeys(known))
    for number, own in enumerate(known):
        above = luck.choice([(CLIENT, 0), *known[:number]])
        clocks = tuple(luck.choices(INSTANTS, k=10))
        both.visit(serial, own, above, luck.randrange(2**15), clocks)
        if own[1] and luck.random() < 0.5:
            both.path(serial, (own[1], above[1], luck.randrange(5), own[0], number))
        if luck.random() < 0.5:
            when, why = luck.choice(INSTANTS), luck.randrange(3)
            both.vain(serial, luck.choice([-1, own[0]]), (own[1], when, why))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([0, 0, 0, 1, 10**10]), max_size=25),
    st.lists(st.sampled_from([0, 1, 4, 5, 12, FEW, FEW + 1, FEW + 30]), max_size=25),
    st.randoms(use_true_random=True),
    st.integers(1, 40),
)
def test_any_rows_give_the_tables_of_the_recorder(
    steps: list[int], sizes: list[int], luck: Any, chunk: int
) -> None:
    both = a_run(steps, sizes, luck)
    assert_same(both.written(chunk), both.recorded())


def a_thousand() -> Both:
    """Many journeys, the rows of each when it is over, after those of some that began later."""
    both, luck = Both(), np.random.default_rng(1)
    over = luck.integers(0, 50, 1_000) + np.arange(1_000)
    for serial in range(1_000):
        both.journey(serial % 3, serial, (serial // 4, *[serial] * 4))
    for serial in np.argsort(over).tolist():
        for line in (0, 2, 1, 3):
            for path in (5, 0):
                parent = (CLIENT, 0) if line == 0 else (0, path)
                both.visit(serial, (line, path), parent, serial % 3, tuple(range(10)))
    both.rows["journeys"] = [both.rows["journeys"][serial] for serial in np.argsort(over)]
    return both


@pytest.mark.parametrize("chunk", [1, 7, 64, 10_000])
def test_neither_chunks_nor_pieces_make_a_difference(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = a_thousand()
    usual = both.written(chunk)
    assert_same(usual, both.recorded())
    monkeypatch.setattr(kept, "SMALLEST", 5)
    monkeypatch.setattr(pages, "LARGE", 64)
    assert_same(both.written(chunk), usual)


def test_many_requests_at_one_instant_that_begin_in_another_order() -> None:
    both = Both()
    for request in range(3_000):
        for root in range(3):
            both.journey(root, request, (request // 1_000, *[0] * 4))
    found = both.written()
    assert_same(found, both.recorded())
    assert found[0]["journey"][:2_001:1_000].tolist() == [1, 2, 0]  # those of client 0 first


def test_journeys_that_began_before_they_were_meant_to() -> None:
    both = Both()
    for request in range(20):
        both.journey(0, request, (request * 7 % 5, *[0] * 4))
    assert_same(both.written(), both.recorded())


def test_nothing_happened() -> None:
    both = Both()
    assert_same(Written(PLAN).tables(), both.recorded())
    assert_same(both.written(), both.recorded())


def test_plain_python_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (kept, written):
        for name, function in list(vars(module).items()):
            monkeypatch.setattr(module, name, getattr(function, "py_func", function))
    both = a_thousand()
    assert_same(both.written(300), both.recorded())


@pytest.mark.parametrize(
    ("change", "column", "dtype"),
    [
        ({"told": 300}, "told", "int8"),
        ({"attempts": 2**15}, "attempts", "int16"),
        ({"request": 2**31}, "request", "int32"),
        ({"instance": 2**15}, "instance", "int16"),
        ({"path": 2**31}, "path", "int32"),
    ],
)
def test_a_number_too_large_for_its_column_is_an_error(
    change: dict[str, int], column: str, dtype: str
) -> None:
    numbers = {"told": 0, "attempts": 1, "request": 0, "instance": 0, "path": 0} | change
    both = Both()
    at_first = numbers["request"], (0, 0, 0, 0, 0), min(numbers["told"], 200), numbers["attempts"]
    both.journey(0, *at_first)
    both.visit(0, (0, numbers["path"]), (CLIENT, 0), numbers["instance"], tuple(range(10)))
    both.visit(0, (1, numbers["path"]), (0, numbers["path"]), 0, tuple(range(10)))
    for tables in (both.written, both.recorded):
        with pytest.raises(OverflowError, match=f"column '{column}' holds a number beyond {dtype}"):
            tables()


@pytest.mark.parametrize("name", ["paths", "given_up", "changes"])
def test_rare_rows_that_do_not_fit_are_an_error(name: str) -> None:
    row = np.full((1, WIDTHS[name]), 2**40)
    row[0, 0] = 0
    given: dict[str, NDArray[Any]] = {
        one: np.empty((0, width), np.int64) for one, width in WIDTHS.items()
    }
    with pytest.raises(OverflowError, match="holds a number beyond int"):
        Written(PLAN).take(**given | {name: row})


def test_a_row_without_the_row_it_belongs_to_is_our_mistake() -> None:
    lost = Both()
    lost.journey(0, 0, (0, 0, 0, 0, 0))
    lost.visit(0, (1, 0), (0, 0), 0, tuple(range(10)))
    twice = Both()
    twice.journey(0, 0, (0, 0, 0, 0, 0))
    twice.journey(0, 1, (0, 0, 0, 0, 0))
    twice.rows["journeys"][1] = twice.rows["journeys"][0]
    strange = Both()
    strange.journey(0, 0, (0, 0, 0, 0, 0))
    strange.visit(0, (1, 0), (CLIENT, 0), 0, tuple(range(10)))
    recorded, packed = strange.rows["visits"][0]
    strange.rows["visits"][0] = (recorded, (5, *packed[1:]))
    for both in (lost, twice, strange):
        with pytest.raises(AssertionError, match="a row without the row it belongs to"):
            both.written()
