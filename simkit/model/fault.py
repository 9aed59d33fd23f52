"""What goes wrong, and when."""

from dataclasses import dataclass
from enum import Enum

from simkit.model.distribution import Constant, Distribution

AT_ONCE = Constant(value=0)


class Blow(Enum):
    """What a fault does."""

    CRASH = "crash"  # an instance dies, with all that it has in memory, and comes back
    KILL = "kill"  # one execution dies; its worker is free again at once
    LOSE = "lose"  # a message is lost on the way
    SLOW = "slow"  # work takes longer
    FAIL = "fail"  # what works fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong; times in ns.

    Exactly one of ``at``, ``every``, ``every_busy`` and ``chance`` says when.

    Attributes:
        blow: What happens.
        part: Id of the participant it happens to; "" for what is lost on the way.
        lines: Of what is lost, the lines; else empty.
        instance: Which instance, from 0; None: all of them at fixed times, each by itself at
            random ones.
        at: At these instants.
        every: Again and again, this long after the last time was over, by the clock on the wall.
        every_busy: After so much work of an execution, drawn anew for each.
        chance: For this share of the executions, or of the messages on their way.
        after: With ``chance``, right after one of these lines; empty: at any moment of their
            first work.
        lasts: How long until it is over: the instance is back, or work is as before.
        factor: How much longer work takes while it is slow.
    """

    blow: Blow
    part: str = ""
    lines: frozenset[int] = frozenset()
    instance: int | None = None
    at: tuple[int, ...] = ()
    every: Distribution | None = None
    every_busy: Distribution | None = None
    chance: float = 0.0
    after: frozenset[int] = frozenset()
    lasts: Distribution = AT_ONCE
    factor: float = 1.0

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn."""
        laws = (self.every, self.every_busy, self.lasts)
        return 0 < self.chance < 1 or any(law is not None and law.cv > 0 for law in laws)
