"""Messages that are delivered again: failures, crashes, leases, settlements that come too early.

What was delivered is worked on with new draws each time. Where workers are without a limit, and
so nobody waits, requests do not meet and a short warm-up is enough.
"""

from itertools import pairwise
from math import exp

from simkit.analysis import theory
from tests.statistical import readings as read
from tests.statistical import readings_delivery as of
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import STORED, open_queue

UNLIMITED = {"max-deliveries": "unlimited"}


def failures() -> Case:
    """Feller 1968, section VI.8: three attempts at most, each of which fails with 30 %.

    r² = 0.22/n for the deliveries, 36/n for the dead letters.
    """
    load = theory.retry_load(arrival_rate=20, failure=0.3, attempts=3)
    return Case(
        name="three deliveries, 30 % fail",
        scenario=open_queue(
            STORED,
            20,
            400,
            {"Request": "exponential 10 ms"},
            {},
            20,
            participants={"Bus": {"max-deliveries": 3}},
            messages={"Request": {"fails": "30 %"}},
        ),
        quantities=(
            Quantity(
                name="deliveries a message",
                theory=load.mean_attempts,
                printed="1.39",
                read=of.deliveries("API"),
            ),
            Quantity(
                name="share done well",
                theory=load.success,
                printed=".973",
                read=read.metric("done.well.share"),
            ),
            Quantity(
                name="share dead-lettered",
                theory=1 - load.success,
                precision=0.2,
                read=read.metric("done.dead-lettered.share"),
            ),
        ),
    )


def crashes() -> Case:
    """Ross 1996, section 3.6: whoever works dies with 0.01/s, which is noticed 30 s later.

    Whoever dies works no more: of 10 s of work there are 9.09 s an attempt. r² = 0.09/n for the
    deliveries, 1.5/n for the time, 10/n for the share.
    """
    again = theory.crash_redelivery(service_time=10, crash_rate=0.01, detection_time=30)
    return Case(
        name="redelivery 30 s after a crash",
        scenario=open_queue(
            STORED,
            1,
            700,
            {"Request": "exponential 10 s"},
            {},
            20,
            participants={"Bus": UNLIMITED, "API": {"detect-after": "30 s"}},
            faults=[{"kill": "API", "every-busy": "exponential 100 s"}],
        ),
        quantities=(
            Quantity(
                name="deliveries a message",
                theory=again.mean_deliveries,
                printed="1.10",
                read=of.deliveries("API"),
            ),
            Quantity(
                name="mean time until done, s",
                theory=again.mean_time,
                printed="13.0",
                precision=0.03,
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="share delivered again",
                theory=0.1 / 1.1,
                precision=0.08,
                read=of.share_delivered_again("API"),
            ),
        ),
    )


def lease(seconds: int, messages: int, deliveries: str, twice: str, precision: float) -> Case:
    """After each lease one more works on the message, and who is done first settles it.

    r² = (1 - p)/p/n for the share delivered again.
    """
    return Case(
        name=f"a lease of {seconds} s",
        scenario=open_queue(
            STORED,
            1,
            messages,
            {"Request": "exponential 10 s"},
            {},
            20,
            participants={"Bus": {**UNLIMITED, "lease": f"{seconds} s"}},
        ),
        quantities=(
            Quantity(
                name="deliveries a message",
                theory=theory.lease_deliveries(service_time=10, lease=seconds),
                printed=deliveries,
                read=of.deliveries("API"),
            ),
            Quantity(
                name="share delivered again",
                theory=exp(-seconds / 10),
                printed=twice,
                precision=precision,
                read=of.share_delivered_again("API"),
            ),
        ),
    )


def acknowledged_early() -> Case:
    """A message that is settled before its work dies with it. r² = 100/n."""
    return Case(
        name="settled before the work",
        scenario=open_queue(
            STORED,
            10,
            800,
            {"Request": "exponential 1 s"},
            {},
            20,
            participants={"Bus": {"ack": "before-work"}},
            faults=[{"kill": "API", "every-busy": "exponential 100 s"}],
        ),
        quantities=(
            Quantity(
                name="share lost",
                theory=theory.early_acknowledgement_loss(service_time=1, crash_rate=0.01),
                printed=".0099",
                precision=0.2,
                read=read.metric("done.lost.share"),
            ),
        ),
    )


