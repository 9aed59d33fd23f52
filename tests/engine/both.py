"""What the two engines make of the same plan, side by side."""

from collections.abc import Iterator

import numpy as np

from simkit.engine import Plan, compiled, make_plan, reference
from simkit.engine.choosing import COMPILED, Choice
from simkit.engine.tables import Tables
from simkit.experiment.results import replicate
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from tests.engine.compiled_runs import get_ready, run_compiled
from tests.engine.contract import arrays


def differences(found: Tables, wanted: Tables) -> Iterator[str]:
    """How the arrays of two runs differ."""
    pairs = zip(arrays(found), arrays(wanted), strict=True)
    for (name, one), (expected, other) in pairs:
        assert name == expected
        if (one.dtype, one.shape) != (other.dtype, other.shape):
            yield f"{name}: {one.dtype} {one.shape}; expected {other.dtype} {other.shape}"
        elif not np.array_equal(one, other):
            place = tuple(np.argwhere(one != other)[0].tolist())
            yield f"{name}, {place}: {one[place]}; expected {other[place]}"


def check_same(plan: Plan, replication: int = 0) -> None:
    """Both engines give the same tables."""
    found, wanted = run_compiled(plan, replication), reference.run(plan, replication)
    assert not list(differences(found, wanted))


def replicate_compiled(scenario: Scenario, design: str) -> Iterator[Recording]:
    """All replications of a design by the compiled engine, each audited."""
    get_ready()
    return replicate(scenario, (design,), engines={design: Choice(engine=COMPILED)})


def replicate_soon(scenario: Scenario, design: str) -> Iterator[Recording]:
    """All replications of a design, which both engines agree on, without the time of the slow one.

    The reference engine plays the first alone, and its tables have to be those of the compiled
    engine, which plays them all; that such tables do not part later is what `test_compiled` and
    the fuzzing of it are for. Only what the compiled engine refuses the other one plays. Each is
    audited.
    """
    plan = make_plan(scenario, scenario.design(design))
    if compiled.refusal(plan):
        return replicate(scenario, (design,))
    check_same(plan)
    return replicate_compiled(scenario, design)
