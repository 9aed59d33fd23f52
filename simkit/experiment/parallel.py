"""The runs of a sweep, on as many processes as there are.

A run is a pure function of scenario, design and replication, so that it does not matter which
process it falls to, or when. The work is split into replications of points; all designs of one
stay together.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from math import nan
from threading import Thread
from time import sleep

from simkit.analysis.audit import audit
from simkit.analysis.estimate import Reading
from simkit.analysis.metrics import measure
from simkit.engine.runner import record
from simkit.errors import AuditError, Problem, ScenarioError, SimulationError
from simkit.experiment.sweep import Plan, Readings
from simkit.model.metric import METRICS, MetricName, Part
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.units import BadValue, parse_count

Progress = Callable[[float], None]
Unit = tuple[int, int]  # a point and a replication
Measured = dict[MetricName, Reading]


def processes(jobs: int | str | None) -> int:
    """How many processes are meant: those asked for, or the number of cores.

    Raises:
        ScenarioError: If that is no whole number from 1.

    >>> processes("2")
    2
    """
    if jobs is None:
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    try:
        return parse_count(str(jobs), minimum=1)
    except BadValue as bad:
        raise ScenarioError(Problem(found=f"--jobs: {bad.found}", expected=bad.expected)) from None


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
    plan: Plan, numbers: Sequence[int], jobs: int, progress: Progress | None = None
) -> Iterator[tuple[int, Readings]]:
    """Run points, and give each as soon as it is finished.

    Args:
        plan: What is swept.
        numbers: Of the points that are to be run.
        jobs: How many processes; 1 runs everything in this one.
        progress: Called now and then with the share that is done.

    Raises:
        SimulationError: If a model cannot go on; the text names the point.
        AuditError: If the books of a run do not balance; likewise.
    """
    units = [(number, n) for number in numbers for n in range(plan.replications[number])]
    gathered = _Gathered(plan)
    jobs = min(jobs, len(units))
    done = _elsewhere(plan, units, jobs) if jobs > 1 else _here(plan, units, progress)
    with closing(done):
        for count, (unit, measured) in enumerate(done, 1):
            whole = gathered.add(unit, measured)
            if progress:
                progress(count / len(units))
            if whole is not None:
                yield unit[0], whole


def _here(
    plan: Plan, units: Sequence[Unit], progress: Progress | None
) -> Generator[tuple[Unit, Measured], None, None]:
    for count, unit in enumerate(units):

        def report(share: float, count: int = count) -> None:
            if progress:
                progress((count + share) / len(units))

        yield measured_unit(plan, unit, report)


def _elsewhere(
    plan: Plan, units: Sequence[Unit], jobs: int
) -> Generator[tuple[Unit, Measured], None, None]:
    # Slow to load, and one process needs it not.
    from joblib import Parallel, delayed  # type: ignore[import-untyped] # noqa: PLC0415

    # Whatever is ready first comes first: a slow point must not keep finished ones from a file.
    parallel = Parallel(n_jobs=jobs, backend="loky", batch_size=1, return_as="generator_unordered")
    own = os.getpid()
    yield from parallel(delayed(_in_a_process)(plan, unit, own) for unit in units)


def _in_a_process(plan: Plan, unit: Unit, starter: int) -> tuple[Unit, Measured]:
    # Ctrl-C reaches every process of a terminal; the first one alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _leave_with(starter)
    return measured_unit(plan, unit)


@cache
def _leave_with(starter: int) -> None:
    """Let this process end with the one that started it; idle, it would stay for minutes."""

    def watch() -> None:
        while os.getppid() == starter:
            sleep(0.2)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def measured_unit(
    plan: Plan, unit: Unit, progress: Progress | None = None
) -> tuple[Unit, Measured]:
    """Run one replication of every design of a point, and fold it to numbers."""
    number, replication = unit
    scenario = plan.scenario_at(number)
    measured: Measured = {}
    for place, name in enumerate(plan.designs):
        where = f"at {plan.name(number)}, design '{name}', replication {replication}"

        def report(share: float, place: int = place) -> None:
            if progress:
                progress((place + share) / len(plan.designs))

        try:
            recording = record(scenario, name, replication, report)
        except SimulationError as error:
            raise SimulationError(f"{where}: {error}") from None
        design = scenario.design(name)
        wrong = audit(recording, design)
        if wrong:
            raise AuditError(f"{where}: the books do not balance: " + "; ".join(wrong))
        for metric in plan.metrics[name]:
            measured[metric] = _measured(recording, design, metric)
    return unit, measured


def _measured(recording: Recording, design: Design, name: MetricName) -> Reading:
    of_part = METRICS[name.metric].part in (Part.PARTICIPANT, Part.MUST_PARTICIPANT)
    if of_part and name.part and name.part not in recording.participants:
        return Reading(value=nan, reason=f"there is no {name.part} at this point")
    return measure(recording, design, name)
