"""Predictions: their grammar, their dimensions, their names, and what they come to."""

import pytest

from simkit.errors import ScenarioError
from simkit.model.metric import (
    DONE,
    METRICS,
    TOLD,
    Dimension,
    MetricName,
    Part,
    is_percentile,
    read_metric,
    split_path,
)
from simkit.model.prediction import LONGEST, Binary, Number, metrics_of, parse_prediction, value_of

DESIGNS = {"a": ("Client", "API", "Message System", "v1.2"), "two words": ("Client",)}


def refused(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_prediction(text, DESIGNS)
    return str(caught.value)


def side(text: str) -> float:
    """The value of one side, every metric counting 10."""
    return value_of(parse_prediction(f"{text} < 1 s", DESIGNS).left, lambda _: 10.0)


# ---------------------------------------------------------------------- grammar


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
def test_both_sides_and_the_sign_are_read(sign: str) -> None:
    for text in (f"a.settled.mean {sign} 50 ms", f"a.settled.mean{sign}50ms"):
        prediction = parse_prediction(text, DESIGNS)
        assert prediction.text == text
        assert prediction.comparison == sign
        assert str(prediction.left) == "a.settled.mean"
        assert prediction.right == Number(0.05, Dimension.TIME)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.2 * a.settled.p99", 2.0),
        ("a.settled.p99 * 0.2", 2.0),
        ("a.settled.p99 + 2 * 1 s", 12.0),
        ("2 * (a.settled.p99 + 1 s)", 22.0),
        ("a.settled.p99 - 1 s - 2 s", 7.0),
        ("a.settled.p99 - (1 s - 2 s)", 11.0),
        ("2 * 3 * 1 s", 6.0),
        ("1e-3 * 1 s", 0.001),
        ("1.5 min", 90.0),
        ("((((a.settled.p99))))", 10.0),
        ("  a.settled.p99\t", 10.0),
    ],
)
def test_products_come_before_sums(text: str, value: float) -> None:
    assert side(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100/s", Number(100.0, Dimension.RATE)),
        ("100 / s", Number(100.0, Dimension.RATE)),
        ("60/min", Number(1.0, Dimension.RATE)),
        ("5 %", Number(0.05, Dimension.SHARE)),
        ("5%", Number(0.05, Dimension.SHARE)),
        ("5 µs", Number(5e-6, Dimension.TIME)),
        ("7", Number(7.0, None)),
    ],
)
def test_quantities_have_the_dimension_of_their_unit(text: str, expected: Number) -> None:
    assert parse_prediction(f"{text} <= {text}", DESIGNS).left == expected


def test_metrics_are_listed_from_left_to_right() -> None:
    prediction = parse_prediction('"two words".settled.mean - a.settled.p50 < 1 s', DESIGNS)
    assert [str(name) for name in metrics_of(prediction.left)] == [
        '"two words".settled.mean',
        "a.settled.p50",
    ]
    assert metrics_of(prediction.right) == ()
    assert isinstance(prediction.left, Binary)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "found nothing"),
        ("a.settled.mean", "found nothing after 'a.settled.mean'"),
        ("a.settled.mean <", "found nothing after 'a.settled.mean <'"),
        ("(a.settled.mean < 1 s", "found '< 1 s' in '(a.settled.mean < 1 s'"),
        ("a.settled.mean = 1 s", "found '= 1 s' in 'a.settled.mean = 1 s'"),
        ("a.settled.mean < 1 s < 2 s", "found '< 2 s' in 'a.settled.mean < 1 s < 2 s'"),
        ("a.settled.mean < 1 s / 2", "found '/ 2' in 'a.settled.mean < 1 s / 2'"),
        ("a.settled.mean < -1 s", "found '-1 s' in 'a.settled.mean < -1 s'"),
        ("fast", "found 'fast'"),
        ("a.settled.mean\n<<\n1 s", "found '< 1 s' in 'a.settled.mean << 1 s'"),
        ('a."settled.mean < 1 s', "found 'a.\"settled.mean < 1 s'"),
    ],
)
def test_what_is_no_comparison_is_refused(text: str, found: str) -> None:
    shape = "expected a comparison such as 'accepted.acknowledged.p99 < 50 ms'"
    assert refused(text) == f"{found}; {shape}"


