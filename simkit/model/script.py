"""The script of a journey: what each lifeline of a diagram does, step by step.

A diagram is drawn from above, one arrow after the other; a script is the same drawing seen
from each execution in turn. `simkit check`, the engines and the pictures all read this one
structure. It knows no times, no numbers and no randomness.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cached_property

from simkit.model.diagram import BlockKind, Diagram, Position


class LineKind(Enum):
    """What an arrow is, once the diagram has been read."""

    ASK = "ask"  # starts an execution, and an answer is drawn
    MESSAGE = "message"  # starts an execution, and nobody waits for it
    LOST = "lost"  # sent, and never arrives
    ANSWER = "answer"  # a positive answer to an ask, or what a waiting execution is told
    REFUSAL = "refusal"  # an answer that says no
    STEP = "step"  # work inside an execution
    PUT = "put"  # a broker stores it
    DELIVERY = "delivery"  # a broker hands a stored message to a receiver
    SETTLEMENT = "settlement"  # a receiver tells a broker that a delivery is dealt with
    POLL = "poll"  # a receiver asks a broker for messages: it has them when it is free
    START = "start"  # no arrow: a lifeline that nobody calls sets out


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One arrow of the drawing, read.

    Attributes:
        index: Its number in drawn order, from 0; ``<<->>`` makes two.
        kind: What it is.
        sender: Id of the lifeline that sends it.
        receiver: Id of the lifeline that it goes to.
        label: Its text.
        repetition: How many earlier lines have the same receiver and label; each has draws
            of its own.
        by: The execution that sends it.
        starts: The execution it starts, or -1.
        asks: For an answer or a refusal, the line that it answers; -1 where none asked.
        to: For an answer or a refusal, the execution that waits for it, else -1.
        carries: For what a broker hands on, the line that put the message there, else -1.
        settles: For a settlement, the delivery that is dealt with, else -1.
        rejects: Whether a settlement says no.
        within: The blocks that it is drawn in, outermost first, each with the number of the
            branch.
        at: Where it is drawn.
        drawn: The arrow as written; "" for what is not drawn.
    """

    index: int
    kind: LineKind
    sender: str
    receiver: str
    label: str
    repetition: int
    by: int
    starts: int = -1
    asks: int = -1
    to: int = -1
    carries: int = -1
    settles: int = -1
    rejects: bool = False
    within: tuple[tuple[int, int], ...] = ()
    at: Position
    drawn: str

    @property
    def stream(self) -> str:
        """The name of its draws where no ``luck`` is given: ``Receiver.Label``."""
        # Quoted where a dot would make two names one.
        receiver = f'"{self.receiver}"' if "." in self.receiver else self.receiver
        return f"{receiver}.{self.label}"


class StepKind(IntEnum):
    """What an execution can do. The numbers are part of the compiled form."""

    WORK = 0  # spend what handling the line costs
    SEND = 1  # send the line; go on at once
    ANSWER = 2  # answer whoever waits for the line; go on at once
    AWAIT = 3  # wait until the line has arrived
    FORK = 4  # take the steps of every branch side by side; go on when all are over
    CHOOSE = 5  # take the steps of one branch; the last one is for none of those drawn
    REPEAT = 6  # take the steps of the only branch again and again
    TRY = 7  # take the steps of the first branch; of another one if they come to nothing
    GATHER = 8  # as FORK, in scopes of their own; go on when enough of them are over
    FAIL = 9  # stop here, as if told no


