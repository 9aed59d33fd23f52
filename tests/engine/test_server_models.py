"""Three ways of serving the same six requests: threads, an event loop, and threads on processors.

Each request works for 2 ms, waits 8 ms for a database that is never busy, and works for 2 ms more.
"""

import numpy as np
import pytest

import simkit as sk
from simkit.analysis.audit import audit
from simkit.analysis.capacity import capacity
from simkit.analysis.metrics import measure
from simkit.engine.runner import record
from simkit.model.metric import MetricName
from simkit.model.scenario import Design

DRAWING = """sequenceDiagram
  C->>API: Ask
  API->>DB: Read
  DB-->>API: Row
  API-->>C: Reply"""

MODELS: dict[str, dict[str, object]] = {
    "two threads": {"workers": 2},
    "an event loop": {"workers": 1, "waiting": "releases"},
    "200 threads on one processor": {"workers": 200, "cpus": 1},
    "200 threads on two processors": {"workers": 200, "cpus": 2},
    "four threads on one processor": {"workers": 4, "cpus": 1},
}

ANSWERED = {
    # Two at a time, for 12 ms each.
    "two threads": [12, 12, 24, 24, 36, 36],
    # All six have worked by 12 ms; the first, whose row is there at 10, works on then.
    "an event loop": [14, 16, 18, 20, 22, 24],
    # In line for the processor, as for the loop.
    "200 threads on one processor": [14, 16, 18, 20, 22, 24],
    # Pairs work 0-2, 2-4 and 4-6, have their rows at 10, 12 and 14, and are done 2 ms later.
    "200 threads on two processors": [12, 12, 14, 14, 16, 16],
    # Four have worked by 8 ms. The processor is the first's 10-12, the second's 12-14; then the
    # fifth's, who has had its thread since 12, 14-16, the third's 16-18, the sixth's, with its
    # thread since 14, 18-20, the fourth's 20-22; the last two have their rows at 24 and 28.
    "four threads on one processor": [12, 14, 18, 22, 26, 30],
}
# Requests per second, above which a queue grows: workers over the time that each is held, or
# processors over the 4 ms of work.
FULL_AT = {
    "two threads": 2 / 0.012,
    "an event loop": 1 / 0.004,
    "200 threads on one processor": 1 / 0.004,
    "200 threads on two processors": 2 / 0.004,
    "four threads on one processor": 1 / 0.004,
}


def served(model: str) -> Design:
    return scenario(model).designs[0]


def scenario(model: str) -> sk.Scenario:
    return sk.scenario(
        DRAWING,
        load="at 0 s 6",
        work={"Ask": "2 ms", "Read": "8 ms", "Row": "2 ms"},
        participants={"API": MODELS[model]},
        network="0 s",
        run={"horizon": "100 ms", "warm-up": "0 s"},
    )


@pytest.mark.parametrize("model", MODELS)
def test_when_each_request_is_answered(model: str) -> None:
    recording = record(scenario(model), "design", 0)
    assert audit(recording, served(model)) == []
    answered = np.sort(recording.requests["acknowledged"]) / 1e6
    assert answered.tolist() == ANSWERED[model]


@pytest.mark.parametrize("model", MODELS)
def test_the_rate_at_which_each_is_full(model: str) -> None:
    found = capacity(served(model), 100_000_000)
    pool = next(one for one in found.pools if one.pool == "API")
    # Six at once: the rate of a burst is counted in requests.
    assert pool.most == pytest.approx(FULL_AT[model])


def test_what_a_worker_is_held_for() -> None:
    """Of the window of 100 ms: work and waits of threads, work alone of the loop, queues too."""
    held = {}
    for model in MODELS:
        recording = record(scenario(model), "design", 0)
        name = MetricName(design="", journey="", metric="held", part="API", statistic="mean")
        held[model] = round(measure(recording, served(model), name).value * 1000, 6)
    assert held == {
        "two threads": 12,
        "an event loop": 4,
        # Until each is answered.
        "200 threads on one processor": 19,
        "200 threads on two processors": 14,
        "four threads on one processor": (12 + 14 + 18 + 22 + 14 + 16) / 6,
    }
