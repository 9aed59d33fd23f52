"""Whatever is said of brokers, messages and faults is read, or refused; and told in 80 columns."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import simkit as sk
from simkit.errors import ScenarioError
from simkit.model.scenario import Scenario
from simkit.views.reading import WIDTH

DRAWING = """sequenceDiagram
  C->>A: Order
  A->>Queue: Job
  A-->>C: Accepted
  Queue->>W: Job
  W->>DB: Save
  DB-->>W: Saved
END"""
ENDS = ("  W-->>Queue: Ack\n", "  W--xQueue: No\n", "")


def some(values: dict[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with any of these keys, each with one of its values."""
    return st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in values.items()})


FATES = ["requeue", "dead-letter", "drop", "settle"]
BROKER = some(
    {
        "capacity": [1, "unlimited"],
        "when-full": ["reject", "drop-oldest", "block", "dead-letter"],
        "ttl": ["1 s"],
        "durable": ["written", "never"],
        "prefetch": [1, 10],
        "fetch": ["top-up", "batch"],
        "dispatch": ["round-robin", "least-loaded"],
        "poll": ["1 s", "exponential 1 s"],
        "ack": ["after-work", "before-work", "on-delivery", "every 10", "every 5 s"],
        "lease": ["1 s", "30 s"],
        "extend-every": ["500 ms", "10 s"],
        "late-ack": ["honoured", "rejected"],
        "requeue": ["original", "head", "tail"],
        "on-failure": FATES,
        "on-reject": FATES,
        "max-deliveries": [1, 5, "unlimited"],
        "retry-delay": ["1 s", ["1 s", "exponential 2 s"]],
        "dead-letter": ["keep", "drop"],
        "redrive-after": ["10 min"],
        "dedupe": ["2 min"],
        "partitions": [1, 12],
        "rebalance-pause": ["0 s", "3 s"],
        "batch": [2, 10],
        "linger": ["5 ms"],
        "bandwidth": ["1 MB/s"],
        "confirm": [1, 10],
    }
)
WORKER = some(
    {"workers": [1, 3, "unlimited"], "instances": [1, 4], "detect-after": ["never", "30 s"]}
)
JOB = some(
    {
        "work": ["exponential 100 ms", "0 s"],
        "fails": ["1 %", "100 %"],
        "poison": ["1 %", "100 %"],
        "priority": [0, 3],
        "idempotent": ["2 min", "unlimited"],
        "key": ["1 key", "100 keys with 20 % hot"],
    }
)
FAULTS = st.lists(
    st.sampled_from(
        [
            {"crash": "W", "at": ["1 s", "5 s"], "for": "1 s"},
            {"crash": "W", "instance": 1, "every": "exponential 10 s", "for": "exponential 1 s"},
            {"crash": "W", "chance": "1 %"},
            {"crash": "Queue", "at": "3 s"},
            {"kill": "W", "every-busy": "exponential 10 s"},
            {"kill": "A", "after": "Job", "chance": "1 %"},
            {"lose": "W.Job", "chance": "1 %"},
            {"slow": "W", "by": 2, "at": "1 s", "for": "1 s"},
            {"fail": "DB", "every": "5 s", "for": "1 s"},
        ]
    ),
    max_size=3,
)


def resolved(**said: Any) -> Scenario | None:
    """What is said, without the keys that mean nothing together with the others."""
    while True:
        try:
            return sk.scenario(**said)
        except ScenarioError as error:
            for problem in error.problems:
                assert problem.expected.startswith(("none: ", "less than the lease")), problem
                holder: Any = said
                for key in problem.keys[:-1]:
                    holder = holder[key]
                del holder[str(problem.keys[-1])]


@settings(max_examples=150, deadline=None)
@given(BROKER, WORKER, JOB, FAULTS, st.sampled_from(ENDS))
def test_any_policy_is_read_and_told(
    broker: dict[str, Any],
    worker: dict[str, Any],
    job: dict[str, Any],
    faults: list[dict[str, Any]],
    end: str,
) -> None:
    scenario = resolved(
        designs=DRAWING.replace("END", end),
        load="poisson 5/s",
        participants={"Queue": dict(broker), "W": dict(worker)},
        messages={"W.Job": dict(job)},
        faults=[dict(fault) for fault in faults],
    )
    assert scenario is not None
    text = str(sk.check(scenario))
    assert max(len(line) for line in text.split("\n")) <= WIDTH
    assert "Queue, broker, whatever it stores:" in text
    assert text.count("  fault: ") == len(faults)
    again = scenario.change("run.seed", 2).designs[0]
    assert again == scenario.designs[0]
