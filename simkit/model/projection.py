"""From a drawing to its script: which execution sends each arrow, and who waits for what.

The rules are those of a careful reader, taken one arrow at a time from above:

* a solid arrow starts an execution where it ends, and that execution is now the current one
  of its lifeline;
* a dashed arrow answers the latest call that it can answer; whoever made that call waits for
  it there, and is current again;
* whatever a lifeline sends belongs to its current execution.

What the rules cannot decide is refused with its place. Nothing is guessed here.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from simkit.errors import Place, Problem, ScenarioError, nearest
from simkit.model.diagram import Arrow, Diagram, Head, Position, Stroke
from simkit.model.script import Execution, Line, LineKind, Script, Step, StepKind

MOST_ARROWS = 500  # what waits for what is searched for every pair of them


def project(diagram: Diagram, *, solid_answers: bool = False) -> Script:
    r"""The script of a diagram.

    Args:
        diagram: At least one arrow.
        solid_answers: Read a solid arrow back to a caller that still owes an answer as the
            answer to its call. Without it such an arrow is refused, because half of the
            world draws answers solid and the other half means a message.

    Raises:
        ScenarioError: With every arrow that has no meaning; places are counted from the
            first line of the diagram.

    >>> from simkit.formats.mermaid import read_sequence
    >>> script = project(read_sequence("sequenceDiagram\n C->>A: Ask\n A-->>C: Tell"))
    >>> [(step.kind.name, step.line) for step in script.executions[0].steps]
    [('SEND', 0), ('AWAIT', 1), ('WORK', 1)]
    """
    if not diagram.arrows:
        raise ScenarioError(
            _problem(diagram, Position(line=1, column=1), "found no arrow", "at least one message")
        )
    if len(diagram.arrows) > MOST_ARROWS:
        found = f"found {len(diagram.arrows)} arrows"
        at = diagram.arrows[MOST_ARROWS].at
        raise ScenarioError(_problem(diagram, at, found, f"at most {MOST_ARROWS}"))
    reader = _Reader(diagram, solid_answers=solid_answers)
    for number, arrow in enumerate(diagram.arrows):
        reader.read(number, arrow)
    if reader.problems:
        raise ScenarioError(*reader.problems)
    return reader.script()


def _problem(diagram: Diagram, at: Position, found: str, expected: str) -> Problem:
    lines = diagram.source.splitlines()
    source = lines[at.line - 1] if at.line <= len(lines) else ""
    place = Place(file="", line=at.line, column=at.column, source=source)
    return Problem(found=found, expected=expected, place=place)


@dataclass
class _Growing:
    """An execution while it is being read."""

    index: int
    lifeline: str
    started_by: int
    steps: list[Step] = field(default_factory=list)


class _Reader:
    """The state of reading one diagram from above."""

    def __init__(self, diagram: Diagram, *, solid_answers: bool) -> None:
        self.diagram = diagram
        self.arrows = diagram.arrows
        self.solid_answers = solid_answers
        self.problems: list[Problem] = []
        self.lines: list[Line] = []
        self.repetitions: Counter[tuple[str, str]] = Counter()
        client = self.arrows[0].sender
        self.executions = [_Growing(0, client, -1)]
        self.current: dict[str, _Growing] = {client: self.executions[0]}
        self.unanswered: list[int] = []  # asks that have no answer yet, oldest first

    def script(self) -> Script:
        lines = [
            replace(line, kind=LineKind.MESSAGE) if line.index in self.unanswered else line
            for line in self.lines
        ]
        executions = tuple(
            Execution(
                index=e.index, lifeline=e.lifeline, started_by=e.started_by, steps=tuple(e.steps)
            )
            for e in self.executions
        )
        return Script(
            diagram=self.diagram,
            client=self.arrows[0].sender,
            lines=tuple(lines),
            executions=executions,
        )

    # ------------------------------------------------------------------ one arrow

    def read(self, number: int, arrow: Arrow) -> None:
        """Take the next arrow."""
        sender = self.current.get(arrow.sender)
        if sender is None:
            self.refuse(
                arrow,
                f"found an arrow from {arrow.sender}, which nothing has reached yet",
                f"an arrow into {arrow.sender} above this line",
                nearest(arrow.sender, list(self.current)),
            )
            # Go on as if it had been reached, so that the rest is read too.
            sender = self.begin(arrow.sender, -1)
            if arrow.stroke is Stroke.DASHED:
                return
        if arrow.sender == arrow.receiver:
            self.read_step(arrow, sender)
        elif arrow.head is Head.BOTH:
            self.ask(arrow, sender)
            answerer = self.current[arrow.receiver]
            self.answer(arrow, answerer, self.unanswered[-1], LineKind.ANSWER, label="")
        elif arrow.head is Head.OPEN:
            self.send(arrow, sender, LineKind.MESSAGE)
        elif arrow.stroke is Stroke.DASHED:
            self.read_dashed(arrow, sender)
        elif arrow.head is Head.CROSS:
            self.read_cross(arrow, sender)
        else:
            self.read_solid(number, arrow, sender)

    def read_step(self, arrow: Arrow, execution: _Growing) -> None:
        """An arrow from a lifeline to itself is work inside its execution."""
        if arrow.stroke is Stroke.DASHED or arrow.head in (Head.CROSS, Head.BOTH):
            self.refuse(
                arrow,
                f"found '{arrow.drawn}' from {arrow.sender} to itself",
                f"'{arrow.sender}->>{arrow.sender}' for work inside {arrow.sender}",
            )
            return
        line = self.add(arrow, LineKind.STEP, execution)
        execution.steps.append(Step(StepKind.WORK, line))

    def read_solid(self, number: int, arrow: Arrow, sender: _Growing) -> None:
        """A solid arrow is a call or a message, or, where so agreed, an answer."""
        ask = self.asked_back(number, arrow, sender)
        if ask < 0:
            self.ask(arrow, sender)
        elif self.solid_answers:
            self.answer(arrow, sender, ask, LineKind.ANSWER)
        else:
            back = f"{arrow.sender} to {arrow.receiver}, which called it"
            self.refuse(
                arrow,
                f"found a solid arrow back from {back}",
                f"'{arrow.sender}-->>{arrow.receiver}' if this is the answer "
                f"(or 'answers: solid' for the whole scenario), "
                f"'{arrow.sender}-){arrow.receiver}' if it is a message that nobody waits for",
            )
            self.answer(arrow, sender, ask, LineKind.ANSWER)

    def read_dashed(self, arrow: Arrow, sender: _Growing) -> None:
        """A dashed arrow answers; crossed, it says no."""
        kind = LineKind.REFUSAL if arrow.head is Head.CROSS else LineKind.ANSWER
        ask = self.open_ask(arrow, sender)
        if ask >= 0:
            self.answer(arrow, sender, ask, kind)
            return
        self.refuse(
            arrow,
            f"found '{arrow.drawn}' with nothing to answer: "
            f"{arrow.receiver} has no unanswered call that reached {arrow.sender}",
            f"'{arrow.sender}->>{arrow.receiver}' for a call, "
            f"'{arrow.sender}-){arrow.receiver}' for a message, "
            f"or a call '{arrow.receiver}->>{arrow.sender}' above",
        )
        # Go on as if it were a call, so that the rest is read too.
        self.ask(arrow, sender)

    def read_cross(self, arrow: Arrow, sender: _Growing) -> None:
        """A crossed solid arrow is lost, or says no to a caller that waits."""
        ask = self.open_ask(arrow, sender)
        if ask >= 0:
            self.answer(arrow, sender, ask, LineKind.REFUSAL)
        else:
            line = self.add(arrow, LineKind.LOST, sender)
            sender.steps.append(Step(StepKind.SEND, line))

    # ------------------------------------------------------------------ what is looked up

    def latest_ask(self, asker: str, asked: str) -> int:
        """The latest unanswered call from one lifeline to another, or -1."""
        for ask in reversed(self.unanswered):
            if (self.lines[ask].sender, self.lines[ask].receiver) == (asker, asked):
                return ask
        return -1

    def open_ask(self, arrow: Arrow, answerer: _Growing) -> int:
        """The call that a dashed arrow answers, or -1.

        The latest call between the two; else, for an answer that skips a hop, the nearest
        call of the receiver that led to the execution which now answers.
        """
        direct = self.latest_ask(arrow.receiver, arrow.sender)
        if direct >= 0:
            return direct
        execution = answerer
        while execution.started_by >= 0:
            line = self.lines[execution.started_by]
            if line.sender == arrow.receiver and line.index in self.unanswered:
                return line.index
            execution = self.executions[line.by]
        return -1

    def asked_back(self, number: int, arrow: Arrow, sender: _Growing) -> int:
        """The call that a solid arrow may be the answer to, or -1 when it is a message.

        It may be one if the execution that sends it was started by the receiver's latest
        call, that caller is the client or has yet to answer its own asker further below, and
        no dashed answer to the call follows.
        """
        ask = self.latest_ask(arrow.receiver, arrow.sender)
        if ask < 0 or sender.started_by != ask or self.dashed_follows(number, arrow):
            return -1
        caller = self.executions[self.lines[ask].by]
        if caller.index == 0:
            return ask
        own = caller.started_by
        if own < 0 or own not in self.unanswered:
            return -1
        asker = self.lines[own].sender
        answers_below = any(
            below.sender == caller.lifeline
            and below.receiver == asker
            and below.head is not Head.OPEN
            for below in self.arrows[number + 1 :]
        )
        return ask if answers_below else -1

    def dashed_follows(self, number: int, arrow: Arrow) -> bool:
        """Whether a dashed answer to the same call is drawn further below."""
        calls = 0  # calls made again in between take the answers that follow them
        for below in self.arrows[number + 1 :]:
            ends = (below.sender, below.receiver)
            if ends == (arrow.receiver, arrow.sender) and below.stroke is Stroke.SOLID:
                calls += below.head is Head.ARROW
            elif ends == (arrow.sender, arrow.receiver) and below.stroke is Stroke.DASHED:
                if below.head is not Head.OPEN and calls == 0:
                    return True
                calls -= 1
        return False

    # ------------------------------------------------------------------ what is written down

    def add(  # noqa: PLR0913 - the fields of a line
        self,
        arrow: Arrow,
        kind: LineKind,
        by: _Growing,
        *,
        label: str | None = None,
        asks: int = -1,
        to: int = -1,
        starts: int = -1,
    ) -> int:
        label = arrow.label if label is None else label
        sender, receiver = by.lifeline, arrow.receiver
        if arrow.head is Head.BOTH and kind is LineKind.ANSWER:
            receiver = arrow.sender
        repetition = self.repetitions[receiver, label]
        self.repetitions[receiver, label] += 1
        self.lines.append(
            Line(
                index=len(self.lines),
                kind=kind,
                sender=sender,
                receiver=receiver,
                label=label,
                repetition=repetition,
                by=by.index,
                starts=starts,
                asks=asks,
                to=to,
                at=arrow.at,
                drawn=arrow.drawn,
            )
        )
        return len(self.lines) - 1

    def begin(self, lifeline: str, line: int) -> _Growing:
        execution = _Growing(len(self.executions), lifeline, line)
        self.executions.append(execution)
        self.current[lifeline] = execution
        return execution

    def send(self, arrow: Arrow, sender: _Growing, kind: LineKind) -> int:
        line = self.add(arrow, kind, sender, starts=len(self.executions))
        sender.steps.append(Step(StepKind.SEND, line))
        self.begin(arrow.receiver, line).steps.append(Step(StepKind.WORK, line))
        return line

    def ask(self, arrow: Arrow, sender: _Growing) -> None:
        self.unanswered.append(self.send(arrow, sender, LineKind.ASK))

    def answer(
        self, arrow: Arrow, sender: _Growing, ask: int, kind: LineKind, label: str | None = None
    ) -> None:
        asker = self.executions[self.lines[ask].by]
        line = self.add(arrow, kind, sender, label=label, asks=ask, to=asker.index)
        sender.steps.append(Step(StepKind.ANSWER, line))
        asker.steps.append(Step(StepKind.AWAIT, line))
        if kind is LineKind.ANSWER:
            asker.steps.append(Step(StepKind.WORK, line))
        self.unanswered.remove(ask)
        self.current[asker.lifeline] = asker

    def refuse(self, arrow: Arrow, found: str, expected: str, meant: str = "") -> None:
        problem = _problem(self.diagram, arrow.at, found, expected)
        self.problems.append(replace(problem, meant=meant))