def acknowledged_on_delivery() -> Case:
    """Twenty in the receiver's hands and one at work, always: more come than it can do.

    The crashes are a Poisson process, since it is back at once. r² = 84/n for n messages that
    end, in 121 of which there is a crash.
    """
    return Case(
        name="settled on delivery, twenty ahead",
        scenario=open_queue(
            STORED,
            2,
            1_700,
            {"Request": "exponential 1 s"},
            {"API": 1},
            100,
            participants={"Bus": {"ack": "on-delivery", "prefetch": 20}},
            faults=[{"crash": "API", "every": "exponential 100 s", "for": "1 ns"}],
        ),
        quantities=(
            Quantity(
                name="share lost",
                theory=theory.early_acknowledgement_loss(
                    service_time=1, crash_rate=0.01, buffered=20
                ),
                printed=".17355",
                precision=0.2,
                read=of.share_lost("API"),
            ),
        ),
    )


def committed_at_intervals() -> Case:
    """A tenth of the catalogue's 250: 10/s, and a crash anywhere between two commits.

    The crashes are a Poisson process: r² = 0.33/n for n of them.
    """
    rate = 10
    return Case(
        name="settled every 5 s",
        scenario=open_queue(
            STORED,
            rate,
            1_000,
            {"Request": "1 ms"},
            {"API": 1},
            100,
            participants={"Bus": {**UNLIMITED, "ack": "every 5 s"}},
            faults=[{"crash": "API", "every": "exponential 10 s", "for": "1 ns"}],
        ),
        quantities=(
            Quantity(
                name="done again after a crash",
                theory=theory.reprocessed_after_crash(rate=rate, commit_interval=5),
                precision=0.2,
                read=of.done_again("API"),
            ),
        ),
    )


def feedback() -> Case:
    """Jackson 1957: one message in four fails and goes to the end of the queue. r² = 65/n."""
    network = theory.jackson_network(
        arrival_rates=[6], routing=[[0.25]], service_times=[0.1], servers=[1]
    )
    return Case(
        name="M/M/1 with failures",
        scenario=open_queue(
            STORED,
            6,
            1_000,
            {"Request": "exponential 100 ms"},
            {"API": 1},
            participants={"Bus": {**UNLIMITED, "requeue": "tail"}},
            messages={"Request": {"fails": "25 %"}},
        ),
        quantities=(
            Quantity(
                name="mean time until done, s",
                theory=network.mean_sojourn,
                printed=".6667",
                precision=0.15,
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="deliveries a message",
                theory=network.nodes[0].visits,
                printed="1.333",
                read=of.deliveries("API"),
            ),
        ),
    )


def dual_write() -> Case:
    """Between the row and the event is 5 % of a time between crashes: about 5 % of the events.

    The chance to die meanwhile is 1 - e^-0.05, 2.5 % less. r² = 20/n.
    """
    drawing = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Client-)API: Order
  API-)Store: Row
  API->>API: Moment
  API-)Bus: Event
  Bus->>Worker: Event"""
    return Case(
        name="a row, then an event",
        scenario=open_queue(
            drawing,
            20,
            800,
            {"Moment": "50 ms"},
            {},
            20,
            faults=[{"kill": "API", "every-busy": "exponential 1 s"}],
        ),
        quantities=(
            Quantity(
                name="share of the rows without an event",
                theory=0.05 * 1,
                precision=0.1,
                error=0.03,
                read=lambda recording, design: (
                    1
                    - read.visits_per_request("Worker")(recording, design)
                    / read.visits_per_request("Store")(recording, design)
                ),
            ),
        ),
    )


def availability() -> Case:
    """Five in a row that are each up for 90 % of the time: 0.9 to the fifth power of the calls."""
    names = [f"Service{number}" for number in range(1, 6)]
    there = [f"  {a}->>{b}: Call" for a, b in pairwise(["Client", *names])]
    back = [f"  {b}-->>{a}: Done" for a, b in pairwise(["Client", *names])]
    up_and_down = {"every": "exponential 9 s", "for": "exponential 1 s"}
    return Case(
        name="five services in a row",
        scenario=open_queue(
            "\n".join(["sequenceDiagram", *there, *back[::-1]]),
            3,
            800,
            {},
            {},
            60,
            faults=[{"crash": name, **up_and_down} for name in names],
        ),
        quantities=(
            Quantity(
                name="share told ok",
                theory=0.9**5,
                precision=0.06,
                read=read.metric("told.ok.share"),
            ),
        ),
    )


CASES = (
    failures(),
    crashes(),
    lease(30, 700, deliveries="1.0499", twice=".0498", precision=0.12),
    lease(10, 500, deliveries="1.4202", twice=".368", precision=0.04),
    acknowledged_early(),
    acknowledged_on_delivery(),
    committed_at_intervals(),
    feedback(),
    dual_write(),
    availability(),
)
