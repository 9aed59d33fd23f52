"""Scenarios whose answers are known, and how each number is read from a recording.

Every case goes the whole way: words, scenario, engine, tables, metric. The network takes no
time. The queues are at 80 % utilisation, where a queue at rest needs some 70 messages to
forget its past: the slowest part of its way to the steady state decays by e each
λ/(cμ(1-√ρ)²) = 72 messages (Morse 1955, for exponential work; 92 with the hyperexponential
work). The runs start empty, and the first `WARM_UP` = 1,600 messages are not counted, so that
less than e⁻¹⁷ of the start is left. What remains is that a mean over the messages of a window is a
ratio of two random sums; for M/M/1 that shifts it by some 4 messages in 60,000, 0.01 %. The two
other cases forget in a few mean times of work.

The lengths come from the variance that theory gives to a long mean (M/M/1: 79/n of the
square of the mean sojourn, Daley 1968) or from trial runs with another seed, for half-widths
of about 1.7 %. The seed was fixed before any run with it. Equal addresses draw equal luck, so
the cases share their arrivals and are not independent; `interval.confidence` allows for that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import simkit as sk
from simkit.analysis import levels
from simkit.analysis.metrics import measure
from simkit.model.metric import read_metric
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from simkit.record.tables import Told
from tests.statistical.formulas import (
    blocked_m_m_c_k,
    longest_of_exponentials,
    longest_of_exponentials_percentile,
    mean_value_analysis,
    sojourn_m_m_1,
    sojourn_m_m_1_percentile,
    sojourn_m_m_c_k,
    sojourn_tandem_percentile,
    waiting_m_g_1,
    waiting_m_m_c,
    waits_m_m_c,
)

SEED = 1
REPLICATIONS = 64
WARM_UP = 1600  # messages
SHORT_WARM_UP = 200  # where the past is forgotten within a few messages
SECOND = 1_000_000_000

Read = Callable[[Recording, Design], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a run whose long-run mean is known.

    Attributes:
        name: What it is, and its unit.
        theory: The known value.
        read: Its value in one run.
    """

    name: str
    theory: float
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario of one design, and the quantities known of it.

    Attributes:
        name: In Kendall's notation where there is one.
        scenario: With its length, seed and number of replications.
        quantities: At least one.
    """

    name: str
    scenario: Scenario
    quantities: tuple[Quantity, ...]


# ---------------------------------------------------------------------- scenarios

ASK = """sequenceDiagram
  Client->>API: Request
  API-->>Client: Done"""

TELL = """sequenceDiagram
  Client-)API: Request"""

# First is held for its own work only: it tells Second, and does not wait.
TANDEM = """sequenceDiagram
  Client-)First: Order
  First-)Second: Parcel"""

SUBSCRIBERS = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Client-)Bus: Event
  Bus->>A: Event
  Bus->>B: Event
  Bus->>D: Event"""

STORED = """sequenceDiagram
  participant Bus@{ "type": "queue" }
  Client-)Bus: Job
  Bus->>API: Request"""


def open_queue(
    diagram: str,
    rate: int,
    messages: int,
    work: Mapping[str, object],
    workers: Mapping[str, int],
    warm_up: int = WARM_UP,
) -> Scenario:
    """Poisson arrivals, so many a second, until so many messages are measured on average."""
    return sk.scenario(
        diagram,
        load=f"poisson {rate}/s",
        work=work,
        workers=workers,
        network="0 s",
        run={
            "warm_up": f"{warm_up / rate} s",
            "horizon": f"{(warm_up + messages) / rate} s",
            "replications": REPLICATIONS,
            "seed": SEED,
        },
    )


def limited_queue(rate: int, messages: int, workers: int, places: int) -> Scenario:
    """A pool that turns away whoever finds all its places taken."""
    asked = open_queue(
        ASK, rate, messages, {"Request": "exponential 100 ms"}, {"API": workers}, SHORT_WARM_UP
    )
    return asked.change("participants.API.queue", places)


# ---------------------------------------------------------------------- readings


def metric(name: str) -> Read:
    """A metric by its name, as in a ``predict:`` line."""

    def read(recording: Recording, design: Design) -> float:
        participants = {design.name: tuple(p.id for p in design.participants)}
        reading = measure(recording, design, read_metric(name, participants))
        assert not reading.bound
        assert reading.share == 1
        return reading.value

    return read


def _waits(recording: Recording, part: str) -> NDArray[np.integer]:
    """How long the messages of measured requests waited for a worker of a part, in ns."""
    visits = recording.visits
    here = visits["participant"] == recording.participants.index(part)
    here &= recording.measured[visits["request"]]
    waited: NDArray[np.integer] = visits["started"][here] - visits["arrived"][here]
    return waited


