"""Many runs of one scenario, and the numbers that they give together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simkit.analysis.batches import Batches
from simkit.analysis.dependence import independent_requests
from simkit.analysis.estimate import Estimate, Reading, estimate
from simkit.analysis.metrics import measure, requests_of, waits
from simkit.analysis.stability import Stability, stability
from simkit.errors import Problem, ScenarioError, nearest
from simkit.experiment.compare import Comparison
from simkit.experiment.engines import BY_REFERENCE, Engines
from simkit.experiment.judge import Judgement, judge
from simkit.experiment.precision import Attained, attained
from simkit.experiment.replications import Progress, recordings
from simkit.experiment.settling import Settling
from simkit.model.metric import MetricName, read_metric
from simkit.model.precision import Precision
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the runs of a scenario gave.

    Attributes:
        scenario: What was run.
        recordings: For each design that was run, its replications in order. All designs have
            equally many, and replication n had the same luck in each.
        precisions: What was to be known how well.
        budget: How many replications there were to be at most; 0 where nobody asked for a
            precision.
        settling: How the end of the warm-up was found; None where it was stated.
        engines: What ran each design, and why; empty where nobody has chosen.
    """

    scenario: Scenario
    recordings: Mapping[str, tuple[Recording, ...]]
    precisions: tuple[Precision, ...] = ()
    budget: int = 0
    settling: Settling | None = None
    engines: Engines = field(default_factory=dict)
    _cut: dict[str, Batches] = field(default_factory=dict, init=False, repr=False, compare=False)
    _estimates: dict[MetricName, Estimate] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def designs(self) -> tuple[Design, ...]:
        """The designs that were run, in file order."""
        return tuple(self.scenario.design(name) for name in self.recordings)

    @property
    def replications(self) -> int:
        """How many runs each design had."""
        return len(next(iter(self.recordings.values())))

    def metric(self, name: str, design: str = "") -> MetricName:
        """The metric that a name means.

        Raises:
            ScenarioError: If it means none.
        """
        participants = {d.name: tuple(p.id for p in d.participants) for d in self.designs}
        journeys = {d.name: d.journeys for d in self.designs if len(d.journeys) > 1}
        return read_metric(name, participants, design, journeys)

    def stability(self, design: str) -> Stability:
        """Whether a design keeps up with its load, over its replications."""
        return stability(self.recordings[design], self.scenario.design(design))

    def readings(self, name: MetricName) -> tuple[Reading, ...]:
        """One metric in each replication."""
        design = self.scenario.design(name.design)
        return tuple(measure(recording, design, name) for recording in self.recordings[name.design])

    def estimate(self, name: str | MetricName, design: str = "") -> Estimate:
        """One metric over all replications; of one run with luck, by batch means.

        Args:
            name: ``[design.]metric[.part].statistic``, such as ``accepted.acknowledged.p99``;
                see `simkit.model.metric`.
            design: The design meant where the name has none.

        Raises:
            ScenarioError: If the name means nothing.
        """
        metric = self.metric(name, design) if isinstance(name, str) else name
        if metric not in self._estimates:
            self._estimates[metric] = self._estimate(metric)
        return self._estimates[metric]

    def _estimate(self, metric: MetricName) -> Estimate:
        runs = self.recordings[metric.design]
        if len(runs) == 1 and self.scenario.design(metric.design).has_luck:
            return self._batches(metric.design).estimate(metric)
        return estimate(self.readings(metric))

    def _batches(self, design: str) -> Batches:
        """The one run of a design, cut up once for all of its metrics."""
        if design not in self._cut:
            self._cut[design] = Batches(self.recordings[design][0], self.scenario.design(design))
        return self._cut[design]

    def independent_requests(self, name: MetricName) -> float | None:
        """As how many independent requests those of a replication count, near a percentile.

        None where nobody can say; see `simkit.analysis.dependence`.
        """
        design = self.scenario.design(name.design)
        times = [
            np.nan_to_num(
                waits(one, name.metric, requests_of(one, design, name)), nan=np.inf, posinf=np.inf
            )
            for one in self.recordings[name.design]
        ]
        assert name.percentile is not None
        return independent_requests(times, name.percentile) if all(map(len, times)) else None

    def compare(self, design: str, other: str) -> Comparison:
        """One design against another, paired by replication.

        Raises:
            ScenarioError: If there is no such design among the results.
        """
        for name in (design, other):
            if name not in self.recordings:
                known = list(self.recordings)
                raise ScenarioError(
                    Problem(
                        found=f"no results of a design '{name}'",
                        expected="one of " + ", ".join(known),
                        meant=nearest(name, known),
                    )
                )
        return Comparison(design=design, other=other, results=self)

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Which predictions of the scenario hold."""
        return tuple(judge(prediction, self) for prediction in self.scenario.predictions)

    @cached_property
    def attained(self) -> tuple[Attained, ...]:
        """How well what was to be known is known."""
        return tuple(attained(precision, self) for precision in self.precisions)

    @cached_property
    def requests(self) -> "pd.DataFrame":
        """Every journey of every run, a row each; times in seconds.

        Columns: design, replication, measured, then those of `simkit.record.tables.REQUESTS`.
        A time that never comes is inf, one that had not come when the run ended is NaN.
        """
        from simkit.record.frames import requests_frame  # noqa: PLC0415 - pandas is slow to load

        return requests_frame(self.recordings)

    @cached_property
    def visits(self) -> "pd.DataFrame":
        """Every execution of every run, a row each; times in seconds.

        Columns: design, replication, then those of `simkit.record.tables.VISITS`, with names
        in place of the numbers of participants and messages.
        """
        from simkit.record.frames import visits_frame  # noqa: PLC0415 - pandas is slow to load

        return visits_frame(self.recordings)

    @cached_property
    def changes(self) -> "pd.DataFrame":
        """What the parts went through in every run, a row a change; times in seconds.

        Columns: design, replication, then those of `simkit.record.tables.CHANGES`, with names
        in place of the numbers of participants and messages, "" for none.
        """
        from simkit.record.frames import changes_frame  # noqa: PLC0415 - pandas is slow to load

        return changes_frame(self.recordings)


def chosen_designs(scenario: Scenario, names: Sequence[str]) -> tuple[str, ...]:
    """The designs to run: those named, in file order, or all.

    Raises:
        ScenarioError: If one of the names is no design.
    """
    known = [design.name for design in scenario.designs]
    unknown = [name for name in names if name not in known]
    if unknown:
        expected = "one of " + ", ".join(f"'{name}'" for name in known)
        raise ScenarioError(
            *(
                Problem(
                    found=f"no design named '{name}'",
                    expected=expected,
                    meant=nearest(name, known),
                )
                for name in unknown
            )
        )
    return tuple(name for name in known if not names or name in names)


def replicate(
    scenario: Scenario,
    designs: Sequence[str],
    progress: Progress | None = None,
    numbers: Sequence[int] | None = None,
    jobs: int | None = 1,
    engines: Engines = BY_REFERENCE,
) -> Iterator[Recording]:
    """Run every replication of every design, and audit each; see `recordings`.

    Args:
        scenario: What to run.
        designs: Names of its designs.
        progress: Called now and then with the share that is done.
        numbers: Of the replications; those that the scenario asks for if not given.
        jobs: How many at once; None: as many as are worth it.
        engines: What runs each design.

    Raises:
        SimulationError: If a model cannot go on.
        AuditError: If the books of a run do not balance.
    """
    chosen = range(scenario.run.replications) if numbers is None else numbers
    return recordings(scenario, designs, chosen, jobs, progress, engines)


def collect(
    scenario: Scenario,
    recordings: Sequence[Recording],
    precisions: tuple[Precision, ...] = (),
    budget: int = 0,
) -> Results:
    """The results of the replications that every design has finished."""
    by_design: dict[str, list[Recording]] = {}
    for recording in recordings:
        by_design.setdefault(recording.provenance.design, []).append(recording)
    whole = min(len(found) for found in by_design.values())
    return Results(
        scenario=scenario,
        recordings={name: tuple(found[:whole]) for name, found in by_design.items()},
        precisions=precisions,
        budget=budget,
    )
