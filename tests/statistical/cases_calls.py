"""Calls that are given up or tried again, loops that ask, sagas, queues that lose patience."""

import numpy as np

import simkit as sk
from simkit.analysis import theory
from simkit.model.scenario import Scenario
from tests.statistical import readings as read
from tests.statistical import readings_calls as of
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import ASK, lasts, open_queue
from tests.statistical.interval import LONG

TENTH = "exponential 100 ms"


def impatient() -> Case:
    """Palm 1957, Mandelbaum and Zeltyn 2007: who has waited for too long is withdrawn unserved.

    r² = 29/n for the share that leaves, 32/n for the wait.
    """
    state = theory.erlang_a(arrival_rate=48, service_time=0.1, servers=4, patience=0.5)
    scenario = open_queue(
        ASK,
        48,
        5_500,
        {"Request": TENTH},
        {"API": 4},
        400,
        messages={"Request": {"timeout": "exponential 500 ms", "cancel": "queued"}},
    )
    return Case(
        name="M/M/4 with impatience",
        scenario=scenario,
        quantities=(
            Quantity(
                name="share that waits",
                theory=state.waiting_probability,
                printed=".89047",
                read=of.share_that_waits("API"),
            ),
            Quantity(
                name="share that leaves unserved",
                theory=state.abandonment,
                precision=0.05,
                printed=".20488",
                read=of.share_withdrawn("API"),
            ),
            Quantity(
                name="mean wait of all, s",
                theory=state.mean_wait,
                precision=0.05,
                printed=".10244",
                read=of.wait_of_all("API"),
            ),
        ),
    )


def seven_of_ten() -> Case:
    """Rényi 1953: as in `cases_branches`, but the other three are left behind. r² = 0.18/n."""
    drawing = """sequenceDiagram
  Client->>API: Request
  par 7 of 10
    API->>Shard: Part
    Shard-->>API: Done
  end
  API-->>Client: Reply"""
    return Case(
        name="seven of ten calls",
        scenario=open_queue(drawing, 20, 260, {"Part": TENTH}, {}, 20),
        quantities=(
            Quantity(
                name="mean until seven have answered, s",
                theory=theory.mean_of_kth(mean=0.1, branches=10, needed=7),
                read=read.metric("acknowledged.mean"),
            ),
        ),
    )


def polling(pause: str, name: str, polls: float, delay: float, printed: tuple[str, str]) -> Case:
    """Feller 1968, section VI.8. r² = 0.8/n for the polls, 0.4/n for the delay."""
    drawing = f"""sequenceDiagram
  Client->>API: Start
  API-->>Client: Accepted
  API-)Worker: Job
  Worker-)API: Done
  loop every {pause} until "Done", at most 500 times
    Client->>API: Poll
    API-->>Client: Status
  end"""
    return Case(
        name=name,
        scenario=open_queue(drawing, 10, 500, {"Job": "exponential 2 s"}, {}, 20),
        quantities=(
            Quantity(
                name="polls a job",
                theory=polls,
                printed=printed[0],
                precision=LONG,
                read=read.metric("polls.mean"),
            ),
            Quantity(
                name="mean delay after the job, s",
                theory=delay,
                printed=printed[1],
                precision=0.04,
                read=of.polled_late("Job", "Poll"),
            ),
        ),
    )


def pollings() -> tuple[Case, ...]:
    """At equal distances, and at doubling ones."""
    fixed = theory.fixed_polling(period=0.5, completion_time=2)
    doubling = theory.doubling_polling(first_period=0.25, completion_time=2)
    return (
        polling(
            "500 ms",
            "a poll every 500 ms",
            fixed.mean_polls,
            fixed.mean_delay,
            ("4.521", ".2604"),
        ),
        polling(
            "250 ms growing by 2",
            "polls at doubling distances",
            doubling.mean_polls,
            doubling.mean_delay,
            ("", ""),
        ),
    )


def retried() -> Case:
    """Feller 1968, section VI.8: three attempts at most, each of which fails with 30 %.

    r² = 0.22/n for the attempts, 0.03/n for the share.
    """
    load = theory.retry_load(arrival_rate=20, failure=0.3, attempts=3)
    return Case(
        name="three attempts, 30 % fail",
        scenario=open_queue(
            ASK,
            20,
            400,
            {"Request": "exponential 10 ms"},
            {},
            20,
            messages={"Request": {"fails": "30 %", "retry": 3}},
        ),
        quantities=(
            Quantity(
                name="attempts a call",
                theory=load.mean_attempts,
                read=read.metric("attempts.API.mean"),
            ),
            Quantity(
                name="share told ok",
                theory=load.success,
                read=read.metric("told.ok.share"),
            ),
        ),
    )


