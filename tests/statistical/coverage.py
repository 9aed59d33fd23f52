"""How often intervals hold the truth: experiments, and how many of them may miss.

An experiment is what a user does once: a few replications, an interval. Experiments have
replications of their own, so that the number of intervals that hold the truth is binomial, and
bounds for it follow from the chance that is taken of rejecting an interval that keeps its promise.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

from joblib import Parallel, delayed  # type: ignore[import-untyped]
from scipy.stats import binom

from simkit.analysis.difference import difference
from simkit.analysis.estimate import Estimate, Reading, estimate
from simkit.analysis.metrics import measure
from simkit.engine.planning import make_plan
from simkit.experiment.compare import CANNOT_TELL, Comparison
from simkit.experiment.precision import Attained, attained, first_look, next_look
from simkit.experiment.sweep import Point
from simkit.model.precision import parse_precision
from simkit.record.recording import Recording
from tests.statistical.known import Known
from tests.statistical.quick import quick_run

BAND = (0.93, 0.97)  # where the coverage of a nominal 95 % interval is to lie
AT_LEAST = (0.93, 1.0)
FALSE_ALARM = 0.01  # the largest chance that good intervals fail any of the checks
CHECKS = 32  # of one length of run, at most
PROCESSES = 2
BLOCK = 25  # experiments that a process does at a time

Make = Callable[[], Known]
Interval = Callable[[Sequence[Reading]], Estimate]
Row = dict[str, Reading]  # the numbers of one replication, by metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of the experiments were right, and between what it is to be.

    Attributes:
        name: Of what was to be known.
        right: Experiments that were.
        experiments: All of them.
        band: Where the true share of the right ones is to lie.
    """

    name: str
    right: int
    experiments: int
    band: tuple[float, float] = BAND

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most that may be right."""
        return bounds(self.experiments, self.band)

    @property
    def agrees(self) -> bool:
        """Whether as many are right as should be."""
        low, high = self.bounds
        return low <= self.right <= high

    def __str__(self) -> str:
        low, high = self.bounds
        return (
            f"{self.name:<58} {100 * self.right / self.experiments:6.2f} % of {self.experiments:,}"
            f"  ({100 * low / self.experiments:.1f} to {100 * high / self.experiments:.1f} %)"
        )


def bounds(experiments: int, band: tuple[float, float] = BAND) -> tuple[int, int]:
    """The fewest and the most right experiments that a coverage within the band may give.

    A coverage at an end of the band falls beyond that bound with a chance of at most
    ``FALSE_ALARM / CHECKS / 2``, one within it less often. With ``CHECKS`` checks, however they
    depend on each other, good intervals fail any of them with at most ``FALSE_ALARM``.

    >>> bounds(200), bounds(1000)
    ((171, 200), (899, 987))
    """
    chance = FALSE_ALARM / CHECKS / 2
    low, high = band
    # ppf gives the smallest count whose own chance, with all below, reaches the share asked.
    return int(binom.ppf(chance, experiments, low)), int(binom.ppf(1 - chance, experiments, high))


def covers(found: Estimate, truth: float) -> bool:
    """Whether an estimate says what is true: its interval holds it, or it is beyond the bound."""
    if found.bound:
        return found.value <= truth
    if found.value == inf:
        return truth == inf
    return found.low <= truth <= found.high


# ---------------------------------------------------------------------- runs


def runs(known: Known, design: str, first: int, count: int) -> Iterator[Recording]:
    """So many replications of a design, from the first on."""
    plan = make_plan(known.scenario, known.scenario.design(design))
    return (quick_run(plan, n, known.recursions[design]) for n in range(first, first + count))


def _rows(make: Make, metrics: Sequence[str], first: int, count: int) -> list[Row]:
    """The numbers of so many replications, from the first on; their tables are forgotten."""
    known = make()
    names = {text: known.metric(text) for text in metrics}
    rows: list[Row] = [{} for _ in range(count)]
    for design in known.scenario.designs:
        mine = {text: name for text, name in names.items() if name.design == design.name}
        needed = runs(known, design.name, first, count if mine else 0)
        for row, run in zip(rows, needed, strict=False):
            row.update({text: measure(run, design, name) for text, name in mine.items()})
    return rows


@cache
def experiments(
    make: Make, metrics: tuple[str, ...], count: int, replications: int, processes: int = 1
) -> list[list[Row]]:
    """The numbers of so many experiments of so many replications."""
    step = BLOCK * replications
    parts = Parallel(n_jobs=processes)(
        delayed(_rows)(make, metrics, first, min(step, count * replications - first))
        for first in range(0, count * replications, step)
    )
    rows = [row for part in parts for row in part]
    return [rows[n : n + replications] for n in range(0, len(rows), replications)]


# ---------------------------------------------------------------------- intervals


def of_numbers(
    known: Known,
    rows: Sequence[Sequence[Row]],
    metrics: Sequence[str],
    interval: Interval = estimate,
    band: tuple[float, float] = BAND,
) -> list[Count]:
    """How often the interval of each metric holds its true value."""
    return [
        Count(
            name=f"{known.name}: {text}",
            right=sum(
                covers(interval([row[text] for row in experiment]), known.truth[text])
                for experiment in rows
            ),
            experiments=len(rows),
            band=band,
        )
        for text in metrics
    ]


def of_differences(
    known: Known, rows: Sequence[Sequence[Row]], pairs: Sequence[tuple[str, str]]
) -> list[Count]:
    """How often the interval of each paired difference holds the true one."""
    counts = []
    for left, right in pairs:
        truth = known.truth[left] - known.truth[right]
        found = [
            difference([row[left].value for row in rows_], [row[right].value for row in rows_])
            for rows_ in rows
        ]
        counts.append(
            Count(
                name=f"{known.name}: {left} - {right}",
                right=sum(one.low <= truth <= one.high for one in found),
                experiments=len(rows),
            )
        )
    return counts


def _point(known: Known, rows: Sequence[Row]) -> Point:
    """Numbers as results, which can be compared."""
    kept = {known.metric(text): tuple(row[text] for row in rows) for text in rows[0]}
    return Point(
        scenario=known.scenario,
        recordings=dict.fromkeys((d.name for d in known.scenario.designs), ()),
        kept=kept,
    )


def of_verdicts(known: Known, rows: Sequence[Sequence[Row]], metrics: Sequence[str]) -> list[Count]:
    """How often nothing is told between the two designs of a scenario."""
    one, other = (design.name for design in known.scenario.designs)
    counts = []
    for metric in metrics:
        answers = [
            Comparison(design=one, other=other, results=_point(known, experiment))
            .verdict(metric)
            .answer
            for experiment in rows
        ]
        counts.append(
            Count(
                name=f"{known.name}: {metric}",
                right=answers.count(CANNOT_TELL),
                experiments=len(rows),
                band=(0.94, 1.0),
            )
        )
    return counts


# ---------------------------------------------------------------------- the sequential stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A number that is to be known, and how well.

    Attributes:
        make: Of the scenario.
        text: As for ``--precision``.
        truth: Its true value.
        budget: Replications at most.
    """

    make: Make
    text: str
    truth: float
    budget: int = 1_000


