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

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simkit.errors import AuditError, Problem, ScenarioError, SimulationError
from simkit.formats.inline import scenario
from simkit.formats.scenario_file import load
from simkit.model.builders import (
    at,
    constant,
    empirical,
    erlang,
    every,
    exponential,
    gamma,
    hyperexponential,
    lognormal,
    mixture,
    pareto,
    percentiles,
    poisson,
    uniform,
    users,
    weibull,
)
from simkit.model.scenario import Scenario
from simkit.views.reading import Check

if TYPE_CHECKING:
    from simkit.record.recording import Recording
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
    "pareto",
    "percentiles",
    "poisson",
    "run",
    "scenario",
    "uniform",
    "users",
    "weibull",
]


def check(scenario: Scenario) -> Check:
    """What a scenario means, in words, before any run.

    Args:
        scenario: Any scenario.

    Returns:
        Each lifeline's numbered script, every assumption and every warning; shows itself.
    """
    return Check(scenario)


def run(scenario: Scenario, designs: Sequence[str] = ()) -> "Study":
    """Run a scenario: every design, every replication, under common random numbers.

    Args:
        scenario: What to run; ``scenario.change("run.replications", 30)`` runs it more often.
        designs: Names of the designs to run; all if none is given.

    Raises:
        ScenarioError: If a name is no design.
        SimulationError: If a model cannot go on.
        AuditError: If the books of a run do not balance.
    """
    # Engines, pandas and matplotlib load where they are used; `import simkit` stays light.
    from simkit.experiment.results import chosen_designs, collect, replicate  # noqa: PLC0415
    from simkit.views.study import study_of  # noqa: PLC0415

    if not isinstance(scenario, Scenario):
        raise ScenarioError(
            Problem(
                found=f"found a {type(scenario).__name__} to run",
                expected="a scenario, as in simkit.run(simkit.load('file.yaml'))",
            )
        )
    chosen = chosen_designs(scenario, designs)
    return study_of(collect(scenario, list(replicate(scenario, chosen))))


def load_recording(path: str) -> "Recording":
    """A recording saved by ``Recording.save`` or ``simkit run --out``.

    Raises:
        ValueError: If the file holds none.
        OSError: If it cannot be read.
    """
    from simkit.record.recording import load_recording as read  # noqa: PLC0415 - loads numpy

    return read(path)
