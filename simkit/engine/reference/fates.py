"""What becomes of work, from best to worst."""

from collections.abc import Iterable
from typing import Protocol

from simkit.record.tables import Done

WORST = {
    done: rank
    for rank, done in enumerate(
        (Done.WELL, Done.FAILED, Done.REFUSED, Done.EXPIRED, Done.DEAD_LETTERED, Done.LOST)
    )
}


class Part(Protocol):
    """What the work of a scope is made of, besides its own executions."""

    def done(self) -> Done:
        """What became of it."""

    def forget(self) -> None:
        """What knew each other is forgotten."""


def worst(fates: Iterable[Done], otherwise: Done = Done.WELL) -> Done:
    """The worst of several.

    >>> worst([Done.WELL, Done.LOST, Done.FAILED]).name
    'LOST'
    """
    return max(fates, key=WORST.__getitem__, default=otherwise)


def best(fates: Iterable[Done], otherwise: Done = Done.WELL) -> Done:
    """The best of several.

    >>> best([Done.REFUSED, Done.WELL, Done.FAILED]).name
    'WELL'
    """
    return min(fates, key=WORST.__getitem__, default=otherwise)