def waiting(part: str) -> Read:
    """Mean waiting time, in seconds."""
    return lambda recording, _: float(_waits(recording, part).mean()) / SECOND


def share_that_waits(part: str) -> Read:
    """Share of the messages that do not find a free worker."""
    return lambda recording, _: float((_waits(recording, part) > 0).mean())


def dispersion(instants: NDArray[np.integer], recording: Recording, rate: int) -> float:
    """Variance over mean of the counts in windows of one second, about their known mean.

    Args:
        instants: int64, ns.
        recording: Where the measured window is taken from.
        rate: The known mean of the counts.
    """
    seconds = np.arange(recording.warm_up, recording.horizon + 1, SECOND)
    counts = np.histogram(instants, bins=seconds)[0]
    return float(((counts - rate) ** 2).mean()) / rate


def dispersion_of_requests(rate: int) -> Read:
    """Of the instants at which requests are meant to start."""
    return lambda recording, _: dispersion(recording.requests["meant"], recording, rate)


def dispersion_of_ends(part: str, rate: int) -> Read:
    """Of the instants at which the executions of a part end."""

    def read(recording: Recording, design: Design) -> float:
        here = recording.visits["participant"] == recording.participants.index(part)
        return dispersion(recording.visits["ended"][here], recording, rate)

    return read


def variance_in_system(mean: float) -> Read:
    """Variance over time of the number of journeys in the system, about its known mean."""

    def read(recording: Recording, design: Design) -> float:
        first, last = recording.warm_up, recording.horizon
        instants, level = levels.steps(recording.requests["meant"], recording.requests["settled"])
        lasts = np.diff(np.clip(np.append(instants, last), first, last))
        return float(((level - mean) ** 2 * lasts).sum()) / (last - first)

    return read


def mean_of_the_accepted(recording: Recording, _: Design) -> float:
    """Mean time until the answer of those that were let in, in seconds."""
    requests, measured = recording.requests, recording.measured
    accepted = measured & (requests["told"] == Told.OK)
    assert np.array_equal(accepted, measured & (requests["told"] != Told.REFUSED))
    return float((requests["acknowledged"] - requests["meant"])[accepted].mean()) / SECOND


# ---------------------------------------------------------------------- the cases


def _m_m_1() -> Case:
    """Kleinrock 1975; the counts of a Poisson process have a variance equal to their mean."""
    return Case(
        name="M/M/1",
        scenario=open_queue(ASK, 8, 60_000, {"Request": "exponential 100 ms"}, {"API": 1}),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=sojourn_m_m_1(8, 10),
                read=metric("acknowledged.mean"),
            ),
            Quantity(
                name="p75 of the sojourn, s",
                theory=sojourn_m_m_1_percentile(8, 10, 0.75),
                read=metric("acknowledged.p75"),
            ),
            Quantity(name="utilisation", theory=0.8, read=metric("utilisation.API.mean")),
            Quantity(
                name="dispersion of the arrivals", theory=1.0, read=dispersion_of_requests(rate=8)
            ),
        ),
    )


def _m_m_4() -> Case:
    """Erlang 1917."""
    mean_wait = waiting_m_m_c(32, 10, 4)
    return Case(
        name="M/M/4",
        scenario=open_queue(ASK, 32, 150_000, {"Request": "exponential 100 ms"}, {"API": 4}),
        quantities=(
            Quantity(name="mean wait, s", theory=mean_wait, read=waiting("API")),
            Quantity(
                name="mean sojourn, s", theory=mean_wait + 0.1, read=metric("acknowledged.mean")
            ),
            Quantity(
                name="share that waits",
                theory=waits_m_m_c(32, 10, 4),
                read=share_that_waits("API"),
            ),
        ),
    )


def _m_d_1() -> Case:
    """Pollaczek 1930, Khinchine 1932."""
    return Case(
        name="M/D/1",
        scenario=open_queue(TELL, 8, 50_000, {"Request": "100 ms"}, {"API": 1}),
        quantities=(
            Quantity(name="mean wait, s", theory=waiting_m_g_1(8, 0.1, 0), read=waiting("API")),
        ),
    )


def _m_g_1_steady() -> Case:
    """Pollaczek 1930, Khinchine 1932."""
    return Case(
        name="M/G/1, gamma, cv 0.5",
        scenario=open_queue(TELL, 8, 64_000, {"Request": "gamma 100 ms cv 0.5"}, {"API": 1}),
        quantities=(
            Quantity(name="mean wait, s", theory=waiting_m_g_1(8, 0.1, 0.5), read=waiting("API")),
        ),
    )


def _m_g_1_varied() -> Case:
    """Pollaczek 1930, Khinchine 1932."""
    return Case(
        name="M/G/1, hyperexponential, cv 1.25",
        scenario=open_queue(
            TELL, 8, 110_000, {"Request": "hyperexponential 100 ms cv 1.25"}, {"API": 1}
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=waiting_m_g_1(8, 0.1, 1.25) + 0.1,
                read=metric("settled.mean"),
            ),
        ),
    )


