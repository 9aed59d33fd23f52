"""Small designs for the tests of this folder, and what theory says of them in one line."""

from typing import Any

import simkit as sk
from simkit.analysis.known import Known, known
from simkit.model.metric import MetricName, read_metric
from simkit.model.scenario import Design

ASK = """sequenceDiagram
  Client->>API: Request
  API-->>Client: Done"""
CALL = """sequenceDiagram
  Client->>API: Request
  API->>DB: Query
  DB-->>API: Rows
  API-->>Client: Done"""
TELL = """sequenceDiagram
  Client-)First: Order
  First-)Second: Parcel"""
BROKER = """sequenceDiagram
  participant Q@{ "type": "queue" }
  Client->>Q: Job
  Q-->>Client: Stored
  Q->>W: Job"""

SUBSCRIBERS = """sequenceDiagram
  participant Q@{ "type": "queue" }
  Client-)Q: Job
  Q->>A: Job
  Q->>B: Job"""


def design(drawing: str, load: Any = "poisson 8/s", network: str = "0 s", **more: Any) -> Design:
    """A scenario of one design, with no network unless it is given."""
    return sk.scenario(drawing, load=load, network=network, **more).designs[0]


def name_in(one: Design, metric: str) -> MetricName:
    """A metric by its name, without the design."""
    participants = {one.name: tuple(p.id for p in one.participants)}
    return read_metric(metric, participants, one.name, {one.name: one.journeys})


def said(one: Design, metric: str) -> str:
    """What theory says: "0.5 by M/M/1", "about 0.2 by Allen–Cunneen (M/G/3)", or the reason."""
    found = known(one, name_in(one, metric))
    if not isinstance(found, Known):
        return found.reason
    return f"{'' if found.exact else 'about '}{found.value:.5g} by {found.formula}"
