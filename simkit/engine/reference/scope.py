"""What happens together: all that the client begins, and all that is done again together.

A message that is delivered again, a call that is made again and a turn of a loop have everything
that is drawn in them happen again: each opens a scope of its own inside the one around it.
Answers find who waits for them in the scope that they were asked in.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ARRIVALS, ENDS, MOST_PATHS, line_key
from simkit.engine.reference.absence import Absence
from simkit.engine.reference.call import Call
from simkit.engine.reference.events import After
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.fates import WORST, Part, worst
from simkit.engine.reference.reasons import Why
from simkit.engine.reference.redrawn import ByLine, Redrawn
from simkit.errors import SimulationError
from simkit.record.tables import NEVER, Again, Done
from simkit.units import time_text

if TYPE_CHECKING:
    from simkit.engine.reference.journey import Journey
    from simkit.engine.reference.stored import Copy


LETTER = dict(zip(Again, "dahtc", strict=True))


class Scope(Absence):
    """All that is done together.

    Attributes:
        region: Number of what begins it: an execution or a section.
        outer: The scope around it; None: the journey's own.
        copy: What is delivered, if it is a delivery.
        call: What it is an attempt of, if it is one.
        path: Its number among the repetitions of its journey; what is done for the first time
            has that of the scope around it.
        address: The same in the addresses of draws: depth, kind and number of each repetition.
        parts: Messages, calls, turns and gatherings whose work is part of its own.
        children: The scopes in it.
    """

    outer: "Scope | None"
    time: ByLine  # by line, what handling it takes, in ns
    network: ByLine  # by line, how long it is under way, in ns
    fate = Done.WELL  # the worst that has happened to its own executions
    open = 0  # executions, messages and answers of it that are not over
    duplicate = False  # nobody waits for what it does
    path, address, depth = 0, "", 0
    again, number = Again.DELIVERY, 0  # what is done again, and for the how manyth time
    parts: tuple[Part, ...] = ()
    children: "tuple[Scope, ...]" = ()
    early: Mapping[int, tuple[int, int]] = MappingProxyType({})  # answers to what was not asked yet
    why: Mapping[int, Why] = MappingProxyType({})  # of answers that said no, unless for a failure
    line = -1  # the call or the delivery, or the section, that it is a repetition of
    turn_number = -1
    is_planned = False  # an attempt that has not left yet
    is_left = False  # a branch that was left behind
    only_repeats = False  # what it would do was known to be done, or stored, already

    def __init__(self, journey: "Journey", region: int, outer: "Scope | None" = None) -> None:
        self.journey, self.run, self.clock = journey, journey.run, journey.clock
        if self.run.is_rich:
            super().__init__()
        self.region, self.outer = region, outer
        self.copy: Copy | None = None
        self.call: Call | None = None
        self.executions: dict[int, Execution] = {}
        if self.run.is_rich:
            self.calls, self.turns = {}, {}
        self.heard: dict[int, bool] = {}  # answers that came, and whether they said yes
        # Answers that left: the line, and the path and the turn of who waits for it.
        self.given: set[tuple[int, int, int]] = set()
        journey.scopes.append(self)
        if outer is None:
            self.key, self.time, self.network = journey.key, self.run.time, self.run.network
        else:
            self.duplicate, self.depth = outer.duplicate, outer.depth + 1
            self.path, self.address, self.key = outer.path, outer.address, outer.key
            self.time, self.network = outer.time, outer.network

    # ---------------------------------------------------------------- scopes in it

    def child(self, region: int, again: Again, number: int, line: int) -> "Scope":
        """A scope in it.

        Args:
            region: What it is a repetition of.
            again: Why it is done again.
            number: For the how manyth time, from 0.
            line: The line of the call or the delivery, or the number of the section.
        """
        scope = Scope(self.journey, region, self)
        scope.again, scope.number, scope.line = again, number, line
        self.children += (scope,)
        self.journey.latest[region] = scope
        if number:
            scope.has_path()
            scope.address += f" {scope.depth}:{LETTER[again]}{number}"
            scope.time = Redrawn(self.run.draws.time, scope.address)
            scope.network = Redrawn(self.run.draws.network, scope.address)
        return scope

    def has_path(self) -> None:
        """What happens in it happens once more in its journey."""
        journey = self.journey
        journey.paths += 1
        if journey.paths > MOST_PATHS:
            raise SimulationError(
                f"{self.run.name_of(self)} at {time_text(self.clock._now)}: request "
                f"{journey.request} has led to more than {MOST_PATHS:,} repetitions"
            )
        self.path = journey.paths
        self.key = journey.key + self.path

    def turn(self, section: int, number: int) -> "Scope":
        """The scope of a turn of a loop."""
        if (section, number) not in self.turns:
            plan = self.run.plan.sections[section]
            scope = self.child(plan.region, Again.TURN, number, section)
            scope.turn_number = number
            self.turns[section, number] = scope
            if plan.polls:
                scope.duplicate = True
            else:
                self.parts += (scope,)
        return self.turns[section, number]

    def branch(self, section: int, number: int, *, is_copy: bool) -> "Scope":
        """The scope of a branch that may be left behind, or of a copy of the only one."""
        if (section, number) not in self.turns:  # somebody else may have come to it before
            region = self.run.plan.sections[section].region
            scope = self.child(region, Again.COPY, number if is_copy else 0, section)
            self.turns[section, number] = scope
            if scope.path == self.path:
                scope.has_path()
            scope.number = number
        return self.turns[section, number]

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

    def becomes_poll(self) -> None:
        """One of those in it only looks whether something has happened."""
        self.open -= 1
        self.journey.open -= 1
        if not self.journey.open:
            self.journey.look()

    def is_no_poll(self) -> None:
        """It looks no more, and is over as others are."""
        self.open += 1
        if not self.duplicate:
            self.journey.open += 1

    def is_duplicate(self) -> None:
        """Another has done it: nobody waits for this one any more."""
        if not self.duplicate:
            self.duplicate = True
            self.journey.open -= self.open
            for scope in self.children:
                scope.is_duplicate()

    def marks(self, fate: Done) -> None:
        """Something has happened in it."""
        if WORST[fate] > WORST[self.fate]:
            self.fate = fate

    def done(self) -> Done:
        """What became of all its work."""
        return worst((self.fate, *(part.done() for part in self.parts)))

    def forget(self) -> None:
        """What knew each other is forgotten."""
        self.executions.clear()
        for part in self.parts:
            part.forget()
        self.parts = self.children = ()
        if self.run.is_rich:
            self.calls.clear()
            self.turns.clear()
            self.watchers.clear()

    def cancel(self, running: bool) -> None:
        """Nobody waits for it: what is queued is withdrawn, and what runs is interrupted."""
        for execution in list(self.executions.values()):
            execution.cancel(running)
        for scope in self.children:
            if scope.copy is None:  # what is stored stays
                scope.cancel(running)

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

    def home(self, line: int) -> "Scope":
        """Where an answer is awaited: the same turn of the same loop as this one."""
        plan = self.run.lines[line]
        found = self.of(self.run.region_of[plan.to])
        for section in plan.descent:
            region = self.run.plan.sections[section].region
            here = self.of(region)
            found = found.turn(section, here.turn_number) if here.turn_number >= 0 else here
        return found

    def find(self, number: int) -> Execution | None:
        """The execution of this number that belongs to what happens here."""
        return self.of(self.run.region_of[number]).executions.get(number)

    def execution(self, starts: int, parent: Execution | None) -> Execution:
        """A new execution in it."""
        run = self.run
        kind, plan, pool = run.made_of[starts]
        execution = self.executions[plan.number] = kind(self, plan, pool, parent)
        if run.prioritises:
            execution.priority = run.lines[plan.line].handling.priority
        if self.early and plan.number in self.early:
            execution.answered, execution.answer_arrived = self.early[plan.number]
        self.opens()
        return execution

    # ---------------------------------------------------------------- what is under way

    def send(self, sender: Execution, line: int) -> None:
        """A message leaves; it arrives after the time of the network, or never."""
        run = self.run
        plan = run.lines[line]
        if plan.delivered:
            run.queues[line].store(sender)
        elif plan.guarded:
            self.calls[line] = call = Call(self, sender, line)
            self.parts += (call,)
            call.begin()
        elif plan.starts >= 0:
            self.leaves(sender, line)
        else:
            if plan.settles >= 0:
                self.settles(plan.settles)
            lost = plan.lost or (run.faults is not None and run.faults.loses(line, self))
            if lost and plan.settles < 0:
                self.lose(sender, line)
                return
            self.opens()
            key = ARRIVALS + self.key + line_key(line)
            delay = self.network[line](self.journey.request)
            After(self.clock, delay, key, self.settled_by, (line, lost))

    def settles(self, number: int) -> None:
        """A line of the drawing is to settle a delivery."""
        delivery = self.find(number)
        if delivery is not None:
            delivery.is_drawn_settled = True

    def leaves(self, sender: Execution, line: int) -> None:
        """A message that starts an execution leaves."""
        run = self.run
        if run.faults is not None and run.faults.loses(line, self):
            self.lose(sender, line)
        else:
            self.execution(run.lines[line].starts, sender).travel()

    def lose(self, sender: Execution, line: int) -> None:
        """A message leaves and never arrives."""
        self.marks(Done.LOST)
        self.note(line, "failed")
        self.unseen(sender, line, Done.LOST)

    def unseen(self, sender: Execution, line: int, fate: Done) -> None:
        """A message of which nobody but its sender knows."""
        origin = (sender.plan.line, sender.scope.path)
        self.journey.unseen += ((line, self.path, *origin, self.clock._now, fate),)

    def answer(self, line: int, good: bool, why: Why = Why.FAILURE) -> None:
        """An answer leaves; of several to one call the first counts."""
        run, plan = self.run, self.run.lines[line]
        home = self.home(line)
        there = self.of(run.region_of[plan.asked]) if plan.asked >= 0 else self
        given = (there if there.call is not None and there.call.hears(line) else home).given
        mark = (line, home.path, home.turn_number)
        if mark in given:
            return
        if not good:
            asker = home.find(plan.to)
            if asker is not None and asker.ended != NEVER:
                return
        given.add(mark)
        if good and not plan.good:
            self.marks(Done.FAILED)  # as drawn: it says no
        if plan.asked >= 0:
            there.note_answer(plan.asked)
        if run.faults is not None and run.faults.loses(line, self):
            there.is_unheard(plan.asked)
            return
        self.opens()
        key = ENDS + self.key + line_key(line)
        delay = self.network[line](self.journey.request)
        said = None if good and plan.good else why
        # Scopes are found when it leaves: what it answers may be done again in the meantime.
        After(self.clock, delay, key, self.hear, (line, said, home, there))

    def hear(self, event: Any) -> None:
        """An answer arrives."""
        line, why, home, there = event.value
        plan = self.run.lines[line]
        if plan.asked >= 0:
            there.note_arrival(plan.asked)
        if self.run.watches:
            self.note(line, "happened")
        call = there.call
        if call is not None and call.hears(line):
            call.answered(there, line, home, why)
        else:
            if why is None:
                self.journey.reached(line)
            home.is_told(line, why)
        if plan.carries >= 0:
            self.settle_message(plan.carries, good=True)
        self.closes()

    def is_told(self, line: int, why: Why | None = None) -> None:
        """Whoever waits here for an answer has it; who does not yet finds it when he does."""
        self.heard[line] = why is None
        if why:
            self.why = {**self.why, line: why}
        asker = self.find(self.run.lines[line].to)
        if asker is not None:
            asker.told(line, self)

    def note_answer(self, number: int) -> None:
        """The answer to an execution leaves; of several the first counts."""
        asked = self.executions.get(number)
        if asked is not None:
            asked.answered = min(asked.answered, self.clock._now)
        else:
            self.early = {**self.early, number: (self.clock._now, NEVER)}

    def is_unheard(self, number: int) -> None:
        """The answer to an execution is lost on the way."""
        asked = self.executions.get(number)
        if asked is not None:
            asked.unheard = True

    def note_arrival(self, number: int) -> None:
        """The answer to an execution has reached whoever asked."""
        asked = self.executions.get(number)
        if asked is not None:
            asked.answer_arrived = min(asked.answer_arrived, self.clock._now)
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
        self.note(line, "happened")
        self.closes()

    def settle_message(self, number: int, good: bool) -> None:
        """A message that a broker keeps has been handed on as an answer or to another broker."""
        message = self.find(number)
        if message is not None:
            message.handed_on(good)
