"""What goes wrong in a run, and when."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, FAULTS, MOST_LINES, line_key, part_key
from simkit.engine.reference.broker import Broker
from simkit.engine.reference.draws import CHANCES
from simkit.engine.reference.events import After
from simkit.engine.reference.pool import Instance, Pool
from simkit.engine.sampling.inverse import ENDLESS
from simkit.model.fault import Blow, Fault
from simkit.record.tables import NEVER, Change

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.run import Run
    from simkit.engine.reference.scope import Scope

DEADLY = (Blow.CRASH, Blow.KILL)
STRIKE, OVER = range(2)  # what happens to an instance
KINDS = 2


class Faults:
    """The faults of a run.

    Attributes:
        active: Of each fault that lasts (slow, failing, losing), where it is going on, and until
            when.
    """

    def __init__(self, run: "Run", faults: tuple[Fault, ...]) -> None:
        self.run, self.clock, self.faults = run, run.clock, faults
        self.number = {name: n for n, name in enumerate(pool.name for pool in run.plan.pools)}
        self.active: dict[int, dict[int, int]] = {n: {} for n in range(len(faults))}
        self.strikes: dict[tuple[int, int], int] = {}
        self.down_until: dict[tuple[str, int], int] = {}
        every = range(len(faults))
        self.of_part: dict[int, list[int]] = {n: [] for n in range(len(run.plan.pools))}
        for n in every:
            if faults[n].part:
                self.of_part[self.number[faults[n].part]].append(n)
        self.of_line: dict[int, list[int]] = {}
        for n in every:
            for line in faults[n].lines:
                self.of_line.setdefault(line, []).append(n)

    def concerns(self, line: int) -> bool:
        """Whether what handles or sends a line can die or fail of a fault."""
        own = self.of_part[self.run.lines[line].receiver]
        return bool(own) or any(line in fault.after for fault in self.faults)

    # ---------------------------------------------------------------- at their own times

    def start(self) -> None:
        """Wait for what comes by the clock."""
        for number, fault in enumerate(self.faults):
            for instance in self.instances(fault):
                if fault.at:
                    self.after(number, instance, fault.at[0], STRIKE)
                elif fault.every is not None:
                    self.after(number, instance, self.law(number, instance, "every"), STRIKE)

    def instances(self, fault: Fault) -> list[int]:
        """The numbers of the instances that a fault strikes, each by itself."""
        if fault.instance is not None:
            return [fault.instance]
        if not fault.part:
            return [0]
        part = self.run.pools[self.number[fault.part]]
        return list(range(len(part.instances))) if isinstance(part, Pool) else [0]

    def law(self, number: int, instance: int, what: str) -> int:
        """The next draw of how long until a fault strikes, or how long it lasts."""
        fault = self.faults[number]
        law = fault.every if what == "every" else fault.lasts
        assert law is not None
        turn = self.strikes.get((number, instance), 0)
        name = f"fault {number} {what} {fault.blow.value} {fault.part} {instance}"
        return self.run.draws.part(name, law)(turn)

    def after(self, number: int, instance: int, delay: int, kind: int) -> None:
        """Something will happen to an instance."""
        if delay < ENDLESS:
            key = FAULTS + part_key(MOST_LINES - 1 - number, instance * KINDS + kind)
            happens = (self.strike, self.over)[kind]
            After(self.clock, delay, key, happens, (number, instance))

    def strike(self, event: Any) -> None:
        """A fault strikes an instance by the clock."""
        number, instance = event.value
        fault = self.faults[number]
        turn = self.strikes[number, instance] = self.strikes.get((number, instance), 0) + 1
        lasts = self.law(number, instance, "lasts")
        if fault.at and turn < len(fault.at):
            self.after(number, instance, fault.at[turn] - self.clock._now, STRIKE)
        elif fault.every is not None:
            self.after(number, instance, lasts + self.law(number, instance, "every"), STRIKE)
        if fault.blow is Blow.CRASH:
            self.crash(number, instance, lasts)
        else:
            self.begin(number, instance, lasts)

    def begin(self, number: int, instance: int, lasts: int) -> None:
        """What lasts begins, or goes on for longer."""
        until, before = self.clock._now + lasts, self.active[number].get(instance)
        if before is None:
            self.note(number, instance, 1)
        if before is None or before < until:
            self.active[number][instance] = until
            self.after(number, instance, lasts, OVER)

    def over(self, event: Any) -> None:
        """A fault is over."""
        number, instance = event.value
        if self.faults[number].blow is not Blow.CRASH:
            if self.active[number][instance] <= self.clock._now:
                del self.active[number][instance]
                self.note(number, instance, 0)
            return
        name = self.faults[number].part
        if self.clock._now < self.down_until[name, instance]:
            return
        part = self.run.pools[self.number[name]]
        self.run.change(part, instance, Change.UP)
        if isinstance(part, Broker):
            part.restart()
            return
        back = part.instances[instance]
        part.restart(back)
        for queue in self.run.queues_of(part):
            if queue.group is not None:
                queue.group.changes()
            for lane in queue.lanes:
                lane.restarted(back)

    def note(self, number: int, instance: int, begins: int) -> None:
        """What works there is slower, or fails, from now on; or does so no longer."""
        fault = self.faults[number]
        if fault.part:
            part = self.run.pools[self.number[fault.part]]
            if fault.blow is Blow.SLOW:
                value = round(1000 * fault.factor) if begins else 1000
                self.run.change(part, instance, Change.SLOW, value)
            else:
                self.run.change(part, instance, Change.FAILING, begins)

    # ---------------------------------------------------------------- death

    def crash(self, number: int, instance: int, lasts: int) -> None:
        """An instance dies with all that it has in memory; one that is dead is so for longer."""
        name, until = self.faults[number].part, self.clock._now + lasts
        part = self.run.pools[self.number[name]]
        dead = part if isinstance(part, Broker) else part.instances[instance]
        if not dead.up and until <= self.down_until[name, instance]:
            return
        self.down_until[name, instance] = until
        self.after(number, instance, lasts, OVER)
        if not dead.up:
            return
        self.run.change(part, instance, Change.DOWN)
        if isinstance(dead, Instance):
            assert isinstance(part, Pool)
            dying = part.crash(dead)
            self.lose_group(part, dead)
            self.lose_unsent(name, instance)
        else:
            assert isinstance(part, Broker)
            dying = part.crash()
        for execution in dying:
            execution.die()

    def lose_unsent(self, name: str, instance: int) -> None:
        """What waited in an instance to be sent is gone."""
        for part in self.run.pools:
            if isinstance(part, Broker) and part.publisher is not None:
                part.publisher.crash((self.number[name], instance))

    def lose_group(self, pool: Pool, instance: Instance) -> None:
        """What an instance had done and not settled is not known to anybody any more."""
        for queue in self.run.queues_of(pool):
            gone = queue.batches.crash(instance)
            present = [*instance.inside.values(), *instance.coming.values()]
            for delivery in gone:
                delay = self.run.draws.detection(queue.number, delivery.scope.address)(
                    delivery.journey.request
                )
                if delay < ENDLESS:
                    key = FAULTS + delivery.key
                    After(self.clock, delay, key, delivery.missed_by_broker)
            for lane in queue.lanes:
                lane.died(instance)
            if queue.group is not None:
                own = [one for one in present if one.plan.line == queue.number]
                queue.group.dies(instance, [*gone, *own])  # type: ignore[list-item]

    def die(self, number: int, execution: "Execution") -> None:
        """A fault strikes an execution: it alone, or its whole instance."""
        if self.faults[number].blow is Blow.KILL:
            execution.die()
            return
        instance = execution.instance.number if execution.instance else 0
        self.strikes[number, instance] = self.strikes.get((number, instance), 0) + 1
        self.crash(number, instance, self.law(number, instance, "lasts"))

    # ---------------------------------------------------------------- in the midst of things

    def draw(self, number: int, what: str, line: int, scope: "Scope") -> Callable[[int], int]:
        """The draws of a fault for what happens on a line."""
        return self.run.draws.fault(f"fault {number} {what}", line, scope.address)

    def happens(self, number: int, line: int, scope: "Scope") -> bool:
        """Whether a fault with a chance happens here."""
        chance = self.faults[number].chance
        drawn = self.draw(number, "chance", line, scope)(scope.journey.request)
        return chance >= 1 or drawn < chance * CHANCES

    def loses(self, line: int, scope: "Scope") -> bool:
        """Whether a message is lost on its way."""
        return any(
            self.active[number] or (fault.chance and self.happens(number, line, scope))
            for number in self.of_line.get(line, ())
            if (fault := self.faults[number]).blow is Blow.LOSE
        )

    def slowed(self, execution: "Execution", line: int, duration: int) -> int:
        """How long work takes now."""
        for number in self.of_part[self.run.lines[line].receiver]:
            fault = self.faults[number]
            if fault.blow is Blow.SLOW and self.strikes_here(number, execution):
                duration = round(duration * fault.factor)
        return duration

    def fails(self, execution: "Execution") -> bool:
        """Whether what is done now fails."""
        return any(
            self.faults[number].blow is Blow.FAIL and self.strikes_here(number, execution)
            for number in self.of_part[execution.plan.participant]
        )

    def strikes_here(self, number: int, execution: "Execution") -> bool:
        """Whether a fault is going on where an execution runs."""
        instance = execution.instance
        return (instance.number if instance else 0) in self.active[number]

    def is_for(self, fault: Fault, execution: "Execution") -> bool:
        """Whether a fault can strike where an execution runs."""
        instance = execution.instance
        return fault.instance is None or (
            instance is not None and instance.number == fault.instance
        )

    def threaten(self, execution: "Execution", line: int, duration: int) -> None:
        """The work that begins now may be its last."""
        first: tuple[int, int] | None = None
        for number in self.of_part[execution.plan.participant]:
            fault = self.faults[number]
            when = self.moment(number, fault, execution, line, duration)
            if 0 <= when < duration and (first is None or (when, number) < first):
                first = (when, number)
        if first is not None:
            key = ENDS + execution.scope.key + line_key(line)
            execution.pool.threaten(execution, first[0], key, self.strike_work, first[1])

    def moment(
        self, number: int, fault: Fault, execution: "Execution", line: int, duration: int
    ) -> int:
        """When in its work a fault strikes an execution; -1: it does not."""
        if fault.blow not in DEADLY or fault.after or not self.is_for(fault, execution):
            return -1
        scope, request = execution.scope, execution.journey.request
        if fault.every_busy is not None:
            name = f"fault {number} busy"
            return self.run.draws.fault(name, line, scope.address, fault.every_busy)(request)
        if fault.chance and line == execution.plan.line and self.happens(number, line, scope):
            share = self.draw(number, "moment", line, scope)(request) / CHANCES
            return int(share * duration)
        return -1

    def strike_work(self, event: Any) -> None:
        """A fault strikes an execution while it works."""
        execution, number = event.value
        if execution.ended == NEVER:
            self.die(number, execution)

    def strike_after(self, execution: "Execution", line: int) -> None:
        """A fault may strike between two lines of the drawing."""
        for number in self.of_part[execution.plan.participant]:
            fault = self.faults[number]
            if line in fault.after and self.is_for(fault, execution):
                if self.happens(number, line, execution.scope):
                    self.die(number, execution)
                return