def test_a_prediction_has_an_end() -> None:
    many = "1 + " * (LONGEST // 4 - 2)
    assert len(f"{many}1 < 1") <= LONGEST
    assert side("1 s + " * 50 + "1 s") == 51.0
    parse_prediction(f"{many}1 < 1", DESIGNS)
    assert refused("1 + " * 5_000 + "1 < 1") == "found 20005 characters; expected at most 500"
    parse_prediction("(" * 200 + "1" + ")" * 200 + " < 2", DESIGNS)


# ---------------------------------------------------------------------- dimensions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.settled.mean < 5", "found a time compared with a plain number in 'a.settled.mean < 5'"),
        ("a.settled.mean < 5 %", "found a time compared with a share in 'a.settled.mean < 5 %'"),
        ("a.settled.share < 5 s", "found a share compared with a time in 'a.settled.share < 5 s'"),
        (
            "a.throughput.mean < 5 s",
            "found a rate compared with a time in 'a.throughput.mean < 5 s'",
        ),
        (
            "a.backlog.peak < 5 s",
            "found a plain number compared with a time in 'a.backlog.peak < 5 s'",
        ),
        ("a.settled.mean + 1 < 5 s", "found a time + a plain number in 'a.settled.mean + 1 < 5 s'"),
        ("1 s - 5 % < 5 s", "found a time - a share in '1 s - 5 % < 5 s'"),
    ],
)
def test_only_like_is_compared_with_like(text: str, expected: str) -> None:
    assert refused(text) == f"{expected}; expected the same kind of quantity on both sides"


def test_only_a_plain_number_multiplies() -> None:
    assert refused("2 s * 2 s < 5 s") == (
        "found a time times a time in '2 s * 2 s < 5 s'; expected a plain number on one side of '*'"
    )
    parse_prediction(
        "a.backlog.peak * a.settled.mean < 5 s", DESIGNS
    )  # Little: a count times a time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a.settled.mean < 5 furlong",
            "found '5 furlong', whose unit 'furlong' is unknown; expected a time in ns, µs, "
            "ms, s, min, h or d, such as '5 ms'",
        ),
        (
            "a.settled.mean < 5 msec",
            "found '5 msec', whose unit 'msec' is unknown; expected a time in ns, µs, ms, s, "
            "min, h or d, such as '5 ms'; did you mean 'ms'?",
        ),
        (
            "a.throughput.mean < 5/sec",
            "found '5/sec', whose unit '/sec' is unknown; expected a rate in /ms, /s, /min, /h "
            "or /d, such as '80/s'; did you mean '/s'?",
        ),
        ("a.settled.share < 101 %", "found '101 %'; expected a share from 0 % to 100 %"),
        (
            "a.settled.mean < 0.1 ns",
            "found '0.1 ns', which is finer than 1 ns; expected a time in whole nanoseconds",
        ),
    ],
)
def test_a_wrong_quantity_is_told_as_everywhere(text: str, expected: str) -> None:
    assert refused(text) == expected


# ---------------------------------------------------------------------- names

