"""One request: its clocks, and how much of it is still open."""

from typing import TYPE_CHECKING

from simkit.engine.order import journey_key
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.scope import Scope
from simkit.record.tables import NEVER, Done, GivenUp

if TYPE_CHECKING:
    from simkit.engine.reference.call import Call
    from simkit.engine.reference.run import Run


class Journey:
    """What happens for one request of the client.

    Attributes:
        open: What is not over, duplicates left out; with the last of it the journey is settled.
        alive: What is not over, duplicates too; then all of it can be written down.
        latest: Of each region, the scope that was opened last.
        paths: How many redeliveries it has led to.
    """

    acknowledged = NEVER
    noticed = NEVER
    settled = NEVER
    done = Done.OPEN
    final = False  # whether what acknowledged it comes after all the work
    client: Execution
    # Messages that never arrived: line, path, sender's of both, when, and why.
    unseen: tuple[tuple[int, int, int, int, int, Done], ...] = ()
    attempts = 1
    given_up: tuple[tuple[int, int, int, GivenUp], ...] = ()  # line, path, when, why
    open = 0
    alive = 0
    paths = 0

    def __init__(self, run: "Run", request: int, root: int) -> None:
        self.run, self.clock, self.request = run, run.clock, request
        self.root, self.plan = root, run.plan.roots[root]
        self.number = request * len(run.plan.roots) + root
        self.key = journey_key(self.number)
        self.meant = self.clock._now
        self.latest: dict[int, Scope] = {}
        self.effects: dict[int, int] = {}  # when what an idempotent receiver knows was done
        self.scopes: list[Scope] = []
        self.scope = Scope(self, self.plan.execution)

    def begin(self) -> None:
        """The client begins."""
        self.client = self.scope.execution(self.plan.execution, None)
        self.client.go()

    def reached(self, line: int) -> None:
        """A message or a positive answer arrives: the clocks of the client look at it."""
        plan = self.run.lines[line]
        if self.client.failed:
            return  # it was told no, and listens no more
        if plan.acknowledges and self.acknowledged == NEVER:
            self.acknowledged, self.final = self.clock._now, plan.final
        if plan.notices:
            self.notices()

    def notices(self) -> None:
        """The client knows that all is done."""
        if self.noticed == NEVER and not self.client.failed:
            self.noticed = self.clock._now

    def counts(self, call: "Call") -> None:
        """The client sends something, perhaps once more."""
        if call.sender.parent is None:
            sent = sum(attempt.left != NEVER for attempt in call.attempts)
            self.attempts = max(self.attempts, sent)

    def gives_up(self, line: int, path: int, why: GivenUp) -> None:
        """Nobody waits for an attempt any more."""
        self.given_up += ((line, path, self.clock._now, why),)

    def answered(self) -> None:
        """The client's own execution is over."""
        self.run.source_of[self.root].answered(self.request)

    def forget(self) -> None:
        """All is written down: what knew each other is forgotten, as nobody collects garbage."""
        for scope in self.scopes:
            scope.forget()
        self.scopes.clear()
        self.latest.clear()
        del self.scope, self.client

    def look(self) -> None:
        """Something is over: perhaps the journey is settled, or all of it can be written down."""
        if not self.open and self.settled == NEVER:
            self.settled = self.clock._now
            self.done = self.scope.done()
            self.run.settled(self)
        if not self.alive:
            self.run.over(self)
