"""One design against another: better, worse, or cannot tell yet."""

from dataclasses import dataclass
from math import ceil, inf, nan, sqrt
from typing import TYPE_CHECKING

from simkit.analysis.difference import Difference, difference
from simkit.analysis.estimate import CONFIDENCE, Estimate, Reading
from simkit.analysis.ratio import no_ratio, ratio
from simkit.errors import Problem, ScenarioError
from simkit.model.metric import METRICS

if TYPE_CHECKING:
    from simkit.experiment.results import Results

BETTER, WORSE, EQUAL, CANNOT_TELL = "better", "worse", "equal", "cannot tell yet"
MOST_WORTH_TRYING = 10_000  # replications


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a comparison says of one metric.

    Attributes:
        answer: "better", "worse", "cannot tell yet", or "equal" where every pair is.
        difference: The design minus the other, over the replications.
        ratio: The design over the other, with its interval; NaN where there is none. By how much
            the same luck has cut the replications stands in ``difference.luck_factor``.
        replications_needed: About how many might tell; 0 when it is told, or unknown.
        reason: Why it cannot tell, or "".
    """

    answer: str
    difference: Difference
    ratio: Estimate
    replications_needed: int = 0
    reason: str = ""

    def __str__(self) -> str:
        if self.answer != CANNOT_TELL:
            return self.answer
        why = self.reason
        if self.replications_needed:
            why = f"about {self.replications_needed:,} replications might"
        return f"{CANNOT_TELL} ({why})" if why else CANNOT_TELL


@dataclass(frozen=True, kw_only=True, repr=False)
class Comparison:
    """Two designs under the same arrivals and the same luck.

    Attributes:
        design: The one that is judged.
        other: The one it is held against.
        results: Those of both.
    """

    design: str
    other: str
    results: "Results"

    def __repr__(self) -> str:
        runs = f"{self.results.replications} replications"
        return (
            f"<Comparison of '{self.design}' with '{self.other}', {runs}; ask its verdict(metric)>"
        )

    def verdict(self, metric: str, *, family: int = 1) -> Verdict:
        """Whether the design is better by a metric.

        Replication n of both designs had the same requests and the same work, so the
        difference is taken replication by replication (a paired Student interval; Law 2015,
        section 10.2). It is told when the 95 % interval of the difference does not hold 0.

        Args:
            metric: Without a design, such as ``acknowledged.p99``.
            family: How many verdicts are asked for together, from 1: each is given at the
                confidence that makes all of them right with 95 % (Bonferroni 1936), or of
                twenty about nothing one would be told by chance.

        Raises:
            ScenarioError: If there is no such metric, or neither way of it is better.
        """
        one = self.results.metric(metric, self.design)
        two = self.results.metric(metric, self.other)
        better = METRICS[one.metric].better_of(one.statistic)
        if not better:
            raise ScenarioError(
                Problem(found=f"'{metric}'", expected="a metric that can be better or worse")
            )
        designs = [self.results.scenario.design(name) for name in (self.design, self.other)]
        loads = {tuple(source.load for source in design.sources) for design in designs}
        if len(loads) > 1:
            nothing = Difference(value=nan, low=-inf, high=inf, replications=0)
            return _untold(nothing, no_ratio(0), "the two have different loads")
        luck = any(design.has_luck for design in self.results.designs)
        readings = self.results.readings(one), self.results.readings(two)
        return _verdict(*readings, better, luck=luck, family=family)


def _verdict(
    one: tuple[Reading, ...],
    two: tuple[Reading, ...],
    better: str,
    *,
    luck: bool = True,
    family: int = 1,
) -> Verdict:
    for reading in (*one, *two):
        if reading.reason:
            unknown = Difference(value=nan, low=-inf, high=inf, replications=len(one))
            return _untold(unknown, no_ratio(len(one)), reading.reason)
    if any(0 < reading.share < 1 for reading in (*one, *two)):
        # Means of those that got there would make losing work look fast.
        unknown = Difference(value=nan, low=-inf, high=inf, replications=len(one))
        return _untold(
            unknown, no_ratio(len(one)), f"the means cover {_covered(one)} and {_covered(two)}"
        )
    left, right = ([reading.value for reading in side] for side in (one, two))
    confidence = 1 - (1 - CONFIDENCE) / family
    left_grows, right_grows = (any(reading.bound for reading in side) for side in (one, two))
    found = difference(
        left, right, left_grows=left_grows, right_grows=right_grows, confidence=confidence
    )
    times = ratio(left, right, confidence=confidence)
    if left_grows or right_grows:
        times = no_ratio(len(one))
    if found.low == found.high == 0:
        return Verdict(answer=EQUAL, difference=found, ratio=times)
    if len(one) < 2 and luck:
        return _untold(found, times, "one replication")
    if found.high < 0 or found.low > 0:
        gain = found.low > 0 if better == "higher" else found.high < 0
        return Verdict(answer=BETTER if gain else WORSE, difference=found, ratio=times)
    return _untold(found, times, found.reason)


def _covered(readings: tuple[Reading, ...]) -> str:
    """The share of the requests behind a mean."""
    return f"{100 * sum(reading.share for reading in readings) / len(readings):.3g} %"


def _untold(found: Difference, times: Estimate, reason: str) -> Verdict:
    needed = 0
    if not reason:
        # The half-width shrinks with the square root of the replications.
        half = (found.high - found.low) / 2
        if half > abs(found.value) * sqrt(MOST_WORTH_TRYING / found.replications):
            reason = "the difference is too small to be seen"
        else:
            needed = ceil(found.replications * (half / found.value) ** 2)
    return Verdict(
        answer=CANNOT_TELL, difference=found, ratio=times, replications_needed=needed, reason=reason
    )
