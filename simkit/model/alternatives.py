"""Executions of which only one begins: drawn in different branches, they go on alike below them.

Below ``alt`` a lifeline that was called in each branch goes on, whichever has been taken. The
first of its executions stands for all of them: each has the steps that are drawn there.
"""

from collections.abc import Iterable

from simkit.model.diagram import BlockKind
from simkit.model.draft import Draft
from simkit.model.growing import ALWAYS, Growing, Stored, Within


def unite(draft: Draft, executions: Iterable[Growing]) -> Growing:
    """Have the first of some executions stand for all of them.

    Args:
        draft: What has been read.
        executions: At least one, of which at most one begins on any path.
    """
    every = sorted({one.role for one in executions})
    first, *others = (draft.executions[number] for number in every)
    for other in others:
        for number in other.members:
            draft.executions[number].role = first.index
        first.members += other.members
        first.paths |= other.paths
        first.fickle = first.fickle or other.fickle
    first.paths = in_short(draft, first.paths)
    return first


def in_short(draft: Draft, paths: frozenset[Within]) -> frozenset[Within]:
    """The same paths; where they are every branch of an ``alt``, it does not matter which.

    An ``alt`` of which no branch may be taken is looked at when that is known.
    """
    if () in paths:
        return ALWAYS
    section = next(iter(paths))[0][0]
    inner: dict[int, frozenset[Within]] = {}
    for (_, branch), *rest in paths:
        inner[branch] = inner.get(branch, frozenset()) | {tuple(rest)}
    inner = {branch: in_short(draft, rest) for branch, rest in inner.items()}
    drawn = len(draft.sections[section].labels)
    if drawn > 1 and len(inner) == drawn and all(() in rest for rest in inner.values()):
        return ALWAYS
    return frozenset(
        ((section, branch), *rest) for branch, rests in inner.items() for rest in rests
    )


def stands_for(draft: Draft, message: Stored, others: list[Stored]) -> Stored:
    """A message, with the latest ones of other branches, if it was put in one that is over.

    Args:
        draft: What has been read.
        message: What is to go on.
        others: What it may be in other branches.
    """
    keeper = draft.executions[draft.lines[message.line].starts]
    within, depth = draft.lines[message.line].within, len(_shared(draft, message))
    if len(within) <= depth or len(draft.playing(keeper.index).members) > 1:
        return message
    section, own = within[depth]
    if draft.sections[section].kind is not BlockKind.ALT:
        return message
    found = {own: keeper}
    for other in others:
        way = draft.lines[other.line].within[depth : depth + 1]
        one = draft.playing(draft.lines[other.line].starts)
        if way and way[0][0] == section and way[0][1] != own and len(one.members) == 1:
            found[way[0][1]] = one
    unite(draft, found.values())
    return message


def _shared(draft: Draft, message: Stored) -> Within:
    """The branches that a message was put in and that are being read."""
    shared: Within = ()
    for mine, now in zip(draft.lines[message.line].within, draft.within, strict=False):
        if mine != now:
            break
        shared = (*shared, mine)
    return shared
