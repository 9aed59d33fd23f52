"""What a bare document leaves open, decided: one table, and the size of every pool.

A document has no numbers. It is run with these, each printed as assumed, so that its pools are
busy enough for queues to form and its designs can be seen at work.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import count

from simkit.model.distribution import Constant, Distribution, Exponential
from simkit.model.holding import held_workers
from simkit.model.kinds import Kind
from simkit.model.load import Poisson
from simkit.model.scenario import Design, Participant
from simkit.model.script import Line, LineKind, Script
from simkit.units import share_text

LOAD = Poisson(rate=100.0)
NETWORK = Constant(value=1_000_000)
WORK = Exponential(mean=70_000_000)
WRITE = Constant(value=1_000_000)
BUSY = 0.7  # share of a pool's workers that is to be held
TOO_BUSY = 0.8  # above it, one worker more

TABLE = (
    ("load of each client", str(LOAD)),
    ("network, one way", str(NETWORK)),
    ("work of a call, message or step in a pool", str(WORK)),
    ("work of a message in a broker", str(WRITE)),
    ("work of an answer, or at a client", "none"),
    ("who takes what nobody drawn takes", "a consumer of the broker"),
    ("workers of a pool", f"enough to be about {share_text(BUSY)} busy"),
)


def works_of(script: Script, kinds: Mapping[str, Kind]) -> list[Distribution | None]:
    """The work of each line that says none; None where it has none.

    Work belongs to a name: an answer, or a step of a broker, called like a message of its
    receiver has the same.
    """
    own = [_work_of(line, kinds[line.receiver]) for line in script.lines]
    of = {line.stream: work for line, work in zip(script.lines, own, strict=True) if work}
    return [
        of.get(line.stream) if line.kind in (LineKind.ANSWER, LineKind.STEP) else work
        for line, work in zip(script.lines, own, strict=True)
    ]


def _work_of(line: Line, kind: Kind) -> Distribution | None:
    if line.kind in (LineKind.STEP, LineKind.ASK, LineKind.MESSAGE, LineKind.DELIVERY):
        return WORK if kind is Kind.POOL else None
    return WRITE if line.kind is LineKind.PUT else None


def consumer_of(broker: str, taken: Collection[str] = ()) -> str:
    """The name of who takes what nobody drawn takes, unlike those that are taken."""
    name = f"{broker} Consumer"
    again = (f"{name} {number}" for number in count(2))
    return name if name not in taken else next(one for one in again if one not in taken)


def sized(design: Design, unsized: frozenset[str]) -> tuple[Design, list[str]]:
    """A design in which every pool has workers.

    Args:
        design: Complete but for workers.
        unsized: Ids of the pools whose workers nobody has stated.

    Returns:
        The design, and what was assumed. The time that a request holds a worker is taken from
        the drawing with mean times and no queues, so that a pool which waits for busy ones
        is somewhat busier than it was meant to be; one that waits for several side by side
        more so, as the longest of their random times is longer than that of the means.
    """
    held = held_workers(design)
    participants: list[Participant] = []
    assumed: list[str] = []
    for participant in design.participants:
        if participant.id in unsized and participant.kind is Kind.POOL:
            busy = held[participant.id]
            instances = participant.instances
            workers = max(1, round(busy / instances / BUSY))
            workers += busy / instances / workers > TOO_BUSY
            participant = replace(participant, workers=workers)  # noqa: PLW2901 - the same one
            each = f" in each of {instances} instances" if instances > 1 else ""
            many = f"{workers} worker{'s' * (workers > 1)}{each}"
            share = share_text(round(busy / workers / instances, 2))
            assumed.append(f"{participant.id}: {many}, to be about {share} busy (not stated)")
        participants.append(participant)
    return replace(design, participants=tuple(participants)), assumed
