"""The draws of what is delivered again come from addresses of their own; see `check_redraws`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simkit.engine import Plan
from simkit.engine.plan import flat_lines
from simkit.engine.sampling import Address, sample, uniforms
from simkit.model.distribution import Distribution, Uniform
from simkit.record.recording import Table
from simkit.record.tables import OPEN, Outcome
from tests.engine.contract import Engine

# Consumers that fail by chance or always, behind two brokers, the second put to by the first.
REDRAWN = """
    participants:
      Q: {kind: broker, max-deliveries: 4, retry-delay: [exponential 1 ms, exponential 2 ms]}
      R: {kind: broker, max-deliveries: 3, prefetch: 2, retry-delay: exponential 1 ms}
      W: {workers: 5}
      D: {workers: 5}
      V: {workers: 3, instances: 2}
    messages:
      W.Job: {work: exponential 5 ms, network: exponential 1 ms, fails: 30 %, poison: 20 %}
      Save: {work: exponential 2 ms, network: exponential 1 ms}
      R.Note: {work: exponential 1 ms}
      V.Note: {work: exponential 3 ms, network: exponential 1 ms, fails: 40 %}
    load: poisson 100/s
    run: {horizon: 4 s, warm-up: 0 s, seed: 11}
    diagram: |
      sequenceDiagram
        C-)Q: Job
        Q->>W: Job
        W->>D: Save
        D-->>W: Saved
        W-)R: Note
        R->>V: Note
        W-->>Q: Ack
"""
CHANCES = Uniform(low=0, high=10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A row of a visit, and where its draws belong.

    Attributes:
        row: Number in the table.
        request: Number of the request.
        line: Of the drawing.
        path: In the address: depth and number of each redelivery that led to it.
        before: Row of the attempt before, of a redelivery; -1: none.
        number: How many attempts came before.
    """

    row: int
    request: int
    line: int
    path: str
    before: int
    number: int


def check_redraws(engine: Engine, plan: Plan, replication: int) -> None:
    """Work, network, delays, failures and poison are the draws of their own addresses.

    The first delivery of a message has the path of what put it; the n-th redelivery adds
    ``depth:dn``, where the depth counts the deliveries that led to it, itself among them.
    """
    requests, visits, *_ = engine(plan, replication)
    luck = Luck(plan, replication, len(requests["request"]))
    found = list(attempts(plan, visits, requests["request"][visits["request"]]))
    for one in found:
        where = f"{plan.lines[one.line].label}{one.path} of request {one.request}"
        for what, (told, drawn) in compared(luck, visits, one).items():
            assert told == drawn, f"{where}: {what} is not that drawn"
    assert sum(one.before >= 0 for one in found) > 100, "hardly anything was delivered again"


class Luck:
    """What is drawn at an address."""

    def __init__(self, plan: Plan, replication: int, requests: int) -> None:
        self.plan, self.replication, self.requests = plan, replication, requests

    def __call__(self, kind: str, law: Distribution, one: Attempt, path: str | None = None) -> int:
        stream = f"{kind} {self.plan.lines[one.line].stream}"
        return int(self.of(stream, one.path if path is None else path, law)[one.request])

    @cache  # noqa: B019 - as long as one check
    def of(self, stream: str, path: str, law: Distribution) -> NDArray[np.int64]:
        address = Address(
            seed=self.plan.seed, replication=self.replication, stream=stream,
            client=self.plan.clients[0], journey="", path=path,
        )  # fmt: skip
        return sample(law, uniforms(address, 0, self.requests))


def compared(luck: Luck, visits: Table, one: Attempt) -> dict[str, tuple[int, int]]:
    """What the tables tell of an attempt, and what must have been drawn."""
    line, row = luck.plan.lines[one.line], one.row
    said = line.handling
    poisoned = luck("poison", CHANCES, one, "") < said.poison * 10**9
    fails = poisoned or luck("fails", CHANCES, one) < said.fails * 10**9
    under_way = visits["arrived"][row] - visits["sent"][row]
    found = {
        "work": (visits["worked"][row], luck("work", line.time, one)),
        "network": (under_way, luck("network", line.network, one)),
        "failure": (visits["outcome"][row] == Outcome.FAILED, fails),
    }
    if one.before >= 0:
        policy = luck.plan.pools[luck.plan.executions[line.carries].participant].policy
        assert policy is not None
        last = min(one.number, len(policy.retry_delay)) - 1
        waited = visits["stored"][row] - visits["ended"][one.before]
        found["delay"] = (waited, luck(f"retry delay {last}", policy.retry_delay[last], one))
    return found


def attempts(plan: Plan, visits: Table, request: NDArray[np.integer]) -> Iterator[Attempt]:
    """What is over, with its place in the addresses of draws."""
    depth = {-1: 0}
    for number, drawn in enumerate(plan.lines):
        by = next((one for one in plan.executions if number in flat_lines(one.steps)), None)
        depth[number] = depth[by.line if by else -1] + drawn.delivered
    path_of: dict[tuple[int, int], str] = {}  # by row of the request, and number of the path
    before: dict[tuple[int, int], list[int]] = {}  # by message and line, its deliveries
    for row in np.lexsort([visits["path"], visits["message"], visits["request"]]).tolist():
        line, parent = int(visits["message"][row]), int(visits["parent"][row])
        serial, path = int(visits["request"][row]), int(visits["path"][row])
        earlier = before.setdefault((parent, line), []) if plan.lines[line].delivered else []
        if not path:
            path_of[serial, 0] = ""
        elif (serial, path) not in path_of:
            outer = path_of[serial, int(visits["path"][parent])]
            path_of[serial, path] = f"{outer} {depth[line]}:d{len(earlier)}"
        if visits["ended"][row] < OPEN:
            yield Attempt(
                row=row,
                request=int(request[row]),
                line=line,
                path=plan.lines[line].path + path_of[serial, path],
                before=earlier[-1] if earlier else -1,
                number=len(earlier),
            )
        earlier.append(row)
