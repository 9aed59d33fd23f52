"""A sweep: one scenario at many points, folded to numbers, its tables dropped.

A point is a scenario of its own, changed as `Scenario.change` would. Luck is drawn by address,
so that request 17 brings the same work at every point and in every design, and a point of a
sweep gives what the same scenario gives alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from simkit.analysis.estimate import Reading
from simkit.engine.choosing import AUTO, Choice, Chooser
from simkit.engine.planning import make_plan as engine_plan
from simkit.errors import Problem, ScenarioError, located
from simkit.experiment.axes import Axis, Value
from simkit.experiment.engines import BY_REFERENCE, Engines
from simkit.experiment.results import Results, chosen_designs
from simkit.experiment.settling import PILOTS
from simkit.model.change import Keys, changed, path_keys, split_keys
from simkit.model.kinds import Kind
from simkit.model.metric import MetricName
from simkit.model.scenario import Design, Scenario

if TYPE_CHECKING:
    import pandas as pd

Readings = Mapping[MetricName, tuple[Reading, ...]]
MOST_RUNS = 10_000
_CLOCKS = ("acknowledged", "completed", "noticed")
_STATISTICS = ("mean", "p50", "p95", "p99")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a sweep is to run, every point of it checked.

    Attributes:
        scenario: What is swept.
        axes: What varies.
        designs: The designs to run, in file order.
        metrics: What is kept of each design, whatever the point.
        replications: Of each point.
        engines: What runs each design, point by point; empty where nobody has chosen.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    designs: tuple[str, ...]
    metrics: Mapping[str, tuple[MetricName, ...]]
    replications: tuple[int, ...]
    engines: tuple[Engines, ...] = ()

    @cached_property
    def points(self) -> tuple[tuple[Value, ...], ...]:
        """The values of each point, one of each axis; those of the last axis change first."""
        return tuple(product(*(axis.values for axis in self.axes)))

    def scenario_at(self, number: int) -> Scenario:
        """The scenario of a point."""
        return changed(self.scenario, changes_at(self.axes, self.points[number]))

    def engines_at(self, number: int) -> Engines:
        """What runs each design at a point."""
        return self.engines[number] if self.engines else BY_REFERENCE

    def name(self, number: int) -> str:
        """A point in words."""
        said = changes_at(self.axes, self.points[number]).items()
        return ", ".join(f"{path}={value}" for path, value in said)


def changes_at(axes: Sequence[Axis], values: Sequence[Value]) -> dict[str, object]:
    """What a point says differently, by path."""
    return {axis.path: value for axis, value in zip(axes, values, strict=True)}


@dataclass(frozen=True, kw_only=True)
class Point(Results):
    """The results of one point: numbers without tables.

    Attributes:
        kept: Each metric, in every replication.
    """

    kept: Readings

    @property
    def replications(self) -> int:
        """How many runs each design had."""
        return len(next(iter(self.kept.values())))

    def readings(self, name: MetricName) -> tuple[Reading, ...]:
        """One metric in each replication.

        Raises:
            ScenarioError: If the sweep has not kept it.
        """
        if name not in self.kept:
            found = f"'{name}', which this sweep has not kept"
            raise ScenarioError(Problem(found=found, expected="it among the metrics of the sweep"))
        return self.kept[name]


@dataclass(frozen=True, kw_only=True, repr=False)
class Sweep:
    """What a sweep gave.

    Attributes:
        plan: What was to be run.
        readings: Of each point that is finished, by its number.
    """

    plan: Plan
    readings: Mapping[int, Readings]

    def point(self, number: int) -> Point:
        """The results of a finished point; their scenario is resolved again."""
        return Point(
            scenario=self.plan.scenario_at(number),
            recordings=dict.fromkeys(self.plan.designs, ()),
            kept=self.readings[number],
        )

    def metric(self, name: str, design: str) -> MetricName:
        """The metric of a design that a name without one means.

        Raises:
            ScenarioError: If it means none, or one that was not kept.
        """
        found = _results_of(self.plan.scenario, self.plan.designs).metric(name, design)
        if found not in self.plan.metrics[found.design]:
            problem = f"'{found}', which this sweep has not kept"
            kept = ", ".join(str(one) for one in self.plan.metrics[found.design])
            raise ScenarioError(Problem(found=problem, expected=f"one of {kept}"))
        return found

    @cached_property
    def table(self) -> "pd.DataFrame":
        """A row a point, design and metric; times in seconds, rates per second."""
        from simkit.experiment.sweep_table import frame  # noqa: PLC0415 - pandas is slow to load

        return frame(self)


def make_plan(
    scenario: Scenario,
    axes: Sequence[Axis],
    designs: Sequence[str] = (),
    metrics: Sequence[str] = (),
    engine: str = AUTO,
) -> Plan:
    """Check every point of a sweep, before anything runs.

    Args:
        scenario: What is swept.
        axes: What varies; all of a point is said before anything of it is checked.
        designs: Names of the designs to run; all if none is given.
        metrics: What is kept besides the metrics of the table.
        engine: The one that is asked for, or ``auto``.

    Raises:
        ScenarioError: With everything that is wrong.
    """
    chosen = chosen_designs(scenario, designs)
    _check_axes(scenario, axes)
    size = prod(len(axis.values) for axis in axes)
    if size * len(chosen) > MOST_RUNS:
        raise _too_many(size, f"at least {size * len(chosen):,}")
    kept: dict[str, dict[MetricName, None]] = {name: {} for name in chosen}
    replications, chooser = [], Chooser(engine)
    for point in _checked_points(scenario, axes):
        replications.append(point.run.replications)
        _add_to(chooser, point, chosen)
        for name in chosen:
            kept[name].update(dict.fromkeys(default_metrics(point.design(name))))
    runs = sum(replications) * len(chosen)
    if runs > MOST_RUNS:
        raise _too_many(size, f"{runs:,}")
    for text in metrics:
        for found in _metrics_named(text, scenario, chosen):
            kept[found.design][found] = None
    return Plan(
        scenario=scenario,
        axes=tuple(axes),
        designs=chosen,
        metrics={name: tuple(found) for name, found in kept.items()},
        replications=tuple(replications),
        engines=_by_point(chooser.choices(), chosen),
    )


def _add_to(chooser: Chooser, point: Scenario, designs: Sequence[str]) -> None:
    """What a point asks of engines."""
    often = point.run.replications + (PILOTS if point.run.finds_warm_up else 0)
    for name in designs:
        chooser.add(engine_plan(point, point.design(name)), often)


def _by_point(choices: Sequence[Choice], designs: Sequence[str]) -> tuple[Engines, ...]:
    points = len(choices) // len(designs)
    found = iter(choices)
    return tuple({name: next(found) for name in designs} for _ in range(points))


def _checked_points(scenario: Scenario, axes: Sequence[Axis]) -> Iterator[Scenario]:
    """The scenario of each point; at the end, everything that is wrong with any of them."""
    problems: dict[object, Problem] = {}
    for values in product(*(axis.values for axis in axes)):
        try:
            yield changed(scenario, changes_at(axes, values))
        except ScenarioError as error:
            for problem in error.problems:
                # The same thing of one value after the other need not be said again.
                problems.setdefault((problem.keys, problem.expected), _at(problem, axes))
    if problems:
        raise ScenarioError(*problems.values())


def _check_axes(scenario: Scenario, axes: Sequence[Axis]) -> None:
    """Refuse axes of which one would say again what another says."""
    if not axes:
        raise ScenarioError(Problem(found="found nothing to vary", expected="PATH=VALUES"))
    client = scenario.designs[0].script.client
    before: list[Keys] = []
    for axis in axes:
        keys = path_keys(scenario.document, axis.path, client)
        for other in before:
            shorter = min(len(keys), len(other))
            if keys[:shorter] == other[:shorter]:
                problem = Problem(found=f"found '{axis.path}' again", expected="each path once")
                raise ScenarioError(located(problem, axis.said))
        before.append(keys)


def _at(problem: Problem, axes: Sequence[Axis]) -> Problem:
    """A problem with the axis that it speaks of; with all of them where it may be any."""
    for axis in axes:
        keys = split_keys(axis.path)
        shorter = min(len(keys), len(problem.keys))
        if shorter and keys[:shorter] == problem.keys[:shorter]:
            return located(problem, axis.said)
    return located(problem, " ".join(axis.said for axis in axes if axis.said))


def _too_many(points: int, runs: str) -> ScenarioError:
    found = f"found {points:,} point{'s' * (points > 1)} with {runs} runs"
    expected = f"at most {MOST_RUNS:,} runs (points, times designs, times replications)"
    return ScenarioError(Problem(found=found, expected=expected))


def default_metrics(design: Design) -> Iterator[MetricName]:
    """The metrics of the table that compares designs."""
    for clock in _CLOCKS:
        for statistic in _STATISTICS:
            yield MetricName(design=design.name, metric=clock, part="", statistic=statistic)
    for metric, statistic in (("throughput", "mean"), ("backlog", "peak"), ("held", "mean")):
        yield MetricName(design=design.name, metric=metric, part="", statistic=statistic)
    for one in design.participants:
        if one.kind is Kind.POOL and one.workers:
            yield MetricName(
                design=design.name, metric="utilisation", part=one.id, statistic="mean"
            )


def _results_of(scenario: Scenario, designs: Sequence[str]) -> Results:
    """Results without runs, which know what names of metrics mean."""
    return Results(scenario=scenario, recordings=dict.fromkeys(designs, ()))


def _metrics_named(text: str, scenario: Scenario, designs: Sequence[str]) -> list[MetricName]:
    """What a name means: of one design, or of each that has it.

    Raises:
        ScenarioError: If no design has it.
    """
    found: dict[MetricName, None] = {}
    problems: tuple[Problem, ...] = ()
    for design in designs:
        try:
            found[_results_of(scenario, designs).metric(text, design)] = None
        except ScenarioError as error:
            problems = problems or error.problems
    if not found:
        raise ScenarioError(*(located(problem, f"--metric {text}") for problem in problems))
    return list(found)
