"""What no drawing shows, in plain words: how brokers deal with messages, and what goes wrong."""

from collections.abc import Iterator

from simkit.model.distribution import ENDLESS, NEVER, Distribution
from simkit.model.fault import Blow, Fault
from simkit.model.kinds import Kind
from simkit.model.policy import PLAIN, Handling, Policy
from simkit.model.policy_words import Keys
from simkit.model.scenario import Design, Participant
from simkit.model.script import Line, LineKind, Script
from simkit.units import number_text, share_text, size_text, time_text

# ---------------------------------------------------------------------- brokers


def policy_lines(design: Design, broker: Participant) -> Iterator[str]:
    """Every decision of a broker that plays a part, stated or not."""
    policy = broker.policy or Policy()
    yield f"{broker.id}, broker, whatever it stores:"
    yield f"  stores: {'; '.join(_storing(policy))}"
    settled = {line.settles: line for line in design.script.lines if line.settles >= 0}
    own = [line.index for line in delivered(design.script) if line.sender == broker.id]
    if not own:
        return
    rejected = any(number in settled and settled[number].rejects for number in own)
    drawn = sum(number in settled for number in own)
    where = "where drawn" if drawn else ""
    ack = _ack(policy) if drawn < len(own) else ""
    yield f"  delivers: {'; '.join(_delivering(policy))}"
    yield f"  settled: {', else '.join(filter(None, (where, ack)))}; {_lease(policy)}"
    yield f"  failed: {_failed(policy)}" + (
        f"; rejected: {_FATE[policy.on_reject]}" if rejected else ""
    )
    yield f"  delivered again: {'; '.join(_redelivering(policy))}"
    yield f"  dead letters: {_dead_letters(policy)}"


def delivered(script: Script) -> list[Line]:
    """The lines by which brokers hand messages to receivers."""
    return [line for line in script.lines if line.kind is LineKind.DELIVERY]


def _storing(policy: Policy) -> Iterator[str]:
    if policy.capacity is None:
        yield "any number of messages"
    else:
        yield f"at most {policy.capacity:,} that wait in a queue; {_FULL[policy.when_full]}"
    yield f"for {'any time' if policy.ttl is None else time_text(policy.ttl) + ' at most'}"
    if policy.confirm is not None:
        yield f"at most {policy.confirm:,} of each sender unconfirmed, more wait with it"
    if policy.bandwidth is not None:
        yield f"{size_text(policy.bandwidth)} come in each second, one message after the other"
    crash = "what is written outlives" if policy.durable == "written" else "nothing outlives"
    yield f"{crash} a crash of it"
    if policy.dedupe is None:
        yield "no deduplication"
    else:
        yield f"what comes again within {time_text(policy.dedupe)} is not stored again"


_FULL = {
    "reject": "one more is refused",
    "drop-oldest": "one more drops the oldest",
    "block": "one more waits outside",
    "dead-letter": "one more is a dead letter",
}


def _delivering(policy: Policy) -> Iterator[str]:
    if policy.partitions is not None:
        owner = "each to the one instance that owns it, one after the other"
        yield f"{policy.partitions:,} partitions, {owner}"
        pause = policy.rebalance_pause
        rest = f"rest for {time_text(pause)}" if pause else "do not rest"
        yield f"they {rest} when their owners change"
    elif policy.prefetch is not None:
        yield f"up to {policy.prefetch:,} ahead to each instance"
        yield _FETCH[policy.fetch]
        if policy.poll is None:
            yield _DISPATCH[policy.dispatch]
    elif policy.poll is not None:
        yield "to each instance as many as it has workers"
    else:
        yield "one to each worker that is free"
    if policy.batch is not None or policy.linger is not None:
        yield f"those that are ready leave together, {' or '.join(_gathering(policy))}"
    if policy.poll is not None:
        yield f"who asks in vain asks again after {policy.poll}"
    if policy.partitions is None:
        yield "no partitions"


def _gathering(policy: Policy) -> Iterator[str]:
    if policy.batch is not None:
        yield f"{policy.batch:,} at a time"
    if policy.linger is not None:
        yield f"{time_text(policy.linger)} after the first of them"


_FETCH = {
    "top-up": "one more for each that is dealt with",
    "batch": "the next when all are dealt with",
}
_DISPATCH = {
    "round-robin": "to one instance after the other",
    "least-loaded": "to the instance that has the fewest",
}


def _ack(policy: Policy) -> str:
    if policy.ack_count is not None:
        return f"after every {policy.ack_count:,} executions of an instance"
    if policy.ack_interval is not None:
        return f"every {time_text(policy.ack_interval)}, what is done by then"
    return _ACK[policy.ack]


_ACK = {
    "after-work": "at the end of the execution",
    "before-work": "when a worker takes it up",
    "on-delivery": "when it leaves",
}


def _lease(policy: Policy) -> str:
    if policy.lease is None:
        return "no lease"
    extended = "not extended"
    if policy.extend_every is not None:
        extended = f"begun anew every {time_text(policy.extend_every)}"
    lease = f"a lease of {time_text(policy.lease)} from the delivery on, {extended}"
    return f"{lease}; a late one is {policy.late_ack}"


def _failed(policy: Policy) -> str:
    if policy.on_failure != "requeue" or not policy.retry_delay:
        return _FATE[policy.on_failure] + " at once" * (policy.on_failure == "requeue")
    delays = [str(law) for law in policy.retry_delay]
    again = " each time" if len(delays) > 1 else ""
    return f"{_FATE['requeue']} after {', then '.join(delays)}{again}"


_FATE = {
    "requeue": "delivered again",
    "dead-letter": "a dead letter",
    "drop": "dropped",
    "settle": "settled all the same",
}


