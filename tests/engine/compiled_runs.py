"""The compiled engine among the engines of the contract, and the cases that it takes."""

import fcntl
import os
from functools import cache

import pytest

from simkit.engine import Plan, compiled
from simkit.engine.tables import Tables
from tests.engine.exact.notation import Case
from tests.engine.refused import REFUSED

NAMES = ("reference", "compiled")
REFUSED_NAMES = frozenset(name for names in REFUSED.values() for name in names)


@cache
def get_ready() -> None:
    """Have the machine code; of several workers one compiles, and the others wait for it."""
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return  # all is plain Python
    folder = compiled.kept_in()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        compiled.prepare()


def run_compiled(plan: Plan, replication: int) -> Tables:
    """One replication by the compiled engine; what it refuses is not to be asked of it."""
    why = compiled.refusal(plan)
    assert why is None, f"the compiled engine does not run it: {why}"
    get_ready()
    return compiled.run(plan, replication)


def takes(engine: str, case: Case) -> bool:
    """Whether an engine runs a case; `tests.engine.test_compiled` holds the list against it."""
    return engine == "reference" or case.name not in REFUSED_NAMES


def every_engine_on(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    """Every engine on every case that it takes."""
    return pytest.mark.parametrize(
        ("engine", "case"),
        [
            pytest.param(engine, case, id=f"{case.name}-{engine}")
            for engine in NAMES
            for case in cases
            if takes(engine, case)
        ],
    )
