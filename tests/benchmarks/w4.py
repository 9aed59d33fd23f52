"""W4: many who wait, each with a timeout: 100,000 pending ones, or fewer in small.

An answer takes 10.5 s on average (exponential), and is waited for 32 s: 4.7 % are given up, the
server goes on for nobody, and 10.0 s of waiting a request times 10,000 requests a second are
100,000 timeouts that are pending at any moment once the first 32 s are over. All others are
called off: nobody looks at what has been answered.

The programs by hand do not take a timeout back, as SimPy has no way to and a heap no cheap one:
320,000 are in their heaps.
"""

from collections.abc import Generator
from functools import partial
from random import Random  # noqa: TID251 - programs by hand draw as their authors would
from typing import Any

import simpy

from simkit.record.tables import Done, Outcome, Told
from tests.benchmarks.loop import Loop
from tests.benchmarks.rows import Request, Rows, Visit, Workload

TEXT = """\
scenario: W4
participants: {Client: {kind: client}, Server: {workers: unlimited}}
messages:
  Ask: {work: exponential 10.5 s, timeout: 32 s}
  Answer: {work: 0 s}
network: 0 s
load: {Client: poisson RATE/s}
diagram: |
  sequenceDiagram
    Client->>Server: Ask
    Server-->>Client: Answer
run: {horizon: 10 s, warm-up: 0 s, patience: 0 s, replications: 1, seed: 1}
"""
WORK, TIMEOUT, WAITING = 10.5, 32.0, 10.0
ASK = 0  # the line of the diagram
Story = Generator[simpy.Event, Any, None]


def worked(visit: Visit, now: float) -> None:
    """The server has an answer, wanted or not."""
    visit.ended = visit.answered = visit.answer_arrived = now
    visit.outcome = Outcome.WELL
    request = visit.request
    request.done, request.settled, request.completed = Done.WELL, now, now


def told(request: Request, how: Told, rows: Rows, now: float) -> None:
    """The client knows more."""
    request.told = how
    if how is Told.OK:
        request.acknowledged = now
    else:
        rows.given_up.append((request.number, ASK, now))


class BySimPy:
    """Two processes a request, and a race between an answer and a timeout."""

    def __init__(self, rate: float, seed: int, horizon: float) -> None:
        self.random, self.rows = Random(seed), Rows()
        self.env = simpy.Environment()
        self.env.process(self.clients(rate))
        self.env.run(until=horizon)

    def clients(self, rate: float) -> Story:
        number = 0
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            self.env.process(self.client(Request(number, self.env.now)))
            number += 1

    def client(self, request: Request) -> Story:
        self.rows.requests.append(request)
        answer = self.env.process(self.server(request))
        yield answer | self.env.timeout(TIMEOUT)
        how = Told.OK if answer.triggered else Told.TIMED_OUT
        told(request, how, self.rows, self.env.now)

    def server(self, request: Request) -> Story:
        visit = Visit(request, ASK, sent=request.meant)
        visit.arrived = visit.started = request.meant
        self.rows.visits.append(visit)
        visit.worked = self.random.expovariate(1 / WORK)
        yield self.env.timeout(visit.worked)
        worked(visit, self.env.now)


class ByHeapq(Loop):
    """Three kinds of events; a timeout finds out when it is due whether it still matters."""

    def __init__(self, rate: float, seed: int) -> None:
        super().__init__()
        self.rate, self.exponential = rate, Random(seed).expovariate
        self.after(self.exponential(rate), self.comes, 0)

    def comes(self, number: int) -> None:
        request = Request(number, self.now)
        visit = Visit(request, ASK, sent=self.now)
        visit.arrived = visit.started = self.now
        self.rows.requests.append(request)
        self.rows.visits.append(visit)
        visit.worked = self.exponential(1 / WORK)
        self.after(visit.worked, self.answers, visit)
        self.after(TIMEOUT, self.expires, request)
        self.after(self.exponential(self.rate), self.comes, number + 1)

    def answers(self, visit: Visit) -> None:
        worked(visit, self.now)
        if not visit.request.told:
            told(visit.request, Told.OK, self.rows, self.now)

    def expires(self, request: Request) -> None:
        if not request.told:
            told(request, Told.TIMED_OUT, self.rows, self.now)


def _simpy(rate: float, seed: int, horizon: float) -> Rows:
    return BySimPy(rate, seed, horizon).rows


def _heapq(rate: float, seed: int, horizon: float) -> Rows:
    return ByHeapq(rate, seed).until(horizon)


def workload(pending: int) -> Workload:
    """W4 with so many pending timeouts."""
    rate = round(pending / WAITING)
    return Workload(
        name=f"W4 {pending:,}",
        text=TEXT.replace("RATE", str(rate)),
        rate=rate,
        by_simpy=partial(_simpy, rate),
        by_heapq=partial(_heapq, rate),
    )
