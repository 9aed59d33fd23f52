"""Small designs whose means and percentiles are known exactly, for the coverage of intervals.

A window must be long enough for its own percentile to be near the true one, on average too: the
mean of many replications cannot mend what each of them has too low. How long, stands in
`test_coverage`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, inf, log

from scipy.optimize import brentq
from scipy.special import gammaincc

import simkit as sk
from simkit.model.metric import MetricName, read_metric
from simkit.model.scenario import Scenario
from tests.statistical.drawings import ASK, WARM_UP
from tests.statistical.formulas import (
    blocked_m_m_c_k,
    sojourn_m_m_1,
    sojourn_m_m_1_percentile,
    sojourn_m_m_c_k,
)
from tests.statistical.quick import Recursion, in_turn, in_turn_or_refused, unhindered

REPLICATIONS = 10
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A scenario, how its designs are run quickly, and what is known of them.

    Attributes:
        name: For messages.
        scenario: With its length and seed; an experiment takes its replications in a row.
        recursions: Of each design.
        truth: The value of each metric, by its full name; inf: never.
    """

    name: str
    scenario: Scenario
    recursions: Mapping[str, Recursion]
    truth: Mapping[str, float]

    def metric(self, text: str) -> MetricName:
        """A metric by its name."""
        designs = self.scenario.designs
        return read_metric(text, {d.name: tuple(p.id for p in d.participants) for d in designs})


def _to(pool: str) -> str:
    return ASK.replace("API", pool)


@cache
def queue(messages: int = 50_000) -> Known:
    """M/M/1 at 80 %, and beside it at 72 %: the same requests, each with 10 % less work.

    From the steady state, but for less than e⁻¹⁷ of the start; see `cases`.
    """
    work = {"luck": "Request"}
    scenario = sk.scenario(
        {"full": _to("API"), "eased": _to("Faster")},
        load="poisson 8/s",
        workers={"API": 1, "Faster": 1},
        network="0 s",
        messages={
            "API.Request": {"work": "exponential 100 ms", **work},
            "Faster.Request": {"work": "exponential 90 ms", **work},
        },
        run=_run(8, messages, WARM_UP),
    )
    services = {"full": 10, "eased": 1 / 0.09}
    truth = {}
    for name, service in services.items():
        truth[f"{name}.acknowledged.mean"] = sojourn_m_m_1(8, service)
        truth[f"{name}.acknowledged.p99"] = sojourn_m_m_1_percentile(8, service, 0.99)
    return Known(
        name="M/M/1 at 80 %",
        scenario=scenario,
        recursions=dict.fromkeys(services, in_turn),
        truth=truth,
    )


@cache
def twins(messages: int = 5_000) -> Known:
    """M/M/1 at 80 % twice: the same arrivals, but each pool draws work of its own."""
    scenario = sk.scenario(
        {"one": _to("API"), "other": _to("Twin")},
        load="poisson 8/s",
        workers={"API": 1, "Twin": 1},
        network="0 s",
        work={"API.Request": "exponential 100 ms", "Twin.Request": "exponential 100 ms"},
        run=_run(8, messages, WARM_UP),
    )
    return Known(
        name="equal in law",
        scenario=scenario,
        recursions={"one": in_turn, "other": in_turn},
        truth={},
    )


ACCEPTED = """sequenceDiagram
  Client->>API: Request
  API-->>Client: Accepted Message
  API->>BackgroundTask: Trigger Event
  BackgroundTask->>API: Completion Message"""

BLOCKING = """sequenceDiagram
  Client->>API: Request
  API->>BackgroundTask: Trigger Event
  BackgroundTask-->>API: Completion Message
  API-->>Client: Result"""


@cache
def accepted(requests: int = 5_000) -> Known:
    """`scenarios/accepted.yaml` with workers for everybody: sums of independent times."""
    scenario = sk.scenario(
        {"accepted": ACCEPTED, "blocking": BLOCKING},
        load="poisson 80/s",
        network="0.5 ms",
        work={
            "Request": "exponential 5 ms",
            "Trigger Event": "exponential 500 ms",
            "Completion Message": "1 ms",
        },
        run=_run(80, requests, 0),
    )
    way_of_work = (0, 2, 3)
    return Known(
        name="accepted",
        scenario=scenario,
        recursions={
            "accepted": unhindered(acknowledged=(0, 1), completed=way_of_work),
            "blocking": unhindered(acknowledged=(0, 1, 2, 3), completed=(0, 1, 2, 3)),
        },
        truth={
            "accepted.acknowledged.mean": 0.001 + 0.005,
            "accepted.acknowledged.p99": 0.001 + 0.005 * log(100),
            "accepted.completed.mean": 0.0025 + 0.505,
            "accepted.completed.p99": 0.0025 + two_exponentials_percentile(0.5, 0.005, 0.99),
            "blocking.acknowledged.mean": 0.003 + 0.505,
            "blocking.acknowledged.p99": 0.003 + two_exponentials_percentile(0.5, 0.005, 0.99),
        },
    )


