"""Who runs the workloads: two engines of simkit, and two programs by hand for each workload."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from simkit.engine.plan import Plan
from simkit.engine.planning import make_plan
from simkit.engine.reference import run as run_reference
from simkit.engine.tables import Tables
from simkit.formats.scenario_file import read_scenario
from simkit.units import SECOND
from tests.benchmarks.rows import Rows, Workload

COMPILED, REFERENCE, SIMPY, HEAPQ = "compiled", "reference", "SimPy", "heapq"
CONTENDERS = (COMPILED, REFERENCE, SIMPY, HEAPQ)
ENGINES = (COMPILED, REFERENCE)
Result = Tables | Rows
Task = Callable[[], Result]


def plan_of(workload: Workload, requests: int) -> Plan:
    """A workload for so many requests on average, as engines take it.

    The horizon is set in the plan: a scenario may bring a million requests at most.
    """
    scenario = read_scenario(workload.text, workload.name)
    plan = make_plan(scenario, scenario.designs[0])
    horizon = round(requests / workload.rate * SECOND)
    return replace(plan, horizon=horizon, latest=horizon)


def why_not(contender: str, workload: Workload) -> str | None:
    """Why a contender cannot run a workload; None: it can."""
    if contender != COMPILED:
        return None
    try:
        compiled: Any = import_module("simkit.engine.compiled")
        refusal: str | None = compiled.refusal(plan_of(workload, 1000))
    except (ImportError, AttributeError) as error:
        return f"the engine is not there ({error})"
    return refusal


def task(contender: str, workload: Workload, requests: int, seed: int) -> Task:
    """What is to be timed; the scenario is read and planned before."""
    if contender in ENGINES:
        run = run_reference
        if contender == COMPILED:
            run = import_module("simkit.engine.compiled").run
        plan = plan_of(workload, requests)
        return lambda: run(plan, seed)
    program = workload.by_simpy if contender == SIMPY else workload.by_heapq
    return lambda: program(seed, requests / workload.rate)


def number_of(result: Result) -> int:
    """How many requests came."""
    return len(result.requests) if isinstance(result, Rows) else len(result.requests["meant"])


def bytes_of(result: Result) -> int:
    """What all tables of an engine take; 0 for Python objects, of which nobody knows."""
    if isinstance(result, Rows):
        return 0
    tables = (result.requests, result.visits, result.changes, result.paths, result.given_up)
    return sum(column.nbytes for table in tables for column in table.values())
