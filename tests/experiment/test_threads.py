"""Work in threads: the same whatever happens to them."""

from collections.abc import Callable

import pytest

from simkit.errors import SimulationError
from simkit.experiment.threads import threaded

Progress = Callable[[float], None]


def test_the_failure_told_is_that_of_the_earliest_item() -> None:
    def work(item: int, report: Progress) -> int:
        if item in (1, 3):
            raise SimulationError(f"item {item}")
        return item

    for _ in range(20):
        with pytest.raises(SimulationError, match="item 1"):
            list(threaded(work, range(5), 3))


def test_what_nobody_waits_for_stops_at_its_next_report() -> None:
    turns: dict[int, int] = {}

    def work(item: int, report: Progress) -> int:
        for turn in range(1_000_000 if item else 1):
            turns[item] = turn
            report(turn / 1_000_000)
        return item

    found = threaded(work, range(9), 2)
    assert next(found) == (0, 0)
    found.close()
    assert max(turns) < 8  # what had not begun never does
    assert turns[max(turns)] < 999_999


def test_a_mistake_in_a_thread_is_not_lost() -> None:
    def work(item: int, report: Progress) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(threaded(work, range(2), 2))