SAGA = """sequenceDiagram
  Client->>Orders: Order
  Orders->>Stock: Reserve
  Stock-->>Orders: Reserved
  Orders->>Bank: Charge
  Bank-->>Orders: Charged
  alt Charge failed
    Orders->>Stock: Release
    Stock-->>Orders: Released
    Orders--xClient: Declined
  else
    Orders->>Carrier: Ship
    Carrier-->>Orders: Shipped
    alt Ship failed
      Orders->>Bank: Refund
      Bank-->>Orders: Refunded
      Orders->>Stock: Release after all
      Stock-->>Orders: Released after all
      Orders--xClient: Cancelled
    else
      Orders-->>Client: Confirmed
    end
  end"""


def saga() -> Case:
    """Products of chances; what has been done is undone, the latest first. r² = 0.085/n, 22/n."""
    fails = (0.02, 0.05, 0.01)
    success = float(np.prod([1 - one for one in fails]))
    undone = (1 - fails[0]) * fails[1] + 2 * (1 - fails[0]) * (1 - fails[1]) * fails[2]
    steps = zip(("Reserve", "Charge", "Ship"), fails, strict=True)
    return Case(
        name="a saga of three steps",
        scenario=open_queue(
            SAGA,
            20,
            600,
            {},
            {},
            20,
            messages={name: {"fails": f"{100 * share:g} %"} for name, share in steps},
        ),
        quantities=(
            Quantity(
                name="share told ok",
                theory=success,
                printed=".92169",
                read=read.metric("told.ok.share"),
            ),
            Quantity(
                name="compensations a saga",
                theory=undone,
                printed=".06762",
                precision=0.12,
                read=of.visits_per_request("Release", "Refund", "Release after all"),
            ),
        ),
    )


# ---------------------------------------------------------------------- retry storms


def storm(
    rate: float, retries: int, run: dict[str, object], law: str, timeout: str = "1 s", old: int = 0
) -> Scenario:
    """One worker; who is not answered in time asks again, at once; what was asked is still done.

    Args:
        rate: Of requests, per second.
        retries: After the first attempt.
        run: For how long.
        law: Of the work.
        timeout: Of each attempt.
        old: How many messages wait already.
    """
    before = "  Yesterday-)API: Old\n" if old else ""
    load = {"Yesterday": f"at 0 s {old}"} if old else {}
    return sk.scenario(
        ASK.replace("\n", "\n" + before, 1),
        load={"Client": f"poisson {rate}/s"} | load,
        work={"Request": law} | ({"Old": law} if old else {}),
        messages={"Request": {"timeout": timeout, "retry": retries + 1}},
        workers={"API": 1},
        network="0 s",
        run=run,
    )


def calm_storm() -> Case:
    """Below the hidden capacity there is one rate of attempts only, and it is small.

    The approximation takes attempts for Poisson; here it is 4 % too low. r² = 26/n.
    """
    (low,) = theory.retry_storm_approximation(
        arrival_rate=3, service_time=0.1, timeout=0.3, retries=1
    )
    return Case(
        name="a retry storm that does not break out",
        scenario=storm(3, 1, lasts(20, 420), TENTH, "300 ms"),
        quantities=(
            Quantity(
                name="attempts, /s",
                theory=low,
                precision=LONG,
                error=0.06,
                read=of.attempts_per_second("API"),
            ),
        ),
    )


def lost_storm() -> Case:
    """A queue that is longer than the timeout keeps every request at four attempts. r² = 5/n."""
    *_, high = theory.retry_storm_approximation(
        arrival_rate=6, service_time=0.1, timeout=1, retries=3
    )
    return Case(
        name="a retry storm",
        scenario=storm(6, 3, lasts(10, 110, patience="1 s"), TENTH, old=100),
        quantities=(
            Quantity(
                name="attempts, /s",
                theory=high,
                printed="24.0",
                precision=LONG,
                read=of.attempts_per_second("API"),
            ),
        ),
    )


def recovery() -> Case:
    """Bronson et al. 2021: 400 messages wait for 30/s, and below 15/s comes.

    The fluid of the formula begins with all attempts there, while second ones are a second
    behind: it is 3 % too long. The time is that of a walk with steps of two up and one down: its
    variance is 400 · 40 / 10³ s².
    """
    after = theory.recovery_time(backlog=400, arrival_rate=10, capacity=30, timeout=1, retries=1)
    run = lasts(0, 80, patience="1 s")
    return Case(
        name="an overload that is got over",
        scenario=storm(10, 1, run, "33.333333 ms", old=400),
        quantities=(
            Quantity(
                name="time until the wait is shorter than the timeout, s",
                theory=after,
                precision=0.08,
                error=0.03,
                read=of.first_in_time("API", 1.0),
            ),
        ),
    )


CASES = (
    impatient(),
    seven_of_ten(),
    *pollings(),
    retried(),
    saga(),
    calm_storm(),
    lost_storm(),
    recovery(),
)
