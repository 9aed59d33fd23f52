"""Where the warm-up of a scenario ends, found before its runs and shown with its evidence.

Pilot runs from an empty start, with luck of their own, are averaged request by request; MSER-5
says of each design's times from where on they have settled down. What all designs share is
the latest of these, rounded up to a hundredth of the horizon. The runs themselves are then
made as if the file had said so, and the pilots are thrown away, so that no number is left out or
kept for what it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from simkit.analysis.warm_up import mser_5
from simkit.engine.choosing import Choice
from simkit.engine.runner import record
from simkit.errors import SimulationError
from simkit.experiment.engines import BY_REFERENCE, Engines, engine_of
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN
from simkit.units import SECOND, seconds_text, time_text

PILOTS = 5
FIRST_PILOT = 1_000_000  # its number as a replication: no other run has its luck
STEPS = 100  # of the horizon; the end of a warm-up is one of them
CLOCKS = ("acknowledged", "settled")
TOO_FEW = "too few requests to tell, a tenth of the horizon"
DOES_NOT = "does not settle, half of the horizon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settles:
    """When one design settles down.

    Attributes:
        design: Its name.
        time: From when on, in ns; what is left out where that cannot be told.
        reason: Why it cannot be told, or "".
    """

    design: str
    time: int
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.design} {self.reason or seconds_text(self.time / SECOND)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """How the end of a warm-up was found.

    Attributes:
        warm_up: In ns.
        of: Of each design, when it settles down.
    """

    warm_up: int
    of: tuple[Settles, ...]

    def __str__(self) -> str:
        return f"MSER-5 on pilot runs: {', '.join(map(str, self.of))}"


def settled(
    scenario: Scenario,
    designs: Sequence[str],
    report: Callable[[float], None] | None = None,
    engines: Engines = BY_REFERENCE,
) -> tuple[Scenario, Settling | None]:
    """A scenario whose warm-up is known, and how it was found.

    Args:
        scenario: If its file states the warm-up, or has none to be found, it is as it was.
        designs: Names of the designs that are to be run.
        report: Called now and then with the share that is done.
        engines: What runs each design.

    Raises:
        SimulationError: If a model cannot go on.
    """
    if not scenario.run.finds_warm_up:
        return scenario, None
    horizon = scenario.run.horizon
    empty = scenario.change("run.warm-up", "0 s")
    found = []
    for number, name in enumerate(designs):
        pilots = PILOTS if scenario.design(name).has_luck else 1
        runs = []
        for pilot in range(pilots):
            runs.append(_pilot(empty, name, FIRST_PILOT + pilot, engine_of(engines, name)))
            if report:
                report((number + (pilot + 1) / pilots) / len(designs))
        found.append(_settles(name, runs))
    latest = max(one.time for one in found)
    step = max(1, horizon // STEPS)
    warm_up = min(ceil(latest / step) * step, horizon // 2)
    known = scenario.change("run.warm-up", time_text(warm_up))
    return known, Settling(warm_up=known.run.warm_up, of=tuple(found))


def _pilot(scenario: Scenario, design: str, number: int, engine: str) -> Recording:
    try:
        return record(scenario, design, number, engine=engine)
    except SimulationError as error:
        raise SimulationError(f"design '{design}', a pilot run: {error}") from None


@lru_cache(maxsize=64)
def settled_once(
    scenario: Scenario, designs: tuple[str, ...], engines: tuple[tuple[str, Choice], ...] = ()
) -> Scenario:
    """As `settled`, remembered by this process: replications of one point of a sweep share it."""
    return settled(scenario, designs, engines=dict(engines))[0]


def _settles(design: str, runs: Sequence[Recording]) -> Settles:
    horizon, latest = runs[0].horizon, 0
    for clock in CLOCKS:
        curves = [_times(run, clock) for run in runs]
        length = min(len(times) for _, times in curves)
        if clock == CLOCKS[0] and not length:
            continue  # it never strikes
        found = mser_5(np.mean([times[:length] for _, times in curves], axis=0))
        if found is None:
            return Settles(design=design, time=horizon // 10, reason=TOO_FEW)
        first = max(int(meant[found.first]) for meant, _ in curves) if found.first else 0
        if not found.settles or 2 * first > horizon:
            return Settles(design=design, time=horizon // 2, reason=DOES_NOT)
        latest = max(latest, first)
    return Settles(design=design, time=latest)


def _times(run: Recording, clock: str) -> tuple[NDArray[np.integer], NDArray[np.float64]]:
    """When requests start, and how long they take until a clock; the age of those still open."""
    meant, instants = run.requests["meant"], run.requests[clock]
    counts = (instants != NEVER) & run.measured
    times = np.where(instants == OPEN, run.end, instants)[counts] - meant[counts]
    return meant[counts], times.astype(float)