def _tandem() -> Case:
    """Jackson 1957; what leaves M/M/1 is Poisson again (Burke 1956); Reich 1957."""
    return Case(
        name="M/M/1 → M/M/1",
        scenario=open_queue(
            TANDEM,
            8,
            36_000,
            {"Order": "exponential 100 ms", "Parcel": "exponential 100 ms"},
            {"First": 1, "Second": 1},
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=2 * sojourn_m_m_1(8, 10),
                read=metric("completed.mean"),
            ),
            Quantity(
                name="p75 of the sojourn, s",
                theory=sojourn_tandem_percentile(8, 10, 2, 0.75),
                read=metric("completed.p75"),
            ),
            Quantity(
                name="dispersion of the departures",
                theory=1.0,
                read=dispersion_of_ends("First", rate=8),
            ),
        ),
    )


def _m_g_infinity() -> Case:
    """Takács 1962: Poisson with mean λ·E[S], whatever the law of the work."""
    return Case(
        name="M/G/∞, gamma, cv 1.5",
        scenario=open_queue(TELL, 20, 12_000, {"Request": "gamma 100 ms cv 1.5"}, {}),
        quantities=(
            Quantity(name="mean in system", theory=2.0, read=metric("backlog.mean")),
            Quantity(name="variance in system", theory=2.0, read=variance_in_system(2.0)),
        ),
    )


def _repairman() -> Case:
    """Reiser and Lavenberg 1980."""
    throughput, sojourn = mean_value_analysis(20, 5.0, 0.2)
    return Case(
        name="20 users at one worker",
        scenario=sk.scenario(
            ASK,
            load="users 20 think exponential 5 s",
            work={"Request": "exponential 200 ms"},
            workers={"API": 1},
            network="0 s",
            run={
                "warm_up": "200 s",
                "horizon": "2800 s",
                "replications": REPLICATIONS,
                "seed": SEED,
            },
        ),
        quantities=(
            Quantity(name="throughput, /s", theory=throughput, read=metric("throughput.mean")),
            Quantity(name="mean sojourn, s", theory=sojourn, read=metric("acknowledged.mean")),
        ),
    )


def _m_m_c_k(rate: int, messages: int, workers: int, places: int) -> Case:
    """Kleinrock 1975; whoever finds all places taken is turned away."""
    numbers = (rate, 10, workers, places)
    return Case(
        name=f"M/M/{workers}/{workers + places}",
        scenario=limited_queue(rate, messages, workers, places),
        quantities=(
            Quantity(
                name="share told refused",
                theory=blocked_m_m_c_k(*numbers),
                read=metric("told.refused.share"),
            ),
            Quantity(
                name="mean sojourn of the accepted, s",
                theory=sojourn_m_m_c_k(*numbers),
                read=mean_of_the_accepted,
            ),
        ),
    )


def _subscribers() -> Case:
    """A copy for each: the longest of independent exponential times."""
    work = {f"{name}.Event": "exponential 100 ms" for name in "ABD"}
    return Case(
        name="three subscribers",
        scenario=open_queue(SUBSCRIBERS, 20, 700, work, {}, SHORT_WARM_UP),
        quantities=(
            Quantity(
                name="mean until all are done, s",
                theory=longest_of_exponentials(3, 0.1),
                read=metric("completed.mean"),
            ),
            Quantity(
                name="median until all are done, s",
                theory=longest_of_exponentials_percentile(3, 0.1, 0.5),
                read=metric("completed.p50"),
            ),
        ),
    )


def _stored_m_m_4() -> Case:
    """A broker that writes in no time adds nothing: Erlang 1917, at 62.5 % utilisation."""
    return Case(
        name="M/M/4 behind a broker",
        scenario=open_queue(
            STORED, 25, 4_500, {"Request": "exponential 100 ms"}, {"API": 4}, SHORT_WARM_UP
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=waiting_m_m_c(25, 10, 4) + 0.1,
                read=metric("completed.mean"),
            ),
            Quantity(name="utilisation", theory=0.625, read=metric("utilisation.API.mean")),
        ),
    )


CASES = (
    _m_m_1(),
    _m_m_4(),
    _m_d_1(),
    _m_g_1_steady(),
    _m_g_1_varied(),
    _tandem(),
    _m_g_infinity(),
    _repairman(),
    _m_m_c_k(rate=16, messages=6_000, workers=1, places=3),
    _m_m_c_k(rate=40, messages=6_000, workers=3, places=3),
    _subscribers(),
    _stored_m_m_4(),
)
COMPARISONS = sum(len(case.quantities) for case in CASES)
