"""The runs of a sweep, wherever they are made.

A run is a pure function of scenario, design and replication, so that it does not matter which
thread, process or machine it falls to, or when. The work is split into replications of points; all
designs of one stay together.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from math import nan

from simkit.analysis.audit import audit
from simkit.analysis.estimate import Reading
from simkit.analysis.metrics import measure
from simkit.engine.runner import record
from simkit.errors import AuditError, SimulationError
from simkit.experiment.engines import Tell, compiled_alone, engine_of, prepare_for
from simkit.experiment.settling import settled_once
from simkit.experiment.spread import spread
from simkit.experiment.sweep import Plan, Readings
from simkit.experiment.threads import threaded
from simkit.model.metric import METRICS, MetricName, Part
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording

Progress = Callable[[float], None]
Unit = tuple[int, int]  # a point and a replication
Measured = dict[MetricName, Reading]
Units = Generator[tuple[Unit, Measured], None, None]
Elsewhere = Callable[[Plan, Sequence[Unit]], Units]


@dataclass
class _Gathered:
    """What is known of the points that are not finished, and how much is done."""

    plan: Plan
    parts: dict[int, dict[int, Measured]] = field(default_factory=dict)

    def add(self, unit: Unit, measured: Measured) -> Readings | None:
        """Take in a replication of a point; the readings of the point, if it was the last."""
        number, replication = unit
        parts = self.parts.setdefault(number, {})
        parts[replication] = measured
        if len(parts) < self.plan.replications[number]:
            return None
        del self.parts[number]
        return {
            name: tuple(parts[one][name] for one in range(len(parts)))
            for names in self.plan.metrics.values()
            for name in names
        }


def finished_points(
    plan: Plan,
    numbers: Sequence[int],
    jobs: int,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
    tell: Tell | None = None,
) -> Iterator[tuple[int, Readings]]:
    """Run points, and give each as soon as it is finished.

    Args:
        plan: What is swept.
        numbers: Of the points that are to be run.
        jobs: How many runs at once: by the compiled engine alone in threads, else in processes.
        progress: Called now and then with the share that is done.
        elsewhere: Makes the runs in place of this machine.
        tell: Called with a text before the engine is compiled, where that must be done first.

    Raises:
        SimulationError: If a model cannot go on; the text names the point.
        AuditError: If the books of a run do not balance; likewise.
    """
    units = [(number, n) for number in numbers for n in range(plan.replications[number])]
    gathered = _Gathered(plan)
    if elsewhere:
        done = elsewhere(plan, units)
    else:
        prepare_for([plan.engines_at(number) for number in numbers], tell)
        done = _on_this_machine(plan, units, min(jobs, len(units)), progress)
    with closing(done):
        for count, (unit, measured) in enumerate(done, 1):
            whole = gathered.add(unit, measured)
            if progress:
                progress(count / len(units))
            if whole is not None:
                yield unit[0], whole


def unit_name(plan: Plan, unit: Unit) -> str:
    """A piece of the work in words."""
    number, replication = unit
    return f"{plan.name(number)}, replication {replication}"


def _on_this_machine(
    plan: Plan, units: Sequence[Unit], jobs: int, progress: Progress | None
) -> Units:
    if jobs <= 1:
        return _here(plan, units, progress)
    points = {number for number, _ in units}
    if all(compiled_alone(plan.engines_at(number), plan.designs) for number in points):
        return threaded(partial(measured_unit, plan), units, jobs)
    return spread(partial(measured_unit, plan), units, jobs, partial(unit_name, plan))


def _here(plan: Plan, units: Sequence[Unit], progress: Progress | None) -> Units:
    for count, unit in enumerate(units):

        def report(share: float, count: int = count) -> None:
            if progress:
                progress((count + share) / len(units))

        yield unit, measured_unit(plan, unit, report)


def measured_unit(plan: Plan, unit: Unit, progress: Progress | None = None) -> Measured:
    """Run one replication of every design of a point, and fold it to numbers."""
    number, replication = unit
    scenario = _settled(plan, number)
    measured: Measured = {}
    for place, name in enumerate(plan.designs):
        where = f"at {plan.name(number)}, design '{name}', replication {replication}"

        def report(share: float, place: int = place) -> None:
            if progress:
                progress((place + share) / len(plan.designs))

        try:
            engine = engine_of(plan.engines_at(number), name)
            recording = record(scenario, name, replication, report, engine)
        except SimulationError as error:
            raise SimulationError(f"{where}: {error}") from None
        design = scenario.design(name)
        wrong = audit(recording, design)
        if wrong:
            raise AuditError(f"{where}: the books do not balance: " + "; ".join(wrong))
        for metric in plan.metrics[name]:
            measured[metric] = _measured(recording, design, metric)
    return measured


def _settled(plan: Plan, number: int) -> Scenario:
    try:
        engines = tuple(plan.engines_at(number).items())
        return settled_once(plan.scenario_at(number), plan.designs, engines)
    except SimulationError as error:
        raise SimulationError(f"at {plan.name(number)}, {error}") from None


def _measured(recording: Recording, design: Design, name: MetricName) -> Reading:
    of_part = METRICS[name.metric].part in (Part.PARTICIPANT, Part.MUST_PARTICIPANT)
    if of_part and name.part and name.part not in recording.participants:
        return Reading(value=nan, reason=f"there is no {name.part} at this point")
    return measure(recording, design, name)
