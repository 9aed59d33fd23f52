"""The columns of a recording: declared once; engines, frames and docs read them from here.

All times are whole nanoseconds since the start of the run. Two values are no times: `NEVER`,
it did not and cannot happen any more; `OPEN`, it had not happened when the run ended. Both
are larger than any time, so that a sorted column ends with those still open and then those
that never come.
"""

from dataclasses import dataclass
from enum import IntEnum

NEVER = 2**63 - 1
OPEN = 2**63 - 2


class Told(IntEnum):
    """What the client was told of its request."""

    NOTHING = 0
    ACCEPTED = 1  # a positive answer that by the drawing comes before the work is done
    OK = 2  # a positive answer that comes after all the work
    FAILED = 3  # an answer that says no
    REFUSED = 4
    TIMED_OUT = 5


class Done(IntEnum):
    """What really became of the work of a request."""

    WELL = 0
    FAILED = 1
    REFUSED = 2
    DEAD_LETTERED = 3
    EXPIRED = 4
    LOST = 5
    OPEN = 6


class Outcome(IntEnum):
    """How a visit ended."""

    WELL = 0
    FAILED = 1
    REFUSED = 2
    DIED = 3
    LOST = 4
    OPEN = 5
    WITHDRAWN = 6  # ready to be delivered again, but never was: `ended` tells until when
    CANCELLED = 7  # withdrawn or interrupted, as whoever called for it had given up


class Settlement(IntEnum):
    """How a message, or the delivery behind a visit, was settled; others have none.

    A delivery has its first fate: one whose lease ended has lapsed, whatever came later. A
    message in a broker has the worst that became of its copies; the numbers are in that order.
    """

    NONE = 0
    ACKNOWLEDGED = 1  # dealt with
    REJECTED = 2  # whoever took it failed, or said no
    LAPSED = 3  # the lease ended first
    CUT_OFF = 4  # whoever had it died
    EXPIRED = 5  # it waited for too long
    DROPPED = 6  # there was no room for it, or no further attempt
    DEAD_LETTERED = 7  # put aside


class Change(IntEnum):
    """What a part went through."""

    DOWN = 0  # the instance is down
    UP = 1  # it is back
    OWNER = 2  # from now on the instance has partition `value` of its queue; -1: nobody has
    SLOW = 3  # work takes `value` thousandths of its time
    FAILING = 4  # what works there fails, 1, or does no longer, 0
    BREAKER = 5  # its breaker for a message is closed, 0, open, 1, or half open, 2
    WORKERS = 6  # from now on it has `value` workers; of a part as a whole, `value` instances


class Again(IntEnum):
    """Why what is drawn once is done again."""

    DELIVERY = 0  # its message is delivered again
    ATTEMPT = 1  # its call has come to nothing, and is tried again
    HEDGE = 2  # its call takes long, and is sent once more
    TURN = 3  # its loop has a further turn
    COPY = 4  # its branch, or copy, is gathered with others


