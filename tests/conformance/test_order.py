"""Order where it is promised: one owner, one at a time, first stored first done."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simkit.engine import make_plan
from simkit.engine.reference.partitions import key_of, partition_of
from simkit.engine.reference.run import Run
from simkit.formats.scenario_file import read_scenario
from simkit.record.tables import NEVER, OPEN, Change, Done, Outcome

# Instances die and come back while messages fail and are delivered again.
LOG = """
participants:
  Q: {{kind: broker, partitions: {partitions}, rebalance-pause: 3 ms, max-deliveries: unlimited}}
  W: {{workers: 2, instances: 3, detect-after: 4 ms}}
messages:
  Q.Put: {{key: {keys}}}
  W.Job: {{work: exponential 2 ms, fails: 10 %}}
load: poisson 400/s for 500 ms
faults:
  - {{crash: W, instance: 1, at: [90 ms, 180 ms, 270 ms, 360 ms], for: 40 ms}}
  - {{crash: W, instance: 3, at: 120 ms, for: 100 ms}}
run: {{horizon: 500 ms, warm-up: 0 s, patience: 1 h, seed: 5}}
diagram: |
  sequenceDiagram
    C-)Q: Put
    Q->>W: Job
"""
LOGS = [
    pytest.param(1, "40 keys", id="one partition"),
    pytest.param(5, "40 keys", id="five partitions"),
    pytest.param(5, "40 keys 50 % hot", id="a hot key"),
    pytest.param(7, "1 keys", id="one key"),
]


def deliveries(partitions: int, keys: str) -> tuple[list[dict[str, int]], Any]:
    """The deliveries of a run, each with its key and its partition, and the changes."""
    scenario = read_scenario(LOG.format(partitions=partitions, keys=keys), "log.yaml")
    run = Run(make_plan(scenario, scenario.designs[0]), 0)
    requests, visits, _, changes, *_ = run.run(None)
    assert set(requests["done"].tolist()) == {Done.WELL}
    (queue,) = {id(one): one for one in run.queues.values()}.values()
    rows = []
    for number in np.flatnonzero(visits["stored"] != NEVER):
        row = {name: int(column[number]) for name, column in visits.items()}
        request = int(requests["request"][row["request"]])
        one: Any = SimpleNamespace(journey=SimpleNamespace(number=request, request=request))
        rows.append(row | {"key": key_of(queue, one), "partition": partition_of(queue, one)})
    return sorted(rows, key=lambda row: (row["stored"], row["request"])), changes


@pytest.mark.parametrize(("partitions", "keys"), LOGS)
def test_messages_of_a_key_are_done_in_the_order_in_which_they_were_stored(
    partitions: int, keys: str
) -> None:
    rows, _ = deliveries(partitions, keys)
    assert sum(row["outcome"] == Outcome.DIED for row in rows) > 0
    assert sum(row["outcome"] == Outcome.FAILED for row in rows) > 10
    done = [row for row in rows if row["outcome"] == Outcome.WELL]
    assert len(done) > 150
    first = {row["request"]: row["stored"] for row in rows if row["path"] == 0}
    for key in {row["key"] for row in rows}:
        mine = sorted((row["ended"], first[row["request"]]) for row in done if row["key"] == key)
        assert all(before[1] <= after[1] for before, after in pairwise(mine))


@pytest.mark.parametrize(("partitions", "keys"), LOGS)
def test_the_messages_of_a_partition_are_taken_one_after_the_other(
    partitions: int, keys: str
) -> None:
    rows, _ = deliveries(partitions, keys)
    for partition in {row["partition"] for row in rows}:
        mine = sorted((row["sent"], row["ended"]) for row in rows if row["partition"] == partition)
        assert all(before[1] <= after[0] for before, after in pairwise(mine))


@pytest.mark.parametrize(("partitions", "keys"), LOGS)
def test_what_leaves_a_partition_goes_to_its_owner(partitions: int, keys: str) -> None:
    rows, changes = deliveries(partitions, keys)
    owners: dict[int, list[tuple[int, int]]] = {}
    for when, what, value, instance in zip(
        *(changes[name].tolist() for name in ("when", "what", "value", "instance")), strict=True
    ):
        if what == Change.OWNER:
            owners.setdefault(value, []).append((when, instance))
    for row in rows:
        if row["sent"] < OPEN:
            known = [who for when, who in owners[row["partition"]] if when <= row["sent"]]
            assert known[-1] == row["instance"]
    assert len({row["instance"] for row in rows}) > 1
