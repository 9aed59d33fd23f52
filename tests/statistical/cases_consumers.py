"""How a receiver gets its messages: polls, windows of deliveries, partitions, its turn."""

import simkit as sk
from simkit.analysis import theory
from simkit.model.scenario import Scenario
from tests.statistical import readings as read
from tests.statistical import readings_delivery as of
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import STORED, lasts, open_queue

TENTH = "exponential 100 ms"

WINDOW = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Client-)Bus: Job
  Bus->>API: Request
  API-->>Bus: Ack"""


def polling() -> Case:
    """Fuhrmann and Cooper 1985: who asks in vain sleeps for 1 s; M/M/1 at 50 % else."""
    state = theory.m_g_1_vacations(arrival_rate=5, service_time=0.1, service_cv=1, vacation=1)
    return Case(
        name="a consumer that polls",
        scenario=open_queue(
            STORED,
            5,
            1_200,
            {"Request": TENTH},
            {"API": 1},
            100,
            participants={"Bus": {"poll": "1 s"}},
        ),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=state.mean_wait,
                printed=".600",
                precision=0.03,
                read=lambda recording, design: (
                    read.metric("completed.mean")(recording, design) - 0.1
                ),
            ),
        ),
    )


def window() -> Case:
    """Reiser and Lavenberg 1980: 26 deliveries on their way there, at work, or on their way back.

    More messages come than it can take: 250/s. r² below 1/n.
    """
    state = theory.machine_repairman(users=26, think_time=0.1, service_time=0.004)
    return Case(
        name="a prefetch of 26",
        scenario=open_queue(
            WINDOW,
            250,
            1_000,
            {"Request": "exponential 4 ms"},
            {"API": 1},
            500,
            messages={"Request": {"network": "50 ms"}, "Ack": {"network": "50 ms"}},
            participants={"Bus": {"prefetch": 26}},
        ),
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=state.throughput,
                printed="219.6",
                read=read.metric("throughput.mean"),
            ),
        ),
    )


def dealt_in_turn() -> Case:
    """Kleinrock 1975, G/M/1: everybody in turn, and no end of messages ahead. r² = 60/n."""
    state = theory.e_k_m_1(arrival_rate=8, service_time=0.1, stages=4)
    return Case(
        name="pushed in turn",
        scenario=open_queue(
            STORED,
            32,
            2_400,
            {"Request": TENTH},
            {"API": 1},
            2_400,
            participants={"API": {"instances": 4}, "Bus": {"prefetch": 1_000}},
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=state.mean_sojourn,
                printed=".32674",
                precision=0.1,
                read=read.metric("completed.mean"),
            ),
        ),
    )


def relay() -> Case:
    """An outbox that a relay asks once a second: half a second later, on average. r² = 0.33/n."""
    return Case(
        name="a relay that polls an outbox",
        scenario=open_queue(
            STORED,
            20,
            600,
            {"Request": "0 s"},
            {"API": 1},
            20,
            participants={"Bus": {"poll": "1 s"}},
        ),
        quantities=(
            Quantity(
                name="mean delay, s",
                theory=0.5,
                printed=".5",
                read=read.metric("completed.mean"),
            ),
        ),
    )


def priorities() -> Case:
    """Cobham 1954: one message in four goes before the others. r² = 8/n and 60/n."""
    first, second = theory.m_g_1_priority(
        classes=[
            theory.PriorityClass(arrival_rate=rate, service_time=0.1, service_cv=1)
            for rate in (2, 6)
        ]
    )
    drawing = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Press-)Bus: Urgent
  Public-)Bus: Usual
  Bus->>API: Urgent
  Bus->>API: Usual"""
    scenario = sk.scenario(
        drawing,
        load={"Press": "poisson 2/s", "Public": "poisson 6/s"},
        work={"API.Urgent": TENTH, "API.Usual": TENTH},
        messages={"API.Urgent": {"priority": 1}},
        workers={"API": 1},
        network="0 s",
        run=lasts(100, 500),
    )
    return Case(
        name="two priorities",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean wait of the urgent, s",
                theory=first.mean_wait,
                printed=".100",
                precision=0.1,
                read=of.waiting_in_queue("Urgent"),
            ),
            Quantity(
                name="mean wait of the usual, s",
                theory=second.mean_wait,
                printed=".500",
                precision=0.18,
                read=of.waiting_in_queue("Usual"),
            ),
        ),
    )


