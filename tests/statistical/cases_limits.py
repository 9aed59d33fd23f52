"""Where there is a limit of places or of users, and where there is none at all."""

from simkit.analysis import theory
from tests.statistical import readings as read
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import ASK, SHORT_WARM_UP, TELL, closed_queue, open_queue
from tests.statistical.formulas import (
    blocked_m_m_c_k,
    mean_value_analysis,
    sojourn_m_m_c_k,
)

HOLDS = {"50 ms": (0.05, "4000"), "2 s": (2.0, "100"), "30 s": (30.0, "6.67")}


def m_m_c_k(rate: int, messages: int, workers: int, places: int) -> Case:
    """Kleinrock 1975; whoever finds all places taken is turned away. r² = 4/n and 9/n."""
    numbers = (rate, 10, workers, places)
    work = {"Request": "exponential 100 ms"}
    return Case(
        name=f"M/M/{workers}/{workers + places}",
        scenario=open_queue(
            ASK, rate, messages, work, {"API": workers}, SHORT_WARM_UP, **_room(places)
        ),
        quantities=(
            Quantity(
                name="share told refused",
                theory=blocked_m_m_c_k(*numbers),
                read=read.metric("told.refused.share"),
            ),
            Quantity(
                name="mean sojourn of the accepted, s",
                theory=sojourn_m_m_c_k(*numbers),
                read=read.mean_of_the_accepted,
            ),
        ),
    )


def _room(places: int) -> dict[str, object]:
    return {"participants": {"API": {"queue": places}}}


def m_m_1_10() -> Case:
    """Gross and Harris 1998: more comes than can be served, and ten places. r² = 24/n."""
    state = theory.m_m_c_k(arrival_rate=12, service_time=0.1, servers=1, room=10)
    work = {"Request": "exponential 100 ms"}
    return Case(
        name="M/M/1/10",
        scenario=open_queue(ASK, 12, 14_000, work, {"API": 1}, SHORT_WARM_UP, **_room(9)),
        quantities=(
            Quantity(
                name="share told refused",
                theory=state.blocking,
                printed=".19259",
                precision=0.025,
                read=read.metric("told.refused.share"),
            ),
            Quantity(
                name="throughput, /s",
                theory=state.throughput,
                printed="9.689",
                read=read.metric("throughput.mean"),
            ),
            Quantity(
                name="mean sojourn of the accepted, s",
                theory=state.mean_sojourn,
                printed=".6926",
                read=read.mean_of_the_accepted,
            ),
        ),
    )


def m_m_200_200(rate: int, messages: int, printed: str, precision: float) -> Case:
    """Erlang 1917: 200 threads held for 2 s each, and nobody waits.

    r² = 1,600/n at 90/s, 260/n at 100/s, 35/n at 120/s. The past fades by e each 2 s; the threads
    fill for eight times as long.
    """
    state = theory.m_g_c_c(arrival_rate=rate, service_time=2, servers=200)
    work = {"Request": "exponential 2 s"}
    return Case(
        name=f"M/M/200/200 at {rate}/s",
        scenario=open_queue(ASK, rate, messages, work, {"API": 200}, 16 * rate, **_room(0)),
        quantities=(
            Quantity(
                name="share told refused",
                theory=state.blocking,
                printed=printed,
                precision=precision,
                read=read.metric("told.refused.share"),
            ),
        ),
    )


def m_d_10_10() -> Case:
    """Sevastyanov 1957: the law of the work does not matter. r² = 9/n."""
    state = theory.m_g_c_c(arrival_rate=9, service_time=1, servers=10)
    return Case(
        name="M/D/10/10",
        scenario=open_queue(
            ASK, 9, 9_000, {"Request": "1 s"}, {"API": 10}, SHORT_WARM_UP, **_room(0)
        ),
        quantities=(
            Quantity(
                name="share told refused",
                theory=state.blocking,
                printed=".16796",
                read=read.metric("told.refused.share"),
            ),
        ),
    )


def m_g_infinity() -> Case:
    """Takács 1962: Poisson with mean λ·E[S], whatever the law of the work."""
    return Case(
        name="M/G/∞, gamma, cv 1.5",
        scenario=open_queue(TELL, 20, 12_000, {"Request": "gamma 100 ms cv 1.5"}, {}),
        quantities=(
            Quantity(name="mean in system", theory=2.0, read=read.metric("backlog.mean")),
            Quantity(name="variance in system", theory=2.0, read=read.variance_in_system(2.0)),
        ),
    )


