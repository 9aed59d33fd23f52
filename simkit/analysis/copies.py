"""The copies of messages that brokers keep, and the deliveries of each.

A message that is written is in the queue of each of its receivers: a copy for each. A row of the
visits is one delivery of a copy, or its wait for one; a copy with several was to be delivered
again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simkit.model.policy import Policy
from simkit.model.scenario import Design
from simkit.model.script import Line, LineKind
from simkit.record.recording import Recording, Table
from simkit.record.tables import NEVER, OPEN, Outcome, Settlement

Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]
ACKNOWLEDGED, NONE = int(Settlement.ACKNOWLEDGED), int(Settlement.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What became of copies, in order of request, line and path; all arrays (copies,).

    Attributes:
        rows: The deliveries of them all, as rows of the visits, copy after copy; (deliveries,).
        of: The copy of each; (deliveries,).
        line: The line by which it is delivered.
        message: The row of its message.
        request: The row of its request.
        last: The row of its last delivery.
        stored: When it was first ready, in ns.
        left: How many deliveries have left.
        end: What became of it (`Settlement`): acknowledged, expired, dropped, dead-lettered, or
            none while it is not over.
        unsure: Whether ``end`` is no more than likely, where the row of a message with other
            copies does not say: a delivery whose lease had ended may have settled it, heard late;
            or the broker that forgets has died, and not the receiver.
    """

    rows: Ints
    of: Ints
    line: Ints
    message: Ints
    request: Ints
    last: Ints
    stored: Ints
    left: Ints
    end: Ints
    unsure: Bools

    def __len__(self) -> int:
        return len(self.line)

    def first_of(self, instants: Ints) -> Ints:
        """The earliest of the instants of each copy's deliveries; int64, (deliveries,), ns."""
        found = np.full(len(self), NEVER, dtype=np.int64)
        np.minimum.at(found, self.of, instants)
        return found