class GivenUp(IntEnum):
    """Why nobody waits for something any more."""

    TIMED_OUT = 0  # it was not answered in time
    BEATEN = 1  # another attempt, or enough other branches, were sooner
    LEFT = 2  # whoever waited failed, died or went on elsewhere


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: As in the tables and data frames.
        dtype: NumPy's name of the stored type.
        unit: "ns" for times and durations; "" for numbers of things.
        meaning: One phrase.
    """

    name: str
    dtype: str
    unit: str
    meaning: str


# What follows from the rest is not kept: the number of a row, which is its place, and the client,
# which its journey names. Data frames have them.
REQUESTS = (
    Column("journey", "int16", "", "number of the journey in its design"),
    Column("request", "int32", "", "number of the request, the same in every design"),
    Column("meant", "int64", "ns", "when the request was meant to start"),
    Column("acknowledged", "int64", "ns", "when the first positive answer arrived"),
    Column("settled", "int64", "ns", "when nothing of the journey was left anywhere"),
    Column("completed", "int64", "ns", "when it was settled with all its work done well"),
    Column("noticed", "int64", "ns", "when a client heard of something that follows all work"),
    Column("told", "int8", "", "what the client was told (Told)"),
    Column("done", "int8", "", "what became of the work (Done)"),
    Column("attempts", "int16", "", "how often the client sent it"),
)

VISITS = (
    Column("parent", "int32", "", "row of the visit that caused it; -1: the client's request"),
    Column("request", "int32", "", "row of its request"),
    Column("message", "int16", "", "number of the line in its diagram, from 0"),
    Column("path", "int32", "", "which repetition, turn, copy or attempt; 0: the first of all"),
    Column("participant", "int16", "", "number of the participant in its diagram"),
    Column("instance", "int16", "", "number of the participant's instance, from 0"),
    Column("stored", "int64", "ns", "when a delivery was ready in its queue; others: never"),
    Column("sent", "int64", "ns", "when the message left its sender"),
    Column("arrived", "int64", "ns", "when it reached its receiver"),
    Column("started", "int64", "ns", "when a worker took it up"),
    Column("answered", "int64", "ns", "when the answer to it was sent"),
    Column("answer_arrived", "int64", "ns", "when that answer reached the asker"),
    Column("ended", "int64", "ns", "when its last step was over"),
    Column("worked", "int64", "ns", "how long it worked"),
    Column("blocked", "int64", "ns", "how long it waited for answers"),
    Column("requeued", "int64", "ns", "how long it queued again for a worker after a wait"),
    Column("outcome", "int8", "", "how it ended (Outcome)"),
    Column("settlement", "int8", "", "how its delivery was settled (Settlement)"),
)

CHANGES = (
    Column("when", "int64", "ns", "when it happened"),
    Column("participant", "int16", "", "number of the participant in its diagram"),
    Column("instance", "int16", "", "number of the participant's instance, from 0; -1: none"),
    Column("message", "int16", "", "number of the delivery line whose queue it is; -1: none"),
    Column("what", "int8", "", "what happened (Change)"),
    Column("value", "int64", "", "what it is from then on, where that is a number; else 0"),
)

# Of what happens once only there is no row.
PATHS = (
    Column("request", "int32", "", "row of its request"),
    Column("path", "int32", "", "number of the path"),
    Column("above", "int32", "", "the path of what it is done in"),
    Column("why", "int8", "", "why it is done again (Again)"),
    Column("line", "int16", "", "its line; of a turn or a branch, its section"),
    Column("number", "int32", "", "which repetition, from 1; of branches, from 0"),
)

GIVEN_UP = (
    Column("request", "int32", "", "row of its request"),
    Column("message", "int16", "", "the line of the call; -1: a branch"),
    Column("path", "int32", "", "the path of the attempt, or of the branch"),
    Column("when", "int64", "ns", "from when on nobody waited for it"),
    Column("why", "int8", "", "why not (GivenUp)"),
)

WITNESS = (
    Column("came", "int64", "", "executions that arrived"),
    Column("refused", "int64", "", "executions that found no room"),
    Column("started", "int64", "", "executions that a worker took up"),
    Column("ended", "int64", "", "executions that were over"),
    Column("queued", "int64", "", "executions in the queue, counted there"),
    Column("inside", "int64", "", "executions taken up and not over, counted there"),
    Column("waiting", "int64", "ns", "time that executions spent in the queue"),
    Column("held", "int64", "ns", "time that workers were held"),
    Column("working", "int64", "ns", "time that executions worked"),
    Column("died", "int64", "", "executions that died there, or messages"),
    Column("stored", "int64", "", "copies of messages that were stored; 0 for pools, as below"),
    Column("settled", "int64", "", "copies that were dealt with"),
    Column("expired", "int64", "", "copies that waited for too long"),
    Column("dropped", "int64", "", "copies that were dropped"),
    Column("dead", "int64", "", "copies that were put aside as dead letters"),
)
