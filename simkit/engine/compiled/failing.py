"""Model errors in words: what cannot go on, and when."""

from typing import TYPE_CHECKING

from simkit.engine.compiled import places as at
from simkit.engine.compiled.machine import TOO_MANY_AT_ONCE
from simkit.engine.compiled.scopes import TOO_MANY_PATHS
from simkit.engine.order import MOST_PATHS
from simkit.record.tables import Again
from simkit.units import time_text

if TYPE_CHECKING:
    from simkit.engine.compiled.driver import Driver


def words(driver: "Driver") -> str:
    """What the model error is, as the reference engine says it."""
    part, first, second = (
        driver.get(place) for place in (at.FAILED_PART, at.FAILED_FIRST, at.FAILED_SECOND)
    )
    when = time_text(driver.get(at.NOW))
    if part == TOO_MANY_PATHS:
        again, line = Again(driver.get(first + at.S_AGAIN)), driver.get(first + at.S_LINE)
        plan = driver.plan
        of_section = again in (Again.TURN, Again.COPY)
        name = plan.sections[line].stream if of_section else plan.lines[line].label
        request = driver.get(driver.get(first + at.S_JOURNEY) + at.J_REQUEST)
        return (
            f"'{name}' at {when}: request {request} has led to more than {MOST_PATHS:,} repetitions"
        )
    assert part == TOO_MANY_AT_ONCE
    source = driver.plan.sources[driver.number_of(first)]
    users = driver.get(first + at.O_USERS)
    return (
        f"{driver.plan.clients[source.client]} at {when}: its {users} users have begun "
        f"{second} journeys at one instant; let them think, or the journey take time"
    )
