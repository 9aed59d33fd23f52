"""What is written down of a journey: a row for the request, and one for each execution."""

from typing import TYPE_CHECKING

from simkit.engine.plan import Plan
from simkit.engine.reference.execution import BLOCKED, QUEUEING, WORKING
from simkit.record.recorder import CLIENT, Recorder
from simkit.record.tables import NEVER, OPEN, Done, Outcome, Settlement, Told

if TYPE_CHECKING:
    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.journey import Journey

WELL, FAILED, LOST = int(Outcome.WELL), int(Outcome.FAILED), int(Outcome.LOST)
NOTHING, NO_BROKER = 0, int(Settlement.NONE)


class Rows:
    """Turns journeys into rows for the recorder."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.recorder = Recorder()
        self.can_acknowledge = any(line.acknowledges for line in plan.lines)
        self.can_notice = any(line.notices for line in plan.lines)
        answered = {line.asked for line in plan.lines}
        self.is_answered = [line.starts in answered for line in plan.lines]

    def write(self, journey: "Journey") -> None:
        """A journey that is settled."""
        done = Done.LOST if journey.lost else Done.FAILED if journey.failed else Done.WELL
        completed = journey.settled if done == Done.WELL else NEVER
        self.write_journey(journey, completed, done)
        request, keep = journey.request, self.recorder.visits.extend
        for one in journey.executions[1:]:
            if one is not None:
                answers = (one.answered, one.answer_arrived)
                instants = (one.sent, one.arrived, one.started, *answers, one.ended)
                spent = (one.worked, one.blocked, one.requeued)
                outcome = FAILED if one.failed else WELL
                keep((*self.place(one, request), *instants, *spent, outcome, NO_BROKER))

    def write_open(self, journey: "Journey", end: int) -> None:
        """A journey that is open when the run ends, as far as it has come."""
        well = not (journey.failed or journey.lost)
        client = journey.executions[0]
        assert client is not None
        if journey.acknowledged == NEVER and self.can_acknowledge and not client.failed:
            journey.acknowledged = OPEN
        if journey.noticed == NEVER and self.can_notice and not client.failed:
            journey.noticed = OPEN
        journey.settled = OPEN
        self.write_journey(journey, OPEN if well else NEVER, Done.OPEN)
        for execution in journey.executions[1:]:
            if execution is not None:
                self.write_unfinished(execution, journey.request, end)

    def write_journey(self, journey: "Journey", completed: int, done: Done) -> None:
        """The row of a request, and those of messages that were lost on the way."""
        clocks = (journey.acknowledged, journey.settled, completed, journey.noticed)
        self.recorder.journeys.extend(
            (0, 0, journey.request, journey.meant, *clocks, told(journey), done, 1)
        )
        for line, parent, sent in journey.lost:
            receiver = self.plan.lines[line].receiver
            place = (0, 0, journey.request, line, 0, _parent(parent), 0, receiver, 0, sent)
            self.recorder.visits.extend((*place, *[NEVER] * 5, 0, 0, 0, LOST, NO_BROKER))

    def write_unfinished(self, execution: "Execution", request: int, end: int) -> None:
        """An execution of an open journey: what has not happened yet is open."""
        can_answer = self.is_answered[execution.plan.line]
        spent = end - execution.since
        doing = execution.doing
        outcome = Outcome.FAILED if execution.failed else Outcome.WELL
        instants = (execution.arrived, execution.started)
        answers = (execution.answered, execution.answer_arrived)
        self.recorder.visits.extend(
            (
                *self.place(execution, request),
                execution.sent,
                *(OPEN if instant == NEVER else instant for instant in instants),
                *(OPEN if answer == NEVER and can_answer else answer for answer in answers),
                OPEN if execution.ended == NEVER else execution.ended,
                execution.worked + (spent if doing == WORKING else 0),
                execution.blocked + (spent if doing == BLOCKED else 0),
                execution.requeued + (spent if doing == QUEUEING else 0),
                Outcome.OPEN if execution.ended == NEVER else outcome,
                NO_BROKER,
            )
        )

    def place(self, execution: "Execution", request: int) -> tuple[int, ...]:
        """Where an execution stands in its journey, and where it ran."""
        plan, parent = execution.plan, execution.parent
        assert parent is not None
        return (0, 0, request, plan.line, 0, _parent(parent.plan.line), 0, plan.participant, 0)


def _parent(line: int) -> int:
    return CLIENT if line < 0 else line


def told(journey: "Journey") -> Told:
    """What the client was told; a no is not forgotten for a yes that came before it."""
    client = journey.executions[0]
    assert client is not None
    if client.failed:
        return Told.FAILED
    if journey.acknowledged < OPEN:
        return Told.OK if journey.final else Told.ACCEPTED
    return Told.NOTHING
