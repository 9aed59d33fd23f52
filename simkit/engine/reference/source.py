"""Where requests come from: the open loads and the closed one."""

from typing import TYPE_CHECKING, Any, TypedDict

from simkit.engine.order import ARRIVALS, journey_key, line_key
from simkit.engine.plan import SourcePlan
from simkit.engine.reference.events import After
from simkit.engine.sampling import Choice, arrivals, thinking
from simkit.errors import SimulationError
from simkit.model.load import Users
from simkit.units import time_text

if TYPE_CHECKING:
    from simkit.engine.reference.run import Run

START = ARRIVALS + line_key(-1)


class Luck(TypedDict):
    """Where the draws of a source belong."""

    seed: int
    replication: int
    client: str
    journey: str


class Source:
    """The requests of one client, and which journey each begins."""

    def __init__(self, run: "Run", plan: SourcePlan) -> None:
        self.run, self.plan, self.client = run, plan, run.plan.clients[plan.client]
        self.luck = Luck(
            seed=run.plan.seed,
            replication=run.replication,
            client=self.client,
            journey=plan.journey,
        )
        self.choice = Choice(plan.shares or len(plan.roots), **self.luck)

    def schedule(self, request: int, delay: int) -> None:
        """A request will come; its number is unique among those of its client."""
        number = request * len(self.run.plan.roots) + self.plan.roots[0]
        After(self.run.clock, delay, START + journey_key(number), self.offer, request)

    def offer(self, event: Any) -> None:
        """A request comes."""
        request = event.value
        self.run.begin(self.client, request, self.plan.roots[self.choice(request)])

    def answered(self, request: int) -> None:
        """The client's own execution is over."""


class OpenSource(Source):
    """Requests that come whether or not earlier ones were answered."""

    def __init__(self, run: "Run", plan: SourcePlan) -> None:
        super().__init__(run, plan)
        until = run.plan.latest
        self.instants = enumerate(arrivals(plan.load, **self.luck, until=until))

    def start(self) -> None:
        """Schedule the next request, if there is one."""
        coming = next(self.instants, None)
        if coming is not None:
            request, instant = coming
            self.schedule(request, instant - self.run.clock._now)

    def offer(self, event: Any) -> None:
        """A request comes, and the next is on its way."""
        self.start()
        super().offer(event)


class UserSource(Source):
    """A fixed number of users, each with one request at a time."""

    def __init__(self, run: "Run", plan: SourcePlan) -> None:
        super().__init__(run, plan)
        assert isinstance(plan.load, Users)
        self.count = plan.load.count
        self.think = thinking(plan.load, **self.luck)
        self.instant, self.begun = -1, 0

    def start(self) -> None:
        """Every user thinks about a first request."""
        for user in range(self.count):
            self.next(user)

    def next(self, request: int) -> None:
        """A user thinks; the request's number is its turn times the users, plus the user."""
        self.schedule(request, self.think(request))

    def offer(self, event: Any) -> None:
        """A user asks."""
        now = self.run.clock._now
        self.begun = self.begun + 1 if now == self.instant else 1
        self.instant = now
        # A user who asks twice at one instant has thought for no time, and its journey took none;
        # that can happen by chance, but a thousand times it is for ever.
        if self.begun > self.count + 1000:
            raise SimulationError(
                f"{self.client} at {time_text(now)}: its {self.count} users have begun "
                f"{self.begun} journeys at one instant; let them think, or the journey take time"
            )
        super().offer(event)

    def answered(self, request: int) -> None:
        """The client's own execution is over: the user thinks again."""
        self.next(request + self.count)
