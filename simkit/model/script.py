"""The script of a journey: what each lifeline of a diagram does, step by step.

A diagram is drawn from above, one arrow after the other; a script is the same drawing seen
from each execution in turn. `simkit check`, the engines and the pictures all read this one
structure. It knows no times, no numbers and no randomness.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cached_property

from simkit.model.diagram import Diagram, Position


class LineKind(Enum):
    """What an arrow is, once the diagram has been read."""

    ASK = "ask"  # starts an execution, and an answer is drawn
    MESSAGE = "message"  # starts an execution, and nobody waits for it
    LOST = "lost"  # sent, and never arrives
    ANSWER = "answer"  # a positive answer to an ask
    REFUSAL = "refusal"  # an answer that says no
    STEP = "step"  # work inside an execution


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
        asks: For an answer or a refusal, the line that it answers, else -1.
        to: For an answer or a refusal, the execution that waits for it, else -1.
        at: Where it is drawn.
        drawn: The arrow as written.
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


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an execution: what to do, and with which line."""

    kind: StepKind
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What one arrow sets in motion at its receiver, from its first step to its last.

    Attributes:
        index: Its number, from 0; 0 is the client's own.
        lifeline: Id of the lifeline on which it runs.
        started_by: The line that starts it; -1 for the client's own.
        steps: In order.
    """

    index: int
    lifeline: str
    started_by: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Script:
    """A diagram projected onto its lifelines.

    Attributes:
        diagram: What it was projected from.
        client: Id of the lifeline whose requests start the journeys.
        lines: Every arrow, in drawn order.
        executions: In the order in which the drawing begins them; 0 is the client's own.
    """

    diagram: Diagram
    client: str
    lines: tuple[Line, ...]
    executions: tuple[Execution, ...]

    @cached_property
    def unawaited(self) -> tuple[Line, ...]:
        """Solid arrows that nobody answers: sent, and not waited for."""
        return tuple(
            line
            for line in self.lines
            if line.kind is LineKind.MESSAGE and line.drawn in ("->>", "->")
        )
