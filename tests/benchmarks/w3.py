"""W3: W2 with what reality adds: clients that give up, jobs that fail, leases and dead letters.

A client waits 2 s for an answer and sends at most three times. One job in a hundred fails when
its work is done. A delivery has a lease of 1 s, which one in 1,400 outlasts: the job is then
delivered again, though its worker goes on, and its late end still counts. What has been delivered
three times in vain is a dead letter. The second, third ... delivery has its old place.

The programs by hand differ from the engines where it is rarer than one in a million: a request
whose job is a dead letter is settled at once, though a worker may still be at it.
"""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from heapq import heappop, heappush
from random import Random  # noqa: TID251 - programs by hand draw as their authors would
from typing import Any

import simpy

from simkit.record.tables import Done, Outcome, Settlement, Told
from tests.benchmarks import w2
from tests.benchmarks.loop import Loop
from tests.benchmarks.rows import Request, Rows, Visit, Workload
from tests.benchmarks.w2 import DONE, JOB, MU, NETWORK, PUT, REQUEST, SIGMA, confirmed

TEXT = (
    w2.TEXT.replace("W2", "W3")
    .replace("broker}", "broker, lease: 1 s, max-deliveries: 3, dead-letter: keep}")
    .replace("network: exponential 1 ms}\n  Q", "network: exponential 1 ms, CALL}\n  Q")
    .replace("CALL", "timeout: 2 s, retry: 3")
    .replace("cv 1}", "cv 1, fails: 1 %}")
)
TIMEOUT, ATTEMPTS, LEASE, DELIVERIES, FAILS = 2.0, 3, 1.0, 3, 0.01
NONE, LAPSED = Settlement.NONE, Settlement.LAPSED
Story = Generator[simpy.Event, Any, None]


@dataclass(slots=True, eq=False)
class Job:
    """A message in the queue: how often it has left, and the delivery that waits to."""

    put: Visit
    order: int
    made: int = 0
    waiting: Visit | None = None
    over: bool = False


def waits(job: Job, rows: Rows, now: float) -> Visit:
    """A delivery of a job is ready; it may be the second or third."""
    delivery = Visit(job.put.request, JOB, job.put, stored=now, again=job.made)
    rows.visits.append(delivery)
    if job.made:
        rows.paths.append((job.put.request.number, job.made))
    job.waiting = delivery
    return delivery


def leaves(job: Job, delivery: Visit, now: float) -> None:
    """A worker takes it."""
    job.waiting = None
    job.made += 1
    delivery.sent = delivery.arrived = delivery.started = now


def ended(job: Job, fate: Settlement, now: float) -> None:
    """A job is over."""
    job.over = True
    job.put.settlement, job.put.ended, job.put.outcome = fate, now, Outcome.WELL
    if job.waiting is not None:
        job.waiting.outcome, job.waiting.ended = Outcome.WITHDRAWN, now
        job.waiting = None


def went_well(job: Job, delivery: Visit, now: float) -> None:
    """Done, perhaps after its lease."""
    delivery.ended, delivery.outcome = now, Outcome.WELL
    if delivery.settlement is NONE:
        delivery.settlement = Settlement.ACKNOWLEDGED
    if not job.over:
        ended(job, Settlement.ACKNOWLEDGED, now)


def is_wanted_again(job: Job, delivery: Visit, how: Settlement, now: float) -> bool:
    """A delivery came to nothing, of which the first fate counts; whether another is due."""
    known, delivery.settlement = delivery.settlement, delivery.settlement or how
    if known or job.over or job.waiting is not None:
        return False
    if job.made < DELIVERIES:
        return True
    ended(job, Settlement.DEAD_LETTERED, now)
    job.put.request.done = Done.DEAD_LETTERED
    settled(job.put.request, now)
    return False


def told(request: Request, how: Told, now: float) -> None:
    """The call of the client is over."""
    request.told = how
    if how is Told.ACCEPTED:
        request.acknowledged = now
    settled(request, now)


def arrived(done: Visit, now: float) -> None:
    """The client hears that all is done."""
    done.arrived = done.started = done.ended = now
    done.outcome = Outcome.WELL
    if done.request.done is Done.OPEN:
        done.request.done = Done.WELL
        settled(done.request, now)


