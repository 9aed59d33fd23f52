"""Stands for the compiled engine, where a test is about its choice and not about its tables."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import current_thread
from types import ModuleType

import pytest

import simkit.engine
from simkit.engine import choosing, reference
from simkit.engine.plan import Plan
from simkit.engine.tables import Tables

Progress = Callable[[float], None]
REFUSED = "'Queue' has partitions"
LOADING = "loading the other one takes longer"


class Compiled(ModuleType):
    """Stands for the compiled engine: it makes the tables of the reference engine."""

    def __init__(self) -> None:
        super().__init__("simkit.engine.compiled")
        self.here = False  # whether its machine code is kept on this machine
        self.did: list[str] = []
        self.threads: set[str] = set()

    def refusal(self, plan: Plan) -> str | None:
        self.did.append("asked")
        return REFUSED if any(pool.name == "Queue" for pool in plan.pools) else None

    def is_compiled(self) -> bool:
        return self.here

    def kept_in(self) -> Path:
        return Path("kept")

    def prepare(self) -> None:
        self.did.append("prepared")
        self.here = True

    def listing(self, plan: Plan) -> Iterator[str]:
        yield from (f"  {number} {line.label}" for number, line in enumerate(plan.lines))

    def run(self, plan: Plan, replication: int, progress: Progress | None = None) -> Tables:
        self.did.append("run")
        self.threads.add(current_thread().name)
        return reference.run(plan, replication, progress)


def put_in_place(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """An engine in place of the compiled one, not loaded and not compiled."""
    engine = Compiled()
    monkeypatch.setattr(simkit.engine, "compiled", engine, raising=False)
    monkeypatch.setitem(sys.modules, "simkit.engine.compiled", engine)
    monkeypatch.setattr(choosing, "_is_loaded", lambda: False)
    monkeypatch.setattr(choosing.Chooser, "waived", 0.0)
    return engine
