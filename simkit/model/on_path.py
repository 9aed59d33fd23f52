"""Which arrows of a drawing can happen on one path: not those of two branches of a choice."""

from collections.abc import Iterator
from itertools import count

from simkit.model.diagram import Arrow, Block, BlockKind, Statement

Way = tuple[tuple[int, int, BlockKind], ...]  # blocks by number, each with a branch and its kind

_EXCLUSIVE = (BlockKind.ALT, BlockKind.CRITICAL)


def ways_in(statements: tuple[Statement, ...]) -> Iterator[Way]:
    """For each arrow, in drawn order, the blocks around it."""
    return _ways(statements, (), count())


def _ways(statements: tuple[Statement, ...], way: Way, numbers: "count[int]") -> Iterator[Way]:
    for item in statements:
        if isinstance(item, Arrow):
            yield way
        elif isinstance(item, Block):
            number = next(numbers)
            for branch, one in enumerate(item.branches):
                yield from _ways(one.statements, (*way, (number, branch, item.kind)), numbers)


def on_one_path(above: Way, below: Way) -> bool:
    """Whether an arrow is on a path on which one above it is.

    Args:
        above: The blocks around the upper one.
        below: The blocks around the lower one.
    """
    for mine, other in zip(above, below, strict=False):
        if mine[0] != other[0]:
            break
        if mine[1] != other[1]:
            return mine[2] not in _EXCLUSIVE
    inside = {number for number, _, _ in below}
    # Whoever has lines in a `break` does nothing below it.
    return all(number in inside for number, _, kind in above if kind is BlockKind.BREAK)
