"""Why somebody stops: what he waited for, or did, has come to nothing."""

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simkit.engine.reference.strands import Group


class Why(IntEnum):
    """Why a call, or an execution, has come to nothing."""

    FAILURE = 0  # told no, or its work failed, or whoever had it died
    REFUSED = 1  # there was no room for it, or it was not even sent
    TIMEOUT = 2  # nobody waits for it any more


# As scenarios say it: of retries and options of critical blocks; and of what has happened.
WORD = {Why.FAILURE: "failure", Why.REFUSED: "refused", Why.TIMEOUT: "timeout"}
FATE = {Why.FAILURE: "failed", Why.REFUSED: "refused", Why.TIMEOUT: "timed out"}


class Stopped(Exception):  # noqa: N818 - no error: whoever catches it goes on elsewhere
    """Somebody was told no, or does not succeed: what comes next does not happen.

    Attributes:
        why: What it was.
        lines: What has not been sent.
        line: The answer that was waited for, or -1.
        drawn: Whether it stops because the drawing says so (``break``).
        groups: Branches that have come to nothing by it.
    """

    groups: "tuple[Group, ...]" = ()

    def __init__(self, why: Why, lines: list[int], line: int = -1, *, drawn: bool = False) -> None:
        super().__init__(why, lines, line)
        self.why, self.lines, self.line, self.drawn = why, lines, line, drawn


class Left(Exception):  # noqa: N818 - no error: a block goes on in another branch
    """A block is left, as somebody else has decided.

    Attributes:
        section: Which.
    """

    def __init__(self, section: int) -> None:
        super().__init__(section)
        self.section = section
