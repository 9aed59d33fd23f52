"""What may be said of how a message is called for: how long it is waited for, and what then."""

from collections.abc import Callable
from math import inf
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from simkit.errors import nearest
from simkit.model.calling import Budget, Limit
from simkit.model.calling_words import parse_budget, parse_limit
from simkit.model.distribution import NEVER, Distribution
from simkit.model.form_values import (
    UNLIMITED,
    Form,
    MaybeLaw,
    MaybePositiveTime,
    law_or_never,
    one_of,
    positive_time,
    read_text,
    refusal,
    share,
    shown,
    time_or,
    whole,
)
from simkit.units import parse_number

NONE = "none"
MOST_ATTEMPTS = 1_000
MOST_CALLS = 1_000_000
REASONS = ("timeout", "refused", "failure")
_ATTEMPTS = whole(1, MOST_ATTEMPTS)


def _positive_law_or_never(value: Any, info: ValidationInfo) -> Any:
    found = law_or_never(value, info)
    if found is not NEVER and found.is_zero:
        raise refusal(shown(value), "a time above 0 s")
    return found


def _factor(value: Any) -> float:
    expected = "a number from 1, such as 2"
    number = read_text(value, expected, parse_number) if isinstance(value, str) else value
    if type(number) not in (int, float) or not 1 <= number < inf:
        raise refusal(shown(value), expected)
    return float(number)


def _reasons(value: Any) -> frozenset[str]:
    """What makes a sender send again: one word, or a list of them."""
    words = value if isinstance(value, (list, tuple)) else (value,)
    if not words:
        raise refusal("found an empty list", f"any of {', '.join(REASONS)}")
    return frozenset(one_of(*REASONS)(word) for word in words)


def _budget(value: Any) -> Any:
    if value == UNLIMITED and isinstance(value, str):
        return value
    return read_text(value, "a budget such as '10 % of successes'", parse_budget)


def _limit(value: Any) -> Any:
    if value == UNLIMITED and isinstance(value, str):
        return value
    return read_text(value, "a limit such as '20 at once' or '100/s burst 20'", parse_limit)


def _share_or_none(value: Any) -> float | str:
    if value == NONE and isinstance(value, str):
        return NONE
    meant = nearest(value, [NONE]) if isinstance(value, str) else ""
    if meant:
        raise refusal(shown(value), f"a share such as '50 %', or {NONE}", meant)
    found = share(value)
    if found == 0:
        raise refusal(shown(value), "a share above 0 %")
    return found


def _count() -> PlainValidator:
    return PlainValidator(whole(1, MOST_CALLS))


MaybePositiveLawOrNever = Annotated[Distribution | None, PlainValidator(_positive_law_or_never)]


class RetryForm(Form):
    """Sending again what came to nothing.

    Attributes:
        attempts: How often it is sent at most, the first time included.
        backoff: How long the sender waits before the second attempt.
        factor: How much longer each further pause is.
        cap: The longest pause.
        jitter: How much of each pause is left to chance.
        budget: What further attempts are paid from, or ``unlimited``.
        on: What makes it send again.
    """

    attempts: Annotated[int | None, PlainValidator(_ATTEMPTS)] = None
    backoff: MaybeLaw = None
    factor: Annotated[float | None, PlainValidator(_factor)] = None
    cap: MaybePositiveTime = None
    jitter: Annotated[str | None, PlainValidator(one_of("none", "full", "equal"))] = None
    budget: Annotated[Budget | str | None, PlainValidator(_budget)] = None
    on: Annotated[frozenset[str] | None, PlainValidator(_reasons)] = None


class BreakerForm(Form):
    """Not calling who fails too often.

    Attributes:
        failures: At so large a share of failures it opens; ``none``: never.
        of: Of how many of the last calls.
        at_least: Fewer calls than these decide nothing.
        rest: How long it stays open.
        probes: How many calls go through then.
    """

    failures: Annotated[float | str | None, PlainValidator(_share_or_none)] = None
    of: Annotated[int | None, _count()] = None
    at_least: Annotated[int | None, _count()] = None
    rest: MaybePositiveTime = None
    probes: Annotated[int | None, _count()] = None


class HedgeForm(Form):
    """Sending a copy to who is slow to answer.

    Attributes:
        after: How long without an answer, or ``never``.
        copies: How many at most.
    """

    after: MaybePositiveLawOrNever = None
    copies: Annotated[int | None, PlainValidator(_ATTEMPTS)] = None


SHORT = {"retry": "attempts", "breaker": "failures", "hedge": "after"}
"""What a value stands for where a mapping could stand."""


def _short(item: str, example: str) -> Callable[[Any], Any]:
    """A mapping, or the one value that makes it up mostly."""

    def validate(value: Any) -> Any:
        if isinstance(value, dict | Form):
            return value
        if value is None or isinstance(value, (list, tuple)):
            raise refusal(shown(value), f"a mapping such as '{example}'")
        return {SHORT[item]: value}

    return validate


MaybeRetry = Annotated[
    RetryForm | None, BeforeValidator(_short("retry", "{attempts: 3, backoff: 100 ms}"))
]
MaybeBreaker = Annotated[
    BreakerForm | None, BeforeValidator(_short("breaker", "{failures: 50 %, of: 100}"))
]
MaybeHedge = Annotated[HedgeForm | None, BeforeValidator(_short("hedge", "{after: 50 ms}"))]
MaybeLimit = Annotated[Limit | str | None, PlainValidator(_limit)]
MaybeDeadline = Annotated[
    int | str | None, PlainValidator(time_or(str(NEVER), str(NEVER), positive_time))
]
MaybeCancel = Annotated[str | None, PlainValidator(one_of(NONE, "queued", "running"))]
MaybeScope = Annotated[str | None, PlainValidator(one_of("instance", "shared"))]


class CallingForm(Form):
    """What may be said of how a message is called for.

    Attributes:
        timeout: How long each attempt is waited for, or ``never``.
        deadline: How long in all, or ``never``.
        cancel: What a sender that gives up does to what it has set in motion.
        retry: How it is sent again; a number is that of the attempts.
        breaker: When it is not sent at all; a share is that of the failures, ``none`` is none.
        hedge: When one more copy is sent, or ``never``.
        scope: Whether each instance of the sender has its own breaker, budget and pace.
        limit: How many the receiver takes, or ``unlimited``; one more is refused.
        pace: How many the sender lets go, or ``unlimited``; one more waits with it.
    """

    timeout: MaybePositiveLawOrNever = None
    deadline: MaybeDeadline = None
    cancel: MaybeCancel = None
    retry: MaybeRetry = None
    breaker: MaybeBreaker = None
    hedge: MaybeHedge = None
    scope: MaybeScope = None
    limit: MaybeLimit = None
    pace: MaybeLimit = None


def over(below: Any, above: Any) -> Any:
    """What is said of something, over what is said of all: mappings key by key."""
    if not isinstance(below, Form) or type(below) is not type(above):
        return above
    return below.model_copy(update={item: getattr(above, item) for item in above.model_fields_set})
