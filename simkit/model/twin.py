"""The blocking twin of an asynchronous design: the same work, with every event answered.

The script of the design is walked from the client's own execution. Each message becomes a
call: its sender waits there until all that it sets in motion is done and answered. The client
is answered last of all. Brokers vanish, since nothing is left to store.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from simkit.model.diagram import Diagram, arrows_in
from simkit.model.script import Execution, Line, LineKind, Script, Step, StepKind, flat
from simkit.model.twin_page import Fork, Mark, Page, branch_labels, drawn_on

_WAITED_FOR = (LineKind.ASK, LineKind.ANSWER, LineKind.REFUSAL, LineKind.STEP, LineKind.LOST)
_SAYS_NO = (LineKind.REFUSAL, LineKind.LOST)


def blocking_twins(
    script: Script, brokers: frozenset[str] = frozenset()
) -> tuple[Diagram | None, ...]:
    r"""For each journey of a script the drawing of the same work done the blocking way.

    * A message becomes a call, and "Done" its answer where none is drawn ("Done 2" where the
      drawing uses that word itself: costs are known by labels). Calls follow one another in
      the order of each execution's steps, also those that were under way at once; branches
      of a ``par`` stay side by side.
    * A message back to the lifeline that called is the answer of that call. What it set off
      there follows the answer. Of several ways back the last one drawn is the answer; an
      earlier answer is dropped, an earlier message stays a call.
    * Of all that reaches the client in the course of its call, the last one drawn is the
      answer. What came earlier is dropped, unless the client does something upon it.
    * What a broker hands on becomes a call of each receiver by the lifeline that put it
      there. Confirmations, refusals by a broker, settlements, polls, a broker's own work and
      what nobody takes are dropped. A reply over a queue is the answer of the receiver in
      whose course it was put. Who rejects a delivery answers no.
    * A lifeline that nobody calls is called "Start" by the one that the line above reached.
    * What is lost stays lost. Lost on the way back to somebody who waits, it counts as a way
      back that says no, since a drawing has no other sign for an answer that fails.
    * A message to the lifeline's own self, through a broker, is a step of it. Notes are
      dropped: what they stand at may be gone.
    * What has blocks other than ``par`` has no twin; `in_the_way` says so.

    Args:
        script: What was projected.
        brokers: Ids of its lifelines that store messages, the same as for the projection.

    Returns:
        For each root in order: the drawing, without text and with places as if no participant
        were declared; None where it would be the design itself, or empty. It is to be read
        with no brokers, and may have more arrows than a design may.

    >>> from simkit.formats.drawing import mermaid_text
    >>> from simkit.formats.mermaid import read_sequence
    >>> from simkit.model.projection import project
    >>> drawn = "sequenceDiagram\n C->>A: Ask\n A-->>C: Accepted\n A-)B: Event\n B-)A: Over"
    >>> for twin in blocking_twins(project(read_sequence(drawn))):
    ...     assert twin
    ...     print(mermaid_text(twin))
    sequenceDiagram
      C->>A: Ask
      A->>B: Event
      B-->>A: Over
      A-->>C: Accepted
    """
    return tuple(
        None
        if _is_its_own_twin(script, number) or _blocks(script, number)
        else _Walk(script, brokers, number).diagram()
        for number in range(len(script.roots))
    )


def in_the_way(script: Script) -> str:
    """Why an asynchronous drawing has no blocking twin, or "".

    Of ``alt`` and the like the twin would have to draw a part at each place where somebody
    does something in it; each would be decided by itself.

    Args:
        script: What was projected.
    """
    for number in range(len(script.roots)):
        if not _is_its_own_twin(script, number) and (found := _blocks(script, number)):
            return f"found {found[0]}"
    return ""


def _blocks(script: Script, root: int) -> list[str]:
    """The blocks of a journey other than ``par``, in words."""
    named = [f"the block '{one.kind.value}'" for one in script.sections if one.root == root]
    own = (one for one in script.executions if one.root == root)
    always = any(step.kind is StepKind.FAIL for one in own for step in one.steps)
    return named + ["the block 'break'"] * always


def _is_its_own_twin(script: Script, root: int) -> bool:
    """Whether everything is waited for, and every execution answers last."""
    for line, of in zip(script.lines, script.root_of, strict=True):
        told = line.kind is LineKind.ANSWER and line.asks < 0
        if of == root and (line.kind not in _WAITED_FOR or told):
            return False
    called = [one for one in script.executions if one.root == root and one.started_by >= 0]
    return all(_answers_last(script, execution) for execution in called)


def _answers_last(script: Script, execution: Execution) -> bool:
    return _ends_with_an_answer(script, execution, execution.steps)


def _ends_with_an_answer(script: Script, execution: Execution, steps: tuple[Step, ...]) -> bool:
    last = steps[-1] if steps else None
    if last is not None and last.kind in (StepKind.CHOOSE, StepKind.TRY):
        drawn = [branch for branch in last.branches if branch]
        return all(_ends_with_an_answer(script, execution, branch) for branch in drawn)
    return (
        last is not None
        and last.kind is StepKind.ANSWER
        and script.lines[script.lines[last.line].asks].starts == execution.role
    )


# ---------------------------------------------------------------------- the page


@dataclass(slots=True, eq=False)
class _Frame:
    """An execution of the twin.

    Attributes:
        execution: Number of the execution whose steps it does; it may do those of others too.
        lifeline: On which it runs.
        asker: Who waits for its answer; None for the client's own.
        said: What may be its answer and starts nothing.
        back: Messages that may be its answer, with who sends each, and where that would stand
            as a call.
        is_over: Whether it has answered.
    """

    execution: int
    lifeline: str
    asker: "_Frame | None" = None
    said: list[Line] = field(default_factory=list)
    back: "list[tuple[Line, _Frame, Page]]" = field(default_factory=list)
    is_over: bool = False

    def asked(self) -> "Iterator[tuple[_Frame, _Frame]]":
        """This one and its asker, that one and its asker, and so on."""
        frame = self
        while frame.asker:
            yield frame, frame.asker
            frame = frame.asker


class _Walk:
    """One journey of a script while it is drawn as its twin.

    What is still to do is a pile, last first: a drawing of 500 arrows is deeper than Python
    likes its calls. So arrows are not written in drawn order, but each at its place.
    """

    def __init__(self, script: Script, brokers: frozenset[str], root: int) -> None:
        self.script = script
        self.brokers = brokers
        self.root = script.roots[root]
        self.answers = {
            script.lines[line.asks].starts: line
            for line in script.lines
            if line.kind in (LineKind.ANSWER, LineKind.REFUSAL) and line.asks >= 0
        }
        self.done = _unused("Done", script)
        self.start = _unused("Start", script)
        self.labels = dict(branch_labels(script.diagram.statements))
        self.to_do: list[Callable[[], None]] = []

    def diagram(self) -> Diagram | None:
        """The twin; None if nothing is left of it."""
        page: Page = []
        self._do(self.root.execution, _Frame(self.root.execution, self.root.client), page)
        while self.to_do:
            self.to_do.pop()()
        statements = tuple(drawn_on(page, count(2)))
        used = {end for arrow in arrows_in(statements) for end in (arrow.sender, arrow.receiver)}
        lifelines = tuple(one for one in self.script.diagram.lifelines if one.id in used)
        return Diagram(lifelines=lifelines, statements=statements, source="") if used else None

    # ------------------------------------------------------------------ steps

    def _do(self, execution: int, frame: _Frame, page: Page) -> None:
        """Later: what an execution does, done by a frame, at this place."""
        inner: Page = []
        page.append(inner)
        steps = self.script.executions[execution].steps
        self.to_do.append(partial(self._act, steps, frame, inner))

    def _act(self, steps: tuple[Step, ...], frame: _Frame, page: Page) -> None:
        """Draw steps, done by a frame."""
        for step in steps:
            if step.kind is StepKind.FORK:
                self._fork(step, frame, page)
                continue
            line = self.script.lines[step.line]
            if step.kind is StepKind.SEND:
                self._send(line, frame, page)
            elif step.kind is StepKind.ANSWER:
                self._say(line, frame)
            elif line.kind is LineKind.STEP and line.sender == frame.lifeline:
                page.append(Mark(line.sender, "->>", line.receiver, line.label))

    def _fork(self, step: Step, frame: _Frame, page: Page) -> None:
        firsts = (self.script.lines[next(flat(branch)).line] for branch in step.branches)
        paths = [self.labels.get(line.at, ()) for line in firsts]
        # The block that they are the branches of is the first of which each has its own.
        parts = next((p for p in zip(*paths, strict=False) if len(set(p)) == len(p)), None)
        labels = [label for _, label in parts] if parts else [""] * len(paths)
        pages: list[Page] = [[] for _ in paths]
        page.append(Fork(tuple(zip(labels, pages, strict=True))))
        for branch, inner in zip(step.branches, pages, strict=True):
            self.to_do.append(partial(self._act, branch, frame, inner))

    def _say(self, line: Line, frame: _Frame) -> None:
        """A reply over a queue, or what somebody is told unasked, may be an answer."""
        if line.carries >= 0:
            for one, _ in frame.asked():
                if line.asks in _origins(self.script, self._started_by(one)):
                    one.said.append(line)
                    return
        elif line.asks < 0 and (answered := self._answered(line, frame)):
            answered.said.append(line)

    def _send(self, line: Line, frame: _Frame, page: Page) -> None:
        if line.kind is LineKind.LOST:
            self._lose(line, frame, page)
        elif line.starts < 0:
            self._reject(line, frame)
        elif line.receiver in self.brokers:
            self._do(line.starts, frame, page)
        elif line.receiver == frame.lifeline:
            if line.kind is not LineKind.START:
                page.append(Mark(line.receiver, "->>", line.receiver, line.label))
            self._do(line.starts, frame, page)
        elif (answered := self._answered(line, frame)) and not answered.is_over:
            place: Page = []
            page.append(place)
            answered.back.append((line, frame, place))
        else:
            self._call(line, frame, page)

    def _reject(self, line: Line, frame: _Frame) -> None:
        """A delivery that is rejected becomes a call that is answered no."""
        began = [one for one, _ in frame.asked() if self._started_by(one) == line.settles]
        if line.rejects and began:
            began[0].said.append(line)

    def _started_by(self, frame: _Frame) -> int:
        return self.script.executions[frame.execution].started_by

    def _lose(self, line: Line, frame: _Frame, page: Page) -> None:
        if answered := self._answered(line, frame):
            answered.said.append(line)
        elif line.receiver != frame.lifeline:  # no arrow means a loss on the way to oneself
            page.append(Mark(frame.lifeline, "-x", line.receiver, line.label))

    # ------------------------------------------------------------------ calls and answers

    def _answered(self, line: Line, frame: _Frame) -> _Frame | None:
        """The frame whose answer a line would be: its sender, or one that led to it.

        The client hears of its call from anybody. A loss that does not count as an answer
        would be drawn like a refusal, so it counts further up too.
        """
        if line.kind in (LineKind.ASK, LineKind.START) or self._is_question(line):
            return None
        reaches = line.kind is LineKind.LOST or line.receiver == self.root.client
        for one, asker in frame.asked():
            if asker.lifeline == line.receiver:
                return one
            if not reaches:
                break
        return None

    def _is_question(self, line: Line) -> bool:
        """Whether a message from a broker is answered over a queue."""
        origins = _origins(self.script, line.index) if line.kind is LineKind.DELIVERY else set()
        return any(one.carries >= 0 and one.asks in origins for one in self.script.lines)

    def _call(self, line: Line, frame: _Frame, page: Page) -> None:
        called = _Frame(line.starts, line.receiver, frame)
        label = self.start if line.kind is LineKind.START else line.label
        page.append(Mark(frame.lifeline, "->>", line.receiver, label))
        inner: Page = []
        page.append(inner)
        self.to_do.append(partial(self._answer, called, frame, inner))
        self._do(line.starts, called, inner)

    def _answer(self, frame: _Frame, asker: _Frame, page: Page) -> None:
        """Draw the answer of a frame that has done all it has to do."""
        drawn = self.answers.get(frame.execution)
        ways = [*frame.said, *([drawn] if drawn else []), *(line for line, _, _ in frame.back)]
        answer = max(ways, key=lambda line: line.index, default=None)
        earlier = [one for one in frame.back if one[0] is not answer]
        if earlier:
            # What a message that stays a call sets off may bring new ways back.
            one = min(earlier, key=lambda way: way[0].index)
            frame.back.remove(one)
            self.to_do.append(partial(self._answer, frame, asker, page))
            if asker.lifeline != self.root.client or self._does_something(one[0].starts):
                self._call(*one)
            return
        frame.is_over = True
        says_no = answer is not None and (answer.kind in _SAYS_NO or answer.rejects)
        shape = "--x" if says_no else "-->>"
        label = answer.label if answer else self.done
        page.append(Mark(frame.lifeline, shape, asker.lifeline, label))
        if answer and answer.starts >= 0:
            self._do(answer.starts, asker, page)

    def _does_something(self, execution: int) -> bool:
        """Whether there is more to an execution than taking note."""
        sent = (line for line in self.script.lines if line.by == execution)
        return any(line.kind is not LineKind.SETTLEMENT for line in sent)


def _origins(script: Script, number: int) -> set[int]:
    """The number of a line, and of those that brought its message to where it starts from."""
    found = {number}
    while (number := script.lines[number].carries) >= 0:
        found.add(number)
    return found


def _unused(word: str, script: Script) -> str:
    """A word, with a number if the drawing uses it as a label."""
    labels = {line.label for line in script.lines}
    tried = (word if number == 1 else f"{word} {number}" for number in count(1))
    return next(label for label in tried if label not in labels)
