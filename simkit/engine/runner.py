"""One run of one design, by the engine that is asked for."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

from simkit.engine.choosing import COMPILED, REFERENCE
from simkit.engine.plan import Plan
from simkit.engine.planning import make_plan
from simkit.engine.tables import Tables
from simkit.model.diagram import Diagram
from simkit.model.distribution import Distribution, Empirical, Mixture
from simkit.model.graph import Graph
from simkit.model.load import Counts, Load, Modulated, Trace, Users
from simkit.model.load_words import parse_load
from simkit.model.scenario import Scenario
from simkit.model.words import ColumnReader, parse_distribution
from simkit.record.recording import Provenance, Recording
from simkit.units import BadValue

Progress = Callable[[float], None]
Engine = Callable[[Plan, int, Progress | None], Tables]


def record(
    scenario: Scenario,
    design: str,
    replication: int,
    progress: Progress | None = None,
    engine: str = REFERENCE,
) -> Recording:
    r"""Run one replication of a design and record it.

    Args:
        scenario: What to run.
        design: Name of one of its designs.
        replication: Its number, from 0; each has luck of its own.
        progress: Called now and then with the share of the horizon that is over.
        engine: Name of the one that runs it, as chosen by `simkit.engine.choosing`; the tables
            do not depend on it.

    Raises:
        SimulationError: If the model cannot go on.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer",
    ...                   work={"Ask": "5 ms"}, load="every 10 ms")
    >>> record(one, "design", 0).requests["acknowledged"][:2].tolist()
    [5000000, 15000000]
    """
    chosen = scenario.design(design)
    plan = make_plan(scenario, chosen)
    with _no_garbage_collection():
        tables = engine_named(engine)(plan, replication, progress)
    return Recording(
        **tables._asdict(),
        participants=tuple(participant.id for participant in chosen.participants),
        messages=tuple(line.label for line in chosen.script.lines),
        journeys=tuple((root.client, root.journey) for root in chosen.script.roots),
        provenance=Provenance(
            scenario=document_text(scenario),
            design=design,
            seed=scenario.run.seed,
            replication=replication,
            engine=engine,
            version=_version(),
        ),
    )


def engine_named(name: str) -> Engine:
    """The engine of a name; each is slow to load, and one run needs one."""
    if name == COMPILED:
        from simkit.engine import compiled  # noqa: PLC0415

        return compiled.run
    assert name == REFERENCE, name
    from simkit.engine import reference  # noqa: PLC0415

    return reference.run


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A run makes no cyclic garbage, and looking for it among open journeys takes a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def document_text(scenario: Scenario) -> str:
    """The scenario as text (JSON, which is YAML too): reading it gives the same scenario."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [plain(inner) for inner in value]
        if isinstance(value, Diagram | Graph):
            return value.source
        if isinstance(value, int | float | None):
            return value
        return _with_values(str(value), scenario.column) if scenario.columns else str(value)

    return json.dumps(plain(scenario.document), ensure_ascii=False)


def _with_values(text: str, column: ColumnReader) -> str:
    """A text in which the values of a file stand in place of its name."""
    parse: Callable[[str, ColumnReader], Distribution | Load]
    for parse in (parse_distribution, parse_load):
        try:
            law = parse(text, column)
        except BadValue:
            continue
        return str(_without_file(law))
    return text


def _without_file(law: Any) -> Any:
    if isinstance(law, Empirical):
        return replace(law, file="", column="", unit="")
    if isinstance(law, Mixture):
        return replace(law, parts=tuple((share, _without_file(part)) for share, part in law.parts))
    if isinstance(law, Trace | Counts):
        return law.given() if law.file else law
    if isinstance(law, Modulated):
        states = (replace(one, lasts=_without_file(one.lasts)) for one in law.states)
        return replace(law, states=tuple(states))
    if isinstance(law, Users):
        return replace(law, think=_without_file(law.think))
    return law


@cache
def _version() -> str:
    """Of simkit: it is looked up in files, and there may be thousands of runs."""
    return version("simkit")
