"""A script while its drawing is being read: what has been written down so far.

The rules that read an arrow are in `simkit.model.calls` and `simkit.model.queues`; this is the
page that they write on.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from simkit.errors import Place, Problem
from simkit.model.diagram import Arrow, Diagram, Head, Position
from simkit.model.growing import ALWAYS, Growing, Stored, Within
from simkit.model.on_path import Way, on_one_path, ways_in
from simkit.model.script import (
    BLOCKS,
    Execution,
    Line,
    LineKind,
    Root,
    Script,
    Section,
    Step,
    StepKind,
)


def problem_at(diagram: Diagram, at: Position, found: str, expected: str) -> Problem:
    """A problem at a place of a diagram, counted from its first line."""
    lines = diagram.source.splitlines()
    source = lines[at.line - 1] if at.line <= len(lines) else ""
    place = Place(file="", line=at.line, column=at.column, source=source)
    return Problem(found=found, expected=expected, place=place)


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
    perhaps: list[int] = field(default_factory=list)  # without one if no branch of an alt is taken
    answered: set[int] = field(default_factory=set)  # calls with an answer on some path
    stored: list[Stored] = field(default_factory=list)
    polls: dict[tuple[str, str], int] = field(default_factory=dict)  # line, by broker and poller
    settled: set[int] = field(default_factory=set)  # deliveries that are dealt with as drawn
    aside: list[Stored] = field(default_factory=list)  # put where nothing goes on below
    last: Growing | None = None  # what the line above has reached
    last_done: str = ""  # in words
    within: Within = ()
    sections: list[Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.arrows = self.diagram.arrows
        # By identity: of a graph, several arrows stand at one place.
        self.number = {id(arrow): number for number, arrow in enumerate(self.arrows)}
        self.ways: list[Way] = list(ways_in(self.diagram.statements))
        self.cursor: list[list[Step]] = []  # where the next step of each execution is written
        self.repetitions: Counter[tuple[str, str]] = Counter()

    def below(self, arrow: Arrow) -> tuple[Arrow, ...]:
        """The arrows drawn further down, on a path that this one is on."""
        number = self.number[id(arrow)]
        own = self.ways[number]
        return tuple(
            below
            for below, way in zip(self.arrows[number + 1 :], self.ways[number + 1 :], strict=True)
            if on_one_path(own, way)
        )

    # ------------------------------------------------------------------ executions

    def begin_journey(self, client: str) -> Growing:
        """A client with requests of its own."""
        self.roots.append(Root(client=client, execution=len(self.executions)))
        return self.begin(client, -1, len(self.roots) - 1)

    def begin(self, lifeline: str, line: int, root: int, sender: Growing | None = None) -> Growing:
        """A new execution, from now on the current one of its lifeline."""
        execution = Growing(len(self.executions), lifeline, line, root)
        if sender is not None:
            execution.paths, execution.fickle = sender.paths, sender.fickle
        self.executions.append(execution)
        self.cursor.append(execution.steps)
        self.current[lifeline] = execution
        return execution

    def playing(self, number: int) -> Growing:
        """The execution that stands for another one below the block in which that began."""
        return self.executions[self.executions[number].role]

    def step(self, execution: Growing, kind: StepKind, line: int) -> None:
        """The next step of an execution, and of all that it stands for."""
        self.take(execution, (Step(kind, line),))

    def take(self, execution: Growing, steps: tuple[Step, ...]) -> None:
        """The next steps of an execution, and of all that it stands for."""
        for number in execution.members:
            self.cursor[number].extend(steps)

    def ancestors(self, execution: Growing) -> Iterator[Growing]:
        """An execution and all that it stands for, those that set it in motion, and so on."""
        pile, known = [execution.role], {execution.role}
        for number in pile:
            for member in self.executions[number].members:
                one = self.executions[member]
                yield one
                above = (
                    self.playing(self.lines[one.started_by].by).index if one.started_by >= 0 else -1
                )
                if above >= 0 and above not in known:
                    known.add(above)
                    pile.append(above)

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
                within=self.within,
                at=arrow.at,
                drawn=drawn,
            )
        )
        named = f"'{label}'" if label else f"the arrow of line {arrow.at.line}"
        self.last_done = f"{named} has happened"
        return len(self.lines) - 1

    def send(
        self,
        arrow: Arrow,
        sender: Growing,
        kind: LineKind,
        *,
        carries: int = -1,
        paths: frozenset[Within] = ALWAYS,
    ) -> int:
        """A line that starts an execution where it ends; only on some paths."""
        receiver = arrow.receiver
        line = self.add(arrow, kind, sender, starts=len(self.executions), carries=carries)
        self.take(sender, self._on_paths((Step(StepKind.SEND, line),), paths))
        self.last = self.begin(receiver, line, sender.root, sender)
        if paths != ALWAYS:
            self.last.paths = paths
        self.step(self.last, StepKind.WORK, line)
        return line

    def start(self, arrow: Arrow, lifeline: str) -> Growing:
        """A lifeline that nobody calls sets out when the line above has happened."""
        above, done = self.last, self.last_done
        assert above is not None
        line = self.add(
            arrow, LineKind.START, above, receiver=lifeline, label="", starts=len(self.executions)
        )
        self.step(above, StepKind.SEND, line)
        self.assume(arrow, f"{lifeline} starts when {done}, as nobody calls it")
        return self.begin(lifeline, line, above.root, above)

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
        same = self.same_calls(asks)
        line = self.add(
            arrow,
            kind,
            sender,
            receiver=receiver,
            label=label,
            asks=min(same, default=asks),
            to=asker.index,
            carries=carries,
        )
        self.step(sender, StepKind.ANSWER, line)
        works = kind is LineKind.ANSWER and asker.lifeline not in self.brokers
        waits = (Step(StepKind.AWAIT, line), *((Step(StepKind.WORK, line),) if works else ()))
        self.take(asker, self.where_given(arrow, waits, sender, asker))
        self.answered |= same
        self.unanswered = [one for one in self.unanswered if one not in same]
        self.perhaps = [one for one in self.perhaps if one not in same]
        self.current[asker.lifeline] = self.last = asker
        return line

    def same_calls(self, ask: int) -> set[int]:
        """A call, and those in other branches that stand for it below them."""
        if ask < 0:
            return set()
        asked = self.playing(self.lines[ask].starts).members
        started = {self.executions[number].started_by for number in asked}
        asker, calls = self.playing(self.lines[ask].by), (LineKind.ASK, LineKind.PUT)
        return {
            one
            for one in started
            if self.lines[one].kind in calls and self.playing(self.lines[one].by) is asker
        }

    def where_given(
        self, arrow: Arrow, steps: tuple[Step, ...], sender: Growing, asker: Growing
    ) -> tuple[Step, ...]:
        """Waiting for an answer, on the paths on which there is somebody who gives it."""
        if sender.fickle and not asker.fickle:
            self.refuse(
                arrow,
                f"found an answer by {sender.lifeline}, which is not there each time",
                f"an answer inside the block in which {sender.lifeline} is called",
            )
        if sender.paths == asker.paths:
            return steps
        return self._on_paths(steps, sender.paths)

    def _on_paths(self, steps: tuple[Step, ...], paths: frozenset[Within]) -> tuple[Step, ...]:
        if () in paths:
            return steps
        section = next(iter(paths))[0][0]
        inner: dict[int, set[Within]] = {}
        for (_, branch), *rest in paths:
            inner.setdefault(branch, set()).add(tuple(rest))
        branches = tuple(
            self._on_paths(steps, frozenset(inner[branch])) if branch in inner else ()
            for branch in range(len(self.sections[section].labels) + 1)
        )
        return (Step(StepKind.CHOOSE, section, branches),)

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
            replace(line, kind=LineKind.MESSAGE)
            if line.kind is LineKind.ASK and line.index not in self.answered
            else line
            for line in self.lines
        )
        executions = tuple(
            Execution(
                index=e.index,
                lifeline=e.lifeline,
                started_by=e.started_by,
                root=e.root,
                steps=_kept(tuple(e.steps)) if e.lifeline in self.brokers else tuple(e.steps),
                role=e.role,
            )
            for e in self.executions
        )
        return Script(
            diagram=self.diagram,
            roots=tuple(self.roots),
            lines=lines,
            executions=executions,
            sections=tuple(self.sections),
            assumed=tuple(f"line {at.line} of the diagram: {text}" for at, text in self.assumed),
        )


def _kept(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of a message in a broker: once it is written, all that is sent of it leaves.

    Modelling choice: no broker waits for another's confirmation before it confirms or delivers.
    It does wait until it is decided what a block does with its message.
    """
    order = {StepKind.WORK: 0, StepKind.AWAIT: 2}
    return tuple(sorted(_unforked(steps), key=lambda step: order.get(step.kind, 1)))


def _unforked(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps of a message, of which none waits for another branch."""
    for step in steps:
        if step.kind is StepKind.FORK:
            for branch in step.branches:
                yield from _unforked(branch)
        elif step.kind in BLOCKS:
            yield Step(step.kind, step.line, tuple(_kept(branch) for branch in step.branches))
        else:
            yield step