def copies(recording: Recording, design: Design, receiver: str = "", broker: str = "") -> Copies:
    """The copies of one run.

    Args:
        recording: Of that run.
        design: Its design.
        receiver: Of messages for this participant alone; "" for all.
        broker: Of messages in this broker alone; "" for all.
    """
    visits = recording.visits
    rows = np.flatnonzero(_deliveries(visits, _lines(design, receiver, broker)))
    # Rows are in order of request, line and path: those of one copy in order of attempts.
    lines = len(design.script.lines)
    own = visits["parent"][rows].astype(np.int64) * lines + visits["message"][rows]
    order = np.argsort(own, kind="stable")
    rows, own = rows[order], own[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = own[1:] != own[:-1]
    of = np.cumsum(new) - 1
    first, count = rows[new], int(np.count_nonzero(new))
    end, unsure = _ends(recording.visits, design, rows, of)
    return Copies(
        rows=rows,
        of=of,
        line=visits["message"][first],
        message=visits["parent"][first],
        request=visits["request"][first],
        last=rows[np.flatnonzero(np.diff(of, append=-1))],
        stored=visits["stored"][first],
        left=np.bincount(of[visits["sent"][rows] < OPEN], minlength=count),
        end=end,
        unsure=unsure,
    )


def _lines(design: Design, receiver: str, broker: str) -> list[int]:
    """The delivery lines meant."""
    return [
        line.index
        for line in design.script.lines
        if line.kind is LineKind.DELIVERY
        and receiver in ("", line.receiver)
        and broker in ("", line.sender)
    ]


def _deliveries(visits: Table, lines: list[int]) -> Bools:
    """Which rows are deliveries by these lines; a message lost before it was stored is none."""
    lost = (visits["outcome"] == Outcome.LOST) & (visits["stored"] == NEVER)
    found: Bools = np.isin(visits["message"], lines) & ~lost
    return found


# ---------------------------------------------------------------------- what became of them


def _ends(visits: Table, design: Design, rows: Ints, of: Ints) -> tuple[Ints, Bools]:
    """What became of each copy, and whether that is unsure.

    Its rows say so themselves where it was acknowledged or withdrawn while it waited, and else the
    row of its message, unless other copies share that row and one of them ended worse. Then the
    fate of its last delivery and the broker's policy tell.
    """
    edges = np.append(np.flatnonzero(np.diff(of, prepend=-1)), len(of))
    last = rows[edges[1:] - 1]
    message = visits["parent"][last]
    settled = of[visits["settlement"][rows] == ACKNOWLEDGED]
    acknowledged = np.bincount(settled, minlength=len(last)) > 0
    withdrawn = visits["outcome"][last] == Outcome.WITHDRAWN
    alone = _copies_a_message(design)[visits["message"][message]] == 1
    over = visits["ended"][message] < OPEN
    end = np.where(over, visits["settlement"][message], NONE)
    told = alone | withdrawn | acknowledged | (end == ACKNOWLEDGED)
    end[withdrawn] = visits["settlement"][last[withdrawn]]
    end[acknowledged] = ACKNOWLEDGED
    unsure = np.zeros(len(last), dtype=bool)
    for number in np.flatnonzero(~told).tolist():
        attempts = rows[edges[number] : edges[number + 1]]
        policy = _policy(design, int(visits["message"][attempts[0]]))
        unsure[number] = _is_unsure(visits["settlement"][attempts], policy)
        end[number] = _end_of_one(visits, policy, attempts, over=bool(over[number]))
    return end, unsure


def _policy(design: Design, line: int) -> Policy:
    """How the broker deals with what a line delivers."""
    policy = design.participant(design.script.lines[line].sender).policy
    assert policy is not None
    return policy


def _copies_a_message(design: Design) -> Ints:
    """How often a broker hands on what a line brings, by line."""
    lines = design.script.lines
    carried = [message_of(design, line.carries) for line in lines if line.carries >= 0]
    count = np.bincount(carried, minlength=max(1, len(lines)))
    found: Ints = count[[message_of(design, line.index) for line in lines]] if lines else count
    return found


def message_of(design: Design, line: int) -> int:
    """The line that others name for the message that a line brings.

    Of messages of which only one is put, as they are drawn in different branches of a choice, it
    is the first; mostly its own.
    """
    script = design.script
    starts = script.lines[line].starts
    if starts < 0:
        return line
    return script.executions[script.executions[starts].role].started_by


def untaken(design: Design) -> tuple[Line, ...]:
    """The lines whose message a broker keeps for ever, as nobody takes it."""
    carried = {line.carries for line in design.script.lines}
    lines = design.script.outstanding
    return tuple(line for line in lines if message_of(design, line.index) not in carried)


def _is_unsure(fates: Ints, policy: Policy) -> bool:
    """Whether the fates of its deliveries leave more than one end."""
    lapsed = bool((fates[:-1] == Settlement.LAPSED).any())
    forgets = policy.durable == "never" and fates[-1] == Settlement.CUT_OFF
    return (lapsed and policy.late_ack == "honoured") or bool(forgets)


def _settled_late(visits: Table, attempts: Ints) -> bool:
    """Whether a delivery was over after its lease had ended, but before the last one was."""
    late = visits["settlement"][attempts[:-1]] == Settlement.LAPSED
    ended = visits["ended"][attempts]
    return bool((late & (ended[:-1] < ended[-1])).any())


def _end_of_one(visits: Table, policy: Policy, attempts: Ints, *, over: bool) -> int:
    """What became of a copy that was neither acknowledged nor withdrawn."""
    fate = Settlement(int(visits["settlement"][attempts[-1]]))
    if visits["sent"][attempts[-1]] >= OPEN or (fate is Settlement.NONE and not over):
        return NONE
    late = policy.late_ack == "honoured" and _settled_late(visits, attempts)
    then = "settle" if late or fate is Settlement.NONE else _then(visits, policy, attempts)
    if then == "settle":
        return ACKNOWLEDGED
    most = policy.max_deliveries
    if most is not None and policy.redrive_after is not None:
        most *= 2
    if then == "requeue" and (most is None or len(attempts) < most):
        # No further delivery is due, although there may be one: it was too old.
        return int(Settlement.EXPIRED) if policy.ttl is not None else NONE
    buried = then != "drop" and policy.dead_letter == "keep"
    return int(Settlement.DEAD_LETTERED if buried else Settlement.DROPPED)


def _then(visits: Table, policy: Policy, attempts: Ints) -> str:
    """What its broker decides after the last delivery has come to nothing."""
    fate, outcome = visits["settlement"][attempts[-1]], visits["outcome"][attempts[-1]]
    if fate == Settlement.REJECTED:
        return policy.on_failure if outcome == Outcome.FAILED else policy.on_reject
    if fate == Settlement.CUT_OFF and policy.durable == "never" and outcome != Outcome.DIED:
        return "drop"  # the broker has died, and with it the message
    return "requeue"
