"""How a pool serves, in plain words: what it has, who is next, and how many workers there are."""

from collections.abc import Iterator

from simkit.model.kinds import Kind
from simkit.model.scenario import Participant
from simkit.model.serving import (
    FIFO,
    LIFO,
    PREEMPTIVE,
    SHARED,
    Autoscale,
    Contention,
    Resize,
    Serving,
    Signal,
)
from simkit.units import number_text, share_text, time_text

_SEEN = {
    "backlog": "one for every {} messages that wait",
    "utilisation": "so many that {} of their workers are held",
    "age": "more, or fewer, in proportion to how long the oldest message has waited over {}",
}


def capacity_text(participant: Participant) -> str:
    r"""What a participant can do at once, in a few words.

    >>> import simkit as sk
    >>> drawing = "sequenceDiagram\n C->>A: Ask\n A-->>C: Answer"
    >>> one = sk.scenario(drawing, load="every 1 s", workers={"A": 3}).designs[0]
    >>> capacity_text(one.participant("A"))
    '3 workers, held while waiting'
    """
    if participant.kind is not Kind.POOL:
        return str(participant.kind.value)
    serving, first = participant.serving, participant.instances
    lead = f"{first:,} instance{'s' * (first != 1)} of "
    if first == 1 and not _scales(serving):
        lead = ""
    if participant.workers is None:
        cpus = "" if serving.cpus is None else f" on {_many(serving.cpus, 'processor')}"
        return f"{lead}unlimited workers{cpus}"
    if serving.discipline == SHARED:
        return f"{lead}{_many(participant.workers, 'processor')}, shared"
    waits = "released" if participant.releases else "held"
    room = "" if participant.queue is None else f", {participant.queue} can queue"
    on = "" if serving.cpus is None else f" on {_many(serving.cpus, 'processor')}"
    return f"{lead}{_many(participant.workers, 'worker')}{on}{room}, {waits} while waiting"


def _scales(serving: Serving) -> bool:
    return serving.autoscale is not None or any(one.instances for one in serving.resizes)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def serving_lines(participant: Participant) -> Iterator[str]:
    """Every decision of a pool that serves in another way than others do."""
    serving = participant.serving
    if serving.is_plain:
        return
    yield f"{participant.id}, pool, whatever it does:"
    if serving.discipline != FIFO:
        yield f"  next: {_NEXT[serving.discipline]}"
    if serving.shed is not None:
        yield f"  shed: who has waited for a worker for {time_text(serving.shed)} is told no"
    if serving.cpus is not None:
        yield (
            f"  processors: {serving.cpus:,} of an instance can work at once, first in, first "
            "out; a worker is held all along, whatever it waits for"
        )
    if serving.contention is not None:
        yield f"  contention: {_hindered(serving.contention)}"
    if serving.autoscale is not None:
        yield f"  size: {'; '.join(_scaled(serving.autoscale))}"
    elif serving.resizes:
        yield f"  size: {', '.join(_resized(one) for one in serving.resizes)}"


_NEXT = {
    LIFO: "whoever came last, of the highest priority; a broker's messages keep their order",
    PREEMPTIVE: (
        "whoever came first of the highest priority; who has a higher one interrupts the lowest "
        "that is at work, which goes on later where it stopped"
    ),
    SHARED: (
        "nobody waits: all that work in an instance share its processors evenly; who waits for "
        "an answer uses none"
    ),
}


def _hindered(contention: Contention) -> str:
    two, ten = (number_text(round(contention.slowed(busy), 2)) for busy in (2, 10))
    return (
        f"{share_text(contention.serial)} of the work is done by one at a time, "
        f"{share_text(contention.coherence)} goes into each pair's keeping up with each other: "
        f"with 2 at work in an instance it takes {two} times as long, with 10 {ten} times"
    )


def _scaled(scale: Autoscale) -> Iterator[str]:
    yield f"{scale.least:,} to {scale.most:,} instances, looked at every {time_text(scale.every)}"
    signals = ", or ".join(_signal(one) for one in scale.on)
    yield f"wanted: {signals}" + ("; the most of these" if len(scale.on) > 1 else "")
    yield f"a new one is there after {scale.start_up}"
    yield (
        "one goes when it has finished what it has, and only as no look of the last "
        f"{time_text(scale.cool_down)} wanted it"
    )
    if not scale.least:
        yield (
            "the first that waits starts one if there is none, and the last goes when nothing "
            f"has been there for {time_text(scale.idle)}"
        )
    if scale.step is not None:
        verb = "come or go" if scale.step > 1 else "comes or goes"
        yield f"at most {scale.step:,} {verb} at one look"
    elif scale.step_share is not None:
        yield f"at most {share_text(scale.step_share)} come or go at one look"


def _signal(signal: Signal) -> str:
    match signal.what:
        case "backlog":
            if signal.target == 1:
                return "one for every message that waits"
            target = f"{int(signal.target):,}"
        case "utilisation":
            target = share_text(signal.target)
        case _:
            target = time_text(int(signal.target))
    return _SEEN[signal.what].format(target)


def _resized(resize: Resize) -> str:
    parts = []
    if resize.workers is not None:
        parts.append(f"{_many(resize.workers, 'worker')} in each instance")
    if resize.instances is not None:
        parts.append(_many(resize.instances, "instance"))
    return f"from {time_text(resize.at)} on {' and '.join(parts)}"
