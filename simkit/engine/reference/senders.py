"""What senders keep in mind of their calls: breakers, budgets, and how fast they may send.

Each sending instance keeps it for each message by itself, unless it is shared.
"""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, line_key
from simkit.engine.reference.events import After
from simkit.engine.reference.limits import Bucket
from simkit.engine.reference.reasons import Left
from simkit.model.calling import Breaker, Budget, Calling, Limit
from simkit.model.script import StepKind
from simkit.record.tables import Change

if TYPE_CHECKING:
    from simkit.engine.reference.call import Attempt
    from simkit.engine.reference.course import Course
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.run import Run

CLOSED, OPEN, HALF_OPEN = range(3)
Key = tuple[int, int, int, str]  # a sender, one of its instances, and a message
TOKEN = 1_000_000_000  # a budget counts in such parts


class Senders:
    """All that senders keep in mind.

    Attributes:
        policies: Of each sender, what it knows of the calls of one message.
        paces: Of each sender, how fast it may send one.
    """

    def __init__(self, run: "Run") -> None:
        self.run = run
        self.policies: dict[Key, CallPolicy] = {}
        self.paces: dict[Key, Pace] = {}

    def key(self, sender: "Execution", line: int, *, shared: bool) -> "Key":
        """A sender and a message: a label and its receiver, however often it is drawn."""
        plan = self.run.lines[line]
        instance = sender.instance.number if sender.instance else 0
        return sender.plan.participant, -1 if shared else instance, plan.receiver, plan.label

    def of(self, sender: "Execution", line: int) -> "CallPolicy":
        """What the sender of a call keeps in mind of such calls."""
        calling = self.run.lines[line].calling
        key = self.key(sender, line, shared=calling.shared)
        if key not in self.policies:
            self.policies[key] = CallPolicy(self.run, (*key[:2], line), calling)
        own = self.policies[key]
        own.pace = self.pace(sender, line)
        return own

    def pace(self, sender: "Execution", line: int) -> "Pace | None":
        """How fast a message may be sent; None: as fast as one likes."""
        limit = self.run.lines[line].calling.pace
        if limit is None:
            return None
        key = self.key(sender, line, shared=limit.shared)
        if key not in self.paces:
            self.paces[key] = Pace(self.run, line, limit)
        return self.paces[key]

    def in_turn(self, course: "Course", kind: StepKind, line: int) -> Iterator[None]:
        """Wait until a message may leave."""
        pace = self.pace(course.own, line) if kind is StepKind.SEND else None
        return pace.let_go(course) if pace is not None else iter(())


class CallPolicy:
    """What one sender keeps in mind of one kind of call."""

    pace: "Pace | None" = None

    def __init__(self, run: "Run", place: tuple[int, int, int], calling: Calling) -> None:
        self.run, self.place, self.clock = run, place, run.clock
        self.breaker = Switch(self, calling.breaker) if calling.breaker is not None else None
        self.budget = Purse(calling.budget) if calling.budget is not None else None

    def requested(self) -> None:
        """A call is made for the first time."""
        if self.budget is not None:
            self.budget.earn("requests")

    def succeeded(self) -> None:
        """A call went well."""
        if self.budget is not None:
            self.budget.earn("successes")

    def pays(self) -> bool:
        """Whether one more attempt can be paid for; then it is."""
        return self.budget is None or self.budget.pays()

    def lets(self, attempt: "Attempt") -> bool:
        """Whether an attempt may leave."""
        return self.breaker is None or self.breaker.lets(attempt)

    def ended(self, attempt: "Attempt", *, well: bool) -> None:
        """An attempt has been answered, or has come to nothing."""
        if self.breaker is not None and not attempt.counted:
            attempt.counted = True
            self.breaker.ended(attempt, well)

    def dropped(self, attempt: "Attempt") -> None:
        """Nobody wants to know any more what becomes of an attempt."""
        if self.breaker is not None and not attempt.counted:
            attempt.counted = True
            self.breaker.dropped(attempt)

    def left(self) -> None:
        """A call is over: its place is free for another."""
        if self.pace is not None:
            self.pace.left()


class Purse:
    """The tokens that further attempts cost (a retry budget)."""

    def __init__(self, budget: Budget) -> None:
        self.of, self.share = budget.of, round(budget.share * TOKEN)
        self.most, self.tokens = round(budget.most * TOKEN), 0

    def earn(self, what: str) -> None:
        """Something has happened that earns a share of a token."""
        if what == self.of:
            self.tokens = min(self.most, self.tokens + self.share)

    def pays(self) -> bool:
        """Take one token, if there is one."""
        if self.tokens < TOKEN:
            return False
        self.tokens -= TOKEN
        return True


