"""What the blocks of a drawing do: who takes which branch, how often, and until when.

A drawing shows the branches; the numbers come from their labels or from ``choices:``. A design
has one rule for each block of its script, in the same order.
"""

from dataclasses import dataclass

from simkit.model.distribution import Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Something that has happened to a message of the journey, or has not.

    Attributes:
        lines: The lines of which one is enough.
        how: ``happened`` (it has reached its receiver, or the step is done), ``succeeded`` (the
            call has been answered well), ``failed`` (it has come to nothing in whatever way),
            ``refused`` or ``timed out``.
    """

    lines: frozenset[int]
    how: str = "happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """One branch is drawn (alt, opt, break).

    Attributes:
        shares: How likely each branch is, the last for none of those drawn; their sum is 1.
    """

    shares: tuple[float, ...]

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn."""
        return any(0 < share < 1 for share in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The first branch of which the condition holds is taken (alt, opt, break).

    Attributes:
        whens: Of each branch, the last for none of those drawn; None: always.
    """

    whens: tuple[When | None, ...]
    has_luck = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """A loop; times in ns.

    Attributes:
        most: How often its lines are done at most, from 1.
        pause: Before each turn; None: none.
        growth: How much longer each further pause is; 1: all alike.
        cap: The longest pause; None: none.
        until: What ends it, looked at after each turn; None: it has ``most`` turns. When these
            have passed without it, whoever decides fails as after a timeout.
    """

    most: int
    pause: Distribution | None = None
    growth: float = 1.0
    cap: int | None = None
    until: tuple[When, ...] = ()

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn."""
        return self.pause is not None and self.pause.cv > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers:
    """What the options of a critical block handle.

    Attributes:
        reasons: Of each option: any of ``timeout``, ``refused``, ``failure``.
    """

    reasons: tuple[frozenset[str], ...]
    has_luck = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Branches side by side of which not all are waited for (par first, par k of n).

    Attributes:
        needed: How many branches, or copies, have to be over.
        copies: How often the only branch is done side by side; 1: every branch is drawn.
        deadline: After so long, in ns, it goes on with what there is; None: never.
    """

    needed: int
    copies: int = 1
    deadline: int | None = None
    has_luck = False


Rule = Chances | Conditions | Turns | Handlers | Gathering
