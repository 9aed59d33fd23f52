"""The quantities that a run answers: what they are, their unit, their statistics.

How each is computed stands in `simkit.analysis.metrics`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Dimension(Enum):
    """What a number measures; only like can be compared with like."""

    TIME = "time"
    RATE = "rate"
    SHARE = "share"
    COUNT = "count"


class Part(Enum):
    """What a metric may be asked of, besides a whole design."""

    NOTHING = "nothing"
    PARTICIPANT = "a participant"
    MUST_PARTICIPANT = "a participant, which must be named"
    TOLD = "what the client was told"
    DONE = "what was really done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One measurable quantity.

    Attributes:
        name: As in a `predict:` line.
        meaning: One sentence, with the unit.
        dimension: Of all its statistics but ``share``.
        statistics: Their names; "percentile" stands for p50, p99.9 and so on.
        part: What it may be asked of.
        better: Which way is better, or "" where neither is.
    """

    name: str
    meaning: str
    dimension: Dimension
    statistics: tuple[str, ...]
    part: Part = Part.NOTHING
    better: Literal["lower", "higher", ""] = ""

    def dimension_of(self, statistic: str) -> Dimension:
        """The dimension of one of its statistics."""
        return Dimension.SHARE if statistic == "share" else self.dimension

    def better_of(self, statistic: str) -> str:
        """Which way of one of its statistics is better, or "".

        How many get there at all is no better for being less.
        """
        reaches = statistic == "share" and self.dimension is not Dimension.SHARE
        return "" if reaches else self.better


_CLOCK = ("mean", "percentile", "share")
METRICS = {
    metric.name: metric
    for metric in (
        Metric(
            name="acknowledged",
            meaning="time from the intended start to the first positive answer",
            dimension=Dimension.TIME,
            statistics=_CLOCK,
            better="lower",
        ),
        Metric(
            name="settled",
            meaning="time until nothing of the journey is left running, queued or under way",
            dimension=Dimension.TIME,
            statistics=_CLOCK,
            better="lower",
        ),
        Metric(
            name="completed",
            meaning="time until the journey is settled with all its work done well",
            dimension=Dimension.TIME,
            statistics=_CLOCK,
            better="lower",
        ),
        Metric(
            name="noticed",
            meaning="time until a message that comes after all the work reaches a client",
            dimension=Dimension.TIME,
            statistics=_CLOCK,
            better="lower",
        ),
        Metric(
            name="offered",
            meaning="journeys begun per second",
            dimension=Dimension.RATE,
            statistics=("mean",),
        ),
        Metric(
            name="throughput",
            meaning="journeys completed per second",
            dimension=Dimension.RATE,
            statistics=("mean",),
            better="higher",
        ),
        Metric(
            name="goodput",
            meaning="journeys completed per second whose client was told nothing else",
            dimension=Dimension.RATE,
            statistics=("mean",),
            better="higher",
        ),
        Metric(
            name="utilisation",
            meaning="share of a pool's workers that is held, over time",
            dimension=Dimension.SHARE,
            statistics=("mean",),
            part=Part.MUST_PARTICIPANT,
        ),
        Metric(
            name="backlog",
            meaning="journeys begun and not settled; of a participant, messages waiting there",
            dimension=Dimension.COUNT,
            statistics=("mean", "peak"),
            part=Part.PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="held",
            meaning="worker-seconds held for a request",
            dimension=Dimension.TIME,
            statistics=("mean",),
            part=Part.PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="told",
            meaning="share of the requests whose client was told this",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.TOLD,
        ),
        Metric(
            name="done",
            meaning="share of the requests whose work ended like this",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.DONE,
        ),
        Metric(
            name="attempts",
            meaning="attempts for each request of a client, or for each call of a participant",
            dimension=Dimension.COUNT,
            statistics=("mean",),
            part=Part.PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="sent",
            meaning="messages that left for a participant, for each request",
            dimension=Dimension.COUNT,
            statistics=("mean",),
            part=Part.MUST_PARTICIPANT,
        ),
        Metric(
            name="polls",
            meaning="turns of the loops that wait for something, for each request",
            dimension=Dimension.COUNT,
            statistics=("mean",),
            better="lower",
        ),
        Metric(
            name="timed-out",
            meaning="share of the attempts to call a participant that were not answered in time",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="refused",
            meaning="share of the messages that came to a participant that it turned away",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="short-circuited",
            meaning="share of the attempts to call a participant that a breaker kept from leaving",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
        ),
        Metric(
            name="open",
            meaning="share of the time that the breakers in front of a participant are open",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
        ),
        Metric(
            name="deliveries",
            meaning="deliveries that left, for each message stored for a receiver",
            dimension=Dimension.COUNT,
            statistics=("mean",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="runs",
            meaning="executions that a worker took up, for each message stored or call",
            dimension=Dimension.COUNT,
            statistics=("mean",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="effects",
            meaning="executions that ended well and worked, for each message stored or call",
            dimension=Dimension.COUNT,
            statistics=("mean",),
            part=Part.MUST_PARTICIPANT,
        ),
        Metric(
            name="redelivered",
            meaning="share of the messages for a receiver that were delivered more than once",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="inversions",
            meaning="share of neighbours in a receiver's queue that were done in the other order",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="dead-letters",
            meaning="messages of a broker that were put aside, per second; share: of all messages",
            dimension=Dimension.RATE,
            statistics=("mean", "share"),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="oldest",
            meaning="age of the oldest message that waits in a broker",
            dimension=Dimension.TIME,
            statistics=("peak",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="lag",
            meaning="messages stored in a broker and not dealt with, waiting or with a receiver",
            dimension=Dimension.COUNT,
            statistics=("mean", "peak"),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
        Metric(
            name="useful",
            meaning="share of a pool's work that ended well, first of its message, and waited for",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
            better="higher",
        ),
        Metric(
            name="zombie",
            meaning="share of a pool's work that ended well when its caller had given up",
            dimension=Dimension.SHARE,
            statistics=("share",),
            part=Part.MUST_PARTICIPANT,
            better="lower",
        ),
    )
}

TOLD = ("nothing", "accepted", "ok", "failed", "refused", "timed out")
DONE = ("well", "failed", "refused", "dead-lettered", "expired", "lost", "open")
