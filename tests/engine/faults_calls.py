"""As `tests.engine.faults`: calls, and what senders and receivers keep in mind, with one fault."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simkit.engine import Plan
from simkit.engine.plan import LinePlan
from simkit.engine.reference.call import Attempt, Call
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.limits import Bucket
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.reasons import Why
from simkit.engine.reference.redrawn import Redrawn
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.senders import CLOSED, OPEN, TOKEN, Pace, Purse, Switch, Turn
from simkit.model.calling import Breaker, Budget, Calling
from simkit.record.tables import NEVER, Again, Done
from tests.engine.contract import Engine
from tests.engine.faults import misreading

PLAIN = Calling()


def with_calls(change: Callable[[Calling], Calling]) -> Engine:
    """Calls of which something is said are made otherwise."""

    def changed(line: LinePlan) -> LinePlan:
        return line if line.calling == PLAIN else replace(line, calling=change(line.calling))

    return misreading(lambda plan: replace(plan, lines=tuple(map(changed, plan.lines))))


def with_calling(**other: Any) -> Engine:
    """Calls keep to other words than were said, where something was."""

    def change(calling: Calling) -> Calling:
        said = {n: v for n, v in other.items() if getattr(calling, n) != getattr(PLAIN, n)}
        return replace(calling, **said)

    return with_calls(change)


def with_breaker(**other: Any) -> Engine:
    """Breakers keep to other words than were said."""
    return with_calls(
        lambda calling: replace(
            calling, breaker=calling.breaker and replace(calling.breaker, **other)
        )
    )


def with_backoff(**other: Any) -> Engine:
    """Backoffs keep to other words than were said."""
    return with_calls(lambda calling: replace(calling, backoff=replace(calling.backoff, **other)))


def one_attempt_more(calling: Calling) -> Calling:
    return replace(calling, attempts=calling.attempts + (calling.attempts > 1))


def without_memory_of_keys(plan: Plan) -> Plan:
    lines = (replace(one, handling=replace(one.handling, idempotent=None)) for one in plan.lines)
    return replace(plan, lines=tuple(lines))


# ---------------------------------------------------------------------- attempts

PAUSE, LEAVE, AGAIN, ANSWERED = Call.pause, Call.leave, Call.again, Call.answered
PATIENCE, WINS, NEXT, DONE = Call.patience, Call.wins, Call.next, Call.done


def waits_before_the_first(call: Call) -> None:
    call.policy.requested()
    attempt = call.next(Again.ATTEMPT)
    call.after(attempt, call.pause(attempt), call.leave)


def pause_of_the_next(call: Call, attempt: Attempt) -> int:
    call.retries += 1
    pause = PAUSE(call, attempt)
    call.retries -= 1
    return pause


def waits_beyond_the_deadline(call: Call, attempt: Attempt) -> int:
    calling = call.calling
    call.calling = replace(calling, deadline=None)
    patience = PATIENCE(call, attempt)
    call.calling = calling
    return patience


def one_ns_less(call: Call, attempt: Attempt) -> int:
    return PATIENCE(call, attempt) - 1


def again_beyond_the_deadline(call: Call, attempt: Attempt, why: Why) -> bool:
    calling = call.calling
    call.calling = replace(calling, deadline=None)
    again = AGAIN(call, attempt, why)
    call.calling = calling
    return again


def hedges_are_attempts(call: Call, attempt: Attempt, why: Why) -> bool:
    return len(call.attempts) < call.calling.attempts and AGAIN(call, attempt, why)


def counts_after_the_end(call: Call, scope: Scope, line: int, home: Scope, why: Why | None) -> None:
    if why is None:
        call.over = False
    ANSWERED(call, scope, line, home, why)


def too_late(call: Call, scope: Scope, line: int, home: Scope, why: Why | None) -> None:
    """An answer counts only before the timeout of its own attempt."""
    if call.of_scope[scope].why is None:
        ANSWERED(call, scope, line, home, why)


def first_failure_is_the_end(call: Call, attempt: Attempt, why: Why) -> None:
    if not call.over and attempt.why is None:
        attempt.why = why
        if not call.again(attempt, why):
            call.gives_up(why)


def fate_of_the_last(call: Call) -> Done:
    return call.attempts[-1].scope.done() if call.winner is None else DONE(call)


# Whether it is over does not matter, as long as its caller is there.
idle_without_caller = property(lambda call: call.sender.ended != NEVER)
# What only repeats cannot be told from what does the work.
never = property(lambda _: False, lambda *_: None)


def same_draws(redrawn: Redrawn, line: int) -> Callable[[int], int]:
    return redrawn.draws(line, "")


# ---------------------------------------------------------------------- losers


def goes_on(call: Call, attempt: Attempt) -> None:
    """Nobody cancels what was beaten."""
    attempt.scope.is_duplicate()
    call.reports(attempt)


def is_waited_for(_: Scope) -> None:
    """What was beaten delays the settled clock."""


def cancels_only_the_call(scope: Scope, running: bool) -> None:
    for execution in list(scope.executions.values())[:1]:
        execution.cancel(running)


def interrupted_with_its_worker(pool: Pool, execution: Execution, holding: bool) -> None:
    if execution.started != NEVER:
        pool.leave(execution, holding=False)


def nothing_is_withheld(scope: Scope, line: int, why: Why = Why.FAILURE) -> None:
    """A no reaches whoever waits outside as soon as one attempt has failed."""
    outer, region = scope, scope.run.region_of[scope.run.lines[line].to]
    while outer.region != region and outer.outer is not None:
        if outer.call is not None and outer.call.hears(line):
            break
        outer = outer.outer
    outer.answer(line, good=False, why=why)


def withheld_for_ever(call: Call, attempt: Attempt, *rest: Any) -> None:
    attempt.scope.withheld = frozenset()
    WINS(call, attempt, *rest)


# ---------------------------------------------------------------------- budgets and breakers

PURSE, LETS, ENDED, TURNS = Purse.__init__, Switch.lets, Switch.ended, Switch.turns


def earned_by_requests(purse: Purse, what: str) -> None:
    if what == "requests":
        purse.tokens = min(purse.most, purse.tokens + purse.share)


def never_spent(purse: Purse) -> bool:
    return purse.tokens >= TOKEN


def bottomless(purse: Purse, budget: Budget) -> None:
    PURSE(purse, replace(budget, most=1e9))


def full_at_first(purse: Purse, budget: Budget) -> None:
    PURSE(purse, budget)
    purse.tokens = purse.most


def never_half_open(switch: Switch, attempt: Attempt) -> bool:
    attempt.counted = switch.state != CLOSED
    return switch.state == CLOSED


def rests_anew(switch: Switch, attempt: Attempt) -> bool:
    """Each call that is kept back counts as a failure that opens it once more."""
    lets = LETS(switch, attempt)
    if switch.state == OPEN:
        switch.since = switch.policy.clock._now
    return lets


def failures_open_it_again(switch: Switch, attempt: Attempt, well: bool) -> None:
    if switch.state == OPEN and not well:
        switch.since = switch.policy.clock._now
    ENDED(switch, attempt, well)


def never_forgets(switch: Switch, attempt: Attempt, well: bool) -> None:
    """What failed before it was open counts when it is closed again."""
    calls, failures = list(switch.calls), switch.failures
    ENDED(switch, attempt, well)
    if attempt.probe and switch.state == CLOSED:
        switch.calls.extend(calls)
        switch.failures = failures


def looks_back_for_ever(switch: Switch, policy: Any, breaker: Breaker) -> None:
    SWITCH(switch, policy, replace(breaker, window=10**6))


def failures_add_up(switch: Switch, attempt: Attempt, well: bool) -> None:
    full = len(switch.calls) == switch.breaker.window
    switch.failures += full and not switch.calls[0]
    ENDED(switch, attempt, well)


SWITCH = Switch.__init__

# ---------------------------------------------------------------------- limits and paces

BUCKET, REFUSE = Bucket.__init__, Execution.refuse


def fills_too_fast(bucket: Bucket, rate: float, burst: int) -> None:
    BUCKET(bucket, 2 * rate, burst)


def holds_too_much(bucket: Bucket, now: int) -> bool:
    """Tokens that nobody takes are all kept."""
    if bucket.full - bucket.slack > now:
        return False
    bucket.full += bucket.interval
    return True


def empty_at_first(bucket: Bucket, rate: float, burst: int) -> None:
    BUCKET(bucket, rate, burst)
    bucket.slack = 0


def refused_with_its_place(execution: Execution) -> None:
    execution.place = None
    REFUSE(execution)


def nobody_moves_up(pace: Pace) -> None:
    """A call that is over leaves its place to nobody."""


def turn_of_the_dead(_: Pace, event: Any) -> None:
    turn: Turn = event.value
    if not turn.is_idle:
        turn.has_come = True
        turn.course.look()


def counts_all(journey: Journey, call: Call) -> None:
    sent = sum(attempt.left != NEVER for attempt in call.attempts)
    journey.attempts = max(journey.attempts, sent)
