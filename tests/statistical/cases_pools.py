"""Workers that share their time among all, and workers that hinder each other."""

import simkit as sk
from simkit.analysis import theory
from tests.statistical import readings as read
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import ASK, lasts, open_queue


def shared(work: str, name: str, precision: float) -> Case:
    """Kleinrock 1976: the mean is that of M/M/1, whatever the law of the work."""
    state = theory.m_g_1_ps(arrival_rate=8, service_time=0.1)
    return Case(
        name=f"M/G/1 shared, {name}",
        scenario=open_queue(
            ASK,
            8,
            5_000,
            {"Request": work},
            {},
            800,
            participants={"API": {"workers": 1, "discipline": "shared"}},
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=state.mean_sojourn,
                printed=".5",
                precision=precision,
                read=read.metric("acknowledged.mean"),
            ),
        ),
    )


def hindered(users: int, capacity: str) -> Case:
    """Gunther 2007: so many users who never think keep all workers at work, 1 s each."""
    contended, coherent = 0.05, 0.001
    usl = users / (1 + contended * (users - 1) + coherent * users * (users - 1))
    scenario = sk.scenario(
        ASK,
        load=f"users {users} think 0 s",
        work={"Request": "exponential 1 s"},
        participants={"API": {"workers": users, "contention": "5 % coherence 0.1 %"}},
        network="0 s",
        run=lasts(20, 160),
    )
    return Case(
        name=f"{users} that hinder each other",
        scenario=scenario,
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=usl,
                printed=capacity,
                read=read.metric("throughput.mean"),
            ),
        ),
    )


CASES = (
    shared("100 ms", "constant", 0.07),
    shared("hyperexponential 100 ms cv 2", "hyperexponential, cv 2", 0.14),
    hindered(10, "6.49"),
    hindered(31, "9.04"),
)
