"""W1: one queue in front of c workers, 80 % busy (M/M/c); 10 ms of work for each request."""

from collections import deque
from collections.abc import Generator
from functools import partial
from random import Random  # noqa: TID251 - programs by hand draw as their authors would
from typing import Any

import simpy

from simkit.record.tables import Done, Outcome, Told
from tests.benchmarks.loop import Loop
from tests.benchmarks.rows import Request, Rows, Visit, Workload

TEXT = """\
scenario: W1
participants: {Client: {kind: client}, Server: {workers: WORKERS}}
messages:
  Ask: {work: exponential 10 ms}
  Answer: {work: 0 s}
network: 0 s
load: {Client: poisson RATE/s}
diagram: |
  sequenceDiagram
    Client->>Server: Ask
    Server-->>Client: Answer
run: {horizon: 10 s, warm-up: 0 s, patience: 0 s, replications: 1, seed: 1}
"""
WORK = 0.01
ASK = 0  # the line of the diagram
Story = Generator[simpy.Event, Any, None]


def answered(visit: Visit, work: float, now: float) -> None:
    """A visit is over, and so is its request; there is no network."""
    visit.worked, visit.outcome = work, Outcome.WELL
    visit.ended = visit.answered = visit.answer_arrived = now
    request = visit.request
    request.acknowledged = request.settled = request.completed = now
    request.told, request.done = Told.OK, Done.WELL


class BySimPy:
    """One process a customer, one resource."""

    def __init__(self, workers: int, seed: int, horizon: float) -> None:
        self.random, self.rows = Random(seed), Rows()
        self.env = simpy.Environment()
        self.server = simpy.Resource(self.env, workers)
        self.env.process(self.customers(0.8 * workers / WORK))
        self.env.run(until=horizon)

    def customers(self, rate: float) -> Story:
        number = 0
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            self.env.process(self.customer(number))
            number += 1

    def customer(self, number: int) -> Story:
        request = Request(number, self.env.now)
        visit = Visit(request, ASK, sent=self.env.now)
        visit.arrived = self.env.now
        self.rows.requests.append(request)
        self.rows.visits.append(visit)
        with self.server.request() as worker:
            yield worker
            visit.started = self.env.now
            work = self.random.expovariate(1 / WORK)
            yield self.env.timeout(work)
        answered(visit, work, self.env.now)


class ByHeapq(Loop):
    """Two kinds of events, a number of free workers, and a queue."""

    def __init__(self, workers: int, seed: int) -> None:
        super().__init__()
        self.free, self.rate = workers, 0.8 * workers / WORK
        self.exponential = Random(seed).expovariate
        self.queue: deque[Visit] = deque()
        self.after(self.exponential(self.rate), self.comes, 0)

    def comes(self, number: int) -> None:
        request = Request(number, self.now)
        visit = Visit(request, ASK, sent=self.now)
        visit.arrived = self.now
        self.rows.requests.append(request)
        self.rows.visits.append(visit)
        if self.free:
            self.free -= 1
            self.starts(visit)
        else:
            self.queue.append(visit)
        self.after(self.exponential(self.rate), self.comes, number + 1)

    def starts(self, visit: Visit) -> None:
        visit.started = self.now
        work = self.exponential(1 / WORK)
        self.after(work, self.ends, (visit, work))

    def ends(self, what: tuple[Visit, float]) -> None:
        visit, work = what
        answered(visit, work, self.now)
        if self.queue:
            self.starts(self.queue.popleft())
        else:
            self.free += 1


def _simpy(workers: int, seed: int, horizon: float) -> Rows:
    return BySimPy(workers, seed, horizon).rows


def _heapq(workers: int, seed: int, horizon: float) -> Rows:
    return ByHeapq(workers, seed).until(horizon)


def workload(workers: int) -> Workload:
    """W1 with so many workers."""
    rate = round(0.8 * workers / WORK)
    return Workload(
        name=f"W1 c={workers}",
        text=TEXT.replace("WORKERS", str(workers)).replace("RATE", str(rate)),
        rate=rate,
        by_simpy=partial(_simpy, workers),
        by_heapq=partial(_heapq, workers),
    )
