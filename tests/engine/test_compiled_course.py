"""How the compiled engine comes to its tables does not show in them.

Where it stops and goes on, how much room it begins with, what it has to do once more, and who else
runs at the same time.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from simkit.engine import compiled, reference
from simkit.engine.tables import Tables
from tests.engine.compiled_runs import get_ready, run_compiled, takes
from tests.engine.contract import digest, plan_of
from tests.engine.exact_cases import CASES
from tests.engine.examples import BUSY, BUSY_CALLS, BUSY_DELIVERIES, BUSY_QUEUES
from tests.engine.plainly import Change, Plainly
from tests.engine.rechoices import CHOICES
from tests.engine.test_busy_blocks import BUSY_BLOCKS
from tests.engine.test_compiled import shortened

TEXTS = {
    "calls and forks": BUSY,
    "brokers": BUSY_QUEUES,
    "deliveries and faults": BUSY_DELIVERIES,
    "minded calls": BUSY_CALLS,
    "blocks": BUSY_BLOCKS,
    "choices": CHOICES,
}
# So many are open, and so many events are to come, that memory and heap grow several times.
CROWDED = """
    load: {C: at 0 s 15000}
    participants: {A: {workers: 100}}
    messages: {Ask: {work: 1 ms, timeout: 1 s}}
    network: 1 ms
    run: {horizon: 100 ms, warm-up: 0 s, patience: 2 s}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""
# The least room that there can be: each of these lines of the machine says how much it begins with.
TINY = (
    Change("events.py", "FEW_EVENTS = 1 << 12", "FEW_EVENTS = 1"),
    Change("rows.py", "FEW_ROWS = 1 << 10", "FEW_ROWS = 1"),
    Change("memory.py", "SPARE = 1 << 16", "SPARE = 1"),
    Change("driver.py", "AHEAD = 1 << 12", "AHEAD = 2"),
    Change("driver.py", "VISIT_WIDTH, 1 << 14", "VISIT_WIDTH, 1"),
    Change("driver.py", "JOURNEY_WIDTH, 1 << 13", "JOURNEY_WIDTH, 1"),
    Change("driver.py", "PATH_WIDTH, 1 << 13", "PATH_WIDTH, 1"),
    Change("driver.py", "GIVEN_UP_WIDTH, 1 << 13", "GIVEN_UP_WIDTH, 1"),
    Change("driver.py", "CHANGE_WIDTH, 1 << 12", "CHANGE_WIDTH, 1 << 6"),
    Change("driver.py", "room_for_blocks(256)", "room_for_blocks(1)"),
)
every_text = pytest.mark.parametrize("name", TEXTS)


@cache
def wanted(text: str) -> str:
    """The digest of the tables of the reference engine."""
    return digest(reference.run(plan_of(text), 0))


def in_chunks(text: str, chunk: int, way: str = "goes on") -> Tables:
    """A run that stops after so many events each time, and goes on, after going back or not."""
    from simkit.engine.compiled import places as at  # noqa: PLC0415 - numba is heavy
    from simkit.engine.compiled.driver import Driver  # noqa: PLC0415

    class Interrupted(Driver):
        pauses = 0

        def help(self, why: int) -> None:
            super().help(why)
            if why == at.PAUSES and way != "goes on":
                self.pauses += 1
                if way == "goes back" and self.pauses % 2:
                    self.go_back()
                else:
                    self.take_snapshot()

    get_ready()
    return Interrupted(plan_of(text), 0, chunk=chunk).run()


# ---------------------------------------------------------------------- stops


@every_text
@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_where_it_stops_does_not_show(name: str, chunk: int) -> None:
    assert digest(in_chunks(TEXTS[name], chunk)) == wanted(TEXTS[name])


@every_text
@pytest.mark.parametrize("chunk", [7, 1000])
def test_that_it_is_kept_when_it_stops_does_not_show(name: str, chunk: int) -> None:
    assert digest(in_chunks(TEXTS[name], chunk, "is kept")) == wanted(TEXTS[name])


@every_text
@pytest.mark.parametrize("chunk", [7, 100])
def test_what_it_does_once_more_is_the_same(name: str, chunk: int) -> None:
    assert digest(in_chunks(TEXTS[name], chunk, "goes back")) == wanted(TEXTS[name])


# ---------------------------------------------------------------------- room


def test_memory_and_heap_grow() -> None:
    assert digest(run_compiled(plan_of(CROWDED), 0)) == wanted(CROWDED)


def test_where_room_is_short_it_is_found_in_the_midst_of_an_event() -> None:
    engine = Plainly(*TINY)
    for case in CASES:
        if takes("compiled", case):
            assert digest(engine(plan_of(case.text), 0)) == wanted(case.text), case.name


@every_text
def test_where_room_is_short_much_happens_all_the_same(name: str) -> None:
    plan = shortened(plan_of(TEXTS[name]), 10)
    assert digest(Plainly(*TINY)(plan, 0)) == digest(reference.run(plan, 0))


# ---------------------------------------------------------------------- threads


def test_two_runs_at_once_are_what_each_is_alone() -> None:
    texts = [*TEXTS.values()] * 2
    get_ready()
    with ThreadPoolExecutor(2) as threads:
        found = threads.map(lambda text: digest(compiled.run(plan_of(text), 0)), texts)
        assert list(found) == [wanted(text) for text in texts]


# ---------------------------------------------------------------------- replications


@every_text
def test_replications_are_the_same_too(name: str) -> None:
    plan = plan_of(TEXTS[name])
    assert digest(run_compiled(plan, 3)) == digest(reference.run(plan, 3))
