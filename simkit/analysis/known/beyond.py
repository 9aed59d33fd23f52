"""What no closed form here knows of: what fails, what is done again, and special ways to deliver.

All of them are about messages that come once, wait without limit in order of arrival for a free
worker, and are done, each of them for every request. A design that says otherwise anywhere has no
number from theory, as long as no formula is written for what it says.
"""

from collections.abc import Iterator

from simkit.model.calling import Calling
from simkit.model.fault import Blow
from simkit.model.happening import happening
from simkit.model.kinds import Kind
from simkit.model.policy import Policy
from simkit.model.repeats import repeats
from simkit.model.rule import Gathering, Handlers, Rule, Turns
from simkit.model.scenario import Design, Participant
from simkit.model.script import Line, LineKind, Section, Step, StepKind, flat
from simkit.model.serving import LIFO, PREEMPTIVE, SHARED


def beyond(design: Design) -> str:
    """Why a design is unlike all that is known of designs in advance, or ""."""
    reasons = (
        *(_FAULTS[fault.blow].format(part=fault.part) for fault in design.faults),
        *_branches(design),
        *_called(design),
        *_handled(design),
        *_delivered(design),
        *_served(design),
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


def _branches(design: Design) -> Iterator[str]:
    """Of blocks: theory follows every request along the same lines."""
    for section, rule in zip(design.script.sections, design.rules, strict=True):
        yield _parts(section, rule)
    for execution in design.script.executions:
        if any(_breaks_off(step) for step in execution.steps):
            yield f"{execution.lifeline} breaks off"


def _parts(section: Section, rule: Rule) -> str:
    label = next(iter(section.labels), "")
    drawn = f"the {section.kind.value} of line {section.at.line}"
    match rule:
        case Turns():
            return f"{drawn} is done in turns"
        case Handlers():
            return f"{drawn} handles what comes to nothing"
        case Gathering():
            return f"not all branches of {drawn} are waited for"
        case _:
            return f"not every request takes the branch '{label}'" if label else f"{drawn} parts"


def _breaks_off(step: Step) -> bool:
    inner = (one for branch in step.branches for one in branch)
    return step.kind is StepKind.FAIL or any(_breaks_off(one) for one in inner)


def _called(design: Design) -> Iterator[str]:
    """Of calls."""
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        yield from _ways_to_call(line, cost.calling)


def _ways_to_call(line: Line, calling: Calling) -> Iterator[str]:
    name = _named(line)
    for says, why in (
        (calling.timeout is not None, f"{name} is waited for only so long"),
        (calling.deadline is not None, f"{name} is waited for only so long"),
        (calling.attempts > 1, f"{name} is sent again where it comes to nothing"),
        (calling.breaker is not None, f"{name} is not sent where too many come to nothing"),
        (calling.hedge is not None, f"{name} is sent once more where it takes long"),
        (calling.limit is not None, f"{line.receiver} takes only so many of {name}"),
        (calling.pace is not None, f"{line.sender} sends only so many of {name}"),
    ):
        if says:
            yield why


def _named(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


def _handled(design: Design) -> Iterator[str]:
    """Of messages."""
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        name = _named(line)
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


def _served(design: Design) -> Iterator[str]:
    """Of pools."""
    for pool in design.participants:
        serving = pool.serving
        for says, why in (
            (serving.discipline == SHARED, "{} shares its processors"),
            (serving.discipline == LIFO, "{} serves last in, first out"),
            (serving.discipline == PREEMPTIVE, "{} interrupts work"),
            (serving.shed is not None, "{} refuses who has waited too long"),
            (serving.contention is not None, "those at work in {} hinder each other"),
            (serving.cpus is not None, "{} has fewer processors than workers"),
            (serving.moves, "the number of workers of {} changes"),
        ):
            if says:
                yield why.format(pool.id)


def _done_again(design: Design) -> Iterator[str]:
    """Of what comes to nothing by the drawing, or for want of room, and is delivered again."""
    brokers = frozenset(one.id for one in design.participants if one.kind is Kind.BROKER)
    found = happening(design.script, brokers, design.rules)
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