BLOCKS = (StepKind.FORK, StepKind.CHOOSE, StepKind.REPEAT, StepKind.TRY, StepKind.GATHER)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an execution: what to do, and with which line or block, in which branches.

    ``line`` is the number of a block for CHOOSE, REPEAT, TRY and GATHER, and -1 for FORK and FAIL.
    """

    kind: StepKind
    line: int
    branches: "tuple[tuple[Step, ...], ...]" = ()


def flat(steps: tuple[Step, ...]) -> Iterator[Step]:
    """All steps that have a line, those of branches in place of their block, in drawn order."""
    for step in steps:
        if step.kind is StepKind.FAIL:
            continue
        if step.branches or step.kind in BLOCKS:
            for branch in step.branches:
                yield from flat(branch)
        else:
            yield step


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What one arrow sets in motion at its receiver, from its first step to its last.

    Attributes:
        index: Its number, from 0.
        lifeline: Id of the lifeline on which it runs.
        started_by: The line that starts it; -1 for a client's own.
        root: Number of the journey that it belongs to.
        steps: In order.
        role: The first of the executions of which only one begins, as they are drawn in
            different branches of a choice, and which go on alike below it; mostly its own
            number. Lines name it for all of them.
    """

    index: int
    lifeline: str
    started_by: int
    root: int
    steps: tuple[Step, ...]
    role: int = -1

    def __post_init__(self) -> None:
        if self.role < 0:
            object.__setattr__(self, "role", self.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A block of the drawing that is more than paint, and not a plain ``par``.

    Attributes:
        index: Its number, from 0, in drawn order.
        kind: Which word.
        labels: Of each branch that is drawn.
        decider: The execution that sends its first arrow; of a choice and a loop it decides.
        root: Number of the journey that it belongs to.
        within: As for a line.
        at: Where its word stands.
    """

    index: int
    kind: BlockKind
    labels: tuple[str, ...]
    decider: int
    root: int
    within: tuple[tuple[int, int], ...] = ()
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """Where a journey begins: a client's own execution.

    Attributes:
        client: Id of the lifeline whose requests start the journeys.
        execution: Number of its own execution.
        journey: Its name where a design has several diagrams, else "".
    """

    client: str
    execution: int
    journey: str = ""


@dataclass(frozen=True, kw_only=True)
class Script:
    """A diagram, or several that run at once, projected onto the lifelines.

    Attributes:
        diagram: What it was projected from; of several, all their lifelines and arrows.
        roots: The journeys, in the order in which they begin.
        lines: Every arrow, in drawn order.
        executions: In the order in which the drawing begins them; 0 is the first client's own.
        sections: The blocks, in drawn order.
        assumed: What had to be read into the drawing, in words.
    """

    diagram: Diagram
    roots: tuple[Root, ...]
    lines: tuple[Line, ...]
    executions: tuple[Execution, ...]
    sections: tuple[Section, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def client(self) -> str:
        """Id of the lifeline that sends first."""
        return self.roots[0].client

    @cached_property
    def clients(self) -> tuple[str, ...]:
        """Ids of the lifelines with requests of their own, each once, in drawn order."""
        return tuple(dict.fromkeys(root.client for root in self.roots))

    @cached_property
    def root_of(self) -> tuple[int, ...]:
        """The journey of each line."""
        return tuple(self.executions[line.by].root for line in self.lines)

    @cached_property
    def unawaited(self) -> tuple[Line, ...]:
        """Solid arrows that nobody answers: sent, and not waited for."""
        return tuple(
            line
            for line in self.lines
            if line.kind is LineKind.MESSAGE and line.drawn in ("->>", "->")
        )

    @cached_property
    def stored(self) -> tuple[Line, ...]:
        """The lines whose message a broker keeps until it is settled."""
        carried = {line.carries for line in self.lines}
        confirmed = {line.asks for line in self.lines if line.kind is LineKind.ANSWER}
        refused = {line.asks for line in self.lines if line.kind is LineKind.REFUSAL}
        refused -= carried | confirmed  # in another branch of the drawing
        return tuple(
            line
            for line in self.lines
            if (line.kind is LineKind.PUT and line.index not in refused)
            or (line.kind is LineKind.START and line.index in carried)
        )

    @cached_property
    def outstanding(self) -> tuple[Line, ...]:
        """Stored messages that nobody takes."""
        carried = {line.carries for line in self.lines}
        roles = ((line, self.executions[line.starts].role) for line in self.stored)
        return tuple(
            line for line, role in roles if self.executions[role].started_by not in carried
        )
