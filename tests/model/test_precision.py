"""How precisions read, and every way in which they are refused."""

import pytest

from simkit.errors import ScenarioError
from simkit.model.precision import parse_precision

DESIGNS = {"a": ("API",), "b": ("API",)}


@pytest.mark.parametrize(
    ("text", "within", "of_itself", "most"),
    [
        ("5 % on a.acknowledged.p99", 0.05, True, 0.15),
        ("5% on a.acknowledged.p99 - b.acknowledged.p99", 0.05, True, 0.15),
        ("20 ms on 2 * a.completed.mean", 0.02, False, 0.02),
        ("0.5/s on a.throughput.mean", 0.5, False, 0.5),
        ("2 on a.backlog.API.peak", 2.0, False, 2.0),
        ("1 % on a.done.well.share", 0.01, True, 0.03),
    ],
)
def test_a_precision_reads(text: str, within: float, of_itself: bool, most: float) -> None:
    found = parse_precision(text, DESIGNS)
    assert (found.within, found.of_itself) == (within, of_itself)
    assert found.most(-3.0) == pytest.approx(most)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "5 %",
            "found '5 %'; expected a precision such as '5 % on accepted.acknowledged.p99'",
        ),
        (
            "5 % on 3",
            "found '3', in which nothing is random; expected a precision such as "
            "'5 % on accepted.acknowledged.p99'",
        ),
        ("0 % on a.completed.mean", "found '0 %'; expected a precision above 0"),
        (
            "5/s on a.completed.mean",
            "found '5/s', which is a rate; expected a time such as '5 ms'",
        ),
        (
            "0.1 on a.done.well.share",
            "found '0.1'; expected a share of the number itself, as in '5 %'",
        ),
        (
            "5 % on a.completed.mean + 3/s",
            "found a time + a rate in 'a.completed.mean + 3/s'; "
            "expected the same kind of quantity on both sides",
        ),
        (
            "5 % on a.completed.mean <",
            "found '<' in 'a.completed.mean <'; expected a metric such as "
            "'accepted.acknowledged.p99', or sums and multiples of such",
        ),
        (
            "5 % on a.complted.mean",
            "unknown metric 'complted'; expected one of "
            "acknowledged, settled, completed, noticed, offered, throughput, goodput, "
            "utilisation, backlog, held, told, done, attempts, sent, polls, timed-out, refused, "
            "short-circuited, open, deliveries, runs, effects, redelivered, inversions, "
            "dead-letters, oldest, lag, useful, zombie; did you mean 'completed'?",
        ),
    ],
)
def test_anything_else_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_precision(text, DESIGNS)
    assert str(caught.value) == problem
