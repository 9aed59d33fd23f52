"""What no closed form here knows of: what fails, what is done again, and special ways to deliver.

All of them are about messages that come once, wait without limit in order of arrival for a free
worker, and are done. A design that says otherwise anywhere has no number from theory, as long as
no formula is written for what it says.
"""

from collections.abc import Iterator

from simkit.model.fault import Blow
from simkit.model.happening import happening
from simkit.model.kinds import Kind
from simkit.model.policy import Policy
from simkit.model.repeats import repeats
from simkit.model.scenario import Design, Participant
from simkit.model.script import LineKind, StepKind, flat


def beyond(design: Design) -> str:
    """Why a design is unlike all that is known of designs in advance, or ""."""
    reasons = (
        *(_FAULTS[fault.blow].format(part=fault.part) for fault in design.faults),
        *_handled(design),
        *_delivered(design),
        *_done_again(design),
    )
    return next(iter(reasons), "")


_FAULTS = {
    Blow.CRASH: "{part} crashes",
    Blow.KILL: "executions of {part} die",
    Blow.LOSE: "messages get lost on the way",
    Blow.SLOW: "{part} is slow at times",
    Blow.FAIL: "{part} fails at times",
}


def _handled(design: Design) -> Iterator[str]:
    """Of messages."""
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        name = f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"
        if cost.handling.fails or cost.handling.poison:
            yield f"some of {name} fail"
        if cost.handling.priority:
            yield f"{name} goes before others"


def _delivered(design: Design) -> Iterator[str]:
    """Of brokers."""
    delivers = {one.sender for one in design.script.lines if one.kind is LineKind.DELIVERY}
    settled = {one.settles for one in design.script.lines}
    for broker in design.participants:
        if broker.policy is not None and broker.policy.confirm is not None:
            yield f"senders wait for confirmations of {broker.id}"
        if broker.policy is not None and broker.policy.bandwidth is not None:
            yield f"{broker.id} takes in one message after the other"
        if broker.id in delivers:
            drawn = all(
                one.index in settled
                for one in design.script.lines
                if one.sender == broker.id and one.kind is LineKind.DELIVERY
            )
            yield from _ways(broker, broker.policy or Policy(), drawn=drawn)


def _ways(broker: Participant, policy: Policy, *, drawn: bool) -> Iterator[str]:
    for says, why in (
        (policy.capacity is not None, "{} has limited room"),
        (policy.ttl is not None, "messages expire in {}"),
        (policy.prefetch is not None, "{} delivers ahead of workers"),
        (policy.poll is not None, "{} delivers only when it is asked"),
        (policy.lease is not None, "a lease of {} can end before the work"),
        (policy.partitions is not None, "{} has partitions"),
        (policy.batch is not None or policy.linger is not None, "{} delivers several at a time"),
        (policy.ack == "in-batches" and not drawn, "deliveries of {} are settled in batches"),
    ):
        if says:
            yield why.format(broker.id)


def _done_again(design: Design) -> Iterator[str]:
    """Of what comes to nothing by the drawing, or for want of room, and is delivered again."""
    brokers = frozenset(one.id for one in design.participants if one.kind is Kind.BROKER)
    found = happening(design.script, brokers)
    for line, often in repeats(design, found).deliveries.items():
        if often != 1:
            one = design.script.lines[line]
            yield f"{one.sender} delivers again what {one.receiver} does not do"
    full = {one.id for one in design.participants if one.queue is not None}
    for execution in design.script.executions:
        awaited = [step for step in flat(execution.steps) if step.kind is StepKind.AWAIT]
        asked = {design.script.lines[step.line].asks for step in awaited} - {-1}
        turned_away = full & {design.script.lines[line].receiver for line in asked}
        if turned_away and _within_a_delivery(design, execution.index):
            yield f"what {min(turned_away)} turns away is delivered again"


def _within_a_delivery(design: Design, number: int) -> bool:
    """Whether an execution is, or was set in motion by, one that a broker began."""
    script = design.script
    while script.executions[number].started_by >= 0:
        line = script.lines[script.executions[number].started_by]
        if line.kind is LineKind.DELIVERY:
            return True
        number = line.by
    return False
