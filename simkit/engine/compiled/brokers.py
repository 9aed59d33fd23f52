"""Brokers: what the rest of the machine calls for them; see the reference's `broker`."""

from typing import Any

from simkit.engine.compiled import (
    doors,
    events,
    partitions,
    publishers,
    queues,
    redelivery,
    settling,
    windows,
)
from simkit.engine.compiled.jit import machine
from simkit.engine.compiled.journeys import let_be
from simkit.engine.compiled.messages import hand_on, is_all_over, left_unsettled
from simkit.engine.compiled.publishers import is_written, may_leave
from simkit.engine.compiled.queues import store
from simkit.engine.compiled.settling import fall_through, reject, settle, taken_up
from simkit.engine.compiled.windows import free_place

__all__ = [
    "delivery_ends",
    "enter",
    "fall_through",
    "free_place",
    "hand_on",
    "handle",
    "is_all_over",
    "is_confirmed",
    "left_unsettled",
    "may_leave",
    "reject",
    "settle",
    "store",
    "taken_up",
]
enter = doors.enter
is_confirmed = is_written
delivery_ends = settling.is_over
OF_JOURNEYS = (
    events.LAPSES,
    events.AGES,
    events.AGES_ANEW,
    events.IS_DUE,
    events.REDRIVES,
    events.MISSED_BY_BROKER,
)


@machine
def handle(m: Any, q: Any, d: Any, r: Any, kind: int, record: int, more: int) -> None:
    """An event of a broker."""
    if kind == events.RELEASED:
        queues.released(m, q, d, r, record)
        let_be(m, more)
    elif kind == events.CONFIRMS:
        publishers.confirmed(m, q, d, record, more)
    elif kind == events.COMES_IN:
        doors.let_in(m, record)
    elif kind in OF_JOURNEYS:
        has_waited(m, q, d, r, kind, record)
    else:
        of_part(m, q, d, r, kind, record, more)


@machine
def of_part(m: Any, q: Any, d: Any, r: Any, kind: int, record: int, more: int) -> None:
    """An event of a window, of what leaves or is settled together, or of partitions."""
    if kind == events.WAKES:
        windows.wake(m, q, d, r, record)
    elif kind == events.LINGERS:
        queues.has_lingered(m, q, d, r, record, more)
    elif kind == events.BATCH_IS_DUE:
        settling.batch_is_due(m, q, d, r, record)
    elif kind == events.GROUP_NOTICES:
        partitions.noticed(m, q, d, r, record, more)
    elif kind == events.GROUP_RESUMES:
        partitions.resumes(m, q, d, r, record, more)


@machine
def has_waited(m: Any, q: Any, d: Any, r: Any, kind: int, record: int) -> None:
    """A delivery, a copy or a message has waited for long enough."""
    if kind == events.LAPSES:
        redelivery.lapse(m, q, d, r, record)
    elif kind == events.AGES:
        redelivery.expire(m, q, d, r, record)
    elif kind == events.AGES_ANEW:
        redelivery.expire_anew(m, q, d, r, record)
    elif kind == events.IS_DUE:
        redelivery.is_due(m, q, d, r, record)
    elif kind == events.REDRIVES:
        redelivery.redrive(m, q, d, r, record)
    elif kind == events.MISSED_BY_BROKER:
        redelivery.missed_by_broker(m, q, d, r, record)
