"""Where requests come from: the open loads and the closed one."""

from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, journey_key, line_key
from simkit.engine.reference.events import After
from simkit.engine.sampling import arrivals, thinking
from simkit.errors import SimulationError
from simkit.model.load import Load, Users
from simkit.units import time_text

if TYPE_CHECKING:
    from simkit.engine.reference.run import Run

START = ARRIVALS + line_key(-1)


class OpenSource:
    """Requests that come whether or not earlier ones were answered."""

    def __init__(self, run: "Run", load: Load) -> None:
        self.run = run
        self.instants = enumerate(
            arrivals(load, seed=run.plan.seed, replication=run.replication, client=run.plan.client)
        )

    def start(self) -> None:
        """Schedule the next request, if there is one."""
        coming = next(self.instants, None)
        if coming is not None:
            request, instant = coming
            delay = instant - self.run.clock._now
            After(self.run.clock, delay, START + journey_key(request), self.offer, request)

    def offer(self, event: Any) -> None:
        """A request comes."""
        self.start()
        self.run.begin(event.value)

    def answered(self, request: int) -> None:
        """The next request does not depend on it."""


class UserSource:
    """A fixed number of users, each with one request at a time."""

    def __init__(self, run: "Run", load: Users) -> None:
        self.run, self.count = run, load.count
        self.think = thinking(
            load, seed=run.plan.seed, replication=run.replication, client=run.plan.client
        )
        self.instant, self.begun = -1, 0

    def start(self) -> None:
        """Every user thinks about a first request."""
        for user in range(self.count):
            self.next(user)

    def next(self, request: int) -> None:
        """A user thinks; the request's number is its turn times the users, plus the user."""
        After(
            self.run.clock, self.think(request), START + journey_key(request), self.offer, request
        )

    def offer(self, event: Any) -> None:
        """A user asks."""
        now = self.run.clock._now
        self.begun = self.begun + 1 if now == self.instant else 1
        self.instant = now
        # A user who asks twice at one instant has thought for no time, and its journey took none;
        # that can happen by chance, but a thousand times it is for ever.
        if self.begun > self.count + 1000:
            raise SimulationError(
                f"{self.run.plan.client} at {time_text(now)}: its {self.count} users have begun "
                f"{self.begun} journeys at one instant; let them think, or the journey take time"
            )
        self.run.begin(event.value)

    def answered(self, request: int) -> None:
        """The client's own execution is over: the user thinks again."""
        self.next(request + self.count)
