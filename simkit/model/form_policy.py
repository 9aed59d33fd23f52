"""What may be said of a broker: how it deals with what it stores."""

from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo

from simkit.model.distribution import Distribution
from simkit.model.form_values import (
    MOST_WORKERS,
    UNLIMITED,
    Form,
    MaybeFlow,
    MaybePositiveLaw,
    MaybePositiveTime,
    MaybeTime,
    law,
    one_of,
    read_text,
    refusal,
    whole,
)
from simkit.model.policy_words import Ack, parse_ack

FATES = ("requeue", "dead-letter", "drop", "settle")


def _ack(value: Any) -> Ack:
    found: Ack = read_text(value, "a word such as 'after-work'", parse_ack)
    return found


def _delays(value: Any, info: ValidationInfo) -> tuple[Distribution, ...]:
    """One delay for all further deliveries, or a list of which the last is for all that follow."""
    if not isinstance(value, (list, tuple)):
        return (law(value, info),)
    if not value:
        raise refusal("found an empty list", "a time such as '1 s', or a list of them")
    return tuple(law(item, info) for item in value)


_Count = Annotated[int | str | None, PlainValidator(whole(1, MOST_WORKERS, UNLIMITED))]
_Some = Annotated[int | None, PlainValidator(whole(1, MOST_WORKERS))]


class PolicyForm(Form):
    """What may be said of how a broker deals with its messages.

    Every queue (the messages of one line for one receiver) keeps to it by itself.

    Attributes:
        capacity: How many messages can wait in a queue, or ``unlimited``.
        when_full: What becomes of one more.
        ttl: How long a message that waits is kept.
        durable: What outlives a crash of the broker.
        confirm: How many unconfirmed messages each instance of a sender can have there, or
            ``unlimited``.
        prefetch: How many deliveries each instance of a receiver has ahead of its workers.
        fetch: When an instance gets more of them.
        dispatch: Which instance is next.
        poll: How long an instance that has asked in vain waits before it asks again.
        ack: When a delivery is settled, if no line of the drawing does it.
        lease: How long after a delivery an unsettled message is delivered again.
        extend_every: How often a receiver that is alive has its lease begin anew.
        late_ack: Whether a settlement after the lease counts.
        requeue: Where a message goes that is to be delivered again.
        on_failure: What becomes of a delivery whose execution fails.
        on_reject: What becomes of one that is settled by an answer that says no.
        max_deliveries: After so many that came to nothing, no more; or ``unlimited``.
        retry_delay: Time before each further delivery.
        dead_letter: What becomes of a message that is delivered no more.
        redrive_after: How long a dead letter is kept before it is stored anew.
        dedupe: How long a broker knows a message that comes again.
        partitions: How many a queue has, each with one instance that takes its messages.
        rebalance_pause: How long partitions rest when their owners change.
        batch: How many messages that are ready leave together.
        bandwidth: How much it takes in, one message after the other.
        linger: How long the first of them waits for the others at most.
    """

    capacity: _Count = None
    when_full: Annotated[
        str | None, PlainValidator(one_of("reject", "drop-oldest", "block", "dead-letter"))
    ] = None
    ttl: MaybePositiveTime = None
    durable: Annotated[str | None, PlainValidator(one_of("written", "never"))] = None
    confirm: _Count = None
    prefetch: _Some = None
    fetch: Annotated[str | None, PlainValidator(one_of("top-up", "batch"))] = None
    dispatch: Annotated[str | None, PlainValidator(one_of("round-robin", "least-loaded"))] = None
    poll: MaybePositiveLaw = None
    ack: Annotated[Ack | None, PlainValidator(_ack)] = None
    lease: MaybePositiveTime = None
    extend_every: MaybePositiveTime = None
    late_ack: Annotated[str | None, PlainValidator(one_of("honoured", "rejected"))] = None
    requeue: Annotated[str | None, PlainValidator(one_of("original", "head", "tail"))] = None
    on_failure: Annotated[str | None, PlainValidator(one_of(*FATES))] = None
    on_reject: Annotated[str | None, PlainValidator(one_of(*FATES))] = None
    max_deliveries: _Count = None
    retry_delay: Annotated[tuple[Distribution, ...] | None, PlainValidator(_delays)] = None
    dead_letter: Annotated[str | None, PlainValidator(one_of("keep", "drop"))] = None
    redrive_after: MaybePositiveTime = None
    dedupe: MaybePositiveTime = None
    partitions: _Some = None
    rebalance_pause: MaybeTime = None
    batch: Annotated[int | None, PlainValidator(whole(2, MOST_WORKERS))] = None
    linger: MaybePositiveTime = None
    bandwidth: MaybeFlow = None