def _redelivering(policy: Policy) -> Iterator[str]:
    yield _PLACE[policy.requeue]
    if policy.max_deliveries is None:
        yield "as often as it takes"
    else:
        ends = "y" if policy.max_deliveries == 1 else "ies"
        yield f"{policy.max_deliveries:,} deliver{ends} at most, then it is a dead letter"


_PLACE = {"original": "at its old place", "head": "before all others", "tail": "after all others"}


def _dead_letters(policy: Policy) -> str:
    if policy.dead_letter == "drop":
        return "dropped"
    if policy.redrive_after is None:
        return "kept for ever"
    return f"stored anew after {time_text(policy.redrive_after)}, once"


# ---------------------------------------------------------------------- messages


def handling_lines(design: Design) -> Iterator[str]:
    """What is said of messages besides the time they take."""
    told: dict[str, None] = {}
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        if cost.handling != PLAIN:
            words = "; ".join(_handling(cost.handling))
            told[f"{label_of(line)} to {line.receiver}: {words}"] = None
    yield from told


def _handling(handling: Handling) -> Iterator[str]:
    if handling.fails:
        yield f"{share_text(handling.fails)} fail, drawn anew each time"
    if handling.size:
        yield f"{size_text(handling.size)} in size"
    if handling.poison:
        yield f"{share_text(handling.poison)} fail every time"
    if handling.priority:
        yield f"priority {handling.priority:,}"
    if handling.idempotent == ENDLESS:
        yield "what is done is not done again"
    elif handling.idempotent is not None:
        yield f"what is done is not done again within {time_text(handling.idempotent)}"
    if handling.keys is not None:
        yield str(Keys(count=handling.keys, hot=handling.hot))


def label_of(line: Line) -> str:
    """A line by its label."""
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


# ---------------------------------------------------------------------- faults


def fault_lines(design: Design) -> Iterator[str]:
    """What goes wrong, and when it is noticed."""
    struck: dict[str, None] = {}
    for fault in design.faults:
        yield f"fault: {_fault(design, fault)}"
        if fault.blow in (Blow.CRASH, Blow.KILL):
            struck[fault.part] = None
    for part in design.participants:
        law = part.detect_after
        if part.kind is Kind.POOL and (part.id in struck or law.mean > 0):
            yield f"{part.id}: when one dies, it is {_noticed(law)}"


def _noticed(law: Distribution) -> str:
    if law == NEVER:
        return "never noticed"
    return "noticed at once" if law.is_zero else f"noticed after {law}"


def _fault(design: Design, fault: Fault) -> str:
    back = "back at once" if fault.lasts.is_zero else f"back after {fault.lasts}"
    match fault.blow:
        case Blow.CRASH:
            return f"{_crash(design, fault)}, {back}"
        case Blow.KILL:
            return _kill(design, fault)
        case Blow.LOSE:
            return _loss(design, fault)
        case Blow.SLOW:
            factor = number_text(fault.factor)
            return f"work in {_which(design, fault)} takes {factor} times as long {_when(fault)}"
        case Blow.FAIL:
            return f"work in {_which(design, fault)} fails {_when(fault)}"


def _crash(design: Design, fault: Fault) -> str:
    if fault.at or fault.every:
        several = (
            fault.at and fault.instance is None and design.participant(fault.part).instances > 1
        )
        return f"{_which(design, fault)} crash{'' if several else 'es'} {_moments(fault)}"
    if fault.every_busy:
        who = "an instance" if fault.instance is None else f"instance {fault.instance + 1}"
        return f"{who} of {fault.part} crashes after {fault.every_busy} of work on one message"
    where = _where(design, fault)
    return (
        f"{share_text(fault.chance)} of the executions {_inside(fault)} crash its instance{where}"
    )


def _kill(design: Design, fault: Fault) -> str:
    if fault.every_busy:
        return f"an execution {_inside(fault)} dies after {fault.every_busy} of its work"
    where = _where(design, fault)
    return f"{share_text(fault.chance)} of the executions {_inside(fault)} die{where}"


def _inside(fault: Fault) -> str:
    """Whose executions chance strikes."""
    instance = "" if fault.instance is None else f"in instance {fault.instance + 1} "
    return f"{instance}of {fault.part}"


def _loss(design: Design, fault: Fault) -> str:
    names = " and ".join(_names(design, fault.lines))
    if fault.chance:
        return f"{share_text(fault.chance)} of {names} get lost on the way"
    return f"{names} gets lost on the way {_when(fault)}"


def _where(design: Design, fault: Fault) -> str:
    """Where in an execution chance strikes."""
    if not fault.after:
        return ", at any moment of their first work"
    return f" right after {' and '.join(_names(design, fault.after))}"


def _which(design: Design, fault: Fault) -> str:
    part = design.participant(fault.part)
    if part.instances == 1:
        return part.id
    if fault.instance is not None:
        return f"instance {fault.instance + 1} of {part.id}"
    every = f"all {part.instances:,} instances" if fault.at else "each instance"
    return f"{every} of {part.id}"


def _moments(fault: Fault) -> str:
    if fault.every:
        return f"every {fault.every}"
    *earlier, last = (time_text(time) for time in fault.at)
    return f"at {', '.join(earlier)} and {last}" if earlier else f"at {last}"


def _when(fault: Fault) -> str:
    return f"{_moments(fault)}, for {fault.lasts}"


def _names(design: Design, lines: frozenset[int]) -> Iterator[str]:
    named = (design.script.lines[number] for number in sorted(lines))
    yield from dict.fromkeys(f"{label_of(line)} to {line.receiver}" for line in named)
