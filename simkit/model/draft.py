"""A script while its drawing is being read: what has been written down so far.

The rules that read an arrow are in `simkit.model.calls` and `simkit.model.queues`; this is the
page that they write on.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from simkit.errors import Place, Problem
from simkit.model.diagram import Arrow, Diagram, Head, Position
from simkit.model.script import Execution, Line, LineKind, Root, Script, Step, StepKind, flat


def problem_at(diagram: Diagram, at: Position, found: str, expected: str) -> Problem:
    """A problem at a place of a diagram, counted from its first line."""
    lines = diagram.source.splitlines()
    source = lines[at.line - 1] if at.line <= len(lines) else ""
    place = Place(file="", line=at.line, column=at.column, source=source)
    return Problem(found=found, expected=expected, place=place)


@dataclass
class Growing:
    """An execution while it is being read.

    Attributes:
        index: Its number.
        lifeline: On which it runs.
        started_by: The line that starts it, or -1.
        root: The journey it belongs to.
        steps: Its steps outside the branch that is being read.
    """

    index: int
    lifeline: str
    started_by: int
    root: int
    steps: list[Step] = field(default_factory=list)


@dataclass
class Stored:
    """A message in a broker while the drawing is read.

    Attributes:
        line: The line that put it there.
        sender: Lifeline that put it there.
        broker: Where it is.
        label: Its text.
        confirmed: Whether its sender has been answered.
        taken_by: The lifelines it was delivered to.
    """

    line: int
    sender: str
    broker: str
    label: str
    confirmed: bool = False
    taken_by: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """The state of reading one diagram from above.

    Attributes:
        diagram: What is read.
        brokers: Ids of the lifelines that store messages.
        clients: Ids of the lifelines that have requests of their own besides the first sender.
        solid: Whether a solid way back is an answer; None: read as one, and told.
        lenient: Whether a dashed arrow that answers nothing is read by what it probably
            means, and told, or refused.
    """

    diagram: Diagram
    brokers: frozenset[str]
    clients: frozenset[str]
    solid: bool | None
    lenient: bool
    problems: list[Problem] = field(default_factory=list)
    assumed: list[tuple[Position, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    executions: list[Growing] = field(default_factory=list)
    roots: list[Root] = field(default_factory=list)
    current: dict[str, Growing] = field(default_factory=dict)
    unanswered: list[int] = field(default_factory=list)  # calls without an answer, oldest first
    stored: list[Stored] = field(default_factory=list)
    polls: dict[tuple[str, str], int] = field(default_factory=dict)  # line, by broker and poller
    settled: set[int] = field(default_factory=set)  # deliveries that are dealt with as drawn
    last: Growing | None = None  # what the line above has reached
    last_label: str = ""

    def __post_init__(self) -> None:
        self.arrows = self.diagram.arrows
        # By identity: of a graph, several arrows stand at one place.
        self.number = {id(arrow): number for number, arrow in enumerate(self.arrows)}
        self.cursor: list[list[Step]] = []  # where the next step of each execution is written
        self.repetitions: Counter[tuple[str, str]] = Counter()

    def below(self, arrow: Arrow) -> tuple[Arrow, ...]:
        """The arrows drawn further down."""
        return self.arrows[self.number[id(arrow)] + 1 :]

    # ------------------------------------------------------------------ executions

    def begin_journey(self, client: str) -> Growing:
        """A client with requests of its own."""
        self.roots.append(Root(client=client, execution=len(self.executions)))
        return self.begin(client, -1, len(self.roots) - 1)

    def begin(self, lifeline: str, line: int, root: int) -> Growing:
        """A new execution, from now on the current one of its lifeline."""
        execution = Growing(len(self.executions), lifeline, line, root)
        self.executions.append(execution)
        self.cursor.append(execution.steps)
        self.current[lifeline] = execution
        return execution

    def step(self, execution: Growing, kind: StepKind, line: int) -> None:
        """The next step of an execution."""
        self.cursor[execution.index].append(Step(kind, line))

    def ancestors(self, execution: Growing) -> Iterator[Growing]:
        """An execution, the one that set it in motion, and so on."""
        yield execution
        while execution.started_by >= 0:
            execution = self.executions[self.lines[execution.started_by].by]
            yield execution

    # ------------------------------------------------------------------ lines

    def add(  # noqa: PLR0913 - the fields of a line
        self,
        arrow: Arrow,
        kind: LineKind,
        by: Growing,
        *,
        receiver: str = "",
        label: str | None = None,
        starts: int = -1,
        asks: int = -1,
        to: int = -1,
        carries: int = -1,
        settles: int = -1,
        rejects: bool = False,
    ) -> int:
        """Write a line down; its number."""
        label = arrow.label if label is None else label
        receiver = receiver or arrow.receiver
        drawn = "" if kind is LineKind.START else arrow.drawn
        repetition = self.repetitions[receiver, label] if drawn else 0
        if drawn:
            self.repetitions[receiver, label] += 1
        self.lines.append(
            Line(
                index=len(self.lines),
                kind=kind,
                sender=by.lifeline,
                receiver=receiver,
                label=label,
                repetition=repetition,
                by=by.index,
                starts=starts,
                asks=asks,
                to=to,
                carries=carries,
                settles=settles,
                rejects=rejects,
                at=arrow.at,
                drawn=drawn,
            )
        )
        self.last_label = f"'{label}'" if label else f"the arrow of line {arrow.at.line}"
        return len(self.lines) - 1

    def send(self, arrow: Arrow, sender: Growing, kind: LineKind, *, carries: int = -1) -> int:
        """A line that starts an execution where it ends."""
        receiver = arrow.receiver
        line = self.add(arrow, kind, sender, starts=len(self.executions), carries=carries)
        self.step(sender, StepKind.SEND, line)
        self.last = self.begin(receiver, line, sender.root)
        self.step(self.last, StepKind.WORK, line)
        return line

    def start(self, arrow: Arrow, lifeline: str) -> Growing:
        """A lifeline that nobody calls sets out when the line above has happened."""
        above, label = self.last, self.last_label
        assert above is not None
        line = self.add(
            arrow, LineKind.START, above, receiver=lifeline, label="", starts=len(self.executions)
        )
        self.step(above, StepKind.SEND, line)
        text = f"{lifeline} starts when {label} has happened, as nobody calls it"
        self.assume(arrow, text)
        return self.begin(lifeline, line, above.root)

    def answer(  # noqa: PLR0913 - what is said, by whom, to whom
        self,
        arrow: Arrow,
        sender: Growing,
        asker: Growing,
        kind: LineKind,
        *,
        asks: int = -1,
        carries: int = -1,
        label: str | None = None,
    ) -> int:
        """A line for which somebody waits, who is current again when it has come."""
        if sender.root != asker.root:
            mine, other = (self.roots[one.root].client for one in (sender, asker))
            self.refuse(
                arrow,
                f"found an answer of a request of {mine} to a request of {other}",
                "an answer within one journey",
            )
        receiver = asker.lifeline if arrow.head is Head.BOTH else arrow.receiver
        line = self.add(
            arrow,
            kind,
            sender,
            receiver=receiver,
            label=label,
            asks=asks,
            to=asker.index,
            carries=carries,
        )
        self.step(sender, StepKind.ANSWER, line)
        self.step(asker, StepKind.AWAIT, line)
        if kind is LineKind.ANSWER and asker.lifeline not in self.brokers:
            self.step(asker, StepKind.WORK, line)
        if asks in self.unanswered:
            self.unanswered.remove(asks)
        self.current[asker.lifeline] = self.last = asker
        return line

    # ------------------------------------------------------------------ what is told

    def refuse(self, arrow: Arrow, found: str, expected: str, meant: str = "") -> None:
        """Note what has no meaning."""
        problem = problem_at(self.diagram, arrow.at, found, expected)
        self.problems.append(replace(problem, meant=meant))

    def assume(self, arrow: Arrow, text: str) -> None:
        """Note what had to be read into the drawing."""
        self.assumed.append((arrow.at, text))

    def script(self) -> Script:
        """What has been read."""
        lines = tuple(
            replace(line, kind=LineKind.MESSAGE) if line.index in self.unanswered else line
            for line in self.lines
        )
        executions = tuple(
            Execution(
                index=e.index,
                lifeline=e.lifeline,
                started_by=e.started_by,
                root=e.root,
                steps=_kept(e.steps) if e.lifeline in self.brokers else tuple(e.steps),
            )
            for e in self.executions
        )
        return Script(
            diagram=self.diagram,
            roots=tuple(self.roots),
            lines=lines,
            executions=executions,
            assumed=tuple(f"line {at.line} of the diagram: {text}" for at, text in self.assumed),
        )


def _kept(steps: list[Step]) -> tuple[Step, ...]:
    """The steps of a message in a broker: once it is written, all that is sent of it leaves.

    Modelling choice: no broker waits for another's confirmation before it confirms or delivers.
    """
    order = {StepKind.WORK: 0, StepKind.AWAIT: 2}
    return tuple(sorted(flat(tuple(steps)), key=lambda step: order.get(step.kind, 1)))
