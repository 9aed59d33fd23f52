"""What may be said of how a pool serves."""

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from simkit.model.form_faults import LEFT_OUT
from simkit.model.form_values import (
    MOST_WORKERS,
    UNLIMITED,
    Form,
    MaybeLaw,
    MaybePositiveTime,
    MaybeTime,
    one_of,
    read_text,
    refusal,
    share,
    shown,
    whole,
)
from simkit.model.serving import DISCIPLINES, Contention, Signal
from simkit.model.serving_words import parse_contention, parse_signals

MOST_INSTANCES = 10_000
SCALE = "{to: 20, on: backlog 10}"
RESIZE = "{at: 60 s, workers: 20}"


def _contention(value: Any) -> Contention:
    found: Contention = read_text(value, "shares such as '5 %'", parse_contention)
    return found


def _signals(value: Any) -> tuple[Signal, ...]:
    found: tuple[Signal, ...] = read_text(value, "a target such as 'backlog 10'", parse_signals)
    return found


def _step(value: Any) -> int | float:
    """A number of instances, or a share of those that are there."""
    expected = f"a whole number from 1 to {MOST_INSTANCES:,}, or a share such as '50 %'"
    if isinstance(value, str):
        found = share(value)
        if found == 0:
            raise refusal(shown(value), expected)
        return found
    if type(value) is not int or not 1 <= value <= MOST_INSTANCES:
        raise refusal(shown(value), expected)
    return value


def _mapping(example: str) -> BeforeValidator:
    def validate(value: Any) -> Any:
        if isinstance(value, dict | Form):
            return value
        raise refusal(shown(value), f"a mapping such as '{example}'")

    return BeforeValidator(validate)


def _left_out(value: Any) -> Any:
    return None if value is LEFT_OUT else value


def _or_left_out(value: Any) -> Any:
    if value is LEFT_OUT or isinstance(value, dict | Form):
        return value
    raise refusal(shown(value), f"a mapping such as '{RESIZE}'")


class AutoscaleForm(Form):
    """Instances that come and go with the work.

    Attributes:
        from_: How many are kept at least.
        to: How many there are at most.
        on: What is looked at.
        every: How long from look to look.
        start_up: How long a new instance takes until it is there.
        cool_down: None is taken away that was asked for so long ago or less.
        idle: With ``from: 0``, how long nothing must have been there before the last go.
        step: How many come or go at one look at most, or what share of those that are there.
    """

    from_: Annotated[int | None, PlainValidator(whole(0, MOST_INSTANCES))] = None
    to: Annotated[int | None, PlainValidator(whole(1, MOST_INSTANCES))] = None
    on: Annotated[tuple[Signal, ...] | None, PlainValidator(_signals)] = None
    every: MaybePositiveTime = None
    start_up: MaybeLaw = None
    cool_down: MaybeTime = None
    idle: MaybeTime = None
    step: Annotated[int | float | None, PlainValidator(_step)] = None


class ResizeForm(Form):
    """Another size from an instant on.

    Attributes:
        at: The instant.
        workers: Of each instance.
        instances: How many.
    """

    at: MaybeTime = None
    workers: Annotated[int | None, PlainValidator(whole(1, MOST_WORKERS))] = None
    instances: Annotated[int | None, PlainValidator(whole(1, MOST_INSTANCES))] = None


Resizes = tuple[
    Annotated[ResizeForm | None, BeforeValidator(_left_out), BeforeValidator(_or_left_out)], ...
]


class ServingForm(Form):
    """What may be said of how a pool serves.

    Attributes:
        discipline: Who of those that wait is next, or how those who work share the workers.
        shed: How long a message waits for a worker before it is refused.
        contention: How much those who work at once slow each other.
        cpus: How many can work at once, of those that have a worker; or ``unlimited``.
        autoscale: How instances come and go with the work.
        changes: How the pool changes at given times.
    """

    discipline: Annotated[str | None, PlainValidator(one_of(*DISCIPLINES))] = None
    shed: MaybePositiveTime = None
    contention: Annotated[Contention | None, PlainValidator(_contention)] = None
    cpus: Annotated[int | str | None, PlainValidator(whole(1, MOST_WORKERS, UNLIMITED))] = None
    autoscale: Annotated[AutoscaleForm | None, _mapping(SCALE)] = None
    changes: Resizes | None = None
