"""How messages are called for, in plain words: who waits how long, and what then."""

from collections.abc import Iterator

from simkit.model.calling import PLAIN_CALL, Backoff, Breaker, Budget, Calling, Limit
from simkit.model.form_calling import REASONS
from simkit.model.scenario import Design
from simkit.model.script import Line
from simkit.units import number_text, rate_text, share_text, time_text
from simkit.views.reading_policy import label_of


def calling_lines(design: Design) -> Iterator[str]:
    """Every decision of a sender that plays a part, stated or not; calls that agree once."""
    told: dict[tuple[str, ...], None] = {}
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        if cost.calling != PLAIN_CALL:
            words = (f"  {text}" for text in _calling(design, line, cost.calling))
            told[f"{label_of(line)} from {line.sender} to {line.receiver}:", *words] = None
    for lines in told:
        yield from lines


def _calling(design: Design, line: Line, calling: Calling) -> Iterator[str]:
    if calling.guards:
        yield f"waits: {_waits(calling)}"
        yield f"sent again: {'; '.join(_again(calling))}"
    if calling.hedge is not None:
        yield f"hedge: {_hedge(calling)}"
    if calling.budget is not None:
        yield f"budget: {_budget(calling.budget)}"
    if calling.breaker is not None:
        yield f"breaker: {_breaker(calling.breaker)}"
    if calling.pace is not None:
        yield f"pace: {line.sender} lets {_limit(calling.pace)} go; more wait with it"
    if calling.limit is not None:
        yield f"limit: {line.receiver} takes {_limit(calling.limit)}; more are refused"
    yield from _whose(design, line, calling)


def _whose(design: Design, line: Line, calling: Calling) -> Iterator[str]:
    """Whether the instances of a sender share what they keep."""
    kept = [name for name in ("budget", "breaker", "pace") if getattr(calling, name) is not None]
    if kept and calling.shared:
        yield f"{_and(kept)}: one for all instances of {line.sender}"
    elif kept and design.participant(line.sender).instances > 1:
        yield f"{_and(kept)}: one for each instance of {line.sender}"


def _and(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _waits(calling: Calling) -> str:
    each = " for each attempt" if calling.attempts > 1 else ""
    lasts = [] if calling.timeout is None else [f"{calling.timeout}{each}"]
    lasts += [] if calling.deadline is None else [f"{time_text(calling.deadline)} in all"]
    if not lasts:
        return "for ever" + (f"; {_given_up(calling)}" if calling.hedge is not None else "")
    return f"{', '.join(lasts)}; {_given_up(calling)}"


def _given_up(calling: Calling) -> str:
    return {
        "none": "what it gives up goes on, for nobody",
        "queued": "what it gives up is withdrawn if no worker has it yet, else goes on",
        "running": "what it gives up is withdrawn, and interrupted",
    }[calling.cancel]


def _again(calling: Calling) -> Iterator[str]:
    if calling.attempts == 1:
        yield "never"
        return
    yield f"{calling.attempts:,} attempts at most"
    if calling.retry_on != frozenset(REASONS):
        words = [_REASONS[reason] for reason in REASONS if reason in calling.retry_on]
        yield f"only after {' or '.join(words)}"
    yield from _pauses(calling.backoff, calling.attempts > 2)


_REASONS = {"timeout": "a timeout", "refused": "a refusal", "failure": "a failure"}


def _pauses(backoff: Backoff, several: bool) -> Iterator[str]:
    if backoff.base.is_zero:
        yield "at once"
        return
    grows = several and backoff.factor > 1
    first = "after a first pause of" if grows else "after"
    yield f"{first} {backoff.base}"
    if grows:
        most = "" if backoff.cap is None else f", {time_text(backoff.cap)} at most"
        yield f"each further one {number_text(backoff.factor)} times as long{most}"
    elif backoff.cap is not None:
        yield f"{time_text(backoff.cap)} at most"
    if backoff.jitter != "none":
        yield _JITTER[backoff.jitter]


_JITTER = {
    "full": "full jitter: evenly between nothing and that",
    "equal": "equal jitter: half of that, and evenly up to the whole",
}


def _hedge(calling: Calling) -> str:
    copies = "one copy" if calling.hedges == 1 else f"a copy, {calling.hedges:,} at most,"
    each = "" if calling.hedges == 1 else " each time"
    return f"{copies} after {calling.hedge} without an answer{each}; the first good answer wins"


def _budget(budget: Budget) -> str:
    earns = {"successes": "call that goes well", "requests": "first attempt"}[budget.of]
    return (
        f"each further attempt costs a token; each {earns} earns {number_text(budget.share)}; "
        f"none at the start, {number_text(budget.most)} at most"
    )


def _breaker(breaker: Breaker) -> str:
    least = f" ({breaker.least:,} at least)" if breaker.least < breaker.window else ""
    probes = "1 call goes" if breaker.probes == 1 else f"{breaker.probes:,} calls go"
    return (
        f"opens when {share_text(breaker.share)} of the last {breaker.window:,} calls have failed"
        f"{least}; nothing is sent for {time_text(breaker.rest)}, then {probes} through: it closes "
        f"if all go well"
    )


def _limit(limit: Limit) -> str:
    at_once = [] if limit.at_once is None else [f"{limit.at_once:,} at once"]
    burst = "" if limit.burst == 1 else f" (a burst of {limit.burst:,})"
    rate = [] if limit.rate is None else [f"{rate_text(limit.rate)}{burst}"]
    return " and ".join(at_once + rate)
