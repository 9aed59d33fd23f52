"""How a message is called for: how long its sender waits, and what it does when that is in vain.

A drawing shows one arrow; a client that cares sends it again, gives up, or does not send at all.
The values here are those of a scenario that says nothing.
"""

from dataclasses import dataclass

from simkit.model.distribution import Constant, Distribution

AT_ONCE = Constant(value=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How long a sender waits before it sends again.

    Attributes:
        base: Before the second attempt, in ns; a law with luck is drawn anew each time.
        factor: How much longer each further pause is; 1: constant.
        cap: The longest pause, in ns; None: none.
        jitter: ``none``; ``full`` (evenly between nothing and the pause) or ``equal`` (half of the
            pause, and evenly up to the whole of it).
    """

    base: Distribution = AT_ONCE
    factor: float = 1.0
    cap: int | None = None
    jitter: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Tokens that further attempts cost, one each.

    Attributes:
        share: Tokens earned by each event, above 0.
        of: ``requests`` (each first attempt earns) or ``successes`` (each call that went well).
        most: Tokens that can be kept, ≥ 1; there are none at the start.
    """

    share: float
    of: str = "successes"
    most: float = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """A sender that stops calling who fails too often.

    Attributes:
        share: Of the last ``window`` calls; at so many failures, or more, it opens (0 to 1].
        window: How many calls it looks back on.
        least: Fewer calls than these decide nothing, ≤ ``window``.
        rest: How long it stays open, in ns.
        probes: How many calls go through then; if all go well it closes, else it opens again.
    """

    share: float = 0.5
    window: int = 100
    least: int = 100
    rest: int = 60_000_000_000
    probes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many at once, so many in a time, or both.

    Attributes:
        at_once: How many may be under way at the same time; None: any number.
        rate: Tokens of the bucket for each second; None: no bucket.
        burst: How many tokens the bucket holds, and has at the start, ≥ 1.
        shared: Whether all who send share it, or each of their instances has its own.
    """

    at_once: int | None = None
    rate: float | None = None
    burst: int = 1
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """How a message is called for; times in ns.

    Attributes:
        timeout: How long each attempt is waited for, from when it leaves; None: for ever.
        deadline: How long in all, from the first attempt; None: for ever.
        cancel: What a sender that gives up does to what it has set in motion: ``none`` (it goes
            on, for nobody), ``queued`` (what still waits for a worker is withdrawn) or
            ``running`` (what works is interrupted too).
        attempts: How often it is sent at most, from 1.
        backoff: How long the sender waits before it sends again.
        retry_on: What makes it send again: any of ``timeout``, ``refused``, ``failure``.
        budget: What further attempts are paid from; None: they are free.
        breaker: When it is not sent at all; None: never.
        hedge: After how long without an answer one more copy is sent; None: never.
        hedges: How many such copies at most.
        limit: How many the receiver takes; one more is refused when it arrives; None: any.
        pace: How many the sender lets go; one more waits with it; None: any.
        shared: Whether breaker and budget are one for all instances of the sender, or each
            has its own.
    """

    timeout: Distribution | None = None
    deadline: int | None = None
    cancel: str = "none"
    attempts: int = 1
    backoff: Backoff = Backoff()
    retry_on: frozenset[str] = frozenset({"timeout", "refused", "failure"})
    budget: Budget | None = None
    breaker: Breaker | None = None
    hedge: Distribution | None = None
    hedges: int = 1
    limit: Limit | None = None
    pace: Limit | None = None
    shared: bool = False

    @property
    def guards(self) -> bool:
        """Whether a call can end otherwise than with the answer to its only attempt."""
        waits = (self.timeout, self.deadline, self.breaker, self.hedge)
        return self.attempts > 1 or any(one is not None for one in waits)

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn."""
        laws = [law for law in (self.timeout, self.hedge) if law is not None]
        again = self.attempts > 1 and (self.backoff.jitter != "none" or self.backoff.base.cv > 0)
        return again or any(law.cv > 0 for law in laws)


PLAIN_CALL = Calling()
