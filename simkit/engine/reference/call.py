"""A call that its sender minds: attempts, timeouts, retries and hedges until it is over.

Each attempt has all that is drawn for its receiver happen in a scope of its own. The first
positive answer wins; what the other attempts have set in motion goes on for nobody.
"""

from typing import TYPE_CHECKING, Any

from simkit.engine.order import TIMEOUTS, line_key
from simkit.engine.reference.draws import CHANCES
from simkit.engine.reference.events import After
from simkit.engine.reference.fates import best
from simkit.engine.reference.reasons import FATE, WORD, Why
from simkit.engine.sampling.inverse import ENDLESS
from simkit.record.tables import NEVER, Again, Done, GivenUp

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.scope import Scope


class Attempt:
    """One sending of a call.

    Attributes:
        scope: What it sets in motion.
        left: When it left; NEVER: not yet, or not at all.
        why: What it has come to, if it has come to nothing.
    """

    left = NEVER
    why: Why | None = None
    probe = 0  # in which of its trials it left to see if an open breaker can close
    is_in_time = False  # whether it has waited until it may leave
    counted = False  # whether its breaker knows what became of it

    def __init__(self, scope: "Scope") -> None:
        self.scope = scope


class Call:
    """One call of an execution, from its first attempt until it is answered or given up.

    Attributes:
        over: Whether nobody waits for it any more.
        is_handled: Whether whoever made it deals with its coming to nothing.
        winner: The attempt that was answered well.
    """

    over = False
    winner: Attempt | None = None
    last = Why.TIMEOUT  # what the latest attempt that came to nothing has come to
    retries = 0
    hedges = 0

    def __init__(self, scope: "Scope", sender: "Execution", line: int) -> None:
        self.scope, self.sender, self.line = scope, sender, line
        self.run, self.clock, self.journey = scope.run, scope.clock, scope.journey
        self.plan = self.run.lines[line]
        self.calling = self.plan.calling
        self.began = self.clock._now
        self.attempts: list[Attempt] = []
        self.of_scope: dict[Scope, Attempt] = {}
        self.is_handled = any(self.run.tolerated[one] for one in self.plan.answers)
        self.policy = self.run.senders.of(sender, line)

    def hears(self, line: int) -> bool:
        """Whether a line answers it."""
        return line in self.plan.answers

    @property
    def may_be_repeated(self) -> bool:
        """Whether something else may still happen than in the attempt that there is."""
        repeats = self.calling.attempts > 1 or self.calling.hedge is not None
        return repeats and not self.over

    # ---------------------------------------------------------------- attempts

    def begin(self) -> None:
        """Send it for the first time."""
        self.policy.requested()
        self.leave(self.next(Again.ATTEMPT))

    def next(self, again: Again) -> Attempt:
        """One more attempt, which has not left yet."""
        # Copies that are sent early are counted by themselves: what is sent again is the same.
        number = sum(one.scope.again is again for one in self.attempts) + (again is Again.HEDGE)
        region = self.run.plan.executions[self.plan.starts].number
        scope = self.scope.child(region, again, number, self.line)
        scope.call, scope.is_planned = self, True
        attempt = Attempt(scope)
        self.attempts.append(attempt)
        self.of_scope[scope] = attempt
        return attempt

    def after(self, attempt: Attempt, delay: int, happens: Any) -> None:
        """Something will happen to an attempt."""
        if delay < ENDLESS:
            key = TIMEOUTS + attempt.scope.key + line_key(self.line)
            After(self.clock, delay, key, lambda _: happens(attempt))

    @property
    def is_idle(self) -> bool:
        """Whether nobody is left who would do anything for it."""
        return self.over or self.sender.ended != NEVER

    def leave(self, attempt: Attempt) -> None:
        """An attempt leaves, unless a breaker keeps it."""
        if self.is_idle or self.is_too_late() or self.is_held_back(attempt):
            return
        attempt.scope.is_planned = False
        if not self.policy.lets(attempt):
            attempt.scope.unseen(self.sender, self.line, Done.REFUSED)
            attempt.scope.marks(Done.REFUSED)
            self.fails(attempt, Why.REFUSED)
            return
        attempt.left = self.clock._now
        self.journey.counts(self)
        self.after(attempt, self.patience(attempt), self.expires)
        attempt.scope.leaves(self.sender, self.line)
        if self.calling.hedge is not None and self.hedges < self.calling.hedges:
            delay = self.draw("hedge", attempt, self.calling.hedge)
            self.after(self.next(Again.HEDGE), delay, lambda hedge: self.hedge(attempt, hedge))

    def hedge(self, attempt: Attempt, hedge: Attempt) -> None:
        """An attempt takes long: one more leaves, if it is still waited for."""
        if attempt.why is None and self.hedges < self.calling.hedges:
            self.hedges += 1
            self.leave(hedge)

    def is_too_late(self) -> bool:
        """Whether a further attempt could not leave before the deadline; then it never does."""
        deadline, pace, now = self.calling.deadline, self.policy.pace, self.clock._now
        waits = pace.waits() if pace is not None and len(self.attempts) > 1 else 0
        if deadline is None or now + waits < self.began + deadline:
            return False
        if not self.is_waiting:
            self.gives_up(self.last)
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether an attempt has left of which nothing is known yet."""
        return any(one.left != NEVER and one.why is None for one in self.attempts)

    def is_held_back(self, attempt: Attempt) -> bool:
        """Whether a further attempt has to wait, as so many messages have left of late."""
        pace = self.policy.pace
        if pace is None or attempt is self.attempts[0] or attempt.is_in_time:
            return False
        attempt.is_in_time = True
        delay = pace.delay()
        if delay:
            self.after(attempt, delay, self.leave)
        return delay > 0

    def patience(self, attempt: Attempt) -> int:
        """How long an attempt is waited for, in ns."""
        limit = ENDLESS
        if self.calling.timeout is not None:
            limit = self.draw("timeout", attempt, self.calling.timeout)
        if self.calling.deadline is not None:
            limit = min(limit, self.began + self.calling.deadline - self.clock._now)
        return limit

    def draw(self, what: str, attempt: Attempt, law: Any) -> int:
        """A draw of this call for one of its attempts."""
        return self.run.draws.fault(what, self.line, attempt.scope.address, law)(
            self.journey.request
        )

    # ---------------------------------------------------------------- what comes of them

    def answered(self, scope: "Scope", line: int, home: "Scope", why: Why | None) -> None:
        """An answer to an attempt arrives; ``why`` it says no, or None for a yes."""
        attempt = self.of_scope[scope]
        if self.over and attempt is self.winner:  # one more answer, as drawn
            if why is None:
                self.journey.reached(line)
            home.is_told(line, why)
        elif why is not None:
            self.fails(attempt, why)
        elif not self.over:
            self.policy.ended(attempt, well=True)
            self.wins(attempt, line, home)

    def expires(self, attempt: Attempt) -> None:
        """An attempt has been waited for long enough."""
        if attempt.why is None and not self.is_idle:
            if self.calling.cancel != "none":
                attempt.scope.cancel(running=self.calling.cancel == "running")
            self.fails(attempt, Why.TIMEOUT)

    def fails(self, attempt: Attempt, why: Why) -> None:
        """An attempt has come to nothing."""
        if self.over or attempt.why is not None:
            return
        attempt.why = why
        self.policy.ended(attempt, well=False)
        if self.sender.ended != NEVER:
            return
        self.last = why
        if not self.is_waiting and not self.again(attempt, why):
            self.gives_up(why)

    def again(self, attempt: Attempt, why: Why) -> bool:
        """Send it once more after a while, if it may."""
        calling = self.calling
        if WORD[why] not in calling.retry_on or self.retries + 1 >= calling.attempts:
            return False
        pause = self.pause(attempt)
        ends = calling.deadline
        if ends is not None and self.clock._now + pause >= self.began + ends:
            return False
        if not self.policy.pays():
            return False
        self.retries += 1
        self.after(self.next(Again.ATTEMPT), pause, self.leave)
        return True

    def pause(self, attempt: Attempt) -> int:
        """How long it waits before it sends once more, in ns."""
        backoff = self.calling.backoff
        pause = self.draw("backoff", attempt, backoff.base)
        if backoff.factor != 1:
            pause = round(pause * backoff.factor**self.retries)
        if backoff.cap is not None:
            pause = min(pause, backoff.cap)
        if backoff.jitter == "none":
            return pause
        share = self.run.draws.fault("jitter", self.line, attempt.scope.address)(
            self.journey.request
        )
        least = pause // 2 if backoff.jitter == "equal" else 0
        return least + (pause - least) * share // CHANCES

    # ---------------------------------------------------------------- its end

    def wins(self, attempt: Attempt, line: int, home: "Scope") -> None:
        """An attempt was answered well: nobody waits for the others."""
        self.over, self.winner = True, attempt
        self.policy.succeeded()
        for other in self.attempts:
            if other is not attempt:
                self.drop(other)
        scope = attempt.scope
        self.scope.note(self.line, "succeeded")
        for key, value in scope.decisions.items():
            self.scope.decide(key, value)
        self.journey.reached(line)
        home.is_told(line)
        for withheld in sorted(scope.withheld):
            self.scope.say_no(withheld)
        self.policy.left()

    def gives_up(self, why: Why) -> None:
        """It has come to nothing."""
        self.over = True
        self.scope.note(self.line, FATE[why])
        for attempt in self.attempts:
            self.reports(attempt)
        # Others who wait for what would have come of it are told no, too.
        others = self.plan.missing - frozenset(self.plan.answers)
        self.scope.never_comes(others, self.plan.unbegun, why)
        for line in self.plan.answers:
            home = self.scope.home(line)
            if line not in home.heard:
                home.is_told(line, why)
        self.policy.left()

    def is_left(self) -> None:
        """Whoever made it waits for nothing any more; what it has set in motion goes on."""
        if not self.over:
            self.over = True
            for attempt in self.attempts:
                self.reports(attempt, GivenUp.LEFT)
            self.policy.left()

    def is_skipped(self) -> None:
        """Whoever made it has gone on elsewhere: what it has set in motion is of no use."""
        if not self.over:
            self.is_left()
            self.is_handled = True
            for attempt in self.attempts:
                if self.calling.cancel != "none":
                    attempt.scope.cancel(running=self.calling.cancel == "running")
                attempt.scope.is_duplicate()

    def drop(self, attempt: Attempt) -> None:
        """Nobody waits for an attempt any more."""
        if self.calling.cancel != "none":
            attempt.scope.cancel(running=self.calling.cancel == "running")
        if self.winner is not None and not self.winner.scope.only_repeats:
            attempt.scope.is_duplicate()
        self.reports(attempt)

    def reports(self, attempt: Attempt, otherwise: GivenUp = GivenUp.BEATEN) -> None:
        """An attempt was of no use, and nobody has said no to it."""
        self.policy.dropped(attempt)
        if attempt.left != NEVER and attempt.why in (None, Why.TIMEOUT):
            why = GivenUp.TIMED_OUT if attempt.why is Why.TIMEOUT else otherwise
            self.journey.gives_up(self.line, attempt.scope.path, why)

    def done(self) -> Done:
        """What became of its work: of several attempts, the best."""
        # An attempt that only repeats what was known already has done nothing itself.
        if self.winner is not None and not self.winner.scope.only_repeats:
            return self.winner.scope.done()
        if self.over and self.is_handled:
            return Done.WELL
        sent = (
            one.scope.done()
            for one in self.attempts
            if (one.left != NEVER or one.why is not None) and not one.scope.only_repeats
        )
        return best(sent)

    def forget(self) -> None:
        """What knew each other is forgotten."""
        self.attempts.clear()
        self.of_scope.clear()
        self.winner = None


def quit_calls(execution: "Execution") -> None:
    """An execution waits for nobody any more."""
    if execution.scope.run.is_rich:
        for scope in {execution.scope: None, execution.here: None}:
            for call in scope.calls.values():
                if call.sender is execution:
                    call.is_left()
