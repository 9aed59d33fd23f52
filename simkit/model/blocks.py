"""Blocks of a drawing that are more than paint: what each execution does in them.

* ``alt``, ``opt``, ``break``: one branch is taken. The **decider** is the execution that sends the
  first arrow drawn inside; whoever else has lines in the block waits until it has decided, or for
  the answer that is his first line in the branch.
* ``loop``: its lines again and again; the decider decides before each turn.
* ``critical`` with options: a wait in it that comes to nothing leaves it for the option that fits.
* ``par first``, ``par 2 of 3``, ``par until 200 ms``: branches side by side, not all waited for.

"Above" and "below" mean on the path taken: each branch is read from where the block begins, and
below the block goes on what may be open or current after it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain

from simkit.model.alternatives import unite
from simkit.model.block_labels import gather_of, is_always
from simkit.model.diagram import Block, BlockKind, Statement, arrows_in
from simkit.model.draft import Draft, problem_at
from simkit.model.growing import ALWAYS, Growing, Stored, Within
from simkit.model.queues import asks_for_messages, begin_message
from simkit.model.script import LineKind, Section, Step, StepKind
from simkit.units import BadValue

Read = Callable[[Draft, tuple[Statement, ...]], None]
Inside = list[list[Step]]  # by execution from before, its steps in one branch

_KINDS = {
    BlockKind.ALT: StepKind.CHOOSE,
    BlockKind.OPT: StepKind.CHOOSE,
    BlockKind.BREAK: StepKind.CHOOSE,
    BlockKind.LOOP: StepKind.REPEAT,
    BlockKind.CRITICAL: StepKind.TRY,
    BlockKind.PAR: StepKind.GATHER,
}


def read_block(draft: Draft, block: Block, read: Read) -> None:
    """Take a block.

    Args:
        draft: What has been read.
        block: Any; of ``par`` only one that does not wait for all its branches.
        read: Reads what is drawn in a branch.
    """
    if not any(any(arrows_in(branch.statements)) for branch in block.branches):
        return
    if block.kind is BlockKind.CRITICAL and len(block.branches) == 1:
        read(draft, block.branches[0].statements)
    elif block.kind is BlockKind.LOOP and draft.lenient and _of_messages(draft, block):
        text = f"'loop {block.branches[0].label}".rstrip() + "': once for each message"
        draft.assumed.append((block.at, text))
        read(draft, block.branches[0].statements)
    elif block.kind is BlockKind.BREAK and is_always(block.branches[0].label):
        before = draft.cursor
        written = [len(steps) for steps in before]
        read(draft, block.branches[0].statements)
        for number, length in enumerate(written):
            if len(draft.cursor[number]) > length:
                draft.cursor[number].append(Step(StepKind.FAIL, -1))
    else:
        _read_section(draft, block, read)


def gathers(draft: Draft, block: Block) -> bool:
    """Whether a ``par`` goes on before all its branches are over."""
    label = block.branches[0].label
    try:
        return gather_of(label, len(block.branches), lenient=draft.lenient) is not None
    except BadValue as bad:
        problem = problem_at(draft.diagram, block.at, bad.found, bad.expected)
        draft.problems.append(replace(problem, meant=bad.meant))
        return False


def begin_clients(draft: Draft, block: Block, due: Callable[[Draft, str], object]) -> None:
    """A client that is due in several branches has one journey, which they are part of.

    Args:
        draft: What has been read.
        block: Any.
        due: Has a client that is due begin.
    """
    for branch in block.branches:
        met: set[str] = set()
        for arrow in arrows_in(branch.statements):
            if arrow.sender not in met:
                due(draft, arrow.sender)
            met |= {arrow.sender, arrow.receiver}


# ---------------------------------------------------------------------- what is known where


@dataclass(slots=True)
class _State:
    """Where the reading is: who is current, and what is open."""

    current: dict[str, Growing]
    unanswered: list[int]
    perhaps: list[int]
    stored: list[Stored]
    polls: dict[tuple[str, str], int]
    settled: set[int]
    lines: int
    last: Growing | None
    last_done: str

    @classmethod
    def of(cls, draft: Draft) -> "_State":
        """That of a draft."""
        return cls(
            dict(draft.current),
            list(draft.unanswered),
            list(draft.perhaps),
            [replace(one, taken_by=list(one.taken_by)) for one in draft.stored],
            dict(draft.polls),
            set(draft.settled),
            len(draft.lines),
            draft.last,
            draft.last_done,
        )

    def into(self, draft: Draft) -> None:
        """Have a draft go on from here."""
        draft.current, draft.unanswered = dict(self.current), list(self.unanswered)
        draft.perhaps, draft.polls = list(self.perhaps), dict(self.polls)
        draft.stored = [replace(one, taken_by=list(one.taken_by)) for one in self.stored]
        draft.settled = set(self.settled)
        draft.last, draft.last_done = self.last, self.last_done


@dataclass(slots=True)
class _Branch:
    """A branch that has been read.

    Attributes:
        steps: Of each execution from before.
        begun: Numbers of those that began in it.
        after: What is known after it.
    """

    steps: Inside
    begun: range
    after: _State

    def touches(self, execution: Growing) -> bool:
        """Whether an execution has lines in it."""
        return any(self.steps[n] for n in execution.members if n < len(self.steps))


# ---------------------------------------------------------------------- one section


def _read_section(draft: Draft, block: Block, read: Read) -> None:
    """Read each branch of a block from where it begins, and go on below it."""
    _begin_decider(draft, block)
    before, known, first = _State.of(draft), len(draft.executions), len(draft.lines)
    number, within = len(draft.sections), draft.within
    labels = tuple(branch.label for branch in block.branches)
    section = Section(
        index=number,
        kind=block.kind,
        labels=labels,
        decider=-1,
        root=-1,
        within=within,
        at=block.at,
    )
    draft.sections.append(section)
    outside, branches = draft.cursor[:known], []
    for place, branch in enumerate(block.branches):
        before.into(draft)
        draft.within = (*within, (number, place))
        inside: Inside = [[] for _ in range(known)]
        draft.cursor[:known] = inside
        begins = len(draft.executions)
        read(draft, branch.statements)
        begun = range(begins, len(draft.executions))
        branches.append(_Branch(inside, begun, _State.of(draft)))
    draft.cursor[:known] = outside
    draft.within = within
    decider = _decider(draft, range(first, len(draft.lines)), known)
    draft.sections[number] = replace(section, decider=decider.role, root=decider.root)
    _look_at(draft, draft.sections[number], first)
    _write(draft, draft.sections[number], branches, outside)
    _go_on(draft, draft.sections[number], before, branches)
    draft.last = decider if block.kind is not BlockKind.BREAK else before.last
    name = f"{block.kind.value} {labels[0]}".strip()
    draft.last_done = f"the block '{name}' of line {block.at.line} is over"


def _of_messages(draft: Draft, block: Block) -> bool:
    """Whether a loop begins with what a broker delivers: whoever takes it polls all the time."""
    for arrow in arrows_in(block.branches[0].statements):
        if asks_for_messages(draft, arrow):
            continue
        stored = any(one.broker == arrow.sender for one in draft.stored)
        return stored and arrow.sender != arrow.receiver and arrow.receiver not in draft.brokers
    return False


def _look_at(draft: Draft, section: Section, first: int) -> None:
    """What is done again cannot be done with what is there once."""
    if section.kind not in (BlockKind.LOOP, BlockKind.PAR):
        return
    for line in draft.lines[first:]:
        what = f"'{line.label}'" if line.label else f"'{line.drawn}'"
        if 0 <= line.carries < first:
            found = (
                f"found {what} inside a block that is done again, of a message put outside of it"
            )
            expected = "the message put inside the block, or no block around what is delivered once"
        elif section.kind is BlockKind.PAR and 0 <= line.asks < first:
            found = f"found {what} in branches that are not all waited for, to a call from outside"
            expected = "an answer below the block"
        else:
            continue
        draft.problems.append(problem_at(draft.diagram, line.at, found, expected))


def _begin_decider(draft: Draft, block: Block) -> None:
    """Whoever sends the first arrow of a block is there before it."""
    for arrow in chain.from_iterable(arrows_in(branch.statements) for branch in block.branches):
        if asks_for_messages(draft, arrow):
            continue
        if arrow.sender in draft.brokers and arrow.sender != arrow.receiver:
            begin_message(draft, arrow)
        elif arrow.sender not in draft.current:
            draft.start(arrow, arrow.sender)
        return


def _decider(draft: Draft, lines: range, known: int) -> Growing:
    """The execution that sends the first arrow; from before the block, as it decides that."""
    for number in lines:
        line = draft.lines[number]
        if line.kind is not LineKind.POLL:
            for one in draft.ancestors(draft.playing(line.by)):
                if one.index < known:
                    return draft.playing(one.index)
    assert draft.last is not None
    return draft.last if draft.last.index < known else draft.executions[0]


def _write(
    draft: Draft, section: Section, branches: list[_Branch], outside: list[list[Step]]
) -> None:
    """The step of the block, in every execution that has lines in it."""
    kind = _KINDS[section.kind]
    others: set[str] = set()
    for number, steps in enumerate(outside):
        parts = [tuple(branch.steps[number]) for branch in branches]
        if not any(parts):
            continue
        if section.kind is BlockKind.BREAK:
            parts = [(*parts[0], Step(StepKind.FAIL, -1))]
        if kind is StepKind.CHOOSE:
            parts.append(())
        steps.append(Step(kind, section.index, tuple(parts)))
        root = draft.executions[number].root
        if root != section.root:
            others.add(draft.roots[root].client)
    for client in sorted(others):
        decides = draft.roots[section.root].client
        found = (
            f"found lines of a request of {client} in a block that a request of {decides} decides"
        )
        problem = problem_at(draft.diagram, section.at, found, "a block within one journey")
        draft.problems.append(problem)


# ---------------------------------------------------------------------- below a section


def _go_on(draft: Draft, section: Section, before: _State, branches: list[_Branch]) -> None:
    """What is current and open below a block."""
    if section.kind in (BlockKind.LOOP, BlockKind.PAR):
        _below_repeated(draft, before, branches)
        return
    for place, branch in enumerate(branches):
        for number in branch.begun:
            one = draft.executions[number]
            if section.kind is BlockKind.CRITICAL:
                one.fickle = one.fickle or place > 0 or () not in one.paths
                one.paths = ALWAYS
            else:
                one.paths = frozenset(((section.index, place), *path) for path in one.paths)
    if section.kind is BlockKind.BREAK:
        before.into(draft)
        draft.aside += [one for one in branches[0].after.stored if one.line not in _puts(before)]
    else:
        _merge(draft, section, before, branches)


def _below_repeated(draft: Draft, before: _State, branches: list[_Branch]) -> None:
    """Below a loop nobody is current, and no call is open, that is so only in some turn."""
    asked = {ask for ask in before.unanswered if all(ask in b.after.unanswered for b in branches)}
    stored = _stored([branch.after for branch in branches])
    settled = set[int]().union(*(branch.after.settled for branch in branches))
    before.into(draft)
    draft.unanswered = [ask for ask in before.unanswered if ask in asked]
    draft.stored, draft.settled = stored, settled
    for branch in branches:
        for number in branch.begun:
            one = draft.executions[number]
            one.fickle = one.fickle or () not in one.paths
            one.paths = ALWAYS


def _merge(draft: Draft, section: Section, before: _State, branches: list[_Branch]) -> None:
    """Below a choice is open what is open after any branch; that of none counts for one alone."""
    after = [branch.after for branch in branches]
    alone = section.kind is not BlockKind.CRITICAL and len(branches) == 1
    ends = [*after, before] if alone else after
    asked = dict.fromkeys(ask for ask in before.unanswered if _open_after(ask, ends))
    asked |= dict.fromkeys(ask for one in after for ask in one.unanswered)
    perhaps = dict.fromkeys(chain(before.unanswered, *(one.perhaps for one in ends)))
    before.into(draft)
    draft.unanswered = list(asked)
    draft.perhaps = [ask for ask in perhaps if ask not in asked]
    draft.stored = _stored(ends, section, before.lines)
    draft.polls = {key: line for one in ends for key, line in one.polls.items()}
    draft.settled = {
        delivery
        for delivery in set[int]().union(*(one.settled for one in ends))
        if delivery >= before.lines or all(delivery in one.settled for one in ends)
    }
    names = dict.fromkeys(chain.from_iterable(one.current for one in (before, *after)))
    for name in names:
        if name in draft.brokers:
            continue  # its messages are what it goes on with
        if (found := _current(draft, section, name, before, branches)) is not None:
            draft.current[name] = found


def _open_after(ask: int, ends: list[_State]) -> bool:
    return any(ask in end.unanswered for end in ends)


def _puts(state: _State) -> set[int]:
    return {one.line for one in state.stored}


def _stored(ends: list[_State], section: Section | None = None, before: int = 0) -> list[Stored]:
    """The messages that are in a broker after any of some branches; ``before``: lines above."""
    found: dict[int, Stored] = {}
    there: dict[int, dict[int, frozenset[Within]]] = {}
    for place, end in enumerate(ends):
        for one in end.stored:
            known = found.setdefault(one.line, replace(one, taken_by=[]))
            known.confirmed = known.confirmed and one.confirmed
            known.taken_by += [name for name in one.taken_by if name not in known.taken_by]
            there.setdefault(one.line, {})[place] = one.paths
    for line, paths in there.items():
        if section is not None and line < before and len(paths) < len(ends):
            found[line].paths = frozenset(
                ((section.index, place), *path) for place, own in paths.items() for path in own
            )
    return [found[line] for line in sorted(found)]


def _current(
    draft: Draft, section: Section, name: str, before: _State, branches: list[_Branch]
) -> Growing | None:
    """The current execution of a lifeline below a choice."""
    known = before.current.get(name)
    after = [branch.after.current.get(name) for branch in branches]
    if section.kind is BlockKind.CRITICAL:
        after = after[:1]  # who begins in an option has somebody before him
    begun = [one for one in after if one is not None and one is not known]
    if known is not None:
        kept = len(begun) < len(after) or (
            len(branches) == 1 and section.kind is not BlockKind.CRITICAL
        )
        if kept or any(branch.touches(known) for branch in branches):
            return known
    if not begun:
        return known
    old = [one for one in begun if one.index < len(branches[0].steps)]
    if old:  # somebody from before has been answered: he is one and the same, or it is unclear
        return old[0] if len({one.index for one in begun}) == 1 else known or old[0]
    return unite(draft, begun)