def settled(request: Request, now: float) -> None:
    """A request is settled when its client knows more and its work is over."""
    if request.told and request.done is not Done.OPEN:
        request.settled = now
        if request.done is Done.WELL:
            request.completed = now


class BySimPy:
    """As in W2, and a process for each call and each lease."""

    def __init__(self, seed: int, horizon: float) -> None:
        self.random, self.rows = Random(seed), Rows()
        self.env = simpy.Environment()
        self.api = simpy.Resource(self.env, w2.API_WORKERS)
        self.queue = simpy.PriorityStore(self.env)
        self.stored = 0
        self.env.process(self.clients())
        for _ in range(w2.WORKERS):
            self.env.process(self.worker())
        self.env.run(until=horizon)

    def clients(self) -> Story:
        number = 0
        while True:
            yield self.env.timeout(self.random.expovariate(w2.RATE))
            self.env.process(self.client(Request(number, self.env.now)))
            number += 1

    def client(self, request: Request) -> Story:
        self.rows.requests.append(request)
        answer = self.env.event()
        for attempt in range(ATTEMPTS):
            request.attempts = attempt + 1
            self.env.process(self.request(request, attempt, answer))
            yield answer | self.env.timeout(TIMEOUT)
            if answer.triggered:
                told(request, Told.ACCEPTED, self.env.now)
                return
            self.rows.given_up.append((request.number, attempt, self.env.now))
        told(request, Told.TIMED_OUT, self.env.now)

    def request(self, request: Request, attempt: int, answer: simpy.Event) -> Story:
        env, exponential, visits = self.env, self.random.expovariate, self.rows.visits
        visit = Visit(request, REQUEST, sent=env.now, again=attempt)
        visits.append(visit)
        yield env.timeout(exponential(1 / NETWORK))
        visit.arrived = env.now
        with self.api.request() as worker:
            yield worker
            visit.started = env.now
            visit.worked = exponential(1 / w2.REQUEST_WORK)
            yield env.timeout(visit.worked)
            put = Visit(request, PUT, visit, sent=env.now)
            visits.append(put)
            put.arrived = put.started = env.now
            writing = exponential(1 / w2.WRITING)
            yield env.timeout(writing)
            confirmed(put, writing, env.now)
            self.store(Job(put, self.stored))
            self.stored += 1
        visit.answered = visit.ended = env.now
        visit.outcome = Outcome.WELL
        yield env.timeout(exponential(1 / NETWORK))
        visit.answer_arrived = env.now
        if not answer.triggered:
            answer.succeed()

    def store(self, job: Job) -> None:
        waits(job, self.rows, self.env.now)
        self.queue.put(simpy.PriorityItem(job.order, job))

    def worker(self) -> Story:
        env = self.env
        while True:
            job = (yield self.queue.get()).item
            delivery = job.waiting
            if delivery is None:  # withdrawn
                continue
            leaves(job, delivery, env.now)
            env.process(self.lease(job, delivery))
            delivery.worked = self.random.lognormvariate(MU, SIGMA)
            yield env.timeout(delivery.worked)
            if self.random.random() < FAILS:
                delivery.ended, delivery.outcome = env.now, Outcome.FAILED
                if is_wanted_again(job, delivery, Settlement.REJECTED, env.now):
                    self.store(job)
            else:
                went_well(job, delivery, env.now)
                env.process(self.done(delivery))

    def lease(self, job: Job, delivery: Visit) -> Story:
        yield self.env.timeout(LEASE)
        if not job.over and is_wanted_again(job, delivery, LAPSED, self.env.now):
            self.store(job)

    def done(self, job: Visit) -> Story:
        done = Visit(job.request, DONE, job, sent=self.env.now)
        self.rows.visits.append(done)
        yield self.env.timeout(self.random.expovariate(1 / NETWORK))
        arrived(done, self.env.now)


