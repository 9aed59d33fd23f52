"""Scenarios whose answers are known, all together.

Every case goes the whole way: words, scenario, engine, tables, metric. The network takes no
time. Most queues are at 80 % utilisation, where a queue at rest needs some 70 messages to
forget its past: the slowest part of its way to the steady state decays by e each
λ/(cμ(1-√ρ)²) = 72 messages (Morse 1955, for exponential work; 92 with hyperexponential work of
cv 1.25). The runs start empty, and the first `WARM_UP` = 1,600 messages are not counted, so that
less than e⁻¹⁷ of the start is left. Where a case takes another warm-up it says why, or it forgets
in a few mean times of work. What remains is that a mean over the messages of a window is a
ratio of two random sums; for M/M/1 that shifts it by some 4 messages in 34,000, 0.01 %.

The lengths come from the square of the relative standard error of a mean over n requests, r², as
theory gives it where the docstring of a case names a source or a reason, else as trial runs with
another seed gave it: for half-widths 10 to 20 % below the precision that each quantity asks for.
An engine that is off by 1.4 times the precision fails with a chance of 95 % (a half-width is some
4.1 standard errors, and 95 % of the means are within 1.65 of what they are about): by 3 % where
2 % are asked for, and by 4.2 % where 3 % are, as in the long queues (`interval.LONG`). What
`test_power` breaks fails in runs of less than a tenth of their length.
The seed was fixed before any run with it. Equal addresses draw equal luck, so the cases share
their arrivals and are not independent; `interval.confidence` allows for that.
"""

from collections.abc import Sequence

from tests.statistical import (
    cases_branches,
    cases_calls,
    cases_consumers,
    cases_delivery,
    cases_limits,
    cases_networks,
    cases_one_queue,
    cases_pools,
    cases_serving,
)
from tests.statistical.case import REPLICATIONS, SEED, Case, Quantity
from tests.statistical.drawings import ASK, TELL, WARM_UP
from tests.statistical.interval import Comparison, compare, confidence

__all__ = [
    "ASK",
    "CASES",
    "COMPARISONS",
    "REPLICATIONS",
    "SEED",
    "TELL",
    "WARM_UP",
    "Case",
    "Quantity",
    "compared",
]

CASES = (
    *cases_one_queue.CASES,
    *cases_limits.CASES,
    *cases_networks.CASES,
    *cases_branches.CASES,
    *cases_consumers.CASES,
    *cases_delivery.CASES,
    *cases_calls.CASES,
    *cases_pools.CASES,
    *cases_serving.CASES,
)
COMPARISONS = sum(len(case.quantities) for case in CASES)


def compared(case: Case, rows: Sequence[Sequence[float]]) -> tuple[Comparison, ...]:
    """The quantities of a case held against what is known of them.

    Args:
        case: One of `CASES`.
        rows: Its quantities in each replication.
    """
    return tuple(
        compare(
            quantity.name,
            quantity.theory,
            values,
            confidence(COMPARISONS),
            precision=quantity.precision,
            error=quantity.error,
        )
        for quantity, values in zip(case.quantities, zip(*rows, strict=True), strict=True)
    )
