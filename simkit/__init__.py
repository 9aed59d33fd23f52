"""simkit: draw it, run it, compare it.

An architect's sequence diagram plus a page of numbers becomes a running system. simkit runs
the blocking and the asynchronous way of doing the same work under the same load and the same
luck, says which is better and how sure it is, and shows why.

>>> import simkit as sk
>>> scenario = sk.scenario('''sequenceDiagram
...   Client->>API: Request
...   API-->>Client: Done''', work={"Request": "5 ms"}, load="every 10 ms", run={"horizon": "1 s"})
>>> study = sk.run(scenario)
>>> study.estimate("acknowledged.p95").value
0.005
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simkit.errors import AuditError, Problem, ScenarioError, SimulationError
from simkit.formats.inline import scenario
from simkit.formats.scenario_file import load
from simkit.model.builders import (
    constant,
    empirical,
    erlang,
    exponential,
    gamma,
    hyperexponential,
    lognormal,
    mixture,
    pareto,
    percentiles,
    uniform,
    weibull,
)
from simkit.model.load_builders import (
    at,
    counts,
    curve,
    every,
    mmpp,
    poisson,
    trace,
    users,
    wave,
)
from simkit.model.scenario import Scenario
from simkit.views.reading import Check

if TYPE_CHECKING:
    from simkit.record.recording import Recording
    from simkit.views.curve import Curve
    from simkit.views.study import Study

__all__ = [
    "AuditError",
    "Check",
    "Problem",
    "Scenario",
    "ScenarioError",
    "SimulationError",
    "at",
    "check",
    "constant",
    "counts",
    "curve",
    "empirical",
    "erlang",
    "every",
    "exponential",
    "gamma",
    "hyperexponential",
    "load",
    "load_recording",
    "lognormal",
    "mixture",
    "mmpp",
    "pareto",
    "percentiles",
    "poisson",
    "run",
    "scenario",
    "sweep",
    "trace",
    "uniform",
    "users",
    "wave",
    "weibull",
]


def check(scenario: Scenario) -> Check:
    """What a scenario means, in words, before any run.

    Args:
        scenario: Any scenario.

    Returns:
        Each lifeline's numbered script, every assumption and every warning, and what each design
        can carry; shows itself.
    """
    return Check(scenario)


def run(
    scenario: Scenario,
    designs: Sequence[str] = (),
    *,
    precision: str | Sequence[str] = (),
    budget: int | None = None,
    engine: str = "auto",
    jobs: int | None = None,
) -> "Study":
    """Run a scenario: every design, every replication, under common random numbers.

    Args:
        scenario: What to run; ``scenario.change("run.replications", 30)`` runs it more often.
        designs: Names of the designs to run; all if none is given.
        precision: What is to be known how well, as in ``"5 % on accepted.acknowledged.p99"``, or
            several such: the runs go on until all of it is known, or the budget ends.
        budget: Replications at most, from 1; as many as fit into a gigabyte if not given.
        engine: ``"reference"``, ``"compiled"``, or whichever is done sooner. The results are the
            same.
        jobs: How many runs at once, from 1; if not given, as many as there are cores where the
            runs are long enough. The results are the same.

    Raises:
        ScenarioError: If a name is no design, a precision has no meaning, or the engine asked for
            cannot run a design.
        SimulationError: If a model cannot go on.
        AuditError: If the books of a run do not balance.
    """
    # Engines, pandas and matplotlib load where they are used; `import simkit` stays light.
    from simkit.engine.choosing import read_engine  # noqa: PLC0415
    from simkit.experiment.precision import read_budget, read_precisions  # noqa: PLC0415
    from simkit.experiment.results import chosen_designs  # noqa: PLC0415
    from simkit.experiment.sequential import Sequential  # noqa: PLC0415
    from simkit.experiment.spread import processes  # noqa: PLC0415
    from simkit.views.study import study_of  # noqa: PLC0415

    _check_scenario(scenario, "run")
    chosen = chosen_designs(scenario, designs)
    texts = [precision] if isinstance(precision, str) else precision
    precisions = read_precisions(texts, scenario, chosen)
    count = None if jobs is None else processes(jobs)
    most, asked = read_budget(budget, precisions), read_engine(engine)
    runs = Sequential(scenario, chosen, precisions, most, count, asked)
    return study_of(runs.collect(list(runs.recordings(tell=_tell))))


def sweep(  # noqa: PLR0913 - of which all but two have names
    scenario: Scenario,
    vary: Mapping[str, Sequence[str | int] | str],
    *,
    designs: Sequence[str] = (),
    metrics: Sequence[str] = (),
    engine: str = "auto",
    jobs: int | None = None,
    dask: str | None = None,
    out: str | Path | None = None,
) -> "Curve":
    """Run a scenario at many points, and keep of each its numbers.

    Args:
        scenario: What is swept.
        vary: For each path what stands there, point by point, as in ``{"load.Client": ["20/s",
            "40/s"], "participants.API.workers": "4..16:4"}``; several paths make a grid. A bare
            quantity replaces the mean of a law and keeps its shape.
        designs: Names of the designs to run; all if none is given.
        metrics: What is kept besides the metrics of the table that compares designs.
        engine: ``"reference"``, ``"compiled"``, or whichever is done sooner; likewise.
        jobs: How many runs at once; as many as there are cores if not given. The numbers are the
            same.
        dask: Address of a Dask scheduler, as in ``"tcp://127.0.0.1:8786"``, whose workers are to do
            the runs in place of this machine.
        out: A directory for the finished points, from which the same sweep goes on; or None.

    Raises:
        ScenarioError: If a path, a value or a name has no meaning, at any point, if the engine
            asked for cannot run one, or no cluster with this simkit answers at the address.
        SimulationError: If a model cannot go on; the text names the point.
        AuditError: If the books of a run do not balance; likewise.
    """
    from simkit.engine.choosing import read_engine  # noqa: PLC0415
    from simkit.experiment.axes import read_axis  # noqa: PLC0415
    from simkit.experiment.cluster import connected  # noqa: PLC0415
    from simkit.experiment.parallel import finished_points  # noqa: PLC0415
    from simkit.experiment.spread import processes  # noqa: PLC0415
    from simkit.experiment.sweep import Sweep, make_plan  # noqa: PLC0415
    from simkit.experiment.sweep_folder import SweepFolder  # noqa: PLC0415
    from simkit.views.curve import curve_of  # noqa: PLC0415

    _check_scenario(scenario, "sweep")
    axes = [read_axis(path, values) for path, values in vary.items()]
    plan = make_plan(scenario, axes, designs, metrics, read_engine(engine))
    count = processes(jobs)
    with connected(dask, jobs, _tell) as elsewhere:
        folder = SweepFolder(Path(out), plan) if out is not None else None
        readings = dict(folder.done) if folder else {}
        missing = [number for number in range(len(plan.points)) if number not in readings]
        runs = finished_points(plan, missing, count, elsewhere=elsewhere, tell=_tell)
        for number, found in runs:
            readings[number] = found
            if folder:
                folder.keep(number, found)
    return curve_of(Sweep(plan=plan, readings=readings), tuple(metrics))


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def _check_scenario(scenario: object, verb: str) -> None:
    if not isinstance(scenario, Scenario):
        raise ScenarioError(
            Problem(
                found=f"found a {type(scenario).__name__} to {verb}",
                expected=f"a scenario, as in simkit.{verb}(simkit.load('file.yaml')"
                + (")" if verb == "run" else ", …)"),
            )
        )


def load_recording(path: str) -> "Recording":
    """A recording saved by ``Recording.save`` or ``simkit run --out``.

    Raises:
        ValueError: If the file holds none.
        OSError: If it cannot be read.
    """
    from simkit.record.recording import load_recording as read  # noqa: PLC0415 - loads numpy

    return read(path)
