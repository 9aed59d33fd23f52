"""Words for what a sender does when it is not answered: budgets, limits and paces."""

import re
from dataclasses import replace

from simkit.errors import nearest
from simkit.model.calling import Budget, Limit
from simkit.units import (
    BadValue,
    number_text,
    parse_count,
    parse_number,
    parse_rate,
    parse_share,
    quoted,
    rate_text,
    share_text,
)

EARNED_BY = ("successes", "requests")
_BUDGET = re.compile(r"(?P<share>.+?)\s+of\s+(?P<of>\w+)(?:,?\s+at\s+most\s+(?P<most>.+))?")
_LIMIT = re.compile(
    r"(?:(?P<at_once>\S+)\s+at\s+once)?(?:,?\s*(?P<rate>[^\s,]+(?:\s*/\s*\w+)?)"
    r"(?:\s+burst\s+(?P<burst>\S+))?)?"
)
_A_BUDGET = "a budget such as '10 % of successes' or '10 % of requests at most 50'"
_A_LIMIT = "a limit such as '20 at once', '100/s burst 20' or '20 at once, 100/s burst 20'"


def parse_budget(text: str) -> Budget:
    """What further attempts are paid from, in words.

    Raises:
        BadValue: If they say something else.

    >>> parse_budget("10 % of requests at most 50")
    Budget(share=0.1, of='requests', most=50.0)
    """
    match = _BUDGET.fullmatch(text.strip())
    if match is None:
        raise BadValue(f"found {quoted(text)}", _A_BUDGET)
    if match["of"] not in EARNED_BY:
        meant = nearest(match["of"], list(EARNED_BY))
        raise BadValue(f"found {quoted(text)}", f"a share of {' or of '.join(EARNED_BY)}", meant)
    share = parse_share(match["share"])
    if share == 0:
        raise BadValue(f"found {quoted(text)}", "a share above 0 %")
    budget = Budget(share=share, of=match["of"])
    if match["most"] is None:
        return budget
    most = parse_number(match["most"])
    if most < 1:
        found = f"found {quoted(text)}, which never pays for an attempt"
        raise BadValue(found, "at most 1 or more")
    return replace(budget, most=most)


def budget_text(budget: Budget) -> str:
    """The words that `parse_budget` reads as this budget.

    >>> budget_text(Budget(share=0.1))
    '10 % of successes at most 100'
    """
    return f"{share_text(budget.share)} of {budget.of} at most {number_text(budget.most)}"


def budget_with(existing: str, quantity: str) -> str:
    """A budget of another share; the rest of its words stay.

    >>> budget_with("10 % of requests at most 50", "5 %")
    '5 % of requests at most 50'
    """
    return budget_text(replace(parse_budget(existing), share=parse_share(quantity)))


def parse_limit(text: str) -> Limit:
    """How many at once, or in a time, in words; a comma between the two may be left out.

    Raises:
        BadValue: If they say something else.

    >>> parse_limit("20 at once, 100/s burst 50")
    Limit(at_once=20, rate=100.0, burst=50, shared=False)
    """
    match = _LIMIT.fullmatch(text.strip())
    if match is None or not text.strip():
        raise BadValue(f"found {quoted(text)}", _A_LIMIT)
    try:
        at_once = match["at_once"] and parse_count(match["at_once"], minimum=1)
        burst = match["burst"] and parse_count(match["burst"], minimum=1)
        rate = match["rate"] and parse_rate(match["rate"])
    except BadValue as bad:
        raise BadValue(bad.found, _A_LIMIT, bad.meant) from None
    return Limit(at_once=at_once or None, rate=rate or None, burst=burst or 1)


def limit_text(limit: Limit) -> str:
    """The words that `parse_limit` reads as this limit.

    >>> limit_text(Limit(rate=100.0))
    '100/s burst 1'
    """
    at_once = [] if limit.at_once is None else [f"{limit.at_once} at once"]
    rate = [] if limit.rate is None else [f"{rate_text(limit.rate)} burst {limit.burst}"]
    return ", ".join(at_once + rate)


def limit_with(existing: str, quantity: str) -> str:
    """A limit of which the number at once, or the rate, is another.

    Raises:
        BadValue: If it is neither.

    >>> limit_with("20 at once, 100/s burst 50", "10")
    '10 at once, 100/s burst 50'
    """
    limit = parse_limit(existing)
    if limit.at_once is not None and (limit.rate is None or "/" not in quantity):
        return limit_text(replace(limit, at_once=parse_count(quantity, minimum=1)))
    return limit_text(replace(limit, rate=parse_rate(quantity)))
