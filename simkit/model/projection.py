"""From a drawing to its script: which execution sends each arrow, and who waits for what.

The drawing is read as a careful reader reads it, one arrow at a time from above. Whatever a
lifeline sends belongs to its current execution: the one that last received something there.
`simkit.model.calls` and `simkit.model.queues` say what each kind of arrow means. What the
rules cannot decide is refused with its place; what had to be read into the drawing is told.
"""

from collections.abc import Mapping
from dataclasses import replace

from simkit.errors import ScenarioError
from simkit.model.blocks import begin_clients, gathers, read_block
from simkit.model.calls import read_call, read_step
from simkit.model.diagram import (
    Arrow,
    Block,
    BlockKind,
    Diagram,
    Lifeline,
    Position,
    Statement,
)
from simkit.model.draft import Draft, problem_at
from simkit.model.growing import Growing
from simkit.model.queues import deliver_off_stage, forward, read_delivery, read_put
from simkit.model.script import Script, Step, StepKind

MOST_ARROWS = 500  # what waits for what is searched for every pair of them


def project(
    diagram: Diagram,
    *,
    brokers: frozenset[str] = frozenset(),
    clients: frozenset[str] = frozenset(),
    consumers: Mapping[str, str] | None = None,
    solid_answers: bool | None = False,
    lenient: bool = False,
) -> Script:
    r"""The script of a diagram.

    Args:
        diagram: At least one arrow.
        brokers: Ids of the lifelines that store messages.
        clients: Ids of the lifelines with requests of their own besides the first sender.
        consumers: For brokers, the receiver of what nobody drawn takes from them.
        solid_answers: Read a solid arrow back to a caller that still owes an answer as the
            answer to its call. False: such an arrow is refused, because half of the world
            draws answers solid and the other half means a message. None: read and told.
        lenient: Read a dashed arrow that answers nothing by what it probably means, and tell
            it; otherwise it is refused.

    Raises:
        ScenarioError: With every arrow that has no meaning; places are counted from the
            first line of the diagram.

    >>> from simkit.formats.mermaid import read_sequence
    >>> script = project(read_sequence("sequenceDiagram\n C->>A: Ask\n A-->>C: Tell"))
    >>> [(step.kind.name, step.line) for step in script.executions[0].steps]
    [('SEND', 0), ('AWAIT', 1), ('WORK', 1)]
    """
    arrows = diagram.arrows
    if not arrows:
        at = Position(line=1, column=1)
        raise ScenarioError(problem_at(diagram, at, "found no arrow", "at least one message"))
    if len(arrows) > MOST_ARROWS:
        found = f"found {len(arrows)} arrows"
        at = arrows[MOST_ARROWS].at
        raise ScenarioError(problem_at(diagram, at, found, f"at most {MOST_ARROWS}"))
    draft = Draft(diagram, brokers, clients, solid_answers, lenient)
    draft.last = draft.begin_journey(arrows[0].sender)
    _read(draft, diagram.statements)
    deliver_off_stage(draft, dict(consumers or {}))
    if draft.problems:
        raise ScenarioError(*draft.problems)
    script = draft.script()
    return replace(script, diagram=_with_off_stage(script))


def _with_off_stage(script: Script) -> Diagram:
    """The diagram with the lifelines of receivers that are not drawn."""
    known = {line.id for line in script.diagram.lifelines}
    added = {
        line.receiver: Lifeline(
            id=line.receiver, label=line.receiver, type="participant", at=line.at
        )
        for line in script.lines
        if line.receiver not in known
    }
    lifelines = script.diagram.lifelines + tuple(added.values())
    return replace(script.diagram, lifelines=lifelines)


# ---------------------------------------------------------------------- statements


def _read(draft: Draft, statements: tuple[Statement, ...]) -> None:
    for item in statements:
        if isinstance(item, Arrow):
            _read_arrow(draft, item)
        elif isinstance(item, Block):
            _read_block(draft, item)


def _read_arrow(draft: Draft, arrow: Arrow) -> None:
    """Take the next arrow."""
    to_broker = arrow.receiver in draft.brokers
    if arrow.sender in draft.brokers and arrow.sender != arrow.receiver:
        (forward if to_broker else read_delivery)(draft, arrow)
        return
    current = _current(draft, arrow.sender)
    if to_broker and arrow.sender != arrow.receiver:
        read_put(draft, arrow, current)
        return
    sender = current or draft.start(arrow, arrow.sender)
    if arrow.sender == arrow.receiver:
        read_step(draft, arrow, sender)
    else:
        read_call(draft, arrow, sender)


def _current(draft: Draft, lifeline: str) -> Growing | None:
    """The current execution of a lifeline; a client that is due begins one."""
    if lifeline not in draft.current and lifeline in draft.clients:
        return draft.begin_journey(lifeline)
    return draft.current.get(lifeline)


def _read_block(draft: Draft, block: Block) -> None:
    begin_clients(draft, block, _current)
    if block.kind is BlockKind.PAR and not gathers(draft, block):
        _read_par(draft, block)
    else:
        read_block(draft, block, _read)


def _read_par(draft: Draft, block: Block) -> None:
    """Every execution forks its own lines, and goes on when all its branches are over."""
    before, known = dict(draft.current), len(draft.executions)
    unanswered, last = list(draft.unanswered), (draft.last, draft.last_done)
    outside = draft.cursor[:known]
    branches: list[list[list[Step]]] = []
    after: dict[str, Growing] = {}
    asked: list[int] = []
    for branch in block.branches:
        draft.current, (draft.last, draft.last_done) = dict(before), last
        draft.unanswered = list(unanswered)
        inside: list[list[Step]] = [[] for _ in range(known)]
        draft.cursor[:known] = inside
        _read(draft, branch.statements)
        branches.append(inside)
        new = [ask for ask in draft.unanswered if ask not in unanswered]
        asked += new
        unanswered = [ask for ask in unanswered if ask in draft.unanswered]
        changed = draft.current.items()
        after.update((name, one) for name, one in changed if before.get(name) is not one)
    draft.cursor[:known] = outside
    draft.unanswered = unanswered + asked
    forked = {number for inside in branches for number in range(known) if inside[number]}
    for number in sorted(forked):
        _join(outside[number], [tuple(inside[number]) for inside in branches if inside[number]])
    kept = {name: one for name, one in before.items() if one.index in forked or name not in after}
    draft.current = after | kept


def _join(steps: list[Step], branches: list[tuple[Step, ...]]) -> None:
    if len(branches) == 1:
        steps.extend(branches[0])
    else:
        steps.append(Step(StepKind.FORK, -1, tuple(branches)))
