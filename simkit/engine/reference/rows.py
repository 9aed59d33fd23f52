"""What is written down of a journey: a row for the request, and one for each execution."""

from typing import TYPE_CHECKING

from simkit.engine.plan import Plan
from simkit.engine.reference.doing import BLOCKED, QUEUEING, WORKING
from simkit.engine.reference.reasons import Why
from simkit.record.recorder import CLIENT, Recorder
from simkit.record.tables import NEVER, OPEN, Done, Outcome, Settlement, Told

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.journey import Journey

WELL, FAILED, LOST = int(Outcome.WELL), int(Outcome.FAILED), int(Outcome.LOST)
DIED, WITHDRAWN = int(Outcome.DIED), int(Outcome.WITHDRAWN)
CANCELLED = int(Outcome.CANCELLED)
TOLD = {Why.FAILURE: Told.FAILED, Why.REFUSED: Told.REFUSED, Why.TIMEOUT: Told.TIMED_OUT}
REFUSED, NO_BROKER = int(Outcome.REFUSED), int(Settlement.NONE)


class Rows:
    """Turns journeys into rows for the recorder."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.recorder = Recorder()
        roots = range(len(plan.roots))
        self.can_acknowledge = [
            any(line.acknowledges and line.root == root for line in plan.lines) for root in roots
        ]
        noticing = [line.root for line in plan.lines if line.notices]
        noticing += [section.root for section in plan.sections if section.notices]
        self.can_notice = [root in noticing for root in roots]
        self.can_complete = [True for _ in roots]
        for line in plan.lines:
            if line.stored and not line.copies:  # nobody takes it
                self.can_complete[line.root] = False
        answered = {line.asked for line in plan.lines}
        self.is_answered = [line.starts in answered for line in plan.lines]

    def write(self, journey: "Journey") -> None:
        """A journey of which nothing is left."""
        done = journey.done
        self.write_journey(journey, journey.settled if done == Done.WELL else NEVER, done)
        keep = self.recorder.visits.extend
        for scope in journey.scopes:
            for one in scope.executions.values():
                if one.parent is not None:
                    answers = (one.answered, one.answer_arrived)
                    instants = (one.sent, one.arrived, one.started, *answers, one.ended)
                    spent = (one.worked, one.blocked, one.requeued)
                    keep((*self.place(one), *instants, *spent, outcome(one), one.settlement))

    def write_open(self, journey: "Journey", end: int) -> None:
        """A journey of which something is left when the run ends, as far as it has come."""
        root, client, done = journey.root, journey.client, journey.done
        if journey.settled == NEVER:
            journey.settled = OPEN
            well = journey.scope.done() == Done.WELL and self.can_complete[root]
            if journey.acknowledged == NEVER and self.can_acknowledge[root] and not client.failed:
                journey.acknowledged = OPEN
            if journey.noticed == NEVER and self.can_notice[root] and not client.failed:
                journey.noticed = OPEN
            self.write_journey(journey, OPEN if well else NEVER, Done.OPEN)
        else:  # what is left of it are duplicates and polls
            if journey.noticed == NEVER and self.can_notice[root] and not client.is_over:
                journey.noticed = OPEN
            self.write_journey(journey, journey.settled if done == Done.WELL else NEVER, done)
        for scope in journey.scopes:
            for execution in scope.executions.values():
                if execution.parent is not None:
                    self.write_unfinished(execution, end)

    def write_journey(self, journey: "Journey", completed: int, done: Done) -> None:
        """The row of a request, and those of what nobody else knows of it."""
        clocks = (journey.acknowledged, journey.settled, completed, journey.noticed)
        self.recorder.journeys.extend(
            (*which(journey), journey.meant, *clocks, told(journey), done, journey.attempts)
        )
        for line, path, parent, parent_path, sent, fate in journey.unseen:
            receiver = self.plan.lines[line].receiver
            above = (_parent(parent), parent_path)
            place = (*which(journey), line, path, *above, receiver, 0, NEVER, sent)
            how = LOST if fate is Done.LOST else REFUSED
            self.recorder.visits.extend((*place, *[NEVER] * 5, 0, 0, 0, how, NO_BROKER))
        for line, path, when, why in journey.given_up:
            self.recorder.given_up.extend((*which(journey), line, path, when, why))
        if journey.paths:
            self.write_paths(journey)

    def write_paths(self, journey: "Journey") -> None:
        """What was done again, and why."""
        for scope in journey.scopes:
            outer = scope.outer
            if outer is not None and scope.path != outer.path and not scope.is_planned:
                row = (scope.path, outer.path, scope.again, scope.line, scope.number)
                self.recorder.paths.extend((*which(journey), *row))

    def write_unfinished(self, execution: "Execution", end: int) -> None:
        """An execution of an open journey: what has not happened yet is open."""
        can_answer = self.is_answered[execution.plan.line]
        spent = end - execution.since
        doing = execution.doing
        over = execution.refused or execution.lost or execution.ended != NEVER
        began = (execution.arrived, execution.started, execution.ended)
        sent, (arrived, started, ended) = execution.sent, began
        if not over:
            sent, arrived, started, ended = (
                OPEN if instant == NEVER else instant for instant in (execution.sent, *began)
            )
        answers = [
            OPEN if answer == NEVER and can_answer else answer
            for answer in (execution.answered, execution.answer_arrived)
        ]
        if execution.unheard:
            answers[1] = NEVER
        self.recorder.visits.extend(
            (
                *self.place(execution),
                sent,
                arrived,
                started,
                *answers,
                ended,
                execution.worked + (spent if doing == WORKING else 0),
                execution.blocked + (spent if doing == BLOCKED else 0),
                execution.requeued + (spent if doing == QUEUEING else 0),
                outcome(execution) if over else Outcome.OPEN,
                execution.settlement,
            )
        )

    def place(self, execution: "Execution") -> tuple[int, ...]:
        """Where an execution stands in its journey, and where it ran."""
        plan, parent = execution.plan, execution.parent
        assert parent is not None
        above = (_parent(parent.plan.line), parent.scope.path)
        instance = execution.instance.number if execution.instance else 0
        line = (plan.line, execution.scope.path)
        where = (plan.participant, instance, execution.stored)
        return (*which(execution.journey), *line, *above, *where)


def outcome(execution: "Execution") -> int:
    """How an execution that is over ended."""
    if execution.failed:
        return FAILED
    if execution.cancelled:
        return CANCELLED
    if execution.refused:
        return REFUSED
    if execution.died:
        return DIED
    if execution.lost:
        return LOST
    return WITHDRAWN if execution.withdrawn else WELL


def which(journey: "Journey") -> tuple[int, int, int]:
    """Client, journey and request."""
    return journey.plan.client, journey.root, journey.request


def _parent(line: int) -> int:
    return CLIENT if line < 0 else line


def told(journey: "Journey") -> Told:
    """What the client was told; a no is not forgotten for a yes that came before it."""
    if journey.client.failed:
        return TOLD[journey.client.why]
    if journey.acknowledged < OPEN:
        return Told.OK if journey.final else Told.ACCEPTED
    return Told.NOTHING
