"""The design `accepted` of scenarios/accepted.yaml as one writes it in SimPy by hand.

One process a request, one for the background work, one for the completion message; resources
for the workers; the standard library's random numbers; two lists of latencies, no more.
"""

import random
from collections.abc import Generator
from typing import Any

import simpy

RATE = 80.0
API_WORKERS, TASK_WORKERS = 60, 50
NETWORK, REQUEST, TRIGGER, COMPLETION = 0.0005, 0.005, 0.5, 0.001
Story = Generator[simpy.Event, Any, None]


class Accepted:
    """One run."""

    def __init__(self, seed: int, horizon: float) -> None:
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.api = simpy.Resource(self.env, API_WORKERS)
        self.task = simpy.Resource(self.env, TASK_WORKERS)
        self.acknowledged: list[float] = []
        self.completed: list[float] = []
        self.env.process(self.clients())
        self.env.run(until=horizon)

    def clients(self) -> Story:
        while True:
            yield self.env.timeout(self.random.expovariate(RATE))
            self.env.process(self.request())

    def request(self) -> Story:
        start = self.env.now
        yield self.env.timeout(NETWORK)
        with self.api.request() as worker:
            yield worker
            yield self.env.timeout(self.random.expovariate(1 / REQUEST))
            self.env.process(self.background(start))
        yield self.env.timeout(NETWORK)
        self.acknowledged.append(self.env.now - start)

    def background(self, start: float) -> Story:
        yield self.env.timeout(NETWORK)
        with self.task.request() as worker:
            yield worker
            yield self.env.timeout(self.random.expovariate(1 / TRIGGER))
        self.env.process(self.completion(start))

    def completion(self, start: float) -> Story:
        yield self.env.timeout(NETWORK)
        with self.api.request() as worker:
            yield worker
            yield self.env.timeout(COMPLETION)
        self.completed.append(self.env.now - start)