class Switch:
    """A circuit breaker: closed, calls go through; open, none does; half open, a few probe.

    That its rest is over shows when the next call comes.
    """

    state = CLOSED
    since = 0
    trial = 0  # how often it has been half open
    out = well = 0  # probes that have left, and that went well

    def __init__(self, policy: CallPolicy, breaker: Breaker) -> None:
        self.policy, self.breaker = policy, breaker
        self.calls: deque[bool] = deque(maxlen=breaker.window)
        self.failures = 0

    def lets(self, attempt: "Attempt") -> bool:
        """Whether a call may leave."""
        now = self.policy.clock._now
        if self.state == OPEN and now >= self.since + self.breaker.rest:
            self.out = self.well = 0
            self.trial += 1
            self.turns(HALF_OPEN)
        if self.state == HALF_OPEN and self.out < self.breaker.probes:
            self.out += 1
            attempt.probe = self.trial
            return True
        attempt.counted = self.state != CLOSED
        return self.state == CLOSED

    def ended(self, attempt: "Attempt", well: bool) -> None:
        """A call that had left is over."""
        if attempt.probe:
            if self.state == HALF_OPEN and attempt.probe == self.trial:
                self.well += well
                if not well:
                    self.turns(OPEN)
                elif self.well == self.breaker.probes:
                    self.calls.clear()
                    self.failures = 0
                    self.turns(CLOSED)
            return
        if self.state != CLOSED:
            return
        if len(self.calls) == self.breaker.window:
            self.failures -= not self.calls[0]
        self.calls.append(well)
        self.failures += not well
        enough = len(self.calls) >= self.breaker.least
        if enough and self.failures >= self.breaker.share * len(self.calls):
            self.turns(OPEN)

    def dropped(self, attempt: "Attempt") -> None:
        """A probe that nobody waits for any more leaves its place to another."""
        if self.state == HALF_OPEN and attempt.probe == self.trial:
            self.out -= 1

    def turns(self, state: int) -> None:
        """It is something else from now on."""
        self.state, self.since = state, self.policy.clock._now
        participant, instance, line = self.policy.place
        run = self.policy.run
        if participant >= 0:
            run.change(run.pools[participant], instance, Change.BREAKER, state, line)


class Turn:
    """The place of one who waits until he may send."""

    has_come = False
    is_gone = False  # he does not wait any more

    def __init__(self, course: "Course") -> None:
        self.course = course

    @property
    def is_idle(self) -> bool:
        """Whether nobody is there who would use it."""
        return self.is_gone or self.course.is_over


class Pace:
    """How fast a sender may send: who comes too early waits, first come, first served."""

    def __init__(self, run: "Run", line: int, limit: Limit) -> None:
        self.run, self.line, self.clock = run, line, run.clock
        self.free = limit.at_once
        self.bucket = Bucket(limit.rate, limit.burst) if limit.rate is not None else None
        self.waiting: deque[Turn] = deque()

    def let_go(self, course: "Course") -> Iterator[None]:
        """Wait until it may send."""
        if self.free:
            self.free -= 1
        elif self.free is not None:
            yield from self.queue(course)
        delay = self.delay()
        if delay:
            until = self.clock._now + delay
            key = ENDS + course.here.key + line_key(self.line)
            After(self.clock, delay, key, lambda _: course.look())
            yield from course.wait(lambda: self.clock._now >= until)
            if course.leaving >= 0:
                self.left()
                raise Left(course.leaving)
            yield from course.resume()

    def queue(self, course: "Course") -> Iterator[None]:
        """Wait for one of those before it to be over."""
        turn = Turn(course)
        self.waiting.append(turn)
        yield from course.wait(lambda: turn.has_come)
        if course.leaving >= 0:
            turn.is_gone = True
            if turn.has_come:
                self.left()
            raise Left(course.leaving)
        yield from course.resume()

    def delay(self) -> int:
        """How long until one more message may be sent, in ns; from now on that is its time."""
        return self.bucket.delay(self.clock._now) if self.bucket is not None else 0

    def waits(self) -> int:
        """How long until one more message could be sent, in ns."""
        return self.bucket.waits(self.clock._now) if self.bucket is not None else 0

    def left(self) -> None:
        """A call is over: whoever waits longest can send."""
        if self.free is None:
            return
        while self.waiting:
            turn = self.waiting.popleft()
            if not turn.is_idle:
                key = ENDS + turn.course.here.key + line_key(self.line)
                After(self.clock, 0, key, self.grant, turn)
                return
        self.free += 1

    def grant(self, event: Any) -> None:
        """It is somebody's turn, if he is still there."""
        turn: Turn = event.value
        if turn.is_idle:
            self.left()
        else:
            turn.has_come = True
            turn.course.look()
