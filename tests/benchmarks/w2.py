"""W2: accepted at once, done in the background, as PEERS.md (section 5) defines it.

Poisson clients, 128 requests a second; an API of 8 workers, exponential work of 5 ms, an
exponential network of 1 ms each way; it puts a job into a queue (exponential 1 ms until that is
confirmed, with its worker held) and answers; 16 background workers take the jobs first in, first
out, lognormal work of 100 ms with a cv of 1, and send a message that tells so (1 ms).
"""

from collections import deque
from collections.abc import Generator
from math import log, sqrt
from random import Random  # noqa: TID251 - programs by hand draw as their authors would
from typing import Any

import simpy

from simkit.record.tables import Done, Outcome, Settlement, Told
from tests.benchmarks.loop import Loop
from tests.benchmarks.rows import Request, Rows, Visit, Workload

TEXT = """\
scenario: W2
participants:
  Client: {kind: client}
  API:    {workers: 8}
  Queue:  {kind: broker}
  Worker: {workers: 16}
messages:
  API.Request: {work: exponential 5 ms, network: exponential 1 ms}
  Queue.Job:   {work: exponential 1 ms}
  Stored:      {work: 0 s}
  Accepted:    {work: 0 s, network: exponential 1 ms}
  Worker.Job:  {work: lognormal 100 ms cv 1}
  Done:        {work: 0 s, network: exponential 1 ms}
network: 0 s
load: {Client: poisson 128/s}
diagram: |
  sequenceDiagram
    Client->>API: Request
    API->>Queue: Job
    Queue-->>API: Stored
    API-->>Client: Accepted
    Queue->>Worker: Job
    Worker-)Client: Done
run: {horizon: 10 s, warm-up: 0 s, patience: 0 s, replications: 1, seed: 1}
"""
RATE, API_WORKERS, WORKERS = 128.0, 8, 16
NETWORK, REQUEST_WORK, WRITING = 0.001, 0.005, 0.001
SIGMA = sqrt(log(2))  # a cv of 1
MU = log(0.1) - log(2) / 2
REQUEST, PUT, JOB, DONE = 0, 1, 4, 5  # the lines of the diagram
Story = Generator[simpy.Event, Any, None]


def confirmed(put: Visit, writing: float, now: float) -> Visit:
    """A job is durable, and waits for a worker."""
    put.worked, put.answered, put.answer_arrived = writing, now, now
    assert put.parent is not None
    put.parent.blocked = writing
    return Visit(put.request, JOB, put, stored=now)


def job_over(job: Visit, work: float, now: float) -> None:
    """A job is done; its message in the queue is settled."""
    job.worked, job.ended, job.outcome = work, now, Outcome.WELL
    put = job.parent
    assert put is not None
    put.ended, put.outcome = now, Outcome.WELL
    put.settlement = job.settlement = Settlement.ACKNOWLEDGED


def acknowledged(visit: Visit, now: float) -> None:
    """The answer is with the client."""
    visit.answer_arrived = visit.request.acknowledged = now
    visit.request.told = Told.ACCEPTED
    settled(visit.request, now)


def arrived(done: Visit, now: float) -> None:
    """The client hears that all is done."""
    done.arrived = done.started = done.ended = now
    done.outcome, done.request.done = Outcome.WELL, Done.WELL
    settled(done.request, now)


def settled(request: Request, now: float) -> None:
    """A request is settled when it was answered and its work is done."""
    if request.acknowledged is not None and request.done is not Done.OPEN:
        request.settled = request.completed = now


