"""One design against another: better, worse, or cannot tell yet."""

from dataclasses import dataclass
from math import ceil, isfinite, isnan, nan
from typing import TYPE_CHECKING

from simkit.analysis.estimate import CONFIDENCE, Estimate, Reading, half_width
from simkit.errors import Problem, ScenarioError
from simkit.model.metric import METRICS

if TYPE_CHECKING:
    from simkit.experiment.results import Results

BETTER, WORSE, CANNOT_TELL = "better", "worse", "cannot tell yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a comparison says of one metric.

    Attributes:
        answer: "better", "worse" or "cannot tell yet".
        difference: The design minus the other, over the replications.
        ratio: The design over the other; NaN where there is none.
        replications_needed: About how many might tell; 0 when it is told, or unknown.
        reason: Why it cannot tell, or "".
    """

    answer: str
    difference: Estimate
    ratio: float
    replications_needed: int
    reason: str

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

    def verdict(self, metric: str) -> Verdict:
        """Whether the design is better by a metric.

        Replication n of both designs had the same requests and the same work, so the
        difference is taken replication by replication (a paired Student interval; Law 2015,
        section 10.2). It is told when the 95 % interval of the difference does not hold 0.

        Args:
            metric: Without a design, such as ``acknowledged.p99``.

        Raises:
            ScenarioError: If there is no such metric, or neither way of it is better.
        """
        one = self.results.metric(metric, self.design)
        two = self.results.metric(metric, self.other)
        better = METRICS[one.metric].better
        if not better or one.statistic == "share":
            raise ScenarioError(
                Problem(found=f"'{metric}'", expected="a metric that can be better or worse")
            )
        return _verdict(self.results.readings(one), self.results.readings(two), better)


def paired(one: tuple[Reading, ...], two: tuple[Reading, ...]) -> tuple[list[float], str]:
    """The difference in each replication, and why there is none if there is none."""
    for reading in (*one, *two):
        if reading.reason:
            return [], reading.reason
        if reading.bound:
            return [], "some requests were still open"
    differences = [a.value - b.value for a, b in zip(one, two, strict=True)]
    if any(isnan(difference) for difference in differences):
        return [], "both never"
    return differences, ""


def _verdict(one: tuple[Reading, ...], two: tuple[Reading, ...], better: str) -> Verdict:
    differences, reason = paired(one, two)
    count = len(one)
    if reason:
        return _untold(count, reason)
    sign = 1 if better == "higher" else -1
    if not all(isfinite(difference) for difference in differences):
        # One of them never gets there; that is a difference if it is so in every replication.
        gains = {sign * difference > 0 for difference in differences if not isfinite(difference)}
        if len(gains) > 1 or any(isfinite(difference) for difference in differences):
            return _untold(count, "never in some replications")
        answer = BETTER if gains == {True} else WORSE
        value = differences[0]
        never = Estimate(value=value, low=nan, high=nan, replications=count)
        return Verdict(answer=answer, difference=never, ratio=nan, replications_needed=0, reason="")
    return _told(differences, _ratio(one, two), sign)


def _ratio(one: tuple[Reading, ...], two: tuple[Reading, ...]) -> float:
    below = sum(reading.value for reading in two)
    return sum(reading.value for reading in one) / below if below else nan


def _told(differences: list[float], ratio: float, sign: int) -> Verdict:
    count = len(differences)
    mean = sum(differences) / count
    half = half_width(differences)
    difference = Estimate(
        value=mean,
        low=mean - half,
        high=mean + half,
        replications=count,
        confidence=CONFIDENCE,
        reason="" if count > 1 else "one replication",
    )
    if count < 2:
        return Verdict(
            answer=CANNOT_TELL,
            difference=difference,
            ratio=ratio,
            replications_needed=0,
            reason="one replication",
        )
    if abs(mean) > half:
        answer = BETTER if sign * mean > 0 else WORSE
        return Verdict(
            answer=answer, difference=difference, ratio=ratio, replications_needed=0, reason=""
        )
    # The half-width shrinks with the square root of the replications.
    needed = ceil(count * (half / mean) ** 2) if mean else 0
    return Verdict(
        answer=CANNOT_TELL,
        difference=difference,
        ratio=ratio,
        replications_needed=needed,
        reason="" if mean else "no difference seen",
    )


def _untold(count: int, reason: str) -> Verdict:
    unknown = Estimate(value=nan, low=nan, high=nan, replications=count, reason=reason)
    return Verdict(
        answer=CANNOT_TELL, difference=unknown, ratio=nan, replications_needed=0, reason=reason
    )
