"""Open designs of one kind of messages: formulas where conditions are met, reasons where not."""

from math import log
from typing import Any

import pytest

from simkit.analysis.known import Slower, known_slower
from tests.analysis.known.designs import ASK, TELL, design, said

ONE: dict[str, Any] = {"workers": {"API": 1}}
ONLY_MEAN = "of the wait at API only the mean is known"


def work(law: str) -> dict[str, Any]:
    return {"work": {"Request": law}}


# ---------------------------------------------------------------------- one queue


@pytest.mark.parametrize(
    ("metric", "answer"),
    [
        ("acknowledged.mean", "0.5 by M/M/1"),  # 0.1 / (1 - 0.8)
        ("acknowledged.p99", "2.3026 by M/M/1"),  # 0.5 ln 100
        ("completed.mean", "0.5 by M/M/1"),
        ("noticed.share", "1 by M/M/1"),
        ("offered.mean", "8 by the load"),
        ("throughput.mean", "8 by flow balance"),
        ("utilisation.API.mean", "0.8 by utilisation law"),
        ("backlog.mean", "4 by Little's law"),
        ("backlog.API.mean", "3.2 by Little's law"),
        ("held.mean", "0.1 by sum of means"),
        ("backlog.peak", "a peak grows with the time that is watched"),
        ("done.well.share", "nobody is turned away: the drawing says it all"),
    ],
)
def test_m_m_1(metric: str, answer: str) -> None:
    assert said(design(ASK, **work("exponential 100 ms"), **ONE), metric) == answer


@pytest.mark.parametrize(
    ("law", "mean", "p99"),
    [
        # 0.4 × (1 + cv²) / 2 of wait, and 0.1 of work.
        ("100 ms", "0.3 by Pollaczek–Khinchine (M/D/1)", ONLY_MEAN),
        ("gamma 100 ms cv 0.5", "0.35 by Pollaczek–Khinchine (M/G/1)", ONLY_MEAN),
        (
            "hyperexponential 100 ms cv 2",
            "1.1 by Pollaczek–Khinchine (M/G/1)",
            "6.121 by Pollaczek–Khinchine (M/G/1)",
        ),
        (
            "erlang 100 ms k 3",
            "0.36667 by Pollaczek–Khinchine (M/G/1)",
            "1.5261 by Pollaczek–Khinchine (M/G/1)",
        ),
        ("weibull 100 ms shape 1", "0.5 by M/M/1", "2.3026 by M/M/1"),
        (
            "pareto 100 ms shape 2",
            "the work at API has no variance, and the mean wait no end",
            "the work at API has no variance, and the mean wait no end",
        ),
    ],
)  # fmt: skip
def test_m_g_1(law: str, mean: str, p99: str) -> None:
    one = design(ASK, **work(law), **ONE)
    assert said(one, "acknowledged.mean") == mean
    assert said(one, "acknowledged.p99") == p99


def test_m_m_4_and_the_network() -> None:
    # 0.07455 of wait by Erlang's formula, 0.1 of work, 2 × 0.005 on the way.
    one = design(ASK, "poisson 32/s", "5 ms", **work("exponential 100 ms"), workers={"API": 4})
    assert said(one, "acknowledged.mean") == "0.18455 by M/M/4"


def test_m_g_3_is_an_approximation() -> None:
    # C(3, 2.4) = 0.64719: 0.64719 × 0.1 / 0.6 × (1 + 0.25) / 2 of wait.
    one = design(ASK, "poisson 24/s", **work("gamma 100 ms cv 0.5"), workers={"API": 3})
    assert said(one, "acknowledged.mean") == "about 0.16742 by Allen–Cunneen (M/G/3)"
    assert said(one, "acknowledged.p50") == "of the wait at API only the mean is known"
    assert said(one, "utilisation.API.mean") == "0.8 by utilisation law"
    assert said(one, "backlog.mean") == "about 4.018 by Little's law"


def test_without_a_limit_only_the_work_counts() -> None:
    one = design(ASK, network="1 ms", **work("lognormal 100 ms cv 1"))
    assert said(one, "acknowledged.mean") == "0.102 by M/G/∞"
    # The median of the lognormal is 0.1 / √2.
    assert said(one, "acknowledged.p50") == "0.072711 by M/G/∞"
    assert said(one, "utilisation.API.mean") == "API has unlimited workers"


def test_the_law_for_the_plot() -> None:
    law = known_slower(design(ASK, **work("exponential 100 ms"), **ONE), "acknowledged")
    assert isinstance(law, Slower)
    assert law.formula == "M/M/1"
    assert abs(law.exceeds(0.5 * log(100)) - 0.01) < 1e-12


