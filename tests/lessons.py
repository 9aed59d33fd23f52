"""How lessons of the catalogue are measured: a queue and its workers, and what is said of them."""

from collections.abc import Mapping, Sequence

import simkit as sk
from simkit.experiment.results import replicate
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording
from tests.statistical import readings as read
from tests.statistical.case import Read
from tests.statistical.interval import Comparison, compare

QUEUED = """sequenceDiagram
  participant Queue@{ "type": "queue" }
  Client-)Queue: Job
  Queue->>Worker: Work"""


def queued(
    load: object,
    work: str,
    queue: Mapping[str, object] | None = None,
    worker: Mapping[str, object] | None = None,
    *,
    run: Mapping[str, object],
    message: Mapping[str, object] | None = None,
    drawing: str = QUEUED,
    messages: Mapping[str, object] | None = None,
    faults: Sequence[Mapping[str, object]] = (),
) -> Scenario:
    """A client, a queue and its workers; what is not said takes no time."""
    return sk.scenario(
        drawing,
        load=load,
        messages={"Work": {"work": work, **(message or {})}, **(messages or {})},
        participants={"Queue": dict(queue or {}), "Worker": dict(worker or {})},
        network="0 s",
        run={"seed": 1, "replications": 1, "warm_up": "0 s", **run},
        faults=list(faults),
    )


def runs(scenario: Scenario) -> list[Recording]:
    """Its replications, audited."""
    return list(replicate(scenario, ("design",)))


def values(scenario: Scenario, *reads: str | Read) -> list[list[float]]:
    """Metrics, by their names, and other readings: each in every replication."""
    design = scenario.design("design")
    asked = [read.metric(one) if isinstance(one, str) else one for one in reads]
    rows = [[one(recording, design) for one in asked] for recording in runs(scenario)]
    return [list(column) for column in zip(*rows, strict=True)]


def held(name: str, said: float, found: list[float], precision: float) -> Comparison:
    """What was found, held against what is said of it."""
    comparison = compare(name, said, found, 0.9995, precision=precision)
    assert comparison.agrees, str(comparison)
    assert comparison.is_precise, str(comparison)
    return comparison
