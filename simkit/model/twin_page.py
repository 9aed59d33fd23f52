"""A page on which a blocking twin is drawn: arrows and forks, each at its place.

What is known only later has a page of its own within the page, which keeps its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from simkit.model.diagram import (
    Arrow,
    Block,
    BlockKind,
    Branch,
    Head,
    Position,
    Statement,
    Stroke,
)

SHAPES = {
    "->>": (Stroke.SOLID, Head.ARROW),
    "-x": (Stroke.SOLID, Head.CROSS),
    "-->>": (Stroke.DASHED, Head.ARROW),
    "--x": (Stroke.DASHED, Head.CROSS),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """An arrow of the twin."""

    sender: str
    drawn: str
    receiver: str
    label: str


@dataclass(frozen=True, slots=True)
class Fork:
    """Branches side by side: the label and the page of each."""

    branches: "tuple[tuple[str, Page], ...]"


# What is drawn, from above; a page within a page keeps a place for what is known only later.
Page = list["Mark | Fork | Page"]


def flat_page(page: Page) -> Iterator[Mark | Fork]:
    """What a page holds, that of its inner pages in their places."""
    pile = list(reversed(page))
    while pile:
        item = pile.pop()
        if isinstance(item, list):
            pile.extend(reversed(item))
        else:
            yield item


def drawn_on(page: Page, lines: Iterator[int]) -> Iterator[Statement]:
    """The arrows and blocks of a page, each on the next line."""
    for item in flat_page(page):
        if isinstance(item, Mark):
            stroke, head = SHAPES[item.drawn]
            yield Arrow(
                sender=item.sender,
                receiver=item.receiver,
                stroke=stroke,
                head=head,
                drawn=item.drawn,
                label=item.label,
                at=Position(line=next(lines), column=1),
            )
        else:
            yield from _block(item, lines)


def _block(fork: Fork, lines: Iterator[int]) -> Iterator[Statement]:
    parts = [(label, page) for label, page in fork.branches if _is_drawn(page)]
    if len(parts) < 2:
        for _, page in parts:
            yield from drawn_on(page, lines)
        return
    branches = []
    for label, page in parts:
        at = Position(line=next(lines), column=1)
        branches.append(Branch(label=label, statements=tuple(drawn_on(page, lines)), at=at))
    next(lines)  # the end
    yield Block(kind=BlockKind.PAR, branches=tuple(branches), at=branches[0].at)


def _is_drawn(page: Page) -> bool:
    return any(
        isinstance(item, Mark) or any(_is_drawn(inner) for _, inner in item.branches)
        for item in flat_page(page)
    )


Path = tuple[tuple[Position, str], ...]


def branch_labels(
    statements: tuple[Statement, ...], within: Path = ()
) -> Iterator[tuple[Position, Path]]:
    """For the place of each arrow the branches it is drawn in, outermost first."""
    for item in statements:
        if isinstance(item, Arrow):
            yield item.at, within
        elif isinstance(item, Block):
            for branch in item.branches:
                yield from branch_labels(branch.statements, (*within, (branch.at, branch.label)))
