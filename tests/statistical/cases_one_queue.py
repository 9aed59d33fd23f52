"""One queue with endless room, Poisson arrivals, and one server or several."""

import simkit as sk
from simkit.analysis import theory
from tests.statistical import readings as read
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import ASK, SHORT_WARM_UP, STORED, TELL, lasts, open_queue
from tests.statistical.formulas import (
    sojourn_m_m_1,
    sojourn_m_m_1_percentile,
    waiting_m_d_c,
    waiting_m_g_1,
    waiting_m_m_c,
    waits_m_m_c,
)
from tests.statistical.interval import LONG

M_M_1 = {"arrival_rate": 8.0, "service_time": 0.1}


def m_m_1() -> Case:
    """Kleinrock 1975; the counts of a Poisson process have a variance equal to their mean.

    r² = 79/n for the mean sojourn (Daley 1968), 90/n for the mean in system (Whitt 1989).
    """
    return Case(
        name="M/M/1",
        scenario=open_queue(ASK, 8, 34_000, {"Request": "exponential 100 ms"}, {"API": 1}),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=sojourn_m_m_1(8, 10),
                printed=".5",
                precision=LONG,
                read=read.metric("acknowledged.mean"),
            ),
            Quantity(
                name="p75 of the sojourn, s",
                theory=sojourn_m_m_1_percentile(8, 10, 0.75),
                precision=LONG,
                read=read.metric("acknowledged.p75"),
            ),
            Quantity(name="utilisation", theory=0.8, read=read.metric("utilisation.API.mean")),
            Quantity(
                name="dispersion of the arrivals",
                theory=1.0,
                read=read.dispersion_of_requests(rate=8),
            ),
            *_more_of_m_m_1(),
        ),
    )


def _more_of_m_m_1() -> tuple[Quantity, ...]:
    state = theory.m_m_1(**M_M_1)
    return (
        Quantity(
            name="mean in system",
            theory=state.mean_in_system,
            precision=0.04,
            read=read.metric("backlog.mean"),
        ),
        Quantity(
            name="share that finds the worker busy",
            theory=state.waiting_probability,
            printed="0.8",
            read=read.share_that_waits("API"),
        ),
        Quantity(
            name="mean wait, s",
            theory=state.mean_wait,
            printed=".4",
            precision=0.04,
            read=read.waiting("API"),
        ),
        Quantity(
            name="p99 of the sojourn, s",
            theory=theory.m_m_1_sojourn_percentile(share=0.99, **M_M_1),
            printed="2.303",
            precision=0.08,
            read=read.metric("acknowledged.p99"),
        ),
        Quantity(
            name="share slower than 1 s",
            theory=theory.m_m_1_sojourn_exceeds(time=1, **M_M_1),
            printed=".1353",
            precision=0.07,
            read=read.share_slower(1),
        ),
        Quantity(
            name="mean busy period, s",
            theory=theory.m_g_1_drain(backlog=1, **M_M_1).mean,
            printed=".5",
            precision=LONG,
            read=read.busy_period("API"),
        ),
    )


def m_m_4() -> Case:
    """Erlang 1917. r² = 162/n for the mean wait."""
    mean_wait = waiting_m_m_c(32, 10, 4)
    return Case(
        name="M/M/4",
        scenario=open_queue(ASK, 32, 68_000, {"Request": "exponential 100 ms"}, {"API": 4}),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=mean_wait,
                printed=".07455",
                precision=LONG,
                read=read.waiting("API"),
            ),
            Quantity(
                name="mean sojourn, s",
                theory=mean_wait + 0.1,
                printed=".17455",
                read=read.metric("acknowledged.mean"),
            ),
            Quantity(
                name="share that waits",
                theory=waits_m_m_c(32, 10, 4),
                printed=".59643",
                read=read.share_that_waits("API"),
            ),
            Quantity(
                name="share that waits longer than 0.1 s",
                theory=theory.m_m_c_wait_exceeds(
                    time=0.1, arrival_rate=32, service_time=0.1, servers=4
                ),
                printed=".2680",
                precision=0.04,
                read=read.share_that_waits("API", longer_than=0.1),
            ),
        ),
    )


def m_d_1() -> Case:
    """Pollaczek 1930, Khinchine 1932. r² = 53/n."""
    return Case(
        name="M/D/1",
        scenario=open_queue(TELL, 8, 30_000, {"Request": "100 ms"}, {"API": 1}),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=waiting_m_g_1(8, 0.1, 0),
                printed=".200",
                precision=LONG,
                read=read.waiting("API"),
            ),
        ),
    )