def time_to_live() -> Case:
    """Barrer 1957: more comes than can be done, and who waits for 1 s is gone. r² = 8/n."""
    state = theory.fixed_patience(arrival_rate=12, service_time=0.1, servers=1, patience=1)
    return Case(
        name="messages that expire after 1 s",
        scenario=open_queue(
            STORED,
            12,
            1_000,
            {"Request": TENTH},
            {"API": 1},
            200,
            participants={"Bus": {"ttl": "1 s"}},
        ),
        quantities=(
            Quantity(
                name="share expired",
                theory=state.abandonment,
                precision=0.1,
                read=read.metric("done.expired.share"),
            ),
        ),
    )


def hottest_partition() -> Case:
    """Twelve partitions, one of them with a share of 20 %: it is full at 50/s, and all at 250/s.

    A key that is hot shares its partition with a twelfth of all other messages: with 12.73 % of
    its own it has 20 % together with them. With 20 % of its own it would be 26.7 %, and
    full at 187.5/s. r² = 11/n.
    """
    share, rate = 0.2, 200
    hot = 100 * (share - 1 / 12) / (1 - 1 / 12)
    busy = of.busiest("API")
    return Case(
        name="twelve partitions and a hot key",
        scenario=open_queue(
            STORED,
            rate,
            1_600,
            {"Request": "exponential 20 ms"},
            {"API": 1},
            800,
            messages={"Request": {"key": f"1000000 keys, {hot:.4f} % hot"}},
            participants={"API": {"instances": 12}, "Bus": {"partitions": 12}},
        ),
        quantities=(
            Quantity(
                name="highest rate before one is full, /s",
                theory=50 / share,
                printed="250",
                precision=0.05,
                read=lambda recording, design: rate / busy(recording, design),
            ),
        ),
    )


def lingering() -> Case:
    """Ross 1996, chapter 3: all leave together 5 ms after the first of them. r² = 0.7/n."""
    state = theory.batch_waiting(arrival_rate=200, linger=0.005)
    return Case(
        name="batches after 5 ms",
        scenario=_gathered({"linger": "5 ms"}, 1_000),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=state.mean_wait,
                printed=".00375",
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="batches, /s",
                theory=state.batch_rate,
                printed="100",
                read=of.departures("API"),
            ),
            Quantity(
                name="messages in a batch",
                theory=state.mean_size,
                printed="2.0",
                read=lambda recording, design: (
                    read.metric("throughput.mean")(recording, design)
                    / of.departures("API")(recording, design)
                ),
            ),
        ),
    )


def full_batches() -> Case:
    """Ross 1996, chapter 3: all leave together when there are ten. r² = 1.3/n."""
    return Case(
        name="batches of ten",
        scenario=_gathered({"batch": 10}, 1_600),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=theory.batch_waiting(arrival_rate=200, largest=10).mean_wait,
                printed=".0225",
                read=read.metric("completed.mean"),
            ),
        ),
    )


def _gathered(policy: dict[str, object], messages: int) -> Scenario:
    """200 messages a second, with somebody always free who takes no time."""
    return open_queue(
        STORED, 200, messages, {"Request": "0 s"}, {}, 200, participants={"Bus": policy}
    )


CASES = (
    lingering(),
    full_batches(),
    polling(),
    relay(),
    window(),
    dealt_in_turn(),
    priorities(),
    time_to_live(),
    hottest_partition(),
)
