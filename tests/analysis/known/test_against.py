"""A known number beside a simulated one."""

from math import isnan, nan

from scipy.special import stdtrit

from simkit.analysis.estimate import Estimate
from simkit.analysis.known import Known
from simkit.analysis.known.against import beside, telling, why_not
from simkit.model.metric import MetricName
from tests.analysis.known.designs import ASK, CALL, TELL, design

NAME = MetricName(design="d", metric="acknowledged", part="", statistic="mean")


def row(
    value: float, half: float, theory: float = 1.0, *, exact: bool = True, count: int = 10
) -> tuple[MetricName, Known, Estimate]:
    known = Known(value=theory, formula="M/M/1", source="", exact=exact)
    found = Estimate(value=value, low=value - half, high=value + half, replications=count)
    return NAME, known, found


def test_within_and_within_all_by_hand() -> None:
    # With ten replications and two exact numbers, the joint interval is t₉(0.9875) / t₉(0.975)
    # = 2.685 / 2.262 = 1.187 times as wide.
    wider = float(stdtrit(9, 0.9875) / stdtrit(9, 0.975))
    assert abs(wider - 1.187) < 0.001
    inside, outside = beside([row(1.09, 0.1), row(1.11, 0.1)])
    assert (inside.within, inside.within_all) == (True, True)
    assert (outside.within, outside.within_all) == (False, True)
    assert abs(outside.off - 0.11) < 1e-12
    far = beside([row(1.12, 0.1), row(1.0, 0.1)])[0]
    assert (far.within, far.within_all) == (False, False)


def test_an_approximation_is_not_judged_and_widens_nothing() -> None:
    about, exact = beside([row(1.5, 0.1, exact=False), row(1.105, 0.1)])
    assert (about.within, about.within_all) == (None, None)
    assert about.off == 0.5
    assert (exact.within, exact.within_all) == (False, False)  # alone, the joint one is its own


def test_a_sure_number_may_be_rounded() -> None:
    assert beside([row(0.006 + 1e-12, 0.0, 0.006)])[0].within
    assert not beside([row(0.00601, 0.0, 0.006)])[0].within


def test_what_has_no_interval_is_not_judged() -> None:
    found = beside([row(1.1, nan, count=1)])[0]
    assert found.within is None
    assert abs(found.off - 0.1) < 1e-12
    assert isnan(beside([row(0.1, 0.1, 0.0)])[0].off)


def test_what_is_no_number_is_left_out() -> None:
    never = Estimate(value=float("inf"), low=nan, high=nan, replications=10)
    bound = Estimate(value=1.0, low=nan, high=nan, replications=10, bound=True)
    known = Known(value=1.0, formula="M/M/1", source="", exact=True)
    assert beside([(NAME, known, never), (NAME, known, bound)]) == ()


def told(one: object) -> list[str]:
    return [f"{n.metric}.{n.part}.{n.statistic}" for n, _ in telling(one)]  # type: ignore[arg-type]


def test_what_is_worth_a_look() -> None:
    # The same numbers until completed are not said again, nor that what comes goes.
    times = {"Request": "exponential 100 ms"}
    asked = design(ASK, work=times, workers={"API": 1})
    assert told(asked) == [
        "acknowledged..mean",
        "acknowledged..p99",
        "utilisation.API.mean",
        "backlog..mean",
    ]
    users = design(ASK, "users 20 think 1 s", work=times, workers={"API": 1})
    assert told(users) == [
        "acknowledged..mean",
        "throughput..mean",
        "utilisation.API.mean",
        "backlog..mean",
    ]
    limited = design(ASK, work=times, participants={"API": {"workers": 1, "queue": 3}})
    assert told(limited) == [
        "acknowledged..mean",
        "told.refused.share",
        "throughput..mean",
        "utilisation.API.mean",
    ]


def test_only_the_busiest_pool_is_worth_a_look() -> None:
    times = {"Order": "exponential 50 ms", "Parcel": "exponential 80 ms"}
    one = design(TELL, work=times, workers={"First": 1, "Second": 1})
    assert [name for name in told(one) if "utilisation" in name] == ["utilisation.Second.mean"]


def test_why_there_is_no_theory() -> None:
    times = {"Request": "exponential 20 ms", "Query": "exponential 50 ms"}
    nested = design(CALL, work=times, workers={"API": 3, "DB": 1})
    assert why_not(nested) == ("", "API holds its workers while it waits for DB")
    assert why_not(design(ASK, work={"Request": "exponential 20 ms"})) == ("", "")
    tell = design(TELL, work={"Order": "1 ms", "Parcel": "exponential 50 ms"}, workers={"First": 1})
    assert why_not(tell) == ("", "")
    later = design(ASK + "\n  API-)Slow: Later", work={"Later": "1 s"}, workers={"Slow": 1})
    clock, reason = why_not(later)
    assert clock == "completed"
    assert reason.startswith("no steady state: Slow gets 8 messages a second and can do 1, ")