class BySimPy:
    """One process a request, one a worker, one a message that is on its way."""

    def __init__(self, seed: int, horizon: float) -> None:
        self.random, self.rows = Random(seed), Rows()
        self.env = simpy.Environment()
        self.api = simpy.Resource(self.env, API_WORKERS)
        self.queue = simpy.Store(self.env)
        self.env.process(self.clients())
        for _ in range(WORKERS):
            self.env.process(self.worker())
        self.env.run(until=horizon)

    def clients(self) -> Story:
        number = 0
        while True:
            yield self.env.timeout(self.random.expovariate(RATE))
            self.env.process(self.request(number))
            number += 1

    def request(self, number: int) -> Story:
        env, exponential, visits = self.env, self.random.expovariate, self.rows.visits
        request = Request(number, env.now)
        visit = Visit(request, REQUEST, sent=env.now)
        self.rows.requests.append(request)
        visits.append(visit)
        yield env.timeout(exponential(1 / NETWORK))
        visit.arrived = env.now
        with self.api.request() as worker:
            yield worker
            visit.started = env.now
            visit.worked = exponential(1 / REQUEST_WORK)
            yield env.timeout(visit.worked)
            put = Visit(request, PUT, visit, sent=env.now)
            visits.append(put)
            put.arrived = put.started = env.now
            writing = exponential(1 / WRITING)
            yield env.timeout(writing)
            job = confirmed(put, writing, env.now)
            visits.append(job)
            self.queue.put(job)
        visit.answered = visit.ended = env.now
        visit.outcome = Outcome.WELL
        yield env.timeout(exponential(1 / NETWORK))
        acknowledged(visit, env.now)

    def worker(self) -> Story:
        env = self.env
        while True:
            job = yield self.queue.get()
            job.sent = job.arrived = job.started = env.now
            work = self.random.lognormvariate(MU, SIGMA)
            yield env.timeout(work)
            job_over(job, work, env.now)
            env.process(self.done(job))

    def done(self, job: Visit) -> Story:
        done = Visit(job.request, DONE, job, sent=self.env.now)
        self.rows.visits.append(done)
        yield self.env.timeout(self.random.expovariate(1 / NETWORK))
        arrived(done, self.env.now)


class ByHeapq(Loop):
    """A function for each kind of event, numbers of free workers, and two queues."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.free_api, self.free = API_WORKERS, WORKERS
        self.api: deque[Visit] = deque()
        self.queue: deque[Visit] = deque()
        random = Random(seed)
        self.exponential, self.lognormal = random.expovariate, random.lognormvariate
        self.after(self.exponential(RATE), self.comes, 0)

    def comes(self, number: int) -> None:
        request = Request(number, self.now)
        visit = Visit(request, REQUEST, sent=self.now)
        self.rows.requests.append(request)
        self.rows.visits.append(visit)
        self.after(self.exponential(1 / NETWORK), self.reaches_api, visit)
        self.after(self.exponential(RATE), self.comes, number + 1)

    def reaches_api(self, visit: Visit) -> None:
        visit.arrived = self.now
        if self.free_api:
            self.free_api -= 1
            self.starts(visit)
        else:
            self.api.append(visit)

    def starts(self, visit: Visit) -> None:
        visit.started = self.now
        visit.worked = self.exponential(1 / REQUEST_WORK)
        self.after(visit.worked, self.puts, visit)

    def puts(self, visit: Visit) -> None:
        put = Visit(visit.request, PUT, visit, sent=self.now)
        self.rows.visits.append(put)
        put.arrived = put.started = self.now
        put.worked = self.exponential(1 / WRITING)
        self.after(put.worked, self.stores, put)

    def stores(self, put: Visit) -> None:
        visit = put.parent
        assert visit is not None
        job = confirmed(put, put.worked, self.now)
        self.rows.visits.append(job)
        if self.free:
            self.free -= 1
            self.takes(job)
        else:
            self.queue.append(job)
        visit.answered = visit.ended = self.now
        visit.outcome = Outcome.WELL
        self.after(self.exponential(1 / NETWORK), self.answers, visit)
        if self.api:
            self.starts(self.api.popleft())
        else:
            self.free_api += 1

    def answers(self, visit: Visit) -> None:
        acknowledged(visit, self.now)

    def takes(self, job: Visit) -> None:
        job.sent = job.arrived = job.started = self.now
        job.worked = self.lognormal(MU, SIGMA)
        self.after(job.worked, self.has_done, job)

    def has_done(self, job: Visit) -> None:
        job_over(job, job.worked, self.now)
        done = Visit(job.request, DONE, job, sent=self.now)
        self.rows.visits.append(done)
        self.after(self.exponential(1 / NETWORK), self.tells, done)
        if self.queue:
            self.takes(self.queue.popleft())
        else:
            self.free += 1

    def tells(self, done: Visit) -> None:
        arrived(done, self.now)


def _simpy(seed: int, horizon: float) -> Rows:
    return BySimPy(seed, horizon).rows


def _heapq(seed: int, horizon: float) -> Rows:
    return ByHeapq(seed).until(horizon)


W2 = Workload(name="W2", text=TEXT, rate=RATE, by_simpy=_simpy, by_heapq=_heapq)