class ByHeapq(Loop):
    """As in W2; timeouts and leases find out when they are due whether they still matter."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.free_api, self.free, self.stored = w2.API_WORKERS, w2.WORKERS, 0
        self.api: deque[Visit] = deque()
        self.queue: list[tuple[int, int, Job]] = []
        self.random = Random(seed)
        self.exponential = self.random.expovariate
        self.after(self.exponential(w2.RATE), self.comes, 0)

    def comes(self, number: int) -> None:
        request = Request(number, self.now, attempts=0)
        self.rows.requests.append(request)
        self.sends(request)
        self.after(self.exponential(w2.RATE), self.comes, number + 1)

    def sends(self, request: Request) -> None:
        visit = Visit(request, REQUEST, sent=self.now, again=request.attempts)
        request.attempts += 1
        self.rows.visits.append(visit)
        self.after(TIMEOUT, self.expires, request)
        self.after(self.exponential(1 / NETWORK), self.reaches_api, visit)

    def expires(self, request: Request) -> None:
        if request.told:
            return
        self.rows.given_up.append((request.number, request.attempts, self.now))
        if request.attempts < ATTEMPTS:
            self.sends(request)
        else:
            told(request, Told.TIMED_OUT, self.now)

    def reaches_api(self, visit: Visit) -> None:
        visit.arrived = self.now
        if self.free_api:
            self.free_api -= 1
            self.starts(visit)
        else:
            self.api.append(visit)

    def starts(self, visit: Visit) -> None:
        visit.started = self.now
        visit.worked = self.exponential(1 / w2.REQUEST_WORK)
        self.after(visit.worked, self.puts, visit)

    def puts(self, visit: Visit) -> None:
        put = Visit(visit.request, PUT, visit, sent=self.now)
        self.rows.visits.append(put)
        put.arrived = put.started = self.now
        put.worked = self.exponential(1 / w2.WRITING)
        self.after(put.worked, self.stores, put)

    def stores(self, put: Visit) -> None:
        visit = put.parent
        assert visit is not None
        confirmed(put, put.worked, self.now)
        self.stored += 1
        self.store(Job(put, self.stored))
        visit.answered = visit.ended = self.now
        visit.outcome = Outcome.WELL
        self.after(self.exponential(1 / NETWORK), self.answers, visit)
        if self.api:
            self.starts(self.api.popleft())
        else:
            self.free_api += 1

    def answers(self, visit: Visit) -> None:
        visit.answer_arrived = self.now
        if not visit.request.told:
            told(visit.request, Told.ACCEPTED, self.now)

    def store(self, job: Job) -> None:
        waits(job, self.rows, self.now)
        heappush(self.queue, (job.order, job.made, job))
        if self.free:
            self.free -= 1
            self.takes()

    def takes(self) -> None:
        """A free worker takes the oldest that was not withdrawn."""
        while self.queue:
            job = heappop(self.queue)[2]
            delivery = job.waiting
            if delivery is not None:
                leaves(job, delivery, self.now)
                delivery.worked = self.random.lognormvariate(MU, SIGMA)
                self.after(LEASE, self.lapses, (job, delivery))
                self.after(delivery.worked, self.has_done, (job, delivery))
                return
        self.free += 1

    def lapses(self, what: tuple[Job, Visit]) -> None:
        job, delivery = what
        if not job.over and is_wanted_again(job, delivery, LAPSED, self.now):
            self.store(job)

    def has_done(self, what: tuple[Job, Visit]) -> None:
        job, delivery = what
        if self.random.random() < FAILS:
            delivery.ended, delivery.outcome = self.now, Outcome.FAILED
            if is_wanted_again(job, delivery, Settlement.REJECTED, self.now):
                self.store(job)
        else:
            went_well(job, delivery, self.now)
            done = Visit(delivery.request, DONE, delivery, sent=self.now)
            self.rows.visits.append(done)
            self.after(self.exponential(1 / NETWORK), self.tells, done)
        self.takes()

    def tells(self, done: Visit) -> None:
        arrived(done, self.now)


def _simpy(seed: int, horizon: float) -> Rows:
    return BySimPy(seed, horizon).rows


def _heapq(seed: int, horizon: float) -> Rows:
    return ByHeapq(seed).until(horizon)


W3 = Workload(name="W3", text=TEXT, rate=w2.RATE, by_simpy=_simpy, by_heapq=_heapq)
