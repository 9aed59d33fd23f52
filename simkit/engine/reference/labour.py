"""The work of a pool, and its books."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simkit.engine.plan import PoolPlan
from simkit.engine.reference.events import After, Clock
from simkit.engine.reference.instance import Instance, Place
from simkit.engine.reference.interruption import review
from simkit.engine.reference.processors import Piece
from simkit.model.serving import PREEMPTIVE, SHARED

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution


class Labour:
    """What the workers of a pool do, and what the pool counts.

    It keeps books of its own, apart from the recorder: what came, what was taken up, what
    ended, and how long executions waited and workers were held. Each sum of times is kept
    as "ends minus beginnings so far"; `counted` adds the present for what has not ended.
    """

    instances: list[Instance]
    queue: list[Place]

    def __init__(self, clock: Clock, plan: PoolPlan) -> None:
        self.clock, self.number, self.serving = clock, plan.number, plan.serving
        self.shares = plan.serving.discipline == SHARED
        self.interrupts = plan.serving.discipline == PREEMPTIVE
        self.came = self.refused = self.started = self.ended = self.died = 0
        self.waiting = self.held = self.working = 0
        self.at_work = self.taken = self.queued = 0

    # ---------------------------------------------------------------- work

    def start_work(
        self, execution: "Execution", duration: int, key: int, done: Callable[[Any], None]
    ) -> None:
        """A piece of work begins, and `done` happens when it is over."""
        assert execution.instance is not None
        processors = execution.instance.processors
        if processors is None:
            self.busier()
            After(self.clock, duration, key, done)
            return
        execution.piece = Piece(execution, duration, key, done)
        if execution.threat is not None:
            execution.piece.is_cut_short(*execution.threat)
            execution.threat = None
        processors.take(execution.piece)
        if self.interrupts:
            review(self, execution.instance)  # type: ignore[arg-type]

    def stop_work(self, execution: "Execution") -> None:
        """A piece of work is over, or broken off: what has been worked is known."""
        now, piece = self.clock._now, execution.piece
        if piece is None:
            self.less_busy()
            execution.worked += now - execution.since
        else:
            assert execution.instance is not None
            processors, execution.piece = execution.instance.processors, None
            assert processors is not None
            processors.drop(piece)
            if self.shares:
                execution.worked = piece.had + processors.done_of(piece)
            elif piece.rests:
                execution.requeued += now - execution.since
            else:
                execution.worked += now - execution.since
        execution.since = now

    def threaten(
        self,
        execution: "Execution",
        moment: int,
        key: int,
        happens: Callable[[Any], None],
        number: int,
    ) -> None:
        """Something happens to an execution when it has worked so long on what it begins now."""
        assert execution.instance is not None
        if execution.instance.processors is None:
            After(self.clock, moment, key, happens, (execution, number))
        else:
            execution.threat = (moment, happens, number)

    def go_on(self, event: Any) -> None:
        """Whoever was interrupted has a worker again."""
        execution: Execution = event.value
        if execution.piece is not None:
            assert execution.instance is not None
            processors = execution.instance.processors
            assert processors is not None
            execution.requeued += self.clock._now - execution.since
            processors.take(execution.piece)
            review(self, execution.instance)  # type: ignore[arg-type]

    # ---------------------------------------------------------------- books

    def busier(self) -> None:
        """One more is at work."""
        self.at_work += 1
        self.working -= self.clock._now

    def less_busy(self) -> None:
        """One less is."""
        self.at_work -= 1
        self.working += self.clock._now

    def queues_again(self) -> None:
        """One that has a worker waits for a processor."""
        self.queued += 1
        self.waiting -= self.clock._now

    def queues_no_more(self) -> None:
        """It does so no longer."""
        self.queued -= 1
        self.waiting += self.clock._now

    def shared_by(self, now: int) -> int:
        """How much work shared processors have done by an instant; whose it is, is noted."""
        total = 0
        for instance in self.instances:
            processors = instance.processors
            assert processors is not None
            total += processors.handed_by_now
            for execution in instance.inside.values():  # also whose work ends just now
                if execution.piece is not None:
                    execution.worked = execution.piece.had + processors.done_of(execution.piece)
                    execution.since = now
        return total

    def counted(self, now: int) -> tuple[int, ...]:
        """The books at this instant, in the order of ``WITNESS``."""
        queues = [self.queue, *(one.queue for one in self.instances)]
        unserved = sum(one.without_processor for one in self.instances)
        held, working = self.held + now * self.taken, self.working + now * self.at_work
        if self.shares:
            held = working = self.shared_by(now)
        return (
            self.came,
            self.refused,
            self.started,
            self.ended,
            unserved
            + sum(one.queues and one.arrived <= now for queue in queues for _, _, one in queue),
            sum(1 for instance in self.instances for _ in instance.inside),
            self.waiting + now * self.queued,
            held,
            working,
            self.died,
            *[0] * 5,
        )
