"""Who is next, who is interrupted or sent away, and workers that come and go."""

import numpy as np

import simkit as sk
from simkit.analysis import theory
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording
from tests.statistical import readings as read
from tests.statistical.case import Case, Quantity, Read
from tests.statistical.drawings import ASK, SHORT_WARM_UP, lasts, open_queue
from tests.statistical.formulas import waiting_m_m_c

TENTH = "exponential 100 ms"
SECOND = 1e9


def preemptive() -> Case:
    """White and Christie 1958: the urgent interrupt the usual, who go on where they stopped."""
    classes = [
        theory.PriorityClass(arrival_rate=rate, service_time=0.1, service_cv=cv)
        for rate, cv in ((2, 1), (4, 0))
    ]
    urgent, usual = theory.m_g_1_preemptive(classes=classes)
    scenario = sk.scenario(
        "sequenceDiagram\n  Client-)API: Urgent\n  Other-)API: Usual",
        load={"Client": "poisson 2/s", "Other": "poisson 4/s"},
        messages={"Urgent": {"work": TENTH, "priority": 1}, "Usual": {"work": "100 ms"}},
        participants={"API": {"workers": 1, "discipline": "preemptive"}},
        network="0 s",
        run=lasts(100, 1_600),
    )
    return Case(
        name="the urgent interrupt the usual",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean sojourn of the urgent, s",
                theory=urgent.mean_sojourn,
                read=_sojourn_of(0),
            ),
            Quantity(
                name="mean sojourn of the usual, s", theory=usual.mean_sojourn, read=_sojourn_of(1)
            ),
        ),
    )


def last_in_first_out() -> Case:
    """Kleinrock 1976, chapter 3: the mean is that of first in, first out; waits vary more.

    At 50 % the mean square of the wait is 2ρ / (μ² (1-ρ)²) in order of arrival, and that over
    1-ρ in reverse order (Cooper 1981, Introduction to Queueing Theory, section 5.10).
    """
    state = theory.m_m_1(arrival_rate=5, service_time=0.1)
    square = 2 * 0.5 / (100 * 0.25) / 0.5
    return Case(
        name="M/M/1, last in, first out",
        scenario=_pool(5, 8_000, {"workers": 1, "discipline": "last-in-first-out"}),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=state.mean_wait,
                precision=0.05,
                read=read.waiting("API"),
            ),
            Quantity(
                name="mean square of the wait, s²",
                theory=square,
                precision=0.15,
                read=_square_of_the_wait,
            ),
        ),
    )


def shed() -> Case:
    """Barrer 1957: at 120 % whoever has waited for 1 s is told no; the others are in time."""
    state = theory.fixed_patience(arrival_rate=12, service_time=0.1, servers=1, patience=1)
    return Case(
        name="M/M/1 at 120 %, who waits for 1 s is shed",
        scenario=_pool(12, 8_000, {"workers": 1, "shed": "1 s"}),
        quantities=(
            Quantity(
                name="share told refused",
                theory=state.abandonment,
                precision=0.05,
                read=read.metric("told.refused.share"),
            ),
        ),
    )


def cold_start() -> Case:
    """Welch 1964: the only worker goes when nothing is there, and takes 2 s to come back."""
    state = theory.m_g_1_setup(arrival_rate=2, service_time=0.1, service_cv=1, setup=2)
    scale = {"from": 0, "to": 1, "on": "backlog 1000000", "start-up": "2 s", "idle": "0 s"}
    return Case(
        name="M/M/1 that is scaled to zero",
        scenario=_pool(2, 1_500, {"workers": 1, "autoscale": scale}),
        quantities=(
            Quantity(name="mean wait, s", theory=state.mean_wait, read=read.waiting("API")),
        ),
    )


def processors() -> Case:
    """Erlang 1917: of 200 workers who wait in line for 4 processors, it is these that count."""
    return Case(
        name="M/M/4 of 200 workers",
        scenario=_pool(25, 8_000, {"workers": 200, "cpus": 4}),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=waiting_m_m_c(25, 10, 4) + 0.1,
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="share of the workers held",
                theory=25 * (waiting_m_m_c(25, 10, 4) + 0.1) / 200,
                precision=0.025,
                read=read.metric("utilisation.API.mean"),
            ),
        ),
    )


def _pool(rate: int, messages: int, said: dict[str, object]) -> Scenario:
    return open_queue(
        ASK,
        rate,
        messages,
        {"Request": TENTH},
        {},
        SHORT_WARM_UP,
        participants={"API": said},
    )


def _sojourn_of(line: int) -> Read:
    def of(recording: Recording, _: Design) -> float:
        visits = recording.visits
        here = recording.measured[visits["request"]] & (visits["message"] == line)
        return float((visits["ended"] - visits["arrived"])[here].mean()) / SECOND

    return of


def _square_of_the_wait(recording: Recording, _: Design) -> float:
    visits = recording.visits
    here = recording.measured[visits["request"]]
    waited = (visits["started"] - visits["arrived"])[here] / SECOND
    return float(np.square(waited).mean())


CASES = (preemptive(), last_in_first_out(), shed(), cold_start(), processors())