@cache
def cached(requests: int = 500) -> Known:
    """Without a cache, and with one that half of the requests find what they want in.

    A mixture cuts the numbers between 0 and 1 into its parts in the order in which they are
    written. With the hits first, who is slow without the cache is slow with it; with the misses
    first, the slowest become the hits.
    """
    laws = {
        "Plain": "exponential 40 ms",
        "HitsFirst": "mixture 50 % 1 ms or 50 % exponential 40 ms",
        "MissesFirst": "mixture 50 % exponential 40 ms or 50 % 1 ms",
    }
    scenario = sk.scenario(
        {name: _to(name) for name in laws},
        load="poisson 80/s",
        network="0 s",
        messages={
            f"{name}.Request": {"work": law, "luck": "Request"} for name, law in laws.items()
        },
        run=_run(80, requests, 0),
    )
    half = 0.5 * 0.001 + 0.5 * 0.040
    return Known(
        name="a cache",
        scenario=scenario,
        recursions=dict.fromkeys(laws, unhindered(acknowledged=(0, 1))),
        truth={
            "Plain.acknowledged.mean": 0.040,
            "HitsFirst.acknowledged.mean": half,
            "MissesFirst.acknowledged.mean": half,
        },
    )


@cache
def lost(messages: int = 10_000) -> Known:
    """M/M/1/7 at 50 %: 0.4 % of the requests find no room and are never answered."""
    scenario = sk.scenario(
        ASK,
        load="poisson 5/s",
        work={"Request": "exponential 100 ms"},
        participants={"API": {"workers": 1, "queue": 6}},
        network="0 s",
        run=_run(5, messages, 200),
    )
    return Known(
        name="lost journeys",
        scenario=scenario,
        recursions={"design": in_turn_or_refused},
        truth={
            "design.acknowledged.mean": sojourn_m_m_c_k(5, 10, 1, 6),
            "design.acknowledged.p99": answered_m_m_1_k_percentile(5, 10, 6, 0.99),
            "design.acknowledged.p99.9": answered_m_m_1_k_percentile(5, 10, 6, 0.999),
        },
    )


@cache
def still_open(requests: int = 2_000) -> Known:
    """Who has waited for 3 s when the window closes is not waited for any more."""
    mean = 1.0
    scenario = sk.scenario(
        ASK,
        load="poisson 80/s",
        messages={"Request": {"wait": "exponential 1 s"}},
        network="0 s",
        run={**_run(80, requests, 0), "patience": "3 s"},
    )
    return Known(
        name="open journeys",
        scenario=scenario,
        recursions={"design": unhindered(acknowledged=(0, 1), settled=(0, 1))},
        truth={
            "design.acknowledged.mean": mean,
            **{
                f"design.acknowledged.p{percentile}": -mean * log(1 - percentile / 100)
                for percentile in (50, 90, 95, 99)
            },
        },
    )


def _run(rate: int, requests: int, warm_up: int) -> dict[str, object]:
    return {
        "warm-up": f"{warm_up / rate} s",
        "horizon": f"{(warm_up + requests) / rate} s",
        "replications": REPLICATIONS,
        "seed": SEED,
    }


# ---------------------------------------------------------------------- laws


def two_exponentials_percentile(one: float, other: float, share: float) -> float:
    """The time that this share of the sums of two exponential times is within.

    Args:
        one: Mean of the first.
        other: Mean of the second, another one.
        share: 0 to 1.

    >>> round(two_exponentials_percentile(1.0, 1e-9, 0.99), 6)
    4.60517
    """

    def beyond(time: float) -> float:
        return (one * exp(-time / one) - other * exp(-time / other)) / (one - other)

    return float(brentq(lambda time: beyond(time) - (1 - share), 0, 100 * (one + other)))


def answered_m_m_1_k_percentile(
    arrivals: float, service: float, places: int, share: float
) -> float:
    """The time within which this share of all requests to M/M/1/K is answered; inf: never.

    Whoever finds n others inside stays for n + 1 times of work, if there is room (Kleinrock
    1975, *Queueing Systems I*, section 3.6, and Poisson arrivals see time averages).

    >>> round(answered_m_m_1_k_percentile(5, 10, 400, 0.99), 6)
    0.921034
    >>> answered_m_m_1_k_percentile(5, 10, 6, 0.999)
    inf
    """
    refused = blocked_m_m_c_k(arrivals, service, 1, places)
    if refused >= 1 - share:
        return inf
    load = arrivals / service
    inside = [load**number for number in range(places + 2)]

    def beyond(time: float) -> float:
        late = sum(
            weight * float(gammaincc(number + 1, service * time))
            for number, weight in enumerate(inside[:-1])
        )
        return late / sum(inside) + refused

    return float(brentq(lambda time: beyond(time) - (1 - share), 0, 100 * (places + 1) / service))