def stopped(goal: Goal, number: int) -> Attained:
    """What an experiment of this number knows when it stops; see `Sequential.recordings`."""
    known = goal.make()
    scenario = known.scenario
    designs = {d.name: tuple(p.id for p in d.participants) for d in scenario.designs}
    precision = parse_precision(goal.text, designs)
    metrics = [text for text in known.truth if text in goal.text]
    rows: list[Row] = []
    wanted = first_look(scenario, tuple(designs), goal.budget)
    while True:
        first = number * goal.budget + len(rows)
        rows += _rows(goal.make, metrics, first, wanted - len(rows))
        found = attained(precision, _point(known, rows))
        wanted = next_look([found], goal.budget)
        if wanted == len(rows):
            return found


def of_stops(goal: Goal, count: int, processes: int = 1) -> tuple[Count, float]:
    """How often what is known at the stop is true, and the mean number of replications."""
    found = Parallel(n_jobs=processes)(delayed(stopped)(goal, n) for n in range(count))
    assert all(one.reached for one in found)
    right = sum(abs(one.value - goal.truth) <= one.half_width for one in found)
    name = f"{goal.make().name}: {goal.text}"
    mean = sum(one.replications for one in found) / count
    return Count(name=name, right=right, experiments=count, band=AT_LEAST), mean
