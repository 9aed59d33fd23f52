"""Crossovers: who is better where, and how well the place is known."""

from math import inf

import pytest

import simkit as sk
from simkit.analysis.difference import Difference
from simkit.analysis.estimate import Reading
from simkit.analysis.ratio import no_ratio
from simkit.errors import ScenarioError
from simkit.experiment.axes import Axis
from simkit.experiment.compare import BETTER, CANNOT_TELL, EQUAL, WORSE, Verdict
from simkit.experiment.crossover import Span, _differences, _place, _spans, zeros_of
from simkit.model.scenario import Scenario
from simkit.views.sweep import ShownCrossover, crossover_text

CALL = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
TWO = {"own": CALL, "fixed": "sequenceDiagram\nC->>A: other\nA-->>C: yes"}


def pair(replications: int = 2) -> Scenario:
    """One design works as long as `ask` says, the other 5 ms."""
    return sk.scenario(
        TWO,
        work={"ask": "1 ms", "other": "5 ms"},
        load="every 20 ms",
        run={"horizon": "1 s", "replications": replications},
    )


# ---------------------------------------------------------------------- by arithmetic


@pytest.mark.parametrize("replications", [1, 2])
@pytest.mark.parametrize("points", ["1 ms..9 ms:4", "1 ms..9 ms:5", "9 ms,2 ms,6 ms", "1 ms,9 ms"])
def test_the_place_is_where_the_two_work_equally_long(points: str, replications: int) -> None:
    """The own work is 5 ms where the two cross, whether a point lies there or not."""
    curve = sk.sweep(pair(replications), {"messages.ask.work": points}, jobs=1)
    found = curve.crossover("own", "fixed", "acknowledged.mean")
    assert found.place is not None
    assert found.place.value == pytest.approx(0.005, rel=1e-9)
    spread = "" if replications == 1 else " ± 0"
    same = "; the same at 5 ms" if points.endswith(":5") else ""
    text = f"below 5.00{spread} ms own answers sooner; above, fixed{same}"
    assert str(found) == f"acknowledged.mean: {text}"
    other = curve.crossover("fixed", "own", "acknowledged.p50")
    assert str(other) == f"acknowledged.p50: {text}"
    assert other.place is not None
    assert other.place.value == pytest.approx(0.005, rel=1e-9)


def test_a_burst_crosses_where_its_queue_has_grown() -> None:
    """Of n requests at once the k-th is answered after k ms: after (n + 1) / 2 ms in the mean.

    Without a queue it is 10 ms, so that the two are equal at 19 requests.
    """
    scenario = sk.scenario(
        TWO,
        work={"ask": "1 ms", "other": "10 ms"},
        load="at 0 s 1",
        run={"horizon": "1 s", "replications": 2},
    ).change("designs.own.participants.A.workers", 1)
    curve = sk.sweep(scenario, {"load.C": "2..32:6"}, jobs=1)
    found = curve.crossover("own", "fixed", "acknowledged.mean")
    assert found.place is not None
    assert found.place.value == pytest.approx(19, rel=1e-9)
    assert (found.place.low, found.place.high) == pytest.approx((19, 19), rel=1e-9)
    assert str(found) == "acknowledged.mean: below 19.0 ± 0 own answers sooner; above, fixed"
    assert found.sides == (
        Span(answer=BETTER, first=2, last=14),
        Span(answer=WORSE, first=20, last=32),
    )


def test_more_is_better_of_some_metrics() -> None:
    """A worker that takes 5 ms completes 200/s; the other way takes what is asked of it."""
    scenario = sk.scenario(
        TWO,
        work={"ask": "1 ms", "other": "5 ms"},
        load="every 1 ms",
        workers={"A": 1},
        run={"horizon": "2 s", "warm-up": "200 ms", "replications": 2, "patience": "0 s"},
    )
    curve = sk.sweep(scenario, {"messages.ask.work": "2 ms..8 ms:3"}, jobs=1)
    found = curve.crossover("own", "fixed", "throughput.mean")
    assert [span.answer for span in found.spans] == [BETTER, EQUAL, WORSE]
    assert str(found) == (
        "throughput.mean: below 5.00 ± 0 ms own completes more; above, fixed; the same at 5 ms"
    )


def test_a_design_may_be_better_everywhere() -> None:
    curve = sk.sweep(pair(), {"messages.ask.work": "1 ms..4 ms:4"}, jobs=1)
    found = curve.crossover("fixed", "own", "acknowledged.mean")
    assert (found.place, found.reason) == (None, "")
    assert str(found) == "acknowledged.mean: own answers sooner from 1 ms to 4 ms"