def a_hundred_present() -> Case:
    """Takács 1962: about a hundred present, and how often there are more than 120.

    Whoever is present at two instants is counted at both: over t seconds that gives r² = 0.06/t
    for the mean, 5.6/t for the variance and 91/t for the share. Of a start with nobody e⁻¹⁰
    is left after 40 s.
    """
    crowd = {"arrival_rate": 50.0, "service_time": 2.0}
    state = theory.m_g_infinity(**crowd)
    work = {"Request": "gamma 2 s cv 1.414213562"}
    return Case(
        name="M/G/∞, gamma, shape ½",
        scenario=open_queue(TELL, 50, 14_000, work, {}, 2000),
        quantities=(
            Quantity(
                name="mean in system",
                theory=state.mean,
                printed="100",
                read=read.metric("backlog.mean"),
            ),
            Quantity(
                name="variance in system",
                theory=state.deviation**2,
                printed="100",  # 10, squared
                precision=0.1,
                read=read.variance_in_system(100.0),
            ),
            Quantity(
                name="share of the time with more than 120",
                theory=theory.m_g_infinity_exceeds(count=120, **crowd),
                printed=".0227",
                precision=0.4,
                read=read.share_of_time_above(120),
            ),
        ),
    )


def repairman() -> Case:
    """Reiser and Lavenberg 1980."""
    throughput, sojourn = mean_value_analysis(20, 5.0, 0.2)
    return Case(
        name="20 users at one worker",
        scenario=closed_queue(20, "exponential 5 s", "exponential 200 ms", 1, 200, 2600),
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=throughput,
                printed="3.60055",
                read=read.metric("throughput.mean"),
            ),
            Quantity(
                name="mean sojourn, s",
                theory=sojourn,
                printed=".55471",
                read=read.metric("acknowledged.mean"),
            ),
        ),
    )


def too_many_users() -> Case:
    """Reiser and Lavenberg 1980: beyond the knee at 26 users, more of them only wait.

    r² = 1/n for the throughput, 6/n for the sojourn.
    """
    state = theory.machine_repairman(users=50, think_time=5, service_time=0.2)
    return Case(
        name="50 users at one worker",
        scenario=closed_queue(50, "exponential 5 s", "exponential 200 ms", 1, 100, 300),
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=state.throughput,
                printed="4.99998",
                read=read.metric("throughput.mean"),
            ),
            Quantity(
                name="mean sojourn, s",
                theory=state.mean_sojourn,
                printed="5.0000",
                precision=0.04,
                read=read.metric("acknowledged.mean"),
            ),
        ),
    )


def window(deliveries: int, printed: str) -> Case:
    """Reiser and Lavenberg 1980: a window of deliveries is a closed load that thinks a round trip.

    Any law of the round trip does: Baskett, Chandy, Muntz and Palacios 1975. r² below 1/n.
    """
    state = theory.machine_repairman(users=deliveries, think_time=0.1, service_time=0.004)
    return Case(
        name=f"a window of {deliveries} deliveries",
        scenario=closed_queue(deliveries, "100 ms", "exponential 4 ms", 1, 2, 6),
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=state.throughput,
                printed=printed,
                read=read.metric("throughput.mean"),
            ),
        ),
    )


def threads(hold: str) -> Case:
    """Little 1961: 200 threads, all of them always busy, and 50 users who wait for one.

    r² = 1/n, for what leaves is Poisson, from the beginning on.
    """
    seconds, printed = HOLDS[hold]
    return Case(
        name=f"200 threads held for {hold}",
        scenario=closed_queue(
            250, "exponential 1 ms", f"exponential {hold}", 200, seconds, 5 * seconds
        ),
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=200 / seconds,
                printed=printed,
                read=read.metric("throughput.mean"),
            ),
        ),
    )


def hanging() -> Case:
    """Little 1961: one call in ten hangs for 30 s, and takes the threads from all.

    r² = 15/n. How many threads hang forgets its past by e each half second: a thread that
    serves meets a hanging call with 2/s, and one that hangs is free for others with 0.03/s.
    """
    work = "mixture 90 % exponential 50 ms or 10 % exponential 30 s"
    return Case(
        name="200 threads, one call in ten hangs",
        # Only the window counts: nobody waits for those that still hang after it.
        scenario=closed_queue(250, "exponential 1 ms", work, 200, 20, 50, patience="1 ms"),
        quantities=(
            Quantity(
                name="throughput, /s",
                theory=200 / (0.9 * 0.05 + 0.1 * 30),
                printed="66",
                precision=0.05,
                read=read.metric("throughput.mean"),
            ),
        ),
    )


CASES = (
    m_m_c_k(rate=16, messages=6_000, workers=1, places=3),
    m_m_c_k(rate=40, messages=8_000, workers=3, places=3),
    m_m_1_10(),
    m_m_200_200(rate=90, messages=12_000, printed=".01032", precision=0.25),
    m_m_200_200(rate=100, messages=10_000, printed=".05435", precision=0.1),
    m_m_200_200(rate=120, messages=10_000, printed=".18355", precision=0.04),
    m_d_10_10(),
    m_g_infinity(),
    a_hundred_present(),
    repairman(),
    too_many_users(),
    window(26, printed="219.6"),
    window(51, printed="250.0"),
    *(threads(hold) for hold in HOLDS),
    hanging(),
)
