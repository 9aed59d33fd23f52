"""What happens together: all that the client begins, and all that one delivery sets in motion.

A message that is delivered again has everything that follows its delivery happen again: each
delivery opens a scope of its own, inside that in which its message was put. Answers find who
waits for them in the scope that they were asked in.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from simkit.engine.order import ARRIVALS, ENDS, MOST_PATHS, line_key
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.execution import Execution
from simkit.errors import SimulationError
from simkit.record.tables import NEVER, Done
from simkit.units import time_text

if TYPE_CHECKING:
    from simkit.engine.reference.journey import Journey
    from simkit.engine.reference.stored import Copy

# From best to worst: what became of work.
WORST = {
    done: rank
    for rank, done in enumerate(
        (Done.WELL, Done.FAILED, Done.REFUSED, Done.EXPIRED, Done.DEAD_LETTERED, Done.LOST)
    )
}


class Draws(Protocol):
    """The draws of every line."""

    def __getitem__(self, line: int, /) -> Callable[[int], int]:
        """Those of a line, by request."""


class Again:
    """The draws of every line for what happens again."""

    def __init__(self, draws: Callable[[int, str], Callable[[int], int]], address: str) -> None:
        self.draws, self.address = draws, address

    def __getitem__(self, line: int) -> Callable[[int], int]:
        return self.draws(line, self.address)


class Scope:
    """All that one delivery sets in motion, or, outermost, the client's own execution.

    Attributes:
        region: Number of the execution that begins it.
        copy: What is delivered; None in the outermost.
        path: Its number among the redeliveries of its journey; first deliveries have that of
            the scope around them.
        address: The same in the addresses of draws: depth and number of each redelivery.
    """

    clock: Clock
    key: int
    time: Draws  # by line, what handling it takes, in ns
    network: Draws  # by line, how long it is under way, in ns
    fate = Done.WELL  # the worst that has happened in it
    open = 0  # executions, messages and answers of it that are not over
    duplicate = False  # another delivery has done what it does
    path, address, depth = 0, "", 0
    copies: "tuple[Copy, ...]" = ()  # what is put into brokers in it
    withheld: frozenset[int] = frozenset()  # answers to others that this delivery will not give
    early: Mapping[int, tuple[int, int]] = MappingProxyType({})  # answers to what was not asked yet

    def __init__(
        self, journey: "Journey", region: int, outer: "Scope | None", copy: "Copy | None"
    ) -> None:
        self.journey, self.run, self.clock = journey, journey.run, journey.clock
        self.region, self.outer, self.copy = region, outer, copy
        self.executions: dict[int, Execution] = {}
        self.heard: dict[int, bool] = {}  # answers that came, and whether they said yes
        self.given: set[int] = set()  # answers that left
        if outer is not None and copy is not None:
            self.duplicate, self.depth = outer.duplicate, outer.depth + 1
            self.path, self.address = outer.path, outer.address
            if copy.attempts:
                self._again(len(copy.attempts))
        self.key = journey.key + self.path
        run = self.run
        if not self.address:
            self.time, self.network = run.time, run.network
        else:
            self.time = Again(run.draws.time, self.address)
            self.network = Again(run.draws.network, self.address)

    def _again(self, redelivery: int) -> None:
        journey = self.journey
        journey.paths += 1
        self.path = journey.paths
        if self.path > MOST_PATHS:
            label = self.run.lines[self.run.plan.executions[self.region].line].label
            raise SimulationError(
                f"'{label}' at {time_text(self.clock._now)}: request {journey.request} has led to "
                f"more than {MOST_PATHS:,} redeliveries"
            )
        self.address += f" {self.depth}:d{redelivery}"

    # ---------------------------------------------------------------- what is open

    def opens(self) -> None:
        """One thing more is not over."""
        self.open += 1
        journey = self.journey
        journey.alive += 1
        if not self.duplicate:
            journey.open += 1

    def closes(self) -> None:
        """One thing less."""
        self.open -= 1
        journey = self.journey
        journey.alive -= 1
        if not self.duplicate:
            journey.open -= 1
        if not journey.open or not journey.alive:
            journey.look()

    def is_duplicate(self) -> None:
        """Another delivery has done it: nobody waits for this one any more."""
        if not self.duplicate:
            self.duplicate = True
            self.journey.open -= self.open
            for copy in self.copies:
                for attempt in copy.attempts:
                    attempt.scope.is_duplicate()

    def marks(self, fate: Done) -> None:
        """Something has happened in it."""
        if WORST[fate] > WORST[self.fate]:
            self.fate = fate

    def worst(self) -> Done:
        """What became of all its work."""
        found = self.fate
        for copy in self.copies:
            fate = copy.done()
            if WORST[fate] > WORST[found]:
                found = fate
        return found

    # ---------------------------------------------------------------- what is where

    def of(self, region: int) -> "Scope":
        """The scope of a region: this one, one around it, or the latest there was."""
        if region == self.region:
            return self
        scope = self.outer
        while scope is not None:
            if scope.region == region:
                return scope
            scope = scope.outer
        return self.journey.latest.get(region, self)

    def find(self, number: int) -> Execution | None:
        """The execution of this number that belongs to what happens here."""
        return self.of(self.run.region_of[number]).executions.get(number)

    def execution(self, number: int, parent: Execution | None) -> Execution:
        """A new execution in it."""
        run = self.run
        kind, plan, pool = run.made_of[number]
        execution = self.executions[number] = kind(self, plan, pool, parent)
        if run.prioritises:
            execution.priority = run.lines[plan.line].handling.priority
        if self.early and number in self.early:
            execution.answered, execution.answer_arrived = self.early[number]
        self.opens()
        return execution

    # ---------------------------------------------------------------- what is under way

    def send(self, sender: Execution, line: int) -> None:
        """A message leaves; it arrives after the time of the network, or never."""
        run = self.run
        plan = run.lines[line]
        if plan.delivered:
            run.queues[line].store(sender)
            return
        if plan.starts >= 0 and run.faults is None and not plan.lost:
            self.execution(plan.starts, sender).travel()
            return
        lost = plan.lost or (run.faults is not None and run.faults.loses(line, self))
        if lost and plan.settles < 0:
            self.lose(sender, line)
        elif plan.starts >= 0:
            self.execution(plan.starts, sender).travel()
        else:
            self.opens()
            key = ARRIVALS + self.key + line_key(line)
            delay = self.network[line](self.journey.request)
            After(self.clock, delay, key, self.settled_by, (line, lost))

    def lose(self, sender: Execution, line: int) -> None:
        """A message leaves and never arrives."""
        self.marks(Done.LOST)
        origin = (sender.plan.line, sender.scope.path)
        self.journey.lost += ((line, self.path, *origin, self.clock._now),)

    def answer(self, line: int, good: bool) -> None:
        """An answer leaves; of several to one call the first counts."""
        run, now = self.run, self.clock._now
        plan = run.lines[line]
        home = self.of(run.region_of[plan.to])
        if line in home.given:
            return
        if not good:
            asker = home.executions.get(plan.to)
            if asker is not None and asker.ended != NEVER:
                return
        home.given.add(line)
        there = self.of(run.region_of[plan.asked]) if plan.asked >= 0 else self
        if plan.asked >= 0:
            asked = there.executions.get(plan.asked)
            if asked is not None:
                asked.answered = now
            else:
                there.early = {**there.early, plan.asked: (now, NEVER)}
        if run.faults is not None and run.faults.loses(line, self):
            self.goes_unheard(plan.asked)
            return
        self.opens()
        key = ENDS + self.key + line_key(line)
        delay = self.network[line](self.journey.request)
        # Scopes are found when it leaves: what it answers may be done again in the meantime.
        After(self.clock, delay, key, self.hear, (line, good and plan.good, home, there))

    def goes_unheard(self, number: int) -> None:
        """The answer to an execution is lost on the way."""
        asked = self.find(number) if number >= 0 else None
        if asked is not None:
            asked.unheard = True

    def hear(self, event: Any) -> None:
        """An answer arrives."""
        line, good, home, there = event.value
        plan = self.run.lines[line]
        if plan.asked >= 0:
            there.note_arrival(plan.asked)
        if good:
            self.journey.reached(line)
        # Whoever does not wait for it yet finds it here when the time comes.
        home.heard[line] = good
        asker = home.executions.get(plan.to)
        if asker is not None:
            asker.told(line)
        if plan.carries >= 0:
            self.settle_message(plan.carries, good=True)
        self.closes()

    def note_arrival(self, number: int) -> None:
        """The answer to an execution has reached whoever asked."""
        asked = self.executions.get(number)
        if asked is not None:
            asked.answer_arrived = self.clock._now
        else:
            self.early = {**self.early, number: (self.early[number][0], self.clock._now)}

    def settled_by(self, event: Any) -> None:
        """A line that settles a delivery reaches the broker, or would have by now."""
        line, lost = event.value
        plan = self.run.lines[line]
        delivery = self.find(plan.settles)
        assert delivery is not None
        if lost:
            delivery.free_place()
        elif plan.rejects:
            delivery.reject()
        else:
            delivery.settle()
        self.closes()

    def settle_message(self, number: int, good: bool) -> None:
        """A message that a broker keeps has been handed on as an answer or to another broker."""
        message = self.find(number)
        if message is not None:
            message.handed_on(good)

    # ---------------------------------------------------------------- what never comes

    def never_leave(self, number: int, lines: Iterable[int]) -> None:
        """An execution has stopped before it could send some lines: what follows never comes."""
        plans = [self.run.lines[line] for line in lines]
        missing = frozenset[int]().union(*(plan.missing for plan in plans))
        nobody = frozenset({number}).union(*(plan.unbegun for plan in plans))
        for line in sorted(missing):
            plan = self.run.lines[line]
            if plan.to >= 0 and plan.to not in nobody:
                self.say_no(line)
            elif plan.settles >= 0:
                delivery = self.find(plan.settles)
                if delivery is not None:
                    delivery.fall_through()

    def say_no(self, line: int) -> None:
        """Tell no to whoever waits for an answer; outside, only when no delivery will give it."""
        region = self.run.region_of[self.run.lines[line].to]
        if region == self.region or self.copy is None or self.outer is None:
            self.answer(line, good=False)
        elif self.copy.over:
            self.outer.say_no(line)
        else:
            self.withheld |= {line}
