"""A run by the compiled engine."""

from collections.abc import Callable

from simkit.engine.compiled.ready import prepare
from simkit.engine.plan import Plan
from simkit.engine.tables import Tables


def run(plan: Plan, replication: int, progress: Callable[[float], None] | None = None) -> Tables:
    """Run one replication of a design.

    Args:
        plan: What to run; `refusal` says whether it can be.
        replication: Its number, from 0.
        progress: Called now and then with the share of the measured window that is over.

    Returns:
        Its tables, those of the reference engine.

    Raises:
        SimulationError: If the model cannot go on.
    """
    from simkit.engine.compiled.driver import Driver  # noqa: PLC0415 - numba is heavy

    prepare()
    return Driver(plan, replication).run(progress)
