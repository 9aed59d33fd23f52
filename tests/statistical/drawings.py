"""The drawings of the cases, and scenarios of them that differ in their numbers."""

from collections.abc import Mapping
from typing import Any

import simkit as sk
from simkit.model.scenario import Scenario
from tests.statistical.case import REPLICATIONS, SEED

WARM_UP = 1600  # messages
SHORT_WARM_UP = 200  # where the past is forgotten within a few messages

ASK = """sequenceDiagram
  Client->>API: Request
  API-->>Client: Done"""

TELL = """sequenceDiagram
  Client-)API: Request"""

# First is held for its own work only: it tells Second, and does not wait.
TANDEM = """sequenceDiagram
  Client-)First: Order
  First-)Second: Parcel"""

SUBSCRIBERS = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Client-)Bus: Event
  Bus->>A: Event
  Bus->>B: Event
  Bus->>D: Event"""

STORED = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Client-)Bus: Job
  Bus->>API: Request"""

SPLIT = """graph LR
  Client --> W1
  Client --> W2
  Client --> W3
  Client --> W4"""


def told(*receivers: str, label: str = "Part") -> str:
    """Client tells each of these at once: the request is settled when all are done."""
    return "\n".join(["sequenceDiagram", *(f"  Client-){name}: {label}" for name in receivers)])


def called(*receivers: str) -> str:
    """API calls each of these side by side, and answers when all have answered."""
    calls = [f"    API->>{name}: Part\n    {name}-->>API: Done" for name in receivers]
    return "\n".join(
        [
            "sequenceDiagram",
            "  Client->>API: Request",
            "  par",
            "\n  and\n".join(calls),
            "  end",
            "  API-->>Client: Reply",
        ]
    )


def lasts(warm_up: float, horizon: float, **more: str) -> dict[str, object]:
    """How every case is run; times in seconds."""
    return {
        **more,
        "warm_up": f"{warm_up:.9f} s",
        "horizon": f"{horizon:.9f} s",
        "replications": REPLICATIONS,
        "seed": SEED,
    }


def open_queue(
    diagram: str,
    rate: float,
    messages: int,
    work: Mapping[str, object],
    workers: Mapping[str, int],
    warm_up: int = WARM_UP,
    /,
    **more: Any,
) -> Scenario:
    """Poisson arrivals, so many a second, until so many messages are measured on average."""
    return sk.scenario(
        diagram,
        load=f"poisson {rate}/s",
        work=work,
        workers=workers,
        network="0 s",
        run=lasts(warm_up / rate, (warm_up + messages) / rate),
        **more,
    )


def closed_queue(
    users: int, think: str, work: str, workers: int, warm_up: float, seconds: float, **more: str
) -> Scenario:
    """A fixed number of users who wait for their answer; so many seconds are measured."""
    return sk.scenario(
        ASK,
        load=f"users {users} think {think}",
        work={"Request": work},
        workers={"API": workers},
        network="0 s",
        run=lasts(warm_up, warm_up + seconds, **more),
    )