def test_the_other_axes_are_held() -> None:
    vary = {"messages.ask.work": "1 ms..9 ms:3", "messages.other.work": ["3 ms", "7 ms"]}
    curve = sk.sweep(pair(), vary, jobs=1)
    places = []
    for other in ("3 ms", "7 ms"):
        found = curve.crossover(
            "own", "fixed", "acknowledged.mean", at={"messages.other.work": other}
        )
        assert found.place is not None
        places.append(found.place.value)
    assert places == pytest.approx([0.003, 0.007], rel=1e-9)
    along = curve.crossover(
        "own", "fixed", "acknowledged.mean", "messages.other.work", {"messages.ask.work": "5 ms"}
    )
    assert along.place is not None
    assert along.place.value == pytest.approx(0.005, rel=1e-9)
    with pytest.raises(ScenarioError) as refused:
        curve.crossover("own", "fixed", "acknowledged.mean")
    assert str(refused.value) == (
        "no value of 'messages.other.work' in at; expected '3 ms' or '7 ms'"
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("own", "fix", "acknowledged.mean"),
            "no results of a design 'fix'; expected one of own, fixed; did you mean 'fixed'?",
        ),
        (
            ("own", "fixed", "offered.mean"),
            "'offered.mean'; expected a metric that can be better or worse",
        ),
        (
            ("own", "fixed", "settled.mean"),
            "'own.settled.mean', which this sweep has not kept; expected it among the metrics of "
            "the sweep",
        ),
        (
            ("own", "fixed", "acknowledged.mean", "load"),
            "no axis 'load'; expected one of messages.ask.work",
        ),
    ],
)
def test_a_wrong_question_is_refused(arguments: tuple[str, ...], error: str) -> None:
    curve = sk.sweep(
        pair(), {"messages.ask.work": ["1 ms", "9 ms"]}, jobs=1, metrics=["offered.mean"]
    )
    with pytest.raises(ScenarioError) as refused:
        curve.crossover(*arguments)  # type: ignore[arg-type]
    assert str(refused.value) == error


def test_words_and_single_points_have_no_place_between() -> None:
    words = sk.sweep(pair(), {"participants.A.waiting": ["holds", "releases"]}, jobs=1)
    with pytest.raises(ScenarioError, match="whose values are no quantities; expected an axis of"):
        words.crossover("own", "fixed", "acknowledged.mean")
    alone = sk.sweep(pair(), {"messages.ask.work": ["1 ms"]}, jobs=1)
    with pytest.raises(ScenarioError, match="1 finished point along"):
        alone.crossover("own", "fixed", "acknowledged.mean")


# ---------------------------------------------------------------------- the place, by hand


@pytest.mark.parametrize(
    ("curve", "zeros"),
    [
        ([(1, -1), (2, 3)], [1.25]),
        ([(1, 3), (2, -1)], [1.75]),
        ([(1, -1), (2, 0), (3, 2)], [2]),
        ([(1, -1), (2, 0), (3, -2)], []),
        ([(1, -1), (2, 0), (3, 0), (4, 2)], [inf]),
        ([(1, -1), (2, inf)], [inf]),
        ([(1, -1), (2, 1), (3, -1), (4, 1)], [1.5, 2.5, 3.5]),
        ([(1, 0), (2, 0)], []),
        ([(1, 0), (2, 1)], []),
    ],
)
def test_the_zeros_of_a_line(curve: list[tuple[float, float]], zeros: list[float]) -> None:
    assert zeros_of(curve) == zeros


def test_the_interval_is_of_the_places_of_the_replications() -> None:
    """Zeros at 2, 3 and 4: 3 ± 4.3027 × 1 / √3 = 3 ± 2.484."""
    places, reason = _place(
        [0.0, 10.0], [(-2.0, -3.0, -4.0), (8.0, 7.0, 6.0)], [BETTER, WORSE]
    )  # fmt: skip
    assert reason == ""
    assert places is not None
    assert (places.value, places.replications) == (3.0, 3)
    assert places.half_width == pytest.approx(2.484, abs=1e-3)


@pytest.mark.parametrize(
    ("differences", "answers", "reason"),
    [
        ([(-1.0, -1.0), (1.0, 1.0)], [BETTER, BETTER], ""),
        ([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0)], [BETTER, CANNOT_TELL, BETTER], ""),
        (
            [(-1.0, -1.0), (1.0, 1.0), (-1.0, -1.0)],
            [BETTER, WORSE, BETTER],
            "the two change places more than once",
        ),
        (
            [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)],
            [BETTER, CANNOT_TELL, CANNOT_TELL, WORSE],
            "replication 0 has 3 crossings",
        ),
        ([(-1.0, 1.0), (1.0, 1.0)], [BETTER, WORSE], "replication 1 has no crossing"),
        (
            [(-1.0, -1.0), None, (1.0, 1.0)],
            [BETTER, CANNOT_TELL, WORSE],
            "at a point between them the numbers are not known",
        ),
        (
            [(-1.0, -1.0), (inf, inf)],
            [BETTER, WORSE],
            "beside the crossing a number is a lower bound or never",
        ),
        (
            [(-1.0, -1.0), (1.0,)],
            [BETTER, WORSE],
            "the points have different numbers of replications",
        ),
    ],
)
def test_no_place_is_made_up(
    differences: list[tuple[float, ...] | None], answers: list[str], reason: str
) -> None:
    numbers = [float(number) for number in range(len(answers))]
    assert _place(numbers, differences, answers) == (None, reason)


