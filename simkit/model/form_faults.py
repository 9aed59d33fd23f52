"""What may be said of what goes wrong."""

from math import inf
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from simkit.model.form_values import (
    MOST_WORKERS,
    Form,
    MaybeLaw,
    MaybePositiveLaw,
    MaybeShare,
    MaybeText,
    read_text,
    refusal,
    shown,
    time,
    whole,
)
from simkit.units import parse_number

LEFT_OUT = object()  # stands in a list for what was wrong there


def _instants(value: Any) -> tuple[int, ...]:
    """One instant, or a list of them, ascending."""
    if not isinstance(value, (list, tuple)):
        return (time(value),)
    if not value:
        raise refusal("found an empty list", "a time such as '30 s', or a list of them")
    return tuple(sorted({time(item) for item in value}))


def _factor(value: Any) -> float:
    expected = "a number above 0, such as 10"
    number = read_text(value, expected, parse_number) if isinstance(value, str) else value
    if type(number) not in (int, float) or not 0 < number < inf:
        raise refusal(shown(value), expected)
    return float(number)


class FaultForm(Form):
    """One thing that goes wrong: what, to whom, when, and for how long.

    Attributes:
        crash: Name of a participant of which an instance dies, and comes back.
        kill: Name of one of which an execution dies.
        lose: Name of a message that is lost on the way.
        slow: Name of one whose work takes longer.
        fail: Name of one whose executions fail.
        instance: Which instance, from 1; all of them if not said.
        at: At which instants.
        every: How long after the last time was over it comes again.
        every_busy: After how much work of an execution.
        chance: For which share of the executions, or of the messages.
        after: With a chance, the message right after which it happens.
        for_: How long it lasts.
        by: How much longer work takes.
    """

    crash: MaybeText = None
    kill: MaybeText = None
    lose: MaybeText = None
    slow: MaybeText = None
    fail: MaybeText = None
    instance: Annotated[int | None, PlainValidator(whole(1, MOST_WORKERS))] = None
    at: Annotated[tuple[int, ...] | None, PlainValidator(_instants)] = None
    every: MaybePositiveLaw = None
    every_busy: MaybePositiveLaw = None
    chance: MaybeShare = None
    after: MaybeText = None
    for_: MaybeLaw = None
    by: Annotated[float | None, PlainValidator(_factor)] = None


def _fault(value: Any) -> Any:
    return None if value is LEFT_OUT else value


def _not_nothing(value: Any) -> Any:
    if value is None:
        raise refusal(shown(value), f"a mapping such as '{EXAMPLE}'")
    return value


EXAMPLE = "{crash: NAME, at: 30 s, for: 10 s}"
Faults = tuple[
    Annotated[FaultForm | None, BeforeValidator(_fault), BeforeValidator(_not_nothing)], ...
]