def m_d_8() -> Case:
    """Crommelin 1932, exactly; Allen and Cunneen's approximation (Allen 1990). r² = 134/n."""
    about = theory.allen_cunneen_approximation(
        arrival_rate=64, arrival_cv=1, service_time=0.1, service_cv=0, servers=8
    )
    return Case(
        name="M/D/8",
        scenario=open_queue(TELL, 64, 22_000, {"Request": "100 ms"}, {"API": 8}, 500),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=waiting_m_d_c(64, 0.1, 8),
                precision=0.06,
                read=read.waiting("API"),
            ),
            Quantity(
                name="mean wait, s, by Allen and Cunneen",
                theory=about,
                printed=".01430",
                precision=0.06,
                error=0.06,
                read=read.waiting("API"),
            ),
        ),
    )


def m_g_1_steady() -> Case:
    """Pollaczek 1930, Khinchine 1932. r² = 67/n."""
    return Case(
        name="M/G/1, gamma, cv 0.5",
        scenario=open_queue(TELL, 8, 36_000, {"Request": "gamma 100 ms cv 0.5"}, {"API": 1}),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=waiting_m_g_1(8, 0.1, 0.5),
                precision=LONG,
                read=read.waiting("API"),
            ),
        ),
    )


def m_g_1_varied() -> Case:
    """Pollaczek 1930, Khinchine 1932. r² = 124/n."""
    return Case(
        name="M/G/1, hyperexponential, cv 1.25",
        scenario=open_queue(
            TELL, 8, 54_000, {"Request": "hyperexponential 100 ms cv 1.25"}, {"API": 1}
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=waiting_m_g_1(8, 0.1, 1.25) + 0.1,
                precision=LONG,
                read=read.metric("settled.mean"),
            ),
        ),
    )


def m_g_1_rare() -> Case:
    """Pollaczek 1930, Khinchine 1932: one message in ten takes eleven times as long.

    r² = 580/n. The past fades by e each 210 messages (diffusion with the variance of the work).
    """
    work = "mixture 90 % exponential 50 ms or 10 % exponential 550 ms"
    return Case(
        name="M/G/1, now and then long",
        scenario=open_queue(TELL, 8, 24_000, {"Request": work}, {"API": 1}, 2500),
        quantities=(
            Quantity(
                name="mean wait, s",
                theory=theory.m_g_1(**M_M_1, service_cv=5.5**0.5).mean_wait,
                printed="1.300",
                precision=0.1,
                read=read.waiting("API"),
            ),
        ),
    )


def stored_m_m_4() -> Case:
    """A broker that writes in no time adds nothing: Erlang 1917, at 62.5 % utilisation.

    r² = 8/n.
    """
    return Case(
        name="M/M/4 behind a broker",
        scenario=open_queue(
            STORED, 25, 8_000, {"Request": "exponential 100 ms"}, {"API": 4}, SHORT_WARM_UP
        ),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=waiting_m_m_c(25, 10, 4) + 0.1,
                read=read.metric("completed.mean"),
            ),
            Quantity(name="utilisation", theory=0.625, read=read.metric("utilisation.API.mean")),
        ),
    )


def drain() -> Case:
    """Kleinrock 1975: a backlog is worked off a hundred at a time, each time the same in law.

    The mean of k drains has a standard error of 15 s / √k: 0.7 % for 30 in each replication. The
    last of them ends before 2,010 s but for a chance of 10⁻⁷ (1,500 s, and six times 82 s).
    """
    backlog, hundred = 3_000, theory.m_g_1_drain(backlog=100, **M_M_1)
    scenario = sk.scenario(
        "sequenceDiagram\n  Yesterday-)API: Old\n  Client-)API: New",
        load={"Yesterday": f"at 0 s {backlog}", "Client": "poisson 8/s"},
        work={"Old": "exponential 100 ms", "New": "exponential 100 ms"},
        workers={"API": 1},
        network="0 s",
        run=lasts(0, 2010),
    )
    return Case(
        name="M/M/1 from a backlog",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean drain of 100, s",
                theory=hundred.mean,
                printed="50",
                precision=0.035,
                read=read.mean_drain("API", backlog, 100),
            ),
            Quantity(
                name="variance of the drain of 100, s²",
                theory=hundred.deviation**2,
                printed="225",  # 15 s, squared
                precision=0.25,
                read=read.variance_of_drain("API", backlog, 100, hundred.mean),
            ),
        ),
    )


CASES = (
    m_m_1(),
    m_m_4(),
    m_d_1(),
    m_d_8(),
    m_g_1_steady(),
    m_g_1_varied(),
    m_g_1_rare(),
    stored_m_m_4(),
    drain(),
)
