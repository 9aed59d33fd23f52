"""One run of one design, by the engine that is asked for."""

import json
from importlib.metadata import version
from typing import Any

from simkit.engine.plan import make_plan
from simkit.engine.reference import run as run_reference
from simkit.engine.reference.run import Progress
from simkit.model.diagram import Diagram
from simkit.model.scenario import Scenario
from simkit.record.recording import Provenance, Recording


def record(
    scenario: Scenario, design: str, replication: int, progress: Progress | None = None
) -> Recording:
    r"""Run one replication of a design and record it.

    Args:
        scenario: What to run.
        design: Name of one of its designs.
        replication: Its number, from 0; each has luck of its own.
        progress: Called now and then with the share of the horizon that is over.

    Raises:
        SimulationError: If the model cannot go on.

    >>> import simkit as sk
    >>> one = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer",
    ...                   work={"Ask": "5 ms"}, load="every 10 ms")
    >>> record(one, "design", 0).requests["acknowledged"][:2].tolist()
    [5000000, 15000000]
    """
    chosen = scenario.design(design)
    requests, visits, witness = run_reference(make_plan(scenario, chosen), replication, progress)
    return Recording(
        requests=requests,
        visits=visits,
        witness=witness,
        participants=tuple(participant.id for participant in chosen.participants),
        messages=tuple(line.label for line in chosen.script.lines),
        provenance=Provenance(
            scenario=document_text(scenario),
            design=design,
            seed=scenario.run.seed,
            replication=replication,
            engine="reference",
            version=version("simkit"),
        ),
    )


def document_text(scenario: Scenario) -> str:
    """The scenario as text (JSON, which is YAML too): reading it gives the same scenario."""

    def plain(value: Any) -> Any:
        return value.source if isinstance(value, Diagram) else str(value)

    return json.dumps(scenario.document, default=plain, ensure_ascii=False)