# ---------------------------------------------------------------------- loads


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        ("every 125 ms", "requests come every 125 ms, not as a Poisson stream"),
        ("at 0 s 100", "requests come all at once, so that there is no steady state"),
        (
            ["poisson 8/s for 1 min", "poisson 4/s"],
            "the load changes, so that there is no steady state",
        ),
    ],
)
def test_other_loads_have_no_formula(load: object, reason: str) -> None:
    assert said(design(ASK, load, **work("exponential 100 ms"), **ONE), "completed.mean") == reason


def test_an_even_stream_has_rates() -> None:
    one = design(ASK, "every 125 ms", **work("exponential 100 ms"), **ONE)
    assert said(one, "utilisation.API.mean") == "0.8 by utilisation law"
    assert said(one, "throughput.mean") == "8 by flow balance"


def test_a_changing_load_has_the_times_that_need_no_queue() -> None:
    load = ["poisson 8/s for 1 min", "poisson 4/s"]
    one = design(ASK, load, **work("exponential 100 ms"))
    assert said(one, "completed.p50") == "0.069315 by G/G/∞"  # 0.1 ln 2
    reason = "the load changes, so that there is no steady state"
    assert said(one, "throughput.mean") == reason
    assert said(one, "backlog.mean") == reason


def test_an_overload_has_no_steady_state_and_a_capacity() -> None:
    one = design(
        TELL,
        "poisson 12/s",
        work={"Order": "exponential 100 ms", "Parcel": "exponential 50 ms"},
        workers={"First": 1, "Second": 1},
    )
    reason = (
        "no steady state: First gets 12 messages a second and can do 10, so that 2 more wait "
        "every second"
    )
    assert said(one, "completed.mean") == reason
    assert said(one, "backlog.mean") == reason
    assert said(one, "utilisation.Second.mean") == reason
    assert said(one, "held.mean") == reason
    assert said(one, "throughput.mean") == "10 by capacity of First"
    assert said(one, "utilisation.First.mean") == "1 by capacity of First"


def test_who_is_before_an_overload_does_not_notice_it() -> None:
    drawing = ASK + "\n  API-)Slow: Later"
    one = design(
        drawing,
        work={"Request": "exponential 100 ms", "Later": "exponential 1 s"},
        workers={"API": 1, "Slow": 4},
    )
    assert said(one, "acknowledged.mean") == "0.5 by M/M/1"
    assert said(one, "utilisation.API.mean") == "0.8 by utilisation law"
    assert said(one, "completed.mean").startswith("no steady state: Slow gets 8 messages")
    assert said(one, "throughput.mean") == "4 by capacity of Slow"


# ---------------------------------------------------------------------- queues in a row

BOTH = {"Order": "exponential 100 ms", "Parcel": "exponential 80 ms"}


def test_a_tandem() -> None:
    # 0.1 / 0.2 + 0.08 / 0.36; the percentile by `tandem_sojourn_percentile`.
    one = design(TELL, work=BOTH, workers={"First": 1, "Second": 1})
    assert said(one, "completed.mean") == "0.72222 by Jackson (M/M/1 → M/M/1)"
    assert said(one, "completed.p99") == "2.5961 by Jackson (M/M/1 → M/M/1)"
    assert said(one, "acknowledged.mean") == "acknowledged: never, by the drawing"
    assert said(one, "acknowledged.share") == "0 by the drawing"


def test_what_leaves_constant_work_is_no_poisson_stream() -> None:
    one = design(TELL, work=BOTH | {"Order": "100 ms"}, workers={"First": 1, "Second": 1})
    reason = "what leaves First is no Poisson stream, as its work is not exponential"
    assert said(one, "completed.mean") == reason
    assert said(one, "backlog.First.mean") == "1.6 by Little's law"  # 8 × 0.2
    assert said(one, "backlog.Second.mean") == reason
    assert said(one, "throughput.mean") == "8 by flow balance"


def test_what_leaves_an_idle_pool_is_nearly_poisson() -> None:
    # Whitt: 1 + 0.2² (0 - 1) = 0.96 is near 1.
    one = design(TELL, work=BOTH | {"Order": "25 ms"}, workers={"First": 1, "Second": 1})
    found = said(one, "completed.mean")
    # 0.2 / 0.8 × 0.025 / 2 + 0.025, and 0.08 / 0.36 behind it.
    formula = "Pollaczek–Khinchine, as if Poisson (M/D/1 → M/M/1)"
    assert found == f"about 0.25035 by {formula}"