def test_points_outside_that_are_not_known_do_not_matter() -> None:
    found, reason = _place(
        [0.0, 1.0, 2.0, 3.0],
        [None, (-1.0, -1.0), (1.0, 1.0), None],
        [CANNOT_TELL, BETTER, WORSE, CANNOT_TELL],
    )
    assert reason == ""
    assert found is not None
    assert found.value == 1.5


def verdict(answer: str, value: float = -1.0, reason: str = "") -> Verdict:
    one = Difference(value=value, low=value, high=value, replications=2)
    return Verdict(answer=answer, difference=one, ratio=no_ratio(2), reason=reason)


def test_a_lower_bound_has_a_sign_at_most() -> None:
    known = (Reading(value=1.0), Reading(value=2.0))
    bound = (Reading(value=5.0, bound=True), Reading(value=6.0))
    part = (Reading(value=0.5, share=0.8), Reading(value=0.5))
    assert _differences(known, (Reading(value=3.0), Reading(value=5.0)), verdict(BETTER)) == (
        -2,
        -3,
    )
    assert _differences(known, known, verdict(EQUAL, 0.0)) == (0, 0)
    assert _differences(known, bound, verdict(BETTER, -4.0)) == (-inf, -inf)
    assert _differences(bound, known, verdict(WORSE, 4.0)) == (inf, inf)
    assert _differences(known, bound, verdict(CANNOT_TELL)) is None
    assert _differences(part, known, verdict(CANNOT_TELL)) is None


# ---------------------------------------------------------------------- in words


def words(*answers: str, reason: str = "") -> str:
    values = tuple(f"{10 * number}/s" for number in range(1, len(answers) + 1))
    found = ShownCrossover(
        design="accepted",
        other="blocking",
        metric="acknowledged.p99",
        axis=Axis("load.Client", values),
        held={},
        spans=_spans(values, [verdict(a, reason="too few" * (a == CANNOT_TELL)) for a in answers]),
        place=None,
        reason=reason,
    )
    return crossover_text(found)


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ([BETTER, BETTER], "accepted answers sooner from 10/s to 20/s"),
        ([WORSE], "blocking answers sooner at 10/s"),
        ([EQUAL, EQUAL], "the same at every point"),
        ([CANNOT_TELL, CANNOT_TELL], "cannot tell yet from 10/s to 20/s (too few)"),
        (
            [EQUAL, CANNOT_TELL, EQUAL],
            "the same at 10/s and at 30/s; cannot tell yet at 20/s (too few)",
        ),
        (
            [BETTER, CANNOT_TELL, WORSE, WORSE],
            "accepted answers sooner at 10/s, blocking from 30/s to 40/s (not one place: why); "
            "cannot tell yet at 20/s (too few)",
        ),
        (
            [BETTER, EQUAL, BETTER],
            "accepted answers sooner at 10/s, accepted at 30/s (not one place: why); the same at "
            "20/s",
        ),
    ],
)
def test_a_crossover_without_a_place_in_words(answers: list[str], text: str) -> None:
    assert words(*answers, reason="why").replace(" (not one place: why)", "") == text.replace(
        " (not one place: why)", ""
    )


# ---------------------------------------------------------------------- by chance


@pytest.mark.statistical
def test_a_queue_crosses_where_theory_says() -> None:
    """A worker of 10 ms in the mean against as many as it takes of 20 ms, at random.

    The first answers after 1 / (100 - λ) s in the mean, the second after 20 ms: equal at
    λ = 50/s. Straight lines between 48/s and 52/s find the zero of 1 / (100 - λ) - 1 / 50 0.04/s
    too low at most. With 30 replications the place lies within four standard errors with a chance
    of 99.96 % (Student, 29 degrees of freedom), and the interval is no wider than 2/s.
    """
    scenario = sk.scenario(
        TWO,
        work={"ask": "exponential 10 ms", "other": "exponential 20 ms"},
        load="poisson 50/s",
        run={"horizon": "70 s", "warm-up": "5 s", "replications": 30},
    ).change("designs.own.participants.A.workers", 1)
    curve = sk.sweep(scenario, {"load.C": "40/s..60/s:6"})
    found = curve.crossover("own", "fixed", "acknowledged.mean")
    assert found.place is not None, found.reason
    error = found.place.half_width / 2.045
    assert abs(found.place.value - 50) < 4 * error + 0.04
    assert found.place.half_width < 2
    assert "own answers sooner; above, fixed" in str(found)
