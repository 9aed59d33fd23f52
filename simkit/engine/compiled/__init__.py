"""The compiled engine: the same tables as the reference engine, sooner.

One machine runs every scenario as data: `program` writes a plan as whole numbers, `machine` lets
one event happen after the other, `driver` finds draws and room for it. Read `layout` first.
"""

from collections.abc import Iterator

from simkit.engine.compiled.ready import is_compiled, kept_in, prepare
from simkit.engine.compiled.refusing import refusal
from simkit.engine.compiled.running import run
from simkit.engine.plan import Plan

__all__ = ["is_compiled", "kept_in", "listing", "prepare", "refusal", "run"]


def listing(plan: Plan) -> Iterator[str]:
    """The program of a plan for people, line by line, in 80 columns."""
    from simkit.engine.compiled import listed  # noqa: PLC0415 - it needs numba

    yield from listed.listing(plan)
