"""The workloads in small: is each program by hand the same, and how fast is everybody?

Run with ``-s`` to see the numbers; ``python -m tests.benchmarks`` measures in full size. No time
is asserted.
"""

from functools import cache, partial

import numpy as np
import pytest

from simkit.engine.tables import Tables
from tests.benchmarks.contenders import COMPILED, CONTENDERS, HEAPQ, REFERENCE, SIMPY, task, why_not
from tests.benchmarks.measuring import in_a_process, race
from tests.benchmarks.printing import head, memory, table
from tests.benchmarks.rows import Rows, Workload
from tests.benchmarks.same import LARGEST, distances, facts_of_rows, facts_of_tables
from tests.benchmarks.suite import of_name

NAMES = ("W1.1", "W1.4", "W2", "W3", "W4.200")
ROUNDS = 3
SIZES = {COMPILED: 20_000, REFERENCE: 1_000, SIMPY: 2_000, HEAPQ: 4_000}
REQUESTS = 2_500  # of one run of a comparison
EVERY = pytest.mark.parametrize("workload", list(map(of_name, NAMES)), ids=NAMES)


@cache
def by_the_engine(workload: Workload, number: int) -> dict[str, float]:
    tables = task(REFERENCE, workload, REQUESTS, number)()
    assert isinstance(tables, Tables)
    return facts_of_tables(tables)


@EVERY
@pytest.mark.parametrize("contender", [SIMPY, HEAPQ])
def test_a_program_by_hand_does_what_the_reference_engine_does(
    workload: Workload, contender: str
) -> None:
    def by_hand(number: int) -> dict[str, float]:
        rows = task(contender, workload, REQUESTS, number)()
        assert isinstance(rows, Rows)
        return facts_of_rows(rows)

    apart = distances(partial(by_the_engine, workload), by_hand)
    assert {fact: far for fact, far in apart.items() if far > LARGEST} == {}


@EVERY
def test_the_engines_give_the_same_tables(workload: Workload) -> None:
    assert why_not(COMPILED, workload) is None
    ours, theirs = (task(engine, workload, REQUESTS, 0)() for engine in (COMPILED, REFERENCE))
    assert isinstance(ours, Tables)
    assert isinstance(theirs, Tables)
    for table_name in ("requests", "visits", "changes", "paths", "given_up"):
        one, other = getattr(ours, table_name), getattr(theirs, table_name)
        assert list(one) == list(other)
        for column in one:
            np.testing.assert_array_equal(one[column], other[column], strict=True)


@pytest.mark.benchmark
@EVERY
def test_speed(workload: Workload) -> None:
    reasons = {contender: why_not(contender, workload) for contender in CONTENDERS}
    not_run = {contender: why for contender, why in reasons.items() if why is not None}
    run = {contender: size for contender, size in SIZES.items() if contender not in not_run}
    measured = race(workload, run, ROUNDS)
    print("\n" + head(ROUNDS, False) + table(workload, measured, not_run))
    for one in measured.values():
        assert len(one.seconds) == ROUNDS


@pytest.mark.benchmark
def test_memory() -> None:
    workload, found = of_name("W2"), []
    for contender in CONTENDERS:
        why = why_not(contender, workload)
        found.append((contender, why or in_a_process(contender, "W2", SIZES[contender])))
    print("\n" + memory("W2", found))