CLOCKS = (
    "acknowledged.mean, acknowledged.share, acknowledged.p50, acknowledged.p95, acknowledged.p99"
)
ALL = ", ".join(METRICS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "b.settled.mean",
            f"unknown design or metric 'b'; expected one of a, \"two words\", {ALL}",
        ),
        (
            "acknowledged.p99",
            "found 'acknowledged.p99' without a design; expected one of a, \"two words\" before it",
        ),
        (
            "a.acknowldged.p99",
            f"unknown metric 'acknowldged'; expected one of {ALL}; did you mean 'acknowledged'?",
        ),
        ("a.acknowledged", f"found no statistic; expected one of {CLOCKS}"),
        ("a.acknowledged.p100", f"unknown statistic 'p100'; expected one of {CLOCKS}"),
        (
            "a.acknowledged.p0",
            f"unknown statistic 'p0'; expected one of {CLOCKS}; did you mean 'p50'?",
        ),
        ("a.acknowledged.percentile", f"unknown statistic 'percentile'; expected one of {CLOCKS}"),
        (
            "a.acknowledged.API.p99",
            "found 'acknowledged' of 'API'; expected acknowledged of a whole design",
        ),
        (
            "a.utilisation.mean",
            "found no part; expected one of utilisation.Client, utilisation.API, "
            'utilisation."Message System", utilisation."v1.2"',
        ),
        (
            "a.utilisation.APi.mean",
            "unknown part 'APi'; expected one of utilisation.Client, utilisation.API, "
            'utilisation."Message System", utilisation."v1.2"; did you mean \'API\'?',
        ),
        (
            "a.backlog.DB.peak",
            "unknown part 'DB'; expected one of backlog.Client, backlog.API, "
            'backlog."Message System", backlog."v1.2"',
        ),
        (
            "a.told.fine.share",
            "unknown part 'fine'; expected one of told.nothing, told.accepted, told.ok, "
            "told.failed, told.refused, told.\"timed out\"; did you mean 'failed'?",
        ),
        ("a.held.peak", "unknown statistic 'peak'; expected one of held.mean"),
    ],
)
def test_unknown_names_are_refused_with_those_that_are_known(name: str, expected: str) -> None:
    assert refused(f"{name} < 1 s") == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a.utilisation.API.mean", "API"),
        ('a.utilisation."API".mean', "API"),
        ('a.utilisation."Message System".mean', "Message System"),
        ('a.utilisation."v1.2".mean', "v1.2"),
        ("a.backlog.peak", ""),
        ("a.held.API.mean", "API"),
        ('a.told."timed out".share', "timed out"),
        ("a.done.dead-lettered.share", "dead-lettered"),
    ],
)
def test_a_part_is_read_with_and_without_quotes(text: str, part: str) -> None:
    name = read_metric(text, DESIGNS)
    assert name.part == part
    assert read_metric(str(name), DESIGNS) == name
    assert parse_prediction(f"{text} >= {text}", DESIGNS).left == name


def test_every_metric_can_be_predicted_with_each_of_its_statistics() -> None:
    outcomes = {Part.TOLD: TOLD, Part.DONE: DONE, Part.MUST_PARTICIPANT: ("API",)}
    for metric in METRICS.values():
        for part in outcomes.get(metric.part, ("",)):
            for statistic in metric.statistics:
                shown = "p99.9" if statistic == "percentile" else statistic
                name = MetricName(design="a", metric=metric.name, part=part, statistic=shown)
                prediction = parse_prediction(f"{name} <= 2 * {name}", DESIGNS)
                assert prediction.left == name


def test_a_design_may_be_left_out_when_there_is_one() -> None:
    assert read_metric("settled.mean", {"only": ()}).design == "only"
    assert read_metric("settled.mean", DESIGNS, "two words").design == "two words"


def test_a_design_may_be_called_like_a_metric() -> None:
    designs = {"settled": ("API",), "held": ("API",)}
    assert str(read_metric("settled.held.mean", designs)) == "settled.held.mean"
    assert str(read_metric("settled.settled.p50", designs)) == "settled.settled.p50"


def test_a_design_that_cannot_be_read_may_have_any_participant() -> None:
    name = read_metric("a.utilisation.Anything.mean", {"a": None})
    assert name.part == "Anything"
    with pytest.raises(ScenarioError, match="unknown statistic 'peak'"):
        read_metric("a.utilisation.Anything.peak", {"a": None})


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [("p50", True), ("p99.9", True), ("p99.999999", True), ("p5", True), ("p0.1", True)],
)
def test_percentiles_lie_between_0_and_100(statistic: str, expected: bool) -> None:
    assert is_percentile(statistic) is expected
    for wrong in (
        "p0",
        "p00",
        "p100",
        "p",
        "p-5",
        "P50",
        "p1e1",
        "p5.",
        "p.5",
        "p99.9999999",
        "50",
    ):
        assert not is_percentile(wrong)


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", 'a"b"', '"a', 'a."b"c', '"a""b"'])
def test_a_path_without_names_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="expected names with dots between them"):
        split_path(text)


def test_a_path_keeps_what_stands_in_quotes() -> None:
    assert split_path('a."b.c"."d e".f g') == ["a", "b.c", "d e", "f g"]
