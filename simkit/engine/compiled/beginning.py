"""What begins by itself: the first requests, and what comes by the clock."""

from typing import TYPE_CHECKING

from simkit.engine.compiled import places as at
from simkit.engine.compiled.events import COMES
from simkit.engine.compiled.program_faults import first_strikes
from simkit.engine.compiled.program_queues import start
from simkit.engine.compiled.program_serving import first_looks
from simkit.engine.order import ARRIVALS, journey_key
from simkit.model.load import Users

if TYPE_CHECKING:
    from simkit.engine.compiled.driver import Driver


def begin(driver: "Driver") -> None:
    """Schedule the first of everything."""
    first_strikes(driver)
    first_looks(driver)
    start(driver)
    for number, source in enumerate(driver.plan.sources):
        if isinstance(source.load, Users):
            _users(driver, number, source.load)
        elif driver.feed(number):
            own = driver.source(number)
            instant = int(driver.store.numbers[driver.get(own + at.O_FEED)])
            driver.set(own + at.O_NEXT, 1)
            driver.set(own + at.O_REQUEST, 0)
            _comes(driver, number, 0, instant)


def _comes(driver: "Driver", number: int, request: int, when: int) -> None:
    own, root = driver.source(number), driver.plan.sources[number].roots[0]
    key = ARRIVALS + journey_key(request * len(driver.plan.roots) + root)
    insert(driver, when, key, COMES, own, request)


def insert(driver: "Driver", when: int, key: int, kind: int, record: int, more: int) -> None:
    """Schedule an event before the run begins."""
    from simkit.engine.compiled.events import schedule  # noqa: PLC0415

    if driver.get(at.PENDING) + 1 >= driver.get(at.PENDING_MOST):
        driver.grow_heap()
    plain = getattr(schedule, "py_func", schedule)
    plain(driver.memory, driver.heap, when, key, kind, record, more)


def _users(driver: "Driver", number: int, load: Users) -> None:
    """Every user thinks about a first request."""
    slot = driver.get(driver.source(number) + at.O_THINK)
    thinks = driver.program.draws[slot].values("", 0, load.count)
    for user, delay in enumerate(thinks.tolist()):
        _comes(driver, number, user, delay)