def test_a_pool_without_a_limit_before_it_changes_nothing() -> None:
    one = design(TELL, work=BOTH | {"Order": "uniform 0 s to 1 s"}, workers={"Second": 1})
    assert said(one, "completed.mean") == "0.72222 by M/M/1"  # 0.5 + 0.08 / 0.36
    assert said(one, "completed.p99") == "a sum of such times has no closed form"


def test_whoever_sends_before_its_work_is_over_sends_no_departures() -> None:
    drawing = TELL + "\n  First->>First: Tidy up"
    more = {"Tidy up": "exponential 10 ms"}
    one = design(drawing, work=BOTH | more, workers={"First": 2, "Second": 1})
    assert said(one, "backlog.Second.mean") == "First sends on before its work is over"


def test_a_constant_time_after_sending_is_as_good_as_none() -> None:
    drawing = TELL + "\n  First->>First: Tidy up"
    more = {"Order": "exponential 40 ms", "Tidy up": "1 ms"}
    one = design(drawing, work=BOTH | more, workers={"First": 2, "Second": 1})
    assert said(one, "backlog.Second.mean").startswith("about 1.1378 by")  # 0.64² / 0.36


def test_a_message_that_brings_the_same_work_everywhere_has_no_formula() -> None:
    messages = {
        "Order": {"work": "exponential 100 ms", "luck": "size"},
        "Parcel": {"work": "exponential 80 ms", "luck": "size"},
    }
    one = design(TELL, messages=messages, workers={"First": 1, "Second": 1})
    assert said(one, "completed.mean") == "a request brings related work to several places"
    unlimited = design(TELL, messages=messages)
    assert said(unlimited, "completed.mean") == "0.18 by M/G/∞"
    reason = "times that share their luck add up to no closed form"
    assert said(unlimited, "completed.p50") == reason


def test_overtaking_leaves_only_the_means() -> None:
    drawing = TELL + "\n  Second-)Third: Bill"
    times = BOTH | {"Bill": "exponential 50 ms"}
    alone = design(drawing, work=times, workers={"First": 1, "Second": 1, "Third": 1})
    assert said(alone, "completed.p50").endswith("by Jackson (M/M/1 → M/M/1 → M/M/1)")
    several = design(drawing, work=times, workers={"First": 1, "Second": 2, "Third": 1})
    # 0.5 + 0.08 / (1 - 0.32²) + 0.05 / 0.6
    assert said(several, "completed.mean") == "0.67246 by Jackson (M/M/1 → M/M/2 → M/M/1)"
    reason = "sojourns on ways where messages overtake each other hang together"
    assert said(several, "completed.p50") == reason
    assert said(several, "completed.share").startswith("1 by")


def test_back_to_the_same_pool() -> None:
    # A is reached by 8/s, of 100 ms each: 0.5 s a visit; B by 4/s: 0.1 / 0.6.
    drawing = """sequenceDiagram
      Client->>A: Go
      A-->>Client: Accepted
      A-)B: Work
      B-)A: Done"""
    same = {
        "A.Go": "exponential 100 ms",
        "Work": "exponential 100 ms",
        "A.Done": "exponential 100 ms",
    }
    one = design(drawing, "poisson 4/s", work=same, workers={"A": 1, "B": 1})
    assert said(one, "acknowledged.mean") == "0.5 by M/M/1"
    assert said(one, "acknowledged.p99") == "2.3026 by M/M/1"
    assert said(one, "completed.mean") == "1.1667 by Jackson (M/M/1 → M/M/1)"
    reason = "sojourns on ways where messages overtake each other hang together"
    assert said(one, "completed.p99") == reason
    other = design(drawing, "poisson 4/s", work=same | {"A.Done": "1 ms"}, workers={"A": 1, "B": 1})
    # The blend of 100 ms and 1 ms: cv² = 2 × 0.01 / 2 / 0.0505² - 1 = 2.92; 0.404² × 1.92 = 0.31.
    reason = "what leaves A is no Poisson stream, as its work is not exponential"
    assert said(other, "completed.mean") == reason
    assert (
        said(other, "throughput.mean") == "messages come back to A, whose work is not exponential"
    )


def test_messages_of_one_request_side_by_side() -> None:
    drawing = "sequenceDiagram\n  Client-)W: One\n  Client-)W: Two"
    times = {"One": "exponential 50 ms", "Two": "exponential 50 ms"}
    one = design(drawing, "poisson 4/s", work=times, workers={"W": 1})
    assert said(one, "backlog.W.mean") == "messages of one request come to W side by side"
    assert said(one, "utilisation.W.mean") == "0.4 by utilisation law"
